package ingest

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/agnivade/levenshtein"
	"github.com/varighet/varighet"
)

// A header is the row that names the columns, or the two rows that do so
// together, and what each column was taken for.
type header struct {
	line   int        // line it begins on
	index  int        // records before it
	rows   int        // records it takes, 1 or 2
	names  []string   // as written, tidied; those of two rows joined by a blank
	parts  [][]string // the names in each of its rows
	fields []field    // one a column; fieldNone if not known
	months []varighet.Opt[varighet.Month]
	at     [numFields]int
	score  int // distinct fields known, and more for a column a month
	titles []string

	month varighet.Opt[varighet.Month] // where one column says it for all, as in Listelengde per 1.11.2019
	panel []panelMonth                 // not empty: a column, or several, for each month
	bare  []int                        // columns that are named after a month and nothing else

	calendar []time.Month // of each column named after a month without a year; 0 for the others
	yearless bool         // such columns make a panel, once its year is known
}

// The header is looked for in the first maxTitleRows rows. A row in which
// clearHeader columns are known is one beyond doubt: only the rows right below
// it can be better, as the second of a header in two rows.
const (
	maxTitleRows = 60
	clearHeader  = 4
	belowHeader  = 4
)

// A columnName is what the name of a column says.
type columnName struct {
	field    field
	month    varighet.Opt[varighet.Month]
	calendar time.Month // of a month without a year
}

func (c columnName) known() bool { return c.field != fieldNone || c.month.OK || c.calendar > 0 }

// columnNames reads the names of columns, and remembers them: the files of a run
// mostly have the same.
type columnNames struct {
	layout *Layout
	seen   map[string]columnName
}

// maxNames bounds what columnNames remembers. Rows of data are looked at too.
const maxNames = 4096

// of reads the name of a column: a word for a field, perhaps with a month
// ("Listelengde per 1.11.2019"), or a month alone, with or without its year.
func (c *columnNames) of(name string) columnName {
	if is, known := c.seen[name]; known {
		return is
	}
	if len(c.seen) >= maxNames || c.seen == nil {
		c.seen = map[string]columnName{}
	}
	is := c.read(name)
	c.seen[name] = is
	return is
}

func (c *columnNames) read(name string) columnName {
	if f, ok := c.layout.fieldOf(name); ok {
		return columnName{field: f}
	}
	if f := fieldOf(name); f != fieldNone {
		return columnName{field: f}
	}
	if !strings.ContainsAny(name, "0123456789") {
		return columnName{calendar: time.Month(monthNames[fold(name)])}
	}
	if m, ok := parseMonth(withoutFootnote(name)); ok {
		return columnName{month: varighet.Some(m)}
	}
	rest := withoutMonth(name)
	if rest == "" {
		return columnName{}
	}
	ms := findMonths(name)
	if len(ms) != 1 {
		return columnName{}
	}
	f, ok := c.layout.fieldOf(rest)
	if !ok {
		f = fieldOf(rest)
	}
	if f == fieldNone || f == fieldAgreementStart || f == fieldAgreementEnd {
		return columnName{}
	}
	return columnName{field: f, month: varighet.Some(ms[0])}
}

// withoutMonth drops figures, names of months and the little words around them.
func withoutMonth(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) })
	words = slices.DeleteFunc(words, func(w string) bool {
		f := fold(w)
		return monthNames[f] > 0 || f == "per" || f == "pr" || f == "i" || f == "for" || f == "den" || f == "m" || f == "fra"
	})
	return strings.Join(words, " ")
}

// fieldOf looks one header up, and if it is not known, what is left of it
// without a part in parentheses, the sign of a footnote, or the currency.
func fieldOf(name string) field {
	if f := fieldByWord[fold(name)]; f != fieldNone {
		return f
	}
	if i := strings.IndexByte(name, '('); i > 0 {
		if f := fieldByWord[fold(name[:i])]; f != fieldNone {
			return f
		}
	}
	if s := withoutFootnote(name); s != name {
		if f := fieldByWord[fold(s)]; f != fieldNone {
			return f
		}
	}
	words := foldWords(name)
	for n := len(words); n > 1 && slices.Contains([]string{"kr", "nok", "kroner", "i"}, words[n-1]); n-- {
		if f := fieldByWord[strings.Join(words[:n-1], "")]; f != fieldNone {
			return f
		}
	}
	return fieldNone
}

// headerOf takes the cells of a row for the names of columns.
func headerOf(names []string, known *columnNames) header {
	cols := make([]columnName, len(names))
	for i, n := range names {
		cols[i] = known.of(n)
	}
	return newHeader(names, cols, [][]string{names})
}

