package ingest

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/varighet/varighet"
)

// A header is the row that names the columns, and what each was taken for.
type header struct {
	line   int      // line it begins on
	index  int      // records before it
	names  []string // as written, tidied
	fields []field  // one a column; fieldNone if not known
	at     [numFields]int
	score  int // distinct fields known
	titles []string
}

// The header is looked for in the first maxTitleRows rows. A row in which
// clearHeader columns are known is one beyond doubt: only the rows right below
// it can be better, as the second of a header in two rows.
const (
	maxTitleRows = 60
	clearHeader  = 4
	belowHeader  = 4
)

// headerOf takes the cells of a row for the names of columns.
func headerOf(names []string) header {
	h := header{names: names, fields: make([]field, len(names))}
	for f := range h.at {
		h.at[f] = -1
	}
	for i, n := range names {
		f := fieldOf(n)
		h.fields[i] = f
		if f != fieldNone && h.at[f] < 0 {
			h.at[f] = i
			h.score++
		}
	}
	return h
}

// fieldOf looks one header up, and if it is not known, what is left of it
// without a part in parentheses, such as "(kr)".
func fieldOf(name string) field {
	if f := fieldByWord[fold(name)]; f != fieldNone {
		return f
	}
	if i := strings.IndexByte(name, '('); i > 0 {
		return fieldByWord[fold(name[:i])]
	}
	return fieldNone
}

// findHeader looks for the separator and the header in the first bytes of a
// file: the row, under the separator, in which most columns are known. decode
// turns the bytes of a cell into text; r is scratch. ok is false if no row has two.
func findHeader(r *records, head []byte, seps []byte, decode func([]byte) string) (best header, sep byte, ok bool) {
	for _, s := range seps {
		if best.score >= clearHeader {
			break
		}
		r.reset(bytes.NewReader(head))
		r.sep = s
		var titles []string
		for i := 0; i < maxTitleRows && (best.score < clearHeader || i <= best.index+belowHeader); i++ {
			cells, line, err := r.read()
			if err != nil {
				if _, broken := err.(*quoteError); broken {
					continue
				}
				break
			}
			names := make([]string, len(cells))
			for j, c := range cells {
				names[j] = decode(c)
			}
			if h := headerOf(names); h.score > best.score {
				best, sep = h, s
				best.line, best.index, best.titles = line, i, slices.Clone(titles)
			}
			titles = append(titles, strings.Join(names, " "))
		}
	}
	return best, sep, best.score >= 2
}

// has reports whether any of the fields has a column.
func (h *header) has(fields ...field) bool {
	return slices.ContainsFunc(fields, func(f field) bool { return h.at[f] >= 0 })
}

// namesDoctors reports whether the file has doctors' names.
func (h *header) namesDoctors() bool { return h.has(fieldDoctorName, fieldLastName) }

// doctorIDKind says by what the file tells doctors apart.
func (h *header) doctorIDKind() DoctorIDKind {
	switch {
	case h.has(fieldHPR):
		return DoctorIDHPR
	case h.has(fieldDoctorID) && h.namesDoctors():
		return DoctorIDOwnNamed
	case h.has(fieldDoctorID):
		return DoctorIDOwn
	case h.namesDoctors():
		return DoctorIDName
	}
	return DoctorIDNone
}

// problems returns what keeps the file from being read: a column that is
// missing, or two for one field.
func (h *header) problems(file string) []*varighet.Problem {
	var out []*varighet.Problem
	taken := make(map[field]int)
	for i, f := range h.fields {
		if f == fieldNone || !f.used() {
			continue
		}
		if first, twice := taken[f]; twice {
			out = append(out, &varighet.Problem{File: file, Line: h.line, Column: i + 1, Code: "column-twice",
				Msg:  fmt.Sprintf("columns %d (%s) and %d (%s) are both %s", first+1, quoteHeader(h.names[first]), i+1, quoteHeader(h.names[i]), f),
				Hint: "rename or remove the one that is not meant"})
			continue
		}
		taken[f] = i
	}
	if !h.has(fieldPositionID) {
		out = append(out, h.missing(file, "the list's id (such as list_id, Avtale-ID, Liste, Hjemmel-ID)",
			"an id that stays the same from month to month is needed to follow a list", fieldPositionID))
	}
	if !h.has(fieldDoctorName, fieldLastName, fieldHPR, fieldDoctorID, fieldRole) {
		out = append(out, h.missing(file, "the doctor (a name, an HPR number or an id)",
			"a doctor or a word for a vacant list is needed in each row", fieldDoctorName, fieldHPR, fieldDoctorID))
	}
	return out
}

// missing words the fault of a column that is not there.
func (h *header) missing(file, what, why string, fields ...field) *varighet.Problem {
	var found []string
	for _, n := range h.names {
		if n != "" {
			found = append(found, quoteHeader(n))
		}
	}
	p := &varighet.Problem{File: file, Line: h.line, Code: "missing-column",
		Msg:  fmt.Sprintf("no column for %s among %s", what, strings.Join(found, ", ")),
		Hint: why}
	if guess := h.nearest(fields); guess != "" {
		p.Hint = fmt.Sprintf("is column %s meant? name it %s; %s", quoteHeader(guess), fields[0], why)
	}
	return p
}

// nearest returns the unknown header that is closest in spelling to a word for
// one of the fields, if one is within two letters and a third of the word.
func (h *header) nearest(fields []field) string {
	best, guess := 3, ""
	for i, n := range h.names {
		if f := fold(n); h.fields[i] == fieldNone && f != "" && len(f) < 64 {
			for _, want := range fields {
				for _, w := range synonyms[want].words {
					w = fold(w)
					if d := levenshtein.ComputeDistance(f, w); d < best && 3*d <= len(w) {
						best, guess = d, n
					}
				}
			}
		}
	}
	return guess
}

// quoteHeader shows a header in a message, cut to a length that can be read.
// Digits are hidden from the fifth on, should a row of data have been taken for
// the header.
func quoteHeader(name string) string {
	digits := 0
	runes := []rune(name)
	if len(runes) > 40 {
		runes = append(runes[:39], '…')
	}
	for i, r := range runes {
		if r >= '0' && r <= '9' {
			if digits++; digits > 4 {
				runes[i] = '#'
			}
		}
	}
	return `"` + string(runes) + `"`
}

// repeats reports whether a row is the header again: all its named columns
// hold their own names.
func (h *header) repeats(cells [][]byte, decode func([]byte) string) bool {
	same := 0
	for i, c := range cells {
		if i >= len(h.names) || blank(c) {
			continue
		}
		if fold(decode(c)) != fold(h.names[i]) {
			return false
		}
		same++
	}
	return same >= 2
}
