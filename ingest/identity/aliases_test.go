package identity

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/varighet/varighet"
)

// What each row of a table comes to follows by hand from the comment of ReadAliases: rows
// without a decision are open, those that say no are kept apart, a row that repeats another
// is left out, and one that says otherwise is a fault.
func TestReadAliasesByHand(t *testing.T) {
	const plain, decided = "kommunenr;navn;samme som\n", "kommunenr;navn;samme som;avgjørelse;position_id;same_as_position_id\n"
	for name, c := range map[string]struct {
		text string
		want []Alias
		open int
	}{
		"two names": {plain + "4631 Alver;Kari Aas;Kari Aas Bø\n", []Alias{{Scope: "4631", Name: "Kari Aas", SameAs: "Kari Aas Bø", Line: 2}}, 0},
		"a code that lost its zero, as a number with a point": {plain + "301.0;Ola;Ola B\n", []Alias{{Scope: "0301", Name: "Ola", SameAs: "Ola B", Line: 2}}, 0},
		"a code with its name":                                {plain + "0301 Oslo;Ola;Ola B\n", []Alias{{Scope: "0301", Name: "Ola", SameAs: "Ola B", Line: 2}}, 0},
		"a name of a municipality":                            {plain + "Nord Odal;Ola;Ola B\n", []Alias{{Scope: "Nord Odal", Name: "Ola", SameAs: "Ola B", Line: 2}}, 0},
		"yes, no and nothing": {decided + "4631;A;B;ja;;\n4631;C;D;;;\n4631;E;F;nei;;\n",
			[]Alias{{Scope: "4631", Name: "A", SameAs: "B", Line: 2}, {Scope: "4631", Name: "E", SameAs: "F", Line: 4, Apart: true}}, 1},
		"the same twice, in other letters": {plain + "4631;Ola;Ola B\n4631;OLA;ola b\n", []Alias{{Scope: "4631", Name: "Ola", SameAs: "Ola B", Line: 2}}, 0},
		"one name in two municipalities": {plain + "4631;Ola;Ola B\n0301;Ola;Ola C\n",
			[]Alias{{Scope: "4631", Name: "Ola", SameAs: "Ola B", Line: 2}, {Scope: "0301", Name: "Ola", SameAs: "Ola C", Line: 3}}, 0},
		"two lists, asked in both orders": {decided + "4631;Ola;Ola;nei;7;9\n4631;Ola;Ola;nei;9;7\n",
			[]Alias{{Scope: "4631", Name: "Ola", SameAs: "Ola", Line: 2, Position: "7", Other: "9", Apart: true}}, 0},
		"one list of two is another question": {decided + "4631;Ola;Ola;nei;7;9\n4631;Ola;Ola;ja;7;8\n",
			[]Alias{{Scope: "4631", Name: "Ola", SameAs: "Ola", Line: 2, Position: "7", Other: "9", Apart: true},
				{Scope: "4631", Name: "Ola", SameAs: "Ola", Line: 3, Position: "7", Other: "8"}}, 0},
		"apart from one, and one with another": {decided + "4631;A;B;nei;;\n4631;A;C;ja;;\n",
			[]Alias{{Scope: "4631", Name: "A", SameAs: "B", Line: 2, Apart: true}, {Scope: "4631", Name: "A", SameAs: "C", Line: 3}}, 0},
		"apart from two": {decided + "4631;A;B;nei;;\n4631;A;C;nei;;\n",
			[]Alias{{Scope: "4631", Name: "A", SameAs: "B", Line: 2, Apart: true}, {Scope: "4631", Name: "A", SameAs: "C", Line: 3, Apart: true}}, 0},
		"a name on two lists, and its alias": {decided + "4631;A;A;ja;7;9\n4631;A;B;ja;;\n",
			[]Alias{{Scope: "4631", Name: "A", SameAs: "A", Line: 2, Position: "7", Other: "9"}, {Scope: "4631", Name: "A", SameAs: "B", Line: 3}}, 0},
		"a list without another is about names": {decided + "4631;A;B;ja;7;\n", []Alias{{Scope: "4631", Name: "A", SameAs: "B", Line: 2, Position: "7"}}, 0},
	} {
		got, open, err := ReadAliases("alias.csv", []byte(c.text))
		if err != nil || open != c.open || !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %+v, %d open, %v\nwant %+v, %d open", name, got, open, err, c.want, c.open)
		}
	}
}

// Each fault has its line, its column and its code, and all faults come at once.
func TestReadAliasesFaults(t *testing.T) {
	text := "kommunenr;navn;samme som;avgjørelse;position_id;same_as_position_id\n" +
		"4631;A;B;kanskje;;\n" + // neither yes nor no
		"4631;;B;ja;;\n" + // who?
		"4631;A;;ja;;\n" + // is whom?
		"4631;C;D;ja;;\n4631;c;E;ja;;\n" + // C is two
		"4631;G;H;ja;;\n4631;G;H;nei;;\n" + // G is H, and is not
		"4631;I;I;ja;7;9\n4631;I;I;nei;9;7\n" // one doctor on two lists, and two
	aliases, open, err := ReadAliases("alias.csv", []byte(text))
	var ps *varighet.Problems
	if !errors.As(err, &ps) || open != 0 {
		t.Fatalf("%+v, %d open, %v", aliases, open, err)
	}
	var got []string
	for _, p := range ps.All() {
		got = append(got, fmt.Sprintf("%s:%d:%d %s", p.File, p.Line, p.Column, p.Code))
	}
	want := []string{"alias.csv:2:4 alias-decision", "alias.csv:3:2 alias-empty", "alias.csv:4:2 alias-empty", "alias.csv:6:2 alias-twice",
		"alias.csv:8:2 alias-twice", "alias.csv:10:2 alias-twice"}
	if !slices.Equal(got, want) {
		t.Errorf("faults %q, want %q", got, want)
	}
	if aliases, open, err := ReadAliases("alias.csv", []byte("navn\nOla\n")); err == nil || aliases != nil || open != 0 {
		t.Errorf("a table without same_as: %+v, %d open, %v", aliases, open, err)
	}
}