// headerOfTwo takes two rows together for the names of columns: "Tilskudd" above
// "Basis", "Grunn" and "Sum", or "2019" above the names of months. A cell that was
// merged over several columns has its text in the first of them only, so it
// counts for the blank ones after it.
func headerOfTwo(upper, lower []string, known *columnNames) (header, bool) {
	filled := 0
	for _, s := range upper {
		if s != "" {
			filled++
		}
	}
	if filled < 2 {
		return header{}, false
	}
	n := max(len(upper), len(lower))
	names, cols := make([]string, n), make([]columnName, n)
	over := ""
	for i := range n {
		a, b := at(upper, i), at(lower, i)
		if a != "" {
			over = a
		}
		switch {
		case b == "":
			names[i], cols[i] = a, known.of(a)
			continue
		case over == "":
			names[i], cols[i] = b, known.of(b)
			continue
		}
		names[i] = strings.TrimSpace(a + " " + b)
		for _, try := range []string{over + " " + b, b + " " + over, b} {
			if c := known.of(try); c.known() {
				names[i], cols[i] = try, c
				break
			}
		}
	}
	h := newHeader(names, cols, [][]string{upper, lower})
	h.rows = 2
	return h, true
}

func at(cells []string, i int) string {
	if i < len(cells) {
		return cells[i]
	}
	return ""
}

func newHeader(names []string, cols []columnName, parts [][]string) header {
	h := header{names: names, parts: parts, rows: 1}
	h.fields, h.months = make([]field, len(names)), make([]varighet.Opt[varighet.Month], len(names))
	h.calendar = make([]time.Month, len(names))
	for f := range h.at {
		h.at[f] = -1
	}
	for i, c := range cols {
		h.fields[i], h.months[i], h.calendar[i] = c.field, c.month, c.calendar
	}
	h.settle()
	for i, f := range h.fields {
		if f != fieldNone && h.at[f] < 0 {
			h.at[f] = i
			h.score++
		}
	}
	h.findPanel()
	return h
}

// settle decides between words that mean different things in different company:
// beside a column for the doctor, "GP" is the group practice of the old search page.
func (h *header) settle() {
	named := slices.ContainsFunc(h.names, func(n string) bool { f := fold(n); return f == "fastlege" || f == "lege" })
	for i, n := range h.names {
		if named && fold(n) == "gp" && h.fields[i] == fieldDoctorName {
			h.fields[i] = fieldGroupPractice
		}
	}
}

// findHeader looks for the header in the first rows of a table under each
// separator: the row, or the pair of rows, in which most columns are known. ok is
// false if no row has two.
func findHeader(sample sampler, seps []byte, known *columnNames) (best header, sep byte, ok bool) {
	for _, s := range seps {
		if best.score >= clearHeader {
			break
		}
		const few = belowHeader + 4 // most headers are in the first rows
		h, sure := headerAmong(sample.first(s, few), known)
		if !sure {
			h, _ = headerAmong(sample.first(s, maxTitleRows+1), known)
		}
		if h.score > best.score {
			best, sep = h, s
		}
	}
	return best, sep, best.score >= 2
}

// headerAmong returns the best header among rows; sure says that no later row
// would be better.
func headerAmong(rows []sampleRow, known *columnNames) (best header, sure bool) {
	var below header // the row after the one that is looked at
	for i, r := range rows {
		if best.score >= clearHeader && r.index > best.index+belowHeader {
			return best, true
		}
		h := below
		if i == 0 {
			h = headerOf(r.cells, known)
		}
		if i+1 < len(rows) {
			below = headerOf(rows[i+1].cells, known)
		}
		if lay := known.layout; lay != nil && lay.HeaderRow > 0 && r.line != lay.HeaderRow {
			continue
		}
		if i+1 < len(rows) && rows[i+1].index == r.index+1 {
			if below.mayBeSecondRow() {
				if two, ok := headerOfTwo(r.cells, rows[i+1].cells, known); ok && two.score > max(h.score, below.score) {
					h = two
				}
			}
		}
		if h.score <= best.score {
			continue
		}
		best = h
		best.line, best.index = r.line, r.index
		for _, above := range rows[:i] {
			best.titles = append(best.titles, strings.Join(above.cells, " "))
		}
	}
	return best, false
}

// mayBeSecondRow reports whether a row can be the lower one of a header in two:
// rows of data are not tried, which takes long.
func (h *header) mayBeSecondRow() bool {
	return h.score > 0 || slices.ContainsFunc(h.names, isPartOfName) ||
		slices.ContainsFunc(h.months, func(m varighet.Opt[varighet.Month]) bool { return m.OK })
}

