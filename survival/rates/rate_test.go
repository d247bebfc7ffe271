package rates_test

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/internal/oracle"
	"github.com/varighet/varighet/survival/rates"
	"pgregory.net/rapid"
)

// Two stops in 3 + 2 + 4 = 9 months, one of them after 2 months. (0, 2] has 2 +
// 1 + 2 months and the stop at 2; (2, 5] the other and 4 months. The exact
// limits of none in 4 are 0 and −log(0.025)/4.
func TestBandsByHand(t *testing.T) {
	tenures := []survival.Tenure{{Exit: 3, Stopped: true}, {Entry: 1, Exit: 3}, {Exit: 2, Stopped: true}, {Entry: 2, Exit: 4}}
	bands, err := rates.Bands(tenures, []float64{0, 2, 5, 9}, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	if b := bands[0]; b.Events != 1 || b.Time != 5 || b.Rate.V != 0.2 {
		t.Errorf("(0, 2]: got %+v, want 1 in 5", b)
	}
	if b := bands[1]; b.Events != 1 || b.Time != 4 || b.Per(12).Rate.V != 3 {
		t.Errorf("(2, 5]: got %+v, want 1 in 4", b)
	}
	if b := bands[2]; b.Time != 0 || b.Rate.OK || b.Upper.OK {
		t.Errorf("(5, 9]: got %+v, want no time and no rate", b)
	}
	none, err := rates.New(0, 4, 0.95)
	if err != nil || none.Lower.V != 0 || math.Abs(none.Upper.V+math.Log(0.025)/4) > 1e-12 || none.LogUpper.OK {
		t.Errorf("none in 4: got %+v, %v", none, err)
	}
}

// Two groups, 2 in 10 and 1 in 20, weighed alike: (0.2 + 0.05)/2.
func TestDirectByHand(t *testing.T) {
	s, err := rates.Direct([]rates.Part{{Group: "a", Events: 2, Time: 10, Weight: 3}, {Group: "b", Events: 1, Time: 20, Weight: 3}}, 0.95)
	if err != nil || math.Abs(s.Rate.V-0.125) > 1e-15 || math.Abs(s.Crude.V-0.1) > 1e-15 {
		t.Errorf("got %+v, %v, want 0.125, crude 0.1", s, err)
	}
	// variance Σ w²·events/time²: 2/4/100 + 1/4/400
	if want := math.Sqrt(2./400 + 1./1600); math.Abs(s.StdErr.V-want) > 1e-15 {
		t.Errorf("standard error: got %v, want %v", s.StdErr.V, want)
	}
	s, err = rates.Direct([]rates.Part{{Group: "a", Events: 2, Time: 10, Weight: 3}, {Group: "b", Weight: 3}}, 0.95)
	if err != nil || s.Rate.OK || s.Reason == "" {
		t.Errorf("a group without time: got %+v, %v, want no rate and a reason", s, err)
	}
}

// One group standardised to itself has the Garwood limits: the gamma interval
// is exact then.
func TestLawDirectOfOneGroupIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events, time := rapid.IntRange(0, 50).Draw(t, "events"), rapid.Float64Range(0.1, 100).Draw(t, "time")
		s, err := rates.Direct([]rates.Part{{Group: "a", Events: float64(events), Time: time, Weight: 2}}, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		r, err := rates.New(events, time, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(s.Lower.V-r.Lower.V) > 1e-9*(1+r.Upper.V) || math.Abs(s.Upper.V-r.Upper.V) > 1e-9*r.Upper.V {
			t.Fatalf("got %v to %v, want %v to %v", s.Lower, s.Upper, r.Lower, r.Upper)
		}
	})
}

