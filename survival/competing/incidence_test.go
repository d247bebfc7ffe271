package competing_test

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/varighet/varighet"
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
	if lost := moved.TimeLost(6); math.Abs(lost.Estimate.V-4./3) > 1e-15 {
		t.Errorf("time lost to moves: got %+v, want 4/3", lost)
	}
	// Each of the first five: weight w on the stop at 2 gives F = w/(w+4) there,
	// whose derivative at 1 is 4/25; on any other −1/25. Squares: 16/625 + 4/625.
	if se := moved.Points[0].StdErr; math.Abs(se.V-math.Sqrt(20./625)) > 1e-15 {
		t.Errorf("jackknife error at 2: got %v, want √(20/625)", se.V)
	}
}

// Two municipalities of two. At 2 months one of x moves, at 4 one of y leaves;
// the others stay. By hand: F = 1/4 for moves from 2 on; for leaving 3/4·1/2 at
// 4, since one of y is censored at 3.
//
// Moves: the weight of the stop gives 3/16, of the others −1/16 each, so x moves
// F by 3/16 − 1/16 and y by −2/16: se √2/8 with clusters, √12/16 without. The area
// to 4 is twice F, and so is its error.
//
// Leaving at 4, F = S·d/n, with S = 3/4, d = 1, n = 2: x has its share of S, which
// goes down by 3/16 for the stop and up by 1/16 for the one who stays, both halved,
// and one of those at risk at 4: −3/4·1/4. y has two that raise S by 1/16, and the
// stop at 4: 3/4·(1/2 − 1/4). x: −1/16 − 3/16, y: 1/16 + 3/16.
func TestClustersByHand(t *testing.T) {
	s := competing.Sample{
		Tenures:  []survival.Tenure{{Exit: 2, Stopped: true}, {Exit: 4}, {Exit: 3}, {Exit: 4, Stopped: true}},
		Causes:   []string{"moved", "", "", "left"},
		Clusters: []string{"x", "x", "y", "y"},
	}
	inc, err := competing.AalenJohansen(s, competing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if inc.Clusters != 2 || !strings.HasPrefix(inc.Warnings[len(inc.Warnings)-1], "clusters: 2;") {
		t.Errorf("got %d clusters and %q", inc.Clusters, inc.Warnings)
	}
	left, moved := inc.Curves[0], inc.Curves[1]
	near := func(what string, got varighet.Opt[float64], want float64) {
		t.Helper()
		if !got.OK || math.Abs(got.V-want) > 1e-15 {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
	}
	near("moves at 2", moved.Points[0].StdErr, math.Sqrt2/8)
	near("moves at 4", moved.Points[2].StdErr, math.Sqrt2/8)
	near("leaving at 4", left.Points[2].StdErr, math.Sqrt2/4)
	lost := moved.TimeLost(4)
	near("time lost to moves", lost.Estimate, 1./2)
	near("its error", lost.StdErr, math.Sqrt2/4)
	near("its lower limit", lost.Lower, 1./2-1.959963984540054*math.Sqrt2/4)

	s.Clusters = nil
	if inc, err = competing.AalenJohansen(s, competing.Options{}); err != nil {
		t.Fatal(err)
	}
	near("moves at 2, each on its own", inc.Curves[1].Points[0].StdErr, math.Sqrt(12)/16)
	near("time lost to moves, each on its own", inc.Curves[1].TimeLost(4).StdErr, math.Sqrt(12)/8)
}

// All leave at 2: one of x stops, and the other three are censored. F is 1/4; the weight of the stop gives 3/16, that of
// each other −1/16: x moves it by 2/16 and y by −2/16.
func TestClustersOfOneTime(t *testing.T) {
	s := competing.Sample{Tenures: []survival.Tenure{{Exit: 2, Stopped: true}, {Exit: 2}, {Exit: 2}, {Exit: 2}},
		Causes: []string{"moved", "", "", ""}, Clusters: []string{"x", "x", "y", "y"}}
	inc, err := competing.AalenJohansen(s, competing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if p := inc.Curves[0].Points[0]; p.Incidence != 0.25 || math.Abs(p.StdErr.V-math.Sqrt2/8) > 1e-15 {
		t.Errorf("got %+v, want ¼ with an error of √2/8", p)
	}
}

// Two groups of two without censoring. Those who stopped for another cause stay:
// R = n(1 − F)/S is 2 and 2 at 1, where one of p stops; at 2 it is 1·(1/2)/(1/2) = 1
// in p and 1·1/(1/2) = 2 in q, and one of each stops. So the score of p is
// 1 − 2/4 + 1 − 2·1/3 = 5/6. (The hazards alone would have 1 − 2/4 + 1 − 2/2 = 1/2.)
func TestGrayByHand(t *testing.T) {
	r, err := competing.Gray(competing.Sample{
		Tenures: []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2, Stopped: true}, {Exit: 1, Stopped: true}, {Exit: 2, Stopped: true}},
		Causes:  []string{"a", "a", "b", "a"},
	}, []string{"p", "p", "q", "q"}, "a")
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(r.Score[0]-5./6) > 1e-12 || math.Abs(r.Score[1]+5./6) > 1e-12 || r.DF != 1 || !r.Chi2.OK {
		t.Errorf("got %+v, want scores ±5/6", r)
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
		{"a cluster too few", competing.Sample{Tenures: good, Causes: []string{"a"}, Clusters: []string{}}},
		{"weights of 0 only", competing.Sample{Tenures: good, Causes: []string{"a"}, Weights: []float64{0}}},
		{"entry after exit", competing.Sample{Tenures: []survival.Tenure{{Entry: 3, Exit: 2}}, Causes: []string{""}}},
	} {
		if inc, err := competing.AalenJohansen(c.s, competing.Options{}); err == nil {
			t.Errorf("%s: got %+v, want an error", c.name, inc)
		}
	}
	s := competing.Sample{Tenures: good, Causes: []string{"a"}, Clusters: []string{"x"}}
	if _, err := competing.AalenJohansen(s, competing.Options{Variance: competing.Greenwood}); !errors.Is(err, competing.ErrClusterVariance) {
		t.Errorf("clusters with Greenwood's variance: got %v, want ErrClusterVariance", err)
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
		if !reflect.DeepEqual(a, c) {
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

// A single cluster moves what is made of it alone by 0: no variance, not one of 0.
func TestOneCluster(t *testing.T) {
	s := competing.Sample{
		Tenures:  []survival.Tenure{{Exit: 2, Stopped: true}, {Exit: 4}, {Exit: 3, Stopped: true}},
		Causes:   []string{"moved", "", "left"},
		Clusters: []string{"x", "x", "x"},
	}
	inc, err := competing.AalenJohansen(s, competing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	without := func(f float64) (se varighet.Opt[float64]) { se.OK = f == 0; return se }
	const why = "one cluster: no robust standard errors or limits"
	if w := inc.Warnings[len(inc.Warnings)-1]; w != why {
		t.Errorf("got the warning %q", w)
	}
	for _, c := range inc.Curves {
		for _, p := range c.Points {
			if p.StdErr != without(p.Incidence) || p.Lower.OK || p.Upper.OK {
				t.Errorf("%s at %v: got %v (%v to %v), want no error of more than 0 and no limits", c.Cause, p.Time, p.StdErr, p.Lower, p.Upper)
			}
		}
		if l := c.TimeLost(4); !l.Estimate.OK || l.StdErr.OK || l.Lower.OK || l.Upper.OK || l.Reason != why {
			t.Errorf("time lost to %s: got %+v, want an estimate only", c.Cause, l)
		}
	}
}
