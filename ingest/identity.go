package ingest

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// A DoctorIDKind says by what a source tells its doctors apart.
type DoctorIDKind uint8

// The kinds, from the best to the poorest.
const (
	DoctorIDNone     DoctorIDKind = iota // no doctors seen
	DoctorIDHPR                          // number in the register of health personnel
	DoctorIDOwn                          // the source's own numbers, in a file without names
	DoctorIDOwnNamed                     // the source's own numbers, with the names beside them
	DoctorIDName                         // the name within the municipality
)

var doctorIDKindNames = [...]string{"none", "HPR number", "the source's own id", "the source's own id, with names", "name"}

func (k DoctorIDKind) String() string { return doctorIDKindNames[k] }

// An idCell is what a cell for a doctor's number says.
type idCell struct {
	id     string // "" if the cell names nobody
	bad    bool   // HPR only: not a number of one to nine digits
	vacant bool   // the cell says in words that nobody holds the list
}

// readHPR reads an HPR number: one to nine digits, leading zeros dropped, so
// that 0001234567 and 1234567 are one doctor. Zero, a dash and words for a
// vacant list name nobody.
func readHPR(cell []byte) idCell {
	s := strings.ReplaceAll(clean(cell), " ", "")
	s = strings.TrimSuffix(strings.TrimSuffix(s, ".0"), ",0")
	if s == "" || strings.Trim(s, "-–.:") == "" {
		return idCell{}
	}
	if strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' }) {
		if isVacant(foldWords(clean(cell))) {
			return idCell{vacant: true}
		}
		return idCell{bad: true}
	}
	s = strings.TrimLeft(s, "0")
	return idCell{id: s, bad: len(s) > 9}
}

// readOwnID takes a source's own id as it stands. A dash and words for a vacant
// list name nobody.
func readOwnID(cell []byte) idCell {
	s := clean(cell)
	if strings.Trim(s, "-–.:") == "" {
		return idCell{}
	}
	if isVacant(foldWords(s)) {
		return idCell{vacant: true}
	}
	return idCell{id: s}
}

// A nameKind says what stands in a cell for a doctor's name.
type nameKind uint8

const (
	nameEmpty    nameKind = iota
	nameHolder            // a doctor
	nameVacant            // words for a list without a regular doctor
	nameLocum             // a locum, and nobody is named as the holder
	nameLocumFor          // "vikar for NAME": NAME holds the list
)

// A nameCell is a cell for a doctor's name, read.
type nameCell struct {
	kind    nameKind
	display string // the name as written, tidied
	key     string // the name as compared; see nameKey
	shared  bool   // two names in one cell
}

// readName reads a cell for a doctor's name.
func readName(cell []byte) nameCell {
	s := withoutFootnote(clean(cell))
	if strings.Trim(s, "-–—.:/ ") == "" {
		return nameCell{}
	}
	if !maybeLabel(s) {
		return named(nameHolder, s)
	}
	words := foldWords(s)
	switch {
	case len(words) == 0:
		return nameCell{}
	case isVacant(words):
		return nameCell{kind: nameVacant}
	case words[0] == "vikar" || words[0] == "vikarlege":
		if owner, ok := afterWords(s, len(words), "for"); ok && !isVacant(foldWords(owner)) {
			return named(nameLocumFor, owner)
		}
		return nameCell{kind: nameLocum}
	}
	if holder, ok := beforeLocum(s); ok {
		return named(nameHolder, holder)
	}
	if last := words[len(words)-1]; last == "vikar" || last == "vikarlege" {
		return nameCell{kind: nameLocum}
	}
	return named(nameHolder, s)
}

// maybeLabel reports whether a cell may be something other than a name: it
// begins with the letter of a label, or speaks of a locum. Most names do neither
// and need not be cut into words.
func maybeLabel(s string) bool {
	return !ascii([]byte(s[:1])) || strings.IndexByte("LUVINluvin", s[0]) >= 0 ||
		!unicode.IsLetter(rune(s[0])) || strings.Contains(s, "ikar") || strings.Contains(s, "IKAR")
}

