package cell

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/varighet/varighet/internal/celltext"
)

// Fold brings a word or a header to the form in which it is looked up: lower
// case, letters and digits only, and one spelling for æ/ae/ä, ø/oe/ö and å/aa/a,
// so that "Måned", "maaned", "MANED" and "Må-\nned" are one word. Two different
// headers of the synonym table never fold to the same text; a test holds that.
func Fold(s string) string {
	out := make([]byte, 0, len(s))
	for _, r := range norm.NFC.String(s) {
		r = foldRune(unicode.ToLower(r))
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		}
		if n := len(out); n > 0 && (out[n-1] == 'a' && (r == 'a' || r == 'e') || out[n-1] == 'o' && r == 'e') {
			continue
		}
		out = utf8.AppendRune(out, r)
	}
	return string(out)
}

func foldRune(r rune) rune {
	switch r {
	case 'æ', 'ä', 'å', 'á', 'à', 'â':
		return 'a'
	case 'ø', 'ö', 'ó', 'ò', 'ô':
		return 'o'
	case 'é', 'è', 'ê':
		return 'e'
	case 'ü':
		return 'u'
	}
	return r
}

// FoldWords splits s at everything that is neither letter nor digit and folds
// each word.
func FoldWords(s string) []string {
	words := strings.FieldsFunc(norm.NFC.String(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, w := range words {
		words[i] = Fold(w)
	}
	return words
}

// Clean returns the text of a cell: composed letters (NFC), runs of blanks and
// control characters (no-break and thin spaces too) as one blank, none at the
// ends, no zero-width characters, and without the apostrophe that makes a
// spreadsheet keep a number as text, nor the formula that does; see [celltext.Unprotected].
// What programs write for a missing value is no text.
func Clean(b []byte) string {
	b = celltext.Unprotected(b)
	if plain(b) {
		if isNoValue(b) {
			return ""
		}
		return string(b)
	}
	var out strings.Builder
	blank := false
	for _, r := range norm.NFC.String(strings.ToValidUTF8(string(b), "\uFFFD")) {
		switch {
		case unicode.IsSpace(r) || unicode.IsControl(r):
			blank = out.Len() > 0
			continue
		case r == '\u200B' || r == '\u200C' || r == '\u200D' || r == '\u2060' || r == '\uFEFF' || r == '\u00AD':
			continue
		case r == '\'' && out.Len() == 0:
			continue
		}
		if blank {
			out.WriteByte(' ')
			blank = false
		}
		out.WriteRune(r)
	}
	if s := norm.NFC.String(out.String()); !isNoValue([]byte(s)) {
		return s
	}
	return ""
}

// isNoValue reports whether a cell is what a program writes for a value that is
// missing: R's NA, NaN and None of Python, NULL of a database. Letter case counts:
// no name is written so.
func isNoValue(b []byte) bool {
	if len(b) < 2 || len(b) > 4 || b[0]|0x20 != 'n' && b[0] != '<' && b[0] != '\\' {
		return false
	}
	switch string(b) {
	case "NA", "N/A", "n/a", "NaN", "nan", "NaT", "<NA>", "None", "NULL", "null", `\N`:
		return true
	}
	return false
}

// plain reports whether b is text that clean would leave as it is: printable
// ASCII and the letters of Latin-1, with single blanks inside.
func plain(b []byte) bool {
	prev := byte(' ')
	for i := 0; i < len(b); i++ {
		c := b[i]
		if c == 0xC3 && i+1 < len(b) && b[i+1] >= 0x80 && b[i+1] <= 0xBF { // À to ÿ in UTF-8
			i++
			prev = c
			continue
		}
		if c < ' ' || c > '~' || c == '\'' || c == ' ' && prev == ' ' {
			return false
		}
		prev = c
	}
	return len(b) == 0 || prev != ' '
}

// Blank reports whether a cell holds nothing to be seen.
func Blank(b []byte) bool {
	for len(b) > 0 {
		if c := b[0]; c < utf8.RuneSelf {
			if c == '=' {
				return Clean(b) == ""
			}
			if c > ' ' {
				return isNoValue(bytes.TrimRight(b, " "))
			}
			b = b[1:]
			continue
		}
		return Clean(b) == ""
	}
	return true
}

// IsASCII reports whether all bytes are below 0x80.
func IsASCII(b []byte) bool {
	for len(b) >= 8 {
		if binary.LittleEndian.Uint64(b)&0x8080808080808080 != 0 {
			return false
		}
		b = b[8:]
	}
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}
