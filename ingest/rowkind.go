package ingest

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
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
		if i >= len(cells) || t.head.at[f] != i || blank(cells[i]) {
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
func (t *table) fitsColumn(f field, cell []byte) (fits, typed bool) {
	switch f {
	case fieldMonth:
		return readMonthCell(cell).ok, t.head.at[fieldYear] < 0
	case fieldMunicipalityCode:
		return readCode(cell).code != "", true
	case fieldMunicipalityName:
		return t.name != "" && fold(clean(cell)) == fold(t.name), false
	case fieldHPR:
		c := readHPR(cell)
		return c.id != "" && !c.bad, c.bad
	case fieldPositionID:
		s := clean(cell)
		return strings.ContainsAny(s, "0123456789") && !strings.Contains(s, " "), false
	case fieldResidents, fieldListLimit, fieldAmountBasis, fieldAmountFloor, fieldAmountEqualisation, fieldAmountTotal:
		_, st := parseNumber(cell)
		return st != numberBad && st != numberMissing, st == numberBad
	case fieldAgreementStart, fieldAgreementEnd:
		return readDay(cell).ok, false
	}
	return false, false
}

// isAsFullAsOthers reports whether a row has something in every column that has a name.
func (t *table) isAsFullAsOthers(cells [][]byte) bool {
	for i, name := range t.head.names {
		if name != "" && (i >= len(cells) || blank(cells[i])) {
			return false
		}
	}
	return true
}

// hasData reports whether a row holds what rows about lists hold, where a row holds a label.
func (t *table) hasData(cells [][]byte) bool {
	right, wrong := t.fitsColumns(cells)
	return right > 0 && wrong == 0 || t.isAsFullAsOthers(cells)
}

// namesPlace reports whether a row has something in a column for the municipality that is no
// label, or the table has no such columns.
func (t *table) namesPlace(cells [][]byte) bool {
	if !t.head.has(fieldMunicipalityCode, fieldMunicipalityName) {
		return true
	}
	return slices.ContainsFunc([]field{fieldMunicipalityCode, fieldMunicipalityName}, func(f field) bool {
		c := t.cell(cells, f)
		return !blank(c) && !isTotal(clean(c))
	})
}

// isTotalRow reports whether a row is a sum: a label for one stands first or where the
// municipality, the doctor or the list should be, and no doctor has the row.
func (t *table) isTotalRow(cells [][]byte, first int) bool {
	if t.hasDoctorsNumber(cells) {
		return false
	}
	if text, rest, ok := t.totalInName(cells); ok {
		return !t.isPersonCalled(text, rest, cells)
	}
	labelled := isTotal(clean(cells[first]))
	for _, f := range []field{fieldMunicipalityCode, fieldMunicipalityName, fieldPositionID} {
		labelled = labelled || isTotal(clean(t.cell(cells, f)))
	}
	if !labelled || !t.namesPerson(cells) {
		return labelled
	}
	if !t.namesPlace(cells) {
		t.rowUnclear("the row is labelled as a total and names a doctor")
	}
	return false
}

// rowUnclear faults a row that may be about a list or not.
func (t *table) rowUnclear(msg string) {
	t.fault(0, "row-unclear", msg, "fill in the row as the others are, if it is about a list; a total is known by words such as Sum, a note by Merk: or * and nothing beside it")
}

// hasDoctorsNumber reports whether a doctor's number stands in the row. In a row of totals the
// column may hold how many doctors there are.
func (t *table) hasDoctorsNumber(cells [][]byte) bool {
	c := t.cell(cells, fieldHPR)
	return len(c) >= 5 && !blank(c) && len(readHPR(c).id) >= 5
}

// namesPerson reports whether the row names a doctor in letters.
func (t *table) namesPerson(cells [][]byte) bool {
	n := t.nameOf(cells)
	return n.kind == nameHolder && !strings.ContainsAny(n.key, "0123456789") && strings.ContainsFunc(n.key, unicode.IsLetter)
}

// totalInName finds the label of a total where the doctor's name should be; rest is what
// stands beside it, which may be a first name.
func (t *table) totalInName(cells [][]byte) (text string, rest []string, ok bool) {
	text = clean(t.cell(cells, fieldDoctorName))
	given := ""
	if text == "" {
		text, given = clean(t.cell(cells, fieldLastName)), clean(t.cell(cells, fieldFirstName))
	}
	if !isTotal(text) {
		return "", nil, false
	}
	return text, append(withoutTotal(foldWords(text)), foldWords(given)...), true
}

// isPersonCalled reports whether a text that is the label of a total is the name of a doctor in this
// row: Li Sum. rest is the text without the label. A row of which that is not clear is a fault.
func (t *table) isPersonCalled(text string, rest []string, cells [][]byte) bool {
	residents, st := parseNumber(t.cell(cells, fieldResidents))
	known := st == numberOK
	switch {
	case len(rest) == 0, len(rest) > 4, isTotalPhrase(foldWords(text)), t.isPlace(rest, cells),
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

// checkTotal faults a row about a list whose doctor is called as a total is: "Sum Oslo" in Oslo.
func (t *table) checkTotal(n *nameCell, cells [][]byte) {
	words := foldWords(n.display)
	if isTotalPhrase(words) || t.isPlace(withoutTotal(words), cells) {
		t.rowUnclear("the row has a list's id, and the label of a total for the doctor")
	}
}

// isPlace reports whether the words beside the label of a total say what it is of.
func (t *table) isPlace(words []string, cells [][]byte) bool {
	for len(words) > 1 && ofWords[words[0]] {
		words = words[1:] // "Sum for Oslo"
	}
	if slices.ContainsFunc(words, func(w string) bool { return placeWords[w] || isListWord(w) || isDigits(w) }) {
		return true
	}
	text := strings.Join(words, "")
	for _, name := range []string{readMunicipalityName(t.cell(cells, fieldMunicipalityName)).name, readCode(t.cell(cells, fieldMunicipalityCode)).name, t.name} {
		if name != "" && fold(name) == text {
			return true
		}
	}
	return t.places != nil && t.places.knowsName(strings.Join(words, " "))
}

var ofWords = wordSet("for", "i", "av", "per", "pr", "of", "in")

// placeWords say what a total is of.
var placeWords = wordSet("kommune", "kommunen", "kommuner", "kommunar", "fylke", "fylket", "fylker", "region", "regionen", "bydel", "bydelen", "sone", "legesenter",
	"legekontor", "kontor", "landet", "norge", "noreg", "alle", "lister", "leger", "legar", "fastleger", "fastlegar", "hjemler", "heimlar", "innbyggere", "innbyggarar",
	"listeinnbyggere", "listeinnbyggarar", "tilskudd", "tilskot", "basistilskudd", "basistilskot", "beløp", "kr", "antall", "tal", "hele", "heile",
	"month", "all", "norway", "county", "municipality")

// isSumOfRows reports whether a row without a doctor is the sum of the rows above it.
func (t *table) isSumOfRows(cells [][]byte) bool {
	return t.addsUp && !t.namesDoctor(cells) && t.addsUpTo(cells)
}

// isNoteRow reports whether a row is a footnote: it begins as one, and holds nothing that rows
// about lists hold.
func (t *table) isNoteRow(cells [][]byte, first, filled int) bool {
	text := clean(cells[first])
	switch {
	case !isNote(text):
		return false
	case filled == 1:
		return true
	case !isNoteSurely(text):
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
	cell := cells[first]
	switch f := t.head.fields[min(first, len(t.head.fields)-1)]; f {
	case fieldHPR:
		if !t.hasDoctorsNumber(cells) {
			return false
		}
	case fieldDoctorName, fieldLastName:
		if !t.head.has(fieldPositionID) || !isCapitalisedName(clean(cell)) {
			return false
		}
	case fieldResidents, fieldListLimit, fieldAmountBasis, fieldAmountFloor, fieldAmountEqualisation, fieldAmountTotal:
		if _, st := parseNumber(cell); st != numberOK && st != numberRounded || t.head.isPanel() {
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

// positionMissing faults a row that has no id for its list.
func (t *table) positionMissing() {
	t.fault(t.column(fieldPositionID), "position-missing", "the row has no id for its list",
		"each row needs the list's id; rows with totals or notes are known by words such as Sum and Merk")
}

// isCapitalisedName reports whether a text is written as a person's name: two to five words, each with a
// capital, no digits.
func isCapitalisedName(s string) bool {
	n := readName([]byte(s))
	words := strings.FieldsFunc(s, isNoNameRune)
	return n.kind == nameHolder && len(words) >= 2 && len(words) <= 5 && !strings.ContainsAny(s, "0123456789:") && !strings.HasSuffix(s, ".") &&
		!slices.ContainsFunc(words, func(w string) bool { return isLower(w) && len(w) > 3 })
}

// inOtherSeparator reports whether a lone cell is a row written with another separator than
// the file's: it has the fields of a row.
func (t *table) inOtherSeparator(cell []byte) bool {
	for _, sep := range separators {
		if sep == t.res.sep || bytes.IndexByte(cell, sep) < 0 {
			continue
		}
		parts := bytes.Split(bytes.TrimRight(cell, string(sep)+" "), []byte{sep})
		right, wrong := t.fitsColumns(parts)
		n, width := len(parts), len(t.head.names)
		if 2*n > width && n <= width && n > 1 && right > 0 && wrong == 0 {
			return true
		}
		values := 0
		for _, p := range parts {
			if isValue(clean(p)) {
				values++
			}
		}
		if n >= 3 && values > 0 && (sep != ',' || values > 1 && 2*n > width && !isNote(clean(cell)) && !isWordsAndDigits(clean(parts[0]))) {
			return true
		}
	}
	return false
}

// isValue reports whether a field is a number, a code, a date or an id, and no part of a sentence.
func isValue(s string) bool {
	return strings.ContainsAny(s, "0123456789") && !strings.Contains(strings.Trim(s, " "), " ") && len(s) <= 12
}

// isWordsAndDigits reports whether a text begins a sentence with a number in it.
func isWordsAndDigits(s string) bool {
	return strings.Contains(s, " ") && strings.ContainsAny(s, "0123456789")
}

// isSecondHeader reports whether a row names columns that are not those of the table.
func (t *table) isSecondHeader(cells [][]byte) bool {
	if slices.ContainsFunc(cells, func(c []byte) bool { return bytes.ContainsAny(c, "0123456789") }) {
		return false // as nearly every row about a list has
	}
	own, known := 0, 0
	for i, c := range cells {
		s := clean(c)
		f := fieldByWord[fold(s)]
		switch {
		case f == fieldNone || i >= len(t.head.fields) || isVacant(foldWords(s)):
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

// labelledPlace reports whether the label of a total stands where the municipality should be.
func (t *table) labelledPlace(cells [][]byte) bool {
	code, name := t.cell(cells, fieldMunicipalityCode), t.cell(cells, fieldMunicipalityName)
	return len(code) > 0 && t.codes.get(code, readCode).label || len(name) > 0 && t.names.get(name, readMunicipalityName).label
}

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

// faultCutName faults a row that has a field too many, under no header, since a comma in the
// doctor's name was taken for a separator: Berg, Anna.
func (t *table) faultCutName(cells [][]byte) {
	i := t.head.at[fieldDoctorName]
	if t.res.sep != ',' || i < 0 || i+1 >= len(cells) || !bytes.HasPrefix(cells[i+1], []byte(" ")) {
		return
	}
	if name, next := clean(cells[i]), clean(cells[i+1]); isCapitalisedName(name+" "+next) && !strings.ContainsAny(next, "0123456789") {
		t.fault(i+2, "ragged", "the doctor's name holds the separator, and the fields after it are in the columns of others",
			"put a field that holds the separator in double quotes")
	}
}
