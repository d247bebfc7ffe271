package spellfile

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/tabular"
	"github.com/varighet/varighet/internal/celltext"
	"github.com/varighet/varighet/survival"
)

// WriteCSV writes spells as RFC 4180 CSV: comma, UTF-8, LF, decimal point. Names and texts are as
// [celltext.InCSV] has them, since such a file may be opened in a spreadsheet.
func WriteCSV(w io.Writer, t *Table) error {
	return t.writeRecords(csv.NewWriter(w), celltext.InCSV, func(c *Column, v Cell) string {
		if c.Type == Text {
			return celltext.InCSV(c.Type.Format(v))
		}
		return c.Type.Format(v)
	})
}

// writeRecords writes the names of the columns and a record a spell, in a form of names and cells.
func (t *Table) writeRecords(cw *csv.Writer, name func(string) string, cell func(*Column, Cell) string) error {
	columns := t.Columns()
	record := make([]string, len(columns))
	for i := range columns {
		record[i] = name(columns[i].Name)
	}
	if err := cw.Write(record); err != nil {
		return err
	}
	for i := range t.Spells {
		for j := range columns {
			record[j] = cell(&columns[j], columns[j].Get(&t.Spells[i]))
		}
		if err := cw.Write(record); err != nil {
			return err
		}
	}
	cw.Flush()
	return cw.Error()
}

// ReadCSV reads what [WriteCSV] wrote, also when another program has read it and written
// it again: with another separator, columns in another order or less of them, and values in
// its own forms. Columns that somebody added are attributes. name is the file's name in
// problems. It returns *varighet.Problems for a file that is not a file of spells.
func ReadCSV(r io.Reader, name string) (*Table, error) {
	rows, err := tabular.Open(r, name, needed[TenureColumns])
	if err != nil {
		return nil, err
	}
	header := make([]string, len(rows.Header))
	found := make([]Attribute, len(header))
	for i, h := range rows.Header {
		if !utf8.ValidString(h) {
			line, _ := rows.Place(i)
			return nil, &varighet.Problem{File: name, Line: line, Column: i + 1, Code: "spell-value", Msg: "the name of the column is not UTF-8: save the file as UTF-8"}
		}
		header[i] = celltext.OfCSV(strings.TrimSpace(h))
		found[i] = Attribute{header[i], Text}
	}
	t := tableWith(found)
	if p := t.Check(TenureColumns, name); p != nil {
		p.Line, _ = rows.Place(0)
		return nil, p
	}
	columns := slices.DeleteFunc(t.Columns(), func(c Column) bool { return c.set == nil })
	at := make([]int, len(columns))
	for j, c := range columns {
		at[j] = slices.Index(header, c.Name)
	}
	var problems varighet.Problems
	for {
		record, err := rows.Next()
		if err == io.EOF && problems.Len() == 0 {
			return checked(t, name)
		}
		if err == io.EOF {
			return nil, problems.Err()
		}
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(record, func(s string) bool { return s != "" }) {
			continue // Excel keeps such rows below a table
		}
		t.addRecord(record, columns, at, rows, name, &problems)
	}
}

// addRecord adds the spell of a row, or its faults.
func (t *Table) addRecord(record []string, columns []Column, at []int, rows *tabular.Rows, name string, problems *varighet.Problems) {
	var s survival.Spell
	for j := range columns {
		if err := setText(&s, &columns[j], record[at[j]], rows.Separator()); err != nil {
			line, _ := rows.Place(at[j])
			problems.Add(&varighet.Problem{
				File: name, Line: line, Column: at[j] + 1, Code: "spell-value",
				Msg: fmt.Sprintf("%s: %v", columns[j].Name, err),
			})
		}
	}
	t.complete(&s)
	t.Spells = append(t.Spells, s)
}

// setText puts a cell of text into a spell.
func setText(s *survival.Spell, c *Column, text string, separator rune) error {
	if !utf8.ValidString(text) {
		return errors.New("the text is not UTF-8: save the file as UTF-8")
	}
	cell, err := c.read(celltext.OfCSV(string(celltext.Unprotected([]byte(text)))), separator)
	if err != nil {
		return err
	}
	if !c.set(s, cell) {
		return refusal(s, c, cell)
	}
	return nil
}
