package survival_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// Two from the start stop at 1 and 4; two who entered at 2 and 3 stop at 6 and 8. Late entry:
// at risk 2, 3, 2, 1, S = 1/2, 1/3, so half has left from 1 to 4: 2.5. Taken for seen from the
// start: S = 3/4, 1/2, 1/4, half from 4 to 6: 5.
func TestQuantileIgnoringEntryByHand(t *testing.T) {
	tenures := []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 4, Stopped: true}, {Entry: 2, Exit: 6, Stopped: true}, {Entry: 3, Exit: 8, Stopped: true}}
	c := mustCurve(t, tenures, survival.Options{})
	if got := c.Median().Time; got != varighet.Some(2.5) {
		t.Errorf("with late entry the median is %v, want 2.5", got)
	}
	if got := c.QuantileIgnoringEntry(0.5); got != varighet.Some(5.0) {
		t.Errorf("without it is %v, want 5", got)
	}
	if got := c.QuantileIgnoringEntry(0.75); got != varighet.Some(7.0) {
		t.Errorf("without it three quarters have left at %v, want 7", got)
	}
	given, err := c.ConditionalFrom(2)
	if err != nil || given.QuantileIgnoringEntry(0.5).OK {
		t.Errorf("given a tenure of 2 there is none: %v", err)
	}
}

// It is the quantile of the same tenures with an entry of 0, whatever the weights; where none
// entered late, the quantile itself.
func TestLawIgnoringEntryIsThatOfEntries0(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSample(t)
		c, err := s.KaplanMeier(survival.Options{})
		if err != nil {
			t.Fatal(err)
		}
		seen := s
		seen.Tenures = slices.Clone(s.Tenures)
		for i := range seen.Tenures {
			seen.Tenures[i].Entry = 0
		}
		whole, err := seen.KaplanMeier(survival.Options{})
		if err != nil {
			t.Fatal(err)
		}
		p := rapid.SampledFrom([]float64{0.1, 0.25, 0.5, 0.77}).Draw(t, "p")
		if got, want := c.QuantileIgnoringEntry(p), whole.Quantile(p).Time; got != want {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}
