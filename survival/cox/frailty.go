package cox

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/internal/caseweight"
	"github.com/varighet/varighet/survival/internal/gammamixed"
	"github.com/varighet/varighet/survival/internal/newton"
	"github.com/varighet/varighet/survival/internal/search"
)

// A FrailtyModel is a Cox model in which all rows of a cluster, such as a
// municipality, share a factor on their hazard that covariates do not explain.
type FrailtyModel struct {
	N, Events int // rows with a weight above 0, and those of them that stopped
	Ties      Ties
	ConfLevel float64

	// Variance is θ, that of the clusters' factors, whose mean is 1; with limits by
	// the profile of the likelihood (the lower is 0 where the likelihood does not
	// fall far enough on the way there), and P of the likelihood ratio test of
	// θ = 0, which counts half since θ cannot be negative.
	Variance           float64
	VarianceLower      float64
	VarianceUpper      varighet.Opt[float64]
	P                  varighet.Opt[float64]
	LogLikNull, LogLik float64 // without frailty, and integrated over it, at the estimates
	Coefficients       []Coefficient
	Clusters           []Frailty // in the order of survival.OrderGroups
	Warnings           []string

	em *frailtyEM
}

// A Frailty is what is known of one cluster's factor: by how much its tenures
// stop faster than others with the same covariates, drawn toward 1 the more the
// less it has to say (empirical Bayes). Limits are those of its distribution
// given the data, θ and β being taken as known.
type Frailty struct {
	Cluster        string
	N              int
	Observed       int     // stops
	ObservedWeight float64 // the same as a sum of weights
	Expected       float64 // stops, as a sum of weights, were its factor 1

	Factor, Lower, Upper float64
}

// FitFrailty fits a Cox model with a gamma frailty for each of data.Cluster.
//
// With θ given, u_i the factor of cluster i, D_i its stops and Λ_i its expected
// ones, the steps [1]
//
//	u_i = (1/θ + D_i)/(1/θ + Λ_i)
//	β, Λ from a Cox model with log u as offset
//
// are taken in turn until the likelihood, integrated over u, rises no more; θ
// is where that is greatest [2]. Standard errors of β are from the information
// on β and log u together, penalised by the frailties' distribution, at θ [2].
//
// With late entry, the clusters' factors are taken to have the same
// distribution as at the start: right where clusters are in the data whatever
// their tenures, as municipalities in a register are; not where a cluster is
// there because some of it lasted.
//
// With weights, what a row adds to the log-likelihood given u is multiplied by
// its weight, so that D_i and Λ_i are sums of weights; u itself is one factor a
// cluster, whatever its rows weigh. With Breslow's ties a row of weight 2 is the
// row twice; of Efron's, see [Data].Weights. Clusters with rows of weight 0 only
// are left out. At a given θ, factors and β are those of coxph(weights =,
// frailty(theta =)) with Breslow's ties; the θ that R finds is another with
// weights, since it counts the stops of a cluster in rows there.
//
// Exact ties and Firth's penalty cannot be had. It returns the errors of [Fit], a
// *[varighet.Problem] of code [design.OneLevel] for one cluster, and an error also
// where the model without frailty has no estimate.
//
// [1] Klein JP (1992). Biometrics 48:795–806.
// [2] Therneau TM, Grambsch PM, Pankratz VS (2003). J Comput Graph Stat 12:156–175.
func FitFrailty(data Data, opt Options) (*FrailtyModel, error) {
	if data.Cluster == nil || opt.Ties == Exact || opt.Firth {
		return nil, errors.New("a frailty model takes clusters, and no exact ties or penalty")
	}
	opt, err := opt.complete()
	if err != nil {
		return nil, err
	}
	if err := data.check(opt); err != nil {
		return nil, err
	}
	if data, err = data.counted(); err != nil {
		return nil, err
	}
	plain := data
	plain.Cluster = nil
	base, err := Fit(plain, opt)
	if err != nil {
		return nil, err
	}
	if why := base.defined(); why != "" {
		return nil, errors.New("no frailty model: " + why)
	}
	em, err := newFrailtyEM(base, data)
	if err != nil {
		return nil, err
	}
	f := &FrailtyModel{N: base.N, Events: base.Events, Ties: base.Ties, ConfLevel: base.ConfLevel,
		LogLikNull: base.LogLik, Warnings: base.Warnings, em: em}
	if len(em.names) < 2 {
		return nil, &varighet.Problem{Code: design.OneLevel, Msg: "no model: there is one cluster, so that there is nothing to compare",
			Hint: "name a column with several, such as the municipality"}
	}
	f.findVariance()
	f.describe(base)
	if !caseweight.Whole(data.Weights) {
		f.warn(caseweight.Fractional)
	}
	return f, nil
}

