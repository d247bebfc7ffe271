package report

import (
	"cmp"

	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// CurveTable is the table that goes with a figure of Kaplan–Meier curves: a
// row a group and time (months), with those at risk, entered, stopped and
// censored before it (after it on curves in steps), which headings and a note say, and the share
// still there at it with its limits. Times
// after the end of a group's curve are left out, for nothing is known of them.
// Limits where nobody has stopped are missing, unless the kind of limits has
// some there. Limits that rest on few are those of the beta product; a note names the groups. Groups with too few at risk have no rows; a note names them.
func CurveTable(l *locale.Locale, groups []chart.CurveGroup, times []float64) *Table {
	t := &Table{Name: "kaplan_meier", Locale: l}
	l = t.locale()
	w := l.CurveTable
	level, named, steps := 0.95, false, false
	for _, g := range groups {
		named, steps = named || g.Label != "", steps || g.Steps != nil
		if g.Curve != nil && g.Curve.ConfLevel > 0 {
			level = g.Curve.ConfLevel
		}
	}
	t.Title = w.Title
	stopped, censored, note := w.StoppedBefore, w.CensoredBefore, w.BeforeNote
	if steps { // which are counted after each time
		stopped, censored, note = w.Stopped, w.Censored, l.Curve.AtRiskAfter
	}
	t.Columns = []Column{{Key: "group", For: Programs}}
	t.addIf(named, Column{Key: "group_words", Title: w.Group, For: People})
	t.Columns = append(t.Columns, []Column{
		{Key: "months", Title: w.Months, Kind: NumberKind},
		{Key: "at_risk", Title: w.AtRisk, Kind: CountKind, States: true},
		{Key: "entered", Title: w.Entered, Kind: CountKind, States: true},
		{Key: "stopped", Title: stopped, Kind: CountKind, States: true},
		{Key: "censored", Title: censored, Kind: CountKind, States: true},
		{Key: "share", Title: w.Share, Kind: ShareKind, Decimals: 1, States: true},
		{Key: "share_limit", Title: locale.Fill(w.Interval, l.Percent(level, 0)), Kind: ShareIntervalKind, Decimals: 1,
			States: true},
	}...)
	var few []string // groups with limits from the beta product
	for _, g := range groups {
		if g.TooFew || g.Withheld || g.Curve == nil {
			continue
		}
		beta := false
		counts, known := g.Risk(times)
		for i, r := range counts {
			at := g.Curve.At(times[i])
			if at.Beyond || !known[i] {
				continue
			}
			cells := []Cell{Text(g.Name())}
			if named {
				cells = append(cells, Text(g.Label))
			}
			t.Add(append(cells, Number(r.Time), Count(r.AtRisk), Count(r.Entered), Count(r.Events), Count(r.Censored),
				Share(at.Survival), limitsAt(g.Curve, at, &beta))...)
		}
		if beta {
			few = append(few, cmp.Or(g.Label, l.All))
		}
	}
	t.note(len(t.Rows) > 0, note)
	t.fewNote(w.BetaProductNote, few)
	drawing := &chart.Curves{Groups: groups, Paper: chart.Paper{Locale: l}}
	t.note(drawing.TooFew() != "", drawing.TooFew())
	t.note(drawing.WithheldGroups() != "", drawing.WithheldGroups())
	return t
}

// limitsAt are the limits of a curve at a time. Where nobody has stopped no
// transformation of S has any, and limits of 1 and 1 would say that it is
// certain; beta product limits are there. beta is set where they are taken for those that
// rest on few.
func limitsAt(c *survival.Curve, at survival.SurvivalAt, beta *bool) Cell {
	if l, asked := c.BetaProductAt(at.Time); asked {
		*beta = *beta || c.ConfType != survival.BetaProduct
		return ShareInterval(l.Lower, l.Upper)
	}
	if at.Survival == 1 && c.ConfType != survival.BetaProduct {
		return Without(ShareIntervalKind, Absent)
	}
	return ShareInterval(at.Lower, at.Upper)
}
