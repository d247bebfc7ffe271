package survival_test

import (
	"math"
	"testing"

	"github.com/varighet/varighet/survival"
)

// A law: where nobody is censored the beta product's limits are Clopper and Pearson's. Of three
// who stop after 1, 2 and 3 months, 3, 2 and 1 of 3 are there in each of the months: the areas are the
// sums of the limits of those shares.
func TestLimitsOfTheMeanAreAreasUnderThoseOfTheCurve(t *testing.T) {
	c, err := survival.KaplanMeier([]survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2, Stopped: true}, {Exit: 3, Stopped: true}}, survival.Options{ConfLevel: 0.95})
	if err != nil {
		t.Fatal(err)
	}
	var lower, upper float64
	for there := 1; there <= 3; there++ {
		l, u, err := survival.ClopperPearson(there, 3, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		lower, upper = lower+l, upper+u
	}
	limits, asked := c.BetaProductRMST(3)
	if !asked || math.Abs(limits.Lower.V-lower) > 1e-9 || math.Abs(limits.Upper.V-upper) > 1e-9 {
		t.Errorf("%+v, want %v to %v", limits, lower, upper)
	}
}

// By hand: of two who are followed for 10 months and stay, the lower limit of S is √0.025.
func TestLimitsOfTheMeanWhereNobodyStops(t *testing.T) {
	c, err := survival.KaplanMeier([]survival.Tenure{{Exit: 10}, {Exit: 10}}, survival.Options{ConfLevel: 0.95})
	if err != nil {
		t.Fatal(err)
	}
	limits, asked := c.BetaProductRMST(10)
	if !asked || math.Abs(limits.Lower.V-10*math.Sqrt(0.025)) > 1e-9 || limits.Upper.V != 10 {
		t.Errorf("%+v", limits)
	}
	if _, asked := c.BetaProductRMST(11); asked {
		t.Error("after the curve's end there are limits")
	}
}

// By hand: of two who stop after 1 and 2 months both are there to 1, and one of two to 1.5. The limits
// of Clopper and Pearson are √0.025 and 1 of two of two, and 1 ∓ √0.975 of one.
func TestLimitsOfTheMeanBetweenTwoStops(t *testing.T) {
	c := mustCurve(t, []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2, Stopped: true}}, survival.Options{ConfLevel: 0.95})
	limits, asked := c.BetaProductRMST(1.5)
	one := math.Sqrt(0.975)
	if !asked || math.Abs(limits.Lower.V-(math.Sqrt(0.025)+(1-one)/2)) > 1e-9 || math.Abs(limits.Upper.V-(1+one/2)) > 1e-9 {
		t.Errorf("%+v, %t", limits, asked)
	}
}

// Weights have no beta-product limits, however few the mean rests on; the zero curve has no mean.
func TestMeansWithoutLimitsOfTheBetaProduct(t *testing.T) {
	two := []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2, Stopped: true}}
	c, err := survival.Sample{Tenures: two, Weights: []float64{1, 2}}.KaplanMeier(survival.Options{})
	if err != nil || !c.Few(1.5) {
		t.Fatalf("%v, few %t, want few", err, c.Few(1.5))
	}
	if limits, asked := c.BetaProductRMST(1.5); asked || limits.Lower.OK || limits.Upper.OK {
		t.Errorf("weights: %+v, %t", limits, asked)
	}
	m := new(survival.Curve).RMST(1.5)
	if m.Reason != "the curve has no points" || m.Estimate.OK || m.StdErr.OK {
		t.Errorf("no points: %+v", m)
	}
}
