package spellfile

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/celltext"
	"github.com/varighet/varighet/internal/dictionary"
)

// MostSheetRows is how many rows a sheet of Excel has room for, the header included.
const MostSheetRows = excelize.TotalRows

// spellSheet and columnSheet are the sheets of a workbook of spells.
const (
	spellSheet  = "spells"
	columnSheet = "columns"
)

// epoch is how many days Excel's day 0, as it counts from March 1900 on, lies before 1970-01-01.
const epoch = 25569

// WriteXLSX writes spells as an Excel workbook: a sheet of spells, in which dates are dates and
// codes are text, and one that says what the columns mean. Rows that do not fit in memory wait in a
// file in the folder scratch. More spells than a sheet has rows are an error.
func WriteXLSX(w io.Writer, t *Table, scratch string) error {
	if n := len(t.Spells); n >= MostSheetRows {
		return fmt.Errorf("%d spells are more than the %d that a sheet of Excel has room for: choose .csv or .parquet, or some of them with --kind",
			n, MostSheetRows-1)
	}
	f := excelize.NewFile(excelize.Options{TmpDir: scratch})
	defer f.Close()
	b := &book{file: f}
	b.do(f.SetSheetName("Sheet1", spellSheet))
	b.spells(t)
	b.columns(t)
	b.do(f.SetDocProps(&excelize.DocProperties{}))
	if b.err != nil {
		return b.err
	}
	return f.Write(w)
}

// A book makes the sheets, up to the first error.
type book struct {
	file *excelize.File
	err  error
}

func (b *book) do(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *book) style(s *excelize.Style) int {
	id, err := b.file.NewStyle(s)
	b.do(err)
	return id
}

// spells writes the sheet of spells.
func (b *book) spells(t *Table) {
	bold := b.style(&excelize.Style{Font: &excelize.Font{Bold: true}})
	date, asText := "yyyy-mm-dd", "@"
	styles := map[Type]int{MonthType: b.style(&excelize.Style{CustomNumFmt: &date}), Text: b.style(&excelize.Style{CustomNumFmt: &asText})}
	columns := t.Columns()
	s, err := b.file.NewStreamWriter(spellSheet)
	if b.do(err); b.err != nil {
		return
	}
	row := make([]any, len(columns))
	for k, c := range columns {
		b.do(s.SetColWidth(k+1, k+1, float64(max(12, len(c.Name)+2))))
		row[k] = excelize.Cell{StyleID: bold, Value: celltext.Visible(c.Name)}
	}
	b.do(s.SetPanes(headerStays))
	b.do(s.SetRow("A1", row))
	for i := range t.Spells {
		for k := range columns {
			c := &columns[k]
			row[k] = excelize.Cell{StyleID: styles[c.Type], Value: sheetValue(c, c.Get(&t.Spells[i]))}
		}
		b.do(s.SetRow(fmt.Sprint("A", i+2), row))
	}
	b.do(s.Flush())
}

// headerStays keeps the first row of a sheet in sight.
var headerStays = &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}

// sheetValue is a cell as a sheet has it; nil for an empty one.
func sheetValue(c *Column, v Cell) any {
	switch {
	case !v.OK:
		return nil
	case c.Type == MonthType:
		return int(varighet.Month(v.Int).Days()) + epoch
	case c.Type == Int:
		return v.Int
	case c.Type == Float:
		return v.Float
	case c.Type == Bool:
		return v.Bool
	}
	return celltext.Visible(v.Text)
}

// columns writes the sheet that says what the columns mean, cell by cell: a workbook with two sheets
// written as streams has them in either order, and so is not the same twice.
func (b *book) columns(t *Table) {
	fields, err := t.Fields()
	if b.do(err); b.err != nil {
		return
	}
	_, err = b.file.NewSheet(columnSheet)
	b.do(err)
	rows := [][]any{{"column", "type", "title", "meaning", "unit", "values", "source"}}
	for i := range fields {
		rows = append(rows, fieldRow(&fields[i]))
	}
	for i, row := range rows {
		b.do(b.file.SetSheetRow(columnSheet, fmt.Sprint("A", i+1), &row))
	}
	for i, width := range []float64{24, 10, 40, 90, 10, 40, 34} {
		name := string(rune('A' + i))
		b.do(b.file.SetColWidth(columnSheet, name, name, width))
	}
	b.do(b.file.SetPanes(columnSheet, headerStays))
}

func fieldRow(f *dictionary.Field) []any {
	return []any{celltext.Visible(f.Name), string(f.Type), celltext.Visible(f.Title), f.Description, f.Unit, strings.Join(f.Categories, ", "), f.Source}
}
