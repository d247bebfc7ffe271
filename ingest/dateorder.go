package ingest

import (
	"slices"
	"strings"

	"github.com/varighet/varighet"
)

// 11/1/19 is November to Excel in English (United States) and January to Excel in Norwegian.
// Which of the two a table means is decided over all its dates: by one that has a day after
// the 12th, by the month in the title or the file's name, by all of them being the 1st of a
// month, as the dates of lists are. Where nothing decides it, it is a fault, and a layout says
// which (dates = "month/day"). Dates with points (1.11.2019) have the day first everywhere.

// A dateOrder is the order of day, month and year in a date of three numbers.
type dateOrder uint8

const (
	dayFirst   dateOrder = iota // 1/11/2019, 1-11-19
	monthFirst                  // 11/1/2019, 11-1-19
	yearFirst                   // 19/11/01, 19-11-01: a year of two digits
	numOrders
)

// dateOrderNames are what a layout and --dates call the orders.
var dateOrderNames = [numOrders]string{"day/month", "month/day", "year/month"}

// noOrder is for texts of which nothing tells the order.
var noOrder varighet.Opt[dateOrder]

func (o dateOrder) String() string { return dateOrderNames[o] }

// A writtenDate is what a text says under each order.
type writtenDate struct {
	by      [numOrders]date
	is      [numOrders]bool // a date under this order
	ordered bool            // the order matters: three numbers with slashes or hyphens between
	utc     bool            // an instant in UTC, read as Oslo time
}

// isDate reports whether the text is a date under some order.
func (w *writtenDate) isDate() bool { return w.is[dayFirst] || w.is[monthFirst] || w.is[yearFirst] }

// known returns the date under an order, if one is given, or if they all agree.
func (w *writtenDate) known(order varighet.Opt[dateOrder]) (date, bool) {
	if !w.ordered {
		return w.by[dayFirst], w.is[dayFirst]
	}
	if !order.OK {
		order.V, order.OK = decideOrder([]writtenDate{*w}, nil)
	}
	return w.by[order.V], order.OK && w.is[order.V]
}

// isOrdered reports whether tokens begin with three numbers between which there are slashes,
// or hyphens, twice the same. 1/11-2019 is Norwegian, with the day first.
func isOrdered(ts []token) bool {
	if len(ts) < 3 || ts[1].gap != ts[2].gap || ts[1].gap != "/" && ts[1].gap != "-" {
		return false
	}
	for _, t := range ts[:2] {
		if t.digits != 1 && t.digits != 2 {
			return false
		}
	}
	_, isYear := ts[2].year()
	return isYear || ts[0].digits == 2 && ts[2].digits <= 2
}

// ordered reads three numbers in an order; ok is false if they are no date then.
func (o dateOrder) ordered(a, b, c token) (d date, ok bool) {
	switch o {
	case monthFirst:
		a, b = b, a
	case yearFirst:
		if a.digits != 2 || b.digits != 2 || c.digits != 2 {
			return d, false
		}
		a, c = c, a
	}
	year, ok := c.year()
	d = date{year, b.num, a.num}
	return d, ok && a.num > 0 && d.valid()
}

// decideOrder returns the order in which a table has written dates. named are the months of
// the title and the file's name, between which the dates must be; nil where they need not be.
// ok is false if the dates may be in several orders that make a difference, or in none.
func decideOrder(dates []writtenDate, named []varighet.Month) (order dateOrder, ok bool) {
	orders := possibleOrders(dates)
	if allAgree(dates, orders) {
		return firstOrder(orders)
	}
	if len(named) > 0 {
		within := keepOrders(orders, dates, func(d date) bool {
			return d.monthOf() >= slices.Min(named) && d.monthOf() <= slices.Max(named)
		})
		if len(within) > 0 && allAgree(dates, within) {
			return within[0], true
		}
	}
	firsts := keepOrders(orders, dates, func(d date) bool { return d.day == 1 })
	if len(firsts) > 0 && allAgree(dates, firsts) && (firsts[0] == dayFirst || len(dates) > 1) {
		return firsts[0], true
	}
	return 0, false
}

