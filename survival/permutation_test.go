package survival_test

import (
	"testing"

	"github.com/varighet/varighet/survival"
)

// What cannot be relabelled is refused, or has a reason, and no p comes out. Cluster c lies in
// two strata: its label cannot be dealt within one.
func TestRelabellingsThatCannotBe(t *testing.T) {
	tenures := []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2, Stopped: true}, {Exit: 3, Stopped: true}, {Exit: 4}}
	groups := []string{"a", "a", "b", "b"}
	for _, c := range []struct {
		name           string
		tenures        []survival.Tenure
		groups, strata []string
		opt            survival.Permutation
		fault, reason  string
	}{
		{"no tenures", nil, nil, nil, survival.Permutation{}, survival.ErrNoTenures.Error(), ""},
		{"fewer than no draws", tenures, groups, nil, survival.Permutation{Random: -1}, "-1 random relabellings are none", ""},
		{"a cluster in two strata", tenures, groups, []string{"s", "t", "s", "t"}, survival.Permutation{Clusters: []string{"c", "c", "d", "e"}},
			"", "some clusters are in several strata, so labels cannot be dealt among whole clusters"},
	} {
		r, err := survival.PermutationTest(c.tenures, c.groups, c.strata, survival.Weight{}, c.opt)
		fault := ""
		if err != nil {
			fault = err.Error()
		}
		if fault != c.fault || r.Reason != c.reason || r.P.OK || r.Permutations != 0 {
			t.Errorf("%s: got %+v, %q; want %q, %q and no p", c.name, r, fault, c.reason, c.fault)
		}
	}
}
