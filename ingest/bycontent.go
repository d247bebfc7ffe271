package ingest

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

// Headers do not always tell what a column is. "Stilling" heads the numbers of positions in one
// table, the doctors' titles in the next; a column "Nr." may be what lists are known by. What
// stands below decides on the first, and gives a warning about the second: an id of lists stands
// once in a month and municipality, and the same ids stand there month after month.

// jobTitles are what stands in a column of titles, or of how much of a position somebody has.
var jobTitles = cell.WordSet("fastlege", "lege", "alis", "lis", "lis1", "lis2", "lis3", "vikar", "vikarlege", "spesialist", "turnuslege",
	"kommunelege", "kommuneoverlege", "overlege", "allmennlege", "fast", "næringsdrivende", "næringsdrivande", "fastlønnet", "fastlønna",
	"deltid", "heltid", "heiltid", "hel", "heil", "halv", "ja", "nei", "gp", "locum")

// A cellUse is one row's cell in a column that may be an id, with what says whether it is one.
type cellUse struct {
	value        string
	place        string         // the municipality as written
	doctor       string         // all that the row says of who it is
	first, until varighet.Month // until is the month after the last
}

// usesOf gives the cells of a column in the first rows, blank ones left out. Where the
// municipality is written once for a block of rows, the others have it too.
func (be *beginning) usesOf(column int, rows []sampleRow) (uses []cellUse) {
	h, place := &be.head, ""
	for _, r := range rows {
		lone, filled := filledCells(r.cells)
		if r.index < h.index+h.rows || filled < 2 || cell.IsTotal(lone) || cell.IsNote(lone) || slices.ContainsFunc(h.parts, r.is) {
			continue
		}
		if p := h.textOf(r, fieldMunicipalityCode, fieldMunicipalityName); p != "" {
			place = p
		}
		if value := at(r.cells, column); value != "" {
			u := cellUse{value: value, place: place, doctor: h.textOf(r, fieldHPR, fieldDoctorID, fieldDoctorName, fieldLastName, fieldFirstName)}
			u.first, u.until = be.dates.monthsOfSample(r)
			uses = append(uses, u)
		}
	}
	return uses
}

// is reports whether a row has these cells.
func (r sampleRow) is(cells []string) bool { return slices.Equal(r.cells, cells) }

// textOf returns what a row has in the columns of some fields.
func (h *header) textOf(r sampleRow, fields ...field) string {
	var b strings.Builder
	for _, f := range fields {
		if i := h.at[f]; i >= 0 && at(r.cells, i) != "" {
			b.WriteString(at(r.cells, i) + "\x00")
		}
	}
	return b.String()
}

// monthsOfSample returns the months that a row is about, as far as they are known: the month of
// the file for a row that says none.
func (da *dating) monthsOfSample(r sampleRow) (first, until varighet.Month) {
	raw := func(f field) string { return at(r.cells, max(da.head.at[f], 0)) }
	var from, to string
	switch {
	case da.head.has(fieldMonth) && da.head.has(fieldYear):
		m := cell.ReadYearMonth([]byte(raw(fieldYear) + "\x00" + raw(fieldMonth))).Month
		return m, m + 1
	case da.head.has(fieldMonth):
		m := cell.ReadMonthCell([]byte(raw(fieldMonth)))
		if m.Written != nil {
			d, _ := m.Written.Known(da.order.order)
			return d.MonthOf(), d.MonthOf() + 1
		}
		return m.Month, m.Month + 1
	case da.head.has(fieldPeriod):
		p, _ := cell.SplitPeriod(raw(fieldPeriod))
		from, to = p.From, p.To
	case da.head.hasPeriods():
		from, to = raw(fieldAgreementStart), raw(fieldAgreementEnd)
	default:
		return da.month.V, da.month.V + 1
	}
	begin, end := cell.ReadWritten(from), cell.ReadWritten(to)
	a, _ := begin.Known(da.order.order)
	until = varighet.MaxMonth
	if b, ok := end.Known(da.order.order); ok {
		until = b.MonthOf()
	}
	return a.MonthOf(), until
}

// countRepeats counts the cells whose value another doctor has at the same time and place, and those
// that go on with a value of another doctor later.
func countRepeats(uses []cellUse) (repeats, again int) {
	seen := map[string][]*cellUse{}
	for i := range uses {
		u := &uses[i]
		key := u.place + "\x00" + u.value
		others := 0
		for _, o := range seen[key] {
			if o.doctor == u.doctor && u.doctor != "" {
				continue
			}
			if others++; o.first < u.until && u.first < o.until {
				repeats++
				others = 0
				break
			}
		}
		if others > 0 {
			again++
		}
		if len(seen[key]) < 32 {
			seen[key] = append(seen[key], u)
		}
	}
	return repeats, again
}

