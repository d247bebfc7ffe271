package cox_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/cox"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/internal/oracle"
)

// Agreement with R's coxph, number by number.

const tolerance = 1e-8 // relative; R iterates to 1e-12 of the log-likelihood

var strataTerm = regexp.MustCompile(`^strata\((.*)\)$`)

// A formula is the right-hand side of a model, such as "age + strata(sex)".
type formula struct{ terms, strata []string }

func parseFormula(rhs string) formula {
	var f formula
	for _, t := range strings.Split(rhs, " + ") {
		if s := strataTerm.FindStringSubmatch(t); s != nil {
			f.strata = append(f.strata, s[1])
		} else {
			f.terms = append(f.terms, t)
		}
	}
	return f
}

func column(term string) string { return strings.TrimSuffix(strings.TrimPrefix(term, "factor("), ")") }

// oracleData makes the rows of a model; those that lack a covariate drop out.
func oracleData(t *testing.T, set *oracle.Set, rhs string, stopped func(oracle.Row) bool) (cox.Data, []int) {
	t.Helper()
	f := parseFormula(rhs)
	var rows []oracle.Row
	var numbers []int
	for i, r := range set.Rows {
		if !slices.ContainsFunc(f.terms, func(term string) bool { return r.Text(column(term)) == "NA" }) {
			rows, numbers = append(rows, r), append(numbers, i+1)
		}
	}
	var d cox.Data
	for _, r := range rows {
		x := set.Tenure(t, r)
		if stopped != nil {
			x.Stopped = stopped(r)
		}
		d.Tenures = append(d.Tenures, x)
		if f.strata != nil {
			d.Strata = append(d.Strata, r.Text(f.strata[0]))
		}
	}
	var vars []design.Variable
	for _, term := range f.terms {
		var labels []string
		var values []float64
		for _, r := range rows {
			labels = append(labels, r.Text(column(term)))
			if v, err := strconv.ParseFloat(labels[len(labels)-1], 64); err == nil {
				values = append(values, v)
			}
		}
		if column(term) != term || len(values) < len(labels) {
			vars = append(vars, design.Factor(term, labels))
		} else {
			vars = append(vars, design.Numeric(term, values))
		}
	}
	var err error
	if d.X, err = design.New(len(rows), vars...); err != nil {
		t.Fatal(err)
	}
	return d, numbers
}

// fits keeps the model of a row of a table, since tables come model by model.
type fits map[string]*cox.Model

func (f fits) of(t *testing.T, set *oracle.Set, r oracle.Row) *cox.Model {
	t.Helper()
	key := r.Text("model") + "/" + r.Text("ties")
	if m := f[key]; m != nil {
		return m
	}
	at := slices.IndexFunc(set.Cox, func(m oracle.Model) bool { return m.ID == r.Text("model") })
	d, rows := oracleData(t, set, set.Cox[at].RHS, nil)
	for _, i := range rows {
		row := set.Rows[i-1]
		if c := set.Cox[at].Cluster; c != "" {
			d.Cluster = append(d.Cluster, row.Text(c))
		}
		if w := set.Cox[at].Weight; w != "" {
			d.Weights = append(d.Weights, row.Number(t, w).V)
		}
	}
	ties, ok := cox.ParseTies(r.Text("ties"))
	if !ok {
		t.Fatalf("%s: ties %s", r.At, r.Text("ties"))
	}
	m, err := cox.Fit(d, cox.Options{Ties: ties})
	if err != nil {
		t.Fatalf("%s: %v", r.At, err)
	}
	f[key] = m
	return m
}

func coefficient(t *testing.T, m *cox.Model, at, term string) int {
	t.Helper()
	i := slices.IndexFunc(m.Coefficients, func(c cox.Coefficient) bool { return c.Term+c.Level == term })
	if i < 0 {
		t.Fatalf("%s: no coefficient of %s", at, term)
	}
	return i
}

func TestOracleCoefficients(t *testing.T) {
	oracle.Each(t, "cox_coef.csv", func(t *testing.T, set *oracle.Set) {
		models := fits{}
		for _, r := range set.Table(t, "cox_coef.csv") {
			m := models.of(t, set, r)
			c := m.Coefficients[coefficient(t, m, r.At, r.Text("term"))]
			r.WantOpt(t, "coef", c.Estimate, tolerance)
			r.WantOpt(t, "hr", c.HazardRatio, tolerance)
			r.WantOpt(t, "se", c.StdErr, tolerance)
			r.WantOpt(t, "robust_se", c.RobustStdErr, tolerance)
			r.WantOpt(t, "z", c.Z, tolerance)
			r.WantOpt(t, "p", c.P, 1e-6)
			r.WantOpt(t, "hr_lower", c.Lower, tolerance)
			r.WantOpt(t, "hr_upper", c.Upper, tolerance)
		}
		for _, r := range set.Table(t, "cox_vcov.csv") {
			m := models.of(t, set, r)
			i, j := coefficient(t, m, r.At, r.Text("row")), coefficient(t, m, r.At, r.Text("col"))
			r.WantOpt(t, "value", m.Covariance()[i][j], 1e-6)
		}
	})
}

