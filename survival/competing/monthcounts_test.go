package competing_test

import (
	"errors"
	"math"
	"testing"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
	"github.com/varighet/varighet/survival/internal/oracle"
)

// counted counts the rows of a set, those of every second in a register of its own, which is
// then added.
func counted(t *testing.T, set *oracle.Set, rows []oracle.Row) *competing.MonthCounts {
	t.Helper()
	var parts [2]competing.MonthCounts
	for i, r := range rows {
		x := set.Tenure(t, r)
		if err := parts[i%2].Add(int(x.Entry), int(x.Exit), x.Stopped, r.Text(set.Cause), 1); err != nil {
			t.Fatal(err)
		}
	}
	parts[0].Merge(&parts[1])
	return &parts[0]
}

// Counts of whole months have the same incidences, with the same errors of Greenwood, as R's etm
// has of the rows.
func TestOracleCounts(t *testing.T) {
	oracle.Each(t, "cif_etm.csv", func(t *testing.T, set *oracle.Set) {
		kept := map[string]*competing.Incidence{}
		for _, r := range set.Table(t, "cif_etm.csv") {
			key := r.Text("group_var") + r.Text("stratum")
			if kept[key] == nil {
				inc, err := counted(t, set, set.In(r.Text("group_var"), r.Text("stratum"))).Incidence(competing.Options{Variance: competing.Greenwood})
				if err != nil {
					t.Fatal(err)
				}
				kept[key] = inc
			}
			p, _ := curve(t, kept[key], r).At(r.Number(t, "time").V)
			r.Want(t, "cif", p.Incidence)
			r.WantOpt(t, "se_greenwood", p.StdErr, oracle.Tolerance)
		}
	})
}

// Of the counts of an incidence, those that a report shows are as of rows: who entered late, at
// risk, stopped and censored.
func TestIncidenceOfCountsIsThatOfRows(t *testing.T) {
	set := oracle.Open(t, "gp_few")
	opt := competing.Options{Variance: competing.Aalen}
	want, err := competing.AalenJohansen(sample(t, set, set.Rows), opt)
	if err != nil {
		t.Fatal(err)
	}
	m := counted(t, set, set.Rows)
	got, err := m.Incidence(opt)
	if err != nil {
		t.Fatal(err)
	}
	if got.N != want.N || got.EnteredLate != want.EnteredLate || got.Events != want.Events || got.Censored != want.Censored || m.All().N() != want.N {
		t.Errorf("got %d, %d late, %d stops and %d censored, want %d, %d, %d and %d", got.N, got.EnteredLate, got.Events, got.Censored,
			want.N, want.EnteredLate, want.Events, want.Censored)
	}
	for k, c := range want.Curves {
		for i, p := range c.Points {
			q := got.Curves[k].Points[i]
			if q.Time != p.Time || q.AtRisk != p.AtRisk || q.Events != p.Events || !oracle.Near(q.Incidence, p.Incidence, 1e-12) ||
				q.StdErr.OK != p.StdErr.OK || !oracle.Near(q.StdErr.V, p.StdErr.V, 1e-9) {
				t.Fatalf("%s: got %+v, want %+v", c.Cause, q, p)
			}
		}
	}
}

// For one cause, stops for another are censored: counts then have the curve of [Sample.CauseTenures].
func TestCountsForOneCause(t *testing.T) {
	set := oracle.Open(t, "gp_few")
	m := counted(t, set, set.Rows)
	for _, cause := range []string{"1", "2"} {
		counts, err := m.ForCause(cause)
		if err != nil {
			t.Fatal(err)
		}
		got, err := counts.Curve(survival.Options{})
		if err != nil {
			t.Fatal(err)
		}
		want, err := survival.KaplanMeier(sample(t, set, set.Rows).CauseTenures(cause), survival.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Points) != len(want.Points) || got.Events != want.Events {
			t.Fatalf("cause %s: got %d points and %d stops, want %d and %d", cause, len(got.Points), got.Events, len(want.Points), want.Events)
		}
		for i, p := range want.Points {
			if q := got.Points[i]; q != p {
				t.Fatalf("cause %s: got %+v, want %+v", cause, q, p)
			}
		}
	}
}