// counted returns the rows with a weight above 0.
func (d Data) counted() (Data, error) {
	rows, all := caseweight.Counted(d.Weights)
	if all {
		return d, nil
	}
	if len(rows) == 0 {
		return d, survival.ErrNoTenures
	}
	return Data{Tenures: caseweight.Pick(d.Tenures, rows), X: d.X.Select(rows), Strata: caseweight.Pick(d.Strata, rows),
		Cluster: caseweight.Pick(d.Cluster, rows), Weights: caseweight.Pick(d.Weights, rows)}, nil
}

// A frailtyEM holds the state of the search: β, log u and expected stops.
type frailtyEM struct {
	c     *cohort
	ps    *pass
	of    []int32 // cluster of each row
	names []string
	group []int32 // cluster of each pattern

	n, stopped []int     // rows of each cluster, and those that stopped
	stops      []float64 // D: the same as a sum of weights
	expected   []float64 // Λ: at factor 1
	log        []float64 // log u
	beta       []float64
}

func newFrailtyEM(base *Model, data Data) (*frailtyEM, error) {
	names := survival.OrderGroups(distinctLabels(data.Cluster))
	at := map[string]int{}
	for i, l := range names {
		at[l] = i
	}
	of := make([]int, len(data.Cluster))
	for i, l := range data.Cluster {
		of[i] = at[l]
	}
	c, err := newCohortBy(&data, of)
	if err != nil {
		return nil, err
	}
	c.standardise(&data, base.cohort.columns)
	k := len(names)
	em := &frailtyEM{c: c, names: names, of: make([]int32, len(of)), group: make([]int32, c.patterns),
		n: make([]int, k), stopped: make([]int, k), stops: make([]float64, k), expected: make([]float64, k), log: make([]float64, k),
		beta: append([]float64(nil), base.result.Beta...)}
	for i := range c.rows {
		em.of[i] = int32(of[i])
		em.group[c.rows[i].pattern] = int32(of[i])
		em.n[of[i]]++
		if c.rows[i].stopped {
			em.stopped[of[i]]++
			em.stops[of[i]] += c.rows[i].weight
		}
	}
	c.offset = make([]float64, c.patterns)
	em.ps = c.newPass(base.Ties == Efron)
	return em, nil
}

func distinctLabels(labels []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, l := range labels {
		if !seen[l] {
			seen[l] = true
			out = append(out, l)
		}
	}
	return out
}

// at returns the integrated log-likelihood at θ, where the steps have led.
func (em *frailtyEM) at(theta float64) float64 {
	const steps = 2000
	before := math.Inf(-1)
	for range steps {
		ll := em.step(theta)
		if math.Abs(ll-before) < 1e-10*(1+math.Abs(ll)) || math.IsNaN(ll) {
			return ll
		}
		before = ll
	}
	return before
}

// step takes one of each of the two steps.
func (em *frailtyEM) step(theta float64) float64 {
	c := em.c
	for g := range c.offset {
		c.offset[g] = em.log[em.group[g]]
	}
	score, info := make([]float64, c.p), newton.NewSym(c.p)
	em.ps.partial(em.beta, score, info)
	if move, ok := newton.Solve(info, score); ok {
		for j := range move {
			em.beta[j] += max(-2, min(2, move[j]))
		}
	}
	ll := em.ps.partial(em.beta, score, info)
	h := hazardsOf(em.ps, em.beta)
	clear(em.expected)
	for i := range c.rows {
		r := &c.rows[i]
		seen := 0.0
		if r.stopped {
			seen = 1
		}
		em.expected[em.of[i]] += r.weight * (seen - h.martingale(r))
	}
	nu := 1 / theta
	ll += float64sum(em.stops)
	for i := range em.log {
		lambda := em.expected[i] / math.Exp(em.log[i])
		em.expected[i] = lambda
		ll += gammamixed.LogMean(nu, em.stops[i], lambda) - em.stops[i]*em.log[i]
		em.log[i] = math.Log((nu + em.stops[i]) / (nu + lambda))
	}
	return ll
}

func float64sum(v []float64) float64 {
	s := 0.0
	for _, x := range v {
		s += x
	}
	return s
}

// Bounds of the search for θ.
const (
	leastVariance = 1e-5
	mostVariance  = 100
)

