package cox_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/cox"
	"github.com/varighet/varighet/survival/design"
)

// All who stop have x = 1, and y = 0, in every risk set: the likelihood rises for ever as the one
// coefficient goes up and the other down. A warning for each way names it.
func TestInfiniteCoefficientsAreNamed(t *testing.T) {
	tenures := []survival.Tenure{stop(1), stop(2), stop(3), censor(4), censor(4)}
	for want, x := range map[string][]float64{"no finite estimate of x, which goes to +∞": {1, 1, 1, 0, 0}, "no finite estimate of x, which goes to −∞": {0, 0, 0, 1, 1}} {
		m := fit(t, rows(tenures, x...), cox.Options{})
		if !slices.ContainsFunc(m.Warnings, func(w string) bool { return strings.HasPrefix(w, want) }) {
			t.Errorf("got %q, want %q", m.Warnings, want)
		}
		if k := m.Coefficients[0]; k.Infinite == 0 || k.Estimate.OK || k.Z.OK || k.Reason == "" || m.Wald.Chi2.OK || m.Wald.Reason == "" {
			t.Errorf("got %+v and %+v, want no estimate and no Wald test", k, m.Wald)
		}
		if _, err := m.Residuals(); err == nil {
			t.Error("residuals without an estimate")
		}
	}
}

// Firth's penalty takes each event with each row at risk, and is for few: of 12 000 stops at times of
// their own that is 12 000² · (1 + 1²) steps for one number, and 7000² · (1 + 2²) for two of 7000, more than 2e8.
func TestFirthOfManyIsRefused(t *testing.T) {
	for n, numbers := range map[int]int{12000: 1, 7000: 2} {
		d := cox.Data{Tenures: make([]survival.Tenure, n)}
		x, y := make([]float64, n), make([]float64, n)
		for i := range n {
			d.Tenures[i], x[i], y[i] = stop(float64(i+1)), float64(i%2), float64(i%3)
		}
		var err error
		if d.X, err = design.New(n, []design.Variable{design.Numeric("x", x), design.Numeric("y", y)}[:numbers]...); err != nil {
			t.Fatal(err)
		}
		if m, err := cox.Fit(d, cox.Options{Firth: true}); err == nil || !strings.Contains(err.Error(), "Firth") {
			t.Errorf("%d rows: got %+v, %v, want an error", n, m, err)
		}
	}
}

// A row of weight 0 is not there, whatever its number.
func TestARowOfWeight0MayHaveAnyNumber(t *testing.T) {
	tenures := []survival.Tenure{stop(1), stop(2), censor(3), stop(2)}
	for _, x := range []float64{1e100, -1e100, 5} {
		d := rows(tenures, 1, 0, 1, x)
		d.Weights = []float64{1, 1, 1, 0}
		m := fit(t, d, cox.Options{})
		near(t, "β", m.Coefficients[0].Estimate, -math.Ln2/2)
		if m.N != 3 || m.Events != 2 {
			t.Errorf("%v: got %d rows and %d stops, want 3 and 2", x, m.N, m.Events)
		}
	}
}

// Numbers as large as a design takes have a model: in units of 1e100 they are 1, 0 and 1.
func TestLargeNumbers(t *testing.T) {
	m := fit(t, rows([]survival.Tenure{stop(1), stop(2), censor(3)}, 1e100, 0, 1e100), cox.Options{})
	if k := m.Coefficients[0]; !k.Estimate.OK || math.Abs(k.Estimate.V*1e100+math.Ln2/2) > 1e-9 {
		t.Errorf("got %+v, want −½ log 2 in units of 1e100", k)
	}
}

