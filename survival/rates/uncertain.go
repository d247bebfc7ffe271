package rates

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"

	"github.com/varighet/varighet"
)

// An Uncertain comparison is what holds of a ratio of observed to expected stops where what
// is expected was estimated too, from a reference in which so many stopped.
type Uncertain struct {
	Stops        float64 // of the reference; of several, those of one that would be as exact
	Lower, Upper varighet.Opt[float64]
	P            varighet.Opt[float64] // two-sided, of a ratio of 1, in keeping with the limits
}

// WithReference allows a comparison for a reference that rests on so many stops, which must
// be others than those observed. Given how many there are of both, those observed are
// binomial, so that with O observed, E expected and D stops of the reference [1]
//
//	lower = D/E · L/(1 − L)   with L = B(tail; O, D+1), a quantile of the beta distribution
//	upper = D/E · (1 − U)/U   with U = B(tail; D, O+1)
//
// They are exact for a reference of one hazard, and come to those of [Compare] as D grows.
// It returns an error where there are no limits to widen.
//
// [1] Przyborowski J, Wilenski H (1940). Biometrika 31:313–323.
func (c Comparison) WithReference(stops, conf float64) (Uncertain, error) {
	if !c.Lower.OK || !(stops > 0) || math.IsInf(stops, 0) {
		return Uncertain{}, fmt.Errorf("%d observed against a reference of %v stops", c.Observed, stops)
	}
	if err := checkLevel(conf); err != nil {
		return Uncertain{}, err
	}
	u, seen, tail, scale := Uncertain{Stops: stops, Lower: varighet.Some(0.)}, c.ObservedWeight, (1-conf)/2, stops/c.Expected
	if seen > 0 {
		low := mathext.InvRegIncBeta(seen, stops+1, tail)
		u.Lower = finite(scale * low / (1 - low))
	}
	high := mathext.InvRegIncBeta(stops, seen+1, tail)
	u.Upper = finite(scale * (1 - high) / high)
	share := c.Expected / (c.Expected + stops) // of all stops, if the ratio is 1
	asMany, asFew := 1.0, mathext.RegIncBeta(stops, seen+1, 1-share)
	if seen > 0 {
		asMany = mathext.RegIncBeta(seen, stops+1, share)
	}
	u.P = varighet.Some(min(1, 2*min(asMany, asFew)))
	return u, nil
}

// EffectiveStops is how many stops of a reference with one hazard would make what is expected as
// exact as it is where the reference's hazard at each time t is d_t stops of n_t at risk, and
// w_t of those that are compared are at risk there:
//
//	(Σ w_t d_t/n_t)² / Σ w_t² d_t/n_t²
//
// The slices have one element a time. Stops of the reference where nobody is compared say
// nothing, and do not count. It is missing where nothing is expected.
func EffectiveStops(compared, stops, atRisk []float64) varighet.Opt[float64] {
	expected, variance := 0.0, 0.0
	for i, w := range compared {
		if stops[i] > 0 {
			expected += w * stops[i] / atRisk[i]
			variance += w / atRisk[i] * w / atRisk[i] * stops[i]
		}
	}
	return finite(expected * expected / variance)
}
