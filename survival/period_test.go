package survival_test

import (
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/internal/oracle"
)

// Four agreements, by the month in which they began. In (10, 20]: one of −5 to
// 12 is at risk from 15 to 17 and stops; one of 8 still there at 30 from 2 to
// 12; one of 14 that stopped at 25 is censored at 6; one over by 9 is not there.
func TestPeriodByHand(t *testing.T) {
	tenures := []survival.Tenure{{Exit: 17, Stopped: true}, {Exit: 22}, {Exit: 11, Stopped: true}, {Exit: 9, Stopped: true}}
	part, kept, err := survival.Period(tenures, []float64{-5, 8, 14, 0}, 10, 20)
	if err != nil {
		t.Fatal(err)
	}
	want := []survival.Tenure{{Entry: 15, Exit: 17, Stopped: true}, {Entry: 2, Exit: 12}, {Entry: 0, Exit: 6}}
	if len(part) != 3 || part[0] != want[0] || part[1] != want[1] || part[2] != want[2] || len(kept) != 3 || kept[2] != 2 {
		t.Errorf("got %+v of %v, want %+v", part, kept, want)
	}
}

// Periods that share out the calendar share out stops and time at risk.
func TestLawPeriodsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSample(t)
		starts := make([]float64, len(s.Tenures))
		events, time := 0, 0.0
		for i, x := range s.Tenures {
			starts[i] = float64(rapid.IntRange(-10, 10).Draw(t, "start"))
			time += x.Exit - x.Entry
			if x.Stopped {
				events++
			}
		}
		cut := rapid.Float64Range(-20, 30).Draw(t, "cut")
		for _, p := range [][2]float64{{-1e6, cut}, {cut, 1e6}} {
			part, _, err := survival.Period(s.Tenures, starts, p[0], p[1])
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range part {
				time -= x.Exit - x.Entry
				if x.Stopped {
					events--
				}
			}
		}
		if events != 0 || time > 1e-9 || time < -1e-9 {
			t.Fatalf("%d stops and %v of the time are in no period, or in both", events, time)
		}
	})
}

func TestOraclePeriod(t *testing.T) {
	oracle.Each(t, "period_km.csv", func(t *testing.T, set *oracle.Set) {
		for _, r := range set.Table(t, "period_km.csv") {
			rows := set.In(r.Text("group_var"), r.Text("stratum"))
			from, to, _ := strings.Cut(r.Text("period"), "-")
			lo, _ := strconv.ParseFloat(from, 64)
			hi, _ := strconv.ParseFloat(to, 64)
			part, _, err := survival.Period(set.Tenures(t, rows), oracle.Numbers(t, rows, "start_idx"), lo, hi)
			if err != nil {
				t.Fatalf("%s: %v", r.At, err)
			}
			c, err := survival.KaplanMeier(part, survival.Options{})
			if err != nil {
				t.Fatalf("%s: %v", r.At, err)
			}
			r.WantInt(t, "n", c.N)
			r.WantInt(t, "events", c.Events)
			r.Want(t, "agreement_months", c.PersonTime)
			m := c.Median()
			r.WantOpt(t, "median", m.Time, 1e-12)
			r.WantOpt(t, "median_lower", m.Lower, 1e-12)
			r.WantOpt(t, "median_upper", m.Upper, 1e-12)
			for _, at := range []string{"12", "24", "60"} {
				h, _ := strconv.ParseFloat(at, 64)
				a := c.At(h)
				r.Want(t, "surv_"+at, a.Survival)
				r.WantOpt(t, "se_"+at, a.StdErr, oracle.Tolerance)
			}
		}
	})
}

func TestPeriodRefuses(t *testing.T) {
	tenures := []survival.Tenure{{Exit: 3}, {Exit: -1}}
	for want, starts := range map[string][]float64{"2 tenures with 1 starts": {0}, "a time is negative": {0, 0}} {
		part, kept, err := survival.Period(tenures, starts, 0, 4)
		if part != nil || kept != nil || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("starts %v: got %v, %v, %v, want %q", starts, part, kept, err, want)
		}
	}
}
