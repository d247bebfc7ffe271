package disclosure

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/varighet/varighet/survival"
)

// A witness is other data that print the same, with another number in a withheld count: nobody who
// reads what is printed can exclude that number. The tests below make one for each withheld count
// of 1 to k − 1, and each number of 1 to k − 1, as the proof in the package's documentation does.
// It holds for families of any size, and whole units are exchanged, so nobody leaves before coming.
const witnessed = 1_000

// rowsOf are the sets that each unit is in.
func rowsOf(sets []Set) (rows [][]bool) {
	for u := range sets[0].Has {
		row := make([]bool, len(sets))
		for j := range sets {
			row[j] = sets[j].Has[u]
		}
		rows = append(rows, row)
	}
	return rows
}

// counted are how many units each set has.
func counted(rows [][]bool, sets int) []int {
	n := make([]int, sets)
	for _, row := range rows {
		for j, in := range row {
			if in {
				n[j]++
			}
		}
	}
	return n
}

// exchanged makes a witness in which set j has so many units; false if there is none by exchange
// within classes. Units of class 0 are counted nowhere: they come and go.
func exchanged(rows [][]bool, classes []int, j, want int) ([][]bool, bool) {
	rows = slices.Clone(rows)
	classes = slices.Clone(classes)
	model := slices.Clone(rows[slices.IndexFunc(rows, func(r []bool) bool { return r[j] })])
	home := classes[slices.IndexFunc(rows, func(r []bool) bool { return r[j] })]
	for {
		n := counted(rows, len(model))[j]
		switch {
		case n == want:
			return rows, true
		case n < want && home == 0:
			rows, classes = append(rows, model), append(classes, 0)
		case n < want:
			u := find(rows, classes, j, false, home)
			if u < 0 {
				return nil, false
			}
			rows[u] = model
		default:
			m := find(rows, classes, j, true, -1)
			if classes[m] == 0 {
				rows, classes = slices.Delete(rows, m, m+1), slices.Delete(classes, m, m+1)
				continue
			}
			u := find(rows, classes, j, false, classes[m])
			if u < 0 {
				return nil, false
			}
			rows[m] = rows[u]
		}
	}
}

// find is a unit that is in set j, or is not, of a class; −1 is any class, and none.
func find(rows [][]bool, classes []int, j int, in bool, class int) int {
	for u := range rows {
		if rows[u][j] == in && (class < 0 || classes[u] == class) {
			return u
		}
	}
	return -1
}

// largeSets are three to eight sets of 100 to 600 units: nested, parted or crossing.
func largeSets(rng *rand.Rand) []Set {
	units := 100 + rng.IntN(501)
	sets := make([]Set, 3+rng.IntN(6))
	for j := range sets {
		sets[j] = Set{Has: make([]bool, units), Bundle: rng.IntN(len(sets))}
		of, share, within := rng.IntN(j+1), rng.Float64()*rng.Float64(), rng.IntN(3)
		for u := range units {
			in := rng.Float64() < share || rng.IntN(8) == 0 && within == 2
			switch {
			case j > 0 && within == 0:
				in = (in || share < 0.1) && sets[of%j].Has[u]
			case j > 0 && within == 1:
				in = in && !sets[of%j].Has[u]
			}
			sets[j].Has[u] = in
		}
	}
	return sets
}

