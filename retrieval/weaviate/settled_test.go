package weaviate

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/local"
	"dateline/retrieval/weaviate/weaviatetest"
)

// testCandidates holds rankings of more than the candidates that the server is asked for against those of the local store, once
// the server has brought to its disk what it was given: nearly all of the best must be among the candidates.
func testCandidates(t *testing.T, c *weaviatetest.Cluster) {
	s := newServer(t, c)
	random := rand.New(rand.NewPCG(3, 4))
	entries := articlesOf(random, 0, 500, 2, 8, "en")
	w, exact := openWriter(t, s), local.NewMemory(identity)
	for _, to := range []retrieval.Store{w, exact} {
		apply(t, to, retrieval.Change{Put: entries})
	}
	w.clock = func() time.Time { return time.Now().Add(settles) }
	const k = 100
	compare := func() error {
		found, all := 0, 0
		for i := range 20 {
			query := question(entries[i*17], i%2)
			for _, u := range []retrieval.Unit{retrieval.Passages, retrieval.Articles} {
				want, err := exact.Terms(t.Context(), query, u, retrieval.Filter{}, k)
				if err != nil {
					t.Fatal(err)
				}
				got, err := w.Terms(t.Context(), query, u, retrieval.Filter{}, k)
				if err != nil {
					t.Fatal(err)
				}
				if len(got) != len(want) || !slices.Equal(got[:10], want[:10]) {
					return fmt.Errorf("%q finds %v first, want %v", query, got[:min(10, len(got))], want[:10])
				}
				for _, h := range want {
					all++
					if slices.Contains(got, h) {
						found++
					}
				}
			}
		}
		if 1000*found < 995*all {
			return fmt.Errorf("%d of %d are found", found, all)
		}
		t.Logf("%d of %d are found", found, all)
		return nil
	}
	for began := time.Now(); ; {
		err := compare()
		if err == nil {
			return
		}
		if time.Since(began) > time.Minute {
			t.Fatal(err)
		}
	}
}

// testEstimates asks of more than are counted through, of which some count is an estimate: no count may be far off, nor that of
// a rare term off at all.
func testEstimates(t *testing.T, c *weaviatetest.Cluster) {
	random := rand.New(rand.NewPCG(5, 6))
	s, exact := openWriter(t, newServer(t, c)), local.NewMemory(identity)
	entries := articlesOf(random, 0, 400, 2, 8, "en")
	for _, to := range []retrieval.Store{s, exact} {
		apply(t, to, retrieval.Change{Put: entries})
	}
	v, err := s.now()
	if err != nil {
		t.Fatal(err)
	}
	v.through = 200
	for i := range 8 {
		query, id := question(entries[i*31], i%2), entries[i*31].Passages[0].ID
		want, err := exact.Explain(t.Context(), query, []string{id})
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.Explain(t.Context(), query, []string{id})
		if err != nil {
			t.Fatal(err)
		}
		for n, w := range want[id] {
			g := got[id][n]
			if d := g.IDF - w.IDF; w.Term != g.Term || d > 0.35 || d < -0.35 || w.IDF > 4 && d != 0 {
				t.Errorf("%q has an idf of %.3f, want %.3f", w.Term, g.IDF, w.IDF)
			}
		}
	}
}

// testWords has words of more commits than there may be lists.
func testWords(t *testing.T, c *weaviatetest.Cluster) {
	s := newServer(t, c)
	w := openWriter(t, s)
	for i := range mostLists + 5 {
		if err := w.learn(t.Context(), map[string]struct{}{word(i): {}, "ferry": {}}); err != nil {
			t.Fatal(err)
		}
	}
	apply(t, w, retrieval.Change{Put: []retrieval.Entry{story("one", "sailed", 1)}})
	r := openReader(t, serverAt(t, s.String()))
	known, err := r.vocabulary(t.Context())
	if err != nil || len(known.lists) > 10 {
		t.Errorf("words are in %d lists, %v", len(known.lists), err)
	}
	for i := range mostLists + 5 {
		if _, ok := known.words[word(i)]; !ok {
			t.Errorf("%q is lost", word(i))
		}
	}
}
