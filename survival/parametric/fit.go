package parametric

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
	"github.com/varighet/varighet/survival/internal/newton"
)

// Options are the choices that a fit leaves open.
type Options struct {
	Distribution Distribution
	ConfLevel    float64 // strictly between 0 and 1; 0 stands for 0.95
}

// A Model is a fitted distribution.
type Model struct {
	Distribution Distribution
	ConfLevel    float64
	N            int // rows with a weight above 0
	Stopped      int

	// Coefficients are the intercept, first, and the columns of the design, on the
	// scale of log time.
	Coefficients []Coefficient
	// LogSigma is log σ; missing for Exponential, where σ is 1.
	LogSigma, LogSigmaStdErr varighet.Opt[float64]

	LogLik     float64
	LogLikNull varighet.Opt[float64] // without covariates
	AIC        varighet.Opt[float64]
	Warnings   []string

	cov  *mat.SymDense // of kept coefficients and, last, log σ
	kept []int
	x    *design.Matrix
}

// A Coefficient is the effect of one column.
type Coefficient struct {
	design.Column
	Estimate, StdErr        varighet.Opt[float64]
	TimeRatio, Lower, Upper varighet.Opt[float64] // exp(Estimate) and its limits
	Z, P                    varighet.Opt[float64]
	Infinite                int
	Reason                  string
}

// InterceptName is the term of the intercept.
const InterceptName = "(intercept)"

// Fit estimates by maximum likelihood; standard errors are from the observed
// information. Weights multiply what a row adds to the log-likelihood, as those of
// R's survreg do: a row of weight 2 is the row twice. Where weights are no
// repetitions, standard errors are not to be trusted, and there is a warning.
//
// It returns [survival.ErrNoTenures] if no row has a weight, and a
// *[survival.TenureError] for the first row that is not valid or has no usable
// weight; a tenure of length 0 is not valid, since no distribution here gives it
// a chance. Where there can be no model it returns a *[varighet.Problem] of code
// [design.OneLevel], [design.Constant], [design.NoEvents] or [design.FewEvents]. Where there
// is no estimate for another reason, as with stops at one time only and nobody seen later, the model
// says so in Warnings.
func Fit(d Data, opt Options) (*Model, error) {
	if opt.ConfLevel == 0 {
		opt.ConfLevel = 0.95
	}
	if !(opt.ConfLevel > 0 && opt.ConfLevel < 1) || opt.Distribution > LogNormal {
		return nil, fmt.Errorf("the options %+v are not known", opt)
	}
	if err := d.check(); err != nil {
		return nil, err
	}
	if d = d.counted(); len(d.Rows) == 0 {
		return nil, survival.ErrNoTenures
	}
	if err := d.X.CheckVaries(nil); err != nil {
		return nil, err
	}
	m := &Model{Distribution: opt.Distribution, ConfLevel: opt.ConfLevel, N: len(d.Rows), x: d.X}
	m.Coefficients = append(m.Coefficients, Coefficient{Column: design.Column{Term: InterceptName}})
	for _, c := range d.X.Columns {
		m.Coefficients = append(m.Coefficients, Coefficient{Column: c})
	}
	varied, first, anyStop := false, 0.0, false
	exposure, stops, longest := 0.0, 0.0, 0.0
	for i, r := range d.Rows {
		weight := caseweight.Of(d.Weights, i)
		exposure += weight * (r.Lower - r.Entry)
		longest = max(longest, r.Lower)
		if !math.IsInf(r.Upper, 1) {
			m.Stopped++
			stops += weight
			varied = varied || anyStop && r.Upper != first || r.Lower < r.Upper
			first, anyStop = r.Upper, true
		}
	}
	if err := design.CheckEvents(m.Stopped, 0, ""); err != nil {
		return nil, err
	}
	if exposure <= 0 {
		m.undefined("all stopped before any time is known to have passed")
		return m, nil
	}
	if !varied && opt.Distribution != Exponential && longest <= first { // the likelihood has no end as σ goes to 0
		m.undefined("all stopped at the same time")
		return m, nil
	}
	if err := m.maximise(d, math.Log(exposure/stops)); err != nil {
		return nil, err
	}
	if !caseweight.Whole(d.Weights) {
		m.Warnings = append(m.Warnings, caseweight.Fractional)
	}
	return m, nil
}

