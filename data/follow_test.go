package data

import (
	"slices"
	"testing"

	"github.com/varighet/varighet"
)

// seen makes sightings of codes and years by turns.
func seen(codesAndYears ...any) (list []varighet.Sighting) {
	for i := 0; i < len(codesAndYears); i += 2 {
		list = append(list, varighet.Sighting{Code: varighet.MunicipalityCode(codesAndYears[i].(string)),
			Month: varighet.MonthOf(codesAndYears[i+1].(int), 1)})
	}
	return list
}

// divided is a country where A is divided in 2010 into B (the main part) and C; C
// gets the code D in 2015, and takes in E in 2018.
func divided(t *testing.T, basis PrimaryBasis) *Reference {
	t.Helper()
	at := func(y int) varighet.Month { return varighet.MonthOf(y, 1) }
	r, err := NewReference(Tables{
		Municipalities: []Municipality{
			{Code: "0001", Name: "A", From: at(2001), To: varighet.Some(at(2010))}, {Code: "0002", Name: "B", From: at(2001)},
			{Code: "0003", Name: "C", From: at(2010), To: varighet.Some(at(2015))}, {Code: "0004", Name: "D", From: at(2015)},
			{Code: "0005", Name: "E", From: at(2001), To: varighet.Some(at(2018))},
		},
		Changes: []Change{
			{Old: "0001", New: "0002", OldName: "A", NewName: "B", Month: at(2010), Kind: Split, Primary: true, Basis: basis},
			{Old: "0001", New: "0003", OldName: "A", NewName: "C", Month: at(2010), Kind: Split, Basis: basis},
			{Old: "0003", New: "0004", OldName: "C", NewName: "D", Month: at(2015), Kind: Recode, Primary: true, Basis: OnlyWay},
			{Old: "0004", New: "0004", OldName: "D", NewName: "D", Month: at(2018), Kind: Merge, Primary: true, Basis: CodeGoesOn},
			{Old: "0005", New: "0004", OldName: "E", NewName: "D", Month: at(2018), Kind: Merge, Primary: true, Basis: OnlyWay},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestFollowGoesWhereTheListWent(t *testing.T) {
	for name, c := range map[string]struct {
		code     varighet.MunicipalityCode
		from, to int
		seen     []varighet.Sighting
		want     varighet.MunicipalityCode
		guess    bool
	}{
		"nothing known: the main part, and told": {"0001", 2005, 2020, nil, "0002", true},
		"seen before only":                       {"0001", 2005, 2020, seen("0001", 2005), "0002", true},
		"seen in the main part":                  {"0001", 2005, 2020, seen("0001", 2005, "0002", 2010), "0002", false},
		"seen in the other part":                 {"0001", 2005, 2020, seen("0003", 2012), "0004", false},
		"seen under a later code":                {"0001", 2005, 2020, seen("0004", 2016), "0004", false},
		"seen somewhere else":                    {"0001", 2005, 2020, seen("0009", 2016), "0002", true},
		"not divided yet":                        {"0001", 2005, 2009, nil, "0001", false},

		// Back in time 0004 was 0004 and 0005 before 2018: the code that goes on.
		"back, nothing known":                {"0004", 2019, 2016, nil, "0004", true},
		"back, seen in the smaller":          {"0004", 2019, 2016, seen("0005", 2012, "0004", 2019), "0005", false},
		"back, seen in the one that went on": {"0004", 2019, 2012, seen("0003", 2012, "0004", 2019), "0003", false},
		"back, seen after only":              {"0004", 2019, 2016, seen("0004", 2019), "0004", true},
		"back from a part to the whole":      {"0003", 2012, 2005, nil, "0001", false},
	} {
		r := divided(t, ByPopulation)
		h, ok := r.Follow(c.code, varighet.MonthOf(c.from, 1), varighet.MonthOf(c.to, 1), c.seen)
		if !ok || h.Code != c.want || (h.Split || h.Merged) != c.guess {
			t.Errorf("%s: %+v, %v; want %s, a guess: %v", name, h, ok, c.want, c.guess)
		}
	}
}

// Where somebody has decided it is no guess; the list itself still knows better.
func TestFollowTakesTheReviewedChoice(t *testing.T) {
	r := divided(t, Reviewed)
	from, to := varighet.MonthOf(2005, 1), varighet.MonthOf(2020, 1)
	if h, ok := r.Follow("0001", from, to, nil); !ok || h.Code != "0002" || h.Split {
		t.Errorf("%+v, %v; want 0002, decided", h, ok)
	}
	if h, ok := r.Follow("0001", from, to, seen("0003", 2011)); !ok || h.Code != "0004" || h.Split {
		t.Errorf("%+v, %v; want 0004, where the list is", h, ok)
	}
}

func TestStandingIsAllThatACodeBecameOrCameFrom(t *testing.T) {
	r := divided(t, ByPopulation)
	for _, c := range []struct {
		code      varighet.MunicipalityCode
		in, month int
		want      []varighet.MunicipalityCode
	}{
		{"0001", 2005, 2009, []varighet.MunicipalityCode{"0001"}},
		{"0001", 2005, 2010, []varighet.MunicipalityCode{"0002", "0003"}},
		{"0001", 2005, 2020, []varighet.MunicipalityCode{"0002", "0004"}},
		{"0005", 2005, 2018, []varighet.MunicipalityCode{"0004"}}, // into a code that lives on
		{"0004", 2019, 2017, []varighet.MunicipalityCode{"0004"}}, // in force, whatever it took in
		{"0004", 2019, 2014, []varighet.MunicipalityCode{"0003", "0005"}},
		{"0004", 2019, 2005, []varighet.MunicipalityCode{"0001", "0005"}},
		{"0003", 2009, 2012, nil}, // not in force in 2009
		{"0009", 2005, 2012, nil},
	} {
		got := r.Standing(c.code, varighet.MonthOf(c.in, 1), varighet.MonthOf(c.month, 1))
		if !slices.Equal(got, c.want) {
			t.Errorf("%s of %d in %d: got %v, want %v", c.code, c.in, c.month, got, c.want)
		}
	}
}
