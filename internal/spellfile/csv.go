package spellfile

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// WriteCSV writes spells as RFC 4180 CSV: comma, UTF-8, LF, decimal point.
func WriteCSV(w io.Writer, t *Table) error {
	cw := csv.NewWriter(w)
	columns := t.Columns()
	record := make([]string, len(columns))
	for i := range columns {
		record[i] = columns[i].Name
	}
	if err := cw.Write(record); err != nil {
		return err
	}
	for i := range t.Spells {
		for j := range columns {
			record[j] = columns[j].Type.Format(columns[j].Get(&t.Spells[i]))
		}
		if err := cw.Write(record); err != nil {
			return err
		}
	}
	cw.Flush()
	return cw.Error()
}

// ReadCSV reads what [WriteCSV] wrote; columns that somebody added are attributes.
// name is the file's name in problems. It returns *varighet.Problems for a file that
// is not a file of spells.
func ReadCSV(r io.Reader, name string) (*Table, error) {
	cr := csv.NewReader(r)
	cr.ReuseRecord = true
	header, err := cr.Read()
	if err != nil {
		return nil, csvProblem(name, err)
	}
	var found []Attribute
	for _, h := range header {
		found = append(found, Attribute{h, Text})
	}
	t := tableWith(found)
	columns := t.Columns()
	at, missing := matchHeader(columns, header)
	if len(missing) > 0 {
		return nil, &varighet.Problem{
			File: name, Line: 1, Code: "missing-column",
			Msg:  fmt.Sprintf("a file of spells has the column %s, which is not here", missing[0]),
			Hint: "make the file with `varighet survival spells`, or name columns with --time and --event",
		}
	}
	var problems varighet.Problems
	for {
		record, err := cr.Read()
		if err == io.EOF && problems.Len() == 0 {
			return checked(t, name)
		}
		if err == io.EOF {
			return nil, problems.Err()
		}
		if err != nil {
			return nil, csvProblem(name, err)
		}
		var s survival.Spell
		for j := range columns {
			if err := setText(&s, &columns[j], at[j], record); err != nil {
				line, _ := cr.FieldPos(at[j])
				problems.Add(&varighet.Problem{
					File: name, Line: line, Column: at[j] + 1, Code: "spell-value",
					Msg: fmt.Sprintf("%s: %v", columns[j].Name, err),
				})
			}
		}
		t.Spells = append(t.Spells, s)
	}
}

func setText(s *survival.Spell, c *Column, at int, record []string) error {
	if c.set == nil || at < 0 {
		return nil
	}
	cell, err := c.Type.parse(record[at])
	if err != nil {
		return err
	}
	if !c.set(s, cell) {
		return errors.New("the value cannot be here")
	}
	return nil
}

// matchHeader finds where each column stands; -1 for one that is not there and
// is not needed, since it follows from others.
func matchHeader(columns []Column, header []string) (at []int, missing []string) {
	at = make([]int, len(columns))
	for j := range columns {
		at[j] = slices.Index(header, columns[j].Name)
		if at[j] < 0 && columns[j].set != nil {
			missing = append(missing, columns[j].Name)
		}
	}
	return at, missing
}

func csvProblem(name string, err error) error {
	if err == io.EOF {
		return &varighet.Problem{File: name, Code: "empty-file", Msg: "the file is empty"}
	}
	var pe *csv.ParseError
	if errors.As(err, &pe) {
		return &varighet.Problem{File: name, Line: pe.StartLine, Column: pe.Column, Code: "csv", Msg: pe.Err.Error()}
	}
	return fmt.Errorf("reading %s: %w", name, err)
}
