package ingest

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/varighet/varighet"
)

// A DoctorIDKind says by what a source tells its doctors apart.
type DoctorIDKind uint8

// The kinds, from the best to the poorest.
const (
	DoctorIDNone     DoctorIDKind = iota // no doctors seen
	DoctorIDHPR                          // number in the register of health personnel
	DoctorIDOwn                          // the source's own numbers, in a file without names
	DoctorIDOwnNamed                     // the source's own numbers, with the names beside them
	DoctorIDName                         // the name
)

var doctorIDKindNames = [...]string{"none", "HPR number", "the source's own id", "the source's own id, with names", "name"}

func (k DoctorIDKind) String() string { return doctorIDKindNames[k] }

// DoctorsMeet reports whether the doctors of two files can be told to be the same
// ones, by what each knows them by ([DoctorIDKind.String]) and whether each has their
// names: by ids of one kind, or by names, where those of one have numbers beside them.
func DoctorsMeet(a, b string, named bool) bool {
	return a == b || named && (a == DoctorIDName.String() || b == DoctorIDName.String())
}

// An idCell is what a cell for a doctor's number says.
type idCell struct {
	id     string // "" if the cell names nobody
	bad    bool   // HPR only: not a number of one to nine digits
	vacant bool   // the cell says in words that nobody holds the list

	others []string // the numbers after the first, where the cell has several

	basis   varighet.DoctorBasis // of id
	content idContent            // of a cell for the source's own id
	name    *nameCell            // the doctor's name, or what stands for one, in such a cell; nil for none
}

// maxHPR is how many digits an HPR number has at most.
const maxHPR = 9

// readHPR reads an HPR number: one to nine digits, leading zeros dropped, so
// that 0001234567 and 1234567 are one doctor, and 1 234 567, 1234567.0 and HPR 1234567
// too. Zero, a dash and words for a vacant list name nobody.
func readHPR(cell []byte) idCell {
	s := clean(cell)
	if digits, _, ok := numberOfHPR(s); ok {
		return hprCell(digits)
	}
	if parts := splitNumbers(cell); len(parts) > 1 {
		return idsOf(parts)
	}
	switch {
	case strings.Trim(s, "-–.: ") == "":
		return idCell{}
	case isVacant(foldWords(s)):
		return idCell{vacant: true}
	}
	return idCell{bad: true}
}

// hprCell is a cell with an HPR number; of no digits but zeros it names nobody.
func hprCell(digits string) idCell {
	if digits == "" {
		return idCell{}
	}
	return idCell{id: digits, bad: len(digits) > maxHPR, basis: varighet.DoctorByNumber}
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
	return idCell{id: s, basis: varighet.DoctorByOwnID}
}

// A nameKind says what stands in a cell for a doctor's name.
type nameKind uint8

const (
	nameEmpty    nameKind = iota
	nameHolder            // a doctor
	nameVacant            // words for a list without a regular doctor
	nameLocum             // a locum, and nobody is named as the holder
	nameLocumFor          // "vikar for NAME": NAME holds the list
	nameError             // a formula that came to nothing
)

// A nameCell is a cell for a doctor's name, read.
type nameCell struct {
	kind    nameKind
	display string // the name as written, tidied
	number  string // the HPR number that stands beside it
	key     string // the name as compared; see nameKey
	id      string // the key, or its pseudonym

	others []nameCell // the other holders, where the cell names several
}

// readName reads a cell for a doctor's name, or the names of several.
func readName(cell []byte) nameCell {
	parts := splitHolders(cell)
	if len(parts) < 2 {
		return readOneName(cell)
	}
	return holdersOf(parts)
}

// readOneName reads a cell that names one doctor at most.
func readOneName(cell []byte) nameCell {
	if isSheetError(cell) {
		return nameCell{kind: nameError}
	}
	s, number := takeNumber(withoutFootnote(clean(cell)))
	n := readNameText(s)
	n.number = number
	return n
}

func readNameText(s string) nameCell {
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
	}
	if owner, ok := ownerOfLocum(s); ok && !isVacant(foldWords(owner)) {
		if n := named(nameLocumFor, owner); n.key != "" {
			return n
		}
	}
	if words[0] == "vikar" || words[0] == "vikarlege" {
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

// labelParts are of words that may stand anywhere: vikar, mangler, hjemmel and heimel,
// liste, kommunal, ledig, vakant, pågår, står, drives.
var labelParts = []string{"ikar", "IKAR", "angl", "ANGL", "jemmel", "JEMMEL", "eimel", "EIMEL", "liste", "LISTE", "ommun", "OMMUN",
	"edig", "EDIG", "akant", "AKANT", "ågår", "ÅGÅR", "tår ", "TÅR ", "rives", "RIVES"}

// maybeLabel reports whether a cell may be something other than a name: it
// begins with the letter of a label, or speaks of a locum or of what is missing. Most
// names do neither and need not be cut into words.
func maybeLabel(s string) bool {
	return !ascii([]byte(s[:1])) || strings.IndexByte("LUVINluvin", s[0]) >= 0 ||
		!unicode.IsLetter(rune(s[0])) || slices.ContainsFunc(labelParts, func(part string) bool { return strings.Contains(s, part) })
}

// named makes the cell of a name; a name of which nothing is left is no name.
func named(kind nameKind, s string) nameCell {
	key := nameKey(s)
	if key == "" {
		return nameCell{}
	}
	return nameCell{kind: kind, display: s, key: key}
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

// titles are dropped from a name before it is compared; points are off by then.
var titles = []string{"dr", "doktor", "lege", "legen", "fastlege", "allmennlege", "overlege", "kommuneoverlege", "kommunelege",
	"prof", "professor", "spesialist", "cand.med", "dr.med", "ph.d", "phd", "m.d", "md", "alis", "lis1", "lis3"}

// nameKey is a doctor's name in the form in which two names are compared: its
// words in alphabetical order, in composed letters and folded case, without titles
// remarks and what stands in parentheses if it has a digit, with hyphens taken for
// blanks and points at the ends of words dropped. "NORDMANN, Kari-Anne",
// "Dr. Kari Anne Nordmann" and "nordmann kari  anne" have one key; names that
// differ in a letter or a middle name have not. Two people whose names are the same
// words in another order would be one within a municipality.
func nameKey(name string) string {
	s := withoutNumbers(norm.NFC.String(foldCase(norm.NFC.String(name))))
	if strings.ContainsAny(s, "’‘´`") { // which few names have
		s = apostrophes.Replace(s)
	}
	words := strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Pd, r) || r == ','
	})
	for i, w := range words {
		words[i] = strings.Trim(w, ".()")
		if name, glued := strings.CutPrefix(words[i], "dr."); glued && name != "med" {
			words[i] = strings.Trim(name, ".()")
		}
	}
	words = slices.DeleteFunc(withoutRemarks(words), func(w string) bool { return slices.Contains(titles, w) })
	slices.Sort(words)
	return strings.Join(words, " ")
}

var apostrophes = strings.NewReplacer("’", "'", "‘", "'", "´", "'", "`", "'")

// withoutNumbers drops parts in parentheses that hold a digit: a share of a
// position, an HPR number, a year.
func withoutNumbers(s string) string {
	for {
		open := strings.IndexByte(s, '(')
		if open < 0 {
			return s
		}
		end := strings.IndexByte(s[open:], ')')
		if end < 0 || !strings.ContainsAny(s[open:open+end], "0123456789") {
			return s
		}
		s = s[:open] + " " + s[open+end+1:]
	}
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
