package cell

import (
	"slices"
	"strings"
	"unicode"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/idnumber"
)

// IDContent is what a cell of a column for doctors' own ids holds.
type IDContent uint8

// The contents; NumContents is how many there are.
const (
	ContentOwn    IDContent = iota // the source's own id, or nothing
	ContentHPR                     // an HPR number
	ContentName                    // a doctor's name, or words that stand for one
	ContentPerson                  // an id that tells who somebody is
	NumContents
)

// lengthHPR is how many digits an HPR number has, but for few old ones.
const lengthHPR = 7

// hprWord is an HPR number with the word before it.
var hprWord = pattern(`(?i)^hpr[\s.:#_-]*(?:nr|nummer|number|no|id)?[\s.:=#_-]*(\d.*)$`)

// NumberOfHPR returns the digits of a text that can be an HPR number, without zeros in
// front, and whether the text says that it is one.
func NumberOfHPR(text string) (digits string, said, ok bool) {
	if text != "" && text[0]|0x20 == 'h' {
		if m := hprWord().FindStringSubmatch(text); m != nil {
			text, said = m[1], true
		}
	}
	if IsDigits(text) && text != "" {
		return strings.TrimLeft(text, "0"), said, true
	}
	digits, ok = idnumber.Whole(text)
	return strings.TrimLeft(digits, "0"), said, ok
}

// ReadDoctorID reads a cell of a column for doctors' own ids. hpr says that the
// column's numbers are HPR numbers.
func ReadDoctorID(raw []byte, hpr bool) IDCell {
	c := readOwnID(raw)
	if c.ID == "" {
		return c
	}
	if phone := phoneNumber(c.ID); phone != "" {
		return IDCell{ID: phone, Content: ContentPerson, Basis: varighet.DoctorByOwnID}
	}
	if digits, said, ok := NumberOfHPR(c.ID); ok {
		if digits != "" && len(digits) <= maxHPR && (said || hpr || len(digits) == lengthHPR) {
			return IDCell{ID: digits, Content: ContentHPR, Basis: varighet.DoctorByNumber}
		}
		return c
	}
	if several := severalHPR(raw, hpr); several.ID != "" {
		return several
	}
	if strings.ContainsFunc(c.ID, unicode.IsLetter) {
		return readPerson(c, raw)
	}
	if tellsPerson(c.ID) || isBirthDate(c.ID) {
		c.Content = ContentPerson
	}
	return c
}

var (
	// writtenPhone is a telephone number as nobody writes an id: with its country code, or
	// in groups of 3, 2 and 3, of two or of four digits.
	writtenPhone = pattern(`^(?:\(?(?:\+|00[1-9]\d{0,2} )[\d ().-]{8,20}|0047\d{8}|[2-9]\d\d[ .-]\d\d[ .-]\d{3}|[2-9]\d(?:[ .-]\d\d){3}|[49]\d{3} \d{4})$`)
	// writtenDay is a day, perhaps with a time of day after it.
	writtenDay = pattern(`^(\d{1,2}[./-] ?\d{1,2}[./-] ?(?:\d{4}|\d\d)|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?:[T ].*)?$`)
)

