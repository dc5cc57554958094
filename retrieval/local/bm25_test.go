package local

import (
	"math"
	"slices"
	"strings"
	"testing"

	"dateline/retrieval"
	"dateline/retrieval/analysis"

	"github.com/google/go-cmp/cmp"
)

func TestFieldsOfAnArticle(t *testing.T) {
	s := NewMemory(identity)
	t.Cleanup(func() { s.Close() })
	named := newEntry("named", "Talks in Geneva", 4, "The envoys met twice. A truce was out of reach, they said.")
	often := newEntry("often", "Talks in Vienna", 4, "Envoys came by way of Geneva. From Geneva they went on, and a truce was out of reach.")
	herald := newEntry("herald", "A bridge opens", 4, "The bridge over the river was opened on Monday.")
	ledger := newEntry("ledger", "The bridge is open", 4, "The bridge over the river was opened on Monday.")
	herald.Article.Outlet, ledger.Article.Outlet = "The Harbour Herald", "The Ledger"
	apply(t, s, retrieval.Change{Put: []retrieval.Entry{named, often, herald, ledger}})
	for _, tt := range []struct {
		name, query string
		want        []string
	}{
		{"a headline's word says more than the text's", "Geneva", []string{"named", "often"}},
		{"the outlet that is named", "How did the Ledger report the bridge?", []string{"ledger", "herald"}},
		{"the outlet alone", "Herald", []string{"herald"}},
	} {
		hits, err := s.Terms(t.Context(), tt.query, retrieval.Articles, retrieval.Filter{}, 10)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range hits {
			got = append(got, h.ID)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q finds %v, want %v", tt.name, tt.query, got, tt.want)
		}
	}
}

// TestScoresAreBM25 holds scores, to the last bit, against BM25F as it is defined, worked out article by article without
// an index: over several segments, with deletions, in one language and in several.
func TestScoresAreBM25(t *testing.T) {
	for name, tags := range map[string][]string{"English": {"en"}, "German": {"de"}, "mixed": {"en", "de", "fr", "xx"}} {
		t.Run(name, func(t *testing.T) {
			s := openWriter(t, t.TempDir())
			entries := archiveOf(200, 4)
			for i := range entries {
				entries[i].Article.Language = tags[i%len(tags)]
				entries[i].Article.Outlet = "The " + word(uint64(i%7))
			}
			for part := range slices.Chunk(entries, 4) {
				apply(t, s, retrieval.Change{Put: part})
			}
			apply(t, s, retrieval.Change{Delete: []string{entries[3].Article.ID, entries[13].Article.ID}})
			alive := slices.DeleteFunc(slices.Clone(entries), func(e retrieval.Entry) bool {
				return e.Article.ID == entries[3].Article.ID || e.Article.ID == entries[13].Article.ID
			})
			for i := range 3 {
				query := strings.Join(strings.Fields(entries[5*i].Passages[i].Text)[:9], " ")
				for _, u := range []retrieval.Unit{retrieval.Passages, retrieval.Articles} {
					hits, err := s.Terms(t.Context(), query, u, retrieval.Filter{}, 1000)
					if err != nil {
						t.Fatal(err)
					}
					if diff := cmp.Diff(defined(alive, query, u), hits); diff != "" {
						t.Fatalf("Terms(%q) (-defined +found):\n%s", query, diff)
					}
				}
			}
		})
	}
}

// defined ranks all that a query finds.
func defined(entries []retrieval.Entry, query string, u retrieval.Unit) []retrieval.Hit {
	own := func(e retrieval.Entry, text string) []string {
		return analysis.Of(e.Article.Language).Terms(text, analysis.English)
	}
	asked := map[string][]string{} // by language
	var terms []string
	for _, e := range entries {
		of := own(e, query)
		asked[e.Article.Language] = of
		terms = append(terms, of...)
	}
	slices.Sort(terms)
	terms = slices.Compact(terms)
	score := func(parts []analysis.Part, fields func(e retrieval.Entry) [][][]string) [][]float64 { // by entry and unit; its fields in the order of the parts
		type sum struct{ terms, units float64 }
		sums := map[string]*[3]sum{}
		units := 0
		for _, e := range entries {
			of := sums[e.Article.Language]
			if of == nil {
				of = &[3]sum{}
				sums[e.Article.Language] = of
			}
			for _, unit := range fields(e) {
				units++
				for p, texts := range unit {
					of[p].terms += float64(len(texts))
					of[p].units++
				}
			}
		}
		scores := make([][]float64, len(entries))
		for i, e := range entries {
			scores[i] = make([]float64, len(fields(e)))
		}
		for _, term := range terms {
			holders := 0
			weights := make([][]float64, len(entries))
			for i, e := range entries {
				for _, unit := range fields(e) {
					weight := 0.0
					for p, text := range unit {
						n := 0.0
						for _, other := range text {
							if other == term && slices.Contains(asked[e.Article.Language], term) {
								n++
							}
						}
						if n > 0 {
							mean := sums[e.Article.Language][p]
							length := float64(len(text)) / (mean.terms / mean.units)
							weight += parts[p].Weight * n / (1 - parts[p].B + parts[p].B*length)
						}
					}
					if weight > 0 {
						holders++
					}
					weights[i] = append(weights[i], weight)
				}
			}
			n := float64(holders)
			idf := math.Log(1 + (float64(units)-n+0.5)/(n+0.5))
			for i := range weights {
				for j, weight := range weights[i] {
					scores[i][j] += idf * weight * (analysis.K1 + 1) / (weight + analysis.K1)
				}
			}
		}
		return scores
	}
	var hits []retrieval.Hit
	add := func(id string, score float64) {
		if score > 0 {
			hits = append(hits, retrieval.Hit{ID: id, Score: score})
		}
	}
	read := map[string][]analysis.Unit{}
	for _, e := range entries {
		read[e.Article.ID] = analysis.Units(e.Article, e.Passages)
	}
	if u == retrieval.Articles {
		scores := score(analysis.ArticleParts, func(e retrieval.Entry) [][][]string {
			own := read[e.Article.ID][len(e.Passages)]
			return [][][]string{{own[fieldArticle], own[fieldHeadline], own[fieldOutlet]}}
		})
		for i, e := range entries {
			add(e.Article.ID, scores[i][0])
		}
	} else {
		context := score(analysis.ContextParts, func(e retrieval.Entry) [][][]string {
			return [][][]string{{read[e.Article.ID][len(e.Passages)][fieldContext]}}
		})
		scores := score(analysis.BodyParts, func(e retrieval.Entry) (units [][][]string) {
			for _, u := range read[e.Article.ID][:len(e.Passages)] {
				units = append(units, [][]string{u[fieldBody]})
			}
			return units
		})
		for i, e := range entries {
			for j, p := range e.Passages {
				add(p.ID, scores[i][j]+analysis.PassageContextWeight*context[i][0])
			}
		}
	}
	slices.SortFunc(hits, byRank)
	return hits
}