// findVariance searches θ by golden sections on its logarithm, and its limits.
func (f *FrailtyModel) findVariance() {
	at := func(x float64) float64 { return f.em.at(math.Exp(x)) }
	lo, hi := math.Log(leastVariance), math.Log(float64(mostVariance))
	best, top := search.Top(at, lo, hi, 12, 1e-4)
	f.Variance = math.Exp(best)
	if f.Variance <= 1.05*leastVariance || top <= f.LogLikNull {
		f.Variance, top = leastVariance, at(lo)
		best = lo
	}
	f.LogLik = max(top, f.LogLikNull)
	f.P = varighet.Some(distuv.ChiSquared{K: 1}.Survival(2*(f.LogLik-f.LogLikNull)) / 2)
	fall := f.LogLik - distuv.ChiSquared{K: 1}.Quantile(f.ConfLevel)/2
	if f.LogLikNull < fall {
		f.VarianceLower = math.Exp(search.Cross(at, best, lo, fall, 1e-3))
	}
	if at(hi) < fall {
		f.VarianceUpper = varighet.Some(math.Exp(search.Cross(at, best, hi, fall, 1e-3)))
	}
	at(best) // leave β and u there
	if f.Variance == leastVariance {
		f.Variance = 0
		f.warn("no variance between clusters beyond chance: every factor is 1")
	}
}

func (f *FrailtyModel) warn(text string) { f.Warnings = append(f.Warnings, text) }

func (f *FrailtyModel) describe(base *Model) {
	em := f.em
	nu := math.Inf(1)
	if f.Variance > 0 {
		nu = 1 / f.Variance
	}
	tail := (1 - f.ConfLevel) / 2
	for i, name := range em.names {
		x := Frailty{Cluster: name, N: em.n[i], Observed: em.stopped[i], ObservedWeight: em.stops[i], Expected: em.expected[i],
			Factor: 1, Lower: 1, Upper: 1}
		if f.Variance > 0 {
			g := distuv.Gamma{Alpha: nu + em.stops[i], Beta: nu + em.expected[i]}
			x.Factor, x.Lower, x.Upper = g.Alpha/g.Beta, g.Quantile(tail), g.Quantile(1-tail)
		}
		f.Clusters = append(f.Clusters, x)
	}
	cov := base.naive
	if f.Variance > 0 {
		if cov = em.covariance(nu); cov == nil {
			f.warn("no standard errors: there are too many clusters and times, or the information is singular")
		}
	}
	z := distuv.UnitNormal.Quantile(1 - tail)
	for j, k := range base.Coefficients {
		at, kept := base.at[j]
		if k = (Coefficient{Column: k.Column, Reason: k.Reason}); kept {
			k.Reason = ""
			b := em.beta[at] / em.c.scale[at]
			k.Estimate, k.HazardRatio = finite(b), finite(math.Exp(b))
			if cov != nil && cov.At(at, at) > 0 {
				se := math.Sqrt(cov.At(at, at)) / em.c.scale[at]
				k.StdErr = finite(se)
				k.Lower, k.Upper = finite(math.Exp(b-z*se)), finite(math.Exp(b+z*se))
				k.Z, k.P = finite(b/se), finite(math.Erfc(math.Abs(b/se)/math.Sqrt2))
			} else {
				k.Reason = "no standard error: there are too many clusters and times, or the information is singular"
			}
		}
		f.Coefficients = append(f.Coefficients, k)
	}
}

// frailtyWork is how many operations the information on all log u may take.
const frailtyWork = 4e9

// covariance is that of β from the information on (log u, β), with ν·u added
// for each log u: the second derivative of the gamma density's logarithm.
func (em *frailtyEM) covariance(nu float64) *mat.SymDense {
	k, p := len(em.names), em.c.p
	if float64(em.c.events())*float64(k*k) > frailtyWork {
		return nil
	}
	wide := em.wideCohort()
	info := make([]float64, c2(k+p))
	ps := wide.newPass(em.ps.efron)
	beta := append(append([]float64(nil), em.log...), em.beta...)
	if !ps.run(beta, func(ev *event) { ev.information(info, 1) }) {
		return nil
	}
	full := newton.NewSym(k + p)
	unpack(info, full)
	for i := range k {
		full.SetSym(i, i, full.At(i, i)+nu*math.Exp(em.log[i]))
	}
	inverse, ok := newton.Invert(full)
	if !ok {
		return nil
	}
	out := newton.NewSym(p)
	for a := range p {
		for b := a; b < p; b++ {
			out.SetSym(a, b, inverse.At(k+a, k+b))
		}
	}
	return out
}

// wideCohort has an indicator of each cluster before the columns.
func (em *frailtyEM) wideCohort() *cohort {
	c := *em.c
	k := len(em.names)
	c.p, c.offset = k+em.c.p, nil
	c.z = make([]float64, c.patterns*c.p)
	for g := range c.patterns {
		c.z[g*c.p+int(em.group[g])] = 1
		copy(c.z[g*c.p+k:(g+1)*c.p], em.c.pattern(int32(g)))
	}
	return &c
}
