package cell

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/idnumber"
)

// ByName is the person whom a cell names, and of whom the row has no number.
func (n *NameCell) ByName() Person {
	return Person{ID: n.ID, Basis: varighet.DoctorByName, NameID: n.ID, Name: n.Display}
}

// ByNumber is the person with a number, whom a cell may name.
func (n *NameCell) ByNumber(number *IDCell) Person {
	return Person{ID: number.ID, Basis: number.Basis, NameID: n.ID, Name: n.Display}
}

// IsNumber reports whether a cell for a name holds a doctor's number in its place.
func (n *NameCell) IsNumber() bool { return n.Kind == NameEmpty && n.Number != "" }

// An IDCell is what a cell for a doctor's number says.
type IDCell struct {
	ID      string               // "" if the cell names nobody
	Bad     bool                 // of HPR: not a number of one to nine digits; else: the cell does not tell who it is
	Vacant  bool                 // the cell says in words that nobody holds the list
	Basis   varighet.DoctorBasis // of id
	Content IDContent            // of a cell for the source's own id

	Others []string  // the numbers after the first, where the cell has several
	Name   *NameCell // the doctor's name, or what stands for one, in such a cell; nil for none
}

// maxHPR is how many digits an HPR number has at most.
const maxHPR = 9

// ReadHPR reads an HPR number: one to nine digits, leading zeros dropped, so
// that 0001234567 and 1234567 are one doctor, and 1 234 567, 1234567.0 and HPR 1234567
// too. Zero, a dash and words for a vacant list name nobody.
func ReadHPR(raw []byte) IDCell {
	s := Clean(raw)
	if PlaceholderOf(s) == PlaceholderEmpty {
		return IDCell{}
	}
	if digits, _, ok := NumberOfHPR(s); ok {
		return hprCell(digits)
	}
	if parts := splitNumbers(raw); len(parts) > 1 {
		return idsOf(parts)
	}
	switch {
	case strings.Trim(s, "-–.: ") == "":
		return IDCell{}
	case IsVacant(FoldWords(s)):
		return IDCell{Vacant: true}
	}
	return IDCell{Bad: true}
}

// hprCell is a cell with an HPR number; of no digits but zeros it names nobody.
func hprCell(digits string) IDCell {
	if digits == "" {
		return IDCell{}
	}
	return IDCell{ID: digits, Bad: len(digits) > maxHPR, Basis: varighet.DoctorByNumber}
}

// readOwnID takes a source's own id as it stands. A dash and words for a vacant
// list name nobody, and a cell that does not tell is no id.
func readOwnID(raw []byte) IDCell {
	s := Clean(raw)
	if IsDigits(s) && strings.Trim(s, "0") != "" {
		return IDCell{ID: s, Basis: varighet.DoctorByOwnID}
	}
	switch p := PlaceholderOf(s); {
	case p == PlaceholderEmpty:
		return IDCell{}
	case p == PlaceholderUnclear, IsSheetError(raw), strings.ContainsAny(s, "+.,") && idnumber.Shortened(s):
		return IDCell{Bad: true}
	case IsVacant(FoldWords(s)):
		return IDCell{Vacant: true}
	}
	return IDCell{ID: s, Basis: varighet.DoctorByOwnID}
}

// A NameKind says what stands in a cell for a doctor's name.
type NameKind uint8

// The kinds.
const (
	NameEmpty    NameKind = iota // nothing
	NameHolder                   // a doctor
	NameVacant                   // words for a list without a regular doctor
	NameLocum                    // a locum, and nobody is named as the holder
	NameLocumFor                 // "vikar for NAME": NAME holds the list
	NameError                    // a formula that came to nothing
	NameUnclear                  // neither a name nor words for a vacant list
)

// A NameCell is a cell for a doctor's name, read.
type NameCell struct {
	Kind    NameKind
	Display string // the name as written, tidied
	Number  string // the HPR number that stands beside it
	Sure    bool   // it is one whatever stands beside other names
	Key     string // the name as compared; see nameKey
	ID      string // the key, or its pseudonym
	Total   bool   // it may be the label of a total: "Sum Oslo"

	Others []NameCell // the other holders, where the cell names several
}

