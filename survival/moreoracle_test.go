package survival_test

import (
	"errors"
	"math"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/internal/oracle"
)

func TestOracleExpHazard(t *testing.T) {
	oracle.Each(t, "cumhaz.csv", func(t *testing.T, set *oracle.Set) {
		curves, seen := newCurveCache(set), map[string]int{}
		for _, r := range set.Table(t, "cumhaz.csv") {
			key := r.Text("group_var") + "\x00" + r.Text("stratum")
			i := seen[key]
			seen[key]++
			c := curves.of(t, r, survival.Log)
			na, fh := c.ExpHazard(survival.NelsonAalen).Points[i], c.ExpHazard(survival.TiesOneByOne).Points[i]
			r.Want(t, "fh", fh.CumulativeHazard)
			r.Want(t, "se_fh", fh.CumulativeHazardStdErr.V)
			r.Want(t, "surv_na", na.Survival)
			r.WantOpt(t, "surv_na_lower_log", na.Lower, oracleTolerance)
			r.WantOpt(t, "surv_na_upper_log", na.Upper, oracleTolerance)
			r.Want(t, "surv_fh", fh.Survival)
			r.WantOpt(t, "surv_fh_lower_log", fh.Lower, oracleTolerance)
			r.WantOpt(t, "surv_fh_upper_log", fh.Upper, oracleTolerance)
		}
	})
}

func TestOraclePrintTable(t *testing.T) {
	oracle.Each(t, "print_table.csv", func(t *testing.T, set *oracle.Set) {
		curves := newCurveCache(set)
		for _, r := range set.Table(t, "print_table.csv") {
			c := curves.of(t, r, confTypes[r.Text("conf_type")])
			most := 0
			for _, p := range c.Points {
				most = max(most, p.AtRisk)
			}
			r.WantInt(t, "records", c.N)
			r.WantInt(t, "n_max", most)
			r.WantInt(t, "n_start", c.Points[0].AtRisk)
			r.WantInt(t, "events", c.Events)
			m := c.RMST(c.Points[len(c.Points)-1].Time)
			r.WantOpt(t, "rmean_to_last", m.Estimate, oracleTolerance)
			r.WantOpt(t, "se_rmean", m.StdErr, oracleTolerance)
			q := c.PrintedMedian()
			r.WantOpt(t, "median", q.Time, 1e-12)
			r.WantOpt(t, "lower", q.Lower, 1e-12)
			r.WantOpt(t, "upper", q.Upper, 1e-12)
		}
	})
}

func TestOracleLifeTable(t *testing.T) {
	oracle.Each(t, "lifetable.csv", func(t *testing.T, set *oracle.Set) {
		type key struct{ group, stratum string }
		var order []key
		groups := map[key][]oracle.Row{}
		for _, r := range set.Table(t, "lifetable.csv") {
			k := key{r.Text("group_var"), r.Text("stratum")}
			if groups[k] == nil {
				order = append(order, k)
			}
			groups[k] = append(groups[k], r)
		}
		for _, k := range order {
			rows := groups[k]
			breaks := append(oracle.Numbers(t, rows, "from"), rows[len(rows)-1].Number(t, "to").V)
			table, err := survival.LifeTable(set.Tenures(t, set.In(k.group, k.stratum)), breaks)
			if err != nil {
				t.Fatal(err)
			}
			for i, r := range rows {
				got := table[i]
				r.WantInt(t, "n_start", got.AtStart)
				r.WantInt(t, "n_withdrawn", got.Censored)
				r.WantInt(t, "n_event", got.Events)
				r.Want(t, "n_exposed", got.Exposed)
				for column, v := range map[string]varighet.Opt[float64]{"q": got.Share, "surv_start": got.Survival,
					"se_surv_start": got.StdErr, "hazard": got.Hazard, "se_hazard": got.HazardErr} {
					if s := r.Text(column); (s == "NaN" || s == "Inf") && !v.OK {
						continue // 0/0 in R; missing here
					}
					r.WantOpt(t, column, v, oracleTolerance)
				}
			}
		}
	})
}

func TestLifeTableRefusesLateEntry(t *testing.T) {
	_, err := survival.LifeTable([]survival.Tenure{{Entry: 1, Exit: 2}}, []float64{0, 12})
	if !errors.Is(err, survival.ErrLateEntry) {
		t.Errorf("got %v, want ErrLateEntry", err)
	}
}

