package report

import (
	"cmp"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
)

// A BesideUnit is what the values of a row are counted in.
type BesideUnit string

// The units.
const (
	Percent  BesideUnit = "percent"
	Years    BesideUnit = "years"
	PerYears BesideUnit = "per_100_agreement_years"
)

// A BesideSide is one side of a row, in the row's unit.
type BesideSide struct {
	Count               int     // that left, stayed or stopped
	Of                  float64 // of so many; of a rate, of so many agreement-years
	Value, Lower, Upper varighet.Opt[float64]
	Missing             State // why there is no value: Absent, NotReached or TooFew
}

// A BesideRow is one measure of a cohort and of the others beside it.
type BesideRow struct {
	Measure string // in files for programs: same_doctor, turnover_a … turnover_d, median, rate, published
	Words   string // for people
	Unit    BesideUnit

	Cohort, Others *BesideSide // nil in the row of a published number alone
	Hedge          string      // what the two carry, in files for programs; "" in such a row
	HedgeWords     string      // for people

	Published varighet.Opt[float64] // another study's, in the row's unit
	Source    string                // of it
}

// BesideInput is what the table of a cohort beside the others is made of.
type BesideInput struct {
	Locale    *locale.Locale // nil is bokmål
	Title     string         // empty for the usual one
	Rows      []BesideRow
	Notes     []string // how hedges and limits are made
	ConfLevel float64  // 0 is 0.95
	Source    string
}

// BesideTable is the table of a cohort beside the others, a row a measure: what was counted,
// the value and its limits on each side, what the two carry, and the published number where it
// is of the same. Shares are in per cent, medians in years, rates per 100 agreement-years.
func BesideTable(in BesideInput) *Table {
	t := &Table{Name: "beside", Locale: in.Locale, Source: in.Source}
	l := t.locale()
	w := &l.Beside
	t.Title = cmp.Or(in.Title, w.Title)
	level := l.Percent(cmp.Or(in.ConfLevel, 0.95), 0)
	t.Columns = []Column{
		{Key: "measure", For: Programs},
		{Key: "measure_words", Title: w.Measure, For: People},
		{Key: "unit", For: Programs},
	}
	published := Programs // a table for people has no columns without a number
	for _, r := range in.Rows {
		if r.Published.OK {
			published = Everyone
		}
	}
	t.besideColumns("cohort", w.Cohort, level)
	t.besideColumns("others", w.Others, level)
	t.Columns = append(t.Columns, []Column{
		{Key: "hedge", For: Programs},
		{Key: "hedge_words", Title: w.Hedge, For: People},
		{Key: "published", Title: w.Published, Kind: NumberKind, Decimals: 1, For: published},
		{Key: "published_source", Title: w.Source, For: published},
	}...)
	for _, r := range in.Rows {
		cells := []Cell{Text(r.Measure), Text(r.Words), Text(string(r.Unit))}
		cells = append(cells, sideCells(l, r.Cohort, r.Unit)...)
		cells = append(cells, sideCells(l, r.Others, r.Unit)...)
		t.Add(append(cells, Text(r.Hedge), Text(r.HedgeWords), OptNumber(r.Published, Absent), Text(r.Source))...)
	}
	for _, n := range in.Notes {
		t.note(true, n)
	}
	return t
}

// besideColumns are those of one side.
func (t *Table) besideColumns(key, side, level string) {
	w := &t.locale().Beside
	t.Columns = append(t.Columns, []Column{
		{Key: key + "_count", Kind: CountKind, For: Programs, States: true},
		{Key: key + "_of", Kind: NumberKind, For: Programs, States: true},
		{Key: key + "_counted", Title: locale.Fill(w.Counted, side), For: People},
		{Key: key, Title: locale.Fill(w.Value, side), Kind: NumberKind, Decimals: 1, States: true},
		{Key: key + "_limit", Title: locale.Fill(w.Interval, level, side), Kind: IntervalKind, Decimals: 1, States: true},
	}...)
}

func sideCells(l *locale.Locale, s *BesideSide, unit BesideUnit) []Cell {
	if s == nil {
		return []Cell{Without(CountKind, Absent), Without(NumberKind, Absent), Text(l.Absent), Without(NumberKind, Absent), Without(IntervalKind, Absent)}
	}
	counted := locale.Fill(l.Beside.Of, l.Int(s.Count), l.Int(int(s.Of)))
	if unit == PerYears {
		counted = locale.Fill(l.Beside.PerYears, l.Int(s.Count), l.Number(s.Of, 1))
	}
	limits := Interval(s.Lower, s.Upper)
	if limits.State == Absent {
		limits.State = s.Missing
	}
	return []Cell{Count(s.Count), Number(s.Of), Text(counted), OptNumber(s.Value, s.Missing), limits}
}
