package sif_test

import (
	"math"
	"testing"

	"dateline/retrieval/embed/internal/sif"
)

func TestProbabilitiesSumToOne(t *testing.T) {
	for _, n := range []int{10, 1000, 123000} {
		law, sum := sif.Of(n), 0.0
		for r := range n {
			sum += law.Probability(r)
		}
		if math.Abs(sum-1) > 1e-3 {
			t.Errorf("%d words: probabilities sum to %.5f", n, sum)
		}
	}
}

func TestWeightGrowsWithRarity(t *testing.T) {
	law := sif.Of(123000)
	for _, c := range []struct {
		rank     int
		min, max float64
	}{{0, 0, 0.01}, {100, 0.1, 0.3}, {5000, 0.9, 0.95}, {122999, 0.99, 1}} {
		if w := law.Weight(c.rank); w < c.min || w > c.max {
			t.Errorf("Weight(%d) = %.4f, want %v to %v", c.rank, w, c.min, c.max)
		}
	}
}
