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
		if side, s, is := t.findSideways(sample, seps); is {
			h, sep, ok = side, s, true
			t.sideYear, t.sideMonths = h.side.given, map[varighet.Month]int{}
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
	t.titleMunicipality()
	t.code, t.name = f.nameCode, f.nameOfMunicipality
	t.shared = h.sharesMunicipality()
	t.headed = !h.namesMunicipality()
	t.addsUp = h.has(fieldResidents) && !h.isPanel()
	t.closedHeader = h.named(fieldStatus, "lukket", "lukka")
	t.selfEmployedHeader = h.named(fieldSalaried, "næringsdrift", "næringsdrivende", "næringsdrivande")
	t.unusedColumns()
	t.beginTenths(sample, sep)
	h.findPeriodColumn(few)
	t.head, f.head = h, h
	t.beginOrder(sample, sep, few, fn)
	t.sayOrder(h.order)
	if h.side != nil {
		t.sayOrder(h.side.order)
	}
	t.settleByContent(few, rows)
	t.refusePositionOfDoctor(few, first)
	if !t.head.givesDoctor() && t.head.side == nil {
		t.head.guesses = t.head.guess(rows())
	}
	t.head.problems(f)
	f.head = t.head
	t.fileMonth(fn, rows)
	t.sketchUnused(rows)
	f.month = t.month
	if t.opt.Samples > 0 {
		f.layouts = recognise(&t.head, t.headed && f.nameCode != "", t.onlyLayout())
		f.offer = t.head.offer(f.name, rows())
	}
	t.makePlan()
	t.numberedWithin = t.opt.Layout.ListsWithin() == withinMunicipality
	t.compares = t.compares && t.periods == nil && !t.numberedWithin && t.tenths == nil && !t.order.open
	return f.problems.Len() == 0
}

// onlyLayout is the layout of a table whose rows are read in a way of their own; "" of
// one that may have any of the others.
func (t *table) onlyLayout() string {
	switch {
	case t.head.side != nil:
		return "L6b"
	case t.periods != nil:
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

// fileMonth finds the month of a file whose rows have none: in the title above
// the header, else in the file's name, else in a line that says when the file was made, if
// that has no day. The first two must not disagree.
func (t *table) fileMonth(fn fileName, rows func() []sampleRow) {
	titles, printed := t.titleMonths()
	stated := titles
	if len(stated) == 0 {
		stated = fn.months
	}
	t.titled = titles
	if !cell.IsPrintNote(fn.base) || cell.NamesMonthOnly(fn.base) || !cell.HasDay(fn.base) {
		t.named = fn.months
	}
	switch {
	case t.head.namesMonth():
	case t.isOfPeriods(stated, rows):
		t.beginPeriods(stated)
	case len(titles) > 1:
		t.refuse(0, 0, "month", "title and header speak of "+listMonths(titles), "leave one month in the title, or add a column with the month")
	case len(titles) == 1 && len(fn.months) == 1 && titles[0] != fn.months[0]:
		t.refuse(0, 0, "month", fmt.Sprintf("the title says %s and the file's name %s", titles[0], fn.months[0]), "correct the one that is wrong")
	case len(titles) == 1:
		t.month, t.block.titled = varighet.Some(titles[0]), len(fn.months) == 0 && !t.head.month.OK
	case len(fn.months) > 1:
		t.refuse(0, 0, "month", "the file's name speaks of "+listMonths(fn.months), "leave one month in the name, or add a column with the month")
	case len(fn.months) == 1:
		t.month = varighet.Some(fn.months[0])
	case t.head.hasMonthLines(rows(), t.order.order):
		t.block.headed = true
	case len(printed) == 1:
		t.month, t.block.titled = varighet.Some(printed[0]), true
	default:
		t.monthMissing(fn)
	}
}

// titleMonths are the months that the header and the lines above it speak of. printed are
// those of lines that say when the file was made.
func (t *table) titleMonths() (titles, printed []varighet.Month) {
	if t.head.month.OK {
		titles = append(titles, t.head.month.V)
	}
	for _, text := range t.head.titles {
		made, whole := cell.IsPrintNote(text), cell.NamesMonthOnly(text) || !cell.HasDay(text)
		for _, m := range cell.FindMonths(text, t.order.order) {
			switch {
			case !made:
				titles = cell.AppendNew(titles, m)
			case whole:
				printed = cell.AppendNew(printed, m)
			}
		}
	}
	return titles, printed
}

// monthMissing refuses a file of which nothing says the month. Dates that could have said so
// are shown, and no other part of a title, which may name somebody.
func (t *table) monthMissing(fn fileName) {
	for _, text := range append(slices.Clone(t.head.titles), fn.base) {
		if d, w, found := cell.UnclearDate(text); found {
			t.refuse(0, 0, "month-order", "the title or the file's name has the date "+d+", which is "+w.Readings(),
				"write the month with its name, such as november 2019, or say --dates day/month or --dates month/day")
			return
		}
	}
	made := ""
	for _, text := range t.head.titles {
		if ms := cell.FindMonths(text, t.order.order); cell.IsPrintNote(text) && len(ms) > 0 {
			made = "; a line above the header says when the file was made, in " + listMonths(ms)
		}
	}
	if t.res.file == "-" {
		t.refuse(0, 0, "month-missing", "neither a column nor a title says which month this is"+made,
			`put a line with the month above the header, such as "november 2019", or add a column with it`)
		return
	}
	t.refuse(0, 0, "month-missing", "neither a column, nor a title, nor the file's name says which month this is"+made,
		`name the file after its month, such as "liste_2019_11.csv" or "november 2019.csv"`)
}

// listMonths words several months, the first few of many.
func listMonths(months []varighet.Month) string {
	var words []string
	for _, m := range months[:min(len(months), 6)] {
		words = append(words, m.String())
	}
	if more := len(months) - len(words); more > 0 {
		words = append(words, fmt.Sprintf("%d more", more))
	}
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}

// monthsDiffer warns where the rows have months of their own, and the title or the file's
// name speaks of another. A name with one month may be that of a table with the months
// before it.
func (t *table) monthsDiffer() {
	rows := t.res.sketches
	if len(rows) == 0 || !t.head.namesMonth() {
		return
	}
	from, to := rows[0].month, rows[len(rows)-1].month
	for _, s := range []struct {
		who    string
		months []varighet.Month
	}{{"the file's name", t.named}, {"the title", t.titled}} {
		if len(s.months) == 0 {
			continue
		}
		differ := from < slices.Min(s.months) || to > slices.Max(s.months)
		if len(s.months) == 1 {
			differ = s.months[0] < from || from == to && s.months[0] != from
		}
		if differ {
			t.res.warnings.add(Warning{Code: "month-differs", File: t.res.name, Count: 1, Files: 1,
				Msg: fmt.Sprintf("%s says %s and the rows are of %s: the rows count; correct the one that is wrong", s.who, monthRange(s.months), monthRange([]varighet.Month{from, to}))})
		}
	}
}

// monthRange words months from the first to the last.
func monthRange(months []varighet.Month) string {
	from, to := slices.Min(months), slices.Max(months)
	if from == to {
		return from.String()
	}
	return from.String() + " to " + to.String()
}
