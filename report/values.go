package report

import (
	"cmp"

	"github.com/varighet/varighet"
)

// A Value is what a cell of a workbook holds: a text, a number, or a month.
type Value struct {
	Kind     Kind   // TextKind, CountKind, NumberKind, ShareKind or MonthKind; TextKind for words in place of a number
	Text     string // of a TextKind
	Number   float64
	Month    varighet.Month
	Decimals int // shown of a number, or of a share in per cent
}

// A Line is a row of values.
type Line struct {
	Values []Value
	Total  bool // a sum or an overall value
}

// Values are the columns that people see and their cells, with the numbers as they are: an
// interval is two columns, and a number that is not there is the word or the mark for why.
func (t *Table) Values() (header []string, lines []Line, err error) {
	if err := t.Check(); err != nil {
		return nil, nil, err
	}
	for _, i := range t.shown() {
		c := &t.Columns[i]
		title := cmp.Or(c.Title, c.Key)
		if c.Kind.isInterval() {
			header = append(header, title+" "+t.locale().From, title+" "+t.locale().To)
			continue
		}
		header = append(header, title)
	}
	for _, r := range t.Rows {
		line := Line{Total: r.Total}
		for _, i := range t.shown() {
			line.Values = append(line.Values, t.values(r.Cells[i], &t.Columns[i])...)
		}
		lines = append(lines, line)
	}
	return header, lines, nil
}

// values are those of one cell.
func (t *Table) values(c Cell, col *Column) []Value {
	if c.State != HasValue {
		v := Value{Text: t.words(c, col)}
		if c.Kind.isInterval() {
			return []Value{v, v}
		}
		return []Value{v}
	}
	switch c.Kind {
	case IntervalKind:
		return []Value{t.limit(c.lower, NumberKind, col), t.limit(c.upper, NumberKind, col)}
	case ShareIntervalKind:
		return []Value{t.limit(c.lower, ShareKind, col), t.limit(c.upper, ShareKind, col)}
	}
	return []Value{{Kind: c.Kind, Text: c.text, Number: c.number, Month: c.month, Decimals: col.Decimals}}
}

func (t *Table) limit(v varighet.Opt[float64], kind Kind, col *Column) Value {
	if !v.OK {
		return Value{Text: t.locale().NotReached}
	}
	return Value{Kind: kind, Number: v.V, Decimals: col.Decimals}
}

// AllNotes are what stands below the table for people: its own notes, what marks mean, the source.
func (t *Table) AllNotes() []string { return t.notes() }
