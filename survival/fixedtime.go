package survival

import (
	"fmt"
	"math"

	"github.com/varighet/varighet"
)

// A FixedTimeResult compares curves at one chosen time. Chi2 and P are missing
// where the test is not defined; Reason then says why.
type FixedTimeResult struct {
	Time   float64
	At     []SurvivalAt // one a curve
	Chi2   varighet.Opt[float64]
	DF     int
	P      varighet.Opt[float64]
	Reason string
}

// CompareAt tests whether independent curves have the same S at time t, on the
// log(−log) scale, on which the test keeps its level best in small groups [1]:
//
//	θ = log(−log S), var θ = (se/(S log S))²
//	χ² = Σ (θ − θ̄)²/var θ, θ̄ the mean weighted by 1/var
//
// Choose t before looking. It asks about the share still there at t and nothing
// about the way there; curves that cross can be compared. The test is not
// defined where a curve is 0 or 1 at t, does not reach it, or has no standard error.
//
// [1] Klein JP, Logan B, Harhoff M, Andersen PK (2007). Stat Med 26:4505–4519.
func CompareAt(curves []*Curve, t float64) FixedTimeResult {
	r := FixedTimeResult{Time: t, DF: max(len(curves)-1, 0)}
	sum, weighted, squares := 0.0, 0.0, 0.0
	for _, c := range curves {
		at := c.At(t)
		r.At = append(r.At, at)
		switch {
		case at.Beyond:
			r.Reason = fmt.Sprintf("a curve does not reach %s", formatTime(t))
		case !(at.Survival > 0 && at.Survival < 1):
			r.Reason = fmt.Sprintf("a curve is 0 or 1 at %s", formatTime(t))
		case !at.StdErr.OK || at.StdErr.V == 0:
			r.Reason = fmt.Sprintf("a curve has no standard error at %s", formatTime(t))
		default:
			logS := math.Log(at.Survival)
			theta, se := math.Log(-logS), at.StdErr.V/(at.Survival*logS)
			w := 1 / (se * se)
			sum, weighted, squares = sum+w, weighted+w*theta, squares+w*theta*theta
		}
	}
	switch chi2 := squares - weighted*weighted/sum; {
	case r.Reason != "":
	case r.DF == 0:
		r.Reason = "there are fewer than two curves"
	case !finite(chi2).OK:
		r.Reason = "a standard error is too small to divide by"
	default:
		r.Chi2 = varighet.Some(max(chi2, 0))
		r.P = varighet.Some(chi2Survival(max(chi2, 0), r.DF))
	}
	return r
}

// A Contrast compares one number of two independent groups. Missing values are
// not defined.
type Contrast struct {
	Difference, StdErr, Lower, Upper varighet.Opt[float64] // second less first
	Z, P                             varighet.Opt[float64] // of a difference of 0, two-sided
	Ratio, RatioLower, RatioUpper    varighet.Opt[float64] // second over first, limits on the log scale
	LogRatioStdErr                   varighet.Opt[float64]
}

// Contrast compares a restricted mean with that of another, independent group
// up to the same tau: how many months longer, and how many times as long, is a
// position held of the first tau. It needs no proportional hazards. conf is the
// level of the limits. All is missing if either mean is.
func (m RMST) Contrast(other RMST, conf float64) (Contrast, error) {
	if err := checkConfLevel(conf); err != nil {
		return Contrast{}, err
	}
	if m.Tau != other.Tau {
		return Contrast{}, fmt.Errorf("restricted means up to %s and %s cannot be compared", formatTime(m.Tau), formatTime(other.Tau))
	}
	return contrast(m.Estimate, m.StdErr, other.Estimate, other.StdErr, conf), nil
}

// Contrast compares S at a time with that of another, independent curve there.
func (a SurvivalAt) Contrast(other SurvivalAt, conf float64) (Contrast, error) {
	if err := checkConfLevel(conf); err != nil {
		return Contrast{}, err
	}
	if a.Beyond || other.Beyond {
		return Contrast{}, nil
	}
	return contrast(varighet.Some(a.Survival), a.StdErr, varighet.Some(other.Survival), other.StdErr, conf), nil
}

func contrast(a, seA, b, seB varighet.Opt[float64], conf float64) Contrast {
	var c Contrast
	if !a.OK || !b.OK {
		return c
	}
	z := normalQuantile(conf)
	c.Difference = varighet.Some(b.V - a.V)
	if a.V > 0 {
		c.Ratio = finite(b.V / a.V)
	}
	if !seA.OK || !seB.OK {
		return c
	}
	se := math.Hypot(seA.V, seB.V)
	c.StdErr = varighet.Some(se)
	c.Lower, c.Upper = varighet.Some(c.Difference.V-z*se), varighet.Some(c.Difference.V+z*se)
	if se > 0 {
		c.Z = varighet.Some(c.Difference.V / se)
		c.P = varighet.Some(math.Erfc(math.Abs(c.Z.V) / math.Sqrt2))
	}
	if a.V > 0 && b.V > 0 && c.Ratio.OK {
		log := math.Hypot(seA.V/a.V, seB.V/b.V)
		c.LogRatioStdErr = finite(log)
		c.RatioLower, c.RatioUpper = finite(c.Ratio.V*math.Exp(-z*log)), finite(c.Ratio.V*math.Exp(z*log))
	}
	return c
}
