package survival_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet/survival"
)

func mustCompare(t *testing.T, tenures []survival.Tenure, groups, strata []string) *survival.Comparison {
	t.Helper()
	c, err := survival.Compare(tenures, groups, strata)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Group a stops at 1 and 3; of b one stops at 2, one is censored at 3.
func twoGroups() ([]survival.Tenure, []string) {
	return []survival.Tenure{
		{Exit: 1, Stopped: true}, {Exit: 3, Stopped: true}, {Exit: 2, Stopped: true}, {Exit: 3},
	}, []string{"a", "a", "b", "b"}
}

// At 1, 2, 3 there are 4, 3, 2 at risk, of them 2, 1, 1 in a. Expected in a
// 1/2 + 1/3 + 1/2 = 4/3, variance 1/4 + 2/9 + 1/4 = 13/18, so
// χ² = (2 − 4/3)² · 18/13 = 8/13. Gehan's weights are 4, 3, 2: U = 2 − 1 + 1,
// V = 4 + 2 + 1, χ² = 4/7. S before the times is 1, 3/4, 1/2: for rho1
// U = 1/2 − 1/4 + 1/4, V = 1/4 + 9/16·2/9 + 1/4·1/4 = 7/16, χ² = 4/7 again
// (n = 4S here, so the weights are proportional). Peto's S̃ is 4/5, 3/5, 2/5,
// also proportional.
func TestLogRankByHand(t *testing.T) {
	tenures, groups := twoGroups()
	c := mustCompare(t, tenures, groups, nil)
	for weight, chi2 := range map[survival.WeightKind]float64{
		survival.LogRank: 8. / 13, survival.Gehan: 4. / 7, survival.Rho1: 4. / 7, survival.Peto: 4. / 7,
	} {
		r := c.Test(survival.Weight{Kind: weight})
		wantSome(t, r.Weight.String(), r.Chi2, chi2)
		wantSome(t, "p", r.P, math.Erfc(math.Sqrt(chi2/2)))
		if r.DF != 1 || r.Reason != "" {
			t.Errorf("%s: got %d degrees of freedom, %q", r.Weight, r.DF, r.Reason)
		}
	}
	g := c.Test(survival.Weight{}).Groups
	wantNear(t, "expected", g[0].Expected, 4./3)
	wantNear(t, "variance", g[1].Variance, 13./18)
	if g[0].Group != "a" || g[0].Observed != 2 || g[1].Observed != 1 || g[0].N != 2 {
		t.Errorf("groups: got %+v", g)
	}
}

// As above, but the censored one of b enters at 1, so of 3 at risk at 1 are 2
// in a: E = 2/3 + 1/3 + 1/2 = 3/2, V = 2/9 + 2/9 + 1/4 = 25/36, χ² = 9/25.
func TestLogRankWithLateEntryByHand(t *testing.T) {
	tenures, groups := twoGroups()
	tenures[3].Entry = 1
	wantSome(t, "chi2", mustCompare(t, tenures, groups, nil).Test(survival.Weight{}).Chi2, 9./25)
}

// The same four in two strata: U and V double, so χ² does.
func TestStratifiedLogRankByHand(t *testing.T) {
	tenures, groups := twoGroups()
	strata := []string{"x", "x", "x", "x", "y", "y", "y", "y"}
	c := mustCompare(t, append(tenures, tenures...), append(groups, groups...), strata)
	wantSome(t, "chi2", c.Test(survival.Weight{}).Chi2, 16./13)
	if diff := cmp.Diff([]int{4, 4}, c.N); diff != "" {
		t.Errorf("N (-want +got):\n%s", diff)
	}
}

// With two groups the trend is the log-rank test with a sign: b, with the
// higher score, has 1 stop where 5/3 are expected.
func TestTrendByHand(t *testing.T) {
	tenures, groups := twoGroups()
	c := mustCompare(t, tenures, groups, nil)
	r, err := c.Trend(survival.Weight{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	wantNear(t, "U", r.U, -2./3)
	wantSome(t, "z", r.Z, -math.Sqrt(8./13))
	if r.Direction != survival.StopsFall {
		t.Errorf("direction: got %q", r.Direction)
	}
	// z = −0.78, p = 0.43: seen, and no more than seen.
	for level, want := range map[float64]string{
		0.05: "fewer stops than expected in the groups with high scores in these data, but not beyond chance at the level of 0.05: " +
			"they tell neither which way a trend goes nor that there is none",
		0.5: "fewer stops than expected in the groups with high scores, beyond chance at the level of 0.5",
	} {
		if got := r.InWords(level); got != want {
			t.Errorf("in words at %v: got %q, want %q", level, got, want)
		}
	}
	if got := (survival.TrendResult{Reason: "no groups"}).InWords(0.05); got != "not defined" {
		t.Errorf("in words, not defined: got %q", got)
	}
	turned, err := c.Trend(survival.Weight{}, []float64{1007, 1000})
	if err != nil {
		t.Fatal(err)
	}
	wantSome(t, "z with scores turned", turned.Z, math.Sqrt(8./13))
	if turned.Direction != survival.StopsRise {
		t.Errorf("direction with scores turned: got %q", turned.Direction)
	}
	for _, scores := range [][]float64{{1}, {1, math.NaN()}, {1, math.Inf(1)}} {
		if _, err := c.Trend(survival.Weight{}, scores); err == nil {
			t.Errorf("scores %v: got no error", scores)
		}
	}
	if same, err := c.Trend(survival.Weight{}, []float64{0.1, 0.1}); err != nil || same.Z.OK || same.Reason == "" {
		t.Errorf("equal scores: got %+v, %v, want a reason", same, err)
	}
}

// Of three groups with the score 1 and one with 2, which comes when the others have gone, U and its
// variance are 0 but for rounding, which is now above 0 and now below.
func TestTrendThatIsRoundingIsNotDefined(t *testing.T) {
	r := newRand(5)
	above := 0
	for range 40 {
		var tenures []survival.Tenure
		var groups []string
		for i := range 30 {
			group := string(rune('a' + i%4))
			x := survival.Tenure{Exit: float64(1 + r.IntN(6)), Stopped: r.IntN(4) > 0}
			if group == "d" {
				x.Entry, x.Exit = 6, 6+x.Exit
			}
			tenures, groups = append(tenures, x), append(groups, group)
		}
		c := mustCompare(t, tenures, groups, nil)
		trend, err := c.Trend(survival.Weight{}, []float64{1, 1, 1, 2})
		if err != nil || trend.Z.OK || trend.Reason == "" {
			t.Errorf("got %+v, %v, want no z", trend, err)
		}
		if trend.Variance > 0 && trend.U != 0 {
			above++
		}
	}
	if above == 0 {
		t.Error("no variance came out above 0; the test needs one")
	}
}

func TestUndefinedTestsHaveAReason(t *testing.T) {
	stop := func(entry, exit float64) survival.Tenure {
		return survival.Tenure{Entry: entry, Exit: exit, Stopped: true}
	}
	for _, test := range []struct {
		name    string
		tenures []survival.Tenure
		groups  []string
		df      int
	}{
		{"one group", []survival.Tenure{stop(0, 1), stop(0, 2)}, []string{"a", "a"}, 0},
		{"nobody stops", []survival.Tenure{{Exit: 1}, {Exit: 2}}, []string{"a", "b"}, 0},
		{"never at risk together", []survival.Tenure{stop(0, 1), stop(5, 6)}, []string{"a", "b"}, 1},
		{"two pairs that never meet", []survival.Tenure{
			stop(0, 1), stop(0, 2), stop(0, 3), stop(0, 2.5), stop(0, 3), stop(0, 1.5), stop(0, 2.75),
			stop(5, 7), stop(5, 8), stop(5, 7.5), stop(5, 9), stop(5, 8.5), stop(5, 9), stop(5, 6),
		}, []string{"a", "b", "a", "b", "a", "a", "b", "c", "d", "c", "d", "d", "c", "d"}, 3},
	} {
		c := mustCompare(t, test.tenures, test.groups, nil)
		for _, name := range []string{"logrank", "gehan", "peto_mod"} {
			w, _ := survival.ParseWeight(name)
			r := c.Test(w)
			if r.Chi2.OK || r.P.OK || r.Reason == "" || r.DF != test.df {
				t.Errorf("%s, %s: got %+v, want no χ², a reason and %d degrees of freedom", test.name, name, r, test.df)
			}
		}
	}
	tenures, groups := twoGroups()
	c := mustCompare(t, tenures, groups, nil)
	if r := c.Test(survival.Weight{Kind: survival.FlemingHarrington, P: -1}); r.Chi2.OK || r.Reason == "" {
		t.Errorf("negative power: got %+v", r)
	}
	if r, err := c.Trend(survival.Weight{Kind: survival.FlemingHarrington, P: -1}, nil); err != nil || r.Z.OK || !strings.HasSuffix(r.Reason, "is not defined") {
		t.Errorf("trend with a negative power: got %+v, %v", r, err)
	}
}

func TestComparisonsThatCannotBeMade(t *testing.T) {
	if _, err := survival.Compare(nil, nil, nil); !errors.Is(err, survival.ErrNoTenures) {
		t.Errorf("none: got %v", err)
	}
	if _, err := survival.Compare(fiveSpells(), []string{"a"}, nil); err == nil {
		t.Error("too few labels: got no error")
	}
	var te *survival.TenureError
	bad := append(fiveSpells(), survival.Tenure{Entry: 4, Exit: 4})
	if _, err := survival.Compare(bad, make([]string, 6), nil); !errors.As(err, &te) || te.Index != 5 {
		t.Errorf("entry at exit: got %v, want a TenureError for index 5", err)
	}
	halves := survival.Sample{Tenures: bad, Weights: []float64{0.5, 1, 1, 1, 1, 1}}
	if c, err := halves.Compare(make([]string, 6), nil); c != nil || !errors.As(err, &te) || te.Index != 5 {
		t.Errorf("entry at exit, and half a weight: got %v, %v, want a TenureError for index 5", c, err)
	}
	halves.Tenures[5].Exit = 5
	if c, err := halves.Compare(make([]string, 6), nil); c != nil || !errors.Is(err, survival.ErrWeightedTest) {
		t.Errorf("half a weight: got %v, %v, want %v", c, err, survival.ErrWeightedTest)
	}
	if _, err := survival.CompareMonths([]string{"a"}, [][]*survival.MonthCounts{{nil, nil}}); err == nil {
		t.Error("two counts for one group: got no error")
	}
	_, err := survival.CompareMonths([]string{"a"}, [][]*survival.MonthCounts{{nil}})
	if !errors.Is(err, survival.ErrNoTenures) {
		t.Errorf("no counts: got %v", err)
	}
}

func TestWeightNamesReadBack(t *testing.T) {
	for _, name := range []string{"logrank", "gehan", "tarone_ware", "rho1", "peto", "peto_mod", "fh_0_1", "fh_0.5_0.5"} {
		w, ok := survival.ParseWeight(name)
		if !ok || w.String() != name {
			t.Errorf("%s: got %s, %t", name, w, ok)
		}
	}
	for _, name := range []string{"", "fh", "fh_", "fh_1", "fh_-1_0", "fh_NaN_0", "fh_1_Inf", "fh_Inf_1", "wilcoxon"} {
		if w, ok := survival.ParseWeight(name); ok {
			t.Errorf("%q: got %s, want none", name, w)
		}
	}
}

// A tenure with a weight of 0 is not there: its group and stratum are not taken for another's.
func TestComparisonLeavesOutWeightsOf0(t *testing.T) {
	tenures, groups := twoGroups()
	s := survival.Sample{Tenures: append([]survival.Tenure{{Exit: 2.5, Stopped: true}}, tenures...), Weights: []float64{0, 1, 1, 1, 1}}
	c, err := s.Compare(append([]string{"b"}, groups...), []string{"q", "p", "p", "p", "p"})
	if err != nil {
		t.Fatal(err)
	}
	wantSome(t, "χ²", c.Test(survival.Weight{}).Chi2, 8./13)
}
