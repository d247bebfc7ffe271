package survival

import "math"

// LowerOfDifference is the lower limit of a − b for two numbers that are known independently,
// from the lower limit of a and the upper of b [1,2]:
//
//	a − b − √((a − L)² + (u − b)²)
//
// [UpperOfDifference] is the upper one, from the other two. They hold about as well as the
// limits that they are made of.
//
// [1] Newcombe RG (1998). Stat Med 17:873–890.
// [2] Zou GY, Donner A (2008). Stat Med 27:1693–1702.
func LowerOfDifference(a, lower, b, upper float64) float64 {
	return a - b - math.Hypot(a-lower, upper-b)
}

// UpperOfDifference is the upper limit of a − b, from the upper limit of a and the lower of b.
func UpperOfDifference(a, upper, b, lower float64) float64 {
	return a - b + math.Hypot(upper-a, b-lower)
}

// DifferenceOfShares returns limits of the difference p₂ − p₁ of two shares, of which x₁ of n₁ and
// x₂ of n₂ were seen independently, n₁ and n₂ > 0: Newcombe's hybrid score limits [1], those of
// [LowerOfDifference] and [UpperOfDifference] with Wilson's limits of each share. They hold
// their level well for small numbers and shares near 0 or 1, and never lie beyond −1 or 1.
//
// [1] Newcombe RG (1998). Stat Med 17:873–890, method 10.
func DifferenceOfShares(x1, n1, x2, n2 int, conf float64) (lower, upper float64, err error) {
	l1, u1, err := Wilson(x1, n1, conf)
	if err != nil {
		return 0, 0, err
	}
	l2, u2, err := Wilson(x2, n2, conf)
	if err != nil {
		return 0, 0, err
	}
	p1, p2 := float64(x1)/float64(n1), float64(x2)/float64(n2)
	return LowerOfDifference(p2, l2, p1, u1), UpperOfDifference(p2, u2, p1, l1), nil
}
