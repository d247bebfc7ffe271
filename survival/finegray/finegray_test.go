package finegray_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/cox"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/finegray"
	"github.com/varighet/varighet/survival/internal/oracle"
)

func near(t *testing.T, what string, got varighet.Opt[float64], want float64) {
	t.Helper()
	if !got.OK || math.Abs(got.V-want) > 1e-8*(1+math.Abs(want)) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func fit(t *testing.T, d finegray.Data, cause string) *finegray.Model {
	t.Helper()
	m, err := finegray.Fit(d, finegray.Options{Cause: cause})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Agreement with cmprsk::crr (cmprsk 2.2.11).
func TestOracle(t *testing.T) {
	oracle.Each(t, "finegray.csv", func(t *testing.T, set *oracle.Set) {
		var vars []design.Variable
		var d finegray.Data
		for _, term := range strings.Split(set.FG, " + ") {
			column := strings.TrimSuffix(strings.TrimPrefix(term, "factor("), ")")
			var labels []string
			var values []float64
			for _, r := range set.Rows {
				labels = append(labels, r.Text(column))
				v, _ := strconv.ParseFloat(r.Text(column), 64)
				values = append(values, v)
			}
			if column == term {
				vars = append(vars, design.Numeric(term, values))
			} else {
				vars = append(vars, design.Factor(term, labels))
			}
		}
		for _, r := range set.Rows {
			d.Tenures, d.Causes = append(d.Tenures, set.Tenure(t, r)), append(d.Causes, r.Text(set.Cause))
		}
		var err error
		if d.X, err = design.New(len(d.Tenures), vars...); err != nil {
			t.Fatal(err)
		}
		models := map[string]*finegray.Model{}
		for _, r := range set.Table(t, "finegray.csv") {
			cause := r.Text("cause")
			if models[cause] == nil {
				models[cause] = fit(t, d, cause)
			}
			found := false
			for _, c := range models[cause].Coefficients {
				if c.Term+c.Level == r.Text("term") {
					found = true
					r.WantOpt(t, "coef", c.Estimate, 1e-6)
					r.WantOpt(t, "shr", c.HazardRatio, 1e-6)
					r.WantOpt(t, "se", c.StdErr, 1e-6)
					r.WantOpt(t, "z", c.Z, 1e-6)
					r.WantOpt(t, "p", c.P, 1e-5)
				}
			}
			if !found {
				t.Errorf("%s: no such term", r.At)
			}
			r.WantWithin(t, "loglik", models[cause].LogLik, 1e-8)
		}
	})
}

// x = 1 stops for the other cause at 1, x = 0 for the cause at 2, x = 1 for the
// cause at 3. Nobody is censored, so the first counts in full in both risk sets:
// with θ = exp(β), L = 1/(1+2θ) · θ/(2θ), which rises for ever as β falls. One
// more x = 1 that stops for the cause at 1 makes it θ/(1+3θ) · 1/(1+2θ) · ½,
// greatest at 6θ² = 1.
func TestByHand(t *testing.T) {
	d := finegray.Data{Causes: []string{"other", "it", "it"},
		Tenures: []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2, Stopped: true}, {Exit: 3, Stopped: true}}}
	d.X, _ = design.New(3, design.Numeric("x", []float64{1, 0, 1}))
	if c := fit(t, d, "it").Coefficients[0]; c.Infinite != -1 || c.Estimate.OK || c.Reason == "" {
		t.Errorf("got %+v, want −∞", c)
	}
	d.Causes, d.Tenures = append(d.Causes, "it"), append(d.Tenures, survival.Tenure{Exit: 1, Stopped: true})
	d.X, _ = design.New(4, design.Numeric("x", []float64{1, 0, 1, 1}))
	near(t, "hazard ratio", fit(t, d, "it").Coefficients[0].HazardRatio, 1/math.Sqrt(6))
}

