package cell

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/varighet/varighet"
)

var printWords = FoldedLabels("utskrift", "utskriftsdato", "utskrevet", "skrevet ut", "skrive ut", "generert", "laget", "laga",
	"oppdatert", "kjørt", "kjøredato", "uttrekk", "uttrekksdato", "dato for uttrekk", "eksportert", "hentet", "henta", "lastet ned", "lasta ned",
	"printed", "created", "exported", "generated")

// IsPrintNote reports whether a title, or a file's name, says when the file was made, and not
// only what it is about: it begins with a word for that, or has one and a date with a day.
func IsPrintNote(text string) bool {
	words := FoldWords(text)
	if StartsWith(words, printWords) {
		return true
	}
	return HasDay(text) && !NamesMonthOnly(text) && !slices.Contains(words, "per") && !slices.Contains(words, "pr") && slices.ContainsFunc(printWords, func(l []string) bool {
		return len(l) == 1 && slices.Contains(words, l[0])
	})
}

// HasDay reports whether a text has a date with a day.
func HasDay(text string) bool {
	ts := Tokens(text)
	for i := 0; i < len(ts); i++ {
		d, n, ok := figureDate(ts, i, NoOrder)
		_, named := namedMonth(ts, i)
		if ok && d.Day > 0 || n == 3 && !ok || named && i > 0 && ts[i-1].isDay() {
			return true
		}
		i += max(n-1, 0)
	}
	return false
}

// NamesMonthOnly reports whether a text has a month by name with its year, and no day of it.
func NamesMonthOnly(text string) bool {
	ts := Tokens(text)
	for i := range ts {
		if _, ok := namedMonth(ts, i); ok {
			return i == 0 || !ts[i-1].isDay()
		}
	}
	return false
}

// WithoutMonth drops figures, names of months and the little words around them.
func WithoutMonth(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) })
	words = slices.DeleteFunc(words, func(w string) bool {
		f := Fold(w)
		return MonthNames[f] > 0 || f == "per" || f == "pr" || f == "i" || f == "for" || f == "den" || f == "m" || f == "fra"
	})
	return strings.Join(words, " ")
}

// NamesMonth reports whether a text speaks of one month, by name or as a date with
// points or slashes. The digits of a list's id do not.
func NamesMonth(s string, order varighet.Opt[DateOrder]) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || r == '.' || r == '/' }) && len(FindMonths(s, order)) == 1
}

// IsSlashedDate reports whether a text is a date such as 11/1/2019, of which nothing tells the month.
func IsSlashedDate(s string) bool {
	_, _, unclear := UnclearDate(s)
	return unclear && strings.Contains(s, "/") && WithoutMonth(s) == ""
}

// IsMonthLine reports whether a text is a month and nothing else: "Mai 2017", "per 1.5.2017".
func IsMonthLine(s string, order varighet.Opt[DateOrder]) bool {
	return NamesMonth(s, order) && WithoutMonth(s) == ""
}

// The forms in which a line of text names one municipality: "1865 Vågan
// kommune", "Kommune: 1865 Vågan", "Kommunenr. 1865", "Vågan kommune", "Kommune: Vågan".
var (
	codeThenName  = pattern(`(?i)(?:^|[^\pL\d])(\d{4})\s*[-–:]?\s*(\pL[\pL .'’()–-]*?)\s+(?:kommune|herad)(?:$|[^\pL])`)
	wordThenCode  = pattern(`(?i)(?:^|\s)kommune(?:nr|nummer)?\s*\.?\s*[:=]?\s*(\d{4})(?:$|[^\d.])\s*[-–]?\s*(\pL[\pL .'’()–-]*)?`)
	nameThenWord  = pattern(`^(\p{Lu}[\pL .'’()–-]*?)\s+(?:kommune|herad)$`)
	wordThenName  = pattern(`^(?i:kommune)\s*:\s*(\p{Lu}[\pL .'’()–-]*)$`)
	codeNameAlone = pattern(`^(\d{4})\s*[-–]?\s*(\p{Lu}[\pL .'’()–-]*)$`)
)

// MunicipalityInText reads the municipality that a title or a heading names. A
// year before a text is no code.
func MunicipalityInText(text string) (code varighet.MunicipalityCode, name string, ok bool) {
	text = strings.TrimSpace(text)
	if len(text) > 200 {
		return "", "", false
	}
	for _, re := range []*regexp.Regexp{codeThenName(), wordThenCode(), codeNameAlone()} {
		m := re.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		if ts := Tokens(m[1]); re == codeNameAlone() && ts[0].IsYear() {
			continue
		}
		code, err := varighet.ParseMunicipalityCode(m[1])
		name := strings.TrimSpace(m[2])
		if words := Tokens(name); err != nil || len(words) > 0 && words[0].Name() > 0 {
			continue
		}
		return code, cutAtPer(name), true
	}
	for _, re := range []*regexp.Regexp{nameThenWord(), wordThenName()} {
		if m := re.FindStringSubmatch(text); m != nil {
			return "", cutAtPer(afterSubject(m[1])), true
		}
	}
	return "", "", false
}

// subjects are what the words begin with that say what a list is of.
var subjects = []string{"fastleg", "lege", "legar", "liste", "heim", "hjem", "alis", "oversikt", "oversyn", "basistil", "rekrutter", "vaktliste"}

// afterSubject takes "Fastlegar i" off a name; "Våler i Solør" is one.
func afterSubject(name string) string {
	for _, in := range []string{" i ", " for "} {
		subject, place, found := strings.Cut(name, in)
		if found && slices.ContainsFunc(subjects, func(s string) bool { return strings.HasPrefix(Fold(subject), s) }) {
			return strings.TrimSpace(place)
		}
	}
	return name
}

// cutAtPer takes what follows the name off it: "Vågan per august".
func cutAtPer(name string) string {
	words := strings.Fields(name)
	for i, w := range words {
		if f := Fold(w); i > 0 && (f == "per" || f == "pr" || f == "kommune" || MonthNames[f] > 0) {
			words = words[:i]
			break
		}
	}
	return strings.Trim(strings.Join(words, " "), " -–")
}
