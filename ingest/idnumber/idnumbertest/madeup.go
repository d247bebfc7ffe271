// Package idnumbertest makes national identity numbers for tests, so that none stands in
// the source.
package idnumbertest

import "fmt"

// MadeUp returns the numbers with right check digits for six digits of a date, such as
// 010105, by the public rule. The first check digit leaves a remainder of 0, or of 1 to 3
// by the rule from 2032.
func MadeUp(date string, remainder int) (all []string) {
	for n := range 1000 {
		s := fmt.Sprintf("%s%03d", date, n)
		k1 := (11 + remainder - weighted(s, 3, 7, 6, 1, 8, 9, 4, 5, 2)) % 11
		s = fmt.Sprint(s, k1)
		k2 := (11 - weighted(s, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
		if k1 < 10 && k2 < 10 {
			all = append(all, fmt.Sprint(s, k2))
		}
	}
	return all
}

// weighted is the sum of digits times weights, modulo 11.
func weighted(digits string, weights ...int) (sum int) {
	for i, w := range weights {
		sum += w * int(digits[i]-'0')
	}
	return sum % 11
}