func firstOrder(orders []dateOrder) (dateOrder, bool) {
	if len(orders) == 0 {
		return 0, false
	}
	return orders[0], true
}

// possibleOrders are those under which every text is a date. The year comes first only where
// every date is the 1st of a month: that form is seldom.
func possibleOrders(dates []writtenDate) []dateOrder {
	orders := keepOrders([]dateOrder{dayFirst, monthFirst, yearFirst}, dates, func(date) bool { return true })
	if i := slices.Index(orders, yearFirst); i >= 0 && slices.ContainsFunc(dates, func(w writtenDate) bool { return w.by[yearFirst].day != 1 }) {
		orders = slices.Delete(orders, i, i+1)
	}
	return orders
}

// keepOrders keeps the orders under which every text is a date that fits.
func keepOrders(orders []dateOrder, dates []writtenDate, fits func(date) bool) []dateOrder {
	return slices.DeleteFunc(slices.Clone(orders), func(o dateOrder) bool {
		return slices.ContainsFunc(dates, func(w writtenDate) bool { return !w.is[o] || !fits(w.by[o]) })
	})
}

// allAgree reports whether every text is of the same month under all of the orders.
func allAgree(dates []writtenDate, orders []dateOrder) bool {
	for _, o := range orders[min(1, len(orders)):] {
		if slices.ContainsFunc(dates, func(w writtenDate) bool { return w.by[o].monthOf() != w.by[orders[0]].monthOf() }) {
			return false
		}
	}
	return true
}

// An orderReader finds the order of a table's dates while it is read. Rows whose month is
// not clear before the order is are held back.
type orderReader struct {
	order    varighet.Opt[dateOrder]
	open     bool // not decided yet
	contrary bool // no order fits all dates
	named    []varighet.Month
	months   []writtenDate // distinct ones in the column for the month
	all      []writtenDate // in the other columns too
	seen     map[string]bool
	held     []heldRow
}

// maxOrderDates is how many distinct dates an order is decided on; later ones must fit it.
const maxOrderDates = 512

// add notes a cell of a column of dates. It returns whether the order matters for the cell.
func (r *orderReader) add(text string, isMonth bool) bool {
	if len(text) < 5 || !strings.ContainsAny(text, "/-") {
		return false
	}
	if r.seen[text] {
		return true
	}
	w := readWritten(text)
	if !w.ordered || !w.isDate() {
		return false
	}
	if len(r.all) < maxOrderDates {
		if r.seen == nil {
			r.seen = map[string]bool{}
		}
		r.seen[text] = true
		if r.all = append(r.all, w); isMonth {
			r.months = append(r.months, w)
		}
	}
	return true
}

// decide looks whether the dates so far tell the order. It is true if they do. Dates such
// as 1/1/2019, which are the same in any order, do not, and agree is true.
func (r *orderReader) decide() (decided, agree bool) {
	orders := possibleOrders(r.all)
	r.contrary = len(orders) == 0
	if len(orders) > 1 && allAgree(r.all, orders) {
		return false, true
	}
	if len(r.months) > 0 {
		r.order.V, r.order.OK = decideOrder(r.months, r.named)
	}
	if !r.order.OK || !slices.Contains(orders, r.order.V) {
		r.order.V, r.order.OK = decideOrder(r.all, nil)
	}
	r.open = !r.order.OK
	return r.order.OK, false
}

// dateColumns are the columns of dates that are read.
func (h *header) dateColumns() (columns []int) {
	for _, f := range []field{fieldMonth, fieldAgreementStart, fieldAgreementEnd, fieldPeriod} {
		if h.at[f] >= 0 {
			columns = append(columns, h.at[f])
		}
	}
	return columns
}

