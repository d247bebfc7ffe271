package cox

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/internal/caseweight"
	"github.com/varighet/varighet/survival/internal/clusters"
	"github.com/varighet/varighet/survival/internal/newton"
)

// A Model is a fitted Cox model.
type Model struct {
	N        int // rows with a weight above 0
	Events   int // of those, that stopped
	Strata   int
	Clusters int // 0 without clusters

	Ties      Ties
	Firth     bool
	Robust    bool // standard errors, and what follows from them, are robust
	ConfLevel float64

	Terms        []design.Term
	Coefficients []Coefficient // one a column of the design

	// LogLikNull and LogLik are the log partial likelihood at β = 0 and at the
	// estimate; with Firth, penalised.
	LogLikNull, LogLik float64

	// Three tests of whether any coefficient differs from 0. With clusters or
	// weights the Wald test is robust, and RobustScore joins the others, which
	// are not.
	LikelihoodRatio, Wald, Score, RobustScore Test
	AIC, BIC                                  varighet.Opt[float64] // BIC counts events

	Warnings []string // what a caller should show beside the numbers

	data   Data
	cohort *cohort
	result newton.Result // in standardised columns, those that are kept
	naive  *mat.SymDense // inverse of the information, standardised
	cov    *mat.SymDense // robust if so, standardised
	at     map[int]int   // of a design column, its place among those kept
	conc   *Concordance  // memo
}

// A Coefficient is the effect of one column of the design.
type Coefficient struct {
	design.Column

	// Estimate is β, the log of the hazard ratio for one unit more, or against
	// the factor's reference. StdErr is from the information; RobustStdErr, if
	// the model is robust, from the clusters. All are missing where Reason says
	// why.
	Estimate, StdErr, RobustStdErr varighet.Opt[float64]

	HazardRatio, Lower, Upper varighet.Opt[float64] // exp(β) and its limits
	Z, P                      varighet.Opt[float64] // two-sided; with Firth, P is by likelihood ratio and there is no Z

	// Infinite is 1 or −1 if the likelihood rises for ever as β goes to +∞ or −∞. What the
	// other coefficients are, and how sure they are, is of the limit: a factor whose
	// reference has no stops takes nothing away from what the others share with it.
	Infinite int
	Reason   string
}

// A Test is a χ² test. Chi2 and P are missing where it is not defined; Reason
// then says why.
type Test struct {
	Chi2   varighet.Opt[float64]
	DF     int
	P      varighet.Opt[float64]
	Reason string
}

func newTest(chi2 float64, df int) Test {
	chi2 = max(chi2, 0)
	if df == 0 || math.IsNaN(chi2) || math.IsInf(chi2, 0) {
		return noTest(df, "no coefficient can be tested")
	}
	return Test{Chi2: varighet.Some(chi2), DF: df, P: varighet.Some(distuv.ChiSquared{K: float64(df)}.Survival(chi2))}
}

func noTest(df int, reason string) Test { return Test{DF: df, Reason: reason} }

// Fit maximises the partial likelihood. data is kept, not copied.
//
// A column that says nothing beyond those before it, in the risk sets at hand,
// gets no coefficient, and a warning names it. It returns
// [survival.ErrNoTenures] for no rows, a *[survival.TenureError] for the first
// tenure that is not valid, and ErrExactTooLarge. Where there can be no model it
// returns a *[varighet.Problem] of code [design.OneLevel], [design.Constant],
// [design.NoEvents] or, but with Firth's penalty, [design.FewEvents].
func Fit(data Data, opt Options) (*Model, error) {
	opt, err := opt.complete()
	if err != nil {
		return nil, err
	}
	if err := data.check(opt); err != nil {
		return nil, err
	}
	if err := data.X.CheckVaries(data.Weights); err != nil {
		return nil, err
	}
	c, err := newCohort(&data)
	if err != nil {
		return nil, err
	}
	m := &Model{Ties: opt.Ties, Firth: opt.Firth, Robust: data.robust(), ConfLevel: opt.ConfLevel,
		Terms: data.X.Terms, Strata: len(c.strata), data: data, cohort: c}
	for _, r := range c.rows {
		if r.weight > 0 {
			m.N++
			if r.stopped {
				m.Events++
			}
		}
	}
	for _, col := range data.X.Columns {
		m.Coefficients = append(m.Coefficients, Coefficient{Column: col})
	}
	if err := design.CheckEvents(m.Events, 0, ""); err != nil {
		return nil, err
	}
	if err := m.maximise(); err != nil {
		return nil, err
	}
	m.describe()
	return m, nil
}

