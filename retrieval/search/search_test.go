package search

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"dateline/retrieval"
	"dateline/retrieval/embed"
	"dateline/retrieval/segment"
)

// fake is a store that answers with set hits and remembers the filter that it was given.
type fake struct {
	retrieval.Store
	articles          []retrieval.Article
	passages          map[string]retrieval.Passage
	terms, own, dense []retrieval.Hit
	filters           []retrieval.Filter
}

func (f *fake) Articles(context.Context) ([]retrieval.Article, error) { return f.articles, nil }

func (f *fake) Passages(_ context.Context, ids []string) ([]retrieval.Passage, error) {
	var found []retrieval.Passage
	for _, id := range ids {
		found = append(found, f.passages[id])
	}
	return found, nil
}

func (f *fake) Terms(_ context.Context, _ string, unit retrieval.Unit, filter retrieval.Filter, _ int) ([]retrieval.Hit, error) {
	f.filters = append(f.filters, filter)
	if unit == retrieval.Articles {
		return f.own, nil
	}
	return f.terms, nil
}

func (f *fake) Nearest(_ context.Context, _ []float32, filter retrieval.Filter, _ int) ([]retrieval.Hit, error) {
	f.filters = append(f.filters, filter)
	return f.dense, nil
}

// put adds an article of n passages with the IDs id1, id2 and so on.
func (f *fake) put(id string, n int) {
	text := "Kerry called."
	f.articles = append(f.articles, retrieval.Article{ID: id, Text: text})
	if f.passages == nil {
		f.passages = map[string]retrieval.Passage{}
	}
	for i := range n {
		p := id + string(rune('1'+i))
		f.passages[p] = retrieval.Passage{ID: p, ArticleID: id, Kind: retrieval.Body, Text: text, Sentences: segment.Sentences(text)}
	}
}

func newFake(f *fake) *Search {
	static := embed.NewStatic()
	return New(f, static, NewRanker(static))
}

func ids(r retrieval.Result) string {
	var all []string
	for _, e := range r.Evidence {
		all = append(all, e.Passage.ID)
	}
	return strings.Join(all, " ")
}

func TestFusion(t *testing.T) {
	f := &fake{
		own:   []retrieval.Hit{{ID: "a", Score: 4}, {ID: "b", Score: 2}},
		terms: []retrieval.Hit{{ID: "b1", Score: 10}, {ID: "a1", Score: 5}},
		dense: []retrieval.Hit{{ID: "b1", Score: 0.9}, {ID: "a1", Score: 0.6}, {ID: "c1", Score: 0.5}},
	}
	for _, id := range []string{"a", "b", "c"} {
		f.put(id, 1)
	}
	ranked, err := newFake(f).Rank(t.Context(), "Kerry", retrieval.Filter{}, 10)
	if err != nil {
		t.Fatal(err)
	}
	// Terms: a (0.3*0.5+1)/1.3, b (0.3*1+0.5)/1.3. Vectors from the last hit's 0 to the best's 1: a 0.25, b 1, c 0.
	a, b := (1.15/1.3+0.2*0.25)/1.2, (0.8/1.3+0.2)/1.2
	for i, want := range []struct {
		id    string
		score float64
	}{{"a1", a}, {"b1", b}, {"c1", 0}} {
		if got := ranked[i]; got.Passage.ID != want.id || math.Abs(got.Score-want.score) > 1e-9 {
			t.Errorf("place %d: %s with %v, want %s with %v", i+1, got.Passage.ID, got.Score, want.id, want.score)
		}
	}
}

func TestTiesByID(t *testing.T) {
	f := &fake{own: []retrieval.Hit{{ID: "b", Score: 1}, {ID: "a", Score: 1}}, terms: []retrieval.Hit{{ID: "b1", Score: 1}, {ID: "a1", Score: 1}}}
	f.put("b", 1)
	f.put("a", 1)
	found, err := newFake(f).Search(t.Context(), retrieval.Query{Text: "Kerry"})
	if err != nil || ids(found) != "a1 b1" {
		t.Errorf("got %s, %v", ids(found), err)
	}
}

func TestShareOfAnArticle(t *testing.T) {
	f := &fake{own: []retrieval.Hit{{ID: "a", Score: 2}, {ID: "b", Score: 1}}}
	f.put("a", 5)
	f.put("b", 1)
	for i, id := range []string{"a1", "a2", "a3", "a4", "a5", "b1"} {
		f.terms = append(f.terms, retrieval.Hit{ID: id, Score: float64(9 - i)})
	}
	s := newFake(f)
	one := retrieval.Filter{Articles: []string{"a"}}
	for _, tt := range []struct {
		query retrieval.Query
		want  string
	}{
		{retrieval.Query{}, "a1 a2 a3 b1"},
		{retrieval.Query{K: 2}, "a1 a2"},
		{retrieval.Query{Filter: one, K: 5}, "a1 a2 a3 a4 a5"},
	} {
		tt.query.Text = "Kerry"
		found, err := s.Search(t.Context(), tt.query)
		if err != nil || ids(found) != tt.want {
			t.Errorf("%+v: got %s, %v; want %s", tt.query, ids(found), err, tt.want)
		}
		for i, e := range found.Evidence {
			if e.N != i+1 {
				t.Errorf("evidence %d has the number %d", i+1, e.N)
			}
		}
	}
	if last := f.filters[len(f.filters)-1]; !slices.Equal(last.Articles, one.Articles) {
		t.Errorf("the store was given the filter %+v", last)
	}
}

// What speaks to a machine is no evidence and takes no place of it, and is shown to who asks for it.
func TestInstructionsAreNoEvidence(t *testing.T) {
	f := &fake{}
	f.put("a", 3)
	marked := f.passages["a1"]
	marked.Kind = retrieval.Instruction
	f.passages["a1"] = marked
	f.terms = []retrieval.Hit{{ID: "a1", Score: 3}, {ID: "a2", Score: 2}, {ID: "a3", Score: 1}}
	for _, c := range []struct {
		marked bool
		want   []string
	}{{false, []string{"a2", "a3"}}, {true, []string{"a1", "a2"}}} {
		found, err := newFake(f).Search(t.Context(), retrieval.Query{Text: "Kerry", K: 2, Marked: c.marked})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range found.Evidence {
			got = append(got, e.Passage.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("marked %v: got %q, want %q", c.marked, got, c.want)
		}
	}
}

func TestEmptyStore(t *testing.T) {
	found, err := newFake(&fake{}).Search(t.Context(), retrieval.Query{Text: "Why did Kerry call?"})
	if err != nil || len(found.Evidence) != 0 || found.Confidence != 0 || !found.CoverageThrough.IsZero() {
		t.Errorf("got %+v, %v", found, err)
	}
}
