package data

import (
	"testing"

	"github.com/varighet/varighet"
)

// A is divided in 2010 into B (the main part) and C; C gets the code D in 2015.
func TestFollowGoesWhereTheListWent(t *testing.T) {
	at := func(y int) varighet.Month { return varighet.MonthOf(y, 1) }
	r, err := NewReference(Tables{
		Municipalities: []Municipality{
			{Code: "0001", Name: "A", From: at(2001), To: varighet.Some(at(2010))}, {Code: "0002", Name: "B", From: at(2001)},
			{Code: "0003", Name: "C", From: at(2010), To: varighet.Some(at(2015))}, {Code: "0004", Name: "D", From: at(2015)},
		},
		Changes: []Change{
			{Old: "0001", New: "0002", OldName: "A", NewName: "B", Month: at(2010), Kind: Split, Primary: true, Basis: ByPopulation},
			{Old: "0001", New: "0003", OldName: "A", NewName: "C", Month: at(2010), Kind: Split, Basis: ByPopulation},
			{Old: "0003", New: "0004", OldName: "C", NewName: "D", Month: at(2015), Kind: Recode, Primary: true, Basis: OnlyWay},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		seen  []Sighting
		want  varighet.MunicipalityCode
		split bool
	}{
		"nothing known: the main part, and told": {nil, "0002", true},
		"seen before only":                       {[]Sighting{{"0001", at(2005)}}, "0002", true},
		"seen in the main part":                  {[]Sighting{{"0001", at(2005)}, {"0002", at(2010)}}, "0002", false},
		"seen in the other part":                 {[]Sighting{{"0003", at(2012)}}, "0004", false},
		"seen under a later code":                {[]Sighting{{"0004", at(2016)}}, "0004", false},
		"seen somewhere else":                    {[]Sighting{{"0009", at(2016)}}, "0002", true},
	} {
		h, ok := r.Follow("0001", at(2005), at(2020), c.seen)
		if !ok || h.Code != c.want || h.Split != c.split {
			t.Errorf("%s: %+v, %v; want %s, %v", name, h, ok, c.want, c.split)
		}
	}
}