// phoneNumber returns the digits of a text that is a telephone number beyond doubt, a
// Norwegian one without its country code; "" for any other. Eight digits in one word may
// be an id.
func phoneNumber(text string) string {
	if IsDigits(text) && !strings.HasPrefix(text, "0047") || !writtenPhone().MatchString(text) {
		return ""
	}
	digits := strings.TrimPrefix(digitsOf(text), "00")
	if len(digits) == 10 {
		digits = strings.TrimPrefix(digits, "47")
	}
	return digits
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// isBirthDate reports whether a text is a day as people write it, with marks between its parts.
func isBirthDate(text string) bool {
	m := writtenDay().FindStringSubmatch(text)
	return m != nil && MayBeDate(m[1])
}

// severalHPR reads a cell with the HPR numbers of several doctors.
func severalHPR(raw []byte, hpr bool) IDCell {
	parts := splitNumbers(raw)
	isOther := func(p []byte) bool {
		digits, _, ok := NumberOfHPR(Clean(p))
		return !ok || !hpr && len(digits) != lengthHPR
	}
	if len(parts) < 2 || slices.ContainsFunc(parts, isOther) {
		return IDCell{}
	}
	c := idsOf(parts)
	if c.Bad {
		return IDCell{}
	}
	c.Content = ContentHPR
	return c
}

// readPerson reads an id with letters: a name, an id that tells who somebody is, or neither.
func readPerson(c IDCell, raw []byte) IDCell {
	if isMachineMade(c.ID) {
		return c
	}
	if strings.Contains(c.ID, "@") {
		return IDCell{ID: strings.ToLower(c.ID), Content: ContentPerson, Basis: varighet.DoctorByOwnID}
	}
	n := ReadName(raw)
	switch {
	case n.Kind == NameVacant:
		return IDCell{Vacant: true}
	case n.Kind == NameLocum, n.Kind == NameLocumFor, n.Kind == NameError:
		return IDCell{Name: &n, Content: ContentName}
	case len(n.Number) == lengthHPR:
		c = IDCell{ID: n.Number, Content: ContentHPR, Basis: varighet.DoctorByNumber}
		if isFullName(n.Display) {
			c.Name = &n
		}
		return c
	case n.Kind == NameUnclear && !isNoNameButID(c.ID):
		return IDCell{Bad: true}
	case isFullName(n.Display):
		return IDCell{Name: &n, Content: ContentName}
	case tellsPerson(c.ID):
		c.Content = ContentPerson
	}
	return c
}

// machineMade are ids that a program made: pseudonyms of this one, UUIDs, hexadecimal digits.
var machineMade = pattern(`^(?:d[a-z2-7]{20}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-fA-F]{12,})$`)

// isMachineMade reports whether an id is of a program's making: one of the above, or a
// word in which letters and digits take turns as in no name.
func isMachineMade(id string) bool {
	if machineMade().MatchString(id) {
		return true
	}
	numbers := 0
	for _, run := range runsOf(id) {
		if unicode.IsDigit([]rune(run)[0]) {
			numbers++
		}
	}
	isWord := strings.IndexFunc(id, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) < 0
	isHex := strings.Trim(id, "0123456789abcdefABCDEF") == ""
	return isWord && (numbers > 2 || numbers > 1 && isHex)
}

// isFullName reports whether a text is a person's name beyond doubt: two words or more,
// of letters only, that are not all words for a doctor or a list, or a title and a word.
func isFullName(s string) bool {
	if strings.ContainsFunc(s, unicode.IsDigit) {
		return false
	}
	words, named := 0, 0
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == ',' }) {
		if w = strings.Trim(w, "."); strings.ContainsFunc(w, func(r rune) bool {
			return !unicode.IsLetter(r) && !strings.ContainsRune("-.'’", r) && !unicode.Is(unicode.Mn, r)
		}) {
			return false
		}
		words++
		if len([]rune(w)) >= 2 && !isIDWord(w) {
			named++
		}
	}
	return words >= 2 && named > 0
}

// tellsPerson reports whether an id holds what people are called by: letters that are not
// a word for a doctor or a list, three or more beside digits and two or more without any
// (initials), which may have points between them; or seven digits, which are those of an
// HPR number.
func tellsPerson(id string) bool {
	if initials().MatchString(id) {
		return true
	}
	least := 3
	if !strings.ContainsFunc(id, unicode.IsDigit) {
		least = 2
	}
	for _, run := range runsOf(id) {
		switch isNumber := unicode.IsDigit([]rune(run)[0]); {
		case isNumber && len(run) == lengthHPR, !isNumber && len([]rune(run)) >= least && !isIDWord(run):
			return true
		}
	}
	return false
}

// initials are single letters with marks between them: k.n., K. N.
var initials = pattern(`^\p{L}(?:[. -]{1,2}\p{L}){1,3}\.?$`)

// runsOf cuts a text into letters that stand together, and digits.
func runsOf(s string) (runs []string) {
	from, kind := 0, 0
	for i, r := range s + " " {
		is := 0
		switch {
		case unicode.IsLetter(r) || unicode.Is(unicode.Mn, r):
			is = 1
		case unicode.IsDigit(r):
			is = 2
		}
		if is != kind {
			if kind != 0 {
				runs = append(runs, s[from:i])
			}
			from, kind = i, is
		}
	}
	return runs
}

// idWords are what ids of doctors and lists begin with.
var idWords = foldedSet("lege", "leger", "legen", "leg", "fastlege", "fast", "doctor", "doktor", "doc", "dr", "gp", "hpr", "id", "nr", "no", "num", "nummer",
	"number", "list", "liste", "lis", "alis", "pos", "position", "stilling", "hjemmel", "hjem", "heimel", "avtale", "avt", "ref", "kode", "code", "kom", "komm",
	"kommune", "knr", "kontor", "reg", "flr", "flo", "emp", "ans", "ansatt", "tilsett", "person", "pers", "prs", "avd", "key", "sub", "obs", "row", "rad", "test")

func foldedSet(words ...string) map[string]bool {
	set := map[string]bool{}
	for _, w := range words {
		set[Fold(w)] = true
	}
	return set
}

func isIDWord(w string) bool { return idWords[Fold(w)] }
