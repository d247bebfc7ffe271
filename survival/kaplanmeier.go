package survival

import (
	"fmt"
	"math"
	"sort"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival/internal/clusters"
)

// KaplanMeier estimates the survival function of tenure.
//
// A tenure is at risk at t when Entry < t <= Exit, so one that was under way
// when it came under observation counts only from the tenure it had then (left
// truncation). At a tied time stops come before censorings, and one that
// enters at t is not at risk at t. Times that differ by rounding only are tied
// first; see [TieTimes].
//
//	S(t) = Π (1 − d/n)                over times up to t at which tenures stopped [1]
//	se   = S(t) · √Σ d / (n (n − d))  Greenwood [2]
//	H(t) = Σ d/n,  its se √Σ d/n²     Nelson–Aalen [3]
//
// with d stops among n at risk. Limits are those of opt; the log(−log) ones
// keep their level in small groups where R's default, log, does not [4]. Where
// S is 0 there is no standard error and no limit.
//
// The curve has one point a distinct Exit, also after S has come to 0. tenures
// is not changed or kept. It returns ErrNoTenures for none, and a *TenureError
// for the first that is not valid.
//
// [1] Kaplan EL, Meier P (1958). J Am Stat Assoc 53:457–481.
// [2] Greenwood M (1926). Reports on Public Health and Medical Subjects 33.
// [3] Aalen O (1978). Ann Stat 6:701–726.
// [4] Borgan Ø, Liestøl K (1990). Scand J Stat 17:35–41.
func KaplanMeier(tenures []Tenure, opt Options) (*Curve, error) {
	opt, err := opt.Complete()
	if err != nil {
		return nil, err
	}
	if len(tenures) == 0 {
		return nil, ErrNoTenures
	}
	tallies, err := ungrouped(tenures).tallies(true)
	if err != nil {
		return nil, err
	}
	return tallies[0].curve(opt), nil
}

// KaplanMeierGroups estimates the curve of each of n groups: groups has the number of
// that of each tenure, from 0 to n − 1, or below 0 for one to be left out. The curves
// are those that [KaplanMeier] makes of each group's tenures, nil for a group without
// any, and they are made in one go: all processors share the work, and how many there
// are does not show in the curves. Times are tied within each group; who compares the
// groups ties them over all rows first, with [TieTimes], as the tests do.
//
// It returns a *TenureError for the first tenure of a group that is not valid.
func KaplanMeierGroups(tenures []Tenure, groups []int, n int, opt Options) ([]*Curve, error) {
	opt, err := opt.Complete()
	if err != nil {
		return nil, err
	}
	r := groupedTenures{tenures, groups, n}
	if err := r.check(); err != nil {
		return nil, err
	}
	tallies, err := r.tallies(true)
	if err != nil {
		return nil, err
	}
	curves := make([]*Curve, n)
	return curves, eachPart(n, func(g int) error {
		if tallies[g] != nil {
			curves[g] = tallies[g].curve(opt)
		}
		return nil
	})
}

func collapsedError(tenures []Tenure, i int) error {
	return &TenureError{Index: i, Tenure: tenures[i], Reason: "entry and exit differ by rounding only"}
}

// curve makes the estimates. opt must be complete.
func (ta *tally) curve(opt Options) *Curve { return ta.curveWith(opt, nil) }

// curveWith makes the estimates, with robust standard errors if there is an
// influence to make them from.
func (ta *tally) curveWith(opt Options, inf *influence) *Curve {
	last := &ta.exits[len(ta.exits)-1]
	c := &Curve{
		N: last.upTo(), Events: last.eventsUpTo, Censored: last.censoredUpTo,
		EnteredLate: last.upTo() - ta.fromStart, PersonTime: ta.personTime(),
		ConfLevel: opt.ConfLevel, ConfType: opt.ConfType, Weighted: ta.weights != nil,
		From: ta.start, Points: make([]Point, len(ta.exits)), counts: ta, influence: inf,
	}
	limits := newLimiter(opt)
	walk, e, due, few := countWalk{ta: ta}, estimate{survival: 1}, dueLimits{limiter: limits, points: c.Points}, 0
	for i := range c.Points {
		p := &c.Points[i]
		walk.to(i, p)
		few += bitOf(p.AtRisk < FewAtRisk)
		if i > 0 && p.Events == 0 {
			p.likeBefore(&c.Points[i-1])
			continue
		}
		e.step(p)
		e.fill(p)
		due.add(i, math.Sqrt(e.greenwood))
	}
	due.make(len(c.Points))
	c.Warnings = riskSetWarnings(c.Points, few)
	if opt.ConfType == BetaProduct {
		c.makeBetaProduct()
	}
	if inf != nil {
		c.makeRobust(limits)
	}
	return c
}

// A countWalk goes through the exits of a tally, from the first on.
type countWalk struct {
	ta      *tally
	entry   int // of the entries, the first that is not before the exit
	entered int // tenures with an entry before the exit
	left    exitCount
}

// to fills in what is counted at the next exit, number i.
func (w *countWalk) to(i int, p *Point) {
	ta, x := w.ta, &w.ta.exits[i]
	for w.entry < len(ta.entries) && ta.entries[w.entry].time < x.time {
		w.entry++
	}
	before := w.entered
	w.entered = ta.fromStart + ta.late(w.entry)
	p.Time, p.Entered, p.AtRisk = x.time, w.entered-before, w.entered-w.left.upTo()
	p.Events, p.Censored = x.eventsUpTo-w.left.eventsUpTo, x.censoredUpTo-w.left.censoredUpTo
	p.AtRiskWeight, p.EventsWeight, p.CensoredWeight = float64(p.AtRisk), float64(p.Events), float64(p.Censored)
	if ta.weights != nil {
		sums := &ta.weights[i]
		p.AtRiskWeight, p.EventsWeight, p.CensoredWeight = sums.atRisk, sums.events, sums.censored
	}
	w.left = *x
}

