package cell

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A NumberState says what a cell that should hold a number holds.
type NumberState uint8

// The states of a number.
const (
	NumberOK         NumberState = iota // a number
	NumberMissing                       // empty, or a mark for missing: .. . - :
	NumberSuppressed                    // a mark for a small number held back: <5
	NumberRounded                       // more than two decimals, rounded to the nearest hundredth
	NumberBad                           // none of these
)

// MaxHundredths bounds what a number may be, in hundredths: the ten digits
// before the point of decimal(12,2).
const maxHundredths = 1_000_000_000_000 - 1

// ParseNumber reads a number in hundredths, as people write it: decimal comma
// (or point), thousands set off by blanks of any width, points or apostrophes,
// "kr" or "NOK" before or after, ",-" after, a minus before or after or
// parentheses around. A lone comma with three digits after it, as in 1,204, is
// refused: it is a thousand in one country and one and a bit in another.
func ParseNumber(raw []byte) (hundredths int64, st NumberState) {
	if v, ok := plainNumber(raw); ok {
		return v, NumberOK
	}
	if len(raw) > 64 {
		return 0, NumberBad
	}
	s := Clean(raw)
	switch s {
	case "", ".", "..", "...", "…", "-", "–", "—", ":", "−":
		return 0, NumberMissing
	}
	if digits, ok := strings.CutPrefix(s, "<"); ok {
		if v, ok := plainNumber([]byte(strings.TrimSpace(digits))); ok && v >= 0 {
			return 0, NumberSuppressed
		}
		return 0, NumberBad
	}
	if v, ok := floatNumber(s); ok {
		return v, NumberOK
	}
	s, negative := stripUnits(s)
	v, st := readGrouped(s)
	if negative {
		v = -v
	}
	return v, st
}

// plainNumber reads the form nearly every cell has: digits, then perhaps a
// comma or point and one or two digits.
func plainNumber(b []byte) (hundredths int64, ok bool) {
	if len(b) == 0 || len(b) > 13 {
		return 0, false
	}
	var v int64
	i := 0
	for ; i < len(b); i++ {
		d := b[i] - '0'
		if d > 9 {
			break
		}
		v = 10*v + int64(d)
	}
	switch rest := len(b) - i; {
	case i == 0 || i > 10:
		return 0, false
	case rest == 0:
		return 100 * v, true
	case (b[i] != ',' && b[i] != '.') || rest < 2 || rest > 3:
		return 0, false
	case b[i+1]-'0' > 9:
		return 0, false
	case rest == 2:
		return 100*v + 10*int64(b[i+1]-'0'), true
	case b[i+2]-'0' > 9:
		return 0, false
	}
	return 100*v + 10*int64(b[i+1]-'0') + int64(b[i+2]-'0'), true
}

// floatNumber reads what a program wrote that has no other numbers: powers of
// ten (1.204E3), and the noise of a float (25509.250000000004) for the hundredth
// that was meant.
func floatNumber(s string) (hundredths int64, ok bool) {
	point := strings.IndexByte(s, '.')
	power := strings.IndexByte(s, 'E') > 0
	if !power && (point < 0 || len(s)-point < 9) || strings.Trim(s, "0123456789.E+-") != "" {
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.Abs(v) > maxHundredths/100 {
		return 0, false
	}
	n := math.Round(100 * v)
	return int64(n), math.Abs(100*v-n) < 1e-6*max(1, math.Abs(v)/1e6)
}

// stripUnits takes currency and sign off a number.
func stripUnits(s string) (number string, negative bool) {
	if in, ok := strings.CutPrefix(s, "("); ok && strings.HasSuffix(in, ")") {
		s, negative = strings.TrimSuffix(in, ")"), true
	}
	s = strings.ToLower(s)
	for _, unit := range []string{"kr.", "kr", "nok"} {
		s = strings.TrimSpace(strings.TrimPrefix(s, unit))
		s = strings.TrimSpace(strings.TrimSuffix(s, unit))
	}
	for _, dash := range []string{"-", "–", "—", "−"} {
		for _, mark := range []string{",", "."} {
			if in, ok := strings.CutSuffix(s, mark+dash); ok {
				s = strings.TrimSpace(in)
			}
		}
	}
	if negative {
		return s, true
	}
	for _, minus := range []string{"-", "−", "–"} {
		if in, ok := strings.CutPrefix(s, minus); ok {
			return strings.TrimSpace(in), true
		}
		if in, ok := strings.CutSuffix(s, minus); ok {
			return strings.TrimSpace(in), true
		}
	}
	return s, false
}

// readGrouped reads an unsigned number with marks for thousands and decimals.
func readGrouped(s string) (int64, NumberState) {
	whole, decimals := s, ""
	if i := decimalMark(s); i >= 0 {
		whole, decimals = s[:i], s[i+1:]
		if decimals == "" {
			return 0, NumberBad
		}
		if s[i] == ',' && len(decimals) == 3 && !strings.ContainsAny(whole, ". '’") && thousandsLead(whole) {
			return 0, NumberBad // 1,204
		}
	}
	v, ok := readGroups(whole)
	if !ok {
		return 0, NumberBad
	}
	cents, st := readDecimals(decimals)
	if v = 100*v + cents; v > maxHundredths {
		return 0, NumberBad
	}
	return v, st
}

// decimalMark finds where the decimals begin, or returns -1: at the last of
// comma and point if both occur, at a lone comma, at a lone point unless it
// sets off thousands. Several of one kind can only be thousands.
func decimalMark(s string) int {
	comma, point := strings.LastIndexByte(s, ','), strings.LastIndexByte(s, '.')
	switch {
	case comma >= 0 && point >= 0:
		return max(comma, point)
	case comma >= 0 && strings.IndexByte(s, ',') == comma:
		return comma
	case point >= 0 && strings.IndexByte(s, '.') == point:
		if len(s)-point == 4 && thousandsLead(s[:point]) {
			return -1
		}
		return point
	}
	return -1
}

// thousandsLead reports whether s can be what stands before the first mark for
// thousands: one to three digits, the first not zero.
func thousandsLead(s string) bool {
	if len(s) == 0 || len(s) > 3 || s[0] == '0' {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// readGroups reads digits, either in one run or in groups of three.
func readGroups(s string) (int64, bool) {
	var v int64
	digits, group, groups := 0, 0, 0
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9':
			v = 10*v + int64(r-'0')
			digits++
			group++
			if digits > 12 {
				return 0, false
			}
		case unicode.IsSpace(r) || r == '.' || r == ',' || r == '\'' || r == '’':
			if groups == 0 && !thousandsLead(s[:i]) || groups > 0 && group != 3 || i+utf8.RuneLen(r) == len(s) {
				return 0, false
			}
			groups++
			group = 0
		default:
			return 0, false
		}
	}
	return v, digits > 0 && (groups == 0 || group == 3)
}

// readDecimals reads what stands after the mark, in hundredths; halves are
// rounded up.
func readDecimals(s string) (int64, NumberState) {
	var v int64
	st := NumberOK
	for i := range max(len(s), 2) {
		d := byte(0)
		if i < len(s) {
			d = s[i] - '0'
		}
		switch {
		case d > 9:
			return 0, NumberBad
		case i < 2:
			v = 10*v + int64(d)
		case i == 2 && d >= 5:
			v++
			st = NumberRounded
		case d > 0:
			st = NumberRounded
		}
	}
	return v, st
}

// IsNumber reports whether a cell is a number as people write it.
func IsNumber(raw []byte) bool {
	_, st := ParseNumber(raw)
	return st == NumberOK || st == NumberRounded
}
