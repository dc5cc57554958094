package search_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"dateline/retrieval"
	"dateline/retrieval/archive"
	"dateline/retrieval/embed"
	"dateline/retrieval/goldentest"
	"dateline/retrieval/ingest"
	"dateline/retrieval/local"
	"dateline/retrieval/measure"
	"dateline/retrieval/search"
	"dateline/seeds"
)

// over searches articles.
func over(tb testing.TB, articles []retrieval.Article) *search.Search {
	tb.Helper()
	static := embed.NewStatic()
	store := local.NewMemory(static.Identity())
	if _, err := archive.Sync(tb.Context(), store, static, articles, nil); err != nil {
		tb.Fatal(err)
	}
	return search.New(store, static, search.NewRanker(static))
}

func overSeeds(tb testing.TB) *search.Search {
	tb.Helper()
	return over(tb, seedArticles(tb))
}

func seedArticles(tb testing.TB) []retrieval.Article {
	tb.Helper()
	articles, _, err := ingest.Read(tb.Context(), ingest.Folder{Name: "seeds", FS: seeds.FS})
	if err != nil {
		tb.Fatal(err)
	}
	return articles
}

func find(t *testing.T, s *search.Search, q retrieval.Query) retrieval.Result {
	t.Helper()
	found, err := s.Search(t.Context(), q)
	if err != nil {
		t.Fatalf("%q: %v", q.Text, err)
	}
	return found
}

// TestFirst holds the article that ranks first for each question.
func TestFirst(t *testing.T) {
	s := overSeeds(t)
	var b bytes.Buffer
	for _, text := range []string{
		"Why did Kerry threaten to suspend cooperation with Russia?", "When does the truce agreed in Geneva start?", "How many trucks were hit?",
		"Who led the US inquiry into Deir ez-Zor?", "What did Samantha Power say about barbarism?", "pangolin trade ban",
		"plutonium decree", "When did Putin sign the law?", "Kabul march bombing", "UNAMA report", "resolution 2328 observers",
		"last buses leave Aleppo", "WHO 338 deaths correction", "600 more US troops for Mosul", "Lausanne meeting",
	} {
		fmt.Fprintf(&b, "%s\n\t%s\n", text, find(t, s, retrieval.Query{Text: text}).Evidence[0].Article.Headline)
	}
	goldentest.Compare(t, "first.golden", b.String())
}

func TestWireCopy(t *testing.T) {
	const wire = "Dateline sample wire"
	s := overSeeds(t)
	carried := false
	for _, text := range []string{"Why did the US suspend the ceasefire channel with Russia?", "patience with Russia has run out", "Zakharova"} {
		for _, e := range find(t, s, retrieval.Query{Text: text}).Evidence {
			if e.Article.Outlet == wire {
				t.Errorf("%q: the copy %s stands beside its original", text, e.Article.ID)
			}
			carried = carried || slices.Contains(e.AlsoCarriedBy, wire)
		}
	}
	if !carried {
		t.Error("no original says that the wire carried it")
	}
	only := find(t, s, retrieval.Query{Text: "ceasefire channel", Filter: retrieval.Filter{Outlets: []string{wire}}}).Evidence
	if len(only) == 0 || only[0].Article.Outlet != wire || len(only[0].AlsoCarriedBy) > 0 {
		t.Errorf("asked for the wire alone: %+v", only)
	}
}

func TestConfidence(t *testing.T) {
	s := overSeeds(t)
	told := find(t, s, retrieval.Query{Text: "Who led the US inquiry into the Deir ez-Zor strike?"}).Confidence
	untold := find(t, s, retrieval.Query{Text: "Who won the chess championship in Norway?"}).Confidence
	if told < 0.6 || untold > 0.3 {
		t.Errorf("what the coverage tells: %.2f, what it does not: %.2f", told, untold)
	}
}

// TestJudged holds the fused ranking to what was reached on the judged sets, and above terms alone.
func TestJudged(t *testing.T) {
	for name, least := range map[string]float64{"time": 0.77, "multihoprag500": 0.80, "clapnq": 0.85} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join("..", "..", "..", "shared", "eval", name)
			if _, err := os.Stat(dir); err != nil {
				t.Skip("../shared/eval is absent")
			}
			set, err := measure.Load(dir)
			if err != nil {
				t.Fatal(err)
			}
			var articles []retrieval.Article
			for _, d := range set.Documents {
				articles = append(articles, d.Article())
			}
			s := over(t, articles)
			var fused, terms []measure.Metrics
			for _, q := range set.Queries {
				grades := set.Grades[q.ID]
				if !slices.ContainsFunc(slices.Collect(maps.Values(grades)), func(g int) bool { return g > 0 }) {
					continue
				}
				f, err := s.Rank(t.Context(), q.Text, retrieval.Filter{}, 200)
				if err != nil {
					t.Fatal(err)
				}
				w, err := s.RankTerms(t.Context(), q.Text, retrieval.Filter{}, 200)
				if err != nil {
					t.Fatal(err)
				}
				fused, terms = append(fused, measure.Of(articlesOf(f), grades)), append(terms, measure.Of(articlesOf(w), grades))
			}
			f, w := measure.Mean(fused).NDCG10, measure.Mean(terms).NDCG10
			t.Logf("nDCG@10 fused %.4f, terms alone %.4f", f, w)
			if f < least || f < w {
				t.Errorf("nDCG@10 fused %.4f, terms alone %.4f; want at least %.3f and no less than terms alone", f, w, least)
			}
		})
	}
}

func articlesOf(ranked []search.Ranked) []string {
	var ids []string
	seen := map[string]bool{}
	for _, r := range ranked {
		if id := r.Passage.ArticleID; !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	return ids
}

func BenchmarkSearchSeeds(b *testing.B) {
	s := overSeeds(b)
	for b.Loop() {
		if _, err := s.Search(b.Context(), retrieval.Query{Text: "Why did Kerry threaten to suspend cooperation with Russia?"}); err != nil {
			b.Fatal(err)
		}
	}
}
