package idnumber

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	// decimal is a number as programs write it: 58170121930, 58170121930.0, 5.8170121930E10.
	decimal = regexp.MustCompile(`^[+-]?(\d+)(?:[.,](\d*))?(?:[eE]([+-]?\d{1,3}))?$`)
	// grouped is a number as spreadsheets show it, thousands by thousands.
	grouped = regexp.MustCompile(`^[+-]?(\d{1,3}(?:[ .,']\d{3}){2,})(?:[.,](\d{1,2}))?$`)
)

// quoting is what may stand around a number that is kept as text.
const quoting = " \t\"'="

// likenessOfNumber judges a text that is one number and nothing else; isNumber is false
// for any other text.
func likenessOfNumber(text []byte) (like Likeness, isNumber bool) {
	s := strings.Trim(string(text), quoting)
	if m := decimal.FindStringSubmatch(s); m != nil {
		return ofDecimal(m[1], m[2], m[3], strings.ContainsAny(s, ".,")), true
	}
	if m := grouped.FindStringSubmatch(s); m != nil {
		if strings.Trim(m[2], "0") != "" {
			return None, true
		}
		return ofWhole(onlyDigits(m[1])), true
	}
	return None, false
}

// ofDecimal judges a number by its digits before and after the point, and its power of ten.
func ofDecimal(whole, fraction, power string, point bool) Likeness {
	isWhole := strings.Trim(fraction, "0") == ""
	switch {
	case power != "":
		return ofPower(whole, fraction, power)
	case isWhole && !point:
		return ofWhole(whole)
	case isWhole:
		return min(ofWhole(whole), ByChance)
	case len(whole) == 6 && len(fraction) == 5 && whole[0] == '0': // no number begins so
		return likeness(whole + fraction)
	case len(whole) == 6 && len(fraction) == 5:
		return min(likeness(whole+fraction), ByChance)
	}
	return None
}

// ofPower judges a number with a power of ten, as programs write it: with one digit before
// the point. One of few digits was rounded: it is judged by how it begins.
func ofPower(whole, fraction, power string) Likeness {
	digits, ok := shift(whole, fraction, power)
	if !ok || len(whole) > 1 { // such as 12345e05, which is hexadecimal
		return None
	}
	if mayBegin(strings.TrimLeft(whole+fraction, "0"), len(digits)) {
		return ByChance
	}
	return min(ofWhole(digits), ByChance)
}

// shift writes whole.fraction times a power of ten out; ok is false if it is no whole
// number, or a very long one.
func shift(whole, fraction, power string) (digits string, ok bool) {
	n, err := strconv.Atoi(power)
	all := strings.TrimRight(whole+fraction, "0")
	length := len(whole) + n
	if err != nil || length < len(all) || length > 32 {
		return "", false
	}
	return strings.TrimLeft(all+strings.Repeat("0", length-len(all)), "0"), true
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// Whole returns the digits of a text that is a whole number and nothing else, as people
// and programs write them: 1234567, 1 234 567, 1.234.567, 1234567.0, 1.234567E6. Zeros in
// front are kept.
func Whole(text string) (digits string, ok bool) {
	if text != "" && len(text) < fewest && strings.Trim(text, "0123456789") == "" {
		return text, true // as nearly all are
	}
	if !hasDigit(text) { // a name
		return "", false
	}
	s := strings.Trim(string(normalise([]byte(text)).text), quoting)
	if m := decimal.FindStringSubmatch(s); m != nil && s[0] != '-' {
		switch {
		case m[3] != "" && lacksDigits(m[1], m[2], m[3]):
			return "", false
		case m[3] != "":
			return shift(m[1], m[2], m[3])
		case strings.Trim(m[2], "0") == "":
			return m[1], true
		}
		return "", false
	}
	if m := grouped.FindStringSubmatch(s); m != nil && s[0] != '-' && strings.Trim(m[2], "0") == "" {
		return onlyDigits(m[1]), true
	}
	if digits = strings.ReplaceAll(s, " ", ""); digits != "" && strings.Trim(digits, "0123456789") == "" {
		return digits, true
	}
	return "", false
}

// hasDigit reports whether a text has a digit of any script.
func hasDigit(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r >= '0' && r <= '9' || isForeignDigit(r) })
}

// Shortened reports whether a text is a number with a power of ten that shows fewer digits
// than the number has: 1.2E+05 may be any of 10,000 numbers, which a narrow column of a
// spreadsheet shows alike. 1.234567E6 has all its digits.
func Shortened(text string) bool {
	if !hasPower([]byte(text)) {
		return false
	}
	m := decimal.FindStringSubmatch(strings.Trim(string(normalise([]byte(text)).text), quoting))
	return m != nil && m[3] != "" && lacksDigits(m[1], m[2], m[3])
}

// lacksDigits reports whether whole.fraction times a power of ten has digits that are not written.
func lacksDigits(whole, fraction, power string) bool {
	n, err := strconv.Atoi(power)
	return err == nil && n > len(fraction) && strings.Trim(whole+fraction, "0") != ""
}