// likelihood is the function to be maximised.
func (m *Model) likelihood() (newton.Func, error) {
	switch {
	case m.Ties == Exact:
		if err := m.cohort.checkExact(); err != nil {
			return nil, err
		}
		return m.cohort.newPass(false).exact, nil
	case m.Firth:
		if c := m.cohort; float64(c.events())*float64(len(c.enter.cells))*float64(1+c.p*c.p) > firthWork {
			return nil, errFirthTooLarge
		}
		return m.cohort.newPass(m.Ties == Efron).firth, nil
	}
	return m.cohort.newPass(m.Ties == Efron).partial, nil
}

// maximise leaves out aliased columns and finds the estimate.
func (m *Model) maximise() error {
	c := m.cohort
	info := newton.NewSym(c.p)
	first := c.newPass(m.Ties == Efron).partial
	if m.Ties == Exact { // where all at risk stop, it says nothing
		var err error
		if first, err = m.likelihood(); err != nil {
			return err
		}
	}
	first(make([]float64, c.p), make([]float64, c.p), info)
	aliased := newton.Aliased(info, newton.RiskSetFloor(c.stopWeight()))
	var kept []int
	m.at = map[int]int{}
	for j, out := range aliased {
		if out {
			m.Coefficients[j].Reason = "the column is constant, or follows from others, in every risk set"
			m.warn("no coefficient for %s: %s", m.Coefficients[j].Name(), m.Coefficients[j].Reason)
			continue
		}
		m.at[j] = len(kept)
		kept = append(kept, j)
	}
	if err := m.checkKept(len(kept)); err != nil {
		return err
	}
	if len(kept) < c.p {
		c.standardise(&m.data, kept)
	}
	f, err := m.likelihood()
	if err != nil {
		return err
	}
	zero, score := make([]float64, c.p), make([]float64, c.p)
	info = newton.NewSym(c.p)
	m.LogLikNull = f(zero, score, info)
	if math.IsNaN(m.LogLikNull) || math.IsInf(m.LogLikNull, 0) {
		return ErrExactTooLarge
	}
	if m.Firth { // the score test is that of the likelihood itself
		c.newPass(m.Ties == Efron).partial(zero, score, info)
	}
	m.Score = noTest(c.p, "the information is singular")
	if q, ok := newton.Quadratic(info, score); ok {
		m.Score = newTest(q, c.p)
	}
	if m.Firth {
		m.result = newton.MaximisePenalised(f, zero)
		// Standard errors are of the likelihood itself.
		c.newPass(m.Ties == Efron).partial(m.result.Beta, score, m.result.Information)
	} else {
		m.result = newton.Maximise(f, zero)
	}
	m.LogLik = m.result.LogLik
	return nil
}

// checkKept refuses a model without a column that says anything, or with more than stops: Firth's
// penalty alone has finite estimates then.
func (m *Model) checkKept(columns int) error {
	switch {
	case columns == 0 && m.cohort.p > 0:
		return design.NothingVaries()
	case m.Firth:
		return nil
	}
	stopped := func(i int) bool { return m.data.Tenures[i].Stopped }
	return design.CheckEvents(caseweight.Stops(len(m.data.Tenures), m.data.Weights, stopped), columns, "")
}

func (m *Model) warn(format string, args ...any) {
	m.Warnings = append(m.Warnings, fmt.Sprintf(format, args...))
}

// describe fills coefficients and tests from the estimate.
func (m *Model) describe() {
	c, r := m.cohort, &m.result
	p := c.p
	m.LikelihoodRatio = newTest(2*(m.LogLik-m.LogLikNull), p)
	m.AIC = varighet.Some(-2*m.LogLik + 2*float64(p))
	m.BIC = varighet.Some(-2*m.LogLik + float64(p)*math.Log(float64(m.Events)))
	m.naive = newton.Covariance(r)
	m.markInfinite()
	m.cov = m.naive
	if m.Robust && newton.Inverse(r) != nil {
		m.makeRobust()
	}
	z := distuv.UnitNormal.Quantile(1 - (1-m.ConfLevel)/2)
	for j := range m.Coefficients {
		m.fill(j, z)
	}
	m.testWald()
	if m.Firth {
		m.profile()
	}
	m.warnSmall()
}

