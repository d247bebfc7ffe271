package ingest

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

// beginning settles from the first records of a table what its columns mean, and all else that
// holds for every line, before any line is read.
type beginning struct {
	*table
	sample sampler
	sep    byte
	few    []sampleRow        // the first rows, with few below the header
	rows   func() []sampleRow // more of them, read when they are first asked for
	named  fileName           // what the names of the file and the sheet say
}

// begin finds separator, header and month of a table from its first records. It
// returns false if the table was refused, or set aside.
func (t *table) begin(sample sampler, seps []byte) bool {
	be := &beginning{table: t, sample: sample}
	if !be.findHead(seps) {
		return false
	}
	be.settleDoctors()
	be.settlePlace()
	be.settleDates()
	be.judgeByContent()
	be.settleMonth()
	be.makePlan()
	return t.res.problems.Len() == 0
}

// findHead finds the header, and of a panel the columns or rows that are months.
func (be *beginning) findHead(seps []byte) bool {
	f := be.res
	h, sep, ok := findHeader(be.sample, seps, &be.columnNames)
	if !ok || h.cannotBeRead() {
		if side, s, is := be.panels.findSideways(be.sample, seps); is {
			h, sep, ok = side, s, true
			be.panels.sideYear, be.panels.sideMonths = h.side.given, map[varighet.Month]int{}
		}
	}
	if !ok {
		be.noHeader(be.sample, seps)
		return false
	}
	be.sep = sep
	be.rows = sync.OnceValue(func() []sampleRow { return be.sample.first(sep, sampleSize) })
	if h.yearless {
		year, ok := f.yearAround(h.titles)
		if !ok {
			f.head, f.sep = h, sep
			f.refuse(h.line, 0, "month-missing", "the columns are named after months, and nothing says of which year",
				`put the year above the table or in the name of the sheet or the file, such as "Fastleger 2019"`)
			return false
		}
		h.inYear(year)
	}
	if len(h.panel) > 0 {
		h.fillPanel(be.rows())
	}
	be.head, f.head, f.sep = h, h, sep
	be.few = be.below(fewRowsLook)
	return true
}

// below returns the first records, with n of them below the header.
func (be *beginning) below(n int) []sampleRow {
	return be.sample.first(be.sep, be.head.index+be.head.rows+n)
}

// ownIDs returns the first records, with as many below the header as a column for own ids is judged by.
func (be *beginning) ownIDs() []sampleRow { return be.below(ownIDRows) }

// settleDoctors settles by what the table tells doctors apart.
func (be *beginning) settleDoctors() {
	f := be.res
	be.ids = be.head.doctorIDKind()
	if be.ids == DoctorIDOwnNamed && !be.seesNames(be.sample(be.sep)) {
		be.ids, be.namesEmpty = DoctorIDOwn, true
	}
	if be.ids == DoctorIDName && be.seesNumbers(be.below(firstNames)) {
		be.ids, be.numbersInNames = DoctorIDHPR, true
	}
	be.decideOwnIDs(be.few, be.ownIDs)
	f.ids, f.named = be.ids, be.ids == DoctorIDName || be.numbersInNames || be.ids != DoctorIDOwn && be.head.namesDoctors()
}

// settlePlace settles where the municipality is said, and by which words some columns mean no.
func (be *beginning) settlePlace() {
	f, h := be.res, &be.head
	be.named = f.nameFacts(be.opt.Layout.order())
	f.nameCode, f.nameOfMunicipality = be.named.code, be.named.name
	be.place.titleMunicipality()
	be.place.code, be.place.name = f.nameCode, f.nameOfMunicipality
	be.shared = h.sharesMunicipality()
	be.headed = !h.namesMunicipality()
	be.numberedWithin = be.opt.Layout.ListsWithin() == withinMunicipality
	be.closedHeader = h.named(fieldStatus, "lukket", "lukka")
	be.selfEmployedHeader = h.named(fieldSalaried, "næringsdrift", "næringsdrivende", "næringsdrivande")
}

// settleDates settles how dates are written.
func (be *beginning) settleDates() {
	be.unusedColumns()
	be.dates.beginTenths(be.sample, be.sep)
	be.head.findPeriodColumn(be.few)
	be.res.head = be.head
	be.dates.beginOrder(be.sample, be.sep, be.few, be.named)
	be.dates.sayOrder(be.head.order)
	if be.head.side != nil {
		be.dates.sayOrder(be.head.side.order)
	}
}

// judgeByContent looks whether columns hold what their headers say, and refuses what cannot be read.
func (be *beginning) judgeByContent() {
	be.settleByContent(be.few, be.rows)
	be.refusePositionOfDoctor(be.few, be.ownIDs)
	if !be.head.givesDoctor() && be.head.side == nil {
		be.head.guesses = be.head.guess(be.rows())
	}
	be.head.problems(be.res)
	be.res.head = be.head
}

