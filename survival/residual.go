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
	P float64 // the share
	N int     // of today's holders

	// LeftOut of them have a tenure after which the curve says nothing: that of its
	// end or more, or one at which it has come to 0, or one before its start. They are
	// in N, and count in the bounds only.
	LeftOut int

	// What does not hang on tenures that were never seen; else missing, and AtLeast
	// and AtMost are the bounds, as far as there are any.
	ResidualTimes
	AtLeast, AtMost ResidualTimes

	Reason string // why there is no Time; "" if there is
}

// ResidualTimes are from today, in the unit of the curve. Missing = not reached.
type ResidualTimes struct {
	Time         varighet.Opt[float64]
	Lower, Upper varighet.Opt[float64] // limits of Time at the curve's level and on its scale
}

func (r *ResidualTimes) all() [3]*varighet.Opt[float64] {
	return [...]*varighet.Opt[float64]{&r.Lower, &r.Time, &r.Upper}
}

// Residual returns the time from today by which the share p, strictly between 0
// and 1, of those in place today will have left. elapsed has the tenure e of each
// up to now: it has lasted longer than that, since the holder is there. It is the
// smallest h with
//
//	Q(h) = 1/N Σ S(e+h)/S(e) <= 1 − p   over the tenures e
//
// the residual median for p = ½: a number to plan by. It is neither the median
// tenure of new starters nor the tenure of today's holders so far. With one tenure
// it is the time left for who has come so far.
//
// After the curve's end S is not known, but for lying between what it is there and 0.
// So Q lies between two readings: in one all leave as soon as they have come to the
// end, in the other all stay for good. A holder whose tenure the curve does not cover
// leaves at once in the first and never in the second. Where both give the same time,
// that is the residual; where they do not, the two are AtLeast and AtMost. At least h
// means that the share leaves at h at the soonest, or just after it. The limits are
// bounded in the same way, one by one.
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
	w := waiting{curve: c}
	for _, e := range slices.Sorted(slices.Values(elapsed)) {
		if !(e >= 0) || math.IsInf(e, 0) {
			return Residual{P: p}, fmt.Errorf("%v is not a tenure", e)
		}
		w.add(e, c.pointsUpTo(e))
	}
	return w.residual(p)
}

// ResidualFrom is the time left for those who reached the tenure t: whose tenure is
// t or more, stops at t itself being counted. That is what the curve of
// [Curve.ConditionalFrom] is of, and survfit(start.time = t) of R.
func (c *Curve) ResidualFrom(t, p float64) (Residual, error) {
	if !(t >= 0) || math.IsInf(t, 0) {
		return Residual{P: p}, fmt.Errorf("%v is not a tenure", t)
	}
	w := waiting{curve: c}
	w.add(t, c.pointsBefore(t))
	return w.residual(p)
}

// Reached is the share that reached the tenure t: of tenures of t or more. It is missing
// after the curve's end, and before its start.
func (c *Curve) Reached(t float64) (share varighet.Opt[float64]) {
	if k := c.pointsBefore(t); t >= c.From && k < len(c.Points) {
		share = varighet.Some(c.after(k))
	}
	return share
}

// residual is the time by which a share has left.
func (w *waiting) residual(p float64) (Residual, error) {
	r := Residual{P: p, N: w.n, LeftOut: w.unknown}
	if !(p > 0 && p < 1) {
		return r, fmt.Errorf("the share %v is not between 0 and 1", p)
	}
	if w.n == 0 {
		r.Reason = "there are no holders"
		return r, nil
	}
	c := w.curve
	limits := newLimiter(Options{c.ConfLevel, c.ConfType})
	if c.ConfType == BetaProduct || c.influence != nil && !c.influence.defined() {
		limits.z = 0
	}
	soonest, latest := reading{leaving: true, share: p}, reading{share: p}
	for _, h := range w.steps() {
		w.read(&soonest, h, limits)
		w.read(&latest, h, limits)
		if soonest.done && latest.done {
			break
		}
	}
	r.between(&soonest.ResidualTimes, &latest.ResidualTimes)
	if !r.Time.OK {
		r.Reason = w.openEnd()
	}
	return r, nil
}

// between fills in what both readings have, and the bounds of the rest.
func (r *Residual) between(soonest, latest *ResidualTimes) {
	for i, to := range r.ResidualTimes.all() {
		low, high := *soonest.all()[i], *latest.all()[i]
		if low == high {
			*to = low
			continue
		}
		*r.AtLeast.all()[i], *r.AtMost.all()[i] = low, high
	}
}

