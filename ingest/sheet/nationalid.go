package sheet

import (
	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/idnumber"
)

// noNationalIDs refuses a file with a national identity number in any cell, or in its name.
func noNationalIDs(name string, rows []Row) error {
	if idnumber.National([]byte(name)) == idnumber.Sure {
		return refused(idnumber.Mask(name), 0, 0, "the name of the file holds what looks like a national identity number; it is refused")
	}
	for _, r := range rows {
		for i, cell := range r.Cells {
			if idnumber.National([]byte(cell)) == idnumber.Sure {
				return refused(name, r.Line, i+1, "the field holds what looks like a national identity number; the file is refused")
			}
		}
	}
	return nil
}

// noDoubtfulIDs refuses a table with numbers that may be national identity numbers, or
// others by chance: one in a column that says who somebody is, or in another more than
// one cell in ten.
func (t *Table) noDoubtfulIDs(columns []Column) error {
	persons := map[int]bool{}
	for _, c := range columns {
		if i, ok := t.at[c.Name]; ok && c.Person {
			persons[i] = true
		}
	}
	for i := range t.Header.Cells {
		var doubtful, filled, line int
		for _, r := range t.Rows {
			if i >= len(r.Cells) || r.Cells[i] == "" {
				continue
			}
			filled++
			if idnumber.National([]byte(r.Cells[i])) != idnumber.None {
				if doubtful++; doubtful == 1 {
					line = r.Line
				}
			}
		}
		if doubtful > 0 && (persons[i] || idnumber.TooMany(doubtful, filled)) {
			return refused(t.Name, line, i+1, "the column holds what looks like a national identity number; the file is refused")
		}
	}
	return nil
}

func refused(file string, line, column int, msg string) error {
	var problems varighet.Problems
	problems.Add(&varighet.Problem{File: file, Line: line, Column: column, Code: "national-id", Msg: msg, Hint: "take the number away; an HPR number tells who a doctor is"})
	return problems.Err()
}
