package power

import (
	"fmt"
	"math"

	"github.com/varighet/varighet"
)

// A detectable ratio is looked for between these, by factors of two from 1.
const (
	leastRatio = 1.0 / (1 << 20)
	mostRatio  = 1 << 6
)

// detectableBelow is the greatest ratio below 1 that is shown with the chance CanTell, or why
// there is none. Nobody leaves at a ratio of 0, and then the limits are below 1 only if more
// are expected than the upper limit of a mean of which none were seen: 3.69 at 95 %.
func (q *inquiry) detectableBelow() (varighet.Opt[float64], string) {
	if none, most := q.test.bounds(0).upper, q.design.most(); most <= none {
		return varighet.Opt[float64]{}, fmt.Sprintf("not even if nobody leaves: %.2f stops are expected then, and it takes more than %.2f", most, none)
	}
	beyond := func(ratio float64) float64 {
		below, _ := q.test.chances(q.law(ratio))
		return below - CanTell
	}
	for shown := 0.5; shown >= leastRatio; shown /= 2 {
		if beyond(shown) >= 0 {
			return varighet.Some(crossing(beyond, shown, 2*shown)), ""
		}
	}
	return varighet.Opt[float64]{}, fmt.Sprintf("not even at a ratio of %.2g", leastRatio)
}

// detectableAbove is the least ratio above 1 that is shown with the chance CanTell, or why
// there is none.
func (q *inquiry) detectableAbove() (varighet.Opt[float64], string) {
	beyond := func(ratio float64) float64 {
		_, above := q.test.chances(q.law(ratio))
		return above - CanTell
	}
	for shown := 2.0; shown <= mostRatio; shown *= 2 {
		if beyond(shown) >= 0 {
			return varighet.Some(crossing(beyond, shown, shown/2)), ""
		}
	}
	return varighet.Opt[float64]{}, fmt.Sprintf("not even at a ratio of %d", mostRatio)
}

// crossing is where a function is 0 between a place where it is not below and one where it
// is: by false position, where the height of an end that stays is halved (Illinois), until
// the function is known to 1e−5 or the place to 1e−4 of it.
func crossing(f func(float64) float64, shown, not float64) float64 {
	above, below := f(shown), f(not)
	for range 40 {
		at := shown + (not-shown)*above/(above-below)
		height := f(at)
		switch {
		case math.Abs(height) < 1e-5 || math.Abs(not-shown) < 1e-4*shown:
			return at
		case height > 0:
			shown, above, below = at, height, below/2
		default:
			not, below, above = at, height, above/2
		}
	}
	return shown
}
