package chart

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// Years is the figure of turnover in each calendar year: a panel for each group, with a dot and
// its exact interval a year, the group's mean as a dashed line, and that of all groups in grey.
// Years that the data do not cover whole, and shares of too few, are not drawn and named below.
type Years struct {
	Text
	Paper

	Groups    []YearsGroup
	All       *survival.TurnoverSeries // of all groups; nil where there is one
	ConfLevel float64                  // of the intervals
}

// A YearsGroup is the series of a group and the name it has in the figure.
type YearsGroup struct {
	Label string
	*survival.TurnoverSeries
}

// mostGroups is how many groups a figure of panels takes.
const mostGroups = 60

// Draw draws the figure, on as many pages as its panels need. Without a year to show it says so.
func (c *Years) Draw() ([]*Figure, error) {
	if len(c.Groups) > mostGroups {
		return nil, fmt.Errorf("%d groups in one figure are more than %d", len(c.Groups), mostGroups)
	}
	first, last, ok := c.span()
	if !ok {
		s := c.page(0, 1)
		return []*Figure{s.finish(c.nothing(), c.Caption)}, nil
	}
	parts := slices.Collect(slices.Chunk(c.Groups, mostPanels))
	var pages []*Figure
	for i, part := range parts {
		s := c.page(i, len(parts))
		s.legend(c.legendItems(s))
		s.y += 1.6
		header := panelHeader
		if len(c.Groups) == 1 && c.All == nil {
			header = 4
		}
		p := s.newPanels(len(part), header, c.scale(), func(v float64) string { return s.Number(v, c.scale().decimals) + s.Format.Percent })
		for k, g := range part {
			c.panel(p.at(k), k, g, first, last)
		}
		p.below(len(part))
		pages = append(pages, s.finish(locale.Fill(s.YearTurnover.Exact, s.Percent(c.ConfLevel, 0)), c.notWhole(), c.tooFew(), c.Withheld(), c.Caption))
	}
	return pages, nil
}

// page begins page i of n.
func (c *Years) page(i, n int) *sheet {
	l := c.locale()
	title, subtitle := c.Title, c.Subtitle
	if title == "" {
		title = l.YearTurnover.Title
	}
	if subtitle == "" {
		subtitle = l.YearTurnover.Subtitle
	}
	s := newSheet(c.Paper, sheetTitle(l, title, i, n), c.description())
	s.heading(c.Mark, subtitle)
	return s
}

// span is the first and the last year that any group shows.
func (c *Years) span() (first, last int, ok bool) {
	for _, g := range c.Groups {
		for i := range g.Years {
			if y := &g.Years[i]; y.Shown() {
				if !ok || y.Year < first {
					first = y.Year
				}
				if !ok || y.Year > last {
					last = y.Year
				}
				ok = true
			}
		}
	}
	return first, last, ok
}

// scale is of per cent, up to the greatest limit that is drawn.
func (c *Years) scale() valueScale {
	greatest := 0.0
	for _, g := range c.Groups {
		for i := range g.Years {
			if y := &g.Years[i]; y.Shown() {
				greatest = math.Max(greatest, 100*y.ShareUpper.V)
			}
		}
	}
	return newValueScale(greatest, 0.1)
}

var (
	meanLine = stroke{color: lineLooks[1].color, width: 0.4, dash: []float64{1.6, 0.9}}
	allLine  = stroke{color: yearLine, width: 0.7}
	joinLine = stroke{color: lineLooks[0].color, width: 0.25}
	limitBar = stroke{color: lineLooks[0].color, width: 0.5}
)

const yearDot = 0.85 // radius

func (c *Years) panel(p panel, i int, g YearsGroup, first, last int) {
	step := p.width / float64(last-first+1)
	x := func(year int) float64 { return p.x0 + (float64(year-first)+0.5)*step }
	p.frame(i, g.Label, c.counted(g.TurnoverSeries))
	p.years(first, last, step, x)
	if c.All != nil {
		p.join(c.All, x, allLine)
	}
	if mean := g.Mean(); mean.OK && g.shown() > 1 {
		y := p.sy(100 * mean.V)
		p.line(p.x0, y, p.x1, y, meanLine)
	}
	p.join(g.TurnoverSeries, x, joinLine)
	for k := range g.Years {
		if y := &g.Years[k]; y.Shown() {
			p.line(x(y.Year), p.sy(100*y.ShareLower.V), x(y.Year), p.sy(100*y.ShareUpper.V), limitBar)
			p.circle(x(y.Year), p.sy(100*y.Share.V), yearDot, limitBar.color, stroke{})
		}
	}
	switch {
	case g.shown() > 0:
	case slices.ContainsFunc(g.Years, func(y survival.YearTurnover) bool { return y.TooFew() }):
		p.empty(p.TooFew)
	case slices.ContainsFunc(g.Years, func(y survival.YearTurnover) bool { return y.Withheld }):
		p.empty(p.Withheld)
	default:
		p.empty(p.Absent)
	}
}

// shown is how many years of the group are drawn.
func (g YearsGroup) shown() (n int) {
	for i := range g.Years {
		if g.Years[i].Shown() {
			n++
		}
	}
	return n
}

// join draws a line through the shares of years that follow each other.
func (p panel) join(s *survival.TurnoverSeries, x func(int) float64, look stroke) {
	var path []point
	flush := func() {
		if len(path) > 1 {
			p.path(path, look)
		}
		path = nil
	}
	for i := range s.Years {
		if y := &s.Years[i]; y.Shown() {
			path = append(path, point{x(y.Year), p.sy(100 * y.Share.V)})
		} else {
			flush()
		}
	}
	flush()
}

