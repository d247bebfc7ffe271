package chart

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// Vacancies is the figure of lists without a doctor, month by month: of one group how many, and
// what share of the lists; of several the share, a panel for each, with that of all in grey.
// Months without data are dark bars, and the line is broken where lists came into the data or
// dropped out of them.
type Vacancies struct {
	Text
	Paper

	Groups []VacancyGroup
	All    []survival.VacancyMonth // of all groups; nil where there is one
}

// A VacancyGroup is the months of a group and the name it has in the figure.
type VacancyGroup struct {
	Label  string
	Key    string // as files name the group: "<2000", "all"
	Months []survival.VacancyMonth
}

// A monthValue reads a month: a number to be drawn, missing where there are no lists.
type monthValue func(*survival.VacancyMonth) varighet.Opt[float64]

func vacantCount(m *survival.VacancyMonth) varighet.Opt[float64] {
	return varighet.Opt[float64]{V: float64(m.Vacant), OK: m.Lists > 0}
}

func neverCount(m *survival.VacancyMonth) varighet.Opt[float64] {
	return varighet.Opt[float64]{V: float64(m.NeverFilled), OK: m.Lists > 0}
}

func vacantPercent(m *survival.VacancyMonth) varighet.Opt[float64] {
	v := m.Share()
	v.V *= 100
	return v
}

// Draw draws the figure, on as many pages as its panels need. Without lists it says so.
func (c *Vacancies) Draw() ([]*Figure, error) {
	if len(c.Groups) > mostGroups {
		return nil, fmt.Errorf("%d groups in one figure are more than %d", len(c.Groups), mostGroups)
	}
	if !slices.ContainsFunc(c.Groups, func(g VacancyGroup) bool { return len(g.Months) > 0 }) {
		s := c.page(0, 1)
		return []*Figure{s.finish(s.Vacancies.Empty, c.Caption)}, nil
	}
	if nobody := c.nobody(); nobody != "" {
		s := c.page(0, 1)
		return []*Figure{s.finish(nobody, s.Vacancies.Note, c.Caption)}, nil
	}
	if len(c.Groups) == 1 && c.All == nil {
		return []*Figure{c.drawOne()}, nil
	}
	parts := slices.Collect(slices.Chunk(c.Groups, mostPanels))
	var pages []*Figure
	for i, part := range parts {
		s := c.page(i, len(parts))
		s.legend(c.legendItems(s, false))
		s.y += 1.6
		p := s.newPanels(len(part), panelHeader, c.scale(vacantPercent, 0.1), s.percentLabel(c.scale(vacantPercent, 0.1)))
		for k, g := range part {
			one := p.at(k)
			one.frame(k, g.Label, c.lastMonth(g))
			one.series(c.All, vacantPercent, seriesLook{line: allMonths})
			one.series(g.Months, vacantPercent, shareLook)
			one.breaks(g.Months)
		}
		p.below(len(part))
		pages = append(pages, s.finish(c.notes()...))
	}
	return pages, nil
}

// drawOne draws how many lists of one group are vacant, and below what share of all.
func (c *Vacancies) drawOne() *Figure {
	s := c.page(0, 1)
	s.legend(c.legendItems(s, true))
	s.y += 1.6
	g := c.Groups[0]
	counts, shares := c.scale(vacantCount, 1), c.scale(vacantPercent, 0.1)
	upper := s.newPanels(1, panelHeader, counts, func(v float64) string { return s.Int(int(math.Round(v))) })
	lower := s.newPanels(1, 4.4, shares, s.percentLabel(shares))
	upper.left = math.Max(upper.left, lower.left)
	lower.left = upper.left
	upper.width = s.right() - margin - upper.left
	lower.width = upper.width
	one := upper.at(0)
	one.frame(0, s.Vacancies.Count, c.lastMonth(g))
	one.series(g.Months, vacantCount, shareLook)
	if c.neverFilled() {
		one.series(g.Months, neverCount, neverLook)
	}
	one.breaks(g.Months)
	upper.below(1)
	one = lower.at(0)
	one.frame(0, s.Vacancies.Share, "")
	one.series(g.Months, vacantPercent, shareLook)
	one.breaks(g.Months)
	lower.below(1)
	return s.finish(c.notes()...)
}

