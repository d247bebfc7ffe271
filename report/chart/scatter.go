package chart

import (
	"math"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
)

// ListLengths is the figure of the residents of lists by the months that their doctors have
// held them, a mark a list. Many lists are drawn as squares, each as large as the lists in its
// cell of the figure are many.
type ListLengths struct {
	Text
	Paper

	Month  varighet.Month // 0 where there are no data
	Points []ListLength
	Groups []string // names of the marks, in order; empty for one kind
	Marks  string   // what they tell apart, in a sentence; "" says nothing
	Mean   varighet.Opt[float64]
	Note   string // r and what is left out
}

// A ListLength is one list on the date.
type ListLength struct {
	Months, Residents float64
	Group             int // among Groups
}

// MostMarks is how many groups of lists can be told apart by their marks.
const MostMarks = 8

const (
	scatterHeight = 72.0
	mostDots      = 400 // lists; more are squares
	scatterCell   = 2.4 // mm, of squares
	dotSize       = 1.05
)

// Draw draws the figure. Without lists it says so.
func (c *ListLengths) Draw() (*Figure, error) {
	l := c.locale()
	w := &l.ListLength
	if c.Title == "" {
		c.Title = l.ListLengthTitle(c.Month)
	}
	dense := len(c.Points) > mostDots
	if c.Subtitle == "" && len(c.Points) > 0 {
		c.Subtitle = locale.Fill(w.Subtitle.Of(len(c.Points)), l.Int(len(c.Points)))
		if dense {
			c.Subtitle = locale.Fill(w.Squares, l.Int(len(c.Points)))
		}
		c.Subtitle = strings.TrimSpace(c.Subtitle + " " + c.Marks)
	}
	s := newSheet(c.Paper, c.Title, c.description())
	s.heading(c.Mark, c.Subtitle)
	if len(c.Points) == 0 {
		return s.finish(c.empty(), c.Note, c.Caption), nil
	}
	p := &scatterPlot{sheet: s, ListLengths: c}
	p.layOut()
	p.axes()
	if dense {
		p.squares()
	} else {
		p.dots()
	}
	p.marginal()
	s.legend(p.groupLegend(dense))
	return s.finish(c.Note, c.Caption), nil
}

func (c *ListLengths) description() string {
	l := c.locale()
	w := &l.ListLength
	if len(c.Points) == 0 {
		return c.empty()
	}
	low, high := c.extremes()
	return locale.Fill(w.Description, l.Int(len(c.Points)), l.Int(low), l.Int(high)) + " " + c.Note
}

// empty says that there are no lists.
func (c *ListLengths) empty() string {
	l := c.locale()
	if c.Month == 0 {
		return l.Vacancies.Empty
	}
	return locale.Fill(l.ListLength.Empty, l.MonthYear(c.Month))
}

// extremes are the fewest and the most residents.
func (c *ListLengths) extremes() (low, high int) {
	least := slices.MinFunc(c.Points, func(a, b ListLength) int { return int(a.Residents - b.Residents) })
	most := slices.MaxFunc(c.Points, func(a, b ListLength) int { return int(a.Residents - b.Residents) })
	return int(least.Residents), int(most.Residents)
}

// A scatterPlot is the figure being drawn.
type scatterPlot struct {
	*sheet
	*ListLengths
	time    timeScale
	y0, y1  float64
	top     float64 // residents at y0
	step    int     // residents between ticks
	largest int     // lists in a square that fills its cell
}

func (p *scatterPlot) sy(residents float64) float64 { return p.y1 - (p.y1-p.y0)*residents/p.top }

func (p *scatterPlot) layOut() {
	longest := 1.0
	for _, x := range p.Points {
		longest = max(longest, x.Months)
	}
	_, high := p.extremes()
	p.step = niceStep(high, 7)
	p.top = float64(p.step * (high/p.step + 1))
	w := &p.sheet.ListLength
	side := 0.0
	for _, s := range p.sideWords() {
		side = max(side, smallText.width(s.words))
	}
	p.text(margin, p.y+0.8*bodySize, w.Residents, bodyText)
	p.y += 5.5
	x0 := margin + bodyText.width(p.Int(int(p.top))) + 2.5
	p.time = newTimeScale(x0, p.right()-side-3, longest*1.03, 9)
	p.y0, p.y1 = p.y+1, p.y+1+scatterHeight
}

// niceStep is a round number so that at most so many steps reach v.
func niceStep(v, steps int) int {
	for unit := 1; ; unit *= 10 {
		for _, k := range []int{1, 2, 5} {
			if k*unit*steps >= v {
				return k * unit
			}
		}
	}
}

func (p *scatterPlot) axes() {
	for v := 0; float64(v) <= p.top; v += p.step {
		y := p.sy(float64(v))
		if v > 0 {
			p.line(p.time.x0, y, p.time.x1, y, stroke{color: gridLine, width: 0.2})
		}
		p.text(p.time.x0-1.8, y+0.36*bodySize, p.Int(v), bodyText.at(end))
	}
	p.sheet.timeAxis(p.time, p.y1, p.sheet.ListLength.Months, p.sheet.ListLength.Years)
	p.y = p.y1 + 11.5
}

