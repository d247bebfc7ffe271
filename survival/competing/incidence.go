package competing

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"sort"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/internal/clusters"
)

// A Variance names how the standard error of a cumulative incidence is made.
// The three agree but for small terms; each is what some program prints.
type Variance uint8

// The variances.
const (
	// InfinitesimalJackknife sums over tenures the square of what a little more
	// weight on the tenure would do to the estimate; right with weights too, and
	// with clusters. As survfit of R's survival.
	InfinitesimalJackknife Variance = iota
	// Greenwood is the plug-in variance of the Aalen–Johansen estimate, as R's
	// etm. It needs only counts, so it can be had from counted tables.
	Greenwood
	// Aalen is the variance of R's cmprsk, which treats stops at a tied time as
	// drawn without replacement.
	Aalen
)

var varianceNames = [...]string{"jackknife", "greenwood", "aalen"}

// String is the name of the variance in files and flags.
func (v Variance) String() string {
	if int(v) >= len(varianceNames) {
		return "unknown"
	}
	return varianceNames[v]
}

// ParseVariance reads "jackknife", "greenwood" or "aalen".
func ParseVariance(s string) (Variance, bool) {
	for i, name := range varianceNames {
		if s == name {
			return Variance(i), true
		}
	}
	return 0, false
}

// ErrClusterVariance is returned where clusters meet a variance that takes each
// tenure to be on its own.
var ErrClusterVariance = errors.New("clusters need the infinitesimal jackknife: the other variances take each tenure to be on its own")

// Options are the choices that an incidence leaves open. The zero value gives
// 95 % log(−log) limits from infinitesimal-jackknife standard errors.
type Options struct {
	survival.Options
	Variance Variance
}

// An Incidence is what happened to a set of tenures: the share that has stopped
// for each cause, and the share still there.
type Incidence struct {
	N           int // tenures with a weight above 0
	EnteredLate int
	Events      int // stops for any cause
	Censored    int
	ConfLevel   float64
	ConfType    survival.ConfType
	Variance    Variance
	Clusters    int // 0 without

	Curves   []CauseCurve // one a cause, in the order of survival.OrderGroups
	Survival []float64    // Kaplan–Meier for a stop of any cause, one a point of each curve
	Warnings []string
}

// A CauseCurve is the cumulative incidence of one cause. All curves of an
// Incidence have points at the same times.
type CauseCurve struct {
	Cause  string
	Events int
	Points []Point // one a distinct Exit, ascending; before the first, the incidence is 0

	source *source
}

// A Point is a cumulative incidence at one time. A missing value is one that is
// not defined there.
type Point struct {
	Time      float64
	AtRisk    int // Entry < Time <= Exit
	Events    int // stops for this cause
	Incidence float64
	StdErr    varighet.Opt[float64]
	Lower     varighet.Opt[float64]
	Upper     varighet.Opt[float64]
}

// AalenJohansen estimates the cumulative incidence of each cause.
//
//	F_k(t) = Σ S(t_i−) d_ki/n_i   over times t_i <= t [1]
//
// with d_ki stops for cause k among the n_i at risk (Entry < t_i <= Exit), and
// S the Kaplan–Meier curve for any cause. Stops for several causes at one time
// need no order, and at a tied time stops come before censorings. Late entry
// changes the risk sets only.
//
// With weights n and d are sums of weights; a weight of 2 is the tenure twice,
// a weight of 0 leaves it out. The arguments are not changed. It returns
// survival.ErrNoTenures for none and a *survival.TenureError for the first that
// is not valid.
//
// [1] Aalen OO, Johansen S (1978). Scand J Stat 5:141–150.
func AalenJohansen(s Sample, opt Options) (*Incidence, error) {
	var err error
	if opt.Options, err = opt.Options.Complete(); err != nil {
		return nil, err
	}
	switch {
	case int(opt.Variance) >= len(varianceNames):
		return nil, fmt.Errorf("variance %d is not known", opt.Variance)
	case s.Clusters != nil && opt.Variance != InfinitesimalJackknife:
		return nil, ErrClusterVariance
	}
	ta, err := s.table()
	if err != nil {
		return nil, err
	}
	return ta.incidence(opt), nil
}

