package study

import (
	"bytes"
	"fmt"
	"io"

	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
)

// Formats are those in which figures are written.
var Formats = []string{"png", "svg", "pdf"}

// TableForms are those in which tables are written: CSV for programs, CSV for Excel,
// Markdown, HTML and LaTeX.
var TableForms = []string{"csv", "excel.csv", "md", "html", "tex"}

// dpi is the resolution of PNG figures: sharp in print on A4.
const dpi = 200

// A File is a file to be written.
type File struct {
	Name string
	Data []byte
}

// RenderFigure renders the pages of a figure in the formats asked for. A figure of several
// pages is one PDF, and a numbered file a page of the others.
func RenderFigure(name string, pages []*chart.Figure, formats []string) (files []File, err error) {
	add := func(name string, render func(io.Writer) error) {
		var b bytes.Buffer
		if e := render(&b); e != nil && err == nil {
			err = fmt.Errorf("drawing %s: %w", name, e)
		}
		files = append(files, File{name, b.Bytes()})
	}
	for _, format := range formats {
		if format == "pdf" {
			add(name+".pdf", func(w io.Writer) error { return chart.PDF(w, pages...) })
			continue
		}
		for i, page := range pages {
			file := name + "." + format
			if len(pages) > 1 {
				file = fmt.Sprintf("%s-%d.%s", name, i+1, format)
			}
			render := page.SVG
			if format == "png" {
				render = func(w io.Writer) error { return page.PNG(w, dpi) }
			}
			add(file, render)
		}
	}
	return files, err
}

// renderTable writes a table in every form.
func renderTable(t *report.Table) (files []File, err error) {
	for _, form := range TableForms {
		b, err := RenderTable(t, form)
		if err != nil {
			return nil, fmt.Errorf("writing table %s: %w", t.Name, err)
		}
		files = append(files, File{t.Name + "." + form, b})
	}
	return files, nil
}

// RenderTable writes a table in one of TableForms.
func RenderTable(t *report.Table, form string) ([]byte, error) {
	var b bytes.Buffer
	var err error
	switch form {
	case "csv":
		err = t.CSV(&b)
	case "excel.csv":
		err = t.ExcelCSV(&b)
	case "md":
		err = t.Markdown(&b)
	case "html":
		err = t.HTML(&b)
	case "tex":
		err = t.LaTeX(&b)
	default:
		err = fmt.Errorf("there is no form %q of tables", form)
	}
	return b.Bytes(), err
}
