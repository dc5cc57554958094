package main

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"dateline/bot/ground"
)

// Constants of the boosting, chosen by cross-validation on the fitted half.
const (
	rounds  = 150
	rate    = 0.05
	penalty = 3.0 // on the leaves
	mass    = 5.0 // the least sum of p(1-p) on a side
	columns = 0.5 // share of the features that a tree may use
	sample  = 0.7 // share of the claims that it sees
)

// model is a prior in log odds and the trees that add to it.
type model struct {
	prior float64
	trees []ground.Tree
}

func (m *model) of(f *ground.Features) float64 {
	z := m.prior
	for i := range m.trees {
		z += m.trees[i].Of(f)
	}
	return z
}

// boost fits trees one after another to what the ones before leave, by Newton's method (Friedman 2001, Chen and Guestrin
// 2016). A split that would count a feature against its sign is not made.
func boost(claims []claim) *model {
	random := rand.New(rand.NewPCG(1, 1))
	right := 0.0
	for _, c := range claims {
		if c.right {
			right++
		}
	}
	m := &model{prior: math.Log(right / (float64(len(claims)) - right))}
	orders := make([][]int, len(ground.FeatureNames))
	for f := range orders {
		orders[f] = make([]int, len(claims))
		for i := range claims {
			orders[f][i] = i
		}
		slices.SortStableFunc(orders[f], func(a, b int) int { return cmp.Compare(claims[a].features[f], claims[b].features[f]) })
	}
	odds := make([]float64, len(claims))
	for i := range odds {
		odds[i] = m.prior
	}
	g := growth{claims: claims, orders: orders, gradient: make([]float64, len(claims)), hessian: make([]float64, len(claims)), node: make([]int, len(claims))}
	for range rounds {
		for i, c := range claims {
			p := 1 / (1 + math.Exp(-odds[i]))
			g.gradient[i], g.hessian[i], g.node[i] = -p, p*(1-p), 0
			if c.right {
				g.gradient[i]++
			}
			if random.Float64() > sample {
				g.node[i] = out
			}
		}
		t := g.grow(random.Perm(len(orders))[:int(columns*float64(len(orders)))])
		m.trees = append(m.trees, t)
		for i := range claims {
			odds[i] += t.Of(&claims[i].features)
		}
	}
	return m
}

// never is a value that no feature reaches: a split there does not split.
const never = 1e9

// out is the node of a claim that a tree does not see.
const out = -1

// growth is what one tree grows on.
type growth struct {
	claims            []claim
	orders            [][]int // the claims in the order of each feature
	gradient, hessian []float64
	node              []int
}

func (g *growth) grow(features []int) (t ground.Tree) {
	for i := range t.Leaf {
		t.Feature[max(0, i-1)], t.At[max(0, i-1)] = features[0], never
	}
	t.Feature[0], t.At[0] = g.split(0, features)
	for i, c := range g.claims {
		if g.node[i] != out && c.features[t.Feature[0]] >= t.At[0] {
			g.node[i] = 1
		}
	}
	for side := range 2 {
		t.Feature[1+side], t.At[1+side] = g.split(side, features)
	}
	var gradient, hessian [4]float64
	for i, c := range g.claims {
		if side := g.node[i]; side != out {
			leaf := 2 * side
			if c.features[t.Feature[1+side]] >= t.At[1+side] {
				leaf++
			}
			gradient[leaf] += g.gradient[i]
			hessian[leaf] += g.hessian[i]
		}
	}
	for i := range t.Leaf {
		t.Leaf[i] = rate * gradient[i] / (hessian[i] + penalty)
	}
	return t
}

// split is where a node is best split; past everything where it is not.
func (g *growth) split(node int, features []int) (feature int, at float64) {
	feature, at = features[0], never
	sum, all := 0.0, 0.0
	for i, n := range g.node {
		if n == node {
			sum += g.gradient[i]
			all += g.hessian[i]
		}
	}
	most := 1e-12
	for _, f := range features {
		lower, below, last := 0.0, 0.0, 0.0
		for _, i := range g.orders[f] {
			if g.node[i] != node {
				continue
			}
			v := g.claims[i].features[f]
			if below >= mass && all-below >= mass && v > last {
				left, right := lower/(below+penalty), (sum-lower)/(all-below+penalty)
				gain := lower*left + (sum-lower)*right - sum*sum/(all+penalty)
				if gain > most && signs[ground.FeatureNames[f]]*(right-left) >= 0 {
					most, feature, at = gain, f, (v+last)/2
				}
			}
			lower, below, last = lower+g.gradient[i], below+g.hessian[i], v
		}
	}
	return feature, at
}

// signs are the ways in which features may count: 1 for support, -1 against it, 0 either way.
var signs = func() map[string]float64 {
	m := map[string]float64{}
	for _, n := range ground.FeatureNames {
		m[n] = 1
	}
	for _, n := range []string{"fNamesGone", "fFiguresGone", "fDatesGone", "fRarestGone", "fSecondGone", "fWeightGone", "fCountGone", "fNegation",
		"fModality", "fQualifier", "fCapitalsGone", "fDigitsGone", "fPlainGone"} {
		m[n] = -1
	}
	for _, n := range []string{"fLength", "fEvidence", "fDense", "fNear", "fSoftGain"} {
		m[n] = 0
	}
	return m
}()
