// Package workbook writes the tables of a report as one Excel workbook: a sheet a table, with
// typed cells and headers that stay, and sheets on what it is, on notes and on definitions.
//
// What stands in a [Book] has been through a study's gate; this package only sets it. Text is
// written as text, so that a name from data cannot become a formula. The same book gives the same
// bytes: there is no clock and no user in it.
package workbook

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/varighet/varighet/internal/celltext"
	"github.com/varighet/varighet/report"
)

// A Book is a report as a workbook.
type Book struct {
	Names  Names
	About  [][2]string // what the report is: a name, or nothing, and a text
	Tables []*report.Table
	Notes  string      // heading of the column of notes
	Terms  [][2]string // words and what they mean
}

// Names are those of the sheets that are no tables.
type Names struct{ About, Notes, Terms string }

// Write writes the workbook.
func (b *Book) Write(w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close()
	m := &maker{file: f, taken: map[string]bool{}}
	m.styles()
	m.pairs(b.Names.About, b.About)
	var notes [][2]string
	for _, t := range b.Tables {
		sheet := m.table(t)
		for _, n := range t.AllNotes() {
			notes = append(notes, [2]string{sheet, n})
		}
	}
	m.pairs(b.Names.Notes, notes)
	m.pairs(b.Names.Terms, b.Terms)
	m.do(f.DeleteSheet("Sheet1"))
	m.do(f.SetDocProps(&excelize.DocProperties{}))
	if m.err != nil {
		return fmt.Errorf("writing a workbook: %w", m.err)
	}
	return writeWhole(w, f)
}

// writeWhole writes a file of which nothing is written if it cannot be made.
func writeWhole(w io.Writer, f *excelize.File) error {
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return err
	}
	_, err := out.WriteTo(w)
	return err
}

// A maker makes sheets, up to the first error.
type maker struct {
	file  *excelize.File
	err   error
	taken map[string]bool // names of sheets in lower case

	header, wrap, bold int
	formats            map[string]int // style of a number format, and "bold " before it
}

func (m *maker) do(err error) {
	if m.err == nil {
		m.err = err
	}
}

func (m *maker) style(s *excelize.Style) int {
	id, err := m.file.NewStyle(s)
	m.do(err)
	return id
}

func (m *maker) styles() {
	m.header = m.style(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E7EAEE"}}})
	m.wrap = m.style(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	m.bold = m.style(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	m.formats = map[string]int{}
}

// format is the style of a number format.
func (m *maker) format(format string, bold bool) int {
	key := fmt.Sprint(bold, format)
	if id, ok := m.formats[key]; ok {
		return id
	}
	s := &excelize.Style{CustomNumFmt: &format}
	if bold {
		s.Font = &excelize.Font{Bold: true}
	}
	m.formats[key] = m.style(s)
	return m.formats[key]
}

// newSheet adds a sheet of a name like this one: 31 signs at most, none that Excel does not
// take, and no other has it.
func (m *maker) newSheet(name string) string {
	name = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return '-'
		}
		return r
	}, celltext.Line(name)), "' ")
	if name == "" {
		name = "–"
	}
	unique := cut(name, 31)
	for n := 2; m.taken[strings.ToLower(unique)]; n++ {
		suffix := fmt.Sprintf(" (%d)", n)
		unique = cut(name, 31-len(suffix)) + suffix
	}
	m.taken[strings.ToLower(unique)] = true
	_, err := m.file.NewSheet(unique)
	m.do(err)
	return unique
}

// cut is the text, or as much of it as there is room for.
func cut(s string, most int) string {
	r := []rune(s)
	return strings.TrimSpace(string(r[:min(most, len(r))]))
}

// pairs makes a sheet of two columns.
func (m *maker) pairs(name string, list [][2]string) {
	sheet := m.newSheet(name)
	m.do(m.file.SetColWidth(sheet, "A", "A", 26))
	m.do(m.file.SetColWidth(sheet, "B", "B", 110))
	m.do(m.file.SetColStyle(sheet, "A", m.bold))
	m.do(m.file.SetColStyle(sheet, "B", m.wrap))
	for i, pair := range list {
		m.text(sheet, 1, i+1, pair[0])
		m.text(sheet, 2, i+1, pair[1])
		for c, style := range []int{m.bold, m.wrap} {
			m.set(sheet, c+1, i+1, func(at string) error { return m.file.SetCellStyle(sheet, at, at, style) })
		}
	}
}

// set does something to a cell, by its column and row from 1.
func (m *maker) set(sheet string, column, row int, do func(at string) error) {
	at, err := excelize.CoordinatesToCellName(column, row)
	if m.do(err); m.err == nil {
		m.do(do(at))
	}
}

func (m *maker) text(sheet string, column, row int, s string) {
	if s = celltext.Visible(s); s != "" {
		m.set(sheet, column, row, func(at string) error { return m.file.SetCellStr(sheet, at, s) })
	}
}

// table makes the sheet of a table, and returns its name.
func (m *maker) table(t *report.Table) string {
	sheet := m.newSheet(t.Title)
	header, lines, err := t.Values()
	m.do(err)
	widths := make([]int, len(header))
	for c, title := range header {
		m.text(sheet, c+1, 1, title)
		m.set(sheet, c+1, 1, func(at string) error { return m.file.SetCellStyle(sheet, at, at, m.header) })
		widths[c] = min(utf8.RuneCountInString(title), 18)
	}
	for r, line := range lines {
		for c, v := range line.Values {
			m.value(sheet, c+1, r+2, &v, line.Total)
			widths[c] = max(widths[c], utf8.RuneCountInString(v.Text))
		}
	}
	for c, width := range widths {
		name, err := excelize.ColumnNumberToName(c + 1)
		m.do(err)
		m.do(m.file.SetColWidth(sheet, name, name, float64(min(max(width+2, 10), 60))))
	}
	m.do(m.file.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	return sheet
}

// value writes a value with the format of its kind.
func (m *maker) value(sheet string, column, row int, v *report.Value, bold bool) {
	format, number := "General", v.Number
	switch v.Kind {
	case report.CountKind:
		format = "#,##0"
	case report.NumberKind:
		format = "#,##0" + decimals(v.Decimals)
	case report.ShareKind:
		format = "0" + decimals(v.Decimals) + `" "%`
	case report.MonthKind:
		format, number = "yyyy-mm", serial(v.Month.Year(), int(v.Month.Calendar()))
	default:
		format = "@"
		m.text(sheet, column, row, v.Text)
	}
	if v.Kind != report.TextKind {
		m.set(sheet, column, row, func(at string) error { return m.file.SetCellFloat(sheet, at, number, -1, 64) })
	}
	style := m.format(format, bold)
	m.set(sheet, column, row, func(at string) error { return m.file.SetCellStyle(sheet, at, at, style) })
}

func decimals(n int) string {
	if n == 0 {
		return ""
	}
	return "." + strings.Repeat("0", n)
}
