package ingest

import (
	"bytes"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

// A month typed as 2019.10 is a number to a spreadsheet, which writes it 2019.1, and so
// it does with 2019.1, January. Which of the two a cell means shows in the months beside
// it: after 2019.9 or before 2019.11 it is October, after 2018.12 or before 2019.2 it is
// January. Where they do not tell, or contradict each other, it is a fault.

// A tenthReader holds back the rows of a table whose month may be either, until the
// next month is read.
type tenthReader struct {
	before dated // the last row that is sure
	fell   bool  // a month was before that of the row above: the table goes list by list
	held   []heldRow
}

// dated is a row's month, and its list.
type dated struct {
	month varighet.Opt[varighet.Month]
	list  string
}

type heldRow struct {
	cells [][]byte
	line  int
	high  bool
	year  int // 0 for a row without a month
}

// holdRow keeps a row, whose cells are good until the next is read.
func holdRow(cells [][]byte, line int, high bool) heldRow {
	kept := make([][]byte, len(cells))
	for i, c := range cells {
		kept[i] = bytes.Clone(c)
	}
	return heldRow{cells: kept, line: line, high: high}
}

// maxHeld bounds what is held back: more rows than a month has lists.
const maxHeld = 1 << 16

// inTurn reads a row, or holds it back until it is clear which month it is of.
func (t *table) inTurn(cells [][]byte, line int, high bool) error {
	if t.dates.order.open {
		if held, err := t.holds(cells, line, high); held || err != nil {
			return err
		}
	}
	if t.dates.tenths == nil {
		return t.read(cells, line, high)
	}
	d := dated{list: t.textAt(cells, fieldPositionID)}
	text := t.textAt(cells, fieldMonth)
	year, unsure := cell.LostZero(text)
	d.month.V, d.month.OK = cell.ParseMonth(text)
	r := t.dates.tenths
	if unsure || !d.month.OK && len(r.held) > 0 {
		if len(r.held) == maxHeld || unsure && len(r.held) > 0 && r.held[0].year != year {
			if err := t.release(dated{}); err != nil {
				return err
			}
		}
		h := holdRow(cells, line, high)
		h.year = year
		r.held = append(r.held, h)
		return nil
	}
	if d.month.OK {
		if err := t.release(d); err != nil {
			return err
		}
		r.before = d
	}
	return t.read(cells, line, high)
}

// release reads the rows that were held back; after is the row that follows them. In
// a table that goes month by month they are all of one month. In one that goes list
// by list, only months of the same list tell.
func (t *table) release(after dated) error {
	r := t.dates.tenths
	r.fell = r.fell || after.month.OK && r.before.month.OK && after.month.V < r.before.month.V
	for i, h := range r.held {
		before, next := r.before, after
		if list := t.textAt(h.cells, fieldPositionID); r.fell && (i > 0 || before.list != list) {
			before = dated{}
		}
		if list := t.textAt(h.cells, fieldPositionID); r.fell && (i < len(r.held)-1 || after.list != list) {
			next = dated{}
		}
		if m, ok := tenthOf(h.year, before.month, next.month); ok && h.year != 0 {
			h.cells[t.head.at[fieldMonth]] = []byte(m.String())
		}
		if err := t.read(h.cells, h.line, h.high); err != nil {
			return err
		}
	}
	r.held = r.held[:0]
	return nil
}

// holds holds a row back while the order of its dates is not clear and matters.
func (t *table) holds(cells [][]byte, line int, high bool) (held bool, _ error) {
	r := &t.dates.order
	matters := len(r.held) > 0
	for _, i := range t.head.dateColumns() {
		if i < len(cells) {
			matters = t.dates.addDate(i, cell.Clean(cells[i])) || matters
		}
	}
	if !matters {
		return false, nil
	}
	decided, agree := r.decide()
	if decided {
		t.dates.sayOrder(t.dates.order.order)
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
	held := t.dates.order.held
	t.dates.order.held, t.dates.order.open = nil, false
	for _, h := range held {
		if err := t.read(h.cells, h.line, h.high); err != nil {
			return err
		}
	}
	return nil
}

// endHeld reads what was held back until the end of the file.
func (t *table) endHeld() error {
	if err := t.releaseHeld(); err != nil {
		return err
	}
	if t.dates.tenths != nil {
		if err := t.release(dated{}); err != nil {
			return err
		}
	}
	if t.dates.periods != nil {
		return t.periods.endPeriods()
	}
	return nil
}

// beginTenths looks whether the first month of a table is written as a number.
func (da *dating) beginTenths(sample sampler, sep byte) {
	i := da.head.at[fieldMonth]
	if i < 0 || da.head.has(fieldYear) {
		return
	}
	for r := range sample(sep) {
		if text := at(r.cells, i); r.index >= da.head.index+da.head.rows && text != "" {
			if cell.IsDecimalMonth(text) {
				da.tenths = &tenthReader{}
			}
			return
		}
	}
}

// tenthOf settles a month of a year by those before and after it, which rise.
func tenthOf(year int, before, after varighet.Opt[varighet.Month]) (varighet.Month, bool) {
	first := cell.Date{Year: year, Month: 1}.MonthOf()
	tenth := first + 9
	fits := func(m varighet.Month) bool {
		switch {
		case before.OK && after.OK:
			return before.V < m && m < after.V
		case before.OK:
			return before.V == m-1
		}
		return after.OK && after.V == m+1
	}
	switch {
	case fits(first) == fits(tenth):
		return 0, false
	case fits(first):
		return first, true
	}
	return tenth, true
}

// settleTenths settles the cells of one row or column of months, which rise or fall.
// known are the months that are sure, and year gives that of a cell that is not, or 0.
func settleTenths(known []varighet.Opt[varighet.Month], year []int) {
	falls := false
	last := varighet.Opt[varighet.Month]{}
	for _, m := range known {
		falls = falls || m.OK && last.OK && m.V < last.V
		if m.OK {
			last = m
		}
	}
	var settled []varighet.Opt[varighet.Month]
	for i, y := range year {
		var before, after, m varighet.Opt[varighet.Month]
		for k := i - 1; k >= 0 && !before.OK; k-- {
			before = known[k]
		}
		for k := i + 1; k < len(known) && !after.OK; k++ {
			after = known[k]
		}
		if falls {
			before, after = after, before
		}
		if y != 0 {
			m.V, m.OK = tenthOf(y, before, after)
		}
		settled = append(settled, m)
	}
	for i, m := range settled {
		if m.OK {
			known[i] = m
		}
	}
}
