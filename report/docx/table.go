package docx

import (
	"strconv"

	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/locale"
)

const (
	mostRows     = 40 // that a table has on paper
	togetherRows = 20 // at most, of a table that stays on one page
)

// table sets a table with its caption above and its notes below. Of one that is too long for paper
// it says where it is, and of one without rows that there are none.
func (d *document) table(t *report.Table, title string) error {
	p, err := t.Short().Printed()
	if err != nil {
		return err
	}
	switch n := len(p.Rows); {
	case n == 0:
		d.text("Normal", locale.Fill(d.words.NoRows, locale.Sentence(title)))
		return nil
	case n > mostRows:
		d.text("Normal", locale.Fill(d.words.TooLong, locale.Sentence(title), d.page.Locale.Int(n), d.workbook))
		return nil
	}
	d.tables = append(d.tables, p)
	layout := layoutOf(p)
	nodes := []node{d.caption(d.words.Table, "table", len(d.tables), title, true), layout.table(p, title)}
	for i, n := range p.Notes {
		nodes = append(nodes, para("TableNote", staying(i == len(p.Notes)-2), run(n)))
	}
	d.add(layout.landscape, append(nodes, para("TableEnd", nil))...)
	return nil
}

// table is the table itself. Its rows are not cut, and the header stands on every page of it.
func (l *layout) table(p *report.Printed, title string) node {
	total := 0.0
	grid := el("w:tblGrid")
	for _, w := range l.widths {
		total += w
		grid = grid.in(attr("w:gridCol", "w:w", twips(w)))
	}
	table := el("w:tbl", el("w:tblPr", val("w:tblStyle", "ReportTable"), attr("w:tblW", "w:w", twips(total), "w:type", "dxa"),
		attr("w:tblLayout", "w:type", "fixed"),
		attr("w:tblLook", "w:val", "0020", "w:firstRow", "1", "w:lastRow", "0", "w:firstColumn", "0", "w:lastColumn", "0", "w:noHBand", "1", "w:noVBand", "1"),
		val("w:tblCaption", title)), grid)
	table = table.in(l.row(p.Head, rowLook{header: true, stays: true}))
	for i, r := range p.Rows {
		look := rowLook{total: r.Total, stays: len(p.Rows) <= togetherRows || i == 0 || i >= len(p.Rows)-2}
		if i == len(p.Rows)-1 && len(p.Notes) == 0 {
			look.stays = false
		}
		table = table.in(l.row(r.Cells, look))
	}
	return table
}

// A rowLook is what a row is, and whether it stays with what comes after it.
type rowLook struct{ header, total, stays bool }

func (l *layout) row(cells []report.PrintedCell, look rowLook) node {
	properties := el("w:trPr", el("w:cantSplit"))
	if look.header {
		properties = properties.in(el("w:tblHeader"))
	}
	row := el("w:tr", properties)
	for i, c := range cells {
		row = row.in(l.cell(l.widths[i], c, look))
	}
	return row
}

func (l *layout) cell(width float64, c report.PrintedCell, look rowLook) node {
	cell := el("w:tcPr", attr("w:tcW", "w:w", twips(width), "w:type", "dxa"))
	if look.total {
		line := attr("w:top", "w:val", "single", "w:sz", "6", "w:space", "0", "w:color", "808080")
		cell = cell.in(el("w:tcBorders", line))
	}
	style := "TableText"
	switch {
	case look.header && c.Numeric:
		style = "TableNumberHead"
	case look.header:
		style = "TableHead"
	case c.Numeric:
		style = "TableNumber"
	}
	var text []node
	if look.total {
		text = append(text, el("w:b"))
	}
	if l.points != layouts[0].points {
		text = append(text, val("w:sz", strconv.Itoa(int(2*l.points))))
	}
	return el("w:tc", cell, para(style, staying(look.stays), run(c.Text, text...)))
}
