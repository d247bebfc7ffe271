package ingest

import (
	"bytes"
	"slices"
	"strings"

	"github.com/varighet/varighet/ingest/cell"
)

// rowKinds tell rows about lists from all others: blank rows, totals, notes, headings, the header
// once more. A heading or a note may begin a block of another municipality or month, which they
// pass on.
//
// A row is set aside as a total, a note or a heading only if it cannot be about a list. Words
// alone do not decide: Sum, Note and Kilde are surnames too. So a row with a code, a
// number of residents or an amount where its neighbours have one counts as data, and what is
// doubtful is a fault.
type rowKinds struct {
	*worker
	*columns
	dates   *dating
	place   *placing
	doctors *doctors
	sums    sums // of the rows that were used
	second  bool // a second table has begun, with other columns
}

// notAList returns the reason for which a row is not about a list, or "". have
// is how many fields the row has in the file.
func (rk *rowKinds) notAList(cells [][]byte, have int) string {
	pos := rk.positions.get(rk.raw(cells, fieldPositionID), readPosition)
	if pos.id != "" && !pos.label && !pos.wordy && !rk.headed && !rk.place.labelledPlace(cells) {
		if len(rk.head.panel) == 0 {
			return ""
		}
		return rk.outsidePanel(cells)
	}
	return rk.otherThanList(cells, pos, have)
}

// otherThanList returns the reason for which a row is not about a list that its id does not
// show to be about one, or "".
func (rk *rowKinds) otherThanList(cells [][]byte, pos *positionCell, have int) string {
	first, filled := firstFilled(cells)
	switch {
	case pos.id != "" && !pos.label && !pos.wordy && rk.headed: // a heading may stand in the column for the list's id
		if filled == 1 && rk.headingText(cell.Clean(cells[first])) {
			return ReasonHeading
		}
		return rk.outsidePanel(cells)
	case filled == 0:
		return ReasonBlank
	case rk.head.repeats(cells, cell.Clean):
		rk.dates.pageBreak()
		return ReasonRepeatedHeader
	case filled == 1 && rk.inOtherSeparator(cells[first]):
		rk.fault(first+1, "ragged", "the line is one field, and has the fields of a row between other separators than the file's",
			"write the line with the separator of the others")
		return ""
	case filled > 1 && rk.isSecondHeader(cells):
		rk.beginSecondTable()
		return ""
	case rk.isTotalRow(cells, first), rk.isSumOfRows(cells):
		rk.endBlock()
		return ReasonTotal
	case rk.faulty == "row-unclear":
		return ""
	case rk.isNoteRow(cells, first, filled):
		rk.dates.note(cells[first])
		return ReasonNote
	case filled == 1:
		if reason, ok := rk.loneCell(cells, pos, first); ok {
			return reason
		}
	case pos.id == "" && rk.place.isHeading(cells, filled):
		return ReasonHeading
	}
	if pos.id == "" && have >= len(rk.head.names) && rk.head.has(fieldPositionID) {
		rk.positionMissing()
	}
	return rk.outsidePanel(cells)
}

// loneCell returns the reason for which a row with one cell is not about a list, "" if it is
// faulty; ok is false if the row is about a list.
func (rk *rowKinds) loneCell(cells [][]byte, pos *positionCell, first int) (reason string, ok bool) {
	text := cell.Clean(cells[first])
	switch {
	case pos.id != "" && !pos.label && !pos.wordy:
		return "", false
	case rk.dates.monthLine(text):
		return ReasonHeading, true
	case pos.id != "" && (cell.NamesMonth(pos.id, cell.NoOrder) || pos.wordy): // a title below which the header comes again
		if rk.headingText(pos.id) {
			return ReasonHeading, true
		}
		if !pos.prose && !cell.NamesMonth(pos.id, cell.NoOrder) {
			rk.rowUnclear("the row has a text of several words in the column for the list's id, and nothing else")
			return "", true
		}
		rk.dates.note(cells[first])
		return ReasonNote, true
	case pos.id != "":
		return "", false
	case rk.place.isHeading(cells, 1), rk.headingText(text):
		return ReasonHeading, true
	case rk.isLoneData(cells, first):
		return "", true
	case !rk.isLooseName(cells, first) && !pos.bad:
		rk.dates.note(cells[first])
		return ReasonNote, true
	}
	return "", false
}

// headingText reads a row with text in one cell as the heading of a block of rows, with its
// municipality and perhaps its month.
func (rk *rowKinds) headingText(text string) bool {
	if !rk.place.heading(text) {
		return false
	}
	if ms := cell.FindMonths(text, rk.dates.order.order); len(ms) == 1 {
		rk.dates.beginMonth(ms[0], rk.line)
	}
	return true
}

// endBlock ends the block of rows above a total.
func (rk *rowKinds) endBlock() {
	rk.sums.endBlock()
	rk.place.endBlock()
}

