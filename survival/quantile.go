package survival

import (
	"math"

	"github.com/varighet/varighet"
)

// Quantile returns the time by which the share p, from 0 to 1, has stopped:
// the first point with S <= 1 − p. Where S is 1 − p on a whole stretch (within
// 1.5e−8), any time on it would do, and the middle is taken; a stretch that
// goes on to the end ends at the last point. This is the rule of R's
// quantile(survfit); tools that give the start of the stretch differ.
//
// The limits are read off the lower and the upper limit of S in the same way
// [1]. A point without a limit takes no part. Missing means that the curve, or
// the limit, does not come down that far; all are missing if p is no share.
//
// [1] Brookmeyer R, Crowley J (1982). Biometrics 38:29–41.
func (c *Curve) Quantile(p float64) Quantile {
	q := Quantile{P: p}
	if !(p >= 0 && p <= 1) || len(c.Points) == 0 {
		return q
	}
	if p == 0 {
		from := varighet.Some(c.From)
		q.Time, q.Lower, q.Upper = from, from, from
		return q
	}
	q.Time = c.timeAt(p, func(pt *Point) varighet.Opt[float64] { return varighet.Some(pt.Survival) })
	q.Lower = c.timeAt(p, func(pt *Point) varighet.Opt[float64] { return pt.Lower })
	q.Upper = c.timeAt(p, func(pt *Point) varighet.Opt[float64] { return pt.Upper })
	if c.ConfType == BetaProduct && c.betaProductStart(c.From) <= 1-p {
		q.Lower = varighet.Some(c.From) // the lower limit is down there from the start
	}
	return q
}

// Median returns the time by which half has stopped.
func (c *Curve) Median() Quantile { return c.Quantile(0.5) }

// PrintedMedian returns the median as print(survfit) of R shows it, for holding
// against published tables: where S, or a limit, is ½ on a stretch that goes on
// to the end, it is the start of the stretch and not its middle.
func (c *Curve) PrintedMedian() Quantile {
	return Quantile{P: 0.5,
		Time:  c.printedAt(func(pt *Point) varighet.Opt[float64] { return varighet.Some(pt.Survival) }),
		Lower: c.printedAt(func(pt *Point) varighet.Opt[float64] { return pt.Lower }),
		Upper: c.printedAt(func(pt *Point) varighet.Opt[float64] { return pt.Upper }),
	}
}

func (c *Curve) printedAt(curve func(*Point) varighet.Opt[float64]) (at varighet.Opt[float64]) {
	half := 0.0
	for i := range c.Points {
		v := curve(&c.Points[i])
		switch {
		case !v.OK:
		case !at.OK && v.V < 0.5+tieTolerance:
			at, half = varighet.Some(c.Points[i].Time), v.V
			if math.Abs(half-0.5) >= tieTolerance {
				return at
			}
		case at.OK && v.V < half:
			return varighet.Some((at.V + c.Points[i].Time) / 2)
		}
	}
	return at
}

// timeAt finds where a step curve that starts at 1 comes down to 1 − p.
func (c *Curve) timeAt(p float64, curve func(*Point) varighet.Opt[float64]) varighet.Opt[float64] {
	reached := varighet.Opt[float64]{} // the curve is at 1 − p, or about to pass it
	lastGone := 0.0
	for i := range c.Points {
		v := curve(&c.Points[i])
		if !v.OK {
			continue
		}
		lastGone = 1 - v.V
		if !reached.OK && lastGone >= p-tieTolerance {
			reached = varighet.Some(c.Points[i].Time)
		}
		if lastGone >= p+tieTolerance {
			return varighet.Some((reached.V + c.Points[i].Time) / 2)
		}
	}
	if reached.OK && math.Abs(lastGone-p) < tieTolerance {
		return varighet.Some((reached.V + c.Points[len(c.Points)-1].Time) / 2)
	}
	return varighet.Opt[float64]{}
}
