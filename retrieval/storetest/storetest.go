// Package storetest is the conformance suite that every retrieval.Store passes: what the interface promises, and what
// the databases underneath were seen to get wrong.
package storetest

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"dateline/retrieval"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// Run checks the stores that open makes, each empty and for one subtest. For stores that last, reopen closes a store and
// opens what it left; for others it is nil.
func Run(t *testing.T, open func(t *testing.T) retrieval.Store, reopen func(t *testing.T, s retrieval.Store) retrieval.Store) {
	if reopen == nil {
		reopen = func(_ *testing.T, s retrieval.Store) retrieval.Store { return s }
	}
	for _, group := range []struct {
		name string
		test func(t *testing.T, open func(t *testing.T) suite)
	}{
		{"empty", testEmpty},
		{"articles", testArticles},
		{"passages", testPassages},
		{"change", testChange},
		{"refused", testRefused},
		{"terms", testTerms},
		{"words", testWords},
		{"nearest", testNearest},
		{"without vectors", testWithout},
		{"ties", testTies},
		{"filter", testFilter},
		{"audience", testAudience},
		{"concurrent", testConcurrent},
	} {
		t.Run(group.name, func(t *testing.T) {
			group.test(t, func(t *testing.T) suite {
				return suite{t: t, store: open(t), reopen: reopen}
			})
		})
	}
}

// suite is one store under test, with the questions that tests ask of it.
type suite struct {
	t      *testing.T
	store  retrieval.Store
	reopen func(t *testing.T, s retrieval.Store) retrieval.Store
}

// apply commits and, where the store lasts, goes on with what it left.
func (s *suite) apply(c retrieval.Change) {
	s.t.Helper()
	if err := s.store.Apply(s.t.Context(), c); err != nil {
		s.t.Fatalf("Apply: %v", err)
	}
	s.store = s.reopen(s.t, s.store)
}

func (s *suite) put(entries ...retrieval.Entry) {
	s.t.Helper()
	s.apply(retrieval.Change{Put: entries})
}

func (s *suite) terms(text string, u retrieval.Unit, f retrieval.Filter, k int) []retrieval.Hit {
	s.t.Helper()
	hits, err := s.store.Terms(s.t.Context(), text, u, f, k)
	if err != nil {
		s.t.Fatalf("Terms(%q): %v", text, err)
	}
	s.ranked(hits)
	return hits
}

func (s *suite) nearest(v []float32, f retrieval.Filter, k int) []retrieval.Hit {
	s.t.Helper()
	hits, err := s.store.Nearest(s.t.Context(), v, f, k)
	if err != nil {
		s.t.Fatalf("Nearest: %v", err)
	}
	s.ranked(hits)
	return hits
}

// ranked checks what holds of every list of hits.
func (s *suite) ranked(hits []retrieval.Hit) {
	s.t.Helper()
	seen := map[string]bool{}
	for i, h := range hits {
		if math.IsNaN(h.Score) || math.IsInf(h.Score, 0) {
			s.t.Errorf("hit %q scores %v", h.ID, h.Score)
		}
		if seen[h.ID] {
			s.t.Errorf("hit %q comes twice", h.ID)
		}
		seen[h.ID] = true
		if i > 0 && (hits[i-1].Score < h.Score || hits[i-1].Score == h.Score && hits[i-1].ID > h.ID) {
			s.t.Errorf("hit %v comes before %v", hits[i-1], h)
		}
	}
}

func (s *suite) articles() []retrieval.Article {
	s.t.Helper()
	articles, err := s.store.Articles(s.t.Context())
	if err != nil {
		s.t.Fatalf("Articles: %v", err)
	}
	return articles
}

func (s *suite) articlePassages(id string) []retrieval.Passage {
	s.t.Helper()
	passages, err := s.store.ArticlePassages(s.t.Context(), id)
	if err != nil {
		s.t.Fatalf("ArticlePassages(%q): %v", id, err)
	}
	return passages
}

func (s *suite) passages(ids ...string) []retrieval.Passage {
	s.t.Helper()
	passages, err := s.store.Passages(s.t.Context(), ids)
	if err != nil {
		s.t.Fatalf("Passages(%q): %v", ids, err)
	}
	return passages
}

