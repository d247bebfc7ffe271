package newton_test

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/varighet/varighet/survival/internal/newton"
)

// x successes of n: the log-odds is log(x/(n−x)), with information x(n−x)/n;
// for x = n it has no end.
func binomial(x, n float64) newton.Func {
	return func(beta, score []float64, info *mat.SymDense) float64 {
		p := 1 / (1 + math.Exp(-beta[0]))
		score[0] = x - n*p
		info.SetSym(0, 0, n*p*(1-p))
		return x*beta[0] - n*math.Log1p(math.Exp(beta[0]))
	}
}

func TestMaximiseByHand(t *testing.T) {
	r := newton.Maximise(binomial(3, 10), []float64{0})
	if !r.Converged || r.Infinite != nil || math.Abs(r.Beta[0]-math.Log(3.0/7)) > 1e-12 {
		t.Errorf("got %+v, want log(3/7)", r)
	}
	if v := newton.Covariance(&r).At(0, 0); math.Abs(v-1/2.1) > 1e-12 {
		t.Errorf("variance: got %v, want 1/2.1", v)
	}
	for x, want := range map[float64]int{0: -1, 10: 1} {
		r := newton.Maximise(binomial(x, 10), []float64{0})
		if !r.Converged || r.Infinite == nil || r.Infinite[0] != want || math.Abs(r.LogLik) > 1e-6 {
			t.Errorf("%v of 10: got %+v, want sign %d and a log-likelihood of 0", x, r, want)
		}
	}
}

// The likelihood of a normal distribution's mean and log standard deviation is
// not concave far from the top.
func TestMaximiseCurved(t *testing.T) {
	x := []float64{1, 3, 5, 7}
	f := func(b, score []float64, info *mat.SymDense) float64 {
		v := math.Exp(-2 * b[1])
		ll, s1, s2 := 0.0, 0.0, 0.0
		for _, y := range x {
			d := y - b[0]
			s1 += d * v
			s2 += d * d * v
			ll -= b[1] + d*d*v/2
		}
		score[0], score[1] = s1, s2-4
		info.SetSym(0, 0, 4*v)
		info.SetSym(0, 1, 2*s1)
		info.SetSym(1, 1, 2*s2)
		return ll
	}
	r := newton.MaximiseCurved(f, []float64{-3, -1})
	if math.Abs(r.Beta[0]-4) > 1e-8 || math.Abs(r.Beta[1]-math.Log(5)/2) > 1e-8 {
		t.Errorf("got %v, want 4 and log √5", r.Beta)
	}
}

// The third column is the sum of the first two, the fourth is 0.
func TestAliased(t *testing.T) {
	x := [][]float64{{1, 0, 1, 0}, {2, 1, 3, 0}, {0, 5, 5, 0}}
	g := mat.NewSymDense(4, nil)
	for i := range 4 {
		for j := i; j < 4; j++ {
			for _, row := range x {
				g.SetSym(i, j, g.At(i, j)+row[i]*row[j])
			}
		}
	}
	if got, want := fmt.Sprint(newton.Aliased(g, 0)), "[false false true true]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// A column of 0 and 1 in two rows, one of weight 1e−9: its values lie 2e−9 from
// their mean by weight, and ½ without.
func TestScale(t *testing.T) {
	for _, test := range []struct{ mean, weighted, plain, want float64 }{
		{0.5, 0.5, 0.5, 0.5}, {1e-9, 2e-9, 0.5, 0.05}, {3, 0, 0, 1}, {1e20, 1, 1, 1}, {0, 1e-200, 1e-200, 1},
	} {
		if got := newton.Scale(test.mean, test.weighted, test.plain); got != test.want {
			t.Errorf("%+v: got %v", test, got)
		}
	}
}