// settleByContent looks at what stands in the column for the list's id, in few rows first. If it is titles, or
// several doctors have the same at a time, it is no id.
func (be *beginning) settleByContent(few []sampleRow, rows func() []sampleRow) {
	h := &be.head
	i := h.at[fieldPositionID]
	if i < 0 || i >= len(h.names) || h.side != nil || h.named(fieldPositionID, "position_id") {
		return
	}
	if _, said := be.layout().fieldOf(h.names[i]); said {
		return
	}
	second := isSecond(h.names[i], fieldPositionID)
	if !second && !h.mayHoldTitles(i, few) {
		return
	}
	if holdsIDs(be.usesOf(i, rows()), second) {
		return
	}
	h.fields = slices.Clone(h.fields)
	h.at[fieldPositionID], h.fields[i] = -1, fieldJobTitle
	be.res.warnings.add(Warning{Code: "column-by-content", File: be.res.name, Line: h.line, Count: 1, Files: 1,
		Msg: fmt.Sprintf("column %s holds titles or the like and no ids of lists: not used; if they are ids, say --map %s", quoteHeader(h.names[i]), h.mapping(i, fieldPositionID))})
}

// mayHoldTitles reports whether a column with a header for ids has texts without figures below
// it, and is worth a second look. Doctors on a common list have the same id.
func (h *header) mayHoldTitles(column int, few []sampleRow) bool {
	if h.has(fieldCommonList) {
		return false
	}
	cells := h.below(column, few)
	return len(cells) > 0 && !slices.ContainsFunc(cells, func(s string) bool { return strings.ContainsAny(s, "0123456789") })
}

// holdsIDs reports whether cells are ids: fewer than half are titles or shares, and few are those of several
// doctors at a time. second is for a header that may mean something else.
func holdsIDs(uses []cellUse, second bool) bool {
	titles, most := 0, 2
	for _, u := range uses {
		if jobTitles[cell.Fold(u.value)] || strings.HasSuffix(u.value, "%") {
			titles++
		}
	}
	if second {
		most = 4
	}
	repeats, _ := countRepeats(uses)
	areTitles := 2*titles >= max(len(uses), 1) && (second || repeats > 0)
	return !areTitles && most*repeats <= len(uses)
}

// mapping words the --map that says what a column is.
func (h *header) mapping(column int, f field) string {
	return fmt.Sprintf("%q", strings.Trim(quoteHeader(h.names[column]), `"`)+"="+f.String())
}

// A columnSketch is what the first rows of a file show of a column that is not used and may
// be the list's id, or the doctor.
type columnSketch struct {
	header  string
	mapping string
	like    field
	line    int
	uses    int
	shaped  int // cells that look like the field
	repeats int // cells that another doctor has at the same time and place
	again   int // cells that another doctor had before
	months  map[varighet.Month]map[uint64]bool
}

// sketchUnused looks at the columns that are not known, where one of them may be missed.
func (be *beginning) sketchUnused(rows func() []sampleRow) {
	h := &be.head
	if h.side != nil || !slices.Contains(h.fields, fieldNone) || h.gives(fieldPositionID) && be.ids != DoctorIDName && be.ids != DoctorIDNone {
		return
	}
	var sample []sampleRow
	for i, name := range h.names {
		if _, said := be.layout().fieldOf(name); said || h.fields[i] != fieldNone || name == "" || h.months[i].OK {
			continue
		}
		if sample == nil {
			sample = rows()
		}
		uses := be.usesOf(i, sample)
		if !h.gives(fieldPositionID) {
			be.sketchColumn(i, fieldPositionID, uses)
		}
		if be.ids == DoctorIDName {
			be.sketchColumn(i, fieldHPR, uses)
		}
		if !h.namesDoctors() || be.namesEmpty {
			be.sketchColumn(i, fieldDoctorName, uses)
		}
	}
}

// sketchColumn keeps what the cells of a column show, if they look like a field at all.
func (be *beginning) sketchColumn(column int, like field, uses []cellUse) {
	s := columnSketch{header: be.head.names[column], mapping: be.head.mapping(column, like), like: like, line: be.head.line,
		uses: len(uses), months: map[varighet.Month]map[uint64]bool{}}
	for _, u := range uses {
		if !looksAs(like, u.value) {
			continue
		}
		s.shaped++
		if s.months[u.first] == nil {
			s.months[u.first] = map[uint64]bool{}
		}
		s.months[u.first][hashText(u.place+"\x00"+u.value)] = true
	}
	if like == fieldPositionID && !areNumbering(uses) {
		return
	}
	if s.repeats, s.again = countRepeats(uses); 10*s.shaped >= 9*s.uses && s.uses > 0 && 50*s.repeats <= s.uses {
		be.res.unused = append(be.res.unused, s)
	}
}

