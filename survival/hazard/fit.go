package hazard

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/internal/caseweight"
	"github.com/varighet/varighet/survival/internal/clusters"
	"github.com/varighet/varighet/survival/internal/newton"
)

// A Link names the model.
type Link uint8

// The models; the package comment has their equations.
const (
	Cloglog Link = iota
	Logit
	Poisson
)

// String is the name in files and flags.
func (l Link) String() string { return [...]string{"cloglog", "logit", "poisson"}[min(l, Poisson)] }

// ParseLink reads "cloglog", "logit" or "poisson".
func ParseLink(s string) (Link, bool) {
	for l := Cloglog; l <= Poisson; l++ {
		if s == l.String() {
			return l, true
		}
	}
	return 0, false
}

// Calendar says how the hazard may depend on the calendar year.
type Calendar uint8

// The ways.
const (
	NoCalendar Calendar = iota
	Trend               // by the same factor from each year to the next
	EachYear            // any way, year by year
)

// Options are the choices that a fit leaves open.
type Options struct {
	Link      Link
	Calendar  Calendar
	ConfLevel float64 // strictly between 0 and 1; 0 stands for 0.95
}

// A Model is a fitted hazard model.
type Model struct {
	Link      Link
	ConfLevel float64
	N         int // tenures
	Events    int
	Months    int // agreement-months at risk
	// Events and months as sums of weights; equal to the counts without.
	EventsWeight, MonthsWeight float64
	Clusters                   int // 0 without

	// Coefficients are the intercept (the first band, reference levels, the first
	// year), bands, calendar and covariates.
	Coefficients []Coefficient
	FirstYear    int // that of the trend's 0; 0 without calendar

	LogLik, LogLikNull float64 // at the estimate, and with the intercept alone
	Deviance           varighet.Opt[float64]
	DF                 int // cells less coefficients
	Warnings           []string

	table *Table
	opt   Options
	cov   *mat.SymDense // of kept coefficients, in their own units
	beta  []float64     // likewise
	kept  []int         // of Coefficients
}

// A Coefficient is the effect of one column.
type Coefficient struct {
	design.Column
	Estimate, StdErr, RobustStdErr varighet.Opt[float64]
	Ratio, Lower, Upper            varighet.Opt[float64] // exp(Estimate) and its limits
	Z, P                           varighet.Opt[float64]
	Infinite                       int    // 1 or −1 if it has no finite estimate
	Reason                         string // why something is missing
}

// Terms that the model has of its own.
const (
	InterceptName = "(intercept)"
	BandTerm      = "tenure"
	YearTerm      = "year"
)

// mostYears is how many years may have a coefficient each.
const mostYears = 200

// Fit estimates by maximum likelihood; standard errors are from the expected
// information, robust by cluster if the table has clusters. A column that
// follows from others, such as a band without a month at risk, is left out and
// named in a warning.
//
// Weights multiply what a tenure adds to the log-likelihood, as those of R's glm
// do: a tenure of weight 2 is the tenure twice, in estimates and in standard
// errors from the information. Where weights are no repetitions those standard
// errors are not to be trusted, and there is a warning; robust ones, for which the
// weights multiply the scores, are. Log-likelihoods have the constants of the
// binomial and Poisson distributions, continued to sums that are not whole.
//
// It returns an error for options that cannot be, such as a coefficient for each
// of more than 200 years, and a *[varighet.Problem] of code [design.OneLevel], [design.Constant] or
// [design.NoEvents] where there can be no model. Bands in which nobody stopped are no such fault.
func (t *Table) Fit(opt Options) (*Model, error) {
	if opt.ConfLevel == 0 {
		opt.ConfLevel = 0.95
	}
	if !(opt.ConfLevel > 0 && opt.ConfLevel < 1) || opt.Link > Poisson || opt.Calendar > EachYear {
		return nil, fmt.Errorf("the options %+v are not known", opt)
	}
	if opt.Calendar != NoCalendar && t.data.Start == nil {
		return nil, errors.New("a calendar needs the month in which each tenure starts")
	}
	if n := len(t.years()); opt.Calendar == EachYear && n > mostYears {
		return nil, fmt.Errorf("there are months at risk in %d years: too many for a coefficient each; ask for a trend", n)
	}
	if err := t.data.X.CheckVaries(t.data.Weights); err != nil {
		return nil, err
	}
	if err := design.CheckEvents(t.Events, 0, ""); err != nil {
		return nil, err
	}
	m := &Model{Link: opt.Link, ConfLevel: opt.ConfLevel, N: t.N, Events: t.Events, Months: t.Months,
		EventsWeight: t.EventsWeight, MonthsWeight: t.MonthsWeight, Clusters: t.clusters, table: t, opt: opt}
	g := m.columns()
	if t.Events == t.Months {
		m.undefined("everybody stopped at once")
		return m, nil
	}
	m.maximise(g)
	if t.clusters == 0 && !caseweight.Whole(t.data.Weights) {
		m.Warnings = append(m.Warnings, caseweight.Fractional)
	}
	return m, nil
}

