package varighet

import (
	"fmt"
	"time"
)

// A Month is a calendar month, counted in whole months from January of year 0:
// 12*year + month - 1. Lists change hands on the 1st only, so the month is the
// resolution of everything in this module, and the difference of two Months is
// a tenure in months.
//
// The zero Month is January of year 0, which no source has; where a month may
// be missing the type is [Opt] of Month.
type Month int32

// The months a source may speak of. The limits are wide enough for any list of
// living doctors and narrow enough to catch a number that is not a month.
const (
	MinMonth Month = 12 * 1900
	MaxMonth Month = 12*2200 - 1
)

// MonthOf returns the month of a year and a calendar month.
func MonthOf(year int, month time.Month) Month {
	return Month(12*year + int(month) - 1)
}

// Year returns the calendar year.
func (m Month) Year() int { return int(m) / 12 }

// Calendar returns the month within the year.
func (m Month) Calendar() time.Month { return time.Month(int(m)%12 + 1) }

// Valid reports whether m lies between MinMonth and MaxMonth.
func (m Month) Valid() bool { return m >= MinMonth && m <= MaxMonth }

// String returns the month as 2017-05.
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m.Year(), int(m.Calendar())) }

// Date returns the first day of the month as 2017-05-01, the form in which
// files carry it.
func (m Month) Date() string { return m.String() + "-01" }

// Days returns the first day of the month as days since 1970-01-01, the form
// of a Parquet date.
func (m Month) Days() int32 {
	return int32(time.Date(m.Year(), m.Calendar(), 1, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// MonthOfDays returns the month in which the day lies, days since 1970-01-01,
// and whether that day is the first of the month.
func MonthOfDays(days int32) (m Month, first bool) {
	y, mo, d := time.Unix(int64(days)*86400, 0).UTC().Date()
	return MonthOf(y, mo), d == 1
}

// ParseMonth reads 2017-05 or 2017-05-01, the two forms this module writes.
// Months as people write them are the business of package ingest.
func ParseMonth(s string) (Month, error) {
	if len(s) == 10 && s[7:] == "-01" {
		s = s[:7]
	}
	if len(s) != 7 || s[4] != '-' {
		return 0, fmt.Errorf("month %q is not of the form 2017-05 or 2017-05-01", s)
	}
	year, ok1 := digits(s[:4])
	month, ok2 := digits(s[5:])
	if !ok1 || !ok2 || month < 1 || month > 12 {
		return 0, fmt.Errorf("month %q is not of the form 2017-05 or 2017-05-01", s)
	}
	m := MonthOf(year, time.Month(month))
	if !m.Valid() {
		return 0, fmt.Errorf("month %q lies outside %s to %s", s, MinMonth, MaxMonth)
	}
	return m, nil
}

// digits reads an unsigned decimal number of ASCII digits only.
func digits(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = 10*n + int(s[i]-'0')
	}
	return n, len(s) > 0
}

// MarshalText writes the month as 2017-05.
func (m Month) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads what [ParseMonth] reads.
func (m *Month) UnmarshalText(b []byte) error {
	v, err := ParseMonth(string(b))
	if err != nil {
		return err
	}
	*m = v
	return nil
}
