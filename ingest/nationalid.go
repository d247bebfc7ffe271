package ingest

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"

	"github.com/varighet/varighet/ingest/cell"
	"github.com/varighet/varighet/ingest/idnumber"
)

// National identity numbers are refused: a file with one is not read, whatever the
// options, and the number is never shown. In columns for the doctor that goes for the
// forms too that a number of another kind may have by chance: without its zero, as a
// float. In other columns these are counted: where more than one cell in ten is so, the
// file is refused, else it is told. See package idnumber for how likely each is.

// NamesDoctor reports whether a column with this header says who a doctor is, by name
// or number, in files of lists.
func NamesDoctor(header string) bool {
	switch fieldOf(header) {
	case fieldDoctorName, fieldLastName, fieldFirstName, fieldMiddleName, fieldHPR, fieldDoctorID, fieldLocumFor:
		return true
	}
	return false
}

// ofDoctor reports whether a column says who a doctor is. In a panel on its side any may.
func (h *header) ofDoctor(column int) bool {
	if h.side != nil {
		return true
	}
	if column >= len(h.fields) {
		return false
	}
	switch h.fields[column] {
	case fieldDoctorName, fieldLastName, fieldFirstName, fieldMiddleName, fieldHPR, fieldDoctorID, fieldPartList, fieldLocum, fieldLocumFor:
		return true
	}
	return false
}

const (
	nationalIDMsg  = "the field holds what looks like a national identity number; the file is refused"
	nationalIDHint = "such numbers must not be here: have the sender replace them by HPR numbers or ids of their own"
)

// scanIDs looks for national identity numbers in every field. One is enough to
// refuse the file; it is told of once.
func (t *table) scanIDs(cells [][]byte) {
	t.rowDoubts, t.filled = 0, 0
	for i, c := range cells {
		if i < maxFilled && !cell.Blank(c) {
			t.filled |= 1 << i
		}
		switch like := idnumber.National(c); {
		case like == idnumber.None:
		case like == idnumber.Sure, t.head.ofDoctor(i):
			t.foundNationalID(t.line, i+1)
		default:
			t.doubt(i)
		}
	}
	for k := range t.doubts {
		if d := &t.doubts[k]; d.column < len(cells) && !cell.Blank(cells[d.column]) {
			d.filled++
		}
	}
}

// scanTitle looks for national identity numbers in a row above the data.
func (t *table) scanTitle(cells [][]byte) {
	for i, c := range cells {
		if cell.HasNationalID(c) {
			t.foundNationalID(t.line, i+1)
		}
	}
}

// foundNationalID refuses the file.
func (t *table) foundNationalID(line, column int) {
	if t.faulty == "" {
		t.faulty = "national-id"
	}
	if t.res.nationalIDs++; t.res.nationalIDs == 1 {
		t.refuse(line, column, "national-id", nationalIDMsg, nationalIDHint)
	}
}

// A doubtfulColumn is one with cells that may be national identity numbers, or other
// numbers by chance.
type doubtfulColumn struct {
	column, line int   // line of the first
	n            int64 // such cells
	filled       int64 // cells that hold anything; all rows of lists above the first are counted
}

// maxFilled is of how many columns it is kept for lines that are not read again whether
// they hold something.
const maxFilled = 64

// doubt notes a cell that may be a national identity number.
func (t *table) doubt(column int) {
	if column >= maxFilled {
		t.compares = false // from now on, so that all are counted
	} else {
		t.rowDoubts |= 1 << column
	}
	t.countDoubt(column)
}

func (t *table) countDoubt(column int) {
	k := slices.IndexFunc(t.doubts, func(d doubtfulColumn) bool { return d.column == column })
	if k < 0 {
		k = len(t.doubts)
		t.doubts = append(t.doubts, doubtfulColumn{column: column, line: t.line, filled: t.res.ledger.Used})
	}
	t.doubts[k].n++
}

// repeatDoubts counts the doubtful and the filled cells of a line that is not read again.
func (t *table) repeatDoubts(s *steadyRow) {
	for left := s.doubts; left != 0; left &= left - 1 {
		t.countDoubt(bits.TrailingZeros64(left))
	}
	for k := range t.doubts {
		d := &t.doubts[k]
		if s.filled>>d.column&1 != 0 || t.head.stretchKind(d.column) < stretchMonth && !cell.Blank(t.numbers[d.column]) {
			d.filled++
		}
	}
}

// endDoubts refuses the file for a column with too many doubtful cells, and tells of the others.
func (t *table) endDoubts() {
	slices.SortFunc(t.doubts, func(a, b doubtfulColumn) int { return cmp.Compare(a.column, b.column) })
	for _, d := range t.doubts {
		if idnumber.TooMany(d.n, d.filled) {
			t.foundNationalID(d.line, d.column+1)
			continue
		}
		t.res.warnings.add(doubtWarning(t.res.name, fmt.Sprintf("column %d", d.column+1), d.line, d.n))
	}
}

// doubtWarning tells of n numbers, the first on a line, that are too few to refuse a file for.
func doubtWarning(file, column string, line int, n int64) Warning {
	return Warning{Code: "national-id-like", File: file, Line: line, Count: n, Files: 1,
		Msg: "numbers in " + column + " may be national identity numbers that a spreadsheet changed; so few may be so by chance: look at them"}
}

// namedAfterPerson refuses a file or a sheet whose name holds a national identity number.
func (f *fileResult) namedAfterPerson(what string) {
	f.nationalIDs++
	f.refuse(0, 0, "national-id", "the name of the "+what+" holds what looks like a national identity number; it is refused", "give it another name")
}
