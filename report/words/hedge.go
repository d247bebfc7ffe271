package words

import (
	"math"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// WidePoints is the width in percentage points above which the interval of a share is wide.
const WidePoints = 30

// Few reports whether so many are too few to say anything of: fewer than a curve needs at
// risk to be shown.
func Few(n int) bool { return n < survival.FewAtRisk }

// wideShare reports whether the interval of a share is wide: more than WidePoints between
// its limits, or a limit missing.
func wideShare(lower, upper varighet.Opt[float64]) bool {
	return !lower.OK || !upper.OK || 100*(upper.V-lower.V) > WidePoints
}

// wideMedian reports whether the interval of a median is wide: the upper limit is more than
// three times the lower, or one was not reached.
func wideMedian(lower, upper varighet.Opt[float64]) bool {
	return !lower.OK || !upper.OK || upper.V > 3*lower.V
}

// A Verdict says what may be said of a number beside a published one.
type Verdict uint8

// The verdicts, in the order in which they are tried.
const (
	NotSame     Verdict = iota // they are not known to count the same: no comparison
	TooFew                     // too few were counted here
	AsPublished                // rounded as the published number, it is that
	TooWide                    // the interval includes it, and is wide
	NoClear                    // the interval includes it, and is not wide
	BarelyAbove                // it lies outside by less than a tenth of the width
	BarelyBelow
	Above // it lies outside by more
	Below
	NoNumber // one of the two was not reached, and its limits do not tell
)

var verdictNames = [...]string{"not_same", "too_few", "as_published", "too_wide", "no_clear_difference", "barely_above", "barely_below", "above", "below", "no_number"}

// String is the verdict's name in files, such as "too_few" or "no_clear_difference".
func (v Verdict) String() string { return verdictNames[v] }

// compareShares judges a share beside a published one, which is of the definition asked
// for, within as many months. published has no decimals in per cent, as sources print it.
func compareShares(here survival.TurnoverShare, published float64, definition varighet.Opt[survival.TurnoverDefinition], within int) Verdict {
	held := here.Limits()
	switch {
	case !definition.OK || definition.V != here.Definition || within != here.Within:
		return NotSame
	case !here.Share.OK, Few(here.Of):
		return TooFew
	case math.Round(100*here.Share.V) == math.Round(100*published):
		return AsPublished
	case !held.Lower.OK || !held.Upper.OK:
		return TooFew
	}
	return beside(held.Lower.V, held.Upper.V, published, wideShare(held.Lower, held.Upper))
}

// heldAt reads a curve at a time, with the limits that reports print: from the beta product
// where they rest on few.
func heldAt(c *survival.Curve, t float64) survival.SurvivalAt {
	at := c.At(t)
	if l, asked := c.BetaProductAt(t); asked {
		at.Lower, at.Upper = l.Lower, l.Upper
	}
	return at
}

// beside judges an interval beside a number.
func beside(lower, upper, number float64, wide bool) Verdict {
	tenth := (upper - lower) / 10
	switch {
	case lower <= number && number <= upper && wide:
		return TooWide
	case lower <= number && number <= upper:
		return NoClear
	case number < lower && lower-number < tenth:
		return BarelyAbove
	case number < lower:
		return Above
	case number-upper < tenth:
		return BarelyBelow
	}
	return Below
}