func (m *Model) undefined(reason string) {
	for j := range m.Coefficients {
		m.Coefficients[j].Reason = reason
	}
	m.warn("no estimates: %s", reason)
}

func (m *Model) warn(format string, args ...any) {
	m.Warnings = append(m.Warnings, fmt.Sprintf(format, args...))
}

func (m *Model) maximise(d Data, level float64) error {
	l := &likelihood{dist: m.Distribution, rows: d.Rows, weights: d.Weights, p: len(m.Coefficients)}
	for i := range d.Rows {
		l.x = append(append(l.x, 1), d.X.Pattern(d.X.PatternOf(i))...)
	}
	center, scale := m.standardise(l)
	for j, out := range newton.Aliased(gram(l), 0) {
		if !out {
			m.kept = append(m.kept, j)
			continue
		}
		m.Coefficients[j].Reason = "the column is constant, or follows from others"
		m.warn("no coefficient for %s: %s", m.Coefficients[j].Name(), m.Coefficients[j].Reason)
	}
	stops := caseweight.Stops(len(d.Rows), d.Weights, func(i int) bool { return !math.IsInf(d.Rows[i].Upper, 1) })
	if err := design.CheckEvents(stops, len(m.kept)-1, ""); err != nil {
		return err
	}
	l.keep(m.kept)
	if len(m.kept) > 1 {
		null := *l
		null.keep([]int{0})
		if r := newton.MaximiseCurved(null.evaluate, null.start(level)); r.Converged {
			m.LogLikNull = finite(r.LogLik)
		}
	}
	r := newton.MaximiseCurved(l.evaluate, l.start(level))
	if math.IsInf(r.LogLik, 0) || math.IsNaN(r.LogLik) {
		m.undefined("the likelihood is out of the range of numbers")
		return nil
	}
	if !l.fixed() && r.Beta[l.p] < smallestLogSigma {
		m.undefined("no finite estimate of σ: the stops of like covariates lie too close together")
		return nil
	}
	m.LogLik = r.LogLik
	if len(m.kept) == 1 {
		m.LogLikNull = finite(r.LogLik)
	}
	m.AIC = finite(-2*r.LogLik + 2*float64(len(r.Beta)))
	m.describe(&r, l, center, scale)
	return nil
}

// smallestLogSigma is that of times that agree to 1 in 100 000, as those of a
// model that goes through all of them do: the likelihood then rises without end as
// σ goes to 0.
const smallestLogSigma = -11.5

// start is an exponential distribution with the rate seen.
func (l *likelihood) start(level float64) []float64 {
	b := make([]float64, l.p, l.p+1)
	b[0] = level
	if !l.fixed() {
		b = append(b, 0)
	}
	return b
}

// gram is X'X.
func gram(l *likelihood) *mat.SymDense {
	g := newton.NewSym(l.p)
	for i := range l.rows {
		x := l.x[i*l.p : (i+1)*l.p]
		for a, v := range x {
			for b := 0; b <= a; b++ {
				g.SetSym(a, b, g.At(a, b)+v*x[b])
			}
		}
	}
	return g
}

func (l *likelihood) keep(columns []int) {
	x := make([]float64, 0, len(l.rows)*len(columns))
	for i := range l.rows {
		for _, j := range columns {
			x = append(x, l.x[i*l.p+j])
		}
	}
	l.x, l.p = x, len(columns)
}

