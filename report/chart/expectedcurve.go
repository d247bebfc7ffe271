package chart

import "math"

// expectedStroke is that of an expected curve: dashed, and not in the colour of any group.
var expectedStroke = stroke{color: axisInk, width: 0.5, dash: []float64{1.6, 0.9}}

// expectedEnd is where the expected curve ends within the figure; false without one.
func (p *curvePlot) expectedEnd() (point, bool) {
	last := min(len(p.Expected)-1, int(p.time.horizon))
	if last < 1 {
		return point{}, false
	}
	return point{p.time.x(float64(last)), p.sy(p.Expected[last])}, true
}

// expectedCurve draws the curve that was expected, from month to month.
func (p *curvePlot) expectedCurve() {
	if _, ok := p.expectedEnd(); !ok {
		return
	}
	var path []point
	for month, s := range p.Expected {
		if float64(month) > math.Floor(p.time.horizon) {
			break
		}
		path = append(path, point{p.time.x(float64(month)), p.sy(s)})
	}
	p.path(path, expectedStroke)
}

// expectedLabel names it beside its end.
func (p *curvePlot) expectedLabel(e point, y float64) {
	x := p.time.x1 + leaderRoom
	p.path([]point{{e.x + 0.6, e.y}, {x - 2, y}, {x - 0.8, y}}, stroke{color: yearLine, width: 0.2})
	p.text(x, y+0.36*smallSize, p.sheet.Messages.Expected.Curve, smallText)
}
