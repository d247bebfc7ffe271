// Package page writes a report as one HTML file that needs nothing else: no script, no
// request, figures as SVG within it. It can be read on a telephone, on paper and by a
// screen reader.
//
// What stands in a [Page] has been through a study's gate; this package only sets it.
// Every text is escaped for where it stands, so that a name from data cannot become markup.
package page

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/varighet/varighet/internal/celltext"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/words"
)

// A Page is a report in a language.
type Page struct {
	Locale   *locale.Locale
	Title    string
	Subtitle string
	Mark     string // who may see it; stands at the top and, in print, on every sheet
	Warns    bool   // whether the mark is a warning, and not that all is public

	Summary []string
	Figures []Figure
	Tables  []*report.Table
	Methods []words.Paragraph
	Data    []Part
	Terms   []Term
	Version []Term
	Footer  string
}

// A Figure is what was drawn, what is said of it and the numbers in it.
type Figure struct {
	Sheets    []*chart.Figure
	Sentences []string
	Note      string        // such as which sheets are not on the page
	Numbers   *report.Table // nil for none
}

// A Part is a heading with sentences and a table below it.
type Part struct {
	Heading   string
	Sentences []string
	Table     *report.Table // nil for none
	Folded    bool          // whether the table is shown when asked for
	Of        int           // rows that there are, also those that the table leaves out
}

// A Term is a word, or a name, and what stands for it.
type Term struct{ Name, Text string }

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

var pageTemplate = template.Must(template.New("page").Parse(pageHTML))

// Write writes the page.
func (p *Page) Write(w io.Writer) error {
	v, err := p.view()
	if err != nil {
		return err
	}
	return celltext.WriteVisible(w, func(w io.Writer) error { return pageTemplate.Execute(w, v) })
}

// A view is a page with its figures and tables written out.
type view struct {
	*Page
	Lang    string
	W       *locale.PageWords
	CSS     template.CSS
	Policy  string
	Figures []figureView
	Tables  []tableView
	Data    []partView
}

type figureView struct {
	ID, Name  string
	SVG       []template.HTML
	Text      string
	Note      string
	NumbersOf string
	Numbers   *tableView
}

type tableView struct {
	Label string
	HTML  template.HTML
}

type partView struct {
	Part
	Text  string
	Fold  string // what opens the table: its title and how many rows it has
	Long  bool   // too long for paper
	Table *tableView
}

func (p *Page) view() (*view, error) {
	w := p.Locale.Page()
	css := p.css()
	sum := sha256.Sum256([]byte(css))
	v := &view{Page: p, Lang: p.Locale.Tag, W: w, CSS: template.CSS(css),
		Policy: "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"}
	for i := range p.Figures {
		f, err := p.figure(i)
		if err != nil {
			return nil, err
		}
		v.Figures = append(v.Figures, f)
	}
	for i, t := range p.Tables {
		set, err := setTable(t, locale.Fill(w.Table, p.Locale.Int(i+1)))
		if err != nil {
			return nil, err
		}
		v.Tables = append(v.Tables, *set)
	}
	for i := range p.Data {
		d := partView{Part: p.Data[i], Text: strings.Join(p.Data[i].Sentences, " ")}
		if d.Part.Table != nil {
			var err error
			if d.Table, err = setTable(d.Part.Table, ""); err != nil {
				return nil, err
			}
			d.Long = len(d.Part.Table.Rows) > 40
			d.Fold = fmt.Sprintf("%s (%s)", d.Table.Label, p.Locale.Int(max(d.Of, len(d.Part.Table.Rows))))
		}
		v.Data = append(v.Data, d)
	}
	return v, nil
}

func (p *Page) figure(i int) (v figureView, err error) {
	w, f := p.Locale.Page(), &p.Figures[i]
	v = figureView{ID: fmt.Sprintf("figure-%d", i+1), Name: locale.Fill(w.Figure, p.Locale.Int(i+1)), Text: strings.Join(f.Sentences, " "), Note: f.Note}
	v.NumbersOf = p.NumbersOf(i)
	for k, sheet := range f.Sheets {
		var b bytes.Buffer
		if err := sheet.InlineSVG(&b, fmt.Sprintf("%d-%d", i+1, k+1)); err != nil {
			return v, err
		}
		v.SVG = append(v.SVG, template.HTML(b.String())) // package chart escapes all text in it
	}
	if f.Numbers != nil {
		v.Numbers, err = setTable(f.Numbers, v.Name)
	}
	return v, err
}

// NumbersOf heads the table of the numbers in the i-th figure, from 0.
func (p *Page) NumbersOf(i int) string {
	w := p.Locale.Page()
	return locale.Fill(w.NumbersOf, locale.Lower(locale.Fill(w.Figure, p.Locale.Int(i+1))))
}

// setTable sets a table with its number before its title.
func setTable(t *report.Table, number string) (*tableView, error) {
	set := *t.Short()
	if number != "" {
		set.Title = locale.Sentence(number) + " " + t.Title
	}
	var b bytes.Buffer
	if err := set.HTML(&b); err != nil {
		return nil, err
	}
	return &tableView{set.Title, template.HTML(b.String())}, nil // package report escapes all text in it
}

// css is the style, with the mark and the number of the sheet at the foot of each printed one.
func (p *Page) css() string {
	return pageCSS + fmt.Sprintf("@page{@bottom-left{content:%s}@bottom-right{content:counter(page) %s counter(pages)}}\n",
		cssString(p.Mark), cssString(p.Locale.Page().PrintPage))
}

// cssString writes a string of a style sheet; whatever could end it is a number.
func cssString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range celltext.Visible(s) {
		if r < ' ' || strings.ContainsRune(`"\<>&'`, r) {
			fmt.Fprintf(&b, `\%06x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
