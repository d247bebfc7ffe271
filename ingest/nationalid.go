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

// nationalIDs look for national identity numbers in every line, first of all that is done with
// it, and count the cells that may be such numbers by chance.
type nationalIDs struct {
	*columns
	doubts    []doubtfulColumn
	rowDoubts uint64 // the first columns of the row just read with such cells
	filled    uint64 // the first columns of the row that hold something
	beyond    bool   // a column after the first ones has such a cell: from then on every line is read
}

const (
	nationalIDMsg  = "the field holds what looks like a national identity number; the file is refused"
	nationalIDHint = "such numbers must not be here: have the sender replace them by HPR numbers or ids of their own"
)

// scanIDs looks for national identity numbers in every field. One is enough to
// refuse the file; it is told of once.
func (ni *nationalIDs) scanIDs(cells [][]byte) {
	ni.rowDoubts, ni.filled = 0, 0
	for i, c := range cells {
		if i < maxFilled && !cell.Blank(c) {
			ni.filled |= 1 << i
		}
		switch like := idnumber.National(c); {
		case like == idnumber.None:
		case like == idnumber.Sure, ni.head.ofDoctor(i):
			ni.foundNationalID(ni.line, i+1)
		default:
			ni.doubt(i)
		}
	}
	for k := range ni.doubts {
		if d := &ni.doubts[k]; d.column < len(cells) && !cell.Blank(cells[d.column]) {
			d.filled++
		}
	}
}

// scanTitle looks for national identity numbers in a row above the data.
func (ni *nationalIDs) scanTitle(cells [][]byte) {
	for i, c := range cells {
		if cell.HasNationalID(c) {
			ni.foundNationalID(ni.line, i+1)
		}
	}
}

// foundNationalID refuses the file.
func (ni *nationalIDs) foundNationalID(line, column int) {
	if ni.faulty == "" {
		ni.faulty = "national-id"
	}
	if ni.res.nationalIDs++; ni.res.nationalIDs == 1 {
		ni.refuse(line, column, "national-id", nationalIDMsg, nationalIDHint)
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
func (ni *nationalIDs) doubt(column int) {
	if column >= maxFilled {
		ni.beyond = true
	} else {
		ni.rowDoubts |= 1 << column
	}
	ni.countDoubt(column)
}

func (ni *nationalIDs) countDoubt(column int) {
	k := slices.IndexFunc(ni.doubts, func(d doubtfulColumn) bool { return d.column == column })
	if k < 0 {
		k = len(ni.doubts)
		ni.doubts = append(ni.doubts, doubtfulColumn{column: column, line: ni.line, filled: ni.res.ledger.Used})
	}
	ni.doubts[k].n++
}

// repeatDoubts counts the doubtful and the filled cells of a line that is not read again, but
// for its numbers.
func (ni *nationalIDs) repeatDoubts(l *keptLine, numbers [][]byte) {
	for left := l.doubts; left != 0; left &= left - 1 {
		ni.countDoubt(bits.TrailingZeros64(left))
	}
	for k := range ni.doubts {
		d := &ni.doubts[k]
		if l.filled>>d.column&1 != 0 || ni.head.stretchKind(d.column) < stretchMonth && !cell.Blank(numbers[d.column]) {
			d.filled++
		}
	}
}

// endDoubts refuses the file for a column with too many doubtful cells, and tells of the others.
func (ni *nationalIDs) endDoubts() {
	slices.SortFunc(ni.doubts, func(a, b doubtfulColumn) int { return cmp.Compare(a.column, b.column) })
	for _, d := range ni.doubts {
		if idnumber.TooMany(d.n, d.filled) {
			ni.foundNationalID(d.line, d.column+1)
			continue
		}
		ni.res.warnings.add(doubtWarning(ni.res.name, fmt.Sprintf("column %d", d.column+1), d.line, d.n))
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
