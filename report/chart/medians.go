package chart

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// Medians is the figure of medians by size group: a dot and its interval,
// beside it the published number as an open diamond, and the true one as a
// cross where the data are simulated. Municipalities' own medians stand below
// their group, as an open dot.
type Medians struct {
	Text
	Paper

	Groups    []survival.GroupMedian
	ConfLevel float64 // 0 is 0.95
	Source    string  // of the published medians
}

const (
	medianRow = 8.0
	dotRadius = 1.0
)

// Draw draws the figure; with many municipalities it has several sheets, with the same axis.
func (m *Medians) Draw() (figures []*Figure, err error) {
	l := m.locale()
	title := cmp.Or(m.Title, l.Medians.Title)
	if m.nobody() {
		s := newSheet(m.Paper, title, m.description())
		s.heading(m.Mark, m.Subtitle)
		return []*Figure{s.finish(l.Exits.Nobody, m.Caption)}, nil
	}
	sheets := m.sheets(rowsWithin(medianRow))
	for i, rows := range sheets {
		s := newSheet(m.Paper, sheetTitle(l, title, i, len(sheets)), m.description())
		s.heading(m.Mark, m.Subtitle)
		m.plot(s, rows)
		s.legend(m.legendItems(s, rows))
		figures = append(figures, s.finish(withheld(l, rows), stepped(l, rows), tooFew(l, rows), m.Caption))
	}
	return figures, nil
}

// sheets deals the lines to sheets of at most so many, of about the same length. Municipalities that go
// on to the next have their group above them there too.
func (m *Medians) sheets(most int) (sheets [][]medianLine) {
	rows := m.rows()
	for n := (len(rows) + most - 1) / most; ; n++ { // lines that are repeated may take one more
		if sheets = parted(rows, n); !slices.ContainsFunc(sheets, func(s []medianLine) bool { return len(s) > most }) {
			return sheets
		}
	}
}

// parted parts lines into n sheets.
func parted(rows []medianLine, n int) (sheets [][]medianLine) {
	head := 0
	for k := range n {
		var sheet []medianLine
		for i := k * len(rows) / n; i < (k+1)*len(rows)/n; i++ {
			if !rows[i].own {
				head = i
			} else if sheet == nil {
				sheet = append(sheet, rows[head])
			}
			sheet = append(sheet, rows[i])
		}
		sheets = append(sheets, sheet)
	}
	return sheets
}

// nobody reports whether there are no agreements to draw medians of.
func (m *Medians) nobody() bool {
	return !slices.ContainsFunc(m.rows(), func(g medianLine) bool { return g.N > 0 || g.Withheld || g.Median.Time.OK })
}

// A medianLine is a line of the figure: a group, or a municipality below its own.
type medianLine struct {
	survival.GroupMedian
	name string // of a municipality
	own  bool
}

const ownIndent = 3.0

// indent is how far in a line's label begins.
func (g *medianLine) indent() float64 {
	if g.own {
		return ownIndent
	}
	return 0
}

func (g *medianLine) label(l *locale.Locale) string {
	if g.own {
		return printable(g.name)
	}
	return printable(l.SizeGroup(g.Group))
}

// count is how many agreements the line is of, in words.
func (g *medianLine) count(l *locale.Locale) string {
	if g.Withheld {
		return l.Withheld + " " + l.Agreement.Other
	}
	return l.Count(g.N, l.Agreement)
}

// rows are the groups, each with its municipalities below.
func (m *Medians) rows() (rows []medianLine) {
	for _, g := range m.Groups {
		rows = append(rows, medianLine{GroupMedian: g})
		for _, o := range g.Own {
			line := medianLine{GroupMedian: o.GroupMedian, name: cmp.Or(o.Name, o.Place), own: true}
			if o.PublishedAtLeast { // a diamond would be read as a median
				line.Published = varighet.Opt[float64]{}
			}
			rows = append(rows, line)
		}
	}
	return rows
}

// longest is the greatest number of months to be shown.
func (m *Medians) longest() float64 {
	longest := 0.0
	for _, g := range m.rows() {
		q := g.Given()
		for _, v := range []varighet.Opt[float64]{q.Time, q.Lower, q.Upper, g.Published, g.Truth} {
			longest = math.Max(longest, v.V)
		}
	}
	return longest
}

