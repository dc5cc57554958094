// Package sif weighs words by how rare they are, from their rank alone: the smooth inverse frequency of Arora, Liang and Ma
// (A Simple but Tough-to-Beat Baseline for Sentence Embeddings, ICLR 2017) over Zipf's law. The generator and the embedder
// share it, so that the components are removed from the same sums that texts become.
package sif

import "math"

// A is the paper's parameter a, from the middle of the range that it recommends, 1e-3 to 1e-4 (doc.go of package embed has
// what was measured).
const A = 2e-4

// Law is Zipf's law over a vocabulary: the word of rank r, from 0, has the probability 1/((r+1)·H), H being the harmonic
// number of the vocabulary's size (Zipf, Human Behavior and the Principle of Least Effort, 1949).
type Law struct{ harmonic float64 }

// Of returns the law of a vocabulary of n words, n at least 1.
func Of(n int) Law {
	// Euler's expansion of the harmonic number: within 1/(12n²) of the sum, which would take as long as the rest of loading.
	x := float64(n)
	return Law{math.Log(x) + 0.5772156649015329 + 1/(2*x)}
}

// Probability is the chance that a word of running text is the word of that rank.
func (l Law) Probability(rank int) float64 { return 1 / (float64(rank+1) * l.harmonic) }

// Weight is a/(a+p) for the word of that rank: near 0 for "the", near 1 for a rare name.
func (l Law) Weight(rank int) float64 { return A / (A + l.Probability(rank)) }
