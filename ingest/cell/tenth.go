package cell

import (
	"strings"
)

// LostZero reports whether a cell may be the first month of a year or the tenth: 2019.1, which
// a spreadsheet makes of 2019.10 too.
func LostZero(s string) (year int, ok bool) {
	s = strings.TrimSpace(s)
	if len(s) != 6 || s[4] != '.' && s[4] != ',' || s[5] != '1' {
		return 0, false
	}
	return ReadYear(s[:4])
}

// IsDecimalMonth reports whether a month is written as a number: 2019.9, 2019,12.
func IsDecimalMonth(s string) bool {
	ts := Tokens(s)
	return len(ts) == 2 && ts[0].IsYear() && ts[1].IsMonth() && (ts[1].Gap == "." || ts[1].Gap == ",") && len(s) <= 7
}

// MonthWithoutYear returns the month's name if a cell is that and nothing else.
func MonthWithoutYear(s string) (name string, is bool) {
	ts := Tokens(s)
	if len(ts) != 1 || ts[0].Name() == 0 {
		return "", false
	}
	return strings.ToLower(strings.Trim(s, " .")), true
}
