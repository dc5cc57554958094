package weaviate

import (
	"context"
	"fmt"

	"dateline/retrieval"
	"dateline/retrieval/analysis"
)

// Nearest ranks passages by cosine similarity, -1 to 1. Where a filter lets few through the search is exact; else it is that of
// a graph (HNSW), which can miss one. At most 10,000 hits are found.
func (s *Store) Nearest(ctx context.Context, vector []float32, f retrieval.Filter, k int) ([]retrieval.Hit, error) {
	v, err := s.now()
	if err != nil {
		return nil, err
	}
	dims := v.Dims
	if dims == 0 {
		dims = len(vector) // nothing to compare with yet
	}
	if vector, err = retrieval.AdmitVector(vector, dims); err != nil {
		return nil, fmt.Errorf("search vectors: %w", err)
	}
	through, some := v.filter(f)
	if k = min(k, v.units[analysis.Body], mostHits); k <= 0 || !some || v.Dims == 0 {
		return nil, ctx.Err()
	}
	fields := fmt.Sprintf("%s %s %s _additional{distance}", pPassage, pArticle, pEdition)
	hits, err := widen(k, k+spare, func(n int) (b round, err error) {
		var answer struct{ Get map[string][]found }
		arguments := fmt.Sprintf("limit:%d,where:%v,nearVector:{vector:%s}", n, through, literal(vector))
		if err := s.query(ctx, "{Get{"+selection(s.of.passages, arguments, fields)+"}}", &answer); err != nil {
			return b, err
		}
		for _, c := range answer.Get[s.of.passages] {
			similarity := -c.Additional.Distance // of the measure "dot"
			b.scores = append(b.scores, similarity)
			if place, ok := v.holds(c.Article, c.Edition); ok && v.lets(f, place) {
				b.hits = append(b.hits, retrieval.Hit{ID: c.Passage, Score: similarity})
			}
		}
		return b, nil
	})
	if err != nil {
		return nil, fmt.Errorf("search vectors: %w", err)
	}
	return hits, ctx.Err()
}

// spare is how many more than asked for are fetched, so that of equal ones the first by ID are found.
const spare = 64
