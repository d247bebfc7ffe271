package ingest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/agnivade/levenshtein"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

// A header is the row that names the columns, or the two or three rows that do so
// together, and what each column was taken for.
type header struct {
	line   int        // line it begins on
	index  int        // records before it
	rows   int        // records it takes
	names  []string   // as written, tidied; those of several rows joined by a blank
	parts  [][]string // the names in each of its rows
	fields []field    // one a column; fieldNone if not known
	months []varighet.Opt[varighet.Month]
	at     ownColumns
	score  int // distinct fields known, and more for a column a month
	titles []string

	month varighet.Opt[varighet.Month] // where one column says it for all, as in Listelengde per 1.11.2019
	panel []panelMonth                 // not empty: a column, or several, for each month
	bare  []int                        // columns that are named after a month and nothing else

	calendar []time.Month // of each column named after a month without a year; 0 for the others
	yearless bool         // such columns make a panel, once its year is known

	unsettled []int                        // columns named 2019.1, of which the others do not tell which month it is
	order     varighet.Opt[cell.DateOrder] // of columns named so
	unordered []int                        // columns named 11/1/2019, of which nothing tells whether the day or the month comes first

	guesses map[int]guess // of what columns are that are not known, where the doctor has none

	side *sideways // the panel lies on its side: a row for each month
}

// The header is looked for in the first maxTitleRows rows. A row in which
// clearHeader columns are known is one beyond doubt: only the rows right below
// it can be better, as the last of a header in several rows.
const (
	maxTitleRows  = 60
	maxHeaderRows = 3
	clearHeader   = 4
	belowHeader   = 4
)

// A columnName is what the name of a column says.
type columnName struct {
	field    field
	month    varighet.Opt[varighet.Month]
	calendar time.Month        // of a month without a year
	tenth    int               // year of a month that is the first or the tenth; 0 for none
	written  *cell.WrittenDate // a date in an order that the name alone does not tell; nil for none
}

func (c columnName) known() bool {
	return c.field != fieldNone || c.month.OK || c.calendar > 0 || c.tenth > 0 || c.written != nil
}

// columnNames reads the names of columns, and remembers them: the files of a run
// mostly have the same.
type columnNames struct {
	layout *Layout
	seen   map[string]columnName
	tables map[*Layout]*columnNames // for tables of which the layout says more
}

// among returns what reads the names of columns in a table with these headers.
func (c *columnNames) among(headers []string) *columnNames {
	l := c.layout.of(headers)
	if l == c.layout {
		return c
	}
	if c.tables == nil {
		c.tables = map[*Layout]*columnNames{}
	}
	if c.tables[l] == nil {
		c.tables[l] = &columnNames{layout: l}
	}
	return c.tables[l]
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
		return columnName{calendar: time.Month(cell.MonthNames[cell.Fold(name)])}
	}
	if w := cell.ReadWritten(cell.WithoutFootnote(name)); w.Ordered && w.IsDate() {
		return columnName{written: &w}
	} else if d, ok := w.Known(cell.NoOrder); ok {
		return columnName{month: varighet.Some(d.MonthOf())}
	}
	if year, ok := cell.LostZero(name); ok {
		return columnName{tenth: year}
	}
	rest := cell.WithoutMonth(name)
	if rest == "" {
		return columnName{}
	}
	ms := cell.FindMonths(name, c.layout.order())
	_, _, unclear := cell.UnclearDate(name)
	if len(ms) != 1 && !unclear {
		return columnName{}
	}
	f, ok := c.layout.fieldOf(rest)
	if !ok {
		f = fieldOf(rest)
	}
	if f == fieldNone || f == fieldAgreementStart || f == fieldAgreementEnd {
		return columnName{}
	}
	if len(ms) != 1 {
		return columnName{field: f}
	}
	return columnName{field: f, month: varighet.Some(ms[0])}
}

// fieldOf looks one header up, and if it is not known, what is left of it
// without a part in parentheses, the sign of a footnote, or the currency.
func fieldOf(name string) field {
	if f := fieldByWord[cell.Fold(name)]; f != fieldNone {
		return f
	}
	if i := strings.IndexByte(name, '('); i > 0 {
		if f := fieldByWord[cell.Fold(name[:i])]; f != fieldNone {
			return f
		}
	}
	if s := cell.WithoutFootnote(name); s != name {
		if f := fieldByWord[cell.Fold(s)]; f != fieldNone {
			return f
		}
	}
	words := cell.FoldWords(name)
	for n := len(words); n > 1 && slices.Contains([]string{"kr", "nok", "kroner", "i"}, words[n-1]); n-- {
		if f := fieldByWord[strings.Join(words[:n-1], "")]; f != fieldNone {
			return f
		}
	}
	return fieldNone
}

