package ingest

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

// A panel on its side has a row a month and a column a list, as people keep a
// table that gets a new line each month:
//
//	Måned      Hjemmel 1   Hjemmel 2       Kommune    Oslo        Oslo      Alver
//	mai 2017   Kari Dahl   Ubesatt         Heimel     101         102       103
//	juni 2017  Kari Dahl   Ola Berg        mai 2017   Kari Dahl   Ubesett   Ola Berg
//
// A list may have several columns, with its id in a merged cell above their names
// (Lege, Listelengde). Where a row of headings is called Lege, or the cells are lists
// (Hjemmel 2), each column is a doctor's, and the cells say which list that was.
//
// As in a wide panel, an empty cell says nothing of its month. A table is taken for
// such a panel only if it cannot be read in any other way.
type sideways struct {
	lists []panelList
	month int // column of the months
	year  int // column of the years; -1 for none
	given int // the year of months without one, from the title or a name; 0 for none

	order varighet.Opt[cell.DateOrder] // of day and month in the column of the months

	numberedWithin bool // municipalities number their own lists
	guessed        bool // no heading is called as a list is
	marks          bool // the cells say yes, and no list or doctor: who is meant is not known

	tenths map[int]varighet.Month // by line, of cells such as 2019.1
}

// A panelList is one list of a panel on its side, or one doctor. What its headings
// say stands behind the cells of each row when that is read, and at has the places.
type panelList struct {
	column   int // the first of its own
	headings [numHeadings][]byte
	at       ownColumns
}

// What the headings of a list can say.
const (
	headingID = iota
	headingCode
	headingMunicipality
	headingOffice
	headingDoctor
	numHeadings
)

var headingFields = [numHeadings]field{fieldPositionID, fieldMunicipalityCode, fieldMunicipalityName, fieldOffice,
	fieldDoctorName}

const (
	maxHeadings = 4 // rows of headings
	monthWithin = 3 // the months stand in one of the first columns
)

// panels read rows that are about several months, or several lists: those of a wide panel
// (wide.go), and of one on its side. Each gives an observation for every month, or list, of which
// it says something.
type panels struct {
	*worker
	*columns
	dates     *dating
	observing *observing

	// Of a panel on its side.
	sideYear   int                    // that the last row named
	sideMonths map[varighet.Month]int // the line of each month
	sideCells  [][]byte               // of the row, with room for headings
}

// findSideways looks for a panel on its side under each separator.
func (pn *panels) findSideways(sample sampler, seps []byte) (best header, sep byte, ok bool) {
	for _, s := range seps {
		rows := sample.first(s, sampleSize)
		for column := range monthWithin {
			side, first, months := pn.monthsDown(rows, column)
			if months == nil {
				continue
			}
			if h, is := pn.sidewaysBelow(rows[:first], months, side); is && (!ok || len(h.side.lists) > len(best.side.lists)) {
				best, sep, ok = h, s, true
			}
		}
	}
	return best, sep, ok
}

// monthsDown looks for months one below the other in a column, each once, and returns
// how many rows stand above them, and the rows that have one; none if it finds none. Four
// rows in five below the first must have one, those that are totals, notes or blank not
// counted.
func (pn *panels) monthsDown(rows []sampleRow, column int) (side sideways, first int, with []sampleRow) {
	side = sideways{month: column, year: column - 1, numberedWithin: pn.opt.Layout.ListsWithin() == withinMunicipality}
	if column > 0 && !slices.ContainsFunc(rows, func(r sampleRow) bool { _, is := cell.ReadYear(at(r.cells, column-1)); return is }) {
		side.year = -1
	}
	var titles []string
	for _, r := range rows {
		if _, filled := filledCells(r.cells); filled > 1 {
			break
		}
		titles = append(titles, strings.Join(r.cells, " "))
	}
	side.given, _ = pn.res.yearAround(titles)
	side.order = pn.orderDown(rows, column)
	known := side.monthsOf(rows)
	var months []varighet.Month
	others := 0
	for i, r := range rows {
		lone, filled := filledCells(r.cells)
		switch m := known[i]; {
		case m.OK && (filled > 1 || len(months) > 0 || i > 0 && !isAlone(rows[i-1])):
			if slices.Contains(months, m.V) {
				return side, 0, nil
			}
			if months, with = append(months, m.V), append(with, r); len(months) == 1 {
				first = i
			}
		case len(months) > 0 && filled > 1 && !cell.IsTotal(lone) && !cell.IsNote(lone) && !side.maybeMonth(r) && !isAgain(rows[:first], r):
			others++
		}
	}
	if len(months) < 2 || 4*others > len(months) || !inSteps(months) {
		return side, 0, nil
	}
	return side, first, with
}