// outsidePanel returns the reason for which a row of a panel is not used, if it
// says nothing in any month.
func (rk *rowKinds) outsidePanel(cells [][]byte) string {
	if rk.head.saysNothing(cells) {
		return ReasonNoMonth
	}
	return ""
}

// beginSecondTable refuses a file in which a table with other columns begins below the first.
// The rows from there on are not read.
func (rk *rowKinds) beginSecondTable() {
	rk.faulty, rk.second = "second-table", true
	rk.refuse(rk.line, 0, "second-table", "another header begins a second table, with other columns", "save each table as a file of its own")
}

// firstFilled returns the first cell that holds something, -1 for none, and how many do.
func firstFilled(cells [][]byte) (first, filled int) {
	first = -1
	for i, c := range cells {
		if !cell.Blank(c) {
			if filled++; first < 0 {
				first = i
			}
		}
	}
	return first, filled
}

// isLooseName reports whether the one cell that a row has holds a doctor's name,
// or words for a vacant list, in the column for it: in a list of names by
// municipality nothing else need be in the row.
func (rk *rowKinds) isLooseName(cells [][]byte, first int) bool {
	if rk.head.has(fieldPositionID) || rk.head.at[fieldDoctorName] != first || len(rk.head.names) < 2 {
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

// longestList is more residents than any list has: a row with more is a total.
const longestList = 5000

// fitsColumns counts the cells of a row that are what their columns are for, and those that
// are something else. Columns in which anything may stand do not count.
func (rk *rowKinds) fitsColumns(cells [][]byte) (right, wrong int) {
	for i, f := range rk.head.fields {
		if i >= len(cells) || rk.head.at[f] != i || cell.Blank(cells[i]) {
			continue
		}
		switch fits, typed := rk.fitsColumn(f, cells[i]); {
		case fits:
			right++
		case typed:
			wrong++
		}
	}
	return right, wrong
}

// fitsColumn reports whether a cell is what the column of a field is for, and whether every
// cell in it should be.
func (rk *rowKinds) fitsColumn(f field, raw []byte) (fits, typed bool) {
	switch f {
	case fieldMonth:
		return cell.ReadMonthCell(raw).OK, rk.head.at[fieldYear] < 0
	case fieldMunicipalityCode:
		return cell.ReadCode(raw).Code != "", true
	case fieldMunicipalityName:
		return rk.place.name != "" && cell.Fold(cell.Clean(raw)) == cell.Fold(rk.place.name), false
	case fieldHPR:
		c := cell.ReadHPR(raw)
		return c.ID != "" && !c.Bad, c.Bad
	case fieldPositionID:
		s := cell.Clean(raw)
		return strings.ContainsAny(s, "0123456789") && !strings.Contains(s, " "), false
	case fieldResidents, fieldListLimit, fieldAmountBasis, fieldAmountFloor, fieldAmountEqualisation, fieldAmountTotal:
		_, st := cell.ParseNumber(raw)
		return st != cell.NumberBad && st != cell.NumberMissing, st == cell.NumberBad
	case fieldAgreementStart, fieldAgreementEnd:
		return cell.ReadDay(raw).OK, false
	}
	return false, false
}

// hasData reports whether a row holds what rows about lists hold, where a row holds a label.
func (rk *rowKinds) hasData(cells [][]byte) bool {
	right, wrong := rk.fitsColumns(cells)
	return right > 0 && wrong == 0 || rk.isAsFullAsOthers(cells)
}

// isTotalRow reports whether a row is a sum: a label for one stands first or where the
// municipality, the doctor or the list should be, and no doctor has the row.
func (rk *rowKinds) isTotalRow(cells [][]byte, first int) bool {
	if rk.doctors.hasDoctorsNumber(cells) {
		return false
	}
	if text, rest, ok := rk.totalInName(cells); ok {
		return !rk.isPersonCalled(text, rest, cells)
	}
	labelled := cell.IsTotal(cell.Clean(cells[first]))
	for _, f := range []field{fieldMunicipalityCode, fieldMunicipalityName, fieldPositionID} {
		labelled = labelled || cell.IsTotal(cell.Clean(rk.raw(cells, f)))
	}
	if !labelled || !rk.doctors.namesPerson(cells) {
		return labelled
	}
	if !rk.namesPlace(cells) {
		rk.rowUnclear("the row is labelled as a total and names a doctor")
	}
	return false
}

// totalInName finds the label of a total where the doctor's name should be; rest is what
// stands beside it, which may be a first name.
func (rk *rowKinds) totalInName(cells [][]byte) (text string, rest []string, ok bool) {
	text = cell.Clean(rk.raw(cells, fieldDoctorName))
	given := ""
	if text == "" {
		text, given = cell.Clean(rk.raw(cells, fieldLastName)), cell.Clean(rk.raw(cells, fieldFirstName))
	}
	if !cell.IsTotal(text) {
		return "", nil, false
	}
	return text, append(cell.WithoutTotal(cell.FoldWords(text)), cell.FoldWords(given)...), true
}

// isPersonCalled reports whether a text that is the label of a total is the name of a doctor in this
// row: Li Sum. rest is the text without the label. A row of which that is not clear is a fault.
func (rk *rowKinds) isPersonCalled(text string, rest []string, cells [][]byte) bool {
	residents, st := cell.ParseNumber(rk.raw(cells, fieldResidents))
	known := st == cell.NumberOK
	switch {
	case len(rest) == 0, len(rest) > 4, cell.IsTotalPhrase(cell.FoldWords(text)), rk.place.isPlace(rest, cells),
		known && residents > 100*longestList, rk.addsUpTo(cells), !rk.hasData(cells):
		return false
	case !rk.namesPlace(cells):
		if known {
			rk.rowUnclear("the row may be a total or a doctor's")
		}
		return known
	}
	return true
}

// isSumOfRows reports whether a row without a doctor is the sum of the rows above it.
func (rk *rowKinds) isSumOfRows(cells [][]byte) bool {
	return rk.sums.wanted && !rk.doctors.namesDoctor(cells) && rk.addsUpTo(cells)
}

// isNoteRow reports whether a row is a footnote: it begins as one, and holds nothing that rows
// about lists hold.
func (rk *rowKinds) isNoteRow(cells [][]byte, first, filled int) bool {
	text := cell.Clean(cells[first])
	switch {
	case !cell.IsNote(text):
		return false
	case filled == 1:
		return true
	case !cell.IsNoteSurely(text):
		return !rk.hasData(cells)
	}
	if right, _ := rk.fitsColumns(cells); right > 0 {
		rk.rowUnclear("the row begins as a note and goes on as a list")
		return false
	}
	return true
}

// isLoneData reports whether the one cell that a row has is data of a row about a list, and
// faults the row if its list is not known.
func (rk *rowKinds) isLoneData(cells [][]byte, first int) bool {
	raw := cells[first]
	switch f := rk.head.fields[min(first, len(rk.head.fields)-1)]; f {
	case fieldHPR:
		if !rk.doctors.hasDoctorsNumber(cells) {
			return false
		}
	case fieldDoctorName, fieldLastName:
		if !rk.head.has(fieldPositionID) || !cell.IsCapitalisedName(cell.Clean(raw)) {
			return false
		}
	case fieldResidents, fieldListLimit, fieldAmountBasis, fieldAmountFloor, fieldAmountEqualisation, fieldAmountTotal:
		if _, st := cell.ParseNumber(raw); st != cell.NumberOK && st != cell.NumberRounded || rk.head.isPanel() {
			return false
		}
		rk.rowUnclear("the row has a number and nothing else, which is not the sum of the rows above")
		return true
	default:
		return false
	}
	if rk.head.has(fieldPositionID) {
		rk.positionMissing()
	}
	return true
}

// inOtherSeparator reports whether a lone cell is a row written with another separator than
// the file's: it has the fields of a row.
func (rk *rowKinds) inOtherSeparator(raw []byte) bool {
	for _, sep := range separators {
		if sep == rk.res.sep || bytes.IndexByte(raw, sep) < 0 {
			continue
		}
		parts := bytes.Split(bytes.TrimRight(raw, string(sep)+" "), []byte{sep})
		right, wrong := rk.fitsColumns(parts)
		n, width := len(parts), len(rk.head.names)
		if 2*n > width && n <= width && n > 1 && right > 0 && wrong == 0 {
			return true
		}
		values := 0
		for _, p := range parts {
			if cell.IsValue(cell.Clean(p)) {
				values++
			}
		}
		if n >= 3 && values > 0 && (sep != ',' || values > 1 && 2*n > width && !cell.IsNote(cell.Clean(raw)) && !cell.IsWordsAndDigits(cell.Clean(parts[0]))) {
			return true
		}
	}
	return false
}

// isSecondHeader reports whether a row names columns that are not those of the table.
func (rk *rowKinds) isSecondHeader(cells [][]byte) bool {
	if slices.ContainsFunc(cells, func(c []byte) bool { return bytes.ContainsAny(c, "0123456789") }) {
		return false // as nearly every row about a list has
	}
	own, known := 0, 0
	for i, c := range cells {
		s := cell.Clean(c)
		f := fieldByWord[cell.Fold(s)]
		switch {
		case f == fieldNone || i >= len(rk.head.fields) || cell.IsVacant(cell.FoldWords(s)):
		case f == rk.head.fields[i] && namingFields[f]:
			own++
			known++
		case namingFields[f] || namingFields[rk.head.fields[i]]:
			known++
		}
	}
	return own > 0 || known > 1
}

// namingFields are fields whose columns never hold the words by which they are called.
var namingFields = map[field]bool{fieldMunicipalityCode: true, fieldMunicipalityName: true, fieldMonth: true, fieldDoctorName: true, fieldLastName: true, fieldFirstName: true,
	fieldHPR: true, fieldDoctorID: true, fieldPositionID: true, fieldResidents: true, fieldListLimit: true}
