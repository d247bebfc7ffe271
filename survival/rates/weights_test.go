package rates_test

import (
	"errors"
	"math"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/rates"
)

var (
	weighed = []survival.Tenure{
		{Exit: 3, Stopped: true}, {Exit: 5, Stopped: true}, {Entry: 2, Exit: 8, Stopped: true}, {Exit: 6},
		{Exit: 4, Stopped: true}, {Entry: 1, Exit: 9, Stopped: true}, {Exit: 12}, {Entry: 3, Exit: 10, Stopped: true},
		{Exit: 7, Stopped: true}, {Exit: 11, Stopped: true}, {Entry: 4, Exit: 13, Stopped: true}, {Exit: 2, Stopped: true},
		{Exit: 14}, {Entry: 5, Exit: 15, Stopped: true}, {Exit: 8, Stopped: true}, {Exit: 16},
	}
	wholeWeights = []float64{2, 1, 3, 1, 2, 1, 2, 1, 1, 4, 2, 1, 1, 1, 2, 3}
	partWeights  = []float64{0.5, 1.5, 2, 0.25, 1.2, 0.8, 1, 3.1, 0.6, 0.4, 2.2, 1.7, 0.9, 1.1, 0.3, 1.4}
	everything   = []float64{0, math.Inf(1)}
)

