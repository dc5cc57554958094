package weaviate

import (
	"context"
	"fmt"

	"dateline/retrieval"
	"dateline/retrieval/analysis"
)

// Explain takes the BM25 of passages and their articles apart: what each term of a text gives to it, by the passage's ID.
// Unknown passages are left out.
func (s *Store) Explain(ctx context.Context, text string, ids []string) (map[string][]retrieval.TermScore, error) {
	v, err := s.now()
	if err != nil {
		return nil, err
	}
	query := analysis.Ask(text, v.languages)
	explained := map[string][]retrieval.TermScore{}
	if len(query) == 0 || len(ids) == 0 {
		return explained, ctx.Err()
	}
	passages, err := s.passages(ctx, v, ids, pBody+" "+pContext)
	if err != nil {
		return nil, fmt.Errorf("explain scores: %w", err)
	}
	var versions []string
	for _, p := range passages {
		versions = append(versions, versionOf(p.Article, p.Edition))
	}
	if len(versions) == 0 {
		return explained, ctx.Err()
	}
	fields := fmt.Sprintf("%s %s", pArticle, pText)
	asked := selection(s.of.articles, fmt.Sprintf("limit:%d,where:%v", mostHits, anyOf(pVersion, versions)), fields)
	got, counts, err := v.search(ctx, s.shelf, query, asked, analysis.Body, analysis.Context, analysis.Article)
	if err != nil {
		return nil, fmt.Errorf("explain scores: %w", err)
	}
	texts := map[string]string{}
	for _, a := range got[s.of.articles] {
		texts[a.Article] = a.Text
	}
	for id, p := range passages {
		place, _ := v.find(p.Article)
		body, context := v.passageGains(query, counts, place, p)
		of, _ := tally(query, texts[p.Article])
		article := v.articleGains(query, counts, place, of)
		for t, w := range query {
			explained[id] = append(explained[id], retrieval.TermScore{
				Term: w.Term, IDF: analysis.IDF(float64(v.units[analysis.Body]), float64(counts[analysis.Body][t])),
				Passage: body[t], Context: analysis.PassageContextWeight * context[t], Article: article[t],
			})
		}
	}
	return explained, ctx.Err()
}