// makeRobust replaces the standard errors and limits by robust ones.
func (c *Curve) makeRobust(limits limiter) {
	logVariance := c.influence.variance(onLogSurvival(c.Points))
	hazardVariance := c.influence.variance(onHazard(c.Points, NelsonAalen))
	for i := range c.Points {
		p := &c.Points[i]
		p.CumulativeHazardStdErr = varighet.Some(math.Sqrt(hazardVariance[i]))
		if p.Survival == 0 {
			p.StdErr = varighet.Some(0.0) // no weight changes it; it still has no limits
			continue
		}
		se := math.Sqrt(logVariance[i])
		p.StdErr = varighet.Some(p.Survival * se)
		p.Lower, p.Upper = limits.of(p.Survival, se)
	}
	if !c.influence.clustered {
		return
	}
	c.Clusters = c.influence.clusters()
	if c.Clusters == 1 {
		c.forgetErrors()
	}
	if warning := clusters.Warning(c.Clusters); warning != "" {
		c.Warnings = append(c.Warnings, warning)
	}
}

// forgetErrors takes away the standard errors and limits of what a single cluster was
// estimated from, but where no weight changes it.
func (c *Curve) forgetErrors() {
	for i := range c.Points {
		p := &c.Points[i]
		if p.Survival < 1 && p.Survival > 0 {
			p.withoutLimits()
		}
		if p.CumulativeHazard > 0 {
			p.CumulativeHazardStdErr = varighet.Opt[float64]{}
		}
	}
}

// withoutLimits takes away the standard error and the limits.
func (p *Point) withoutLimits() {
	p.StdErr, p.Lower, p.Upper = varighet.Opt[float64]{}, varighet.Opt[float64]{}, varighet.Opt[float64]{}
}

// An estimate is the running state of a curve.
type estimate struct {
	survival  float64
	greenwood float64 // Σ d / (n (n − d)), the variance of log S
	hazard    float64 // Σ d/n
	hazardVar float64 // Σ d/n²
}

func (e *estimate) step(p *Point) {
	if p.Events == 0 {
		return
	}
	n, d := p.AtRiskWeight, p.EventsWeight
	left := n - d
	if p.Events == p.AtRisk || !(left > 0) {
		left = 0 // but for rounding of weights
	}
	e.survival *= left / n
	e.greenwood += d / (n * left) // +Inf once S is 0
	e.hazard += d / n
	e.hazardVar += d / (n * n)
}

// likeBefore takes the estimates of the point before, which nothing has changed, but
// for limits.
func (p *Point) likeBefore(before *Point) {
	p.Survival, p.StdErr = before.Survival, before.StdErr
	p.CumulativeHazard, p.CumulativeHazardStdErr = before.CumulativeHazard, before.CumulativeHazardStdErr
}

// fill fills in what is estimated, but for limits.
func (e *estimate) fill(p *Point) {
	p.Survival = e.survival
	p.CumulativeHazard = e.hazard
	p.CumulativeHazardStdErr = varighet.Some(math.Sqrt(e.hazardVar))
	if e.survival > 0 {
		p.StdErr = varighet.Some(e.survival * math.Sqrt(e.greenwood))
	}
}

const staysAt0 = ", so the curve stays at 0, though longer tenures were seen"

func isStaysAt0(warning string) bool { return strings.HasSuffix(warning, staysAt0) }

// riskSetWarnings says where a curve rests on few tenures, and whether it fell
// to 0 for good while others were still followed. few is at how many points few are
// at risk.
func riskSetWarnings(points []Point, few int) []string {
	var out []string
	first, last := enoughAtRisk(points, FewAtRisk)
	if first < 0 {
		out = append(out, fmt.Sprintf("never %d at risk", FewAtRisk))
	} else {
		if first > 0 {
			out = append(out, fmt.Sprintf("fewer than %d at risk before %s", FewAtRisk, formatTime(points[first].Time)))
		}
		if n := few - first - (len(points) - 1 - last); n > 0 {
			out = append(out, fmt.Sprintf("fewer than %d at risk at %d times between %s and %s",
				FewAtRisk, n, formatTime(points[first].Time), formatTime(points[last].Time)))
		}
		if last < len(points)-1 {
			out = append(out, fmt.Sprintf("fewer than %d at risk after %s", FewAtRisk, formatTime(points[last].Time)))
		}
	}
	at0 := sort.Search(len(points), func(i int) bool { return points[i].Survival == 0 })
	if at0 < len(points)-1 {
		out = append(out, fmt.Sprintf("all at risk stopped at %s%s", formatTime(points[at0].Time), staysAt0))
	}
	return out
}

// enoughAtRisk returns the first and last point with at least n at risk, or −1.
func enoughAtRisk(points []Point, n int) (first, last int) {
	for first < len(points) && points[first].AtRisk < n {
		first++
	}
	if first == len(points) {
		return -1, -1
	}
	last = len(points) - 1
	for points[last].AtRisk < n {
		last--
	}
	return first, last
}

func countBelow(points []Point, n int) int {
	below := 0
	for i := range points {
		below += bitOf(points[i].AtRisk < n)
	}
	return below
}
