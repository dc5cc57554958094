package local

import (
	"context"
	"math"

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
func (s *snapshot) bm25(ctx context.Context, parts []part, query []wanted) (scores, error) {
	scored, weighed := make(scores, len(s.views)), make(scores, len(s.views)) // in all, and by one term
	found := make([][]uint32, len(s.views))                                   // the places of weighed that are not 0
	for i, v := range s.views {
		units := len(v.Lengths[parts[0].field])
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
				if postings, err = s.views[i].terms.postings(p.field, w.term, postings[:0]); err != nil {
					return nil, err
				}
				found[i] = s.weigh(i, p, w, postings, weighed[i], found[i])
			}
			holders += len(found[i])
		}
		n := float64(holders)
		idf := math.Log(1 + (float64(s.units[parts[0].field])-n+0.5)/(n+0.5))
		for i, places := range found {
			scored, weighed := scored[i], weighed[i]
			for _, place := range places {
				frequency := weighed[place]
				scored[place] += idf * frequency * (K1 + 1) / (frequency + K1)
				weighed[place] = 0
			}
		}
	}
	return scored, nil
}

// weigh adds the frequencies of a term in one part of a view's live units to those in the others, each against the mean
// length in its language. It appends the places that it is the first to add to.
func (s *snapshot) weigh(view int, p part, w wanted, postings []posting, weighed []float64, found []uint32) []uint32 {
	v, t := &s.views[view], s.tongues()
	passages, lengths, mean := uint32(v.passageCount()), v.Lengths[p.field], t.length[0][p.field]
	for _, posting := range postings {
		place := posting.unit
		article := place
		if p.field != fieldBody {
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
			if w.in>>n&1 == 0 {
				continue
			}
			mean = t.length[n][p.field]
		}
		if weighed[place] == 0 {
			found = append(found, place)
		}
		length := float64(lengths[place]) / mean
		weighed[place] += p.weight * float64(posting.frequency) / (1 - p.b + p.b*length)
	}
	return found
}

// rank finds the k best passages or articles for a text.
func (s *snapshot) rank(ctx context.Context, text string, u retrieval.Unit, f retrieval.Filter, k int) ([]retrieval.Hit, error) {
	query := s.tongues().ask(text)
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
				score := byText[i][place] + PassageContextWeight*byContext[i][v.owner[place]]
				if score > 0 && hits.within(score) {
					hits.add(retrieval.Hit{ID: v.passageID(place), Score: score})
				}
			}
		}
	}
	return hits.ranked(), nil
}