// markInfinite names the coefficients without a finite estimate.
func (m *Model) markInfinite() {
	if m.result.Infinite == nil {
		if !m.result.Converged {
			m.warn("the search did not come to an end: estimates are not to be trusted")
		}
		return
	}
	var up, down []string
	for j := range m.Coefficients {
		at, kept := m.at[j]
		if !kept || m.result.Finite(at) {
			continue
		}
		k := &m.Coefficients[j]
		if m.result.Infinite[at] == 0 {
			k.Reason = newton.Untold
			m.warn("%s: %s", k.Name(), k.Reason)
			continue
		}
		k.Infinite = m.result.Infinite[at]
		k.Reason = "no finite estimate: the likelihood goes on rising as the coefficient does"
		if k.Infinite < 0 {
			k.Reason = "no finite estimate: the likelihood goes on rising as the coefficient falls"
			down = append(down, k.Name())
		} else {
			up = append(up, k.Name())
		}
	}
	say := func(names []string, to string) {
		if len(names) > 0 {
			m.warn("no finite estimate of %s, which goes to %s: in every risk set, those who stop have the same end of it; "+
				"Firth's penalty gives a finite one, and the likelihood ratio test holds", strings.Join(names, ", "), to)
		}
	}
	say(up, "+∞")
	say(down, "−∞")
}

// fill makes coefficient j of the estimate; z is the normal quantile of the
// limits.
func (m *Model) fill(j int, z float64) {
	k := &m.Coefficients[j]
	at, kept := m.at[j]
	if !kept || !m.result.Finite(at) {
		return
	}
	scale := m.cohort.scale[at]
	beta := m.result.Beta[at] / scale
	k.Estimate = varighet.Some(beta)
	k.HazardRatio = finite(math.Exp(beta))
	if m.naive == nil || !(m.naive.At(at, at) > 0) {
		k.Reason = "no standard error: the information is singular"
		return
	}
	se := math.Sqrt(m.naive.At(at, at)) / scale
	k.StdErr = finite(se)
	if m.Robust {
		naive := se
		if m.cov == nil {
			k.Reason = oneCluster
			return
		}
		if se = math.Sqrt(m.cov.At(at, at)) / scale; !(se > 1e-7*naive) { // 0 but for rounding
			k.Reason = "no robust standard error: the clusters are too few"
			return
		}
		k.RobustStdErr = finite(se)
	}
	k.Lower, k.Upper = finite(math.Exp(beta-z*se)), finite(math.Exp(beta+z*se))
	k.Z = finite(beta / se)
	k.P = finite(math.Erfc(math.Abs(beta/se) / math.Sqrt2))
}

// finite is missing for what is not a number.
func finite(v float64) varighet.Opt[float64] {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return varighet.Opt[float64]{}
	}
	return varighet.Some(v)
}

func (m *Model) testWald() {
	p := m.cohort.p
	switch q, ok := 0.0, false; {
	case m.result.Infinite != nil:
		m.Wald = noTest(p, "a coefficient has no finite estimate")
	case m.cov == nil && m.naive != nil:
		m.Wald = noTest(p, oneCluster)
	case m.cov == nil:
		m.Wald = noTest(p, "the information is singular")
	default:
		if q, ok = newton.Quadratic(m.cov, m.result.Beta); !ok {
			m.Wald = noTest(p, "the covariance is singular: the clusters are too few")
			return
		}
		m.Wald = newTest(q, p)
	}
}

// fewEvents is how many stops for each coefficient a fit needs to get no warning.
const fewEvents = 10

const oneCluster = "no robust standard error: there is one cluster"

func (m *Model) warnSmall() {
	if p := m.cohort.p; p > 0 && m.Events < fewEvents*p {
		m.warn("stops: %d, coefficients: %d; fewer than %d stops for each", m.Events, p, fewEvents)
	}
	if w := clusters.Warning(m.Clusters); w != "" {
		m.Warnings = append(m.Warnings, w)
	}
}

// Covariance is that of the coefficients' estimates, robust if the model is:
// a square of numbers in the order of Coefficients. Rows and columns of
// coefficients without an estimate are missing (ok false for each).
func (m *Model) Covariance() [][]varighet.Opt[float64] {
	p := len(m.Coefficients)
	v := make([][]varighet.Opt[float64], p)
	for i := range v {
		v[i] = make([]varighet.Opt[float64], p)
		a, keptA := m.at[i]
		for j := range v[i] {
			b, keptB := m.at[j]
			if keptA && keptB && m.cov != nil && m.result.Finite(a) && m.result.Finite(b) {
				v[i][j] = finite(m.cov.At(a, b) / (m.cohort.scale[a] * m.cohort.scale[b]))
			}
		}
	}
	return v
}

// defined reports whether the estimate is a finite maximum, so that residuals,
// curves and checks have something to start from; reason says why not.
func (m *Model) defined() (reason string) {
	switch {
	case m.result.Infinite != nil:
		return "a coefficient has no finite estimate"
	case m.naive == nil:
		return "the information is singular"
	}
	return ""
}
