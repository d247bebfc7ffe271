package ingest

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/idnumber"
)

// What a source calls its doctors' own ids may be anything. What a cell is shows in what
// it holds, whatever the header says:
//
//	Testesen, Anna     a name: the doctor is known by it, as in a column for names
//	1234567, HPR 99    an HPR number: seven digits as written or after zeros in front, or the word before it
//	12345              one too where most numbers of the column have seven digits
//	anna@x.example     an address, initials, a user name, a telephone number or a date of
//	                   birth: the id stays one, under a pseudonym
//	A17, 12345, d0f…   the source's own id
//
// All but the third are judged cell by cell, so that every file says the same of them.
// Whether numbers of other lengths are HPR numbers is judged by the columns
// of that name in all files read together, see [Result.OwnNumbers].

// idContent is what a cell of a column for doctors' own ids holds.
type idContent uint8

const (
	contentOwn    idContent = iota // the source's own id, or nothing
	contentHPR                     // an HPR number
	contentName                    // a doctor's name, or words that stand for one
	contentPerson                  // an id that tells who somebody is
	numContents
)

// contentWarnings tell of ids that are more than that.
var contentWarnings = [numContents]rowWarning{contentHPR: warnOwnHPR, contentName: warnOwnName, contentPerson: warnOwnPerson}

// lengthHPR is how many digits an HPR number has, but for few old ones.
const lengthHPR = 7

// hprWord is an HPR number with the word before it.
var hprWord = regexp.MustCompile(`(?i)^hpr[\s.:#_-]*(?:nr|nummer|number|no|id)?[\s.:=#_-]*(\d.*)$`)

// numberOfHPR returns the digits of a text that can be an HPR number, without zeros in
// front, and whether the text says that it is one.
func numberOfHPR(text string) (digits string, said, ok bool) {
	if text != "" && text[0]|0x20 == 'h' {
		if m := hprWord.FindStringSubmatch(text); m != nil {
			text, said = m[1], true
		}
	}
	if isDigits(text) && text != "" {
		return strings.TrimLeft(text, "0"), said, true
	}
	digits, ok = idnumber.Whole(text)
	return strings.TrimLeft(digits, "0"), said, ok
}

// readDoctorID reads a cell of a column for doctors' own ids. hpr says that the
// column's numbers are HPR numbers.
func readDoctorID(cell []byte, hpr bool) idCell {
	c := readOwnID(cell)
	if c.id == "" {
		return c
	}
	if phone := phoneNumber(c.id); phone != "" {
		return idCell{id: phone, content: contentPerson, basis: varighet.DoctorByOwnID}
	}
	if digits, said, ok := numberOfHPR(c.id); ok {
		if digits != "" && len(digits) <= maxHPR && (said || hpr || len(digits) == lengthHPR) {
			return idCell{id: digits, content: contentHPR, basis: varighet.DoctorByNumber}
		}
		return c
	}
	if several := severalHPR(cell, hpr); several.id != "" {
		return several
	}
	if strings.ContainsFunc(c.id, unicode.IsLetter) {
		return readPerson(c, cell)
	}
	if tellsPerson(c.id) || isBirthDate(c.id) {
		c.content = contentPerson
	}
	return c
}

var (
	// writtenPhone is a telephone number as nobody writes an id: with its country code, or
	// in groups of 3, 2 and 3, of two or of four digits.
	writtenPhone = regexp.MustCompile(`^(?:\(?(?:\+|00[1-9]\d{0,2} )[\d ().-]{8,20}|0047\d{8}|[2-9]\d\d[ .-]\d\d[ .-]\d{3}|[2-9]\d(?:[ .-]\d\d){3}|[49]\d{3} \d{4})$`)
	// writtenDay is a day, perhaps with a time of day after it.
	writtenDay = regexp.MustCompile(`^(\d{1,2}[./-] ?\d{1,2}[./-] ?(?:\d{4}|\d\d)|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?:[T ].*)?$`)
)

