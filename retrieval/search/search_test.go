package search

import (
	"context"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"dateline/retrieval"
	"dateline/retrieval/embed"
	"dateline/retrieval/segment"
)

// fake is a store that answers with set hits and remembers the filter that it was given.
type fake struct {
	mu sync.Mutex // guards filters
	retrieval.Store
	articles          []retrieval.Article
	passages          map[string]retrieval.Passage
	terms, own, dense []retrieval.Hit
	filters           []retrieval.Filter
}

func (f *fake) Articles(context.Context) ([]retrieval.Article, error) { return f.articles, nil }

func (f *fake) ArticlesByID(context.Context, []string) (map[string]*retrieval.Article, error) {
	all := map[string]*retrieval.Article{}
	for i, a := range f.articles {
		all[a.ID] = &f.articles[i]
	}
	return all, nil
}

func (f *fake) Article(_ context.Context, id string) (a retrieval.Article, ok bool, err error) {
	for _, a := range f.articles {
		if a.ID == id {
			return a, true, nil
		}
	}
	return a, false, nil
}

func (f *fake) Passages(_ context.Context, ids []string) ([]retrieval.Passage, error) {
	var found []retrieval.Passage
	for _, id := range ids {
		found = append(found, f.passages[id])
	}
	return found, nil
}

func (f *fake) ArticlePassages(_ context.Context, id string) ([]retrieval.Passage, error) {
	return []retrieval.Passage{f.passages[id+"1"]}, nil
}

func (f *fake) Vectors(_ context.Context, ids []string) ([][]float32, error) {
	return make([][]float32, len(ids)), nil
}

func (f *fake) Terms(_ context.Context, _ string, unit retrieval.Unit, filter retrieval.Filter, _ int) ([]retrieval.Hit, error) {
	f.asked(filter)
	if unit == retrieval.Articles {
		return f.own, nil
	}
	return f.terms, nil
}

func (f *fake) Nearest(_ context.Context, _ []float32, filter retrieval.Filter, _ int) ([]retrieval.Hit, error) {
	f.asked(filter)
	return f.dense, nil
}

func (f *fake) asked(filter retrieval.Filter) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.filters = append(f.filters, filter)
}

// put adds an article of n passages with the IDs id1, id2 and so on.
func (f *fake) put(id string, n int) {
	text := "Kerry called."
	f.articles = append(f.articles, retrieval.Article{ID: id, Text: text, Size: len(text)})
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
	// Of two scores one lies a deviation above the mean and one below it: 2 and 0. Articles a 2, b 0; passages a 0, b 2. Of the
	// vectors, 0.667 at the mean and 0.17 off it, a lies at 0.608, b at 2.373 and c at 0.019; so do their articles' first passages.
	const passage, vectors = 0.25, 0.2 * 1.25
	a, b, c := 2+vectors*0.60774, passage*2+vectors*2.37260, vectors*0.01966
	best := 2 + passage*2 + vectors*2.37260
	for i, want := range []struct {
		id    string
		score float64
	}{{"a1", a / best}, {"b1", b / best}, {"c1", c / best}} {
		if got := ranked[i]; got.Passage.ID != want.id || math.Abs(got.Score-want.score) > 1e-4 {
			t.Errorf("place %d: %s with %v, want %s with %v", i+1, got.Passage.ID, got.Score, want.id, want.score)
		}
	}
}

// Two rankings that share none of their best are not fused at the full weight of an embedder that is not much trusted.
func TestAgreement(t *testing.T) {
	hits := []retrieval.Hit{{ID: "b1", Score: 1}}
	ranked := []Ranked{{Passage: retrieval.Passage{ID: "a1"}, parts: parts{article: 1}}, {Passage: retrieval.Passage{ID: "b1"}}}
	for _, tt := range []struct{ weight, want float64 }{{0.2, 0.2 * 0.6}, {1, 1}} {
		f := fusion{terms: 1, vectors: tt.weight}
		if f.agree(ranked, hits); math.Abs(f.vectors-tt.want) > 1e-9 || f.agreement != 0 {
			t.Errorf("weight %v: got %v, agreement %v; want %v", tt.weight, f.vectors, f.agreement, tt.want)
		}
		f.vectors = tt.weight
		if f.agree(ranked, []retrieval.Hit{{ID: "a1", Score: 1}}); f.vectors != tt.weight || f.agreement != 1 {
			t.Errorf("weight %v: got %v where the rankings agree", tt.weight, f.vectors)
		}
	}
}