func TestOracleFit(t *testing.T) {
	oracle.Each(t, "cox_fit.csv", func(t *testing.T, set *oracle.Set) {
		models := fits{}
		for _, r := range set.Table(t, "cox_fit.csv") {
			m := models.of(t, set, r)
			r.WantWithin(t, "n", float64(m.N), 0)
			r.WantWithin(t, "n_event", float64(m.Events), 0)
			r.WantWithin(t, "df", float64(m.LikelihoodRatio.DF), 0)
			r.WantWithin(t, "loglik_null", m.LogLikNull, tolerance)
			r.WantWithin(t, "loglik", m.LogLik, tolerance)
			r.WantOpt(t, "lrt", m.LikelihoodRatio.Chi2, 1e-6)
			r.WantOpt(t, "lrt_p", m.LikelihoodRatio.P, 1e-6)
			r.WantOpt(t, "wald", m.Wald.Chi2, 1e-6)
			r.WantOpt(t, "wald_p", m.Wald.P, 1e-6)
			r.WantOpt(t, "score", m.Score.Chi2, tolerance)
			r.WantOpt(t, "score_p", m.Score.P, 1e-6)
			r.WantOpt(t, "robust_score", m.RobustScore.Chi2, tolerance)
			r.WantOpt(t, "aic", m.AIC, tolerance)
			r.WantOpt(t, "bic", m.BIC, tolerance)
			if r.Text("warning") != "NA" {
				t.Errorf("%s: R warns: %s", r.At, r.Text("warning"))
			}
		}
	})
}

func TestOracleConcordance(t *testing.T) {
	oracle.Each(t, "cox_fit.csv", func(t *testing.T, set *oracle.Set) {
		models := fits{}
		for _, r := range set.Table(t, "cox_fit.csv") {
			c := models.of(t, set, r).Concordance()
			r.WantOpt(t, "concordance", c.Value, tolerance)
			r.WantOpt(t, "concordance_se", c.StdErr, tolerance)
			r.WantWithin(t, "conc_pairs", c.Concordant, tolerance)
			r.WantWithin(t, "disc_pairs", c.Discordant, tolerance)
			r.WantWithin(t, "tied_x", c.TiedX, tolerance)
			r.WantWithin(t, "tied_y", c.TiedY, tolerance)
			r.WantWithin(t, "tied_xy", c.TiedXY, tolerance)
		}
	})
}

func TestOracleProportionalHazards(t *testing.T) {
	oracle.Each(t, "cox_zph.csv", func(t *testing.T, set *oracle.Set) {
		models := fits{}
		for _, r := range set.Table(t, "cox_zph.csv") {
			transform, ok := cox.ParseTransform(r.Text("transform"))
			if !ok {
				t.Fatalf("%s: transform %s", r.At, r.Text("transform"))
			}
			tests, err := models.of(t, set, r).ProportionalHazards(transform)
			if err != nil {
				t.Fatalf("%s: %v", r.At, err)
			}
			term := strings.TrimSuffix(r.Text("term"), "GLOBAL")
			i := slices.IndexFunc(tests, func(x cox.TermTest) bool { return x.Term == term })
			if i < 0 {
				t.Fatalf("%s: no test of %q", r.At, term)
			}
			r.WantOpt(t, "chisq", tests[i].Chi2, 1e-6)
			r.WantWithin(t, "df", float64(tests[i].DF), 0)
			r.WantOpt(t, "p", tests[i].P, 1e-6)
		}
	})
}

