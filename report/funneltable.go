package report

import (
	"slices"
	"strconv"

	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival/funnel"
)

// FunnelInput is what the table of a funnel is made of.
type FunnelInput struct {
	Locale    *locale.Locale // nil is bokmål
	Rows      []FunnelRow
	ConfLevel float64
	Source    string
}

// A FunnelRow is one unit, by its name for people.
type FunnelRow struct {
	Name string
	Own  bool // a cohort has positions there too
	*funnel.Judged
}

// FunnelTable is the table of units and where they stand in a funnel. Rows are in the order given,
// which is never that of the ratios.
func FunnelTable(in FunnelInput) *Table {
	t := &Table{Name: "funnel", Locale: in.Locale, Source: in.Source}
	l := t.locale()
	w := &l.Funnel
	t.Title = w.Title
	t.Columns = []Column{
		{Key: "unit", For: Programs},
		{Key: "unit_name", Title: w.Unit, For: People},
	}
	own := slices.ContainsFunc(in.Rows, func(r FunnelRow) bool { return r.Own })
	t.addIf(own, Column{Key: "cohort_there", For: Programs})
	t.addIf(own, Column{Key: "cohort_there_words", Title: w.OwnUnit, For: People})
	t.Columns = append(t.Columns, []Column{
		{Key: "agreements", Title: l.Table61.Agreements, Kind: CountKind, States: true},
		{Key: "observed", Title: l.Expected.Observed, Kind: CountKind, States: true},
		{Key: "expected", Title: l.Expected.Expected, Kind: NumberKind, Decimals: 1, States: true},
		{Key: "ratio", Title: l.Expected.Ratio, Kind: NumberKind, Decimals: 2, States: true},
		{Key: "ratio_limit", Title: locale.Fill(l.Expected.Interval, l.Percent(in.ConfLevel, 0)), Kind: IntervalKind, Decimals: 2, States: true},
		{Key: "place", For: Programs},
		{Key: "place_words", Title: w.Place, For: People},
		{Key: "adjusted_place", For: Programs},
		{Key: "adjusted_place_words", Title: w.Room, For: People},
	}...)
	room := false
	for _, r := range in.Rows {
		room = room || r.AdjustedPlace != funnel.NotDefined
		cells := []Cell{Text(r.Judged.Name), Text(r.Name)}
		if own {
			cells = append(cells, Text(strconv.FormatBool(r.Own)), Text(map[bool]string{true: w.Yes, false: w.No}[r.Own]))
		}
		t.Add(append(cells, Count(r.N), Count(r.Observed), Number(r.Expected), OptNumber(r.Ratio, Absent), Interval(r.Lower, r.Upper),
			Text(string(r.Place)), Text(placeWords(l, r.Place)), Text(string(r.AdjustedPlace)), Text(placeWords(l, r.AdjustedPlace)))...)
	}
	t.note(room, w.RoomNote)
	return t
}

// placeWords are the words for a place in a funnel; the mark of what does not exist for none.
func placeWords(l *locale.Locale, p funnel.Place) string {
	for i, known := range []funnel.Place{funnel.Inside, funnel.Above, funnel.FarAbove, funnel.Below, funnel.FarBelow} {
		if p == known {
			return l.Funnel.Places[i]
		}
	}
	return l.Absent
}
