package search

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"dateline/retrieval"
)

// The parts of a fused score.
const (
	article = iota // the article's BM25
	passage        // the passage's
	phrases        // the question's neighbouring words near each other in the passage
	own            // the vector's nearness to the passage
	lede           // and to the passage that opens its article
	partCount
)

// parts are how well a passage does in each, in standard deviations from one below the mean up, the phrases as the share that
// is met.
type parts [partCount]float64

// partWeights are how much each part says within its side, the terms' and the vectors'. They were chosen on time,
// multihoprag500 and clapnq of ../shared/eval together, out of coarse grids on which the three hardly moved.
var partWeights = parts{article: 1, passage: 0.25, phrases: 2.5, own: 0.5, lede: 0.5}

// fusion is a weighted sum of scores (Lee 1997, "Analyses of multiple evidence combination"), each measured by how its own
// list of hits is spread: a list that hardly tells its hits apart hardly moves the sum. Reciprocal rank fusion was measured
// and lies below BM25 alone with word vectors; scores from 0 to the best lie a little below these.
type fusion struct {
	terms, vectors float64 // the weights of the two sides
	agreement      float64 // of the two rankings, 0..1
	spread         [partCount]spread
	best           float64 // the sum of a passage that is the best in every part
}

// spread is how the best scores of a list lie.
type spread struct{ mean, deviation float64 }

// spreadOf looks at the best hits, as many as a search takes at most.
func spreadOf(hits []retrieval.Hit) spread {
	hits = hits[:min(len(hits), depth)]
	if len(hits) == 0 {
		return spread{}
	}
	var s spread
	for _, h := range hits {
		s.mean += h.Score / float64(len(hits))
	}
	for _, h := range hits {
		s.deviation += (h.Score - s.mean) * (h.Score - s.mean) / float64(len(hits))
	}
	s.deviation = math.Sqrt(s.deviation)
	return s
}

// of is how far a score lies above one deviation below the mean, in deviations; what lies lower is 0.
func (s spread) of(score float64) float64 {
	if s.deviation <= 1e-9*math.Abs(s.mean) {
		return s.unknown()
	}
	return max(0, (score-s.mean)/s.deviation+s.unknown())
}

// unknown is the place of the mean, for what has no score.
func (s spread) unknown() float64 { return 1 }

// parts are the terms' parts of a passage.
func (f *fusion) parts(articles, passages map[string]float64, p retrieval.Passage) parts {
	var all parts
	if score, ok := articles[p.ArticleID]; ok {
		all[article] = f.spread[article].of(score)
	}
	if score, ok := passages[p.ID]; ok {
		all[passage] = f.spread[passage].of(score)
	}
	return all
}

// How far the rankings are compared, the share of both from which they agree, and how much of its weight an embedder of no
// weight of its own loses where they do not at all.
const (
	compared = 10
	agreed   = 0.1
	doubt    = 0.5
)

// agree lowers the vectors' weight where their ranking and the terms' have little in common: an embedder is trusted by its own
// weight, and for the rest of it as far as the terms confirm it. That of one whose weight is 1 stays.
func (f *fusion) agree(ranked []Ranked, nearest []retrieval.Hit) {
	byTerms := slices.Clone(ranked)
	terms := fusion{terms: 1}
	terms.order(byTerms)
	n := min(compared, len(byTerms), len(nearest))
	both := 0
	for _, h := range nearest[:n] {
		if slices.ContainsFunc(byTerms[:n], func(r Ranked) bool { return r.Passage.ID == h.ID }) {
			both++
		}
	}
	f.agreement = float64(both) / float64(max(n, 1))
	f.vectors *= 1 - doubt*(1-min(1, f.vectors))*(1-min(1, f.agreement/agreed))
}

// order scores what is ranked, from 0 to 1 where it is the best in every part, and sorts it; ties by ID.
func (f *fusion) order(ranked []Ranked) {
	var best parts
	for i := range ranked {
		for j, v := range ranked[i].parts {
			best[j] = max(best[j], v)
		}
	}
	mostTerms, mostVectors := best.terms(), best.vectors()
	f.best = f.terms*mostTerms + f.vectors*mostVectors
	for i := range ranked {
		r := &ranked[i]
		terms, vectors := r.parts.terms(), r.parts.vectors()
		r.Scores = retrieval.Scores{Terms: share(terms, mostTerms), Vector: share(vectors, mostVectors)}
		r.Score = share(f.terms*terms+f.vectors*vectors, f.best)
	}
	slices.SortFunc(ranked, func(a, b Ranked) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(a.Passage.ID, b.Passage.ID))
	})
}

func (p *parts) terms() float64 { return p.sum(article, own) }

// vectors are brought to the terms' size, of which the phrases are a bonus.
func (p *parts) vectors() float64 {
	return p.sum(own, partCount) * (partWeights[article] + partWeights[passage])
}

func (p *parts) sum(from, to int) float64 {
	sum := 0.0
	for i := from; i < to; i++ {
		sum += partWeights[i] * p[i]
	}
	return sum
}

// gives is what each part gives to a score, of which they are the sum.
func (f *fusion) gives(p parts) parts {
	var all parts
	for i := range p {
		var only parts
		only[i] = p[i]
		all[i] = share(f.terms*only.terms()+f.vectors*only.vectors(), f.best)
	}
	return all
}

func share(part, all float64) float64 {
	if all == 0 {
		return 0
	}
	return part / all
}
