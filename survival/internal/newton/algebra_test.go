package newton_test

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/varighet/varighet/survival/internal/newton"
)

func sym(n int, values ...float64) *mat.SymDense { return mat.NewSymDense(n, values) }

// a = (4 2; 2 3) has determinant 8 and inverse (3 −2; −2 4)/8. With b = (2, 1) the solution is (4, 0)/8,
// and b'a⁻¹b = 1.
func TestSolveByHand(t *testing.T) {
	a, b := sym(2, 4, 2, 2, 3), []float64{2, 1}
	x, ok := newton.Solve(a, b)
	if !ok || math.Abs(x[0]-0.5) > 1e-15 || math.Abs(x[1]) > 1e-15 || b[0] != 2 {
		t.Errorf("solution: got %v, %t, want ½ and 0", x, ok)
	}
	if q, ok := newton.Quadratic(a, b); !ok || math.Abs(q-1) > 1e-15 {
		t.Errorf("quadratic form: got %v, %t, want 1", q, ok)
	}
	inverse, ok := newton.Invert(a)
	if !ok || math.Abs(inverse.At(0, 0)-3./8) > 1e-15 || math.Abs(inverse.At(0, 1)+2./8) > 1e-15 || math.Abs(inverse.At(1, 1)-4./8) > 1e-15 {
		t.Errorf("inverse: got %v, %t", inverse, ok)
	}
	for name, bad := range map[string]*mat.SymDense{
		"singular": sym(2, 1, 1, 1, 1), "indefinite": sym(2, 1, 2, 2, 1), "zero": sym(2, 0, 0, 0, 0), "no number": sym(2, math.NaN(), 0, 0, 1),
	} {
		if x, ok := newton.Solve(bad, b); ok {
			t.Errorf("%s: got the solution %v", name, x)
		}
		if q, ok := newton.Quadratic(bad, b); ok {
			t.Errorf("%s: got the quadratic form %v", name, q)
		}
		if inverse, ok := newton.Invert(bad); ok {
			t.Errorf("%s: got the inverse %v", name, inverse)
		}
	}
	if x, ok := newton.Solve(newton.NewSym(0), nil); !ok || len(x) != 0 {
		t.Errorf("nothing to solve: got %v, %t", x, ok)
	}
	if _, ok := newton.Invert(newton.NewSym(0)); !ok {
		t.Error("nothing to invert has no inverse")
	}
}

// Of 3 columns without the second: rows and columns 0 and 2.
func TestKeepByHand(t *testing.T) {
	k := newton.Keep(sym(3, 1, 2, 3, 2, 4, 5, 3, 5, 6), []bool{false, true, false})
	if n, _ := k.Dims(); n != 2 || k.At(0, 0) != 1 || k.At(0, 1) != 3 || k.At(1, 1) != 6 {
		t.Errorf("got %v", mat.Formatted(k))
	}
}

// A column in which rounding leaves 1e−13 a stop says nothing, one with 1e−11 does.
func TestRiskSetFloor(t *testing.T) {
	for left, want := range map[float64]bool{1e-13: true, 1e-11: false} {
		if got := newton.Aliased(sym(1, 50*left), newton.RiskSetFloor(50)); got[0] != want {
			t.Errorf("%v a stop: aliased %t, want %t", left, got[0], want)
		}
	}
}

// A log-likelihood that cannot be evaluated anywhere has no maximum, and none without coefficients is
// at its maximum.
func TestMaximumThatIsNone(t *testing.T) {
	for _, v := range []float64{math.NaN(), math.Inf(-1), math.Inf(1)} {
		r := newton.Maximise(func(_, score []float64, info *mat.SymDense) float64 {
			score[0] = 1
			info.SetSym(0, 0, 1)
			return v
		}, []float64{0})
		if r.Converged || r.Infinite != nil || r.Beta[0] != 0 {
			t.Errorf("%v everywhere: got %+v", v, r)
		}
	}
	r := newton.Maximise(func(_, _ []float64, _ *mat.SymDense) float64 { return -7 }, nil)
	if !r.Converged || r.LogLik != -7 {
		t.Errorf("no coefficients: got %+v, want −7", r)
	}
	// A straight line goes up for ever, and its information is singular from the start: nothing tells
	// that it goes to infinity.
	r = newton.Maximise(func(beta, score []float64, info *mat.SymDense) float64 {
		score[0] = 1
		info.SetSym(0, 0, 0)
		return beta[0]
	}, []float64{0})
	if r.Converged || r.Infinite != nil {
		t.Errorf("a straight line: got %+v", r)
	}
}

