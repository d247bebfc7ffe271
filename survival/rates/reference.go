package rates

import (
	"errors"
	"fmt"
	"math"
	"sort"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// A Reference is a survival function to hold tenures against, such as a
// published national curve. Make one with [NewReference] or [WeibullReference].
type Reference struct {
	times, hazards []float64 // knots of a curve
	shape, scale   float64   // or a Weibull curve, if there are no knots
}

// NewReference makes a reference of a curve known at some times: S must be
// above 0 and must not rise, times ascend, and there must be two at least; the
// first is usually 0 with S = 1. Between knots the cumulative hazard is linear,
// so that the hazard is constant there; before the first and after the last it
// goes on as in the stretch next to it.
func NewReference(times, survival []float64) (*Reference, error) {
	if len(times) != len(survival) || len(times) < 2 {
		return nil, errors.New("a reference needs at least two times, and as many values of S")
	}
	r := &Reference{times: append([]float64(nil), times...)}
	for i, s := range survival {
		if math.IsInf(times[i], 0) || i == 0 && math.IsNaN(times[i]) || i > 0 && !(times[i] > times[i-1]) {
			return nil, fmt.Errorf("the reference's times ascend, but %v does not follow", times[i])
		}
		if !(s > 0 && s <= 1) || i > 0 && s > survival[i-1] {
			return nil, fmt.Errorf("the reference's S is %v at %v: it must be above 0 and must not rise", s, times[i])
		}
		r.hazards = append(r.hazards, -math.Log(s))
	}
	return r, nil
}

// WeibullReference makes a reference of a median alone, which takes a shape to
// be assumed: S(t) = 2^{−(t/median)^shape}. Shape 1 is a constant hazard; with a
// shape below 1 more stop early. Say which was assumed, and how the answer
// changes at 0.8 and 1.2.
func WeibullReference(median, shape float64) (*Reference, error) {
	if !(median > 0 && shape > 0) || math.IsInf(median, 0) || math.IsInf(shape, 0) {
		return nil, fmt.Errorf("a median of %v with shape %v is no reference", median, shape)
	}
	return &Reference{shape: shape, scale: median / math.Pow(math.Ln2, 1/shape)}, nil
}

// CumulativeHazard returns −log S at t >= 0.
func (r *Reference) CumulativeHazard(t float64) float64 {
	if len(r.times) == 0 {
		return math.Pow(t/r.scale, r.shape)
	}
	i := sort.Search(len(r.times), func(i int) bool { return r.times[i] > t }) - 1
	i = min(max(i, 0), len(r.times)-2)
	slope := (r.hazards[i+1] - r.hazards[i]) / (r.times[i+1] - r.times[i])
	return r.hazards[i] + (t-r.times[i])*slope
}

// Survival returns S at t >= 0.
func (r *Reference) Survival(t float64) float64 { return math.Exp(-r.CumulativeHazard(t)) }

// Expected is how many stops the reference gives among tenures: each adds the
// cumulative hazard from its entry to its exit.
func (r *Reference) Expected(tenures []survival.Tenure) float64 {
	sum := 0.0
	for _, t := range tenures {
		sum += r.Expects(t)
	}
	return sum
}

// Expects is what one tenure adds to the number expected.
func (r *Reference) Expects(t survival.Tenure) float64 {
	h := r.CumulativeHazard(t.Exit)
	if t.Entry > 0 {
		h -= r.CumulativeHazard(t.Entry)
	}
	return h
}

// A Comparison holds the stops observed against those that a reference would
// have given among the same tenures. A ratio above 1 means that more stopped.
type Comparison struct {
	Observed int
	Expected float64

	Ratio        varighet.Opt[float64] // missing if nothing was expected
	Lower, Upper varighet.Opt[float64] // exact

	// Exact two-sided p of a ratio of 1: P doubles the smaller tail and agrees
	// with the limits; PMinimum is that of R's poisson.test.
	P, PMinimum varighet.Opt[float64]

	// The one-sample log-rank test in both forms: Z = (O−E)/√E [1], and ZWu =
	// (O−E)/√((O+E)/2), which keeps its level better for a small E [2].
	Z, ZP     varighet.Opt[float64]
	ZWu, ZWuP varighet.Opt[float64]

	Reason string // why there is no ratio; "" if there is
}

// Compare makes the comparison of a number observed and a number expected, with
// limits at level conf. The reference is taken as known without error, and as
// not holding the tenures themselves: subtract them first if it does.
//
// [1] Breslow NE (1975). Int Stat Rev 43:45–57.
// [2] Wu J (2014). J Biom Biostat 5:210.
func Compare(observed int, expected, conf float64) (Comparison, error) {
	c := Comparison{Observed: observed, Expected: expected}
	if observed < 0 || !(expected >= 0 && expected <= 1e15) {
		return c, fmt.Errorf("%d observed and %v expected cannot be compared", observed, expected)
	}
	if !(conf > 0 && conf < 1) {
		return c, fmt.Errorf("confidence level %v is not between 0 and 1", conf)
	}
	if expected == 0 {
		c.Reason = "nothing was expected"
		return c, nil
	}
	lower, upper, err := survival.PoissonLimits(observed, expected, conf)
	if err != nil {
		return c, err
	}
	central, minimum, err := survival.PoissonP(observed, expected)
	if err != nil {
		return c, err
	}
	o := float64(observed)
	z, wu := (o-expected)/math.Sqrt(expected), (o-expected)/math.Sqrt((o+expected)/2)
	c.Ratio, c.Lower, c.Upper = finite(o/expected), finite(lower), finite(upper)
	c.P, c.PMinimum = varighet.Some(central), varighet.Some(minimum)
	c.Z, c.ZP = finite(z), finite(twoSided(z))
	c.ZWu, c.ZWuP = finite(wu), finite(twoSided(wu))
	if !c.Ratio.OK {
		c.Reason = "next to nothing was expected"
	}
	return c, nil
}

func twoSided(z float64) float64 { return math.Erfc(math.Abs(z) / math.Sqrt2) }

// Indirect returns the rate standardised indirectly: the ratio of observed to
// expected times the reference population's own rate. Its limits are those of
// the ratio.
func (c Comparison) Indirect(referenceRate float64) (rate, lower, upper varighet.Opt[float64]) {
	times := func(v varighet.Opt[float64]) varighet.Opt[float64] {
		if !v.OK {
			return v
		}
		return finite(v.V * referenceRate)
	}
	return times(c.Ratio), times(c.Lower), times(c.Upper)
}
