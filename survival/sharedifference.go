package survival

import "math"

// DifferenceOfShares returns limits of the difference p₂ − p₁ of two shares, of which x₁ of n₁ and
// x₂ of n₂ were seen independently, n₁ and n₂ > 0: Newcombe's hybrid score limits [1],
//
//	d − √((p₂ − l₂)² + (u₁ − p₁)²) to d + √((u₂ − p₂)² + (p₁ − l₁)²)
//
// with l and u Wilson's limits of each share. They hold their level well for small numbers and
// shares near 0 or 1, and never lie beyond −1 or 1.
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
	d := p2 - p1
	return d - math.Hypot(p2-l2, u1-p1), d + math.Hypot(u2-p2, p1-l1), nil
}
