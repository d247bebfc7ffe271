package funnel

import (
	"math"

	"gonum.org/v1/gonum/mathext"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival/internal/search"
)

// Levels of the two funnels [Spiegelhalter 2005]: a unit outside the inner one is worth a look,
// one outside the outer one is hardly there by chance among some hundred units.
const (
	InnerLevel = 0.95
	OuterLevel = 0.998
)

// Bounds are numbers of stops, not whole, at which a unit comes to lie outside: at Upper or
// more, and at Lower or fewer. Lower is missing where not even no stops at all are so few.
type Bounds struct {
	Lower varighet.Opt[float64]
	Upper float64
}

// over makes the bounds of a number those of its ratio to what was expected.
func (b Bounds) over(expected float64) Bounds {
	if b.Lower.OK {
		b.Lower.V /= expected
	}
	b.Upper /= expected
	return b
}

// A Funnel is the bounds at both levels.
type Funnel struct{ Inner, Outer Bounds }

// A Place is where a unit stands in a funnel.
type Place string

// The places.
const (
	Inside     Place = "inside"
	Above      Place = "above_95"  // outside the inner limits
	FarAbove   Place = "above_998" // outside the outer limits too
	Below      Place = "below_95"
	FarBelow   Place = "below_998"
	NotDefined Place = ""
)

// Place says where so many stops stand.
func (f Funnel) Place(observed int) Place {
	x := float64(observed)
	switch {
	case x >= f.Outer.Upper:
		return FarAbove
	case x >= f.Inner.Upper:
		return Above
	case f.Outer.Lower.OK && x <= f.Outer.Lower.V:
		return FarBelow
	case f.Inner.Lower.OK && x <= f.Inner.Lower.V:
		return Below
	}
	return Inside
}

// A prediction is the distribution of a number of stops: Poisson with a mean; or, where that is
// multiplied by a factor that varies with mean 1 by a gamma distribution, negative binomial.
type prediction struct {
	mean     float64
	variance float64 // of the factor; 0 for none
}

// leastVariance is the variance below which a factor makes no difference to a double.
const leastVariance = 1e-9

// atLeast is P(X >= x) for whole x, and goes on between them by the incomplete gamma or beta
// function.
func (p prediction) atLeast(x float64) float64 {
	switch size := 1 / p.variance; {
	case x <= 0:
		return 1
	case p.variance < leastVariance:
		return mathext.GammaIncReg(x, p.mean)
	default:
		return mathext.RegIncBeta(x, size, p.mean/(p.mean+size))
	}
}

// atMost is P(X <= x) likewise, x > −1.
func (p prediction) atMost(x float64) float64 {
	if p.variance < leastVariance {
		return mathext.GammaIncRegComp(x+1, p.mean)
	}
	size := 1 / p.variance
	return mathext.RegIncBeta(size, x+1, size/(p.mean+size))
}

// bounds are those outside which the number lies, on each side, with probability
// (1 − level)/2 at most: as many as that or more, as few or fewer. They are the exact limits
// that a whole number is held against, without their steps.
func (p prediction) bounds(level float64) Bounds {
	tail := (1 - level) / 2
	high := 2*p.mean + 10
	for p.atLeast(high) > tail {
		high *= 2
	}
	b := Bounds{Upper: search.Cross(p.atLeast, 0, high, tail, 1e-12*high)}
	if p.atMost(0) <= tail {
		b.Lower = varighet.Some(search.Cross(p.atMost, p.mean, 0, tail, 1e-12*(1+p.mean)))
	}
	return b
}

func (p prediction) funnel() Funnel { return Funnel{p.bounds(InnerLevel), p.bounds(OuterLevel)} }

// widened moves bounds away from what was expected by a factor, as Spiegelhalter's
// multiplicative over-dispersion does [Stat Med 2005;24:1185–1202].
func (f Funnel) widened(expected, factor float64) Funnel {
	wide := func(b Bounds) Bounds {
		if b.Lower.OK {
			v := expected + (b.Lower.V-expected)*factor
			b.Lower = varighet.Opt[float64]{V: max(v, 0), OK: v >= 0}
		}
		b.Upper = expected + (b.Upper-expected)*factor
		return b
	}
	return Funnel{wide(f.Inner), wide(f.Outer)}
}

// ratioLimits are limits of the factor by which the unit's stops differ from those expected: the
// factors with which so many or more, and so few or fewer, would come with probability
// (1 − conf)/2. variance is that of what was expected, relative to it; without it they are
// Garwood's exact limits of a Poisson number over what was expected.
func ratioLimits(observed int, expected, variance, conf float64) (lower, upper float64) {
	x, tail := float64(observed), (1-conf)/2
	at := func(a, share float64) float64 {
		if variance < leastVariance {
			return mathext.GammaIncRegInv(a, share) / expected
		}
		part := mathext.InvRegIncBeta(a, 1/variance, share)
		return part / (1 - part) / variance / expected
	}
	if observed > 0 {
		lower = at(x, tail)
	}
	return lower, at(x+1, 1-tail)
}

// referenceVariance is that of what was expected of the unit, relative to it.
func (u *Unit) referenceVariance() float64 {
	if !u.ReferenceStops.OK {
		return 0
	}
	return 1 / u.ReferenceStops.V
}

// prediction is the unit's number of stops if it is as the reference, but for a variance between
// units.
func (u *Unit) prediction(between float64) prediction {
	return prediction{u.Expected, between + u.referenceVariance()}
}

// z is how many standard errors the unit lies from so many times what was expected: Freeman and
// Tukey's deviate, whose variance is close to 1 where one stop or more is expected [1], over
// what the uncertain reference adds.
//
// [1] Freeman MF, Tukey JW (1950). Ann Math Stat 21:607–611.
func (u *Unit) z(centre float64) float64 {
	x, mean := float64(u.Observed), centre*u.Expected
	return (math.Sqrt(x) + math.Sqrt(x+1) - math.Sqrt(4*mean+1)) / math.Sqrt(1+mean*u.referenceVariance())
}
