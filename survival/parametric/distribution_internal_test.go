package parametric

import (
	"math"
	"testing"
)

// log S and f/S of a standard normal far out. R 4.2.2: pnorm(w, lower.tail = FALSE, log.p = TRUE), and
// exp(dnorm(w, log = TRUE) − that). Beyond 30 a series takes over, which leaves out 10/w⁵.
func TestNormalFarOutAgreesWithR(t *testing.T) {
	for _, c := range []struct{ w, logS, hazard float64 }{
		{29, -424.78741990973015, 29.034401237736454}, {31, -484.85396362717927, 31.032191276777734},
		{35, -616.97510126192253, 35.028524970596052}, {40, -804.6084420137538, 40.024968847206338},
	} {
		v, v1, v2 := LogNormal.survivor(c.w)
		if math.Abs(v-c.logS) > 1e-7 || math.Abs(-v1-c.hazard) > 1e-6 {
			t.Errorf("w = %v: got %v and %v, want %v and %v", c.w, v, -v1, c.logS, c.hazard)
		}
		if want := -c.hazard * (c.hazard - c.w); math.Abs(v2-want) > 1e-4 {
			t.Errorf("w = %v: second derivative: got %v, want %v", c.w, v2, want)
		}
	}
}

// quantile is where log S is log(1 − p), for every distribution.
func TestLawQuantileInvertsSurvivor(t *testing.T) {
	for d := Weibull; d <= LogNormal; d++ {
		for _, p := range []float64{0.01, 0.25, 0.5, 0.9, 0.999} {
			if v, _, _ := d.survivor(d.quantile(p)); math.Abs(math.Exp(v)-(1-p)) > 1e-12 {
				t.Errorf("%v, p = %v: S at the quantile is %v", d, p, math.Exp(v))
			}
		}
	}
}

// Derivatives of log S and log f are what differences give.
func TestLawDerivativesAreSlopes(t *testing.T) {
	const h = 1e-5
	for d := Weibull; d <= LogNormal; d++ {
		for name, f := range map[string]func(float64) (float64, float64, float64){"log S": d.survivor, "log f": d.density} {
			for _, w := range []float64{-3, -0.5, 0, 1, 4} {
				up, up1, _ := f(w + h)
				down, down1, _ := f(w - h)
				_, v1, v2 := f(w)
				if math.Abs((up-down)/(2*h)-v1) > 1e-6*(1+math.Abs(v1)) || math.Abs((up1-down1)/(2*h)-v2) > 1e-6*(1+math.Abs(v2)) {
					t.Errorf("%v, %s at %v: derivatives %v and %v, differences %v and %v", d, name, w, v1, v2, (up-down)/(2*h), (up1-down1)/(2*h))
				}
			}
		}
	}
}

// Times that make no row of a model, and those that just do.
func TestFaultsOfRows(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, r := range []Interval{{Lower: 1e100, Upper: inf}, {Lower: 1e100, Upper: 1e100}, {Lower: 0, Upper: 3}, {Lower: 3, Upper: 3}, {Entry: 2, Lower: 2, Upper: 3}} {
		if why := r.fault(); why != "" {
			t.Errorf("%+v: %s", r, why)
		}
	}
	for _, r := range []Interval{{Lower: 2e100, Upper: inf}, {Lower: 3, Upper: 2e100}, {Lower: -1, Upper: 3}, {Entry: -1, Lower: 1, Upper: 3}, {Lower: 3, Upper: 2},
		{}, {Entry: 2, Lower: 1, Upper: 3}, {Entry: 3, Lower: 3, Upper: 3}, {Lower: nan, Upper: 3}, {Lower: 3, Upper: nan}, {Entry: nan, Lower: 3, Upper: 4}, {Lower: inf, Upper: inf}} {
		if r.fault() == "" {
			t.Errorf("%+v is taken for a row", r)
		}
	}
}
