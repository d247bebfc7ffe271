package docx

import "strconv"

// An entry is a heading in the table of contents.
type entry struct {
	level    int
	text     string
	bookmark string
}

// contentsLevels are the levels of headings that the table of contents lists.
const contentsLevels = 2

// tableOfContents is a field with the headings as links. Only a program that lays out the pages
// knows their numbers, and one that is asked to when it opens the file asks its reader first; so
// the numbers come when the reader updates the field.
func (d *document) tableOfContents() node {
	content := el("w:sdtContent", line("TOCHeading", d.words.Contents))
	begin := []node{fieldChar("begin"), fieldCode(`TOC \o "1-` + strconv.Itoa(contentsLevels) + `" \h \z \u`), fieldChar("separate")}
	for i, e := range d.contents {
		p := para("TOC"+strconv.Itoa(e.level), nil)
		if i == 0 {
			p = p.in(begin...)
		}
		p = p.in(attr("w:hyperlink", "w:anchor", e.bookmark, "w:history", "1").in(run(e.text)))
		if i == len(d.contents)-1 {
			p = p.in(fieldChar("end"))
		}
		content = content.in(p)
	}
	kind := el("w:docPartObj", val("w:docPartGallery", "Table of Contents"), el("w:docPartUnique"))
	return el("w:sdt", el("w:sdtPr", kind), content)
}