// beginOrder looks at the dates of the first rows: few in the column for the month, more in those
// for beginnings and ends, which may be empty. If any has an order, all that can be looked at beforehand are.
func (t *table) beginOrder(sample sampler, sep byte, few []sampleRow, fn fileName) {
	t.order = orderReader{named: fn.months}
	if titles, _ := t.titleMonths(); len(titles) > 0 {
		t.order.named = titles
	}
	if t.order.order = t.opt.Layout.order(); t.order.order.OK {
		return
	}
	columns := t.head.dateColumns()
	if len(columns) == 0 {
		return
	}
	rows := few
	if len(columns) > 1 || columns[0] != t.head.at[fieldMonth] {
		rows = sample.first(sep, t.head.index+t.head.rows+sampleSize)
	}
	if t.addDates(rows, columns) {
		for r := range sample(sep) {
			t.addDates([]sampleRow{r}, columns)
		}
	}
	if len(t.order.all) == 0 {
		return
	}
	if decided, _ := t.order.decide(); decided {
		t.sayOrder(t.order.order)
		return
	}
	t.order.open = t.tenths == nil
}

// fewRowsLook is how many rows are looked at to see whether it is worth looking at more.
const fewRowsLook = 8

// addDates notes the dates of rows below the header; any tells of one with an order.
func (t *table) addDates(rows []sampleRow, columns []int) (any bool) {
	for _, r := range rows {
		for _, i := range columns {
			if r.index >= t.head.index+t.head.rows && t.addDate(i, at(r.cells, i)) {
				any = true
			}
		}
	}
	return any
}

// addDate notes the date, or the two of a period, in a cell. It returns whether the order matters for it.
func (t *table) addDate(column int, text string) bool {
	if column != t.head.at[fieldPeriod] {
		return t.order.add(text, column == t.head.at[fieldMonth])
	}
	p, _ := splitPeriod(text)
	from, to := t.order.add(p.from, false), t.order.add(p.to, false)
	return from || to
}

// sayOrder warns that dates were not read the Norwegian way.
func (t *table) sayOrder(o varighet.Opt[dateOrder]) {
	if o.OK && o.V != dayFirst && !t.opt.Layout.order().OK {
		t.res.warnings.add(Warning{Code: "date-order", File: t.res.name, Line: t.head.line, Count: 1, Files: 1,
			Msg: "dates with slashes or hyphens are read as " + o.V.String() + `: if they are not, say --dates day/month`})
	}
}

// holds holds a row back while the order of its dates is not clear and matters.
func (t *table) holds(cells [][]byte, line int, high bool) (held bool, _ error) {
	r := &t.order
	matters := len(r.held) > 0
	for _, i := range t.head.dateColumns() {
		if i < len(cells) {
			matters = t.addDate(i, clean(cells[i])) || matters
		}
	}
	if !matters {
		return false, nil
	}
	decided, agree := r.decide()
	if decided {
		t.sayOrder(t.order.order)
	}
	if decided || len(r.held) == maxHeld {
		return false, t.releaseHeld()
	}
	if agree {
		return false, nil
	}
	r.held = append(r.held, holdRow(cells, line, high))
	return true, nil
}

// releaseHeld reads the rows that were held back. If the order is still not known,
// those whose month depends on it are faults.
func (t *table) releaseHeld() error {
	held := t.order.held
	t.order.held, t.order.open = nil, false
	for _, h := range held {
		if err := t.read(h.cells, h.line, h.high); err != nil {
			return err
		}
	}
	return nil
}

// dateOf returns the date of a cell in the order of the table. If nothing tells the order, or
// the cell does not fit it, the cell is faulted, and ok is false.
func (t *table) dateOf(column int, cell []byte, w *writtenDate) (d date, ok bool) {
	t.sawUTC = t.sawUTC || w.utc
	r := &t.order
	if !w.ordered || !r.contrary {
		if d, ok = w.known(r.order); ok {
			return d, true
		}
	}
	const hint = `say --dates day/month or --dates month/day, or dates = "month/day" in a layout file; or write 2019-11-01`
	if r.contrary || r.order.OK {
		t.fault(column+1, "month-order", describe(cell)+" and other dates of the table do not have day and month in one order",
			"correct the dates that are wrong; "+hint)
		return d, false
	}
	t.fault(column+1, "month-order", describe(cell)+" is "+w.readings()+": nothing tells whether the day or the month comes first", hint)
	return d, false
}

// readings words the months that a text may be of.
func (w *writtenDate) readings() string {
	var months []string
	for o, d := range w.by {
		if m := d.monthOf().String(); w.is[o] && !slices.Contains(months, m) {
			months = append(months, m)
		}
	}
	return strings.Join(months, " or ")
}
