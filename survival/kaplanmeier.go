package survival

import (
	"fmt"
	"math"
	"strings"

	"github.com/varighet/varighet"
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
	ta, err := tallyTied(tenures)
	if err != nil {
		return nil, err
	}
	return ta.curve(opt), nil
}

// tallyTied ties times and counts.
func tallyTied(tenures []Tenure) (*tally, error) {
	if len(tenures) == 0 {
		return nil, ErrNoTenures
	}
	if ta, whole, err := tallyWhole(tenures); whole || err != nil {
		return ta, err
	}
	if err := checkTenures(tenures); err != nil {
		return nil, err
	}
	sorted := sortTimes(tenures)
	ta := sorted.tally()
	if first, width := ta.firstOfRuns(); first != nil {
		if collapsed := collapsedBy(first, width, tenures); len(collapsed) > 0 {
			return nil, collapsedError(tenures, collapsed[0])
		}
		sorted.tieTo(first)
		ta = sorted.tally()
	}
	return ta, nil
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
	var e estimate
	e.survival = 1
	entered, nextEntry := 0, 0
	for i := range ta.exits {
		x := &ta.exits[i]
		before := entered
		for nextEntry < len(ta.entries) && ta.entries[nextEntry].time < x.time {
			nextEntry++
		}
		entered = ta.fromStart
		if nextEntry > 0 {
			entered += ta.entries[nextEntry-1].upTo
		}
		atRisk := entered - x.upTo() + x.events + x.censored

		p := &c.Points[i]
		*p = Point{Time: x.time, AtRisk: atRisk, Events: x.events, Censored: x.censored, Entered: entered - before,
			AtRiskWeight: float64(atRisk), EventsWeight: float64(x.events), CensoredWeight: float64(x.censored)}
		if ta.weights != nil {
			w := &ta.weights[i]
			p.AtRiskWeight, p.EventsWeight, p.CensoredWeight = w.atRisk, w.events, w.censored
		}
		if i > 0 && p.Events == 0 {
			p.likeBefore(&c.Points[i-1])
			continue
		}
		e.step(p)
		e.fill(p, limits)
	}
	c.Warnings = riskSetWarnings(c.Points)
	if opt.ConfType == BetaProduct {
		c.makeBetaProduct()
	}
	if inf != nil {
		c.makeRobust(limits)
	}
	return c
}

// makeRobust replaces the standard errors and limits by robust ones.
func (c *Curve) makeRobust(limits limiter) {
	logVariance := c.influence.variance(onLogSurvival(c.Points))
	hazardVariance := c.influence.variance(onHazard(c.Points, NelsonAalen))
	for i := range c.Points {
		p := &c.Points[i]
		p.CumulativeHazardStdErr = math.Sqrt(hazardVariance[i])
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
	switch c.Clusters = c.influence.clusters(); {
	case c.Clusters == 1:
		for i := range c.Points {
			if p := &c.Points[i]; p.Survival < 1 && p.Survival > 0 { // elsewhere no weight changes it
				p.withoutLimits()
			}
		}
		c.Warnings = append(c.Warnings, "one cluster: no robust standard errors or limits")
	case c.Clusters < fewClusters:
		c.Warnings = append(c.Warnings, fmt.Sprintf("only %d clusters: robust limits are too narrow with fewer than %d",
			c.Clusters, fewClusters))
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

// likeBefore takes the estimates of the point before, which nothing has changed.
func (p *Point) likeBefore(before *Point) {
	p.Survival, p.StdErr, p.Lower, p.Upper = before.Survival, before.StdErr, before.Lower, before.Upper
	p.CumulativeHazard, p.CumulativeHazardStdErr = before.CumulativeHazard, before.CumulativeHazardStdErr
}

func (e *estimate) fill(p *Point, limits limiter) {
	p.Survival = e.survival
	p.CumulativeHazard = e.hazard
	p.CumulativeHazardStdErr = math.Sqrt(e.hazardVar)
	if e.survival == 0 {
		return
	}
	seLog := math.Sqrt(e.greenwood)
	p.StdErr = varighet.Some(e.survival * seLog)
	p.Lower, p.Upper = limits.of(e.survival, seLog)
}

const staysAt0 = ", so the curve stays at 0, though longer tenures were seen"

func isStaysAt0(warning string) bool { return strings.HasSuffix(warning, staysAt0) }

// smallRiskSet is how many at risk a curve needs to be trusted without a word.
const smallRiskSet = 5

// riskSetWarnings says where a curve rests on few tenures, and whether it fell
// to 0 for good while others were still followed.
func riskSetWarnings(points []Point) []string {
	var out []string
	first, last := enoughAtRisk(points, smallRiskSet)
	if first < 0 {
		out = append(out, fmt.Sprintf("never %d at risk", smallRiskSet))
	} else {
		if first > 0 {
			out = append(out, fmt.Sprintf("fewer than %d at risk before %s", smallRiskSet, formatTime(points[first].Time)))
		}
		if n := countBelow(points[first:last+1], smallRiskSet); n > 0 {
			out = append(out, fmt.Sprintf("fewer than %d at risk at %d times between %s and %s",
				smallRiskSet, n, formatTime(points[first].Time), formatTime(points[last].Time)))
		}
		if last < len(points)-1 {
			out = append(out, fmt.Sprintf("fewer than %d at risk after %s", smallRiskSet, formatTime(points[last].Time)))
		}
	}
	for i := range points[:max(len(points)-1, 0)] {
		if points[i].Survival == 0 {
			out = append(out, fmt.Sprintf("all at risk stopped at %s%s", formatTime(points[i].Time), staysAt0))
			break
		}
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
		if points[i].AtRisk < n {
			below++
		}
	}
	return below
}