// Two stops among three at 1, the last censored at 2. Nelson–Aalen 2/3; one by
// one 1/3 + 1/2 = 5/6.
func TestExpHazardByHand(t *testing.T) {
	c := mustCurve(t, []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 1, Stopped: true}, {Exit: 2}}, survival.Options{})
	if got := c.ExpHazard(survival.NelsonAalen).Points[0].Survival; !near(got, math.Exp(-2./3), 1e-15) {
		t.Errorf("Nelson–Aalen: got %v, want e^(−2/3)", got)
	}
	if got := c.ExpHazard(survival.TiesOneByOne).Points[0].Survival; !near(got, math.Exp(-5./6), 1e-15) {
		t.Errorf("one by one: got %v, want e^(−5/6)", got)
	}
}

// One of four stops at 1 and two of three at 2: hazards 1/4 and 2/3, variances 1/16 and 2/9, S = e^−H,
// its standard error S·√V. R 4.2.2 (survival 3.5-3) has the same, and the limits, by
//
//	summary(survfit(Surv(c(1,2,2,3), c(1,1,1,0)) ~ 1, stype = 2, ctype = 1, conf.type = "log"))
//	surv 0.778800783071 0.399849654345, std.err 0.194700195768 0.213357251089, lower 0.477118211410 0.140507968784
func TestLimitsOfExpHazardByHand(t *testing.T) {
	tenures := []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2, Stopped: true}, {Exit: 2, Stopped: true}, {Exit: 3}}
	c := mustCurve(t, tenures, survival.Options{ConfType: survival.Log}).ExpHazard(survival.NelsonAalen)
	for i, lower := range []float64{0.477118211410, 0.140507968784} {
		h, v := []float64{1. / 4, 1./4 + 2./3}[i], []float64{1. / 16, 1./16 + 2./9}[i]
		p := c.Points[i]
		wantNear(t, "S", p.Survival, math.Exp(-h))
		wantSome(t, "standard error", p.StdErr, math.Exp(-h)*math.Sqrt(v))
		if !near(p.Lower.V, lower, 1e-10) || p.Upper.V != 1 {
			t.Errorf("limits: got %v to %v, want %v to 1", p.Lower, p.Upper, lower)
		}
	}
}

// 800 tenures follow each other, each alone at risk: H = 800, and e^−800 is 0 to a computer. As for
// any S of 0 there is then no standard error and there are no limits.
func TestExpHazardThatComesTo0(t *testing.T) {
	var tenures []survival.Tenure
	for i := range 800 {
		tenures = append(tenures, survival.Tenure{Entry: float64(i), Exit: float64(i + 1), Stopped: true})
	}
	c := mustCurve(t, tenures, survival.Options{ConfType: survival.Plain}).ExpHazard(survival.NelsonAalen)
	if p := c.Points[9]; !p.StdErr.OK || !p.Upper.OK || !near(p.Survival, math.Exp(-10), 1e-15) {
		t.Errorf("got %+v, want e^−10 with limits", p)
	}
	if p := c.Points[799]; p.Survival != 0 || p.StdErr.OK || p.Lower.OK || p.Upper.OK {
		t.Errorf("got %+v, want 0 and no more", p)
	}
}

// Stops at 2 and 4, one censored at 6. Turned round, nobody's watch has ended
// before 6: one at risk then, so the median follow-up is 6.
func TestFollowUpByHand(t *testing.T) {
	tenures := []survival.Tenure{{Exit: 2, Stopped: true}, {Exit: 4, Stopped: true}, {Exit: 6}}
	c, err := survival.FollowUp(tenures, survival.Options{})
	if err != nil || c.Median().Time.V != 6 {
		t.Errorf("got %v, %v, want 6", c.Median(), err)
	}
	var m survival.MonthCounts
	for _, x := range tenures {
		if err := m.Add(0, int(x.Exit), x.Stopped); err != nil {
			t.Fatal(err)
		}
	}
	if d, err := m.FollowUp(survival.Options{}); err != nil || d.Median() != c.Median() {
		t.Errorf("from counts: got %v, %v", d.Median(), err)
	}
	// Watches end at 4 and 6, for one each: half way between. For three at 4, of four
	// at risk, 1/4 is left after it.
	s := survival.Sample{Tenures: []survival.Tenure{{Exit: 2, Stopped: true}, {Exit: 4}, {Exit: 6}}}
	for _, x := range []struct {
		weights []float64
		want    float64
	}{{nil, 5}, {[]float64{2, 3, 1}, 4}} {
		s.Weights = x.weights
		if c, err := s.FollowUp(survival.Options{}); err != nil || c.Median().Time.V != x.want {
			t.Errorf("weights %v: got %v, %v, want %v", x.weights, c.Median(), err, x.want)
		}
	}
}
