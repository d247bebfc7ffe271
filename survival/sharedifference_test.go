package survival_test

import (
	"math"
	"testing"

	"github.com/varighet/varighet/survival"
)

// 48 of 80 against 56 of 70 is example (a) of Newcombe (1998): 0.0524 to 0.3339. All digits are from
// R 4.2.2, with Wilson's limits of prop.test(x, n, correct = FALSE).
func TestDifferenceOfSharesAgreesWithNewcombe(t *testing.T) {
	for _, c := range []struct {
		x1, n1, x2, n2 int
		lower, upper   float64
	}{
		{48, 80, 56, 70, 0.0524314724023649, 0.333872654036906},
		{3, 16, 5, 14, -0.140787960619317, 0.452337571760317},
		{0, 10, 4, 12, -0.0059787132350359, 0.6093779111272},
	} {
		lower, upper, err := survival.DifferenceOfShares(c.x1, c.n1, c.x2, c.n2, 0.95)
		if err != nil || math.Abs(lower-c.lower) > 1e-12 || math.Abs(upper-c.upper) > 1e-12 {
			t.Errorf("%+v: got %v to %v, %v", c, lower, upper, err)
		}
	}
	if _, _, err := survival.DifferenceOfShares(0, 0, 1, 2, 0.95); err == nil {
		t.Error("a share of nobody has a difference")
	}
}
