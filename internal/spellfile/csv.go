package spellfile

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// WriteCSV writes spells as RFC 4180 CSV: comma, UTF-8, LF, decimal point.
func WriteCSV(w io.Writer, spells []survival.Spell) error {
	cw := csv.NewWriter(w)
	record := make([]string, len(Columns))
	for i := range Columns {
		record[i] = Columns[i].Name
	}
	if err := cw.Write(record); err != nil {
		return err
	}
	for i := range spells {
		for j := range Columns {
			record[j] = Columns[j].Type.Format(Columns[j].Get(&spells[i]))
		}
		if err := cw.Write(record); err != nil {
			return err
		}
	}
	cw.Flush()
	return cw.Error()
}

// ReadCSV reads what [WriteCSV] wrote; other columns are passed over. name is
// the file's name in problems. It returns *varighet.Problems for a file that is
// not a file of spells.
func ReadCSV(r io.Reader, name string) ([]survival.Spell, error) {
	cr := csv.NewReader(r)
	cr.ReuseRecord = true
	header, err := cr.Read()
	if err != nil {
		return nil, csvProblem(name, err)
	}
	at, missing := matchHeader(header)
	if len(missing) > 0 {
		return nil, &varighet.Problem{
			File: name, Line: 1, Code: "missing-column",
			Msg:  fmt.Sprintf("a file of spells has the column %s, which is not here", missing[0]),
			Hint: "make the file with `varighet survival spells`, or name columns with --time and --event",
		}
	}
	var (
		spells   []survival.Spell
		problems varighet.Problems
	)
	for {
		record, err := cr.Read()
		if err == io.EOF {
			return spells, problems.Err()
		}
		if err != nil {
			return nil, csvProblem(name, err)
		}
		var s survival.Spell
		for j := range Columns {
			if err := setText(&s, &Columns[j], at[j], record); err != nil {
				line, _ := cr.FieldPos(at[j])
				problems.Add(&varighet.Problem{
					File: name, Line: line, Column: at[j] + 1, Code: "spell-value",
					Msg: fmt.Sprintf("%s: %v", Columns[j].Name, err),
				})
			}
		}
		spells = append(spells, s)
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
func matchHeader(header []string) (at []int, missing []string) {
	at = make([]int, len(Columns))
	for j := range Columns {
		at[j] = -1
		for i, h := range header {
			if h == Columns[j].Name {
				at[j] = i
			}
		}
		if at[j] < 0 && Columns[j].set != nil {
			missing = append(missing, Columns[j].Name)
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
