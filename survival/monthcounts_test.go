package survival_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet/survival"
)

// countsOf has a tenure of 1 that stops after 2 months, and one of the weight given that is
// censored after 70, which is more months than there is room for at first.
func countsOf(t *testing.T, weight float64) *survival.MonthCounts {
	t.Helper()
	var m survival.MonthCounts
	if err := errors.Join(m.Add(0, 2, true), m.AddWeighted(0, 70, false, weight)); err != nil {
		t.Fatal(err)
	}
	return &m
}

// By hand: 1 of 1 + 3 stops, and one more that is added counts 1 again: S(2) = 1 − 2/5.
func TestATenureAddedAfterAWeightedOneCountsOnce(t *testing.T) {
	m := countsOf(t, 3)
	if err := m.Add(0, 2, true); err != nil {
		t.Fatal(err)
	}
	c, err := m.Curve(survival.Options{})
	if err != nil || m.N() != 3 || c.Points[0].AtRiskWeight != 5 || c.Points[0].EventsWeight != 2 {
		t.Fatalf("%d tenures, %+v, %v; want 3, and a weight of 2 of 5 that stops", m.N(), c, err)
	}
	wantNear(t, "S(2)", c.Points[0].Survival, 3./5)
}

// By hand: one and one that stands for 3, beside one that stops after 2 months and counts 1.
// Either way 1 + 1 of 1 + 3 + 1 stop after 2 months.
func TestWeightsAreMergedWithCounts(t *testing.T) {
	plain := func() *survival.MonthCounts {
		var m survival.MonthCounts
		if err := m.Add(0, 2, true); err != nil {
			t.Fatal(err)
		}
		return &m
	}
	into, weighted := plain(), countsOf(t, 3)
	into.Merge(weighted)
	other := countsOf(t, 3)
	other.Merge(plain())
	want := []survival.MonthCount{
		{Month: 0, AtRisk: 3, Entered: 3, EnteredWeight: 5}, {Month: 2, AtRisk: 3, Stopped: 2, StoppedWeight: 2},
		{Month: 70, AtRisk: 1, Censored: 1, CensoredWeight: 3},
	}
	for name, m := range map[string]*survival.MonthCounts{"weights into counts": into, "counts into weights": other} {
		if got := slices.Collect(m.All()); !slices.Equal(got, want) || !m.Weighted() || m.N() != 3 {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
	}
	if weighted.N() != 2 {
		t.Errorf("what was merged is changed: %d tenures, want 2", weighted.N())
	}
}

// A weight of 0 leaves a tenure out; one that cannot be, or of what is no tenure, is refused
// with the number of tenures before it, and is not counted.
func TestWeightsThatCannotBeCounted(t *testing.T) {
	m := countsOf(t, 3)
	if err := m.AddWeighted(0, 5, true, 0); err != nil || m.N() != 2 {
		t.Errorf("a weight of 0: %v, %d tenures, want 2", err, m.N())
	}
	for _, c := range []struct {
		entry, exit int
		weight      float64
		want        string
	}{
		{0, 5, -1, "the weight is negative"}, {0, 5, math.NaN(), "the weight is negative"}, {0, 5, 1e10, "the weight is negative"},
		{5, 5, 2, "the exit is not after the entry"}, {0, survival.MaxMonths + 1, 2, "the exit is after the longest tenure"},
	} {
		var fault *survival.TenureError
		err := m.AddWeighted(c.entry, c.exit, true, c.weight)
		if !errors.As(err, &fault) || fault.Index != 2 || !strings.HasPrefix(fault.Reason, c.want) || m.N() != 2 {
			t.Errorf("%+v: got %v, %d tenures", c, err, m.N())
		}
	}
}

func TestMonthsCanBeLeftOff(t *testing.T) {
	for c := range countsOf(t, 1).All() {
		if c.Month != 0 || c.AtRisk != 2 {
			t.Errorf("got %+v first, want month 0 with 2 at risk", c)
		}
		break
	}
}

// Each case breaks one promise of months that come from elsewhere, worked by hand; the error
// names the month.
func TestMonthsThatCannotBeCounts(t *testing.T) {
	start := func(n int) survival.MonthCount {
		return survival.MonthCount{AtRisk: n, Entered: n, EnteredWeight: float64(n)}
	}
	stops := func(atRisk, n int) survival.MonthCount {
		return survival.MonthCount{Month: 3, AtRisk: atRisk, Stopped: n, StoppedWeight: float64(n)}
	}
	heavy := start(1)
	heavy.EnteredWeight = 2
	for _, c := range []struct {
		want     string
		weighted bool
		months   []survival.MonthCount
	}{
		{"month -1 is not from 0 to 16383", false, []survival.MonthCount{{Month: -1}}},
		{"month 16384 is not from 0 to 16383", false, []survival.MonthCount{{Month: survival.MaxMonths + 1}}},
		{"month 0 comes twice", false, []survival.MonthCount{start(1), start(1)}},
		{"month 0 has a count that is negative or above 1099511627776", false, []survival.MonthCount{{Entered: -1}}},
		{"month 0 has a count that is negative or above 1099511627776", false, []survival.MonthCount{{Entered: 1<<40 + 1}}},
		{"in month 3 2 leave, and 1 are at risk", false, []survival.MonthCount{start(1), stops(1, 2)}},
		{"1 come in and never go out", false, []survival.MonthCount{start(2), stops(2, 1)}},
		{"month 3 says 2 at risk, but its months come to 1", false, []survival.MonthCount{start(1), stops(2, 1)}},
		{"weights of 2 come in and 1 go out", true, []survival.MonthCount{heavy, stops(1, 1)}},
	} {
		if m, err := survival.MonthCountsOf(c.months, c.weighted); m != nil || err == nil || err.Error() != c.want {
			t.Errorf("%+v: got %v, %v, want %q", c.months, m, err, c.want)
		}
	}
}

func TestCountsHaveNoCurveAtALevelThatIsNone(t *testing.T) {
	if c, err := countsOf(t, 1).Curve(survival.Options{ConfLevel: 2}); c != nil || err == nil || !strings.Contains(err.Error(), "confidence level") {
		t.Errorf("got %v, %v", c, err)
	}
}