// Weights 2 and ½ of two stops for different causes after 3 months: for the first, what is left is
// ½ censored; a weight of 0 is nobody.
func TestWeightedCountsForOneCauseByHand(t *testing.T) {
	var m competing.MonthCounts
	for _, x := range []struct {
		cause  string
		weight float64
	}{{"a", 2}, {"b", 0.5}, {"c", 0}} {
		if err := m.Add(0, 3, true, x.cause, x.weight); err != nil {
			t.Fatal(err)
		}
	}
	if n, w := m.Stops("a", 3); n != 1 || w != 2 {
		t.Errorf("a: got %d of weight %v, want 1 of 2", n, w)
	}
	for _, c := range []struct {
		cause string
		month int
	}{{"c", 3}, {"a", 2}, {"a", 4}} {
		if n, w := m.Stops(c.cause, c.month); n != 0 || w != 0 {
			t.Errorf("%s in month %d: got %d of weight %v, want none", c.cause, c.month, n, w)
		}
	}
	a, err := m.ForCause("a")
	if err != nil {
		t.Fatal(err)
	}
	for c := range a.All() {
		if c.Month == 3 && (c.Stopped != 1 || c.StoppedWeight != 2 || c.Censored != 1 || c.CensoredWeight != 0.5) {
			t.Errorf("got %+v, want a stop of weight 2 and one of ½ censored", c)
		}
	}
}

func TestCountsThatCannotBeAreRefused(t *testing.T) {
	var none competing.MonthCounts
	if _, err := none.Incidence(competing.Options{Variance: competing.Greenwood}); !errors.Is(err, survival.ErrNoTenures) {
		t.Errorf("no counts: got %v, want ErrNoTenures", err)
	}
	var all survival.MonthCounts
	for range 3 {
		if err := all.Add(0, 2, true); err != nil {
			t.Fatal(err)
		}
	}
	if err := all.Add(0, 4, false); err != nil {
		t.Fatal(err)
	}
	for name, causes := range map[string]map[string]competing.CauseCounts{
		"two of three":             {"a": {Stopped: []int{0, 0, 2}}},
		"another month":            {"a": {Stopped: []int{0, 3}}},
		"a month too late":         {"a": {Stopped: []int{0, 0, 3, 0, 0, 0, 1}}},
		"below none":               {"a": {Stopped: []int{0, 0, 4}}, "b": {Stopped: []int{0, 0, -1}}},
		"weights of other sums":    {"a": {Stopped: []int{0, 0, 3}, Weights: []float64{0, 0, 4}}},
		"a weight below 0":         {"a": {Stopped: []int{0, 0, 3}, Weights: []float64{0, 0, -3}}},
		"a weight of no number":    {"a": {Stopped: []int{0, 0, 3}, Weights: []float64{0, 0, math.NaN()}}},
		"an endless weight":        {"a": {Stopped: []int{0, 0, 3}, Weights: []float64{0, 0, math.Inf(1)}}},
		"a weight without a stop":  {"a": {Stopped: []int{0, 0, 3}, Weights: []float64{0, 1, 3}}},
		"fewer weights than stops": {"a": {Stopped: []int{0, 0, 3}, Weights: []float64{0, 0}}},
	} {
		if m, err := competing.MonthCountsOf(&all, causes); err == nil {
			t.Errorf("%s: got %+v, want an error", name, m)
		}
	}
	m, err := competing.MonthCountsOf(&all, map[string]competing.CauseCounts{"a": {Stopped: []int{0, 0, 2}}, "b": {Stopped: []int{0, 0, 1}, Weights: []float64{0, 0, 1}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Incidence(competing.Options{}); !errors.Is(err, competing.ErrNeedsRows) {
		t.Errorf("the jackknife of counts: got %v, want ErrNeedsRows", err)
	}
	if _, err := m.Incidence(competing.Options{Variance: 3}); !errors.Is(err, competing.ErrNeedsRows) {
		t.Errorf("a variance that is none: got %v, want ErrNeedsRows", err)
	}
	if _, err := m.Incidence(competing.Options{Options: survival.Options{ConfLevel: 2}, Variance: competing.Greenwood}); err == nil {
		t.Error("a level of 2 was taken")
	}
}
