package main

import (
	"bytes"
	"fmt"
	"io"

	"github.com/varighet/varighet/report/chart"
)

// dpi is the resolution of PNG figures: sharp in print on A4.
const dpi = 200

// A namedFile is a file to be written.
type namedFile struct {
	name string
	data []byte
}

// renderFigure renders the pages of a figure in the formats asked for. A figure
// of several pages is one PDF, and a numbered file a page of the others.
func renderFigure(name string, pages []*chart.Figure, formats []string) ([]namedFile, error) {
	var files []namedFile
	add := func(name string, render func(io.Writer) error) error {
		var b bytes.Buffer
		if err := render(&b); err != nil {
			return fmt.Errorf("drawing %s: %w", name, err)
		}
		files = append(files, namedFile{name, b.Bytes()})
		return nil
	}
	for _, format := range formats {
		if format == "pdf" {
			err := add(name+".pdf", func(w io.Writer) error { return chart.PDF(w, pages...) })
			if err != nil {
				return nil, err
			}
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
			if err := add(file, render); err != nil {
				return nil, err
			}
		}
	}
	return files, nil
}
