package identity

import (
	"math"
	"slices"
	"testing"
)

// An office is known by its words, whatever the company is called: forms of company at the
// end are left out, all of them, unless nothing would be left (by hand).
func TestFoldOffice(t *testing.T) {
	for in, want := range map[string]string{
		"Byen Legesenter AS":      "byen legesenter",
		"Byen legesenter, DA":     "byen legesenter",
		"BYEN  LEGESENTER ANS AS": "byen legesenter",
		"Fjord og Fjell KS":       "fjord og fjell",
		"Fjord og Fjell SA":       "fjord og fjell",
		"Legene AS":               "legene",
		"AS":                      "as",
		"As legekontor":           "as legekontor",
		"Legane i Bø 2":           "legane i bø 2",
		"":                        "",
	} {
		if got := FoldOffice(in); got != want {
			t.Errorf("FoldOffice(%q) = %q, want %q", in, got, want)
		}
	}
}

// A question mark, and the mark of a letter that could not be read, stand for any one letter;
// other letters must be the same (by hand).
func TestLostLetters(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"k?re", "kåre", true}, {"kåre", "k?re", true}, {"k\uFFFDre", "kåre", true}, {"kåre", "k\uFFFDre", true}, {"?sg?rd", "åsgård", true},
		{"k?re", "bård", false}, {"b?rd", "k?re", false}, {"k\uFFFDre", "bård", false},
		{"k?re", "kåree", false}, {"kåre", "kåre", false}, // another length; nothing is lost
	} {
		if got := lostLetters(c.a, c.b); got != c.want {
			t.Errorf("lostLetters(%q, %q) = %v", c.a, c.b, got)
		}
	}
}

// One letter is the first of the other word, in either order, and two equal letters are no
// initial (by hand).
func TestIsInitial(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{{"a", "anne", true}, {"anne", "a", true}, {"å", "åse", true}, {"a", "a", false}, {"a", "berit", false}, {"an", "anne", false}, {"a", "ab", true}} {
		if got := isInitial(c.a, c.b); got != c.want {
			t.Errorf("isInitial(%q, %q) = %v", c.a, c.b, got)
		}
	}
}

// One letter may differ from four letters on, two from eight on; the shorter word counts, in
// letters and not in bytes (by hand).
func TestNearSpelling(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"ola", "ole", false}, {"ola", "ola", false}, {"ola", "olav", false}, {"anne", "anna", true}, {"anne", "annes", true}, {"anne", "asna", false},
		{"kristin", "kristen", true}, {"kristin", "christin", false}, {"kristian", "christian", true}, {"kristian", "christine", false},
		{"årø", "åro", false}, {"åse ø", "åse o", true},
	} {
		if got := nearSpelling(c.a, c.b); got != c.want {
			t.Errorf("nearSpelling(%q, %q) = %v", c.a, c.b, got)
		}
	}
}

// Each score is worked out by hand from reasonScores: the product over what differs, and half
// as much again where two given names agree and the surname does not. A name that may be cut
// off has ten letters or more and one word left.
func TestScoresByHand(t *testing.T) {
	for _, c := range []struct {
		a, b    string
		score   float64
		reasons []Reason
	}{
		{"Kari Bø", "Kari Boe", 1, []Reason{SameLetters}}, // folded they are one
		{"Ola Prøven", "Ola K. Prøve", 0.8 * 0.85, []Reason{MiddleName, Spelling}},
		{"K. Nordman", "Kari Nordmann", 0.85 * 0.8, []Reason{Initial, Spelling}}, // no word is equal, and two agree
		{"Bj?rn Lie", "Bjørn Aas Lie", 0.95 * 0.85, []Reason{MiddleName, SameLetters}},
		{"K. A. Berg", "Kari Anne Berg", 0.85 * 0.85, []Reason{Initial}}, // twice, told once
		{"Kari Nordmann", "Kari Hansen", 0.4, []Reason{OtherSurname}},
		{"Kari Anne Nordmann", "Kari Anne Hansen", 0.4 * 1.5, []Reason{OtherSurname}},
		{"Nordmann, Kari", "Hansen, Kari", 0.4, []Reason{OtherSurname}},
		{"Nordmann, Kari Anne", "Hansen, Kari", 0, nil}, // another surname and another given name
		{"Kari Berg", "Kari Berg Vik", 0.75, []Reason{DoubleSurname}},
		{"Vik Berg, Kari", "Berg, Kari", 0.75, []Reason{DoubleSurname}},
		{"Kari", "Kari Berg", 0, nil},                                // one word agrees, and a surname is more
		{"Karin Annel", "Karin Annelise", 0.9, []Reason{CutOff}},     // ten letters
		{"Karin Anne L", "Karin Annelise", 0, nil},                   // more words than the other
		{"Kari Annel", "Kari Annelise", 0.4, []Reason{OtherSurname}}, // nine letters are too few to be cut off
		{"Karin Annel", "Karin Annelise Berg", 0, nil},               // two words are left, not one
		{"Alexandra Ho", "Alexandra Hope Holm", 0, nil},              // which of the two is cut?
		{"Alexandra N", "Alexandra Nilsen", 0.85, []Reason{Initial}}, // one letter is an initial
		{"Bj?rn Dahl", "Bjørn Lie", 0, nil},                          // no word is equal, and one agrees
		{"Per Berg", "Pål Berg", 0, nil},                             // no given name is shared
		{"Kari Lie Berg", "Kari Moe Berg", 0, nil},                   // another middle name
		{"Kari Lie Berg", "Kari Moe Nes Berg", 0, nil},
		{"Dr. Berg", "Lege Vik", 0, nil}, {"", "", 0, nil}, {"Dr.", "Kari Berg", 0, nil}, {"Kari Berg", "overlege", 0, nil},
	} {
		for _, pair := range [][2]string{{c.a, c.b}, {c.b, c.a}} {
			got := CompareNames(pair[0], pair[1])
			if math.Abs(got.Score-c.score) > 1e-12 || !slices.Equal(got.Reasons, c.reasons) {
				t.Errorf("%q, %q: %+v, want %v %v", pair[0], pair[1], got, c.score, c.reasons)
			}
		}
	}
}
