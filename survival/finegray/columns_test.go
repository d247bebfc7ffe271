package finegray_test

import (
	"math"
	"strings"
	"testing"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/cox"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/finegray"
)

// tenRows has stops for it, for another cause, and some censored.
func tenRows() finegray.Data {
	d := finegray.Data{Causes: []string{"it", "other", "it", "", "it", "it", "other", "it", "", "it"}}
	for i, c := range d.Causes {
		d.Tenures = append(d.Tenures, survival.Tenure{Exit: float64(i + 1), Stopped: c != ""})
	}
	return d
}

var tenNumbers = []float64{1, 0, 1, 1, 0, 1, 0, 0, 1, 0}

// A column that is another in other units has no coefficient, and the third is as it is without it.
func TestAColumnThatFollowsHasNoCoefficient(t *testing.T) {
	again := make([]float64, 10)
	for i, x := range tenNumbers {
		again[i] = 3 + 2*x
	}
	other := []float64{1, 2, 3, 4, 3, 2, 1, 2, 3, 4}
	d := tenRows()
	var err error
	if d.X, err = design.New(10, design.Numeric("x", tenNumbers), design.Numeric("again", again), design.Numeric("y", other)); err != nil {
		t.Fatal(err)
	}
	m := fit(t, d, "it")
	if d.X, err = design.New(10, design.Numeric("x", tenNumbers), design.Numeric("y", other)); err != nil {
		t.Fatal(err)
	}
	want := fit(t, d, "it")
	near(t, "x", m.Coefficients[0].Estimate, want.Coefficients[0].Estimate.V)
	near(t, "y", m.Coefficients[2].Estimate, want.Coefficients[1].Estimate.V)
	near(t, "y, standard error", m.Coefficients[2].StdErr, want.Coefficients[1].StdErr.V)
	if c := m.Coefficients[1]; c.Estimate.OK || c.StdErr.OK || c.Reason == "" || !strings.Contains(strings.Join(m.Warnings, "\n"), "no coefficient for again") {
		t.Errorf("got %+v and %q, want a reason and a warning", c, m.Warnings)
	}
}

// Numbers of any size, around any place, have the same effect a unit: 1000 x + 1e6 has a thousandth of it.
func TestLawUnitsOfANumber(t *testing.T) {
	d, moved := tenRows(), make([]float64, 10)
	for i, x := range tenNumbers {
		moved[i] = 1000*x + 1e6
	}
	d.X, _ = design.New(10, design.Numeric("x", tenNumbers))
	a := fit(t, d, "it").Coefficients[0]
	d.X, _ = design.New(10, design.Numeric("x", moved))
	b := fit(t, d, "it").Coefficients[0]
	near(t, "β", b.Estimate, a.Estimate.V/1000)
	near(t, "standard error", b.StdErr, a.StdErr.V/1000)
	near(t, "z", b.Z, a.Z.V)
	near(t, "ratio", b.HazardRatio, math.Exp(a.Estimate.V/1000))
}

func TestFitRefuses(t *testing.T) {
	for name, change := range map[string]func(*finegray.Data, *finegray.Options){
		"a level of 1":          func(_ *finegray.Data, o *finegray.Options) { o.ConfLevel = 1 },
		"a level below 0":       func(_ *finegray.Data, o *finegray.Options) { o.ConfLevel = -0.5 },
		"a level of no number":  func(_ *finegray.Data, o *finegray.Options) { o.ConfLevel = math.NaN() },
		"a cause too few":       func(d *finegray.Data, _ *finegray.Options) { d.Causes = d.Causes[:9] },
		"a cluster too few":     func(d *finegray.Data, _ *finegray.Options) { d.Cluster = d.Causes[:9] },
		"no covariates":         func(d *finegray.Data, _ *finegray.Options) { d.X = nil },
		"an exit below 0":       func(d *finegray.Data, _ *finegray.Options) { d.Tenures[3].Exit = -1 },
		"an exit of no number":  func(d *finegray.Data, _ *finegray.Options) { d.Tenures[3].Exit = math.NaN() },
		"entry and exit as one": func(d *finegray.Data, _ *finegray.Options) { d.Tenures[3].Entry = math.Nextafter(4, 0) },
		"a weight below 0":      func(d *finegray.Data, _ *finegray.Options) { d.Weights = []float64{1, 1, 1, -1, 1, 1, 1, 1, 1, 1} },
		"no weight":             func(d *finegray.Data, _ *finegray.Options) { d.Weights = make([]float64, 10) },
	} {
		d, opt := tenRows(), finegray.Options{Cause: "it"}
		d.X, _ = design.New(10, design.Numeric("x", tenNumbers))
		if _, err := finegray.Fit(d, opt); err != nil {
			t.Fatal(err)
		}
		change(&d, &opt)
		if m, err := finegray.Fit(d, opt); err == nil {
			t.Errorf("%s: got %+v, want an error", name, m)
		}
	}
}

// The table says of how many clusters, one too.
func TestPrintsClusters(t *testing.T) {
	d := tenRows()
	d.X, _ = design.New(10, design.Numeric("x", tenNumbers))
	if s := fit(t, d, "it").String(); strings.Contains(s, "clusters") || !strings.HasPrefix(s, "it: n = 10, events = 6, competing = 2\n") {
		t.Errorf("without clusters:\n%s", s)
	}
	d.Cluster = strings.Split("aaaaaaaaaa", "")
	if s := fit(t, d, "it").String(); !strings.HasPrefix(s, "it: n = 10, events = 6, competing = 2, 1 cluster") {
		t.Errorf("one cluster:\n%s", s)
	}
}

// Without other causes the model is Cox's. A row of weight 1e9 comes under observation after the first stops: what is
// at risk before is next to nothing beside it, and is not the rounding of a difference.
func TestLawHeavyRowsThatEnterLate(t *testing.T) {
	d := finegray.Data{}
	var labels []string
	for i := range 12 {
		d.Tenures = append(d.Tenures, survival.Tenure{Exit: float64(i + 1), Stopped: i%4 != 3})
		d.Causes, d.Weights, labels = append(d.Causes, "it"), append(d.Weights, 1), append(labels, string(rune('a'+i)))
	}
	for _, entry := range []float64{4, 6} {
		d.Tenures = append(d.Tenures, survival.Tenure{Entry: entry, Exit: 9.5})
		d.Causes, d.Weights, labels = append(d.Causes, ""), append(d.Weights, 1e9), append(labels, "heavy"+string(rune('0'+int(entry))))
	}
	d.X, _ = design.New(14, design.Numeric("x", []float64{1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1, 0}))
	got := fit(t, d, "it")
	want, err := cox.Fit(cox.Data{Tenures: d.Tenures, X: d.X, Weights: d.Weights, Cluster: labels}, cox.Options{Ties: cox.Breslow})
	if err != nil {
		t.Fatal(err)
	}
	a, b := got.Coefficients[0].Estimate, want.Coefficients[0].Estimate
	if !a.OK || !b.OK || math.Abs(a.V-b.V) > 1e-6 || math.Abs(got.LogLik-want.LogLik) > 1e-6*math.Abs(want.LogLik) {
		t.Errorf("got %v with %v, want Cox's %v with %v", a, got.LogLik, b, want.LogLik)
	}
}