// openEnd says on what the time hangs that was never seen.
func (w *waiting) openEnd() string {
	points := w.curve.Points
	end := formatTime(points[len(points)-1].Time)
	if w.unknown == 0 {
		return "it hangs on tenures after " + end + ", where the curve ends"
	}
	return fmt.Sprintf("it hangs on tenures after %s, where the curve ends; of %d in place, %d have a tenure that it does not cover",
		end, w.n, w.unknown)
}

// A reading of a curve is what becomes of those who come to its end: they leave at
// once, or stay for good.
type reading struct {
	leaving bool
	share   float64
	done    bool // nothing more can change
	ResidualTimes
}

// read goes on to the time h from today.
func (w *waiting) read(r *reading, h float64, limits limiter) {
	if r.done {
		return
	}
	q, ended := w.still(h, r.leaving)
	var lower, upper varighet.Opt[float64]
	switch {
	case limits.z <= 0:
	case q > 0:
		lower, upper = limits.of(min(q, 1), w.logError(h, q, r.leaving))
	case ended: // nobody is there, however uncertain the curve
		lower, upper = varighet.Some(0.0), varighet.Some(0.0)
	}
	for i, v := range [...]varighet.Opt[float64]{lower, varighet.Some(q), upper} {
		if at := r.all()[i]; !at.OK && v.OK && v.V <= (1-r.share)*(1+1e-12) {
			*at = varighet.Some(h)
		}
	}
	r.done = r.Time.OK && (r.Upper.OK || limits.z <= 0 || q == 0)
}

// A waiting is today's holders: how many have each tenure.
type waiting struct {
	curve   *Curve
	tenures []reachedTenure // ascending
	n       int             // all of them
	unknown int             // those of whom the curve says nothing
}

type reachedTenure struct {
	time     float64
	holders  float64
	first    int     // the first of the curve's points at which they can stop
	survival float64 // S before it
}

// add adds a holder, tenures ascending, who can stop at the curve's points from number
// first on.
func (w *waiting) add(e float64, first int) {
	w.n++
	k := len(w.tenures) - 1
	if k < 0 || w.tenures[k].time != e {
		t := reachedTenure{time: e, first: first, survival: w.curve.after(first)}
		if first == len(w.curve.Points) || e < w.curve.From || t.survival == 0 {
			w.unknown++
			return
		}
		w.tenures = append(w.tenures, t)
		k++
	}
	w.tenures[k].holders++
}

// steps are the times from today at which anything changes, ascending.
func (w *waiting) steps() []float64 {
	steps := []float64{0}
	last := len(w.curve.Points) - 1
	for _, t := range w.tenures {
		for i := t.first; i <= last; i++ {
			if p := &w.curve.Points[i]; p.Events > 0 || i == last {
				steps = append(steps, max(p.Time-t.time, 0))
			}
		}
	}
	slices.Sort(steps)
	return slices.Compact(steps)
}

// still is Q(h), or where those leave who have come to the curve's end, Q just after h;
// ended says whether any did.
func (w *waiting) still(h float64, leaving bool) (q float64, ended bool) {
	sum := 0.0
	if !leaving {
		sum = float64(w.unknown)
	}
	for _, t := range w.tenures {
		end := w.curve.pointsUpTo(t.time + h)
		if leaving && w.curve.atOpenEnd(end) {
			ended = true
			continue
		}
		sum += t.holders * w.curve.after(end) / t.survival
	}
	return sum / float64(w.n), ended || leaving && w.unknown > 0
}

// atOpenEnd reports whether so many points are all, and the curve has not come to 0.
func (c *Curve) atOpenEnd(points int) bool { return points == len(c.Points) && c.after(points) > 0 }

// logError is the standard error of log Q(h), q being Q(h).
func (w *waiting) logError(h, q float64, leaving bool) float64 {
	c := w.curve
	slopes := make([]float64, len(c.Points)+1) // of Q on log(1 − d/n) at each point: first its differences
	for _, t := range w.tenures {
		end := c.pointsUpTo(t.time + h)
		if leaving && c.atOpenEnd(end) {
			continue
		}
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

// pointsBefore is how many points are at times before t. A time that is that of a point
// but for rounding is taken for it.
func (c *Curve) pointsBefore(t float64) int {
	t -= tieTolerance * max(1, t)
	return sort.Search(len(c.Points), func(i int) bool { return c.Points[i].Time >= t })
}

// after is S after so many points.
func (c *Curve) after(points int) float64 {
	if points == 0 {
		return 1
	}
	return c.Points[points-1].Survival
}
