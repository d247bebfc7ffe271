package ingest

import (
	"fmt"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

// dating says when: which month a line is of, and which day a cell means. What holds for all
// lines, such as the month in a title and the order of day and month, is settled before the
// first of them (filemonth.go, dateorder.go); a line that is a month and nothing else, or a
// title at a page break, changes the month of the lines below it.
type dating struct {
	*worker
	*columns
	month varighet.Opt[varighet.Month] // of the whole file, or of the block, where rows have no month
	block monthBlock                   // where the file has a block of rows for each month

	named, titled []varighet.Month // by the file's name, unless that says when the file was made; by the title

	order   orderReader  // of day and month in dates
	tenths  *tenthReader // the months are written as numbers; nil if they are not
	periods *periodTable // the rows are periods; nil if they are not
	sawUTC  bool         // a date was an instant in UTC

	monthAbove bool // the row being read leaves its month to the rows above

	noteMonth varighet.Opt[varighet.Month] // of the last note, to see a second title at a page break
	noteLine  int
	unclear   string // a date in that note whose month nothing tells
}

// monthOf returns the month of a row.
func (da *dating) monthOf(cells [][]byte) varighet.Month {
	if da.month.OK {
		return da.month.V
	}
	raw := da.raw(cells, fieldMonth)
	if da.head.at[fieldYear] >= 0 {
		da.key = append(append(append(da.key[:0], da.raw(cells, fieldYear)...), 0), raw...)
		raw = da.key
	}
	c := da.months.get(raw, cell.ReadYearMonth)
	switch {
	case c.Blank && da.block.headed:
		da.fault(0, "month", "the row stands above the first line with a month", "put the month above each block of rows, or add a column with it")
	case c.Blank:
		if m, ok := da.block.above(); ok {
			da.monthAbove = true
			return m
		}
		da.fault(da.column(fieldMonth), "month", "the row has no month", "fill the month in, or remove the column and put the month in the file's name")
	case !c.Ok:
		da.badMonth(da.head.at[fieldMonth], da.raw(cells, fieldMonth))
	case c.Written != nil:
		d, ok := da.dateOf(da.head.at[fieldMonth], da.raw(cells, fieldMonth), c.Written)
		if !ok {
			return 0
		}
		da.block.saw(d.MonthOf())
		return d.MonthOf()
	default:
		da.block.saw(c.Month)
	}
	return c.Month
}

// badMonth faults a cell that is no month.
func (da *dating) badMonth(column int, raw []byte) {
	if _, either := cell.LostZero(cell.Clean(raw)); either {
		da.fault(column+1, "month", cell.Describe(raw)+isEither+"the months beside it do not tell", "write 2019-01 or 2019-10")
		return
	}
	if name, bare := cell.MonthWithoutYear(cell.Clean(raw)); bare {
		msg, hint := name+" is a month without a year", "add a column År with the year, or write "+name+" 2019"
		if da.head.has(fieldYear) {
			msg, hint = "no year that can be read stands beside the month "+name, "write the year in the column for it, such as 2019"
		}
		da.fault(column+1, "month", msg, hint)
		return
	}
	da.fault(column+1, "month", cell.Describe(raw)+" is not a month", "write 2019-11, 201911, 01.11.2019 or november 2019")
}

const isEither = " is January or October: a spreadsheet drops the last zero of 2019.10, and "

// dayAt reads a cell for a date in the order of the table. A date in an order that is not
// clear is a fault.
func (da *dating) dayAt(column int, raw []byte) cell.DayCell {
	c := *da.days.get(raw, cell.ReadDay)
	if c.Written != nil {
		d, ok := da.dateOf(column, raw, c.Written)
		c.Days, c.Ok = d.Days(), ok
	}
	return c
}

// dateOf returns the date of a cell in the order of the table. If nothing tells the order, or
// the cell does not fit it, the cell is faulted, and ok is false.
func (da *dating) dateOf(column int, raw []byte, w *cell.WrittenDate) (d cell.Date, ok bool) {
	da.sawUTC = da.sawUTC || w.Utc
	r := &da.order
	if !w.Ordered || !r.contrary {
		if d, ok = w.Known(r.order); ok {
			return d, true
		}
	}
	const hint = `say --dates day/month or --dates month/day, or dates = "month/day" in a layout file; or write 2019-11-01`
	if r.contrary || r.order.OK {
		da.fault(column+1, "month-order", cell.Describe(raw)+" and other dates of the table do not have day and month in one order",
			"correct the dates that are wrong; "+hint)
		return d, false
	}
	da.fault(column+1, "month-order", cell.Describe(raw)+" is "+w.Readings()+": nothing tells whether the day or the month comes first", hint)
	return d, false
}

// agreementStart reads the day on which the agreement began.
func (da *dating) agreementStart(o *varighet.Observation, cells [][]byte) {
	i := da.head.at[fieldAgreementStart]
	if i < 0 || len(cells[i]) == 0 {
		return
	}
	c := da.dayAt(i, cells[i])
	switch {
	case c.Blank, da.faulty == "month-order":
	case !c.Ok:
		da.fault(i+1, "agreement-start", cell.Describe(cells[i])+" is not a date", "write 2017-05-01 or 01.05.2017")
	default:
		o.AgreementStart = varighet.Some(c.Days)
		if da.faulty == "" {
			if start, _ := varighet.MonthOfDays(c.Days); start > o.Month {
				da.warn(warnStartsLater)
			}
		}
	}
}

// agreementEnd faults a row about an agreement that was over before its month: the
// doctor did not hold the list, and a table of periods is no list of a month.
func (da *dating) agreementEnd(o *varighet.Observation, cells [][]byte) {
	i := da.head.at[fieldAgreementEnd]
	if i < 0 || len(cells[i]) == 0 || da.faulty != "" || da.periods != nil {
		return
	}
	c := da.dayAt(i, cells[i])
	if !c.Ok {
		return
	}
	if end, _ := varighet.MonthOfDays(c.Days); end < o.Month {
		da.fault(i+1, "agreement-ended", "the agreement ended in "+end.String()+", and the row is of "+o.Month.String(),
			"leave out who no longer holds the list; if each row is a period, say periods = true in a layout file (--layout)")
	}
}

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
