package survival_test

import (
	"testing"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/internal/oracle"
)

// A has stops at 1 and 3, B one at 2 and a censoring at 3. At risk are 2 + 2, 1 + 2 and
// 1 + 1 with a stop each, so that 1/2 + 1/3 + 1/2 = 4/3 are expected in A. Parts of A's
// O − E = 2/3, by tenure:
//
//	A, stops at 1        1 − 1/2, less (1 − 1/2)/4                            3/8
//	A, stops at 3        1 − 1/2, less (1 − 1/2)/4 + (1 − 1/3)/3 + (1 − 1/2)/2   −7/72
//	B, stops at 2        0 − 1/3, and 1/2·1/4 + 1/3·1/3                        −7/72
//	B, censored at 3     1/2·1/4 + 1/3·1/3 + 1/2·1/2                           35/72
//
// With clusters of the first two and the last two they are 20/72 and 28/72, so χ² =
// (48/72)²/((20/72)² + (28/72)²) = 2304/1184; with each on its own
// 2304/(27² + 7² + 7² + 35²) = 2304/2052.
func TestClusteredTestByHand(t *testing.T) {
	s := survival.Sample{Tenures: []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 3, Stopped: true}, {Exit: 2, Stopped: true}, {Exit: 3}}}
	for _, x := range []struct {
		clusters []string
		want     float64
	}{{[]string{"p", "p", "q", "q"}, 2304.0 / 1184}, {[]string{"1", "2", "3", "4"}, 2304.0 / 2052}} {
		s.Clusters = x.clusters
		c, err := s.Compare([]string{"A", "A", "B", "B"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if r := c.Test(survival.Weight{}); !near(r.Chi2.V, x.want, 1e-12) {
			t.Errorf("%v: got %+v, want %v", x.clusters, r, x.want)
		}
	}
	s.Clusters = []string{"p", "p", "p", "p"}
	c, err := s.Compare([]string{"A", "A", "B", "B"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	trend, err := c.Trend(survival.Weight{}, nil)
	if r := c.Test(survival.Weight{}); err != nil || c.Clusters != 1 || r.P.OK || r.Reason == "" || trend.P.OK || trend.Reason == "" {
		t.Errorf("one cluster: got %+v and %+v, want neither, and a reason", r, trend)
	}
}

// R 4.2.2, survival 3.5.3, of the set moves:
//
//	coxph(Surv(entry, time, status) ~ region, d, cluster = municipality, ties = "breslow")$rscore
//
// and the same with + strata(times), of factor(times), and of times.
func TestClusteredTestIsRsRobustScore(t *testing.T) {
	set := oracle.Open(t, "moves")
	s := survival.Sample{Tenures: set.Tenures(t, set.Rows), Clusters: oracle.Column(set.Rows, "municipality")}
	region, times := oracle.Column(set.Rows, "region"), oracle.Column(set.Rows, "times")
	compare := func(groups, strata []string) *survival.Comparison {
		c, err := s.Compare(groups, strata)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for name, x := range map[string]struct{ got, want float64 }{
		"region":           {compare(region, nil).Test(survival.Weight{}).Chi2.V, 0.047783494375418054},
		"region in strata": {compare(region, times).Test(survival.Weight{}).Chi2.V, 0.16554327039114447},
		"three groups":     {compare(times, nil).Test(survival.Weight{}).Chi2.V, 3.0285172147465778},
	} {
		if !near(x.got, x.want, 1e-9) {
			t.Errorf("%s: got %v, want %v", name, x.got, x.want)
		}
	}
	trend, err := compare(times, nil).Trend(survival.Weight{}, nil)
	if err != nil || !near(trend.Z.V*trend.Z.V, 2.8569454346059353, 1e-9) {
		t.Errorf("trend: got %+v, %v, want z² 2.857", trend, err)
	}
	pairs, err := compare(times, nil).Pairwise(survival.Weight{}, survival.Holm)
	if err != nil {
		t.Fatal(err)
	}
	var kept []int
	for i := range times {
		if times[i] != "3" {
			kept = append(kept, i)
		}
	}
	var two survival.Sample
	var labels []string
	for _, i := range kept {
		two.Tenures, two.Clusters, labels = append(two.Tenures, s.Tenures[i]), append(two.Clusters, s.Clusters[i]), append(labels, times[i])
	}
	alone, err := two.Compare(labels, nil)
	if err != nil || !near(pairs[0].Test.Chi2.V, alone.Test(survival.Weight{}).Chi2.V, 1e-12) {
		t.Errorf("a pair: got %+v, %v, want the test of the two alone", pairs[0], err)
	}
}

// Four municipalities of two doctors each, two in either group. Of the 4!/(2!2!) = 6 ways to
// deal labels among them two have a χ² as great, as those in A all stop first; of the 70 among
// the doctors also two.
func TestPermutationsMoveWholeClusters(t *testing.T) {
	var tenures []survival.Tenure
	var groups, clusters []string
	for i := range 8 {
		tenures = append(tenures, survival.Tenure{Exit: float64(i + 1), Stopped: true})
		groups, clusters = append(groups, string(rune('A'+i/4))), append(clusters, string(rune('a'+i/2)))
	}
	r, err := survival.PermutationTest(tenures, groups, nil, survival.Weight{}, survival.Permutation{Clusters: clusters})
	if err != nil || !r.Exact || r.Permutations != 6 || !near(r.P.V, 2.0/6, 1e-12) {
		t.Errorf("whole clusters: got %+v, %v, want 2 of 6", r, err)
	}
	r, err = survival.PermutationTest(tenures, groups, nil, survival.Weight{}, survival.Permutation{})
	if err != nil || r.Permutations != 70 || !near(r.P.V, 2.0/70, 1e-12) {
		t.Errorf("doctors: got %+v, %v, want 2 of 70", r, err)
	}
	r, err = survival.PermutationTest(tenures, groups, nil, survival.Weight{}, survival.Permutation{Clusters: []string{"a", "b", "c", "d", "a", "b", "c", "d"}})
	if err != nil || r.P.OK || r.Reason == "" {
		t.Errorf("clusters across groups: got %+v, %v, want none and a reason", r, err)
	}
	strata := []string{"x", "x", "y", "y", "x", "x", "y", "y"}
	r, err = survival.PermutationTest(tenures, groups, strata, survival.Weight{}, survival.Permutation{Clusters: clusters, Exact: -1, Random: 2000})
	if err != nil || r.Exact || !r.P.OK {
		t.Errorf("in strata: got %+v, %v", r, err)
	}
}

// Two tenures of A stop at 1, two of B at 2. At 1 half of those at risk are of A and 2 stop, so 1 is
// expected; at 2 nobody of A is left. Parts of O − E = 2 − 1 are, by tenure, 1 − 1/2 less (1 − 1/2)·2/4 = 1/4 in A
// and 1/2·2/4 = 1/4 in B. A weight of 2 is two tenures of one cluster: 1/2 each, and χ² = 1²/(1/4 + 1/4) = 2.
func TestClusteredTestCountsWeightsByHand(t *testing.T) {
	s := survival.Sample{Tenures: []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2, Stopped: true}}, Weights: []float64{2, 2}, Clusters: []string{"p", "q"}}
	c, err := s.Compare([]string{"A", "B"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r := c.Test(survival.Weight{}); c.Clusters != 2 || c.N[0] != 2 || c.N[1] != 2 || !near(r.Chi2.V, 2, 1e-12) {
		t.Errorf("got %+v of %v in %d clusters, want 2 of 2 and 2", r, c.N, c.Clusters)
	}
}
