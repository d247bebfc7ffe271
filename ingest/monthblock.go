package ingest

import (
	"fmt"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

// A monthBlock is the month of a block of rows, in a table that people have typed
// month below month:
//
//	a line above each block                       "Mai 2017"
//	a title above each block, and the header again "Fastlegar per mai 2017"
//	the first row of each block, in a column for the month that is empty in the others
//
// A month in the file's name is that of all rows: a block of another month is a fault.
type monthBlock struct {
	headed bool // no month but in lines between the rows
	titled bool // the month comes from a line or a title, so that the next may change it

	// Of a column for the month.
	last    varighet.Opt[varighet.Month]
	seen    []varighet.Month // that a block has begun with
	notOnce bool             // a month stood in two rows: an empty cell does not mean "as above"
}

// saw notes the month that a row names.
func (b *monthBlock) saw(m varighet.Month) {
	if b.notOnce {
		return
	}
	if b.notOnce = slices.Contains(b.seen, m); !b.notOnce {
		b.seen, b.last = append(b.seen, m), varighet.Some(m)
	}
}

// above is the month of the row above for a row that names none, where each month
// stands once.
func (b *monthBlock) above() (varighet.Month, bool) { return b.last.V, b.last.OK && !b.notOnce }

// hasMonthLines reports whether a row below the header is a month and nothing else.
func (h *header) hasMonthLines(rows []sampleRow, order varighet.Opt[cell.DateOrder]) bool {
	return slices.ContainsFunc(rows, func(r sampleRow) bool {
		filled := slices.DeleteFunc(slices.Clone(r.cells), func(c string) bool { return c == "" })
		return r.index >= h.index+h.rows && len(filled) == 1 && cell.IsMonthLine(filled[0], order)
	})
}

// monthLine takes a row with text in one cell for the month of the rows below it,
// if it is one.
func (t *table) monthLine(text string) bool {
	if t.head.isPanel() || t.periods != nil {
		return false
	}
	if !cell.IsMonthLine(text, t.order.order) {
		return t.unclearLine(text)
	}
	m := cell.FindMonths(text, t.order.order)[0]
	if t.head.has(fieldMonth) {
		t.block.saw(m)
	} else {
		t.beginMonth(m, t.line)
	}
	return true
}

const unclearLineHint = "say --dates day/month or --dates month/day; or write november 2019"

// unclearLine refuses a line with a date and nothing else, such as 11/1/2019, which may begin a
// block of one month or of another.
func (t *table) unclearLine(text string) bool {
	d, w, _ := cell.UnclearDate(text)
	if !cell.IsSlashedDate(text) || t.order.order.OK || t.head.has(fieldMonth) {
		return false
	}
	t.refuse(t.line, 0, "month-order", "the line has the date "+d+", which is "+w.Readings(), unclearLineHint)
	return true
}

// beginMonth begins a block of a month that is named on a line.
func (t *table) beginMonth(m varighet.Month, line int) {
	switch {
	case t.head.namesMonth() || t.periods != nil:
	case t.month.OK && t.month.V != m && !t.block.titled:
		t.refuse(line, 0, "month", fmt.Sprintf("a second table begins here, for %s; the first is for %s", m, t.month.V),
			"split the file, or add a column with the month")
	case !t.month.OK || t.month.V != m:
		t.month, t.block.titled = varighet.Some(m), true
		t.above.known = false
	}
}
