package survival_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/internal/oracle"
)

const jackknifeTolerance = 1e-8

func TestOracleCluster(t *testing.T) {
	oracle.Each(t, "km_cluster.csv", func(t *testing.T, set *oracle.Set) {
		curves, seen := map[string]*survival.Curve{}, map[string]int{}
		of := func(r oracle.Row, ct survival.ConfType) *survival.Curve {
			key := r.Text("group_var") + "\x00" + r.Text("stratum") + ct.String()
			if curves[key] == nil {
				rows := set.In(r.Text("group_var"), r.Text("stratum"))
				c, err := survival.Sample{Tenures: set.Tenures(t, rows), Clusters: oracle.Column(rows, set.Cluster)}.
					KaplanMeier(survival.Options{ConfType: ct})
				if err != nil {
					t.Fatalf("%s: %v", r.At, err)
				}
				curves[key] = c
			}
			return curves[key]
		}
		for _, r := range set.Table(t, "km_cluster.csv") {
			key := r.Text("group_var") + "\x00" + r.Text("stratum")
			i := seen[key]
			seen[key]++
			p := of(r, survival.LogLog).Points[i]
			r.Want(t, "time", p.Time)
			r.Want(t, "surv", p.Survival)
			r.Want(t, "cumhaz", p.CumulativeHazard)
			r.WantOpt(t, "robust_se_surv", p.StdErr, jackknifeTolerance)
			if of(r, survival.LogLog).Clusters > 1 {
				r.WantOpt(t, "robust_se_cumhaz", p.CumulativeHazardStdErr, jackknifeTolerance)
			} else if p.CumulativeHazardStdErr.OK { // R has 0, as if nothing were uncertain
				t.Errorf("%s: one cluster, got a standard error of the hazard of %v", r.At, p.CumulativeHazardStdErr.V)
			}
			r.WantOpt(t, "lower_loglog", p.Lower, jackknifeTolerance)
			r.WantOpt(t, "upper_loglog", p.Upper, jackknifeTolerance)
			p = of(r, survival.Log).Points[i]
			r.WantOpt(t, "lower_log", p.Lower, jackknifeTolerance)
			r.WantOpt(t, "upper_log", p.Upper, jackknifeTolerance)
		}
	})
}

func TestOracleRobustHazard(t *testing.T) {
	oracle.Each(t, "hazard_cluster.csv", func(t *testing.T, set *oracle.Set) {
		for _, r := range set.Table(t, "hazard_cluster.csv") {
			s := survival.Sample{Tenures: set.Tenures(t, set.Rows), Clusters: oracle.Column(set.Rows, set.Cluster)}
			if r.Text("weighting") != "none" {
				s.Weights = oracle.Numbers(t, set.Rows, r.Text("weighting"))
			}
			c, err := s.KaplanMeier(survival.Options{})
			if err != nil {
				t.Fatalf("%s: %v", r.At, err)
			}
			h, _ := survival.ParseHazardType(r.Text("type"))
			for _, p := range c.ExpHazard(h).Points {
				if p.Time == r.Number(t, "time").V {
					r.Want(t, "surv", p.Survival)
					r.WantWithin(t, "se_hazard", p.CumulativeHazardStdErr.V, 1e-8)
				}
			}
		}
	})
}

// With weights in whole numbers a test counts each row so many times.
func TestOracleRepeatedLogRank(t *testing.T) {
	oracle.Each(t, "logrank_times.csv", func(t *testing.T, set *oracle.Set) {
		for _, r := range set.Table(t, "logrank_times.csv") {
			s := survival.Sample{Tenures: set.Tenures(t, set.Rows), Weights: oracle.Numbers(t, set.Rows, "times")}
			if r.Text("entry") == "no" {
				for i := range s.Tenures {
					s.Tenures[i].Entry = 0
				}
			}
			c, err := s.Compare(oracle.Column(set.Rows, "region"), nil)
			if err != nil {
				t.Fatalf("%s: %v", r.At, err)
			}
			got := c.Test(survival.Weight{})
			r.WantOpt(t, "chisq", got.Chi2, 1e-8)
			if r.Text("o_north") != "NA" {
				r.Want(t, "o_north", got.Groups[0].Observed)
				r.Want(t, "e_north", got.Groups[0].Expected)
			}
		}
	})
}

