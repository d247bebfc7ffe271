package spellset

import (
	"slices"
	"testing"
	"time"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
)

// vestland is what became of three municipalities in January 2020: Kvam got a new code, and Fusa
// and Os became Bjørnafjorden.
func vestland(t *testing.T) *data.Reference {
	t.Helper()
	begin, reform := varighet.MonthOf(2001, time.January), varighet.MonthOf(2020, time.January)
	var tables data.Tables
	old := func(code varighet.MunicipalityCode, name string) {
		tables.Municipalities = append(tables.Municipalities, data.Municipality{Code: code, Name: name, From: begin, To: varighet.Some(reform)})
	}
	became := func(code, next varighet.MunicipalityCode, kind data.ChangeKind) {
		tables.Changes = append(tables.Changes, data.Change{Old: code, New: next, Month: reform, Kind: kind, Primary: true, Basis: data.OnlyWay})
	}
	old("1238", "Kvam")
	old("1241", "Fusa")
	old("1243", "Os")
	for code, name := range map[varighet.MunicipalityCode]string{"4622": "Kvam", "4624": "Bjørnafjorden"} {
		tables.Municipalities = append(tables.Municipalities, data.Municipality{Code: code, Name: name, From: reform})
	}
	became("1238", "4622", data.Recode)
	became("1241", "4624", data.Merge)
	became("1243", "4624", data.Merge)
	ref, err := data.NewReference(tables)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

// A number of a municipality is one of the place that it is now if only its code is another;
// not if it is a part of a larger one, nor if it was nothing yet.
func TestPlacesOfEarlierCodes(t *testing.T) {
	then, now := varighet.MonthOf(2014, time.May), varighet.MonthOf(2024, time.January)
	p := &Places{ref: vestland(t), to: now, names: map[string]string{"1238": "KVAM", "vik": "Vik"}}
	for code, want := range map[varighet.MunicipalityCode]string{"1238": "4622", "1241": "", "1243": "", "4622": "", "9999": ""} {
		if place, same := p.Now(code, then); place != want && same || same != (want != "") {
			t.Errorf("%s is %q now, the same: %t; want %q", code, place, same, want)
		}
	}
	for place, want := range map[string]string{"4624": "Bjørnafjorden", "1238": "KVAM", "vik": "Vik", "9999": ""} {
		if got := p.Name(place); got != want {
			t.Errorf("the name of %s is %q, want %q", place, got, want)
		}
	}
	// By the borders of then the numbers are of the places themselves.
	p.to = then
	if place, same := p.Now("1241", then); place != "1241" || !same {
		t.Errorf("by borders of then Fusa is %q, the same: %t", place, same)
	}
	// Without a reference, or without rows, a code is a place.
	for _, p := range []*Places{nil, {}} {
		if place, same := p.Now("1241", then); place != "1241" || !same || p.Name("1241") != "" {
			t.Errorf("without a reference Fusa is %q, the same: %t", place, same)
		}
	}
}

// The name of a place is that of its last month, in whatever order the rows come.
func TestPlacesHaveTheirLastName(t *testing.T) {
	row := func(month int, code varighet.MunicipalityCode, name string) *varighet.Observation {
		return &varighet.Observation{Month: varighet.MonthOf(2019, time.Month(month)), MunicipalityCode: code, MunicipalityName: name}
	}
	rows := []*varighet.Observation{row(1, "1238", "Kvam"), row(3, "1238", "Kvam herad"), row(2, "1238", "Kvinnherad"), row(3, "1238", "Kvam"),
		row(5, "", "VIK KOMMUNE")}
	for range 2 {
		p, named := &Places{names: map[string]string{}}, map[string]varighet.Month{}
		for _, o := range rows {
			p.note(o, named)
		}
		if p.Name("1238") != "Kvam" || p.Name("vik") != "VIK KOMMUNE" {
			t.Errorf("%v", p.names)
		}
		slices.Reverse(rows)
	}
}
