package survival

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
)

// ClopperPearson returns exact confidence limits of a share of which x of n
// were seen, n > 0: the shares at which x or more, and x or fewer, would be
// seen with probability (1 − conf)/2 [1]. They hold their level for every n and
// every share, and are wider than need be for small n. At x = 0 the lower
// limit is 0, at x = n the upper is 1.
//
// [1] Clopper CJ, Pearson ES (1934). Biometrika 26:404–413.
func ClopperPearson(x, n int, conf float64) (lower, upper float64, err error) {
	if err := checkShare(x, n, conf); err != nil {
		return 0, 0, err
	}
	tail := (1 - conf) / 2
	lower, upper = 0, 1
	if x > 0 {
		lower = mathext.InvRegIncBeta(float64(x), float64(n-x+1), tail)
	}
	if x < n {
		// The upper limit of x of n is 1 − the lower limit of n − x of n.
		upper = 1 - mathext.InvRegIncBeta(float64(n-x), float64(x+1), tail)
	}
	return lower, upper, nil
}

// Wilson returns the score limits of a share of which x of n were seen, n > 0,
// without continuity correction [1]. Their level is right on the average over
// shares, so they are narrower than [ClopperPearson]'s and fall short of the
// level for some.
//
// [1] Wilson EB (1927). J Am Stat Assoc 22:209–212.
func Wilson(x, n int, conf float64) (lower, upper float64, err error) {
	if err := checkShare(x, n, conf); err != nil {
		return 0, 0, err
	}
	z, size := normalQuantile(conf), float64(n)
	p := float64(x) / size
	shrink := 1 + z*z/size
	middle := (p + z*z/(2*size)) / shrink
	half := z / shrink * math.Sqrt(p*(1-p)/size+z*z/(4*size*size))
	lower, upper = max(middle-half, 0), min(middle+half, 1)
	if x == 0 {
		lower = 0 // but for rounding
	}
	if x == n {
		upper = 1
	}
	return lower, upper, nil
}

func checkShare(x, n int, conf float64) error {
	if n < 1 || x < 0 || x > n {
		return fmt.Errorf("%d of %d is not a share", x, n)
	}
	return checkConfLevel(conf)
}

// PoissonLimits returns exact confidence limits of the rate at which x events
// came in an exposure, such as agreement-years or an expected number: the
// rates at which x or more, and x or fewer, would come with probability
// (1 − conf)/2 [1]. At x = 0 the lower limit is 0. exposure must be positive.
//
// [1] Garwood F (1936). Biometrika 28:437–442.
func PoissonLimits(x int, exposure, conf float64) (lower, upper float64, err error) {
	if x < 0 || !(exposure > 0) || math.IsInf(exposure, 0) {
		return 0, 0, fmt.Errorf("%d events in an exposure of %v is not a rate", x, exposure)
	}
	if err := checkConfLevel(conf); err != nil {
		return 0, 0, err
	}
	tail := (1 - conf) / 2
	if x > 0 {
		lower = mathext.GammaIncRegInv(float64(x), tail)
	}
	upper = mathext.GammaIncRegInv(float64(x+1), 1-tail)
	return lower / exposure, upper / exposure, nil
}

// Jeffreys returns the limits of a share that a Bayesian with the prior
// Beta(½, ½) would give, with 0 at x = 0 and 1 at x = n [1]. Their level is
// close to conf on the average over shares, in small groups too.
//
// [1] Brown LD, Cai TT, DasGupta A (2001). Stat Sci 16:101–133.
func Jeffreys(x, n int, conf float64) (lower, upper float64, err error) {
	if err := checkShare(x, n, conf); err != nil {
		return 0, 0, err
	}
	tail := (1 - conf) / 2
	lower, upper = 0, 1
	if x > 0 {
		lower = mathext.InvRegIncBeta(float64(x)+0.5, float64(n-x)+0.5, tail)
	}
	if x < n {
		upper = 1 - mathext.InvRegIncBeta(float64(n-x)+0.5, float64(x)+0.5, tail)
	}
	return lower, upper, nil
}

// PoissonP returns the two-sided exact p-values of x events where mean were
// expected. central doubles the smaller tail, and is below 1 − conf just when
// [PoissonLimits] leave 1 out. minimum adds up all counts that are no more
// likely than x, as R's poisson.test does; it can disagree with the limits.
// Print which it is. mean must be positive, and a number that can be counted: 1e15
// at most.
func PoissonP(x int, mean float64) (central, minimum float64, err error) {
	if x < 0 || !(mean > 0 && mean <= 1e15) {
		return 0, 0, fmt.Errorf("%d events where %v are expected cannot be tested", x, mean)
	}
	central = min(1, 2*min(poissonUpTo(x, mean), poissonFrom(x, mean)))
	return central, poissonUnlikely(x, mean), nil
}

// poissonUpTo is P(X <= x), poissonFrom P(X >= x).
func poissonUpTo(x int, mean float64) float64 {
	if x < 0 {
		return 0
	}
	return mathext.GammaIncRegComp(float64(x)+1, mean)
}

func poissonFrom(x int, mean float64) float64 {
	if x <= 0 {
		return 1
	}
	return mathext.GammaIncReg(float64(x), mean)
}

func poissonAt(x int, mean float64) float64 {
	lg, _ := math.Lgamma(float64(x) + 1)
	return math.Exp(float64(x)*math.Log(mean) - mean - lg)
}

// poissonUnlikely adds up both tails of counts no more likely than x. The counts
// on a side of the mean are unimodal, so the far tail starts at one of them,
// found by halving.
func poissonUnlikely(x int, mean float64) float64 {
	limit := poissonAt(x, mean) * (1 + 1e-7) // R's allowance for rounding
	switch m := float64(x); {
	case m == mean:
		return 1
	case m < mean:
		lo := int(math.Ceil(mean)) // the first count from here with probability <= limit
		hi := 2*lo - x             // above it, since x is below it
		for poissonAt(hi, mean) > limit {
			hi *= 2
		}
		for lo < hi {
			if mid := (lo + hi) / 2; poissonAt(mid, mean) <= limit {
				hi = mid
			} else {
				lo = mid + 1
			}
		}
		return min(1, poissonUpTo(x, mean)+poissonFrom(lo, mean))
	}
	lo, hi := -1, int(math.Floor(mean)) // the last count up to here with probability <= limit
	for lo < hi {
		if mid := lo + (hi-lo+1)/2; poissonAt(mid, mean) <= limit {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return min(1, poissonUpTo(lo, mean)+poissonFrom(x, mean))
}
