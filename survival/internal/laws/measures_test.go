package laws

import (
	"math"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/bootstrap"
	"github.com/varighet/varighet/survival/competing"
	"github.com/varighet/varighet/survival/cox"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/finegray"
	"github.com/varighet/varighet/survival/hazard"
	"github.com/varighet/varighet/survival/interval"
	"github.com/varighet/varighet/survival/parametric"
	"github.com/varighet/varighet/survival/rates"
)

// numbers are what an estimator says of a data set, in an order that depends on
// what was asked only. nil is an error.
type numbers []number

// A number is NaN where it is not defined. slack is how far off it may be beyond
// rounding, as for the maximum of a likelihood without one.
type number struct{ v, slack float64 }

func (n *numbers) add(v ...float64) {
	for _, x := range v {
		*n = append(*n, number{v: x})
	}
}

func (n *numbers) loose(slack float64, v ...float64) {
	for _, x := range v {
		*n = append(*n, number{x, slack})
	}
}

// fitted is what a fitted model says: its likelihoods, and its estimates if they
// all exist. Where some do not, which of them is said to be without depends on the
// way there.
func fitted(null, best float64, coefficients []estimate) numbers {
	var n numbers
	n.add(null)
	for _, c := range coefficients {
		if !c.value.OK || !c.stdErr.OK || c.stdErr.V > 100 {
			n.loose(1e-4, best)
			return n
		}
	}
	n.loose(1e-7, best)
	for _, c := range coefficients {
		n.loose(1e-6*(1+c.stdErr.V*c.stdErr.V), c.value.V, c.stdErr.V)
	}
	return n
}

type estimate struct{ value, stdErr varighet.Opt[float64] }

func (n *numbers) opt(v ...varighet.Opt[float64]) {
	for _, o := range v {
		if o.OK {
			n.add(o.V)
		} else {
			n.add(math.NaN())
		}
	}
}

// A measure is an estimator with what is asked of it.
type measure func(d *data) numbers

// curve asks a Kaplan–Meier curve all that it can tell.
func curve(make func(d *data) (*survival.Curve, error)) measure {
	return func(d *data) numbers {
		c, err := make(d)
		if err != nil {
			return nil
		}
		var out numbers
		for _, t := range d.at {
			at := c.At(t)
			out.add(at.Survival)
			out.opt(at.StdErr)
			if at.Survival < 1 { // at 1, limits are there before the first time and not after it
				out.opt(at.Lower, at.Upper)
			}
		}
		for _, p := range []float64{0.25, 0.5, 0.8} {
			q := c.Quantile(p)
			out.later(d, q.Time, q.Lower, q.Upper)
		}
		m := c.RMST(d.tau())
		for _, x := range []varighet.Opt[float64]{m.Estimate, m.Lower, m.Upper} {
			out.later(d, varighet.Opt[float64]{V: c.From + x.V, OK: x.OK}) // the time to which it is held
		}
		out.opt(m.StdErr)
		return out
	}
}

// later adds times that a shift of all times moves, with the shift taken away.
func (n *numbers) later(d *data, times ...varighet.Opt[float64]) {
	for _, t := range times {
		n.opt(varighet.Opt[float64]{V: t.V - d.origin, OK: t.OK})
	}
}

func kaplanMeier(opt survival.Options) measure {
	return curve(func(d *data) (*survival.Curve, error) { return survival.KaplanMeier(d.tenures, opt) })
}

func expHazard(h survival.HazardType) measure {
	return curve(func(d *data) (*survival.Curve, error) {
		c, err := survival.KaplanMeier(d.tenures, survival.Options{})
		if err != nil {
			return nil, err
		}
		return c.ExpHazard(h), nil
	})
}

func robust(d *data) (*survival.Curve, error) {
	s := d.sample()
	s.Clusters = d.clusters
	return s.KaplanMeier(survival.Options{})
}

func unweighted(d *data) (*survival.Curve, error) {
	return survival.KaplanMeier(d.tenures, survival.Options{})
}

func weighted(d *data) (*survival.Curve, error) {
	s := d.sample()
	s.Weights = d.weights
	return s.KaplanMeier(survival.Options{})
}

func weightedRobust(d *data) (*survival.Curve, error) {
	s := d.sample()
	s.Weights, s.Clusters = d.weights, d.clusters
	return s.KaplanMeier(survival.Options{})
}

