package weaviate

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"testing"

	"dateline/retrieval"
	"dateline/retrieval/archive"
	"dateline/retrieval/embed"
	"dateline/retrieval/local"
	"dateline/retrieval/measure"
	"dateline/retrieval/search"
	"dateline/retrieval/weaviate/weaviatetest"
)

// TestQuality measures retrieval through one node beside the local store, on every fifth question of a judged set, on all where
// DATELINE_BENCH is "large".
func TestQuality(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "eval", "time")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("without the judged set: %v", err)
	}
	set, err := measure.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	every := 5
	if os.Getenv("DATELINE_BENCH") == "large" {
		every = 1
	}
	asked := map[string]bool{}
	for i, q := range set.Queries {
		asked[q.ID] = i%every == 0
	}
	var articles []retrieval.Article
	for _, d := range set.Documents {
		articles = append(articles, d.Article())
	}
	words := embed.NewStatic()
	remote := openWriter(t, newServer(t, weaviatetest.Start(t, 1)))
	var runs [2]map[string]measure.Run
	for i, s := range []retrieval.Store{local.NewMemory(words.Identity()), remote} {
		if _, err := archive.Sync(t.Context(), s, words, articles, nil); err != nil {
			t.Fatal(err)
		}
		over := search.New(s, words, search.NewRanker(words))
		runs[i] = map[string]measure.Run{}
		for name, rank := range map[string]func(context.Context, string, retrieval.Filter, int) ([]search.Ranked, error){
			"terms": over.RankTerms, "vectors": over.RankVectors, "fused": over.RankRead,
		} {
			run, _, err := measure.Evaluate(t.Context(), set, func(q measure.Query) bool { return asked[q.ID] }, func(ctx context.Context, q measure.Query) (ids []string, err error) {
				ranked, err := rank(ctx, q.Text, retrieval.Filter{}, 300)
				seen := map[string]bool{}
				for _, r := range ranked {
					if id := r.Passage.ArticleID; !seen[id] {
						seen[id] = true
						ids = append(ids, id)
					}
				}
				return ids, err
			})
			if err != nil {
				t.Fatal(err)
			}
			runs[i][name] = run
		}
	}
	for name, here := range runs[0] {
		there := runs[1][name]
		t.Logf("%s: nDCG@10 %.3f locally, %.3f through Weaviate; MAP %.3f, %.3f; %.1f and %.1f ms a question", name, here.NDCG10, there.NDCG10, here.MAP, there.MAP,
			here.MillisecondsPerQuery, there.MillisecondsPerQuery)
		if math.Abs(here.NDCG10-there.NDCG10) > 0.005 || math.Abs(here.MAP-there.MAP) > 0.005 {
			t.Errorf("%s: Weaviate finds other articles than the local store", name)
		}
	}
}
