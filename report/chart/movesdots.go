package chart

import (
	"image/color"

	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// A crowd is some doctors of a figure of dots, under a number and what they have in common.
type crowd struct {
	n           int
	what, under string
	fill        color.NRGBA
	from        *crowd // out of whom they are

	x, y, h float64  // top left, height with the dots
	lines   []string // of under
	taken   float64  // of the height of its flow, by those who are out of it
}

// Sizes of a figure of dots, in mm.
const (
	crowdDot   = 1.25
	crowdPitch = 3.3
	crowdRow   = 8 // dots
	crowdGap   = 7.0
	flowPer    = 0.9 // height of a flow a doctor
)

var (
	crowdStill = rgb(0x2b7a50)
	crowdGone  = rgb(0xc4c4c4)
	crowdAll   = rgb(0x686868)
	crowdLine  = stroke{color: rgb(0x4a4a4a), width: 0.3}
)

// dotted draws the doctors of one group as dots, in three columns: all, what became of them on
// their lists, and where those who left have a list.
func (m *Moves) dotted(s *sheet, g *MovesGroup) {
	w := &m.locale().Moves
	if m.Subtitle == "" {
		m.Subtitle = locale.Fill(w.DotsSubtitle, m.locale().MonthYear(m.Month))
	}
	s.heading(m.Mark, m.Subtitle)
	all := &crowd{n: g.Doctors, what: w.Had, under: w.HadUnder, fill: crowdAll}
	left := &crowd{n: g.Stopped, what: w.Left, under: w.LeftUnder, fill: crowdGone, from: all}
	second := someOf(&crowd{n: g.Still, what: w.Still, under: locale.Fill(w.StillUnder, m.locale().MonthYear(m.Month)), fill: crowdStill, from: all},
		&crowd{n: g.OutOfSight, what: w.OutOfSight, under: w.OutOfSightUnder, fill: white, from: all}, left)
	var third []*crowd
	if !m.Narrow && g.Stopped > 0 {
		third = m.found(g, left)
	}
	y := s.y
	m.placeCrowds(s, all, second, third)
	if m.Narrow && g.Stopped > 0 { // in the place of where they went
		x := margin + 2*(s.right()-margin)/3
		for i, line := range softText.wrap(w.NotDrawn, s.right()-x) {
			s.text(x, max(y+4, left.y+0.8*bodySize)+float64(i)*softText.lineHeight(), line, softText)
		}
	}
}

// found are those who left by whether they have a list, and where.
func (m *Moves) found(g *MovesGroup, left *crowd) []*crowd {
	w := &m.locale().Moves
	var places []string
	for p := survival.SameList; p <= survival.UnknownPlace; p++ {
		if n := g.Places[p]; n > 0 {
			places = append(places, m.locale().Int(n)+" "+w.Short[p])
		}
	}
	return someOf(&crowd{n: g.StoppedHolding(), what: w.HasList, under: m.locale().List(places), fill: crowdStill, from: left},
		&crowd{n: g.Places[survival.NoList], what: w.NoList, under: w.NoListUnder, fill: white, from: left},
		&crowd{n: g.Places[survival.NotSeen], what: w.NotSeen, under: w.NotSeenUnder, fill: white, from: left})
}

// someOf leaves out those of nobody.
func someOf(list ...*crowd) (some []*crowd) {
	for _, c := range list {
		if c.n > 0 {
			some = append(some, c)
		}
	}
	return some
}

// head is the height of the words above the dots.
func (c *crowd) head() float64 {
	return 8.6 + smallText.lineHeight()*float64(max(len(c.lines), 1)-1)
}

func (c *crowd) height() float64 {
	return c.head() + 0.6 + crowdPitch*float64((c.n+crowdRow-1)/crowdRow)
}

// placeCrowds gives every crowd its place and draws it, with the flows between.
func (m *Moves) placeCrowds(s *sheet, all *crowd, second, third []*crowd) {
	columns := [][]*crowd{{all}, second, third}
	step := (s.right() - margin) / 3
	tallest := 0.0
	for _, list := range columns {
		for _, c := range list {
			c.lines = smallText.wrap(c.under, step-3)
		}
		tallest = max(tallest, stacked(list))
	}
	for k, list := range columns {
		y := s.y + (tallest-stacked(list))/2
		if k == 2 && len(list) > 0 { // beside those whom they are out of
			from := list[0].from
			y = min(max(from.y+from.h/2-stacked(list)/2, s.y), s.y+tallest-stacked(list))
		}
		for _, c := range list {
			c.x, c.y, c.h = margin+float64(k)*step, y, c.height()
			y += c.h + crowdGap
		}
	}
	for _, list := range columns {
		for _, c := range list {
			s.flow(c)
			s.crowd(c, step-4)
		}
	}
	s.y += tallest + 2
}

func stacked(list []*crowd) (h float64) {
	for i, c := range list {
		if h += c.height(); i > 0 {
			h += crowdGap
		}
	}
	return h
}

// flow draws the band from those whom a crowd is out of, as high as it has doctors.
func (s *sheet) flow(c *crowd) {
	if c.from == nil {
		return
	}
	f := c.from
	h := flowPer * min(float64(c.n), float64(c.n)*24/float64(f.n))
	whole := flowPer * min(float64(f.n), 24)
	x0, x1 := f.x+max(crowdRow*crowdPitch, boldText.width(s.Int(f.n)+" "+f.what), smallText.width(f.lines[0]))+2.5, c.x-1.5
	y0, y1 := f.y+f.h/2-whole/2+f.taken, c.y+c.h/2-h/2
	f.taken += h
	fill := faded(crowdStill, 0.16)
	if c.fill != crowdStill {
		fill = faded(axisInk, 0.12)
	}
	s.polygon(append(easedLine(x0, y0, x1, y1), reversed(easedLine(x0, y0+h, x1, y1+h))...), fill, stroke{})
}

// easedLine goes level from the first point and level into the last.
func easedLine(x0, y0, x1, y1 float64) (line []point) {
	const n = 24
	for i := range n + 1 {
		t := float64(i) / n
		line = append(line, point{x0 + (x1-x0)*t, y0 + (y1-y0)*t*t*(3-2*t)})
	}
	return line
}

func reversed(line []point) (back []point) {
	for i := len(line) - 1; i >= 0; i-- {
		back = append(back, line[i])
	}
	return back
}

// crowd writes the number and draws a dot for each.
func (s *sheet) crowd(c *crowd, width float64) {
	s.text(c.x, c.y+0.8*bodySize, boldText.shorten(s.Int(c.n)+" "+c.what, width), boldText)
	for i, line := range c.lines {
		s.text(c.x, c.y+0.8*bodySize+3.6+float64(i)*smallText.lineHeight(), line, smallText)
	}
	for i := range c.n {
		x := c.x + crowdDot + crowdPitch*float64(i%crowdRow)
		y := c.y + c.head() + crowdPitch*float64(i/crowdRow)
		s.circle(x, y, crowdDot, c.fill, crowdLine)
	}
}