func (m *Model) undefined(reason string) {
	for j := range m.Coefficients {
		m.Coefficients[j].Reason = reason
	}
	m.Warnings = []string{"no estimates: " + reason}
}

func (m *Model) warn(format string, args ...any) {
	m.Warnings = append(m.Warnings, fmt.Sprintf(format, args...))
}

// columns names the coefficients and fills the model's rows, one a cell.
func (m *Model) columns() *glm {
	t := m.table
	add := func(term, level string) {
		m.Coefficients = append(m.Coefficients, Coefficient{Column: design.Column{Term: term, Level: level}})
	}
	add(InterceptName, "")
	for b := 1; b < len(t.Bands); b++ {
		add(BandTerm, t.BandName(b))
	}
	years := t.years()
	if t.data.Start != nil {
		m.FirstYear = years[0]
	}
	switch m.opt.Calendar {
	case Trend:
		add(YearTerm, "")
	case EachYear:
		for _, y := range years[1:] {
			add(YearTerm, strconv.Itoa(y))
		}
	}
	for _, c := range t.data.X.Columns {
		m.Coefficients = append(m.Coefficients, Coefficient{Column: c})
	}
	g := &glm{link: m.Link, p: len(m.Coefficients)}
	for _, c := range t.Cells {
		n := c.MonthsWeight
		if m.Link == Poisson {
			n /= 12
		}
		g.y, g.n, g.months = append(g.y, c.EventsWeight), append(g.n, n), append(g.months, float64(c.Months))
		g.x = append(g.x, m.row(c.Band, c.Year, t.data.X.Pattern(c.Pattern), years)...)
	}
	return g
}

// row is the model's row for a band, a year and covariates.
func (m *Model) row(band, year int, x []float64, years []int) []float64 {
	row := make([]float64, 0, len(m.Coefficients))
	row = append(row, 1)
	for b := 1; b < len(m.table.Bands); b++ {
		row = append(row, indicator(b == band))
	}
	switch m.opt.Calendar {
	case Trend:
		row = append(row, float64(year-m.FirstYear))
	case EachYear:
		for _, y := range years[1:] {
			row = append(row, indicator(y == year))
		}
	}
	return append(row, x...)
}

