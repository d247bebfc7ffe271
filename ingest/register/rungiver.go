package register

import (
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/columnar"
)

// A runGiver gives the rows of a register in runs of months.
type runGiver struct {
	rowGiver
	run              varighet.MonthRun
	month, residents int // places of these columns; -1 for one that was not asked for
}

func newRunGiver(columns []column) *runGiver {
	place := func(name string) int {
		return slices.IndexFunc(columns, func(c column) bool { return c.Name == name })
	}
	return &runGiver{rowGiver: *newRowGiver(columns), month: place("month"), residents: place("residents")}
}

// each gives the runs of a batch; more is false if the loop is to end.
func (g *runGiver) each(b *columnar.Batch, yield func(*varighet.MonthRun, error) bool) (more bool, err error) {
	clear(g.until)
	change := 0 // the row at which a column changes that is the same in a run
	for i := 0; i < b.N; {
		if err := g.giveDense(b, i); err != nil {
			return false, err
		}
		if i == change {
			if change, err = g.change(b, i); err != nil {
				return false, err
			}
		}
		end := g.runEnd(b, i, change)
		g.run.Observation, g.run.Last = &g.row, g.row.Month+varighet.Month(end-i-1)
		g.later(b, i+1, end)
		if !yield(&g.run, nil) {
			return false, nil
		}
		i = end
	}
	return true, nil
}

// runEnd returns the row before limit at which the month is not the one after that of the row before.
func (g *runGiver) runEnd(b *columnar.Batch, i, limit int) int {
	if g.month < 0 {
		return i + 1
	}
	days := firstDays()[g.row.Month-varighet.MinMonth+1:]
	rows := b.Columns[g.month].Int32[i+1 : limit]
	for k, day := range rows {
		if k == len(days) || day != days[k] {
			return i + 1 + k
		}
	}
	return limit
}

// later fills in the residents of the months after the first.
func (g *runGiver) later(b *columnar.Batch, from, to int) {
	if g.run.Later = g.run.Later[:0]; g.residents < 0 {
		return
	}
	v := &b.Columns[g.residents]
	for i := from; i < to; i++ {
		g.run.Later = append(g.run.Later, varighet.Opt[int32]{V: v.Int32[i], OK: v.Valid == nil || v.Valid[i]})
	}
}
