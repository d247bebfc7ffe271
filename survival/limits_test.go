package survival

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/varighet/varighet"
)

// The limits of a curve, made many at a time, are those of each point alone, bit for
// bit: for several times as many stops as are made at once, after a censoring at S = 1,
// between censorings, and after S has come to 0, where there are none.
func TestLimitsOfACurveAreThoseOfEachPoint(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 0))
	tenures := []Tenure{{Exit: 0.5}, {Exit: 2000, Stopped: true}, {Entry: 2001, Exit: 2002}, {Entry: 2001, Exit: 2003, Stopped: true}}
	for i := range 5 * limitsAtOnce {
		tenures = append(tenures, Tenure{Exit: float64(i) + 1.25, Stopped: r.IntN(3) > 0})
	}
	for ct := LogLog; ct < BetaProduct; ct++ {
		opt := Options{ConfLevel: 0.9, ConfType: ct}
		c, err := KaplanMeier(tenures, opt)
		if err != nil {
			t.Fatal(err)
		}
		limits, greenwood := newLimiter(opt), 0.0
		for i, p := range c.Points {
			n, d := float64(p.AtRisk), float64(p.Events)
			greenwood += d / (n * (n - d))
			want := p
			want.Lower, want.Upper = varighet.Opt[float64]{}, varighet.Opt[float64]{}
			if p.Survival > 0 {
				want.Lower, want.Upper = limits.of(p.Survival, math.Sqrt(greenwood))
			}
			if p != want {
				t.Fatalf("%s, point %d: got %+v, want %+v", ct, i, p, want)
			}
		}
	}
}

// Of p = 0.5 whose logarithm has the standard error 0.1, plain limits are 0.5 ± 1.96 · 0.05. At 1 they
// are 1 on the plain scale, and none on the log(−log) scale; there are none of 0, and of what is no
// probability.
func TestLimitsOfAProbabilityByHand(t *testing.T) {
	plain, loglog := Options{ConfLevel: 0.95, ConfType: Plain}, Options{ConfLevel: 0.95, ConfType: LogLog}
	half := 1.959963984540054 * 0.05
	if lower, upper := plain.Limits(0.5, 0.1); math.Abs(lower.V-(0.5-half)) > 1e-15 || math.Abs(upper.V-(0.5+half)) > 1e-15 {
		t.Errorf("got %v to %v, want 0.5 ± %v", lower, upper, half)
	}
	one, none := varighet.Some(1.0), varighet.Opt[float64]{}
	for _, x := range []struct {
		scale Options
		p     float64
		want  varighet.Opt[float64]
	}{{plain, 1, one}, {loglog, 1, none}, {plain, 0, none}, {loglog, 0, none}, {plain, -0.1, none}, {plain, 1.1, none}, {plain, math.NaN(), none}} {
		if lower, upper := x.scale.Limits(x.p, 0.1); lower != x.want || upper != x.want {
			t.Errorf("%s, p = %v: got %v to %v, want %v", x.scale.ConfType, x.p, lower, upper, x.want)
		}
	}
}