// areNumbering reports whether values that several municipalities have are numbers which each has given
// its own lists, 1, 2, 3: ages and years of birth go far beyond the number of lists.
func areNumbering(uses []cellUse) bool {
	values, pairs, lists := map[string]bool{}, map[string]bool{}, map[string]int{}
	for _, u := range uses {
		values[u.value] = true
		if key := u.place + "\x00" + u.value; !pairs[key] {
			pairs[key] = true
			lists[u.place]++
		}
	}
	if 10*len(values) >= 9*len(pairs) {
		return true
	}
	far := 0
	for _, u := range uses {
		if n, err := strconv.Atoi(u.value); err == nil && n > 3*lists[u.place] {
			far++
		}
	}
	return 10*far <= len(uses)
}

// looksAs reports whether a cell looks like a list's id, an HPR number or a name.
func looksAs(f field, s string) bool {
	switch f {
	case fieldHPR:
		return len(s) == 7 && strings.Trim(s, "0123456789") == ""
	case fieldDoctorName:
		return len(cell.FoldWords(s)) >= 2 && cell.ReadName([]byte(s)).Kind == cell.NameHolder && !strings.ContainsAny(s, "0123456789")
	}
	if strings.Trim(s, "0123456789") == "" {
		return len(s) <= 20 // also one that could be a day number of Excel's
	}
	return len(s) <= 20 && !strings.ContainsAny(s, ",%") && (strings.ContainsAny(s, "0123456789") || !strings.Contains(s, " ")) && !cell.MayBeDate(s)
}

// columnsAlike warns of unused columns that look like the list's id or the doctor, over all
// files in which they are unused.
func columnsAlike(files []*fileResult) (out []Warning, headers []string) {
	type key struct {
		header string
		like   field
	}
	all := map[key]*columnSketch{}
	var order []key
	first, count := map[key]*fileResult{}, map[key]int{}
	for _, f := range files {
		for i := range f.unused {
			s := &f.unused[i]
			k := key{cell.Fold(s.header), s.like}
			if count[k]++; all[k] == nil {
				all[k], first[k] = s, f
				order = append(order, k)
			} else {
				all[k].add(s)
			}
		}
	}
	for _, k := range order {
		if w, is := all[k].warning(); is {
			w.File, w.Line, w.Count, w.Files = first[k].name, all[k].line, 1, count[k]
			out, headers = append(out, w), append(headers, all[k].header)
		}
	}
	return out, headers
}

func (s *columnSketch) add(o *columnSketch) {
	s.uses, s.shaped, s.repeats, s.again = s.uses+o.uses, s.shaped+o.shaped, s.repeats+o.repeats, s.again+o.again
	for m, values := range o.months {
		if s.months[m] == nil {
			s.months[m] = map[uint64]bool{}
		}
		for v := range values {
			s.months[m][v] = true
		}
	}
}

// fewUses is how many cells are too few to say what a column looks like.
const fewUses = 3

// warning words what the column looks like, if it does.
func (s *columnSketch) warning() (w Warning, is bool) {
	if s.uses < fewUses {
		return w, false
	}
	what := "column " + quoteHeader(s.header) + " is not used, and "
	switch s.like {
	case fieldPositionID:
		if !s.lasts() {
			return w, false
		}
		return Warning{Code: "column-like-position", Msg: what + "looks like the list's id: each value stands once a month, and the same ones month after month; " +
			"without an id lists are followed by doctor and residents; if it is the id, say --map " + s.mapping}, true
	case fieldHPR:
		return Warning{Code: "column-like-doctor", Msg: what + "looks like HPR numbers, while doctors are told apart by name; if it is, say --map " + s.mapping}, true
	}
	return Warning{Code: "column-like-doctor", Msg: what + "looks like names of doctors; if it is, say --map " + s.mapping}, true
}

// lasts reports whether four in five values of a month are those of the next, or, in a table of
// periods, one doctor comes after another with the same value.
func (s *columnSketch) lasts() bool {
	months := make([]varighet.Month, 0, len(s.months))
	for m := range s.months {
		months = append(months, m)
	}
	slices.SortFunc(months, func(a, b varighet.Month) int { return cmp.Compare(a, b) })
	stay, all := 0, 0
	for i := range len(months) - 1 {
		for v := range s.months[months[i]] {
			if all++; s.months[months[i+1]][v] {
				stay++
			}
		}
	}
	return all >= fewUses && 5*stay >= 4*all || 5*s.again >= s.uses
}

// refusePositionOfDoctor refuses a table in the first rows of which the column for the list's
// id mostly holds the doctor: "Liste" has the name or the HPR number that stands in the doctor's
// column too, and each change of doctor would be another list. Few rows are enough to see that
// it does not.
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
