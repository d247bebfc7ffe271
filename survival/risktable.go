package survival

import (
	"math"
	"sort"

	"github.com/varighet/varighet"
)

// At reads the curve at time t. S is a step function: the value at a point
// holds up to, and not including, the next; before the first point S and both
// limits are 1 (a beta-product lower limit is below). AtRisk counts the tenures with Entry < t <= Exit, also between
// points, which is the number for a risk table; with late entry it differs
// from what R's summary(survfit) prints, the number at risk at the next point.
func (c *Curve) At(t float64) SurvivalAt {
	at := SurvivalAt{Time: t, Survival: 1}
	if len(c.Points) == 0 || math.IsNaN(t) || t < c.From {
		at.Beyond = true
		return at
	}
	at.Beyond = t > c.Points[len(c.Points)-1].Time
	if c.counts != nil {
		at.AtRisk = c.counts.atRisk(t)
	}
	i := sort.Search(len(c.Points), func(i int) bool { return c.Points[i].Time > t })
	if i == 0 {
		at.StdErr, at.Lower, at.Upper = varighet.Some(0.0), varighet.Some(1.0), varighet.Some(1.0)
		if c.ConfType == BetaProduct {
			at.Lower = varighet.Some(c.betaProductStart(t))
		}
		return at
	}
	p := &c.Points[i-1]
	at.Survival, at.StdErr, at.Lower, at.Upper = p.Survival, p.StdErr, p.Lower, p.Upper
	return at
}

// RiskCounts returns a column of a risk table for each of the times.
func (c *Curve) RiskCounts(times []float64) []RiskCount {
	out := make([]RiskCount, len(times))
	for i, t := range times {
		out[i].Time = t
		if c.counts == nil || math.IsNaN(t) || t < c.From {
			continue
		}
		r := &out[i]
		r.Entered = c.counts.enteredBefore(t)
		r.Events, r.Censored = c.counts.exitedBefore(t)
		r.AtRisk = r.Entered - r.Events - r.Censored
	}
	return out
}
