package parametric_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/internal/oracle"
	"github.com/varighet/varighet/survival/parametric"
)

func fit(t *testing.T, rows []parametric.Interval, dist parametric.Distribution, vars ...design.Variable) *parametric.Model {
	t.Helper()
	x, err := design.New(len(rows), vars...)
	if err != nil {
		t.Fatal(err)
	}
	m, err := parametric.Fit(parametric.Data{Rows: rows, X: x}, parametric.Options{Distribution: dist})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func near(t *testing.T, what string, got varighet.Opt[float64], want float64) {
	t.Helper()
	if !got.OK || math.Abs(got.V-want) > 1e-8*(1+math.Abs(want)) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestOracleWeibull(t *testing.T) {
	oracle.Each(t, "weibull.csv", func(t *testing.T, set *oracle.Set) {
		for _, r := range set.Table(t, "weibull.csv") {
			var tenures []survival.Tenure
			for _, row := range set.Rows {
				if g := r.Text("group_var"); g == "(all)" || row.Text(g) == r.Text("stratum") {
					tenures = append(tenures, set.Tenure(t, row))
				}
			}
			m := fit(t, parametric.Exact(tenures), parametric.Weibull)
			shape, _, _ := m.Shape()
			r.WantOpt(t, "shape", shape, 1e-7)
			r.WantOpt(t, "scale", m.Coefficients[0].TimeRatio, 1e-7)
			r.WantOpt(t, "se_log_shape", m.LogSigmaStdErr, 1e-7)
			r.WantOpt(t, "se_log_scale", m.Coefficients[0].StdErr, 1e-7)
			// The logarithm of the shape is −log σ.
			r.WantWithin(t, "cov_log", -m.Covariance()[0][1].V, 1e-6)
			r.WantWithin(t, "loglik", m.LogLik, 1e-9)
			median, err := m.Quantile(0.5, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.WantOpt(t, "median", median.Time, 1e-7)
		}
	})
}

// wantSurvreg compares with a table of survreg, whose terms are the
// coefficients' and Log(scale).
func wantSurvreg(t *testing.T, r oracle.Row, m *parametric.Model) {
	t.Helper()
	r.WantWithin(t, "loglik", m.LogLik, 1e-8)
	if r.Text("term") == "Log(scale)" {
		r.WantOpt(t, "coef", m.LogSigma, 1e-6)
		r.WantOpt(t, "se", m.LogSigmaStdErr, 1e-6)
		return
	}
	for _, c := range m.Coefficients {
		if c.Term+c.Level == r.Text("term") || c.Term == parametric.InterceptName && r.Text("term") == "(Intercept)" {
			r.WantOpt(t, "coef", c.Estimate, 1e-6)
			r.WantOpt(t, "se", c.StdErr, 1e-6)
			return
		}
	}
	t.Errorf("%s: no such term", r.At)
}

func TestOracleSurvregLung(t *testing.T) {
	set, lung := oracle.Open(t, "parametric"), oracle.Open(t, "lung")
	var tenures []survival.Tenure
	var age, sex []float64
	for _, row := range lung.Rows {
		tenures = append(tenures, lung.Tenure(t, row))
		age, sex = append(age, row.Number(t, "age").V), append(sex, row.Number(t, "sex").V)
	}
	for _, r := range set.Table(t, "survreg_lung.csv") {
		dist, ok := parametric.ParseDistribution(r.Text("dist"))
		if !ok {
			t.Fatalf("%s: distribution %s", r.At, r.Text("dist"))
		}
		m := fit(t, parametric.Exact(tenures), dist, design.Numeric("age", age), design.Numeric("sex", sex))
		wantSurvreg(t, r, m)
		r.WantOpt(t, "loglik_null", m.LogLikNull, 1e-8)
		r.WantOpt(t, "aic", m.AIC, 1e-8)
	}
}

func TestOracleSurvregIntervals(t *testing.T) {
	set := oracle.Open(t, "icens")
	var rows []parametric.Interval
	var groups []string
	for _, row := range set.Rows {
		r := parametric.Interval{Lower: row.Number(t, "left").V, Upper: math.Inf(1)}
		if right := row.Number(t, "right"); right.OK {
			r.Upper = right.V
		}
		rows, groups = append(rows, r), append(groups, row.Text("group"))
	}
	for _, r := range set.Table(t, "survreg.csv") {
		dist, ok := parametric.ParseDistribution(r.Text("dist"))
		if !ok {
			t.Fatalf("%s: distribution %s", r.At, r.Text("dist"))
		}
		wantSurvreg(t, r, fit(t, rows, dist, design.Factor("factor(group)", groups)))
	}
}

// Three stops and one censored, 14 + 8 − 2 time units at risk with one late
// entry: the rate is 3/20, and the standard error of its logarithm 1/√3.
func TestExponentialByHand(t *testing.T) {
	rows := parametric.Exact([]survival.Tenure{
		{Exit: 3, Stopped: true}, {Exit: 5, Stopped: true}, {Entry: 2, Exit: 8, Stopped: true}, {Exit: 6},
	})
	m := fit(t, rows, parametric.Exponential)
	near(t, "mean", m.Coefficients[0].TimeRatio, 20.0/3)
	near(t, "standard error", m.Coefficients[0].StdErr, 1/math.Sqrt(3))
	near(t, "log-likelihood", varighet.Some(m.LogLik), 3*math.Log(3.0/20)-3)
	q, err := m.Quantile(0.5, nil)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "median", q.Time, math.Ln2*20/3)
}

// Times may be in any unit: three stops after 0.1, 0.2 and 0.3 years have 3/0.6 a year, and so a mean
// of 0.2 years.
func TestShortTimesAreTimesToo(t *testing.T) {
	m := fit(t, parametric.Exact([]survival.Tenure{{Exit: 0.1, Stopped: true}, {Exit: 0.2, Stopped: true}, {Exit: 0.3, Stopped: true}}), parametric.Exponential)
	near(t, "mean", m.Coefficients[0].TimeRatio, 0.2)
}

// Months seen only: of 10 tenures 4 stop in the first month and 6 are censored
// after it, so the chance to stay a month is 0.6, and the rate −log 0.6.
func TestWholeMonthsByHand(t *testing.T) {
	var tenures []survival.Tenure
	for i := range 10 {
		tenures = append(tenures, survival.Tenure{Exit: 1, Stopped: i < 4})
	}
	m := fit(t, parametric.WholeMonths(tenures), parametric.Exponential)
	near(t, "mean", m.Coefficients[0].TimeRatio, -1/math.Log(0.6))
}

// A tenure of the Weibull distribution's own is found again, late entry or not:
// a row cut in two says what the whole one does, and a change of unit moves the
// intercept alone.
func TestLaws(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	for _, dist := range []parametric.Distribution{parametric.Weibull, parametric.Exponential, parametric.LogLogistic, parametric.LogNormal} {
		var tenures, cut, years []survival.Tenure
		var x, x2 []float64
		for i := range 80 {
			s := survival.Tenure{Exit: 1 + 20*rng.ExpFloat64(), Stopped: rng.IntN(4) > 0}
			if i%3 == 0 {
				s.Entry = s.Exit * rng.Float64()
			}
			v := rng.NormFloat64()
			tenures, x = append(tenures, s), append(x, v)
			years = append(years, survival.Tenure{Entry: s.Entry / 12, Exit: s.Exit / 12, Stopped: s.Stopped})
			at := (s.Entry + s.Exit) / 2
			cut = append(cut, survival.Tenure{Entry: s.Entry, Exit: at}, survival.Tenure{Entry: at, Exit: s.Exit, Stopped: s.Stopped})
			x2 = append(x2, v, v)
		}
		a := fit(t, parametric.Exact(tenures), dist, design.Numeric("x", x))
		b := fit(t, parametric.Exact(cut), dist, design.Numeric("x", x2))
		c := fit(t, parametric.Exact(years), dist, design.Numeric("x", x))
		near(t, dist.String()+": splitting", b.Coefficients[1].Estimate, a.Coefficients[1].Estimate.V)
		near(t, dist.String()+": splitting", b.Coefficients[1].StdErr, a.Coefficients[1].StdErr.V)
		near(t, dist.String()+": unit", c.Coefficients[1].Estimate, a.Coefficients[1].Estimate.V)
		near(t, dist.String()+": unit", c.Coefficients[0].Estimate, a.Coefficients[0].Estimate.V-math.Log(12))
	}
}

func TestUndefined(t *testing.T) {
	m := fit(t, parametric.Exact([]survival.Tenure{{Exit: 3, Stopped: true}, {Exit: 3, Stopped: true}}), parametric.Weibull)
	if m.Coefficients[0].Estimate.OK || len(m.Warnings) == 0 {
		t.Errorf("all at once: got %+v", m)
	}
	// σ goes to 0 where all stop together after the censored.
	m = fit(t, parametric.Exact([]survival.Tenure{{Exit: 3, Stopped: true}, {Exit: 3, Stopped: true}, {Exit: 2}}), parametric.Weibull)
	if len(m.Warnings) == 0 {
		t.Errorf("σ at 0: got no warning: %+v", m)
	}
	// The first month is all that is known of the time of both.
	m = fit(t, parametric.WholeMonths([]survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 1, Stopped: true}}), parametric.Weibull)
	if m.Coefficients[0].Estimate.OK || len(m.Warnings) == 0 {
		t.Errorf("no time known: got %+v", m)
	}
	x, _ := design.New(1)
	for _, r := range []parametric.Interval{{Lower: math.NaN()}, {Lower: -1, Upper: 2}, {}, {Lower: 3, Upper: 2}, {Entry: 2, Lower: 1, Upper: 3}} {
		var fault *survival.TenureError
		if _, err := parametric.Fit(parametric.Data{Rows: []parametric.Interval{r}, X: x}, parametric.Options{}); !errors.As(err, &fault) {
			t.Errorf("%+v: got %v, want a TenureError", r, err)
		}
	}
}

