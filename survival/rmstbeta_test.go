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
