// Package idnumber knows the numbers by which persons are known, in the spellings that
// people and spreadsheets give them: Norwegian national identity numbers, which must
// never come into a register nor into a message, and whole numbers in general.
//
// # National identity numbers
//
// They have eleven digits: a date (DDMMYY), three more, and two check digits.
//
//	fødselsnummer         the date of birth
//	D-number              40 added to the day
//	H-number              40 added to the month
//	synthetic (Tenor)     80 added to the month; 65 in other test data
//	FH-number             no date: the first digit is 8 or 9
//
// The first check digit makes 3, 7, 6, 1, 8, 9, 4, 5, 2, 1 times the first ten digits
// a multiple of eleven, the second 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1 times all of them.
// Numbers given out from 2032 on may leave a remainder of 1, 2 or 3 by the first [1].
//
// # Chance
//
// Of eleven random digits one in 243 is right by date and check digits: 0.2976 of all
// begin with a date and 0.2 with 8 or 9, and one in 121 has both check digits. Little in
// lists of GPs has eleven digits, so that such a number is [Sure], and one is enough to
// refuse a file. What other numbers look like too is [ByChance]: ten digits, of which one
// in 252 fits with a zero in front (0.48 / 121); floats; a date with its century before the
// last five, also in one word, of which one in 1,700 fits (2 * 0.03 * 0.62 * 0.48 * 4 / 121); eleven digits in groups in which
// nobody writes a national identity number; and the rule from 2032, which one more in 136 fits.
//
// [1] Skatteetaten: Nye regler for fødselsnummer og D-nummer fra 2032.
package idnumber

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A Likeness says how much a text looks like it holds a national identity number.
type Likeness uint8

// The likenesses, from the least.
const (
	None     Likeness = iota // no
	ByChance                 // one without its zero, or in a form that a number of another kind may have
	Sure                     // yes
)

// National says whether a text, such as a cell, holds a national identity number, in
// digits of any script and whatever stands around it.
func National(text []byte) Likeness {
	if !mayHold(text) {
		return None
	}
	if isPlain(text) {
		return ofWhole(string(text))
	}
	s := normalise(text)
	if uuid.Match(text) {
		return None
	}
	if like, isNumber := likenessOfNumber(s.text); isNumber {
		return like
	}
	like := None
	s.each(func(_, _ int, l Likeness) { like = max(like, l) })
	return like
}

// isPlain reports whether a text is digits and nothing else, as most ids are.
func isPlain(text []byte) bool {
	for _, c := range text {
		if !isDigit(c) {
			return false
		}
	}
	return true
}

// TooMany reports whether so many of the filled cells of a column look like national
// identity numbers, by [ByChance], that it is no chance: more than one in ten.
func TooMany[N int | int64](doubtful, filled N) bool { return 10*doubtful > filled }

// Mask puts # for each digit of what may be a national identity number in a message.
func Mask(message string) string {
	if !mayHold([]byte(message)) {
		return message
	}
	s := normalise([]byte(message))
	hidden := map[int]bool{}
	s.each(func(from, to int, _ Likeness) {
		for i := from; i < to; i++ {
			if isDigit(s.text[i]) {
				hidden[s.at[i]] = true
			}
		}
	})
	if len(hidden) == 0 {
		return message
	}
	var b strings.Builder
	for i, r := range message {
		if hidden[i] {
			r = '#'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// uuid is an id that a program made, with digits enough to look like anything.
var uuid = regexp.MustCompile(`^\s*\{?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}?\s*$`)

func isDigit(c byte) bool { return c-'0' <= 9 }

// fewest is how many digits a national identity number has at least, without its zero.
const fewest = 10

// mayHold is a quick look that most cells do not pass: ten digits, a power of ten, or
// digits of another script.
func mayHold(b []byte) bool {
	if len(b) < fewest {
		return len(b) > 3 && b[0] <= '9' && hasPower(b)
	}
	digits, high := 0, byte(0)
	for _, c := range b {
		if isDigit(c) {
			digits++
		}
		high |= c
	}
	return digits >= fewest || digits > 0 && hasPower(b) || high >= utf8.RuneSelf && bytes.ContainsFunc(b, isForeignDigit)
}

// hasPower reports whether a text has an E as a number with a power of ten has.
func hasPower(b []byte) bool {
	for i := 1; i+1 < len(b); i++ {
		if b[i]|0x20 == 'e' && (isDigit(b[i-1]) || b[i-1] == '.' || b[i-1] == ',') && (isDigit(b[i+1]) || b[i+1] == '+') {
			return true
		}
	}
	return false
}

func isForeignDigit(r rune) bool {
	return r >= utf8.RuneSelf && r != utf8.RuneError && unicode.IsNumber(r)
}

// A spelling is a text in plain digits and signs, and where each byte of it came from.
type spelling struct {
	text []byte
	at   []int
}

// normalise writes digits of any script as 0 to 9, blanks of any width as a blank and
// dashes as a hyphen, and drops what is not seen. In a text that is not UTF-8, bytes
// outside ASCII, among which are the no-break blanks of code pages, are blanks.
func normalise(b []byte) spelling {
	var s spelling
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r < utf8.RuneSelf {
			s.add(byte(r), i)
		} else {
			for _, c := range plain(r, n) {
				s.add(byte(c), i)
			}
		}
		i += n
	}
	return s
}

func (s *spelling) add(c byte, at int) {
	if c < ' ' || c == 0x7F {
		c = ' '
	}
	s.text, s.at = append(s.text, c), append(s.at, at)
}

// plain is a rune outside ASCII, of n bytes, as signs that are looked at.
func plain(r rune, n int) string {
	switch {
	case r == utf8.RuneError && n == 1:
		return " "
	case unicode.Is(unicode.Cf, r):
		return ""
	case unicode.IsSpace(r):
		return " "
	case unicode.Is(unicode.Pd, r) || r == '−':
		return "-"
	case r == '’' || r == '‘' || r == '´':
		return "'"
	case unicode.IsDigit(r):
		return string(rune('0' + valueOf(r)))
	}
	if c := norm.NFKC.String(string(r)); isForeignDigit(r) && strings.Trim(c, "0123456789.()") == "" { // ² ① ⑴
		return strings.Trim(c, ".()")
	}
	return "x" // a letter
}

// valueOf is the value of a decimal digit: in Unicode each script has its ten in
// order, and those of several that touch begin at a multiple of ten of each other.
func valueOf(r rune) int {
	n := 0
	for unicode.IsDigit(r - rune(n) - 1) {
		n++
	}
	return n % 10
}
