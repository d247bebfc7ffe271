// Package oslo tells which day it is in Norway at an instant.
//
// Files that write "midnight on 1 November" in UTC say 23:00 on 31 October, and in summer
// 22:00: taken as they stand, such a row would count for the month before.
//
// The rule of Norwegian time is written out here rather than read from a time zone database,
// so that the same file gives the same months on every machine: the database that Go finds
// is the machine's own, where it has one, and the rule has been the same since 1996.
package oslo

import "time"

// standard is how far Norwegian time is ahead of UTC in winter (CET); in summer it is an hour more (CEST).
const standard = time.Hour

// Date returns the date in Norway at an instant.
//
// It is right from 1966 on: summer time was kept from 1980, and not in the years before it.
// Earlier instants are taken in standard time, which in the summers of 1959 to 1965 and of the
// war is an hour less than the clock showed.
func Date(t time.Time) (year int, month time.Month, day int) {
	t = t.UTC()
	ahead := standard
	if isSummer(t) {
		ahead += time.Hour
	}
	return t.Add(ahead).Date()
}

// isSummer reports whether summer time is kept in Norway at an instant, given in UTC. It
// begins and ends at 01:00 UTC: on the last Sunday of March (in 1980, the first of April), and
// on the last Sunday of October (until 1995, of September). Directive 2000/84/EC, and those before it.
func isSummer(t time.Time) bool {
	year := t.Year()
	if year < 1980 {
		return false
	}
	begins := lastSunday(year, time.March)
	if year == 1980 {
		begins = begins.AddDate(0, 0, 7)
	}
	ends := lastSunday(year, time.October)
	if year < 1996 {
		ends = lastSunday(year, time.September)
	}
	return !t.Before(begins) && t.Before(ends)
}

// lastSunday is 01:00 UTC on the last Sunday of a month of 31 or 30 days.
func lastSunday(year int, month time.Month) time.Time {
	last := time.Date(year, month+1, 0, 1, 0, 0, 0, time.UTC)
	return last.AddDate(0, 0, -int(last.Weekday()))
}
