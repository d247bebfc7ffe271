package report

import (
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// A GapResult is what a study comes to by one choice of the gap: the most
// vacant months after which the same doctor goes on in the same spell.
type GapResult struct {
	Gap     int
	Used    bool // the study's own choice
	Bridged int  // absences taken for slips of the registration
	Median  survival.GroupMedian
}

// GapTable shows how much hangs on the gap: a row a choice, with the absences
// bridged, the agreements, how many of them were seen from their start, and their median tenure in years with its limits.
// The study's own choice is set apart.
func GapTable(l *locale.Locale, results []GapResult, confLevel float64) *Table {
	t := &Table{Name: "gap", Locale: l}
	l = t.locale()
	w := l.Gap
	t.Title = w.Title
	t.Columns = []Column{
		{Key: "gap_months", Title: w.Gap, Kind: CountKind},
		{Key: "bridged", Title: w.Bridged, Kind: CountKind, States: true},
		{Key: "agreements", Title: l.Table61.Agreements, Kind: CountKind, States: true},
		{Key: "from_start", Title: l.Table61.FromStart, Kind: CountKind, States: true},
		{Key: "stopped", Title: l.Table61.Stopped, Kind: CountKind, States: true},
		{Key: "median_years", Title: l.Table61.Median, Kind: NumberKind, Decimals: 2, States: true},
		{Key: "limit_years", Title: locale.Fill(l.Table61.Interval, l.Percent(confLevel, 0)), Kind: IntervalKind, Decimals: 2,
			States: true},
	}
	var few []string // gaps with limits from the beta product
	for _, r := range results {
		if r.Median.BetaProduct {
			few = append(few, l.Int(r.Gap))
		}
		cells := []Cell{Count(r.Gap), Count(r.Bridged), Count(r.Median.N), Count(r.Median.FromStart), Count(r.Median.Stopped)}
		t.Rows = append(t.Rows, Row{Cells: append(cells, medianCells(r.Median)...), Total: r.Used})
	}
	t.note(true, w.Note)
	t.fewNote(l.Table61.BetaProductNote, few)
	return t
}
