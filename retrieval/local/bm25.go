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

// An article is found by all of its text, its headline's words counting more, and by its outlet's name; a passage by its own
// text and, for less, by its article's headline and lede. The headline's weight was chosen on multihoprag500 and clapnq of
// ../shared/eval together (time has no headlines): a heavier one finds pages named by their subject better and news worse.
// Only multihoprag500 names outlets; the outlet's weight is a moderate one, and heavier ones did a little better there.
const (
	HeadlineWeight       = 3.0 // beside the 1 that a headline's word counts as the article's text
	OutletWeight         = 2.0
	PassageContextWeight = 0.3
)

// part is a field of what is scored, with its weight and how much of its length is held against it.
type part struct {
	field     field
	weight, b float64
}

// What is scored as one. The parts' frequencies are summed before they saturate (BM25F).
var (
	bodyParts    = []part{{fieldBody, 1, B}}
	contextParts = []part{{fieldContext, 1, B}}
	articleParts = []part{{fieldArticle, 1, B}, {fieldHeadline, HeadlineWeight, 1}, {fieldOutlet, OutletWeight, 0}}
)

// scores are of passages or articles, by segment and place in it.
type scores [][]float64

// bm25 scores every live unit by the parts, which are all of passages or all of articles. Counts are over all segments and
// without the deleted, so that a score does not depend on how the articles came to be committed.
func (s *snapshot) bm25(ctx context.Context, parts []part, query []string) (scores, error) {
	scored, weighed := make(scores, len(s.views)), make(scores, len(s.views)) // in all, and by one term
	found := make([][]int, len(s.views))                                      // the places of weighed that are not 0
	for i, v := range s.views {
		units := len(v.Lengths[parts[0].field])
		scored[i], weighed[i] = make([]float64, units), make([]float64, units)
	}
	for _, term := range query {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		holders := 0
		for i, v := range s.views {
			found[i] = found[i][:0]
			for _, p := range parts {
				err := v.terms.postings(ctx, p.field, term, func(unit int, frequency float64) {
					article, place := unit-len(v.Passages), unit-len(v.Passages)
					if p.field == fieldBody {
						article, place = v.owner[unit], unit
					}
					if v.gone(article) {
						return
					}
					if weighed[i][place] == 0 {
						found[i] = append(found[i], place)
					}
					length := float64(v.Lengths[p.field][place]) / s.length[p.field]
					weighed[i][place] += p.weight * frequency / (1 - p.b + p.b*length)
				})
				if err != nil {
					return nil, err
				}
			}
			holders += len(found[i])
		}
		n := float64(holders)
		idf := math.Log(1 + (float64(s.units[parts[0].field])-n+0.5)/(n+0.5))
		for i, places := range found {
			for _, place := range places {
				frequency := weighed[i][place]
				scored[i][place] += idf * frequency * (K1 + 1) / (frequency + K1)
				weighed[i][place] = 0
			}
		}
	}
	return scored, nil
}

// rank finds the k best passages or articles for a text.
func (s *snapshot) rank(ctx context.Context, text string, u retrieval.Unit, f retrieval.Filter, k int) ([]retrieval.Hit, error) {
	query := analyze(text)
	slices.Sort(query)
	query = slices.Compact(query) // a word that the question repeats counts once
	own := bodyParts
	if u == retrieval.Articles {
		own = articleParts
	}
	byText, err := s.bm25(ctx, own, query)
	if err != nil {
		return nil, err
	}
	var byContext scores
	if u == retrieval.Passages {
		if byContext, err = s.bm25(ctx, contextParts, query); err != nil {
			return nil, err
		}
	}
	hits := best{k: k}
	for i, v := range s.views {
		allowed := v.allowed(f)
		for unit, score := range byText[i] {
			article := unit
			if u == retrieval.Passages {
				article = v.owner[unit]
				score += PassageContextWeight * byContext[i][article]
			}
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
