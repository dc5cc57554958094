package local

import (
	"context"
	"math"
	"slices"

	"dateline/retrieval"
)

// BM25 as in Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond", with an idf that is
// never negative, as in Lucene.
const (
	K1 = 1.2  // how soon more of a term stops counting
	B  = 0.75 // how much of a unit's length is held against it
)

// Weights of the fields' scores. A passage is found by its own text and, for less, by its article's headline and lede; an
// article by all of its text, its headline counted once more with the lede.
const (
	BodyWeight           = 1.0
	PassageContextWeight = 0.3
	ArticleWeight        = 1.0
	ArticleContextWeight = 0.3
)

// scores are of a field's units, by segment and place in it.
type scores [][]float64

// posting is a live unit that holds a term.
type posting struct {
	segment, place int
	frequency      float64
}

// bm25 scores every live unit by one field. Counts are over all segments and without the deleted, so that a score does not
// depend on how the articles came to be committed.
func (s *snapshot) bm25(ctx context.Context, f field, query []string) (scores, error) {
	scored := make(scores, len(s.views))
	for i, v := range s.views {
		scored[i] = make([]float64, len(v.Lengths[f]))
	}
	var found []posting
	for _, term := range query {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		found = found[:0]
		for i, v := range s.views {
			err := v.terms.postings(ctx, f, term, func(unit int, frequency float64) {
				article, place := unit-len(v.Passages), unit-len(v.Passages)
				if f == fieldBody {
					article, place = v.owner[unit], unit
				}
				if !v.gone(article) {
					found = append(found, posting{i, place, frequency})
				}
			})
			if err != nil {
				return nil, err
			}
		}
		n := float64(len(found))
		idf := math.Log(1 + (float64(s.units[f])-n+0.5)/(n+0.5))
		for _, p := range found {
			length := float64(s.views[p.segment].Lengths[f][p.place]) / s.length[f]
			scored[p.segment][p.place] += idf * p.frequency * (K1 + 1) / (p.frequency + K1*(1-B+B*length))
		}
	}
	return scored, nil
}

// rank finds the k best passages or articles for a text.
func (s *snapshot) rank(ctx context.Context, text string, u retrieval.Unit, f retrieval.Filter, k int) ([]retrieval.Hit, error) {
	query := analyze(text)
	slices.Sort(query)
	query = slices.Compact(query) // a word that the question repeats counts once
	own, weight, contextWeight := fieldBody, BodyWeight, PassageContextWeight
	if u == retrieval.Articles {
		own, weight, contextWeight = fieldArticle, ArticleWeight, ArticleContextWeight
	}
	byText, err := s.bm25(ctx, own, query)
	if err != nil {
		return nil, err
	}
	byContext, err := s.bm25(ctx, fieldContext, query)
	if err != nil {
		return nil, err
	}
	hits := best{k: k}
	for i, v := range s.views {
		allowed := v.allowed(f)
		for unit, score := range byText[i] {
			article := unit
			if u == retrieval.Passages {
				article = v.owner[unit]
			}
			score = weight*score + contextWeight*byContext[i][article]
			if score == 0 || allowed != nil && !allowed[article] {
				continue
			}
			id := v.Articles[article].ID
			if u == retrieval.Passages {
				id = v.Passages[unit].ID
			}
			hits.add(retrieval.Hit{ID: id, Score: score})
		}
	}
	return hits.ranked(), nil
}
