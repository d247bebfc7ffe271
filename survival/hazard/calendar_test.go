package hazard_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/hazard"
)

// twoYears has 4 months at risk and 1 stop in 2010, and 5 and 2 in 2011: all begin in January.
func twoYears() hazard.Data {
	early, late := varighet.MonthOf(2010, 1), varighet.MonthOf(2011, 1)
	d := hazard.Data{
		Tenures: []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2, Stopped: true}, {Exit: 2}, {Exit: 1, Stopped: true}, {Exit: 3}},
		Start:   []varighet.Month{late, late, late, early, early},
	}
	d.X, _ = design.New(5)
	return d
}

// Hazards of 1/4 and 2/5 a month. The year's odds ratio is (2/3)/(1/3) = 2, with standard error
// √(1/1 + 1/3 + 1/2 + 1/3) of its logarithm; as there are two years, a trend is the same.
func TestYearsByHand(t *testing.T) {
	d := twoYears()
	for name, calendar := range map[string]hazard.Calendar{"year[2011]": hazard.EachYear, "year": hazard.Trend} {
		m := fit(t, d, []int{0}, hazard.Options{Link: hazard.Logit, Calendar: calendar})
		c := m.Coefficients[1]
		if c.Name() != name {
			t.Errorf("got %s, want %s", c.Name(), name)
		}
		near(t, name, c.Ratio, 2)
		near(t, name+", standard error", c.StdErr, math.Sqrt(1+1./3+1./2+1./3))
		near(t, name+", z", c.Z, c.Estimate.V/c.StdErr.V)
		for year, want := range map[int]float64{2010: 1. / 4, 2011: 2. / 5} {
			h, err := m.Hazards(nil, year)
			if err != nil || len(h) != 1 {
				t.Fatalf("%s: %v, %v", name, h, err)
			}
			near(t, name, h[0].Estimate, want)
		}
	}
}

// A trend goes on into a year without data: the odds are doubled once more, 4/3, or 4/7 of all. A
// coefficient for each year does not.
func TestHazardsInAYearWithoutData(t *testing.T) {
	d := twoYears()
	h, err := fit(t, d, []int{0}, hazard.Options{Link: hazard.Logit, Calendar: hazard.Trend}).Hazards(nil, 2012)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "2012", h[0].Estimate, 4./7)
	each := fit(t, d, []int{0}, hazard.Options{Link: hazard.Logit, Calendar: hazard.EachYear})
	if h, err := each.Hazards(nil, 2012); err == nil {
		t.Errorf("got %+v, want an error", h)
	}
	if h, err := each.Hazards([]float64{1}, 2011); err == nil {
		t.Errorf("a profile of one value for no column: got %+v, want an error", h)
	}
}

// The limits of the hazard of 2011, 2/5 of 5: those of the odds on the log scale, with standard error
// √(1/2 + 1/3).
func TestLimitsOfAHazardByHand(t *testing.T) {
	h, err := fit(t, twoYears(), []int{0}, hazard.Options{Link: hazard.Logit, Calendar: hazard.EachYear}).Hazards(nil, 2011)
	if err != nil {
		t.Fatal(err)
	}
	odds := func(way float64) float64 { return 2. / 3 * math.Exp(way*1.959963984540054*math.Sqrt(1./2+1./3)) }
	near(t, "lower", h[0].Lower, odds(-1)/(1+odds(-1)))
	near(t, "upper", h[0].Upper, odds(1)/(1+odds(1)))
}

// Cells come by year, whatever the order of rows.
func TestCellsComeByYear(t *testing.T) {
	d := hazard.Data{}
	for _, year := range []int{2012, 2010, 2013, 2011} {
		d.Tenures, d.Start = append(d.Tenures, survival.Tenure{Exit: 2}), append(d.Start, varighet.MonthOf(year, 1))
	}
	d.X, _ = design.New(4)
	var years []int
	for _, c := range tabulate(t, d, []int{0}).Cells {
		years = append(years, c.Year)
	}
	if !slices.Equal(years, []int{2010, 2011, 2012, 2013}) {
		t.Errorf("got cells of %v", years)
	}
}

// Where everybody stops in the first month nothing tells how long they would stay.
func TestEverybodyStopsAtOnce(t *testing.T) {
	d := hazard.Data{Tenures: []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 1, Stopped: true}}}
	d.X, _ = design.New(2)
	m := fit(t, d, []int{0}, hazard.Options{})
	if c := m.Coefficients[0]; c.Estimate.OK || c.Reason != "everybody stopped at once" || len(m.Warnings) != 1 || !strings.Contains(m.Warnings[0], c.Reason) {
		t.Errorf("got %+v and %q, want a reason and a warning", c, m.Warnings)
	}
	h, err := m.Hazards(nil, 0)
	if err != nil || h[0].Estimate.OK {
		t.Errorf("got %+v, %v, want no hazard", h, err)
	}
}

