package bootstrap_test

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/bootstrap"
)

func count(times []int) []varighet.Opt[float64] {
	return []varighet.Opt[float64]{varighet.Some(float64(times[0]))}
}

func TestRunRefuses(t *testing.T) {
	if _, err := bootstrap.Run(0, nil, count, bootstrap.Options{}); !errors.Is(err, survival.ErrNoTenures) {
		t.Errorf("no units: got %v, want ErrNoTenures", err)
	}
	if _, err := bootstrap.Run(3, []string{"a", "b"}, count, bootstrap.Options{}); err == nil {
		t.Error("two strata for three units were taken")
	}
	for _, opt := range []bootstrap.Options{{Replicates: 1}, {Replicates: -5}, {Replicates: 10_000_001}, {ConfLevel: 1}, {ConfLevel: -0.95},
		{ConfLevel: 95}, {ConfLevel: math.NaN()}} {
		if set, err := bootstrap.Run(3, nil, count, opt); err == nil {
			t.Errorf("%+v: got %+v, want an error", opt, set)
		}
	}
	if set, err := bootstrap.Run(3, nil, count, bootstrap.Options{Replicates: 2}); err != nil || set.Replicates != 2 || set.ConfLevel != 0.95 {
		t.Errorf("two resamples: got %+v, %v", set, err)
	}
	for name, changing := range map[string]bootstrap.Statistic{
		"when a unit is drawn twice": func(times []int) []varighet.Opt[float64] {
			return make([]varighet.Opt[float64], 1+slices.Max(times)/2)
		},
		"when a unit is left out": func(times []int) []varighet.Opt[float64] {
			return make([]varighet.Opt[float64], 1+times[0]*times[1]*times[2])
		},
	} {
		if set, err := bootstrap.Run(3, nil, changing, bootstrap.Options{Replicates: 50}); err == nil {
			t.Errorf("more numbers %s: got %+v, want an error", name, set)
		}
	}
}

// What a statistic gives that is no number is not in any result.
func TestNoNumbersAreNotShown(t *testing.T) {
	for _, n := range []int{1, 3} {
		set, err := bootstrap.Run(n, nil, func([]int) []varighet.Opt[float64] {
			return []varighet.Opt[float64]{varighet.Some(math.NaN()), varighet.Some(math.Inf(-1))}
		}, bootstrap.Options{Replicates: 10})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range set.Results {
			if r.Estimate.OK || r.StdErr.OK || r.PercentileLower.OK || r.BCaLower.OK {
				t.Errorf("of %d units: got %+v, want nothing", n, r)
			}
		}
	}
}

// 19 units are few, 20 are enough.
func TestWarnsOfFewUnits(t *testing.T) {
	for n, want := range map[int][]string{19: {"only 19 units to draw from: limits are too narrow with fewer than 20"}, 20: nil} {
		set, err := bootstrap.Run(n, nil, count, bootstrap.Options{Replicates: 2})
		if err != nil || !slices.Equal(set.Warnings, want) {
			t.Errorf("%d units: got %q, %v, want %q", n, set.Warnings, err, want)
		}
	}
	set, err := bootstrap.Run(3, []string{"a", "b", "b"}, count, bootstrap.Options{Replicates: 2})
	if err != nil || len(set.Warnings) != 2 || !strings.HasPrefix(set.Warnings[1], "only 2 units to draw from in b:") {
		t.Errorf("got %q, %v, want a warning for a and for b", set.Warnings, err)
	}
}

func TestCurveRefuses(t *testing.T) {
	tenures := []survival.Tenure{{Exit: 2, Stopped: true}, {Exit: 3}}
	for name, f := range map[string]func() error{
		"weights": func() error {
			_, err := bootstrap.Curve(survival.Sample{Tenures: tenures, Weights: []float64{1, 1}}, nil, bootstrap.Ask{}, bootstrap.Options{})
			return err
		},
		"a stratum too few": func() error {
			_, err := bootstrap.Curve(survival.Sample{Tenures: tenures}, []string{"a"}, bootstrap.Ask{}, bootstrap.Options{})
			return err
		},
		"no tenures": func() error {
			_, err := bootstrap.Curve(survival.Sample{}, nil, bootstrap.Ask{}, bootstrap.Options{})
			return err
		},
		"an exit below 0": func() error {
			_, err := bootstrap.Curve(survival.Sample{Tenures: []survival.Tenure{{Exit: -1}}}, nil, bootstrap.Ask{}, bootstrap.Options{})
			return err
		},
	} {
		if f() == nil {
			t.Errorf("%s: got no error", name)
		}
	}
}

