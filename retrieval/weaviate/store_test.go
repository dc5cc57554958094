package weaviate

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dateline/retrieval"
	"dateline/retrieval/local"
	"dateline/retrieval/storetest"
	"dateline/retrieval/weaviate/weaviatetest"
)

// TestStore tests against one node.
func TestStore(t *testing.T) {
	c := weaviatetest.Start(t, 1, "PERSISTENCE_MEMTABLES_FLUSH_DIRTY_AFTER_SECONDS=1")
	t.Run("conformance", func(t *testing.T) {
		storetest.Run(t, func(t *testing.T) retrieval.Store { return openWriter(t, newServer(t, c)) }, func(t *testing.T, s retrieval.Store) retrieval.Store {
			before := s.(*Store)
			if err := before.Close(); err != nil {
				t.Fatal(err)
			}
			again := openWriter(t, serverAt(t, before.server.String())).shelf
			return &Store{shelf: again, audience: before.audience, whole: before.whole}
		})
	})
	t.Run("same as local", func(t *testing.T) { testSameAsLocal(t, c) })
	t.Run("candidates", func(t *testing.T) { testCandidates(t, c) })
	t.Run("estimates", func(t *testing.T) { testEstimates(t, c) })
	t.Run("words", func(t *testing.T) { testWords(t, c) })
	t.Run("spelling", func(t *testing.T) { testSpelling(t, c) })
	t.Run("readers", func(t *testing.T) { testReaders(t, c) })
	t.Run("lease", func(t *testing.T) { testLease(t, c) })
	t.Run("cut off", func(t *testing.T) { testCutOff(t, c) })
	t.Run("goes on", func(t *testing.T) { testGoesOn(t, c) })
	t.Run("sweep", func(t *testing.T) { testSweep(t, c) })
	t.Run("copy", func(t *testing.T) { testCopy(t, c) })
}

// explainer and speller are what search asks of a store beside retrieval.Store.
type explainer interface {
	Explain(ctx context.Context, text string, ids []string) (map[string][]retrieval.TermScore, error)
}

// testSameAsLocal holds scores and what they are made of, to the last bit, against those of the local store: in one language and
// in several, with deletions, filters, and what is for some alone.
func testSameAsLocal(t *testing.T, c *weaviatetest.Cluster) {
	for name, languages := range map[string][]string{"English": {"en"}, "mixed": {"en", "de", "fr", "xx"}} {
		t.Run(name, func(t *testing.T) {
			ours, theirs := openWriter(t, newServer(t, c)), local.NewMemory(identity)
			random := rand.New(rand.NewPCG(1, 2))
			entries := articlesOf(random, 0, 60, 3, 8, languages...)
			for i := range entries {
				if i%9 == 0 {
					entries[i].Article.Audience = "oaks"
				}
			}
			changed := articlesOf(random, 3, 9, 2, 8, languages...)
			for _, s := range []retrieval.Store{ours, theirs} {
				for part := range slices.Chunk(entries, 20) {
					apply(t, s, retrieval.Change{Put: part})
				}
				apply(t, s, retrieval.Change{Put: changed, Delete: []string{entries[30].Article.ID, entries[31].Article.ID}})
			}
			filters := []retrieval.Filter{
				{}, {Since: time.Date(2016, 1, 1, 0, 10, 0, 0, time.UTC), Until: time.Date(2016, 1, 1, 0, 40, 0, 0, time.UTC)},
				{Outlets: []string{strings.ToUpper(entries[1].Article.Outlet)}}, {Articles: []string{entries[2].Article.ID, entries[9].Article.ID, "none"}},
			}
			for i := range 6 {
				query := question(entries[7*i], i%2)
				if i == 5 {
					query += " " + entries[1].Article.Outlet
				}
				for _, audience := range []string{"", "oaks"} {
					ours, theirs := ours.For(audience), theirs.For(audience)
					for _, f := range filters {
						for _, u := range []retrieval.Unit{retrieval.Passages, retrieval.Articles} {
							want, err := theirs.Terms(t.Context(), query, u, f, 20)
							if err != nil {
								t.Fatal(err)
							}
							got, err := ours.Terms(t.Context(), query, u, f, 20)
							if err != nil {
								t.Fatal(err)
							}
							if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
								t.Fatalf("Terms(%q, %v, %+v) of %q (-local +weaviate):\n%s", query, u, f, audience, diff)
							}
						}
					}
					ids := []string{entries[0].Passages[0].ID, entries[7*i].Passages[1].ID, changed[0].Passages[0].ID, "none"}
					want, err := theirs.(explainer).Explain(t.Context(), query, ids)
					if err != nil {
						t.Fatal(err)
					}
					got, err := ours.(explainer).Explain(t.Context(), query, ids)
					if err != nil {
						t.Fatal(err)
					}
					if diff := cmp.Diff(want, got); diff != "" {
						t.Fatalf("Explain(%q) (-local +weaviate):\n%s", query, diff)
					}
				}
			}
		})
	}
}

func testSpelling(t *testing.T, c *weaviatetest.Cluster) {
	s := openWriter(t, newServer(t, c))
	random := rand.New(rand.NewPCG(1, 2))
	story := func(id, headline, text string) retrieval.Entry {
		return newEntry(random, 4, retrieval.Article{ID: id, Headline: headline}, text)
	}
	apply(t, s, retrieval.Change{Put: []retrieval.Entry{
		story("talks", "Lavrov in Geneva", "Foreign Minister Lavrov met Kerry in Geneva. Lavrov's spokeswoman Zakharova spoke of progress."),
		story("talks2", "Lavrov leaves", "Lavrov left. Larov, a village, was not on his way, and the negotiations ended."),
		story("gone", "Kuznetsova wins", "Kuznetsova won the match."),
		story("erdogan", "Erdoğan speaks", "President Erdoğan spoke to NATO; the marchers sang."),
	}})
	apply(t, s, retrieval.Change{Delete: []string{"gone"}})
	for typed, want := range map[string]string{
		"lavrof": "Lavrov", "Lavorv": "Lavrov", "Lavro": "Lavrov", "Larov": "", "negotiation": "", "Kavrov": "Lavrov", "Zacharowa": "Zakharova",
		"Lafrof": "", "Genova": "Geneva", "Kery": "Kerry", "Erdogann": "Erdoğan", "NATP": "NATO", "Kry": "", "1129": "", "wurden": "",
		"Kuznetsowa": "", "avrov": "Lavrov", "alvrov": "Lavrov", "Zakhraova": "Zakharova", "Zakhavora": "Zakharova", "qqqqqqqq": "",
	} {
		got, err := s.Respell(t.Context(), []string{typed})
		if err != nil || got[typed] != want {
			t.Errorf("%q is read as %q, want %q; %v", typed, got[typed], want, err)
		}
	}
}
