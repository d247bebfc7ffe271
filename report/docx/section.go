package docx

import (
	"math"
	"strconv"
)

// An area is what can be printed on between margins, in mm.
type area struct{ width, height float64 }

// A4 with margins of 25 mm.
const (
	pageWidth, pageHeight = 210.0, 297.0
	pageMargin            = 25.0
	edgeMargin            = 12.5 // of header and footer
)

var (
	portraitArea  = area{pageWidth - 2*pageMargin, pageHeight - 2*pageMargin}
	landscapeArea = area{portraitArea.height, portraitArea.width}
)

// twips are twentieths of a point, in which Word has lengths.
func twips(mm float64) string { return strconv.Itoa(int(math.Round(mm * 1440 / 25.4))) }

// section ends the pages of one orientation.
func section(landscape bool) node {
	size := attr("w:pgSz", "w:w", twips(pageWidth), "w:h", twips(pageHeight))
	if landscape {
		size = attr("w:pgSz", "w:w", twips(pageHeight), "w:h", twips(pageWidth), "w:orient", "landscape")
	}
	m, edge := twips(pageMargin), twips(edgeMargin)
	return el("w:sectPr",
		attr("w:headerReference", "w:type", "default", "r:id", headerID),
		attr("w:footerReference", "w:type", "default", "r:id", footerID),
		size,
		attr("w:pgMar", "w:top", m, "w:right", m, "w:bottom", m, "w:left", m, "w:header", edge, "w:footer", edge, "w:gutter", "0"))
}

// A block is a part of the report on pages of one orientation. Its last node is a paragraph.
type block struct {
	nodes     []node
	landscape bool
}

// join puts blocks one after another, with a new section where the pages turn.
func join(blocks []block) (nodes []node) {
	landscape := false
	for i, b := range blocks {
		if i > 0 && b.landscape != landscape {
			last := &nodes[len(nodes)-1]
			properties := last.children[0].in(section(landscape))
			last.children = append([]node{properties}, last.children[1:]...)
		}
		landscape = b.landscape
		nodes = append(nodes, b.nodes...)
	}
	return append(nodes, section(landscape))
}

// header has the mark on every page.
func (d *document) header() node {
	var properties []node
	if d.page.Warns {
		properties = []node{val("w:rStyle", "Mark")}
	}
	return root("w:hdr").in(para("Header", nil, run(d.page.Mark, properties...)))
}

// footer has the mark again, and the number of the page.
func (d *document) footer() node {
	mark := d.page.Mark
	if mark != "" {
		mark += "  ·  "
	}
	p := para("Footer", nil, run(mark)).in(field("PAGE", "1")...)
	return root("w:ftr").in(p.in(run(d.words.PrintPage)).in(field("NUMPAGES", "1")...))
}

// root is the element that a part of a document is, with the names that its elements have.
func root(name string) node {
	return attr(name, "xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
		"xmlns:r", officeTypes, "xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
		"xmlns:a", drawing, "xmlns:pic", drawing[:len(drawing)-len("main")]+"picture")
}
