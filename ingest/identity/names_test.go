package identity_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/identity"
)

// All names are made up. Each line is one doctor as lists write the name: in two
// orders, cases, with titles, hyphens, footnotes, decomposed letters and blanks of
// all kinds. They are one without anybody being asked.
var oneDoctor = [][]string{
	{"Kari Anne Nordmann", "NORDMANN, KARI ANNE", "Nordmann Kari Anne", "nordmann,kari anne", "Kari-Anne Nordmann", "Dr. Kari Anne Nordmann",
		"Nordmann, dr. Kari Anne", "Kari  Anne\u00a0Nordmann *", "Kari Anne Nordmann 1)", "KARI ANNE NORDMANN²", "lege Kari Anne Nordmann"},
	{"Åse Bjørnøy", "A\u030ase Bjørnøy", "BJØRNØY ÅSE", "Bjørnøy, Åse (50 %)", "Bjørnøy, Åse (HPR 9999901)"},
	{"Ole Hansen-Berg", "Hansen-Berg, Ole", "HANSEN BERG OLE", "Ole Hansen – Berg", "Ole Hansen\u2011Berg"},
	{"Máret Šuoŋŋá", "MÁRET ŠUOŊŊÁ", "Šuoŋŋá, Ma\u0301ret"},
	{"Per M. Holm", "Holm, Per M", "PER M HOLM", "Overlege Per M. Holm"},
	{"Siobhán O'Dahl", "O’DAHL, SIOBHÁN", "O´Dahl Siobhán"},
	{"Torbjørn Sæther Ødegård", "SÆTHER ØDEGÅRD, TORBJØRN", "Ødegård, Torbjørn Sæther", "Sæther-Ødegård, Torbjørn", "Dr.Torbjørn Sæther Ødegård"},
	{"Nguyen Thi Lan", "NGUYEN, THI LAN", "Lan Thi Nguyen", "Nguyen Thi-Lan"},
	{"Jan Erik Vik, spesialist", "Vik, Jan-Erik", "Professor Jan Erik Vik", "Jan Erik Vik, Ph.D."},
}

func TestVariantsOfANameAreOneDoctor(t *testing.T) {
	n := 0
	for _, forms := range oneDoctor {
		for _, f := range forms[1:] {
			n++
			if ingest.NameID(nil, forms[0]) != ingest.NameID(nil, f) {
				t.Errorf("%q and %q are two", forms[0], f)
			}
		}
	}
	// No two lines are one.
	for i, a := range oneDoctor {
		for _, b := range oneDoctor[i+1:] {
			if ingest.NameID(nil, a[0]) == ingest.NameID(nil, b[0]) {
				t.Errorf("%q and %q are one", a[0], b[0])
			}
		}
	}
	t.Logf("%d variants", n)
}

// Pairs that may be one doctor when one follows the other on a list: proposed, for
// the reason given, and never merged.
var maybeOne = []struct {
	a, b   string
	reason identity.Reason
}{
	{"Kari Nordmann", "Kari Anne Nordmann", identity.MiddleName},
	{"Nordmann, Kari Anne", "Kari Nordmann", identity.MiddleName},
	{"Ola Prøve", "Ola K. Prøve", identity.MiddleName},
	{"Kari A. Nordmann", "Kari Anne Nordmann", identity.Initial},
	{"K. A. Nordmann", "Kari Anne Nordmann", identity.Initial},
	{"P M Holm", "Per Magnus Holm", identity.Initial},
	{"Eriksen-Holm, Per Magn", "Per Magnus Eriksen Holm", identity.CutOff},
	{"Nordmann, Kari Ann", "Nordmann, Kari Anne", identity.CutOff},
	{"Christoffersen, Alexand", "Alexander Christoffersen", identity.CutOff},
	{"Pål Aasen", "Pål Åsen", identity.SameLetters},
	{"Asbjorn Braten", "Asbjørn Bråten", identity.SameLetters},
	{"BJØRN ØDEGÅRD", "Bjoern Oedegaard", identity.SameLetters},
	{"Bj?rn Dahl", "Bjørn Dahl", identity.SameLetters},
	{"José Berg", "Jose Berg", identity.SameLetters},
	{"Ola Prøven", "Ola Prøve", identity.Spelling},
	{"Kristian Holm", "Christian Holm", ""}, // two letters of a word of nine: one change and one more
	{"Kari Nordmann", "Kari Normann", identity.Spelling},
	{"Katarina Lund", "Katharina Lund", identity.Spelling},
	{"Mohammed Ali Khan", "Mohammad Ali Khan", identity.Spelling},
	{"Kari Nordmann", "Kari Nordmann Hansen", identity.DoubleSurname},
	{"Kari Nordmann", "Nordmann Hansen, Kari", identity.DoubleSurname},
	{"Kari Nordmann", "Kari Hansen", identity.OtherSurname},
	{"Nordmann, Kari Anne", "Hansen, Kari Anne", identity.OtherSurname},
}

