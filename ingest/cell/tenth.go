package cell

import (
	"strings"

	"github.com/varighet/varighet"
)

// LostZero reports whether a cell may be the first month of a year or the tenth.
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

// TenthOf settles a month of a year by those before and after it, which rise.
func TenthOf(year int, before, after varighet.Opt[varighet.Month]) (varighet.Month, bool) {
	first := Date{Year: year, Month: 1}.MonthOf()
	tenth := first + 9
	fits := func(m varighet.Month) bool {
		switch {
		case before.OK && after.OK:
			return before.V < m && m < after.V
		case before.OK:
			return before.V == m-1
		}
		return after.OK && after.V == m+1
	}
	switch {
	case fits(first) == fits(tenth):
		return 0, false
	case fits(first):
		return first, true
	}
	return tenth, true
}

// SettleTenths settles the cells of one row or column of months, which rise or fall.
// known are the months that are sure, and year gives that of a cell that is not, or 0.
func SettleTenths(known []varighet.Opt[varighet.Month], year []int) {
	falls := false
	last := varighet.Opt[varighet.Month]{}
	for _, m := range known {
		falls = falls || m.OK && last.OK && m.V < last.V
		if m.OK {
			last = m
		}
	}
	var settled []varighet.Opt[varighet.Month]
	for i, y := range year {
		var before, after, m varighet.Opt[varighet.Month]
		for k := i - 1; k >= 0 && !before.OK; k-- {
			before = known[k]
		}
		for k := i + 1; k < len(known) && !after.OK; k++ {
			after = known[k]
		}
		if falls {
			before, after = after, before
		}
		if y != 0 {
			m.V, m.OK = TenthOf(y, before, after)
		}
		settled = append(settled, m)
	}
	for i, m := range settled {
		if m.OK {
			known[i] = m
		}
	}
}

// MonthWithoutYear returns the month's name if a cell is that and nothing else.
func MonthWithoutYear(s string) (name string, is bool) {
	ts := Tokens(s)
	if len(ts) != 1 || ts[0].Name() == 0 {
		return "", false
	}
	return strings.ToLower(strings.Trim(s, " .")), true
}
