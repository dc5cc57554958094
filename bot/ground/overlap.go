package ground

import (
	"math"
	"slices"

	"dateline/retrieval/match"
)

// shared is the share of runs of n words of the claim that stand in a sentence.
func shared(claim []match.Word, in []sentence, n int) float64 {
	if len(claim) < n {
		return 0
	}
	known := map[[3]string]bool{}
	for _, s := range in {
		for i := 0; i+n <= len(s.words); i++ {
			known[gram(s.words[i:i+n])] = true
		}
	}
	met := 0.0
	for i := 0; i+n <= len(claim); i++ {
		if known[gram(claim[i:i+n])] {
			met++
		}
	}
	return met / float64(len(claim)-n+1)
}

func gram(words []match.Word) (g [3]string) {
	for i, w := range words {
		g[i] = w.Stem
	}
	return g
}

// run is the longest run of the claim's words that stands in a sentence, as a share of the claim.
func run(claim []match.Word, in []sentence) float64 {
	longest := 0
	previous, current := make([]int, 0, 64), make([]int, 0, 64)
	for _, s := range in {
		previous = append(previous[:0], make([]int, len(claim)+1)...)
		current = append(current[:0], make([]int, len(claim)+1)...)
		for _, w := range s.words {
			for i, c := range claim {
				current[i+1] = 0
				if c.Stem == w.Stem {
					current[i+1] = previous[i] + 1
					longest = max(longest, current[i+1])
				}
			}
			previous, current = current, previous
		}
	}
	return float64(longest) / float64(max(1, len(claim)))
}

// inOrder is the share of the words met that are met in the claim's order.
func inOrder(m match.Match) float64 {
	met, ordered, last := 0.0, 0.0, -1
	for _, at := range m.At {
		if at < 0 {
			continue
		}
		met++
		if at > last {
			ordered++
		}
		last = at
	}
	if met == 0 {
		return 0
	}
	return ordered / met
}

// clauses is how well the clause of the claim that is met least is met, by all and by its best sentence.
func clauses(claim *reading, topic []match.Word, weights []float64, all match.Match, each []match.Match) (least, best float64) {
	least, best = 1, 1
	from := 0
	flush := func(to int) {
		sum := 0.0
		for _, w := range weights[from:to] {
			sum += w
		}
		if to-from < 2 && to-from < len(topic) || sum == 0 {
			return
		}
		score := func(m match.Match) float64 {
			s := 0.0
			for i := from; i < to; i++ {
				s += m.Scores[i] * weights[i]
			}
			return s / sum
		}
		least = min(least, score(all))
		own := 0.0
		for _, m := range each {
			own = max(own, score(m))
		}
		best = min(best, own)
		from = to
	}
	for i := 1; i < len(topic); i++ {
		between := claim.text[topic[i-1].End:topic[i].Start]
		if breaks(between) {
			flush(i)
		}
	}
	flush(len(topic))
	return least, best
}

// together is how well words are met in sentences that meet much else, and which share of the pairs of words next to each
// other is met within one sentence.
func together(weights []float64, matches []match.Match, coverages []float64) (context, pairs float64) {
	total, both := 0.0, 0.0
	for i, w := range weights {
		best, pair := 0.0, 0.0
		for k, m := range matches {
			best = max(best, m.Scores[i]*math.Sqrt(coverages[k]))
			if i > 0 {
				pair = max(pair, min(m.Scores[i], m.Scores[i-1]))
			}
		}
		context += best * w
		total += w
		if i > 0 {
			both += w + weights[i-1]
			pairs += pair * (w + weights[i-1])
		}
	}
	return context / max(total, 1e-9), pairs / max(both, 1e-9)
}

// stops is the share of the claim's stop words that stand in a sentence.
func stops(claim, in []match.Word) float64 {
	met, all := 0.0, 0.0
	for _, c := range claim {
		if !c.Stop {
			continue
		}
		all++
		if slices.ContainsFunc(in, func(w match.Word) bool { return w.Form == c.Form }) {
			met++
		}
	}
	if all == 0 {
		return 1
	}
	return met / all
}