func within(t *testing.T, what string, got varighet.Opt[float64], want float64) {
	t.Helper()
	if !got.OK || math.Abs(got.V-want) > 1e-10*(1+math.Abs(want)) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// R 4.2.2: rate and log limits are exp(b ± z·se) of
//
//	glm(stop ~ 1 + offset(log(exit - entry)), family = poisson, weights = w)
//
// events and time those of survival 3.5-3's pyears(weights = w), and the exact
// limits of whole weights poisson.test(21, 241)$conf.int.
func TestWeightsAreThoseOfR(t *testing.T) {
	list, err := rates.WeightedBands(weighed, wholeWeights, everything, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	r := list[0]
	if r.Events != 12 || r.EventsWeight != 21 || r.Time != 241 || r.Reason != "" {
		t.Errorf("whole: got %+v, want 21 in 241 of 12 stops", r)
	}
	within(t, "rate, whole", r.Rate, 0.087136929460581)
	within(t, "lower, whole", r.Lower, 0.053939132714009)
	within(t, "upper, whole", r.Upper, 0.133198052842089)
	within(t, "log lower, whole", r.LogLower, 0.056813932013545)
	within(t, "log upper, whole", r.LogUpper, 0.133644058890485)

	if list, err = rates.WeightedBands(weighed, partWeights, everything, 0.95); err != nil {
		t.Fatal(err)
	}
	r = list[0]
	if math.Abs(r.EventsWeight-15.4) > 1e-12 || math.Abs(r.Time-147.6) > 1e-12 || r.Lower.OK || r.Upper.OK || r.Reason == "" {
		t.Errorf("parts: got %+v, want 15.4 in 147.6, no exact limits and a reason", r)
	}
	within(t, "rate, parts", r.Rate, 0.104336043360434)
	within(t, "log lower, parts", r.LogLower, 0.063318136596082)
	within(t, "log upper, parts", r.LogUpper, 0.171925620830477)
}

// Weights 2, 0 and 1: 2 stops in 2·3 + 4 = 10 months, as if the first were there
// twice and the second not. Up to 2 months, none in 2·2 + 2.
func TestWeightedBandsByHand(t *testing.T) {
	tenures := []survival.Tenure{{Exit: 3, Stopped: true}, {Exit: 9, Stopped: true}, {Exit: 4}}
	list, err := rates.WeightedBands(tenures, []float64{2, 0, 1}, []float64{0, 2, 10}, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := list[0], list[1]; a.Events != 0 || a.Time != 6 || b.Events != 1 || b.EventsWeight != 2 || b.Time != 4 {
		t.Errorf("got %+v and %+v, want 0 in 6 and 2 in 4", a, b)
	}
	twice, err := rates.Bands([]survival.Tenure{tenures[0], tenures[0], tenures[2]}, []float64{2, 10}, 0.95)
	if err != nil || twice[0].Lower != list[1].Lower || twice[0].Upper != list[1].Upper || twice[0].LogUpper != list[1].LogUpper {
		t.Errorf("got %+v, want the limits of %+v, %v", list[1], twice, err)
	}
	if _, err := rates.WeightedBands(tenures, []float64{0, 0, 0}, everything, 0.95); !errors.Is(err, survival.ErrNoTenures) {
		t.Errorf("all of weight 0: got %v", err)
	}
	var fault *survival.TenureError
	if _, err := rates.WeightedBands(tenures, []float64{1, 1, -2}, everything, 0.95); !errors.As(err, &fault) || fault.Index != 2 {
		t.Errorf("a weight of −2: got %v, want a fault of tenure 2", err)
	}
}

// Counts by month know the same sums, but not whether the weights were whole.
func TestWeightedCounts(t *testing.T) {
	var counts survival.MonthCounts
	for i, x := range weighed {
		if err := counts.AddWeighted(int(x.Entry), int(x.Exit), x.Stopped, partWeights[i]); err != nil {
			t.Fatal(err)
		}
	}
	breaks := []float64{0, 6, math.Inf(1)}
	got, err := rates.CountedBands(&counts, breaks, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	want, err := rates.WeightedBands(weighed, partWeights, breaks, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	for i, g := range got {
		w := want[i]
		if g.Events != w.Events || math.Abs(g.EventsWeight-w.EventsWeight) > 1e-12 || math.Abs(g.Time-w.Time) > 1e-12 ||
			g.Lower.OK || g.Reason == "" {
			t.Errorf("got %+v, want %+v without exact limits", g, w)
		}
		within(t, "log lower", g.LogLower, w.LogLower.V)
	}
}

// A part whose events are a sum of weights has a rate, and no limits.
func TestDirectOfSums(t *testing.T) {
	s, err := rates.Direct([]rates.Part{{Group: "a", Events: 2.5, Time: 10, Weight: 1, Inexact: true},
		{Group: "b", Events: 1, Time: 20, Weight: 1}}, 0.95)
	if err != nil || s.Lower.OK || s.Upper.OK || s.Reason == "" {
		t.Errorf("got %+v, %v, want no limits and a reason", s, err)
	}
	within(t, "rate", s.Rate, 0.15)
	within(t, "standard error", s.StdErr, math.Sqrt(2.5/400+1./1600))
}

// Expected 2 in 10 months, so 0.2 in each. Weights 2, 0 and 1: 2 stops in 2·3 + 4
// months where 2 were expected, as if the first were there twice. Weights ½, 0 and
// 1: ½ in 5½, 0.5/1.1, and nothing that counts stops.
func TestCompareTenuresByHand(t *testing.T) {
	ref, err := rates.NewReference([]float64{0, 10}, []float64{1, math.Exp(-2)})
	if err != nil {
		t.Fatal(err)
	}
	tenures := []survival.Tenure{{Exit: 3, Stopped: true}, {Exit: 9, Stopped: true}, {Entry: 2, Exit: 6}, {Exit: 7, Stopped: true}}
	refs := []*rates.Reference{ref, ref, ref, nil}
	got, err := rates.CompareTenures(tenures, []float64{2, 0, 1, 1}, refs, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	if got.Observed != 1 || got.ObservedWeight != 2 || math.Abs(got.Expected-2) > 1e-12 || got.Reason != "" {
		t.Errorf("got %+v, want 2 observed and expected, of one stop", got)
	}
	want, err := rates.Compare(2, got.Expected, 0.95)
	want.Observed = 1
	if err != nil || got != want {
		t.Errorf("got %+v, want %+v, %v", got, want, err)
	}
	half, err := rates.CompareTenures(tenures, []float64{0.5, 0, 1, 1}, refs, 0.95)
	if err != nil || half.Lower.OK || half.P.OK || half.PMinimum.OK || half.Z.OK || half.ZWu.OK || half.Reason == "" {
		t.Errorf("parts: got %+v, %v, want a ratio, a reason and no more", half, err)
	}
	within(t, "ratio", half.Ratio, 0.5/1.1)
	var fault *survival.TenureError
	if _, err := rates.CompareTenures(tenures, []float64{1, 1, math.NaN(), 1}, refs, 0.95); !errors.As(err, &fault) || fault.Index != 2 {
		t.Errorf("a weight that is no number: got %v, want a fault of tenure 2", err)
	}
	if _, err := rates.CompareTenures(tenures, nil, refs[:3], 0.95); err == nil {
		t.Error("fewer references than tenures were taken")
	}
	// More than can be counted still has a ratio.
	if huge, err := rates.Compare(1, 1e16, 0.95); err != nil || !huge.Ratio.OK || huge.P.OK || huge.Reason == "" {
		t.Errorf("1e16 expected: got %+v, %v, want a ratio and a reason", huge, err)
	}
}
