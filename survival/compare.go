package survival

import (
	"fmt"
	"slices"
)

// A Comparison holds groups of tenures side by side, within strata if there
// are any, ready for tests of whether they stop equally fast.
type Comparison struct {
	Groups []string // in the order of OrderGroups, or as given to CompareMonths
	N      []int    // tenures in each group

	strata [][]*tally // one element a group, nil where the stratum has none of it
}

// Compare sorts tenures into groups, in the order of [OrderGroups]. groups has
// the label of each tenure; strata, if not nil, the stratum within which it is
// to be compared. Near-ties are tied over all tenures at once. It returns
// ErrNoTenures for none, and a *TenureError for the first that is not valid.
func Compare(tenures []Tenure, groups, strata []string) (*Comparison, error) {
	if len(tenures) == 0 {
		return nil, ErrNoTenures
	}
	if len(groups) != len(tenures) || strata != nil && len(strata) != len(tenures) {
		return nil, fmt.Errorf("%d tenures with %d groups and %d strata", len(tenures), len(groups), len(strata))
	}
	if err := checkTenures(tenures); err != nil {
		return nil, err
	}
	tied, collapsed, err := TieTimes(tenures)
	if err != nil {
		return nil, err
	}
	if len(collapsed) > 0 {
		return nil, collapsedError(tenures, collapsed[0])
	}
	c := &Comparison{Groups: OrderGroups(distinct(groups))}
	c.N = make([]int, len(c.Groups))
	cells, err := cellsOf(tied, groups, c.Groups, strata, distinct(strata))
	if err != nil {
		return nil, err
	}
	c.add(cells)
	return c, nil
}

// CompareMonths makes a comparison of whole months that are counted already.
// strata has one element a stratum (one in all if there are none), each with
// one MonthCounts a group, in the order of groups; nil where the stratum has
// none of the group.
func CompareMonths(groups []string, strata [][]*MonthCounts) (*Comparison, error) {
	c := &Comparison{Groups: slices.Clone(groups), N: make([]int, len(groups))}
	cells := make([][]*tally, len(strata))
	total := 0
	for s, counts := range strata {
		if len(counts) != len(groups) {
			return nil, errMonthCountsShape
		}
		cells[s] = make([]*tally, len(groups))
		for g, m := range counts {
			if m != nil && m.n > 0 {
				cells[s][g] = m.tally()
				total += m.n
			}
		}
	}
	if total == 0 {
		return nil, ErrNoTenures
	}
	c.add(cells)
	return c, nil
}

func (c *Comparison) add(cells [][]*tally) {
	c.strata = cells
	for _, row := range cells {
		for g, ta := range row {
			if ta != nil {
				c.N[g] += ta.n()
			}
		}
	}
}

func distinct(labels []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, l := range labels {
		if !seen[l] {
			seen[l] = true
			out = append(out, l)
		}
	}
	slices.Sort(out)
	return out
}

// cellsOf tallies each group of each stratum.
func cellsOf(tenures []Tenure, groups, groupNames, strata, strataNames []string) ([][]*tally, error) {
	groupAt, stratumAt := indexOf(groupNames), indexOf(strataNames)
	rows := make([][][]Tenure, max(len(strataNames), 1))
	for s := range rows {
		rows[s] = make([][]Tenure, len(groupNames))
	}
	for i, t := range tenures {
		s := 0
		if strata != nil {
			s = stratumAt[strata[i]]
		}
		g := groupAt[groups[i]]
		rows[s][g] = append(rows[s][g], t)
	}
	cells := make([][]*tally, len(rows))
	for s := range rows {
		cells[s] = make([]*tally, len(groupNames))
		for g, cell := range rows[s] {
			if len(cell) == 0 {
				continue
			}
			var err error
			if cells[s][g], err = tallyTenures(cell); err != nil {
				return nil, err
			}
		}
	}
	return cells, nil
}

func indexOf(names []string) map[string]int {
	at := make(map[string]int, len(names))
	for i, n := range names {
		at[n] = i
	}
	return at
}