// A column that is another in other units has no coefficient, and the rest is as without it: odds of
// 1/3 and 2/3 as in the years.
func TestAColumnThatFollowsHasNoCoefficient(t *testing.T) {
	d := twoYears()
	d.Start = nil
	var err error
	if d.X, err = design.New(5, design.Numeric("x", []float64{1, 1, 1, 0, 0}), design.Numeric("again", []float64{12, 12, 12, 10, 10})); err != nil {
		t.Fatal(err)
	}
	m := fit(t, d, []int{0}, hazard.Options{Link: hazard.Logit})
	near(t, "x", m.Coefficients[1].Ratio, 2)
	if c := m.Coefficients[2]; c.Estimate.OK || c.StdErr.OK || c.Reason == "" || !strings.Contains(strings.Join(m.Warnings, "\n"), "again") {
		t.Errorf("got %+v and %q, want a reason and a warning", c, m.Warnings)
	}
	if h, err := m.Hazards([]float64{1, 12}, 0); err != nil || h[0].Estimate.OK {
		t.Errorf("a profile that takes it: got %+v, %v, want no hazard", h, err)
	}
}

func TestLinksHaveNames(t *testing.T) {
	for _, l := range []hazard.Link{hazard.Cloglog, hazard.Logit, hazard.Poisson} {
		if got, ok := hazard.ParseLink(l.String()); !ok || got != l {
			t.Errorf("%v: got %v, %t", l, got, ok)
		}
	}
	if l, ok := hazard.ParseLink("probit"); ok {
		t.Errorf("probit is taken for %v", l)
	}
}

func TestFitRefuses(t *testing.T) {
	for _, opt := range []hazard.Options{{Link: 3}, {Calendar: 3}, {ConfLevel: 1}, {ConfLevel: -0.95}, {ConfLevel: math.NaN()}, {ConfLevel: 95}} {
		if m, err := tabulate(t, twoYears(), []int{0}).Fit(opt); err == nil {
			t.Errorf("%+v: got %+v, want an error", opt, m)
		}
	}
	for name, change := range map[string]func(*hazard.Data){
		"a start too few":    func(d *hazard.Data) { d.Start = d.Start[:4] },
		"a cluster too few":  func(d *hazard.Data) { d.Cluster = []string{"a"} },
		"no covariates":      func(d *hazard.Data) { d.X = nil },
		"an exit too late":   func(d *hazard.Data) { d.Tenures[0].Exit = survival.MaxMonths + 1 },
		"an entry below 0":   func(d *hazard.Data) { d.Tenures[0].Entry = -1 },
		"no number":          func(d *hazard.Data) { d.Tenures[0].Exit = math.NaN() },
		"half an entry":      func(d *hazard.Data) { d.Tenures[1].Entry = 0.5 },
		"no calendar's year": func(d *hazard.Data) { d.Start[0] = 12*100000 + 1 },
		"long before":        func(d *hazard.Data) { d.Start[0] = -survival.MaxMonths - 1 },
	} {
		d := twoYears()
		change(&d)
		if table, err := hazard.Tabulate(d, []int{0}); err == nil {
			t.Errorf("%s: got %+v, want an error", name, table)
		}
	}
	for _, bands := range [][]int{{}, {0, 5, 5}, {-1, 3}} {
		if table, err := hazard.Tabulate(twoYears(), bands); err == nil {
			t.Errorf("bands %v: got %+v, want an error", bands, table)
		}
	}
}

// Within a year and a pattern cells come by band: the first tenure is at risk in the last band alone, the second in all.
func TestCellsComeByBand(t *testing.T) {
	d := hazard.Data{Tenures: []survival.Tenure{{Entry: 4, Exit: 6}, {Exit: 6, Stopped: true}}}
	d.X, _ = design.New(2)
	var bands, months []int
	for _, c := range tabulate(t, d, []int{0, 2, 4}).Cells {
		bands, months = append(bands, c.Band), append(months, c.Months)
	}
	if !slices.Equal(bands, []int{0, 1, 2}) || !slices.Equal(months, []int{2, 2, 4}) {
		t.Errorf("got %v months in bands %v, want 2, 2 and 4 in 0, 1 and 2", months, bands)
	}
}

// The last month of a calendar is one.
func TestTheLastMonthOfACalendar(t *testing.T) {
	d := hazard.Data{Tenures: []survival.Tenure{{Exit: 1}}, Start: []varighet.Month{12 * 100000}}
	d.X, _ = design.New(1)
	if c := tabulate(t, d, []int{0}).Cells; len(c) != 1 || c[0].Year != 100000 {
		t.Errorf("got %+v, want a month in the year 100000", c)
	}
}

// Odds of 1/3 at 0 and 2/3 at 1e−4: log 2 for so little is 6931 a unit, of which e to the power is no number.
func TestARatioTooGreatForANumberIsMissing(t *testing.T) {
	d := twoYears()
	d.Start = nil
	d.X, _ = design.New(5, design.Numeric("x", []float64{1e-4, 1e-4, 1e-4, 0, 0}))
	c := fit(t, d, []int{0}, hazard.Options{Link: hazard.Logit}).Coefficients[1]
	near(t, "coefficient", c.Estimate, math.Ln2*1e4)
	if c.Ratio.OK || c.Upper.OK {
		t.Errorf("got a ratio of %v, up to %v", c.Ratio, c.Upper)
	}
}