// headerOf takes the cells of a row for the names of columns.
func headerOf(names []string, known *columnNames) header {
	known = known.among(names)
	cols := make([]columnName, len(names))
	for i, n := range names {
		cols[i] = known.of(n)
	}
	return newHeader(names, cols, [][]string{names}, known.layout.order())
}

// headerOfRows takes two or three rows together for the names of columns: "Tilskudd"
// above "Basis", "Grunn" and "Sum", or "2019" above the names of months, and these above
// "Lege" and "Listelengde". A cell that was merged over several columns has its text in
// the first of them only, so it counts for the blank ones after it, as far as the cell
// above it goes. ok is false if a row above the last is a title, or the rows begin with
// months: those of a panel on its side.
func headerOfRows(levels [][]string, known *columnNames) (h header, ok bool) {
	if h, ok = headerOfLevels(levels, known); ok {
		if own := known.among(h.names); own != known {
			return headerOfLevels(levels, own)
		}
	}
	return h, ok
}

func headerOfLevels(levels [][]string, known *columnNames) (h header, ok bool) {
	n, last := 0, len(levels)-1
	for k, row := range levels {
		lone, filled := filledCells(row)
		aloneOnTop := k == 0 && last > 1 && at(row, 0) == "" && cell.IsYearOrMonth(lone)
		if k < last && filled < 2 && !aloneOnTop || last > 1 && cell.IsYearOrMonth(at(row, 0)) {
			return h, false
		}
		n = max(n, len(row))
	}
	names, cols := make([]string, n), make([]columnName, n)
	over := make([]string, last)
	for i := range n {
		low := -1
		var own []string
		for k, row := range levels {
			s := at(row, i)
			if s == "" {
				continue
			}
			low, own = k, append(own, s)
			if k < last {
				over[k] = s
				clear(over[k+1:])
			}
		}
		if low < 0 {
			continue
		}
		name := own[len(own)-1]
		above := slices.DeleteFunc(slices.Clone(over[:low]), func(s string) bool { return s == "" })
		if len(above) == 0 {
			names[i], cols[i] = name, known.of(name)
			continue
		}
		names[i] = strings.Join(own, " ")
		for _, try := range namesBelow(above, name) {
			if c := known.of(try); c.known() {
				names[i], cols[i] = try, c
				break
			}
		}
	}
	h = newHeader(names, cols, levels, known.layout.order())
	h.rows = len(levels)
	return h, true
}

// namesBelow are the names that a column may have under the cells above it, the fullest first.
func namesBelow(above []string, name string) []string {
	var tries []string
	for from := range above {
		both := append(slices.Clone(above[from:]), name)
		tries = append(tries, strings.Join(both, " "))
		if len(both) > 2 {
			tries = append(tries, both[1]+" "+both[0]+" "+name, name+" "+both[1]+" "+both[0])
		}
		slices.Reverse(both)
		tries = append(tries, strings.Join(both, " "))
	}
	if len(above) > 1 {
		tries = append(tries, above[0]+" "+name, name+" "+above[0])
	}
	return append(tries, name)
}

func at(cells []string, i int) string {
	if i < len(cells) {
		return cells[i]
	}
	return ""
}

