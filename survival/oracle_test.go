package survival_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// Agreement with R's survival, number by number; testdata/oracle/README.md says
// how the numbers were made. Each failure names the file and the line.

const (
	oracleTolerance  = 1e-9 // relative
	oraclePTolerance = 1e-7
)

var (
	oracleSmall = []string{"aml", "tiny16"} // in testdata
	oracleBig   = []string{"heart", "lung", "mgus2", "gp_sim", "gp_started"}
)

// eachOracleSet runs f on every set, the big ones if they are there.
func eachOracleSet(t *testing.T, f func(t *testing.T, set *oracleSet)) {
	for _, name := range oracleSmall {
		t.Run(name, func(t *testing.T) { f(t, readOracleSet(t, filepath.Join("testdata", "oracle", name))) })
	}
	for _, name := range oracleBig {
		t.Run(name, func(t *testing.T) {
			shared := os.Getenv("VARIGHET_SHARED")
			if shared == "" {
				t.Skip("VARIGHET_SHARED is not set; the larger R sets are not compared")
			}
			f(t, readOracleSet(t, filepath.Join(shared, "oracle", name)))
		})
	}
}

type oracleSet struct {
	dir     string
	Entry   string
	Time    string
	Status  string
	Groups  oneOrMore
	Strata  oneOrMore
	Ordered string
	Scores  map[string][]float64
	rows    []oracleRow
}

type oneOrMore []string

func (o *oneOrMore) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*o = oneOrMore{one}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(o))
}