// isPartOfName reports whether a cell can be the second half of a column's name.
func isPartOfName(cell string) bool {
	switch f := fold(cell); f {
	case "":
		return false
	case "nr", "nummer", "navn", "namn", "kode", "id", "tak", "fast":
		return true
	default:
		return monthNames[f] > 0
	}
}

// has reports whether any of the fields has a column.
func (h *header) has(fields ...field) bool {
	return slices.ContainsFunc(fields, func(f field) bool { return h.at[f] >= 0 })
}

// gives reports whether any of the fields has a column, or one a month.
func (h *header) gives(fields ...field) bool {
	return h.has(fields...) || slices.ContainsFunc(h.panel, func(p panelMonth) bool {
		return slices.ContainsFunc(fields, func(f field) bool { return p.at[f] >= 0 })
	})
}

// namesDoctors reports whether the file has doctors' names.
func (h *header) namesDoctors() bool { return h.gives(fieldDoctorName, fieldLastName) }

// doctorIDKind says by what the file tells doctors apart.
func (h *header) doctorIDKind() DoctorIDKind {
	switch {
	case h.gives(fieldHPR):
		return DoctorIDHPR
	case h.gives(fieldDoctorID) && h.namesDoctors():
		return DoctorIDOwnNamed
	case h.gives(fieldDoctorID):
		return DoctorIDOwn
	case h.namesDoctors():
		return DoctorIDName
	}
	return DoctorIDNone
}

// problems tells of what keeps the file from being read: a column that is
// missing, or two for one field.
func (h *header) problems(f *fileResult) {
	taken := make(map[columnName]int)
	for i, fld := range h.fields {
		key := columnName{field: fld, month: h.months[i]}
		if fld == fieldNone && slices.Contains(h.bare, i) {
			key = columnName{month: h.months[i]}
		} else if fld == fieldNone || !fld.used() {
			continue
		}
		if first, twice := taken[key]; twice {
			what := fld.String()
			if fld == fieldNone {
				what = key.month.V.String()
			}
			f.refuse(h.line, i+1, "column-twice",
				fmt.Sprintf("columns %d (%s) and %d (%s) are both %s", first+1, quoteHeader(h.names[first]), i+1, quoteHeader(h.names[i]), what),
				"rename or remove the one that is not meant")
			continue
		}
		taken[key] = i
	}
	if !h.gives(fieldPositionID) && h.nearest([]field{fieldPositionID}) >= 0 { // with none at all it is derived
		h.missing(f, "the list's id (such as list_id, Avtale-ID, Liste, Hjemmel-ID)",
			"without an id lists are followed by doctor and residents: rename the column if no id is meant", fieldPositionID)
	}
	if !h.gives(fieldDoctorName, fieldLastName, fieldHPR, fieldDoctorID, fieldRole) {
		h.missing(f, "the doctor (a name, an HPR number or an id)",
			"a doctor or a word for a vacant list is needed in each row", fieldDoctorName, fieldHPR, fieldDoctorID)
	}
}

// missing words the fault of a column that is not there.
func (h *header) missing(f *fileResult, what, why string, fields ...field) {
	var found []string
	for _, n := range h.names {
		if n != "" {
			found = append(found, quoteHeader(n))
		}
	}
	hint := why
	if i := h.nearest(fields); i >= 0 {
		hint = fmt.Sprintf("is column %s meant? name it %s, or say --map %q; %s", quoteHeader(h.names[i]), fields[0],
			strings.Trim(quoteHeader(h.names[i]), `"`)+"="+fields[0].String(), why)
	}
	f.refuse(h.line, 0, "missing-column", fmt.Sprintf("no column for %s among %s", what, strings.Join(found, ", ")), hint)
}

// nearest returns the unknown column that is closest in spelling to a word for
// one of the fields, if one is within two letters and a third of the word; else -1.
func (h *header) nearest(fields []field) int {
	best, guess := 3, -1
	for i, n := range h.names {
		if f := fold(n); h.fields[i] == fieldNone && f != "" && len(f) < 64 {
			for _, want := range fields {
				for _, w := range synonyms[want].words {
					w = fold(w)
					if d := levenshtein.ComputeDistance(f, w); d < best && 3*d <= len(w) {
						best, guess = d, i
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

// repeats reports whether a row is the header again, or one of its two rows:
// all its named columns hold their own names.
func (h *header) repeats(cells [][]byte, decode func([]byte) string) bool {
	return slices.ContainsFunc(h.parts, func(names []string) bool { return sameNames(names, cells, decode) })
}

func sameNames(names []string, cells [][]byte, decode func([]byte) string) bool {
	same := 0
	for i, c := range cells {
		if blank(c) {
			continue
		}
		if i >= len(names) || fold(decode(c)) != fold(names[i]) {
			return false
		}
		same++
	}
	return same >= 2
}
