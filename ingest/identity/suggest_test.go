package identity_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/identity"
)

// Scores by hand: 0.8 for a spelling on one list, 0.6 of that where it is only the municipality,
// and nothing below 0.3. Of two pairs of the same names in a municipality the higher score stays,
// and of equal ones the first.
func TestSuggestByHand(t *testing.T) {
	feb := varighet.MonthOf(2020, 2)
	pair := func(municipality, before, after, position string, m varighet.Month) identity.Pair {
		return identity.Pair{Municipality: municipality, Before: before, After: after, Month: m, PositionID: position}
	}
	suggestion := func(p identity.Pair, score float64, reasons ...identity.Reason) identity.Suggestion {
		return identity.Suggestion{Municipality: p.Municipality, Name: p.After, SameAs: p.Before, Month: p.Month, PositionID: p.PositionID,
			Likeness: identity.Likeness{Score: score, Reasons: reasons}}
	}
	onList, off := pair("4631", "Ola Prøve", "Ola Prøven", "1", feb), pair("4631", "Ola Prøven", "Ola Prøve", "", feb-1)
	later, elsewhere := pair("4631", "Ola Prøve", "Ola Prøven", "9", feb+5), pair("0301", "Ola Prøve", "Ola Prøven", "", feb)
	surname, twoGiven := pair("0301", "Kari Dahl", "Kari Lie", "", feb), pair("0301", "Kari Anne Dahl", "Kari Anne Lie", "", feb)
	surnameOnList := pair("0301", "Kari Dahl", "Kari Lie", "3", feb)
	for name, c := range map[string]struct {
		pairs []identity.Pair
		want  []identity.Suggestion
	}{
		"the list counts for more":       {[]identity.Pair{off, onList, later}, []identity.Suggestion{suggestion(onList, 0.8, identity.Spelling)}},
		"in whatever order":              {[]identity.Pair{onList, off}, []identity.Suggestion{suggestion(onList, 0.8, identity.Spelling)}},
		"two municipalities, best first": {[]identity.Pair{elsewhere, onList}, []identity.Suggestion{suggestion(onList, 0.8, identity.Spelling), suggestion(elsewhere, 0.48, identity.Spelling)}},
		"0.4 · 0.6 is too little":        {[]identity.Pair{surname}, nil},
		"0.4 on a list is enough":        {[]identity.Pair{surnameOnList}, []identity.Suggestion{suggestion(surnameOnList, 0.4, identity.OtherSurname)}},
		"0.6 · 0.6 is enough":            {[]identity.Pair{twoGiven}, []identity.Suggestion{suggestion(twoGiven, 0.36, identity.OtherSurname)}},
		"nothing alike":                  {[]identity.Pair{pair("0301", "Kari Dahl", "Nina Lie", "3", feb)}, nil},
	} {
		if d := cmp.Diff(c.want, identity.Suggest(c.pairs)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

// The order of suggestions is by score, then by what they say, to the last column.
func TestOrderOfSuggestions(t *testing.T) {
	list := []identity.Suggestion{
		{Likeness: identity.Likeness{Score: 0.9}, Municipality: "5001", Name: "b"},
		{Likeness: identity.Likeness{Score: 0.8}, Municipality: "0301", Name: "c"},
		{Likeness: identity.Likeness{Score: 0.8}, Municipality: "4631", Name: "a", SameAs: "z"},
		{Likeness: identity.Likeness{Score: 0.8}, Municipality: "4631", Name: "b", SameAs: "a", PositionID: "9"},
		{Likeness: identity.Likeness{Score: 0.8}, Municipality: "4631", Name: "b", SameAs: "c", PositionID: "1", Other: "8"},
		{Likeness: identity.Likeness{Score: 0.8}, Municipality: "4631", Name: "b", SameAs: "c", PositionID: "2", Other: "1"},
		{Likeness: identity.Likeness{Score: 0.8}, Municipality: "4631", Name: "b", SameAs: "c", PositionID: "2", Other: "3"},
	}
	for i := range list {
		for k := range list {
			if got := identity.CompareSuggestions(list[i], list[k]); got != min(max(i-k, -1), 1) {
				t.Errorf("%+v and %+v compare as %d", list[i], list[k], got)
			}
		}
	}
}

// The file by hand: a byte order mark, semicolons, lines of a spreadsheet, a decimal comma, and no
// cell that a spreadsheet takes for a formula.
func TestWriteSuggestionsByHand(t *testing.T) {
	list := []identity.Suggestion{
		{Municipality: "0301", Name: "Ola Prøven", SameAs: "=1+1", Month: varighet.MonthOf(2020, 2), PositionID: "17",
			Likeness: identity.Likeness{Score: 0.68, Reasons: []identity.Reason{identity.MiddleName, identity.Spelling}}},
		identity.AboutLists("Alver", "Kari Lie", varighet.MonthOf(2019, 12), "7", "9", identity.OverBorder),
	}
	const want = "\ufeffmunicipality_code;name;same_as;decision;score;reasons;month;position_id;same_as_position_id\r\n" +
		"0301;Ola Prøven;'=1+1;;0,68;middle-name spelling;2020-02;17;\r\n" +
		"Alver;Kari Lie;Kari Lie;;0,50;over-border;2019-12;7;9\r\n"
	var b bytes.Buffer
	if err := identity.WriteSuggestions(&b, list); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

var errFull = errors.New("the disk is full")

// A disk takes so many bytes.
type disk int

func (d *disk) Write(p []byte) (int, error) {
	if n := int(*d); n < len(p) {
		*d = 0
		return n, errFull
	}
	*d -= disk(len(p))
	return len(p), nil
}

// A disk that is full at any place is an error, also where much is written.
func TestWriteSuggestionsToAFullDisk(t *testing.T) {
	list := []identity.Suggestion{{Name: strings.Repeat("x", 9000), SameAs: "y"}, {Name: strings.Repeat("x", 9000), SameAs: "y"}}
	var b bytes.Buffer
	if err := identity.WriteSuggestions(&b, list); err != nil {
		t.Fatal(err)
	}
	for _, room := range []int{0, 2, 3, 100, 5000, b.Len() - 1} {
		d := disk(room)
		if err := identity.WriteSuggestions(&d, list); !errors.Is(err, errFull) {
			t.Errorf("with room for %d of %d bytes: %v", room, b.Len(), err)
		}
	}
	if d := disk(b.Len()); identity.WriteSuggestions(&d, list) != nil {
		t.Error("with room for all of it there is an error")
	}
}