func (s *sheet) percentLabel(scale valueScale) func(float64) string {
	return func(v float64) string { return s.Number(v, scale.decimals) + s.Format.Percent }
}

// page begins page i of n.
func (c *Vacancies) page(i, n int) *sheet {
	l := c.locale()
	title := c.Title
	switch {
	case title != "":
	case c.All != nil: // panels are of shares
		title = l.Vacancies.Share
	default:
		title = l.Vacancies.Title
	}
	s := newSheet(c.Paper, sheetTitle(l, title, i, n), c.description())
	s.heading(c.Mark, c.Subtitle)
	return s
}

// scale is up to the greatest value that is drawn.
func (c *Vacancies) scale(value monthValue, least float64) valueScale {
	greatest := 0.0
	for _, g := range c.Groups {
		for i := range g.Months {
			if m := &g.Months[i]; !m.Hole() {
				greatest = math.Max(greatest, value(m).V)
			}
		}
	}
	return newValueScale(greatest, least)
}

// neverFilled reports whether a list has stood vacant that had had no doctor.
func (c *Vacancies) neverFilled() bool {
	return slices.ContainsFunc(c.Groups[0].Months, func(m survival.VacancyMonth) bool { return m.NeverFilled > 0 && !m.Hole() })
}

// A seriesLook is how a series of months looks: its line, and what lies below it.
type seriesLook struct {
	line stroke
	fill float64 // opacity
}

var (
	shareLook = seriesLook{line: stroke{color: lineLooks[0].color, width: 0.4}, fill: 0.2}
	neverLook = seriesLook{line: stroke{color: lineLooks[0].color, width: 0.3, dash: []float64{0.6, 0.5}}, fill: 0.5}
	allMonths = stroke{color: yearLine, width: 0.45}
	jumpLine  = stroke{color: ink, width: 0.3, dash: []float64{1.1, 0.8}}
)

// monthScale lays the months along a panel.
func (p panel) monthScale(months []survival.VacancyMonth) monthScale {
	return monthScale{first: months[0].Month, last: months[len(months)-1].Month, x0: p.x0, step: p.width / float64(len(months))}
}

// series draws a series, a step a month, broken at holes and jumps, with what lies below it.
func (p panel) series(months []survival.VacancyMonth, value monthValue, look seriesLook) {
	if len(months) == 0 {
		return
	}
	scale := p.monthScale(months)
	var path []point
	flush := func() {
		if len(path) == 0 {
			return
		}
		if look.fill > 0 {
			area := append([]point{{path[0].x, p.y1}}, path...)
			p.polygon(append(area, point{path[len(path)-1].x, p.y1}), faded(look.line.color, look.fill), stroke{})
		}
		p.path(path, look.line)
		path = nil
	}
	for i := range months {
		m := &months[i]
		v := value(m)
		if v.OK = v.OK && !m.Hole(); !v.OK || m.Jump() {
			flush()
		}
		if v.OK {
			path = append(path, point{scale.x(m.Month), p.sy(v.V)}, point{scale.x(m.Month + 1), p.sy(v.V)})
		}
	}
	flush()
}

// breaks marks months without data and those with which lists came or went, and writes the years.
func (p panel) breaks(months []survival.VacancyMonth) {
	if len(months) == 0 {
		p.empty(p.Absent)
		return
	}
	scale := p.monthScale(months)
	for i := range months {
		switch m := &months[i]; {
		case m.Hole():
			p.rect(scale.x(m.Month), p.y0, math.Max(scale.step, 0.5), p.y1-p.y0, noData, stroke{})
		case m.Jump():
			p.line(scale.x(m.Month), p.y0, scale.x(m.Month), p.y1, jumpLine)
		}
	}
	p.monthYears(scale)
}

