package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/page"
	"github.com/varighet/varighet/report/words"
	"github.com/varighet/varighet/survival"
)

// timeline is a figure of one doctor in one position, as wide as is asked.
func timeline(t testing.TB, l *locale.Locale, s string, width float64) []*chart.Figure {
	t.Helper()
	drawing := &chart.Timeline{Text: chart.Text{Title: s, Mark: s}, Paper: chart.Paper{Width: width, Locale: l}, First: 24000, Last: 24010,
		Spells: []survival.Spell{{PositionID: "1", DoctorID: s, Ordinal: 1, Kind: survival.Regular, First: 24000, Last: 24010}}}
	sheets, err := drawing.Bars()
	if err != nil {
		t.Fatal(err)
	}
	return sheets
}

// tableOf has so many rows, and s in all its texts.
func tableOf(l *locale.Locale, s string, rows int) *report.Table {
	t := &report.Table{Name: "x", Locale: l, Title: s, Notes: []string{s}, Source: s, Columns: []report.Column{{Key: "a", Title: s},
		{Key: "n", Title: "n", Kind: report.CountKind}, {Key: "k", Title: "KI", Kind: report.ShareIntervalKind}}}
	for i := range rows {
		t.Add(report.Text(s), report.Count(12345+i), report.ShareInterval(varighet.Some(0.25), varighet.Some(0.5)))
	}
	t.Rows[rows-1].Total = true
	return t
}

// wide is a table of so many columns of numbers.
func wide(l *locale.Locale, columns int) *report.Table {
	t := &report.Table{Name: "wide", Locale: l, Title: "bred"}
	var cells []report.Cell
	for i := range columns {
		t.Columns = append(t.Columns, report.Column{Key: fmt.Sprint(i), Title: "Registreringsfeil", Kind: report.CountKind})
		cells = append(cells, report.Count(i))
	}
	t.Add(cells...)
	return t
}

// pageOf is a page with one of everything, on which every text is s.
func pageOf(t testing.TB, tag, s string) *page.Page {
	l := locale.Get(tag)
	figure := page.Figure{Sheets: timeline(t, l, s, 0), Sentences: []string{s, s}, Note: s, Numbers: tableOf(l, s, 3)}
	return &page.Page{Locale: l, Title: s, Subtitle: s, Mark: s, Warns: true, Summary: []string{s, s}, Figures: []page.Figure{figure},
		Tables: []*report.Table{tableOf(l, s, 2)}, Methods: []words.Paragraph{{Heading: s, Text: s, List: []string{s}}},
		Data:  []page.Part{{Heading: s, Sentences: []string{s}, Table: tableOf(l, s, 4)}, {Sentences: []string{s}}},
		Terms: []page.Term{{Name: s, Text: s}}, Version: []page.Term{{Name: s, Text: s}}, Footer: s}
}

func written(t testing.TB, p *page.Page) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, p, "report.xlsx"); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// unpacked are the parts by name, and their names in order.
func unpacked(t testing.TB, file []byte) (parts map[string][]byte, names []string) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	parts = map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if parts[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
		names = append(names, f.Name)
	}
	return parts, names
}

// A tree is XML as a reader has it.
type tree struct {
	name     string // without its name space
	attrs    map[string]string
	children []*tree
	text     string // of itself and all below
}

func parse(t testing.TB, data []byte) *tree {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(data))
	stack := []*tree{{}}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return stack[0].children[0]
		}
		if err != nil {
			t.Fatalf("%v in %.200s", err, data)
		}
		top := stack[len(stack)-1]
		switch x := token.(type) {
		case xml.StartElement:
			n := &tree{name: x.Name.Local, attrs: map[string]string{}}
			for _, a := range x.Attr {
				n.attrs[a.Name.Local] = a.Value
			}
			top.children = append(top.children, n)
			stack = append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if top.name == "t" || top.name == "instrText" {
				top.text += string(x)
			}
		}
	}
}

// all are the elements of a name, in the order of the document.
func (n *tree) all(name string) (list []*tree) {
	for _, c := range n.children {
		if c.name == name {
			list = append(list, c)
		}
		list = append(list, c.all(name)...)
	}
	return list
}

// first is the first element of a name; an empty one if there is none.
func (n *tree) first(name string) *tree {
	if list := n.all(name); len(list) > 0 {
		return list[0]
	}
	return &tree{attrs: map[string]string{}}
}

// words are the text that a reader sees, with line breaks and tabs.
func (n *tree) words() string {
	var b strings.Builder
	for _, c := range n.children {
		switch c.name {
		case "t":
			b.WriteString(c.text)
		case "br":
			b.WriteByte('\n')
		case "tab":
			b.WriteByte('\t')
		case "pPr", "instrText":
		default:
			b.WriteString(c.words())
		}
	}
	return b.String()
}

// style is the style of a paragraph.
func (n *tree) style() string { return n.first("pStyle").attrs["val"] }

// inStyle are the paragraphs in a style.
func (n *tree) inStyle(style string) (list []*tree) {
	for _, p := range n.all("p") {
		if p.style() == style {
			list = append(list, p)
		}
	}
	return list
}

func documentOf(t testing.TB, p *page.Page) *tree {
	t.Helper()
	parts, _ := unpacked(t, written(t, p))
	return parse(t, parts["word/document.xml"])
}