// holds checks that the store holds these entries and no others, whichever way it is asked.
func (s *suite) holds(entries ...retrieval.Entry) {
	s.t.Helper()
	var want []retrieval.Article
	all := map[string]bool{}
	for _, e := range entries {
		whole := e.Article
		whole.Size = len(whole.Text)
		want = append(want, whole.Listed())
		got, ok, err := s.store.Article(s.t.Context(), whole.ID)
		if err != nil || !ok {
			s.t.Errorf("Article(%q) = %v, %v", whole.ID, ok, err)
		}
		s.same("Article", got, whole)
		var ids []string
		for i, p := range e.Passages {
			ids = append(ids, p.ID)
			if e.Vectors[i] != nil {
				all[p.ID] = true
			}
		}
		s.same("ArticlePassages", s.articlePassages(e.Article.ID), e.Passages)
		s.same("Passages", s.passages(ids...), e.Passages)
	}
	byID := cmpopts.SortSlices(func(a, b retrieval.Article) bool { return a.ID < b.ID })
	s.same("Articles", s.articles(), want, byID)
	known := map[string]*retrieval.Article{}
	named := []string{"none"}
	for i, a := range want {
		known[a.ID] = &want[i]
		named = append(named, a.ID)
	}
	listed, err := s.store.ArticlesByID(s.t.Context(), named)
	if err != nil {
		s.t.Errorf("ArticlesByID: %v", err)
	}
	s.same("ArticlesByID", listed, known)
	if a, ok, err := s.store.Article(s.t.Context(), "none"); ok || err != nil {
		s.t.Errorf("Article of an unknown ID = %v, %v, %v", a, ok, err)
	}
	found := map[string]bool{}
	for _, h := range s.nearest(axis(0), retrieval.Filter{}, 1000) {
		found[h.ID] = true
	}
	s.same("Nearest", found, all)
}

func (s *suite) same(what string, got, want any, options ...cmp.Option) {
	s.t.Helper()
	if diff := cmp.Diff(want, got, append(options, cmpopts.EquateEmpty())...); diff != "" {
		s.t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func ids(hits []retrieval.Hit) []string {
	out := make([]string, len(hits))
	for i, h := range hits {
		out[i] = h.ID
	}
	return out
}

const dims = 8

// axis is the unit vector along one of the dimensions.
func axis(i int) []float32 {
	v := make([]float32, dims)
	v[i] = 1
	return v
}

// between is the unit vector from axis 0 towards axis 1, at an angle in degrees.
func between(degrees float64) []float32 {
	v := make([]float32, dims)
	v[0] = float32(math.Cos(degrees * math.Pi / 180))
	v[1] = float32(math.Sin(degrees * math.Pi / 180))
	return v
}

// date is midnight, UTC.
func date(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

// passageID is the fixed-length ID of an article's n-th passage here; the article's ID has at most ten letters.
func passageID(article string, n int) string {
	return fmt.Sprintf("%s%0*d", article, retrieval.PassageIDLen-len(article), n)
}

// story is an entry of one passage a paragraph, with vectors along axis 0.
func story(id, headline string, paragraphs ...string) retrieval.Entry {
	e := retrieval.Entry{Article: retrieval.Article{
		ID: id, Headline: headline, Outlet: "Dateline sample desk", Language: "en", Path: id + ".md",
		Published: date("2016-09-28"), References: []string{"https://example.org/" + id},
		Text: strings.Join(paragraphs, "\n\n"), Hash: "of " + id + strings.Join(paragraphs, ""),
		Sketch: retrieval.NewSketch(strings.Join(paragraphs, " ")),
	}}
	start := 0
	for i, text := range paragraphs {
		span := retrieval.Span{Start: start, End: start + len(text)}
		start = span.End + len("\n\n")
		e.Article.Blocks = append(e.Article.Blocks, retrieval.Block{Span: span, Kind: retrieval.Body})
		e.Passages = append(e.Passages, retrieval.Passage{
			ID: passageID(id, i), ArticleID: id, Kind: retrieval.Body, Span: span, Text: text,
			Sentences: []retrieval.Span{{Start: 0, End: len(text)}}, Paragraph: i + 1,
		})
		e.Vectors = append(e.Vectors, axis(0))
	}
	return e
}

// dated and by change a story's date and outlet.
func dated(e retrieval.Entry, day string) retrieval.Entry {
	e.Article.Published = date(day)
	return e
}

func by(e retrieval.Entry, outlet string) retrieval.Entry {
	e.Article.Outlet = outlet
	return e
}
