package competing_test

import (
	"testing"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
	"github.com/varighet/varighet/survival/internal/oracle"
)

// Agreement with R: survival's multi-state survfit, etm and cmprsk. Each failure
// names the file and the line.

const jackknifeTolerance = 1e-8

func sample(t *testing.T, set *oracle.Set, rows []oracle.Row) competing.Sample {
	return competing.Sample{Tenures: set.Tenures(t, rows), Causes: oracle.Column(rows, set.Cause)}
}

// incidences keeps the estimate of a row's group.
type incidences struct {
	set  *oracle.Set
	kept map[string]*competing.Incidence
}

func (c *incidences) of(t *testing.T, r oracle.Row, opt competing.Options) *competing.Incidence {
	t.Helper()
	group, stratum := r.Text("group_var"), r.Text("stratum")
	key := group + "\x00" + stratum + "\x00" + opt.ConfType.String() + opt.Variance.String()
	if c.kept == nil {
		c.kept = map[string]*competing.Incidence{}
	}
	if c.kept[key] == nil {
		inc, err := competing.AalenJohansen(sample(t, c.set, c.set.In(group, stratum)), opt)
		if err != nil {
			t.Fatalf("%s: %v", r.At, err)
		}
		c.kept[key] = inc
	}
	return c.kept[key]
}

func curve(t *testing.T, inc *competing.Incidence, r oracle.Row) *competing.CauseCurve {
	t.Helper()
	c, ok := inc.Curve(r.Text("cause"))
	if !ok {
		t.Fatalf("%s: got no curve of the cause", r.At)
	}
	return c
}

func TestOracleCumulativeIncidence(t *testing.T) {
	oracle.Each(t, "cif.csv", func(t *testing.T, set *oracle.Set) {
		all, seen := incidences{set: set}, map[string]int{}
		for _, r := range set.Table(t, "cif.csv") {
			key := r.Text("group_var") + "\x00" + r.Text("stratum") + "\x00" + r.Text("cause")
			i := seen[key]
			seen[key]++
			for suffix, ct := range map[string]survival.ConfType{"log": survival.Log, "loglog": survival.LogLog, "plain": survival.Plain} {
				p := curve(t, all.of(t, r, competing.Options{Options: survival.Options{ConfType: ct}}), r).Points[i]
				r.WantOpt(t, "lower_"+suffix, p.Lower, jackknifeTolerance)
				r.WantOpt(t, "upper_"+suffix, p.Upper, jackknifeTolerance)
			}
			p := curve(t, all.of(t, r, competing.Options{}), r).Points[i]
			r.Want(t, "time", p.Time)
			r.WantInt(t, "n_risk", p.AtRisk)
			r.WantInt(t, "n_event", p.Events)
			r.Want(t, "cif", p.Incidence)
			r.WantOpt(t, "se_ij", p.StdErr, jackknifeTolerance)
		}
	})
}

func TestOracleGreenwood(t *testing.T) {
	oracle.Each(t, "cif_etm.csv", func(t *testing.T, set *oracle.Set) {
		all := incidences{set: set}
		for _, r := range set.Table(t, "cif_etm.csv") {
			p, _ := curve(t, all.of(t, r, competing.Options{Variance: competing.Greenwood}), r).At(r.Number(t, "time").V)
			r.Want(t, "cif", p.Incidence)
			r.WantOpt(t, "se_greenwood", p.StdErr, oracle.Tolerance)
		}
	})
}

func TestOracleAalenVariance(t *testing.T) {
	oracle.Each(t, "cif_cmprsk_at.csv", func(t *testing.T, set *oracle.Set) {
		all := incidences{set: set}
		for _, r := range set.Table(t, "cif_cmprsk_at.csv") {
			p, beyond := curve(t, all.of(t, r, competing.Options{Variance: competing.Aalen}), r).At(r.Number(t, "time").V)
			if r.Text("cif") == "NA" {
				if !beyond {
					t.Errorf("%s: not beyond the last time", r.At)
				}
				continue
			}
			r.Want(t, "cif", p.Incidence)
			r.WantOpt(t, "se_aalen", p.StdErr, oracle.Tolerance)
		}
	})
}

