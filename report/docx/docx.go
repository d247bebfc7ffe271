// Package docx writes a report as a Word document: real headings and a table of contents,
// numbered captions that can be referred to, tables with headers that repeat, and figures as
// vectors with an image beside for readers that take no vectors, each with its description.
//
// What stands in a [page.Page] has been through a study's gate; this package only sets it. Every
// look is a named style, so that the document, or a part of it pasted into another, can be
// restyled. The same page gives the same bytes: there is no clock and no user in it.
package docx

import (
	"archive/zip"
	"bytes"
	"embed"
	"fmt"
	"io"
	"text/template"
	"time"

	"github.com/varighet/varighet/report/page"
)

// Write writes the report. Tables that are too long for paper are left to the file that workbook
// names, and the document says so.
func Write(w io.Writer, p *page.Page, workbook string) error {
	d := &document{page: p, words: p.Locale.Page(), workbook: workbook}
	if err := d.compose(); err != nil {
		return fmt.Errorf("writing a Word document: %w", err)
	}
	parts, err := d.parts()
	if err != nil {
		return fmt.Errorf("writing a Word document: %w", err)
	}
	return pack(w, parts)
}

// A part is a file of the package that a document is.
type part struct {
	name string
	data []byte
}

//go:embed parts/*.xml
var fixedParts embed.FS

var fixedTemplates = template.Must(template.ParseFS(fixedParts, "parts/*.xml"))

// languages are tags as Word has them, by those of locales.
var languages = map[string]string{"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}

func (d *document) language() string {
	if tag, ok := languages[d.page.Locale.Tag]; ok {
		return tag
	}
	return d.page.Locale.Tag
}

// parts are all files, in the order in which they are packed: readers expect the content types first.
func (d *document) parts() ([]part, error) {
	parts := []part{
		{"[Content_Types].xml", contentTypes().document()},
		{"_rels/.rels", relationships(packageRelations).document()},
		{"docProps/core.xml", d.properties().document()},
		{"word/document.xml", d.body().document()},
		{"word/_rels/document.xml.rels", relationships(append(documentRelations, d.pictures...)).document()},
		{"word/header.xml", d.header().document()},
		{"word/footer.xml", d.footer().document()},
	}
	for _, name := range []string{"styles.xml", "settings.xml", "numbering.xml"} {
		var b bytes.Buffer
		fill := struct{ Lang, Decimal string }{d.language(), d.page.Locale.Format.Decimal}
		if err := fixedTemplates.ExecuteTemplate(&b, name, fill); err != nil {
			return nil, err
		}
		parts = append(parts, part{"word/" + name, b.Bytes()})
	}
	return append(parts, d.media...), nil
}

// firstDay is the time of every file of the package: the first that the format can say.
var firstDay = time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC)

func pack(w io.Writer, parts []part) error {
	z := zip.NewWriter(w)
	for _, p := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: firstDay})
		if err != nil {
			return err
		}
		if _, err := f.Write(p.data); err != nil {
			return err
		}
	}
	return z.Close()
}