func newHeader(names []string, cols []columnName, parts [][]string, order varighet.Opt[cell.DateOrder]) header {
	h := header{names: names, parts: parts, rows: 1, at: noColumns()}
	h.fields, h.months = make([]field, len(names)), make([]varighet.Opt[varighet.Month], len(names))
	h.calendar = make([]time.Month, len(names))
	for i, c := range cols {
		h.fields[i], h.months[i], h.calendar[i] = c.field, c.month, c.calendar
	}
	h.settleTenths(cols)
	h.settleOrder(cols, order)
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

// settleTenths finds the months of columns called 2019.1.
func (h *header) settleTenths(cols []columnName) {
	if !slices.ContainsFunc(cols, func(c columnName) bool { return c.tenth > 0 }) {
		return
	}
	bare, years := make([]varighet.Opt[varighet.Month], len(cols)), make([]int, len(cols))
	for i, c := range cols {
		if years[i] = c.tenth; c.field == fieldNone {
			bare[i] = c.month
		}
	}
	settleTenths(bare, years)
	for i, c := range cols {
		if c.tenth > 0 {
			if h.months[i] = bare[i]; !bare[i].OK {
				h.unsettled = append(h.unsettled, i)
			}
		}
	}
}

// settleOrder finds the months of columns called 11/1/2019, 12/1/2019, in an order that is given, or
// else in the one that they tell together.
func (h *header) settleOrder(cols []columnName, order varighet.Opt[cell.DateOrder]) {
	var dates []cell.WrittenDate
	for _, c := range cols {
		if c.written != nil {
			dates = append(dates, *c.written)
		}
	}
	if len(dates) == 0 {
		return
	}
	if !order.OK {
		order.V, order.OK = cell.DecideOrder(dates, nil)
	}
	h.order = order
	for i, c := range cols {
		if c.written == nil {
			continue
		}
		if d, ok := c.written.Known(order); ok && order.OK {
			h.months[i] = varighet.Some(d.MonthOf())
		} else {
			h.unordered = append(h.unordered, i)
		}
	}
}

// settle decides between words that mean different things in different company:
// beside a column for the doctor, "GP" is the group practice of the old search page.
func (h *header) settle() {
	for f := range numFields {
		if f != fieldNone && len(secondWords[f]) > 0 {
			h.settleSecond(f)
		}
	}
	named := slices.ContainsFunc(h.names, func(n string) bool { f := cell.Fold(n); return f == "fastlege" || f == "lege" })
	for i, n := range h.names {
		if named && cell.Fold(n) == "gp" && h.fields[i] == fieldDoctorName {
			h.fields[i] = fieldGroupPractice
		}
	}
}

// settleSecond leaves a field to one column, where the others have headers that need not mean it.
func (h *header) settleSecond(f field) {
	var columns []int
	for i := range h.names {
		if h.fields[i] == f && !h.months[i].OK {
			columns = append(columns, i)
		}
	}
	for k := 0; len(columns) > 1 && k < len(columns); {
		if i := columns[k]; isSecond(h.names[i], f) {
			h.fields[i] = fieldNone
			columns = slices.Delete(columns, k, k+1)
		} else {
			k++
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
	var alone []header // each row by itself, as far as they have been looked at
	for i, r := range rows {
		if best.score >= clearHeader && r.index > best.index+belowHeader {
			return best, true
		}
		for len(alone) < min(i+maxHeaderRows, len(rows)) && (len(alone) <= i || !alone[i].complete()) {
			alone = append(alone, headerOf(rows[len(alone)].cells, known))
		}
		if lay := known.layout; lay != nil && lay.HeaderRow > 0 && r.line != lay.HeaderRow {
			continue
		}
		h := withRowsBelow(rows[i:], alone[i:], known)
		if h.score <= best.score {
			continue
		}
		best = h
		best.line, best.index = r.line, r.index
		for _, above := range rows[:i] {
			best.titles = append(best.titles, strings.Join(above.cells, " "))
		}
		if best.complete() {
			return best, true
		}
	}
	return best, false
}

// withRowsBelow returns the header that the first of rows is, or that it makes with the
// one or two below it, if that is better than what these are without it. alone are the
// rows each by itself.
func withRowsBelow(rows []sampleRow, alone []header, known *columnNames) header {
	h := alone[0]
	best := h.score
	if h.complete() {
		return h
	}
	levels := [][]string{rows[0].cells}
	for k := 1; k < len(alone) && k < maxHeaderRows && rows[k].index == rows[0].index+k; k++ {
		levels = append(levels, rows[k].cells)
		if !alone[k].mayBeSecondRow() {
			continue
		}
		best = max(best, alone[k].score)
		if k > 1 { // the first row may be a title
			if lower, ok := headerOfRows(levels[1:], known); ok {
				best = max(best, lower.score)
			}
		}
		if all, ok := headerOfRows(levels, known); ok && all.score > best {
			h, best = all, all.score
		}
	}
	return h
}

// complete reports whether every column is known, and no other row can add to that.
func (h *header) complete() bool {
	return len(h.panel) == 0 && h.score >= clearHeader && h.score == len(h.names)
}

// mayBeSecondRow reports whether a row can be the lower one of a header in two:
// rows of data are not tried, which takes long.
func (h *header) mayBeSecondRow() bool {
	return h.score > 0 || slices.ContainsFunc(h.names, cell.IsPartOfName) ||
		slices.ContainsFunc(h.months, func(m varighet.Opt[varighet.Month]) bool { return m.OK })
}

// has reports whether any of the fields has a column.
func (h *header) has(fields ...field) bool {
	return slices.ContainsFunc(fields, func(f field) bool { return h.at[f] >= 0 })
}

// gives reports whether any of the fields has a column, or one a month or a list.
func (h *header) gives(fields ...field) bool {
	among := func(at *ownColumns) bool {
		return slices.ContainsFunc(fields, func(f field) bool { return at[f] >= 0 })
	}
	return among(&h.at) || slices.ContainsFunc(h.panel, func(p panelMonth) bool { return among(&p.at) }) ||
		h.side != nil && slices.ContainsFunc(h.side.lists, func(l panelList) bool { return among(&l.at) })
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
	if h.side != nil {
		h.side.problems(h, f)
		return
	}
	for _, i := range h.unsettled {
		f.refuse(h.line, i+1, "month", "the column"+isEither+"the columns beside it do not tell", "call it 2019-01 or 2019-10")
	}
	for _, i := range h.unordered {
		f.refuse(h.line, i+1, "month-order", "column "+quoteHeader(h.names[i])+" is of a month, and nothing tells whether its day or its month comes first",
			"say --dates day/month or --dates month/day; or call it 2019-11")
	}
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
	if !h.gives(fieldPositionID, fieldJobTitle) && h.nearest([]field{fieldPositionID}) >= 0 { // with none at all it is derived
		h.missing(f, "the list's id (such as list_id, Avtale-ID, Liste, Hjemmel-ID)",
			"without an id lists are followed by doctor and residents: rename the column if no id is meant", fieldPositionID)
	}
	if !h.givesDoctor() {
		h.missing(f, "the doctor (a name, an HPR number or an id)",
			"a doctor or a word for a vacant list is needed in each row", fieldDoctorName, fieldHPR, fieldDoctorID)
	}
}

// givesDoctor reports whether something in the table can say who holds a list.
func (h *header) givesDoctor() bool {
	return h.gives(fieldDoctorName, fieldLastName, fieldHPR, fieldDoctorID, fieldRole)
}

// cannotBeRead reports whether the header would be refused as it is: nothing says
// who holds a list, or two columns are for one thing.
func (h *header) cannotBeRead() bool {
	if h.yearless || len(h.panel) > 0 {
		return false
	}
	var aside fileResult
	h.problems(&aside)
	return aside.problems.Len() > 0
}

// isPanel reports whether rows or columns are months of a panel.
func (h *header) isPanel() bool { return len(h.panel) > 0 || h.side != nil }

// namesMonth reports whether each row, or each column, says its month.
func (h *header) namesMonth() bool { return h.has(fieldMonth) || h.isPanel() }

// namesMunicipality reports whether each row, or the heading of each list, has its municipality.
func (h *header) namesMunicipality() bool {
	if h.side != nil {
		return h.gives(fieldMunicipalityCode, fieldMunicipalityName)
	}
	return h.has(fieldMunicipalityCode, fieldMunicipalityName)
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
	for i, g := range h.guesses {
		if slices.Contains(fields, g.field) && g.score < 100 {
			hint = fmt.Sprintf("is column %s meant? %s: if so, say --map %s; %s", quoteHeader(h.names[i]), g.why, h.mapping(i, g.field), why)
		}
	}
	if i := h.nearest(fields); i >= 0 {
		hint = fmt.Sprintf("is column %s meant? name it %s, or say --map %s; %s", quoteHeader(h.names[i]), fields[0], h.mapping(i, fields[0]), why)
	}
	f.refuse(h.line, 0, "missing-column", fmt.Sprintf("no column for %s among %s", what, strings.Join(found, ", ")), hint)
}

// nearest returns the unknown column that is closest in spelling to a word for
// one of the fields, if one is within two letters and a third of the word; else -1.
func (h *header) nearest(fields []field) int {
	best, guess := 3, -1
	for i, n := range h.names {
		if f := cell.Fold(n); h.fields[i] == fieldNone && f != "" && len(f) < 64 {
			for _, want := range fields {
				for _, w := range synonyms[want].words {
					w = cell.Fold(w)
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

// repeats reports whether a row is the header again, or one of its rows:
// all its named columns hold their own names.
func (h *header) repeats(cells [][]byte, decode func([]byte) string) bool {
	return slices.ContainsFunc(h.parts, func(names []string) bool { return sameNames(names, cells, decode) })
}

func sameNames(names []string, cells [][]byte, decode func([]byte) string) bool {
	same := 0
	for i, c := range cells {
		if cell.Blank(c) {
			continue
		}
		if i >= len(names) || cell.Fold(decode(c)) != cell.Fold(names[i]) {
			return false
		}
		same++
	}
	return same >= 2
}