func TestPhrases(t *testing.T) {
	passage := func(text string) Ranked { return Ranked{Passage: retrieval.Passage{Text: text}} }
	ranked := []Ranked{
		passage("The State Department of the city met."), passage("The state has a large and old and quite slow new department."),
		passage("The department of the state has met in a city."), passage("Nothing of it."),
	}
	readClosely("What did the State Department say?", embed.NewStatic(), ranked)
	score := func(i int) float64 { return ranked[i].parts[phrases] }
	if score(0) == 0 || score(0) != score(2) || score(1) >= score(2) || score(3) != 0 {
		t.Errorf("got %v, %v, %v and %v", score(0), score(1), score(2), score(3))
	}
	if ranked[0].stems == nil || !slices.IsSorted(ranked[0].stems) {
		t.Errorf("stems %q", ranked[0].stems)
	}
}

// What repeats what was chosen gives way to what tells more, and the order stays that of the scores.
func TestEvidenceDoesNotRepeatItself(t *testing.T) {
	byID := map[string]*retrieval.Article{}
	var r ranking
	for i, stems := range [][]string{{"aleppo", "bomb"}, {"aleppo", "bomb"}, {"lavrov", "truce"}} {
		id := string(rune('a' + i))
		byID[id] = &retrieval.Article{ID: id}
		r.ranked = append(r.ranked, Ranked{Passage: retrieval.Passage{ID: id + "1", ArticleID: id}, Score: 0.9 - 0.1*float64(i), stems: stems})
	}
	r.byID = byID
	for _, tt := range []struct {
		k       int
		inOrder bool
		want    string
	}{{2, false, "a1 c1"}, {2, true, "a1 b1"}, {3, false, "a1 b1 c1"}} {
		var got []string
		for _, c := range choose(r, tt.k, false, tt.inOrder) {
			got = append(got, c.Passage.ID)
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%d, in order %t: got %q, want %s", tt.k, tt.inOrder, got, tt.want)
		}
	}
}

// spelling is a store that reads some words as others.
type spelling struct {
	*fake
	asked []string
}

func (s *spelling) Respell(_ context.Context, words []string) (map[string]string, error) {
	s.asked = words
	read := map[string]string{}
	for _, w := range words {
		if w == "Lavrof" {
			read[w] = "Lavrov"
		}
	}
	return read, nil
}

func TestSpelling(t *testing.T) {
	for _, tt := range []struct{ question, shown, asked string }{
		{"What did Lavrof's envoy say?", "Lavrof read as Lavrov", "Lavrof"},
		{"What did “Lavrof” say?", "", ""},                                     // as it is written
		{"Which pangolin did Lavrov see?", "", ""},                             // what the embedder knows is spelt right
		{"What did Zzyzxian Lavrof write?", "Lavrof read as Lavrov", "Lavrof"}, // an author of the coverage
	} {
		f := &fake{}
		f.put("a", 1)
		f.articles[0].Byline = "By Zzyzxian Quux"
		f.terms = []retrieval.Hit{{ID: "a1", Score: 1}}
		store := &spelling{fake: f}
		static := embed.NewStatic()
		found, err := New(store, static, NewRanker(static)).Search(t.Context(), retrieval.Query{Text: tt.question})
		if err != nil || found.Read.Shown != tt.shown || strings.Join(store.asked, " ") != tt.asked || found.Query.Text != tt.question {
			t.Errorf("%q: shown %q, asked for %q, %v", tt.question, found.Read.Shown, store.asked, err)
		}
		if want := strings.ReplaceAll(tt.question, "Lavrof", "Lavrov"); tt.shown != "" && found.Read.Spell(tt.question) != want {
			t.Errorf("%q is read as %q", tt.question, found.Read.Spell(tt.question))
		}
	}
}

// What is known of the coverage is made anew when the store has moved on, and not before.
func TestCoverageIsKept(t *testing.T) {
	f := &fake{}
	f.put("a", 1)
	s := newFake(f)
	before, err := s.coverage(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := s.coverage(t.Context()); again != before {
		t.Error("it was made twice of one list")
	}
	f.put("b", 1)
	if after, _ := s.coverage(t.Context()); after == before || len(after.articles) != 2 {
		t.Error("it was not made anew")
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
