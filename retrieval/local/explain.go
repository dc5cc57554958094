package local

import (
	"context"
	"fmt"

	"dateline/retrieval"
)

// Explain takes the BM25 of passages and their articles apart: what each term of a text gives to it, by the passage's ID.
// Unknown passages are left out.
func (s *Store) Explain(ctx context.Context, text string, ids []string) (map[string][]retrieval.TermScore, error) {
	now, err := s.acquire()
	if err != nil {
		return nil, err
	}
	defer s.release(now)
	explained := map[string][]retrieval.TermScore{}
	for _, w := range now.tongues().ask(text) {
		by := make([][3][]float64, len(now.views))
		idf := 0.0
		for n, parts := range [][]part{bodyParts, contextParts, articleParts} {
			scores, err := now.bm25(ctx, parts, []wanted{w})
			if err != nil {
				return nil, fmt.Errorf("explain the term %q: %w", w.term, err)
			}
			for i := range now.views {
				by[i][n] = scores.of(i, &now.views[i])
			}
			if n == 0 {
				idf = scores.idf[0]
			}
		}
		for _, id := range ids {
			for i, v := range now.views {
				if place, ok := v.holds(id); ok {
					article := v.owner[place]
					explained[id] = append(explained[id], retrieval.TermScore{
						Term: w.term, IDF: idf, Passage: by[i][0][place], Context: PassageContextWeight * by[i][1][article], Article: by[i][2][article],
					})
					break
				}
			}
		}
	}
	return explained, ctx.Err()
}
