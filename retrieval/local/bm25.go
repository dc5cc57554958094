package local

import (
	"context"

	"dateline/retrieval"
	"dateline/retrieval/analysis"

	bleve "github.com/blevesearch/scorch_segment_api/v2"
)

// scoring is a query over passages or over articles.
type scoring struct {
	units   analysis.Field // whose units are scored
	weighed []weights      // by view
	idf     []float64      // by term
}

// weight is how often a term stands in a unit, by its place, against what is usual.
type weight struct {
	place     uint32
	frequency float64
}

// bm25 weighs a query by the parts, which are all of passages or all of articles. Counts are over all segments and without the
// deleted, so that a score does not depend on how the articles came to be committed.
func (s *snapshot) bm25(ctx context.Context, parts []analysis.Part, query []analysis.Wanted) (*scoring, error) {
	scores := &scoring{parts[0].Field, make([]weights, len(s.views)), make([]float64, len(query))}
	err := s.each(ctx, func(i int) (err error) {
		scores.weighed[i], err = s.weigh(i, parts, query)
		return err
	})
	if err != nil {
		return nil, err
	}
	for n := range query {
		holders := 0.0
		for i := range scores.weighed {
			holders += float64(len(scores.weighed[i].of(n)))
		}
		scores.idf[n] = analysis.IDF(float64(s.units[scores.units]), holders)
	}
	return scores, nil
}

// of scores the units of a view, by place, in a buffer of zeros.
func (sc *scoring) of(i int, v *view) []float64 {
	scores := zeros.take(len(v.lengths[sc.units]))
	for n, idf := range sc.idf {
		for _, w := range sc.weighed[i].of(n) {
			scores[w.place] += analysis.Gain(idf, w.frequency)
		}
	}
	return scores
}

// weights are those of a view's live units by each term of a query.
type weights struct {
	all    []weight
	starts []int // of each term's, and where the last one's end
}

func (w *weights) of(term int) []weight { return w.all[w.starts[term]:w.starts[term+1]] }

// weigh sums each term's frequencies in the parts of a view's live units, each against the mean length in its language.
func (s *snapshot) weigh(view int, parts []analysis.Part, query []analysis.Wanted) (weighed weights, err error) {
	v, t := &s.views[view], s.tongues()
	weighed.starts = []int{0}
	sums := zeros.take(len(v.lengths[parts[0].Field]))
	defer zeros.put(sums)
	var held []bleve.PostingsList // by term and part
	n := 0
	for _, w := range query {
		for _, p := range parts {
			of, err := v.terms.held(p.Field, w.Term)
			if err != nil {
				return weighed, err
			}
			held = append(held, of)
			n += int(of.Count())
		}
	}
	weighed.all = make([]weight, 0, n)
	var postings []posting
	for term, w := range query {
		for i, p := range parts {
			if postings, err = postingsOf(held[term*len(parts)+i], postings[:0]); err != nil {
				return weighed, err
			}
			lengths, mean := v.lengths[p.Field], t.length[0][p.Field]
			for _, posting := range postings {
				article := posting.place
				if p.Field == fieldBody && (v.struck != nil || t.by != nil) {
					article = v.owner[posting.place]
				}
				if v.struck != nil && v.struck[article] {
					continue
				}
				if t.by != nil {
					n := t.by[view][article]
					if w.In>>n&1 == 0 {
						continue
					}
					mean = t.length[n][p.Field]
				}
				if sums[posting.place] == 0 {
					weighed.all = append(weighed.all, weight{place: posting.place})
				}
				length := float64(lengths[posting.place]) / mean
				sums[posting.place] += p.Frequency(float64(posting.frequency), length)
			}
		}
		weighed.starts = append(weighed.starts, len(weighed.all))
		found := weighed.of(term)
		for i := range found {
			w := &found[i]
			w.frequency, sums[w.place] = sums[w.place], 0
		}
	}
	return weighed, nil
}

// rank finds the k best passages or articles for a text.
func (s *snapshot) rank(ctx context.Context, text string, u retrieval.Unit, f retrieval.Filter, k int) ([]retrieval.Hit, error) {
	query := s.tongues().ask(text)
	own := analysis.BodyParts
	if u == retrieval.Articles {
		own = analysis.ArticleParts
	}
	byText, err := s.bm25(ctx, own, query)
	if err != nil {
		return nil, err
	}
	var byContext *scoring
	if u == retrieval.Passages {
		if byContext, err = s.bm25(ctx, analysis.ContextParts, query); err != nil {
			return nil, err
		}
	}
	found := make([]best, len(s.views))
	err = s.each(ctx, func(i int) error {
		v, hits := &s.views[i], &found[i]
		hits.k = k
		scores := byText.of(i, v)
		defer zeros.put(scores)
		if byContext == nil {
			v.bestArticles(f, scores, hits)
			return nil
		}
		context := byContext.of(i, v)
		defer zeros.put(context)
		v.bestPassages(f, scores, context, hits)
		return nil
	})
	return merged(found, k), err
}

// bestArticles adds those of the articles that the filter lets through.
func (v *view) bestArticles(f retrieval.Filter, scores []float64, hits *best) {
	for from, to := range v.allowed(f) {
		for article := from; article < to; article++ {
			if score := scores[article]; score > 0 && hits.within(score) {
				hits.add(retrieval.Hit{ID: v.articleID(article), Score: score})
			}
		}
	}
}

// bestPassages adds those of the passages that the filter lets through, of which each shares its article's context.
func (v *view) bestPassages(f retrieval.Filter, scores, context []float64, hits *best) {
	for from, to := range v.allowed(f) {
		for place := int(v.first[from]); place < int(v.first[to]); place++ {
			score := scores[place] + analysis.PassageContextWeight*context[v.owner[place]]
			if score > 0 && hits.within(score) {
				hits.add(retrieval.Hit{ID: v.passageID(place), Score: score})
			}
		}
	}
}
