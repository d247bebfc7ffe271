package survival_test

import (
	"math"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// Of two one stops: S = 1/2, and the error of its logarithm is √(1/(2·1)) = 0.70711.
// At the level of one standard error (z = 1), by hand:
//
//	plain    1/2 ∓ 1/2·0.70711
//	log      1/2·e^{∓0.70711}, cut at 1
//	log-log  1/2 to the power of e^{±0.70711/log 2} = e^{±1.02014} = 2.77358 and 0.36054
//	logit    1/(1 + e^{±0.70711/(1/2)})
//	arcsin   sin²(π/4 ∓ 1/2·0.70711)
func TestLimitsOfACurveByHand(t *testing.T) {
	for _, x := range []struct {
		confType     survival.ConfType
		lower, upper float64
	}{
		{survival.Plain, 0.14645, 0.85355},
		{survival.Log, 0.24653, 1},
		{survival.LogLog, 0.14624, 0.77887},
		{survival.Logit, 0.19557, 0.80443},
		{survival.Arcsin, 0.17518, 0.82482},
	} {
		c := mustCurve(t, []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2}},
			survival.Options{ConfType: x.confType, ConfLevel: 0.682689492137086})
		p := c.Points[0]
		if !near(p.Lower.V, x.lower, 5e-5) || !near(p.Upper.V, x.upper, 5e-5) {
			t.Errorf("%s: got %v to %v, want %v to %v", x.confType, p.Lower.V, p.Upper.V, x.lower, x.upper)
		}
	}
}

// Five tenures. From 0 to 2 one stops and one is censored, so 4.5 are exposed and
// S(2) = 1 − 1/4.5 = 7/9; from 2 to 4 one stops and one is censored of 3, so 2.5
// are exposed and S(4) = 7/9·(1 − 1/2.5) = 7/15. Hazards are 1/(2·(4.5 − 1/2)) and
// 1/(2·(2.5 − 1/2)); the error of S(2) is 7/9·√(1/(4.5·3.5)).
func TestLifeTableByHand(t *testing.T) {
	rows, err := survival.LifeTable([]survival.Tenure{
		{Exit: 1, Stopped: true}, {Exit: 1.5}, {Exit: 3, Stopped: true}, {Exit: 3}, {Exit: 5, Stopped: true},
	}, []float64{0, 2, 4, 6})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct {
		atStart           int
		survival, exposed float64
		hazard            float64
	}{{5, 1, 4.5, 1. / 8}, {3, 7. / 9, 2.5, 1. / 4}, {1, 7. / 15, 1, 1}} {
		r := rows[i]
		if r.AtStart != want.atStart || !near(r.Survival.V, want.survival, 1e-12) || r.Exposed != want.exposed ||
			!near(r.Hazard.V, want.hazard, 1e-12) {
			t.Errorf("from %v: got %+v, want %+v", r.From, r, want)
		}
	}
	if se := rows[1].StdErr.V; !near(se, 7./9*math.Sqrt(1/(4.5*3.5)), 1e-12) {
		t.Errorf("error of S(2): got %v", se)
	}
}

// Means of 4 and 3 with errors 0.3 and 0.4: the difference is −1 with error 0.5, so
// Z = −2 and p = 0.0455; the ratio is 3/4, the error of its logarithm
// √((0.3/4)² + (0.4/3)²) = 0.15298.
func TestContrastByHand(t *testing.T) {
	a := survival.RMST{Tau: 5, Estimate: varighet.Some(4.0), StdErr: varighet.Some(0.3)}
	b := survival.RMST{Tau: 5, Estimate: varighet.Some(3.0), StdErr: varighet.Some(0.4)}
	c, err := a.Contrast(b, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		what      string
		got       varighet.Opt[float64]
		want, off float64
	}{
		{"difference", c.Difference, -1, 1e-12}, {"its error", c.StdErr, 0.5, 1e-12}, {"Z", c.Z, -2, 1e-12}, {"p", c.P, 0.0455, 5e-6},
		{"lower", c.Lower, -1.979982, 1e-6}, {"ratio", c.Ratio, 0.75, 1e-12}, {"error of its log", c.LogRatioStdErr, 0.15298, 1e-5},
	} {
		if !x.got.OK || math.Abs(x.got.V-x.want) > x.off {
			t.Errorf("%s: got %v, want %v", x.what, x.got, x.want)
		}
	}
	b.Tau = 6
	if _, err := a.Contrast(b, 0.95); err == nil {
		t.Error("up to other times: got no error")
	}
}
