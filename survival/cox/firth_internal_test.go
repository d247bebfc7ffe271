package cox

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/internal/newton"
)

// The penalised score is the slope of the penalised log-likelihood, and the
// partial score and information are slopes too.
func TestScoresAreSlopes(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	for range 20 {
		n := 25
		tenures, a, b := make([]survival.Tenure, n), make([]float64, n), make([]float64, n)
		for i := range tenures {
			entry := float64(max(0, rng.IntN(8)-4))
			tenures[i] = survival.Tenure{Entry: entry, Exit: entry + 1 + float64(rng.IntN(6)), Stopped: rng.IntN(3) > 0}
			a[i], b[i] = rng.NormFloat64(), float64(rng.IntN(2))
		}
		x, err := design.New(n, design.Numeric("a", a), design.Numeric("b", b))
		if err != nil {
			t.Fatal(err)
		}
		c, err := newCohort(&Data{Tenures: tenures, X: x})
		if err != nil {
			t.Fatal(err)
		}
		for name, f := range map[string]newton.Func{
			"Efron": c.newPass(true).partial, "Breslow": c.newPass(false).partial, "exact": c.newPass(false).exact,
			"Firth, Efron": c.newPass(true).penalised, "Firth, Breslow": c.newPass(false).penalised,
		} {
			beta := []float64{rng.NormFloat64() / 2, rng.NormFloat64() / 2}
			const h = 1e-5
			u, up, down, info := make([]float64, 2), make([]float64, 2), make([]float64, 2), newton.NewSym(2)
			other := newton.NewSym(2)
			f(beta, u, info)
			for j := range beta {
				plus, minus := append([]float64(nil), beta...), append([]float64(nil), beta...)
				plus[j] += h
				minus[j] -= h
				slope := (f(plus, up, other) - f(minus, down, other)) / (2 * h)
				if math.Abs(slope-u[j]) > 1e-6*(1+math.Abs(slope)) {
					t.Errorf("%s: score %d: got %v, slope %v", name, j, u[j], slope)
				}
				if name[0] == 'F' {
					continue
				}
				for k := range beta {
					if s := (down[k] - up[k]) / (2 * h); math.Abs(s-info.At(j, k)) > 1e-6*(1+math.Abs(s)) {
						t.Errorf("%s: information %d,%d: got %v, slope %v", name, j, k, info.At(j, k), s)
					}
				}
			}
		}
	}
}