func (ta *table) incidence(opt Options) *Incidence {
	inc := &Incidence{ConfLevel: opt.ConfLevel, ConfType: opt.ConfType, Variance: opt.Variance}
	inc.Survival = ta.survival()
	ones := slices.Repeat([]float64{1}, len(ta.steps))
	for k, cause := range ta.causes {
		c := CauseCurve{Cause: cause, Points: make([]Point, len(ta.steps)), source: &source{ta, k, inc.Survival, opt}}
		cif := ta.rise(k, inc.Survival, ones)
		variance := ta.variance(opt.Variance, k, inc.Survival, cif, ones)
		for j := range ta.steps {
			st := &ta.steps[j]
			c.Events += st.events[k]
			c.Points[j] = Point{Time: st.time, AtRisk: st.atRisk, Events: st.events[k], Incidence: cif[j]}
			c.Points[j].limits(variance[j], opt.Options)
		}
		inc.Curves = append(inc.Curves, c)
		inc.Events += c.Events
	}
	inc.N, inc.EnteredLate, inc.Censored = ta.n, ta.late, ta.n-inc.Events
	inc.Warnings = ta.warnings()
	if ta.clustered {
		inc.Clusters = ta.clusters()
		if warning := clusters.Warning(inc.Clusters); warning != "" {
			inc.Warnings = append(inc.Warnings, warning)
		}
	}
	return inc
}

// survival returns S after each step.
func (ta *table) survival() []float64 {
	surv := make([]float64, len(ta.steps))
	s := 1.0
	for j := range ta.steps {
		s = ta.steps[j].keep(s)
		surv[j] = s
	}
	return surv
}

// rise returns F of cause k after each step, its jump at step j taken scale[j]
// times.
func (ta *table) rise(k int, surv, scale []float64) []float64 {
	f := make([]float64, len(ta.steps))
	sum, before := 0.0, 1.0
	for j := range ta.steps {
		if st := &ta.steps[j]; st.d[k] > 0 {
			sum += scale[j] * before * st.d[k] / st.n
		}
		f[j] = sum
		before = surv[j]
	}
	return f
}

// keep is what is left of s after the step.
func (st *step) keep(s float64) float64 {
	d := st.total()
	switch {
	case d == 0:
		return s
	case st.all:
		return 0
	}
	return s * (st.n - d) / st.n
}

// limits fills in the standard error and limits on the scale of the options.
// At an incidence of 0 there are none, but for the plain ones, which are 0.
func (p *Point) limits(variance float64, opt survival.Options) {
	if !(variance >= 0) || math.IsInf(variance, 0) {
		return
	}
	se := math.Sqrt(variance)
	p.StdErr = varighet.Some(se)
	switch {
	case p.Incidence > 0:
		p.Lower, p.Upper = opt.Limits(min(p.Incidence, 1), se/p.Incidence)
	case opt.ConfType == survival.Plain:
		p.Lower, p.Upper = varighet.Some(0.0), varighet.Some(0.0)
	}
}

// smallRiskSet is how many at risk an estimate needs to be trusted without a
// word, as for a Kaplan–Meier curve.
const smallRiskSet = 5

func (ta *table) warnings() []string {
	var list []string
	first, last := -1, -1
	for j := range ta.steps {
		if ta.steps[j].atRisk >= smallRiskSet {
			if first < 0 {
				first = j
			}
			last = j
		}
	}
	switch {
	case first < 0:
		return append(list, fmt.Sprintf("never %d at risk", smallRiskSet))
	case first > 0:
		list = append(list, fmt.Sprintf("fewer than %d at risk before %v", smallRiskSet, ta.steps[first].time))
	}
	if last < len(ta.steps)-1 {
		list = append(list, fmt.Sprintf("fewer than %d at risk after %v", smallRiskSet, ta.steps[last].time))
	}
	return list
}

// Curve returns the curve of a cause; ok is false if nobody stopped for it.
func (inc *Incidence) Curve(cause string) (c *CauseCurve, ok bool) {
	for k := range inc.Curves {
		if inc.Curves[k].Cause == cause {
			return &inc.Curves[k], true
		}
	}
	return nil, false
}

// At reads the curve at a time: the incidence is constant from a point up to
// the next, and 0, with no error, before the first. beyond is true after the
// last point, where it is only carried on and should not be shown.
func (c *CauseCurve) At(t float64) (p Point, beyond bool) {
	i := sort.Search(len(c.Points), func(i int) bool { return c.Points[i].Time > t })
	beyond = len(c.Points) == 0 || t > c.Points[len(c.Points)-1].Time
	if i == 0 {
		return Point{Time: t, StdErr: varighet.Some(0.0)}, beyond
	}
	p = c.Points[i-1]
	p.Time = t
	return p, beyond
}