func indicator(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// years are those with cells, ascending.
func (t *Table) years() []int {
	var years []int
	for _, c := range t.Cells {
		years = append(years, c.Year)
	}
	slices.Sort(years)
	return slices.Compact(years)
}

// maximise fits in standardised columns, and goes back to their own units.
func (m *Model) maximise(g *glm) {
	center, scale := g.standardise(m.isNumber)
	rate := m.EventsWeight / sum(g.n)
	start := make([]float64, g.p)
	start[0] = m.Link.of(rate)
	score, info := make([]float64, g.p), newton.NewSym(g.p)
	null := g.logLik(start, score, info)
	m.LogLikNull = null + g.constant()
	for j, out := range newton.Aliased(info, 0) {
		if !out {
			m.kept = append(m.kept, j)
			continue
		}
		m.Coefficients[j].Reason = "the column is constant, or follows from others"
		m.warn("no coefficient for %s: %s", m.Coefficients[j].Name(), m.Coefficients[j].Reason)
	}
	g.keep(m.kept)
	r := newton.Maximise(g.logLik, pick(start, m.kept))
	m.LogLik = r.LogLik + g.constant()
	m.DF = len(g.y) - len(m.kept)
	if d := g.deviance(r.Beta); !math.IsNaN(d) && !math.IsInf(d, 0) {
		m.Deviance = varighet.Some(max(d, 0)) // below 0 by rounding only
	}
	if !r.Converged {
		m.warn("the search did not come to an end: estimates are not to be trusted")
	}
	m.markInfinite(&r)
	naive := newton.Covariance(&r)
	robust := naive
	if inverse := newton.Inverse(&r); m.Clusters > 0 && inverse != nil {
		robust = m.sandwich(g, r.Beta, inverse)
	}
	back := unscale(pick(center, m.kept), pick(scale, m.kept))
	m.beta = multiply(back, r.Beta)
	m.cov = conjugate(back, robust)
	m.fill(conjugate(back, naive), &r)
}

// of is the link of a mean.
func (l Link) of(mu float64) float64 {
	switch l {
	case Poisson:
		return math.Log(mu)
	case Logit:
		return math.Log(mu / (1 - mu))
	}
	return math.Log(-math.Log1p(-mu))
}

func sum(v []float64) float64 {
	s := 0.0
	for _, x := range v {
		s += x
	}
	return s
}

func pick(v []float64, at []int) []float64 {
	out := make([]float64, len(at))
	for k, j := range at {
		out[k] = v[j]
	}
	return out
}

// isNumber reports whether column j has numbers of any size, not 0 and 1.
func (m *Model) isNumber(j int) bool { return j > 0 && m.Coefficients[j].Level == "" }

// standardise takes the mean off each column of numbers and divides by the mean
// distance from it. Indicators stay as they are, so that one without a finite
// coefficient leaves the intercept alone.
func (g *glm) standardise(isNumber func(int) bool) (center, scale []float64) {
	center, scale = make([]float64, g.p), make([]float64, g.p)
	total, months := sum(g.n), sum(g.months)
	for j := range g.p {
		if !isNumber(j) {
			scale[j] = 1
			continue
		}
		for i, n := range g.n {
			center[j] += n / total * g.x[i*g.p+j]
		}
		weighted, plain := 0.0, 0.0
		for i, n := range g.n {
			distance := math.Abs(g.x[i*g.p+j] - center[j])
			weighted += n / total * distance
			plain += g.months[i] / months * distance
		}
		scale[j] = newton.Scale(center[j], weighted, plain)
		for i := range g.n {
			g.x[i*g.p+j] = (g.x[i*g.p+j] - center[j]) / scale[j]
		}
	}
	return center, scale
}

func (g *glm) keep(columns []int) {
	if len(columns) == g.p {
		return
	}
	x := make([]float64, 0, len(g.y)*len(columns))
	for i := range g.y {
		for _, j := range columns {
			x = append(x, g.x[i*g.p+j])
		}
	}
	g.x, g.p = x, len(columns)
}

// unscale is the matrix from coefficients of standardised columns to those of
// the columns themselves; the first is the intercept.
func unscale(center, scale []float64) *mat.Dense {
	p := len(scale)
	a := mat.NewDense(p, p, nil)
	a.Set(0, 0, 1)
	for j := 1; j < p; j++ {
		a.Set(j, j, 1/scale[j])
		a.Set(0, j, -center[j]/scale[j])
	}
	return a
}

func multiply(a *mat.Dense, b []float64) []float64 {
	var v mat.VecDense
	v.MulVec(a, mat.NewVecDense(len(b), append([]float64(nil), b...)))
	return v.RawVector().Data
}

// conjugate is a·v·a'; nil for nil.
func conjugate(a *mat.Dense, v *mat.SymDense) *mat.SymDense {
	if v == nil {
		return nil
	}
	var half, full mat.Dense
	half.Mul(a, v)
	full.Mul(&half, a.T())
	n, _ := a.Dims()
	out := newton.NewSym(n)
	for i := range n {
		for j := i; j < n; j++ {
			out.SetSym(i, j, (full.At(i, j)+full.At(j, i))/2)
		}
	}
	return out
}

func (m *Model) markInfinite(r *newton.Result) {
	var names []string
	for k, s := range r.Infinite {
		c := &m.Coefficients[m.kept[k]]
		if s == 0 {
			if !r.Finite(k) {
				c.Reason = newton.Untold
				m.warn("%s: %s", c.Name(), c.Reason)
			}
			continue
		}
		c.Infinite = s
		c.Reason = "no finite estimate: the likelihood goes on rising as the coefficient goes to " + map[int]string{1: "+∞", -1: "−∞"}[s]
		names = append(names, c.Name())
	}
	if names != nil {
		m.warn("no finite estimate of %s: in some cells nobody, or everybody, stopped", strings.Join(names, ", "))
	}
}

// sandwich is the covariance robust to likeness within clusters (Liang KY,
// Zeger SL (1986). Biometrika 73:13–22, with independence as the working
// correlation).
func (m *Model) sandwich(g *glm, beta []float64, naive *mat.SymDense) *mat.SymDense {
	scores := make([]float64, m.Clusters*g.p)
	for i, y := range g.y {
		x := g.x[i*g.p : (i+1)*g.p]
		eta := 0.0
		for j, v := range x {
			eta += v * beta[j]
		}
		mu, slope, variance := m.Link.mean(eta)
		if variance == 0 || math.IsInf(variance, 0) {
			continue
		}
		u := slope / variance * (y - g.n[i]*mu)
		to := scores[m.table.Cells[i].Cluster*g.p:]
		for j, v := range x {
			to[j] += u * v
		}
	}
	if w := clusters.Warning(m.Clusters); w != "" {
		m.Warnings = append(m.Warnings, w)
	}
	return clusters.Sandwich(naive, scores)
}

func (m *Model) fill(naive *mat.SymDense, r *newton.Result) {
	z := distuv.UnitNormal.Quantile(1 - (1-m.ConfLevel)/2)
	for k, j := range m.kept {
		c := &m.Coefficients[j]
		if !r.Finite(k) {
			continue
		}
		b := m.beta[k]
		c.Estimate, c.Ratio = varighet.Some(b), finite(math.Exp(b))
		if naive == nil || !(naive.At(k, k) > 0) {
			c.Reason = "no standard error: the information is singular"
			continue
		}
		se := math.Sqrt(naive.At(k, k))
		c.StdErr = varighet.Some(se)
		if m.Clusters > 0 {
			robust := math.Sqrt(max(m.cov.At(k, k), 0))
			if !(robust > 1e-7*se) { // 0 but for rounding
				c.Reason = "no robust standard error: the clusters are too few"
				continue
			}
			se = robust
			c.RobustStdErr = varighet.Some(se)
		}
		c.Lower, c.Upper = finite(math.Exp(b-z*se)), finite(math.Exp(b+z*se))
		c.Z, c.P = finite(b/se), finite(math.Erfc(math.Abs(b/se)/math.Sqrt2))
	}
}

func finite(v float64) varighet.Opt[float64] {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return varighet.Opt[float64]{}
	}
	return varighet.Some(v)
}

