package spellfile

import (
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/idnumber"
)

// withIDs are the columns of every spell that could hold a national identity number.
var withIDs = []string{"position_id", "doctor_id", "moved_to_position"}

// checked returns a table that was read, unless it has national identity numbers in
// its ids or attributes: results are grouped by these. Numbers that may be others by
// chance are refused as doctors' ids, and elsewhere where more than one value in ten is so.
func checked(t *Table, file string) (*Table, error) {
	for _, c := range t.Columns() {
		isAttribute := !Has(c.Name)
		if !isAttribute && !slices.Contains(withIDs, c.Name) || c.Type == MonthType || c.Type == Bool {
			continue
		}
		doubtful, filled := 0, 0
		for i := range t.Spells {
			cell := c.Get(&t.Spells[i])
			if !cell.OK {
				continue
			}
			filled++
			like := idnumber.National([]byte(c.Type.Format(cell)))
			if like == idnumber.Sure || like == idnumber.ByChance && c.Name == "doctor_id" {
				return nil, nationalID(file, &c)
			}
			if like == idnumber.ByChance {
				doubtful++
			}
		}
		if idnumber.TooMany(doubtful, filled) {
			return nil, nationalID(file, &c)
		}
	}
	return t, nil
}

func nationalID(file string, c *Column) error {
	return &varighet.Problem{File: idnumber.Mask(file), Code: "national-id",
		Msg: "the column " + idnumber.Mask(c.Name) + " holds what looks like a national identity number; the file is refused", Hint: "take the column away"}
}