// orderDown finds the order of the dates in a column.
func (pn *panels) orderDown(rows []sampleRow, column int) varighet.Opt[cell.DateOrder] {
	r := orderReader{order: pn.opt.Layout.order()}
	for _, row := range rows {
		r.add(at(row.cells, column), true)
	}
	if !r.order.OK && len(r.all) > 0 {
		r.decide()
	}
	return r.order
}

// maybeMonth reports whether the months around a row do not tell which it is of.
func (s *sideways) maybeMonth(r sampleRow) bool {
	_, is := cell.LostZero(at(r.cells, s.month))
	return is
}

// isAgain reports whether one of the rows above the months comes again.
func isAgain(above []sampleRow, r sampleRow) bool {
	return slices.ContainsFunc(above, func(a sampleRow) bool { return slices.Equal(a.cells, r.cells) })
}

func isAlone(r sampleRow) bool { _, filled := filledCells(r.cells); return filled < 2 }

// monthsOf reads the months of the first rows, and remembers those that the months
// around them tell.
func (s *sideways) monthsOf(rows []sampleRow) []varighet.Opt[varighet.Month] {
	known, unsure := make([]varighet.Opt[varighet.Month], len(rows)), make([]int, len(rows))
	year := s.given
	for i, r := range rows {
		if lone, filled := filledCells(r.cells); filled == 1 {
			if y, ok := cell.ReadYear(lone); ok {
				year = y
			}
		}
		known[i].V, known[i].OK = s.monthOf(func(column int) string { return at(r.cells, column) }, &year)
		unsure[i], _ = cell.LostZero(at(r.cells, s.month))
	}
	if slices.ContainsFunc(unsure, func(y int) bool { return y > 0 }) {
		settleTenths(known, unsure)
		s.tenths = map[int]varighet.Month{}
		for i, y := range unsure {
			if y > 0 && known[i].OK {
				s.tenths[rows[i].line] = known[i].V
			}
		}
	}
	return known
}

// filledCells returns the first cell of a row that is not empty, and how many there are.
func filledCells(cells []string) (first string, n int) {
	for _, c := range cells {
		if c != "" {
			if n++; n == 1 {
				first = c
			}
		}
	}
	return first, n
}

// monthOf reads the month of a row. year is that of a month that has none of its own:
// the last one that a row has named.
func (s *sideways) monthOf(raw func(column int) string, year *int) (varighet.Month, bool) {
	if s.year >= 0 {
		if y, ok := cell.ReadYear(raw(s.year)); ok {
			*year = y
		}
	}
	text := raw(s.month)
	w := cell.ReadWritten(text)
	if d, ok := w.Known(s.order); ok {
		return d.MonthOf(), true
	}
	ts := cell.Tokens(strings.TrimSuffix(text, ".0"))
	if len(ts) != 1 || *year == 0 {
		return 0, false
	}
	d := cell.Date{Year: *year, Month: ts[0].Name()}
	if s.year >= 0 && ts[0].IsMonth() {
		d.Month = ts[0].Num
	}
	return d.MonthOf(), d.Month > 0
}

// headingRows are the rows above the first month, by what they say of the columns.
type headingRows struct {
	ids, municipalities, offices, doctors []string
	fields                                []string // Lege, Listelengde, below the list's id
	above                                 []string // a first part of the id
	named                                 bool     // the row of ids is called so
}

