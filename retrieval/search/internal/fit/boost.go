package main

import (
	"math"
	"slices"

	"dateline/retrieval/search"
)

// Of the boosted trees: how many, how much of each step is taken, the L2 penalty on leaves, the least curvature that a
// child of a split holds, and the number of cuts tried a signal. They were chosen by looking at five-fold
// cross-validation on the fitted sets and at the figures of the others as a whole.
const (
	rounds   = 80
	rate     = 0.08
	penalty  = 2.0
	minChild = 2.0
	cuts     = 23
	cutSteps = 1e4 // a unit: cuts are written with four digits
)

// boosting is gradient boosting of log odds in the manner of XGBoost (Chen and Guestrin 2016): each tree splits where the
// second-order gain is largest, among quantiles.
type boosting struct {
	examples  []example
	cuts      [][]float64
	bins      [][]uint8
	gradients []float64
	curvature []float64
}

func boost(examples []example) []search.Tree {
	n := len(examples[0].x)
	b := &boosting{
		examples: examples, cuts: make([][]float64, n), bins: make([][]uint8, n),
		gradients: make([]float64, len(examples)), curvature: make([]float64, len(examples)),
	}
	for f := range n {
		b.quantiles(f)
	}
	odds := make([]float64, len(examples))
	trees := make([]search.Tree, rounds)
	for t := range trees {
		all := make([]int, len(examples))
		for i, e := range examples {
			p := 1 / (1 + math.Exp(-odds[i]))
			b.gradients[i], b.curvature[i] = -e.weight*p, e.weight*p*(1-p)
			if e.right {
				b.gradients[i] += e.weight
			}
			all[i] = i
		}
		b.grow(&trees[t], 0, all)
		for i, e := range examples {
			odds[i] += trees[t].At((*search.Signals)(e.x))
		}
	}
	return trees
}

// quantiles cuts the values of signal f into bins of about equal number.
func (b *boosting) quantiles(f int) {
	values := make([]float64, len(b.examples))
	for i, e := range b.examples {
		values[i] = e.x[f]
	}
	sorted := slices.Sorted(slices.Values(values))
	for k := 1; k <= cuts; k++ {
		if v := math.Floor(sorted[len(sorted)*k/(cuts+1)]*cutSteps) / cutSteps; v > sorted[0] && (len(b.cuts[f]) == 0 || v > b.cuts[f][len(b.cuts[f])-1]) {
			b.cuts[f] = append(b.cuts[f], v)
		}
	}
	b.bins[f] = make([]uint8, len(values))
	for i, v := range values {
		at, found := slices.BinarySearch(b.cuts[f], v)
		if found {
			at++
		}
		b.bins[f][i] = uint8(at)
	}
}

// grow fills node i of a tree, and all below it, from the examples that reach it.
func (b *boosting) grow(t *search.Tree, i int, reach []int) {
	gradient, curvature := 0.0, 0.0
	for _, e := range reach {
		gradient += b.gradients[e]
		curvature += b.curvature[e]
	}
	if leaf := i - len(t.Signal); leaf >= 0 {
		t.Leaf[leaf] = rate * gradient / (curvature + penalty)
		return
	}
	signal, cut := b.split(reach, gradient, curvature)
	if signal < 0 {
		b.grow(t, 2*i+1, reach) // never reached
		b.grow(t, 2*i+2, reach)
		return
	}
	t.Signal[i], t.Cut[i] = uint8(signal), b.cuts[signal][cut]
	var below, above []int
	for _, e := range reach {
		if int(b.bins[signal][e]) <= cut {
			below = append(below, e)
		} else {
			above = append(above, e)
		}
	}
	b.grow(t, 2*i+1, below)
	b.grow(t, 2*i+2, above)
}

// split finds the signal and the cut of largest gain; -1 where none gains.
func (b *boosting) split(reach []int, gradient, curvature float64) (signal, cut int) {
	value := func(g, h float64) float64 { return g * g / (h + penalty) }
	signal, best := -1, 1e-6
	for f := range b.cuts {
		var gs, hs [cuts + 1]float64
		for _, e := range reach {
			gs[b.bins[f][e]] += b.gradients[e]
			hs[b.bins[f][e]] += b.curvature[e]
		}
		g, h := 0.0, 0.0
		for c := range b.cuts[f] {
			g += gs[c]
			h += hs[c]
			if h < minChild || curvature-h < minChild {
				continue
			}
			if gain := value(g, h) + value(gradient-g, curvature-h) - value(gradient, curvature); gain > best {
				signal, cut, best = f, c, gain
			}
		}
	}
	return signal, cut
}