// A reference with S(10) = 1/2: the hazard is log 2/10 a month. One followed
// from 5 to 20 adds 15 of them.
func TestReferenceByHand(t *testing.T) {
	ref, err := rates.NewReference([]float64{0, 10}, []float64{1, 0.5})
	if err != nil {
		t.Fatal(err)
	}
	want := 1.5 * math.Ln2
	if got := ref.Expected([]survival.Tenure{{Entry: 5, Exit: 20}}); math.Abs(got-want) > 1e-15 {
		t.Errorf("expected: got %v, want %v", got, want)
	}
	w, err := rates.WeibullReference(10, 1)
	if err != nil || math.Abs(w.Survival(20)-0.25) > 1e-15 {
		t.Errorf("S(20) of a median of 10 and a constant hazard: got %v, %v, want 1/4", w.Survival(20), err)
	}
	for _, bad := range [][2][]float64{{{0}, {1}}, {{0, 1}, {1, 0}}, {{0, 1}, {0.5, 0.6}}, {{1, 1}, {1, 0.5}}, {{0, math.NaN()}, {1, 0.5}}} {
		if _, err := rates.NewReference(bad[0], bad[1]); err == nil {
			t.Errorf("%v was taken for a reference", bad)
		}
	}
	c, err := rates.Compare(0, 0, 0.95)
	if err != nil || c.Ratio.OK || c.Reason == "" {
		t.Errorf("nothing expected: got %+v, %v", c, err)
	}
}

func TestOracleRates(t *testing.T) {
	oracle.Each(t, "rates.csv", func(t *testing.T, set *oracle.Set) {
		for _, r := range set.Table(t, "rates.csv") {
			tenures := set.Tenures(t, set.In(r.Text("group_var"), r.Text("stratum")))
			got, err := rates.Of(tenures, 0.95)
			if err != nil {
				t.Fatalf("%s: %v", r.At, err)
			}
			r.WantInt(t, "n", len(tenures))
			r.WantInt(t, "events", got.Events)
			r.Want(t, "person_time", got.Time)
			r.WantOpt(t, "rate", got.Rate, oracle.Tolerance)
			r.WantOpt(t, "lower_exact", got.Lower, oracle.Tolerance)
			r.WantOpt(t, "upper_exact", got.Upper, oracle.Tolerance)
			r.WantOpt(t, "lower_logwald", got.LogLower, oracle.Tolerance)
			r.WantOpt(t, "upper_logwald", got.LogUpper, oracle.Tolerance)
		}
	})
}

func TestOracleBands(t *testing.T) {
	oracle.Each(t, "rate_bands.csv", func(t *testing.T, set *oracle.Set) {
		for _, r := range set.Table(t, "rate_bands.csv") {
			tenures := set.Tenures(t, set.In(r.Text("group_var"), r.Text("stratum")))
			breaks := []float64{r.Number(t, "band_from").V, r.Number(t, "band_to").V}
			got, err := rates.Bands(tenures, breaks, 0.95)
			if err != nil {
				t.Fatalf("%s: %v", r.At, err)
			}
			check := func(b rates.Rate) {
				r.WantInt(t, "events", b.Events)
				r.Want(t, "person_time", b.Time)
				r.WantOpt(t, "rate", b.Rate, oracle.Tolerance)
				r.WantOpt(t, "lower_exact", b.Lower, oracle.Tolerance)
				r.WantOpt(t, "upper_exact", b.Upper, oracle.Tolerance)
			}
			check(got[0])
			var counts survival.MonthCounts
			for _, x := range tenures {
				if x.Exit != math.Trunc(x.Exit) || x.Entry != math.Trunc(x.Entry) {
					return // not whole months
				}
				if err := counts.Add(int(x.Entry), int(x.Exit), x.Stopped); err != nil {
					t.Fatal(err)
				}
			}
			if got, err = rates.CountedBands(&counts, breaks, 0.95); err != nil {
				t.Fatalf("%s: %v", r.At, err)
			}
			check(got[0])
		}
	})
}

