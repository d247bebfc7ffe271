// Package finegray relates covariates to how many will have stopped for one
// cause, where others compete: a doctor who moved to another list can no longer
// leave the register from this one.
//
// The model is of the subdistribution hazard, whose course gives the cumulative
// incidence of the cause [1]:
//
//	F(t | x) = 1 − exp(−Λ₀(t) exp(x'β))
//
// exp(β) > 1 says that more will have stopped for the cause, at every time; by
// how much the rate among those still there is raised is another question, that
// of a Cox model of the cause with the other stops censored. Who stopped for
// another cause stays in the risk sets, with the weight of not having been
// censored yet, had it gone on; with late entry, also of having come under
// observation [2].
//
// [1] Fine JP, Gray RJ (1999). J Am Stat Assoc 94:496–509.
// [2] Geskus RB (2011). Biometrics 67:39–49.
package finegray

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/internal/caseweight"
	"github.com/varighet/varighet/survival/internal/clusters"
	"github.com/varighet/varighet/survival/internal/newton"
)

// Data are the rows of a model. All slices have one element a row; rows of one
// person must not follow each other, since covariates cannot change.
type Data struct {
	Tenures []survival.Tenure
	Causes  []string // why each stopped; of no account for those that did not
	X       *design.Matrix
	Cluster []string // nil, or what rows belong together

	// Weights, if not nil, say how many tenures each row stands for: such as
	// [survival.UsableWeight] takes, 0 leaving the row out. They count in the weights
	// of those who stopped for another cause too, so that a row of weight 2 is the
	// row twice; R's finegray estimates those as if each row counted once.
	Weights []float64
}

// Options are the choices that a fit leaves open.
type Options struct {
	Cause     string  // the cause to be explained; every other competes
	ConfLevel float64 // strictly between 0 and 1; 0 stands for 0.95
}

// A Model is a fitted model of one cause.
type Model struct {
	Cause     string
	ConfLevel float64
	N         int // rows with a weight above 0
	Events    int // stops for the cause
	Competing int // stops for others
	Clusters  int // 0 without

	Coefficients       []Coefficient
	LogLikNull, LogLik float64 // of the weighted partial likelihood
	Warnings           []string

	cohort *cohort
	kept   []int
}

// A Coefficient is the effect of one column.
type Coefficient struct {
	design.Column
	Estimate     varighet.Opt[float64] // β
	StdErr       varighet.Opt[float64] // allows for the weights being estimates
	HazardRatio  varighet.Opt[float64] // of the subdistribution: exp(β)
	Lower, Upper varighet.Opt[float64]
	Z, P         varighet.Opt[float64]
	Infinite     int    // 1 or −1 if it has no finite estimate
	Reason       string // why something is missing
}

// Fit estimates by the weighted partial likelihood, with Breslow's treatment of
// ties. Standard errors are from what each row, or each cluster of rows, adds to
// the score, times its weight; without clusters, where weights are whole numbers,
// a row is that many rows, each on its own.
//
// It returns [survival.ErrNoTenures] if no row has a weight, and a
// *[survival.TenureError] for the first tenure that is not valid or has no usable
// weight. Where there can be no model it returns a *[varighet.Problem] of code
// [design.OneLevel], [design.Constant], [design.NoEvents] or [design.FewEvents].
func Fit(d Data, opt Options) (*Model, error) {
	if opt.ConfLevel == 0 {
		opt.ConfLevel = 0.95
	}
	if !(opt.ConfLevel > 0 && opt.ConfLevel < 1) {
		return nil, fmt.Errorf("confidence level %v is not between 0 and 1", opt.ConfLevel)
	}
	if err := d.check(); err != nil {
		return nil, err
	}
	if d = d.counted(); len(d.Tenures) == 0 {
		return nil, survival.ErrNoTenures
	}
	if err := d.X.CheckVaries(nil); err != nil {
		return nil, err
	}
	c, err := newCohort(&d, opt.Cause)
	if err != nil {
		return nil, err
	}
	m := &Model{Cause: opt.Cause, ConfLevel: opt.ConfLevel, N: len(d.Tenures), cohort: c}
	for _, r := range c.rows {
		switch r.end {
		case stopped:
			m.Events++
		case competing:
			m.Competing++
		}
	}
	for _, column := range d.X.Columns {
		m.Coefficients = append(m.Coefficients, Coefficient{Column: column})
	}
	if err := design.CheckEvents(m.Events, 0, " for "+opt.Cause); err != nil {
		return nil, err
	}
	return m, m.maximise(&d)
}

func (d *Data) check() error {
	n := len(d.Tenures)
	if len(d.Causes) != n || d.X == nil || d.X.Rows() != n || d.Cluster != nil && len(d.Cluster) != n {
		return fmt.Errorf("causes, covariates or clusters are not one for each of the %d tenures", n)
	}
	if err := caseweight.Check(n, d.Weights, func(i int) survival.Tenure { return d.Tenures[i] }); err != nil {
		return err
	}
	return survival.CheckTenures(d.Tenures)
}

// counted returns the rows with a weight above 0.
func (d Data) counted() Data {
	rows, all := caseweight.Counted(d.Weights)
	if all {
		return d
	}
	return Data{Tenures: caseweight.Pick(d.Tenures, rows), Causes: caseweight.Pick(d.Causes, rows), X: d.X.Select(rows),
		Cluster: caseweight.Pick(d.Cluster, rows), Weights: caseweight.Pick(d.Weights, rows)}
}