func TestNamesThatMayBeOneAreProposed(t *testing.T) {
	for _, c := range maybeOne {
		l := identity.CompareNames(c.a, c.b)
		back := identity.CompareNames(c.b, c.a)
		if l.Score != back.Score {
			t.Errorf("%q, %q: %v one way and %v the other", c.a, c.b, l.Score, back.Score)
		}
		if ingest.NameID(nil, c.a) == ingest.NameID(nil, c.b) {
			t.Errorf("%q and %q are merged in silence", c.a, c.b)
		}
		if c.reason == "" {
			continue
		}
		if l.Score < 0.3 || !slices.Contains(l.Reasons, c.reason) {
			t.Errorf("%q, %q: %+v; want the reason %s", c.a, c.b, l, c.reason)
		}
	}
}

// Names of two people: colleagues, relatives and namesakes.
func TestNamesOfTwoPeopleAreNotProposed(t *testing.T) {
	for _, c := range [][2]string{
		{"Kari Nordmann", "Ola Nordmann"},            // a couple
		{"Per Hansen", "Pål Hansen"},                 // brothers
		{"Anne Berg", "Anna Lie"},                    //
		{"Kari Anne Nordmann", "Kari Lise Nordmann"}, // another middle name
		{"Kari Nordmann", "Nina Hansen"},
		{"Ola Dahl", "Ole Dahl"}, // three letters: one of them is much
		{"A. Berg", "B. Berg"},
		{"Jan Vik", "Jon Vik"},
		{"Hansen, Per", "Per Olsen Dahl"},
		{"Mohammed Khan", "Ali Khan"},
		{"Nordmann", "Kari Nordmann"}, // a surname alone
		{"", "Kari Nordmann"},
	} {
		if l := identity.CompareNames(c[0], c[1]); l.Score >= 0.5 {
			t.Errorf("%q, %q: %+v", c[0], c[1], l)
		}
		if ingest.NameID(nil, c[0]) == ingest.NameID(nil, c[1]) {
			t.Errorf("%q and %q are one", c[0], c[1])
		}
	}
}

// On list 1 a name changes its spelling, on list 2 a doctor of another name
// comes; a namesake on list 3 is on another list at the same time.
func TestSuggestLooksAtListsAndMunicipalities(t *testing.T) {
	feb := varighet.MonthOf(2020, 2)
	got := identity.Suggest([]identity.Pair{
		{Municipality: "4631", Before: "Ola Prøve", After: "Ola Prøven", Month: feb, PositionID: "1"},
		{Municipality: "4631", Before: "Kari Dahl", After: "Nina Lie", Month: feb, PositionID: "2"},
		{Municipality: "4631", Before: "Liv Eik Dahl", After: "Liv Dahl", Month: feb},
		{Municipality: "4631", Before: "Ola Prøve", After: "Ola Prøven", Month: feb + 1}, // once is enough
	})
	var lines []string
	for _, s := range got {
		lines = append(lines, fmt.Sprint(s.Municipality, " ", s.Name, " = ", s.SameAs, " ", s.Month, " ", s.PositionID, " ", s.Score, " ", s.Reasons))
	}
	want := []string{"4631 Ola Prøven = Ola Prøve 2020-02 1 0.8 [spelling]", "4631 Liv Dahl = Liv Eik Dahl 2020-02  0.51 [middle-name]"}
	if !slices.Equal(lines, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
	var b bytes.Buffer
	if err := identity.WriteSuggestions(&b, got); err != nil {
		t.Fatal(err)
	}
	reviewed := strings.Replace(b.String(), "Ola Prøve;;", "Ola Prøve;ja;", 1)
	aliases, open, err := identity.ReadAliases("forslag.csv", []byte(reviewed))
	if err != nil || open != 1 || len(aliases) != 1 || aliases[0] != (identity.Alias{Scope: "4631", Name: "Ola Prøven", SameAs: "Ola Prøve", Line: 2, Position: "1"}) {
		t.Errorf("read back: %+v, %d open, %v", aliases, open, err)
	}
}
