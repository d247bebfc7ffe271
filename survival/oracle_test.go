package survival_test

import (
	"math"
	"strconv"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/internal/oracle"
)

// Agreement with R's survival, number by number; internal/oracle/testdata/README.md says
// how the numbers were made. Each failure names the file and the line.

const (
	oracleTolerance  = oracle.Tolerance
	oraclePTolerance = oracle.PTolerance
)

func near(got, want, tolerance float64) bool { return oracle.Near(got, want, tolerance) }

// A curveCache keeps the curve of a row's group, since tables come group by group.
type curveCache struct {
	set    *oracle.Set
	curves map[string]*survival.Curve
}

func newCurveCache(set *oracle.Set) *curveCache {
	return &curveCache{set, map[string]*survival.Curve{}}
}

func (c *curveCache) of(t *testing.T, r oracle.Row, ct survival.ConfType) *survival.Curve {
	t.Helper()
	group, stratum := r.Text("group_var"), r.Text("stratum")
	key := group + "\x00" + stratum + "\x00" + ct.String()
	if c.curves[key] == nil {
		curve, err := survival.KaplanMeier(c.set.Tenures(t, c.set.In(group, stratum)), survival.Options{ConfType: ct})
		if err != nil {
			t.Fatalf("%s: %v", r.At, err)
		}
		c.curves[key] = curve
	}
	return c.curves[key]
}

var confTypes = map[string]survival.ConfType{
	"log": survival.Log, "loglog": survival.LogLog, "plain": survival.Plain,
	"logit": survival.Logit, "arcsin": survival.Arcsin,
}

func TestOracleKaplanMeier(t *testing.T) {
	oracle.Each(t, "km.csv", func(t *testing.T, set *oracle.Set) {
		curves, seen := newCurveCache(set), map[string]int{}
		rows := set.Table(t, "km.csv")
		for _, r := range rows {
			key := r.Text("group_var") + "\x00" + r.Text("stratum")
			i := seen[key]
			seen[key]++
			for suffix, ct := range confTypes {
				c := curves.of(t, r, ct)
				if i >= len(c.Points) {
					t.Fatalf("%s: got a curve of %d points only", r.At, len(c.Points))
				}
				p := c.Points[i]
				r.WantOpt(t, "lower_"+suffix, p.Lower, oracleTolerance)
				r.WantOpt(t, "upper_"+suffix, p.Upper, oracleTolerance)
			}
			p := curves.of(t, r, survival.LogLog).Points[i]
			r.Want(t, "time", p.Time)
			r.WantInt(t, "n_risk", p.AtRisk)
			r.WantInt(t, "n_event", p.Events)
			r.WantInt(t, "n_censor", p.Censored)
			if r.Text("n_enter") != "NA" {
				r.WantInt(t, "n_enter", p.Entered)
			}
			r.Want(t, "surv", p.Survival)
			r.WantOpt(t, "se_surv", p.StdErr, oracleTolerance)
			if p.Survival > 0 {
				r.Want(t, "se_log", p.StdErr.V/p.Survival)
			}
		}
		for key, c := range curves.curves {
			if n := seen[key[:len(key)-len(c.ConfType.String())-1]]; n != len(c.Points) {
				t.Errorf("%s/km.csv: %q: got %d points, want %d", set.Name, key, len(c.Points), n)
			}
		}
	})
}

func TestOracleCumulativeHazard(t *testing.T) {
	oracle.Each(t, "cumhaz.csv", func(t *testing.T, set *oracle.Set) {
		curves, seen := newCurveCache(set), map[string]int{}
		for _, r := range set.Table(t, "cumhaz.csv") {
			key := r.Text("group_var") + "\x00" + r.Text("stratum")
			p := curves.of(t, r, survival.LogLog).Points[seen[key]]
			seen[key]++
			r.Want(t, "time", p.Time)
			r.WantInt(t, "n_risk", p.AtRisk)
			r.WantInt(t, "n_event", p.Events)
			r.Want(t, "na", p.CumulativeHazard)
			r.Want(t, "se_na", p.CumulativeHazardStdErr.V)
		}
	})
}

