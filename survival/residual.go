package survival

import (
	"fmt"
	"math"
	"slices"
	"sort"

	"github.com/varighet/varighet"
)

// A Residual says when a share of those who hold a position today will have
// left, if the curve goes on to hold.
type Residual struct {
	P    float64               // the share
	N    int                   // of today's holders that the curve can say something about
	Time varighet.Opt[float64] // from today; missing = not within what the curve covers

	// Lower and Upper are limits of Time at the curve's level and on its scale;
	// missing = not reached by the limit.
	Lower, Upper varighet.Opt[float64]

	// LeftOut holders have a tenure at which the curve is not known (after its
	// end, or where it has come to 0).
	LeftOut int
	Reason  string // why there is no Time; "" if there is
}

// Residual returns the time from today by which the share p, strictly between 0
// and 1, of those in place today will have left. elapsed has the tenure of each
// up to now. It is the smallest h with
//
//	Q(h) = 1/N Σ S(e+h)/S(e) <= 1 − p   over the tenures e
//
// the residual median for p = ½: a number to plan by. It is neither the median
// tenure of new starters nor the tenure of today's holders so far. Where e + h
// is after the curve's end the holder counts as still there, so Time is rather
// late than early. With one tenure it is the time left for who has come so far.
//
// The limits are the first h at which the lower and the upper limit of Q come
// down to 1 − p, as for [Curve.Quantile]. The variance of Q is that of the curve,
// by the delta method: with v(t) what time t adds to the variance of log S
// (Greenwood's d/(n(n−d)), or a robust one),
//
//	var Q(h) = Σ v(t) (1/N Σ S(e+h)/S(e) over tenures with e < t <= e+h)²
//
// The curve may have weights: d and n are their sums then. elapsed has none; who
// stands for two is there twice.
//
// The limits say how well the curve is known. Today's holders are taken as they are,
// and their leaving by chance earlier or later comes on top. There are no limits
// from beta-product curves, nor from robust ones of a single cluster.
//
// Q and its limits are looked at, over all tenures and points, at each h at which Q
// changes: at most as many as there are whole months, but one for each tenure and each
// stop where times hardly repeat. Thousands of such tenures take long; round them, or
// take a sample of them.
func (c *Curve) Residual(elapsed []float64, p float64) (Residual, error) {
	r := Residual{P: p}
	if !(p > 0 && p < 1) {
		return r, fmt.Errorf("the share %v is not between 0 and 1", p)
	}
	w := waiting{curve: c}
	for _, e := range slices.Sorted(slices.Values(elapsed)) {
		if !(e >= 0) || math.IsInf(e, 0) {
			return r, fmt.Errorf("%v is not a tenure", e)
		}
		if !w.add(e) {
			r.LeftOut++
		}
	}
	if r.N = w.n; r.N == 0 {
		r.Reason = "nobody has a tenure that the curve covers"
		return r, nil
	}
	limits := newLimiter(Options{c.ConfLevel, c.ConfType})
	known := limits.z > 0 && c.ConfType != BetaProduct && (c.influence == nil || c.influence.defined())
	mark := func(at *varighet.Opt[float64], h float64, q varighet.Opt[float64]) {
		if !at.OK && q.OK && q.V <= (1-p)*(1+1e-12) {
			*at = varighet.Some(h)
		}
	}
	for _, h := range w.steps() {
		q := w.still(h)
		var lower, upper varighet.Opt[float64]
		if known && q > 0 {
			lower, upper = limits.of(min(q, 1), w.logError(h, q))
		}
		mark(&r.Lower, h, lower)
		mark(&r.Time, h, varighet.Some(q))
		mark(&r.Upper, h, upper)
		if r.Time.OK && (r.Upper.OK || !known || q == 0) {
			return r, nil
		}
	}
	if !r.Time.OK {
		r.Reason = "the curve does not come down so far"
	}
	return r, nil
}

// A waiting is today's holders: how many have each tenure.
type waiting struct {
	curve   *Curve
	tenures []reachedTenure // ascending
	n       int
}

type reachedTenure struct {
	time     float64
	holders  float64
	first    int     // the first of the curve's points after it
	survival float64 // S there
}

// add adds a holder, tenures ascending; false if the curve says nothing of it.
func (w *waiting) add(e float64) bool {
	points := w.curve.Points
	if len(points) == 0 || e < w.curve.From || e > points[len(points)-1].Time {
		return false
	}
	k := len(w.tenures) - 1
	if k < 0 || w.tenures[k].time != e {
		t := reachedTenure{time: e, first: w.curve.pointsUpTo(e)}
		if t.survival = w.curve.after(t.first); t.survival == 0 {
			return false
		}
		w.tenures = append(w.tenures, t)
		k++
	}
	w.tenures[k].holders++
	w.n++
	return true
}

// steps are the times from today at which anything changes, ascending.
func (w *waiting) steps() []float64 {
	var steps []float64
	for _, t := range w.tenures {
		for i := t.first; i < len(w.curve.Points); i++ {
			if p := &w.curve.Points[i]; p.Events > 0 {
				steps = append(steps, p.Time-t.time)
			}
		}
	}
	slices.Sort(steps)
	return slices.Compact(steps)
}

// still is Q(h).
func (w *waiting) still(h float64) float64 {
	sum := 0.0
	for _, t := range w.tenures {
		sum += t.holders * w.curve.after(w.curve.pointsUpTo(t.time+h)) / t.survival
	}
	return sum / float64(w.n)
}

// logError is the standard error of log Q(h), q being Q(h).
func (w *waiting) logError(h, q float64) float64 {
	c := w.curve
	slopes := make([]float64, len(c.Points)+1) // of Q on log(1 − d/n) at each point: first its differences
	for _, t := range w.tenures {
		end := c.pointsUpTo(t.time + h)
		share := t.holders * c.after(end) / t.survival / float64(w.n)
		slopes[t.first] += share
		slopes[end] -= share
	}
	for i := 1; i < len(slopes); i++ {
		slopes[i] += slopes[i-1]
	}
	return math.Sqrt(max(c.logVariance(slopes[:len(c.Points)]), 0)) / q
}

// logVariance is the variance of Σ slope · log(1 − d/n) over the points.
func (c *Curve) logVariance(slopes []float64) float64 {
	if c.influence != nil {
		robust := c.robustVariance(func(i int) float64 { return slopes[i] })
		return robust[len(robust)-1]
	}
	variance, before := 0.0, 0.0
	for i := range c.Points {
		p := &c.Points[i]
		if p.Events == 0 || p.Survival == 0 {
			continue
		}
		n, d := p.AtRiskWeight, p.EventsWeight
		v := d / (n * (n - d))
		if c.hazard.OK {
			hazard := square(p.CumulativeHazardStdErr.V)
			v, before = hazard-before, hazard
		}
		variance += square(slopes[i]) * v
	}
	return variance
}

// pointsUpTo is how many points are at times up to t. A time that is that of a
// point but for rounding is taken for it.
func (c *Curve) pointsUpTo(t float64) int {
	t += tieTolerance * max(1, t)
	return sort.Search(len(c.Points), func(i int) bool { return c.Points[i].Time > t })
}

// after is S after so many points.
func (c *Curve) after(points int) float64 {
	if points == 0 {
		return 1
	}
	return c.Points[points-1].Survival
}
