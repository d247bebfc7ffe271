package interval_test

import (
	"errors"
	"math"
	"testing"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/internal/oracle"
	"github.com/varighet/varighet/survival/interval"
	"pgregory.net/rapid"
)

var inf = math.Inf(1)

// (0, 2], (1, 3] and (3, ∞): the first two overlap in (1, 2], which takes 2/3;
// after 3 is 1/3.
func TestTurnbullByHand(t *testing.T) {
	e, err := interval.Turnbull([]interval.Tenure{{Left: 0, Right: 2}, {Left: 1, Right: 3}, {Left: 3, Right: inf}})
	if err != nil || !e.Converged || len(e.Stretches) != 2 {
		t.Fatalf("got %+v, %v", e, err)
	}
	if s := e.Stretches[0]; s.From != 1 || s.To != 2 || math.Abs(s.Mass-2./3) > 1e-9 || math.Abs(s.Survival-1./3) > 1e-9 {
		t.Errorf("got %+v, want 2/3 in (1, 2]", s)
	}
	if lower, upper := e.At(1.5); math.Abs(lower-1./3) > 1e-9 || upper != 1 {
		t.Errorf("S(1.5): got %v to %v, want 1/3 to 1", lower, upper)
	}
	if q := e.Quantile(0.5); q.V.From != 1 || q.V.To != 2 || !q.OK {
		t.Errorf("median: got %+v, want (1, 2]", q)
	}
	if q := e.Quantile(0.9); q.OK {
		t.Errorf("0.9 have stopped: got %+v, want never", q)
	}
}

// One stopped at 2, one in (1, 3] and two in (2, 4]. What can have a share is 2 itself and (2, 3]. The
// second holds both, the others one each, as (2, 4] does not hold the time 2: a share of 1/3 at 2 and of
// 2/3 after it makes m·(1 − m)² greatest.
func TestTheLeftEndIsNotHeld(t *testing.T) {
	e, err := interval.Turnbull([]interval.Tenure{{Left: 2, Right: 2}, {Left: 1, Right: 3}, {Left: 2, Right: 4}, {Left: 2, Right: 4}})
	if err != nil || !e.Converged || len(e.Stretches) != 2 {
		t.Fatalf("got %+v, %v", e, err)
	}
	a, b := e.Stretches[0], e.Stretches[1]
	if a.From != 2 || a.To != 2 || math.Abs(a.Mass-1./3) > 1e-9 || b.From != 2 || b.To != 3 || math.Abs(b.Mass-2./3) > 1e-9 {
		t.Errorf("got %+v, want 1/3 at 2 and 2/3 in (2, 3]", e.Stretches)
	}
}

// Of the three of TestTurnbullByHand with weights 1, 2 and 1, and one of weight 0 that would make
// stretches of its own: 3 of 4 in (1, 2].
func TestWeightsByHand(t *testing.T) {
	s := interval.Sample{Weights: []float64{1, 2, 1, 0},
		Tenures: []interval.Tenure{{Left: 0, Right: 2}, {Left: 1, Right: 3}, {Left: 3, Right: inf}, {Left: 7, Right: 9}}}
	e, err := s.Turnbull()
	if err != nil || !e.Converged || len(e.Stretches) != 2 || e.N != 3 || e.Weight != 4 {
		t.Fatalf("got %+v, %v", e, err)
	}
	if s := e.Stretches[0]; s.From != 1 || s.To != 2 || math.Abs(s.Mass-3./4) > 1e-9 {
		t.Errorf("got %+v, want 3/4 in (1, 2]", s)
	}
	if want := 3*math.Log(3./4) + math.Log(1./4); math.Abs(e.LogLik-want) > 1e-9 {
		t.Errorf("log-likelihood: got %v, want %v", e.LogLik, want)
	}
	s.Weights = []float64{0, 0, 0, 0}
	if _, err := s.Turnbull(); !errors.Is(err, survival.ErrNoTenures) {
		t.Errorf("all of weight 0: got %v", err)
	}
	for _, w := range []float64{-1, math.NaN()} {
		s.Weights[2] = w
		var fault *survival.TenureError
		if _, err := s.Turnbull(); !errors.As(err, &fault) || fault.Index != 2 {
			t.Errorf("weight %v: got %v, want a fault of tenure 2", w, err)
		}
	}
}

// R 4.2.2, survival 3.5-3:
//
//	survfit(Surv(l, r, type = "interval2") ~ 1, weights = w)
//
// puts a stretch's mass at its middle: S is 5/9, 5/9, 2/9 and 0 after 1.5, 2.5,
// 4.5 and 5.5, to about 1e−6.
func TestWeightsAreThoseOfR(t *testing.T) {
	e, err := interval.Sample{
		Tenures: []interval.Tenure{{Left: 0, Right: 2}, {Left: 1, Right: 3}, {Left: 2, Right: 5}, {Left: 3, Right: inf},
			{Left: 4, Right: 6}, {Left: 1, Right: 2}, {Left: 5, Right: inf}},
		Weights: []float64{2, 1, 1.5, 2, 0.5, 1, 1}}.Turnbull()
	if err != nil || !e.Converged {
		t.Fatalf("got %+v, %v", e, err)
	}
	want := []interval.Stretch{{From: 1, To: 2, Survival: 0.555555625778341}, {From: 4, To: 5, Survival: 0.222222249398069},
		{From: 5, To: 6}}
	if len(e.Stretches) != len(want) {
		t.Fatalf("got %+v, want %+v", e.Stretches, want)
	}
	for i, s := range e.Stretches {
		if s.From != want[i].From || s.To != want[i].To || math.Abs(s.Survival-want[i].Survival) > 1e-6 {
			t.Errorf("got %+v, want %+v", s, want[i])
		}
	}
}

