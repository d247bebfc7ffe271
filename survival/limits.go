package survival

import (
	"fmt"
	"math"

	"github.com/varighet/varighet"
)

// checkConfLevel refuses a confidence level that is not strictly between 0 and 1.
func checkConfLevel(conf float64) error {
	if !(conf > 0 && conf < 1) {
		return fmt.Errorf("confidence level %v is not between 0 and 1", conf)
	}
	return nil
}

// normalQuantile is the z such that a standard normal lies within ±z with
// probability conf.
func normalQuantile(conf float64) float64 { return math.Sqrt2 * math.Erfinv(conf) }

// A limiter makes pointwise confidence limits of S.
type limiter struct {
	confType ConfType
	z        float64
}

func newLimiter(opt Options) limiter { return limiter{opt.ConfType, normalQuantile(opt.ConfLevel)} }

// of returns the limits of S = s > 0 whose logarithm has standard error se.
// They are symmetric on the scale of the type:
//
//	log       log s ± z·se
//	log-log   log(−log s) ± z·se/log s
//	plain     s ± z·s·se
//	logit     log(s/(1−s)) ± z·se/(1−s)
//	arcsin    asin √s ± z/2·se·√(s/(1−s))
//
// and cut to [0, 1]. At S = 1 the log and plain limits are 1 and the others are
// not defined, as in R.
func (l limiter) of(s, se float64) (lower, upper varighet.Opt[float64]) {
	if l.z == 0 || l.confType == BetaProduct {
		return lower, upper // none are wanted, or they are made of counts
	}
	if s == 1 {
		if l.confType == Log || l.confType == Plain {
			return varighet.Some(1.0), varighet.Some(1.0)
		}
		return lower, upper
	}
	var lo, hi float64
	switch l.confType {
	case Log:
		lo, hi = s*math.Exp(-l.z*se), min(s*math.Exp(l.z*se), 1)
	case Plain:
		lo, hi = max(s-l.z*s*se, 0), min(s+l.z*s*se, 1)
	case LogLog:
		// S to the power of e^{±z·se/log S}; log S < 0, so plus is the lower.
		logS := math.Log(s)
		power := math.Exp(l.z * se / -logS)
		lo, hi = math.Exp(logS*power), math.Exp(logS/power)
	case Logit:
		half, odds := l.z*se/(1-s), math.Log(s/(1-s))
		lo, hi = 1/(1+math.Exp(half-odds)), 1/(1+math.Exp(-half-odds))
	case Arcsin:
		half, angle := l.z/2*se*math.Sqrt(s/(1-s)), math.Asin(math.Sqrt(s))
		lo, hi = square(math.Sin(max(angle-half, 0))), square(math.Sin(min(angle+half, math.Pi/2)))
	}
	return finite(lo), finite(hi)
}

// limitsAtOnce is how many limits are made at a time: so many stay in the nearest cache.
const limitsAtOnce = 256

// A dueLimits makes limits of a curve's points, many at a time. Each step of log(−log)
// limits waits for the one before, but not for those of other points: a step at a time
// they take half as long.
type dueLimits struct {
	limiter
	points []Point
	n      int
	first  [limitsAtOnce]int     // of points with one estimate, ascending
	seLog  [limitsAtOnce]float64 // of the estimate's logarithm
}

// add says that the points from number i on have an estimate of their own.
func (d *dueLimits) add(i int, seLog float64) {
	if d.n == limitsAtOnce {
		d.make(i)
	}
	d.first[d.n], d.seLog[d.n] = i, seLog
	d.n++
}

// make makes the limits that are due, of points before number end. There are none
// where S is 0.
func (d *dueLimits) make(end int) {
	var lower, upper [limitsAtOnce]varighet.Opt[float64]
	if d.confType == LogLog && d.z != 0 {
		d.makeLogLog(&lower, &upper)
	} else {
		for k, i := range d.first[:d.n] {
			if s := d.points[i].Survival; s > 0 {
				lower[k], upper[k] = d.of(s, d.seLog[k])
			}
		}
	}
	for k := d.n - 1; k >= 0; k-- {
		for i := d.first[k]; i < end; i++ {
			d.points[i].Lower, d.points[i].Upper = lower[k], upper[k]
		}
		end = d.first[k]
	}
	d.n = 0
}

// makeLogLog is of, a step at a time. At S = 0 and S = 1 nothing finite comes out.
func (d *dueLimits) makeLogLog(lower, upper *[limitsAtOnce]varighet.Opt[float64]) {
	var logS, power [limitsAtOnce]float64
	for k, i := range d.first[:d.n] {
		logS[k] = math.Log(d.points[i].Survival)
	}
	for k, se := range d.seLog[:d.n] {
		power[k] = math.Exp(d.z * se / -logS[k])
	}
	for k := range d.n {
		lower[k] = finite(math.Exp(logS[k] * power[k]))
	}
	for k := range d.n {
		upper[k] = finite(math.Exp(logS[k] / power[k]))
	}
}

func square(x float64) float64 { return x * x }

// finite returns x, or missing if x is not a finite number.
func finite(x float64) varighet.Opt[float64] {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return varighet.Opt[float64]{}
	}
	return varighet.Some(x)
}

// Limits returns confidence limits of a probability p whose logarithm has the
// standard error se, on the scale of the type, as those of a curve are made.
// They are missing where the scale has none: at p = 0, and, but for log and
// plain, at p = 1. o must be complete; see [Options.Complete].
func (o Options) Limits(p, se float64) (lower, upper varighet.Opt[float64]) {
	if !(p > 0 && p <= 1) {
		return lower, upper
	}
	return newLimiter(o).of(p, se)
}
