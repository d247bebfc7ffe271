package study

import (
	"bytes"
	"fmt"
	"io"

	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/workbook"
)

// Formats are those in which figures are written; TIFF where it is asked for.
var Formats = []string{"png", "svg", "pdf", "tiff"}

// usualFormats are those of a figure that does not say.
var usualFormats = Formats[:3]

// TableForms are those in which tables are written: CSV for programs, CSV for Excel, Markdown,
// HTML that can be pasted into Word, LaTeX and a workbook of one sheet.
var TableForms = []string{"csv", "excel.csv", "md", "html", "tex", "xlsx"}

// resolutions are those that journals ask for, in dots an inch, beside the usual 200, which is
// sharp in print on A4.
var resolutions = []int{300, 600}

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
			switch format {
			case "png":
				render = func(w io.Writer) error { return page.PNG(w, 0) }
			case "tiff":
				render = func(w io.Writer) error { return page.TIFF(w, 0) }
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
		err = t.StyledHTML(&b)
	case "tex":
		err = t.LaTeX(&b)
	case "xlsx":
		err = workbook.WriteTable(&b, t)
	default:
		err = fmt.Errorf("there is no form %q of tables", form)
	}
	return b.Bytes(), err
}