func TestOracleCurves(t *testing.T) {
	oracle.Each(t, "cox_baseline.csv", func(t *testing.T, set *oracle.Set) {
		models, curves, next := fits{}, map[string][]cox.Curve{}, map[string]int{}
		for _, r := range set.Table(t, "cox_baseline.csv") {
			m := models.of(t, set, r)
			key := r.Text("model") + r.Text("ties") + r.Text("profile")
			if curves[key] == nil {
				at := slices.IndexFunc(set.Cox, func(m oracle.Model) bool { return m.ID == r.Text("model") })
				profile, _ := strconv.Atoi(r.Text("profile"))
				values := map[string]string{}
				for _, term := range m.Terms {
					switch v := set.Cox[at].NewData[profile-1][column(term.Name)].(type) {
					case string:
						values[term.Name] = v
					case float64:
						values[term.Name] = strconv.FormatFloat(v, 'g', -1, 64)
					}
				}
				d, _ := oracleData(t, set, set.Cox[at].RHS, nil)
				x, err := d.X.Profile(values)
				if err != nil {
					t.Fatal(err)
				}
				if curves[key], err = m.Curves(x, survival.Log); err != nil {
					t.Fatalf("%s: %v", r.At, err)
				}
			}
			p := curves[key][0].Points[next[key]]
			next[key]++
			r.WantWithin(t, "time", p.Time, 1e-12)
			r.WantWithin(t, "cumhaz", p.CumulativeHazard, tolerance)
			r.WantWithin(t, "se_cumhaz", p.CumulativeHazardStdErr, tolerance)
			r.WantWithin(t, "surv", p.Survival, tolerance)
			r.WantOpt(t, "lower_log", p.Lower, tolerance)
			r.WantOpt(t, "upper_log", p.Upper, tolerance)
		}
		for key, c := range curves {
			if next[key] != len(c[0].Points) {
				t.Errorf("%s: got %d points, want %d", key, len(c[0].Points), next[key])
			}
		}
	})
}

func TestOracleResiduals(t *testing.T) {
	oracle.Each(t, "cox_resid.csv", func(t *testing.T, set *oracle.Set) {
		models, residuals := fits{}, map[*cox.Model][]cox.Residual{}
		n := 0
		for _, r := range set.Table(t, "cox_resid.csv") {
			m := models.of(t, set, r)
			if residuals[m] == nil {
				var err error
				if residuals[m], err = m.Residuals(); err != nil {
					t.Fatal(err)
				}
			}
			x := residuals[m][n] // rows come in order, those that R left out too
			n++
			r.WantWithin(t, "martingale", x.Martingale, 1e-7)
			r.WantOpt(t, "deviance", x.Deviance, 1e-7)
			for j, c := range m.Coefficients {
				r.WantWithin(t, "dfbeta_"+c.Term+c.Level, x.DFBeta[j], 1e-6)
			}
		}
	})
}

// The score test of one number, its group's score, is the trend test.
func TestOracleTrend(t *testing.T) {
	oracle.Each(t, "trend.csv", func(t *testing.T, set *oracle.Set) {
		n := 0
		for _, r := range set.Table(t, "trend.csv") {
			ties, ok := cox.ParseTies(strings.TrimPrefix(r.Text("method"), "coxph_score_"))
			if !ok {
				continue // the others are log-rank tests
			}
			n++
			var labels []string
			var d cox.Data
			for _, row := range set.Rows {
				if row.Text(r.Text("group_var")) != "NA" {
					labels = append(labels, row.Text(r.Text("group_var")))
					d.Tenures = append(d.Tenures, set.Tenure(t, row))
					if s := r.Text("strata_var"); s != "(none)" {
						d.Strata = append(d.Strata, row.Text(s))
					}
				}
			}
			order := survival.OrderGroups(slices.Compact(slices.Sorted(slices.Values(labels))))
			scores := make([]float64, len(labels))
			for i, l := range labels {
				scores[i] = set.Scores[r.Text("scores")][slices.Index(order, l)]
			}
			var err error
			if d.X, err = design.New(len(labels), design.Numeric("score", scores)); err != nil {
				t.Fatal(err)
			}
			m, err := cox.Fit(d, cox.Options{Ties: ties})
			if err != nil {
				t.Fatalf("%s: %v", r.At, err)
			}
			r.WantOpt(t, "chisq", m.Score.Chi2, 1e-9)
			r.WantOpt(t, "p", m.Score.P, 1e-7)
		}
		if n == 0 {
			t.Errorf("%s/trend.csv: got no score tests", set.Name)
		}
	})
}

func TestOracleCauseSpecific(t *testing.T) {
	oracle.Each(t, "cox_cause_specific.csv", func(t *testing.T, set *oracle.Set) {
		models := map[string]*cox.Model{}
		for _, r := range set.Table(t, "cox_cause_specific.csv") {
			cause := r.Text("cause")
			if models[cause] == nil {
				d, _ := oracleData(t, set, set.FG, func(row oracle.Row) bool { return row.Text(set.Cause) == cause })
				var err error
				if models[cause], err = cox.Fit(d, cox.Options{}); err != nil {
					t.Fatal(err)
				}
			}
			m := models[cause]
			c := m.Coefficients[coefficient(t, m, r.At, r.Text("term"))]
			r.WantOpt(t, "coef", c.Estimate, tolerance)
			r.WantOpt(t, "hr", c.HazardRatio, tolerance)
			r.WantOpt(t, "se", c.StdErr, tolerance)
			r.WantOpt(t, "z", c.Z, tolerance)
			r.WantOpt(t, "p", c.P, 1e-6)
			r.WantOpt(t, "loglik", varighet.Some(m.LogLik), tolerance)
		}
	})
}
