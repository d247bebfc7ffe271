package ssb

import (
	"slices"
	"testing"

	"github.com/varighet/varighet"
)

// The municipalities of Norway that were divided after 2018: Tysfjord and Snillfjord in
// 2020, Ålesund in 2024. A list that goes on in the smaller part is there by the
// borders of 2024, and from its beginning; one that does not go on is put to the main
// part, as a guess.
func TestListsOfNorwaysDividedMunicipalities(t *testing.T) {
	r := norway(t)
	from, to := varighet.MonthOf(2019, 5), varighet.MonthOf(2024, 1)
	for _, c := range []struct {
		code, seen varighet.MunicipalityCode
		year       int
		want       varighet.MunicipalityCode
		guess      bool
	}{
		{"1850", "1806", 2020, "1806", false}, // Kjøpsvik, to Narvik
		{"1850", "1875", 2021, "1875", false}, // to Hamarøy
		{"5012", "5056", 2020, "5056", false}, // to Hitra
		{"5012", "5055", 2022, "5055", false}, // to Heim
		{"5012", "5059", 2020, "5059", false}, // to Orkland
		{"1534", "1580", 2024, "1580", false}, // Haram, in Ålesund from 2020 and by itself again
		{"1504", "1508", 2024, "1508", false}, // Ålesund
		{"1534", "1507", 2022, "1508", true},  // ended before the division
	} {
		seen := []varighet.Sighting{{Code: c.code, Month: from}, {Code: c.seen, Month: varighet.MonthOf(c.year, 1)}}
		h, ok := r.Follow(c.code, from, to, seen)
		if !ok || h.Code != c.want || h.Split != c.guess {
			t.Errorf("%s, then %s in %d: %+v, %v; want %s, a guess: %v", c.code, c.seen, c.year, h, ok, c.want, c.guess)
		}
	}
}

// Finnøy and Rennesøy became part of Stavanger in 2020, whose code lives on; Ålesund of
// 2020 came from five, and was divided in 2024.
func TestStandingInNorway(t *testing.T) {
	r := norway(t)
	before, after := varighet.MonthOf(2019, 12), varighet.MonthOf(2020, 1)
	for _, c := range []struct {
		code      varighet.MunicipalityCode
		in, month varighet.Month
		want      []varighet.MunicipalityCode
	}{
		{"1141", before, after, []varighet.MunicipalityCode{"1103"}},
		{"1103", after, before, []varighet.MunicipalityCode{"1103"}},
		{"1507", after, before, []varighet.MunicipalityCode{"1504", "1523", "1529", "1534", "1546"}},
		{"1507", after, varighet.MonthOf(2024, 1), []varighet.MunicipalityCode{"1508", "1580"}},
		{"1241", before, after, []varighet.MunicipalityCode{"4624"}},
	} {
		if got := r.Standing(c.code, c.in, c.month); !slices.Equal(got, c.want) {
			t.Errorf("%s of %s in %s: %v, want %v", c.code, c.in, c.month, got, c.want)
		}
	}
}