// sidewaysBelow makes the header of a panel on its side of the rows above its months.
func (pn *panels) sidewaysBelow(rows, months []sampleRow, side sideways) (h header, ok bool) {
	bottom := len(rows)
	for bottom > 0 && isAlone(rows[bottom-1]) { // the first year stands above the first month
		bottom--
	}
	from := bottom
	for from > 0 && bottom-from < maxHeadings && (from == bottom || rows[from-1].index == rows[from].index-1) {
		if _, filled := filledCells(rows[from-1].cells); filled < 2 {
			break
		}
		from--
	}
	if from == bottom {
		return h, false
	}
	var head headingRows
	width := side.month + 1
	for i := bottom - 1; i >= from; i-- {
		width = max(width, len(rows[i].cells))
		head.take(pn.isNoMunicipality, &pn.columnNames, rows[i].cells, side.month)
		h.parts = append(h.parts, rows[i].cells)
	}
	h.line, h.index, h.rows, h.at = rows[from].line, rows[from].index, bottom-from, noColumns()
	for _, above := range rows[:from] {
		h.titles = append(h.titles, strings.Join(above.cells, " "))
	}
	h.names, h.fields = make([]string, width), make([]field, width)
	h.months, h.calendar = make([]varighet.Opt[varighet.Month], width), make([]time.Month, width)
	h.side = &side
	h.sideColumns(&head, months, &pn.columnNames)
	return h, len(side.lists) > 0
}

// take sorts one row of headings in; the rows come from the lowest up.
func (r *headingRows) take(isNoMunicipality func(heading string) bool, known *columnNames, cells []string, month int) {
	label, _ := filledCells(cells[:min(month+1, len(cells))])
	headings := slices.Clone(cells)
	clear(headings[:min(month+1, len(headings))])
	switch f := known.of(label).field; {
	case f == fieldMunicipalityCode || f == fieldMunicipalityName:
		r.municipalities = carried(headings)
	case f == fieldOffice:
		r.offices = carried(headings)
	case f == fieldDoctorName && !slices.ContainsFunc(headings, isListName):
		r.doctors = headings
	case r.fields == nil && r.ids == nil && areFields(headings, known):
		r.fields = headings
	case r.ids == nil || f == fieldPositionID && !r.named:
		if r.ids = headings; r.fields != nil {
			r.ids = carried(headings)
		}
		r.named = f == fieldPositionID
	case r.municipalities == nil && !slices.ContainsFunc(headings, isNoMunicipality):
		r.municipalities = carried(headings)
	case r.above == nil:
		r.above = carried(headings)
	}
}

// isNoMunicipality reports whether a heading is neither a municipality's code, with or
// without its name, nor a name that the reference knows.
func (pn *panels) isNoMunicipality(heading string) bool {
	c := cell.ReadMunicipalityName([]byte(heading))
	return heading != "" && c.Code == "" && (pn.places == nil || !pn.places.knowsName(c.Name))
}

// carried fills the blanks that a merged cell leaves to its right.
func carried(cells []string) []string {
	out, last := slices.Clone(cells), ""
	for i, c := range out {
		if c != "" {
			last = c
		}
		out[i] = last
	}
	return out
}

// areFields reports whether headings are names of columns, as Lege and Listelengde.
func areFields(headings []string, known *columnNames) bool {
	n := 0
	for _, s := range headings {
		switch f := known.of(s).field; {
		case s == "":
		case !f.used() || f == fieldPositionID:
			return false
		default:
			n++
		}
	}
	return n > 0
}

// isListName reports whether a heading is one that a list would have: it has a digit,
// or a word for a list.
func isListName(s string) bool {
	if strings.ContainsFunc(s, unicode.IsDigit) {
		return true
	}
	words := cell.FoldWords(s)
	return slices.ContainsFunc(words, cell.IsListWord)
}

// besideLists are headings of columns that stand beside the lists.
var besideLists = cell.FoldedLabels("kommentar", "kommentarer", "kommentarar", "anmerkning", "anmerkninger", "notat",
	"notater", "endring", "endringer", "endringar", "antall", "tal", "dato", "kvartal", "remark", "remarks", "comment", "comments", "notes")

// sideColumns says what each column is, and makes the lists.
func (h *header) sideColumns(head *headingRows, months []sampleRow, known *columnNames) {
	s := h.side
	h.fields[s.month] = fieldMonth
	if s.year >= 0 {
		h.fields[s.year] = fieldYear
	}
	head.findDoctors(months, s.month)
	isList := head.listsAmong(known)
	s.guessed = !head.named && head.doctors == nil && !slices.ContainsFunc(head.ids, isListName)
	var columns []int
	for i := range h.names {
		h.names[i] = at(h.parts[0], i)
		if i <= s.month || !isList(at(head.names(), i)) {
			continue
		}
		if head.fields == nil {
			columns = append(columns, i)
		} else if h.fields[i] = known.of(at(head.fields, i)).field; !h.fields[i].used() {
			continue
		}
		s.addColumn(h, head, i)
	}
	kind := fieldPositionID
	if s.marks = areMarks(months, columns); s.marks {
		h.hideHeadings()
		return
	}
	if head.doctors == nil {
		kind = h.panelKind(months, columns)
	}
	for i := range s.lists {
		if c := s.lists[i].column; head.fields == nil {
			h.fields[c], s.lists[i].at[kind] = kind, c
		}
	}
}

