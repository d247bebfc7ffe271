package chart

import (
	"image/color"
	"slices"
	"strings"

	"github.com/varighet/varighet/report/locale"
)

// Text is what stands around a figure. What is empty gets words made from the
// data, so that every figure can stand alone.
type Text struct {
	Title    string
	Subtitle string
	Caption  string // below the figure, after what the figure says of itself
	Mark     string // above the title of every page, such as that it is for internal use
}

// Paper is the width of a figure in mm, its language and how sharp it is as an image.
type Paper struct {
	Width  float64        // 0 is DefaultWidth
	Locale *locale.Locale // nil is bokmål
	DPI    int            // dots an inch of PNG and TIFF; 0 is DefaultDPI
}

// DefaultWidth is the width of the text on an A4 page, in mm.
const DefaultWidth = 160.0

// The least and greatest width that the figures are laid out for, in mm. The least is that of a
// column in most journals.
const (
	MinWidth = 84.0
	MaxWidth = 600.0
)

const margin = 4.0 // mm on all sides

func (p Paper) width() float64 {
	if p.Width == 0 {
		return DefaultWidth
	}
	return min(max(p.Width, MinWidth), MaxWidth)
}

func (p Paper) locale() *locale.Locale {
	if p.Locale == nil {
		return locale.Get("nb")
	}
	return p.Locale
}

// A sheet is a figure being drawn from top to bottom; y is how far down it is.
type sheet struct {
	*Figure
	*locale.Locale
	y float64
}

func newSheet(p Paper, title, description string) *sheet {
	l := p.locale()
	return &sheet{
		Figure: &Figure{Title: readable(title), Description: readable(description), Lang: l.Tag, width: p.width(), dpi: p.DPI},
		Locale: l,
		y:      margin,
	}
}

// right is the right edge of what is drawn.
func (s *sheet) right() float64 { return s.width - margin }

// paragraph writes text, wrapped, and moves below it.
func (s *sheet) paragraph(text string, st textStyle) {
	for _, l := range st.wrap(printable(text), s.right()-margin) {
		s.text(margin, s.y+0.8*st.size, l, st)
		s.y += st.lineHeight()
	}
}

func (s *sheet) heading(mark, subtitle string) {
	if mark != "" {
		s.paragraph(mark, markText)
		s.y += 0.8
	}
	s.paragraph(s.Title, titleText)
	s.y += 0.4
	s.paragraph(subtitle, softText)
	s.y += 2.2
}

// A legendItem is a sample and its meaning. draw paints the sample in the box
// (x, y, legendWidth, legendHeight).
type legendItem struct {
	words string
	width float64 // of the sample; 0 is legendWidth
	draw  func(x, y, w, h float64)
}

const (
	legendWidth  = 6.5
	legendHeight = 2.9
)

// legend lays the items out in lines and moves below them.
func (s *sheet) legend(items []legendItem) {
	if len(items) == 0 {
		return
	}
	const lineHeight, gap = 4.6, 1.3
	st := bodyText
	x := margin
	for _, it := range items {
		w := it.width
		if w == 0 {
			w = legendWidth
		}
		total := w + gap + st.width(it.words)
		if x > margin && x+total > s.right() {
			x = margin
			s.y += lineHeight
		}
		it.draw(x, s.y, w, legendHeight)
		for i, line := range st.wrap(printable(it.words), s.right()-x-w-gap) {
			if i > 0 {
				s.y += st.lineHeight()
			}
			s.text(x+w+gap, s.y+legendHeight/2+0.36*st.size, line, st)
		}
		x += total + 5
	}
	s.y += lineHeight
}

// finish writes the notes as one paragraph, each ended by a full stop, and
// gives the figure its height.
func (s *sheet) finish(notes ...string) *Figure {
	for i := range notes {
		notes[i] = locale.Sentence(notes[i])
	}
	notes = slices.DeleteFunc(notes, func(n string) bool { return n == "" })
	if s.marksGlyphs() || strings.ContainsRune(printable(strings.Join(notes, "")), noGlyph) {
		notes = append(notes, s.NoGlyph)
	}
	if len(notes) > 0 {
		s.y += 1
		s.paragraph(strings.Join(notes, " "), smallText)
	}
	s.height = s.y + margin - 1
	return s.Figure
}

// box is a legend's sample of a filled area.
func (s *sheet) box(fill color.NRGBA, st stroke) func(x, y, w, h float64) {
	return func(x, y, w, h float64) { s.rect(x, y, w, h, fill, st) }
}
