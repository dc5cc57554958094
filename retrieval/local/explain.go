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
		var by [3]scores
		for i, parts := range [][]analysis.Part{analysis.BodyParts, analysis.ContextParts, analysis.ArticleParts} {
			if by[i], err = now.bm25(ctx, parts, []analysis.Wanted{w}); err != nil {
				return nil, fmt.Errorf("explain the term %q: %w", w.Term, err)
			}
		}
		holders := 0.0
		for _, view := range by[0] {
			for _, score := range view {
				if score > 0 {
					holders++
				}
			}
		}
		idf := analysis.IDF(float64(now.units[fieldBody]), holders)
		for _, id := range ids {
			for i, v := range now.views {
				if place, ok := v.holds(id); ok {
					article := v.owner[place]
					explained[id] = append(explained[id], retrieval.TermScore{
						Term: w.Term, IDF: idf, Passage: by[0][i][place], Context: analysis.PassageContextWeight * by[1][i][article], Article: by[2][i][article],
					})
					break
				}
			}
		}
	}
	return explained, ctx.Err()
}
