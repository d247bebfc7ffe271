package chart

import (
	"image/color"
	"strings"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font/opentype"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// A textStyle is how a text looks. Sizes are the height of the type in mm:
// 2.8 mm is 8 points.
type textStyle struct {
	size   float64
	bold   bool
	color  color.NRGBA
	anchor anchor
}

// The smallest is 7 points, 2.469 mm: what journals ask of the text in a figure.
const (
	titleSize = 4.0
	bodySize  = 2.75
	smallSize = 2.47
)

func (t textStyle) at(a anchor) textStyle { t.anchor = a; return t }
func (t textStyle) inked(c color.NRGBA) textStyle {
	t.color = c
	return t
}

var (
	titleText = textStyle{size: titleSize, bold: true, color: ink}
	boldText  = textStyle{size: bodySize, bold: true, color: ink}
	bodyText  = textStyle{size: bodySize, color: ink}
	softText  = textStyle{size: bodySize, color: softInk}
	smallText = textStyle{size: smallSize, color: softInk}
	markText  = textStyle{size: smallSize, bold: true, color: markInk}
)

// The two faces of Liberation Sans. Their packages are named one by one: the collection that
// comes with gonum/plot would put ten other faces in the program.
var regularFace, boldFace = newFace(liberationsansregular.TTF), newFace(liberationsansbold.TTF)

func newFace(file []byte) font.Face {
	f, err := opentype.Parse(file)
	if err != nil {
		panic(err) // the file is part of the program
	}
	return font.Face{Face: f}
}

// face returns the font in a size of mm.
func face(size float64, bold bool) font.Face {
	f := regularFace
	if bold {
		f = boldFace
	}
	f.Font.Size = vg.Length(size) * vg.Millimeter
	return f
}

// fontFile returns the TrueType file of a face.
func fontFile(bold bool) []byte {
	if bold {
		return liberationsansbold.TTF
	}
	return liberationsansregular.TTF
}

// width returns the width of a line of text in mm.
func (t textStyle) width(s string) float64 {
	f := face(t.size, t.bold)
	return float64(f.Width(s) / vg.Millimeter)
}

// TextWidth is the width in mm of a line of text in type of so many points, in the font of the
// figures or another of the same widths, such as Arial.
func TextWidth(s string, points float64, bold bool) float64 {
	return textStyle{size: points * 25.4 / 72, bold: bold}.width(s)
}

// lineHeight is the distance from one line of the text to the next.
func (t textStyle) lineHeight() float64 { return 1.35 * t.size }

// wrap breaks text into lines no wider than max. It breaks at spaces, not at
// no-break spaces, and inside a word only when the word alone is too wide. A
// line break in the text is kept.
func (t textStyle) wrap(s string, max float64) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(s, "\n") {
		line := ""
		for word := range strings.SplitSeq(paragraph, " ") {
			if word == "" {
				continue
			}
			if line != "" && t.width(line+" "+word) <= max {
				line += " " + word
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			for t.width(word) > max {
				head := t.fit(word, max)
				lines = append(lines, head)
				word = word[len(head):]
			}
			line = word
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// fit returns as many whole letters of s as go into max, at least one.
func (t textStyle) fit(s string, max float64) string {
	n := 0
	for i, r := range s {
		next := i + len(string(r))
		if n > 0 && t.width(s[:next]) > max {
			break
		}
		n = next
	}
	return s[:n]
}

// shorten cuts s to max with an ellipsis if it is wider.
func (t textStyle) shorten(s string, max float64) string {
	if t.width(s) <= max {
		return s
	}
	return strings.TrimRight(t.fit(s, max-t.width("…")), " \u00a0") + "…"
}