// Where there can be no model there is none, but an error with a code.
func TestNoModelIsAnError(t *testing.T) {
	one := []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2}, {Exit: 3}}
	for name, c := range map[string]struct {
		tenures  []survival.Tenure
		variable design.Variable
		code     string
	}{
		"nobody stopped":         {[]survival.Tenure{{Exit: 1}, {Exit: 2}, {Exit: 3}}, design.Numeric("x", []float64{0, 1, 2}), design.NoEvents},
		"one level":              {one, design.Factor("g", []string{"a", "a", "a"}), design.OneLevel},
		"a constant":             {one, design.Numeric("x", []float64{1, 1, 1}), design.Constant},
		"one stop, two of three": {one, design.Factor("g", []string{"a", "b", "c"}), design.FewEvents},
	} {
		x, err := design.New(3, c.variable)
		if err != nil {
			t.Fatal(err)
		}
		_, err = parametric.Fit(parametric.Data{Rows: parametric.Exact(c.tenures), X: x}, parametric.Options{})
		var p *varighet.Problem
		if !errors.As(err, &p) || p.Code != c.code {
			t.Errorf("%s: got %v, want a problem of code %s", name, err, c.code)
		}
	}
}

// Whatever the data, no number is NaN or infinite, a coefficient that is missing has a reason, and
// nothing panics.
func TestNothingIsNaN(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	times := []float64{1e-90, 1, 2, 3, 3, 1e6, 1e99}
	refused := 0
	defer func() {
		if refused > 1000 {
			t.Errorf("%d of 2000 were refused: too few are left", refused)
		}
	}()
	for i := range 2000 {
		n := 1 + rng.IntN(6)
		rows, x := make([]parametric.Interval, n), make([]float64, n)
		for k := range rows {
			lo, hi := times[rng.IntN(len(times))], times[rng.IntN(len(times))]
			rows[k] = parametric.Interval{Lower: min(lo, hi), Upper: max(lo, hi)}
			if rng.IntN(3) == 0 {
				rows[k].Upper = math.Inf(1)
			}
			if rng.IntN(3) == 0 {
				rows[k].Entry = rows[k].Lower / 2
			}
			x[k] = []float64{0, 1, 1e9, -1e50}[rng.IntN(4)]
		}
		matrix, err := design.New(n, design.Numeric("x", x))
		if err != nil {
			t.Fatal(err)
		}
		m, err := parametric.Fit(parametric.Data{Rows: rows, X: matrix}, parametric.Options{Distribution: parametric.Distribution(rng.IntN(4))})
		if err != nil { // nobody stopped, or x is a constant
			refused++
			continue
		}
		for _, c := range m.Coefficients {
			if !c.Estimate.OK && c.Reason == "" {
				t.Fatalf("case %d: no reason for what is missing of %+v", i, c)
			}
			for _, v := range []varighet.Opt[float64]{c.Estimate, c.StdErr, c.TimeRatio, c.Lower, c.Upper, c.Z, c.P, m.LogSigma, m.LogLikNull} {
				if math.IsNaN(v.V) || math.IsInf(v.V, 0) {
					t.Fatalf("case %d: %+v", i, m)
				}
			}
		}
		if math.IsNaN(m.LogLik) || math.IsInf(m.LogLik, 0) {
			t.Fatalf("case %d: %+v", i, m)
		}
	}
}