// −β⁴ + 4β: its slope 4 − 4β³ is 0 at 1. At 0, where the search begins, the information 12β² is 0: a ridge
// leads away from there. The penalised search takes an information that is not that of the function.
func TestSearchesWithARidge(t *testing.T) {
	quartic := func(beta, score []float64, info *mat.SymDense) float64 {
		b := beta[0]
		score[0] = 4 - 4*b*b*b
		info.SetSym(0, 0, 12*b*b)
		return 4*b - b*b*b*b
	}
	for name, search := range map[string]func(newton.Func, []float64) newton.Result{"curved": newton.MaximiseCurved, "penalised": newton.MaximisePenalised} {
		if r := search(quartic, []float64{0}); !r.Converged || math.Abs(r.Beta[0]-1) > 1e-6 || math.Abs(r.LogLik-3) > 1e-9 {
			t.Errorf("%s: got %+v, want 3 at 1", name, r)
		}
	}
	half := func(beta, score []float64, info *mat.SymDense) float64 {
		v := quartic(beta, score, info)
		info.SetSym(0, 0, 2*info.At(0, 0)+1)
		return v
	}
	if r := newton.MaximisePenalised(half, []float64{0}); !r.Converged || math.Abs(r.Beta[0]-1) > 1e-6 {
		t.Errorf("another information: got %+v, want a maximum at 1", r)
	}
}

// Where no coefficient goes to infinity, the inverse is the covariance; of a search that did not come to
// an end, and of a singular information, there is neither.
func TestInverseOfASearch(t *testing.T) {
	r := newton.Maximise(binomial(3, 10), []float64{0})
	if v := newton.Inverse(&r); v == nil || math.Abs(v.At(0, 0)-1/2.1) > 1e-12 {
		t.Errorf("got %v, want 1/2.1", v)
	}
	r.Converged = false
	if v := newton.Inverse(&r); v != nil {
		t.Errorf("not at its end: got %v", v)
	}
	r = newton.Result{Beta: []float64{1, 2}, Information: sym(2, 1, 1, 1, 1), Converged: true}
	if v := newton.Covariance(&r); v != nil {
		t.Errorf("singular: got %v", v)
	}
}

// The last of four columns is the first, twice the second and less the third, so that it says nothing; without that,
// it does. The information is that of four rows.
func TestAliasedBySeveralColumns(t *testing.T) {
	rows := [][]float64{{1, 2, 0, 0}, {3, 1, 1, 0}, {0, 2, 5, 0}, {2, 7, 1, 0}, {1, 1, 4, 0}}
	for last, want := range map[string]bool{"follows": true, "does not": false} {
		g := newton.NewSym(4)
		for i, r := range rows {
			r[3] = r[0] + 2*r[1] - r[2]
			if !want && i == 1 {
				r[3]++
			}
			for a := range 4 {
				for b := a; b < 4; b++ {
					g.SetSym(a, b, g.At(a, b)+r[a]*r[b])
				}
			}
		}
		if got := newton.Aliased(g, 0); got[0] || got[1] || got[2] || got[3] != want {
			t.Errorf("the last %s: got %v", last, got)
		}
	}
}

// The inverse of next to nothing is too great for a number.
func TestInverseTooGreat(t *testing.T) {
	if inverse, ok := newton.Invert(sym(1, 1e-320)); ok {
		t.Errorf("got %v", inverse)
	}
}
