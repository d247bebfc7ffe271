package ingest

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/idnumber"
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
	bad    bool   // of HPR: not a number of one to nine digits; else: the cell does not tell who it is
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
	if placeholderOf(s) == placeholderEmpty {
		return idCell{}
	}
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
// list name nobody, and a cell that does not tell is no id.
func readOwnID(cell []byte) idCell {
	s := clean(cell)
	if isDigits(s) && strings.Trim(s, "0") != "" {
		return idCell{id: s, basis: varighet.DoctorByOwnID}
	}
	switch p := placeholderOf(s); {
	case p == placeholderEmpty:
		return idCell{}
	case p == placeholderUnclear, isSheetError(cell), strings.ContainsAny(s, "+.,") && idnumber.Shortened(s):
		return idCell{bad: true}
	case isVacant(foldWords(s)):
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
	nameUnclear           // neither a name nor words for a vacant list
)

// A nameCell is a cell for a doctor's name, read.
type nameCell struct {
	kind    nameKind
	display string // the name as written, tidied
	number  string // the HPR number that stands beside it
	sure    bool   // it is one whatever stands beside other names
	key     string // the name as compared; see nameKey
	id      string // the key, or its pseudonym
	total   bool   // it may be the label of a total: "Sum Oslo"

	others []nameCell // the other holders, where the cell names several
}

// readName reads a cell for a doctor's name, or the names of several.
func readName(cell []byte) nameCell {
	s := clean(cell)
	if p := placeholderOf(s); p != noPlaceholder {
		return ofPlaceholder(p)
	}
	if beginsWithVSlash(s) {
		return nameCell{kind: nameLocum}
	}
	if parts := splitHolders(cell); len(parts) > 1 {
		return holdersOf(parts)
	}
	return readNameAndNumber(s)
}

// readOneName reads a cell, or a part of one, that names one doctor at most.
func readOneName(cell []byte) nameCell {
	s := clean(cell)
	if p := placeholderOf(s); p != noPlaceholder {
		return ofPlaceholder(p)
	}
	return readNameAndNumber(s)
}

// ofPlaceholder is a cell that holds a placeholder instead of a name.
func ofPlaceholder(p placeholder) nameCell {
	if p == placeholderUnclear {
		return nameCell{kind: nameUnclear}
	}
	return nameCell{}
}

// readNameAndNumber reads a tidied text with one doctor's name, and perhaps the HPR number.
func readNameAndNumber(s string) nameCell {
	if isSheetError([]byte(s)) {
		return nameCell{kind: nameError}
	}
	s, number, sure := takeNumber(withoutFootnote(s))
	if number != "" && strings.Trim(s, "0., ") == "" {
		s = "" // the decimals of 1234567.0
	}
	n := readNameText(s)
	if n.kind != nameUnclear || len(number) == lengthHPR { // else it may be a date: 301119
		n.number, n.sure = number, sure
	}
	return n
}

func readNameText(s string) nameCell {
	if strings.Trim(s, "-–—.:/ ") == "" {
		return nameCell{}
	}
	if !maybeLabel(s) {
		return holderOrRemark(s)
	}
	words := foldWords(s)
	switch {
	case len(words) == 0:
		return nameCell{}
	case isVacant(words):
		return nameCell{kind: nameVacant}
	}
	if owner, ok := ownerOfLocum(s); ok && namesSomebody(owner) {
		if isTwoNames(owner) {
			return nameCell{kind: nameUnclear}
		}
		if n := ownerOrRemark(owner); n.kind != nameEmpty {
			return n
		}
	}
	if firstLocumWords[words[0]] || beginsAsLocum(s) {
		if owner, ok := afterWords(s, len(words), "for"); ok && namesSomebody(owner) {
			return ownerOrRemark(owner)
		}
		return nameCell{kind: nameLocum}
	}
	if holder, ok := beforeLocum(s); ok {
		return holderOrRemark(holder)
	}
	if locumWords[words[len(words)-1]] || endsAsLocum(s) {
		return nameCell{kind: nameLocum}
	}
	return holderOrRemark(s)
}

// holderOrRemark reads a text as a doctor's name, unless its words say otherwise. A title, a
// remark or the label of a total alone is no name.
func holderOrRemark(s string) nameCell {
	switch remarkIn(withoutNumbers(s)) {
	case remarkVacant:
		return nameCell{kind: nameVacant}
	case remarkOther:
		return nameCell{kind: nameUnclear}
	}
	n := named(nameHolder, s)
	if isTitleAlone(s, n.key) || isTotalAlone(s) || isAboutAList(s) {
		return nameCell{kind: nameUnclear}
	}
	n.total = (beginsAs(s, totalFirst) || strings.Contains(s, "otal")) && isTotal(s)
	if !n.total && saysNoName(s, n.key) { // what may be a total is judged with its row
		return nameCell{kind: nameUnclear}
	}
	return n
}

// ownerOrRemark reads the NAME of "vikar for NAME".
func ownerOrRemark(owner string) nameCell {
	n := holderOrRemark(owner)
	if n.kind == nameHolder {
		n.kind, n.total = nameLocumFor, false
	}
	return n
}

// locumWords end a text that names a locum and no holder, "Ola Dahl (vikar)"; firstLocumWords
// begin one.
var (
	locumWords = wordSet("vikar", "vikarlege", "vikarer", "vikarar", "vikarleger", "vikarlegar", "legevikar", "legevikarer", "legevikarar",
		"fastlegevikar", "locum", "locums")
	firstLocumWords = wordSet("vikar", "vikarlege", "legevikar", "fastlegevikar", "locum")
)

// namesSomebody reports whether the NAME of "vikar for NAME" is one.
func namesSomebody(owner string) bool {
	return placeholderOf(owner) == noPlaceholder && !isVacant(foldWords(owner))
}

// labelParts are of words that may stand anywhere: vikar, vik., locum, mangler, hjemmel and heimel,
// liste, kommunal, ledig, vakant, pågår, står, drives, stilling, for, avtale, ingen, uten and utan.
var labelParts = []string{"ikar", "IKAR", "(vik", "ocum", "OCUM", "angl", "ANGL", "jemmel", "JEMMEL", "eimel", "EIMEL", "liste", "LISTE", "ommun", "OMMUN",
	"edig", "EDIG", "akant", "AKANT", "ågår", "ÅGÅR", "tår ", "TÅR ", "rives", "RIVES", "tilling", "TILLING", " for", " FOR", "vtale", "AVTALE", "ngen ", "NGEN ", "uten ", "UTEN ", "utan ", "UTAN "}

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

const footnoteMarks = "*†‡¹²³⁴⁵⁶⁷⁸⁹⁰"

// withoutFootnote takes the sign of a footnote off the end of a name, * or ¹ or 1), and
// off its beginning.
func withoutFootnote(s string) string {
	s = strings.TrimLeft(s, " "+footnoteMarks)
	if n := strings.TrimLeft(s, "0123456789"); len(s)-len(n) > 0 && len(s)-len(n) < 3 && strings.HasPrefix(n, ") ") {
		s = n[2:]
	}
	for {
		t := strings.TrimRight(s, " "+footnoteMarks)
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
var titles = []string{"dr", "doktor", "lege", "legen", "fastlege", "allmennlege", "overlege", "kommuneoverlege", "kommunelege", "kommunelegen", "fastlegen",
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
