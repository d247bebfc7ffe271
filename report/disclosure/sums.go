package disclosure

import "slices"

// What one unit may have of a sum, and what the others than the two largest must have.
const (
	mostOfSum = 0.5 // of the sum
	leastRest = 0.1 // of the largest
)

// Sum reports whether the sum of some amounts, none below 0, may be read together with how many they are: they
// are of nobody, or of k or more; the largest is no more than half of the sum, the (1, 50) rule of dominance; and those
// other than the two largest have a tenth of the largest or more, the p % rule with p = 10, so that not even
// whoever has the second largest can come near to the largest [1].
//
// [1] Hundepool A, Domingo-Ferrer J, Franconi L, Giessing S, Schulte Nordholt E, Spicer K, de Wolf P-P (2012). Statistical
// Disclosure Control. Wiley.
func (r Rule) Sum(amounts []float64) bool {
	if len(amounts) == 0 || !r.Safe(len(amounts)) {
		return len(amounts) == 0
	}
	sorted := slices.Sorted(slices.Values(amounts))
	n, sum := len(sorted), 0.0
	for _, x := range sorted {
		sum += x
	}
	largest, second := sorted[n-1], sorted[n-2]
	return largest <= mostOfSum*sum && sum-largest-second >= leastRest*largest
}
