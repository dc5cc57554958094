package main

import (
	"cmp"
	"math"
	"slices"

	"dateline/retrieval/embed/internal/sif"
	"dateline/retrieval/embed/internal/table"
)

const (
	// common is how many leading components are removed. The paper of SIF removes one; on word vectors Mu and Viswanath
	// (All-but-the-Top, ICLR 2018) found about Dims/100 to 3. Five measured best (see package embed).
	common = 5
	// bag is how many words the synthetic texts have whose covariance is whitened: a short sentence. 1 and 100 measured alike.
	bag = 10
	// rare is the rank past which a word counts as rare for the typical length.
	rare = 20000
)

// whiten removes from the vectors, which are in order of frequency, what texts have in common, and gives the directions
// left equal variance over texts. It returns the mean length of a rare word's vector afterwards.
//
// No text is needed for this. If a text is a bag of n words drawn by Zipf's law, the second moment of its SIF sum x̄ is
//
//	E[x̄x̄ᵀ] = E[xxᵀ]/n + (1-1/n) E[x]E[x]ᵀ,  x = weight(word) × vector(word)
//
// whose leading eigenvectors are SIF's common components (Arora, Liang, Ma 2017, algorithm 1). Both steps are linear,
// so that doing them to the words here, once, does them to every text that sums words.
func whiten(vectors [][]float32) (typical float32) {
	const d = table.Dims
	law := sif.Of(len(vectors))
	var mean [d]float64
	moment := make([]float64, d*d)
	for rank, v := range vectors {
		p, w := law.Probability(rank), law.Weight(rank)
		for i := range d {
			x := w * float64(v[i])
			mean[i] += p * x
			for j := range i + 1 {
				moment[i*d+j] += p * x * w * float64(v[j])
			}
		}
	}
	for i := range d {
		for j := range i + 1 {
			m := moment[i*d+j]/bag + (1-1.0/bag)*mean[i]*mean[j]
			moment[i*d+j], moment[j*d+i] = m, m
		}
	}
	values, axes := eigen(moment, d)
	first, floor := values[common], values[0]*1e-9
	sum, n := 0.0, 0
	for rank, v := range vectors {
		var out [d]float64
		for k := common; k < d; k++ {
			if values[k] <= floor {
				break
			}
			along := 0.0
			for i, x := range v {
				along += axes[k][i] * float64(x)
			}
			// Relative to the first direction kept: one factor for all words changes no text.
			along *= math.Sqrt(first / values[k])
			for i := range out {
				out[i] += along * axes[k][i]
			}
		}
		square := 0.0
		for i, x := range out {
			v[i] = float32(x)
			square += x * x
		}
		if rank >= min(rare, len(vectors)/2) {
			sum += math.Sqrt(square)
			n++
		}
	}
	return float32(sum / float64(n))
}

// eigen returns the eigenvalues of the symmetric n×n matrix, largest first, and their unit eigenvectors: the cyclic Jacobi
// method (Golub and Van Loan, Matrix Computations, 8.5). The matrix is overwritten.
func eigen(a []float64, n int) (values []float64, axes [][]float64) {
	vec := make([]float64, n*n) // columns become the eigenvectors
	for i := range n {
		vec[i*n+i] = 1
	}
	for range 50 {
		off, diag := 0.0, 0.0
		for i := range n {
			diag += a[i*n+i] * a[i*n+i]
			for j := range i {
				off += a[i*n+j] * a[i*n+j]
			}
		}
		if off <= 1e-24*diag {
			break
		}
		for p := range n {
			for q := p + 1; q < n; q++ {
				rotate(a, vec, n, p, q)
			}
		}
	}
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(a[j*n+j], a[i*n+i]) })
	for _, k := range order {
		axis := make([]float64, n)
		for i := range n {
			axis[i] = vec[i*n+k]
		}
		values, axes = append(values, a[k*n+k]), append(axes, axis)
	}
	return values, axes
}

// rotate zeroes a[p,q] by a rotation of the plane of p and q.
func rotate(a, vec []float64, n, p, q int) {
	if a[p*n+q] == 0 {
		return
	}
	theta := (a[q*n+q] - a[p*n+p]) / (2 * a[p*n+q])
	t := 1 / (math.Abs(theta) + math.Sqrt(theta*theta+1))
	if theta < 0 {
		t = -t
	}
	c := 1 / math.Sqrt(t*t+1)
	s := t * c
	for k := range n {
		kp, kq := a[k*n+p], a[k*n+q]
		a[k*n+p], a[k*n+q] = c*kp-s*kq, s*kp+c*kq
	}
	for k := range n {
		pk, qk := a[p*n+k], a[q*n+k]
		a[p*n+k], a[q*n+k] = c*pk-s*qk, s*pk+c*qk
		vp, vq := vec[k*n+p], vec[k*n+q]
		vec[k*n+p], vec[k*n+q] = c*vp-s*vq, s*vp+c*vq
	}
}
