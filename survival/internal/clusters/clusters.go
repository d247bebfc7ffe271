// Package clusters has what standard errors that are robust to likeness within
// clusters have in common, whatever the estimator: how labels are numbered, the
// sandwich, and how many clusters it takes.
package clusters

import (
	"fmt"

	"gonum.org/v1/gonum/mat"
)

// Few is how many clusters a robust standard error needs to be trusted without
// a word: from fewer it is too small, the more so the fewer they are.
const Few = 20

// One is said where there is one cluster: alone, it moves an estimate by 0, which
// says nothing of how sure that is.
const One = "one cluster: no robust standard errors or limits"

// Warning is what to say of standard errors from n clusters; "" if there are
// enough, or none.
func Warning(n int) string {
	switch {
	case n == 0 || n >= Few:
		return ""
	case n == 1:
		return One
	}
	return fmt.Sprintf("clusters: %d; robust standard errors from fewer than %d are too small", n, Few)
}

// Number numbers labels from 0 in the order in which they come; nil of nil. Rows
// of weight 0 make no cluster, and have the number 0; nil weights are all 1.
func Number(labels []string, weights []float64) (of []int, n int) {
	if labels == nil {
		return nil, 0
	}
	at := map[string]int{}
	of = make([]int, len(labels))
	for i, l := range labels {
		if weights != nil && weights[i] == 0 {
			continue
		}
		c, ok := at[l]
		if !ok {
			c = len(at)
			at[l] = c
		}
		of[i] = c
	}
	return of, len(at)
}

// Sandwich is V S'S V: V the inverse of the information on p coefficients, and S
// what each cluster, or row, adds to the score, p numbers each, one after the
// other. With weights S has them in it.
func Sandwich(v *mat.SymDense, scores []float64) *mat.SymDense {
	p, _ := v.Dims()
	var half, full mat.Dense
	half.Mul(mat.NewDense(len(scores)/p, p, scores), v)
	full.Mul(half.T(), &half)
	out := mat.NewSymDense(p, nil)
	for i := range p {
		for j := i; j < p; j++ {
			out.SetSym(i, j, full.At(i, j))
		}
	}
	return out
}