func TestOracleQuantiles(t *testing.T) {
	oracle.Each(t, "quantiles.csv", func(t *testing.T, set *oracle.Set) {
		curves := newCurveCache(set)
		for _, r := range set.Table(t, "quantiles.csv") {
			c := curves.of(t, r, confTypes[r.Text("conf_type")])
			q := c.Quantile(r.Number(t, "p").V)
			r.WantOpt(t, "quantile", q.Time, 1e-12)
			if r.Text("lower_monotone") == "true" {
				r.WantOpt(t, "lower", q.Lower, 1e-12)
			}
			if r.Text("upper_monotone") == "true" {
				r.WantOpt(t, "upper", q.Upper, 1e-12)
			}
		}
	})
}

func TestOracleSurvivalAt(t *testing.T) {
	oracle.Each(t, "survival_at.csv", func(t *testing.T, set *oracle.Set) {
		curves := newCurveCache(set)
		for _, r := range set.Table(t, "survival_at.csv") {
			time := r.Number(t, "time").V
			for suffix, ct := range confTypes {
				at := curves.of(t, r, ct).At(time)
				r.WantOpt(t, "lower_"+suffix, at.Lower, oracleTolerance)
				r.WantOpt(t, "upper_"+suffix, at.Upper, oracleTolerance)
			}
			c := curves.of(t, r, survival.LogLog)
			at := c.At(time)
			r.Want(t, "surv", at.Survival)
			r.WantOpt(t, "se_surv", at.StdErr, oracleTolerance)
			r.WantInt(t, "n_at_risk", at.AtRisk)
			if want := r.Text("beyond_last"); strconv.FormatBool(at.Beyond) != want {
				t.Errorf("%s: beyond_last: got %t, want %s", r.At, at.Beyond, want)
			}
			// Counts before a time just after t are those up to and with t.
			after := c.RiskCounts([]float64{math.Nextafter(time, math.Inf(1))})[0]
			r.WantInt(t, "cum_event", after.Events)
			r.WantInt(t, "cum_censor", after.Censored)
		}
	})
}

func TestOracleRMST(t *testing.T) {
	oracle.Each(t, "rmst.csv", func(t *testing.T, set *oracle.Set) {
		curves := newCurveCache(set)
		for _, r := range set.Table(t, "rmst.csv") {
			c := curves.of(t, r, survival.LogLog)
			m := c.RMST(r.Number(t, "tau").V)
			if r.Text("tau_beyond_last") == "true" && c.Points[len(c.Points)-1].Survival > 0 { // R carries it on
				if m.Estimate.OK || m.Reason == "" {
					t.Errorf("%s: got %v (%q), want none, with a reason", r.At, m.Estimate, m.Reason)
				}
				continue
			}
			r.WantOpt(t, "rmst", m.Estimate, oracleTolerance)
			r.WantOpt(t, "se", m.StdErr, oracleTolerance)
			r.WantOpt(t, "lower", m.Lower, oracleTolerance)
			r.WantOpt(t, "upper", m.Upper, oracleTolerance)
		}
	})
}

func TestOracleConditional(t *testing.T) {
	oracle.Each(t, "conditional.csv", func(t *testing.T, set *oracle.Set) {
		curves := newCurveCache(set)
		for _, r := range set.Table(t, "conditional.csv") {
			c, err := curves.of(t, r, survival.LogLog).ConditionalFrom(r.Number(t, "start_time").V)
			if err != nil {
				t.Errorf("%s: %v", r.At, err)
				continue
			}
			at := c.At(r.Number(t, "time").V)
			r.Want(t, "surv", at.Survival)
			r.WantOpt(t, "se_surv", at.StdErr, oracleTolerance)
			r.WantOpt(t, "lower_loglog", at.Lower, oracleTolerance)
			r.WantOpt(t, "upper_loglog", at.Upper, oracleTolerance)
		}
	})
}

// comparison makes the groups that a row of a test table is about. Rows
// without a group drop out; without a stratum they make a stratum of their own.
func oracleComparison(t *testing.T, s *oracle.Set, r oracle.Row) *survival.Comparison {
	t.Helper()
	column, strataColumn := r.Text("group_var"), r.Text("strata_var")
	var tenures []survival.Tenure
	var groups, strata []string
	for _, row := range s.Rows {
		if row.Text(column) == "NA" {
			continue
		}
		tenures = append(tenures, s.Tenure(t, row))
		groups = append(groups, row.Text(column))
		if strataColumn != "(none)" {
			strata = append(strata, row.Text(strataColumn))
		}
	}
	c, err := survival.Compare(tenures, groups, strata)
	if err != nil {
		t.Fatalf("%s: %v", r.At, err)
	}
	return c
}

