package main

import (
	"math"

	"dateline/bot/ground"
)

// Constants of the fit, chosen by repeated splits of the claims.
const (
	steps        = 150
	wordPenalty  = 120.0 // on the squares of the weights of words, against the log likelihood
	wholePenalty = 40.0
)

// model is a noisy AND: a claim is carried where each word is and the claim as a whole is, each by a logistic regression.
// Each set of claims has a prior of its own, since people were asked differently; for a claim of neither it is their mean.
type model struct {
	words, whole []float64
	wordPrior    float64
	priors       []float64 // of the sets
}

// fit maximises the likelihood of the labels less the penalties, by Adam (Kingma and Ba 2015) over all claims. Features are
// scaled to mean 0 and variance 1 for it, and the weights back after it.
func fit(claims []claim) *model {
	words, whole := scaleOf(claims, func(c claim) [][]float64 { return c.words }), scaleOf(claims, func(c claim) [][]float64 { return [][]float64{c.whole} })
	scaled := make([]claim, len(claims))
	for i, c := range claims {
		scaled[i] = claim{set: c.set, right: c.right, whole: whole.of(c.whole)}
		for _, w := range c.words {
			scaled[i].words = append(scaled[i].words, words.of(w))
		}
	}
	nWords, nWhole := len(words.mean), len(whole.mean)
	at := make([]float64, nWords+nWhole+1+len(sets))
	m := &model{words: at[:nWords], whole: at[nWords : nWords+nWhole], wordPrior: -3, priors: at[nWords+nWhole+1:]}
	prior := &at[nWords+nWhole]
	*prior = m.wordPrior
	mean, square := make([]float64, len(at)), make([]float64, len(at))
	for step := 1; step <= steps; step++ {
		m.wordPrior = *prior
		gradient := m.gradient(scaled)
		for k := range nWords {
			gradient[k] -= wordPenalty * at[k]
		}
		for k := nWords; k < nWords+nWhole; k++ {
			gradient[k] -= wholePenalty * at[k]
		}
		rate := 0.15
		if step > steps/2 {
			rate = 0.05
		}
		for k, g := range gradient {
			g /= float64(len(claims))
			mean[k] = 0.9*mean[k] + 0.1*g
			square[k] = 0.99*square[k] + 0.01*g*g
			unbiased := math.Sqrt(square[k] / (1 - math.Pow(0.99, float64(step))))
			at[k] += rate * mean[k] / (1 - math.Pow(0.9, float64(step))) / (unbiased + 1e-8)
		}
	}
	m.wordPrior = *prior + words.unscale(m.words)
	shift := whole.unscale(m.whole)
	for k := range m.priors {
		m.priors[k] += shift
	}
	return m
}

// gradient is that of the log likelihood: by the weights of words, of wholes, the prior of words, the priors of the sets.
func (m *model) gradient(claims []claim) []float64 {
	nWords, nWhole := len(m.words), len(m.whole)
	sum := make([]float64, nWords+nWhole+1+len(sets))
	for _, c := range claims {
		whole, odds := m.odds(c)
		doubt := softplus(whole)
		for _, z := range odds {
			doubt += softplus(z)
		}
		slope := 1.0
		if !c.right {
			p := math.Exp(-doubt)
			slope = -p / max(1-p, 1e-6)
		}
		for i, z := range odds {
			s := slope * logistic(z)
			for k, x := range c.words[i] {
				sum[k] -= s * x
			}
			sum[nWords+nWhole] -= s
		}
		s := slope * logistic(whole)
		for k, x := range c.whole {
			sum[nWords+k] -= s * x
		}
		sum[nWords+nWhole+1+c.set] -= s
	}
	return sum
}

// odds are the log odds that the claim as a whole is not carried, and that each word is not.
func (m *model) odds(c claim) (whole float64, words []float64) {
	whole = m.priors[c.set]
	for k, x := range c.whole {
		whole += m.whole[k] * x
	}
	words = make([]float64, len(c.words))
	for i, w := range c.words {
		words[i] = m.wordPrior
		for k, x := range w {
			words[i] += m.words[k] * x
		}
	}
	return whole, words
}

// score is the log probability that a claim is carried, whatever set it is of.
func (m *model) score(c claim) float64 {
	whole, words := m.odds(c)
	score := -softplus(whole - m.priors[c.set] + m.prior())
	for _, z := range words {
		score -= softplus(z)
	}
	return score
}

func (m *model) prior() float64 {
	sum := 0.0
	for _, p := range m.priors {
		sum += p
	}
	return sum / float64(len(m.priors))
}

func softplus(z float64) float64 { return max(z, 0) + math.Log1p(math.Exp(-math.Abs(z))) }
func logistic(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

// scale is the mean and deviation of features.
type scale struct{ mean, deviation []float64 }

func scaleOf(claims []claim, rows func(claim) [][]float64) scale {
	var s scale
	n := 0.0
	for _, c := range claims {
		for _, row := range rows(c) {
			if s.mean == nil {
				s.mean, s.deviation = make([]float64, len(row)), make([]float64, len(row))
			}
			n++
			for k, x := range row {
				s.mean[k] += x
				s.deviation[k] += x * x
			}
		}
	}
	for k := range s.mean {
		s.mean[k] /= n
		s.deviation[k] = math.Sqrt(max(s.deviation[k]/n-s.mean[k]*s.mean[k], 1e-9))
	}
	return s
}

func (s scale) of(row []float64) []float64 {
	scaled := make([]float64, len(row))
	for k, x := range row {
		scaled[k] = (x - s.mean[k]) / s.deviation[k]
	}
	return scaled
}

// unscale makes weights of scaled features weights of the features, and returns what that adds to the prior.
func (s scale) unscale(weights []float64) (shift float64) {
	for k := range weights {
		weights[k] /= s.deviation[k]
		shift -= weights[k] * s.mean[k]
	}
	return shift
}

// rows are the features of a claim's words.
func rows(words []ground.WordFeatures) [][]float64 {
	all := make([][]float64, len(words))
	for i := range words {
		all[i] = words[i][:]
	}
	return all
}