func conditional(d *data) (*survival.Curve, error) {
	c, err := survival.KaplanMeier(d.tenures, survival.Options{})
	if err != nil {
		return nil, err
	}
	return c.ConditionalFrom(slices.Min(d.at))
}

func followUp(d *data) (*survival.Curve, error) {
	return survival.FollowUp(d.tenures, survival.Options{})
}

func weightedFollowUp(d *data) (*survival.Curve, error) {
	s := d.sample()
	s.Weights = d.weights
	return s.FollowUp(survival.Options{})
}

// residual is of holders who have come to the times at which curves are read.
func residual(of func(*data) (*survival.Curve, error)) measure {
	return func(d *data) numbers {
		c, err := of(d)
		if err != nil {
			return nil
		}
		r, err := c.Residual(d.at, 0.5)
		if err != nil {
			return nil
		}
		var out numbers
		out.add(float64(r.N), float64(r.LeftOut))
		out.opt(r.Time, r.Lower, r.Upper)
		return out
	}
}

func band(kind survival.BandType, of func(*data) (*survival.Curve, error)) measure {
	return func(d *data) numbers {
		c, err := of(d)
		if err != nil {
			return nil
		}
		b, err := c.Band(kind, c.From, math.Inf(1))
		if err != nil {
			return nil
		}
		var out numbers
		out.add(float64(len(b.Points)))
		for _, p := range b.Points {
			out.add(p.Lower, p.Upper)
		}
		return out
	}
}

// incidence asks all causes' curves.
func incidence(v competing.Variance, weights, clusters bool) measure {
	return func(d *data) numbers {
		s := d.exits()
		if weights {
			s.Weights = d.weights
		}
		if clusters {
			s.Clusters = d.clusters
		}
		inc, err := competing.AalenJohansen(s, competing.Options{Variance: v})
		if err != nil {
			return nil
		}
		return d.read(inc)
	}
}

func (d *data) read(inc *competing.Incidence) numbers {
	var out numbers
	for k := range inc.Curves {
		c := &inc.Curves[k]
		for _, t := range d.at {
			p, _ := c.At(t)
			out.add(p.Incidence)
			out.opt(p.StdErr, p.Lower, p.Upper)
		}
		lost := c.TimeLost(d.tau())
		out.opt(lost.Estimate, lost.StdErr, lost.Lower, lost.Upper)
	}
	return out
}

var weights = []survival.Weight{
	{}, {Kind: survival.Gehan}, {Kind: survival.TaroneWare}, {Kind: survival.Rho1}, {Kind: survival.Peto},
	{Kind: survival.PetoModified}, {Kind: survival.FlemingHarrington, P: 0.5, Q: 1},
}

// tests asks the whole log-rank family.
func tests(strata, repeat bool) measure {
	return func(d *data) numbers {
		s := d.sample()
		if repeat {
			s.Weights = d.weights
		}
		var by []string
		if strata {
			by = d.strata
		}
		c, err := s.Compare(d.groups, by)
		if err != nil {
			return nil
		}
		return asked(c)
	}
}

func asked(c *survival.Comparison) numbers {
	var out numbers
	for _, w := range weights {
		r := c.Test(w)
		out.opt(r.Chi2, r.P)
		for _, g := range r.Groups {
			if g.N > 0 {
				out.add(g.Observed, g.Expected, g.Variance)
			}
		}
	}
	if t, err := c.Trend(survival.Weight{}, nil); err == nil {
		out.add(t.U, t.Variance)
		out.opt(t.Z, t.P)
	}
	return out
}

func pairwise(d *data) numbers {
	c, err := survival.Compare(d.tenures, d.groups, nil)
	if err != nil {
		return nil
	}
	pairs, err := c.Pairwise(survival.Weight{}, survival.Holm)
	if err != nil {
		return nil
	}
	out := numbers{}
	for _, p := range pairs {
		out.opt(p.Test.Chi2, p.Test.P, p.Adjusted)
	}
	return out
}

