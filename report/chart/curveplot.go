package chart

import (
	"math"

	"github.com/varighet/varighet/survival"
)

// A curvePlot is the figure of curves while it is drawn.
type curvePlot struct {
	*sheet
	*Curves

	time   timeScale
	y0, y1 float64  // of S = 1 and S = 0
	ends   []point  // where each curve ends; x < 0 for an empty group
	named  []string // names of groups as they are printed in the table and, on wide paper, beside curves

	minAtRisk int
	late      bool     // some came under observation after their start
	thinned   bool     // a curve was drawn thin somewhere
	marked    bool     // censorings are marked
	beta      []string // groups whose band is from the beta product, as far as it rests on few
}

const (
	plotHeight   = 58.0
	labelSpacing = 6.6  // between the middles of two labels of two lines
	tightSpacing = 3.6  // the same for one line
	maxEndLabel  = 36.0 // width
	tickRoom     = 12.0 // least distance between two ticks, and columns of the table

	// narrowPaper is the width below which curves have their names in the table only.
	narrowPaper = 120.0
)

// endLabel is the widest that the name of a curve may be.
func (p *curvePlot) endLabel() float64 { return math.Min(maxEndLabel, 0.27*p.sheet.width) }

func (p *curvePlot) narrow() bool { return p.sheet.width < narrowPaper }

// layOut decides where the scales lie: labels of the table on the left, names
// of the curves on the right.
func (p *curvePlot) layOut(horizon float64) {
	w := p.sheet.Curve
	left, right, widest := bodyText.width("100\u00a0%")+2, 0.0, 0.0
	for _, words := range []string{w.AtRisk, w.Stopped, w.Censored, w.Entered} {
		left = math.Max(left, bodyText.width(words))
	}
	p.nameGroups()
	for i, g := range p.Groups {
		if g.empty() {
			continue
		}
		p.late = p.late || g.Curve.EnteredLate > 0
		widest = math.Max(widest, bodyText.width(p.Int(g.Curve.N)))
		if len(p.Groups) > 1 {
			left = math.Max(left, keyWidth+bodyText.width(p.named[i]))
			right = math.Max(right, boldText.width(p.named[i]))
		}
		right = math.Max(right, smallText.width(p.medianWords(g)))
	}
	if len(p.Expected) > 1 {
		right = math.Max(right, smallText.width(p.sheet.Messages.Expected.Curve))
	}
	right = math.Min(right, maxEndLabel) + leaderRoom
	if p.narrow() {
		right = widest / 2
	}
	x0, x1 := margin+left+2.8+widest/2, p.right()-right
	p.time = newTimeScale(x0, x1, horizon, math.Max(widest+2.2, tickRoom))
	p.y0 = p.y + 1.5
	p.y1 = p.y0 + plotHeight
	if !p.narrow() {
		p.y1 = p.y0 + math.Max(plotHeight, tightSpacing*float64(len(p.Groups)))
	}
	p.ends = make([]point, len(p.Groups))
}

// nameGroups shortens the names of groups, in the boldest type that they stand in.
func (p *curvePlot) nameGroups() {
	for _, g := range p.Groups {
		p.named = append(p.named, g.Label)
	}
	st := boldText
	if p.narrow() {
		st = bodyText
	}
	p.named = st.apart(p.named, p.endLabel())
}

func (p *curvePlot) sy(share float64) float64 { return p.y1 - (p.y1-p.y0)*share }

func (p *curvePlot) axes() {
	for _, share := range []float64{0, 0.25, 0.5, 0.75, 1} {
		y := p.sy(share)
		if share > 0 {
			p.line(p.time.x0, y, p.time.x1, y, stroke{color: gridLine, width: 0.2})
		}
		p.text(p.time.x0-1.8, y+0.36*bodySize, p.Percent(share, 0), bodyText.at(end))
	}
	half := p.sy(0.5)
	p.line(p.time.x0, half, p.time.x1, half, stroke{color: axisInk, width: 0.2, dash: []float64{1.4, 1.1}})
	p.line(p.time.x0, p.y1, p.time.x1, p.y1, stroke{color: axisInk, width: 0.3})
	for _, t := range p.time.ticks {
		x := p.time.x(t)
		p.line(x, p.y1, x, p.y1+1.1, stroke{color: axisInk, width: 0.3})
		p.text(x, p.y1+4.1, p.Int(p.time.label(t)), bodyText.at(middle))
	}
	words := p.sheet.Curve.InMonths
	if p.time.years {
		words = p.sheet.Curve.InYears
	}
	p.text((p.time.x0+p.time.x1)/2, p.y1+8.0, words, bodyText.at(middle))
	p.y = p.y1 + 11.0
}