// standardise takes the mean off columns of numbers and divides by the mean
// distance from it; indicators stay.
func (m *Model) standardise(l *likelihood) (center, scale []float64) {
	center, scale = make([]float64, l.p), make([]float64, l.p)
	n := float64(len(l.rows))
	if l.weights != nil {
		n = floats.Sum(l.weights)
	}
	for j := range l.p {
		scale[j] = 1
		if j == 0 || m.Coefficients[j].Level != "" {
			continue
		}
		weighted, plain := 0.0, 0.0
		for i := range l.rows {
			center[j] += caseweight.Of(l.weights, i) / n * l.x[i*l.p+j]
		}
		for i := range l.rows {
			distance := math.Abs(l.x[i*l.p+j] - center[j])
			weighted += caseweight.Of(l.weights, i) / n * distance
			plain += distance / float64(len(l.rows))
		}
		scale[j] = newton.Scale(center[j], weighted, plain)
		for i := range l.rows {
			l.x[i*l.p+j] = (l.x[i*l.p+j] - center[j]) / scale[j]
		}
	}
	return center, scale
}

// describe goes back to the columns' own units.
func (m *Model) describe(r *newton.Result, l *likelihood, center, scale []float64) {
	if !r.Converged {
		m.warn("the search did not come to an end: estimates are not to be trusted")
	}
	n := len(r.Beta)
	back := mat.NewDense(n, n, nil)
	for k := range n {
		back.Set(k, k, 1)
		if k > 0 && k < l.p {
			j := m.kept[k]
			back.Set(k, k, 1/scale[j])
			back.Set(0, k, -center[j]/scale[j])
		}
	}
	var beta mat.VecDense
	beta.MulVec(back, mat.NewVecDense(n, append([]float64(nil), r.Beta...)))
	if naive := newton.Covariance(r); naive != nil {
		var half, full mat.Dense
		half.Mul(back, naive)
		full.Mul(&half, back.T())
		m.cov = newton.NewSym(n)
		for i := range n {
			for j := i; j < n; j++ {
				m.cov.SetSym(i, j, (full.At(i, j)+full.At(j, i))/2)
			}
		}
	} else {
		m.warn("no standard errors: the information is singular")
	}
	if !l.fixed() {
		if r.Infinite != nil && r.Infinite[l.p] != 0 {
			m.warn("no finite estimate of σ: the stops lie too close together")
		} else {
			m.LogSigma = varighet.Some(beta.AtVec(l.p))
			m.LogSigmaStdErr = m.stdErr(l.p)
		}
	}
	m.fill(r, beta.RawVector().Data)
}

func (m *Model) stdErr(k int) varighet.Opt[float64] {
	if m.cov == nil || !(m.cov.At(k, k) > 0) {
		return varighet.Opt[float64]{}
	}
	return finite(math.Sqrt(m.cov.At(k, k)))
}

func (m *Model) fill(r *newton.Result, beta []float64) {
	z := distuv.UnitNormal.Quantile(1 - (1-m.ConfLevel)/2)
	var names []string
	for k, j := range m.kept {
		c := &m.Coefficients[j]
		if r.Infinite != nil && r.Infinite[k] != 0 {
			c.Infinite = r.Infinite[k]
			c.Reason = "no finite estimate: the likelihood goes on rising"
			names = append(names, c.Name())
			continue
		}
		if !r.Finite(k) {
			c.Reason = newton.Untold
			m.warn("%s: %s", c.Name(), c.Reason)
			continue
		}
		b := beta[k]
		c.Estimate, c.TimeRatio, c.StdErr = varighet.Some(b), finite(math.Exp(b)), m.stdErr(k)
		if se := c.StdErr; se.OK {
			c.Lower, c.Upper = finite(math.Exp(b-z*se.V)), finite(math.Exp(b+z*se.V))
			c.Z, c.P = finite(b/se.V), finite(math.Erfc(math.Abs(b/se.V)/math.Sqrt2))
		} else {
			c.Reason = "no standard error: the information is singular"
		}
	}
	if names != nil {
		m.warn("no finite estimate of %s: in some group nobody stopped", strings.Join(names, ", "))
	}
}

