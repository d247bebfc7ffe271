package chart

import (
	"errors"
	"fmt"
	"image/color"
	"io"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"github.com/varighet/varighet/report/locale"
)

// pdfDate stands in every PDF where the time of writing would be, so that the
// bytes depend on the figure alone.
var pdfDate = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)

const pointsPerMM = 72 / 25.4

// PDF writes the figure as a document of one page of its size.
func (f *Figure) PDF(w io.Writer) error { return PDF(w, f) }

// PDF writes figures as one document, a page each. The letters in use are in
// the file, and its text can be searched and copied.
func PDF(w io.Writer, figures ...*Figure) error {
	if len(figures) == 0 {
		return errors.New("a PDF needs at least one figure")
	}
	first := figures[0]
	doc := fpdf.NewCustom(&fpdf.InitType{
		OrientationStr: "P", UnitStr: "mm", Size: fpdf.SizeType{Wd: first.width, Ht: first.height},
	})
	doc.SetCatalogSort(true)
	doc.SetCreationDate(pdfDate)
	doc.SetModificationDate(pdfDate)
	doc.SetProducer("varighet", true)
	title := first.Title
	if first.Message != "" { // a reader of a list of files sees nothing else
		title = locale.Sentence(title) + " " + first.Message
	}
	doc.SetTitle(basicPlane(title), true)
	doc.SetSubject(basicPlane(first.Description), true)
	doc.SetLang(first.Lang)
	doc.SetMargins(0, 0, 0)
	doc.SetAutoPageBreak(false, 0)
	for _, bold := range []bool{false, true} {
		doc.AddUTF8FontFromBytes("sans", fontStyle(bold), fontFile(bold))
	}
	for _, f := range figures {
		doc.AddPageFormat("P", fpdf.SizeType{Wd: f.width, Ht: f.height})
		for i := range f.marks {
			f.marks[i].pdf(doc)
		}
	}
	if err := doc.Output(w); err != nil {
		return fmt.Errorf("writing PDF: %w", err)
	}
	return nil
}

func fontStyle(bold bool) string {
	if bold {
		return "B"
	}
	return ""
}

func (m *mark) pdf(doc *fpdf.Fpdf) {
	p := m.points[0]
	if m.kind == textMark {
		setPDFColor(doc, m.fill)
		doc.SetFont("sans", fontStyle(m.bold), m.size*pointsPerMM)
		doc.Text(p.x-m.offset(), p.y, basicPlane(m.text))
		return
	}
	if m.fill.A > 0 {
		setPDFColor(doc, m.fill)
		m.pdfPath(doc, "F")
	}
	if m.stroke.width > 0 {
		setPDFColor(doc, m.stroke.color)
		doc.SetLineWidth(m.stroke.width)
		doc.SetDashPattern(m.stroke.dash, 0)
		m.pdfPath(doc, "D")
	}
}

func (m *mark) pdfPath(doc *fpdf.Fpdf, style string) {
	p := m.points[0]
	switch m.kind {
	case rectMark:
		q := m.points[1]
		doc.Rect(p.x, p.y, q.x-p.x, q.y-p.y, style)
	case circleMark:
		doc.Circle(p.x, p.y, m.radius, style)
	default:
		doc.MoveTo(p.x, p.y)
		for _, q := range m.points[1:] {
			doc.LineTo(q.x, q.y)
		}
		if m.closed {
			doc.ClosePath()
		}
		doc.DrawPath(style)
	}
}

func setPDFColor(doc *fpdf.Fpdf, c color.NRGBA) {
	r, g, b := int(c.R), int(c.G), int(c.B)
	doc.SetFillColor(r, g, b)
	doc.SetDrawColor(r, g, b)
	doc.SetTextColor(r, g, b)
	doc.SetAlpha(float64(c.A)/255, "Normal")
}

// basicPlane replaces what fpdf cannot write, and would panic on: characters
// beyond U+FFFF, such as emoji.
func basicPlane(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xffff {
			return '\ufffd'
		}
		return r
	}, s)
}
