package sample

import (
	"math"
	"path/filepath"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/cox"
	"github.com/varighet/varighet/survival/parametric"
)

// From a file to R's numbers, the whole way. R 4.2.2, survival 3.5.3, of
//
//	d <- read.csv("testdata/agreements.csv")
//	d$g <- factor(d$size_group, c("<2000", "2000-4999", ">=20000"))
func TestFileToNumbersOfR(t *testing.T) {
	src, err := OpenCSV(filepath.Join("testdata", "agreements.csv"), Columns{Time: "months", Event: "stopped", Entry: "from"})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := src.Rows(Choices{By: []string{"size_group"}})
	if err != nil {
		t.Fatal(err)
	}
	curves, err := rows.Curves(survival.Options{})
	if err != nil {
		t.Fatal(err)
	}
	// quantile(survfit(Surv(from, months, stopped) ~ g, d, conf.type = "log-log"), 0.5)
	none := varighet.Opt[float64]{}
	for group, want := range map[string][3]varighet.Opt[float64]{
		"<2000":     {varighet.Some(9.0), varighet.Some(2.0), varighet.Some(23.0)},
		"2000-4999": {varighet.Some(45.0), varighet.Some(1.0), none},
		">=20000":   {varighet.Some(64.0), varighet.Some(28.0), none},
	} {
		m := curves.Of(group).Median()
		if got := [3]varighet.Opt[float64]{m.Time, m.Lower, m.Upper}; got != want {
			t.Errorf("%s: got %v, want %v", group, got, want)
		}
	}
	model, err := src.Model(ModelChoices{Covariates: []Covariate{{Column: "size_group"}, {Column: "age"}}, Cluster: "municipality"})
	if err != nil {
		t.Fatal(err)
	}
	fit, err := cox.Fit(model.Cox(), cox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	// coxph(Surv(from, months, stopped) ~ g + age + cluster(municipality), d): coef, se, robust se.
	// R's search ends when the log-likelihood changes by less than 1e-9 of it: here it stands 4e-9 away.
	for i, want := range [][3]float64{{-1.2074893170, 0.5002766627, 0.8820534793}, {-2.3092148238, 0.5618465991, 0.6597757068},
		{0.0715792363, 0.0224156102, 0.0189309074}} {
		c := fit.Coefficients[i]
		if got := [3]float64{c.Estimate.V, c.StdErr.V, c.RobustStdErr.V}; !near(got[:], want[:], 1e-8) {
			t.Errorf("%s: got %v, want %v", c.Name(), got, want)
		}
	}
}

// survdiff(Surv(months, stopped) ~ g, d): expected stops and p; and
// survreg(Surv(months, stopped) ~ g + age, d): its coefficients. R takes no late entry in either.
func TestFromTheStartToNumbersOfR(t *testing.T) {
	src, err := OpenCSV(filepath.Join("testdata", "agreements.csv"), Columns{Time: "months", Event: "stopped"})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := src.Rows(Choices{By: []string{"size_group"}})
	if err != nil {
		t.Fatal(err)
	}
	c, err := rows.CompareGroups()
	if err != nil {
		t.Fatal(err)
	}
	test := c.Test(survival.Weight{})
	got := []float64{test.Groups[0].Expected, test.Groups[1].Expected, test.Groups[2].Expected, test.P.V}
	if want := []float64{5.86424158619, 6.83946249197, 16.29629592184, 0.0018773737063}; !near(got, want, 1e-10) {
		t.Errorf("log-rank: got %v, want %v", got, want)
	}
	model, err := src.Model(ModelChoices{Covariates: []Covariate{{Column: "size_group"}, {Column: "age"}}})
	if err != nil {
		t.Fatal(err)
	}
	fit, err := parametric.Fit(model.Parametric(), parametric.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got = nil
	for _, k := range fit.Coefficients {
		got = append(got, k.Estimate.V)
	}
	if want := []float64{5.604596778, 1.090303607, 2.100274456, -0.060907232}; !near(got, want, 1e-6) {
		t.Errorf("survreg: got %v, want %v", got, want)
	}
}

func near(got, want []float64, tolerance float64) bool {
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= tolerance*math.Max(1, math.Abs(want[i]))) {
			return false
		}
	}
	return len(got) == len(want)
}
