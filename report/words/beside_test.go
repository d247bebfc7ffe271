package words

import (
	"math"
	"testing"

	"github.com/varighet/varighet"
)

func sideOf(n int, value, lower, upper float64) Side {
	opt := func(v float64) varighet.Opt[float64] { return varighet.Opt[float64]{V: v, OK: !math.IsNaN(v)} }
	return Side{N: n, Value: opt(value), Lower: opt(lower), Upper: opt(upper)}
}

// By hand: the limits of 0.5 (0.2 to 0.9), widened for 0.3 (0.26 to 0.34 and 0.40), are
// 0.5 − √(0.3² + 0.1²) = 0.5 − √0.1 and 0.5 + √(0.4² + 0.04²). With 3, 4, 5 triangles: 0.5 −
// √(0.03² + 0.04²) = 0.45 and 0.5 + √(0.06² + 0.08²) = 0.6.
func TestLimitsAreWidenedByBothSides(t *testing.T) {
	for _, c := range []struct {
		cohort, others Side
		lower, upper   float64
	}{
		{sideOf(20, 0.5, 0.2, 0.9), sideOf(20, 0.3, 0.26, 0.40), 0.5 - math.Sqrt(0.1), 0.5 + math.Sqrt(0.1616)},
		{sideOf(20, 0.5, 0.47, 0.56), sideOf(20, 0.3, 0.22, 0.34), 0.45, 0.6},
		{sideOf(20, 0.5, 0.47, math.NaN()), sideOf(20, 0.3, 0.22, 0.34), 0.45, math.Inf(1)},
		{sideOf(20, math.NaN(), 60, math.NaN()), sideOf(20, 40, 30, 44), 56, math.Inf(1)},
		{sideOf(20, 0.5, 0.47, 0.56), sideOf(20, 0.3, math.NaN(), math.NaN()), math.Inf(-1), math.Inf(1)},
	} {
		lower, upper := widened(c.cohort, c.others)
		near := func(a, b float64) bool { return a == b || math.Abs(a-b) < 1e-12 }
		if !near(lower, c.lower) || !near(upper, c.upper) {
			t.Errorf("%+v beside %+v: %v to %v, want %v to %v", c.cohort, c.others, lower, upper, c.lower, c.upper)
		}
	}
}

// The interval of Newcombe's method 10 for 56/70 − 48/80 is 0.0524 to 0.3339 in his
// paper (Stat Med 17:873–890, table II, with Wilson limits). Difference 0 lies outside, by more
// than a tenth of the width: the first is higher.
func TestWidenedLimitsGiveNewcombesInterval(t *testing.T) {
	wilson := func(k, n float64) (float64, float64) {
		const z = 1.959963984540054
		p := k / n
		mid, half := p+z*z/(2*n), z*math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
		return (mid - half) / (1 + z*z/n), (mid + half) / (1 + z*z/n)
	}
	l1, u1 := wilson(56, 70)
	l2, u2 := wilson(48, 80)
	a, b := sideOf(70, 0.8, l1, u1), sideOf(80, 0.6, l2, u2)
	lower, upper := widened(a, b)
	if math.Abs(lower-0.6-0.0524) > 5e-5 || math.Abs(upper-0.6-0.3339) > 5e-5 {
		t.Errorf("the difference is %.4f to %.4f, want 0.0524 to 0.3339", lower-0.6, upper-0.6)
	}
	if v := CompareSides(a, b, false); v != Above {
		t.Errorf("verdict %d, want Above", v)
	}
}

// The rules of each hedge, worked by hand. The others are known without error, so that the
// cohort's own limits hold.
func TestCohortBesideOthers(t *testing.T) {
	known := func(v float64) Side { return sideOf(500, v, v, v) }
	none := math.NaN()
	for name, c := range map[string]struct {
		cohort, others Side
		wide           bool
		want           Verdict
	}{
		"four in the cohort":                  {sideOf(4, 0.5, 0.4, 0.6), known(0.2), false, TooFew},
		"four others":                         {sideOf(40, 0.5, 0.4, 0.6), sideOf(4, 0.2, 0.2, 0.2), false, TooFew},
		"others without a value":              {sideOf(40, 0.5, 0.4, 0.6), sideOf(40, none, 0.1, none), false, NoNumber},
		"a cohort without value and limit":    {sideOf(40, none, none, none), known(0.2), false, NoNumber},
		"below what the others have at least": {sideOf(40, 50, 40, 60), sideOf(40, none, 70, none), false, Below},
		"within, wide":                        {sideOf(40, 0.5, 0.1, 0.9), known(0.2), true, TooWide},
		"within, open":                        {sideOf(40, 50, 40, none), known(45), false, TooWide},
		"within, not wide":                    {sideOf(40, 0.5, 0.4, 0.6), known(0.45), false, NoClear},
		"outside by 0.01 of 0.2":              {sideOf(40, 0.5, 0.4, 0.6), known(0.39), false, BarelyAbove},
		"above it by 0.01 of 0.2":             {sideOf(40, 0.5, 0.4, 0.6), known(0.61), false, BarelyBelow},
		"outside by 0.1":                      {sideOf(40, 0.5, 0.4, 0.6), known(0.3), false, Above},
		"above it by 0.1":                     {sideOf(40, 0.5, 0.4, 0.6), known(0.7), false, Below},
		"outside, open above":                 {sideOf(40, none, 40, none), known(30), true, Above},
		"outside, open below":                 {sideOf(40, 20, none, 25), known(30), true, Below},
		"others as uncertain as it":           {sideOf(40, 0.5, 0.4, 0.6), sideOf(40, 0.39, 0.29, 0.49), false, NoClear},
	} {
		if got := CompareSides(c.cohort, c.others, c.wide); got != c.want {
			t.Errorf("%s: verdict %d, want %d", name, got, c.want)
		}
	}
}
