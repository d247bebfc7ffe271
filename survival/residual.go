package survival

import (
	"fmt"
	"math"
	"slices"

	"github.com/varighet/varighet"
)

// A Residual says when a share of those who hold a position today will have
// left, if the curve goes on to hold.
type Residual struct {
	P    float64               // the share
	N    int                   // of today's holders that the curve can say something about
	Time varighet.Opt[float64] // from today; missing = not within what the curve covers

	// LeftOut holders have a tenure at which the curve is not known (after its
	// end, or where it has come to 0).
	LeftOut int
	Reason  string // why there is no Time; "" if there is
}

// Residual returns the time from today by which the share p, strictly between 0
// and 1, of those in place today will have left. elapsed has the tenure of each
// up to now. It is the smallest h with
//
//	Σ S(e+h)/S(e) <= (1 − p) N   over the tenures e
//
// the residual median for p = ½: a number to plan by. It is neither the median
// tenure of new starters nor the tenure of today's holders so far. Where e + h
// is after the curve's end the holder counts as still there, so Time is rather
// late than early. Limits can be had by resampling; see package bootstrap.
func (c *Curve) Residual(elapsed []float64, p float64) (Residual, error) {
	r := Residual{P: p}
	if !(p > 0 && p < 1) {
		return r, fmt.Errorf("the share %v is not between 0 and 1", p)
	}
	last := math.Inf(-1)
	if len(c.Points) > 0 {
		last = c.Points[len(c.Points)-1].Time
	}
	counts := map[float64]int{}
	for _, e := range elapsed {
		if !(e >= 0) || math.IsInf(e, 0) {
			return r, fmt.Errorf("%v is not a tenure", e)
		}
		if e < c.From || e > last || c.At(e).Survival == 0 {
			r.LeftOut++
			continue
		}
		r.N++
		counts[e]++
	}
	if r.N == 0 {
		r.Reason = "nobody has a tenure that the curve covers"
		return r, nil
	}
	tenures := make([]float64, 0, len(counts))
	for e := range counts {
		tenures = append(tenures, e)
	}
	slices.Sort(tenures)
	// Times at which anything changes; the answer is one of them.
	var steps []float64
	for _, e := range tenures {
		for i := range c.Points {
			if p := &c.Points[i]; p.Events > 0 && p.Time > e {
				steps = append(steps, p.Time-e)
			}
		}
	}
	slices.Sort(steps)
	steps = slices.Compact(steps)
	still := func(h float64) float64 {
		sum := 0.0
		for _, e := range tenures {
			sum += float64(counts[e]) * c.at(e+h) / c.at(e)
		}
		return sum
	}
	target := (1 - p) * float64(r.N) * (1 + 1e-12)
	i, _ := slices.BinarySearchFunc(steps, target, func(h, target float64) int {
		if still(h) > target {
			return -1
		}
		return 1
	})
	if i == len(steps) {
		r.Reason = "the curve does not come down so far"
		return r, nil
	}
	r.Time = varighet.Some(steps[i])
	return r, nil
}

// at is S at t. A time that is that of a point but for rounding is taken for it.
func (c *Curve) at(t float64) float64 {
	i, _ := slices.BinarySearchFunc(c.Points, t+tieTolerance*max(1, t), func(p Point, t float64) int {
		if p.Time <= t {
			return -1
		}
		return 1
	})
	if i == 0 {
		return 1
	}
	return c.Points[i-1].Survival
}