// counted says how many agreements the shares of a group are of.
func (c *Years) counted(s *survival.TurnoverSeries) string {
	l := c.locale()
	least, most := 0, 0
	for i := range s.Years {
		if y := &s.Years[i]; y.Shown() {
			if n := y.Counted(); most == 0 || n < least {
				least = n
			}
			most = max(most, y.Counted())
		}
	}
	switch {
	case most == 0:
		return ""
	case least == most:
		return l.Count(most, l.Agreement)
	}
	return l.Range(l.Int(least), l.Int(most)) + "\u00a0" + l.Agreement.Other
}

func (c *Years) legendItems(s *sheet) []legendItem {
	w := &s.YearTurnover
	sample := func(look stroke) func(x, y, w, h float64) {
		return func(x, y, w, h float64) { s.line(x, y+h/2, x+w, y+h/2, look) }
	}
	mean := w.Mean
	if c.All != nil {
		mean = w.MeanOf
	}
	items := []legendItem{{words: locale.Fill(w.Point, s.Percent(c.ConfLevel, 0)), width: 2.6, draw: func(x, y, w, h float64) {
		s.line(x+w/2, y-0.5, x+w/2, y+h+0.5, limitBar)
		s.circle(x+w/2, y+h/2, yearDot, limitBar.color, stroke{})
	}}}
	if slices.ContainsFunc(c.Groups, func(g YearsGroup) bool { return g.shown() > 1 }) {
		items = append(items, legendItem{words: mean, draw: sample(meanLine)})
	}
	if c.All != nil {
		items = append(items, legendItem{words: w.All, draw: sample(allLine)})
	}
	return items
}

// notWhole names the years that the data cover a part of, first those of all groups.
func (c *Years) notWhole() string {
	l := c.locale()
	of := func(s *survival.TurnoverSeries) (years []string) {
		for i := range s.Years {
			if !s.Years[i].Complete {
				years = append(years, strconv.Itoa(s.Years[i].Year))
			}
		}
		return years
	}
	var items []string
	whole := c.All
	if whole == nil {
		whole = c.Groups[0].TurnoverSeries
	}
	items = append(items, of(whole)...)
	n := len(items)
	for _, g := range c.Groups {
		own := slices.DeleteFunc(of(g.TurnoverSeries), func(year string) bool { return slices.Contains(items[:n], year) })
		if len(own) > 0 {
			items = append(items, locale.Fill(l.YearTurnover.TooFewOf, g.name(l), l.List(own)))
		}
	}
	if len(items) == 0 {
		return ""
	}
	return locale.Fill(l.YearTurnover.NotWhole.Of(len(items)), l.List(items))
}

func (g YearsGroup) name(l *locale.Locale) string {
	if g.Label == "" {
		return l.All
	}
	return g.Label
}

// tooFew names the groups and years with too few to be drawn.
func (c *Years) tooFew() string {
	items := c.named((*survival.YearTurnover).TooFew)
	if items == "" {
		return ""
	}
	return locale.Fill(c.locale().YearTurnover.TooFew, items, c.locale().Int(survival.FewAtRisk))
}

// Withheld names those that are withheld for privacy; "" for none.
func (c *Years) Withheld() string {
	items := c.named(func(y *survival.YearTurnover) bool { return y.Withheld })
	if items == "" {
		return ""
	}
	return locale.Fill(c.locale().YearTurnover.Withheld, items)
}

// named lists the groups and years for which a rule holds; "" for none.
func (c *Years) named(holds func(*survival.YearTurnover) bool) string {
	l := c.locale()
	var items []string
	for _, g := range c.Groups {
		var years []string
		for i := range g.Years {
			if holds(&g.Years[i]) {
				years = append(years, strconv.Itoa(g.Years[i].Year))
			}
		}
		if len(years) > 0 {
			items = append(items, locale.Fill(l.YearTurnover.TooFewOf, g.name(l), l.List(years)))
		}
	}
	return strings.Join(items, "; ")
}

// nothing says why no year is drawn.
func (c *Years) nothing() string {
	if few := c.tooFew(); few != "" {
		return few
	}
	return c.locale().YearTurnover.Empty
}

func (c *Years) description() string {
	l := c.locale()
	var sentences []string
	for _, g := range c.Groups {
		if s := g.sentence(l); s != "" {
			sentences = append(sentences, s)
		}
	}
	if len(sentences) == 0 {
		return c.nothing()
	}
	return locale.Fill(l.YearTurnover.Describe, strings.Join(sentences, " "))
}

// sentence says between what the shares of a group lie; "" if it shows none.
func (g YearsGroup) sentence(l *locale.Locale) string {
	var shown []*survival.YearTurnover
	for i := range g.Years {
		if y := &g.Years[i]; y.Shown() {
			shown = append(shown, y)
		}
	}
	if len(shown) == 0 {
		return ""
	}
	least, most := shown[0].Share.V, shown[0].Share.V
	for _, y := range shown {
		least, most = math.Min(least, y.Share.V), math.Max(most, y.Share.V)
	}
	return locale.Fill(l.YearTurnover.Group, locale.Capital(g.name(l)), strconv.Itoa(shown[0].Year), strconv.Itoa(shown[len(shown)-1].Year),
		l.Percent(least, 1), l.Percent(most, 1))
}