// Two groups; at 1 month one of a stops, who counts twice, and at 2 one of b. By
// hand, with n = 4 at 1 and 2 at 2: O−E of a is 2 − 2·3/4 = 1/2, then
// −1·1/2 = −1/2; the variance 2·2/3 · 3/4·1/4 = 1/4, then 1·1/1 · 1/2·1/2 = 1/4.
// So χ² is 0, and the groups have 3 and 1.
func TestRepeatedLogRankByHand(t *testing.T) {
	s := survival.Sample{
		Tenures: []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2}, {Exit: 2, Stopped: true}},
		Weights: []float64{2, 1, 1},
	}
	c, err := s.Compare([]string{"a", "a", "b"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	r := c.Test(survival.Weight{})
	if a := r.Groups[0]; a.N != 3 || a.Observed != 2 || a.Expected != 2 || a.Variance != 0.5 || r.Chi2.V != 0 || !r.Chi2.OK {
		t.Errorf("got %+v", r)
	}
	s.Weights[0] = 1.5
	if _, err := s.Compare([]string{"a", "a", "b"}, nil); !errors.Is(err, survival.ErrWeightedTest) {
		t.Errorf("a weight of 1.5: got %v, want ErrWeightedTest", err)
	}
	s.Weights = []float64{0, 0, 0}
	if _, err := s.Compare([]string{"a", "a", "b"}, nil); !errors.Is(err, survival.ErrNoTenures) {
		t.Errorf("weights of 0 only: got %v, want ErrNoTenures", err)
	}
}

func TestOracleWeighted(t *testing.T) {
	oracle.Each(t, "km_weighted.csv", func(t *testing.T, set *oracle.Set) {
		type pair struct{ greenwood, robust *survival.Curve }
		curves, seen := map[string]pair{}, map[string]int{}
		for _, r := range set.Table(t, "km_weighted.csv") {
			key := r.Text("group_var") + "\x00" + r.Text("stratum")
			if curves[key].greenwood == nil {
				rows := set.In(r.Text("group_var"), r.Text("stratum"))
				s := survival.Sample{Tenures: set.Tenures(t, rows), Weights: oracle.Numbers(t, rows, set.Weight)}
				a, errA := s.KaplanMeier(survival.Options{})
				s.Robust = true
				b, errB := s.KaplanMeier(survival.Options{})
				if errA != nil || errB != nil {
					t.Fatalf("%s: %v, %v", r.At, errA, errB)
				}
				curves[key] = pair{a, b}
			}
			i := seen[key]
			seen[key]++
			p, q := curves[key].greenwood.Points[i], curves[key].robust.Points[i]
			r.Want(t, "time", p.Time)
			r.Want(t, "n_risk_w", p.AtRiskWeight)
			r.Want(t, "n_event_w", p.EventsWeight)
			r.Want(t, "n_censor_w", p.CensoredWeight)
			r.Want(t, "surv", p.Survival)
			r.WantOpt(t, "greenwood_se_surv", p.StdErr, oracle.Tolerance)
			r.WantOpt(t, "robust_se_surv", q.StdErr, jackknifeTolerance)
		}
	})
}

// Three tenures stop at 1, 2, 3. S(1) = 2/3. With weight w on the first,
// S(1) = 2/(2 + w), whose derivative at 1 is −2/9; on another, (1 + w)/(2 + w),
// with 1/9. So se² = 4/81 + 1/81 + 1/81; with the last two in one cluster,
// 4/81 + (2/81·2) = 8/81.
func TestRobustErrorByHand(t *testing.T) {
	tenures := []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2, Stopped: true}, {Exit: 3, Stopped: true}}
	for _, c := range []struct {
		sample survival.Sample
		want   float64
	}{
		{survival.Sample{Tenures: tenures, Robust: true}, 6. / 81},
		{survival.Sample{Tenures: tenures, Clusters: []string{"a", "b", "b"}}, 8. / 81},
	} {
		curve, err := c.sample.KaplanMeier(survival.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := curve.Points[0].StdErr.V; math.Abs(got-math.Sqrt(c.want)) > 1e-15 {
			t.Errorf("%+v: got %v, want √%v", c.sample, got, c.want)
		}
	}
}

