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
