package cell

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/varighet/varighet"
)

// SplitHolders cuts a cell where one doctor's name ends and another's begins.
// It returns one part, or none, for a cell with one name.
func SplitHolders(raw []byte) [][]byte {
	if !bytes.ContainsAny(raw, "/&+;\n") && !bytes.Contains(raw, []byte(" og ")) && !bytes.Contains(raw, []byte(" OG ")) {
		return nil
	}
	var parts [][]byte
	from := 0
	for i := 0; i < len(raw); i++ {
		width := holderMark(raw, from, i)
		if width > 0 {
			parts = append(parts, raw[from:i])
			i += width - 1
			from = i + 1
		}
	}
	parts = append(parts, raw[from:])
	named := parts[:0]
	for _, p := range parts {
		if strings.ContainsFunc(string(p), unicode.IsLetter) {
			named = append(named, p)
		}
	}
	return named
}

// holderMark returns the length of what separates two names at i, 0 if nothing
// does. from is where the name before it begins.
func holderMark(raw []byte, from, i int) int {
	spaced := i > 0 && raw[i-1] == ' ' && i+1 < len(raw) && raw[i+1] == ' '
	before, after := raw[from:i], raw[i+1:]
	switch c := raw[i]; {
	case c == ';':
		return 1
	case c == '\n':
		if wordsIn(before) >= 2 && wordsIn(after) >= 2 && !bytes.HasSuffix(bytes.TrimSpace(before), []byte(",")) {
			return 1
		}
	case (c == '&' || c == '+') && spaced:
		return 1
	case c == '/' && spaced:
		return 1
	case c == '/' && lastWord(before) > 1 && wordsIn(before) >= 2 && wordsIn(firstOf(after)) >= 2 && lastWord(after) > 1 &&
		bytes.IndexByte(before, ',') < 0 == (bytes.IndexByte(firstOf(after), ',') < 0):
		return 1
	case (c == 'o' || c == 'O') && i > 0 && raw[i-1] == ' ' && i+2 < len(raw) && raw[i+1]|0x20 == 'g' && raw[i+2] == ' ':
		return 2
	}
	return 0
}

// firstOf returns what stands before the next slash.
func firstOf(b []byte) []byte {
	first, _, _ := bytes.Cut(b, []byte("/"))
	return first
}

// wordsIn counts words that have a letter.
func wordsIn(b []byte) int {
	n := 0
	for _, w := range bytes.Fields(b) {
		if bytes.ContainsFunc(w, unicode.IsLetter) {
			n++
		}
	}
	return n
}

// lastWord returns the length of the last word, in letters.
func lastWord(b []byte) int {
	words := bytes.Fields(b)
	if len(words) == 0 {
		return 0
	}
	return utf8.RuneCount(words[len(words)-1])
}

// holdersOf reads the parts of a cell with several names. Those who hold the list come
// first; a locum or a word for a vacant list beside a holder is left out.
func holdersOf(parts [][]byte) NameCell {
	var held []NameCell
	first := NameCell{}
	for i, p := range parts {
		c := readOneName(p)
		if i == 0 || first.Kind == NameEmpty {
			first = c
		}
		if c.Kind == NameHolder || c.Kind == NameLocumFor {
			held = append(held, c)
		}
	}
	if len(held) == 0 {
		return first
	}
	n := held[0]
	for _, c := range held[1:] {
		if c.Key != n.Key {
			n.Others = append(n.Others, c)
		}
	}
	return n
}

// splitNumbers cuts a cell with several doctors' numbers.
func splitNumbers(raw []byte) [][]byte {
	if !bytes.ContainsAny(raw, "/&+;,\n") || bytes.HasSuffix(raw, []byte(",0")) {
		return nil // the last is a number that went through a float
	}
	return bytes.FieldsFunc(raw, func(r rune) bool { return strings.ContainsRune("/&+;,\n ", r) })
}

// idsOf reads several numbers, all of which must be HPR numbers.
func idsOf(parts [][]byte) IDCell {
	var c IDCell
	for i, p := range parts {
		one := ReadHPR(p)
		if one.ID == "" || one.Bad || len(one.ID) < 5 {
			return IDCell{Bad: true}
		}
		if i == 0 {
			c.ID, c.Basis = one.ID, one.Basis
		} else if one.ID != c.ID {
			c.Others = append(c.Others, one.ID)
		}
	}
	return c
}

// A RoleCell is a cell for a doctor's role, read.
type RoleCell struct {
	Role         varighet.Role
	Known, Blank bool
}

// ReadRole reads a role: the names of the register, the codes of the national
// register of GPs (LPFL, LPVI, LPDL), or Norwegian words.
func ReadRole(raw []byte) RoleCell {
	s := Clean(raw)
	if IsVacant(FoldWords(s)) {
		return RoleCell{Role: varighet.RoleVacant, Known: true}
	}
	switch Fold(s) {
	case "":
		return RoleCell{Blank: true}
	case "regular", "fastlege", "lpfl":
		return RoleCell{Role: varighet.RoleRegular, Known: true}
	case "partlist", "deleliste", "delelege", "lpdl":
		return RoleCell{Role: varighet.RolePartList, Known: true}
	case "locum", "vikar", "vikarlege", "lpvi":
		return RoleCell{Role: varighet.RoleLocum, Known: true}
	}
	return RoleCell{}
}

// A Person is a doctor as a row tells of one.
type Person struct {
	ID     string // by number, own id or name
	Basis  varighet.DoctorBasis
	NameID string // "" without a name
	Name   string // as written
}

// NoNumber is what a cell says in which there is no number.
var NoNumber IDCell

// NoName is what a cell says in which there is no name.
var NoName NameCell

// IsEmptyPart reports whether a cell for a part of a name holds none of it: NA as the
// middle name is no name. What begins with a letter is looked at only if a program writes so.
func IsEmptyPart(raw []byte) bool {
	if c := raw[0] | 0x20; c >= 'a' && c <= 'z' && c != 'n' || c >= utf8.RuneSelf {
		return false
	}
	return len(raw) <= 16 && PlaceholderOf(Clean(raw)) == PlaceholderEmpty
}

// A PersonCell is what a cell that may hold the doctor says of who that is.
type PersonCell struct {
	Key    string // the number or the name; see personKey
	Beside string // the number beside a name
}

// ReadPersonCell reads a cell for a list or a doctor.
func ReadPersonCell(raw []byte) PersonCell {
	n := ReadName(raw)
	return PersonCell{Key: personKey(string(raw), n), Beside: n.Number}
}

// personKey is the HPR number or the name that a text is, in a form that can be compared, and ""
// for any other text, such as an id of a source's own. n is the text read as a name.
func personKey(text string, n NameCell) string {
	if digits, said, ok := NumberOfHPR(text); ok {
		if said || len(digits) == lengthHPR {
			return digits
		}
		return ""
	}
	key := NameKey(n.Display)
	isLong := func(w string) bool { return len([]rune(w)) > 2 && !isIDWord(w) }
	if n.Kind != NameHolder || strings.ContainsFunc(key, unicode.IsDigit) || !slices.ContainsFunc(strings.Fields(key), isLong) {
		return ""
	}
	return key
}