func (m *Model) warn(format string, args ...any) {
	m.Warnings = append(m.Warnings, fmt.Sprintf(format, args...))
}

const oneCluster = "no standard error: there is one cluster"

// undefined fills a model that says nothing.
func (m *Model) undefined(reason string) {
	for j := range m.Coefficients {
		m.Coefficients[j].Reason = reason
	}
	m.warn("no estimates: %s", reason)
}

func (m *Model) maximise(d *Data) error {
	c := m.cohort
	c.standardise(d.X)
	zero, score, info := make([]float64, c.p), make([]float64, c.p), newton.NewSym(c.p)
	c.partial(zero, score, info)
	for j, out := range newton.Aliased(info, newton.RiskSetFloor(floats.Sum(c.deaths))) {
		if !out {
			m.kept = append(m.kept, j)
			continue
		}
		m.Coefficients[j].Reason = "the column is constant, or follows from others, in every risk set"
		m.warn("no coefficient for %s: %s", m.Coefficients[j].Name(), m.Coefficients[j].Reason)
	}
	if len(m.kept) == 0 && c.p > 0 {
		return design.NothingVaries()
	}
	stops := caseweight.Stops(len(d.Tenures), d.Weights, func(i int) bool { return d.Tenures[i].Stopped && d.Causes[i] == m.Cause })
	if err := design.CheckEvents(stops, len(m.kept), " for "+m.Cause); err != nil {
		return err
	}
	c.keep(m.kept)
	zero = zero[:c.p]
	m.LogLikNull = c.partial(zero, score[:c.p], newton.NewSym(c.p))
	if math.IsInf(m.LogLikNull, 0) || math.IsNaN(m.LogLikNull) {
		m.LogLikNull = 0
		m.undefined("the weights are out of the range of numbers")
		return nil
	}
	r := newton.Maximise(c.partial, zero)
	m.LogLik = r.LogLik
	if !r.Converged {
		m.warn("the search did not come to an end: estimates are not to be trusted")
	}
	if c.late {
		m.warn("with late entry, standard errors take the weights of entry as known")
	}
	if c.skipped {
		m.warn("at some time all under observation had just come under it: the weight of entry goes around that time")
	}
	var of []int
	of, m.Clusters = clusters.Number(d.Cluster, nil)
	if w := clusters.Warning(m.Clusters); m.Clusters == 1 {
		m.warn(oneCluster)
	} else if w != "" {
		m.Warnings = append(m.Warnings, w)
	}
	var cov *mat.SymDense
	naive := newton.Inverse(&r)
	if naive != nil && c.p > 0 && m.Clusters != 1 {
		cov = clusters.Sandwich(naive, c.scores(r.Beta, of, m.Clusters, caseweight.Whole(d.Weights)))
	}
	m.fill(&r, naive, cov)
	return nil
}

// scores are what each of n clusters adds to the score, p numbers each; without
// clusters, each row. Whole weights are so many rows then, whose squares add up.
func (c *cohort) scores(beta []float64, of []int, n int, whole bool) []float64 {
	if of == nil {
		n = len(c.rows)
	}
	out := make([]float64, n*c.p)
	influence := c.influence(beta)
	for i := range c.rows {
		r := &c.rows[i]
		weight, to := r.weight, r.index
		switch {
		case of != nil:
			to = of[r.index]
		case whole:
			weight = math.Sqrt(weight)
		}
		floats.AddScaled(out[to*c.p:(to+1)*c.p], weight, influence[r.index])
	}
	return out
}

func (m *Model) fill(r *newton.Result, naive, cov *mat.SymDense) {
	z := distuv.UnitNormal.Quantile(1 - (1-m.ConfLevel)/2)
	var names []string
	for k, j := range m.kept {
		c, scale := &m.Coefficients[j], m.cohort.scale[k]
		if r.Infinite != nil && r.Infinite[k] != 0 {
			c.Infinite, c.Reason = r.Infinite[k], "no finite estimate: the likelihood goes on rising"
			names = append(names, c.Name())
			continue
		}
		if !r.Finite(k) {
			c.Reason = newton.Untold
			m.warn("%s: %s", c.Name(), c.Reason)
			continue
		}
		b := r.Beta[k] / scale
		c.Estimate, c.HazardRatio = finite(b), finite(math.Exp(b))
		if m.Clusters == 1 {
			c.Reason = oneCluster
			continue
		}
		if cov == nil {
			c.Reason = "no standard error: the information is singular"
			continue
		}
		if !(cov.At(k, k) > 1e-14*naive.At(k, k)) { // 0 but for rounding
			c.Reason = "no standard error: the clusters are too few"
			continue
		}
		se := math.Sqrt(cov.At(k, k)) / scale
		c.StdErr = finite(se)
		c.Lower, c.Upper = finite(math.Exp(b-z*se)), finite(math.Exp(b+z*se))
		c.Z, c.P = finite(b/se), finite(math.Erfc(math.Abs(b/se)/math.Sqrt2))
	}
	if names != nil {
		m.warn("no finite estimate of %s: in some group nobody, or everybody, stopped for the cause", strings.Join(names, ", "))
	}
}

func finite(v float64) varighet.Opt[float64] {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return varighet.Opt[float64]{}
	}
	return varighet.Some(v)
}
