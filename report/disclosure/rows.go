package disclosure

import (
	"cmp"
	"slices"
)

// mostSteps is beyond how many steps of its curves a table by group gains nothing.
const mostSteps = 12

// Rows chooses the rows of a table by group that are shown, and the months at which all their
// curves step, as [Rule.Steps] has them. What is left, together with the rows that must be
// hidden, is one row more, which a reader can work out from the total: it must be safe too. Rows
// with nobody are shown.
//
// Rows are shown from the largest on: as many as make the most steps of curves altogether. A
// single row is never the rest, since taking the others away would give it.
//
// also are other tables of the same groups, such as of what has come since an earlier report: the
// rows shown, and the rest, are to be safe in each of them too, at the same steps.
func (r Rule) Rows(rows []Row, hidden []bool, preferred []int, allowed func(int) bool, also ...[]Row) (shown []bool, ends []int) {
	order := slices.DeleteFunc(r.candidates(rows, hidden), func(i int) bool {
		return slices.ContainsFunc(also, func(table []Row) bool { return !r.safe(table[i:i+1], 0, forever) })
	})
	best := -1
	for m := len(order); m >= 0; m-- {
		chosen := r.parted(rows, order[:m])
		for _, table := range also {
			chosen = append(chosen, r.parted(table, order[:m])...)
		}
		if !r.safe(chosen, 0, forever) {
			continue
		}
		e := r.Steps(chosen, preferred, allowed)
		if score := m * (1 + min(len(e), mostSteps)); score > best {
			best, ends, shown = score, e, make([]bool, len(rows))
			for i := range rows {
				shown[i] = !hidden[i] && (rows[i].N() == 0 || slices.Contains(order[:m], i))
			}
		}
	}
	if shown == nil { // not even all together
		shown = make([]bool, len(rows))
	}
	return shown, ends
}

// candidates are the rows that could be shown alone, the largest first.
func (r Rule) candidates(rows []Row, hidden []bool) (order []int) {
	for i := range rows {
		if !hidden[i] && rows[i].N() > 0 && r.safe(rows[i:i+1], 0, forever) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rows[b].N(), rows[a].N()) })
	return order
}

// Alone reports whether a row could be shown if no others were: how many it is of, how many of them
// stopped, were censored and entered late, and how many did not.
func (r Rule) Alone(w Row) bool { return r.safe([]Row{w}, 0, forever) }

// parted are the rows at the places shown, and all others together. There may be nobody in them; of what has come
// less what was taken back there may also be nobody in the end, and still a count that tells of few.
func (r Rule) parted(rows []Row, shown []int) (of []Row) {
	var others Row
	for i := range rows {
		if slices.Contains(shown, i) {
			of = append(of, rows[i])
		} else {
			others = others.plus(&rows[i])
		}
	}
	return append(of, others)
}
