package survival

import (
	"math"

	"github.com/varighet/varighet"
)

// A HazardType names an estimate of the cumulative hazard. They differ at tied
// times only.
type HazardType uint8

// The estimates, for d stops among n at risk.
const (
	NelsonAalen  HazardType = iota // d/n: all at once
	TiesOneByOne                   // 1/n + 1/(n−1) + … + 1/(n−d+1): one after another [1]
)

var hazardTypeNames = [...]string{"nelson-aalen", "fleming-harrington"}

// String is the name of the estimate in files and flags; that of TiesOneByOne is
// "fleming-harrington", as in R.
func (h HazardType) String() string {
	if int(h) >= len(hazardTypeNames) {
		return "unknown"
	}
	return hazardTypeNames[h]
}

// ParseHazardType reads "nelson-aalen" or "fleming-harrington".
func ParseHazardType(s string) (HazardType, bool) {
	return parseName[HazardType](hazardTypeNames[:], s)
}

// ExpHazard returns the curve with S = e^{−H} in place of the product of shares,
// H the cumulative hazard. It hardly differs where many are at risk, and does
// not stay at 0 for good when the only one at risk stops: the curve to look at
// where late entry makes the first risk sets tiny [2]. The standard error is
// S·se(H), and limits are made from it. A beta-product curve keeps none.
//
// [1] Fleming TR, Harrington DP (1984). Commun Stat Theory Methods 13:2469–2486.
// [2] Pan W, Chappell R (1998). Lifetime Data Anal 4:187–202.
func (c *Curve) ExpHazard(h HazardType) *Curve {
	out := *c
	out.hazard = varighet.Some(h)
	var robust []float64
	if c.influence != nil {
		robust = out.robustVariance(one)
	}
	out.Points = make([]Point, len(c.Points))
	limits := newLimiter(Options{ConfLevel: c.ConfLevel, ConfType: c.ConfType})
	defined := c.influence == nil || c.influence.defined()
	hazard, variance := 0.0, 0.0
	for i, p := range c.Points {
		if h == TiesOneByOne {
			each := p.EventsWeight / float64(max(p.Events, 1)) // the mean weight of those who stop
			for k := range p.Events {
				n := p.AtRiskWeight - float64(k)*each
				hazard += each / n
				variance += each * each / (n * n)
			}
			p.CumulativeHazard, p.CumulativeHazardStdErr = hazard, varighet.Some(math.Sqrt(variance))
		}
		switch {
		case !defined && p.CumulativeHazard > 0:
			p.CumulativeHazardStdErr = varighet.Opt[float64]{}
		case robust != nil:
			p.CumulativeHazardStdErr = varighet.Some(math.Sqrt(robust[i]))
		}
		p.Survival = math.Exp(-p.CumulativeHazard)
		p.withoutLimits()
		if se := p.CumulativeHazardStdErr; p.Survival > 0 && defined && se.OK {
			p.StdErr = varighet.Some(p.Survival * se.V)
			p.Lower, p.Upper = limits.of(p.Survival, se.V)
		}
		out.Points[i] = p
	}
	out.Warnings = nil
	for _, w := range c.Warnings {
		if !isStaysAt0(w) {
			out.Warnings = append(out.Warnings, w)
		}
	}
	return &out
}