// Six clusters of two strata, a and b: those of a stop at 2 and those of b at 4, so that in any
// resample within strata half are there after 2 months, the median lies between 2 and 4 months, and of
// the first 4 months 3 are held on average. Without strata they move.
func TestCurveWithinStrata(t *testing.T) {
	var s survival.Sample
	var strata []string
	for i := range 12 {
		exit, stratum := 2.0, "a"
		if i%2 == 1 {
			exit, stratum = 4, "b"
		}
		s.Tenures = append(s.Tenures, survival.Tenure{Exit: exit, Stopped: true})
		s.Clusters, strata = append(s.Clusters, fmt.Sprint(i%6)), append(strata, stratum)
	}
	ask := bootstrap.Ask{At: []float64{2, 5}, Quantiles: []float64{0.5}, Tau: 4}
	set, err := bootstrap.Curve(s, strata, ask, bootstrap.Options{Replicates: 100})
	if err != nil || len(set.Results) != 4 || set.Units != 6 {
		t.Fatalf("got %+v, %v, want four numbers of six clusters", set, err)
	}
	for i, want := range map[int]float64{0: 0.5, 2: 3, 3: 3} {
		if r := set.Results[i]; math.Abs(r.Estimate.V-want) > 1e-12 || r.StdErr.V > 1e-12 || !r.StdErr.OK || r.Undefined != 0 {
			t.Errorf("number %d: got %+v, want %v in every resample", i, r, want)
		}
	}
	if r := set.Results[1]; r.Estimate.OK || r.StdErr.OK || r.Undefined != 100 {
		t.Errorf("beyond the curve: got %+v, want nothing", r)
	}
	if set, err = bootstrap.Curve(s, nil, ask, bootstrap.Options{Replicates: 100}); err != nil || !(set.Results[0].StdErr.V > 0.1) {
		t.Errorf("without strata: got %+v, %v, want a spread", set, err)
	}
	// Rows of their own, drawn within strata, give the same.
	s.Clusters = nil
	if set, err = bootstrap.Curve(s, strata, bootstrap.Ask{At: []float64{2}}, bootstrap.Options{Replicates: 100}); err != nil || set.Units != 12 ||
		len(set.Results) != 1 || set.Results[0].StdErr.V > 1e-12 {
		t.Errorf("rows: got %+v, %v, want 12 units and no spread", set, err)
	}
}

// Of three tenures one stops. A resample has a median if it has the stop twice or three times, with
// probability 3·(1/3)²·(2/3) + (1/3)³ = 7/27. The others are left out, and counted: 20/27 of 2000, with an
// error of √(2000·7·20)/27 = 19.6.
func TestResamplesWithoutTheNumberAreCounted(t *testing.T) {
	s := survival.Sample{Tenures: []survival.Tenure{{Exit: 2, Stopped: true}, {Exit: 3}, {Exit: 3}}}
	set, err := bootstrap.Curve(s, nil, bootstrap.Ask{Quantiles: []float64{0.5}}, bootstrap.Options{Replicates: 2000, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	if r := set.Results[0]; math.Abs(float64(r.Undefined)-2000*20./27) > 4*19.6 || r.Estimate.OK || r.PercentileLower.V != 2 || r.PercentileUpper.V != 2 {
		t.Errorf("got %+v, want 1481 ± 78 undefined, and 2 in the others", r)
	}
}

// The order of rows decides nothing: the eight tenures of a file, of which four pairs have the same
// times but one stopped, give the same numbers read forwards, backwards, and with the pairs turned; within
// strata of those who came in after 2 months and of the others too.
func TestOrderOfRowsDoesNotMatter(t *testing.T) {
	forwards := []survival.Tenure{{Exit: 2, Stopped: true}, {Exit: 2}, {Entry: 1, Exit: 3, Stopped: true}, {Entry: 1, Exit: 3},
		{Entry: 2, Exit: 3, Stopped: true}, {Entry: 2, Exit: 3}, {Exit: 5, Stopped: true}, {Exit: 5}}
	backwards, turned := slices.Clone(forwards), slices.Clone(forwards)
	slices.Reverse(backwards)
	for i := range turned {
		turned[i] = forwards[i^1]
	}
	for _, within := range []bool{false, true} {
		want := resampled(t, forwards, within)
		if want[0].StdErr.V < 0.05 {
			t.Errorf("within strata %v: got %+v, want numbers that vary", within, want[0])
		}
		for i, tenures := range [][]survival.Tenure{backwards, turned} {
			if got := resampled(t, tenures, within); !reflect.DeepEqual(got, want) {
				t.Errorf("within strata %v, order %d: got %+v, want %+v", within, i+1, got, want)
			}
		}
	}
}

func resampled(t *testing.T, tenures []survival.Tenure, within bool) []bootstrap.Result {
	t.Helper()
	var strata []string
	for i := range tenures {
		if within {
			strata = append(strata, fmt.Sprint(tenures[i].Entry == 2))
		}
	}
	set, err := bootstrap.Curve(survival.Sample{Tenures: tenures}, strata, bootstrap.Ask{At: []float64{2, 3}, Tau: 3}, bootstrap.Options{Replicates: 50, Seed: 4})
	if err != nil {
		t.Fatal(err)
	}
	return set.Results
}

// Three tenures of stratum a come in after 1 month and are there after 5; two of b come in after 2, and
// stop after 5. So 2 of 5 stop in every resample within strata, though nobody left in between, and the
// five are at risk together.
func TestLateRowsKeepTheirStratum(t *testing.T) {
	late, later := survival.Tenure{Entry: 1, Exit: 5}, survival.Tenure{Entry: 2, Exit: 5, Stopped: true}
	s := survival.Sample{Tenures: []survival.Tenure{late, later, late, later, late}}
	set, err := bootstrap.Curve(s, []string{"a", "b", "a", "b", "a"}, bootstrap.Ask{At: []float64{5}}, bootstrap.Options{Replicates: 50})
	if err != nil {
		t.Fatal(err)
	}
	if r := set.Results[0]; math.Abs(r.Estimate.V-0.6) > 1e-12 || r.StdErr.V > 1e-12 || !r.StdErr.OK {
		t.Errorf("got %+v, want 3 of 5 in every resample", r)
	}
}
