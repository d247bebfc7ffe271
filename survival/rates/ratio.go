package rates

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// A Ratio is one rate over another. A missing Upper is no bound, and missing values otherwise are
// not defined, for a reason.
type Ratio struct {
	Ratio, Lower, Upper varighet.Opt[float64]
	P                   varighet.Opt[float64] // exact, twice the smaller tail: in keeping with the limits
	Reason              string
}

// RatioOf divides the rate of events2 in time2 by that of events1 in time1. Given how many events
// there are in all, those of the second are binomial with a share that says the ratio, so that
// Clopper and Pearson's limits of that share are exact limits of the ratio [1]; R's poisson.test
// has the same. Without events in the first there is no ratio and no upper limit, but a lower one.
//
// [1] Przyborowski J, Wilenski H (1940). Biometrika 31:313–323.
func RatioOf(events1 int, time1 float64, events2 int, time2, conf float64) (Ratio, error) {
	var r Ratio
	if events1 < 0 || events2 < 0 || !(time1 > 0 && time2 > 0) || math.IsInf(time1+time2, 0) {
		return r, fmt.Errorf("%d events in %v and %d in %v are not two rates", events1, time1, events2, time2)
	}
	if err := checkLevel(conf); err != nil {
		return r, err
	}
	n := events1 + events2
	if n == 0 {
		r.Reason = "no ratio: nobody stopped"
		return r, nil
	}
	lower, upper, err := survival.ClopperPearson(events2, n, conf)
	if err != nil {
		return r, err
	}
	times := time1 / time2
	r.Lower = finite(lower / (1 - lower) * times)
	if events1 > 0 {
		r.Ratio = finite(float64(events2) / float64(events1) * times)
		r.Upper = finite(upper / (1 - upper) * times)
	} else {
		r.Reason = "no ratio, and no upper limit: nobody stopped in the first"
	}
	r.P = varighet.Some(binomialP(events2, n, time2/(time1+time2)))
	return r, nil
}

// binomialP is twice the smaller tail of x of n, each with this probability.
func binomialP(x, n int, share float64) float64 {
	atLeast := func(x int) float64 {
		switch {
		case x <= 0:
			return 1
		case x > n:
			return 0
		}
		return mathext.RegIncBeta(float64(x), float64(n-x+1), share)
	}
	return min(1, 2*min(atLeast(x), 1-atLeast(x+1)))
}