func TestWitnessesOfLargeTables(t *testing.T) {
	rng := rand.New(rand.NewPCG(20150414, 3))
	counts, withheld, small, naive, broken := 0, 0, 0, 0, 0
	for i := range witnessed {
		rule, sets := Rule{K: LeastK + rng.IntN(8)}, largeSets(rng)
		s, rows := rule.Show(sets, nil), rowsOf(sets)
		n, f, safe := counted(rows, len(sets)), newFamily(sets), make([]bool, len(sets))
		for j := range sets {
			safe[j] = rule.Safe(n[j])
		}
		simple := readerOf(f, safe)
		for j := range sets {
			counts++
			if !safe[j] {
				naive++
				if simple.Determined(f.ofSet(j)) {
					broken++
				}
			}
			if s.Sets[j] {
				continue
			}
			withheld++
			if rule.Safe(n[j]) {
				continue
			}
			small++
			for want := 1; want < rule.K; want++ {
				other, ok := exchanged(rows, s.Classes, j, want)
				if !ok {
					t.Fatalf("family %d, k = %d: a withheld count of %d cannot be %d", i, rule.K, n[j], want)
				}
				for l, m := range counted(other, len(sets)) {
					if s.Sets[l] && m != n[l] {
						t.Fatalf("family %d: a shown count of %d becomes %d", i, n[l], m)
					}
				}
			}
		}
	}
	if small < 100 {
		t.Errorf("%d small counts are withheld: there is nothing to attack", small)
	}
	t.Logf("%d counts in %d families of 100 to 600 units: %d withheld; the naive rule withholds %d, of which a reader works out %d", counts, witnessed, withheld, naive, broken)
}

// A member is a tenure with the two columns that a report may part it by.
type member struct {
	survival.Tenure
	group, reason int
}

// members are 100 to 600 tenures of some groups and reasons, up to five years, some entered late.
func members(rng *rand.Rand, groups, reasons int) (list []member) {
	stay := 0.02 + 0.1*rng.Float64()
	for range 100 + rng.IntN(501) {
		m := member{group: int(float64(groups) * rng.Float64() * rng.Float64()), reason: int(float64(reasons) * rng.Float64() * rng.Float64())}
		if rng.IntN(3) == 0 {
			m.Entry = float64(rng.IntN(30))
		}
		m.Exit = m.Entry + 1
		for m.Exit < 60 && rng.Float64() > stay {
			m.Exit++
		}
		m.Stopped = m.Exit < 60 && rng.IntN(4) > 0
		list = append(list, m)
	}
	return list
}

// partsOf are the rows of the members by group, and of their stops by reason.
func partsOf(list []member, groups, reasons int) (byGroup, byReason []Row, all Row) {
	group, reason, every := make([][]survival.Tenure, groups), make([][]survival.Tenure, reasons), []survival.Tenure{}
	for _, m := range list {
		group[m.group], every = append(group[m.group], m.Tenure), append(every, m.Tenure)
		if m.Stopped {
			reason[m.reason] = append(reason[m.reason], m.Tenure)
		}
	}
	for g := range groups {
		byGroup = append(byGroup, RowOf(group[g]))
	}
	for r := range reasons {
		byReason = append(byReason, RowOf(reason[r]))
	}
	return byGroup, byReason, RowOf(every)
}

// cellsOf are the counts of a row in steps, and after the last: stops, censorings, late entries.
func cellsOf(w *Row, ends []int) (cells [][3]int) {
	a := 0
	for _, b := range append(slices.Clone(ends), forever) {
		cells, a = append(cells, [3]int{exits(w.Stopped, a, b), exits(w.Censored, a, b), sum(w.Late, a, b)}), b
	}
	return cells
}

// A print is what a report has of members: the curve of all, and the groups and reasons shown.
type print struct {
	ends, groupEnds, reasonEnds []int
	groups, reasons             []bool
}

// numbers are all that is printed.
func (p *print) numbers(list []member) (n [][3]int) {
	byGroup, byReason, all := partsOf(list, len(p.groups), len(p.reasons))
	n = cellsOf(&all, p.ends)
	for g := range byGroup {
		if p.groups[g] {
			n = append(append(n, [3]int{byGroup[g].FromStart()}), cellsOf(&byGroup[g], p.groupEnds)...)
		}
	}
	for r := range byReason {
		if p.reasons[r] {
			n = append(n, cellsOf(&byReason[r], p.reasonEnds)...)
		}
	}
	return n
}

// within says of a member whether it is counted in a cell of a step: 0 stops, 1 censorings, 2 late
// entries.
func within(m *member, cell int, a, b float64) bool {
	switch cell {
	case 0:
		return m.Stopped && m.Exit > a && m.Exit <= b
	case 1:
		return !m.Stopped && m.Exit > a && m.Exit <= b
	}
	return m.Entry > 0 && m.Entry >= a && m.Entry < b
}

