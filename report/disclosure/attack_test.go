package disclosure

import (
	"math/rand/v2"
	"testing"

	"github.com/varighet/varighet/report/disclosure/outsider"
	"github.com/varighet/varighet/survival"
)

// families is how many random families of tables, and of curves, are attacked.
const families = 10_000

// randomSets are two to five sets of up to 26 units: nested, parted or crossing.
func randomSets(rng *rand.Rand) []Set {
	units := 3 + rng.IntN(24)
	sets := make([]Set, 2+rng.IntN(4))
	shift := rng.IntN(5) // which is tried first
	for j := range sets {
		sets[j] = Set{Has: make([]bool, units), Bundle: (j + shift) % len(sets)}
		of, share, within := rng.IntN(j+1), 0.05+0.9*rng.Float64(), rng.IntN(3)
		whole := rng.IntN(2) == 0 // a part, or all of it
		for u := range units {
			in := whole && j > 0 && within < 2 || rng.Float64() < share
			switch {
			case j > 0 && within == 0: // a part of another
				in = in && sets[of%j].Has[u]
			case j > 0 && within == 1: // what is not in another
				in = in && !sets[of%j].Has[u]
			}
			sets[j].Has[u] = in
		}
	}
	return sets
}

func size(has []bool) (n int) {
	for _, h := range has {
		if h {
			n++
		}
	}
	return n
}

// readerOf is a reader of the sets shown.
func readerOf(f *family, shown []bool) *outsider.Reader {
	r := &outsider.Reader{Kinds: len(f.size)}
	for j := range f.sets {
		if shown[j] {
			r.Rows, r.Sums = append(r.Rows, f.ofSet(j)), append(r.Sums, size(f.sets[j].Has))
		}
	}
	return r
}

// ofSet are the kinds in a set.
func (f *family) ofSet(j int) []bool {
	of := make([]bool, len(f.size))
	for k := range f.size {
		of[k] = f.has[k][j]
	}
	return of
}

// Of 10,000 random families of counts over the same units no withheld count follows from the
// others, and a reader's bounds for one of 1 to k − 1 hold all of 1 to k − 1. How much that
// costs beside the naive rule, which withholds small counts alone and is broken by sums, is
// logged and stands in docs/decisions/published-counts.md.
func TestAttackOnTables(t *testing.T) {
	rng := rand.New(rand.NewPCG(20150414, 1))
	var counts, withheld, naive, broken int
	for i := range families {
		rule := Rule{K: LeastK + rng.IntN(4)}
		sets := randomSets(rng)
		s, f := rule.Show(sets, nil), newFamily(sets)
		r := readerOf(f, s.Sets)
		small := make([]bool, len(sets))
		for j := range sets {
			small[j] = rule.Safe(size(sets[j].Has))
		}
		simple := readerOf(f, small)
		for j := range sets {
			counts++
			n, of := size(sets[j].Has), f.ofSet(j)
			if !small[j] {
				naive++
				if simple.Determined(of) {
					broken++
				}
			}
			if s.Sets[j] {
				if !rule.Safe(n) {
					t.Fatalf("family %d shows a count of %d with k = %d", i, n, rule.K)
				}
				continue
			}
			withheld++
			if r.Determined(of) {
				t.Fatalf("family %d: the withheld count %d follows from the others", i, n)
			}
			if rule.Safe(n) {
				continue // it protects another
			}
			if low, high := r.Bounds(of, 2*rule.K); low > 1 || high < rule.K-1 {
				t.Fatalf("family %d: the withheld count %d is bound to %d to %d with k = %d", i, n, low, high, rule.K)
			}
		}
	}
	t.Logf("%d counts in %d families: %d withheld; the naive rule withholds %d, of which a reader works out %d", counts, families, withheld, naive, broken)
	if broken == 0 {
		t.Error("the attack breaks nothing of the naive rule: it is no attack")
	}
}