func TestTenuresThatCannotBe(t *testing.T) {
	for _, x := range []interval.Tenure{{Left: 3, Right: 2}, {Left: -1, Right: 2}, {Entry: 4, Left: 3, Right: 5},
		{Left: math.NaN(), Right: 1}, {Entry: 2, Left: 2, Right: 2}, {Left: inf, Right: inf}} {
		if e, err := interval.Turnbull([]interval.Tenure{x}); err == nil {
			t.Errorf("%+v: got %+v, want an error", x, e)
		}
	}
}

// A share of none, or of more than all, has no stretch; all have stopped in the last, which ends.
func TestQuantilesThatAreNone(t *testing.T) {
	e, err := interval.Turnbull([]interval.Tenure{{Left: 0, Right: 2}, {Left: 3, Right: 4}})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []float64{0, -0.5, 1.1, 50, math.NaN(), inf} {
		if q := e.Quantile(p); q.OK {
			t.Errorf("share %v: got %+v, want none", p, q)
		}
	}
	for p, to := range map[float64]float64{0.5: 2, 0.51: 4, 1: 4} {
		if q := e.Quantile(p); !q.OK || q.V.To != to {
			t.Errorf("share %v: got %+v, want the stretch to %v", p, q, to)
		}
	}
}

// R's survfit puts a stretch's mass at its middle; its EM stops at 1e−4 or so.
func TestOracleTurnbull(t *testing.T) {
	set := oracle.Open(t, "icens")
	estimates := map[string]*interval.Estimate{}
	for _, r := range set.Table(t, "turnbull.csv") {
		stratum := r.Text("stratum")
		if estimates[stratum] == nil {
			var tenures []interval.Tenure
			for _, row := range set.In(r.Text("group_var"), stratum) {
				x := interval.Tenure{Left: row.Number(t, "left").V, Right: inf}
				if right := row.Number(t, "right"); right.OK {
					x.Right = right.V
				}
				tenures = append(tenures, x)
			}
			e, err := interval.Turnbull(tenures)
			if err != nil {
				t.Fatal(err)
			}
			if !e.Converged {
				t.Errorf("%s: not converged", r.At)
			}
			estimates[stratum] = e
		}
		time := r.Number(t, "time").V
		want := r.Number(t, "surv").V
		got := 1.0
		for _, s := range estimates[stratum].Stretches {
			middle := (s.From + s.To) / 2
			if math.IsInf(s.To, 1) {
				break
			}
			if middle <= time {
				got = s.Survival
			}
		}
		if math.Abs(got-want) > 1e-4 {
			t.Errorf("%s: surv: got %v, want %v ± 1e-4", r.At, got, want)
		}
	}
}

// Whole months with right censoring and late entry: the estimate is Kaplan and
// Meier's, as long as that has not come to 0 early.
func TestLawMonthsAreKaplanMeier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var months []interval.Tenure
		var tenures []survival.Tenure
		late := rapid.Bool().Draw(t, "late")
		for range rapid.IntRange(1, 25).Draw(t, "n") {
			entry := 0
			if late {
				entry = max(rapid.IntRange(-6, 5).Draw(t, "entry"), 0)
			}
			exit := float64(entry + rapid.IntRange(1, 8).Draw(t, "length"))
			if rapid.Bool().Draw(t, "stopped") {
				months = append(months, interval.Tenure{Entry: float64(entry), Left: exit - 1, Right: exit})
				tenures = append(tenures, survival.Tenure{Entry: float64(entry), Exit: exit, Stopped: true})
			} else {
				months = append(months, interval.Tenure{Entry: float64(entry), Left: exit, Right: inf})
				tenures = append(tenures, survival.Tenure{Entry: float64(entry), Exit: exit})
			}
		}
		c, err := survival.KaplanMeier(tenures, survival.Options{})
		if err != nil {
			t.Fatal(err)
		}
		// Where S comes to 0 and more follows, or nobody is at risk for a while, the
		// likelihood has no single maximum.
		atRisk := 0
		for i, p := range c.Points {
			if p.Survival < 0.02 && i < len(c.Points)-1 {
				return
			}
			atRisk = p.AtRisk
		}
		if atRisk == 0 {
			return
		}
		for h := 1.0; h < c.Points[len(c.Points)-1].Time; h++ {
			if c.RiskCounts([]float64{h})[0].AtRisk == 0 {
				return
			}
		}
		e, err := interval.Turnbull(months)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range c.Points {
			lower, upper := e.At(p.Time)
			if math.Abs(lower-p.Survival) > 1e-5 || math.Abs(upper-p.Survival) > 1e-5 {
				t.Fatalf("at %v: got %v to %v after %d steps, want %v\n%+v", p.Time, lower, upper, e.Iterations, p.Survival, e)
			}
		}
	})
}
