package report_test

import (
	"log"
	"os"

	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// curve is of twelve tenures in months.
func curve() *survival.Curve {
	var tenures []survival.Tenure
	for i, months := range []float64{2, 3, 3, 5, 8, 20, 9, 14, 22, 30, 31, 40} {
		tenures = append(tenures, survival.Tenure{Exit: months, Stopped: i%6 != 5})
	}
	c, err := survival.KaplanMeier(tenures, survival.Options{})
	if err != nil {
		log.Fatal(err)
	}
	return c
}

// The table that goes with a figure of curves, in English, as Markdown.
func ExampleCurveTable() {
	t := report.CurveTable(locale.Get("en"), []chart.CurveGroup{{Label: "All", Curve: curve()}}, []float64{0, 12, 24})
	if err := t.Markdown(os.Stdout); err != nil {
		log.Fatal(err)
	}
	// Output:
	// **Share still in the position**
	//
	// | Group | Months | At risk | Entered | Stopped before | Censored before | Share | 95% CI |
	// | :--- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
	// | All | 0 | 12 | 12 | 0 | 0 | 100.0% | (73.5–100.0%) |
	// | All | 12 | 6 | 12 | 6 | 0 | 50.0% | (21.1–78.9%) |
	// | All | 24 | 3 | 12 | 8 | 1 | 31.3% | (7.4–64.3%) |
	//
	// Counted before each time: at risk, entered (followed from the start or later), stopped and censored (followed, but not seen to stop). The share counts those who stopped at that very time, too.
	//
	// Limits from the beta product, a method for small groups (fewer than 50 agreements, or fewer than 10 at risk when some stopped): All.
}

// Medians by group, as CSV for programs.
func ExampleTable61() {
	c := curve()
	t := report.Table61(report.Table61Input{Locale: locale.Get("en"), ConfLevel: 0.95,
		Groups: []survival.GroupMedian{{Group: "<2000", N: c.N, FromStart: c.N, Stopped: c.Events, Median: c.Median()}}})
	if err := t.CSV(os.Stdout); err != nil {
		log.Fatal(err)
	}
	// Output:
	// size_group,agreements,agreements_state,from_start,from_start_state,stopped,stopped_state,median_years,median_years_state,limit_years_lower,limit_years_upper,limit_years_state
	// <2000,12,,12,,10,,0.958333333,,0.25,2.5,
}

// A table of one's own, with cells of each kind.
func ExampleTable() {
	t := &report.Table{Title: "Lists", Columns: []report.Column{
		{Key: "municipality", Title: "Municipality"}, {Key: "lists", Title: "Lists", Kind: report.CountKind},
		{Key: "left", Title: "Left", Kind: report.ShareKind, Decimals: 1}}}
	t.Add(report.Text("Bømlo"), report.Count(12), report.Share(0.25))
	if err := t.CSV(os.Stdout); err != nil {
		log.Fatal(err)
	}
	// Output:
	// municipality,lists,left
	// Bømlo,12,0.25
}
