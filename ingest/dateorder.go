package ingest

import (
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

// 11/1/19 is November to Excel in English (United States) and January to Excel in Norwegian.
// Which of the two a table means is decided over all its dates: by one that has a day after
// the 12th, by the month in the title or the file's name, by all of them being the 1st of a
// month, as the dates of lists are. Where nothing decides it, it is a fault, and a layout says
// which (dates = "month/day"). Dates with points (1.11.2019) have the day first everywhere.

// An orderReader finds the order of a table's dates while it is read. Rows whose month is
// not clear before the order is are held back.
type orderReader struct {
	order    varighet.Opt[cell.DateOrder]
	open     bool // not decided yet
	contrary bool // no order fits all dates
	named    []varighet.Month
	months   []cell.WrittenDate // distinct ones in the column for the month
	all      []cell.WrittenDate // in the other columns too
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
	w := cell.ReadWritten(text)
	if !w.Ordered || !w.IsDate() {
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
	orders := cell.PossibleOrders(r.all)
	r.contrary = len(orders) == 0
	if len(orders) > 1 && cell.AllAgree(r.all, orders) {
		return false, true
	}
	if len(r.months) > 0 {
		r.order.V, r.order.OK = cell.DecideOrder(r.months, r.named)
	}
	if !r.order.OK || !slices.Contains(orders, r.order.V) {
		r.order.V, r.order.OK = cell.DecideOrder(r.all, nil)
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
func (da *dating) beginOrder(sample sampler, sep byte, few []sampleRow, fn fileName) {
	da.order = orderReader{named: fn.months}
	if titles, _ := da.titleMonths(); len(titles) > 0 {
		da.order.named = titles
	}
	if da.order.order = da.opt.Layout.order(); da.order.order.OK {
		return
	}
	columns := da.head.dateColumns()
	if len(columns) == 0 {
		return
	}
	rows := few
	if len(columns) > 1 || columns[0] != da.head.at[fieldMonth] {
		rows = sample.first(sep, da.head.index+da.head.rows+sampleSize)
	}
	if da.addDates(rows, columns) {
		for r := range sample(sep) {
			da.addDates([]sampleRow{r}, columns)
		}
	}
	if len(da.order.all) == 0 {
		return
	}
	if decided, _ := da.order.decide(); decided {
		da.sayOrder(da.order.order)
		return
	}
	da.order.open = da.tenths == nil
}

// fewRowsLook is how many rows are looked at to see whether it is worth looking at more.
const fewRowsLook = 8

// addDates notes the dates of rows below the header; any tells of one with an order.
func (da *dating) addDates(rows []sampleRow, columns []int) (any bool) {
	for _, r := range rows {
		for _, i := range columns {
			if r.index >= da.head.index+da.head.rows && da.addDate(i, at(r.cells, i)) {
				any = true
			}
		}
	}
	return any
}

// addDate notes the date, or the two of a period, in a cell. It returns whether the order matters for it.
func (da *dating) addDate(column int, text string) bool {
	if column != da.head.at[fieldPeriod] {
		return da.order.add(text, column == da.head.at[fieldMonth])
	}
	p, _ := cell.SplitPeriod(text)
	from, to := da.order.add(p.From, false), da.order.add(p.To, false)
	return from || to
}

// sayOrder warns that dates were not read the Norwegian way.
func (da *dating) sayOrder(o varighet.Opt[cell.DateOrder]) {
	if o.OK && o.V != cell.DayFirst && !da.opt.Layout.order().OK {
		da.res.warnings.add(Warning{Code: "date-order", File: da.res.name, Line: da.head.line, Count: 1, Files: 1,
			Msg: "dates with slashes or hyphens are read as " + o.V.String() + `: if they are not, say --dates day/month`})
	}
}
