package rates

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"sort"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/internal/caseweight"
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
		if math.IsInf(times[i], 0) || i > 0 && !(times[i] > times[i-1]) {
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

// ExpectsMonths is what one tenure in whole months adds to the number expected: the
// chance of a stop in each month from its entry to its exit,
//
//	Σ 1 − S(k)/S(k−1)   over months k from entry + 1 to exit
//
// Who leaves within a month is seen to have left after it. So the cumulative hazard up
// to the exit, as [Reference.Expects] has it, is too great by what is left of that month:
// half a month's, on average, for each stop. With a median of four years that is 0.7 % of
// the number expected. The chances add up to what is seen.
func (r *Reference) ExpectsMonths(t survival.Tenure) float64 {
	sum := 0.0
	for k := int(t.Entry); k < int(t.Exit); k++ {
		sum -= math.Expm1(r.CumulativeHazard(float64(k)) - r.CumulativeHazard(float64(k+1)))
	}
	return sum
}

// A monthTable keeps the sums of a reference's chances up to each month.
type monthTable struct {
	*Reference
	upTo []float64
}

func (m *monthTable) at(month int) float64 {
	for k := len(m.upTo); k <= month; k++ {
		chance := 0.0
		if k > 0 {
			chance = m.upTo[k-1] + m.ExpectsMonths(survival.Tenure{Entry: float64(k - 1), Exit: float64(k)})
		}
		m.upTo = append(m.upTo, chance)
	}
	return m.upTo[month]
}

// inMonths is what tenures in whole months add to the number expected. It remembers what
// each reference gives.
func inMonths() func(*Reference, survival.Tenure) float64 {
	tables := map[*Reference]*monthTable{}
	return func(r *Reference, t survival.Tenure) float64 {
		m := tables[r]
		if m == nil {
			m = &monthTable{Reference: r}
			tables[r] = m
		}
		return m.at(int(t.Exit)) - m.at(int(t.Entry))
	}
}

// A Comparison holds the stops observed against those that a reference would
// have given among the same tenures. A ratio above 1 means that more stopped.
type Comparison struct {
	Observed       int     // of tenures with a weight above 0
	ObservedWeight float64 // the sum of their weights; equal to Observed where each counts once
	Expected       float64 // each tenure's, times its weight

	Ratio        varighet.Opt[float64] // missing if nothing was expected
	Lower, Upper varighet.Opt[float64] // exact

	// Exact two-sided p of a ratio of 1: P doubles the smaller tail and agrees
	// with the limits; PMinimum is that of R's poisson.test.
	P, PMinimum varighet.Opt[float64]

	// The one-sample log-rank test in both forms: Z = (O−E)/√E [1], and ZWu =
	// (O−E)/√((O+E)/2), which keeps its level better for a small E [2].
	Z, ZP     varighet.Opt[float64]
	ZWu, ZWuP varighet.Opt[float64]

	Reason string // why there are no limits and tests, or no ratio; "" if there are
}

// Compare makes the comparison of a number observed and a number expected, with
// limits at level conf. The reference is taken as known without error, and as
// not holding the tenures themselves: subtract them first if it does.
//
// [1] Breslow NE (1975). Int Stat Rev 43:45–57.
// [2] Wu J (2014). J Biom Biostat 5:210.
func Compare(observed int, expected, conf float64) (Comparison, error) {
	c := Comparison{Observed: observed, ObservedWeight: float64(observed), Expected: expected}
	return c, c.fill(conf, "")
}

// CompareTenures holds tenures against the reference of each, nil for one to be
// left out, with limits at level conf. A tenure that stands for several, as its
// weight says, is observed and expected as often: a weight of 2 is the tenure
// twice, one of 0 leaves it out; nil are all 1.
//
// Limits and tests are of a number of stops. Weights that are not whole have the
// ratio alone, with a reason, as they have no agreed log-rank test of groups
// either ([survival.ErrWeightedTest]): those from sampling would make O − E vary
// by Σ w² E, not by Σ w E. It returns a *survival.TenureError for the first tenure
// that is not valid, or whose weight [survival.UsableWeight] does not take.
func CompareTenures(tenures []survival.Tenure, weights []float64, refs []*Reference, conf float64) (Comparison, error) {
	return compare(tenures, weights, refs, conf, (*Reference).Expects)
}

// CompareMonths is CompareTenures of tenures in whole months, as spells are: what is
// expected of each is [Reference.ExpectsMonths]. It returns an error for a time that is no
// whole number up to [survival.MaxMonths].
func CompareMonths(tenures []survival.Tenure, weights []float64, refs []*Reference, conf float64) (Comparison, error) {
	if err := checkMonths(tenures); err != nil {
		return Comparison{}, err
	}
	return compare(tenures, weights, refs, conf, inMonths())
}

// checkMonths returns an error for the first tenure that is not in whole months.
func checkMonths(tenures []survival.Tenure) error {
	for i, t := range tenures {
		if t.Entry != math.Trunc(t.Entry) || t.Exit != math.Trunc(t.Exit) || t.Exit > survival.MaxMonths {
			return fmt.Errorf("tenure %d, from %v to %v, is not in whole months up to %d", i, t.Entry, t.Exit, survival.MaxMonths)
		}
	}
	return nil
}

// checkCompared returns an error for what cannot be compared: references or weights that
// are not one for each tenure, and the first tenure or weight that is not valid.
func checkCompared(tenures []survival.Tenure, weights []float64, refs []*Reference) error {
	if len(refs) != len(tenures) {
		return fmt.Errorf("%d tenures with %d references", len(tenures), len(refs))
	}
	if err := survival.CheckTenures(tenures); err != nil {
		return err
	}
	return caseweight.Check(len(tenures), weights, func(i int) survival.Tenure { return tenures[i] })
}

// compare adds up what was observed, and what expects gives of each tenure.
func compare(tenures []survival.Tenure, weights []float64, refs []*Reference, conf float64, expects func(*Reference, survival.Tenure) float64) (Comparison, error) {
	var c Comparison
	if err := checkCompared(tenures, weights, refs); err != nil {
		return c, err
	}
	inexact := ""
	for i, t := range tenures {
		weight := caseweight.Of(weights, i)
		if refs[i] == nil || weight == 0 {
			continue
		}
		if weight != math.Trunc(weight) {
			inexact = "no limits and no tests, which count stops: some weights are not whole numbers"
		}
		c.Expected += weight * expects(refs[i], t)
		if t.Stopped {
			c.Observed++
			c.ObservedWeight += weight
		}
	}
	return c, c.fill(conf, inexact)
}

// fill makes the ratio, its limits and the tests of what was counted; inexact says
// why there can be the ratio only.
func (c *Comparison) fill(conf float64, inexact string) error {
	if c.Observed < 0 || !(c.Expected >= 0) || math.IsInf(c.Expected, 0) {
		return fmt.Errorf("%d observed and %v expected cannot be compared", c.Observed, c.Expected)
	}
	if err := checkLevel(conf); err != nil {
		return err
	}
	if c.Expected == 0 {
		c.Reason = "no ratio: nothing was expected"
		return nil
	}
	if c.Ratio = finite(c.ObservedWeight / c.Expected); !c.Ratio.OK {
		c.Reason = "no ratio: next to nothing was expected"
	}
	switch {
	case inexact != "":
		c.Reason = cmp.Or(c.Reason, inexact)
		return nil
	case max(c.ObservedWeight, c.Expected) > maxEvents:
		c.Reason = cmp.Or(c.Reason, fmt.Sprintf("no limits and no tests of more than %.0e stops", maxEvents))
		return nil
	}
	return c.test(conf)
}

// test fills in exact limits and the tests of a number of stops.
func (c *Comparison) test(conf float64) error {
	observed := int(c.ObservedWeight)
	lower, upper, err := survival.PoissonLimits(observed, c.Expected, conf)
	if err != nil {
		return err
	}
	central, minimum, err := survival.PoissonP(observed, c.Expected)
	if err != nil {
		return err
	}
	beyond := c.ObservedWeight - c.Expected
	c.Lower, c.Upper = finite(lower), finite(upper)
	c.P, c.PMinimum = varighet.Some(central), varighet.Some(minimum)
	c.Z = finite(beyond / math.Sqrt(c.Expected))
	c.ZWu = finite(beyond / math.Sqrt((c.ObservedWeight+c.Expected)/2))
	c.ZP, c.ZWuP = pOf(c.Z), pOf(c.ZWu)
	return nil
}

// pOf is the two-sided p of a z; missing of a missing one.
func pOf(z varighet.Opt[float64]) varighet.Opt[float64] {
	if !z.OK {
		return z
	}
	return varighet.Some(twoSided(z.V))
}

func twoSided(z float64) float64 { return math.Erfc(math.Abs(z) / math.Sqrt2) }

// Indirect returns the rate standardised indirectly: the ratio of observed to
// expected times the reference population's own rate. Its limits are those of
// the ratio. All are missing where there is no ratio, and for a rate below 0.
func (c Comparison) Indirect(referenceRate float64) (rate, lower, upper varighet.Opt[float64]) {
	times := func(v varighet.Opt[float64]) varighet.Opt[float64] {
		if !v.OK || referenceRate < 0 {
			return varighet.Opt[float64]{}
		}
		return finite(v.V * referenceRate)
	}
	return times(c.Ratio), times(c.Lower), times(c.Upper)
}