// Without other causes the model is Cox's, late entry or not, and its standard
// error the robust one.
func TestOneCauseIsCox(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 50 {
		n := 40
		var d finegray.Data
		var x []float64
		var rows []string
		for i := range n {
			entry := float64(max(0, rng.IntN(8)-4))
			d.Tenures = append(d.Tenures, survival.Tenure{Entry: entry, Exit: entry + 1 + float64(rng.IntN(9)), Stopped: rng.IntN(3) > 0})
			d.Causes, x, rows = append(d.Causes, "it"), append(x, rng.NormFloat64()), append(rows, strconv.Itoa(i))
		}
		d.X, _ = design.New(n, design.Numeric("x", x))
		want, err := cox.Fit(cox.Data{Tenures: d.Tenures, X: d.X, Cluster: rows}, cox.Options{Ties: cox.Breslow})
		if err != nil {
			t.Fatal(err)
		}
		got := fit(t, d, "it").Coefficients[0]
		near(t, "β", got.Estimate, want.Coefficients[0].Estimate.V)
		near(t, "se", got.StdErr, want.Coefficients[0].RobustStdErr.V)
	}
}

// With late entry the estimate is about that of the whole cohort before it was
// truncated. Truth: F(t | x) = 1 − (1 − p(1 − exp(−t)))^exp(βx), β = ½, as in
// Fine and Gray's simulation.
func TestLateEntryFindsTheTruth(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	var d finegray.Data
	var x []float64
	for len(x) < 20000 {
		v := float64(rng.IntN(2))
		hr := math.Exp(0.5 * v)
		top := 1 - math.Pow(0.4, hr) // share that stops for the cause in the end; p = 0.6
		var exit float64
		cause := "other"
		if u := rng.Float64(); u < top {
			cause = "it"
			exit = -math.Log(1 - (1-math.Pow(1-u, 1/hr))/0.6)
		} else {
			exit = rng.ExpFloat64()
		}
		s := survival.Tenure{Entry: max(0, 2*rng.Float64()-1), Exit: exit, Stopped: true}
		if c := 3 * rng.Float64(); c < exit {
			s.Exit, s.Stopped = c, false
		}
		if s.Exit > s.Entry {
			d.Tenures, d.Causes, x = append(d.Tenures, s), append(d.Causes, cause), append(x, v)
		}
	}
	d.X, _ = design.New(len(x), design.Numeric("x", x))
	c := fit(t, d, "it").Coefficients[0]
	if math.Abs(c.Estimate.V-0.5) > 3*c.StdErr.V {
		t.Errorf("got %v ± %v, want 0.5", c.Estimate.V, c.StdErr.V)
	}
}

func TestUndefined(t *testing.T) {
	x, _ := design.New(2, design.Numeric("x", []float64{0, 1}))
	d := finegray.Data{Tenures: []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2}}, Causes: []string{"other", ""}, X: x}
	for name, c := range map[string]struct {
		variable design.Variable
		cause    string
		code     string
	}{
		"nobody stopped for it":  {design.Numeric("x", []float64{0, 1, 2}), "it", design.NoEvents},
		"one level":              {design.Factor("g", []string{"a", "a", "a"}), "other", design.OneLevel},
		"a constant":             {design.Numeric("x", []float64{1, 1, 1}), "other", design.Constant},
		"one stop, two of three": {design.Factor("g", []string{"a", "b", "c"}), "other", design.FewEvents},
	} {
		x, _ := design.New(3, c.variable)
		_, err := finegray.Fit(finegray.Data{Tenures: []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2}, {Exit: 3}},
			Causes: []string{"other", "", ""}, X: x}, finegray.Options{Cause: c.cause})
		var p *varighet.Problem
		if !errors.As(err, &p) || p.Code != c.code {
			t.Errorf("%s: got %v, want a problem of code %s", name, err, c.code)
		}
	}
	if _, err := finegray.Fit(finegray.Data{X: x}, finegray.Options{}); err == nil {
		t.Error("no rows: got no error")
	}
	d.Tenures = []survival.Tenure{{Exit: 1}, {Entry: 2, Exit: 2}}
	if _, err := finegray.Fit(d, finegray.Options{}); err == nil {
		t.Error("entry at exit: got no error")
	}
}

