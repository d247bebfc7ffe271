package celltext

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible writes what nobody sees as its number: control characters other than tab and newline, signs
// that turn the direction of writing, and signs that are no characters of Unicode. U+202E becomes
// (U+202E), which no format that the program writes takes for markup, so that it can be applied to a
// text or to a whole document. Bytes that are no UTF-8 become U+FFFD, a run of them one, and
// a return before a newline is left out.
func Visible(s string) string {
	if !strings.ContainsFunc(s, unseen) {
		return s
	}
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), "\ufffd") {
		if unseen(r) && r != utf8.RuneError {
			fmt.Fprintf(&b, "(U+%04X)", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Line is [Visible] in one line: tabs and newlines are spaces. It is for a table for the eye, and for
// names in messages.
func Line(s string) string { return spaces.Replace(Visible(s)) }

var spaces = strings.NewReplacer("\n", " ", "\t", " ")

// InJSON writes the same signs in a JSON document as \u and four digits, which readers take for the sign.
func InJSON(document []byte) []byte {
	if !bytes.ContainsFunc(document, unseen) {
		return document
	}
	var b bytes.Buffer
	for _, r := range string(document) {
		if unseen(r) && r != utf8.RuneError && r <= 0xFFFF {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.Bytes()
}

// unseen also finds what stands for bytes that are no UTF-8, so that one search finds all.
func unseen(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r < 0x7F:
		return r < ' '
	}
	return r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF
}

// WriteVisible writes a document of which nothing is unseen; nothing of it if write fails.
func WriteVisible(w io.Writer, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	_, err := io.WriteString(w, Visible(b.String()))
	return err
}
