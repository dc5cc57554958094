package local

import (
	"context"

	"dateline/retrieval"
	"dateline/retrieval/analysis"
)

// scores are of passages or articles, by segment and place in it.
type scores [][]float64

// bm25 scores every live unit by the parts, which are all of passages or all of articles. Counts are over all segments and
// without the deleted, so that a score does not depend on how the articles came to be committed.
func (s *snapshot) bm25(ctx context.Context, parts []analysis.Part, query []analysis.Wanted) (scores, error) {
	scored, weighed := make(scores, len(s.views)), make(scores, len(s.views)) // in all, and by one term
	found := make([][]uint32, len(s.views))                                   // the places of weighed that are not 0
	for i, v := range s.views {
		units := len(v.Lengths[parts[0].Field])
		scored[i], weighed[i] = make([]float64, units), make([]float64, units)
	}
	var postings []posting
	for _, w := range query {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		holders := 0
		for i := range s.views {
			found[i] = found[i][:0]
			for _, p := range parts {
				var err error
				if postings, err = s.views[i].terms.postings(p.Field, w.Term, postings[:0]); err != nil {
					return nil, err
				}
				found[i] = s.weigh(i, p, w, postings, weighed[i], found[i])
			}
			holders += len(found[i])
		}
		idf := analysis.IDF(float64(s.units[parts[0].Field]), float64(holders))
		for i, places := range found {
			scored, weighed := scored[i], weighed[i]
			for _, place := range places {
				scored[place] += analysis.Gain(idf, weighed[place])
				weighed[place] = 0
			}
		}
	}
	return scored, nil
}

// weigh adds the frequencies of a term in one part of a view's live units to those in the others, each against the mean
// length in its language. It appends the places that it is the first to add to.
func (s *snapshot) weigh(view int, p analysis.Part, w analysis.Wanted, postings []posting, weighed []float64, found []uint32) []uint32 {
	v, t := &s.views[view], s.tongues()
	passages, lengths, mean := uint32(v.passageCount()), v.Lengths[p.Field], t.length[0][p.Field]
	for _, posting := range postings {
		place := posting.unit
		article := place
		if p.Field != fieldBody {
			place -= passages
			article = place
		} else if v.struck != nil || t.by != nil {
			article = v.owner[place]
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
		if weighed[place] == 0 {
			found = append(found, place)
		}
		weighed[place] += p.Frequency(float64(posting.frequency), float64(lengths[place])/mean)
	}
	return found
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
	var byContext scores
	if u == retrieval.Passages {
		if byContext, err = s.bm25(ctx, analysis.ContextParts, query); err != nil {
			return nil, err
		}
	}
	hits := best{k: k}
	for i, v := range s.views {
		for from, to := range v.allowed(f) {
			if u == retrieval.Articles {
				for article := from; article < to; article++ {
					if score := byText[i][article]; score > 0 && hits.within(score) {
						hits.add(retrieval.Hit{ID: v.Articles[article].ID, Score: score})
					}
				}
				continue
			}
			for place := int(v.first[from]); place < int(v.first[to]); place++ {
				score := byText[i][place] + analysis.PassageContextWeight*byContext[i][v.owner[place]]
				if score > 0 && hits.within(score) {
					hits.add(retrieval.Hit{ID: v.passageID(place), Score: score})
				}
			}
		}
	}
	return hits.ranked(), nil
}
