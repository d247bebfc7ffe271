package bootstrap_test

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/bootstrap"
	"github.com/varighet/varighet/survival/internal/oracle"
)

// The mean of n numbers resampled has standard error √(Σ(x−x̄)²)/n. For 1…40 that
// is √(5330)/40 = 1.825; 4000 draws give it within 5 %.
func TestStandardErrorOfAMean(t *testing.T) {
	const n = 40
	set, err := bootstrap.Run(n, nil, func(times []int) []varighet.Opt[float64] {
		sum := 0.0
		for i, k := range times {
			sum += float64(k * (i + 1))
		}
		return []varighet.Opt[float64]{varighet.Some(sum / n), {}}
	}, bootstrap.Options{Replicates: 4000, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	r := set.Results[0]
	want := math.Sqrt(5330) / n
	if math.Abs(r.StdErr.V/want-1) > 0.05 || r.Estimate.V != 20.5 {
		t.Errorf("got %+v, want 20.5 ± %v", r, want)
	}
	// A mean of symmetric numbers has neither bias nor acceleration, so the two
	// kinds of limits agree.
	if math.Abs(r.BCaLower.V-r.PercentileLower.V) > 0.2 || math.Abs(r.BCaUpper.V-r.PercentileUpper.V) > 0.2 {
		t.Errorf("BCa %v to %v, percentile %v to %v", r.BCaLower, r.BCaUpper, r.PercentileLower, r.PercentileUpper)
	}
	if never := set.Results[1]; never.StdErr.OK || never.Undefined != 4000 {
		t.Errorf("a number that is never defined: got %+v", never)
	}
}

// One unit a stratum makes every resample the data: the spread would be 0 whatever
// the truth.
func TestNothingToDraw(t *testing.T) {
	for _, strata := range [][]string{nil, {"a"}} {
		set, err := bootstrap.Run(1, strata, func([]int) []varighet.Opt[float64] { return []varighet.Opt[float64]{varighet.Some(7.0)} }, bootstrap.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if r := set.Results[0]; r.Estimate != varighet.Some(7.0) || r.StdErr.OK || r.PercentileLower.OK || r.BCaUpper.OK || len(set.Warnings) != 1 {
			t.Errorf("%+v, %q", r, set.Warnings)
		}
	}
}

// Draws stay within strata: a number that only depends on how many are drawn of
// each stratum does not move.
func TestDrawsStayWithinStrata(t *testing.T) {
	strata := []string{"a", "b", "a", "b", "b"}
	set, err := bootstrap.Run(5, strata, func(times []int) []varighet.Opt[float64] {
		return []varighet.Opt[float64]{varighet.Some(float64(times[0] + times[2]))}
	}, bootstrap.Options{Replicates: 200})
	if err != nil {
		t.Fatal(err)
	}
	if r := set.Results[0]; r.StdErr.V != 0 || r.PercentileLower.V != 2 || r.BCaLower.OK && r.BCaLower.V != 2 {
		t.Errorf("got %+v, want 2 in every draw", r)
	}
	if len(set.Warnings) != 2 {
		t.Errorf("warnings: got %q, want one a stratum", set.Warnings)
	}
}

// The number of workers, and the order of rows, change nothing.
func TestSameForAnyNumberOfWorkers(t *testing.T) {
	var s survival.Sample
	for i := range 200 {
		s.Tenures = append(s.Tenures, survival.Tenure{Exit: float64(1 + i*7%40), Stopped: i%3 > 0})
		s.Clusters = append(s.Clusters, fmt.Sprint(i%23))
	}
	ask := bootstrap.Ask{At: []float64{12}, Quantiles: []float64{0.5}, Tau: 30}
	run := func(s survival.Sample, workers int) *bootstrap.Set {
		set, err := bootstrap.Curve(s, nil, ask, bootstrap.Options{Replicates: 300, Seed: 9, Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		return set
	}
	want := run(s, 1)
	for workers := 2; workers <= 7; workers += 5 {
		if got := run(s, workers); !reflect.DeepEqual(got, want) {
			t.Errorf("%d workers: got %+v, want %+v", workers, got, want)
		}
	}
	var back survival.Sample
	for i := len(s.Tenures) - 1; i >= 0; i-- {
		back.Tenures, back.Clusters = append(back.Tenures, s.Tenures[i]), append(back.Clusters, s.Clusters[i])
	}
	if got := run(back, 2); !reflect.DeepEqual(got, want) {
		t.Errorf("rows backwards: got %+v, want %+v", got, want)
	}
	s.Clusters, back.Clusters = nil, nil
	if a, b := run(s, 2), run(back, 3); !reflect.DeepEqual(a, b) {
		t.Errorf("rows backwards, no clusters: got %+v, want %+v", b, a)
	}
}

// A resample's curve is the curve of its tenures.
func TestReweigherIsRepetition(t *testing.T) {
	s := survival.Sample{Clusters: []string{"a", "b", "a", "c"}, Tenures: []survival.Tenure{
		{Exit: 4, Stopped: true}, {Entry: 2, Exit: 6}, {Exit: 6, Stopped: true}, {Entry: 4, Exit: 9, Stopped: true}}}
	r, err := s.Reweigher()
	if err != nil {
		t.Fatal(err)
	}
	got, err := r.Curve([]int{2, 0, 1})
	if err != nil {
		t.Fatal(err)
	}
	x := s.Tenures
	want, err := survival.KaplanMeier([]survival.Tenure{x[0], x[0], x[2], x[2], x[3]}, survival.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range want.Points {
		p.Lower, p.Upper = varighet.Opt[float64]{}, varighet.Opt[float64]{}
		if got.Points[i] != p {
			t.Errorf("got %+v, want %+v", got.Points[i], p)
		}
	}
}

// R drew 2000 times with other random numbers: standard errors agree within
// 10 %, limits within 0.35 standard errors.
func TestOracleClusterBootstrap(t *testing.T) {
	oracle.Each(t, "cluster_bootstrap.csv", func(t *testing.T, set *oracle.Set) {
		kept := map[string]*bootstrap.Set{}
		place := map[string]int{"S(12)": 0, "S(60)": 1, "median": 2}
		for _, r := range set.Table(t, "cluster_bootstrap.csv") {
			key := r.Text("group_var") + r.Text("stratum")
			if kept[key] == nil {
				rows := set.In(r.Text("group_var"), r.Text("stratum"))
				b, err := bootstrap.Curve(survival.Sample{Tenures: set.Tenures(t, rows), Clusters: oracle.Column(rows, set.Cluster)}, nil,
					bootstrap.Ask{At: []float64{12, 60}, Quantiles: []float64{0.5}}, bootstrap.Options{Replicates: 2000, Seed: 7})
				if err != nil {
					t.Fatalf("%s: %v", r.At, err)
				}
				kept[key] = b
			}
			got := kept[key].Results[place[r.Text("statistic")]]
			r.WantInt(t, "clusters", kept[key].Units)
			r.WantOpt(t, "estimate", got.Estimate, oracle.Tolerance)
			r.WantOpt(t, "boot_se", got.StdErr, 0.10)
			se := r.Number(t, "boot_se").V
			for column, v := range map[string]varighet.Opt[float64]{"pct_lower": got.PercentileLower, "pct_upper": got.PercentileUpper} {
				margin := 0.35 * se
				if r.Text("statistic") == "median" {
					margin = max(margin, 1) // a median is a whole month: one on the border falls to either side
				}
				if want := r.Number(t, column).V; !(math.Abs(v.V-want) <= margin) {
					t.Errorf("%s: %s: got %v, want %v ± %v", r.At, column, v.V, want, margin)
				}
			}
		}
	})
}

func BenchmarkCurve(b *testing.B) {
	var s survival.Sample
	for i := range 7000 {
		s.Tenures = append(s.Tenures, survival.Tenure{Exit: float64(1 + i*7%300), Stopped: i%3 > 0})
		s.Clusters = append(s.Clusters, fmt.Sprint(i%250))
	}
	for b.Loop() {
		if _, err := bootstrap.Curve(s, nil, bootstrap.Ask{Quantiles: []float64{0.5}}, bootstrap.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