// randomRows are the tenures of two or three groups, of some months, some of them entered late.
func randomRows(rng *rand.Rand) (rows []Row, hidden []bool) {
	for range 2 + rng.IntN(2) {
		var tenures []survival.Tenure
		stay := 0.05 + 0.4*rng.Float64()
		for range rng.IntN(18) {
			x := survival.Tenure{Exit: 1 + float64(rng.IntN(6)), Stopped: rng.Float64() < stay}
			if rng.IntN(4) == 0 {
				x.Entry = float64(rng.IntN(int(x.Exit)))
			}
			tenures = append(tenures, x)
		}
		rows, hidden = append(rows, RowOf(tenures)), append(hidden, rng.IntN(8) == 0)
	}
	return rows, hidden
}

// Of 10,000 random tables by group with curves, a reader subtracts the groups shown from the
// curve of all. Units have a kind: group, step of the curve of all, and whether they stop, are censored or enter late in it. He knows the
// curve of all at its own steps, and each group shown at the steps of groups.
func TestAttackOnCurves(t *testing.T) {
	rng := rand.New(rand.NewPCG(20150414, 2))
	cells, withheld, naive := 0, 0, 0
	for i := range families {
		rule := Rule{K: LeastK + rng.IntN(4)}
		rows, hidden := randomRows(rng)
		var all Row
		for j := range rows {
			all = all.plus(&rows[j])
		}
		fine := rule.Steps([]Row{all}, []int{3}, nil)
		at := map[int]bool{}
		for _, e := range fine {
			at[e] = true
		}
		shown, coarse := rule.Rows(rows, hidden, nil, func(m int) bool { return at[m] })
		if !rule.safe([]Row{all}, 0, forever) {
			continue // nothing is printed
		}
		steps := func(ends []int) (list [][2]int) {
			a := 0
			for _, b := range append(append([]int{}, ends...), forever) {
				list, a = append(list, [2]int{a, b}), b
			}
			return list
		}
		of := func(w *Row, what int, step [2]int) int {
			switch what {
			case 0:
				return exits(w.Stopped, step[0], step[1])
			case 1:
				return exits(w.Censored, step[0], step[1])
			}
			return sum(w.Late, step[0], step[1])
		}
		for what := range 3 {
			for _, c := range steps(coarse) { // each by itself: nothing printed is of two
				var parts [][2]int
				for _, p := range steps(fine) {
					if p[0] >= c[0] && p[1] <= c[1] {
						parts = append(parts, p)
					}
				}
				r := &outsider.Reader{Kinds: len(rows) * len(parts)}
				for k, p := range parts {
					row := make([]bool, r.Kinds)
					for g := range rows {
						row[g*len(parts)+k] = true
					}
					r.Rows, r.Sums = append(r.Rows, row), append(r.Sums, of(&all, what, p))
				}
				group := func(g int) []bool {
					row := make([]bool, r.Kinds)
					for k := range parts {
						row[g*len(parts)+k] = true
					}
					return row
				}
				for g := range rows {
					if shown[g] {
						r.Rows, r.Sums = append(r.Rows, group(g)), append(r.Sums, of(&rows[g], what, c))
					}
				}
				for g := range rows { // a group within a step of the curve of all, which is printed nowhere
					for k, p := range parts {
						one := make([]bool, r.Kinds)
						one[g*len(parts)+k] = true
						if n := of(&rows[g], what, p); !rule.Safe(n) && r.Determined(one) {
							t.Fatalf("table %d, k = %d: a count of %d within a step follows", i, rule.K, n)
						}
					}
				}
				for g := range rows {
					cells++
					n := of(&rows[g], what, c)
					if !rule.Safe(n) {
						naive++
					}
					if shown[g] {
						if !rule.Safe(n) {
							t.Fatalf("table %d shows a count of %d with k = %d", i, n, rule.K)
						}
						continue
					}
					withheld++
					if rule.Safe(n) {
						continue // its row is withheld for another count
					}
					low, high := r.Bounds(group(g), 2*rule.K)
					if r.Determined(group(g)) || low > 1 || high < rule.K-1 {
						t.Fatalf("table %d, k = %d: the withheld count %d is bound to %d to %d", i, rule.K, n, low, high)
					}
				}
			}
		}
	}
	t.Logf("%d cells in %d tables: %d withheld, %d by the naive rule", cells, families, withheld, naive)
}
