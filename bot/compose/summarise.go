package compose

import (
	"cmp"
	"math"
	"slices"

	"dateline/retrieval"
)

// Constants of the summary's ranking. Damping and convergence are PageRank's as LexRank uses it (Erkan and Radev 2004);
// the lede prior and the redundancy are set by what news looks like: the first paragraph tells the story.
const (
	damping     = 0.85
	iterations  = 30
	ledePrior   = 1.5 // how much more a walk restarts at an article's first sentence than at its last
	redundant   = 0.5 // of words shared with a sentence already chosen, above which one is passed over
	fewestWords = 5   // topic words, below which a sentence is no summary of anything
)

// summarise chooses n sentences by LexRank with a prior for the lede, without redundancy, in reading order.
func summarise(evidence []retrieval.Evidence, n int) []extract {
	var all []extract
	var prior []float64
	for i := range evidence {
		e := &evidence[i]
		if e.Passage.Kind != retrieval.Body {
			continue
		}
		for j, s := range e.Passage.Sentences {
			x := newExtract(e, withAntecedent(e.Passage, j))
			if len(x.words) < fewestWords {
				continue
			}
			depth := float64(e.Passage.Span.Start+s.Start) / float64(max(1, len(e.Article.Text)))
			all = append(all, x)
			prior = append(prior, 1+ledePrior*math.Exp(-8*depth))
		}
	}
	scores := lexRank(all, prior)
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(scores[b], scores[a]) })
	var chosen []extract
	for _, i := range order {
		if len(chosen) == n {
			break
		}
		repeats := func(c extract) bool { return c.saysTheSame(all[i]) || overlap(c.words, all[i].words) > redundant }
		if !slices.ContainsFunc(chosen, repeats) {
			chosen = append(chosen, all[i])
		}
	}
	sortReading(chosen)
	return chosen
}

// lexRank is the stationary distribution of a walk over sentences that share words, restarting by the prior.
func lexRank(all []extract, prior []float64) []float64 {
	n := len(all)
	total := 0.0
	for _, p := range prior {
		total += p
	}
	weight := make([][]float64, n)
	for i := range weight {
		weight[i] = make([]float64, n)
		sum := 0.0
		for j := range weight[i] {
			if i != j {
				weight[i][j] = cosine(all[i].words, all[j].words)
				sum += weight[i][j]
			}
		}
		for j := range weight[i] {
			if sum > 0 {
				weight[i][j] /= sum
			}
		}
	}
	rank := make([]float64, n)
	for i := range rank {
		rank[i] = prior[i] / total
	}
	for range iterations {
		next := make([]float64, n)
		for i := range next {
			next[i] = (1 - damping) * prior[i] / total
		}
		for i, row := range weight {
			for j, w := range row {
				next[j] += damping * w * rank[i]
			}
		}
		rank = next
	}
	return rank
}

// cosine of two sets of words.
func cosine(a, b map[string]bool) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	both := 0
	for w := range a {
		if b[w] {
			both++
		}
	}
	return float64(both) / math.Sqrt(float64(len(a))*float64(len(b)))
}
