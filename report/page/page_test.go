package page

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/words"
	"github.com/varighet/varighet/survival"
)

// hostile would be markup, script or style anywhere it was not escaped.
const hostile = `</title></style></svg><script>alert(1)</script><img src=x onerror="a()">" ' } */ {{.}} & javascript:x`

// pageOf is a page on which every text is s.
func pageOf(t *testing.T, tag, s string) *Page {
	t.Helper()
	l := locale.Get(tag)
	drawing := &chart.Timeline{Text: chart.Text{Title: s, Subtitle: s, Caption: s, Mark: s}, Paper: chart.Paper{Locale: l}, First: 24000, Last: 24010,
		Spells: []survival.Spell{{PositionID: s, DoctorID: s, Ordinal: 1, Kind: survival.Regular, First: 24000, Last: 24010}}}
	bars, err := drawing.Bars()
	if err != nil {
		t.Fatal(err)
	}
	table := &report.Table{Name: "x", Locale: l, Title: s, Notes: []string{s}, Source: s,
		Columns: []report.Column{{Key: "a", Title: s}, {Key: "n", Title: s, Kind: report.CountKind}}}
	table.Add(report.Text(s), report.Count(12345))
	figure := Figure{Sheets: append(bars, bars...), Sentences: []string{s, s}, Note: s, Numbers: table}
	return &Page{Locale: l, Title: s, Subtitle: s, Mark: s, Warns: true, Summary: []string{s}, Figures: []Figure{figure, figure},
		Tables: []*report.Table{table}, Methods: []words.Paragraph{{Heading: s, Text: s, List: []string{s}}},
		Data:  []Part{{Heading: s, Sentences: []string{s}, Table: table}, {Table: table, Folded: true}},
		Terms: []Term{{s, s}}, Version: []Term{{s, s}}, Footer: s}
}

