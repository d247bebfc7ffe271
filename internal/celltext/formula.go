package celltext

import (
	"regexp"
	"strings"
	"unicode"
)

// InCSV is a text as it stands in a cell of a CSV file: [Visible], and after an apostrophe if a
// spreadsheet would run it as a formula. Numbers with a sign are none. [OfCSV] reads it.
func InCSV(s string) string {
	if number.MatchString(s) {
		return s
	}
	return AsText(s)
}

var number = regexp.MustCompile(`^[+-]?[0-9]+([.,][0-9]+)?([eE][+-]?[0-9]+)?$`)

// AsText is [InCSV] where a number with a sign is to stay text too.
func AsText(s string) string {
	return Guarded(Visible(s))
}

// Guarded puts an apostrophe before a text that a spreadsheet would run as a formula, and leaves all
// else as it is: for tables that programs exchange.
func Guarded(s string) string {
	if beginsFormula(strings.TrimLeft(s, "'")) {
		return "'" + s
	}
	return s
}

// OfCSV takes off the apostrophe that [Guarded] puts on.
func OfCSV(s string) string {
	if in, ok := strings.CutPrefix(s, "'"); ok && beginsFormula(strings.TrimLeft(in, "'")) {
		return in
	}
	return s
}

// beginsFormula reports whether a cell may be a formula to a spreadsheet: the first sign is one that
// formulas begin with, in its narrow or wide form. Space and marks before it do not count, since
// programs differ in whether they leave them out; a tab or a newline begins one by itself.
func beginsFormula(s string) bool {
	if strings.HasPrefix(s, "\t") || strings.HasPrefix(s, "\n") || strings.HasPrefix(s, "\r") {
		return true
	}
	s = strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) })
	return s != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(s[:min(len(s), 4)])[0])
}
