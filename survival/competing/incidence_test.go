package competing_test

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
	"pgregory.net/rapid"
)

// Five doctors. At 2 months one of 5 moves; at 3 one is censored; at 4 one of 3
// leaves and one moves; at 6 the last leaves. By hand:
//
//	S: 4/5, 4/5, 4/15, 0
//	moved: 1/5, then + 4/5·1/3 = 7/15, and stays
//	left:  0, then 4/5·1/3 = 4/15, then + 4/15·1/1 = 8/15
//
// Time lost to moves by 6: 1/5·2 + 7/15·2 = 4/3.
func TestAalenJohansenByHand(t *testing.T) {
	s := competing.Sample{
		Tenures: []survival.Tenure{
			{Exit: 2, Stopped: true}, {Exit: 3}, {Exit: 4, Stopped: true}, {Exit: 4, Stopped: true}, {Exit: 6, Stopped: true},
		},
		Causes: []string{"moved", "", "moved", "left", "left"},
	}
	inc, err := competing.AalenJohansen(s, competing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	moved, _ := inc.Curve("moved")
	left, _ := inc.Curve("left")
	for i, want := range []struct{ time, moved, left, survival float64 }{
		{2, 1. / 5, 0, 4. / 5}, {3, 1. / 5, 0, 4. / 5}, {4, 7. / 15, 4. / 15, 4. / 15}, {6, 7. / 15, 8. / 15, 0},
	} {
		m, l := moved.Points[i], left.Points[i]
		if m.Time != want.time || math.Abs(m.Incidence-want.moved) > 1e-15 || math.Abs(l.Incidence-want.left) > 1e-15 ||
			math.Abs(inc.Survival[i]-want.survival) > 1e-15 {
			t.Errorf("at %v: got %v, %v and S %v, want %+v", m.Time, m.Incidence, l.Incidence, inc.Survival[i], want)
		}
	}
	if lost, _ := moved.TimeLost(6); math.Abs(lost.V-4./3) > 1e-15 {
		t.Errorf("time lost to moves: got %v, want 4/3", lost.V)
	}
	// Each of the first five: weight w on the stop at 2 gives F = w/(w+4) there,
	// whose derivative at 1 is 4/25; on any other −1/25. Squares: 16/625 + 4/625.
	if se := moved.Points[0].StdErr; math.Abs(se.V-math.Sqrt(20./625)) > 1e-15 {
		t.Errorf("jackknife error at 2: got %v, want √(20/625)", se.V)
	}
}

// One who enters at 4 is not at risk then. At 4 one of 1 stops, so S is 0 and
// the later stop adds nothing.
func TestLateEntryChangesRiskSetsOnly(t *testing.T) {
	inc, err := competing.AalenJohansen(competing.Sample{
		Tenures: []survival.Tenure{{Exit: 4, Stopped: true}, {Entry: 4, Exit: 9, Stopped: true}},
		Causes:  []string{"a", "b"},
	}, competing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if a, b := inc.Curves[0].Points[1], inc.Curves[1].Points[1]; a.Incidence != 1 || b.Incidence != 0 || a.AtRisk != 1 {
		t.Errorf("got %+v and %+v, want 1 and 0 with 1 at risk", a, b)
	}
}

func TestBadSamplesAreRefused(t *testing.T) {
	good := []survival.Tenure{{Exit: 2, Stopped: true}}
	for _, c := range []struct {
		name string
		s    competing.Sample
	}{
		{"no tenures", competing.Sample{}},
		{"a cause too few", competing.Sample{Tenures: good}},
		{"a negative weight", competing.Sample{Tenures: good, Causes: []string{"a"}, Weights: []float64{-1}}},
		{"a weight that is not a number", competing.Sample{Tenures: good, Causes: []string{"a"}, Weights: []float64{math.NaN()}}},
		{"weights of 0 only", competing.Sample{Tenures: good, Causes: []string{"a"}, Weights: []float64{0}}},
		{"entry after exit", competing.Sample{Tenures: []survival.Tenure{{Entry: 3, Exit: 2}}, Causes: []string{""}}},
	} {
		if inc, err := competing.AalenJohansen(c.s, competing.Options{}); err == nil {
			t.Errorf("%s: got %+v, want an error", c.name, inc)
		}
	}
	_, err := competing.Gray(competing.Sample{Tenures: []survival.Tenure{{Entry: 1, Exit: 2}}, Causes: []string{""}}, []string{"x"}, "a")
	if !errors.Is(err, survival.ErrLateEntry) {
		t.Errorf("Gray with late entry: got %v, want ErrLateEntry", err)
	}
}

func drawSample(t *rapid.T, late bool) competing.Sample {
	var s competing.Sample
	for range rapid.IntRange(1, 30).Draw(t, "n") {
		entry := 0
		if late {
			entry = max(rapid.IntRange(-10, 10).Draw(t, "entry"), 0)
		}
		s.Tenures = append(s.Tenures, survival.Tenure{
			Entry: float64(entry), Exit: float64(entry + rapid.IntRange(1, 12).Draw(t, "length")), Stopped: rapid.Bool().Draw(t, "stopped"),
		})
		s.Causes = append(s.Causes, rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "cause"))
	}
	return s
}

// The incidences and S add up to 1 at every time, none falls, no number is NaN
// or infinite; and S is the Kaplan–Meier curve.
func TestLawIncidencesAndSurvivalAddUpToOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSample(t, true)
		for v := competing.InfinitesimalJackknife; v <= competing.Aalen; v++ {
			inc, err := competing.AalenJohansen(s, competing.Options{Variance: v})
			if err != nil {
				t.Fatal(err)
			}
			km, err := survival.KaplanMeier(s.Tenures, survival.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for j := range inc.Survival {
				sum := inc.Survival[j]
				if math.Abs(sum-km.Points[j].Survival) > 1e-14 {
					t.Fatalf("S is %v, Kaplan–Meier %v", sum, km.Points[j].Survival)
				}
				for _, c := range inc.Curves {
					p := c.Points[j]
					sum += p.Incidence
					if j > 0 && p.Incidence < c.Points[j-1].Incidence || !p.StdErr.OK || math.IsNaN(p.StdErr.V) {
						t.Fatalf("%s: %+v", v, p)
					}
				}
				if math.Abs(sum-1) > 1e-13 {
					t.Fatalf("incidences and S add up to %v", sum)
				}
			}
		}
	})
}

