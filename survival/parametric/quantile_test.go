package parametric_test

import (
	"math"
	"testing"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/parametric"
)

var someTenures = []survival.Tenure{{Exit: 3, Stopped: true}, {Exit: 5, Stopped: true}, {Entry: 2, Exit: 8, Stopped: true}, {Exit: 6}, {Exit: 9, Stopped: true}}

// The shape is e^(−log σ); its limits are as far from it on both sides, on the log scale: z standard
// errors of log σ.
func TestLawLimitsOfTheShape(t *testing.T) {
	m := fit(t, parametric.Exact(someTenures), parametric.Weibull)
	shape, lower, upper := m.Shape()
	near(t, "shape", shape, math.Exp(-m.LogSigma.V))
	near(t, "lower", lower, shape.V*math.Exp(-1.959963984540054*m.LogSigmaStdErr.V))
	near(t, "upper", upper, shape.V*math.Exp(1.959963984540054*m.LogSigmaStdErr.V))
	for _, d := range []parametric.Distribution{parametric.Exponential, parametric.LogLogistic, parametric.LogNormal} {
		if shape, lower, upper := fit(t, parametric.Exact(someTenures), d).Shape(); shape.OK || lower.OK || upper.OK {
			t.Errorf("%v has a shape of %v", d, shape)
		}
	}
}

// Half have stopped at log 2 over the rate of an exponential, 4/29 here, with limits e^{±z/√4}; at the
// time of the intercept of a log-normal or log-logistic distribution, whose W is symmetric.
func TestMediansByHand(t *testing.T) {
	q, err := fit(t, parametric.Exact(someTenures), parametric.Exponential).Quantile(0.5, nil)
	if err != nil {
		t.Fatal(err)
	}
	median := math.Ln2 * 29 / 4
	near(t, "exponential", q.Time, median)
	near(t, "lower", q.Lower, median*math.Exp(-1.959963984540054/2))
	near(t, "upper", q.Upper, median*math.Exp(1.959963984540054/2))
	for _, d := range []parametric.Distribution{parametric.LogLogistic, parametric.LogNormal} {
		m := fit(t, parametric.Exact(someTenures), d)
		if q, err = m.Quantile(0.5, nil); err != nil {
			t.Fatal(err)
		}
		near(t, d.String(), q.Time, m.Coefficients[0].TimeRatio.V)
		near(t, d.String()+", upper", q.Upper, q.Time.V*math.Exp(1.959963984540054*m.Coefficients[0].StdErr.V))
	}
}

func TestQuantileRefuses(t *testing.T) {
	m := fit(t, parametric.Exact(someTenures), parametric.Weibull)
	for _, p := range []float64{0, 1, -0.5, 50, math.NaN()} {
		if q, err := m.Quantile(p, nil); err == nil {
			t.Errorf("share %v: got %+v, want an error", p, q)
		}
	}
	if q, err := m.Quantile(0.5, []float64{1}); err == nil {
		t.Errorf("a profile for no column: got %+v, want an error", q)
	}
	// Nobody of b stops: its coefficient has no estimate, and so such a profile no quantile.
	rows := parametric.Exact([]survival.Tenure{{Exit: 3, Stopped: true}, {Exit: 5, Stopped: true}, {Exit: 4}, {Exit: 6}})
	x := design.Factor("x", []string{"a", "a", "b", "b"})
	m = fit(t, rows, parametric.Weibull, x)
	if q, err := m.Quantile(0.5, []float64{1}); err != nil || q.Time.OK || q.Lower.OK {
		t.Errorf("b: got %+v, %v, want none", q, err)
	}
	if q, err := m.Quantile(0.5, []float64{0}); err != nil || !q.Time.OK {
		t.Errorf("a: got %+v, %v, want a median", q, err)
	}
}

func TestDistributionsHaveNames(t *testing.T) {
	for d := parametric.Weibull; d <= parametric.LogNormal; d++ {
		if got, ok := parametric.ParseDistribution(d.String()); !ok || got != d {
			t.Errorf("%v: got %v, %t", d, got, ok)
		}
	}
	if d, ok := parametric.ParseDistribution("gamma"); ok {
		t.Errorf("gamma is taken for %v", d)
	}
}
