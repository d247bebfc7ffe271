package study

import (
	"bytes"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/page"
	"github.com/varighet/varighet/report/workbook"
)

// WorkbookName is the file with every table and each figure's numbers. It has one name in all
// languages.
const WorkbookName = "report.xlsx"

// mostBookSpells is how many spells a workbook takes: the file of spells has more.
const mostBookSpells = 20_000

// bookOf is the report page as a workbook: what it says, and its tables.
func (p *Page) bookOf(from *page.Page) *workbook.Book {
	w := p.locale.Page()
	b := &workbook.Book{Names: workbook.Names{About: w.About, Notes: w.Notes, Terms: w.Terms}}
	about := func(name string, texts ...string) {
		for _, s := range texts {
			if s != "" {
				b.About = append(b.About, [2]string{name, s})
				name = ""
			}
		}
	}
	about(from.Mark, from.Title, from.Subtitle)
	about(w.Summary, from.Summary...)
	for _, f := range from.Figures {
		if f.Numbers != nil {
			b.Tables = append(b.Tables, f.Numbers)
		}
	}
	b.Tables = append(b.Tables, from.Tables...)
	for _, m := range from.Methods {
		about(m.Heading, append([]string{m.Text}, m.List...)...)
	}
	for _, part := range from.Data {
		about(part.Heading, part.Sentences...)
		if part.Table != nil {
			b.Tables = append(b.Tables, part.Table)
		}
	}
	for _, t := range from.Version {
		about(t.Name, t.Text)
	}
	for _, t := range from.Terms {
		b.Terms = append(b.Terms, [2]string{t.Name, t.Text})
	}
	return b
}

// workbook is the report as a workbook. Spells stand in one that is for internal use only.
func (r *Result) workbook(p *Page, from *page.Page) ([]byte, error) {
	book := p.bookOf(from)
	switch n := len(r.Table.Spells); {
	case p.Disclosure == report.Internal && n > mostBookSpells:
		book.About = append(book.About, [2]string{"spells", locale.Fill(p.locale.Page().MoreRows, p.locale.Int(n), SpellsPath)})
	case p.Disclosure == report.Internal:
		book.Tables = append(book.Tables, tableOfSpells(p, r.Table))
	}
	var b bytes.Buffer
	err := book.Write(&b)
	return b.Bytes(), err
}

// tableOfSpells has all columns of all spells, by the names that files of spells have for them.
func tableOfSpells(p *Page, from *spellfile.Table) *report.Table {
	t := &report.Table{Name: "spells", Title: "spells", Locale: p.locale}
	columns := from.Columns()
	for i := range columns {
		c := &columns[i]
		kind := map[spellfile.Type]report.Kind{spellfile.MonthType: report.MonthKind, spellfile.Int: report.CountKind,
			spellfile.Float: report.NumberKind}[c.Type]
		t.Columns = append(t.Columns, report.Column{Key: c.Name, Title: c.Name, Kind: kind, Decimals: 1})
	}
	for i := range from.Spells {
		var row []report.Cell
		for k := range columns {
			row = append(row, spellCell(&columns[k], t.Columns[k].Kind, columns[k].Get(&from.Spells[i])))
		}
		t.Add(row...)
	}
	return t
}

func spellCell(c *spellfile.Column, kind report.Kind, v spellfile.Cell) report.Cell {
	switch {
	case !v.OK && kind == report.TextKind:
		return report.Text("")
	case !v.OK:
		return report.Without(kind, report.Absent)
	case kind == report.MonthKind:
		return report.Month(varighet.Month(v.Int))
	case kind == report.CountKind:
		return report.Count(int(v.Int))
	case kind == report.NumberKind:
		return report.Number(v.Float)
	}
	return report.Text(c.Type.Format(v))
}