func readOracleSet(t *testing.T, dir string) *oracleSet {
	t.Helper()
	set := &oracleSet{dir: dir}
	js, err := os.ReadFile(filepath.Join(dir, "dataset.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(js, set); err != nil {
		t.Fatal(err)
	}
	set.rows = readOracleTable(t, filepath.Join(dir, "data.csv"))
	return set
}

// table reads a file of expected values. Sets without ordered groups have no
// trend.csv, and tiny16 no conditional.csv.
func (s *oracleSet) table(t *testing.T, name string) []oracleRow {
	t.Helper()
	path := filepath.Join(s.dir, name)
	if _, err := os.Stat(path); os.IsNotExist(err) && (name == "trend.csv" || name == "conditional.csv") {
		t.Skipf("the set has no %s", name)
	}
	return readOracleTable(t, path)
}

// tenures returns the rows in which the column has the value, all for "(all)".
func (s *oracleSet) tenures(t *testing.T, column, value string) []survival.Tenure {
	var out []survival.Tenure
	for _, r := range s.rows {
		if column == "(all)" || r.text(column) == value {
			out = append(out, s.tenure(t, r))
		}
	}
	return out
}

func (s *oracleSet) tenure(t *testing.T, r oracleRow) survival.Tenure {
	x := survival.Tenure{Exit: r.number(t, s.Time).V, Stopped: r.text(s.Status) == "1"}
	if s.Entry != "" {
		x.Entry = r.number(t, s.Entry).V
	}
	return x
}

type oracleRow struct {
	at     string // file:line
	cells  []string
	column map[string]int
}

func readOracleTable(t *testing.T, path string) []oracleRow {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range records[0] {
		column[name] = i
	}
	name := filepath.Join(filepath.Base(filepath.Dir(path)), filepath.Base(path))
	if len(records) < 2 {
		t.Fatalf("%s: got no rows", path)
	}
	rows := make([]oracleRow, 0, len(records)-1)
	for i, rec := range records[1:] {
		rows = append(rows, oracleRow{fmt.Sprintf("%s:%d", name, i+2), rec, column})
	}
	return rows
}

func (r oracleRow) text(column string) string {
	i, ok := r.column[column]
	if !ok {
		panic(r.at + ": no column " + column)
	}
	return r.cells[i]
}

// number is missing for NA.
func (r oracleRow) number(t *testing.T, column string) varighet.Opt[float64] {
	t.Helper()
	s := r.text(column)
	if s == "NA" {
		return varighet.Opt[float64]{}
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatalf("%s: %s: %v", r.at, column, err)
	}
	return varighet.Some(v)
}

func (r oracleRow) wantInt(t *testing.T, column string, got int) {
	t.Helper()
	if want := r.text(column); strconv.Itoa(got) != want {
		t.Errorf("%s: %s: got %d, want %s", r.at, column, got, want)
	}
}

func (r oracleRow) want(t *testing.T, column string, got float64) {
	t.Helper()
	r.wantOpt(t, column, varighet.Some(got), oracleTolerance)
}

func (r oracleRow) wantOpt(t *testing.T, column string, got varighet.Opt[float64], tolerance float64) {
	t.Helper()
	want := r.number(t, column)
	if got.OK != want.OK || got.OK && !near(got.V, want.V, tolerance) {
		t.Errorf("%s: %s: got %s, want %s", r.at, column, showOpt(got), r.text(column))
	}
}

func near(got, want, tolerance float64) bool {
	if math.Abs(want) < 1e-10 {
		return math.Abs(got-want) <= 1e-12
	}
	return math.Abs(got-want) <= tolerance*math.Abs(want)
}

func showOpt(o varighet.Opt[float64]) string {
	if !o.OK {
		return "missing"
	}
	return strconv.FormatFloat(o.V, 'g', -1, 64)
}

// A curveCache keeps the curve of a row's group, since tables come group by group.
type curveCache struct {
	set    *oracleSet
	curves map[string]*survival.Curve
}

func newCurveCache(set *oracleSet) *curveCache {
	return &curveCache{set, map[string]*survival.Curve{}}
}

func (c *curveCache) of(t *testing.T, r oracleRow, ct survival.ConfType) *survival.Curve {
	t.Helper()
	group, stratum := r.text("group_var"), r.text("stratum")
	key := group + "\x00" + stratum + "\x00" + ct.String()
	if c.curves[key] == nil {
		curve, err := survival.KaplanMeier(c.set.tenures(t, group, stratum), survival.Options{ConfType: ct})
		if err != nil {
			t.Fatalf("%s: %v", r.at, err)
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
	eachOracleSet(t, func(t *testing.T, set *oracleSet) {
		curves, seen := newCurveCache(set), map[string]int{}
		rows := set.table(t, "km.csv")
		for _, r := range rows {
			key := r.text("group_var") + "\x00" + r.text("stratum")
			i := seen[key]
			seen[key]++
			for suffix, ct := range confTypes {
				c := curves.of(t, r, ct)
				if i >= len(c.Points) {
					t.Fatalf("%s: got a curve of %d points only", r.at, len(c.Points))
				}
				p := c.Points[i]
				r.wantOpt(t, "lower_"+suffix, p.Lower, oracleTolerance)
				r.wantOpt(t, "upper_"+suffix, p.Upper, oracleTolerance)
			}
			p := curves.of(t, r, survival.LogLog).Points[i]
			r.want(t, "time", p.Time)
			r.wantInt(t, "n_risk", p.AtRisk)
			r.wantInt(t, "n_event", p.Events)
			r.wantInt(t, "n_censor", p.Censored)
			if r.text("n_enter") != "NA" {
				r.wantInt(t, "n_enter", p.Entered)
			}
			r.want(t, "surv", p.Survival)
			r.wantOpt(t, "se_surv", p.StdErr, oracleTolerance)
		}
		for key, c := range curves.curves {
			if n := seen[key[:len(key)-len(c.ConfType.String())-1]]; n != len(c.Points) {
				t.Errorf("%s/km.csv: %q: got %d points, want %d", set.dir, key, len(c.Points), n)
			}
		}
	})
}

func TestOracleCumulativeHazard(t *testing.T) {
	eachOracleSet(t, func(t *testing.T, set *oracleSet) {
		curves, seen := newCurveCache(set), map[string]int{}
		for _, r := range set.table(t, "cumhaz.csv") {
			key := r.text("group_var") + "\x00" + r.text("stratum")
			p := curves.of(t, r, survival.LogLog).Points[seen[key]]
			seen[key]++
			r.want(t, "time", p.Time)
			r.want(t, "na", p.CumulativeHazard)
			r.want(t, "se_na", p.CumulativeHazardStdErr)
		}
	})
}

func TestOracleQuantiles(t *testing.T) {
	eachOracleSet(t, func(t *testing.T, set *oracleSet) {
		curves := newCurveCache(set)
		for _, r := range set.table(t, "quantiles.csv") {
			c := curves.of(t, r, confTypes[r.text("conf_type")])
			q := c.Quantile(r.number(t, "p").V)
			r.wantOpt(t, "quantile", q.Time, 1e-12)
			if r.text("lower_monotone") == "true" {
				r.wantOpt(t, "lower", q.Lower, 1e-12)
			}
			if r.text("upper_monotone") == "true" {
				r.wantOpt(t, "upper", q.Upper, 1e-12)
			}
		}
	})
}

func TestOracleSurvivalAt(t *testing.T) {
	eachOracleSet(t, func(t *testing.T, set *oracleSet) {
		curves := newCurveCache(set)
		for _, r := range set.table(t, "survival_at.csv") {
			time := r.number(t, "time").V
			for suffix, ct := range confTypes {
				at := curves.of(t, r, ct).At(time)
				r.wantOpt(t, "lower_"+suffix, at.Lower, oracleTolerance)
				r.wantOpt(t, "upper_"+suffix, at.Upper, oracleTolerance)
			}
			c := curves.of(t, r, survival.LogLog)
			at := c.At(time)
			r.want(t, "surv", at.Survival)
			r.wantOpt(t, "se_surv", at.StdErr, oracleTolerance)
			r.wantInt(t, "n_at_risk", at.AtRisk)
			if want := r.text("beyond_last"); strconv.FormatBool(at.Beyond) != want {
				t.Errorf("%s: beyond_last: got %t, want %s", r.at, at.Beyond, want)
			}
			// Counts before a time just after t are those up to and with t.
			after := c.RiskCounts([]float64{math.Nextafter(time, math.Inf(1))})[0]
			r.wantInt(t, "cum_event", after.Events)
			r.wantInt(t, "cum_censor", after.Censored)
		}
	})
}

func TestOracleRMST(t *testing.T) {
	eachOracleSet(t, func(t *testing.T, set *oracleSet) {
		curves := newCurveCache(set)
		for _, r := range set.table(t, "rmst.csv") {
			m := curves.of(t, r, survival.LogLog).RMST(r.number(t, "tau").V)
			if r.text("tau_beyond_last") == "true" {
				if m.Estimate.OK || m.Reason == "" {
					t.Errorf("%s: got %s (%q), want none, with a reason", r.at, showOpt(m.Estimate), m.Reason)
				}
				continue
			}
			r.wantOpt(t, "rmst", m.Estimate, oracleTolerance)
			r.wantOpt(t, "se", m.StdErr, oracleTolerance)
			r.wantOpt(t, "lower", m.Lower, oracleTolerance)
			r.wantOpt(t, "upper", m.Upper, oracleTolerance)
		}
	})
}

func TestOracleConditional(t *testing.T) {
	eachOracleSet(t, func(t *testing.T, set *oracleSet) {
		curves := newCurveCache(set)
		for _, r := range set.table(t, "conditional.csv") {
			c, err := curves.of(t, r, survival.LogLog).ConditionalFrom(r.number(t, "start_time").V)
			if err != nil {
				t.Errorf("%s: %v", r.at, err)
				continue
			}
			at := c.At(r.number(t, "time").V)
			r.want(t, "surv", at.Survival)
			r.wantOpt(t, "se_surv", at.StdErr, oracleTolerance)
			r.wantOpt(t, "lower_loglog", at.Lower, oracleTolerance)
			r.wantOpt(t, "upper_loglog", at.Upper, oracleTolerance)
		}
	})
}

// comparison makes the groups that a row of a test table is about. Rows
// without a group drop out; without a stratum they make a stratum of their own.
func (s *oracleSet) comparison(t *testing.T, r oracleRow) *survival.Comparison {
	t.Helper()
	column, strataColumn := r.text("group_var"), r.text("strata_var")
	var tenures []survival.Tenure
	var groups, strata []string
	for _, row := range s.rows {
		if row.text(column) == "NA" {
			continue
		}
		tenures = append(tenures, s.tenure(t, row))
		groups = append(groups, row.text(column))
		if strataColumn != "(none)" {
			strata = append(strata, row.text(strataColumn))
		}
	}
	c, err := survival.Compare(tenures, groups, strata)
	if err != nil {
		t.Fatalf("%s: %v", r.at, err)
	}
	return c
}

func oracleWeight(t *testing.T, r oracleRow) survival.Weight {
	t.Helper()
	w, ok := survival.ParseWeight(r.text("weight"))
	if !ok {
		t.Fatalf("%s: weight %q is not known", r.at, r.text("weight"))
	}
	return w
}

func TestOracleLogRank(t *testing.T) {
	eachOracleSet(t, func(t *testing.T, set *oracleSet) {
		for _, r := range set.table(t, "logrank.csv") {
			got := set.comparison(t, r).Test(oracleWeight(t, r))
			r.wantOpt(t, "chisq", got.Chi2, oracleTolerance)
			r.wantOpt(t, "p", got.P, oraclePTolerance)
			r.wantInt(t, "df", got.DF)
		}
		for _, r := range set.table(t, "logrank_groups.csv") {
			got := set.comparison(t, r).Test(oracleWeight(t, r))
			found := false
			for _, g := range got.Groups {
				if g.Group != r.text("stratum") {
					continue
				}
				found = true
				r.wantInt(t, "n", g.N)
				r.want(t, "observed", g.Observed)
				r.want(t, "expected", g.Expected)
				r.want(t, "var", g.Variance)
			}
			if !found {
				t.Errorf("%s: group %q: got none", r.at, r.text("stratum"))
			}
		}
	})
}

func TestOracleTrend(t *testing.T) {
	eachOracleSet(t, func(t *testing.T, set *oracleSet) {
		for _, r := range set.table(t, "trend.csv") {
			if r.text("method") != "tarone_hypergeometric" {
				continue // the others are score tests of a Cox model
			}
			got, err := set.comparison(t, r).Trend(oracleWeight(t, r), set.Scores[r.text("scores")])
			if err != nil {
				t.Fatalf("%s: %v", r.at, err)
			}
			r.want(t, "U", got.U)
			r.want(t, "var", got.Variance)
			r.wantOpt(t, "z", got.Z, oracleTolerance)
			r.wantOpt(t, "p", got.P, oraclePTolerance)
		}
	})
}

func TestOracleProportions(t *testing.T) {
	dir := filepath.Join("testdata", "oracle", "proportions")
	for _, r := range readOracleTable(t, filepath.Join(dir, "binomial_ci.csv")) {
		x, n := int(r.number(t, "x").V), int(r.number(t, "n").V)
		lower, upper, err := survival.ClopperPearson(x, n, 0.95)
		if err != nil {
			t.Fatalf("%s: %v", r.at, err)
		}
		r.want(t, "cp_lower", lower)
		r.want(t, "cp_upper", upper)
		if lower, upper, err = survival.Wilson(x, n, 0.95); err != nil {
			t.Fatalf("%s: %v", r.at, err)
		}
		r.want(t, "wilson_lower", lower)
		r.want(t, "wilson_upper", upper)
	}
	for _, r := range readOracleTable(t, filepath.Join(dir, "poisson_ratio_ci.csv")) {
		x := int(r.number(t, "observed").V)
		lower, upper, err := survival.PoissonLimits(x, r.number(t, "expected").V, 0.95)
		if err != nil {
			t.Fatalf("%s: %v", r.at, err)
		}
		r.want(t, "lower", lower)
		r.want(t, "upper", upper)
	}
}