// ReadName reads a cell for a doctor's name, or the names of several.
func ReadName(raw []byte) NameCell {
	s := Clean(raw)
	if p := PlaceholderOf(s); p != NoPlaceholder {
		return ofPlaceholder(p)
	}
	if beginsWithVSlash(s) {
		return NameCell{Kind: NameLocum}
	}
	if parts := SplitHolders(raw); len(parts) > 1 {
		return holdersOf(parts)
	}
	return readNameAndNumber(s)
}

// readOneName reads a cell, or a part of one, that names one doctor at most.
func readOneName(raw []byte) NameCell {
	s := Clean(raw)
	if p := PlaceholderOf(s); p != NoPlaceholder {
		return ofPlaceholder(p)
	}
	return readNameAndNumber(s)
}

// ofPlaceholder is a cell that holds a placeholder instead of a name.
func ofPlaceholder(p Placeholder) NameCell {
	if p == PlaceholderUnclear {
		return NameCell{Kind: NameUnclear}
	}
	return NameCell{}
}

// readNameAndNumber reads a tidied text with one doctor's name, and perhaps the HPR number.
func readNameAndNumber(s string) NameCell {
	if IsSheetError([]byte(s)) {
		return NameCell{Kind: NameError}
	}
	s, number, sure := takeNumber(WithoutFootnote(s))
	if number != "" && strings.Trim(s, "0., ") == "" {
		s = "" // the decimals of 1234567.0
	}
	n := readNameText(s)
	if n.Kind != NameUnclear || len(number) == lengthHPR { // else it may be a date: 301119
		n.Number, n.Sure = number, sure
	}
	return n
}

func readNameText(s string) NameCell {
	if strings.Trim(s, "-–—.:/ ") == "" {
		return NameCell{}
	}
	if !maybeLabel(s) {
		return holderOrRemark(s)
	}
	words := FoldWords(s)
	switch {
	case len(words) == 0:
		return NameCell{}
	case IsVacant(words):
		return NameCell{Kind: NameVacant}
	}
	if owner, ok := ownerOfLocum(s); ok && namesSomebody(owner) {
		if isTwoNames(owner) {
			return NameCell{Kind: NameUnclear}
		}
		if n := ownerOrRemark(owner); n.Kind != NameEmpty {
			return n
		}
	}
	if firstLocumWords[words[0]] || beginsAsLocum(s) {
		if owner, ok := afterWords(s, len(words), "for"); ok && namesSomebody(owner) {
			return ownerOrRemark(owner)
		}
		return NameCell{Kind: NameLocum}
	}
	if holder, ok := beforeLocum(s); ok {
		return holderOrRemark(holder)
	}
	if locumWords[words[len(words)-1]] || endsAsLocum(s) {
		return NameCell{Kind: NameLocum}
	}
	return holderOrRemark(s)
}

// holderOrRemark reads a text as a doctor's name, unless its words say otherwise. A title, a
// remark or the label of a total alone is no name.
func holderOrRemark(s string) NameCell {
	switch remarkIn(withoutNumbers(s)) {
	case remarkVacant:
		return NameCell{Kind: NameVacant}
	case remarkOther:
		return NameCell{Kind: NameUnclear}
	}
	n := named(NameHolder, s)
	if isTitleAlone(s, n.Key) || isTotalAlone(s) || isAboutAList(s) {
		return NameCell{Kind: NameUnclear}
	}
	n.Total = (beginsAs(s, totalFirst) || strings.Contains(s, "otal")) && IsTotal(s)
	if !n.Total && saysNoName(s, n.Key) { // what may be a total is judged with its row
		return NameCell{Kind: NameUnclear}
	}
	return n
}

// ownerOrRemark reads the NAME of "vikar for NAME".
func ownerOrRemark(owner string) NameCell {
	n := holderOrRemark(owner)
	if n.Kind == NameHolder {
		n.Kind, n.Total = NameLocumFor, false
	}
	return n
}

// locumWords end a text that names a locum and no holder, "Ola Dahl (vikar)"; firstLocumWords
// begin one.
var (
	locumWords = WordSet("vikar", "vikarlege", "vikarer", "vikarar", "vikarleger", "vikarlegar", "legevikar", "legevikarer", "legevikarar",
		"fastlegevikar", "locum", "locums")
	firstLocumWords = WordSet("vikar", "vikarlege", "legevikar", "fastlegevikar", "locum")
)