// areMarks reports whether the cells of columns are crosses, or yes and no.
func areMarks(months []sampleRow, columns []int) bool {
	marks, filled := 0, 0
	for _, r := range months {
		for _, i := range columns {
			if s := at(r.cells, i); s != "" {
				filled++
				if _, is := cell.YesOrNo(s); is && strings.Trim(s, "01") != "" {
					marks++
				}
			}
		}
	}
	return 2*marks > filled
}

// hideHeadings takes the headings of lists off the names that are shown: they may be doctors.
func (h *header) hideHeadings() {
	for _, l := range h.side.lists {
		h.names[l.column] = "(heading)"
	}
}

// names are the headings by which lists are told apart: their ids, or their doctors.
func (r *headingRows) names() []string {
	if r.doctors != nil {
		return r.doctors
	}
	return r.ids
}

// findDoctors takes the headings for doctors if the cells are lists.
func (r *headingRows) findDoctors(months []sampleRow, beside int) {
	if r.doctors == nil && r.fields == nil && !r.named && !slices.ContainsFunc(r.ids, isListName) && holdLists(months, beside) {
		r.doctors, r.ids = r.ids, nil
	}
}

// listsAmong tells headings of lists from those of other columns. If some are called as
// lists are, the others are something else.
func (r *headingRows) listsAmong(known *columnNames) func(name string) bool {
	maybe := func(name string) bool {
		_, said := known.layout.fieldOf(name)
		return name != "" && !said && !known.of(name).known() &&
			!cell.IsTotal(name) && !cell.IsNote(name) && !cell.StartsWith(cell.FoldWords(name), besideLists)
	}
	called := func(name string) bool { return isListName(name) && maybe(name) }
	if !r.named && r.doctors == nil && slices.ContainsFunc(r.ids, called) {
		return called
	}
	return maybe
}

// holdLists reports whether most cells say which list it is, "Heimel 2": then the
// headings are doctors, though nothing says so.
func holdLists(months []sampleRow, beside int) bool {
	lists, filled := 0, 0
	for _, r := range months {
		for i, s := range r.cells {
			if i <= beside || s == "" {
				continue
			}
			filled++
			words := cell.FoldWords(s)
			vacant := slices.ContainsFunc(words, func(w string) bool { return cell.VacantWords[w] })
			if !vacant && len(words) > 1 && slices.ContainsFunc(words, cell.IsListWord) {
				lists++
			}
		}
	}
	return 2*lists > filled
}

// addColumn gives a column to its list: the one of the column before if the headings
// are the same.
func (s *sideways) addColumn(h *header, head *headingRows, i int) {
	l := panelList{column: i, at: noColumns()}
	if head.doctors != nil {
		l.headings[headingDoctor] = []byte(head.doctors[i])
		h.names[i] = "(doctor)" // headers are shown
	} else {
		h.names[i] = strings.TrimSpace(at(head.above, i) + " " + head.ids[i])
		l.headings[headingID] = []byte(h.names[i])
	}
	m := cell.ReadMunicipalityName([]byte(at(head.municipalities, i)))
	l.headings[headingCode], l.headings[headingMunicipality] = []byte(m.Code), []byte(m.Name)
	l.headings[headingOffice] = []byte(at(head.offices, i))
	for k, text := range l.headings {
		if len(text) > 0 {
			l.at[headingFields[k]] = len(h.names) + k
		}
	}
	own := h.fields[i]
	if own == fieldNone { // settled when all columns are known
		s.lists = append(s.lists, l)
		return
	}
	h.names[i] += " " + at(head.fields, i)
	if n := len(s.lists); n == 0 || !s.lists[n-1].isSame(&l) || s.lists[n-1].at[own] >= 0 {
		s.lists = append(s.lists, l)
	}
	s.lists[len(s.lists)-1].at[own] = i
}

// isSame reports whether two columns have the same headings.
func (l *panelList) isSame(o *panelList) bool {
	return slices.EqualFunc(l.headings[:], o.headings[:], bytes.Equal)
}

