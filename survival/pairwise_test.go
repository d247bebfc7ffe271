package survival_test

import (
	"fmt"
	"math"
	"runtime"
	"testing"

	"pgregory.net/rapid"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/internal/oracle"
)

func TestOraclePairwise(t *testing.T) {
	oracle.Each(t, "logrank_pairwise.csv", func(t *testing.T, set *oracle.Set) {
		for _, r := range set.Table(t, "logrank_pairwise.csv") {
			var rows []oracle.Row
			for _, row := range set.Rows {
				if row.Text(r.Text("group_var")) != "NA" {
					rows = append(rows, row)
				}
			}
			c, err := survival.Compare(set.Tenures(t, rows), oracle.Column(rows, r.Text("group_var")), nil)
			if err != nil {
				t.Fatalf("%s: %v", r.At, err)
			}
			for _, a := range []survival.Adjustment{survival.Holm, survival.BenjaminiHochberg, survival.Bonferroni, survival.Hochberg} {
				pairs, err := c.Pairwise(oracleWeight(t, r), a)
				if err != nil {
					t.Fatalf("%s: %v", r.At, err)
				}
				found := false
				for _, p := range pairs {
					if p.A != r.Text("a") || p.B != r.Text("b") {
						continue
					}
					found = true
					r.WantOpt(t, "chisq", p.Test.Chi2, oracleTolerance)
					r.WantOpt(t, "p", p.Test.P, oraclePTolerance)
					r.WantOpt(t, "p_"+a.String(), p.Adjusted, oraclePTolerance)
				}
				if !found {
					t.Errorf("%s: got no such pair", r.At)
				}
			}
		}
	})
}

func TestOraclePermutation(t *testing.T) {
	set := oracle.Open(t, "tiny16")
	for _, r := range set.Table(t, "permutation.csv") {
		got, err := survival.PermutationTest(set.Tenures(t, set.Rows), oracle.Column(set.Rows, r.Text("group_var")), nil,
			survival.Weight{}, survival.Permutation{})
		if err != nil {
			t.Fatal(err)
		}
		if !got.Exact {
			t.Errorf("%s: not exact", r.At)
		}
		r.WantInt(t, "permutations", got.Permutations)
		r.WantOpt(t, "chisq", got.Chi2, oracleTolerance)
		r.WantOpt(t, "p_exact", got.P, 1e-12)
		random, err := survival.PermutationTest(set.Tenures(t, set.Rows), oracle.Column(set.Rows, r.Text("group_var")), nil,
			survival.Weight{}, survival.Permutation{Exact: -1, Random: 20000, Seed: 7})
		if err != nil {
			t.Fatal(err)
		}
		// The standard error of 20 000 draws is at most 0.0036; 5 of them.
		if math.Abs(random.P.V-got.P.V) > 0.018 || random.Exact {
			t.Errorf("at random: got %+v, exact %v", random, got.P)
		}
	}
}

// Four tenures stop at 1, 2, 3, 4; a has the first two. Of the 6 ways to deal
// out two labels, only {1, 2} and {3, 4} are as far apart.
func TestPermutationByHand(t *testing.T) {
	tenures := []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2, Stopped: true}, {Exit: 3, Stopped: true}, {Exit: 4, Stopped: true}}
	got, err := survival.PermutationTest(tenures, []string{"a", "a", "b", "b"}, nil, survival.Weight{}, survival.Permutation{})
	if err != nil || !got.Exact || got.Permutations != 6 || math.Abs(got.P.V-2./6) > 1e-15 {
		t.Errorf("got %+v, %v, want exact p = 2/6 of 6", got, err)
	}
}

// The χ² that relabelling works with is that of the test, for any weights,
// strata and number of groups: so the dealing as given is always a hit. And the
// answer is the same for any number of processors.
func TestLawPermutationKnowsTheTest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSample(t)
		var groups, strata []string
		for range s.Tenures {
			groups = append(groups, fmt.Sprint(rapid.IntRange(1, 3).Draw(t, "group")))
			strata = append(strata, fmt.Sprint(rapid.IntRange(1, 2).Draw(t, "stratum")))
		}
		w := survival.Weight{Kind: survival.WeightKind(rapid.IntRange(0, 5).Draw(t, "weight"))}
		opt := survival.Permutation{Exact: 200, Random: 1500, Seed: 3}
		r, err := survival.PermutationTest(s.Tenures, groups, strata, w, opt)
		if err != nil {
			t.Fatal(err)
		}
		if !r.P.OK {
			return
		}
		if r.Exact && r.P.V < 1/float64(r.Permutations)-1e-15 || r.P.V > 1 {
			t.Fatalf("p = %v of %d", r.P.V, r.Permutations)
		}
		was := runtime.GOMAXPROCS(1)
		again, err := survival.PermutationTest(s.Tenures, groups, strata, w, opt)
		runtime.GOMAXPROCS(was)
		if err != nil || again != r {
			t.Fatalf("one processor: got %+v, want %+v", again, r)
		}
	})
}

