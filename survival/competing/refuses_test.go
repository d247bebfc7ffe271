package competing_test

import (
	"math"
	"strings"
	"testing"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
)

func TestVariancesHaveNames(t *testing.T) {
	for _, v := range []competing.Variance{competing.InfinitesimalJackknife, competing.Greenwood, competing.Aalen} {
		if got, ok := competing.ParseVariance(v.String()); !ok || got != v {
			t.Errorf("%v: got %v, %t", v, got, ok)
		}
	}
	if _, ok := competing.ParseVariance("unknown"); ok || competing.Variance(3).String() != "unknown" {
		t.Error("a variance that is none has a name")
	}
}

func TestOptionsThatAreNoneAreRefused(t *testing.T) {
	s := competing.Sample{Tenures: []survival.Tenure{{Exit: 2, Stopped: true}}, Causes: []string{"a"}}
	for name, opt := range map[string]competing.Options{
		"variance 3": {Variance: 3}, "a level of 95": {Options: survival.Options{ConfLevel: 95}},
		"a level of no number": {Options: survival.Options{ConfLevel: math.NaN()}},
	} {
		if inc, err := competing.AalenJohansen(s, opt); err == nil {
			t.Errorf("%s: got %+v, want an error", name, inc)
		}
	}
	// The least that a number can be is no time between.
	s.Tenures = append(s.Tenures, survival.Tenure{Entry: 2, Exit: math.Nextafter(2, 3)})
	s.Causes = append(s.Causes, "")
	if inc, err := competing.AalenJohansen(s, competing.Options{}); err == nil || !strings.Contains(err.Error(), "rounding") {
		t.Errorf("entry and exit that differ by rounding: got %+v, %v, want an error", inc, err)
	}
}

func TestGrayRefuses(t *testing.T) {
	good := competing.Sample{Tenures: []survival.Tenure{{Exit: 2, Stopped: true}, {Exit: 3}}, Causes: []string{"a", ""}}
	weighted, short := good, good
	weighted.Weights, short.Causes = []float64{1, 1}, []string{"a"}
	for name, f := range map[string]func() error{
		"one group for two": func() error { _, err := competing.Gray(good, []string{"x"}, "a"); return err },
		"weights":           func() error { _, err := competing.Gray(weighted, []string{"x", "y"}, "a"); return err },
		"a cause too few":   func() error { _, err := competing.Gray(short, []string{"x", "y"}, "a"); return err },
		"an exit of no number": func() error {
			_, err := competing.Gray(competing.Sample{Tenures: []survival.Tenure{{Exit: math.NaN()}}, Causes: []string{""}}, []string{"x"}, "a")
			return err
		},
		"nobody, and so no group": func() error { _, err := competing.Gray(competing.Sample{}, nil, "a"); return err },
	} {
		if f() == nil {
			t.Errorf("%s: got no error", name)
		}
	}
	// One group has nothing to be compared with; two of which one is never at risk as somebody stops
	// for the cause have no variance.
	for _, groups := range [][]string{{"x", "x"}, {"x", "y"}} {
		s := competing.Sample{Tenures: []survival.Tenure{{Exit: 3, Stopped: true}, {Exit: 2}}, Causes: []string{"a", ""}}
		r, err := competing.Gray(s, groups, "a")
		if err != nil || r.Chi2.OK || r.P.OK || r.Reason == "" {
			t.Errorf("groups %v: got %+v, %v, want a reason only", groups, r, err)
		}
	}
}

// Two of four stop for the cause, at 2 and 4, one for another at 3, and one is censored at 1. Of three
// left F = 1/3 from 2 on and 2/3 from 4, where all are gone: the time lost to 10 is (10−2)/3 + (10−4)/3.
func TestTimeLostWhereAllAreGone(t *testing.T) {
	s := competing.Sample{Tenures: []survival.Tenure{{Exit: 1}, {Exit: 2, Stopped: true}, {Exit: 3, Stopped: true}, {Exit: 4, Stopped: true}},
		Causes: []string{"", "a", "b", "a"}}
	inc, err := competing.AalenJohansen(s, competing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	a, _ := inc.Curve("a")
	if lost := a.TimeLost(10); math.Abs(lost.Estimate.V-14./3) > 1e-14 || lost.Reason != "" || !lost.StdErr.OK {
		t.Errorf("got %+v, want 14/3", lost)
	}
	for _, tau := range []float64{0, -1, math.NaN(), math.Inf(1), math.Inf(-1)} {
		if lost := a.TimeLost(tau); lost.Estimate.OK || lost.StdErr.OK || lost.Reason == "" {
			t.Errorf("tau %v: got %+v, want a reason only", tau, lost)
		}
	}
	if _, ok := inc.Curve("c"); ok {
		t.Error("a cause for which nobody stopped has a curve")
	}
	s.Tenures[3].Stopped = false
	if inc, err = competing.AalenJohansen(s, competing.Options{}); err != nil {
		t.Fatal(err)
	}
	if a, _ = inc.Curve("a"); a.TimeLost(4.5).Estimate.OK || a.TimeLost(4.5).Reason != "tau 4.5 is after the last time" || !a.TimeLost(4).Estimate.OK {
		t.Errorf("one goes on: got %+v beyond the last time", a.TimeLost(4.5))
	}
}

// Aalen's variance is of an incidence, not of an area: the time lost has its estimate only.
func TestTimeLostHasNoErrorOfAalen(t *testing.T) {
	s := competing.Sample{Tenures: []survival.Tenure{{Exit: 2, Stopped: true}, {Exit: 4}}, Causes: []string{"a", ""}}
	inc, err := competing.AalenJohansen(s, competing.Options{Variance: competing.Aalen})
	if err != nil {
		t.Fatal(err)
	}
	if lost := inc.Curves[0].TimeLost(4); lost.Estimate.V != 1 || lost.StdErr.OK || lost.Lower.OK || !strings.HasPrefix(lost.Reason, "Aalen's variance") {
		t.Errorf("got %+v, want an estimate of 2·½ and a reason", lost)
	}
}

// One of two stops at 2 or at 1, so that ½·2 or ½·3 of 4 months are lost: the difference is ½, and its square error
// the sum of theirs.
func TestContrastOfTimeLostByHand(t *testing.T) {
	lost := func(exit float64) competing.TimeLost {
		t.Helper()
		s := competing.Sample{Tenures: []survival.Tenure{{Exit: exit, Stopped: true}, {Exit: 4}}, Causes: []string{"a", ""}}
		inc, err := competing.AalenJohansen(s, competing.Options{Variance: competing.Greenwood})
		if err != nil {
			t.Fatal(err)
		}
		return inc.Curves[0].TimeLost(4)
	}
	a, b := lost(2), lost(1)
	if a.Estimate.V != 1 || b.Estimate.V != 1.5 {
		t.Fatalf("got %+v and %+v, want 1 and 3/2", a, b)
	}
	c, err := a.Contrast(b, 0.95)
	if err != nil || math.Abs(math.Abs(c.Difference.V)-0.5) > 1e-15 {
		t.Errorf("got %+v, %v, want a difference of ½", c, err)
	}
	if want := math.Hypot(a.StdErr.V, b.StdErr.V); math.Abs(c.StdErr.V-want) > 1e-15 {
		t.Errorf("got a standard error of %v, want %v", c.StdErr, want)
	}
}
