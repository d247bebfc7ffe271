package survival

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/varighet/varighet"
)

// A PublishedShare is a share that another study printed.
type PublishedShare struct {
	Share      float64 // 0 to 1
	N          int     // how many it is of; 0 if the source does not say, and it is taken as known
	Within     int     // months
	Definition Definition
}

// A ShareComparison holds a share beside a published one. Missing values are not defined;
// Reason says why.
type ShareComparison struct {
	Differ []Difference // in what the two are not the same; but for a denominator that is not known there is no comparison then

	Difference, Lower, Upper varighet.Opt[float64] // the share less the published one
	P                        varighet.Opt[float64] // two-sided, of no difference
	Test                     string                // how P is made: binomial, fisher or log-log
	Reason                   string
}

// Compare holds the share beside a published one, with limits at level conf. The unit that is counted
// and the months must be the same; that a source does not say its denominator is told, and no hindrance.
//
// The limits of the difference are made of those of each, as [DifferenceOfShares] makes them: of
// the share as reports print them ([TurnoverShare.Limits]), of the published one Wilson's. P is
//
//   - fisher: exact, given all who left of both, twice the smaller tail; of counts, where n is known
//   - binomial: exact, twice the smaller tail; of counts, where the published share is taken as known
//   - log-log: normal, of log(−log(1 − share)) [1]; of the Kaplan–Meier share, but where it rests
//     on few: then the normal p is too small, and there is none
//
// [1] Klein JP, Logan B, Harhoff M, Andersen PK (2007). Stat Med 26:4505–4519.
func (t *TurnoverShare) Compare(with PublishedShare, conf float64) ShareComparison {
	c := ShareComparison{Differ: Differ(DefinitionOf(t.Definition.Measure()), with.Definition)}
	if with.Within != t.Within {
		c.Differ = append([]Difference{DifferInWindow}, c.Differ...)
	}
	held := t.Limits()
	switch {
	case len(c.Differ) > 0 && c.Differ[0] != OfNotKnown:
		c.Reason = "not the same: " + c.Differ[0].String()
	case !t.Share.OK:
		c.Reason = "there is no share"
	case !(with.Share > 0 && with.Share < 1):
		c.Reason = fmt.Sprintf("a published share of %v cannot be compared", with.Share)
	case !held.Lower.OK || !held.Upper.OK:
		c.Reason = "the share has no limits"
	default:
		c.between(t.Share.V, held, &with, conf)
		c.test(t, &with, conf)
	}
	return c
}

// between fills in the difference and its limits.
func (c *ShareComparison) between(share float64, held LimitSet, with *PublishedShare, conf float64) {
	lower, upper := with.Share, with.Share
	if with.N > 0 {
		lower, upper, _ = Wilson(with.gone(), with.N, conf)
	}
	c.Difference = varighet.Some(share - with.Share)
	c.Lower = varighet.Some(LowerOfDifference(share, held.Lower.V, with.Share, upper))
	c.Upper = varighet.Some(UpperOfDifference(share, held.Upper.V, with.Share, lower))
}

// gone is how many of N left, as far as the printed share tells.
func (p *PublishedShare) gone() int { return int(math.Round(p.Share * float64(p.N))) }

// test fills in P, and how it is made.
func (c *ShareComparison) test(t *TurnoverShare, with *PublishedShare, conf float64) {
	switch {
	case t.Limits().Type == BetaProduct:
		c.Reason = "no p: the share rests on few, and the limits tell"
	case t.Definition == TurnoverKaplanMeier:
		c.Test = "log-log"
		c.P, c.Reason = t.logLogP(with, conf)
	case with.N == 0:
		c.Test = "binomial"
		c.P = varighet.Some(binomialP(t.Gone, t.Of, with.Share))
	default:
		c.Test = "fisher"
		c.P = varighet.Some(fisherP(t.Gone, t.Of, with.gone(), with.N))
	}
}

// logLogP is the p of log(−log(1 − share)) of both. The standard error of the share is that
// of which its log(−log) limits are made; a published one that is known has none.
func (t *TurnoverShare) logLogP(with *PublishedShare, conf float64) (p varighet.Opt[float64], reason string) {
	theta := func(share float64) float64 { return math.Log(-math.Log1p(-share)) }
	if !t.Lower.OK || !t.Upper.OK || !(t.Lower.V > 0 && t.Upper.V < 1) {
		return p, "no p: the curve has no standard error there"
	}
	own := (theta(t.Upper.V) - theta(t.Lower.V)) / (2 * normalQuantile(conf))
	published := 0.0
	if with.N > 0 {
		published = math.Sqrt(with.Share/(float64(with.N)*(1-with.Share))) / -math.Log1p(-with.Share)
	}
	z := (theta(t.Share.V) - theta(with.Share)) / math.Hypot(own, published)
	return varighet.Some(math.Erfc(math.Abs(z) / math.Sqrt2)), ""
}

// binomialP is twice the smaller tail of x of n where each has the probability p.
func binomialP(x, n int, p float64) float64 {
	law := distuv.Binomial{N: float64(n), P: p}
	return min(1, 2*min(law.CDF(float64(x)), law.Survival(float64(x-1))))
}

// fisherP is twice the smaller tail of x₁ of n₁, given that x₁ + x₂ of n₁ + n₂ left [1].
//
// [1] Fisher RA (1935). J R Stat Soc 98:39–82.
func fisherP(x1, n1, x2, n2 int) float64 {
	all := x1 + x2
	upTo, from := 0.0, 0.0
	for k := max(0, all-n2); k <= min(n1, all); k++ {
		term := hypergeometric(k, n1, n2, all)
		if k <= x1 {
			upTo += term
		}
		if k >= x1 {
			from += term
		}
	}
	return min(1, 2*min(upTo, from))
}
