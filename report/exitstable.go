package report

import (
	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
)

// ExitsTable is the table of cumulative exits: for each of the times (months) a row a reason, with
// those at risk, how many have left for it, the share and its limits; then one of all reasons,
// with the limits of the curve. Times after the end of the curves are left out.
// part is how many lists the data have, where they are a part of the country's.
func ExitsTable(l *locale.Locale, c *competing.Shown, part varighet.Opt[int], times []float64) *Table {
	t := &Table{Name: "exits", Locale: l}
	l = t.locale()
	w := &l.Exits
	t.Title = w.TitleOf(part)
	level := 0.95
	if c.Incidence != nil {
		level = c.Incidence.ConfLevel
	}
	t.Columns = []Column{
		{Key: "months", Title: w.Months, Kind: NumberKind},
		{Key: "reason", For: Programs},
		{Key: "reason_words", Title: w.Reason, For: People},
		{Key: "at_risk", Title: w.AtRisk, Kind: CountKind, States: true},
		{Key: "left", Title: w.Stopped, Kind: CountKind, States: true},
		{Key: "share", Title: w.Share, Kind: ShareKind, Decimals: 1, States: true},
		{Key: "share_limit", Title: locale.Fill(w.Interval, l.Percent(level, 0)), Kind: ShareIntervalKind, Decimals: 1, States: true},
	}
	switch {
	case c.Any.N == 0:
		t.note(true, w.Nobody)
		return t
	case c.Incidence == nil:
		t.note(true, locale.Fill(w.TooFew, l.Count(c.Any.N, l.Agreement), l.Int(survival.FewAtRisk)))
		return t
	}
	for _, time := range times {
		t.exitRows(c, time)
	}
	t.note(c.Any.Shown.From > 0, locale.Fill(w.Given, l.Count(int(c.Any.Shown.From), l.Month)))
	t.note(true, w.LimitsNote)
	t.note(c.Any.Steps != nil, l.Curve.AtRiskAfter)
	t.note(len(c.Incidence.Curves) > 1, w.Note)
	t.note(true, l.NewList(part))
	return t
}

// exitRows adds the rows of a time.
func (t *Table) exitRows(c *competing.Shown, time float64) {
	at := c.Any.Shown.At(time)
	if at.Beyond || !c.Any.KnownAt(time) {
		return
	}
	if c.Any.Steps != nil {
		counts, _ := chart.CurveGroup{Curve: c.Any.Shown, Steps: c.Any.Steps}.Risk([]float64{time})
		at.AtRisk = counts[0].AtRisk
	}
	l := t.locale()
	left := 0
	for k := range c.Incidence.Curves {
		curve := &c.Incidence.Curves[k]
		p, _ := curve.At(time)
		n := curve.StoppedBy(time)
		left += n
		limits := ShareInterval(p.Lower, p.Upper)
		if p.Incidence == 0 {
			limits = Without(ShareIntervalKind, Absent)
		}
		t.Add(Number(time), Text(curve.Cause), Text(l.Exits.Reasons[survival.ParseExitCause(curve.Cause)]), Count(at.AtRisk), Count(n), Share(p.Incidence), limits)
	}
	beta := false
	limits := limitsAt(c.Any.Shown, at, &beta)
	if limits.State == HasValue {
		limits = ShareInterval(oneLess(limits.upper), oneLess(limits.lower))
	}
	t.Rows = append(t.Rows, Row{Total: true, Cells: []Cell{Number(time), Text("all"), Text(l.Exits.All), Count(at.AtRisk), Count(left), Share(1 - at.Survival), limits}})
}