// settleMonth settles the month of rows that name none, and shows what was understood.
func (be *beginning) settleMonth() {
	f := be.res
	be.dates.fileMonth(be.named, be.rows)
	be.kinds.sums.wanted = be.head.has(fieldResidents) && !be.head.isPanel() && be.dates.periods == nil
	be.sketchUnused(be.rows)
	f.month = be.dates.month
	if be.opt.Samples > 0 {
		f.layouts = recognise(&be.head, be.headed && f.nameCode != "", be.onlyLayout())
		f.offer = be.head.offer(f.name, be.rows())
	}
}

// makePlan settles whether and how lines are compared with those of a month ago.
func (be *beginning) makePlan() {
	be.steady.makePlan(be.src == source(&be.rec))
	be.steady.compares = be.steady.compares && be.dates.periods == nil && !be.numberedWithin && be.dates.tenths == nil && !be.dates.order.open
}

// onlyLayout is the layout of a table whose rows are read in a way of their own; "" of
// one that may have any of the others.
func (be *beginning) onlyLayout() string {
	switch {
	case be.head.side != nil:
		return "L6b"
	case be.dates.periods != nil:
		return "L7b"
	}
	return ""
}

// noHeader refuses a table in which no row names the columns. A sheet beside
// others that has no rows like a table's is a page of text, and set aside.
func (be *beginning) noHeader(sample sampler, seps []byte) {
	f := be.res
	if f.order > 0 {
		wide := 0
		for _, r := range sample.first(0, sampleSize) {
			filled := 0
			for _, c := range r.cells {
				if c != "" {
					filled++
				}
			}
			if filled >= 3 {
				wide++
			}
		}
		if wide < 5 {
			f.aside = "the sheet holds no table of lists"
			return
		}
	}
	f.refuse(0, 0, "missing-column", fmt.Sprintf("no header row is found in the first %d rows", maxTitleRows),
		"one row must name the columns, at least the list's id (such as Avtale-ID or Liste) and the doctor (such as HPR-nr or Fastlege); "+
			"a layout file or --map says what columns with other names are")
	if be.opt.Samples > 0 {
		be.offerBest(sample, seps)
	}
}

// offerBest proposes a layout for a table whose header is not known: the first
// row with the most columns, under the separator that gives most.
func (be *beginning) offerBest(sample sampler, seps []byte) {
	var best header
	var rows []sampleRow
	width := 1
	for _, s := range seps {
		all := sample.first(s, sampleSize)
		for _, r := range all[:min(len(all), maxTitleRows)] {
			filled := 0
			for _, c := range r.cells {
				if c != "" && strings.ContainsFunc(c, cell.IsNameRune) {
					filled++
				}
			}
			if filled > width {
				width, rows = filled, all
				best = headerOf(r.cells, &be.columnNames)
				best.line, best.index = r.line, r.index
			}
		}
	}
	if width > 1 && best.headsNumbers(rows) {
		be.res.offer = best.offer(be.res.name, rows)
	}
}

// headsNumbers reports whether a row that could be a header holds words only, and
// some column under it numbers. Without that it may as well be a row of data, and show
// somebody's name.
func (h *header) headsNumbers(rows []sampleRow) bool {
	isNumeric := func(s string) bool { return s != "" && strings.Trim(s, "0123456789 .,") == "" }
	if slices.ContainsFunc(h.names, isNumeric) {
		return false
	}
	for i, name := range h.names {
		cells := h.below(i, rows)
		if name != "" && len(cells) >= 3 && !slices.ContainsFunc(cells, func(s string) bool { return !isNumeric(s) }) {
			return true
		}
	}
	return false
}

// firstNames is how many rows are looked at for numbers beside the names.
const firstNames = 20

// named reports whether the column of a field has one of these headers.
func (h *header) named(f field, headers ...string) bool {
	i := h.at[f]
	return i >= 0 && slices.ContainsFunc(headers, func(w string) bool { return cell.Fold(h.names[i]) == cell.Fold(w) })
}

// sharesMunicipality reports whether an empty cell for the municipality means
// "as above". In a register written as CSV, known by its column names, it means
// that there is none.
func (h *header) sharesMunicipality() bool {
	return h.has(fieldMunicipalityCode, fieldMunicipalityName) &&
		!h.named(fieldMunicipalityCode, "municipality_code") && !h.named(fieldMunicipalityName, "municipality_name")
}

// maxUnused is how many unused columns of a file are named one by one.
const maxUnused = 20

// unusedColumn warns of a column that is not known, in no place yet.
func unusedColumn(header string) Warning {
	return Warning{Code: "column-unused", Msg: "column " + quoteHeader(header) + " not used"}
}
