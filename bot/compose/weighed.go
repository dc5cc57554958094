package compose

import (
	"maps"
	"math"
	"slices"
	"strings"
)

// weighed are words with their weights, in order of the words, so that sums over them are always the same.
type weighed struct {
	words   []string
	weights []float64
	norm    float64
}

func newWeighed(weights map[string]float64) weighed {
	w := weighed{words: slices.Sorted(maps.Keys(weights))}
	for _, word := range w.words {
		w.weights = append(w.weights, weights[word])
		w.norm += weights[word] * weights[word]
	}
	w.norm = math.Sqrt(w.norm)
	return w
}

// cosine is the cosine of two rows of weighed words, and how many words both have.
func (w weighed) cosine(o weighed) (cosine float64, shared int) {
	dot := 0.0
	for i, j := 0, 0; i < len(w.words) && j < len(o.words); {
		switch c := strings.Compare(w.words[i], o.words[j]); {
		case c < 0:
			i++
		case c > 0:
			j++
		default:
			dot += w.weights[i] * o.weights[j]
			shared++
			i++
			j++
		}
	}
	if dot == 0 {
		return 0, shared
	}
	return dot / (w.norm * o.norm), shared
}

// held is the share of the words' weight that others have.
func (w weighed) held(by map[string]bool) float64 {
	all, both := 0.0, 0.0
	for i, word := range w.words {
		all += w.weights[i]
		if by[word] {
			both += w.weights[i]
		}
	}
	return both / max(all, 1e-9)
}