// fixedTime compares the groups' curves at a time, and their restricted means.
func fixedTime(d *data) numbers {
	var curves []*survival.Curve
	for _, g := range names {
		part := d.like()
		for i := range d.tenures {
			if d.groups[i] == g {
				part.add(d, i, d.tenures[i])
			}
		}
		if c, err := survival.KaplanMeier(part.tenures, survival.Options{}); err == nil {
			curves = append(curves, c)
		}
	}
	r := survival.CompareAt(curves, d.at[0])
	var out numbers
	out.add(float64(r.DF))
	out.opt(r.Chi2, r.P)
	if len(curves) > 1 {
		if c, err := curves[0].RMST(d.tau()).Contrast(curves[1].RMST(d.tau()), 0.95); err == nil {
			out.opt(c.Difference, c.StdErr, c.P)
		}
	}
	return out
}

func permutation(d *data) numbers {
	r, err := survival.PermutationTest(d.tenures, d.groups, nil, survival.Weight{}, survival.Permutation{Exact: 300, Random: 20})
	if err != nil || !r.Exact {
		return nil // random ones depend on the order of rows
	}
	var out numbers
	out.add(float64(r.Permutations))
	out.opt(r.Chi2, r.P)
	return out
}

func gray(d *data) numbers {
	out := numbers{}
	for _, cause := range names {
		r, err := competing.Gray(d.exits(), d.groups, cause)
		if err != nil {
			return nil
		}
		out.add(r.Score...)
		out.opt(r.Chi2, r.P)
	}
	return out
}

func rate(d *data) numbers {
	r, err := rates.Of(d.tenures, 0.95)
	if err != nil {
		return nil
	}
	var out numbers
	out.add(float64(r.Events), r.Time)
	out.opt(r.Rate, r.Lower, r.Upper, r.LogLower, r.LogUpper)
	return out
}

// rateBands are rates by tenure.
func rateBands(weights bool) measure {
	return func(d *data) numbers {
		list, err := rates.WeightedBands(d.tenures, d.weightsIf(weights), []float64{0, 3 * d.unit, 8 * d.unit}, 0.95)
		if err != nil {
			return nil
		}
		var out numbers
		for _, r := range list {
			out.add(r.EventsWeight, r.Time)
			out.opt(r.Rate, r.Lower, r.Upper, r.LogLower, r.LogUpper)
		}
		return out
	}
}

// againstReference is what was observed and what a reference would have given.
func againstReference(weights bool) measure {
	return func(d *data) numbers {
		ref, err := rates.WeibullReference(6*d.unit, 1.3)
		if err != nil {
			return nil
		}
		c, err := rates.CompareTenures(d.tenures, d.weightsIf(weights), slices.Repeat([]*rates.Reference{ref}, len(d.tenures)), 0.95)
		if err != nil {
			return nil
		}
		var out numbers
		out.add(c.ObservedWeight, c.Expected)
		out.opt(c.Ratio, c.Lower, c.Upper, c.P, c.Z, c.ZP, c.ZWu, c.ZWuP)
		return out
	}
}

// weightsIf are the weights, or nil.
func (d *data) weightsIf(asked bool) []float64 {
	if asked {
		return d.weights
	}
	return nil
}

// groupsIf are the columns of the groups.
func (d *data) groupsIf(weights bool) *design.Matrix {
	if weights {
		return d.weightedFactor()
	}
	return d.factor(d.groups)
}

func lifeTable(d *data) numbers {
	rows, err := survival.LifeTable(d.tenures, []float64{0, 2 * d.unit, 5 * d.unit, 9 * d.unit, 40 * d.unit})
	if err != nil {
		return nil
	}
	var out numbers
	for _, r := range rows {
		out.add(float64(r.AtStart), float64(r.Events), float64(r.Censored))
		out.opt(r.Survival, r.StdErr)
	}
	return out
}

// resampled draws clusters, or rows, twenty times.
func resampled(d *data) numbers {
	var out numbers
	for _, s := range []survival.Sample{d.sample(), {Tenures: d.tenures, Clusters: d.clusters}} {
		set, err := bootstrap.Curve(s, nil, bootstrap.Ask{At: d.at[:1], Quantiles: []float64{0.5}}, bootstrap.Options{Replicates: 20, Workers: 1})
		if err != nil {
			return nil
		}
		for _, r := range set.Results {
			out.opt(r.Estimate, r.StdErr, r.PercentileLower, r.BCaUpper)
		}
	}
	return out
}

