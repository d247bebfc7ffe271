package survival

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
)

// A Comparison holds groups of tenures side by side, within strata if there
// are any, ready for tests of whether they stop equally fast.
type Comparison struct {
	Groups []string // in the order of OrderGroups, or as given to CompareMonths
	N      []int    // tenures in each group, as many times as their weights say

	// Clusters is how many clusters the tests allow for; 0 if each tenure is on its own.
	Clusters int

	strata [][]*tally     // one element a group, nil where the stratum has none of it
	rows   []clusteredRow // where whole clusters vary; else nil
}

// Compare sorts tenures into groups, in the order of [OrderGroups]. groups has
// the label of each tenure; strata, if not nil, the stratum within which it is
// to be compared. Near-ties are tied over all tenures at once. It returns
// ErrNoTenures for none, and a *TenureError for the first that is not valid.
func Compare(tenures []Tenure, groups, strata []string) (*Comparison, error) {
	return Sample{Tenures: tenures}.Compare(groups, strata)
}

// ErrWeightedTest is returned where tenures are to be compared whose weights are
// not whole numbers.
var ErrWeightedTest = errors.New("weights that are not whole numbers have no agreed log-rank test: " +
	"a Cox model with weights tests groups with robust standard errors")

// Compare sorts tenures into groups as [Compare] does, each counted as many times
// as its weight says. With clusters the variance of O − E is a robust one, the sum of
// squares of what whole clusters are in it, and the tests are robust score tests: those
// of a Cox model with Breslow's ties and clusters in R. Weights must be whole numbers,
// which stand for tenures that are alike: the tests and counts are those of so
// many rows. Of other weights, such as those from sampling, the hypergeometric
// variance knows nothing: there are proposals, such as that of [1] for weights by
// the inverse of a probability, and no common form (R's survdiff takes no weights),
// so ErrWeightedTest is returned. A Cox model takes them, with robust errors.
//
// [1] Xie J, Liu C (2005). Stat Med 24:3089–3110.
func (s Sample) Compare(groups, strata []string) (*Comparison, error) {
	n := len(s.Tenures)
	if n == 0 {
		return nil, ErrNoTenures
	}
	if len(groups) != n || strata != nil && len(strata) != n {
		return nil, fmt.Errorf("%d tenures with %d groups and %d strata", n, len(groups), len(strata))
	}
	if err := s.checkWeights(); err != nil {
		return nil, err
	}
	tied, collapsed, err := TieTimes(s.Tenures)
	if err != nil {
		return nil, err
	}
	for _, w := range s.Weights {
		if w != math.Trunc(w) {
			return nil, ErrWeightedTest
		}
	}
	if len(collapsed) > 0 {
		return nil, collapsedError(s.Tenures, collapsed[0])
	}
	s.Tenures = tied
	if slices.Contains(s.Weights, 0) {
		groups, strata = s.labels0(groups), s.labels0(strata)
		if s = s.without0(); len(s.Tenures) == 0 {
			return nil, ErrNoTenures
		}
	}
	c := &Comparison{Groups: OrderGroups(distinct(groups))}
	c.N = make([]int, len(c.Groups))
	cells, err := s.cellsOf(groups, c.Groups, strata, distinct(strata))
	if err != nil {
		return nil, err
	}
	c.add(cells)
	c.rows = s.clusteredRows(groups, c.Groups, strata, distinct(strata))
	c.Clusters = c.countClusters()
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

// cellsOf tallies each group of each stratum; nil where there is none.
func (s Sample) cellsOf(groups, groupNames, strata, strataNames []string) ([][]*tally, error) {
	groupAt, stratumAt := indexOf(groupNames), indexOf(strataNames)
	cells := groupedTenures{s.Tenures, make([]int, len(groups)), len(groupNames) * max(len(strataNames), 1)}
	for i, g := range groups {
		cells.groups[i] = groupAt[g]
		if strata != nil {
			cells.groups[i] += stratumAt[strata[i]] * len(groupNames)
		}
	}
	var tallies []*tally
	if s.Weights != nil {
		tallies = cells.repeated(s.Weights)
	} else {
		var err error
		if tallies, err = cells.tallies(false); err != nil {
			return nil, err
		}
	}
	return slices.Collect(slices.Chunk(tallies, len(groupNames))), nil
}

// repeated counts each tenure as many times as its weight, a whole number above 0,
// says; nil for a group without any.
func (r groupedTenures) repeated(weights []float64) []*tally {
	type leaving struct{ events, censored int }
	entering, exits := make([]map[float64]int, r.n), make([]map[float64]leaving, r.n)
	for i, t := range r.tenures {
		g := r.of(i)
		if exits[g] == nil {
			entering[g], exits[g] = map[float64]int{}, map[float64]leaving{}
		}
		n := int(weights[i])
		entering[g][t.Entry] += n
		x := exits[g][t.Exit]
		if t.Stopped {
			x.events += n
		} else {
			x.censored += n
		}
		exits[g][t.Exit] = x
	}
	tallies := make([]*tally, r.n)
	for g := range tallies {
		if exits[g] == nil {
			continue
		}
		ta := &tally{fromStart: entering[g][0]}
		delete(entering[g], 0)
		for _, time := range slices.Sorted(maps.Keys(entering[g])) {
			ta.addEntry(time, entering[g][time])
		}
		for _, time := range slices.Sorted(maps.Keys(exits[g])) {
			x := exits[g][time]
			ta.addExit(time, x.events, x.censored)
		}
		tallies[g] = ta
	}
	return tallies
}

func indexOf(names []string) map[string]int {
	at := make(map[string]int, len(names))
	for i, n := range names {
		at[n] = i
	}
	return at
}
