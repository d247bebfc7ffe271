package ingest

import (
	"strings"
	"testing"
)

// A month's name without a year is said to lack it, with what to write.
func TestMonthWithoutAYear(t *testing.T) {
	for _, c := range []struct{ name, text, msg, hint string }{
		{"no year at all", "Måned;Kommunenr;Listenr;Lege\noktober;4631;1;Kari Dahl\n", "oktober is a month without a year", "add a column År with the year, or write oktober 2019"},
		{"a short name", "Måned;Kommunenr;Listenr;Lege\nOkt.;4631;1;Kari Dahl\n", "okt is a month without a year", "write okt 2019"},
		{"an empty year", "År;Måned;Kommunenr;Listenr;Lege\n2019;oktober;4631;1;Kari Dahl\n;november;4631;1;Kari Dahl\n", "no year that can be read stands beside the month november", "in the column for it"},
		{"no month either", "Måned;Kommunenr;Listenr;Lege\nhøsten;4631;1;Kari Dahl\n", "text of 6 characters is not a month", "november 2019"},
	} {
		res, _ := readAll(t, Options{}, Bytes("liste.csv", []byte(c.text)))
		if got := res.Problems.Err(); got == nil || !strings.Contains(got.Error(), c.msg) || !strings.Contains(got.Error(), c.hint) {
			t.Errorf("%s: %v, want %q and %q", c.name, got, c.msg, c.hint)
		}
	}
}
