package report

import (
	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
)

// HazardInput is what the table of a Cox model is made of.
type HazardInput struct {
	Locale    *locale.Locale // nil is bokmål
	Rows      []HazardRow
	N, Events int
	// of the test of proportional hazards for all together; missing where there is no model, and
	// missing within where the test is not defined
	Global    varighet.Opt[varighet.Opt[float64]]
	ConfLevel float64
	Source    string
}

// A HazardRow is a level of a covariate, or a covariate that is a number.
type HazardRow struct {
	Term, Level         string // as in files
	TermName, LevelName string // for people
	N, Events           int
	Base                bool // what the others are to
	TooFew              bool
	Ratio, Lower, Upper varighet.Opt[float64]
	First               bool                  // of its covariate
	Proportional        varighet.Opt[float64] // p of the covariate's test
}

// HazardTable is the table of the hazard ratios of a Cox model, a row a level, with the test of
// proportional hazards in the first row of each covariate and of all in the last.
func HazardTable(in HazardInput) *Table {
	t := &Table{Name: "cox", Locale: in.Locale, Source: in.Source}
	l := t.locale()
	w := &l.Hazards
	level := l.Percent(in.ConfLevel, 0)
	t.Title = w.Title
	t.Columns = []Column{
		{Key: "covariate", For: Programs},
		{Key: "covariate_words", Title: w.Covariate, For: People},
		{Key: "level", For: Programs},
		{Key: "level_words", Title: w.Level, For: People},
		{Key: "agreements", Title: l.Table61.Agreements, Kind: CountKind, States: true},
		{Key: "stopped", Title: l.Table61.Stopped, Kind: CountKind, States: true},
		{Key: "hazard_ratio", Title: "HR", Kind: NumberKind, Decimals: 2, States: true},
		{Key: "hazard_ratio_limit", Title: locale.Fill(l.Expected.Interval, level), Kind: IntervalKind, Decimals: 2, States: true},
		{Key: "proportional_p", Title: w.Proportional, Kind: NumberKind, Decimals: 3, States: true},
	}
	for i := range in.Rows {
		t.Add(in.Rows[i].cells()...)
	}
	if in.Global.OK {
		none := Without(NumberKind, Absent)
		t.Rows = append(t.Rows, Row{Total: true, Cells: []Cell{Text("all"), Text(locale.Capital(l.All)), Text(""), Text(""), Count(in.N), Count(in.Events),
			none, Without(IntervalKind, Absent), OptNumber(in.Global.V, Absent)}})
		t.note(true, w.PropNote)
	}
	return t
}

func (r *HazardRow) cells() []Cell {
	ratio, limits, p := OptNumber(r.Ratio, Absent), Interval(r.Lower, r.Upper), Without(NumberKind, Absent)
	switch {
	case r.Base:
		ratio = Number(1)
	case r.TooFew:
		ratio, limits = Without(NumberKind, TooFew), Without(IntervalKind, TooFew)
	}
	name := ""
	if r.First {
		name, p = r.TermName, OptNumber(r.Proportional, Absent)
	}
	return []Cell{Text(r.Term), Text(name), Text(r.Level), Text(r.LevelName), Count(r.N), Count(r.Events), ratio, limits, p}
}
