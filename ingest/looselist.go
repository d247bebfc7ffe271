package ingest

import (
	"github.com/varighet/varighet/ingest/cell"
)

// A file without a column for the list's id has loose lists: observations leave
// this package without a PositionID, with the basis derived, and get one when all
// months are there (package identity).

// isLooseName reports whether the one cell that a row has holds a doctor's name,
// or words for a vacant list, in the column for it: in a list of names by
// municipality nothing else need be in the row.
func (t *table) isLooseName(cells [][]byte, first int) bool {
	if t.head.has(fieldPositionID) || t.head.at[fieldDoctorName] != first || len(t.head.names) < 2 {
		return false
	}
	n := cell.ReadName(cells[first])
	switch n.Kind {
	case cell.NameHolder:
	case cell.NameUnclear:
		return cell.PlaceholderOf(cell.Clean(cells[first])) != cell.NoPlaceholder
	default:
		return n.Kind != cell.NameEmpty
	}
	words, digits := 1, 0
	for _, r := range n.Display {
		switch {
		case r == ' ':
			words++
		case r >= '0' && r <= '9':
			digits++
		}
	}
	return words <= 6 && digits == 0 && n.Display[len(n.Display)-1] != '.'
}