// relabelled makes a witness in which so many members of a cell have label g of a column: label
// gives the column of a member, and hidden says which labels are not shown.
func relabelled(list []member, label func(*member) *int, hidden []bool, g, want, cell int, a, b float64) ([]member, bool) {
	list = slices.Clone(list)
	n := 0
	for i := range list {
		if within(&list[i], cell, a, b) && *label(&list[i]) == g {
			n++
		}
	}
	other := slices.IndexFunc(hidden, func(h bool) bool { return h })
	if other == g {
		other = g + 1 + slices.IndexFunc(hidden[g+1:], func(h bool) bool { return h })
	}
	for i := 0; i < len(list) && n != want; i++ {
		at := label(&list[i])
		switch {
		case !within(&list[i], cell, a, b) || !hidden[*at]:
		case n < want && *at != g:
			*at, n = g, n+1
		case n > want && *at == g && other != g:
			*at, n = other, n-1
		}
	}
	return list, n == want
}

// Tables by group and by reason of the same tenures, of which a third entered late: each withheld
// cell of 1 to k − 1 has a witness for each number of 1 to k − 1, and it changes no printed number of
// the other table or of the curve of all either.
func TestWitnessesOfLargeCurves(t *testing.T) {
	rng := rand.New(rand.NewPCG(20150414, 4))
	cells, withheld, small, naive := 0, 0, 0, 0
	for i := range witnessed {
		rule, groups, reasons := Rule{K: LeastK + rng.IntN(4)}, 3+rng.IntN(4), 2+rng.IntN(4)
		list := members(rng, groups, reasons)
		byGroup, byReason, all := partsOf(list, groups, reasons)
		p := &print{ends: rule.Steps([]Row{all}, []int{12, 24}, nil)}
		allowed := func(m int) bool { return slices.Contains(p.ends, m) }
		p.groups, p.groupEnds = rule.Rows(byGroup, make([]bool, groups), nil, allowed)
		p.reasons, p.reasonEnds = rule.Rows(byReason, make([]bool, reasons), nil, allowed)
		printed := p.numbers(list)
		attack := func(what string, rows []Row, shown []bool, ends []int, label func(*member) *int) {
			hidden := make([]bool, len(shown))
			for g := range shown {
				hidden[g] = !shown[g]
			}
			for g := range rows {
				for k, c := range cellsOf(&rows[g], ends) {
					a, b := 0.0, float64(forever)
					if k > 0 {
						a = float64(ends[k-1])
					}
					if k < len(ends) {
						b = float64(ends[k])
					}
					for cell, n := range c {
						cells++
						if !rule.Safe(n) {
							naive++
						}
						if shown[g] && !rule.Safe(n) {
							t.Fatalf("table %d shows a count of %d by %s with k = %d", i, n, what, rule.K)
						}
						if shown[g] {
							continue
						}
						withheld++
						if rule.Safe(n) {
							continue
						}
						small++
						for want := 1; want < rule.K; want++ {
							other, ok := relabelled(list, label, hidden, g, want, cell, a, b)
							if !ok {
								t.Fatalf("table %d by %s, k = %d: a withheld count of %d in step %d cannot be %d", i, what, rule.K, n, k, want)
							}
							if !slices.Equal(p.numbers(other), printed) {
								t.Fatalf("table %d by %s: what is printed changes with a withheld count", i, what)
							}
						}
					}
				}
			}
		}
		attack("group", byGroup, p.groups, p.groupEnds, func(m *member) *int { return &m.group })
		attack("reason", byReason, p.reasons, p.reasonEnds, func(m *member) *int { return &m.reason })
	}
	if small < 100 {
		t.Errorf("%d small cells are withheld: there is nothing to attack", small)
	}
	t.Logf("%d cells in %d pairs of tables of 100 to 600 tenures: %d withheld, naive %d", cells, witnessed, withheld, naive)
}