// namesSomebody reports whether the NAME of "vikar for NAME" is one.
func namesSomebody(owner string) bool {
	return PlaceholderOf(owner) == NoPlaceholder && !IsVacant(FoldWords(owner))
}

// labelParts are of words that may stand anywhere: vikar, vik., locum, mangler, hjemmel and heimel,
// liste, kommunal, ledig, vakant, pågår, står, drives, stilling, for, avtale, ingen, uten and utan.
var labelParts = []string{"ikar", "IKAR", "(vik", "ocum", "OCUM", "angl", "ANGL", "jemmel", "JEMMEL", "eimel", "EIMEL", "liste", "LISTE", "ommun", "OMMUN",
	"edig", "EDIG", "akant", "AKANT", "ågår", "ÅGÅR", "tår ", "TÅR ", "rives", "RIVES", "tilling", "TILLING", " for", " FOR", "vtale", "AVTALE", "ngen ", "NGEN ", "uten ", "UTEN ", "utan ", "UTAN "}

// maybeLabel reports whether a cell may be something other than a name: it
// begins with the letter of a label, or speaks of a locum or of what is missing. Most
// names do neither and need not be cut into words.
func maybeLabel(s string) bool {
	return !IsASCII([]byte(s[:1])) || strings.IndexByte("LUVINluvin", s[0]) >= 0 ||
		!unicode.IsLetter(rune(s[0])) || slices.ContainsFunc(labelParts, func(part string) bool { return strings.Contains(s, part) })
}

// named makes the cell of a name; a name of which nothing is left is no name.
func named(kind NameKind, s string) NameCell {
	key := NameKey(s)
	if key == "" {
		return NameCell{}
	}
	return NameCell{Kind: kind, Display: s, Key: key}
}

// afterWords returns what follows the second word of s if that word is want:
// the NAME of "Vikar for NAME" and "Vikar: for NAME".
func afterWords(s string, words int, want string) (string, bool) {
	if words < 3 {
		return "", false
	}
	rest := strings.TrimLeftFunc(s, IsNameRune)
	rest = strings.TrimLeftFunc(rest, func(r rune) bool { return !IsNameRune(r) })
	second := rest[:len(rest)-len(strings.TrimLeftFunc(rest, IsNameRune))]
	if Fold(second) != want {
		return "", false
	}
	return strings.TrimFunc(rest[len(second):], func(r rune) bool { return !IsNameRune(r) }), true
}

// IsNameRune reports whether a rune may stand in a name.
func IsNameRune(r rune) bool {
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

// FootnoteMarks stand after a name that a note below the table is about.
const FootnoteMarks = "*†‡¹²³⁴⁵⁶⁷⁸⁹⁰"

// WithoutFootnote takes the sign of a footnote off the end of a name, * or ¹ or 1), and
// off its beginning.
func WithoutFootnote(s string) string {
	s = strings.TrimLeft(s, " "+FootnoteMarks)
	if n := strings.TrimLeft(s, "0123456789"); len(s)-len(n) > 0 && len(s)-len(n) < 3 && strings.HasPrefix(n, ") ") {
		s = n[2:]
	}
	for {
		t := strings.TrimRight(s, " "+FootnoteMarks)
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

// NameKey is a doctor's name in the form in which two names are compared: its
// words in alphabetical order, in composed letters and folded case, without titles
// remarks and what stands in parentheses if it has a digit, with hyphens taken for
// blanks and points at the ends of words dropped. "NORDMANN, Kari-Anne",
// "Dr. Kari Anne Nordmann" and "nordmann kari  anne" have one key; names that
// differ in a letter or a middle name have not. Two people whose names are the same
// words in another order would be one within a municipality.
func NameKey(name string) string {
	s := withoutNumbers(norm.NFC.String(FoldCase(norm.NFC.String(name))))
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

// FoldCase is Unicode case folding, by way of lower case where the two agree.
func FoldCase(s string) string {
	for _, r := range s {
		if r > 'ž' || r == 'ß' || r == 'ŉ' || r == 'İ' || r == 'µ' {
			return strings.ToLower(cases.Fold().String(s)) // Fold alone swaps the cases of Cherokee
		}
	}
	return strings.ToLower(s)
}

// KeyOfWritten is the key of a name as a file writes it.
func KeyOfWritten(name string) string { return NameKey(WithoutFootnote(Clean([]byte(name)))) }
