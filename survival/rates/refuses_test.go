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
	noNumber = math.NaN()
	infinite = math.Inf(1)
	below    = math.Inf(-1)
	nothing  = varighet.Opt[float64]{}
)

// levels are no levels of confidence.
var levels = []float64{0, 1, -0.95, 95, noNumber, infinite, below}

func constantHazard(t *testing.T) *rates.Reference {
	t.Helper()
	ref, err := rates.WeibullReference(12, 1)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

func TestRatesRefuseLevels(t *testing.T) {
	tenures, ref := []survival.Tenure{{Exit: 3, Stopped: true}, {Exit: 5}}, []*rates.Reference{constantHazard(t), constantHazard(t)}
	labels, all := []string{"a", "b"}, []float64{0, infinite}
	var counts survival.MonthCounts
	if err := counts.Add(0, 3, true); err != nil {
		t.Fatal(err)
	}
	three := []float64{1, 2, 3}
	good, err := rates.Compare(3, 2, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string]func(conf float64) error{
		"New":            func(conf float64) error { _, err := rates.New(1, 2, conf); return err },
		"New, none":      func(conf float64) error { _, err := rates.New(0, 0, conf); return err },
		"Of":             func(conf float64) error { _, err := rates.Of(tenures, conf); return err },
		"ClusteredBands": func(conf float64) error { _, err := rates.ClusteredBands(tenures, nil, labels, all, conf); return err },
		"CountedBands":   func(conf float64) error { _, err := rates.CountedBands(&counts, all, conf); return err },
		"Direct":         func(conf float64) error { _, err := rates.Direct(nil, conf); return err },
		"Compare":        func(conf float64) error { _, err := rates.Compare(1, 2, conf); return err },
		"CompareTenures": func(conf float64) error { _, err := rates.CompareTenures(tenures, nil, ref, conf); return err },
		"Clustered": func(conf float64) error {
			_, err := rates.Clustered(tenures, nil, ref, labels, false, conf)
			return err
		},
		"RatioOf":         func(conf float64) error { _, err := rates.RatioOf(1, 2, 3, 4, conf); return err },
		"RatioOf, nobody": func(conf float64) error { _, err := rates.RatioOf(0, 2, 0, 4, conf); return err },
		"TrendOf":         func(conf float64) error { _, err := rates.TrendOf(three, []int{1, 2, 3}, three, conf); return err },
		"WithReference":   func(conf float64) error { _, err := good.WithReference(4, conf); return err },
	} {
		for _, conf := range levels {
			if f(conf) == nil {
				t.Errorf("%s takes the level %v", name, conf)
			}
		}
		if err := f(0.95); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEventsInNoTimeAreNoRate(t *testing.T) {
	for _, x := range []struct {
		events int
		time   float64
	}{{-1, 5}, {1, 0}, {1, -2}, {0, -2}, {1, noNumber}, {0, noNumber}, {1, infinite}, {0, infinite}, {0, below}} {
		if r, err := rates.New(x.events, x.time, 0.95); err == nil {
			t.Errorf("%d events in %v: got %+v, want an error", x.events, x.time, r)
		}
	}
	r, err := rates.New(0, 0, 0.95)
	if err != nil || r.Rate.OK || r.Lower.OK || r.Upper.OK || r.LogLower.OK || r.Reason != "no time at risk" {
		t.Errorf("none in no time: got %+v, %v, want a reason only", r, err)
	}
}

// One event in the least time that a number holds is a rate that none does.
func TestARateTooGreatForANumberIsMissing(t *testing.T) {
	r, err := rates.New(1, math.SmallestNonzeroFloat64, 0.95)
	if err != nil || r.Rate.OK || r.Lower.OK || r.Upper.OK || r.LogLower.OK || r.LogUpper.OK {
		t.Errorf("got %+v, %v, want nothing", r, err)
	}
}

// Time in units of −12, 0 or no number is none.
func TestARatePerNoTimeIsMissing(t *testing.T) {
	r, err := rates.New(2, 24, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []float64{-12, 0, noNumber, infinite, below} {
		p := r.Per(n)
		if p.Rate != nothing || p.Lower != nothing || p.Upper != nothing || p.LogLower != nothing || p.LogUpper != nothing ||
			p.Reason == "" || p.Events != 2 || p.Time != 24 {
			t.Errorf("per %v: got %+v, want no rate and a reason", n, p)
		}
	}
	if p := r.Per(12); p.Rate.V != 1 || p.Time != 2 || p.Upper.V != 12*r.Upper.V || p.LogLower.V != 12*r.LogLower.V {
		t.Errorf("per 12: got %+v, want 1 in a year", p)
	}
	if none, _ := rates.New(0, 24, 0.95); none.Per(12).LogUpper.OK {
		t.Errorf("none in 24: got a log limit per 12 of %v", none.Per(12).LogUpper)
	}
}

func TestBreaksThatDoNotAscendAreRefused(t *testing.T) {
	tenures := []survival.Tenure{{Exit: 3, Stopped: true}}
	var counts survival.MonthCounts
	if err := counts.Add(0, 3, true); err != nil {
		t.Fatal(err)
	}
	for _, breaks := range [][]float64{nil, {0}, {-0.5, 1}, {1, 1}, {2, 1}, {0, noNumber}, {noNumber, 1}, {infinite, infinite},
		{0, infinite, infinite}, {0, infinite, 12}, {below, 0}} {
		if r, err := rates.Bands(tenures, breaks, 0.95); err == nil {
			t.Errorf("%v: got %+v, want an error", breaks, r)
		}
		if r, err := rates.CountedBands(&counts, breaks, 0.95); err == nil {
			t.Errorf("%v, counted: got %+v, want an error", breaks, r)
		}
	}
	if _, err := rates.CountedBands(&survival.MonthCounts{}, []float64{0, 1}, 0.95); !errors.Is(err, survival.ErrNoTenures) {
		t.Errorf("no counts: got %v, want ErrNoTenures", err)
	}
	if _, err := rates.Of(nil, 0.95); !errors.Is(err, survival.ErrNoTenures) {
		t.Errorf("no tenures: got %v, want ErrNoTenures", err)
	}
}

// Tenures that run backwards, begin before 0 or have no number, and weights that weigh nothing,
// are refused by everything that takes them.
func TestSenselessTenuresAndWeightsAreRefused(t *testing.T) {
	ref := []*rates.Reference{constantHazard(t), constantHazard(t)}
	labels, all := []string{"a", "b"}, []float64{0, infinite}
	takers := map[string]func(tenures []survival.Tenure, weights []float64) error{
		"WeightedBands": func(x []survival.Tenure, w []float64) error {
			_, err := rates.WeightedBands(x, w, all, 0.95)
			return err
		},
		"ClusteredBands": func(x []survival.Tenure, w []float64) error {
			_, err := rates.ClusteredBands(x, w, labels, all, 0.95)
			return err
		},
		"CompareTenures": func(x []survival.Tenure, w []float64) error {
			_, err := rates.CompareTenures(x, w, ref, 0.95)
			return err
		},
		"CompareMonths": func(x []survival.Tenure, w []float64) error {
			_, err := rates.CompareMonths(x, w, ref, 0.95)
			return err
		},
		"Clustered": func(x []survival.Tenure, w []float64) error {
			_, err := rates.Clustered(x, w, ref, labels, false, 0.95)
			return err
		},
		"Clustered, by months": func(x []survival.Tenure, w []float64) error {
			_, err := rates.Clustered(x, w, ref, labels, true, 0.95)
			return err
		},
	}
	good := []survival.Tenure{{Exit: 3, Stopped: true}, {Exit: 5}}
	for name, f := range takers {
		if err := f(good, []float64{1, 2}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var fault *survival.TenureError
		for _, bad := range []survival.Tenure{{Exit: -1}, {Entry: -1, Exit: 2}, {Entry: 4, Exit: 2}, {Entry: 4, Exit: 4}} {
			if err := f([]survival.Tenure{good[0], bad}, nil); !errors.As(err, &fault) || fault.Index != 1 {
				t.Errorf("%s: %+v: got %v, want a fault of tenure 1", name, bad, err)
			}
		}
		for _, x := range []float64{noNumber, infinite} {
			if f([]survival.Tenure{good[0], {Exit: x}}, nil) == nil {
				t.Errorf("%s takes an exit at %v", name, x)
			}
		}
		for _, w := range []float64{-1, noNumber, infinite, 1e-12, 1e12} {
			if err := f(good, []float64{1, w}); !errors.As(err, &fault) || fault.Index != 1 {
				t.Errorf("%s: a weight of %v: got %v, want a fault of tenure 1", name, w, err)
			}
		}
		if f(good, []float64{1}) == nil {
			t.Errorf("%s takes one weight for two tenures", name)
		}
	}
	if _, err := rates.ClusteredBands(good, nil, labels[:1], all, 0.95); err == nil {
		t.Error("one cluster for two tenures was taken")
	}
	if _, err := rates.Clustered(good, nil, ref, labels[:1], false, 0.95); err == nil {
		t.Error("one cluster for two tenures was compared")
	}
	if _, err := rates.Clustered(good, nil, ref[:1], labels, false, 0.95); err == nil {
		t.Error("one reference for two tenures was compared")
	}
	for _, x := range []survival.Tenure{{Exit: 1.5}, {Entry: 0.5, Exit: 3}, {Exit: survival.MaxMonths + 1}} {
		if _, err := rates.Clustered([]survival.Tenure{good[0], x}, nil, ref, labels, true, 0.95); err == nil {
			t.Errorf("%+v was compared by months", x)
		}
	}
}

func TestPartsThatAreNoRateAreRefused(t *testing.T) {
	good := rates.Part{Group: "a", Events: 2, Time: 10, Weight: 1}
	for _, x := range []float64{-1, noNumber, infinite, below, 1e101} {
		for name, p := range map[string]rates.Part{"events": {Events: x, Time: 10, Weight: 1}, "time": {Events: 1, Time: x, Weight: 1}, "weight": {Events: 1, Time: 10, Weight: x}} {
			if s, err := rates.Direct([]rates.Part{good, p}, 0.95); err == nil {
				t.Errorf("%s of %v: got %+v, want an error", name, x, s)
			}
		}
	}
}

// A group without a weight, or one with next to no time, in a mix: 2 in 10 are 0.2, and a group
// of weight 0 changes nothing, whatever its time. None in 10 have limits of 0 and −log(0.025)/10.
func TestDirectOfGroupsThatWeighNothing(t *testing.T) {
	direct := func(parts ...rates.Part) rates.Standardised {
		t.Helper()
		s, err := rates.Direct(parts, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	good := rates.Part{Group: "a", Events: 2, Time: 10, Weight: 1}
	alone := direct(good)
	for _, b := range []rates.Part{{Group: "b"}, {Group: "b", Inexact: true}} {
		if s := direct(good, b); s != alone || s.Reason != "" || math.Abs(s.Rate.V-0.2) > 1e-15 {
			t.Errorf("with %+v: got %+v, want %+v", b, s, alone)
		}
	}
	s := direct(rates.Part{Group: "a", Time: 10, Weight: 1})
	if s.Rate.V != 0 || !s.Rate.OK || s.StdErr.V != 0 || s.Lower != varighet.Some(0.0) || math.Abs(s.Upper.V+math.Log(0.025)/10) > 1e-12 {
		t.Errorf("none in 10: got %+v", s)
	}
	for reason, part := range map[string]rates.Part{
		"no group has a weight":                             {Group: "a", Events: 1, Time: 10},
		`group "a" has a weight but no time at risk`:        {Group: "a", Weight: 1},
		"a group with a weight has next to no time at risk": {Group: "a", Events: 1, Time: 1e-120, Weight: 1},
	} {
		if s := direct(part); s.Rate.OK || s.StdErr.OK || s.Lower.OK || s.Upper.OK || s.Reason != reason {
			t.Errorf("%+v: got %+v, want the reason %q only", part, s, reason)
		}
	}
	if s := direct(rates.Part{Group: "a", Weight: 1}); s.Crude.OK {
		t.Errorf("no time: got a crude rate of %v", s.Crude)
	}
}

// What cannot be expected is refused, and nothing expected has no ratio.
func TestSenselessExpectationsAreRefused(t *testing.T) {
	for _, x := range []struct {
		observed int
		expected float64
	}{{-1, 2}, {1, -2}, {0, -0.1}, {1, noNumber}, {1, infinite}, {1, below}} {
		if c, err := rates.Compare(x.observed, x.expected, 0.95); err == nil {
			t.Errorf("%d of %v: got %+v, want an error", x.observed, x.expected, c)
		}
	}
	c, err := rates.Compare(3, 0, 0.95)
	if err != nil || c.Ratio.OK || c.Lower.OK || c.Z.OK || c.ZP.OK || c.P.OK || c.Reason != "no ratio: nothing was expected" {
		t.Errorf("nothing expected: got %+v, %v, want a reason only", c, err)
	}
	if _, err := c.WithReference(3, 0.95); err == nil {
		t.Error("limits that are not there were widened")
	}
	// One observed where 1e−320 were expected: the ratio and z are too great for a number.
	c, err = rates.Compare(1, 1e-320, 0.95)
	if err != nil || c.Ratio.OK || c.Upper.OK || c.Reason != "no ratio: next to nothing was expected" {
		t.Errorf("next to nothing expected: got %+v, %v, want a reason", c, err)
	}
}

// Three observed where two were expected, in a country with a rate of 0.1: a rate of 0.15, with the
// limits of the ratio times 0.1.
func TestIndirectByHand(t *testing.T) {
	c, err := rates.Compare(3, 2, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	rate, lower, upper := c.Indirect(0.1)
	if math.Abs(rate.V-0.15) > 1e-15 || math.Abs(lower.V-c.Lower.V/10) > 1e-15 || math.Abs(upper.V-c.Upper.V/10) > 1e-15 {
		t.Errorf("got %v (%v to %v), want 0.15 with a tenth of the limits of %+v", rate, lower, upper, c)
	}
	for _, x := range []float64{-0.1, noNumber, infinite, below} {
		if rate, lower, upper = c.Indirect(x); rate != nothing || lower != nothing || upper != nothing {
			t.Errorf("a rate of %v: got %v (%v to %v), want nothing", x, rate, lower, upper)
		}
	}
	none, err := rates.Compare(3, 0, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	if rate, _, _ = none.Indirect(0.1); rate.OK {
		t.Errorf("no ratio: got a rate of %v", rate)
	}
}

func TestReferencesThatAreNoneAreRefused(t *testing.T) {
	for _, x := range []struct{ times, survival []float64 }{
		{[]float64{0, 12}, []float64{1, noNumber}}, {[]float64{0, 12}, []float64{1, 1.1}}, {[]float64{0, 12}, []float64{1.1, 1}},
		{[]float64{0, 12}, []float64{1, -0.1}}, {[]float64{noNumber, 12}, []float64{1, 0.5}}, {[]float64{0, noNumber}, []float64{1, 0.5}},
		{[]float64{below, 12}, []float64{1, 0.5}}, {[]float64{0, infinite}, []float64{1, 0.5}}, {[]float64{0}, []float64{1}},
	} {
		if _, err := rates.NewReference(x.times, x.survival); err == nil {
			t.Errorf("S %v at %v was taken for a reference", x.survival, x.times)
		}
	}
	for _, x := range []float64{0, -12, noNumber, infinite} {
		if _, err := rates.WeibullReference(x, 1); err == nil {
			t.Errorf("a median of %v was taken", x)
		}
		if _, err := rates.WeibullReference(12, x); err == nil {
			t.Errorf("a shape of %v was taken", x)
		}
	}
}

func TestSenselessRatiosAndTrendsAreRefused(t *testing.T) {
	for _, time := range []float64{0, -1, noNumber, infinite} {
		if r, err := rates.RatioOf(1, time, 2, 3, 0.95); err == nil {
			t.Errorf("a first time of %v: got %+v, want an error", time, r)
		}
		if r, err := rates.RatioOf(1, 3, 2, time, 0.95); err == nil {
			t.Errorf("a second time of %v: got %+v, want an error", time, r)
		}
	}
	for _, events := range [][2]int{{-1, 2}, {2, -1}} {
		if r, err := rates.RatioOf(events[0], 3, events[1], 3, 0.95); err == nil {
			t.Errorf("%d and %d events: got %+v, want an error", events[0], events[1], r)
		}
	}
	at, events, time := []float64{1, 2, 3}, []int{1, 2, 1}, []float64{3, 3, 3}
	for name, x := range map[string]struct {
		at     []float64
		events []int
		time   []float64
	}{
		"two numbers of events":     {at, events[:2], time},
		"two times":                 {at, events, time[:2]},
		"fewer events than none":    {at, []int{1, -2, 1}, time},
		"time below 0":              {at, events, []float64{3, -3, 3}},
		"a time that is no number":  {at, events, []float64{3, noNumber, 3}},
		"an endless time":           {at, events, []float64{3, infinite, 3}},
		"events in no time":         {at, events, []float64{3, 0, 3}},
		"a place that is no number": {[]float64{1, noNumber, 3}, events, time},
		"a place far away":          {[]float64{1, 2, 1e6}, events, time},
		"a place far below":         {[]float64{-1e6, 2, 3}, events, time},
	} {
		if r, err := rates.TrendOf(x.at, x.events, x.time, 0.95); err == nil {
			t.Errorf("%s: got %+v, want an error", name, r)
		}
	}
	c, err := rates.Compare(3, 2, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	for _, stops := range []float64{0, -3, noNumber, infinite} {
		if u, err := c.WithReference(stops, 0.95); err == nil {
			t.Errorf("a reference of %v stops: got %+v, want an error", stops, u)
		}
	}
}

// Stops of 2 in 4 and of 1 in 2 are the same rate: clusters do not differ, and have no robust limits or z.
func TestClustersThatDoNotDifferHaveNoLimits(t *testing.T) {
	tenures := []survival.Tenure{{Exit: 2, Stopped: true}, {Exit: 2, Stopped: true}, {Exit: 2, Stopped: true}}
	list, err := rates.ClusteredBands(tenures, nil, []string{"a", "a", "b"}, []float64{0, infinite}, 0.95)
	if err != nil || list[0].Rate.V != 0.5 || list[0].LogLower.OK || list[0].LogUpper.OK {
		t.Errorf("got %+v, %v, want a rate of 1/2 without limits", list, err)
	}
	none, err := rates.ClusteredBands([]survival.Tenure{{Exit: 2}, {Exit: 3}}, nil, []string{"a", "b"}, []float64{0, infinite}, 0.95)
	if err != nil || none[0].LogUpper.OK || none[0].Clusters != 2 {
		t.Errorf("nobody stopped: got %+v, %v, want no limits", none, err)
	}
}
