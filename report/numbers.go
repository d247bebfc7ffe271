package report

import (
	"fmt"
	"strings"

	"github.com/varighet/varighet"
)

// Numbers are the numbers of a table by row and column, for holding one report beside another.
// Keys are the same in all languages, titles and labels in that of the table.
type Numbers struct {
	Columns []NumberColumn
	Rows    []NumberRow
}

// A NumberColumn is a column of numbers; limits stand with the number that they are of.
type NumberColumn struct {
	Key, Title string // the title is "" of a column for programs only
	Kind       Kind
	Decimals   int
}

// A NumberRow is a row of a table: what it is about, and a number a column.
type NumberRow struct {
	Key   string // what programs find it by; no two rows of a table have one
	Label string // the same for people
	Cells []NumberCell
}

// A NumberCell is a number, or why there is none. Value is missing in a state, and a limit where
// there is none.
type NumberCell struct {
	Value, Lower, Upper varighet.Opt[float64]
	State               State
}

// Numbers takes the numbers out of a table. Its first columns, up to the first that may have a
// state, say what a row is about; the numbers are in those after. Text is none, nor are months.
func (t *Table) Numbers() (*Numbers, error) {
	if err := t.Check(); err != nil {
		return nil, err
	}
	first := t.firstNumber()
	places, limits := t.numberColumns(first)
	n := &Numbers{}
	for _, i := range places {
		c := &t.Columns[i]
		n.Columns = append(n.Columns, NumberColumn{c.Key, c.Title, c.Kind, c.Decimals})
	}
	seen := map[string]int{}
	for _, r := range t.Rows {
		row := NumberRow{Key: t.rowKey(r, first), Label: t.rowLabel(r, first)}
		if seen[row.Key]++; seen[row.Key] > 1 {
			row.Key = fmt.Sprintf("%s #%d", row.Key, seen[row.Key])
		}
		for _, i := range places {
			row.Cells = append(row.Cells, numberCell(r, i, limits[i]))
		}
		n.Rows = append(n.Rows, row)
	}
	return n, nil
}

// firstNumber is the place of the first column that is not about what the row is of.
func (t *Table) firstNumber() int {
	for i, c := range t.Columns {
		if c.States {
			return max(i, 1)
		}
	}
	return 1
}

// numberColumns are the places of columns with numbers, from first on, and of the limits of each.
func (t *Table) numberColumns(first int) (places []int, limits map[int]int) {
	limits = map[int]int{}
	for i := first; i < len(t.Columns); i++ {
		switch k := t.Columns[i].Kind; {
		case k == CountKind || k == NumberKind || k == ShareKind:
			places = append(places, i)
		case k.isInterval() && len(places) > 0:
			limits[places[len(places)-1]] = i
		}
	}
	return places, limits
}

func numberCell(r Row, value, limits int) NumberCell {
	c := NumberCell{State: r.Cells[value].State}
	if c.State == HasValue {
		c.Value = varighet.Some(r.Cells[value].number)
	}
	if limits > 0 && r.Cells[limits].State == HasValue {
		c.Lower, c.Upper = r.Cells[limits].lower, r.Cells[limits].upper
	}
	return c
}

// rowKey joins the cells of the first columns that programs see.
func (t *Table) rowKey(r Row, first int) string {
	var parts []string
	for i := range first {
		if c := r.Cells[i]; t.Columns[i].For != People && c.State == HasValue {
			parts = append(parts, c.field())
		}
	}
	return strings.Join(parts, " ")
}

// rowLabel joins the cells of the first columns that people see: those of everybody, and those that
// put one for programs in words.
func (t *Table) rowLabel(r Row, first int) string {
	var parts []string
	for i := range first {
		col, c := &t.Columns[i], r.Cells[i]
		switch {
		case col.For == Programs || col.For == People && !t.inWords(i, first) || c.State != HasValue:
		case c.Kind == TextKind:
			parts = append(parts, c.text)
		default:
			parts = append(parts, col.Title+": "+t.words(c, col))
		}
	}
	return strings.Join(parts, ", ")
}

// inWords reports whether a column puts another of the first in words: KEY_words is of KEY.
func (t *Table) inWords(i, first int) bool {
	for k := range first {
		if t.Columns[k].For == Programs && strings.HasPrefix(t.Columns[i].Key, t.Columns[k].Key+"_") {
			return true
		}
	}
	return false
}