// The same rows in another order give the same bits, since sums are made in one order.
func TestRobustErrorsDoNotHangOnTheOrder(t *testing.T) {
	r := newRand(7)
	var s survival.Sample
	for range 60 {
		entry := max(0, r.IntN(20)-10)
		s.Tenures = append(s.Tenures, survival.Tenure{Entry: float64(entry), Exit: float64(entry + 1 + r.IntN(9)), Stopped: r.IntN(3) > 0})
		s.Weights, s.Clusters = append(s.Weights, 0.1+r.Float64()), append(s.Clusters, string(rune('a'+r.IntN(4))))
	}
	want, err := s.KaplanMeier(survival.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		r.Shuffle(len(s.Tenures), func(i, j int) {
			s.Tenures[i], s.Tenures[j] = s.Tenures[j], s.Tenures[i]
			s.Weights[i], s.Weights[j] = s.Weights[j], s.Weights[i]
			s.Clusters[i], s.Clusters[j] = s.Clusters[j], s.Clusters[i]
		})
		got, err := s.KaplanMeier(survival.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range want.Points {
			if got.Points[i] != want.Points[i] {
				t.Fatalf("got %+v, want %+v", got.Points[i], want.Points[i])
			}
		}
	}
}

// Given a tenure of 3, the robust error is that of the tenures that lasted to 3, with 3 for an
// earlier entry, less what comes to 0 there: times are whole, so 2.5 has the same at risk.
func TestRobustErrorOfAConditionalCurve(t *testing.T) {
	var s, later survival.Sample
	for i := range 12 {
		x := survival.Tenure{Entry: float64(i % 3), Exit: float64(i/2 + 3 - i%2), Stopped: i%4 != 1}
		cluster := string(rune('a' + i%5))
		s.Tenures, s.Clusters = append(s.Tenures, x), append(s.Clusters, cluster)
		if x.Exit >= 3 {
			x.Entry = max(x.Entry, 2.5)
			later.Tenures, later.Clusters = append(later.Tenures, x), append(later.Clusters, cluster)
		}
	}
	whole, err := s.KaplanMeier(survival.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := whole.ConditionalFrom(3)
	if err != nil {
		t.Fatal(err)
	}
	want, err := later.KaplanMeier(survival.Options{})
	if err != nil || len(got.Points) != len(want.Points) || len(got.Points) < 5 {
		t.Fatalf("%d points, want %d: %v", len(got.Points), len(want.Points), err)
	}
	for i, p := range want.Points {
		if x := got.Points[i]; x.Time != p.Time || !near(x.Survival, p.Survival, 1e-14) || !near(x.StdErr.V, p.StdErr.V, 1e-14) {
			t.Errorf("got %+v, want %+v", x, p)
		}
	}
}

func drawSample(t *rapid.T) survival.Sample {
	var s survival.Sample
	unit := rapid.SampledFrom([]float64{1, 0.37}).Draw(t, "unit")
	for range rapid.IntRange(1, 30).Draw(t, "n") {
		entry := max(rapid.IntRange(-10, 10).Draw(t, "entry"), 0)
		s.Tenures = append(s.Tenures, survival.Tenure{
			Entry: unit * float64(entry), Exit: unit * float64(entry+rapid.IntRange(1, 12).Draw(t, "length")),
			Stopped: rapid.Bool().Draw(t, "stopped"),
		})
	}
	return s
}

// A weight of 2 is the tenure twice, of 0 none, for every number of the curve.
func TestLawWeightsAreRepetitions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSample(t)
		var repeated []survival.Tenure
		for _, x := range s.Tenures {
			w := rapid.IntRange(0, 3).Draw(t, "weight")
			s.Weights = append(s.Weights, float64(w))
			for range w {
				repeated = append(repeated, x)
			}
		}
		if len(repeated) == 0 {
			return
		}
		a, errA := s.KaplanMeier(survival.Options{})
		b, errB := survival.KaplanMeier(repeated, survival.Options{})
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		if len(a.Points) != len(b.Points) {
			t.Fatalf("%d points for weights, %d for repetitions", len(a.Points), len(b.Points))
		}
		for i, p := range a.Points {
			q := b.Points[i]
			p.AtRisk, p.Events, p.Censored, p.Entered = q.AtRisk, q.Events, q.Censored, q.Entered
			if p != q {
				t.Fatalf("weights give %+v, repetitions %+v", p, q)
			}
		}
		last := b.Points[len(b.Points)-1].Time
		if x, y := a.RMST(last), b.RMST(last); x != y || a.Median() != b.Median() {
			t.Fatalf("got %+v and %+v, want %+v and %+v", x, a.Median(), y, b.Median())
		}
	})
}

