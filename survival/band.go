package survival

import (
	"fmt"
	"math"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival/internal/sum"
)

// A BandType names a simultaneous confidence band.
type BandType uint8

// The bands. The equal-precision band is as many times wider than the pointwise
// limits everywhere; the Hall–Wellner band is narrower in the middle and wider at
// the ends. Log bands are made on the log(−log) scale and stay within 0 and 1;
// plain ones can leave it.
const (
	EqualPrecisionLog BandType = iota
	EqualPrecision
	HallWellnerLog
	HallWellner
)

var bandTypeNames = [...]string{"equal-precision-log", "equal-precision", "hall-wellner-log", "hall-wellner"}

// String is the name of the band in files and flags.
func (b BandType) String() string {
	if int(b) >= len(bandTypeNames) {
		return "unknown"
	}
	return bandTypeNames[b]
}

// ParseBandType reads "equal-precision-log", "equal-precision",
// "hall-wellner-log" or "hall-wellner".
func ParseBandType(s string) (BandType, bool) { return parseName[BandType](bandTypeNames[:], s) }

// A Band holds the whole curve, from one time to another, at once: in 95 of 100
// sets of data (for level 0.95) the true curve nowhere leaves it. Pointwise
// limits promise that at one time only, so a reader who compares whole curves
// needs the wider band.
type Band struct {
	Type     BandType
	From, To float64
	Critical float64 // how many standard errors, or Hall–Wellner's k
	Points   []BandPoint
	Reason   string // why there are no points; "" if there are
}

// A BandPoint is the band at one of the curve's times.
type BandPoint struct {
	Time, Lower, Upper float64
}

// Band returns a simultaneous confidence band at the curve's level, between the
// curve's first and last time within [from, to] at which S is above 0 and below
// 1. With σ² = Σ d/(n(n−d)) and n tenures, as many times as their weights say, it is
//
//	Hall–Wellner [1]     S ± k (1 + nσ²) S/√n
//	equal precision [2]  S ± e σ S
//
// on the plain scale, and S^θ and S^{1/θ} with log θ = k(1+nσ²)/(√n log S) or
// eσ/log S on the log(−log) one. k and e are such that a Brownian bridge B stays
// within ±k, or B(u)/√(u(1−u)) within ±e, for u = nσ²/(1 + nσ²) of the stretch.
// k is found by integrating the exact probability over both ends, e from the
// tail formula of Miller and Siegmund, the one behind the published tables [3].
// Late entry changes the risk sets only: the equal-precision band does not
// depend on n, and Hall and Wellner's is valid for any n. Robust curves have no
// band. It returns an error for a type or a bound that is none.
//
// [1] Hall WJ, Wellner JA (1980). Biometrika 67:133–143.
// [2] Nair VN (1984). Technometrics 26:265–275.
// [3] Klein JP, Moeschberger ML (2003). Survival Analysis, 2nd ed., section 4.4.
func (c *Curve) Band(t BandType, from, to float64) (Band, error) {
	b := Band{Type: t}
	if int(t) >= len(bandTypeNames) {
		return b, fmt.Errorf("band type %d is not known", t)
	}
	if math.IsNaN(from) || math.IsNaN(to) {
		return b, fmt.Errorf("a band from %v to %v has no bounds", from, to)
	}
	if c.influence != nil {
		b.Reason = "a robust curve has no band"
		return b, nil
	}
	var sigma2 []float64
	var points []Point
	for _, p := range c.Points {
		if p.Time < from || p.Time > to || !(p.Survival > 0 && p.Survival < 1) || !p.StdErr.OK {
			continue
		}
		points = append(points, p)
		sigma2 = append(sigma2, square(p.StdErr.V/p.Survival))
	}
	if len(points) == 0 {
		b.Reason = "the curve has no time there at which it is between 0 and 1"
		return b, nil
	}
	b.From, b.To = points[0].Time, points[len(points)-1].Time
	n := c.total()
	below1 := math.Nextafter(1, 0) // the greatest u: rounding can give 1, where a bridge has no variance
	u := func(s2 float64) float64 { return min(n*s2/(1+n*s2), below1) }
	first, last := u(sigma2[0]), u(sigma2[len(sigma2)-1])
	hall := t == HallWellner || t == HallWellnerLog
	if hall {
		b.Critical = hallWellnerCritical(first, last, c.ConfLevel)
	} else {
		b.Critical = equalPrecisionCritical(first, last, c.ConfLevel)
	}
	for i, p := range points {
		half := b.Critical * math.Sqrt(sigma2[i])
		if hall {
			half = b.Critical * (1 + n*sigma2[i]) / math.Sqrt(n)
		}
		x := BandPoint{Time: p.Time}
		if t == HallWellnerLog || t == EqualPrecisionLog {
			theta := math.Exp(half / math.Abs(math.Log(p.Survival)))
			x.Lower, x.Upper = math.Pow(p.Survival, theta), math.Pow(p.Survival, 1/theta)
		} else {
			x.Lower, x.Upper = p.Survival-half*p.Survival, p.Survival+half*p.Survival
		}
		b.Points = append(b.Points, x)
	}
	return b, nil
}

