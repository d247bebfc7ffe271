// Package sheet reads the small tables that people keep beside their data: which
// corrections to make, which lists belong to a project, which names are of one
// doctor. They come from a spreadsheet, as a workbook or as CSV, and are read
// with what that does to them: any of the usual encodings and separators, rows
// above the header and below the table, columns in any order and more than asked
// for.
//
// It keeps the whole table in memory; monthly lists are read by package ingest.
package sheet

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/celltext"
	"github.com/varighet/varighet/internal/limit"
)

// A Row is one row of a table, with its place for messages.
type Row struct {
	Line  int // 1-based, of the file or the sheet
	Cells []string
}

// Rows reads all rows of a CSV file or of the first visible sheet of a workbook
// that holds anything. Cells are trimmed; empty rows are left out. Dates in a
// workbook come as they are kept, as numbers. A file of another kind is a
// *varighet.Problem.
func Rows(name string, content []byte) ([]Row, error) {
	switch {
	case len(content) > limit.Default(limit.SideFile):
		return nil, &varighet.Problem{File: name, Code: "file-size", Msg: "the file is larger than " + limit.Set{}.Text(limit.SideFile),
			Hint: "this should be a small table: is it the right file?"}
	case isWorkbook(content):
		return narrow(name)(workbookRows(name, content))
	}
	return narrow(name)(csvRows(name, content))
}

// narrow refuses a table with a row of too many cells.
func narrow(name string) func([]Row, error) ([]Row, error) {
	return func(rows []Row, err error) ([]Row, error) {
		for _, r := range rows {
			if err == nil && len(r.Cells) > limit.Default(limit.SideColumns) {
				err = &varighet.Problem{File: name, Line: r.Line, Code: "csv", Msg: "the row has more cells than " + limit.Set{}.Text(limit.SideColumns) + ", which is the limit",
					Hint: "this should be a small table: is it the right file?"}
			}
		}
		return rows, err
	}
}

// A Column is one that a table can have: its name and other headers for it.
type Column struct {
	Name     string
	Words    []string
	Required bool
	Person   bool // it says who somebody is
}

// A Table is the rows below a header, with the columns that were asked for.
type Table struct {
	Name   string
	Header Row
	Rows   []Row

	at     map[string]int // column, by name
	others []int
}

// maxTitleRows is how far down a header may stand.
const maxTitleRows = 30

// Find reads a file and finds the header: the row in which most of the columns
// are named. A required column that is missing, and one that is named twice, is a
// *varighet.Problem; national identity numbers are *varighet.Problems.
func Find(name string, content []byte, columns []Column) (*Table, error) {
	rows, err := Rows(name, content)
	if err != nil {
		return nil, err
	}
	if err := noNationalIDs(name, rows); err != nil {
		return nil, err
	}
	best, score := -1, 0
	for i, r := range rows[:min(len(rows), maxTitleRows)] {
		if n := len(columnsOf(r, columns)); n > score {
			best, score = i, n
		}
	}
	if best < 0 {
		return nil, &varighet.Problem{File: name, Code: "missing-column", Msg: "no row names the columns",
			Hint: "the first row should have the headers " + headersOf(columns)}
	}
	t := &Table{Name: name, Header: rows[best], Rows: rows[best+1:], at: columnsOf(rows[best], columns)}
	for _, c := range columns {
		if _, ok := t.at[c.Name]; c.Required && !ok {
			return nil, &varighet.Problem{File: name, Line: t.Header.Line, Code: "missing-column", Msg: fmt.Sprintf("there is no column %q", c.Name),
				Hint: "the headers are " + headersOf(columns)}
		}
	}
	if p := t.twice(columns); p != nil {
		return nil, p
	}
	if err := t.noDoubtfulIDs(columns); err != nil {
		return nil, err
	}
	taken := map[int]bool{}
	for _, i := range t.at {
		taken[i] = true
	}
	for i, h := range t.Header.Cells {
		if h != "" && !taken[i] {
			t.others = append(t.others, i)
		}
	}
	return t, nil
}

