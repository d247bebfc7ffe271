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
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/internal/newton"
)

// Data are the rows of a model. All slices have one element a row; rows of one
// person must not follow each other, since covariates cannot change.
type Data struct {
	Tenures []survival.Tenure
	Causes  []string // why each stopped; of no account for those that did not
	X       *design.Matrix
	Cluster []string // nil, or what rows belong together
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
	N         int
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
// ties. It returns [survival.ErrNoTenures] for no rows, and a
// *[survival.TenureError] for the first tenure that is not valid.
func Fit(d Data, opt Options) (*Model, error) {
	if opt.ConfLevel == 0 {
		opt.ConfLevel = 0.95
	}
	if !(opt.ConfLevel > 0 && opt.ConfLevel < 1) {
		return nil, fmt.Errorf("confidence level %v is not between 0 and 1", opt.ConfLevel)
	}
	n := len(d.Tenures)
	if n == 0 {
		return nil, survival.ErrNoTenures
	}
	if len(d.Causes) != n || d.X == nil || d.X.Rows() != n || d.Cluster != nil && len(d.Cluster) != n {
		return nil, fmt.Errorf("causes, covariates or clusters are not one for each of the %d tenures", n)
	}
	c, err := newCohort(&d, opt.Cause)
	if err != nil {
		return nil, err
	}
	m := &Model{Cause: opt.Cause, ConfLevel: opt.ConfLevel, N: n, cohort: c}
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
	if m.Events == 0 {
		for j := range m.Coefficients {
			m.Coefficients[j].Reason = "nobody stopped for the cause"
		}
		m.warn("no estimates: nobody stopped for %s", opt.Cause)
		return m, nil
	}
	m.maximise(&d)
	return m, nil
}

func (m *Model) warn(format string, args ...any) {
	m.Warnings = append(m.Warnings, fmt.Sprintf(format, args...))
}

func (m *Model) maximise(d *Data) {
	c := m.cohort
	c.standardise(d.X)
	zero, score, info := make([]float64, c.p), make([]float64, c.p), newton.NewSym(c.p)
	c.partial(zero, score, info)
	for j, out := range newton.Aliased(info, newton.RiskSetFloor(m.Events)) {
		if !out {
			m.kept = append(m.kept, j)
			continue
		}
		m.Coefficients[j].Reason = "the column is constant, or follows from others, in every risk set"
		m.warn("no coefficient for %s: %s", m.Coefficients[j].Name(), m.Coefficients[j].Reason)
	}
	c.keep(m.kept)
	zero = zero[:c.p]
	m.LogLikNull = c.partial(zero, score[:c.p], newton.NewSym(c.p))
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
	if of, m.Clusters = clusters(d.Cluster); m.Clusters > 1 && m.Clusters < 20 {
		m.warn("clusters: %d; standard errors from fewer than 20 are too small", m.Clusters)
	}
	var cov *mat.SymDense
	if naive := newton.Covariance(&r); naive != nil && r.Infinite == nil && c.p > 0 && m.Clusters != 1 {
		cov = sandwich(naive, c.influence(r.Beta), of)
	}
	m.fill(&r, cov)
}

func clusters(labels []string) (of []int, n int) {
	if labels == nil {
		return nil, 0
	}
	at := map[string]int{}
	for _, l := range labels {
		g, ok := at[l]
		if !ok {
			g = len(at)
			at[l] = g
		}
		of = append(of, g)
	}
	return of, len(at)
}

// sandwich is V S'S V, with the influences summed within clusters.
func sandwich(v *mat.SymDense, influence [][]float64, of []int) *mat.SymDense {
	p, _ := v.Dims()
	rows := influence
	if of != nil {
		rows = make([][]float64, slices.Max(of)+1)
		for g := range rows {
			rows[g] = make([]float64, p)
		}
		for i, u := range influence {
			for j, x := range u {
				rows[of[i]][j] += x
			}
		}
	}
	middle := mat.NewDense(p, p, nil)
	for _, u := range rows {
		for a := range p {
			for b := range p {
				middle.Set(a, b, middle.At(a, b)+u[a]*u[b])
			}
		}
	}
	var half, full mat.Dense
	half.Mul(v, middle)
	full.Mul(&half, v)
	out := newton.NewSym(p)
	for a := range p {
		for b := a; b < p; b++ {
			out.SetSym(a, b, (full.At(a, b)+full.At(b, a))/2)
		}
	}
	return out
}

func (m *Model) fill(r *newton.Result, cov *mat.SymDense) {
	z := distuv.UnitNormal.Quantile(1 - (1-m.ConfLevel)/2)
	var names []string
	for k, j := range m.kept {
		c, scale := &m.Coefficients[j], m.cohort.scale[k]
		if r.Infinite != nil && r.Infinite[k] != 0 {
			c.Infinite, c.Reason = r.Infinite[k], "no finite estimate: the likelihood goes on rising"
			names = append(names, c.Name())
			continue
		}
		b := r.Beta[k] / scale
		c.Estimate, c.HazardRatio = finite(b), finite(math.Exp(b))
		if m.Clusters == 1 {
			c.Reason = "no standard error: there is one cluster"
			continue
		}
		if cov == nil || !(cov.At(k, k) > 0) {
			c.Reason = "no standard error: the information is singular, or another coefficient is not finite"
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
