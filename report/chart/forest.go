package chart

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
)

// Forest is the figure of estimates with their limits, a line each, with columns of numbers
// before and after them: ratios on a logarithmic axis with a line at 1, or shares in per cent.
type Forest struct {
	Text
	Paper

	Ratios bool // else shares, 0 to 1
	Axis   string
	// Less and More stand on the two sides of the line at 1.
	Less, More string

	Label string   // above the labels
	Left  []string // above the columns between labels and axis
	Right []string // above those after the axis
	Rows  []ForestRow

	Estimate  string // explains the dot and its line in the legend
	Published string // explains the diamond, where there is one
	Base      string // explains the open square, where there is one
	Open      string // explains the open dot, likewise
	Arrow     string // explains an interval that goes beyond the axis, where one does
	Empty     string // in place of the axis where there are no rows
}

// A ForestRow is one line. One without estimate and limits has words only.
type ForestRow struct {
	Label, Under string // Under stands below the label in small print
	Left, Right  []string

	Head  bool // the title of the rows below it, without numbers
	Deep  bool // it belongs to the head above
	Total bool // of all: in bold, a filled diamond
	Rule  bool // a line parts it from what is above
	Base  bool // what ratios are to: an open square at 1
	Open  bool // an open dot: too few to tell

	Estimate, Lower, Upper varighet.Opt[float64]
	Published              varighet.Opt[float64]
}

// Room in a forest, in mm.
const (
	forestRow    = 5.4
	forestLabel  = 54.0 // the widest that labels may be
	forestAbove  = 1.4  // over the title of rows
	forestTall   = 8.4  // of rows with words under the label
	forestIndent = 3.0
	forestColumn = 4.0 // between columns
	forestGap    = 5.5 // between columns and the axis
	forestLeast  = 34.0
	forestHead   = 6.2
	forestRatio  = 32.0 // the farthest from 1 that an axis goes
	forestSquare = 1.05 // half of an open square
)

// Draw draws the figure. Without rows it says that it is empty.
func (f *Forest) Draw() (*Figure, error) {
	s := newSheet(f.Paper, f.Title, f.description())
	s.heading(f.Mark, f.Subtitle)
	if len(f.Rows) == 0 {
		return s.finish(f.Empty, f.Caption), nil
	}
	p := &forestPlot{sheet: s, Forest: f}
	p.layOut()
	p.heads()
	if p.marked() {
		p.grid()
	}
	for i := range f.Rows {
		p.row(&f.Rows[i])
	}
	if p.marked() {
		p.axisBelow()
	}
	s.legend(p.legendItems())
	arrow := ""
	if p.beyond {
		arrow = f.Arrow
	}
	return s.finish(arrow, f.Caption), nil
}

// marked reports whether there is a mark to draw: without one there is no axis either.
func (f *Forest) marked() bool {
	return slices.ContainsFunc(f.Rows, func(r ForestRow) bool { return r.Estimate.OK || r.Published.OK || r.Base })
}