// Whatever the data, no number is NaN or infinite, and nothing panics.
func TestNothingIsNaN(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	refused := 0
	defer func() {
		if refused > 2000 {
			t.Errorf("%d of 3000 were refused: too few are left", refused)
		}
	}()
	for i := range 3000 {
		n := 1 + rng.IntN(8)
		var d finegray.Data
		x := make([]float64, n)
		for k := range x {
			entry := float64(max(0, rng.IntN(6)-3))
			d.Tenures = append(d.Tenures, survival.Tenure{Entry: entry, Exit: entry + 1 + float64(rng.IntN(4)), Stopped: rng.IntN(3) > 0})
			d.Causes = append(d.Causes, []string{"it", "other"}[rng.IntN(2)])
			x[k] = []float64{0, 1, 1e90, -1e99, 700}[rng.IntN(5)]
		}
		d.X, _ = design.New(n, design.Numeric("x", x))
		m, err := finegray.Fit(d, finegray.Options{Cause: "it"})
		if err != nil { // nobody stopped for it, or x is a constant
			refused++
			continue
		}
		for _, c := range m.Coefficients {
			for _, v := range []varighet.Opt[float64]{c.Estimate, c.StdErr, c.HazardRatio, c.Lower, c.Upper, c.Z, c.P} {
				if math.IsNaN(v.V) || math.IsInf(v.V, 0) {
					t.Fatalf("case %d: %+v", i, c)
				}
			}
		}
		if math.IsNaN(m.LogLik) || math.IsInf(m.LogLik, 0) {
			t.Fatalf("case %d: %+v", i, m)
		}
	}
}

// At 1 two of four a's stop for the cause, at 2 one of two c's among them and a's:
// the coefficient of c goes to +∞, and the likelihood to (1/4)²·½. The c's come
// late; rounding of what they would have been in the risk set at 1 must not make a
// maximum.
func TestNoMaximumWithLateEntry(t *testing.T) {
	d := finegray.Data{Weights: []float64{3, 2, 1, 1, 2, 2, 3, 2}, Causes: []string{"c", "a", "a", "c", "c", "c", "c", "c"},
		Tenures: []survival.Tenure{{Entry: 2, Exit: 3}, {Exit: 1}, {Entry: 1, Exit: 2}, {Entry: 1, Exit: 2}, {Entry: 1, Exit: 2}, {Exit: 3},
			{Entry: 1, Exit: 2}, {Entry: 2, Exit: 3}}}
	for i := range d.Tenures {
		d.Tenures[i].Stopped = true
	}
	d.X, _ = design.New(8, design.Factor("g", []string{"a", "a", "c", "c", "a", "a", "a", "c"}))
	m := fit(t, d, "a")
	if k := m.Coefficients[0]; k.Infinite != 1 || k.Estimate.OK || k.P.OK {
		t.Errorf("got %+v, want +∞", k)
	}
	if want := -5 * math.Ln2; math.Abs(m.LogLik-want) > 1e-6 {
		t.Errorf("log-likelihood: got %v, want it to go to %v", m.LogLik, want)
	}
}

// At the maximum the influences add up to 0, so a single cluster has no standard error.
func TestOneCluster(t *testing.T) {
	d := finegray.Data{Causes: []string{"a", "b", "a", "a", ""}}
	for i, c := range d.Causes {
		d.Tenures = append(d.Tenures, survival.Tenure{Exit: float64(i + 1), Stopped: c != ""})
		d.Cluster = append(d.Cluster, "k")
	}
	d.X, _ = design.New(5, design.Numeric("x", []float64{1, 0, 0, 1, 0}))
	m := fit(t, d, "a")
	k := m.Coefficients[0]
	if !k.Estimate.OK || k.StdErr.OK || k.Lower.OK || k.P.OK || k.Reason != "no standard error: there is one cluster" {
		t.Errorf("got %+v, want an estimate only", k)
	}
}
