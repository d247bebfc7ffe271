package ingest

import (
	"bytes"
	"slices"
	"strings"

	"github.com/varighet/varighet/ingest/cell"
)

// A row is set aside as a total, a note or a heading only if it cannot be about a list. Words
// alone do not decide: Sum, Note and Kilde are surnames too. So does a row with a code, a
// number of residents or an amount where its neighbours have one count as data, and what is
// doubtful is a fault.

// longestList is more residents than any list has: a row with more is a total.
const longestList = 5000

// fitsColumns counts the cells of a row that are what their columns are for, and those that
// are something else. Columns in which anything may stand do not count.
func (t *table) fitsColumns(cells [][]byte) (right, wrong int) {
	for i, f := range t.head.fields {
		if i >= len(cells) || t.head.at[f] != i || cell.Blank(cells[i]) {
			continue
		}
		switch fits, typed := t.fitsColumn(f, cells[i]); {
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
func (t *table) fitsColumn(f field, raw []byte) (fits, typed bool) {
	switch f {
	case fieldMonth:
		return cell.ReadMonthCell(raw).Ok, t.head.at[fieldYear] < 0
	case fieldMunicipalityCode:
		return cell.ReadCode(raw).Code != "", true
	case fieldMunicipalityName:
		return t.place.name != "" && cell.Fold(cell.Clean(raw)) == cell.Fold(t.place.name), false
	case fieldHPR:
		c := cell.ReadHPR(raw)
		return c.Id != "" && !c.Bad, c.Bad
	case fieldPositionID:
		s := cell.Clean(raw)
		return strings.ContainsAny(s, "0123456789") && !strings.Contains(s, " "), false
	case fieldResidents, fieldListLimit, fieldAmountBasis, fieldAmountFloor, fieldAmountEqualisation, fieldAmountTotal:
		_, st := cell.ParseNumber(raw)
		return st != cell.NumberBad && st != cell.NumberMissing, st == cell.NumberBad
	case fieldAgreementStart, fieldAgreementEnd:
		return cell.ReadDay(raw).Ok, false
	}
	return false, false
}

// hasData reports whether a row holds what rows about lists hold, where a row holds a label.
func (t *table) hasData(cells [][]byte) bool {
	right, wrong := t.fitsColumns(cells)
	return right > 0 && wrong == 0 || t.isAsFullAsOthers(cells)
}

// isTotalRow reports whether a row is a sum: a label for one stands first or where the
// municipality, the doctor or the list should be, and no doctor has the row.
func (t *table) isTotalRow(cells [][]byte, first int) bool {
	if t.doctors.hasDoctorsNumber(cells) {
		return false
	}
	if text, rest, ok := t.totalInName(cells); ok {
		return !t.isPersonCalled(text, rest, cells)
	}
	labelled := cell.IsTotal(cell.Clean(cells[first]))
	for _, f := range []field{fieldMunicipalityCode, fieldMunicipalityName, fieldPositionID} {
		labelled = labelled || cell.IsTotal(cell.Clean(t.raw(cells, f)))
	}
	if !labelled || !t.doctors.namesPerson(cells) {
		return labelled
	}
	if !t.namesPlace(cells) {
		t.rowUnclear("the row is labelled as a total and names a doctor")
	}
	return false
}

// totalInName finds the label of a total where the doctor's name should be; rest is what
// stands beside it, which may be a first name.
func (t *table) totalInName(cells [][]byte) (text string, rest []string, ok bool) {
	text = cell.Clean(t.raw(cells, fieldDoctorName))
	given := ""
	if text == "" {
		text, given = cell.Clean(t.raw(cells, fieldLastName)), cell.Clean(t.raw(cells, fieldFirstName))
	}
	if !cell.IsTotal(text) {
		return "", nil, false
	}
	return text, append(cell.WithoutTotal(cell.FoldWords(text)), cell.FoldWords(given)...), true
}

// isPersonCalled reports whether a text that is the label of a total is the name of a doctor in this
// row: Li Sum. rest is the text without the label. A row of which that is not clear is a fault.
func (t *table) isPersonCalled(text string, rest []string, cells [][]byte) bool {
	residents, st := cell.ParseNumber(t.raw(cells, fieldResidents))
	known := st == cell.NumberOK
	switch {
	case len(rest) == 0, len(rest) > 4, cell.IsTotalPhrase(cell.FoldWords(text)), t.place.isPlace(rest, cells),
		known && residents > 100*longestList, t.addsUpTo(cells), !t.hasData(cells):
		return false
	case !t.namesPlace(cells):
		if known {
			t.rowUnclear("the row may be a total or a doctor's")
		}
		return known
	}
	return true
}

// isSumOfRows reports whether a row without a doctor is the sum of the rows above it.
func (t *table) isSumOfRows(cells [][]byte) bool {
	return t.addsUp && !t.doctors.namesDoctor(cells) && t.addsUpTo(cells)
}

// isNoteRow reports whether a row is a footnote: it begins as one, and holds nothing that rows
// about lists hold.
func (t *table) isNoteRow(cells [][]byte, first, filled int) bool {
	text := cell.Clean(cells[first])
	switch {
	case !cell.IsNote(text):
		return false
	case filled == 1:
		return true
	case !cell.IsNoteSurely(text):
		return !t.hasData(cells)
	}
	if right, _ := t.fitsColumns(cells); right > 0 {
		t.rowUnclear("the row begins as a note and goes on as a list")
		return false
	}
	return true
}

// isLoneData reports whether the one cell that a row has is data of a row about a list, and
// faults the row if its list is not known.
func (t *table) isLoneData(cells [][]byte, first int) bool {
	raw := cells[first]
	switch f := t.head.fields[min(first, len(t.head.fields)-1)]; f {
	case fieldHPR:
		if !t.doctors.hasDoctorsNumber(cells) {
			return false
		}
	case fieldDoctorName, fieldLastName:
		if !t.head.has(fieldPositionID) || !cell.IsCapitalisedName(cell.Clean(raw)) {
			return false
		}
	case fieldResidents, fieldListLimit, fieldAmountBasis, fieldAmountFloor, fieldAmountEqualisation, fieldAmountTotal:
		if _, st := cell.ParseNumber(raw); st != cell.NumberOK && st != cell.NumberRounded || t.head.isPanel() {
			return false
		}
		t.rowUnclear("the row has a number and nothing else, which is not the sum of the rows above")
		return true
	default:
		return false
	}
	if t.head.has(fieldPositionID) {
		t.positionMissing()
	}
	return true
}

// inOtherSeparator reports whether a lone cell is a row written with another separator than
// the file's: it has the fields of a row.
func (t *table) inOtherSeparator(raw []byte) bool {
	for _, sep := range separators {
		if sep == t.res.sep || bytes.IndexByte(raw, sep) < 0 {
			continue
		}
		parts := bytes.Split(bytes.TrimRight(raw, string(sep)+" "), []byte{sep})
		right, wrong := t.fitsColumns(parts)
		n, width := len(parts), len(t.head.names)
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
func (t *table) isSecondHeader(cells [][]byte) bool {
	if slices.ContainsFunc(cells, func(c []byte) bool { return bytes.ContainsAny(c, "0123456789") }) {
		return false // as nearly every row about a list has
	}
	own, known := 0, 0
	for i, c := range cells {
		s := cell.Clean(c)
		f := fieldByWord[cell.Fold(s)]
		switch {
		case f == fieldNone || i >= len(t.head.fields) || cell.IsVacant(cell.FoldWords(s)):
		case f == t.head.fields[i] && namingFields[f]:
			own++
			known++
		case namingFields[f] || namingFields[t.head.fields[i]]:
			known++
		}
	}
	return own > 0 || known > 1
}

// namingFields are fields whose columns never hold the words by which they are called.
var namingFields = map[field]bool{fieldMunicipalityCode: true, fieldMunicipalityName: true, fieldMonth: true, fieldDoctorName: true, fieldLastName: true, fieldFirstName: true,
	fieldHPR: true, fieldDoctorID: true, fieldPositionID: true, fieldResidents: true, fieldListLimit: true}

// hasLinesInQuotes reports whether the record just read, which goes over several lines, is rows
// that a stray quote has put into one: its first line and another have the separators of a row.
func (t *table) hasLinesInQuotes(width int) bool {
	if t.src != source(&t.rec) || width < 2 {
		return false
	}
	first, rest, _ := bytes.Cut(t.rec.record, []byte{'\n'})
	sep := []byte{t.res.sep}
	if bytes.Count(first, sep) < width-1 {
		return false
	}
	for line := range bytes.Lines(rest) {
		if bytes.Count(line, sep) >= width-1 {
			return true
		}
	}
	return false
}
