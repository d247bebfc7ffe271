package register

import (
	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/columnar"
)

// A rowGiver gives the rows of a register in one observation. Neighbours in a
// sorted register differ in the month and in numbers; the other fields are written
// only where a column's value changes.
type rowGiver struct {
	row     varighet.Observation
	columns []column
	dense   []int // the columns that change with nearly every row
	others  []int
	until   []int // of others: the row at which the value changes
}

func newRowGiver(columns []column) *rowGiver {
	g := &rowGiver{columns: columns}
	for k, col := range columns {
		if dense[col.Name] {
			g.dense = append(g.dense, k)
		} else {
			g.others = append(g.others, k)
		}
	}
	g.until = make([]int, len(g.others))
	return g
}

// dense are the columns in which looking for the next change costs more than it saves.
var dense = map[string]bool{"month": true, "residents": true, "amount_basis": true, "amount_total": true, "source_row": true}

// each gives the rows of a batch; more is false if the loop is to end.
func (g *rowGiver) each(b *columnar.Batch, yield func(*varighet.Observation, error) bool) (more bool, err error) {
	clear(g.until)
	change := 0 // the row at which one of the others changes
	for i := range b.N {
		if err := g.giveDense(b, i); err != nil {
			return false, err
		}
		if i == change {
			if change, err = g.change(b, i); err != nil {
				return false, err
			}
		}
		if !yield(&g.row, nil) {
			return false, nil
		}
	}
	return true, nil
}

// giveDense writes the fields that change with nearly every row.
func (g *rowGiver) giveDense(b *columnar.Batch, i int) error {
	for _, k := range g.dense {
		if err := g.columns[k].give(&g.row, &b.Columns[k], i); err != nil {
			return err
		}
	}
	return nil
}

// change writes the fields that change with row i and returns the next row in
// which one does.
func (g *rowGiver) change(b *columnar.Batch, i int) (next int, err error) {
	next = b.N
	for j, k := range g.others {
		if g.until[j] == i {
			col, v := &g.columns[k], &b.Columns[k]
			if err := col.give(&g.row, v, i); err != nil {
				return 0, err
			}
			g.until[j] = v.RunEnd(col.Type, i)
		}
		next = min(next, g.until[j])
	}
	return next, nil
}