// The robust error of S and of the restricted mean are what a small change of
// each weight does to them, found here by changing the weights.
func TestLawRobustErrorIsTheEffectOfWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSample(t)
		clusters := rapid.IntRange(1, 5).Draw(t, "clusters")
		for i := range s.Tenures {
			s.Clusters = append(s.Clusters, fmt.Sprint(i%clusters))
			s.Weights = append(s.Weights, float64(rapid.IntRange(1, 4).Draw(t, "weight")))
		}
		c, err := s.KaplanMeier(survival.Options{})
		if err != nil {
			t.Fatal(err)
		}
		at := rapid.IntRange(0, len(c.Points)-1).Draw(t, "point")
		tau := c.Points[at].Time
		if c.Points[at].Survival < 1e-9 || !(tau > 0) {
			return
		}
		const step = 1e-5
		var sums, areas [5]float64
		for k := range clusters {
			read := func(factor float64) (surv, area float64) {
				moved := survival.Sample{Tenures: s.Tenures}
				for i, w := range s.Weights {
					if i%clusters == k {
						w *= factor
					}
					moved.Weights = append(moved.Weights, w)
				}
				m, err := moved.KaplanMeier(survival.Options{})
				if err != nil {
					t.Fatal(err)
				}
				return m.Points[at].Survival, m.RMST(tau).Estimate.V
			}
			upS, upA := read(1 + step)
			downS, downA := read(1 - step)
			sums[k], areas[k] = (upS-downS)/(2*step), (upA-downA)/(2*step)
		}
		wantS, wantA := 0.0, 0.0
		for k := range sums {
			wantS += sums[k] * sums[k]
			wantA += areas[k] * areas[k]
		}
		if got := c.Points[at].StdErr.V; math.Abs(got-math.Sqrt(wantS)) > 1e-6 {
			t.Fatalf("error of S: got %v, want %v", got, math.Sqrt(wantS))
		}
		if got := c.RMST(tau).StdErr.V; math.Abs(got-math.Sqrt(wantA)) > 1e-5*(1+tau) {
			t.Fatalf("error of the mean: got %v, want %v", got, math.Sqrt(wantA))
		}
	})
}

func TestBadWeightsAreRefused(t *testing.T) {
	one := []survival.Tenure{{Exit: 2, Stopped: true}}
	for _, w := range []float64{-1, math.NaN(), math.Inf(1), 1e-12, 1e12, 0} {
		if c, err := (survival.Sample{Tenures: one, Weights: []float64{w}}).KaplanMeier(survival.Options{}); err == nil {
			t.Errorf("weight %v: got %+v, want an error", w, c)
		}
	}
}

