package study

import (
	"slices"
	"time"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/disclosure"
	"github.com/varighet/varighet/survival"
)

// A calendar is the complete years that the data cover: agreements of 1 January are followed from
// one to the next as those of a curve are from month to month.
type calendar struct {
	first varighet.Month // 1 January of the first year
	years int
}

// calendarOf is that of a series.
func calendarOf(s *survival.TurnoverSeries) (c calendar) {
	for i := range s.Years {
		if s.Years[i].Complete {
			if c.years == 0 {
				c.first = varighet.MonthOf(s.Years[i].Year, time.January)
			}
			c.years++
		}
	}
	return c
}

// row counts doctors' spells by the first 1 January at which they are there (late entries), and by
// the year in which they stop or are lost from sight. Those that are there at none are in no number.
func (c calendar) row(spells []*survival.Spell) disclosure.Row {
	var tenures []survival.Tenure
	for _, s := range spells {
		if from, to, ok := c.at(s); ok {
			tenures = append(tenures, survival.Tenure{Entry: float64(from), Exit: float64(to + 1), Stopped: s.Stopped && to < c.years})
		}
	}
	return disclosure.RowOf(tenures)
}

// at are the first and the last 1 January, from 0 on, at which a spell is there.
func (c calendar) at(s *survival.Spell) (from, to int, ok bool) {
	if s.Kind != survival.Regular || s.Last < c.first {
		return 0, 0, false
	}
	from = max(0, (int(s.First-c.first)+11)/12)
	to = min(c.years, int(s.Last-c.first)/12)
	return from, to, from <= to
}

// published has the years in which the agreements of 1 January that left may be told, of each class,
// and those that stayed, and came since the last, of all. Of others there is nothing, and the mean is of the years shown. It is
// withheld where a year had so few new agreements that tenure and calendar tell the same.
func (v *TurnoverYears) published(p *publication) (Value, error) {
	s := p.own
	if v.By != "" && v.By != sizeGroupColumn || s.curve.Withheld || p.publishedBefore("turnover-years") {
		return nil, errWithheld
	}
	c := calendarOf(v.All)
	all := c.row(s.doctors(func(int) bool { return true }))
	ends := s.rule.Steps(append(c.byClass(s), all), nil, nil)
	if !single(ends) || c.fewCame(s.rule, all, ends) {
		return nil, errWithheld
	}
	out := &TurnoverYears{parting: parting{By: v.By}, lean: s.lean(v.lean)}
	var err error
	if out.All, err = c.series(v.All, all, ends); err != nil {
		return nil, err
	}
	if v.By == "" {
		out.Groups = []*survival.TurnoverSeries{out.All}
		return out, nil
	}
	return out, c.groups(p, v, out, ends)
}

// doctors are the doctors' spells of a side that are chosen.
func (s *publishedSide) doctors(chosen func(i int) bool) (list []*survival.Spell) {
	for i := range s.spells {
		if chosen(i) {
			list = append(list, &s.spells[i])
		}
	}
	return list
}

// exits counts those of the spells that leave or are lost in a year, and nothing else of them.
func (c calendar) exits(spells []*survival.Spell) disclosure.Row {
	var tenures []survival.Tenure
	for _, s := range spells {
		if _, to, ok := c.at(s); ok && to < c.years {
			tenures = append(tenures, survival.Tenure{Exit: float64(to + 1), Stopped: s.Stopped})
		}
	}
	return disclosure.RowOf(tenures)
}

// byClass are the exits of the classes of a side: who came, and who stayed, is told of all alone.
func (c calendar) byClass(s *publishedSide) (parts []disclosure.Row) {
	classes := slices.Clone(s.class[:len(s.spells)])
	slices.Sort(classes)
	for _, class := range slices.Compact(classes) {
		parts = append(parts, c.exits(s.doctors(func(i int) bool { return s.class[i] == class })))
	}
	return parts
}

// fewCame reports whether fewer than k agreements came in a step: then those who left are those of
// long ago, and the year in which they left gives away a month of tenure within a step of the curve.
func (c calendar) fewCame(rule disclosure.Rule, all disclosure.Row, ends []int) bool {
	for i, end := range ends[:len(ends)-1] {
		if all.LateIn(end, ends[i+1]) < rule.K {
			return true
		}
	}
	return false
}

// single reports whether any step is of one year.
func single(ends []int) bool {
	a := 0
	for _, b := range ends {
		if b == a+1 {
			return true
		}
		a = b
	}
	return false
}

// series is a row as a series of years: those that are steps by themselves are shown.
func (c calendar) series(exact *survival.TurnoverSeries, row disclosure.Row, ends []int) (*survival.TurnoverSeries, error) {
	out := &survival.TurnoverSeries{Group: exact.Group}
	for i := range exact.Years {
		y := survival.YearTurnover{Year: exact.Years[i].Year, Complete: exact.Years[i].Complete, Withheld: exact.Years[i].Complete}
		a := int(varighet.MonthOf(y.Year, time.January)-c.first) / 12
		if y.Complete && slices.Contains(ends, a+1) && (a == 0 || slices.Contains(ends, a)) {
			left, lost, there := row.StopsIn(a, a+1), row.CensoredIn(a, a+1), row.AtRiskAfter(a)
			var err error
			if y, err = survival.CountedYear(y.Year, there-lost, left, ConfLevel); err != nil {
				return nil, err
			}
			out.Gone, out.Counted = out.Gone+left, out.Counted+there-lost
		}
		out.Years = append(out.Years, y)
	}
	return out, nil
}

// groups adds the series of the size groups: nothing of one whose curve is not shown.
func (c calendar) groups(p *publication, v, out *TurnoverYears, ends []int) error {
	s := p.own
	d, err := p.by(s, sizeGroupColumn)
	if err != nil {
		return err
	}
	list := []disclosure.Row{c.row(s.doctors(func(i int) bool { return s.spells[i].SizeGroup == "" }))}
	hidden := []bool{true}
	for _, g := range v.Groups {
		list = append(list, c.row(s.doctors(func(i int) bool { return s.spells[i].SizeGroup == g.Group })))
		hidden = append(hidden, !d.shown[g.Group])
	}
	shown, steps := s.rule.Rows(list, hidden, nil, func(m int) bool { return slices.Contains(ends, m) })
	for i, g := range v.Groups {
		at := steps
		if !shown[i+1] {
			at = nil
		}
		series, err := c.series(g, list[i+1], at)
		if err != nil {
			return err
		}
		out.Groups = append(out.Groups, series)
	}
	return nil
}
