package ingest

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

// begin finds separator, header and month of a table from its first records. It
// returns false if the table was refused, or set aside.
func (t *table) begin(sample sampler, seps []byte) bool {
	f := t.res
	h, sep, ok := findHeader(sample, seps, &t.columnNames)
	if !ok || h.cannotBeRead() {
		if side, s, is := t.panels.findSideways(sample, seps); is {
			h, sep, ok = side, s, true
			t.panels.sideYear, t.panels.sideMonths = h.side.given, map[varighet.Month]int{}
		}
	}
	if !ok {
		t.noHeader(sample, seps)
		return false
	}
	rows := sync.OnceValue(func() []sampleRow { return sample.first(sep, sampleSize) })
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
		h.fillPanel(rows())
	}
	t.head, f.head, f.sep = h, h, sep
	few := sample.first(sep, h.index+h.rows+fewRowsLook)
	t.ids = h.doctorIDKind()
	if t.ids == DoctorIDOwnNamed && !t.seesNames(sample(sep)) {
		t.ids, t.namesEmpty = DoctorIDOwn, true
	}
	if t.ids == DoctorIDName && t.seesNumbers(sample.first(sep, h.index+h.rows+firstNames)) {
		t.ids, t.numbersInNames = DoctorIDHPR, true
	}
	first := func() []sampleRow { return sample.first(sep, h.index+h.rows+ownIDRows) }
	t.decideOwnIDs(few, first)
	f.ids, f.named = t.ids, t.ids == DoctorIDName || t.numbersInNames || t.ids != DoctorIDOwn && h.namesDoctors()
	fn := f.nameFacts(t.opt.Layout.order())
	f.nameCode, f.nameOfMunicipality = fn.code, fn.name
	t.place.titleMunicipality()
	t.place.code, t.place.name = f.nameCode, f.nameOfMunicipality
	t.shared = h.sharesMunicipality()
	t.headed = !h.namesMunicipality()
	t.closedHeader = h.named(fieldStatus, "lukket", "lukka")
	t.selfEmployedHeader = h.named(fieldSalaried, "næringsdrift", "næringsdrivende", "næringsdrivande")
	t.unusedColumns()
	t.dates.beginTenths(sample, sep)
	h.findPeriodColumn(few)
	t.head, f.head = h, h
	t.dates.beginOrder(sample, sep, few, fn)
	t.dates.sayOrder(h.order)
	if h.side != nil {
		t.dates.sayOrder(h.side.order)
	}
	t.settleByContent(few, rows)
	t.refusePositionOfDoctor(few, first)
	if !t.head.givesDoctor() && t.head.side == nil {
		t.head.guesses = t.head.guess(rows())
	}
	t.head.problems(f)
	f.head = t.head
	t.dates.fileMonth(fn, rows)
	t.kinds.sums.wanted = t.head.has(fieldResidents) && !t.head.isPanel() && t.dates.periods == nil
	t.sketchUnused(rows)
	f.month = t.dates.month
	if t.opt.Samples > 0 {
		f.layouts = recognise(&t.head, t.headed && f.nameCode != "", t.onlyLayout())
		f.offer = t.head.offer(f.name, rows())
	}
	t.steady.makePlan(t.src == source(&t.rec))
	t.numberedWithin = t.opt.Layout.ListsWithin() == withinMunicipality
	t.steady.compares = t.steady.compares && t.dates.periods == nil && !t.numberedWithin && t.dates.tenths == nil && !t.dates.order.open
	return f.problems.Len() == 0
}

// onlyLayout is the layout of a table whose rows are read in a way of their own; "" of
// one that may have any of the others.
func (t *table) onlyLayout() string {
	switch {
	case t.head.side != nil:
		return "L6b"
	case t.dates.periods != nil:
		return "L7b"
	}
	return ""
}

// noHeader refuses a table in which no row names the columns. A sheet beside
// others that has no rows like a table's is a page of text, and set aside.
func (t *table) noHeader(sample sampler, seps []byte) {
	f := t.res
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
	if t.opt.Samples > 0 {
		t.offerBest(sample, seps)
	}
}

// offerBest proposes a layout for a table whose header is not known: the first
// row with the most columns, under the separator that gives most.
func (t *table) offerBest(sample sampler, seps []byte) {
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
				best = headerOf(r.cells, &t.columnNames)
				best.line, best.index = r.line, r.index
			}
		}
	}
	if width > 1 && best.headsNumbers(rows) {
		t.res.offer = best.offer(t.res.name, rows)
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
