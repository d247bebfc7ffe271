package oslo

import (
	"fmt"
	"testing"
	"time"
	_ "time/tzdata" // for machines without a time zone database
)

func date(t time.Time) string {
	y, m, d := Date(t)
	return fmt.Sprintf("%04d-%02d-%02d", y, m, d)
}

// Midnight in Oslo is 23:00 the day before in UTC in winter and 22:00 in summer. Summer time
// began on 29 March 2020 at 01:00 UTC and ended on 25 October (the calendar).
func TestDates(t *testing.T) {
	for in, want := range map[string]string{
		"2019-10-31T23:00:00Z":      "2019-11-01",
		"2019-10-31T22:59:59Z":      "2019-10-31",
		"2020-04-30T22:00:00Z":      "2020-05-01",
		"2020-04-30T21:59:59Z":      "2020-04-30",
		"2019-12-31T23:00:00Z":      "2020-01-01",
		"2020-05-01T00:00:00+02:00": "2020-05-01",
		"2020-05-01T00:00:00Z":      "2020-05-01",
		"2020-03-28T23:00:00Z":      "2020-03-29",
		"2020-03-29T22:00:00Z":      "2020-03-30",
		"2020-10-24T22:00:00Z":      "2020-10-25",
		"2020-10-25T22:00:00Z":      "2020-10-25",
		"1995-09-30T22:30:00Z":      "1995-09-30", // summer time ended on 24 September
		"1996-09-30T22:30:00Z":      "1996-10-01",
		"1980-04-05T22:30:00Z":      "1980-04-05", // it began the next day
		"1975-06-30T22:30:00Z":      "1975-06-30",
		"0001-01-01T00:00:00Z":      "0001-01-01",
	} {
		instant, err := time.Parse(time.RFC3339, in)
		if err != nil {
			t.Fatal(err)
		}
		if got := date(instant); got != want {
			t.Errorf("%s: %s; want %s", in, got, want)
		}
	}
}

// Each half hour of 1966 to 2037 has the date that the time zone database gives.
func TestDatesAreThoseOfTheTimeZoneDatabase(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		t.Fatal(err)
	}
	end := time.Date(2038, 1, 1, 0, 0, 0, 0, time.UTC)
	for at := time.Date(1966, 1, 1, 0, 0, 0, 0, time.UTC); at.Before(end); at = at.Add(30 * time.Minute) {
		year, month, day := Date(at)
		if y, m, d := at.In(zone).Date(); year != y || month != m || day != d {
			t.Fatalf("%s: %04d-%02d-%02d; the database has %04d-%02d-%02d", at, year, month, day, y, m, d)
		}
	}
}