// named makes the cell of a name; a name of which nothing is left is no name.
func named(kind nameKind, s string) nameCell {
	key := nameKey(s)
	if key == "" {
		return nameCell{}
	}
	shared := strings.Contains(s, "/") || strings.Contains(s, " & ") || strings.Contains(s, ";") || strings.Contains(key, " og ")
	return nameCell{kind: kind, display: s, key: key, shared: shared}
}

// afterWords returns what follows the second word of s if that word is want:
// the NAME of "Vikar for NAME" and "Vikar: for NAME".
func afterWords(s string, words int, want string) (string, bool) {
	if words < 3 {
		return "", false
	}
	rest := strings.TrimLeftFunc(s, isNameRune)
	rest = strings.TrimLeftFunc(rest, func(r rune) bool { return !isNameRune(r) })
	second := rest[:len(rest)-len(strings.TrimLeftFunc(rest, isNameRune))]
	if fold(second) != want {
		return "", false
	}
	return strings.TrimFunc(rest[len(second):], func(r rune) bool { return !isNameRune(r) }), true
}

func isNameRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

// beforeLocum returns the NAME of "NAME v/vikar ...": the holder comes first.
func beforeLocum(s string) (string, bool) {
	lower := strings.ToLower(s)
	for _, mark := range []string{" v/vikar", " v/ vikar"} {
		if i := strings.Index(lower, mark); i > 0 && len(lower) == len(s) {
			return strings.TrimRight(s[:i], " ,-("), true
		}
	}
	return "", false
}

// withoutFootnote takes the sign of a footnote off the end of a name: * or ¹ or 1).
func withoutFootnote(s string) string {
	for {
		t := strings.TrimRight(s, " *†‡¹²³⁴⁵⁶⁷⁸⁹⁰")
		if n := len(t); n > 2 && t[n-1] == ')' && t[n-2] >= '0' && t[n-2] <= '9' && !strings.Contains(t, "(") {
			t = strings.TrimRight(t[:n-1], "0123456789")
		}
		if t == s {
			return s
		}
		s = t
	}
}

// titles are dropped from a name before it is compared.
var titles = []string{"dr", "dr.", "doktor", "lege", "fastlege", "overlege", "prof", "prof.", "professor", "dr.med.", "dr.med", "ph.d.", "phd"}

// nameKey is a doctor's name in the form in which two names are compared:
// composed letters, case folded, "Etternavn, Fornavn" turned round, titles
// dropped, blanks and hyphens collapsed to one blank. "NORDMANN, Kari-Anne",
// "Dr. Kari Anne Nordmann" and "kari anne  nordmann" have one key; names that
// differ in a letter or a middle name have not.
func nameKey(name string) string {
	s := norm.NFC.String(foldCase(norm.NFC.String(name)))
	if last, first, ok := strings.Cut(s, ","); ok && !strings.Contains(first, ",") && hasWord(last) && hasWord(first) {
		s = first + " " + last
	}
	words := strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Pd, r) || r == ','
	})
	words = slices.DeleteFunc(words, func(w string) bool { return slices.Contains(titles, w) })
	return strings.Join(words, " ")
}

// foldCase is Unicode case folding, by way of lower case where the two agree.
func foldCase(s string) string {
	for _, r := range s {
		if r > 'ž' || r == 'ß' || r == 'ŉ' || r == 'İ' || r == 'µ' {
			return strings.ToLower(cases.Fold().String(s)) // Fold alone swaps the cases of Cherokee
		}
	}
	return strings.ToLower(s)
}

// hasWord reports whether s holds a word that is not a title.
func hasWord(s string) bool {
	return slices.ContainsFunc(strings.Fields(s), func(w string) bool {
		return !slices.Contains(titles, w) && strings.ContainsFunc(w, unicode.IsLetter)
	})
}
