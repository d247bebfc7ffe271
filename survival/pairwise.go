package survival

import "github.com/varighet/varighet"

// A PairTest is the test between two of the groups, on them alone.
type PairTest struct {
	A, B     string
	Test     TestResult
	Adjusted varighet.Opt[float64] // p adjusted for all pairs that could be tested
}

// Pairwise makes the test between each two groups, the others left out, in the
// order of the groups, and adjusts the p-values for there being so many. Look at
// it after [Comparison.Test] only: many pairs find something sooner or later.
func (c *Comparison) Pairwise(w Weight, adjustment Adjustment) ([]PairTest, error) {
	var pairs []PairTest
	var p []float64
	for a := range c.Groups {
		for b := a + 1; b < len(c.Groups); b++ {
			r := c.only(a, b).Test(w)
			pairs = append(pairs, PairTest{A: c.Groups[a], B: c.Groups[b], Test: r})
			if r.P.OK {
				p = append(p, r.P.V)
			}
		}
	}
	adjusted, err := adjustment.Adjust(p)
	if err != nil {
		return nil, err
	}
	for i := range pairs {
		if pairs[i].Test.P.OK {
			pairs[i].Adjusted = varighet.Some(adjusted[0])
			adjusted = adjusted[1:]
		}
	}
	return pairs, nil
}

// only is the comparison of two of the groups.
func (c *Comparison) only(a, b int) *Comparison {
	out := &Comparison{Groups: []string{c.Groups[a], c.Groups[b]}, N: []int{c.N[a], c.N[b]}}
	for _, cells := range c.strata {
		out.strata = append(out.strata, []*tally{cells[a], cells[b]})
	}
	if c.rows != nil {
		out.rows = onlyRows(c.rows, a, b)
		out.Clusters = out.countClusters()
	}
	return out
}
