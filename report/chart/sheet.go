package chart

import (
	"image/color"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

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

// Paper is the width of a figure in mm and its language.
type Paper struct {
	Width  float64        // 0 is DefaultWidth
	Locale *locale.Locale // nil is bokmål
}

// DefaultWidth is the width of the text on an A4 page, in mm.
const DefaultWidth = 160.0

// The least and greatest width that the figures are laid out for, in mm.
const (
	MinWidth = 100.0
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
	title = printable(title)
	return &sheet{
		Figure: &Figure{Title: title, Description: printable(description), Lang: l.Tag, width: p.width()},
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
	st := bodyText
	const lineHeight = 4.6
	x := margin
	for _, it := range items {
		w := it.width
		if w == 0 {
			w = legendWidth
		}
		total := w + 1.3 + st.width(it.words)
		if x > margin && x+total > s.right() {
			x = margin
			s.y += lineHeight
		}
		it.draw(x, s.y, w, legendHeight)
		s.text(x+w+1.3, s.y+legendHeight/2+0.36*st.size, it.words, st)
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
	if len(notes) > 0 {
		s.y += 1
		s.paragraph(strings.Join(notes, " "), smallText)
	}
	s.height = s.y + margin - 1
	return s.Figure
}

// printable takes out what no sheet can show: control characters, which would
// also make a document that readers refuse, marks that turn the direction of
// writing, and broken UTF-8. Letters and their accents become one character,
// since fonts place loose accents badly.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == '\ufffe', r == '\uffff':
			return -1
		}
		return r
	}, norm.NFC.String(strings.ToValidUTF8(s, "\ufffd")))
}

// box is a legend's sample of a filled area.
func (s *sheet) box(fill color.NRGBA, st stroke) func(x, y, w, h float64) {
	return func(x, y, w, h float64) { s.rect(x, y, w, h, fill, st) }
}
