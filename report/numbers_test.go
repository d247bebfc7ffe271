package report_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/locale"
)

// By hand: two columns say what a row is about (one of them in words), then come a number with limits, a
// text, a count that was withheld, and a month. Text and months are no numbers, limits stand with the
// number before them, and rows that say the same are told apart by their place.
func TestNumbersOfATable(t *testing.T) {
	table := &report.Table{Name: "t", Locale: locale.Get("nb"), Columns: []report.Column{
		{Key: "group", For: report.Programs}, {Key: "group_words", Title: "Gruppe", For: report.People},
		{Key: "counted", Title: "Talt", For: report.People}, {Key: "months", Title: "Måneder", Kind: report.CountKind},
		{Key: "share", Title: "Andel", Kind: report.ShareKind, Decimals: 1, States: true},
		{Key: "share_limit", Title: "KI", Kind: report.ShareIntervalKind, States: true},
		{Key: "verdict", Title: "Sagt"}, {Key: "n", Kind: report.CountKind, For: report.Programs, States: true},
		{Key: "seen", Title: "Sett", Kind: report.MonthKind}}}
	low := varighet.Some(0.1)
	for range 2 {
		table.Add(report.Text("<2000"), report.Text("under 2 000"), report.Text("3 av 12"), report.Count(12), report.Share(0.25),
			report.ShareInterval(low, varighet.Opt[float64]{}), report.Text("for få"), report.Without(report.CountKind, report.Withheld),
			report.Month(varighet.MonthOf(2018, time.January)))
	}
	got, err := table.Numbers()
	if err != nil {
		t.Fatal(err)
	}
	cells := []report.NumberCell{{Value: varighet.Some(0.25), Lower: low}, {State: report.Withheld}}
	want := &report.Numbers{
		Columns: []report.NumberColumn{{"share", "Andel", report.ShareKind, 1}, {"n", "", report.CountKind, 0}},
		Rows: []report.NumberRow{{"<2000 12", "under 2 000, Måneder: 12", cells},
			{"<2000 12 #2", "under 2 000, Måneder: 12", cells}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("numbers\n%+v, want\n%+v", got, want)
	}
}
