package ingest

import (
	"slices"
	"strings"
	"unicode"
)

// A column for the list's id may hold the doctor: "Liste" has the name or the HPR number that stands in
// the doctor's column too. The id of a list stands in the register as it is, and each change of
// doctor would be another list. Such a table is refused.

// refusePositionOfDoctor refuses a table in the first rows of which the column for the list's
// id mostly holds the doctor. Few rows are enough to see that it does not.
func (t *table) refusePositionOfDoctor(few []sampleRow, rows func() []sampleRow) {
	h := &t.head
	i := h.at[fieldPositionID]
	if i < 0 || i >= len(h.names) || h.side != nil {
		return
	}
	same, compared := t.listsNamedAsDoctors(i, few)
	if compared > 0 && same == 0 {
		return
	}
	if same, compared = t.listsNamedAsDoctors(i, rows()); 2*same > compared {
		t.refuse(h.line, i+1, "position-is-doctor", "column "+quoteHeader(h.names[i])+" holds the doctor, not the list",
			"take it away, or say with --map which column the lists are known by; without an id lists are followed by doctor and residents")
	}
}

// listsNamedAsDoctors counts the rows that name both a list and a doctor, and those in which
// they are the same.
func (t *table) listsNamedAsDoctors(column int, rows []sampleRow) (same, compared int) {
	for _, r := range rows {
		list := at(r.cells, column)
		if r.index < t.head.index+t.head.rows || list == "" {
			continue
		}
		doctors := t.keysOfDoctor(r)
		if len(doctors) == 0 {
			continue
		}
		compared++
		if key := t.persons.get([]byte(list), readPersonCell).key; key != "" && slices.Contains(doctors, key) {
			same++
		}
	}
	return same, compared
}

// keysOfDoctor returns the keys of a row's cells for the doctor.
func (t *table) keysOfDoctor(r sampleRow) (keys []string) {
	cell := func(f field) string {
		if i := t.head.at[f]; i >= 0 {
			return at(r.cells, i)
		}
		return ""
	}
	for _, text := range []string{cell(fieldHPR), cell(fieldDoctorID), cell(fieldDoctorName),
		strings.TrimSpace(cell(fieldFirstName) + " " + cell(fieldMiddleName) + " " + cell(fieldLastName))} {
		if text == "" {
			continue
		}
		p := t.persons.get([]byte(text), readPersonCell)
		if p.key != "" {
			keys = append(keys, p.key)
		}
		if p.beside != "" {
			keys = append(keys, strings.TrimLeft(p.beside, "0"))
		}
	}
	return keys
}

// A personCell is what a cell that may hold the doctor says of who that is.
type personCell struct {
	key    string // the number or the name; see personKey
	beside string // the number beside a name
}

// readPersonCell reads a cell for a list or a doctor.
func readPersonCell(cell []byte) personCell {
	n := readName(cell)
	return personCell{key: personKey(string(cell), n), beside: n.number}
}

// personKey is the HPR number or the name that a text is, in a form that can be compared, and ""
// for any other text, such as an id of a source's own. n is the text read as a name.
func personKey(text string, n nameCell) string {
	if digits, said, ok := numberOfHPR(text); ok {
		if said || len(digits) == lengthHPR {
			return digits
		}
		return ""
	}
	key := nameKey(n.display)
	isLong := func(w string) bool { return len([]rune(w)) > 2 && !isIDWord(w) }
	if n.kind != nameHolder || strings.ContainsFunc(key, unicode.IsDigit) || !slices.ContainsFunc(strings.Fields(key), isLong) {
		return ""
	}
	return key
}
