package cell

import (
	"slices"
	"strings"
)

// numberInName is an HPR number beside a name: "Kari Nordmann (HPR 9999901)",
// "9999901 Kari Nordmann". Without the word it has six digits or more.
var numberInName = pattern(`(?i)[\s,;:(\[–-]*(?:\b(hpr)[\s.:-]*(?:nr|nummer|id)?[\s.:=-]*)?\b(\d{4,9})\b[)\]]?[\s,;:–-]*`)

// takeNumber takes an HPR number out of a name. It is sure to be one if the word is beside it,
// or if it has seven digits, as theirs have: telephones have eight.
func takeNumber(s string) (name, number string, sure bool) {
	if !strings.ContainsAny(s, "0123456789") {
		return s, "", false
	}
	for _, m := range numberInName().FindAllStringSubmatchIndex(s, -1) {
		if number, sure = s[m[4]:m[5]], m[2] >= 0; sure || len(number) >= 6 {
			number = strings.TrimLeft(number, "0")
			return strings.TrimSpace(s[:m[0]] + " " + s[m[1]:]), number, sure || len(number) == lengthHPR
		}
	}
	return s, "", false
}

// remarks are words beside a name that say nothing of who it is.
var remarks = []string{"permisjon", "perm", "permittert", "fellesliste", "deleliste", "fastlønn", "konstituert", "kst", "%", "prosent"}

// withoutRemarks drops remarks from the words of a name, and shares such as 50 %.
func withoutRemarks(words []string) []string {
	for i, w := range words {
		if strings.Trim(w, "0123456789,") == "%" {
			words[i] = ""
		}
		if next := i + 1; next < len(words) && (words[next] == "%" || words[next] == "prosent") && strings.Trim(w, "0123456789,") == "" {
			words[i] = ""
		}
	}
	return slices.DeleteFunc(words, func(w string) bool { return w == "" || slices.Contains(remarks, w) || isLeave(w) })
}

// isLeave reports whether a word is a kind of leave: fødselspermisjon, foreldreperm.
func isLeave(w string) bool {
	return strings.HasSuffix(w, "spermisjon") || strings.HasSuffix(w, "epermisjon") || strings.HasSuffix(w, "sperm") || strings.HasSuffix(w, "eperm")
}

// ownerOfLocum returns the NAME of "Ola Berg (vikar for NAME)", "Vikar for NAME: Ola Berg" and
// "Vikar for NAME (Ola Berg)".
func ownerOfLocum(s string) (owner string, ok bool) {
	lower := strings.ToLower(s)
	if len(lower) != len(s) {
		return "", false
	}
	for _, mark := range []string{"vikar for ", "vikarlege for ", "legevikar for ", "vik. for ", "vik for ", "vikar f. ", "vik. f. ", "locum for "} {
		i := strings.Index(lower, mark)
		if i < 0 || i > 0 && IsNameRune(rune(lower[i-1])) {
			continue
		}
		owner, _, _ = strings.Cut(s[i+len(mark):], ":")
		owner, _, _ = strings.Cut(owner, "(")
		return strings.TrimFunc(owner, func(r rune) bool { return !IsNameRune(r) && r != '.' }), true
	}
	return "", false
}

// isTwoNames reports whether there are two words or more on both sides of a comma: "Kari Lund,
// Per Aas" may be two people, "Lund, Kari Anne" is one.
func isTwoNames(s string) bool {
	a, b, both := strings.Cut(s, ",")
	return both && len(strings.Fields(a)) > 1 && len(strings.Fields(b)) > 1
}

// FormulaHint is the way out of a fault that a spreadsheet left.
const FormulaHint = "correct the formula in the spreadsheet, save it and give that file"

// sheetErrors are what a cell shows whose formula has come to nothing, in English and Norwegian.
var sheetErrors = []string{"#REF!", "#N/A", "#I/T", "#VALUE!", "#VERDI!", "#DIV/0!", "#NAME?", "#NAVN?", "#NUM!", "#TALL!", "#NULL!", "#SPILL!", "#CALC!"}

// IsSheetError reports whether a cell holds the error of a formula.
func IsSheetError(raw []byte) bool {
	return len(raw) > 3 && raw[0] == '#' && slices.Contains(sheetErrors, strings.ToUpper(Clean(raw)))
}
