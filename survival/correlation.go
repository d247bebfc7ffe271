package survival

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat"

	"github.com/varighet/varighet"
)

// A Correlation is Pearson's r of pairs of numbers, with limits. R is missing where one of
// the two numbers is the same in all pairs; Lower and Upper are missing where R is, for fewer
// than 4 pairs, and where all pairs lie on a line.
type Correlation struct {
	N               int // pairs
	R, Lower, Upper varighet.Opt[float64]
	Reason          string // why something is missing, in English; "" if nothing is
}

// Pearson returns the correlation of x and y, pair by pair, with Fisher's limits at level conf:
//
//	r = Σ(x−x̄)(y−ȳ) / √(Σ(x−x̄)² Σ(y−ȳ)²),   tanh(artanh r ± z/√(n−3))
//
// as R's cor.test has them [1]. They hold for two normal variables, and roughly for others.
// No pairs give no number. It returns an error for slices of unlike length, a number that is
// not finite, and a level that is not between 0 and 1.
//
// [1] Fisher RA (1921). Metron 1:3–32.
func Pearson(x, y []float64, conf float64) (Correlation, error) {
	c := Correlation{N: len(x)}
	if len(x) != len(y) {
		return c, fmt.Errorf("%d numbers and %d are not pairs", len(x), len(y))
	}
	if err := checkConfLevel(conf); err != nil {
		return c, err
	}
	for i := range x {
		if bad := x[i] + y[i]; math.IsNaN(bad) || math.IsInf(bad, 0) {
			return c, fmt.Errorf("pair %d (%v, %v) is not finite", i+1, x[i], y[i])
		}
	}
	c.correlate(x, y)
	c.limit(normalQuantile(conf))
	return c, nil
}

// correlate finds r, from deviations from the means.
func (c *Correlation) correlate(x, y []float64) {
	if c.N < 2 {
		c.Reason = "fewer than 2 pairs"
		return
	}
	meanX, meanY := stat.Mean(x, nil), stat.Mean(y, nil)
	var xx, yy, xy float64
	for i := range x {
		dx, dy := x[i]-meanX, y[i]-meanY
		xx, yy, xy = xx+dx*dx, yy+dy*dy, xy+dx*dy
	}
	switch {
	case xx == 0 || yy == 0:
		c.Reason = "one of the two is the same in all pairs"
	default:
		c.R = varighet.Some(max(-1, min(1, xy/math.Sqrt(xx)/math.Sqrt(yy))))
	}
}

// limit finds Fisher's limits of r.
func (c *Correlation) limit(z float64) {
	switch {
	case !c.R.OK:
	case c.N < 4:
		c.Reason = "fewer than 4 pairs have no limits"
	case 1-math.Abs(c.R.V) < 1e-15:
		c.Reason = "all pairs lie on a line"
	default:
		half := z / math.Sqrt(float64(c.N-3))
		c.Lower = varighet.Some(math.Tanh(math.Atanh(c.R.V) - half))
		c.Upper = varighet.Some(math.Tanh(math.Atanh(c.R.V) + half))
	}
}