// weightedFactor is factor of the groups, in which rows of weight 0 make no
// column of their own.
func (d *data) weightedFactor() *design.Matrix {
	groups := slices.Clone(d.groups)
	for i := range groups {
		if d.weights[i] == 0 {
			groups[i] = d.groups[slices.Index(d.weights, slices.Max(d.weights))]
		}
	}
	return d.factor(groups)
}

func (d *data) factor(groups []string) *design.Matrix {
	x, err := design.New(len(d.tenures), design.Factor("group", groups))
	if err != nil {
		panic(err)
	}
	return x
}

func coxModel(ties cox.Ties, weights, clusters bool) measure {
	return func(d *data) numbers {
		data := cox.Data{Tenures: d.tenures, X: d.groupsIf(weights), Strata: d.strata, Weights: d.weightsIf(weights)}
		if clusters {
			data.Cluster = d.clusters
		}
		m, err := cox.Fit(data, cox.Options{Ties: ties})
		if err != nil {
			return nil
		}
		var list []estimate
		for _, c := range m.Coefficients {
			list = append(list, estimate{c.Estimate, c.StdErr})
			if clusters {
				list = append(list, estimate{c.Estimate, c.RobustStdErr})
			}
		}
		return fitted(m.LogLikNull, m.LogLik, list)
	}
}

func discrete(link hazard.Link, weights, clusters bool) measure {
	return func(d *data) numbers {
		data := hazard.Data{Tenures: d.tenures, X: d.groupsIf(weights), Weights: d.weightsIf(weights)}
		if clusters {
			data.Cluster = d.clusters
		}
		table, err := hazard.Tabulate(data, []int{0, 4})
		if err != nil {
			return nil
		}
		m, err := table.Fit(hazard.Options{Link: link})
		if err != nil {
			return nil
		}
		var list []estimate
		for _, c := range m.Coefficients {
			list = append(list, estimate{c.Estimate, c.StdErr})
			if clusters {
				list = append(list, estimate{c.Estimate, c.RobustStdErr})
			}
		}
		return fitted(m.LogLikNull, m.LogLik, list)
	}
}

func weibull(weights bool) measure {
	return func(d *data) numbers {
		m, err := parametric.Fit(parametric.Data{Rows: parametric.Exact(d.tenures), X: d.groupsIf(weights),
			Weights: d.weightsIf(weights)}, parametric.Options{})
		if err != nil {
			return nil
		}
		if !m.LogLikNull.OK || !m.LogSigma.OK {
			return numbers{}
		}
		var list []estimate
		for _, c := range m.Coefficients {
			list = append(list, estimate{c.Estimate, c.StdErr})
		}
		out := fitted(m.LogLikNull.V, m.LogLik, list)
		if len(out) == 2 {
			return out[:1] // the likelihood may have no maximum
		}
		return out
	}
}

func subdistribution(weights, clusters bool) measure {
	return func(d *data) numbers {
		data := finegray.Data{Tenures: d.tenures, Causes: d.causes, X: d.groupsIf(weights), Weights: d.weightsIf(weights)}
		if clusters {
			data.Cluster = d.clusters
		}
		m, err := finegray.Fit(data, finegray.Options{Cause: "a"})
		if err != nil {
			return nil
		}
		var list []estimate
		for _, c := range m.Coefficients {
			list = append(list, estimate{c.Estimate, c.StdErr})
		}
		return fitted(m.LogLikNull, m.LogLik, list)
	}
}

// turnbull takes each stop as known to the unit.
func turnbull(weights bool) measure {
	return func(d *data) numbers {
		e, err := interval.Sample{Tenures: d.intervals(), Weights: d.weightsIf(weights)}.Turnbull()
		if err != nil {
			return nil
		}
		var out numbers
		out.add(e.Weight)
		for _, t := range d.at {
			lower, upper := e.At(t)
			out.add(lower, upper)
		}
		return out
	}
}

func (d *data) intervals() []interval.Tenure {
	var list []interval.Tenure
	for _, t := range d.tenures {
		x := interval.Tenure{Entry: t.Entry, Left: t.Exit, Right: math.Inf(1)}
		if t.Stopped {
			x.Left, x.Right = t.Exit-d.unit, t.Exit
		}
		list = append(list, x)
	}
	return list
}
