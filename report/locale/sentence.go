package locale

import (
	"strings"
	"unicode/utf8"
)

// Sentence gives a text that ends without one the full stop that parts it from
// what comes after. A full stop inside the last quotation mark or bracket will
// do. An empty text stays empty.
func Sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, `»”"’')]`))
	if strings.ContainsRune(".!?…:", last) {
		return s
	}
	return s + "."
}
