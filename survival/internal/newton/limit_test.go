package newton

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// poisson is the log-likelihood of counts in groups of the same size, with an intercept
// for the first and a coefficient for each other.
func poisson(counts ...float64) Func {
	return func(beta, score []float64, information *mat.SymDense) float64 {
		clear(score)
		information.Zero()
		ll := 0.0
		for g, y := range counts {
			eta := beta[0]
			if g > 0 {
				eta += beta[g]
			}
			mu := math.Exp(eta)
			ll += y*eta - mu
			for _, i := range []int{0, g} {
				score[i] += y - mu
				if g == 0 {
					break
				}
			}
			information.SetSym(0, 0, information.At(0, 0)+mu)
			if g > 0 {
				information.SetSym(0, g, mu)
				information.SetSym(g, g, mu)
			}
		}
		return ll
	}
}

// Of counts 0, 4 and 9 the first has no logarithm, so that the intercept goes to −∞ and
// the others to +∞; the others' difference is log(9/4), with variance 1/4 + 1/9 (by hand).
func TestDifferenceOfTwoThatGoToInfinityTogether(t *testing.T) {
	r := Maximise(poisson(0, 4, 9), make([]float64, 3))
	if !r.Converged || r.Infinite == nil || r.Infinite[0] != -1 || r.Infinite[1] != 1 || r.Infinite[2] != 1 {
		t.Fatalf("got %+v", r)
	}
	v := Inverse(&r)
	if d := r.Beta[2] - r.Beta[1]; math.Abs(d-math.Log(9./4)) > 1e-9 {
		t.Errorf("the difference is %v, want log(9/4)", d)
	}
	if got, want := v.At(1, 1)+v.At(2, 2)-2*v.At(1, 2), 1./4+1./9; math.Abs(got-want) > 1e-8 {
		t.Errorf("its variance is %v, want %v", got, want)
	}
	c := Covariance(&r)
	if c.At(0, 0) != 0 || c.At(1, 1) != 0 || c.At(2, 2) != 0 {
		t.Errorf("variances without an estimate: %v", mat.Formatted(c))
	}
}

// Of counts 0, 0 and 9 the second is told from the first by nothing.
func TestDifferenceOfTwoWithoutCounts(t *testing.T) {
	r := Maximise(poisson(0, 0, 9), make([]float64, 3))
	if !r.Converged || r.Undetermined == nil || !r.Undetermined[1] || r.Finite(0) || r.Finite(1) || r.Finite(2) {
		t.Errorf("got %+v", r)
	}
}