// headersOf lists the columns, each with some of the other words for it.
func headersOf(columns []Column) string {
	var names []string
	for _, c := range columns {
		name := c.Name
		if len(c.Words) > 0 {
			name += " (" + strings.Join(c.Words[:min(3, len(c.Words))], ", ") + ")"
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}

func columnsOf(r Row, columns []Column) map[string]int {
	at := map[string]int{}
	for i, cell := range r.Cells {
		for _, c := range columns {
			if _, taken := at[c.Name]; !taken && c.is(cell) {
				at[c.Name] = i
				break
			}
		}
	}
	return at
}

func (c Column) is(header string) bool {
	h := Fold(header)
	return h != "" && (h == Fold(c.Name) || slices.ContainsFunc(c.Words, func(w string) bool { return Fold(w) == h }))
}

// twice finds a column that two headers name.
func (t *Table) twice(columns []Column) *varighet.Problem {
	for _, c := range columns {
		for i, h := range t.Header.Cells {
			if first, ok := t.at[c.Name]; ok && i != first && c.is(h) {
				return &varighet.Problem{File: t.Name, Line: t.Header.Line, Column: i + 1, Code: "column-twice",
					Msg: fmt.Sprintf("columns %d and %d are both %s", first+1, i+1, c.Name), Hint: "remove or rename one"}
			}
		}
	}
	return nil
}

// Has reports whether the table has a column.
func (t *Table) Has(column string) bool { _, ok := t.at[column]; return ok }

// Cell returns a row's cell of a column; "" if the table or the row has none.
func (t *Table) Cell(r Row, column string) string {
	if i, ok := t.at[column]; ok && i < len(r.Cells) {
		return r.Cells[i]
	}
	return ""
}

// Others returns the headers of the columns that were not asked for, as written.
func (t *Table) Others() []string {
	var list []string
	for _, i := range t.others {
		list = append(list, t.Header.Cells[i])
	}
	return list
}

// Other returns a row's cell of column i of Others.
func (t *Table) Other(r Row, i int) string {
	if k := t.others[i]; k < len(r.Cells) {
		return r.Cells[k]
	}
	return ""
}

// Problem is a fault of a row; column is "" for one that is about the whole row.
func (t *Table) Problem(r Row, column, code, msg, hint string) *varighet.Problem {
	p := &varighet.Problem{File: t.Name, Line: r.Line, Code: code, Msg: msg, Hint: hint}
	if i, ok := t.at[column]; ok {
		p.Column = i + 1
	}
	return p
}

// Fold brings a header or a word to the form in which it is compared: lower
// case, letters and digits only, one spelling for å, ø and æ and what stands for
// them.
func Fold(s string) string {
	s = folder.Replace(strings.ToLower(norm.NFC.String(s)))
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

var folder = strings.NewReplacer("å", "a", "aa", "a", "æ", "a", "ae", "a", "ä", "a", "ø", "o", "oe", "o", "ö", "o", "é", "e")

// Yes reports whether a cell says yes, and whether it says either; an empty one
// says neither.
func Yes(s string) (yes, ok bool) {
	switch Fold(s) {
	case "ja", "j", "yes", "y", "x", "1", "true", "sann", "ok", "godkjent", "godkjend":
		return true, true
	case "nei", "n", "no", "0", "false", "usann", "avvist":
		return false, true
	}
	return false, false
}

// Code reads a cell as a municipality code, which a spreadsheet may have taken for a
// number: 301 and 301.0 are 0301.
func Code(s string) (varighet.MunicipalityCode, error) {
	s = strings.TrimSuffix(s, ".0")
	if len(s) == 3 {
		s = "0" + s
	}
	return varighet.ParseMunicipalityCode(s)
}

// clean trims a cell and makes its blanks plain ones; ="001" is 001, and '=a is =a.
func clean(s string) string {
	s = celltext.OfCSV(string(celltext.Unprotected([]byte(s))))
	return strings.Join(strings.FieldsFunc(norm.NFC.String(s), func(r rune) bool {
		return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\u00a0' || r == '\u202f' || r == '\u2009' || r == '\ufeff' || r == '\u200b'
	}), " ")
}
