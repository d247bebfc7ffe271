package ingest

import (
	"strconv"

	"github.com/varighet/varighet"
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
	n := readName(cells[first])
	switch n.kind {
	case nameHolder:
	case nameUnclear:
		return placeholderOf(clean(cells[first])) != noPlaceholder
	default:
		return n.kind != nameEmpty
	}
	words, digits := 1, 0
	for _, r := range n.display {
		switch {
		case r == ' ':
			words++
		case r >= '0' && r <= '9':
			digits++
		}
	}
	return words <= 6 && digits == 0 && n.display[len(n.display)-1] != '.'
}

// addLooseToSketch notes that the file has a list without an id in the month: two
// files have the same if they have its doctor in its municipality, or, of a
// vacant one, its residents.
func (t *table) addLooseToSketch(o *varighet.Observation) {
	t.key = append(append(t.key[:0], o.MunicipalityCode...), '|')
	if t.key = append(t.key, o.DoctorID...); o.DoctorID == "" {
		t.key = strconv.AppendInt(append(t.key, '|'), int64(o.Residents.V), 10)
	}
	t.addToSketch(o.Month, hashText(string(t.key)))
}