func TestOracleObservedOverExpected(t *testing.T) {
	oracle.Each(t, "smr.csv", func(t *testing.T, set *oracle.Set) {
		refs := map[string]*rates.Reference{}
		knots := map[string][2][]float64{}
		for _, r := range set.Table(t, "reference.csv") {
			k := knots[r.Text("ref")]
			k[0], k[1] = append(k[0], r.Number(t, "time").V), append(k[1], r.Number(t, "surv").V)
			knots[r.Text("ref")] = k
		}
		for name, k := range knots {
			ref, err := rates.NewReference(k[0], k[1])
			if err != nil {
				t.Fatal(err)
			}
			refs[name] = ref
		}
		for _, r := range set.Table(t, "smr.csv") {
			observed, expected := 0, 0.0
			for _, row := range set.In(r.Text("group_var"), r.Text("stratum")) {
				x, name := set.Tenure(t, row), "all"
				if set.RefBy != "" {
					name = row.Text(set.RefBy)
				}
				expected += refs[name].Expects(x)
				if x.Stopped {
					observed++
				}
			}
			got, err := rates.Compare(observed, expected, 0.95)
			if err != nil {
				t.Fatalf("%s: %v", r.At, err)
			}
			r.WantInt(t, "observed", got.Observed)
			r.Want(t, "expected", got.Expected)
			r.WantOpt(t, "ratio", got.Ratio, oracle.Tolerance)
			r.WantOpt(t, "lower_exact", got.Lower, oracle.Tolerance)
			r.WantOpt(t, "upper_exact", got.Upper, oracle.Tolerance)
			r.WantOpt(t, "p_exact", got.PMinimum, oracle.PTolerance)
			r.WantOpt(t, "onesample_logrank_z", got.Z, oracle.Tolerance)
			r.WantOpt(t, "onesample_logrank_chisq", varighet.Some(got.Z.V*got.Z.V), oracle.Tolerance)
			r.WantOpt(t, "onesample_logrank_p", got.ZP, oracle.PTolerance)
			r.WantOpt(t, "wu_z", got.ZWu, oracle.Tolerance)
			r.WantOpt(t, "wu_p", got.ZWuP, oracle.PTolerance)
		}
	})
}

func TestOracleDirect(t *testing.T) {
	oracle.Each(t, "dsr.csv", func(t *testing.T, set *oracle.Set) {
		var truth struct {
			Weights map[string]float64 `json:"dsr_weights"`
		}
		if err := json.Unmarshal(set.File(t, "truth.json"), &truth); err != nil {
			t.Fatal(err)
		}
		period := func(row oracle.Row) string {
			switch start := row.Number(t, "start_idx").V; {
			case start <= -1:
				return "before"
			case start <= 51:
				return "0-51"
			case start <= 103:
				return "52-103"
			}
			return "104-155"
		}
		for _, r := range set.Table(t, "dsr.csv") {
			var parts []rates.Part
			for _, g := range slices.Sorted(maps.Keys(truth.Weights)) {
				p := rates.Part{Group: g, Weight: truth.Weights[g]}
				for _, row := range set.Rows {
					if row.Text("size_group") != g || r.Text("stratum") != "(all)" && period(row) != r.Text("stratum") {
						continue
					}
					x := set.Tenure(t, row)
					p.Time += (x.Exit - x.Entry) / 12
					if x.Stopped {
						p.Events++
					}
				}
				parts = append(parts, p)
			}
			got, err := rates.Direct(parts, 0.95)
			if err != nil {
				t.Fatalf("%s: %v", r.At, err)
			}
			r.Want(t, "events", got.Events)
			r.Want(t, "agreement_years", got.Time)
			r.WantOpt(t, "crude", got.Crude, oracle.Tolerance)
			r.WantOpt(t, "dsr", got.Rate, oracle.Tolerance)
			r.WantOpt(t, "se", got.StdErr, oracle.Tolerance)
			r.WantOpt(t, "lower", got.Lower, oracle.Tolerance)
			r.WantOpt(t, "upper", got.Upper, oracle.Tolerance)
		}
	})
}

// Stops and time may each be up to 1e100, whose rate is 1; more is refused.
func TestDirectTakesWhatIsWithinItsBounds(t *testing.T) {
	s, err := rates.Direct([]rates.Part{{Events: 1e100, Time: 1e100, Weight: 1e100}}, 0.95)
	if err != nil || s.Crude.V != 1 {
		t.Errorf("got %+v, %v, want a rate of 1", s, err)
	}
	for _, p := range []rates.Part{{Events: 1.1e100, Time: 1, Weight: 1}, {Events: 1, Time: 1.1e100, Weight: 1}, {Events: 1, Time: 1, Weight: 1.1e100}} {
		if _, err := rates.Direct([]rates.Part{p}, 0.95); err == nil {
			t.Errorf("%+v was taken", p)
		}
	}
}