// What a frailty model says of a coefficient goes together as in any: exp(β), limits z standard errors
// away, z and p; and nothing is said to be missing.
func TestLawOfFrailtyCoefficients(t *testing.T) {
	d := aml(t)
	for _, x := range d.Tenures { // alike by how long they were followed, so that clusters differ beyond chance
		d.Cluster = append(d.Cluster, []string{"short", "middle", "long"}[min(int(x.Exit)/20, 2)])
	}
	m, err := cox.FitFrailty(d, cox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !(m.Variance > 0.1) {
		t.Errorf("got a variance of %v between clusters", m.Variance)
	}
	if strings.Contains(strings.Join(m.Warnings, "\n"), "standard errors") {
		t.Errorf("got the warnings %q", m.Warnings)
	}
	for _, k := range m.Coefficients {
		if !k.Estimate.OK || !k.StdErr.OK || k.Reason != "" {
			t.Fatalf("got %+v, want an estimate with its error", k)
		}
		b, se := k.Estimate.V, k.StdErr.V
		near(t, "exp(β)", k.HazardRatio, math.Exp(b))
		near(t, "lower", k.Lower, math.Exp(b-1.959963984540054*se))
		near(t, "upper", k.Upper, math.Exp(b+1.959963984540054*se))
		near(t, "z", k.Z, b/se)
		near(t, "p", k.P, math.Erfc(math.Abs(b/se)/math.Sqrt2))
	}
}

func TestFrailtyRefuses(t *testing.T) {
	good := func() cox.Data {
		d := rows([]survival.Tenure{stop(1), stop(2), censor(3), stop(4)}, 1, 0, 1, 0)
		d.Cluster = []string{"a", "a", "b", "b"}
		return d
	}
	if _, err := cox.FitFrailty(good(), cox.Options{}); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*cox.Data, *cox.Options){
		"no clusters":       func(d *cox.Data, _ *cox.Options) { d.Cluster = nil },
		"exact ties":        func(_ *cox.Data, o *cox.Options) { o.Ties = cox.Exact },
		"Firth's penalty":   func(_ *cox.Data, o *cox.Options) { o.Firth = true },
		"a level of 95":     func(_ *cox.Data, o *cox.Options) { o.ConfLevel = 95 },
		"a cluster too few": func(d *cox.Data, _ *cox.Options) { d.Cluster = d.Cluster[:3] },
		"one cluster":       func(d *cox.Data, _ *cox.Options) { d.Cluster = []string{"a", "a", "a", "a"} },
		"no weight":         func(d *cox.Data, _ *cox.Options) { d.Weights = make([]float64, 4) },
		"a weight below 0":  func(d *cox.Data, _ *cox.Options) { d.Weights = []float64{1, 1, -1, 1} },
		"nobody stops": func(d *cox.Data, _ *cox.Options) {
			for i := range d.Tenures {
				d.Tenures[i].Stopped = false
			}
		},
		"no finite estimate": func(d *cox.Data, _ *cox.Options) {
			d.Tenures = []survival.Tenure{stop(1), censor(4), stop(2), censor(4)}
		},
	} {
		d, opt := good(), cox.Options{}
		change(&d, &opt)
		if m, err := cox.FitFrailty(d, opt); err == nil {
			t.Errorf("%s: got %+v, want an error", name, m)
		}
	}
}

// The rank of a tied time is the mean of the ranks of those tied: of exits 1, 2, 2, 4 they are 1, 2½, 2½, 4.
// With x = 1, 0, 1, 0 the check by rank is that by identity of the ranks themselves.
func TestRanksOfTiedTimes(t *testing.T) {
	x := []float64{1, 0, 1, 0, 1, 0}
	check := func(times []float64, transform cox.Transform) float64 {
		t.Helper()
		var tenures []survival.Tenure
		for _, at := range times {
			tenures = append(tenures, stop(at))
		}
		m := fit(t, rows(tenures, x...), cox.Options{})
		tests, err := m.ProportionalHazards(transform)
		if err != nil || !tests[0].Chi2.OK {
			t.Fatalf("got %+v, %v", tests, err)
		}
		return tests[0].Chi2.V
	}
	got, want := check([]float64{1, 2, 2, 4, 7, 7}, cox.TransformRank), check([]float64{1, 2.5, 2.5, 4, 5.5, 5.5}, cox.TransformIdentity)
	if math.Abs(got-want) > 1e-9*(1+want) {
		t.Errorf("by rank %v, by identity of the ranks %v", got, want)
	}
}

// A stop at time 0 has no logarithm.
func TestNoCheckOnTheLogScaleOfAStopAtTime0(t *testing.T) {
	m := fit(t, rows([]survival.Tenure{stop(0), stop(2), stop(3), censor(4)}, 1, 0, 1, 0), cox.Options{})
	if tests, err := m.ProportionalHazards(cox.TransformLog); err == nil {
		t.Errorf("got %+v, want an error", tests)
	}
	if _, ok := cox.ParseTransform("square"); ok {
		t.Error("a transform that is none is read")
	}
}

// A factor's level that nobody stops in, beside one with nobody either: no value of the difference is
// more likely than another, and it is said.
func TestTwoLevelsThatNobodyStopsIn(t *testing.T) {
	tenures := []survival.Tenure{stop(1), stop(2), censor(3), censor(4), stop(2)}
	x, err := design.New(5, design.Factor("g", []string{"c", "c", "a", "b", "c"}))
	if err != nil {
		t.Fatal(err)
	}
	m := fit(t, cox.Data{Tenures: tenures, X: x}, cox.Options{})
	b := m.Coefficients[0]
	if b.Name() != "g[b]" || b.Infinite != 0 || b.Estimate.OK || !strings.Contains(b.Reason, "nobody stopped in") ||
		!strings.Contains(strings.Join(m.Warnings, "\n"), "g[b]: ") {
		t.Errorf("got %+v and %q", b, m.Warnings)
	}
}