// S = 1/2 of 4 with se² = 1/16, and 3/4 of 4 with se² = 3/64. θ = log log 2 and
// log log 4/3; var θ = (1/4)/(1/2 log 2)² = 1/(4 log² 2), and
// (3/64)/(9/16 log² 3/4) = 1/(12 log² 4/3).
func TestFixedTimeByHand(t *testing.T) {
	curve := func(stops int) *survival.Curve {
		var tenures []survival.Tenure
		for i := range 4 {
			tenures = append(tenures, survival.Tenure{Exit: 12, Stopped: i < stops})
		}
		return mustCurve(t, tenures, survival.Options{})
	}
	got := survival.CompareAt([]*survival.Curve{curve(2), curve(1)}, 12)
	l2, l43 := math.Log(2), math.Log(4./3)
	want := math.Pow(math.Log(l2)-math.Log(l43), 2) / (1/(4*l2*l2) + 1/(12*l43*l43))
	if !near(got.Chi2.V, want, 1e-12) || got.DF != 1 {
		t.Errorf("got %+v, want χ² %v", got, want)
	}
	c, err := got.At[0].Contrast(got.At[1], 0.95)
	if err != nil || !near(c.Difference.V, 0.25, 1e-15) || !near(c.StdErr.V, math.Sqrt(1./16+3./64), 1e-12) || !near(c.Ratio.V, 1.5, 1e-15) {
		t.Errorf("difference: got %+v, %v, want 1/4 ± √(7/64), ratio 3/2", c, err)
	}
	if r := survival.CompareAt([]*survival.Curve{curve(4), curve(1)}, 12); r.P.OK || r.Reason != "a curve is 0 or 1 at 12" {
		t.Errorf("a curve at 0: got %+v, want no p and a reason", r)
	}
	if r := survival.CompareAt([]*survival.Curve{curve(0), curve(1)}, 12); r.P.OK || r.Reason != "a curve is 0 or 1 at 12" {
		t.Errorf("a curve at 1: got %+v, want no p and a reason", r)
	}
	if r := survival.CompareAt([]*survival.Curve{curve(2), curve(1)}, 13); r.P.OK || r.Reason == "" {
		t.Errorf("after the end: got %+v, want no p and a reason", r)
	}
}

func TestOracleRMSTContrast(t *testing.T) {
	oracle.Each(t, "rmst_diff.csv", func(t *testing.T, set *oracle.Set) {
		for _, r := range set.Table(t, "rmst_diff.csv") {
			tau := r.Number(t, "tau").V
			mean := func(stratum string) survival.RMST {
				return mustCurve(t, set.Tenures(t, set.In(r.Text("group_var"), stratum)), survival.Options{}).RMST(tau)
			}
			a, b := mean(r.Text("from")), mean(r.Text("to"))
			c, err := a.Contrast(b, 0.95)
			if err != nil {
				t.Fatalf("%s: %v", r.At, err)
			}
			if !a.Estimate.OK || !b.Estimate.OK {
				if c.Difference.OK {
					t.Errorf("%s: got %v of a mean that is not defined", r.At, c.Difference)
				}
				continue // tau is after a curve's end: R carries S on
			}
			for column, got := range map[string]varighet.Opt[float64]{
				"diff": c.Difference, "se": c.StdErr, "lower": c.Lower, "upper": c.Upper, "z": c.Z, "ratio": c.Ratio,
				"se_log_ratio": c.LogRatioStdErr, "ratio_lower": c.RatioLower, "ratio_upper": c.RatioUpper,
			} {
				r.WantOpt(t, column, got, oracleTolerance)
			}
			r.WantOpt(t, "p", c.P, oraclePTolerance)
		}
	})
}

func TestPairsAreNotAdjustedInAWayThatIsNone(t *testing.T) {
	tenures, groups := twoGroups()
	pairs, err := mustCompare(t, tenures, groups, nil).Pairwise(survival.Weight{}, survival.Adjustment(99))
	if pairs != nil || err == nil || err.Error() != "adjustment 99 is not known" {
		t.Errorf("got %+v, %v, want an error", pairs, err)
	}
}
