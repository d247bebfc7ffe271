package parametric_test

import (
	"math"
	"testing"

	"github.com/varighet/varighet"
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

// Limits away from the middle depend on σ too. By R 4.2.2 with survival 3.5-3: exp() of the fit of
// predict(survreg(Surv(t, s) ~ 1, dist = …), type = "uquantile", p = 0.1, se.fit = TRUE), and of that
// less and plus qnorm(0.975) standard errors.
func TestLimitsOfQuantilesAgreeWithR(t *testing.T) {
	var tenures []survival.Tenure
	for i, exit := range []float64{2, 3, 5, 7, 8, 11, 13, 17, 20, 24} {
		tenures = append(tenures, survival.Tenure{Exit: exit, Stopped: i != 2 && i != 5 && i != 9})
	}
	for d, want := range map[parametric.Distribution][3]float64{
		parametric.Weibull:     {3.16661354509497, 1.06565773023430, 9.40962661789568},
		parametric.LogLogistic: {3.3400421451689, 1.31552520911578, 8.48017313100086},
		parametric.LogNormal:   {3.22856831906072, 1.43982991406699, 7.23950328368965},
	} {
		q, err := fit(t, parametric.Exact(tenures), d).Quantile(0.1, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, got := range []varighet.Opt[float64]{q.Time, q.Lower, q.Upper} {
			if !got.OK || math.Abs(got.V/want[i]-1) > 1e-6 {
				t.Errorf("%v: got %+v, want %v", d, q, want)
				break
			}
		}
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
