package chart

import (
	"math"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
)

// Exits is the figure of cumulative exits by reason: an area for each, one on the other, with the
// share still there above, and a table of those at risk below. It ends where few are at risk.
type Exits struct {
	Text
	Paper

	Shown   *competing.Shown  // curves of causes as [survival.ExitCause] writes them, the lowest area first
	Part    varighet.Opt[int] // lists of the data, where they are a part of the country's
	Horizon float64           // months at which the areas end; 0 = where the curves do
}

// An exitPlot is the figure while it is drawn. It has the scales and the table of a curve.
type exitPlot struct {
	*curvePlot
	*Exits
	shareRoom, nameRoom float64 // beside the areas
}

// Draw draws the figure. For nobody, or too few, it says so.
func (c *Exits) Draw() (*Figure, error) {
	l := c.locale()
	w := &l.Exits
	title, subtitle := c.Title, c.Subtitle
	if title == "" {
		title = w.TitleOf(c.Part)
	}
	any := c.Shown.Any
	if subtitle == "" {
		subtitle = locale.Fill(w.Subtitle, l.Count(any.N, l.Agreement), l.Int(any.Stops))
	}
	s := newSheet(c.Paper, title, c.description())
	s.heading(c.Mark, subtitle)
	switch {
	case any.N == 0:
		return s.finish(w.Nobody, c.Caption), nil
	case c.Shown.Incidence == nil:
		return s.finish(locale.Fill(w.TooFew, l.Count(any.N, l.Agreement), l.Int(survival.FewAtRisk)), c.Caption), nil
	}
	group := CurveGroup{Curve: any.Shown, Steps: any.Steps}
	p := exitPlot{&curvePlot{sheet: s, Curves: &Curves{Paper: c.Paper, Groups: []CurveGroup{group}}, minAtRisk: survival.FewAtRisk}, c, 0, 0}
	p.draw()
	return s.finish(p.notes()...), nil
}

func (p *exitPlot) draw() {
	if p.narrow() {
		p.sheet.legend(p.legendItems())
		p.y += 1.6
	}
	p.layOut()
	p.areas()
	p.axes()
	if !p.narrow() {
		p.labels()
	}
	p.riskTable()
}

// areaLabels is the greatest width of the names beside the areas, and narrowExits that of a sheet on
// which they stand above.
const (
	areaLabels  = 56.0
	narrowExits = 130.0
	areaSample  = 3.6 // a sample and the room after it
)

func (p *exitPlot) narrow() bool { return p.sheet.width < narrowExits }

// layOut decides where the scales lie.
func (p *exitPlot) layOut() {
	w := p.sheet.Curve
	curve := p.Shown.Any.Shown
	left, widest := bodyText.width("100\u00a0%")+2, bodyText.width(p.Int(curve.N))
	for _, words := range []string{w.AtRisk, w.Stopped, w.Censored, w.Entered} {
		left = math.Max(left, bodyText.width(words))
	}
	for _, e := range p.areaEnds() {
		p.shareRoom = math.Max(p.shareRoom, boldText.width(sharePercent(p.sheet.Locale, e.share))+1.6)
		p.nameRoom = math.Max(p.nameRoom, bodyText.width(e.words))
	}
	p.nameRoom = math.Min(p.nameRoom, areaLabels-areaSample-p.shareRoom)
	right := areaSample + p.shareRoom + p.nameRoom + leaderRoom
	if p.narrow() {
		right = widest / 2
	}
	p.late = curve.EnteredLate > 0
	p.time = newTimeScale(margin+left+2.8+widest/2, p.right()-right, p.end(), math.Max(widest+2.2, tickRoom))
	p.y0 = p.y + 1.5
	p.y1 = p.y0 + plotHeight
}

// end is the month at which the figure ends.
func (c *Exits) end() float64 {
	points := c.Shown.Any.Shown.Points
	end := points[len(points)-1].Time
	if c.Horizon > 0 {
		end = math.Min(end, c.Horizon)
	}
	return end
}

var (
	areaEdge = stroke{color: ink, width: 0.12}
	lastEdge = stroke{color: ink, width: 0.35}
)

// areas draws them from the lowest up, and then the line above each.
func (p *exitPlot) areas() {
	var tops [][]point
	under := p.steps(0)
	for k := range p.Shown.Incidence.Curves {
		top := p.steps(k + 1)
		area := append([]point{}, top...)
		for i := len(under) - 1; i >= 0; i-- {
			area = append(area, under[i])
		}
		p.polygon(area, reasonFills[survival.ParseExitCause(p.Shown.Incidence.Curves[k].Cause)], stroke{})
		tops, under = append(tops, top), top
	}
	for k, top := range tops {
		edge := areaEdge
		if k == len(tops)-1 {
			edge = lastEdge
		}
		p.path(top, edge)
	}
}

