package keyfile

import "bytes"

// weakness says what makes a key easy to guess; "" for one that may be random. Of random
// keys of 32 bytes, as the program makes them, fewer than one in 10¹³ has any of these
// patterns: 15 values or fewer are in at most C(256, 15)·(15/256)³² = 3·10⁻¹⁶ of them,
// printable signs only in (95/256)³² = 2·10⁻¹⁴, a block that is repeated in fewer than
// 256⁻¹⁵. Of those of 16 bytes one in eight million is refused for printable signs only.
func weakness(secret []byte) string {
	switch {
	case bytes.Equal(secret, Public().Secret):
		return "is the public one, of made-up data"
	case repeats(secret):
		return "is a few bytes again and again"
	case distinct(secret) < min(len(secret)/2, leastDistinct):
		return "has too few different bytes"
	case counts(secret):
		return "counts up or down"
	case !bytes.ContainsFunc(secret, isUnprintable):
		return "is text that somebody wrote"
	}
	return ""
}

// leastDistinct is how many different bytes a key of 32 or more has at least.
const leastDistinct = 16

// repeats reports whether a key is one block, of half of its bytes at most, again and again.
func repeats(secret []byte) bool {
	for period := 1; period <= len(secret)/2; period++ {
		if bytes.Equal(secret[period:], secret[:len(secret)-period]) {
			return true
		}
	}
	return false
}

func distinct(secret []byte) int {
	seen := map[byte]bool{}
	for _, b := range secret {
		seen[b] = true
	}
	return len(seen)
}

// isUnprintable reports whether a byte of a key is none that is typed, in ASCII.
func isUnprintable(r rune) bool { return r < ' ' || r > '~' }

// counts reports whether each byte is above the one before it, or each below, or nearly
// all follow on each other by one.
func counts(secret []byte) bool {
	up, down, one := 0, 0, 0
	for i := 1; i < len(secret); i++ {
		a, b := secret[i-1], secret[i]
		if b > a {
			up++
		} else if b < a {
			down++
		}
		if b-a == 1 || a-b == 1 {
			one++
		}
	}
	steps := len(secret) - 1
	return up == steps || down == steps || 10*one >= 9*steps
}
