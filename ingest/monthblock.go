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

// monthLine takes a row with text in one cell for the month of the rows below it,
// if it is one.
func (da *dating) monthLine(text string) bool {
	if da.head.isPanel() || da.periods != nil {
		return false
	}
	if !cell.IsMonthLine(text, da.order.order) {
		return da.unclearLine(text)
	}
	m := cell.FindMonths(text, da.order.order)[0]
	if da.head.has(fieldMonth) {
		da.block.saw(m)
	} else {
		da.beginMonth(m, da.line)
	}
	return true
}

const unclearLineHint = "say --dates day/month or --dates month/day; or write november 2019"

// unclearLine refuses a line with a date and nothing else, such as 11/1/2019, which may begin a
// block of one month or of another.
func (da *dating) unclearLine(text string) bool {
	d, w, _ := cell.UnclearDate(text)
	if !cell.IsSlashedDate(text) || da.order.order.OK || da.head.has(fieldMonth) {
		return false
	}
	da.refuse(da.line, 0, "month-order", "the line has the date "+d+", which is "+w.Readings(), unclearLineHint)
	return true
}

// beginMonth begins a block of a month that is named on a line.
func (da *dating) beginMonth(m varighet.Month, line int) {
	switch {
	case da.head.namesMonth() || da.periods != nil:
	case da.month.OK && da.month.V != m && !da.block.titled:
		da.refuse(line, 0, "month", fmt.Sprintf("a second table begins here, for %s; the first is for %s", m, da.month.V),
			"split the file, or add a column with the month")
	case !da.month.OK || da.month.V != m:
		da.month, da.block.titled = varighet.Some(m), true
	}
}

// note remembers the month that a line of text speaks of.
func (da *dating) note(text []byte) {
	s := cell.Clean(text)
	if ms := cell.FindMonths(s, da.order.order); len(ms) == 1 && !cell.IsPrintNote(s) {
		da.noteMonth, da.noteLine = varighet.Some(ms[0]), da.line
	} else if d, w, unclear := cell.UnclearDate(s); unclear && len(ms) == 0 && !cell.IsPrintNote(s) && !da.order.order.OK {
		da.unclear, da.noteLine = d+", which is "+w.Readings(), da.line
	}
}

// pageBreak looks at a header that comes again: a title above it that names
// another month begins a second table, whose rows are of that month.
func (da *dating) pageBreak() {
	if da.unclear != "" && !da.head.namesMonth() {
		da.refuse(da.noteLine, 0, "month-order", "a second table begins here, with the date "+da.unclear, unclearLineHint)
	}
	da.unclear = ""
	if da.noteMonth.OK {
		da.beginMonth(da.noteMonth.V, da.noteLine)
	}
	da.noteMonth = varighet.Opt[varighet.Month]{}
}
