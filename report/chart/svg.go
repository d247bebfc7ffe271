package chart

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"hash/fnv"
	"image/color"
	"io"
	"math"
	"strconv"
	"strings"
)

// fontFamily names the font, then others of the same widths or nearly so. Office programs may
// take the first only, so theirs begins with one that they have.
const (
	fontFamily       = "Liberation Sans, Arial, Helvetica, sans-serif"
	officeFontFamily = "Arial, Liberation Sans, Helvetica, sans-serif"
)

// SVG writes the figure as a picture with a title and a description that
// screen readers use, and with its text as text. Its size is in mm. The ids in
// it are made from the title, so that several figures can stand in one page.
func (f *Figure) SVG(w io.Writer) error { return f.sizedSVG(w, fontFamily) }

// OfficeSVG writes the figure as SVG does, for a document of an office program: its text is in
// Arial, which has the widths of the font that it was measured with.
func (f *Figure) OfficeSVG(w io.Writer) error { return f.sizedSVG(w, officeFontFamily) }

func (f *Figure) sizedSVG(w io.Writer, family string) error {
	h := fnv.New32a()
	io.WriteString(h, f.Title+"\n"+f.Description)
	size := fmt.Sprintf(` width="%smm" height="%smm"`, num(f.width), num(f.height))
	return f.svg(w, fmt.Sprintf("%08x", h.Sum32()), size, family)
}

// InlineSVG writes the figure as a part of a web page that scales it. Its ids end in id,
// which must be the figure's own within the page.
func (f *Figure) InlineSVG(w io.Writer, id string) error { return f.svg(w, escape(id), "", fontFamily) }

func (f *Figure) svg(w io.Writer, id, size, family string) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg"%s viewBox="0 0 %s %s" `+
		`role="img" aria-labelledby="title-%s desc-%s" lang="%s" font-family="%s">`+"\n",
		size, num(f.width), num(f.height), id, id, escape(f.Lang), family)
	fmt.Fprintf(b, "<title id=\"title-%s\">%s</title>\n", id, escape(f.Title))
	fmt.Fprintf(b, "<desc id=\"desc-%s\">%s</desc>\n", id, escape(f.Description))
	fmt.Fprintf(b, "<rect width=\"%s\" height=\"%s\" fill=\"#ffffff\"/>\n", num(f.width), num(f.height))
	for i := range f.marks {
		f.marks[i].svg(b)
	}
	b.WriteString("</svg>\n")
	return b.Flush()
}

func (m *mark) svg(b *bufio.Writer) {
	p := m.points[0]
	switch m.kind {
	case textMark:
		fmt.Fprintf(b, `<text x="%s" y="%s" font-size="%s" fill="%s"`, num(p.x), num(p.y), num(m.size), hex(m.fill))
		if m.bold {
			b.WriteString(` font-weight="bold"`)
		}
		switch m.anchor {
		case middle:
			b.WriteString(` text-anchor="middle"`)
		case end:
			b.WriteString(` text-anchor="end"`)
		}
		fmt.Fprintf(b, ">%s</text>\n", escape(m.text))
		return
	case rectMark:
		q := m.points[1]
		fmt.Fprintf(b, `<rect x="%s" y="%s" width="%s" height="%s"`, num(p.x), num(p.y), num(q.x-p.x), num(q.y-p.y))
	case circleMark:
		fmt.Fprintf(b, `<circle cx="%s" cy="%s" r="%s"`, num(p.x), num(p.y), num(m.radius))
	default:
		fmt.Fprintf(b, `<path d="%s"`, m.pathData())
	}
	m.svgPaint(b)
	b.WriteString("/>\n")
}

func (m *mark) svgPaint(b *bufio.Writer) {
	if m.fill.A == 0 {
		b.WriteString(` fill="none"`)
	} else {
		fmt.Fprintf(b, ` fill="%s"`, hex(m.fill))
		if m.fill.A < 255 {
			fmt.Fprintf(b, ` fill-opacity="%s"`, num(float64(m.fill.A)/255))
		}
	}
	if m.stroke.width == 0 {
		return
	}
	fmt.Fprintf(b, ` stroke="%s" stroke-width="%s"`, hex(m.stroke.color), num(m.stroke.width))
	if len(m.stroke.dash) > 0 {
		lengths := make([]string, len(m.stroke.dash))
		for i, d := range m.stroke.dash {
			lengths[i] = num(d)
		}
		fmt.Fprintf(b, ` stroke-dasharray="%s"`, strings.Join(lengths, " "))
	}
}

// pathData writes the corners, with H and V for the steps of a curve.
func (m *mark) pathData() string {
	var b strings.Builder
	for i, p := range m.points {
		switch {
		case i == 0:
			b.WriteString("M" + num(p.x) + " " + num(p.y))
		case num(p.y) == num(m.points[i-1].y):
			b.WriteString("H" + num(p.x))
		case num(p.x) == num(m.points[i-1].x):
			b.WriteString("V" + num(p.y))
		default:
			b.WriteString("L" + num(p.x) + " " + num(p.y))
		}
	}
	if m.closed {
		b.WriteByte('Z')
	}
	return b.String()
}

// num writes a length with a thousandth of a mm at most.
func num(v float64) string {
	v = math.Round(v*1000) / 1000
	if v == 0 {
		return "0" // and not "-0"
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

func hex(c color.NRGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// escape makes text safe inside an element or an attribute. Letters that XML
// does not allow become the replacement character.
func escape(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s))
	return b.String()
}
