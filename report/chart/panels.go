package chart

import (
	"math"
	"strconv"
	"time"

	"github.com/varighet/varighet"
)

// panels are parts of a figure of the same size, side by side in lines. Each has a scale of
// values that all have, written to the left of the first of a line.
type panels struct {
	*sheet
	columns       int
	left          float64 // room for the numbers of the scale
	width, height float64 // of one
	header        float64 // room above one for its name
	scale         valueScale
	label         func(value float64) string // a number on the scale
}

const (
	panelGap    = 5.0
	panelFoot   = 6.6  // below one: its axis of time
	leastPanel  = 36.0 // width of one of several
	panelHeader = 7.6  // a name and what it is of
	mostPanels  = 15   // on a page
)

// newPanels lays out n panels below what has been drawn.
func (s *sheet) newPanels(n int, header float64, scale valueScale, label func(float64) string) *panels {
	p := &panels{sheet: s, header: header, scale: scale, label: label}
	for v := 0.0; v <= scale.top*(1+1e-9); v += scale.step {
		p.left = math.Max(p.left, bodyText.width(label(v))+1.8)
	}
	room := s.right() - margin - p.left
	p.columns = max(1, min(n, 3, int((room+panelGap)/(leastPanel+panelGap))))
	if n == 4 {
		p.columns = min(p.columns, 2)
	}
	p.width = (room - panelGap*float64(p.columns-1)) / float64(p.columns)
	p.height = [...]float64{46, 34, 28}[p.columns-1]
	return p
}

// A panel is one of them while it is drawn: x0 to x1, and y0 of the greatest value to y1 of none.
type panel struct {
	*panels
	x0, x1, y0, y1 float64
}

// at is the place of panel i, counted from 0.
func (p *panels) at(i int) panel {
	line, column := i/p.columns, i%p.columns
	x0 := margin + p.left + float64(column)*(p.width+panelGap)
	y0 := p.y + float64(line)*p.pitch() + p.header
	return panel{p, x0, x0 + p.width, y0, y0 + p.height}
}

func (p *panels) pitch() float64 { return p.header + p.height + panelFoot + 1.6 }

// below moves below n panels.
func (p *panels) below(n int) { p.y += float64((n+p.columns-1)/p.columns) * p.pitch() }

func (p panel) sy(value float64) float64 { return p.y1 - (p.y1-p.y0)*value/p.scale.top }

// frame draws the lines of the scale, its numbers in the first of a line, and the names above.
func (p panel) frame(i int, name, of string) {
	for v := 0.0; v <= p.scale.top*(1+1e-9); v += p.scale.step {
		y := p.sy(v)
		if v > 0 {
			p.line(p.x0, y, p.x1, y, stroke{color: gridLine, width: 0.2})
		}
		if i%p.columns == 0 {
			p.text(p.x0-1.8, y+0.36*bodySize, p.label(v), bodyText.at(end))
		}
	}
	p.line(p.x0, p.y1, p.x1, p.y1, stroke{color: axisInk, width: 0.3})
	y := p.y0 - p.header
	if name != "" {
		p.text(p.x0, y+0.8*bodySize, boldText.shorten(printable(name), p.width), boldText)
		y += 3.4
	}
	p.text(p.x0, y+0.8*smallSize, smallText.shorten(of, p.width), smallText)
}

// years writes the years below, as many as there is room for; x is where one stands, and step
// how far it is to the next. It returns where the first number begins.
func (p panel) years(first, last int, step float64, x func(year int) float64) (from float64) {
	every := 1
	for float64(every)*step < bodyText.width("2017")+3 {
		every++
	}
	from = p.x1
	for year := first; year <= last; year++ {
		if year%every != 0 {
			continue
		}
		p.line(x(year), p.y1, x(year), p.y1+1, stroke{color: axisInk, width: 0.3})
		half := bodyText.width("2017") / 2
		at := math.Max(margin+half, math.Min(x(year), p.sheet.right()-half))
		p.text(at, p.y1+4.1, strconv.Itoa(year), bodyText.at(middle))
		from = math.Min(from, at-half)
	}
	return from
}

// monthYears writes the years of months below, and the first month where the data begin within a
// year and there is room.
func (p panel) monthYears(m monthScale) {
	first := m.first.Year()
	begins := m.first.Calendar() == time.January
	if !begins {
		first++
	}
	from := p.years(first, m.last.Year(), 12*m.step, func(year int) float64 { return m.x(varighet.MonthOf(year, time.January)) })
	if words := p.MonthYearShort(m.first); !begins && p.x0+bodyText.width(words)+2 <= from {
		p.line(p.x0, p.y1, p.x0, p.y1+1, stroke{color: axisInk, width: 0.3})
		p.text(p.x0, p.y1+4.1, words, bodyText)
	}
}

// empty says in the middle why a panel has nothing.
func (p panel) empty(words string) {
	p.text((p.x0+p.x1)/2, (p.y0+p.y1)/2, words, softText.at(middle))
}

// A valueScale is of values from 0 to top, with a number at each step.
type valueScale struct {
	top, step float64
	decimals  int // that a step needs
}

// mostSteps is how many steps a scale of values has at most.
const mostSteps = 5

// newValueScale is of steps of 1, 2 or 5 times a power of ten, no less than least, as few as reach
// the greatest value.
func newValueScale(greatest, least float64) valueScale {
	if !(greatest > 0) {
		greatest = least
	}
	power := math.Floor(math.Log10(greatest)) - 1
	for ; ; power++ {
		for _, k := range []float64{1, 2, 5} {
			step := k * math.Pow(10, power)
			if steps := math.Ceil(greatest/step - 1e-9); steps <= mostSteps && step >= least*(1-1e-9) {
				return valueScale{top: steps * step, step: step, decimals: max(0, int(-power))}
			}
		}
	}
}
