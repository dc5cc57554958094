package digest

import (
	"math"
	"slices"
)

// Constants of the ranking. Damping and the headline's weight were set on stories of Wikinews (see the package's comment), the
// rest by what a summary wants.
const (
	damping    = 0.65
	iterations = 25
	headlined  = 2.5 // what a sentence in the words of the headline is worth beside being an article's first
	voiced     = 0.5 // of its value that a sentence loses which stands in quotation marks as a whole
	easyWords  = 35  // length in words above which a sentence loses in value
	unseen     = 130 // bytes of an article that was not given, which are counted as a sentence
)

// rank values the sentences of a story by LexRank (Erkan and Radev 2004): the share of time that a walk from sentence to
// sentence, by the words that they share, spends on each. The walk restarts at what articles say first and at what speaks of
// their headline and of the topic (Otterbacher, Erkan and Radev 2005). Values are shares of the story's best.
func rank(story []*article, most float64) {
	var all []*sentence
	var prior []float64
	var rows [][]int32
	for _, a := range story {
		known := map[int32]bool{}
		for _, s := range a.sentences {
			for _, w := range s.words {
				known[w] = true
			}
		}
		headline := slices.DeleteFunc(slices.Clone(a.headline), func(w int32) bool { return !known[w] })
		before, end := 0.0, 0
		for _, s := range a.sentences {
			at := s.evidence.Passage.Span.Start
			if missing := at - end; s.span.Start == s.evidence.Passage.Sentences[0].Start && missing > 2 {
				before += math.Ceil(float64(missing) / unseen)
			}
			end = at + len(s.evidence.Passage.Text)
			if !s.told {
				continue
			}
			all = append(all, s)
			rows = append(rows, s.words)
			prior = append(prior, (1/(1+before)+headlined*cosine(s.words, headline))*relevance(s.evidence.Score, most))
			before++
		}
	}
	values := walk(rows, prior)
	best := slices.Max(append(values, math.SmallestNonzeroFloat64))
	for i, s := range all {
		s.value = values[i] / best * (1 - voiced*s.quoted)
		if s.length > easyWords {
			s.value *= easyWords / float64(s.length)
		}
	}
}

// relevance is what a passage's or article's score is worth beside the best one's, between half and one: what was not searched for
// has no score, and is worth the same as all else.
func relevance(score, most float64) float64 {
	if most == 0 {
		return 1
	}
	return (1 + score/most) / 2
}

// weigh gives each article its weight in a summary of several by the same walk, over what articles are about. It restarts at
// the newest, and at what is about the topic.
func weigh(articles []*article, topic []int32, most float64) {
	rows := make([][]int32, len(articles))
	prior := make([]float64, len(articles))
	newer := 0
	for i := len(articles) - 1; i >= 0; i-- {
		a := articles[i]
		if i+1 < len(articles) && a.Published.Before(articles[i+1].Published) {
			newer = len(articles) - 1 - i
		}
		rows[i] = a.about
		prior[i] = (1/float64(1+newer) + headlined*cosine(a.about, topic)) * relevance(a.score, most)
	}
	for i, v := range walk(rows, prior) {
		articles[i].weight = v
	}
}

// walk is the stationary distribution of a walk over sets of words that goes from one to another in proportion to their
// cosine, and restarts by the prior. The matrix of cosines is the product of sets by words with its transpose, so that a step
// takes time in proportion to the words and the matrix is never made.
func walk(sets [][]int32, prior []float64) []float64 {
	local := map[int32]int{}
	rows := make([][]int, len(sets))
	unit := make([]float64, len(sets)) // the weight of each of a set's words
	for i, set := range sets {
		for _, w := range set {
			n, ok := local[w]
			if !ok {
				n = len(local)
				local[w] = n
			}
			rows[i] = append(rows[i], n)
		}
		unit[i] = 1 / math.Sqrt(float64(max(1, len(set))))
	}
	words := make([]float64, len(local))
	times := func(give []float64) []float64 { // the matrix times give, without each set's cosine with itself
		clear(words)
		for i, row := range rows {
			for _, w := range row {
				words[w] += give[i] * unit[i]
			}
		}
		got := make([]float64, len(sets))
		for i, row := range rows {
			sum := 0.0
			for _, w := range row {
				sum += words[w] * unit[i]
			}
			if len(row) > 0 {
				sum -= give[i]
			}
			got[i] = max(0, sum)
		}
		return got
	}
	total := 0.0
	for _, p := range prior {
		total += p
	}
	ones := make([]float64, len(sets))
	for i := range ones {
		ones[i] = 1
	}
	sums := times(ones)
	at := make([]float64, len(sets))
	for i := range at {
		at[i] = prior[i] / total
	}
	give := make([]float64, len(sets))
	for range iterations {
		for i := range give {
			give[i] = 0
			if sums[i] > 0 {
				give[i] = damping * at[i] / sums[i]
			}
		}
		at = times(give)
		for i := range at {
			at[i] += (1 - damping) * prior[i] / total
		}
	}
	return at
}

// cosine of two sorted sets of words.
func cosine(a, b []int32) float64 {
	both := shared(a, b)
	if both == 0 {
		return 0
	}
	return float64(both) / math.Sqrt(float64(len(a))*float64(len(b)))
}

// shared counts the words that two sorted sets have in common.
func shared(a, b []int32) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n++
			i++
			j++
		}
	}
	return n
}