// A weight of 2 is the tenure twice, a weight of 0 leaves it out, and the order
// of rows does not matter, to the last bit.
func TestLawWeightsCountAndOrderDoesNot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSample(t, true)
		var repeated competing.Sample
		weighted := competing.Sample{Tenures: s.Tenures, Causes: s.Causes}
		any := false
		for i := range s.Tenures {
			w := rapid.IntRange(0, 3).Draw(t, "weight")
			any = any || w > 0
			weighted.Weights = append(weighted.Weights, float64(w))
			for range w {
				repeated.Tenures = append(repeated.Tenures, s.Tenures[i])
				repeated.Causes = append(repeated.Causes, s.Causes[i])
			}
		}
		if !any {
			return
		}
		opt := competing.Options{Variance: competing.Greenwood}
		a, errA := competing.AalenJohansen(weighted, opt)
		b, errB := competing.AalenJohansen(repeated, opt)
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		perm := rapid.Permutation(indices(len(s.Tenures))).Draw(t, "order")
		var moved competing.Sample
		for _, i := range perm {
			moved.Tenures = append(moved.Tenures, weighted.Tenures[i])
			moved.Causes = append(moved.Causes, weighted.Causes[i])
			moved.Weights = append(moved.Weights, weighted.Weights[i])
		}
		c, err := competing.AalenJohansen(moved, opt)
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(a) != fmt.Sprint(c) {
			t.Fatalf("another order of rows: got %+v, want %+v", c, a)
		}
		for k := range a.Curves {
			for j := range a.Curves[k].Points {
				p, q := a.Curves[k].Points[j], b.Curves[k].Points[j]
				if math.Abs(p.Incidence-q.Incidence) > 1e-14 || math.Abs(p.StdErr.V-q.StdErr.V) > 1e-12 {
					t.Fatalf("weighted %+v, repeated %+v", p, q)
				}
			}
		}
	})
}

func indices(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// Without a competing cause and with late entry or not, F is 1 − S and its
// Greenwood error that of the Kaplan–Meier curve.
func TestLawOneCauseIsKaplanMeier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSample(t, true)
		for i := range s.Causes {
			s.Causes[i] = "a"
		}
		inc, err := competing.AalenJohansen(s, competing.Options{Variance: competing.Greenwood})
		if err != nil {
			t.Fatal(err)
		}
		km, err := survival.KaplanMeier(s.Tenures, survival.Options{})
		if err != nil || len(inc.Curves) == 0 {
			return
		}
		for j, p := range inc.Curves[0].Points {
			q := km.Points[j]
			if math.Abs(p.Incidence-(1-q.Survival)) > 1e-14 || q.StdErr.OK && math.Abs(p.StdErr.V-q.StdErr.V) > 1e-12 {
				t.Fatalf("F %+v, Kaplan–Meier %+v", p, q)
			}
		}
	})
}