// medianLabels are what lines are called, cut where they are too long.
func (s *sheet) medianLabels(rows []medianLine) []string {
	labels := make([]string, len(rows))
	for i, g := range rows {
		labels[i] = g.label(s.Locale)
	}
	return bodyText.apart(labels, s.labelLimit()-ownIndent)
}

// beside is the room that all lines need before the axis, and after it.
func (m *Medians) beside(s *sheet) (left, right float64) {
	left, right = 10, 10
	rows := m.rows()
	labels := s.medianLabels(rows)
	for i, g := range rows {
		left = math.Max(left, g.indent()+smallText.width(g.count(s.Locale)))
		left = math.Max(left, g.indent()+bodyText.width(labels[i]))
		right = math.Max(right, bodyText.width(m.words(s.Locale, g.GroupMedian)))
	}
	return left, right
}

func (m *Medians) plot(s *sheet, rows []medianLine) {
	left, right := m.beside(s)
	labels := s.medianLabels(rows)
	x0, x1 := margin+left+3, s.right()-right-4
	scale := newTimeScale(x0, x1, math.Max(yearsFrom, m.longest()*1.04), 8)
	y0 := s.y + 0.5
	y1 := y0 + float64(len(rows))*medianRow
	for _, t := range scale.ticks {
		x := scale.x(t)
		s.line(x, y0, x, y1, stroke{color: gridLine, width: 0.2})
		s.line(x, y1, x, y1+1.1, stroke{color: axisInk, width: 0.3})
		s.text(x, y1+4.1, s.Int(scale.label(t)), bodyText.at(middle))
	}
	s.line(x0, y1, x1, y1, stroke{color: axisInk, width: 0.3})
	s.text((x0+x1)/2, y1+8, s.Medians.Axis, bodyText.at(middle))
	for i, g := range rows {
		y := y0 + (float64(i)+0.5)*medianRow
		if i > 0 && !g.own {
			s.line(margin, y-medianRow/2, s.right(), y-medianRow/2, stroke{color: gridLine, width: 0.2})
		}
		x := margin + g.indent()
		s.text(x, y-0.3, labels[i], bodyText)
		s.text(x, y+2.9, g.count(s.Locale), smallText)
		m.drawGroup(s, scale, g, y)
		s.text(s.right(), y+0.36*bodySize, m.words(s.Locale, g.GroupMedian), bodyText.at(end))
	}
	s.y = y1 + 11.5
}

var (
	estimateLine  = stroke{color: lineLooks[0].color, width: 0.5}
	publishedLine = stroke{color: lineLooks[1].color, width: 0.4}
	truthLine     = stroke{color: ink, width: 0.4}
)

// drawGroup draws the estimate a little above the middle of its line and what
// it is compared with a little below, so that neither hides the other.
func (m *Medians) drawGroup(s *sheet, scale timeScale, g medianLine, y float64) {
	above, below := y-1.2, y+1.6
	g.Median = g.Given()
	if g.Median.Lower.OK || g.Median.Time.OK {
		from := scale.x(g.Median.Lower.Or(g.Median.Time.V))
		to := scale.x1
		if g.Median.Upper.OK {
			to = scale.x(g.Median.Upper.V)
			s.line(to, above-0.8, to, above+0.8, estimateLine)
		} else {
			s.polygon([]point{{to - 1.6, above - 0.9}, {to, above}, {to - 1.6, above + 0.9}}, estimateLine.color, stroke{})
			to -= 1.4
		}
		s.line(from, above, to, above, estimateLine)
		if g.Median.Lower.OK {
			s.line(from, above-0.8, from, above+0.8, estimateLine)
		}
	}
	switch {
	case g.After.OK: // somewhere in a step
		s.line(scale.x(g.After.V), above, scale.x(g.Median.Time.V), above, stroke{color: estimateLine.color, width: 2 * dotRadius})
	case g.Median.Time.OK:
		s.dot(scale.x(g.Median.Time.V), above, g.own)
	}
	if g.Truth.OK {
		s.cross(scale.x(g.Truth.V), below)
	}
	if g.Published.OK {
		s.diamond(scale.x(g.Published.V), below, 1.2, white, publishedLine)
		if g.Truth.OK && math.Abs(g.Truth.V-g.Published.V) < 3 {
			s.cross(scale.x(g.Truth.V), below) // inside the diamond
		}
	}
}

// dot marks a median, or a municipality's own.
func (s *sheet) dot(x, y float64, own bool) {
	if own {
		s.circle(x, y, dotRadius, white, estimateLine)
		return
	}
	s.circle(x, y, dotRadius, estimateLine.color, stroke{})
}