func oracleWeight(t *testing.T, r oracle.Row) survival.Weight {
	t.Helper()
	w, ok := survival.ParseWeight(r.Text("weight"))
	if !ok {
		t.Fatalf("%s: weight %q is not known", r.At, r.Text("weight"))
	}
	return w
}

func TestOracleLogRank(t *testing.T) {
	oracle.Each(t, "logrank.csv", func(t *testing.T, set *oracle.Set) {
		for _, r := range set.Table(t, "logrank.csv") {
			got := oracleComparison(t, set, r).Test(oracleWeight(t, r))
			r.WantOpt(t, "chisq", got.Chi2, oracleTolerance)
			r.WantOpt(t, "p", got.P, oraclePTolerance)
			r.WantInt(t, "df", got.DF)
		}
		for _, r := range set.Table(t, "logrank_groups.csv") {
			got := oracleComparison(t, set, r).Test(oracleWeight(t, r))
			found := false
			for _, g := range got.Groups {
				if g.Group != r.Text("stratum") {
					continue
				}
				found = true
				r.WantInt(t, "n", g.N)
				r.Want(t, "observed", g.Observed)
				r.Want(t, "expected", g.Expected)
				r.Want(t, "var", g.Variance)
			}
			if !found {
				t.Errorf("%s: group %q: got none", r.At, r.Text("stratum"))
			}
		}
	})
}

func TestOracleTrend(t *testing.T) {
	oracle.Each(t, "trend.csv", func(t *testing.T, set *oracle.Set) {
		for _, r := range set.Table(t, "trend.csv") {
			if r.Text("method") != "tarone_hypergeometric" {
				continue // the others are score tests of a Cox model
			}
			got, err := oracleComparison(t, set, r).Trend(oracleWeight(t, r), set.Scores[r.Text("scores")])
			if err != nil {
				t.Fatalf("%s: %v", r.At, err)
			}
			r.Want(t, "U", got.U)
			r.Want(t, "var", got.Variance)
			r.WantOpt(t, "z", got.Z, oracleTolerance)
			r.WantOpt(t, "p", got.P, oraclePTolerance)
		}
	})
}

func TestOracleProportions(t *testing.T) {
	set := oracle.Open(t, "proportions")
	for _, r := range set.Table(t, "binomial_ci.csv") {
		x, n := int(r.Number(t, "x").V), int(r.Number(t, "n").V)
		lower, upper, err := survival.ClopperPearson(x, n, 0.95)
		if err != nil {
			t.Fatalf("%s: %v", r.At, err)
		}
		r.Want(t, "cp_lower", lower)
		r.Want(t, "cp_upper", upper)
		if lower, upper, err = survival.Wilson(x, n, 0.95); err != nil {
			t.Fatalf("%s: %v", r.At, err)
		}
		r.Want(t, "wilson_lower", lower)
		r.Want(t, "wilson_upper", upper)
		if lower, upper, err = survival.Jeffreys(x, n, 0.95); err != nil {
			t.Fatalf("%s: %v", r.At, err)
		}
		r.Want(t, "jeffreys_lower", lower)
		r.Want(t, "jeffreys_upper", upper)
	}
	for _, r := range set.Table(t, "poisson_ratio_ci.csv") {
		x := int(r.Number(t, "observed").V)
		lower, upper, err := survival.PoissonLimits(x, r.Number(t, "expected").V, 0.95)
		if err != nil {
			t.Fatalf("%s: %v", r.At, err)
		}
		r.Want(t, "lower", lower)
		r.Want(t, "upper", upper)
		central, minimum, err := survival.PoissonP(x, r.Number(t, "expected").V)
		if err != nil {
			t.Fatalf("%s: %v", r.At, err)
		}
		r.WantOpt(t, "p_central", varighet.Some(central), oraclePTolerance)
		r.WantOpt(t, "p_two_sided_minlik", varighet.Some(minimum), oraclePTolerance)
	}
}
