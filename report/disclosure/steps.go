package disclosure

import (
	"slices"

	"github.com/varighet/varighet/survival"
)

// A Row is what a curve of some units is made from, by month of tenure.
type Row struct {
	Late     []int // that came under observation when they had been there so long; none at 0
	Stopped  []int // that stopped after so many months
	Censored []int // that were followed so long and no longer
}

// RowOf counts tenures of whole months.
func RowOf(tenures []survival.Tenure) (r Row) {
	for _, t := range tenures {
		if t.Entry > 0 {
			count(&r.Late, int(t.Entry))
		}
		if t.Stopped {
			count(&r.Stopped, int(t.Exit))
		} else {
			count(&r.Censored, int(t.Exit))
		}
	}
	return r
}

func count(list *[]int, month int) {
	if grow := month + 1 - len(*list); grow > 0 {
		*list = append(*list, make([]int, grow)...)
	}
	(*list)[month]++
}

// N is how many tenures a row is of.
func (w *Row) N() int { return sum(w.Stopped, 0, forever) + sum(w.Censored, 0, forever) }

// Stops is how many of them stopped.
func (w *Row) Stops() int { return sum(w.Stopped, 0, forever) }

// FromStart is how many of them were seen from their start.
func (w *Row) FromStart() int { return w.N() - sum(w.Late, 0, forever) }

// StopsIn is how many stopped after month a up to and with b.
func (w *Row) StopsIn(a, b int) int { return exits(w.Stopped, a, b) }

// CensoredIn is how many were followed no longer than into those months.
func (w *Row) CensoredIn(a, b int) int { return exits(w.Censored, a, b) }

// LateIn is how many came under observation from month a on and before b.
func (w *Row) LateIn(a, b int) int { return sum(w.Late, a, b) }

// AtRiskAfter is how many are under observation in the month after a.
func (w *Row) AtRiskAfter(a int) int {
	if a == 0 {
		return w.FromStart()
	}
	return w.FromStart() + sum(w.Late, 0, a+1) - exits(w.Stopped, 0, a) - exits(w.Censored, 0, a)
}

const forever = survival.MaxMonths + 2

// sum adds up the months from a to b, b not included.
func sum(list []int, a, b int) (n int) {
	a, b = min(a, len(list)), min(b, len(list))
	for _, x := range list[a:b] {
		n += x
	}
	return n
}

// exits are the stops and censorings after month a up to and with b; those at 0 count in the first.
func exits(list []int, a, b int) int {
	if a > 0 {
		a++
	}
	return sum(list, a, b+1)
}

// plus adds another row.
func (w *Row) plus(o *Row) Row {
	return Row{added(w.Late, o.Late), added(w.Stopped, o.Stopped), added(w.Censored, o.Censored)}
}

// Less takes another row away: what is left of a month may be less than nothing, which may never be
// told.
func (w Row) Less(o Row) Row {
	negative := func(list []int) []int {
		out := slices.Clone(list)
		for i := range out {
			out[i] = -out[i]
		}
		return out
	}
	return w.plus(&Row{negative(o.Late), negative(o.Stopped), negative(o.Censored)})
}

func added(a, b []int) []int {
	if len(a) < len(b) {
		a, b = b, a
	}
	s := slices.Clone(a)
	for i, x := range b {
		s[i] += x
	}
	return s
}

// safe reports whether of each row the stops, the censorings and the late entries of the
// months after a up to b may be told, those who are left after b, and those seen from their start.
func (r Rule) safe(rows []Row, a, b int) bool {
	for i := range rows {
		w := &rows[i]
		left := w.FromStart() + sum(w.Late, 0, b) - exits(w.Stopped, 0, b) - exits(w.Censored, 0, b)
		for _, n := range [...]int{w.FromStart(), exits(w.Stopped, a, b), exits(w.Censored, a, b), sum(w.Late, a, b), max(left, 0)} {
			if !r.Safe(n) {
				return false
			}
		}
	}
	return true
}

// Steps are the months at which curves of the rows may step, ascending: between two of them, and
// after the last, each row has no stop or at least k, likewise of censorings and late entries,
// and at each of them nobody or at least k are left. Months that are preferred become ends where
// they can; others are put between them where that is possible too. allowed says which may be
// ends; nil is all. The last months are an open step: no end says which month was the longest.
// None are returned where a row cannot be told at all.
func (r Rule) Steps(rows []Row, preferred []int, allowed func(int) bool) (ends []int) {
	if !r.safe(rows, 0, forever) {
		return nil
	}
	may := func(a, m, b int) bool {
		return m > a && m < b && (allowed == nil || allowed(m)) && r.safe(rows, a, m) && r.safe(rows, m, b)
	}
	last := lastMonth(rows)
	anchors := []int{0}
	for _, p := range preferred {
		if p < last-1 && may(anchors[len(anchors)-1], p, forever) {
			anchors = append(anchors, p)
		}
	}
	for i, a := range anchors {
		b := forever
		if i+1 < len(anchors) {
			b = anchors[i+1]
		}
		for m := a + 1; m < min(b, last-1); m++ {
			if r.any(rows, a, m) && may(a, m, b) {
				ends, a = append(ends, m), m
			}
		}
		if b < forever {
			ends = append(ends, b)
		}
	}
	return ends
}

// any reports whether any row has a stop or a censoring after a up to b.
func (r Rule) any(rows []Row, a, b int) bool {
	return slices.ContainsFunc(rows, func(w Row) bool { return exits(w.Stopped, a, b)+exits(w.Censored, a, b) > 0 })
}

func lastMonth(rows []Row) (last int) {
	for i := range rows {
		last = max(last, len(rows[i].Stopped), len(rows[i].Censored))
	}
	return last
}
