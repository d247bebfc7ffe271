package hazard_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/hazard"
	"github.com/varighet/varighet/survival/internal/oracle"
)

func tabulate(t *testing.T, d hazard.Data, bands []int) *hazard.Table {
	t.Helper()
	table, err := hazard.Tabulate(d, bands)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func fit(t *testing.T, d hazard.Data, bands []int, opt hazard.Options) *hazard.Model {
	t.Helper()
	m, err := tabulate(t, d, bands).Fit(opt)
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

// oracleData are the agreements of a simulated register, whose month 0 is 2001-05.
func oracleData(t *testing.T, set *oracle.Set) hazard.Data {
	t.Helper()
	d := hazard.Data{}
	var groups []string
	for _, r := range set.Rows {
		d.Tenures = append(d.Tenures, set.Tenure(t, r))
		d.Start = append(d.Start, varighet.MonthOf(2001, 5)+varighet.Month(r.Number(t, "start_idx").V))
		groups = append(groups, r.Text("size_group"))
	}
	var err error
	if d.X, err = design.New(len(d.Tenures), design.Factor("factor(g)", groups)); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestOracleCells(t *testing.T) {
	oracle.Each(t, "glm_cells.csv", func(t *testing.T, set *oracle.Set) {
		d := oracleData(t, set)
		table := tabulate(t, d, nil)
		got := map[string]hazard.Cell{}
		for _, c := range table.Cells {
			group := 1
			for j, x := range d.X.Pattern(c.Pattern) {
				if x == 1 {
					group = j + 2
				}
			}
			got[fmt.Sprint(c.Year, group, table.Bands[c.Band])] = c
		}
		rows := set.Table(t, "glm_cells.csv")
		for _, r := range rows {
			c, ok := got[fmt.Sprint(r.Text("yr"), r.Text("g"), r.Text("b"))]
			if !ok {
				c, ok = got[r.Text("yr")+" "+r.Text("g")+" "+r.Text("b")]
			}
			if !ok {
				t.Fatalf("%s: no such cell", r.At)
			}
			r.WantWithin(t, "events", float64(c.Events), 0)
			r.WantWithin(t, "months", float64(c.Months), 0)
		}
		if len(rows) != len(table.Cells) {
			t.Errorf("got %d cells, want %d", len(table.Cells), len(rows))
		}
	})
}

func TestOracleModels(t *testing.T) {
	oracle.Each(t, "glm.csv", func(t *testing.T, set *oracle.Set) {
		d := oracleData(t, set)
		models := map[string]*hazard.Model{
			"discrete_cloglog":             fit(t, d, nil, hazard.Options{}),
			"discrete_logit":               fit(t, d, nil, hazard.Options{Link: hazard.Logit}),
			"poisson_piecewise_year_trend": fit(t, d, nil, hazard.Options{Link: hazard.Poisson, Calendar: hazard.Trend}),
		}
		bands := map[string]string{}
		table := tabulate(t, d, nil)
		for i, b := range table.Bands {
			bands[fmt.Sprintf("factor(b)%d", b)] = hazard.BandTerm + table.BandName(i)
		}
		for _, r := range set.Table(t, "glm.csv") {
			m := models[r.Text("model")]
			term := r.Text("term")
			switch {
			case term == "(Intercept)":
				term = hazard.InterceptName
			case term == "I(yr - 2001)":
				term = hazard.YearTerm
			case bands[term] != "":
				term = bands[term]
			}
			found := false
			for _, c := range m.Coefficients {
				if c.Term+c.Level != term {
					continue
				}
				found = true
				r.WantOpt(t, "coef", c.Estimate, 1e-8)
				r.WantOpt(t, "se", c.StdErr, 1e-8)
				r.WantOpt(t, "z", c.Z, 1e-8)
				r.WantOpt(t, "p", c.P, 1e-6)
				r.WantWithin(t, "lower", math.Log(c.Lower.V), 1e-7)
				r.WantWithin(t, "upper", math.Log(c.Upper.V), 1e-7)
			}
			if !found {
				t.Errorf("%s: no coefficient of %s", r.At, term)
			}
			r.WantOpt(t, "deviance", m.Deviance, 1e-8)
			r.WantWithin(t, "loglik", m.LogLik, 1e-8)
		}
	})
}

// Two groups over three months: of a, 4 months at risk and 1 stop; of b, 5 and
// 2, one tenure entering after its first month. The hazards are 1/4 and 2/5.
func TestModelsByHand(t *testing.T) {
	tenures := []survival.Tenure{
		{Exit: 3}, {Exit: 1, Stopped: true}, // a
		{Entry: 1, Exit: 3, Stopped: true}, {Exit: 2, Stopped: true}, {Exit: 1}, // b
	}
	x, _ := design.New(5, design.Factor("g", []string{"a", "a", "b", "b", "b"}))
	d := hazard.Data{Tenures: tenures, X: x}
	one := []int{0}

	m := fit(t, d, one, hazard.Options{Link: hazard.Logit})
	near(t, "odds", m.Coefficients[0].Ratio, 1.0/3)
	near(t, "odds ratio", m.Coefficients[1].Ratio, 2)
	near(t, "its standard error", m.Coefficients[1].StdErr, math.Sqrt(1+1.0/3+1.0/2+1.0/3))

	m = fit(t, d, one, hazard.Options{})
	near(t, "hazard ratio", m.Coefficients[1].Ratio, math.Log(3.0/5)/math.Log(3.0/4))

	m = fit(t, d, one, hazard.Options{Link: hazard.Poisson})
	near(t, "rate per year", m.Coefficients[0].Ratio, 12*1.0/4)
	near(t, "rate ratio", m.Coefficients[1].Ratio, (2.0/5)/(1.0/4))
	near(t, "its standard error", m.Coefficients[1].StdErr, math.Sqrt(1+1.0/2))
	h, err := m.Hazards([]float64{1}, 0)
	if err != nil || len(h) != 1 {
		t.Fatal(h, err)
	}
	near(t, "rate of b", h[0].Estimate, 12*2.0/5)
}

// Of the same two groups: with a hazard of 3/9 for all, the logarithm of
//
//	C(4, 1) (1/3) (2/3)³ · C(5, 2) (1/3)² (2/3)³
//
// and of the Poisson chances of 1 and 2 stops where 4/3 and 5/3 are expected; with hazards of their own,
// the same of 1/4 and 2/5, and of 1 and 2 expected.
func TestLikelihoodsByHand(t *testing.T) {
	x, _ := design.New(5, design.Factor("g", []string{"a", "a", "b", "b", "b"}))
	d := hazard.Data{X: x, Tenures: []survival.Tenure{{Exit: 3}, {Exit: 1, Stopped: true},
		{Entry: 1, Exit: 3, Stopped: true}, {Exit: 2, Stopped: true}, {Exit: 1}}}
	binomial := func(a, b float64) float64 {
		return math.Log(4*a*math.Pow(1-a, 3)) + math.Log(10*b*b*math.Pow(1-b, 3))
	}
	poisson := func(a, b float64) float64 { return math.Log(a) - a + math.Log(b*b/2) - b }
	for link, want := range map[hazard.Link][2]float64{
		hazard.Cloglog: {binomial(1./3, 1./3), binomial(1./4, 2./5)},
		hazard.Logit:   {binomial(1./3, 1./3), binomial(1./4, 2./5)},
		hazard.Poisson: {poisson(4./3, 5./3), poisson(1, 2)},
	} {
		m := fit(t, d, []int{0}, hazard.Options{Link: link})
		near(t, link.String()+", intercept alone", varighet.Some(m.LogLikNull), want[0])
		near(t, link.String(), varighet.Some(m.LogLik), want[1])
	}
}

// A number in millionths is a million times as great, and its coefficient and both its standard errors
// a millionth: they are not taken for 0, and z stays.
func TestLawUnitsOfANumber(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 9))
	var d hazard.Data
	var x, millionths []float64
	for i := range 90 {
		d.Tenures = append(d.Tenures, survival.Tenure{Exit: float64(1 + rng.IntN(20)), Stopped: rng.IntN(3) > 0})
		d.Cluster = append(d.Cluster, fmt.Sprint(i/3))
		x = append(x, float64(rng.IntN(5)))
		millionths = append(millionths, 1e6*x[i])
	}
	small := d
	d.X, _ = design.New(len(x), design.Numeric("x", x))
	small.X, _ = design.New(len(x), design.Numeric("x", millionths))
	a, b := fit(t, d, []int{0}, hazard.Options{}).Coefficients[1], fit(t, small, []int{0}, hazard.Options{}).Coefficients[1]
	for what, v := range map[string][2]varighet.Opt[float64]{"estimate": {a.Estimate, b.Estimate}, "standard error": {a.StdErr, b.StdErr},
		"robust": {a.RobustStdErr, b.RobustStdErr}, "z": {a.Z, varighet.Some(1e-6 * b.Z.V)}} {
		if !v[0].OK || !v[1].OK || math.Abs(1e6*v[1].V/v[0].V-1) > 1e-6 {
			t.Errorf("%s: got %v and %v (%q)", what, v[0], v[1], b.Reason)
		}
	}
}

// A start in November: months 1 to 3 of tenure are seen to end in December,
// January and February, so the months at risk fall in two years.
func TestCalendarYears(t *testing.T) {
	x, _ := design.New(1)
	d := hazard.Data{Tenures: []survival.Tenure{{Exit: 3, Stopped: true}}, X: x,
		Start: []varighet.Month{varighet.MonthOf(2010, 11)}}
	got := tabulate(t, d, []int{0, 2}).Cells
	want := []hazard.Cell{{Year: 2010, Months: 1, MonthsWeight: 1}, {Year: 2011, Months: 1, MonthsWeight: 1},
		{Year: 2011, Band: 1, Months: 1, Events: 1, MonthsWeight: 1, EventsWeight: 1}}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Splitting a tenure at any month changes no cell, and so no estimate.
func TestLaws(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 30 {
		var whole, cut hazard.Data
		var g, g2 []string
		for i := range 60 {
			entry := float64(max(0, rng.IntN(10)-5))
			s := survival.Tenure{Entry: entry, Exit: entry + 2 + float64(rng.IntN(20)), Stopped: rng.IntN(2) == 0}
			start := varighet.MonthOf(2005, 1) + varighet.Month(rng.IntN(60))
			label := string(rune('a' + i%2))
			whole.Tenures, whole.Start, g = append(whole.Tenures, s), append(whole.Start, start), append(g, label)
			at := s.Entry + 1
			cut.Tenures = append(cut.Tenures, survival.Tenure{Entry: s.Entry, Exit: at}, survival.Tenure{Entry: at, Exit: s.Exit, Stopped: s.Stopped})
			cut.Start, g2 = append(cut.Start, start, start), append(g2, label, label)
			whole.Cluster, cut.Cluster = append(whole.Cluster, fmt.Sprint(i)), append(cut.Cluster, fmt.Sprint(i), fmt.Sprint(i))
		}
		whole.X, _ = design.New(len(g), design.Factor("g", g))
		cut.X, _ = design.New(len(g2), design.Factor("g", g2))
		if a, b := fmt.Sprint(tabulate(t, whole, nil).Cells), fmt.Sprint(tabulate(t, cut, nil).Cells); a != b {
			t.Fatalf("splitting: got %s, want %s", b, a)
		}
		for _, link := range []hazard.Link{hazard.Cloglog, hazard.Logit, hazard.Poisson} {
			opt := hazard.Options{Link: link, Calendar: hazard.EachYear}
			a, b := fit(t, whole, []int{0, 12}, opt), fit(t, cut, []int{0, 12}, opt)
			for j, c := range a.Coefficients {
				if c.RobustStdErr.OK {
					near(t, c.Name(), b.Coefficients[j].Estimate, c.Estimate.V)
					near(t, c.Name()+" robust se", b.Coefficients[j].RobustStdErr, c.RobustStdErr.V)
				}
			}
		}
	}
}

func TestEmptyAndFullCells(t *testing.T) {
	tenures := []survival.Tenure{{Exit: 3, Stopped: true}, {Exit: 8}, {Exit: 2, Stopped: true}, {Exit: 9}, {Exit: 9}}
	x, _ := design.New(5, design.Factor("g", []string{"a", "a", "a", "b", "b"}))
	m := fit(t, hazard.Data{Tenures: tenures, X: x}, []int{0, 4, 100}, hazard.Options{})
	for _, c := range m.Coefficients {
		switch c.Name() {
		case "tenure[5-100]", "g[b]":
			if c.Infinite != -1 || c.Estimate.OK || c.Reason == "" {
				t.Errorf("%s: got %+v, want −∞", c.Name(), c)
			}
		case "tenure[101+]":
			if c.Estimate.OK || c.Reason == "" {
				t.Errorf("%s: got %+v, want none", c.Name(), c)
			}
		default:
			if !c.Estimate.OK || !c.StdErr.OK {
				t.Errorf("%s: got %+v, want an estimate", c.Name(), c)
			}
		}
	}
	if w := strings.Join(m.Warnings, "\n"); !strings.Contains(w, "g[b]") || !strings.Contains(w, "tenure[101+]") {
		t.Errorf("warnings: got %q", w)
	}
}

func TestTabulateRefuses(t *testing.T) {
	x, _ := design.New(1)
	good := []survival.Tenure{{Exit: 3}}
	for name, f := range map[string]func() error{
		"no rows": func() error { _, err := hazard.Tabulate(hazard.Data{X: x}, nil); return err },
		"half months": func() error {
			_, err := hazard.Tabulate(hazard.Data{Tenures: []survival.Tenure{{Exit: 1.5}}, X: x}, nil)
			return err
		},
		"no months": func() error {
			_, err := hazard.Tabulate(hazard.Data{Tenures: []survival.Tenure{{}}, X: x}, nil)
			return err
		},
		"falling": func() error { _, err := hazard.Tabulate(hazard.Data{Tenures: good, X: x}, []int{0, 5, 3}); return err },
		"from 1":  func() error { _, err := hazard.Tabulate(hazard.Data{Tenures: good, X: x}, []int{1, 5}); return err },
		"no calendar": func() error {
			tb, err := hazard.Tabulate(hazard.Data{Tenures: good, X: x}, nil)
			if err != nil {
				return nil
			}
			_, err = tb.Fit(hazard.Options{Calendar: hazard.Trend})
			return err
		},
	} {
		if f() == nil {
			t.Errorf("%s: got no error", name)
		}
	}
}
