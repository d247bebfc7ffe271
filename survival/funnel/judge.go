package funnel

import (
	"errors"
	"fmt"
	"math"

	"github.com/varighet/varighet"
)

// An Adjustment is how a funnel allows for units that differ by more than chance.
type Adjustment uint8

// The adjustments.
const (
	// Additive takes the true ratios to vary between units by τ². The adjusted funnel of a
	// unit of which very much is expected is then not narrower than that variation: no
	// municipality is outside only because it is large. It is the model of a frailty.
	Additive Adjustment = iota
	// Multiplicative takes the variance of every unit to be φ times what chance gives: it widens
	// the funnel by √φ everywhere.
	Multiplicative
)

var adjustmentNames = [...]string{"additive", "multiplicative"}

// String is "additive" or "multiplicative".
func (a Adjustment) String() string { return adjustmentNames[a] }

// ParseAdjustment reads "additive" or "multiplicative".
func ParseAdjustment(s string) (Adjustment, bool) {
	for i, n := range adjustmentNames {
		if n == s {
			return Adjustment(i), true
		}
	}
	return 0, false
}

// Options say how units are judged.
type Options struct {
	ConfLevel  float64 // of limits of ratios and of estimates drawn towards the mean
	Winsorise  float64 // share of z drawn in at each end, from 0 up to 0.5
	Adjustment Adjustment
}

// A Judgement is where each of many units stands.
type Judgement struct {
	Units      []Judged
	Dispersion Dispersion
	Shrinkage  Shrinkage

	adjustment Adjustment
}

// A Judged unit is one with its place among the others. Missing values are not defined.
type Judged struct {
	Unit
	Ratio varighet.Opt[float64] // observed over expected; missing if nothing was expected
	// Lower and Upper are exact limits of the ratio: Garwood's where what was expected is known
	// without error, else wider by what it rests on.
	Lower, Upper varighet.Opt[float64]
	Z            varighet.Opt[float64] // from a ratio of 1

	// Funnel is the bounds of the ratio for the unit's own number expected, Adjusted those that
	// allow for over-dispersion; and where the unit stands in them. TooSmall is whether not even
	// no stops at all would be below the inner limits of Funnel.
	Funnel, Adjusted     varighet.Opt[Funnel]
	Place, AdjustedPlace Place
	TooSmall             bool

	// Shrunken is the ratio drawn towards the mean of all; see Shrinkage.
	Shrunken, ShrunkenLower, ShrunkenUpper varighet.Opt[float64]
}

// Judge says where each unit stands. It returns an error for a number expected that is negative or
// not finite, or options that cannot be.
func Judge(units []Unit, opt Options) (*Judgement, error) {
	switch {
	case !(opt.ConfLevel > 0 && opt.ConfLevel < 1):
		return nil, fmt.Errorf("confidence level %v is not between 0 and 1", opt.ConfLevel)
	case !(opt.Winsorise >= 0 && opt.Winsorise < 0.5):
		return nil, fmt.Errorf("a share of %v cannot be drawn in at each end", opt.Winsorise)
	case int(opt.Adjustment) >= len(adjustmentNames):
		return nil, errors.New("there is no such adjustment")
	}
	for _, u := range units {
		if !(u.Expected >= 0) || math.IsInf(u.Expected, 0) || u.Observed < 0 || u.ReferenceStops.OK && !(u.ReferenceStops.V > 0) {
			return nil, fmt.Errorf("unit %s: %d observed and %v expected cannot be compared", u.Name, u.Observed, u.Expected)
		}
	}
	j := &Judgement{Dispersion: dispersionOf(units, opt.Winsorise), Shrinkage: shrinkageOf(units, opt.ConfLevel), adjustment: opt.Adjustment}
	for _, u := range units {
		j.Units = append(j.Units, j.judge(u, opt.ConfLevel))
	}
	return j, nil
}

// judge places one unit.
func (j *Judgement) judge(u Unit, conf float64) Judged {
	x := Judged{Unit: u}
	if u.Expected == 0 {
		return x
	}
	lower, upper := ratioLimits(u.Observed, u.Expected, u.referenceVariance(), conf)
	x.Ratio, x.Lower, x.Upper = varighet.Some(float64(u.Observed)/u.Expected), varighet.Some(lower), varighet.Some(upper)
	x.Z = varighet.Some(u.z(1))
	f := u.prediction(0).funnel()
	x.Funnel, x.Place, x.TooSmall = f.ratios(u.Expected), f.Place(u.Observed), !f.Inner.Lower.OK
	if a, ok := j.adjusted(u, f); ok {
		x.Adjusted, x.AdjustedPlace = a.ratios(u.Expected), a.Place(u.Observed)
	}
	x.Shrunken, x.ShrunkenLower, x.ShrunkenUpper = j.Shrinkage.of(&u, conf)
	return x
}

// adjusted is the unit's funnel with room for over-dispersion, if that was estimated.
func (j *Judgement) adjusted(u Unit, f Funnel) (Funnel, bool) {
	d := &j.Dispersion
	switch {
	case !d.Phi.OK:
		return Funnel{}, false
	case j.adjustment == Multiplicative:
		return f.widened(u.Expected, math.Sqrt(max(1, d.Phi.V))), true
	}
	return u.prediction(d.Variance.V).funnel(), true
}

func (f Funnel) ratios(expected float64) varighet.Opt[Funnel] {
	return varighet.Some(Funnel{f.Inner.over(expected), f.Outer.over(expected)})
}

// A Limit is both funnels, as bounds of the ratio, where so many stops are expected without
// error: points of the lines that are drawn.
type Limit struct {
	Expected         float64
	Funnel, Adjusted varighet.Opt[Funnel]
}

// Limits are points of the funnels' lines at these numbers expected, all above 0.
func (j *Judgement) Limits(expected []float64) []Limit {
	var out []Limit
	for _, e := range expected {
		u := Unit{Expected: e}
		f := u.prediction(0).funnel()
		l := Limit{Expected: e, Funnel: f.ratios(e)}
		if a, ok := j.adjusted(u, f); ok {
			l.Adjusted = a.ratios(e)
		}
		out = append(out, l)
	}
	return out
}