// problems tells of what keeps the panel from being read.
func (s *sideways) problems(h *header, f *fileResult) {
	for i := range s.lists {
		l := &s.lists[i]
		id := l.headings[headingID]
		same := slices.IndexFunc(s.lists[:i], func(o panelList) bool {
			return o.isSame(l) || len(id) > 0 && bytes.Equal(o.headings[headingID], id) && !s.numberedWithin
		})
		switch {
		case same < 0:
		case s.lists[same].isSame(l):
			f.refuse(h.line, l.column+1, "column-twice",
				fmt.Sprintf("columns %d and %d have the same heading", s.lists[same].column+1, l.column+1),
				"each list has one column, or one for each thing that is said of it; rename or remove the one that is not meant")
		default:
			f.refuse(h.line, l.column+1, "two-places",
				fmt.Sprintf("columns %d and %d have the same list, of two municipalities", s.lists[same].column+1, l.column+1),
				"if each municipality has numbered its own lists, say --lists-within municipality")
		}
	}
	if s.marks {
		f.refuse(h.line, 0, "missing-column", "the rows are months, and the cells say yes or nothing: which list a doctor had is not known",
			"write the list into the cells in place of the cross; or head the columns by lists, with the doctors' names in the cells")
		return
	}
	if s.guessed {
		f.warnings.add(Warning{Code: "lists-guessed", Msg: "the rows are months, and the columns are taken for lists though none is called so",
			File: f.name, Line: h.line, Count: 1, Files: 1})
	}
	if !h.givesDoctor() {
		f.refuse(h.line, 0, "missing-column", "the rows are months and the columns lists, and no cell says who had them",
			"put the doctors' names in the cells, or give each list two columns, with Lege and Listelengde in a row below its id")
	}
}

// notAMonth returns the reason for which a row of a panel on its side is not about
// a month, or "".
func (pn *panels) notAMonth(cells [][]byte) string {
	lone, filled := "", 0
	for _, c := range cells {
		if !cell.Blank(c) {
			if filled++; filled == 1 {
				lone = cell.Clean(c)
			}
		}
	}
	year, isYear := cell.ReadYear(lone)
	_, isMonth := pn.head.side.monthOf(textOf(cells), &pn.sideYear)
	switch {
	case filled == 0:
		return ReasonBlank
	case pn.head.repeats(cells, cell.Clean):
		return ReasonRepeatedHeader
	case cell.IsTotal(lone):
		return ReasonTotal
	case cell.IsNote(lone):
		return ReasonNote
	case filled == 1 && isYear:
		pn.sideYear = year
		return ReasonHeading
	case filled == 1 && !isMonth && !pn.head.side.says(cells):
		return ReasonNote
	case !pn.head.side.says(cells):
		return ReasonNoMonth
	}
	return ""
}

// textOf gives the cells of a row as text.
func textOf(cells [][]byte) func(column int) string {
	return func(column int) string {
		if column < len(cells) {
			return cell.Clean(cells[column])
		}
		return ""
	}
}

// says reports whether a row says something of a list.
func (s *sideways) says(cells [][]byte) bool {
	return slices.ContainsFunc(s.lists, func(l panelList) bool { return l.at.says(cells) })
}

// sideways takes a row of a panel on its side, list by list.
func (pn *panels) sideways(cells [][]byte) {
	s := pn.head.side
	m, ok := s.monthOf(textOf(cells), &pn.sideYear)
	if !ok {
		m, ok = s.tenths[pn.line]
	}
	if !ok {
		pn.dates.badMonth(s.month, cells[s.month])
		return
	}
	if line, twice := pn.sideMonths[m]; twice {
		pn.fault(s.month+1, "month", fmt.Sprintf("the row is of %s, and so is the one on line %d", m, line),
			"leave the one that is right")
		return
	}
	pn.sideMonths[m] = pn.line
	common, fileMonth := pn.head.at, pn.dates.month
	defer func() { pn.head.at, pn.dates.month = common, fileMonth }()
	pn.sideCells = append(pn.sideCells[:0], cells...)
	for i := range s.lists {
		if l := &s.lists[i]; l.at.says(cells) && !pn.isMixed(&l.at, cells) {
			pn.head.at, pn.dates.month, pn.sideColumn = l.at.over(&common), varighet.Some(m), l.column
			pn.observing.observe(append(pn.sideCells, l.headings[:]...))
		}
	}
}
