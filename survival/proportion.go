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
