package ingest

import (
	"bytes"
	"strings"

	"github.com/varighet/varighet"
)

// A month typed as 2019.10 is a number to a spreadsheet, which writes it 2019.1, and so
// it does with 2019.1, January. Which of the two a cell means shows in the months beside
// it: after 2019.9 or before 2019.11 it is October, after 2018.12 or before 2019.2 it is
// January. Where they do not tell, or contradict each other, it is a fault.

// lostZero reports whether a cell may be the first month of a year or the tenth.
func lostZero(s string) (year int, ok bool) {
	s = strings.TrimSpace(s)
	if len(s) != 6 || s[4] != '.' && s[4] != ',' || s[5] != '1' {
		return 0, false
	}
	return readYear(s[:4])
}

// isDecimalMonth reports whether a month is written as a number: 2019.9, 2019,12.
func isDecimalMonth(s string) bool {
	ts := tokens(s)
	return len(ts) == 2 && ts[0].isYear() && ts[1].isMonth() && (ts[1].gap == "." || ts[1].gap == ",") && len(s) <= 7
}

// tenthOf settles a month of a year by those before and after it, which rise.
func tenthOf(year int, before, after varighet.Opt[varighet.Month]) (varighet.Month, bool) {
	first := date{year: year, month: 1}.monthOf()
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

// beginTenths looks whether the first month of a table is written as a number.
func (t *table) beginTenths(sample sampler, sep byte) {
	i := t.head.at[fieldMonth]
	if i < 0 || t.head.has(fieldYear) {
		return
	}
	for r := range sample(sep) {
		if text := at(r.cells, i); r.index >= t.head.index+t.head.rows && text != "" {
			if isDecimalMonth(text) {
				t.tenths = &tenthReader{}
			}
			return
		}
	}
}

// inTurn reads a row, or holds it back until it is clear which month it is of.
func (t *table) inTurn(cells [][]byte, line int, high bool) error {
	if t.order.open {
		if held, err := t.holds(cells, line, high); held || err != nil {
			return err
		}
	}
	if t.tenths == nil {
		return t.read(cells, line, high)
	}
	d := dated{list: t.textAt(cells, fieldPositionID)}
	text := t.textAt(cells, fieldMonth)
	year, unsure := lostZero(text)
	d.month.V, d.month.OK = parseMonth(text)
	r := t.tenths
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

func (t *table) textAt(cells [][]byte, f field) string {
	if i := t.head.at[f]; i >= 0 && i < len(cells) {
		return clean(cells[i])
	}
	return ""
}

// release reads the rows that were held back; after is the row that follows them. In
// a table that goes month by month they are all of one month. In one that goes list
// by list, only months of the same list tell.
func (t *table) release(after dated) error {
	r := t.tenths
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

const isEither = " is January or October: a spreadsheet drops the last zero of 2019.10, and "

// monthWithoutYear returns the month's name if a cell is that and nothing else.
func monthWithoutYear(s string) (name string, is bool) {
	ts := tokens(s)
	if len(ts) != 1 || ts[0].name() == 0 {
		return "", false
	}
	return strings.ToLower(strings.Trim(s, " .")), true
}

// badMonth faults a cell that is no month.
func (t *table) badMonth(column int, cell []byte) {
	if _, either := lostZero(clean(cell)); either {
		t.fault(column+1, "month", describe(cell)+isEither+"the months beside it do not tell", "write 2019-01 or 2019-10")
		return
	}
	if name, bare := monthWithoutYear(clean(cell)); bare {
		msg, hint := name+" is a month without a year", "add a column År with the year, or write "+name+" 2019"
		if t.head.has(fieldYear) {
			msg, hint = "no year that can be read stands beside the month "+name, "write the year in the column for it, such as 2019"
		}
		t.fault(column+1, "month", msg, hint)
		return
	}
	t.fault(column+1, "month", describe(cell)+" is not a month", "write 2019-11, 201911, 01.11.2019 or november 2019")
}
