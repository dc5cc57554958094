package ground

import "math"

// Threshold is the support below which a model's sentence is not shown.
const Threshold = 0.3

// moving is the support from which a passage that a claim does not cite is taken to carry it: more likely than not.
const moving = 0.5

// Tree is a decision tree of two levels: the first split, the second for what lies below it, the third for the rest. A
// feature below At goes to the lower side.
type Tree struct {
	Feature [3]int
	At      [3]float64
	Leaf    [4]float64 // added to the log odds
}

// Of is what the tree adds for features.
func (t *Tree) Of(f *Features) float64 {
	side := 0
	if f[t.Feature[0]] >= t.At[0] {
		side = 1
	}
	leaf := 2 * side
	if f[t.Feature[1+side]] >= t.At[1+side] {
		leaf++
	}
	return t.Leaf[leaf]
}

// score is how well readings carry a claim, 0..1: all where it stands there word for word, else the probability by the trees
// of weights.go (gradient boosting: Friedman 2001; second order, monotone in what must not count the other way).
func (g *Grounder) score(claim *reading, evidence []*reading) float64 {
	if len(claim.words) == 0 || len(evidence) == 0 {
		return 0
	}
	words := fold(claim.text)
	for _, e := range evidence {
		if words != "" && holds(fold(e.text), words) {
			return 1
		}
	}
	f := g.features(claim, evidence)
	z := prior
	for i := range trees {
		z += trees[i].Of(&f)
	}
	return 1 / (1 + math.Exp(-z))
}