// steps is the line above the first n areas, from the start of the curves to their end.
func (p *exitPlot) steps(n int) []point {
	curves, points := p.Shown.Incidence.Curves[:n], p.Shown.Any.Shown.Points
	x, sum := p.time.x(p.Shown.Any.Shown.From), 0.0
	path := []point{{x, p.sy(0)}}
	for i := range points {
		if points[i].Time > p.time.horizon {
			break
		}
		x = p.time.x(points[i].Time)
		path = append(path, point{x, p.sy(sum)})
		sum = 0
		for k := range curves {
			sum += curves[k].Points[i].Incidence
		}
		path = append(path, point{x, p.sy(sum)})
	}
	return append(path, point{p.time.x(p.time.horizon), p.sy(sum)})
}

// An areaEnd is an area where the figure ends.
type areaEnd struct {
	words  string
	fill   int // of reasonFills; −1 for those still there
	share  float64
	middle float64 // from 0 at the bottom to 1
}

// areaEnds are the areas where the figure ends, from the top down.
func (c *Exits) areaEnds() (list []areaEnd) {
	l := c.locale()
	below := 0.0
	for k := range c.Shown.Incidence.Curves {
		curve := &c.Shown.Incidence.Curves[k]
		at, _ := curve.At(c.end())
		fill := int(survival.ParseExitCause(curve.Cause))
		list = append(list, areaEnd{l.Exits.Reasons[fill], fill, at.Incidence, below + at.Incidence/2})
		below += at.Incidence
	}
	list = append(list, areaEnd{l.Exits.Still, -1, 1 - below, (1 + below) / 2})
	for i, k := 0, len(list)-1; i < k; i, k = i+1, k-1 {
		list[i], list[k] = list[k], list[i]
	}
	return list
}

// sharePercent writes a share with a decimal where it is small.
func sharePercent(l *locale.Locale, share float64) string {
	if share > 0 && share < 0.01 {
		return l.Percent(share, 1)
	}
	return l.Percent(share, 0)
}

// sample draws the sign of an area.
func (s *sheet) sample(e areaEnd, x, y, w, h float64) {
	fill := white
	if e.fill >= 0 {
		fill = reasonFills[e.fill]
	}
	s.rect(x, y, w, h, fill, stroke{color: barOutline, width: 0.25})
}

// labels names the areas beside where they end.
func (p *exitPlot) labels() {
	ends := p.areaEnds()
	var want []float64
	for _, e := range ends {
		want = append(want, p.sy(e.middle))
	}
	const height = 5.4
	places := spread(want, height, p.y0-height/2, p.y1+height/2)
	x0, x := p.time.x1+0.8, p.time.x1+leaderRoom
	for i, e := range ends {
		y := places[i]
		p.path([]point{{x0, want[i]}, {x - 2.4, y}, {x - 0.8, y}}, stroke{color: yearLine, width: 0.25})
		p.sample(e, x, y-1.3, 2.6, 2.6)
		p.text(x+areaSample, y+0.36*bodySize, sharePercent(p.sheet.Locale, e.share), boldText)
		p.text(x+areaSample+p.shareRoom, y+0.36*bodySize, bodyText.shorten(e.words, p.nameRoom), bodyText)
	}
}

func (p *exitPlot) legendItems() (items []legendItem) {
	for _, e := range p.areaEnds() {
		items = append(items, legendItem{words: sharePercent(p.sheet.Locale, e.share) + " " + e.words, width: 2.6,
			draw: func(x, y, w, h float64) { p.sample(e, x, y+0.1, 2.6, 2.6) }})
	}
	return items
}

func (p *exitPlot) notes() []string {
	l := p.sheet.Locale
	notes := []string{l.Curve.AtRiskNote, "", "", l.NewList(p.Part), "", "", p.Exits.Caption}
	if len(p.Shown.Incidence.Curves) > 1 {
		notes[2] = l.Exits.Note
	}
	if p.late {
		notes[0] = l.Curve.AtRiskNoteLate
	}
	if p.Shown.Any.Steps != nil {
		notes[0] = l.Curve.AtRiskAfter + " " + l.WithheldNote
	}
	if from := p.Shown.Any.Shown.From; from > 0 {
		notes[1] = locale.Fill(l.Exits.Given, l.Count(int(from), l.Month))
	}
	if p.Shown.Any.CutAfter() > 0 {
		notes[4] = locale.Fill(l.Exits.Cut, l.Int(survival.FewAtRisk))
	}
	notes[5] = l.Curve.MedianLine
	return notes
}

func (c *Exits) description() string {
	l := c.locale()
	switch {
	case c.Shown.Any.N == 0:
		return l.Exits.Nobody
	case c.Shown.Incidence == nil:
		return locale.Fill(l.Exits.TooFew, l.Count(c.Shown.Any.N, l.Agreement), l.Int(survival.FewAtRisk))
	}
	var items []string
	for _, e := range c.areaEnds() {
		items = append(items, sharePercent(l, e.share)+" "+e.words)
	}
	return locale.Fill(l.Exits.Describe, l.Length(int(c.end())), strings.Join(items, "; "))
}