// description has the words and numbers of each row.
func (f *Forest) description() string {
	var sentences []string
	for i := range f.Rows {
		r := &f.Rows[i]
		if r.Head {
			continue
		}
		parts := slices.Concat([]string{r.Label}, f.named(f.Left, r.Left), f.named(f.Right, r.Right))
		sentences = append(sentences, locale.Sentence(strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")))
	}
	if len(sentences) == 0 {
		return f.Empty
	}
	return strings.Join(slices.Concat([]string{locale.Sentence(cmp.Or(f.Axis, f.Title))}, sentences), " ")
}

// named puts the head of a column before its cell.
func (f *Forest) named(heads, cells []string) (list []string) {
	for i, c := range cells {
		if c != "" && i < len(heads) && heads[i] != "" {
			c = heads[i] + " " + c
		}
		list = append(list, c)
	}
	return list
}

// A forestPlot is a forest being drawn.
type forestPlot struct {
	*sheet
	*Forest
	labelWidth  float64
	left, right []float64 // right edges of the columns before and after the axis
	shown       []int     // which of the columns after it there is room for
	x0, x1      float64
	y0, y1      float64 // of the rows
	scale       forestScale
	beyond      bool // an interval goes beyond the axis
}

func (p *forestPlot) rowHeight(r *ForestRow) float64 {
	h := forestRow
	if len(p.labelLines(r)) > 1 {
		h = forestTall
	}
	if r.Head {
		h += forestAbove
	}
	if r.Rule {
		h++
	}
	return h
}

// labelLines are the label and what stands under it: a second line of a label that is too wide
// where it has nothing under it.
func (p *forestPlot) labelLines(r *ForestRow) []string {
	st, room := p.style(r), p.labelWidth-indentOf(r)
	if r.Under != "" {
		return []string{st.shorten(printable(r.Label), room), smallText.shorten(printable(r.Under), room)}
	}
	if r.Head {
		room = p.x0 - margin
	}
	lines := st.wrap(printable(r.Label), room)
	if len(lines) > 1 {
		return []string{lines[0], smallText.shorten(strings.Join(lines[1:], " "), room)}
	}
	return lines
}

// layOut shares out the width: labels and columns take what they need, the axis the rest.
func (p *forestPlot) layOut() {
	p.labelWidth = min(p.widestLabel(), forestLabel*p.Figure.width/DefaultWidth, forestLabel)
	left := p.columnWidths(p.Forest.Left, func(r *ForestRow) []string { return r.Left })
	right := p.columnWidths(p.Forest.Right, func(r *ForestRow) []string { return r.Right })
	right, room := p.dropColumns(left, right)
	x := margin + p.labelWidth
	for _, w := range left {
		x += forestColumn + w
		p.left = append(p.left, x)
	}
	p.x0 = x + forestGap
	p.x1 = p.x0 + max(room, forestLeast/2)
	x = p.x1 + forestGap - forestColumn
	for _, w := range right {
		x += forestColumn + w
		p.right = append(p.right, x)
	}
	p.scale = newForestScale(p.Forest, p.x0, p.x1)
}

func (p *forestPlot) widestLabel() float64 {
	widest := bodyText.width(p.Label)
	for i := range p.Rows {
		r := &p.Rows[i]
		if !r.Head {
			widest = max(widest, p.style(r).width(printable(r.Label))+indentOf(r))
		}
		widest = max(widest, smallText.width(printable(r.Under))+indentOf(r))
	}
	return widest
}

// dropColumns leaves out columns after the axis while too little is left for it: one without a
// head first, then from the first on, so that the estimate in figures is the last to go. It
// returns the widths of those that stay, and the room for the axis.
func (p *forestPlot) dropColumns(left, right []float64) ([]float64, float64) {
	room := func() float64 {
		return p.Figure.width - 2*margin - p.labelWidth - sum(left, forestColumn) - sum(right, forestColumn) + forestColumn - 2*forestGap
	}
	for i := range right {
		p.shown = append(p.shown, i)
	}
	for len(right) > 1 && room() < forestLeast {
		at := 0
		if last := len(right) - 1; p.Forest.Right[p.shown[last]] == "" {
			at = last
		}
		right, p.shown = slices.Delete(right, at, at+1), slices.Delete(p.shown, at, at+1)
	}
	return right, room()
}

func indentOf(r *ForestRow) float64 {
	if r.Deep {
		return forestIndent
	}
	return 0
}

func sum(widths []float64, gap float64) (total float64) {
	for _, w := range widths {
		total += w + gap
	}
	return total
}

func (p *forestPlot) style(r *ForestRow) textStyle {
	if r.Head || r.Total {
		return boldText
	}
	return bodyText
}

func (p *forestPlot) columnWidths(heads []string, cells func(*ForestRow) []string) (widths []float64) {
	for i, head := range heads {
		w := smallText.width(head)
		for k := range p.Rows {
			if r := &p.Rows[k]; i < len(cells(r)) {
				w = max(w, p.style(r).width(cells(r)[i]))
			}
		}
		widths = append(widths, w)
	}
	return widths
}

// heads writes what stands above the columns and the line at 1.
func (p *forestPlot) heads() {
	base := p.y + 0.8*smallSize
	p.text(margin, base, smallText.shorten(p.Label, p.labelWidth), smallText)
	for i, x := range p.left {
		p.text(x, base, p.Forest.Left[i], smallText.at(end))
	}
	for i, x := range p.right {
		p.text(x, base, p.Forest.Right[p.shown[i]], smallText.at(end))
	}
	if p.Ratios && p.marked() {
		one := p.scale.x(1)
		p.text(one-1.5, base, p.Less, smallText.at(end))
		p.text(one+1.5, base, p.More, smallText)
	}
	p.y += forestHead - 1.5
	p.y0 = p.y
	p.y1 = p.y0 + 1
	for i := range p.Rows {
		p.y1 += p.rowHeight(&p.Rows[i])
	}
}

// grid draws the lines behind the rows, and the one at 1.
func (p *forestPlot) grid() {
	for _, t := range p.scale.ticks {
		st := stroke{color: gridLine, width: 0.2}
		if p.Ratios && t == 1 {
			st = stroke{color: axisInk, width: 0.35}
		}
		x := p.scale.x(t)
		p.line(x, p.y0, x, p.y1, st)
	}
}

func (p *forestPlot) row(r *ForestRow) {
	h := p.rowHeight(r)
	if r.Rule {
		p.line(margin, p.y+0.5, p.sheet.right(), p.y+0.5, stroke{color: yearLine, width: 0.25})
		p.y, h = p.y+1, h-1
	}
	if r.Head {
		p.y, h = p.y+forestAbove, h-forestAbove
	}
	y := p.y + h/2
	base := y + 0.36*bodySize
	st := p.style(r)
	lines, x := p.labelLines(r), margin+indentOf(r)
	if len(lines) > 1 {
		p.text(x, y-0.4, lines[0], st)
		p.text(x, y+2.9, lines[1], smallText)
	} else {
		p.text(x, base, strings.Join(lines, ""), st)
	}
	for i, x := range p.left {
		if i < len(r.Left) {
			p.text(x, base, r.Left[i], st.at(end))
		}
	}
	for i, x := range p.right {
		if at := p.shown[i]; at < len(r.Right) {
			p.text(x, base, r.Right[at], st.at(end))
		}
	}
	p.estimate(r, y)
	p.y += h
}

// estimate draws the marks of a row.
func (p *forestPlot) estimate(r *ForestRow, y float64) {
	above := y
	if r.Published.OK && (r.Estimate.OK || r.Lower.OK) {
		above = y - 1.3
	}
	switch {
	case r.Base:
		b := forestSquare
		p.rect(p.scale.x(1)-b, y-b, 2*b, 2*b, white, stroke{color: axisInk, width: 0.4})
	case r.Estimate.OK:
		p.interval(r, above)
		p.mark(r, above)
	}
	if r.Published.OK {
		at := y
		if above != y {
			at = y + 1.5
		}
		p.diamond(p.scale.x(r.Published.V), at, 1.2, white, publishedLine)
	}
}

func (p *forestPlot) lineOf(r *ForestRow) stroke {
	if r.Total {
		return stroke{color: ink, width: 0.5}
	}
	return estimateLine
}

// interval draws the line from limit to limit, with an arrow where it goes beyond the axis.
func (p *forestPlot) interval(r *ForestRow, y float64) {
	if !r.Lower.OK && !r.Upper.OK {
		return
	}
	st := p.lineOf(r)
	end := func(limit varighet.Opt[float64], edge, sign float64) float64 {
		if limit.OK && p.scale.holds(limit.V) {
			x := p.scale.x(limit.V)
			p.line(x, y-0.8, x, y+0.8, st)
			return x
		}
		p.beyond = true
		p.polygon([]point{{edge, y - 0.9}, {edge + sign*1.6, y}, {edge, y + 0.9}}, st.color, stroke{})
		return edge
	}
	from := end(r.Lower, p.x0, -1)
	to := end(r.Upper, p.x1, 1)
	p.line(from, y, to, y, st)
}

func (p *forestPlot) mark(r *ForestRow, y float64) {
	if !p.scale.holds(r.Estimate.V) {
		return
	}
	x := p.scale.x(r.Estimate.V)
	if r.Total {
		fill := ink
		if r.Open {
			fill = white
		}
		p.diamond(x, y, 1.5, fill, stroke{color: ink, width: 0.45})
		return
	}
	p.dot(x, y, r.Open)
}

func (p *forestPlot) axisBelow() {
	y := p.y1
	p.line(p.x0, y, p.x1, y, stroke{color: axisInk, width: 0.3})
	for _, t := range p.scale.ticks {
		x := p.scale.x(t)
		p.line(x, y, x, y+1.1, stroke{color: axisInk, width: 0.3})
		p.text(x, y+4.1, p.scale.label(p.Locale, t), bodyText.at(middle))
	}
	// The words may be wider than the axis, but not than the sheet.
	half := bodyText.width(p.Axis) / 2
	at := min(max((p.x0+p.x1)/2, margin+half), p.sheet.right()-half)
	p.text(at, y+8, p.Axis, bodyText.at(middle))
	p.y = y + 11.5
}

func (p *forestPlot) legendItems() (items []legendItem) {
	has := func(is func(*ForestRow) bool) bool {
		return slices.ContainsFunc(p.Rows, func(r ForestRow) bool { return is(&r) })
	}
	if p.Forest.Estimate != "" && has(func(r *ForestRow) bool { return r.Estimate.OK && !r.Total && !r.Open }) {
		items = append(items, legendItem{words: p.Forest.Estimate, draw: func(x, y, w, h float64) {
			p.line(x, y+h/2, x+w, y+h/2, estimateLine)
			p.dot(x+w/2, y+h/2, false)
		}})
	}
	if p.Open != "" && has(func(r *ForestRow) bool { return r.Open && !r.Total }) {
		items = append(items, legendItem{words: p.Open, draw: func(x, y, w, h float64) {
			p.line(x, y+h/2, x+w, y+h/2, estimateLine)
			p.dot(x+w/2, y+h/2, true)
		}})
	}
	if p.Published != "" && has(func(r *ForestRow) bool { return r.Published.OK }) {
		items = append(items, legendItem{words: p.Published, width: 2.6,
			draw: func(x, y, w, h float64) { p.diamond(x+w/2, y+h/2, 1.2, white, publishedLine) }})
	}
	if p.Forest.Base != "" && has(func(r *ForestRow) bool { return r.Base }) {
		items = append(items, legendItem{words: p.Forest.Base, width: 2.6, draw: func(x, y, w, h float64) {
			p.rect(x+w/2-forestSquare, y+h/2-forestSquare, 2*forestSquare, 2*forestSquare, white, stroke{color: axisInk, width: 0.4})
		}})
	}
	return items
}

// A forestScale lays ratios, by their logarithm, or shares along the axis.
type forestScale struct {
	x0, x1, lo, hi float64
	ratios         bool
	ticks          []float64
}

// newForestScale has room for all estimates that are not farther from 1 than forestRatio, and
// for their limits up to a factor 8 from 1; for shares, for all limits.
func newForestScale(f *Forest, x0, x1 float64) forestScale {
	s := forestScale{x0: x0, x1: x1, ratios: f.Ratios, lo: 0.5, hi: 2}
	if !f.Ratios {
		s.lo, s.hi = 0, 0.1
	}
	for i := range f.Rows {
		r := &f.Rows[i]
		s.include(r.Estimate, forestRatio)
		s.include(r.Published, forestRatio)
		s.include(r.Lower, 8)
		s.include(r.Upper, 8)
	}
	if f.Ratios {
		s.ratioTicks()
	} else {
		s.shareTicks()
	}
	return s
}

// include widens the scale to a value, but no farther from 1 than by a factor.
func (s *forestScale) include(v varighet.Opt[float64], factor float64) {
	switch {
	case !v.OK:
	case !s.ratios:
		s.hi = max(s.hi, v.V)
	case v.V > 0:
		s.lo, s.hi = min(s.lo, max(v.V, 1/factor)), max(s.hi, min(v.V, factor))
	}
}

// ratioTicks are powers of 2, of 4 where there is little room.
func (s *forestScale) ratioTicks() {
	low, high := int(math.Floor(math.Log2(s.lo)+1e-9)), int(math.Ceil(math.Log2(s.hi)-1e-9))
	s.lo, s.hi = math.Pow(2, float64(low)), math.Pow(2, float64(high))
	step := 1
	for (s.x1-s.x0)*float64(step)/float64(high-low) < 6.5 {
		step *= 2
	}
	for k := low; k <= high; k++ {
		if k%step == 0 {
			s.ticks = append(s.ticks, math.Pow(2, float64(k)))
		}
	}
}

// shareTicks are every 2, 5, 10 or 20 per cent; the axis ends at one of them.
func (s *forestScale) shareTicks() {
	step := 0.02
	for _, step = range []float64{0.02, 0.05, 0.1, 0.2} {
		if (s.x1-s.x0)*step/s.hi >= 10 {
			break
		}
	}
	s.hi = min(1, step*math.Ceil(s.hi/step-1e-9))
	for k := 0; float64(k)*step <= s.hi+1e-9; k++ {
		s.ticks = append(s.ticks, float64(k)*step)
	}
}

func (s *forestScale) holds(v float64) bool { return v >= s.lo-1e-9 && v <= s.hi+1e-9 }

func (s *forestScale) x(v float64) float64 {
	part := (v - s.lo) / (s.hi - s.lo)
	if s.ratios {
		part = math.Log(v/s.lo) / math.Log(s.hi/s.lo)
	}
	return s.x0 + part*(s.x1-s.x0)
}

func (s *forestScale) label(l *locale.Locale, v float64) string {
	if !s.ratios {
		return l.Percent(v, 0)
	}
	return ratioLabel(l, v)
}

// ratioLabel writes a power of 2: "1/4", "2".
func ratioLabel(l *locale.Locale, v float64) string {
	if v < 1 {
		return "1/" + l.Int(int(math.Round(1/v)))
	}
	return l.Int(int(math.Round(v)))
}