func TestOracleGray(t *testing.T) {
	oracle.Each(t, "gray_test.csv", func(t *testing.T, set *oracle.Set) {
		for _, r := range set.Table(t, "gray_test.csv") {
			got, err := competing.Gray(sample(t, set, set.Rows), oracle.Column(set.Rows, r.Text("group_var")), r.Text("cause"))
			if err != nil {
				t.Fatalf("%s: %v", r.At, err)
			}
			r.WantOpt(t, "chisq", got.Chi2, oracle.Tolerance)
			r.WantInt(t, "df", got.DF)
			if r.Text("p") != "0" { // cmprsk prints 1 − F, which is 0 far into the tail
				r.WantOpt(t, "p", got.P, oracle.PTolerance)
			}
		}
	})
}

func TestOracleTimeLost(t *testing.T) {
	oracle.Each(t, "rmtl.csv", func(t *testing.T, set *oracle.Set) {
		all := incidences{set: set}
		for _, r := range set.Table(t, "rmtl.csv") {
			c := curve(t, all.of(t, r, competing.Options{}), r)
			got := c.TimeLost(r.Number(t, "tau").V)
			if !got.Estimate.OK {
				if last := c.Points[len(c.Points)-1].Time; !(got.Tau > last) {
					t.Errorf("%s: got none (%s) before the last time %v", r.At, got.Reason, last)
				}
				continue
			}
			r.WantOpt(t, "rmtl", got.Estimate, oracle.Tolerance)
		}
	})
}

func weigh(t *testing.T, set *oracle.Set, s competing.Sample, column string) competing.Sample {
	t.Helper()
	if column != "none" {
		s.Weights = oracle.Numbers(t, set.Rows, column)
	}
	return s
}

func TestOracleClusters(t *testing.T) {
	oracle.Each(t, "cif_cluster.csv", func(t *testing.T, set *oracle.Set) {
		for _, r := range set.Table(t, "cif_cluster.csv") {
			s := weigh(t, set, sample(t, set, set.Rows), r.Text("weighting"))
			for column, clusters := range map[string][]string{"se_row": nil, "se_cluster": oracle.Column(set.Rows, set.Cluster)} {
				s.Clusters = clusters
				inc, err := competing.AalenJohansen(s, competing.Options{})
				if err != nil {
					t.Fatalf("%s: %v", r.At, err)
				}
				p, _ := curve(t, inc, r).At(r.Number(t, "time").V)
				r.Want(t, "cif", p.Incidence)
				r.WantOpt(t, column, p.StdErr, jackknifeTolerance)
			}
		}
	})
}

func TestOracleTimeLostErrors(t *testing.T) {
	oracle.Each(t, "time_lost.csv", func(t *testing.T, set *oracle.Set) {
		for _, r := range set.Table(t, "time_lost.csv") {
			for _, c := range []struct {
				column   string
				clusters []string
				variance competing.Variance
			}{
				{"se_row", nil, competing.InfinitesimalJackknife},
				{"se_cluster", oracle.Column(set.Rows, set.Cluster), competing.InfinitesimalJackknife},
				{"se_greenwood", nil, competing.Greenwood},
			} {
				if r.Text(c.column) == "NA" {
					continue // weights are not counts to Greenwood
				}
				s := weigh(t, set, sample(t, set, set.Rows), r.Text("weighting"))
				s.Clusters = c.clusters
				inc, err := competing.AalenJohansen(s, competing.Options{Variance: c.variance})
				if err != nil {
					t.Fatalf("%s: %v", r.At, err)
				}
				lost := curve(t, inc, r).TimeLost(r.Number(t, "tau").V)
				r.WantOpt(t, "estimate", lost.Estimate, oracle.Tolerance)
				r.WantOpt(t, c.column, lost.StdErr, jackknifeTolerance)
			}
		}
	})
}