func write(t *testing.T, p *Page) string {
	t.Helper()
	var b bytes.Buffer
	if err := p.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// elements are the start tags of a page with their attributes. Pages are read as HTML by
// browsers; without void elements they are XML too, which shows that every one is closed.
func elements(t *testing.T, page string) (list []xml.StartElement, text string) {
	t.Helper()
	page = regexp.MustCompile(`<(meta [^>]*)>`).ReplaceAllString(page, "<$1/>")
	style := regexp.MustCompile(`(?s)<style>.*?</style>`)
	d := xml.NewDecoder(strings.NewReader(style.ReplaceAllString(page, "<style></style>")))
	d.Entity = xml.HTMLEntity
	var b strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return list, b.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			list = append(list, x.Copy())
		case xml.CharData:
			b.Write(x)
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// A text that looks like markup comes out as text: the page has the same elements and
// attributes as one with a harmless text.
func TestHostileTextIsText(t *testing.T) {
	shape := func(s string) string {
		list, _ := elements(t, write(t, pageOf(t, "nb", s)))
		var b strings.Builder
		for _, e := range list {
			if strings.Contains("text tspan path rect", e.Name.Local) { // a long text takes more lines of a figure
				continue
			}
			fmt.Fprint(&b, e.Name.Local)
			for _, a := range e.Attr {
				fmt.Fprint(&b, " ", a.Name.Local)
			}
			fmt.Fprintln(&b)
		}
		return b.String()
	}
	if a, b := shape("harmless"), shape(hostile); a != b {
		t.Errorf("the elements differ:\n%s\n%s", a, b)
	}
	page := write(t, pageOf(t, "nb", hostile))
	if _, text := elements(t, page); !strings.Contains(text, hostile) {
		t.Error("the text itself is not there")
	}
	if strings.Count(page, "</style>") != 1 || strings.Contains(page, "<script") || strings.Contains(page, "<img") {
		t.Error("the text ended the style, or became an element")
	}
}

// The policy allows the one style, by its digest, and nothing else; and there is nothing else
// that a browser would fetch or run.
func TestPolicyFitsThePage(t *testing.T) {
	for _, tag := range locale.Tags() {
		page := write(t, pageOf(t, tag, "text "+hostile))
		style := page[strings.Index(page, "<style>")+len("<style>") : strings.Index(page, "</style>")]
		sum := sha256.Sum256([]byte(style))
		list, _ := elements(t, page)
		policy := ""
		for _, e := range list {
			if attribute(e, "http-equiv") == "Content-Security-Policy" {
				policy = attribute(e, "content")
			}
			for _, a := range e.Attr {
				switch n := a.Name.Local; {
				case n == "src", n == "style", n == "srcset", strings.HasPrefix(n, "on"), n == "href" && !strings.HasPrefix(a.Value, "#"):
					t.Errorf("%s: <%s %s=%q>", tag, e.Name.Local, n, a.Value)
				}
			}
			switch e.Name.Local {
			case "script", "link", "iframe", "object", "embed", "img", "image", "use", "foreignObject", "form", "base":
				t.Errorf("%s: <%s>", tag, e.Name.Local)
			}
		}
		want := "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
		if policy != want {
			t.Errorf("%s: policy %q, want %q", tag, policy, want)
		}
		if strings.Contains(style, "url(") || strings.Contains(style, "@import") {
			t.Errorf("%s: the style fetches something", tag)
		}
	}
}

// The page can be found one's way in: language, headings in order, ids that are there once,
// links and labels that lead to one, tables with a caption and headers that say what they head.
func TestPageCanBeFoundOnesWayIn(t *testing.T) {
	for _, tag := range locale.Tags() {
		list, _ := elements(t, write(t, pageOf(t, tag, "Ærlig & «åpen»")))
		ids := map[string]int{}
		level, tables, captions := 0, 0, 0
		for _, e := range list {
			if id := attribute(e, "id"); id != "" {
				ids[id]++
			}
			switch n := e.Name.Local; n {
			case "html":
				if attribute(e, "lang") != tag {
					t.Errorf("lang is %q, want %s", attribute(e, "lang"), tag)
				}
			case "h1", "h2", "h3":
				if next := int(n[1] - '0'); next > level+1 {
					t.Errorf("%s: h%d after h%d", tag, next, level)
				} else {
					level = next
				}
			case "table":
				tables++
			case "caption":
				captions++
			case "th":
				if s := attribute(e, "scope"); s != "col" && s != "row" {
					t.Errorf("%s: a header with scope %q", tag, s)
				}
			case "svg":
				if attribute(e, "role") != "img" || attribute(e, "width") != "" {
					t.Errorf("%s: a figure that is no image, or cannot be scaled", tag)
				}
			}
		}
		if tables == 0 || tables != captions {
			t.Errorf("%s: %d tables, %d captions", tag, tables, captions)
		}
		for id, n := range ids {
			if n != 1 {
				t.Errorf("%s: id %q is there %d times", tag, id, n)
			}
		}
		for _, e := range list {
			for _, name := range []string{"aria-labelledby", "href"} {
				for _, id := range strings.Fields(strings.TrimPrefix(attribute(e, name), "#")) {
					if ids[id] == 0 {
						t.Errorf("%s: %s=%q leads nowhere", tag, name, id)
					}
				}
			}
		}
	}
}

// The mark stands at the top, at the end and on every printed sheet.
func TestMarkIsOnEverySheet(t *testing.T) {
	p := pageOf(t, "nn", "x")
	p.Mark = "Til intern bruk"
	page := write(t, p)
	if !strings.Contains(page, `@bottom-left{content:"Til intern bruk"}`) || strings.Count(page, "Til intern bruk") != 3 {
		t.Error("the mark is not where it should be")
	}
}

// Only what has something below it is in the contents.
func TestEmptyPage(t *testing.T) {
	page := write(t, &Page{Locale: locale.Get("en"), Title: "Nothing", Summary: []string{"The data have no positions."}})
	if strings.Contains(page, `href="#figures"`) || strings.Contains(page, `href="#tables"`) || !strings.Contains(page, `href="#methods"`) {
		t.Error("the contents list what is not there")
	}
	elements(t, page)
}

// A table that has a row too short cannot be written, wherever it stands on the page; and nothing is
// written of the page then.
func TestATableThatCannotBeWrittenIsAnError(t *testing.T) {
	short := &report.Table{Name: "short", Locale: locale.Get("nb"), Columns: []report.Column{{Key: "a", Title: "a"}}, Rows: make([]report.Row, 1)}
	for name, put := range map[string]func(*Page){
		"tables":  func(p *Page) { p.Tables[0] = short },
		"data":    func(p *Page) { p.Data[0].Table = short },
		"numbers": func(p *Page) { p.Figures[1].Numbers = short },
	} {
		p := pageOf(t, "nb", "x")
		put(p)
		var b bytes.Buffer
		if err := p.Write(&b); err == nil || !strings.Contains(err.Error(), "short") || b.Len() > 0 {
			t.Errorf("%s: %v, %d bytes", name, err, b.Len())
		}
	}
}
