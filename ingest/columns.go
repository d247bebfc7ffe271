package ingest

import (
	"bytes"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/varighet/varighet/ingest/cell"
)

// columns are what the columns of a table mean. All of it is settled before the first row
// below the header (begin.go), and only read after that; for a panel, whose rows are read
// once for each month or list, head.at has the columns of the one being read.
type columns struct {
	report
	head   header
	padded bool // rows may be shorter or longer than the header, as in a sheet
	ids    DoctorIDKind
	shared bool // blank cells for the municipality mean "as above"
	headed bool // no column has the municipality: the title, the file's name or headings in between do

	unnamed        []int // columns without a header
	namesEmpty     bool  // the column for names is there and was empty in the first rows
	numbersInNames bool  // the doctors' HPR numbers stand in the cells for their names
	numberedWithin bool  // the ids of lists are numbers of the municipality's own

	closedHeader, selfEmployedHeader bool // a yes in the column means closed, or no salary

	sideColumn int // of the list being read, in a panel on its side
}

// cell returns the cell of a field, nil if the file has no such column.
func (cl *columns) raw(cells [][]byte, f field) []byte {
	if i := cl.head.at[f]; i >= 0 {
		return cells[i]
	}
	return nil
}

// column returns the 1-based column of a field for a fault; 0 if it has none. What
// a heading of a panel on its side says stands in the column below it.
func (cl *columns) column(f field) int {
	if i := cl.head.at[f]; i < len(cl.head.names) {
		return i + 1
	}
	return cl.sideColumn + 1
}

func (cl *columns) textAt(cells [][]byte, f field) string {
	if i := cl.head.at[f]; i >= 0 && i < len(cells) {
		return cell.Clean(cells[i])
	}
	return ""
}

// layout is what the layout says of the table's columns.
func (cl *columns) layout() *Layout { return cl.options.Layout.of(cl.head.names) }

// isAsFullAsOthers reports whether a row has something in every column that has a name.
func (cl *columns) isAsFullAsOthers(cells [][]byte) bool {
	for i, name := range cl.head.names {
		if name != "" && (i >= len(cells) || cell.Blank(cells[i])) {
			return false
		}
	}
	return true
}

// namesPlace reports whether a row has something in a column for the municipality that is no
// label, or the table has no such columns.
func (cl *columns) namesPlace(cells [][]byte) bool {
	if !cl.head.has(fieldMunicipalityCode, fieldMunicipalityName) {
		return true
	}
	return slices.ContainsFunc([]field{fieldMunicipalityCode, fieldMunicipalityName}, func(f field) bool {
		c := cl.raw(cells, f)
		return !cell.Blank(c) && !cell.IsTotal(cell.Clean(c))
	})
}

// narrow cuts off what stands to the right of a sheet's header.
func (cl *columns) narrow(cells [][]byte, width int) [][]byte {
	for _, c := range cells[width:] {
		if !cell.Blank(c) {
			cl.warn(warnUnnamedColumn)
			break
		}
	}
	return cells[:width]
}

// fits checks the number of fields. Empty fields too many do no harm.
func (cl *columns) fits(cells [][]byte, have, width int) bool {
	if have < width {
		cl.fault(0, "ragged", fmt.Sprintf("the row has %d fields and the header %d", have, width),
			"look for a missing separator, or a line break inside a field without quotes")
		return false
	}
	for _, c := range cells[width:] {
		if !cell.Blank(c) {
			cl.fault(width+1, "ragged", fmt.Sprintf("the row has %d fields and the header %d", have, width),
				"put a field that holds the separator in double quotes")
			return false
		}
	}
	return true
}

// positionMissing faults a row that has no id for its list.
func (cl *columns) positionMissing() {
	cl.fault(cl.column(fieldPositionID), "position-missing", "the row has no id for its list",
		"each row needs the list's id; rows with totals or notes are known by words such as Sum and Merk")
}

// faultCutName faults a row that has a field too many, under no header, since a comma in the
// doctor's name was taken for a separator: Berg, Anna.
func (cl *columns) faultCutName(cells [][]byte) {
	i := cl.head.at[fieldDoctorName]
	if cl.res.sep != ',' || i < 0 || i+1 >= len(cells) || !bytes.HasPrefix(cells[i+1], []byte(" ")) {
		return
	}
	if name, next := cell.Clean(cells[i]), cell.Clean(cells[i+1]); cell.IsCapitalisedName(name+" "+next) && !strings.ContainsAny(next, "0123456789") {
		cl.fault(i+2, "ragged", "the doctor's name holds the separator, and the fields after it are in the columns of others",
			"put a field that holds the separator in double quotes")
	}
}

// seesNames reports whether a doctor is named in the first rows of the file. A
// register that was written without names has the column for them, empty.
func (cl *columns) seesNames(rows iter.Seq[sampleRow]) bool {
	for r := range rows {
		for _, f := range []field{fieldDoctorName, fieldLastName} {
			if i := cl.head.at[f]; r.index >= cl.head.index+cl.head.rows && i >= 0 && cell.ReadName([]byte(at(r.cells, i))).Kind == cell.NameHolder {
				return true
			}
		}
	}
	return false
}

// seesNumbers reports whether most of the doctors named in rows have an HPR number
// beside the name, in one cell.
func (cl *columns) seesNumbers(rows []sampleRow) bool {
	names, numbers := 0, 0
	for _, r := range rows {
		if i := cl.head.at[fieldDoctorName]; r.index >= cl.head.index+cl.head.rows && i >= 0 {
			n := cell.ReadName([]byte(at(r.cells, i)))
			if n.Kind == cell.NameHolder {
				names++
			}
			if n.Number != "" {
				numbers++
			}
		}
	}
	return numbers > 0 && 2*numbers > names
}

// unusedColumns warns of columns that are not known.
func (cl *columns) unusedColumns() {
	n := 0
	for i, name := range cl.head.names {
		if name == "" && cl.head.fields[i] == fieldNone {
			cl.unnamed = append(cl.unnamed, i)
		}
		if _, said := cl.layout().fieldOf(name); said || cl.head.fields[i] != fieldNone || name == "" {
			continue
		}
		if n++; n <= maxUnused {
			w := unusedColumn(name)
			w.File, w.Line, w.Count, w.Files = cl.res.name, cl.head.line, 1, 1
			cl.res.warnings.add(w)
		}
	}
	if n > maxUnused {
		cl.res.warnings.add(Warning{Code: "column-unused", Msg: "more columns not used",
			File: cl.res.name, Line: cl.head.line, Count: int64(n - maxUnused), Files: 1})
	}
}
