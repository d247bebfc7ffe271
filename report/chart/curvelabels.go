package chart

import "math"

// leaderRoom is the width kept for the lines from the curves to their names.
const leaderRoom = 6.0

// labels writes the name and the median of each curve to the right of where it
// ends, pushed apart where two would meet, with a line to the curve.
func (p *curvePlot) labels() {
	if p.narrow() {
		p.narrowLabels()
		return
	}
	var groups []int
	var want []float64
	for i, e := range p.ends {
		if e.x >= 0 {
			groups = append(groups, i)
			want = append(want, e.y)
		}
	}
	expected, hasExpected := p.expectedEnd()
	if hasExpected {
		want = append(want, expected.y)
	}
	two := len(p.Groups) > 1 && labelSpacing*float64(len(want)) <= p.y1-p.y0+labelSpacing
	height := tightSpacing
	if two {
		height = labelSpacing
	}
	places := spread(want, height, p.y0-height/2, math.Max(p.y1+1, p.y0+height*float64(len(want))))
	for k, i := range groups {
		p.label(i, places[k], two)
	}
	if hasExpected {
		p.expectedLabel(expected, places[len(places)-1])
	}
}

// narrowLabels says above the axis what the dashed line is; the table has the names of the others.
func (p *curvePlot) narrowLabels() {
	if e, ok := p.expectedEnd(); ok {
		p.text(p.time.x1, p.sy(1)+0.8*smallSize, p.sheet.Messages.Expected.Curve, smallText.at(end))
		p.path([]point{{e.x, e.y}, {p.time.x1 - 1, p.sy(1) + smallSize + 0.6}}, stroke{color: yearLine, width: 0.2, dash: []float64{0.3, 0.7}})
	}
}

func (p *curvePlot) label(i int, y float64, two bool) {
	x := p.time.x1 + leaderRoom
	look := lineLooks[i%len(lineLooks)]
	e := p.ends[i]
	leader := stroke{color: yearLine, width: 0.2}
	path := []point{{e.x + 0.6, e.y}}
	if e.x+0.6 < p.time.x1+0.6 {
		path = append(path, point{p.time.x1 + 0.6, e.y})
		leader.dash = []float64{0.3, 0.7}
	}
	p.path(append(path, point{x - 2, y}, point{x - 0.8, y}), leader)

	g := p.Groups[i]
	median := p.medianWords(g)
	switch {
	case len(p.Groups) == 1:
		p.text(x, y+0.36*smallSize, median, smallText)
	case two:
		p.text(x, y-0.3, p.named[i], boldText.inked(look.color))
		p.text(x, y+2.6, median, smallText)
	default:
		p.text(x, y+0.36*bodySize, p.named[i], boldText.inked(look.color))
	}
}
