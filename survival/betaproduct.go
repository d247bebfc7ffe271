package survival

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mathext"

	"github.com/varighet/varighet"
)

// Beta-product limits [1]. Where d of n stop, the share that stays is as uncertain
// as a Beta(n−d+1, d) variable, and S as the product of those up to t. The upper
// limit is a quantile of that product. For the lower one the next stop is taken
// to come at once: one more factor, Beta(n⁺, 1), with n⁺ at risk just after t.
// The product is approximated by the Beta variable with its mean and variance.
//
// Without censoring and late entry the product is a Beta variable and the limits
// are those of Clopper and Pearson; with censoring they hold their level in all
// cases that have been tried. With late entry they are approximate. Limits never
// rise, and are 0 where nobody is left at risk.
//
// [1] Fay MP, Brittain EH, Proschan MA (2013). Biostatistics 14:723–736.

var errBetaProductCounts = errors.New("beta-product limits are made of counts: they take neither weights nor clusters")

// A betaProduct is a product of Beta variables, by what adds up: the logarithm
// of its mean, and that of 1 + variance/mean².
type betaProduct struct{ logMean, logSpread float64 }

func (b *betaProduct) times(alpha, beta float64) {
	b.logMean += math.Log(alpha / (alpha + beta))
	b.logSpread += math.Log1p(1/alpha) - math.Log1p(1/(alpha+beta))
}

// quantile is that of the Beta variable with the same mean and variance.
func (b betaProduct) quantile(p float64) float64 {
	mean, off := math.Exp(b.logMean), -math.Expm1(b.logMean)
	// α + β = mean(1 − mean)/variance − 1
	size := off/(mean*math.Expm1(b.logSpread)) - 1
	alpha, beta := mean*size, off*size
	if !(alpha > 0 && beta > 0) || math.IsInf(alpha, 0) || math.IsInf(beta, 0) {
		return mean
	}
	return mathext.InvRegIncBeta(alpha, beta, p)
}

// makeBetaProduct gives the points beta-product limits.
func (c *Curve) makeBetaProduct() {
	tail := (1 - c.ConfLevel) / 2
	var product betaProduct
	lowest, highest := c.betaProductStart(c.From), 1.0
	for i := range c.Points {
		p := &c.Points[i]
		if p.Events > 0 {
			product.times(float64(p.AtRisk-p.Events+1), float64(p.Events))
			highest = min(highest, product.quantile(1-tail))
		}
		lowest = min(lowest, product.lower(c.counts.atRiskAfter(p.Time), tail))
		// With late entry S can come to 0 while more enter; the limits hold it still.
		p.Lower, p.Upper = varighet.Some(min(lowest, p.Survival)), varighet.Some(max(highest, p.Survival))
	}
}

// lower is the lower limit with n at risk just after the time.
func (b betaProduct) lower(n int, tail float64) float64 {
	if n == 0 {
		return 0
	}
	b.times(float64(n), 1)
	return b.quantile(tail)
}

// betaProductStart is the lower limit at t, before the first point.
func (c *Curve) betaProductStart(t float64) float64 {
	return betaProduct{}.lower(c.counts.atRiskAfter(t), (1-c.ConfLevel)/2)
}

// atRiskAfter counts the tenures at risk just after t: Entry <= t < Exit.
func (ta *tally) atRiskAfter(t float64) int {
	return ta.atRisk(math.Nextafter(t, math.Inf(1)))
}