// dots draws a mark a list. Those of one place lie in each other, so every mark has an edge.
func (p *scatterPlot) dots() {
	for _, x := range p.Points {
		p.groupMark(p.time.x(x.Months), p.sy(x.Residents), x.Group)
	}
}

// groupMark is the mark of a group: filled circle, open square, filled diamond, open circle.
func (p *scatterPlot) groupMark(x, y float64, group int) {
	look := lineLooks[group%len(lineLooks)].color
	edge, line := stroke{color: white, width: 0.25}, stroke{color: look, width: 0.45}
	switch group % 4 {
	case 0:
		p.circle(x, y, dotSize, look, edge)
	case 1:
		p.rect(x-dotSize*0.9, y-dotSize*0.9, 1.8*dotSize, 1.8*dotSize, white, line)
	case 2:
		p.diamond(x, y, 1.35*dotSize, look, edge)
	default:
		p.circle(x, y, dotSize, white, line)
	}
}

// A cell is a place in the grid of squares, counted from the foot of the axes.
type cell struct{ x, y int }

// cells are those with lists, and how many each has, in a fixed order.
func (p *scatterPlot) cells() (cells []cell, count map[cell]int) {
	count = map[cell]int{}
	for _, v := range p.Points {
		c := cell{int((p.time.x(v.Months) - p.time.x0) / scatterCell), int((p.y1 - p.sy(v.Residents)) / scatterCell)}
		if count[c]++; count[c] == 1 {
			cells = append(cells, c)
		}
	}
	return cells, count
}

// squares draws a square for each cell, whose area goes by how many lists it has. Cells with as
// many as largest or more fill up: few would else make all others too small to tell apart.
func (p *scatterPlot) squares() {
	cells, count := p.cells()
	p.largest = largestSquare(count)
	for _, c := range cells {
		side := 0.94 * scatterCell * math.Sqrt(min(1, float64(count[c])/float64(p.largest)))
		x, y := p.time.x0+(float64(c.x)+0.5)*scatterCell, p.y1-(float64(c.y)+0.5)*scatterCell
		p.rect(x-side/2, y-side/2, side, side, estimateLine.color, stroke{})
	}
}

// largestSquare is a number of lists that nineteen of twenty cells do not exceed.
func largestSquare(count map[cell]int) int {
	var all []int
	for _, n := range count {
		all = append(all, n)
	}
	slices.Sort(all)
	return all[(len(all)-1)*19/20]
}

// A sideWord stands to the right of the figure, at a number of residents.
type sideWord struct {
	at    float64
	words string
}

// sideWords name the shortest and the longest list, and the mean.
func (p *scatterPlot) sideWords() []sideWord {
	w := &p.sheet.ListLength
	low, high := p.extremes()
	if low == high {
		return nil
	}
	list := []sideWord{{float64(low), locale.Fill(w.Shortest, p.Int(low))}, {float64(high), locale.Fill(w.Longest, p.Int(high))}}
	if p.Mean.OK {
		list = append(list, sideWord{p.Mean.V, locale.Fill(w.Mean, p.Number(p.Mean.V, 0))})
	}
	return list
}

func (p *scatterPlot) marginal() {
	list := p.sideWords()
	if p.Mean.OK && len(list) > 0 {
		y := p.sy(p.Mean.V)
		p.line(p.time.x0, y, p.time.x1, y, stroke{color: axisInk, width: 0.3, dash: []float64{1.6, 0.9}})
	}
	var want []float64
	for _, s := range list {
		want = append(want, p.sy(s.at))
	}
	for i, y := range spread(want, smallText.lineHeight(), p.y0, p.y1) {
		p.text(p.time.x1+2, y+0.36*smallSize, list[i].words, smallText)
	}
}

func (p *scatterPlot) groupLegend(dense bool) (items []legendItem) {
	if dense {
		return p.squareLegend()
	}
	if len(p.Groups) < 2 {
		return nil
	}
	for i, name := range p.Groups {
		items = append(items, legendItem{words: printable(name), width: 2.6,
			draw: func(x, y, w, h float64) { p.groupMark(x+w/2, y+h/2, i) }})
	}
	return items
}

// squareLegend has a square of one list, and one that fills its cell.
func (p *scatterPlot) squareLegend() (items []legendItem) {
	w := &p.sheet.ListLength
	for _, s := range []struct {
		n     int
		words string
	}{{1, p.Count(1, w.Noun)}, {p.largest, locale.Fill(w.OrMore, p.Int(p.largest))}} {
		side := 0.94 * scatterCell * math.Sqrt(float64(s.n)/float64(p.largest))
		items = append(items, legendItem{words: s.words, width: 2.6, draw: func(x, y, w, h float64) {
			p.rect(x+w/2-side/2, y+h/2-side/2, side, side, estimateLine.color, stroke{})
		}})
	}
	return items
}
