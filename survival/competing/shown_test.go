package competing

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/varighet/varighet/survival"
)

// By hand: ten tenures, of which five are at risk from month 3 on; at 3 one stops for a, at 4
// one for b; after 4 there are four. The first two, one of whom stopped at 1, are gone before.
// At 3: F_a = 1/7, S = 6/7. At 4, with six at risk: F_b = 6/7 · 1/6 = 1/7, S = 5/7.
func TestShownByHand(t *testing.T) {
	s := Sample{Causes: []string{"a", "", "a", "b", "", "", "", "", ""}, Tenures: []survival.Tenure{
		{Exit: 1, Stopped: true}, {Exit: 2}, {Exit: 3, Stopped: true}, {Exit: 4, Stopped: true}, {Exit: 4},
		{Entry: 2, Exit: 9}, {Entry: 2, Exit: 9}, {Entry: 2, Exit: 9}, {Entry: 2, Exit: 9},
	}}
	// At risk: 5 at month 1 and 4 at month 2, so nothing is left out from the start.
	got, err := ShownOf(s, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	if from := got.Any.Shown.From; from != 0 {
		t.Fatalf("from %v", from)
	}
	s.Tenures, s.Causes = s.Tenures[1:], s.Causes[1:] // now 4 at month 1
	if got, err = ShownOf(s, 0.95); err != nil {
		t.Fatal(err)
	}
	inc := got.Incidence
	if from := got.Any.Shown.From; from != 3 || len(inc.Survival) != 2 || got.Any.CutAfter() != 4 {
		t.Fatalf("from %v, %d points, cut after %v", from, len(inc.Survival), got.Any.CutAfter())
	}
	for i, want := range [][3]float64{{1. / 7, 0, 6. / 7}, {1. / 7, 1. / 7, 5. / 7}} {
		for k, v := range []float64{inc.Curves[0].Points[i].Incidence, inc.Curves[1].Points[i].Incidence, inc.Survival[i]} {
			if math.Abs(v-want[k]) > 1e-12 {
				t.Errorf("point %d: %v, want %v", i, v, want[k])
			}
		}
	}
	if a, b, by := inc.Curves[0].Stopped(), inc.Curves[1].Stopped(), inc.Curves[1].StoppedBy(3); a != 1 || b != 1 || by != 0 {
		t.Errorf("stopped %d and %d, the second up to month 3 %d", a, b, by)
	}
	// A stop for c when fewer are at risk is not shown.
	s.Tenures[len(s.Tenures)-1].Stopped, s.Causes[len(s.Causes)-1] = true, "c"
	if late, err := ShownOf(s, 0.95); err != nil || len(late.Incidence.Curves) != 2 {
		t.Errorf("a stop after the end: %+v, %v", late, err)
	}
	few, err := ShownOf(Sample{Tenures: s.Tenures[:4], Causes: s.Causes[:4]}, 0.95)
	if err != nil || few.Incidence != nil || !few.Any.TooFew() {
		t.Errorf("of four: %+v, %v", few, err)
	}
	if none, err := ShownOf(Sample{}, 0.95); err != nil || none.Incidence != nil || none.Any.N != 0 {
		t.Errorf("of nobody: %+v, %v", none, err)
	}
}

// The shares that stopped for each cause and the share still there add up to 1, at the points of
// the curve of any cause.
func TestLawShownAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Sample{}
		for range rapid.IntRange(0, 40).Draw(t, "n") {
			entry := rapid.IntRange(0, 6).Draw(t, "entry")
			s.Tenures = append(s.Tenures, survival.Tenure{Entry: float64(entry), Exit: float64(entry + rapid.IntRange(1, 12).Draw(t, "months")),
				Stopped: rapid.Bool().Draw(t, "stopped")})
			s.Causes = append(s.Causes, rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "cause"))
		}
		got, err := ShownOf(s, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		if got.Incidence == nil {
			return
		}
		for i, p := range got.Any.Shown.Points {
			sum := got.Incidence.Survival[i]
			for _, c := range got.Incidence.Curves {
				if c.Points[i].Time != p.Time || c.Points[i].AtRisk != p.AtRisk {
					t.Fatalf("point %d: %+v beside %+v", i, c.Points[i], p)
				}
				sum += c.Points[i].Incidence
			}
			if math.Abs(sum-1) > 1e-9 || math.Abs(got.Incidence.Survival[i]-p.Survival) > 1e-9 {
				t.Fatalf("at %v: %v, and %v beside %v", p.Time, sum, got.Incidence.Survival[i], p.Survival)
			}
		}
	})
}