// A BandHazard is the hazard of one band of tenure.
type BandHazard struct {
	Name     string
	Estimate varighet.Opt[float64] // chance to stop in a month; with Poisson, stops per agreement-year
	Lower    varighet.Opt[float64]
	Upper    varighet.Opt[float64]
}

// Hazards returns the hazard in each band for one profile of covariates, as
// [design.Matrix.Profile] gives, and a calendar year (0 without calendar).
func (m *Model) Hazards(x []float64, year int) ([]BandHazard, error) {
	if len(x) != len(m.table.data.X.Columns) {
		return nil, fmt.Errorf("a profile of %d values for %d columns", len(x), len(m.table.data.X.Columns))
	}
	years := m.table.years()
	if m.opt.Calendar == EachYear && !slices.Contains(years, year) {
		return nil, fmt.Errorf("the data have no year %d", year)
	}
	z := distuv.UnitNormal.Quantile(1 - (1-m.ConfLevel)/2)
	var out []BandHazard
	for b := range m.table.Bands {
		h := BandHazard{Name: m.table.BandName(b)}
		if eta, se, ok := m.linear(m.row(b, year, x, years)); ok {
			at := func(v float64) varighet.Opt[float64] {
				mu, _, _ := m.Link.mean(v)
				return finite(mu)
			}
			h.Estimate, h.Lower, h.Upper = at(eta), at(eta-z*se), at(eta+z*se)
		}
		out = append(out, h)
	}
	return out, nil
}

// linear is the linear predictor of a row, if all coefficients it takes have an
// estimate.
func (m *Model) linear(row []float64) (eta, se float64, ok bool) {
	if m.cov == nil {
		return 0, 0, false
	}
	for j, v := range row {
		if v != 0 && !m.Coefficients[j].Estimate.OK {
			return 0, 0, false
		}
	}
	variance := 0.0
	for a, i := range m.kept {
		eta += row[i] * m.beta[a]
		for b, j := range m.kept {
			variance += row[i] * row[j] * m.cov.At(a, b)
		}
	}
	return eta, math.Sqrt(max(variance, 0)), true
}
