package survival_test

import (
	"math"
	"testing"

	"github.com/varighet/varighet/survival"
)

// With nobody of n the upper limit solves (1−p)^n = 0.025, and with no event in
// an exposure e^−rate = 0.025. Wilson's for 0 of n is z²/(n+z²).
func TestLimitsByHand(t *testing.T) {
	lower, upper, err := survival.ClopperPearson(0, 16, 0.95)
	if err != nil || lower != 0 || !near(upper, 1-math.Pow(0.025, 1./16), 1e-12) {
		t.Errorf("Clopper–Pearson, 0 of 16: got %v to %v, %v", lower, upper, err)
	}
	z := 1.959963984540054
	lower, upper, err = survival.Wilson(0, 16, 0.95)
	if err != nil || lower != 0 || !near(upper, z*z/(16+z*z), 1e-12) {
		t.Errorf("Wilson, 0 of 16: got %v to %v, %v", lower, upper, err)
	}
	lower, upper, err = survival.PoissonLimits(0, 2, 0.95)
	if err != nil || lower != 0 || !near(upper, -math.Log(0.025)/2, 1e-12) {
		t.Errorf("Poisson, 0 in 2: got %v to %v, %v", lower, upper, err)
	}
}

// The published share: 6 of 16. R: binom.test(6, 16)$conf.int.
func TestClopperPearsonOfThePublishedShare(t *testing.T) {
	lower, upper, err := survival.ClopperPearson(6, 16, 0.95)
	if err != nil || math.Abs(lower-0.1520) > 5e-5 || math.Abs(upper-0.6457) > 5e-5 {
		t.Errorf("got %v to %v, %v, want 0.1520 to 0.6457", lower, upper, err)
	}
}

func TestLimitsOfWhatIsNoShareOrRate(t *testing.T) {
	for _, f := range []func() error{
		func() error { _, _, err := survival.ClopperPearson(1, 0, 0.95); return err },
		func() error { _, _, err := survival.ClopperPearson(3, 2, 0.95); return err },
		func() error { _, _, err := survival.Wilson(-1, 2, 0.95); return err },
		func() error { _, _, err := survival.Wilson(1, 2, 1); return err },
		func() error { _, _, err := survival.PoissonLimits(1, 0, 0.95); return err },
		func() error { _, _, err := survival.PoissonLimits(-1, 1, 0.95); return err },
		func() error { _, _, err := survival.PoissonLimits(1, math.NaN(), 0.95); return err },
		func() error { _, _, err := survival.PoissonLimits(1, 1, 0); return err },
	} {
		if f() == nil {
			t.Error("got no error")
		}
	}
}

// The limits are where the tail of the distribution is exactly 2.5 %; checked
// against the sums of the distributions themselves.
func TestExactLimitsHitTheirTails(t *testing.T) {
	for _, n := range []int{1, 2, 7, 40, 150} {
		for x := 0; x <= n; x++ {
			lower, upper, err := survival.ClopperPearson(x, n, 0.95)
			if err != nil {
				t.Fatal(err)
			}
			if x > 0 && !near(1-binomialUpTo(x-1, n, lower), 0.025, 1e-9) {
				t.Errorf("%d of %d: lower %v leaves %v above", x, n, lower, 1-binomialUpTo(x-1, n, lower))
			}
			if x < n && !near(binomialUpTo(x, n, upper), 0.025, 1e-9) {
				t.Errorf("%d of %d: upper %v leaves %v below", x, n, upper, binomialUpTo(x, n, upper))
			}
		}
	}
}

func binomialUpTo(x, n int, p float64) float64 {
	sum := 0.0
	for k := 0; k <= x; k++ {
		all, _ := math.Lgamma(float64(n + 1))
		in, _ := math.Lgamma(float64(k + 1))
		out, _ := math.Lgamma(float64(n - k + 1))
		sum += math.Exp(all - in - out + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p))
	}
	return sum
}

// For large counts the exact limits come close to the normal ones, and stay
// numbers.
func TestLimitsOfLargeCounts(t *testing.T) {
	const z = 1.959963984540054
	for _, x := range []int{1e6, 1e9, 1e12} {
		lower, upper, err := survival.PoissonLimits(x, 1, 0.95)
		mean, half := float64(x), z*math.Sqrt(float64(x))
		if err != nil || math.Abs(lower-(mean-half)) > 0.01*half || math.Abs(upper-(mean+half)) > 0.01*half {
			t.Errorf("%d events: got %v to %v, %v, want about %v to %v", x, lower, upper, err, mean-half, mean+half)
		}
	}
	for _, n := range []int{1e6, 1e9} {
		lower, upper, err := survival.ClopperPearson(n/4, n, 0.95)
		half := z * math.Sqrt(0.25*0.75/float64(n))
		if err != nil || math.Abs(lower-(0.25-half)) > 0.01*half || math.Abs(upper-(0.25+half)) > 0.01*half {
			t.Errorf("a quarter of %d: got %v to %v, %v", n, lower, upper, err)
		}
	}
}

// By hand: nobody where 10 are expected has p₀ = e^−10, and 10^k/k! is at most 1 from k = 25 on (1.6 at
// 24, 0.64 at 25): the far tail lies beyond twice the mean.
func TestNobodyWhereTenAreExpected(t *testing.T) {
	below, term := 0.0, math.Exp(-10)
	for k := range 25 {
		below += term
		term *= 10 / float64(k+1)
	}
	central, minimum, err := survival.PoissonP(0, 10)
	if err != nil || math.Abs(central-2*math.Exp(-10)) > 1e-14 || math.Abs(minimum-(math.Exp(-10)+1-below)) > 1e-12 {
		t.Errorf("got %v and %v, %v, want %v and %v", central, minimum, err, 2*math.Exp(-10), math.Exp(-10)+1-below)
	}
}

// As many as are expected are the likeliest count: all others are no more likely. By hand, each tail
// of 4 is above a half: P(X <= 4) = e^−4(1 + 4 + 8 + 32/3 + 32/3) = 0.629 and P(X >= 4) = 0.567.
func TestAsManyAsAreExpected(t *testing.T) {
	if central, minimum, err := survival.PoissonP(4, 4); err != nil || central != 1 || minimum != 1 {
		t.Errorf("got %v and %v, %v, want 1 and 1", central, minimum, err)
	}
}
