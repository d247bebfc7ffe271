package funnel

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// A Dispersion says whether units differ by more than chance, and by how much. Missing values
// are not estimated; Reason says why.
type Dispersion struct {
	Units  int     // from which it is estimated: those of which leastExpected or more were expected
	Centre float64 // the ratio from which they are taken to differ

	// ChiSquare is Σ z² and P the probability of as much by chance alone, with Units degrees
	// of freedom: the test of over-dispersion. It is of z as they are.
	ChiSquare, P varighet.Opt[float64]

	// Winsorised is the share of units at each end whose z were drawn in to the quantile there,
	// so that the few that stand out do not hide themselves. PhiPublished is the mean square of
	// these z [1]. It is below 1 even if there is nothing but chance, since the ends were drawn
	// in; Phi is over what standard normal z come to.
	Winsorised        float64
	PhiPublished, Phi varighet.Opt[float64]

	// Variance is τ², that between units of their true ratios, beyond chance; from Phi, and 0
	// where that is too small for any.
	Variance varighet.Opt[float64]

	Reason string
}

// Bounds of what dispersion can be estimated from.
const (
	leastExpected = 1  // z of fewer are not near normal
	leastUnits    = 10 // a variance of fewer is hardly known
)

// dispersionOf estimates how units differ [1]:
//
//	φ = Σ z²/K / c,  τ² = (K φ − (K − 1))/(Σ w − Σ w²/Σ w),  w = 1/s²
//
// with z drawn in at both ends, c the mean square of a standard normal drawn in likewise (not in
// [1], where φ and τ² are too small by it), and s² the variance of a unit's ratio by chance.
//
// The ratios are taken to differ from 1 where units are held against each other; else from that
// of all together, lest a country that differs from the reference be taken for one whose units
// differ.
//
// [1] Spiegelhalter DJ (2005). Stat Med 24:1185–1202.
func dispersionOf(units []Unit, winsorise float64) Dispersion {
	d := Dispersion{Centre: centre(units), Winsorised: winsorise}
	var z, weights []float64
	for i := range units {
		if u := &units[i]; u.Expected*d.Centre >= leastExpected {
			z = append(z, u.z(d.Centre))
			weights = append(weights, 1/(1/(u.Expected*d.Centre)+u.referenceVariance()))
		}
	}
	if d.Units = len(z); d.Units < leastUnits {
		d.Reason = fmt.Sprintf("over-dispersion is not estimated from fewer than %d units of which %d stop or more is expected", leastUnits, leastExpected)
		return d
	}
	d.fill(z, weights)
	return d
}

// fill estimates from z and the weights of the units.
func (d *Dispersion) fill(z, weights []float64) {
	k := float64(len(z))
	chi := sumSquares(z)
	d.ChiSquare = varighet.Some(chi)
	d.P = varighet.Some(distuv.ChiSquared{K: k}.Survival(chi))
	published := sumSquares(winsorised(z, d.Winsorised)) / k
	phi := published / normalWinsorised(d.Winsorised)
	d.PhiPublished, d.Phi = varighet.Some(published), varighet.Some(phi)
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	d.Variance = varighet.Some(max(0, (k*phi-(k-1))/(sum-sumSquares(weights)/sum)))
}

// centre is the ratio of all units together if they are held against a reference from outside,
// and 1 if they are held against each other.
func centre(units []Unit) float64 {
	observed, expected := 0, 0.0
	for _, u := range units {
		if u.ReferenceStops.OK {
			return 1
		}
		observed += u.Observed
		expected += u.Expected
	}
	if observed == 0 || expected == 0 {
		return 1
	}
	return float64(observed) / expected
}

func sumSquares(x []float64) (sum float64) {
	for _, v := range x {
		sum += v * v
	}
	return sum
}

// winsorised draws the values beyond the quantiles of a share at each end in to them.
func winsorised(x []float64, share float64) []float64 {
	sorted := slices.Sorted(slices.Values(x))
	low, high := survival.EmpiricalQuantile(sorted, share), survival.EmpiricalQuantile(sorted, 1-share)
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = min(max(v, low), high)
	}
	return out
}

// normalWinsorised is the mean square of a standard normal drawn in likewise: with q the quantile
// of 1 − share, 2·share·q² + ∫ z² φ(z) dz from −q to q.
func normalWinsorised(share float64) float64 {
	if share == 0 {
		return 1
	}
	q := mathext.NormalQuantile(1 - share)
	density := math.Exp(-q*q/2) / math.Sqrt(2*math.Pi)
	return 2*share*q*q + (1 - 2*share) - 2*q*density
}
