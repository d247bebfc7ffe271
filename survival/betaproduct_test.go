package survival_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/varighet/varighet/survival"
)

var betaProduct = survival.Options{ConfType: survival.BetaProduct}

// Without censoring and late entry the limits are Clopper and Pearson's, at
// every point and before the first.
func TestLawBetaProductOfCompleteDataIsClopperPearson(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 60).Draw(t, "n")
		var tenures []survival.Tenure
		for range n {
			tenures = append(tenures, survival.Tenure{Exit: float64(rapid.IntRange(1, 12).Draw(t, "exit")), Stopped: true})
		}
		c, err := survival.KaplanMeier(tenures, betaProduct)
		if err != nil {
			t.Fatal(err)
		}
		left := n
		for _, p := range c.Points {
			left -= p.Events
			lower, upper, err := survival.ClopperPearson(left, n, 0.95)
			if err != nil {
				t.Fatal(err)
			}
			if math.Abs(p.Lower.V-lower) > 1e-9 || math.Abs(p.Upper.V-upper) > 1e-9 {
				t.Fatalf("%d of %d left: got %v to %v, want %v to %v", left, n, p.Lower.V, p.Upper.V, lower, upper)
			}
		}
		lower, _, _ := survival.ClopperPearson(n, n, 0.95)
		if at := c.At(0.5); math.Abs(at.Lower.V-lower) > 1e-9 || at.Upper.V != 1 {
			t.Fatalf("before the first: got %+v, want from %v", at, lower)
		}
	})
}

// Two tenures: one censored at 1, one stops at 2. After 1 one is at risk: the
// lower limit there is 0.025, of Beta(1, 1). At 2 nobody is left: the lower limit
// is 0, the upper 0.975, of Beta(1, 1).
func TestBetaProductByHand(t *testing.T) {
	c := mustCurve(t, []survival.Tenure{{Exit: 1}, {Exit: 2, Stopped: true}}, betaProduct)
	first, second := c.Points[0], c.Points[1]
	if !near(first.Lower.V, 0.025, 1e-9) || first.Upper.V != 1 {
		t.Errorf("at 1: got %+v, want 0.025 to 1", first)
	}
	if second.Lower.V != 0 || !near(second.Upper.V, 0.975, 1e-9) {
		t.Errorf("at 2: got %+v, want 0 to 0.975", second)
	}
	if m := c.Median(); m.Lower.V != 0 || !m.Lower.OK || m.Upper.OK {
		t.Errorf("median: got %+v, want limits from 0 up to nowhere", m)
	}
}

// The level holds in small censored groups: of 2000 groups of 12, seeded, the
// limits miss the truth at t = 1, S = 0.5 or 0.9, at most 2.5 % plus three
// standard errors on each side.
func TestBetaProductHoldsItsLevel(t *testing.T) {
	for _, truth := range []float64{0.5, 0.9} {
		r := newRand(7)
		below, above := 0, 0
		const runs = 2000
		for range runs {
			var tenures []survival.Tenure
			for range 12 {
				stop := math.Log(r.Float64()) / math.Log(truth) // S(1) = truth
				censor := 0.3 + 2*r.Float64()
				tenures = append(tenures, survival.Tenure{Exit: min(stop, censor), Stopped: stop <= censor})
			}
			at := mustCurve(t, tenures, betaProduct).At(1)
			if at.Lower.OK && truth < at.Lower.V {
				below++
			}
			if at.Upper.OK && truth > at.Upper.V {
				above++
			}
		}
		most := int(runs * (0.025 + 3*math.Sqrt(0.025*0.975/runs)))
		if below > most || above > most {
			t.Errorf("S = %v: missed %d times below and %d above, want at most %d", truth, below, above, most)
		}
	}
}

// Two are at risk at each of 2000 times and one stops, so the mean of the product is (2/3)^2000, which
// is 0 for a float64, as S = 2^−2000 is: so are both limits. At the first the upper
// one is that of Clopper and Pearson for 1 of 2, √0.975.
func TestBetaProductOfAMeanThatIs0(t *testing.T) {
	const last = 2000
	tenures := []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2, Stopped: true}}
	for i := 1; i < last; i++ {
		tenures = append(tenures, survival.Tenure{Entry: float64(i), Exit: float64(i + 2), Stopped: i+2 <= last})
	}
	c := mustCurve(t, tenures, betaProduct)
	if p := c.Points[0]; p.AtRisk != 2 || !near(p.Upper.V, math.Sqrt(0.975), 1e-9) {
		t.Errorf("at 1: got %+v", p)
	}
	if at := c.At(last); at.Beyond || at.Survival != 0 || !at.Lower.OK || at.Lower.V != 0 || !at.Upper.OK || at.Upper.V != 0 {
		t.Errorf("at %d: got %+v, want 0 and limits of 0", last, at)
	}
}
