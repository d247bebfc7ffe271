package ingest

import (
	"slices"
	"strings"

	"github.com/varighet/varighet/ingest/cell"
)

// A column for the list's id may hold the doctor: "Liste" has the name or the HPR number that stands in
// the doctor's column too. The id of a list stands in the register as it is, and each change of
// doctor would be another list. Such a table is refused.

// refusePositionOfDoctor refuses a table in the first rows of which the column for the list's
// id mostly holds the doctor. Few rows are enough to see that it does not.
func (be *beginning) refusePositionOfDoctor(few []sampleRow, rows func() []sampleRow) {
	h := &be.head
	i := h.at[fieldPositionID]
	if i < 0 || i >= len(h.names) || h.side != nil {
		return
	}
	same, compared := be.listsNamedAsDoctors(i, few)
	if compared > 0 && same == 0 {
		return
	}
	if same, compared = be.listsNamedAsDoctors(i, rows()); 2*same > compared {
		be.refuse(h.line, i+1, "position-is-doctor", "column "+quoteHeader(h.names[i])+" holds the doctor, not the list",
			"take it away, or say with --map which column the lists are known by; without an id lists are followed by doctor and residents")
	}
}

// listsNamedAsDoctors counts the rows that name both a list and a doctor, and those in which
// they are the same.
func (be *beginning) listsNamedAsDoctors(column int, rows []sampleRow) (same, compared int) {
	for _, r := range rows {
		list := at(r.cells, column)
		if r.index < be.head.index+be.head.rows || list == "" {
			continue
		}
		doctors := be.keysOfDoctor(r)
		if len(doctors) == 0 {
			continue
		}
		compared++
		if key := be.persons.get([]byte(list), cell.ReadPersonCell).Key; key != "" && slices.Contains(doctors, key) {
			same++
		}
	}
	return same, compared
}

// keysOfDoctor returns the keys of a row's cells for the doctor.
func (be *beginning) keysOfDoctor(r sampleRow) (keys []string) {
	raw := func(f field) string {
		if i := be.head.at[f]; i >= 0 {
			return at(r.cells, i)
		}
		return ""
	}
	for _, text := range []string{raw(fieldHPR), raw(fieldDoctorID), raw(fieldDoctorName),
		strings.TrimSpace(raw(fieldFirstName) + " " + raw(fieldMiddleName) + " " + raw(fieldLastName))} {
		if text == "" {
			continue
		}
		p := be.persons.get([]byte(text), cell.ReadPersonCell)
		if p.Key != "" {
			keys = append(keys, p.Key)
		}
		if p.Beside != "" {
			keys = append(keys, strings.TrimLeft(p.Beside, "0"))
		}
	}
	return keys
}