// total is how many tenures the curve is made of: the sum of their weights.
func (c *Curve) total() float64 {
	if c.counts == nil || c.counts.weights == nil {
		return float64(c.N)
	}
	var total sum.Running
	for _, w := range c.counts.weights {
		total.Add(w.events)
		total.Add(w.censored)
	}
	return total.Value()
}

// equalPrecisionCritical solves, for e, with φ the normal density,
//
//	4φ(e)/e + φ(e)(e − 1/e) log(b(1−a)/(a(1−b))) = 1 − conf
//
// and is the pointwise z at least: on a stretch of one time the two agree.
func equalPrecisionCritical(a, b, conf float64) float64 {
	stretch := math.Log(b * (1 - a) / (a * (1 - b)))
	z := normalQuantile(conf)
	tail := func(e float64) float64 {
		phi := math.Exp(-e*e/2) / math.Sqrt(2*math.Pi)
		return 4*phi/e + phi*(e-1/e)*stretch
	}
	return max(z, bisect(max(z, 1), 40, func(e float64) bool { return tail(e) <= 1-conf }))
}

// hallWellnerCritical is the k with probability conf that a Brownian bridge is
// within ±k from a to b, 0 < a <= b < 1.
func hallWellnerCritical(a, b, conf float64) float64 {
	nodes, weights := gaussLegendre()
	return bisect(0, 10, func(k float64) bool { return bridgeWithin(k, a, b, nodes, weights) >= conf })
}

// bisect returns where ok turns true between lo and hi.
func bisect(lo, hi float64, ok func(float64) bool) float64 {
	for range 60 {
		mid := lo + (hi-lo)/2
		if ok(mid) {
			hi = mid
		} else {
			lo = mid
		}
	}
	return hi
}

// bridgeWithin is the probability that a Brownian bridge stays within ±k from a
// to b: the probability that it does so between x at a and y at b, where it is a
// bridge again, integrated over x and y by the nodes and weights.
func bridgeWithin(k, a, b float64, nodes, weights []float64) float64 {
	varA, varB := a*(1-a), b*(1-b)
	if b-a < 1e-9 {
		return math.Erf(k / math.Sqrt(2*max(varA, varB)))
	}
	// y given x is normal with mean x(1−b)/(1−a) and variance (b−a)(1−b)/(1−a).
	slope, tau := (1-b)/(1-a), b-a
	sd := math.Sqrt(tau * (1 - b) / (1 - a))
	sum := 0.0
	reachX := min(k, 9*math.Sqrt(varA))
	for i, u := range nodes {
		x := reachX * u
		density := math.Exp(-x*x/(2*varA)) / math.Sqrt(2*math.Pi*varA)
		lo, hi := max(-k, x*slope-9*sd), min(k, x*slope+9*sd)
		inner := 0.0
		for j, v := range nodes {
			y := lo + (hi-lo)*(1+v)/2
			d := (y - x*slope) / sd
			inner += weights[j] * math.Exp(-d*d/2) * stays(k, tau, x, y)
		}
		sum += weights[i] * density * inner * (hi - lo) / 2 / (sd * math.Sqrt(2*math.Pi))
	}
	return sum * reachX
}

// stays is the probability that a Brownian bridge from x to y, over a time tau,
// does not leave (−k, k): each term is a reflection.
func stays(k, tau, x, y float64) float64 {
	p := 0.0
	for j := -4; j <= 4; j++ {
		shift := 4 * float64(j) * k
		p += math.Exp(-(shift*shift + 2*shift*(y-x)) / (2 * tau))
		d := y + x - 2*k + shift
		p -= math.Exp(-(d*d - (y-x)*(y-x)) / (2 * tau))
	}
	return min(max(p, 0), 1)
}

// gaussLegendre returns nodes and weights on [−1, 1], by Newton's method on the
// Legendre polynomial of degree 96.
func gaussLegendre() (nodes, weights []float64) {
	const n = 96
	for i := range n {
		x := math.Cos(math.Pi * (float64(i) + 0.75) / (n + 0.5))
		slope := 0.0
		for range 20 {
			p, before := 1.0, 0.0
			for j := range n {
				p, before = ((2*float64(j)+1)*x*p-float64(j)*before)/float64(j+1), p
			}
			slope = n * (x*p - before) / (x*x - 1)
			x -= p / slope
		}
		nodes, weights = append(nodes, x), append(weights, 2/((1-x*x)*slope*slope))
	}
	return nodes, weights
}

// Bracket bounds S at time t where times were recorded as the end of the period
// of the given width in which they fell, such as whole months: a stop recorded at
// d came after d − width and at d at the latest. lower takes each to have come as
// early, upper as late as can be, so the truth for the data lies between:
//
//	lower = S(t + width), upper = S(t)
//
// Both are missing where the curve does not reach.
func (c *Curve) Bracket(t, width float64) (lower, upper varighet.Opt[float64]) {
	if !(width >= 0) {
		return lower, upper
	}
	early, late := c.At(t+width), c.At(t)
	if late.Beyond {
		return lower, upper
	}
	upper = varighet.Some(late.Survival)
	if !early.Beyond {
		lower = varighet.Some(early.Survival)
	}
	return lower, upper
}
