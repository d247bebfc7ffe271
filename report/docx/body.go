package docx

import (
	"strconv"
	"strings"

	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/page"
)

// A document is a report being composed.
type document struct {
	page     *page.Page
	words    *locale.PageWords
	workbook string // the file that has tables which are too long

	blocks   []block
	pending  []node // headings that wait for what they head
	contents []entry

	media    []part
	pictures []relation
	ids      int // of bookmarks and drawings
	figures  int
	tables   []*report.Printed // those set, numbered from 1
}

// add puts nodes, the last of which is a paragraph, below the headings that wait for them.
func (d *document) add(landscape bool, nodes ...node) {
	d.blocks = append(d.blocks, block{append(d.pending, nodes...), landscape})
	d.pending = nil
}

// text adds paragraphs in a style; empty ones are left out.
func (d *document) text(style string, paragraphs ...string) {
	for _, s := range paragraphs {
		if s != "" {
			d.add(false, line(style, s))
		}
	}
}

// heading begins what stands below it, at a level from 1, and puts it into the contents.
func (d *document) heading(level int, s string) {
	name := "_Toc" + strconv.Itoa(len(d.contents)+1)
	d.contents = append(d.contents, entry{level, s, name})
	d.pending = append(d.pending, para("Heading"+strconv.Itoa(level), nil, d.bookmark(name, run(s))...))
}

// bookmark puts a name on runs, by which fields and links find them.
func (d *document) bookmark(name string, runs ...node) []node {
	d.ids++
	id := strconv.Itoa(d.ids)
	begin := attr("w:bookmarkStart", "w:id", id, "w:name", name)
	return append(append([]node{begin}, runs...), attr("w:bookmarkEnd", "w:id", id))
}

// compose goes through the report from top to bottom.
func (d *document) compose() error {
	d.heading(1, d.words.Summary)
	d.text("ListBullet", d.page.Summary...)
	if err := d.drawFigures(); err != nil {
		return err
	}
	if err := d.studyTables(); err != nil {
		return err
	}
	d.methods()
	if err := d.data(); err != nil {
		return err
	}
	d.terms(d.words.Terms, d.page.Terms)
	d.terms(d.words.Version, d.page.Version)
	d.text("Normal", d.page.Footer)
	if err := d.numbers(); err != nil {
		return err
	}
	if len(d.pending) > 0 { // headings of nothing
		d.add(false)
	}
	return nil
}

// body is the document with all that was composed, after title and contents.
func (d *document) body() node {
	front := []node{line("Title", d.page.Title)}
	if d.page.Subtitle != "" {
		front = append(front, line("Subtitle", d.page.Subtitle))
	}
	front = append(front, d.tableOfContents())
	blocks := append([]block{{nodes: front}}, d.blocks...)
	return root("w:document").in(el("w:body", join(blocks)...))
}

func (d *document) studyTables() error {
	if len(d.page.Tables) > 0 {
		d.heading(1, d.words.Tables)
	}
	for _, t := range d.page.Tables {
		if err := d.table(t, t.Title); err != nil {
			return err
		}
	}
	return nil
}

func (d *document) methods() {
	d.heading(1, d.words.Methods)
	for _, m := range d.page.Methods {
		d.heading(2, m.Heading)
		d.text("Normal", m.Text)
		d.text("ListBullet", m.List...)
	}
}

func (d *document) data() error {
	d.heading(1, d.words.Data)
	for _, p := range d.page.Data {
		if p.Heading != "" {
			d.heading(2, p.Heading)
		}
		d.text("Normal", strings.Join(p.Sentences, " "))
		if p.Table != nil {
			if err := d.table(p.Table, p.Table.Title); err != nil {
				return err
			}
		}
	}
	return nil
}

// terms are words, each with its meaning below.
func (d *document) terms(heading string, list []page.Term) {
	d.heading(1, heading)
	for _, t := range list {
		d.add(false, line("Term", t.Name), line("Definition", t.Text))
	}
}
