package digest

import (
	"math"
	"slices"
	"testing"
)

func TestWalk(t *testing.T) {
	sets := [][]int32{{1, 2}, {1, 2, 3, 4}, {3, 4}, {8, 9}}
	t.Run("what shares words with others is visited most", func(t *testing.T) {
		got := walk(sets, []float64{1, 1, 1, 1})
		if slices.Max(got) != got[1] || slices.Min(got) != got[3] {
			t.Errorf("visits %.3f", got)
		}
	})
	t.Run("the restart breaks a tie", func(t *testing.T) {
		if got := walk([][]int32{{1, 2, 3}, {1, 2, 3}}, []float64{2, 1}); got[0] <= got[1] {
			t.Errorf("visits %.3f", got)
		}
	})
	// Two sets whose cosine is 1/2 give each other all that they pass on: at = (1-d)/2 + d*at.
	t.Run("by hand", func(t *testing.T) {
		got := walk([][]int32{{1, 2}, {2, 3}}, []float64{3, 3})
		if math.Abs(got[0]-0.5) > 1e-9 || math.Abs(got[1]-0.5) > 1e-9 {
			t.Errorf("visits %.6f", got)
		}
	})
	t.Run("as with the matrix made", func(t *testing.T) {
		prior := []float64{3, 1, 2, 1}
		got, want := walk(sets, prior), slowWalk(sets, prior)
		for i := range want {
			if math.Abs(got[i]-want[i]) > 1e-9 {
				t.Errorf("visits %.6f, want %.6f", got, want)
			}
		}
	})
	if got := walk(nil, nil); len(got) != 0 {
		t.Errorf("visits of nothing: %v", got)
	}
}

// slowWalk is walk by its definition.
func slowWalk(sets [][]int32, prior []float64) []float64 {
	total := 0.0
	for _, p := range prior {
		total += p
	}
	at := make([]float64, len(sets))
	for i := range at {
		at[i] = prior[i] / total
	}
	for range iterations {
		next := make([]float64, len(sets))
		for i := range sets {
			next[i] += (1 - damping) * prior[i] / total
			sum := 0.0
			for j := range sets {
				if i != j {
					sum += cosine(sets[i], sets[j])
				}
			}
			for j := range sets {
				if i != j && sum > 0 {
					next[j] += damping * at[i] * cosine(sets[i], sets[j]) / sum
				}
			}
		}
		at = next
	}
	return at
}
