package workbook

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"github.com/varighet/varighet/internal/celltext"
	"github.com/varighet/varighet/report"
)

// WriteTable writes one table as a workbook of one sheet: typed cells, a header that stays, and
// below the rows, after an empty one, what else stands below the table: who may see it, what the
// numbers are, notes and source. The mark is also at the foot of each printed page.
func WriteTable(w io.Writer, t *report.Table) error {
	f := excelize.NewFile()
	defer f.Close()
	m := &maker{file: f, taken: map[string]bool{}}
	m.styles()
	sheet := m.table(t)
	for i, note := range t.AllNotes() {
		m.text(sheet, 1, len(t.Rows)+3+i, note)
	}
	if mark := t.Disclosure.Mark(t.Locale); mark != "" {
		m.do(f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: "&L" + mark}))
	}
	m.do(f.DeleteSheet("Sheet1"))
	m.do(f.SetDocProps(&excelize.DocProperties{Title: celltext.Line(t.Title), Description: celltext.Line(t.Source)}))
	if m.err != nil {
		return fmt.Errorf("writing a workbook: %w", m.err)
	}
	return writeWhole(w, f)
}