func finite(v float64) varighet.Opt[float64] {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return varighet.Opt[float64]{}
	}
	return varighet.Some(v)
}

// Covariance is that of the coefficients' estimates, in their order, and, last,
// of log σ. Rows and columns of what has no estimate are missing.
func (m *Model) Covariance() [][]varighet.Opt[float64] {
	n := len(m.Coefficients) + 1
	v := make([][]varighet.Opt[float64], n)
	for i := range v {
		v[i] = make([]varighet.Opt[float64], n)
	}
	if m.cov == nil {
		return v
	}
	at := append([]int(nil), m.kept...)
	if m.LogSigma.OK {
		at = append(at, n-1)
	}
	for a, i := range at {
		for b, j := range at {
			if m.hasEstimate(i) && m.hasEstimate(j) {
				v[i][j] = finite(m.cov.At(a, b))
			}
		}
	}
	return v
}

func (m *Model) hasEstimate(j int) bool {
	return j == len(m.Coefficients) || m.Coefficients[j].Estimate.OK
}

// Shape is 1/σ of a Weibull distribution: above 1, the longer a tenure has
// lasted the likelier it is to stop. Missing for other distributions.
func (m *Model) Shape() (shape, lower, upper varighet.Opt[float64]) {
	if m.Distribution != Weibull || !m.LogSigma.OK {
		return shape, lower, upper
	}
	shape = finite(math.Exp(-m.LogSigma.V))
	if m.LogSigmaStdErr.OK {
		z := distuv.UnitNormal.Quantile(1 - (1-m.ConfLevel)/2)
		lower = finite(math.Exp(-m.LogSigma.V - z*m.LogSigmaStdErr.V))
		upper = finite(math.Exp(-m.LogSigma.V + z*m.LogSigmaStdErr.V))
	}
	return shape, lower, upper
}

// A Quantile is the time by which a share P has stopped; limits are symmetric
// on the scale of log time.
type Quantile struct {
	P                  float64
	Time, Lower, Upper varighet.Opt[float64]
}

// Quantile gives the time by which the share p, 0 < p < 1, has stopped, for a
// profile as [design.Matrix.Profile] gives; nil for a model without covariates.
// It is missing where the profile takes a coefficient without an estimate.
func (m *Model) Quantile(p float64, x []float64) (Quantile, error) {
	q := Quantile{P: p}
	if len(x) != len(m.Coefficients)-1 {
		return q, fmt.Errorf("a profile of %d values for %d columns", len(x), len(m.Coefficients)-1)
	}
	if !(p > 0 && p < 1) {
		return q, fmt.Errorf("%v is not a share between 0 and 1", p)
	}
	if m.Distribution != Exponential && !m.LogSigma.OK {
		return q, nil
	}
	w, sigma := m.Distribution.quantile(p), math.Exp(m.LogSigma.Or(0))
	gradient := make([]float64, 0, len(m.kept)+1)
	log := w * sigma
	for j, c := range m.Coefficients {
		v := 1.0
		if j > 0 {
			v = x[j-1]
		}
		if v != 0 && !c.Estimate.OK {
			return q, nil
		}
		log += v * c.Estimate.V
	}
	for _, j := range m.kept {
		if j == 0 {
			gradient = append(gradient, 1)
		} else {
			gradient = append(gradient, x[j-1])
		}
	}
	if m.Distribution != Exponential {
		gradient = append(gradient, w*sigma)
	}
	q.Time = finite(math.Exp(log))
	if m.cov == nil {
		return q, nil
	}
	variance := 0.0
	for a, u := range gradient {
		for b, v := range gradient {
			variance += u * v * m.cov.At(a, b)
		}
	}
	z := distuv.UnitNormal.Quantile(1-(1-m.ConfLevel)/2) * math.Sqrt(max(variance, 0))
	q.Lower, q.Upper = finite(math.Exp(log-z)), finite(math.Exp(log+z))
	return q, nil
}
