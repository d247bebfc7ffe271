package chart

import (
	"image/color"
	"strings"
)

// A Figure is a finished drawing. Its writers are [Figure.PNG], [Figure.SVG]
// and [Figure.PDF].
type Figure struct {
	Title       string // the heading, as text
	Description string // what the figure shows, for those who do not see it
	Message     string // the first part of it: what is to be seen; "" if nobody has said
	Lang        string // language of its words: "nb"

	width, height float64 // mm
	dpi           int     // of an image, if none is asked for; 0 is DefaultDPI
	marks         []mark
}

// Say puts what a figure shows before the account of it, for those who do not see it.
func (f *Figure) Say(sentences []string) {
	if said := readable(strings.Join(sentences, " ")); said != "" {
		f.Message, f.Description = said, strings.TrimSpace(said+" "+f.Description)
	}
}

// Size is the width and height in mm.
func (f *Figure) Size() (width, height float64) { return f.width, f.height }

// A mark is one thing on the sheet. Lengths are mm; the origin is the top left
// corner and y grows downwards.
type mark struct {
	kind   markKind
	points []point // path: its corners; rect: two corners; circle: the centre; text: the anchor on the baseline
	closed bool    // path: whether the last corner joins the first
	radius float64 // circle

	text   string
	size   float64 // text: font size
	bold   bool
	anchor anchor

	fill   color.NRGBA // alpha 0 = none; the colour of a text
	stroke stroke
}

type markKind uint8

const (
	pathMark markKind = iota
	rectMark
	circleMark
	textMark
)

type point struct{ x, y float64 }

type anchor uint8

const (
	start anchor = iota
	middle
	end
)

// A stroke is a line's look; width 0 draws none.
type stroke struct {
	color color.NRGBA
	width float64
	dash  []float64 // lengths of dash and gap in turn; none = solid
}

func (f *Figure) line(x1, y1, x2, y2 float64, s stroke) {
	f.path([]point{{x1, y1}, {x2, y2}}, s)
}

func (f *Figure) path(p []point, s stroke) {
	f.marks = append(f.marks, mark{kind: pathMark, points: p, stroke: s})
}

func (f *Figure) polygon(p []point, fill color.NRGBA, s stroke) {
	f.marks = append(f.marks, mark{kind: pathMark, points: p, closed: true, fill: fill, stroke: s})
}

func (f *Figure) rect(x, y, w, h float64, fill color.NRGBA, s stroke) {
	f.marks = append(f.marks, mark{kind: rectMark, points: []point{{x, y}, {x + w, y + h}}, fill: fill, stroke: s})
}

func (f *Figure) circle(x, y, r float64, fill color.NRGBA, s stroke) {
	f.marks = append(f.marks, mark{kind: circleMark, points: []point{{x, y}}, radius: r, fill: fill, stroke: s})
}

// diamond is a square on its corner, as wide as high.
func (f *Figure) diamond(x, y, r float64, fill color.NRGBA, s stroke) {
	f.polygon([]point{{x, y - r}, {x + r, y}, {x, y + r}, {x - r, y}}, fill, s)
}

func (f *Figure) text(x, y float64, s string, st textStyle) {
	if s = printable(s); s == "" {
		return
	}
	f.marks = append(f.marks, mark{
		kind: textMark, points: []point{{x, y}}, text: s,
		size: st.size, bold: st.bold, anchor: st.anchor, fill: st.color,
	})
}

// hatch fills a rectangle with lines that rise from left to right, gap apart.
func (f *Figure) hatch(x, y, w, h, gap float64, s stroke) {
	for d := gap; d < w+h; d += gap {
		// The line from the left or the bottom edge to the top or the right one.
		x1, y1 := x, y+d
		if d > h {
			x1, y1 = x+d-h, y+h
		}
		x2, y2 := x+d, y
		if d > w {
			x2, y2 = x+w, y+d-w
		}
		f.line(x1, y1, x2, y2, s)
	}
}
