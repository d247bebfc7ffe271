package report

import (
	"cmp"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
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
	Decimals  int // of ratios, so that limits can be told apart; 0 is 2
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
	t.TooFew = locale.Fill(w.FewNote, l.Int(survival.FewAtRisk))
	decimals := cmp.Or(in.Decimals, 2)
	t.Columns = []Column{
		{Key: "covariate", For: Programs},
		{Key: "covariate_words", Title: w.Covariate, For: People},
		{Key: "level", For: Programs},
		{Key: "level_words", Title: w.Level, For: People},
		{Key: "agreements", Title: l.Table61.Agreements, Kind: CountKind, States: true},
		{Key: "stopped", Title: l.Table61.Stopped, Kind: CountKind, States: true},
		{Key: "hazard_ratio", Title: "HR", Kind: NumberKind, Decimals: decimals, States: true},
		{Key: "hazard_ratio_limit", Title: locale.Fill(l.Expected.Interval, level), Kind: IntervalKind, Decimals: decimals, States: true},
		{Key: "proportional_p", Kind: NumberKind, For: Programs, States: true},
		{Key: "proportional_p_words", Title: w.Proportional, For: People},
	}
	for i := range in.Rows {
		t.Add(in.Rows[i].cells(l)...)
	}
	if in.Global.OK {
		none := Without(NumberKind, Absent)
		t.Rows = append(t.Rows, Row{Total: true, Cells: []Cell{Text("all"), Text(locale.Capital(l.All)), Text(""), Text(""), Count(in.N), Count(in.Events),
			none, Without(IntervalKind, Absent), OptNumber(in.Global.V, Absent), Text(probability(l, in.Global.V))}})
		t.note(true, w.PropNote)
	}
	return t
}

// probability writes a p-value with three decimals, "< 0,001" for a smaller one; the mark of what
// does not exist for none.
func probability(l *locale.Locale, p varighet.Opt[float64]) string {
	switch {
	case !p.OK:
		return l.Absent
	case p.V < 0.001:
		return "< " + l.Number(0.001, 3)
	}
	return l.Number(p.V, 3)
}

func (r *HazardRow) cells(l *locale.Locale) []Cell {
	ratio, limits, p := OptNumber(r.Ratio, Absent), Interval(r.Lower, r.Upper), Without(NumberKind, Absent)
	switch {
	case r.Base:
		ratio = Number(1)
	case r.TooFew:
		ratio, limits = Without(NumberKind, TooFew), Without(IntervalKind, TooFew)
	}
	name, words := "", ""
	if r.First {
		name, p, words = r.TermName, OptNumber(r.Proportional, Absent), probability(l, r.Proportional)
	}
	return []Cell{Text(r.Term), Text(name), Text(r.Level), Text(r.LevelName), Count(r.N), Count(r.Events), ratio, limits, p, Text(words)}
}
