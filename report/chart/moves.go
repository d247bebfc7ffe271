package chart

import (
	"image/color"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// Moves is the figure of where the doctors who stopped have a list in a month. A few doctors
// are a dot each, who part into those who are there and those who left; many are bars of
// shares, one a group.
type Moves struct {
	Text
	Paper

	Month varighet.Month
	// Narrow says that the data have a part of the lists only: where doctors went is then not
	// drawn.
	Narrow bool
	Groups []MovesGroup // the first is of all
	Note   string       // what the figure cannot show
}

// A MovesGroup is the doctors of one group.
type MovesGroup struct {
	Label string
	survival.Moves
	Share, Lower, Upper varighet.Opt[float64] // of those of whom it is known, who have a list
}

// Known is how many stopped of whom it is known whether they have a list.
func (g *MovesGroup) Known() int { return g.Stopped - g.Places[survival.NotSeen] }

// TooFew reports whether a share of the group is not drawn.
func (g *MovesGroup) TooFew() bool { return g.Known() < survival.FewAtRisk }

// mostFew is how many doctors are drawn as dots.
const mostFew = 80

// Draw draws the figure.
func (m *Moves) Draw() (*Figure, error) {
	l := m.locale()
	all := &m.Groups[0]
	if m.Title == "" {
		m.Title = m.title(all)
	}
	s := newSheet(m.Paper, m.Title, m.description())
	if len(m.Groups) == 1 && all.Doctors > 0 && all.Doctors <= mostFew {
		m.dotted(s, all)
		return s.finish(m.Note, m.Caption), nil
	}
	if m.Subtitle == "" && all.Stopped > 0 {
		m.Subtitle = l.Moves.Subtitle
	}
	s.heading(m.Mark, m.Subtitle)
	if m.Narrow || all.Stopped == 0 {
		return s.finish(m.Note, m.Caption), nil
	}
	m.bars(s)
	return s.finish(m.tooFew(), m.Note, m.Caption), nil
}

func (m *Moves) title(all *MovesGroup) string {
	l := m.locale()
	w := &l.Moves
	switch {
	case all.Doctors == 0:
		return w.TitleEmpty
	case all.Stopped == 0:
		return locale.Fill(w.TitleNobody, l.MonthYear(m.Month))
	case m.Narrow:
		return locale.Fill(w.TitleNarrow.Of(all.Stopped), l.Int(all.Stopped), l.Count(all.Doctors, l.Doctor), l.MonthYear(m.Month))
	case all.StoppedHolding() == 0:
		return locale.Fill(w.TitleNone, l.Int(all.Known()), l.MonthYear(m.Month))
	}
	return locale.Fill(w.Title.Of(all.StoppedHolding()), l.Int(all.StoppedHolding()), l.Int(all.Known()), l.MonthYear(m.Month))
}

func (m *Moves) tooFew() string {
	if slices.ContainsFunc(m.Groups, func(g MovesGroup) bool { return g.TooFew() }) {
		l := m.locale()
		return locale.Fill(l.Moves.TooFew, l.Int(survival.FewAtRisk))
	}
	return ""
}

func (m *Moves) description() string {
	l := m.locale()
	w := &l.Moves
	text := ""
	for i := range m.Groups {
		g := &m.Groups[i]
		if m.Narrow {
			text += locale.Fill(w.SentenceNarrow, g.Label, l.Count(g.Doctors, l.Doctor), l.Int(g.Still), l.Int(g.Stopped)) + " "
			continue
		}
		text += locale.Fill(w.Sentence.Of(g.StoppedHolding()), g.Label, l.Int(g.StoppedHolding()), l.Int(g.Known())) + " "
	}
	return text + m.Note
}

// How the places where a list is found look, near to far: by lightness, then hatched.
var placeFills = [survival.UnknownPlace + 1]color.NRGBA{
	survival.SameList:         rgb(0x2b2b2b),
	survival.SameMunicipality: rgb(0x00694d),
	survival.SameCounty:       rgb(0x7fb89d),
	survival.OtherCounty:      rgb(0xd3e6db),
	survival.UnknownPlace:     white,
}

var placeOutline = stroke{color: rgb(0x00694d), width: 0.25}

// placeBox fills a part of a bar.
func (s *sheet) placeBox(p survival.Place, x, y, w, h float64) {
	s.rect(x, y, w, h, placeFills[p], placeOutline)
	if p == survival.UnknownPlace {
		s.hatch(x, y, w, h, 1.1, stroke{color: placeOutline.color, width: 0.2})
	}
}

// bars draws a bar a group.
func (m *Moves) bars(s *sheet) {
	l := m.locale()
	label, right := 10.0, smallText.width(locale.Fill(l.Moves.Holding, l.Percent(0.95, 0)))
	most := 0.02
	for i := range m.Groups {
		g := &m.Groups[i]
		label = max(label, boldText.width(printable(g.Label)))
		right = max(right, boldText.width(m.counts(g)))
		if !g.TooFew() {
			most = max(most, g.Share.V)
		}
	}
	label = min(label, maxLabel)
	x0 := margin + label + 3
	x1 := s.right() - right - 13
	scale := forestScale{x0: x0, x1: x1, hi: most}
	scale.shareTicks()
	m.placeLegend(s)
	s.y += 1
	s.text(s.right(), s.y+0.8*smallSize, locale.Fill(l.Moves.Holding, l.Percent(0.95, 0)), smallText.at(end))
	s.y += 4.5
	y0 := s.y
	y1 := y0 + movesRow*float64(len(m.Groups)) + 2
	for _, t := range scale.ticks {
		x := scale.x(t)
		s.line(x, y0, x, y1, stroke{color: gridLine, width: 0.2})
		s.text(x, y1+4.1, l.Percent(t, 0), bodyText.at(middle))
	}
	for i := range m.Groups {
		m.bar(s, &m.Groups[i], &scale, i == 0, label)
		if i == 0 && len(m.Groups) > 1 {
			s.y += 2
		}
	}
	s.line(x0, y0, x0, y1, stroke{color: axisInk, width: 0.3})
	s.text((x0+x1)/2, y1+8, l.Moves.Axis, bodyText.at(middle))
	s.y = y1 + 10.5
}

const movesRow = 7.0

func (m *Moves) bar(s *sheet, g *MovesGroup, scale *forestScale, total bool, label float64) {
	st := bodyText
	if total {
		st = boldText
	}
	base := s.y + movesRow/2 + 0.36*bodySize
	s.text(margin, base, st.shorten(printable(g.Label), label), st)
	s.text(s.right(), base, m.counts(g), st.at(end))
	defer func() { s.y += movesRow }()
	if g.TooFew() {
		s.text(scale.x0+1.5, base, s.TooFew, softText)
		return
	}
	x, known := scale.x0, float64(g.Known())
	for p := survival.SameList; p <= survival.UnknownPlace; p++ {
		if n := g.Places[p]; n > 0 {
			w := (scale.x1 - scale.x0) * float64(n) / known / scale.hi
			s.placeBox(p, x, s.y+1.2, w, movesRow-2.4)
			x += w
		}
	}
	if g.StoppedHolding() > 0 { // of none the counts say it
		s.text(x+1.5, base, s.Percent(g.Share.V, 0), boldText)
	}
}

// counts are "271 av 2 974 (8–10 %)".
func (m *Moves) counts(g *MovesGroup) string {
	l := m.locale()
	text := locale.Fill(l.Moves.Of, l.Int(g.StoppedHolding()), l.Int(g.Known()))
	if g.TooFew() {
		return text
	}
	return text + " " + l.PercentInterval(g.Lower, g.Upper, 0)
}

func (m *Moves) placeLegend(s *sheet) {
	var items []legendItem
	for p := survival.SameList; p <= survival.UnknownPlace; p++ {
		found := slices.ContainsFunc(m.Groups, func(g MovesGroup) bool { return g.Places[p] > 0 && !g.TooFew() })
		if found {
			items = append(items, legendItem{words: s.Moves.Places[p], width: 3.2, draw: func(x, y, w, h float64) { s.placeBox(p, x, y, w, h) }})
		}
	}
	s.legend(items)
}