// phoneNumber returns the digits of a text that is a telephone number beyond doubt, a
// Norwegian one without its country code; "" for any other. Eight digits in one word may
// be an id.
func phoneNumber(text string) string {
	if isDigits(text) && !strings.HasPrefix(text, "0047") || !writtenPhone.MatchString(text) {
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
	m := writtenDay.FindStringSubmatch(text)
	return m != nil && mayBeDate(m[1])
}

// severalHPR reads a cell with the HPR numbers of several doctors.
func severalHPR(cell []byte, hpr bool) idCell {
	parts := splitNumbers(cell)
	isOther := func(p []byte) bool {
		digits, _, ok := numberOfHPR(clean(p))
		return !ok || !hpr && len(digits) != lengthHPR
	}
	if len(parts) < 2 || slices.ContainsFunc(parts, isOther) {
		return idCell{}
	}
	c := idsOf(parts)
	if c.bad {
		return idCell{}
	}
	c.content = contentHPR
	return c
}

// readPerson reads an id with letters: a name, an id that tells who somebody is, or neither.
func readPerson(c idCell, cell []byte) idCell {
	if isMachineMade(c.id) {
		return c
	}
	if strings.Contains(c.id, "@") {
		return idCell{id: strings.ToLower(c.id), content: contentPerson, basis: varighet.DoctorByOwnID}
	}
	n := readName(cell)
	switch {
	case n.kind == nameVacant:
		return idCell{vacant: true}
	case n.kind == nameLocum, n.kind == nameLocumFor, n.kind == nameError:
		return idCell{name: &n, content: contentName}
	case len(n.number) == lengthHPR:
		c = idCell{id: n.number, content: contentHPR, basis: varighet.DoctorByNumber}
		if isFullName(n.display) {
			c.name = &n
		}
		return c
	case n.kind == nameUnclear && !isNoNameButID(c.id):
		return idCell{bad: true}
	case isFullName(n.display):
		return idCell{name: &n, content: contentName}
	case tellsPerson(c.id):
		c.content = contentPerson
	}
	return c
}

// machineMade are ids that a program made: pseudonyms of this one, UUIDs, hexadecimal digits.
var machineMade = regexp.MustCompile(`^(?:d[a-z2-7]{20}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-fA-F]{12,})$`)

// isMachineMade reports whether an id is of a program's making: one of the above, or a
// word in which letters and digits take turns as in no name.
func isMachineMade(id string) bool {
	if machineMade.MatchString(id) {
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
	if initials.MatchString(id) {
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
var initials = regexp.MustCompile(`^\p{L}(?:[. -]{1,2}\p{L}){1,3}\.?$`)

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
		set[fold(w)] = true
	}
	return set
}

func isIDWord(w string) bool { return idWords[fold(w)] }

// ownIDRows is how many rows of a file are looked at to judge its column for own ids.
const ownIDRows = 40

// decideOwnIDs settles by what a column for doctors' own ids holds what the file tells its
// doctors apart by. Whether its numbers are HPR numbers is as was decided over all files,
// else by the first rows of this one.
func (t *table) decideOwnIDs(few []sampleRow, rows func() []sampleRow) {
	f := t.res
	if t.ids != DoctorIDOwn && t.ids != DoctorIDOwnNamed {
		return
	}
	for i, fld := range t.head.fields {
		if fld == fieldDoctorID {
			if f.own = t.ownNumbersIn(i, few); !f.own.clear() {
				f.own = t.ownNumbersIn(i, rows())
			}
		}
	}
	hpr, decided := t.opt.OwnNumbers[f.own.header]
	if !decided {
		hpr = f.own.mostlyHPR()
	}
	switch f.own.hpr = hpr; {
	case hpr:
		t.ids, t.namesEmpty = DoctorIDHPR, false
	case t.ids == DoctorIDOwn && f.own.mostlyNames():
		t.ids, t.namesEmpty = DoctorIDName, false
	}
}

// ownNumbers are what the first rows of a column for doctors' own ids hold.
type ownNumbers struct {
	header        string // folded
	numbers, hprs int    // whole numbers, and those that are HPR numbers by themselves
	names, others int    // names, and ids that are neither
	hpr           bool   // all numbers were taken for HPR numbers
}

// ownNumbersIn counts what some rows hold in a column for doctors' own ids.
func (t *table) ownNumbersIn(column int, rows []sampleRow) ownNumbers {
	n := ownNumbers{header: fold(withoutMonth(t.head.names[column]))}
	for _, cell := range t.head.below(column, rows) {
		c := readDoctorID([]byte(cell), false)
		n.count(&c, cell)
	}
	return n
}

// clear reports whether several cells are all HPR numbers, so that more need not be looked at.
func (n *ownNumbers) clear() bool { return n.hprs > 3 && n.hprs == n.numbers && n.names+n.others == 0 }

func (n *ownNumbers) count(c *idCell, cell string) {
	switch {
	case c.content == contentHPR:
		n.numbers++
		n.hprs++
	case c.content == contentName:
		n.names++
	case c.id == "":
	default:
		n.others++
		if _, _, ok := numberOfHPR(cell); ok {
			n.numbers++
		}
	}
}

// mostlyHPR reports whether most of the numbers have seven digits.
func (n *ownNumbers) mostlyHPR() bool { return 2*n.hprs > n.numbers }

// mostlyNames reports whether most doctors stand by name.
func (n *ownNumbers) mostlyNames() bool { return n.names > n.hprs+n.others }

// decidedOwnNumbers judges the columns for doctors' own ids over all files. again says
// that a file was read by another judgement of its own.
func decidedOwnNumbers(files []*fileResult) (hpr map[string]bool, again bool) {
	all := map[string]*ownNumbers{}
	for _, f := range files {
		if f.own.numbers == 0 {
			continue
		}
		sum := all[f.own.header]
		if sum == nil {
			sum = &ownNumbers{}
			all[f.own.header] = sum
		}
		sum.numbers, sum.hprs = sum.numbers+f.own.numbers, sum.hprs+f.own.hprs
	}
	for _, f := range files {
		if sum := all[f.own.header]; sum != nil && f.own.hpr != sum.mostlyHPR() {
			again = true
		}
	}
	for header, sum := range all {
		if hpr == nil {
			hpr = map[string]bool{}
		}
		hpr[header] = sum.mostlyHPR()
	}
	return hpr, again
}

// sawContent tells of an id that is more than that.
func (t *table) sawContent(content idContent) {
	hidden := t.pseudo == nil || t.ids == DoctorIDOwnNamed // no ids have pseudonyms, or all
	if content == contentOwn || content == contentPerson && hidden {
		return
	}
	w := &t.warned[contentWarnings[content]]
	if w.n == 0 {
		w.line = t.line
	}
	w.n++
}