// A column that follows from others has no coefficient, and no check of its own: the checks are of x, and of
// all, which is the same.
func TestNoCheckOfAColumnWithoutACoefficient(t *testing.T) {
	tenures := []survival.Tenure{stop(1), stop(2), stop(3), censor(4), stop(5)}
	x, err := design.New(5, design.Numeric("x", []float64{1, 0, 1, 1, 0}), design.Numeric("again", []float64{12, 10, 12, 12, 10}))
	if err != nil {
		t.Fatal(err)
	}
	tests, err := fit(t, cox.Data{Tenures: tenures, X: x}, cox.Options{}).ProportionalHazards(cox.TransformIdentity)
	if err != nil || len(tests) != 2 || tests[0].Term != "x" || tests[1].Term != "" || !tests[0].Chi2.OK || tests[0].Test != tests[1].Test {
		t.Errorf("got %+v, %v, want a check of x and the same of all", tests, err)
	}
}

func TestLevelsThatAreNone(t *testing.T) {
	for _, level := range []float64{1, -0.95, 95, math.NaN()} {
		if m, err := cox.Fit(rows([]survival.Tenure{stop(1), stop(2), censor(3)}, 1, 0, 1), cox.Options{ConfLevel: level}); err == nil {
			t.Errorf("level %v: got %+v, want an error", level, m)
		}
	}
}

// Curves come by stratum, with numbers in the order of their size: 2 before 10.
func TestCurvesComeInTheOrderOfStrata(t *testing.T) {
	d := rows([]survival.Tenure{stop(1), stop(2), censor(3), stop(2), stop(3), censor(4)}, 1, 0, 1, 0, 1, 1)
	d.Strata = []string{"10", "10", "10", "2", "2", "2"}
	m := fit(t, d, cox.Options{})
	curves, err := m.Curves([]float64{0}, survival.Log)
	if err != nil || len(curves) != 2 || curves[0].Stratum != "2" || curves[1].Stratum != "10" || curves[0].Points[0].Time != 2 {
		t.Errorf("got %+v, %v, want the curves of 2 and 10", curves, err)
	}
	if _, err := m.Curves([]float64{0, 1}, survival.Log); err == nil {
		t.Error("a profile of two values for one column has curves")
	}
	if _, err := m.Curves([]float64{0}, survival.Plain); err == nil {
		t.Error("a Cox curve has plain limits")
	}
	if _, err := m.Curves([]float64{1e300}, survival.Log); err == nil {
		t.Error("a profile beyond all numbers has curves")
	}
}

// Of 300 rows no two have the same covariates, so that they are counted one by one. R 4.2.2, survival 3.5.3:
// coxph(Surv(t, s) ~ x + y) of i <- 1:300; t <- (i*7919)%%301 + 1; s <- i%%3 > 0; x <- sin(i); y <- cos(3*i). No
// times are tied, so that Efron's and Breslow's are one.
func TestManyPatternsAgreeWithR(t *testing.T) {
	var d cox.Data
	var x, y []float64
	for i := 1; i <= 300; i++ {
		d.Tenures = append(d.Tenures, survival.Tenure{Exit: float64(i*7919%301 + 1), Stopped: i%3 > 0})
		x, y = append(x, math.Sin(float64(i))), append(y, math.Cos(3*float64(i)))
	}
	var err error
	if d.X, err = design.New(300, design.Numeric("x", x), design.Numeric("y", y)); err != nil {
		t.Fatal(err)
	}
	for _, ties := range []cox.Ties{cox.Efron, cox.Breslow} {
		m := fit(t, d, cox.Options{Ties: ties})
		near(t, "x", m.Coefficients[0].Estimate, 0.012133858715941961)
		near(t, "y", m.Coefficients[1].Estimate, -0.034161463891797882)
		near(t, "x, standard error", m.Coefficients[0].StdErr, 0.099688938570713537)
		near(t, "y, standard error", m.Coefficients[1].StdErr, 0.100204770357384676)
		if math.Abs(m.LogLikNull+944.46203294802081) > 1e-9 || math.Abs(m.LogLik+944.39670141391889) > 1e-9 {
			t.Errorf("log-likelihoods: got %v and %v, want −944.462… and −944.396…", m.LogLikNull, m.LogLik)
		}
	}
}
