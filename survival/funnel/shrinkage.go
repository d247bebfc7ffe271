package funnel

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival/internal/gammamixed"
	"github.com/varighet/varighet/survival/internal/search"
)

// A Shrinkage is the distribution of the units' true ratios: gamma with Shape a and Rate b, and so
// the mean a/b and the variance a/b². Given its stops, a unit's ratio is then gamma with a + O and
// b + E, whose mean
//
//	(O + a)/(E + b)
//
// lies between its own ratio and the mean of all. Shape and Rate are missing where units differ by
// no more than chance: every ratio is then the mean. Missing values are not estimated; Reason says
// why.
type Shrinkage struct {
	Mean        varighet.Opt[float64] // a/b
	Shape, Rate varighet.Opt[float64]

	// Variance is 1/a, of the true ratios over their mean, with limits by the profile of the
	// likelihood; the upper one is missing where there is no bound.
	Variance, VarianceLower, VarianceUpper varighet.Opt[float64]
	P                                      varighet.Opt[float64] // of no variance, by likelihood ratio: half, since it cannot be negative
	Reason                                 string
}

// Bounds of the search for the variance.
const (
	smallestVariance = 1e-6
	greatestVariance = 100.0
)

// shrinkageOf finds a and b by maximum likelihood: each unit's stops are negative binomial with
// size a and mean E·a/b. What was expected is taken as known.
func shrinkageOf(units []Unit, conf float64) Shrinkage {
	var s Shrinkage
	counted, observed, expected := 0, 0, 0.0
	for _, u := range units {
		if u.Expected > 0 {
			counted++
			observed += u.Observed
			expected += u.Expected
		}
	}
	switch {
	case counted < 2:
		s.Reason = "no estimate is drawn towards the mean of fewer than two units"
		return s
	case observed == 0:
		s.Reason = "no estimate is drawn towards a mean: nobody stopped"
		return s
	}
	s.Mean = varighet.Some(float64(observed) / expected)
	s.find(units, conf)
	return s
}

// find searches the variance on its logarithm, and its limits.
func (s *Shrinkage) find(units []Unit, conf float64) {
	at := func(x float64) float64 { return logLikelihood(units, math.Exp(-x)) }
	lo, hi := math.Log(smallestVariance), math.Log(greatestVariance)
	best, top := search.Top(at, lo, hi, 40, 1e-7)
	none := at(lo) // of no variance, but for rounding
	if top = max(top, none); best < lo+0.05 || top-none < 1e-9 {
		best, top = lo, none
	}
	fall := top - distuv.ChiSquared{K: 1}.Quantile(conf)/2
	s.Variance, s.VarianceLower = varighet.Some(0.0), varighet.Some(0.0)
	s.P = varighet.Some(distuv.ChiSquared{K: 1}.Survival(2*(top-none)) / 2)
	if none < fall {
		s.VarianceLower = varighet.Some(math.Exp(search.Cross(at, best, lo, fall, 1e-6)))
	}
	if at(hi) < fall {
		s.VarianceUpper = varighet.Some(math.Exp(search.Cross(at, best, hi, fall, 1e-6)))
	}
	if best == lo {
		s.Reason = "units differ by no more than chance: every estimate drawn towards the mean is the mean"
		return
	}
	shape := math.Exp(-best)
	mean := meanAt(units, shape)
	s.Variance, s.Mean = varighet.Some(1/shape), varighet.Some(mean)
	s.Shape, s.Rate = varighet.Some(shape), varighet.Some(shape/mean)
}

// logLikelihood is that of a shape, at the mean that suits it best, but for a constant.
func logLikelihood(units []Unit, shape float64) (sum float64) {
	mean := meanAt(units, shape)
	for _, u := range units {
		if u.Expected > 0 {
			d, lambda := float64(u.Observed), mean*u.Expected
			sum += d*math.Log(mean) + gammamixed.LogMean(shape, d, lambda)
		}
	}
	return sum
}

// meanAt solves the score of the mean μ at a shape a, which falls all the way:
//
//	Σ (O − μE)/(1 + μE/a) = 0
func meanAt(units []Unit, shape float64) float64 {
	score := func(logMean float64) (sum float64) {
		factor := math.Exp(logMean)
		for _, u := range units {
			if mean := factor * u.Expected; mean > 0 {
				sum += (float64(u.Observed) - mean) / (1 + mean/shape)
			}
		}
		return sum
	}
	low, high := -1.0, 1.0
	for score(low) < 0 {
		low *= 2
	}
	for score(high) > 0 {
		high *= 2
	}
	return math.Exp(search.Cross(score, low, high, 0, 1e-13))
}

// of is the unit's estimate drawn towards the mean, with limits from its gamma distribution, a and
// b being taken as known; no limits where every estimate is the mean.
func (s *Shrinkage) of(u *Unit, conf float64) (estimate, lower, upper varighet.Opt[float64]) {
	if !s.Shape.OK {
		return s.Mean, lower, upper
	}
	g := distuv.Gamma{Alpha: s.Shape.V + float64(u.Observed), Beta: s.Rate.V + u.Expected}
	tail := (1 - conf) / 2
	return varighet.Some(g.Alpha / g.Beta), varighet.Some(g.Quantile(tail)), varighet.Some(g.Quantile(1 - tail))
}