// At the estimate the influences of all rows add up to 0, so a single cluster has
// none: a standard error of 0 would say that nothing is uncertain. The estimates are
// those without clusters.
func TestOneCluster(t *testing.T) {
	s := survival.Sample{
		Tenures:  []survival.Tenure{{Exit: 2, Stopped: true}, {Entry: 1, Exit: 4}, {Exit: 3}, {Exit: 4, Stopped: true}},
		Clusters: []string{"a", "a", "a", "a"},
	}
	single, err := s.KaplanMeier(survival.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if w := single.Warnings[len(single.Warnings)-1]; w != "one cluster: no robust standard errors or limits" {
		t.Errorf("got the warning %q", w)
	}
	none := varighet.Opt[float64]{}
	for _, c := range []*survival.Curve{single, single.ExpHazard(survival.NelsonAalen), single.ExpHazard(survival.TiesOneByOne)} {
		for _, p := range c.Points {
			if p.StdErr != none || p.Lower != none || p.Upper != none {
				t.Errorf("at %v: got %v (%v to %v), want no error and no limits", p.Time, p.StdErr, p.Lower, p.Upper)
			}
			if p.CumulativeHazardStdErr != none {
				t.Errorf("at %v: got %v, want no error of the hazard", p.Time, p.CumulativeHazardStdErr)
			}
		}
		plain := mustCurve(t, s.Tenures, survival.Options{})
		if c != single {
			plain = plain.ExpHazard(survival.NelsonAalen)
		}
		want := plain.RMST(4)
		want.StdErr, want.Lower, want.Upper = none, none, none
		if got := c.RMST(4); got != want {
			t.Errorf("restricted mean: got %+v, want %+v", got, want)
		}
		if r, err := c.Residual([]float64{0}, 0.25); err != nil || !r.Time.OK || r.Lower != none || r.Upper != none {
			t.Errorf("residual: got %+v, %v, want a time without limits", r, err)
		}
		if r := survival.CompareAt([]*survival.Curve{c, c}, 3); r.P.OK || r.Reason != "a curve has no standard error at 3" {
			t.Errorf("comparison: got %+v", r)
		}
	}
}

// All at risk stop at 2, so that S is 0, and its error too. One who enters at 3 stops at 4 and another goes
// on to 5: the hazard is 1 + ½ + 0, of which the first has no error. At 4 weight w on the stop gives w/(w+1),
// with derivative 1/4, and on the other −1/4: √(2/16).
func TestRobustErrorsAfterTheCurveCameToNought(t *testing.T) {
	s := survival.Sample{Robust: true, Tenures: []survival.Tenure{{Exit: 2, Stopped: true}, {Exit: 2, Stopped: true}, {Entry: 3, Exit: 4, Stopped: true}, {Entry: 3, Exit: 5}}}
	c, err := s.KaplanMeier(survival.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{0, math.Sqrt(2) / 4, math.Sqrt(2) / 4} {
		p := c.Points[i]
		if p.Survival != 0 || p.StdErr != varighet.Some(0.0) || p.Lower.OK || p.Upper.OK {
			t.Errorf("at %v: got %+v, want S of 0 without limits", p.Time, p)
		}
		if !p.CumulativeHazardStdErr.OK || math.Abs(p.CumulativeHazardStdErr.V-want) > 1e-15 {
			t.Errorf("at %v: got an error of the hazard of %v, want %v", p.Time, p.CumulativeHazardStdErr, want)
		}
	}
}

// Of a single cluster S is known where no weight changes it: where it is 1, and where it is 0.
func TestOneClusterIsSureOfAllAndOfNone(t *testing.T) {
	s := survival.Sample{Clusters: []string{"a", "a", "a"}, Tenures: []survival.Tenure{{Exit: 1}, {Exit: 2, Stopped: true}, {Exit: 3, Stopped: true}}}
	c, err := s.KaplanMeier(survival.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []varighet.Opt[float64]{varighet.Some(0.0), {}, varighet.Some(0.0)} {
		if p := c.Points[i]; p.StdErr != want {
			t.Errorf("S of %v at %v: got an error of %v, want %v", p.Survival, p.Time, p.StdErr, want)
		}
	}
	if first, last := c.Points[0], c.Points[2]; first.CumulativeHazardStdErr != varighet.Some(0.0) || last.CumulativeHazardStdErr.OK {
		t.Errorf("errors of the hazard: got %v where it is 0 and %v at the end", first.CumulativeHazardStdErr, last.CumulativeHazardStdErr)
	}
}

// Columns are as long as there are tenures, and a level is between 0 and 1.
func TestSamplesThatCannotBe(t *testing.T) {
	two := []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2}}
	for _, c := range []struct {
		sample survival.Sample
		level  float64
		want   string
	}{
		{survival.Sample{Tenures: two, Weights: []float64{1}}, 0.95, "2 tenures with 1 weights and 0 clusters"},
		{survival.Sample{Tenures: two, Clusters: []string{"a", "a", "b"}}, 0.95, "2 tenures with 0 weights and 3 clusters"},
		{survival.Sample{Tenures: two, Robust: true}, 2, "confidence level"},
	} {
		curve, err := c.sample.KaplanMeier(survival.Options{ConfLevel: c.level})
		if curve != nil || err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: got %v, %v, want %q", c.sample, curve, err, c.want)
		}
	}
}

// By hand: one of two stops after 1 month, so S = 1/2 from there, and the mean to 2 is 1 + 1/2. Both
// are of one cluster, which says nothing of how sure that is.
func TestMeanOfOneClusterHasNoError(t *testing.T) {
	c, err := survival.Sample{Tenures: []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2}}, Clusters: []string{"a", "a"}}.KaplanMeier(survival.Options{})
	if err != nil {
		t.Fatal(err)
	}
	m := c.RMST(2)
	wantSome(t, "mean to 2", m.Estimate, 1.5)
	if m.StdErr.OK || m.Lower.OK || m.Upper.OK {
		t.Errorf("got %+v, want no error and no limits", m)
	}
}
