package local

import (
	"context"
	"fmt"

	"dateline/retrieval"
	"dateline/retrieval/analysis"
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
		for n, parts := range [][]analysis.Part{analysis.BodyParts, analysis.ContextParts, analysis.ArticleParts} {
			scores, err := now.bm25(ctx, parts, []analysis.Wanted{w})
			if err != nil {
				return nil, fmt.Errorf("explain the term %q: %w", w.Term, err)
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
						Term: w.Term, IDF: idf, Passage: by[i][0][place], Context: analysis.PassageContextWeight * by[i][1][article], Article: by[i][2][article],
					})
					break
				}
			}
		}
	}
	return explained, ctx.Err()
}