// A segment is a level stretch of a curve: from the time of one point to that
// of the next. Those who are at risk in it are those at risk at its end.
type segment struct {
	from, to float64
	at       *survival.Point // the point that it begins at; nil before the first
	few      bool
}

// segments cuts the curve at the horizon.
func (p *curvePlot) segments(c *survival.Curve) []segment {
	var out []segment
	from := c.From
	var at *survival.Point
	for i := range c.Points {
		pt := &c.Points[i]
		to := math.Min(pt.Time, p.time.horizon)
		if to > from {
			out = append(out, segment{from: from, to: to, at: at, few: pt.AtRisk < p.minAtRisk})
		}
		if pt.Time > p.time.horizon {
			break
		}
		from, at = pt.Time, pt
	}
	return out
}

func (s segment) survival() float64 {
	if s.at == nil {
		return 1
	}
	return s.at.Survival
}

// band fills what lies between the limits, a shape for each unbroken stretch.
func (p *curvePlot) band(i int) {
	g := p.Groups[i]
	if g.empty() || p.NoBands {
		return
	}
	opacity := 0.17
	if len(p.Groups) > 3 {
		opacity = 0.11
	}
	fill := faded(lineLooks[i%len(lineLooks)].color, opacity)
	var upper, lower []point
	flush := func() {
		for k := len(lower) - 1; k >= 0; k-- {
			upper = append(upper, lower[k])
		}
		if len(upper) > 0 {
			p.polygon(upper, fill, stroke{})
		}
		upper, lower = nil, nil
	}
	curve, few := g.Curve.WithFewLimits()
	if few {
		p.beta = append(p.beta, g.name(p.sheet.Locale))
	}
	for _, s := range p.segments(curve) {
		if s.at == nil || !s.at.Lower.OK || !s.at.Upper.OK || s.few {
			flush()
			continue
		}
		x0, x1 := p.time.x(s.from), p.time.x(s.to)
		upper = append(upper, point{x0, p.sy(s.at.Upper.V)}, point{x1, p.sy(s.at.Upper.V)})
		lower = append(lower, point{x0, p.sy(s.at.Lower.V)}, point{x1, p.sy(s.at.Lower.V)})
	}
	flush()
}

const (
	thickLine = 0.6
	thinLine  = 0.25
)

// curve draws the steps, thick where enough are at risk and thin elsewhere.
func (p *curvePlot) curve(i int) {
	g := p.Groups[i]
	p.ends[i] = point{-1, 0}
	if g.empty() {
		return
	}
	look := lineLooks[i%len(lineLooks)]
	if len(p.Groups) == 1 {
		look.dash = nil
	}
	x, y := p.time.x(g.Curve.From), p.sy(1)
	path, few := []point{{x, y}}, false
	flush := func() {
		width := thickLine
		if few {
			width, p.thinned = thinLine, true
		}
		if len(path) > 1 {
			p.path(path, stroke{color: look.color, width: width, dash: look.dash})
		}
		path = []point{path[len(path)-1]}
	}
	to := func(q point) {
		if q != path[len(path)-1] {
			path = append(path, q)
		}
	}
	for k, s := range p.segments(g.Curve) {
		if k > 0 && s.few != few {
			flush()
		}
		few = s.few
		to(point{p.time.x(s.from), p.sy(s.survival())})
		to(point{p.time.x(s.to), p.sy(s.survival())})
	}
	// The last step, down to where the curve ends.
	if last := g.Curve.Points[len(g.Curve.Points)-1]; last.Time <= p.time.horizon {
		to(point{p.time.x(last.Time), p.sy(last.Survival)})
	}
	p.ends[i] = path[len(path)-1]
	flush()
}

// censorMarks draws a tick where a tenure was censored.
func (p *curvePlot) censorMarks() {
	if p.NoCensorMarks || len(p.Groups) != 1 || p.Groups[0].Curve.N > maxCensorMarks {
		return
	}
	for _, pt := range p.Groups[0].Curve.Points {
		if pt.Censored == 0 || pt.Time > p.time.horizon {
			continue
		}
		x, y := p.time.x(pt.Time), p.sy(pt.Survival)
		p.line(x, y-1.1, x, y+1.1, stroke{color: lineLooks[0].color, width: 0.3})
		p.marked = true
	}
}
