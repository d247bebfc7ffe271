package cell

import (
	"strconv"
	"time"

	"github.com/varighet/varighet/internal/oslo"
)

// dayAndTime is a date with a time of day, in the forms of ISO 8601 and of databases, with or
// without what it is counted from: Z, UTC, +01:00, +0100, +01.
var dayAndTime = pattern(`^(\d{4})[-/.](\d{2})[-/.](\d{2})[Tt ] ?(\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)? ?(?:([Zz]|UTC|GMT|[+\-−]00(?::?00)?)|[+\-−]\d{2}(?::?\d{2})?)?$`)

// readDayAndTime reads the date of a text that has a time of day too. An instant in UTC is of
// the day it is in Norway, and utc is true; with another offset the date stands as it is
// written. One that says no offset is in UTC if that makes it midnight in Oslo on the 1st of
// a month: nobody means 23:00:00 on the last day.
func readDayAndTime(s string) (d Date, utc, ok bool) {
	if len(s) < 16 || len(s) > 40 {
		return Date{}, false, false
	}
	m := dayAndTime().FindStringSubmatch(s)
	if m == nil {
		return Date{}, false, false
	}
	var n [7]int
	for i := 1; i <= 6; i++ {
		n[i], _ = strconv.Atoi(m[i]) // digits, or nothing for the seconds
	}
	d = Date{n[1], n[2], n[3]}
	if !d.Valid() || n[4] > 24 || n[5] > 59 || n[6] > 60 {
		return d, false, false
	}
	at := time.Date(d.Year, time.Month(d.Month), d.Day, n[4], n[5], n[6], 0, time.UTC)
	zoned := m[7] != "" || hasOffset(s)
	if m[7] == "" && (zoned || !isMidnightOfFirst(at)) {
		return d, false, true
	}
	year, month, day := oslo.Date(at)
	return Date{year, int(month), day}, true, true
}

// dateWithOffset is a date of XML with an offset and no time: it stands as it is written.
var dateWithOffset = pattern(`^(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})$`)

// hasOffset reports whether a date with a time ends in an offset from UTC.
func hasOffset(s string) bool {
	for i, r := range s {
		if i > 15 && (r == '+' || r == '-' || r == '−') {
			return true
		}
	}
	return false
}

// isMidnightOfFirst reports whether an instant is the one at which a month begins in Norway,
// and is not on the 1st in UTC.
func isMidnightOfFirst(at time.Time) bool {
	_, _, day := oslo.Date(at)
	_, _, before := oslo.Date(at.Add(-time.Second))
	return day == 1 && before != 1 && at.Day() != 1
}