func (s *sheet) cross(x, y float64) {
	const r = 0.75
	s.line(x-r, y-r, x+r, y+r, truthLine)
	s.line(x-r, y+r, x+r, y-r, truthLine)
}

// words is the estimate in figures: "2,8 (2,6–3,0)", in years.
func (m *Medians) words(l *locale.Locale, g survival.GroupMedian) string {
	if g.Withheld || g.MedianWithheld {
		return l.Withheld
	}
	if g.TooFew {
		return l.TooFew
	}
	if g.N == 0 && !g.Median.Time.OK {
		return l.Medians.Empty
	}
	s := l.NotReached
	if g.Median.Time.OK {
		s = l.Number(g.Median.Time.V/12, 1)
	}
	if g.After.OK {
		s = l.Range(l.Number(g.After.V/12, 1), s)
	}
	if g.Median.Lower.OK || g.Median.Upper.OK {
		s += " " + l.Interval(years(g.Median.Lower), years(g.Median.Upper), 1)
	}
	return s
}

// withheld explains the mark in place of a median, if it is there.
func withheld(l *locale.Locale, rows []medianLine) string {
	if slices.ContainsFunc(rows, func(g medianLine) bool { return g.Withheld || g.MedianWithheld }) {
		return l.WithheldNote
	}
	return ""
}

// stepped explains the two ends of a step in place of a median, if they are there.
func stepped(l *locale.Locale, rows []medianLine) string {
	if slices.ContainsFunc(rows, func(g medianLine) bool { return g.After.OK }) {
		return l.PublishedMedian
	}
	return ""
}

// tooFew explains the words in place of a median, if they are there.
func tooFew(l *locale.Locale, rows []medianLine) string {
	for _, g := range rows {
		if g.TooFew && !g.Withheld {
			return locale.Fill(l.TooFewNote, l.Int(survival.FewAtRisk))
		}
	}
	return ""
}

func years(months varighet.Opt[float64]) varighet.Opt[float64] {
	months.V /= 12
	return months
}

func (m *Medians) description() string {
	l := m.locale()
	var sentences []string
	for _, g := range m.rows() {
		published := ""
		if g.Published.OK {
			published = locale.Fill(l.Medians.Compared, l.Number(g.Published.V/12, 1))
		}
		sentences = append(sentences, locale.Fill(l.Medians.Sentence, g.label(l), m.words(l, g.GroupMedian), published))
	}
	return locale.Fill(l.Medians.Description, strings.Join(sentences, " "))
}

func (m *Medians) legendItems(s *sheet, rows []medianLine) []legendItem {
	level := m.ConfLevel
	if level == 0 {
		level = 0.95
	}
	var items []legendItem
	published, truth, open, own, group := false, false, false, false, false
	for _, g := range rows {
		drawn := g.Given().Time.OK || g.Given().Lower.OK
		own, group = own || g.own && drawn, group || !g.own && drawn
		published = published || g.Published.OK
		truth = truth || g.Truth.OK
		open = open || g.Given().Lower.OK && !g.Given().Upper.OK
	}
	if group || own {
		items = append(items, legendItem{words: locale.Fill(s.Medians.Estimate, s.Percent(level, 0)), draw: func(x, y, w, h float64) {
			s.line(x, y+h/2, x+w, y+h/2, estimateLine)
			s.dot(x+w/2, y+h/2, !group)
		}})
	}
	if own {
		items = append(items, legendItem{words: s.Medians.Own, width: 2.6,
			draw: func(x, y, w, h float64) { s.dot(x+w/2, y+h/2, true) }})
	}
	if published {
		items = append(items, legendItem{words: locale.Fill(s.Medians.Published, m.Source), width: 2.6,
			draw: func(x, y, w, h float64) { s.diamond(x+w/2, y+h/2, 1.2, white, publishedLine) }})
	}
	if truth {
		items = append(items, legendItem{words: s.Medians.Truth, width: 2.6,
			draw: func(x, y, w, h float64) { s.cross(x+w/2, y+h/2) }})
	}
	if open {
		items = append(items, legendItem{words: s.Medians.NotReached, width: 2.6,
			draw: func(x, y, w, h float64) {
				s.polygon([]point{{x + 0.5, y + 0.5}, {x + 2.1, y + h/2}, {x + 0.5, y + h - 0.5}}, estimateLine.color, stroke{})
			}})
	}
	return items
}