func (c *Vacancies) legendItems(s *sheet, one bool) []legendItem {
	w := &s.Vacancies
	area := func(look seriesLook) func(x, y, w, h float64) {
		return func(x, y, w, h float64) {
			s.rect(x, y, w, h, faded(look.line.color, look.fill), stroke{})
			s.line(x, y, x+w, y, look.line)
		}
	}
	items := []legendItem{{words: w.Vacant, draw: area(shareLook)}}
	if one && c.neverFilled() {
		items = append(items, legendItem{words: w.Never, draw: area(neverLook)})
	}
	if c.All != nil {
		items = append(items, legendItem{words: s.YearTurnover.All, draw: func(x, y, w, h float64) { s.line(x, y+h/2, x+w, y+h/2, allMonths) }})
	}
	holes, jumps := c.breaks()
	if holes != "" {
		items = append(items, legendItem{words: w.Hole, width: 1.2, draw: s.box(noData, stroke{})})
	}
	if jumps != "" {
		items = append(items, legendItem{words: w.Jump, width: 1.2, draw: func(x, y, w, h float64) { s.line(x+w/2, y-0.4, x+w/2, y+h+0.4, jumpLine) }})
	}
	return items
}

// breaks are the months of which there are no data, and those with which lists came or went, of
// any group, in words.
func (c *Vacancies) breaks() (holes, jumps string) {
	hole, jump := map[varighet.Month]bool{}, map[varighet.Month]bool{}
	for _, g := range c.Groups {
		for i := range g.Months {
			m := &g.Months[i]
			if m.Hole() {
				hole[m.Month] = true
			} else if m.Jump() {
				jump[m.Month] = true
			}
		}
	}
	return c.stretches(hole), c.stretches(jump)
}

// mostStretches is how many stretches of months a note names.
const mostStretches = 10

// stretches names months, those that follow each other as one.
func (c *Vacancies) stretches(months map[varighet.Month]bool) string {
	l := c.locale()
	var names []string
	var all []varighet.Month
	for m := range months {
		all = append(all, m)
	}
	slices.Sort(all)
	for i := 0; i < len(all); {
		k := i
		for k+1 < len(all) && all[k+1] == all[k]+1 {
			k++
		}
		names = append(names, l.MonthRange(all[i], all[k]))
		i = k + 1
	}
	if len(names) > mostStretches {
		return strings.Join(names[:mostStretches], ", ") + " …"
	}
	return l.List(names)
}

func (c *Vacancies) notes() []string {
	w := &c.locale().Vacancies
	holes, jumps := c.breaks()
	notes := []string{"", "", w.Note, c.Caption}
	if holes != "" {
		notes[0] = locale.Fill(w.HoleNote, holes)
	}
	if jumps != "" {
		notes[1] = locale.Fill(w.JumpNote, jumps, c.locale().Percent(survival.BreakShare, 0))
	}
	return notes
}

// nobody says that no list has been vacant, if so, and of how many that was.
func (c *Vacancies) nobody() string {
	for _, g := range c.Groups {
		if slices.ContainsFunc(g.Months, func(m survival.VacancyMonth) bool { return m.Vacant > 0 }) {
			return ""
		}
	}
	l, most := c.locale(), 0
	for _, g := range c.Groups {
		for i := range g.Months {
			most = max(most, g.Months[i].Lists)
		}
	}
	return locale.Fill(l.Vacancies.NoVacancy, l.Int(most))
}

// lastMonth says how many lists of a group are vacant in the last month with data.
func (c *Vacancies) lastMonth(g VacancyGroup) string {
	l := c.locale()
	m := g.last()
	if m == nil {
		return l.Absent
	}
	return locale.Fill(l.Vacancies.InMonth, l.Int(m.Vacant), l.Int(m.Lists), l.MonthYearShort(m.Month))
}

// last is the last month with lists and data; nil if there is none.
func (g VacancyGroup) last() *survival.VacancyMonth { return survival.LastCounted(g.Months) }

func (c *Vacancies) description() string {
	l := c.locale()
	var sentences []string
	for _, g := range c.Groups {
		m := g.last()
		if m == nil {
			continue
		}
		name := g.Label
		if name == "" {
			name = l.All
		}
		least, most := math.Inf(1), 0.0
		for i := range g.Months {
			if x := &g.Months[i]; !x.Hole() && x.Lists > 0 {
				least, most = math.Min(least, x.Share().V), math.Max(most, x.Share().V)
			}
		}
		sentences = append(sentences, locale.Fill(l.Vacancies.Group, locale.Capital(name), l.Int(m.Vacant), l.Int(m.Lists), l.MonthYear(m.Month),
			l.Percent(least, 1), l.Percent(most, 1)))
	}
	if len(sentences) == 0 {
		return l.Vacancies.Empty
	}
	return locale.Fill(l.Vacancies.Describe, strings.Join(sentences, " "))
}
