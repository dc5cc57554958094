package main

import (
	"math"
)

// example is one observation of a logistic model.
type example struct {
	x      []float64
	right  bool
	weight float64
}

// logistic fits weights by Newton's method with an L2 penalty, on all but the first, the bias, for leaving a prior; nil is 0.
func logistic(examples []example, penalty float64, prior []float64) []float64 {
	n := len(examples[0].x)
	if prior == nil {
		prior = make([]float64, n)
	}
	w := make([]float64, n)
	for range 25 {
		gradient := make([]float64, n)
		hessian := make([][]float64, n)
		for i := range hessian {
			hessian[i] = make([]float64, n)
			if i > 0 {
				gradient[i] = -penalty * (w[i] - prior[i])
				hessian[i][i] = penalty
			}
		}
		for _, e := range examples {
			z := 0.0
			for i, v := range e.x {
				z += w[i] * v
			}
			p := 1 / (1 + math.Exp(-z))
			residual := -p
			if e.right {
				residual = 1 - p
			}
			for i, v := range e.x {
				gradient[i] += e.weight * residual * v
				for j := 0; j <= i; j++ {
					hessian[i][j] += e.weight * p * (1 - p) * v * e.x[j]
				}
			}
		}
		for i := range n {
			hessian[i][i] += 1e-9
			for j := range i {
				hessian[j][i] = hessian[i][j]
			}
		}
		step := solve(hessian, gradient)
		for i := range w {
			w[i] += step[i]
		}
	}
	return w
}

// solve solves a·x = b by elimination with pivoting; a and b are overwritten.
func solve(a [][]float64, b []float64) []float64 {
	n := len(b)
	for c := range n {
		pivot := c
		for r := c + 1; r < n; r++ {
			if math.Abs(a[r][c]) > math.Abs(a[pivot][c]) {
				pivot = r
			}
		}
		a[c], a[pivot], b[c], b[pivot] = a[pivot], a[c], b[pivot], b[c]
		for r := c + 1; r < n; r++ {
			f := a[r][c] / a[c][c]
			for k := c; k < n; k++ {
				a[r][k] -= f * a[c][k]
			}
			b[r] -= f * b[c]
		}
	}
	x := make([]float64, n)
	for c := n - 1; c >= 0; c-- {
		x[c] = b[c]
		for k := c + 1; k < n; k++ {
			x[c] -= a[c][k] * x[k]
		}
		x[c] /= a[c][c]
	}
	return x
}
