package bootstrap

import (
	"math"
	"slices"
	"testing"

	"github.com/varighet/varighet"
)

var oneToNine = []float64{1, 2, 3, 4, 5, 6, 7, 8, 9}

// Of n sorted numbers the quantile lies at place p(n + 1): of nine, at 10p. R 4.2.2 has the same for
// quantile(1:9, p, type = 6).
func TestQuantileByHand(t *testing.T) {
	for p, want := range map[float64]float64{0.1: 1, 0.35: 3.5, 0.5: 5, 0.9: 9, 0.05: 1, 0.95: 9, 0: 1, 1: 9} {
		if got := quantile(oneToNine, p); math.Abs(got-want) > 1e-14 {
			t.Errorf("p = %v: got %v, want %v", p, got, want)
		}
	}
}

// Of 2, 4, 4, 7 the mean is 17/4 and the squares add up to 51/4: √(51/4/3) = √(17/4). Equal numbers
// have no spread, to the last bit.
func TestDeviationByHand(t *testing.T) {
	if got := deviation([]float64{2, 4, 4, 7}); math.Abs(got-math.Sqrt(17./4)) > 1e-15 {
		t.Errorf("got %v, want √(17/4)", got)
	}
	if got := deviation(slices.Repeat([]float64{0.1}, 7)); got != 0 {
		t.Errorf("of equal numbers: got %v, want 0", got)
	}
}

// Efron's formula written out in R 4.2.2: with 1, 2 and 6 as a unit is left out, their mean less each
// is 2, 1, −3, so that a = −18/(6·14^1.5); z0 = qnorm(share), the share of nine resamples below the
// estimate, with half of those equal to it; pnorm(z0 + (z0 ∓ z)/(1 − a(z0 ∓ z))), z = qnorm(0.9).
func TestBCaAgreesWithR(t *testing.T) {
	for _, c := range []struct{ estimate, lower, upper float64 }{
		{5, 0.08332307307368723, 0.88374610582694857}, // 4 below and one equal: share 1/2
		{3, 0.0036264028494681, 0.53039131976422682},  // 2 below and one equal
	} {
		lower, upper, ok := bca(varighet.Some(c.estimate), oneToNine, []float64{1, 2, 6}, 0.1)
		if !ok || math.Abs(lower-c.lower) > 1e-12 || math.Abs(upper-c.upper) > 1e-12 {
			t.Errorf("estimate %v: got %v to %v, %t, want %v to %v", c.estimate, lower, upper, ok, c.lower, c.upper)
		}
	}
}

// As one of two units is left out, 1 or 3 is left: their mean less each is 1 and −1, so that nothing speeds up; with half
// of the resamples on each side nothing is biased. The limits lie where the tails do.
func TestBCaWithNothingToCorrect(t *testing.T) {
	lower, upper, ok := bca(varighet.Some(5.0), oneToNine, []float64{1, 3}, 0.1)
	if !ok || math.Abs(lower-0.1) > 1e-12 || math.Abs(upper-0.9) > 1e-12 {
		t.Errorf("got %v to %v, %t, want 0.1 to 0.9", lower, upper, ok)
	}
}

// Without an estimate, or two units, or where all resamples are on one side of it, or leaving a unit
// out changes nothing, there is nothing to correct by.
func TestBCaThatIsNone(t *testing.T) {
	moves := []float64{1, 2, 6}
	for name, c := range map[string]struct {
		estimate varighet.Opt[float64]
		without  []float64
	}{
		"no estimate": {varighet.Opt[float64]{V: 5}, moves}, "one unit": {varighet.Some(5.0), moves[:1]}, "all above": {varighet.Some(0.0), moves},
		"all below": {varighet.Some(10.0), moves}, "nothing moves": {varighet.Some(5.0), []float64{3, 3, 3}},
	} {
		if lower, upper, ok := bca(c.estimate, oneToNine, c.without, 0.1); ok {
			t.Errorf("%s: got %v to %v, want none", name, lower, upper)
		}
	}
}

// Of three resamples two are defined: 4 and 6, with a standard deviation of √2; of one, there is no
// spread to tell.
func TestResultCountsWhatIsUndefined(t *testing.T) {
	rows := [][]varighet.Opt[float64]{{varighet.Some(4.0)}, {{}}, {varighet.Some(6.0)}, {varighet.Some(math.NaN())}, {varighet.Some(math.Inf(1))}}
	r := result(varighet.Some(5.0), column(rows, 0), nil, 0.95)
	if r.Undefined != 3 || math.Abs(r.StdErr.V-math.Sqrt2) > 1e-15 || r.PercentileLower.V != 4 || r.PercentileUpper.V != 6 || r.BCaLower.OK {
		t.Errorf("got %+v, want 4 to 6 of two resamples", r)
	}
	if r = result(varighet.Some(5.0), column(rows[:2], 0), nil, 0.95); r.Undefined != 1 || r.StdErr.OK || r.PercentileLower.OK || !r.Estimate.OK {
		t.Errorf("one resample: got %+v, want an estimate only", r)
	}
}
