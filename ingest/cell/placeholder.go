package cell

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Placeholder says what a cell holds instead of a value.
type Placeholder uint8

// The placeholders.
const (
	NoPlaceholder      Placeholder = iota // it holds a value, or is empty
	PlaceholderEmpty                      // words that stand for no value
	PlaceholderUnclear                    // words that say that the doctor is not known or not told, or something else
)

// emptyList are words that stand in cells without a value, in any letter case: pivot tables
// and their kin write them. Those of bracketedList are names too, and so say it only within
// brackets, or in letters as no name has them ("NULL").
var (
	emptyList = []string{"tomt", "blankt", "tom celle", "ingen verdi", "ikke aktuelt", "ikkje aktuelt", "ikke relevant", "ikkje relevant",
		"empty", "no value", "not applicable"}
	bracketedList  = []string{"tom", "blank", "none", "null", "nil", "na", "nan", "nat", "missing"}
	emptyWords     = WordSet(emptyList...)
	bracketedWords = WordSet(bracketedList...)
)

// unclearList are words that say that the doctor is not known or not told, or something else
// than who holds the list.
var unclearList = []string{"ukjent", "ukjend", "ukjent lege", "ukjend lege", "ukjent fastlege", "ukjend fastlege", "unknown", "not known",
	"ikke kjent", "ikkje kjend", "ikkje kjent", "ikke oppgitt", "ikkje oppgitt", "ikkje oppgjeve", "uoppgitt", "ikke registrert",
	"ikkje registrert", "ikke angitt", "uspesifisert", "not specified", "mangler navn", "manglar namn", "uten navn", "utan namn", "navn mangler",
	"namn manglar", "anonym", "anonymisert", "skjult", "sladdet", "sladda", "unntatt offentlighet", "unnateke offentlegheit", "hidden",
	"masked", "redacted", "konfidensielt", "uavklart", "avventer", "avventar", "tba", "tbd", "true", "false", "sann", "usann", "ja", "nei", "yes",
	"nedlagt", "nedlagd", "avviklet", "avvikla", "opphørt", "opphøyrd", "avsluttet", "avslutta", "sluttet", "slutta", "stengt", "sykmeldt",
	"sjukmeld", "test", "diverse", "turnuslege", "lis1 lege", "kommunalt ansatt", "kommunalt tilsett",
	"død", "avdød", "alle", "felles", "fellesliste", "felles liste", "same", "as above", "som over", "se over", "se under", "sjå over", "sjå under", "ikke i bruk", "ikkje i bruk", "not in use",
	"sagt opp", "sagt opp stillingen", "sagt opp stillinga", "lagt ned", "on leave", "sick leave", "under arbeid", "under avklaring", "under behandling", "flere leger", "fleire legar", "se merknad", "sjå merknad"}

var (
	unclearWords     = WordSet(unclearList...)
	placeholderFirst = firstWords(emptyList, bracketedList, unclearList, []string{"n/a"})
)

// brackets and quotes that may stand around a placeholder.
const brackets = "()[]<>{}\"'«»“”"

// firstWords returns the first words of phrases, in lower case and up to the first letter
// outside ASCII. With them most cells are told from all phrases at little cost.
func firstWords(phrases ...[]string) map[string]bool {
	set := map[string]bool{}
	for _, list := range phrases {
		for _, p := range list {
			set[string(appendFirstWord(nil, p))] = true
		}
	}
	return set
}

// appendFirstWord appends the ASCII letters with which a text begins, in lower case.
func appendFirstWord(b []byte, s string) []byte {
	for i := 0; i < len(s) && len(b) < 24; i++ {
		c := s[i] | 0x20
		if c < 'a' || c > 'z' {
			break
		}
		b = append(b, c)
	}
	return b
}

// beginsAs reports whether a text begins with one of firstWords.
func beginsAs(s string, first map[string]bool) bool {
	var room [24]byte
	return first[string(appendFirstWord(room[:0], s))]
}

// PlaceholderOf reads a tidied cell as a placeholder, if it is one.
func PlaceholderOf(s string) Placeholder {
	if s != "" && s[0] >= '1' && s[0] <= '9' && IsDigits(s) {
		return NoPlaceholder
	}
	inner := strings.Trim(s, brackets+" .,:;!-–—_/\\")
	switch {
	case inner == "":
		return PlaceholderEmpty
	case len(inner) > 32, s[0] == '#' && strings.Trim(s, "#") != "": // the error of a formula
		return NoPlaceholder
	case strings.Trim(inner, "xX?*# ") == "":
		return PlaceholderUnclear
	case isZero(inner), isZeroDate(inner), strings.EqualFold(inner, "i/a"), strings.EqualFold(inner, "i.a"):
		return PlaceholderEmpty
	}
	if !beginsAs(inner, placeholderFirst) {
		return NoPlaceholder
	}
	word := Fold(inner)
	switch {
	case emptyWords[word], bracketedWords[word] && (isBracketed(s) || !isNameLike(inner)):
		return PlaceholderEmpty
	case unclearWords[word], bracketedWords[word]:
		return PlaceholderUnclear
	}
	return NoPlaceholder
}

// isBracketed reports whether a cell stands within brackets.
func isBracketed(s string) bool { return s != "" && strings.IndexByte("([<{", s[0]) >= 0 }

// isNameLike reports whether a word without brackets may be a name: "Tom", "tom" and
// "TOM" may, "NULL" and "nan" are how programs write.
func isNameLike(word string) bool {
	return Fold(word) == "tom" || strings.ToUpper(word) != word && strings.ToLower(word) != word
}

// isZero reports whether a number is nought: what a formula shows that refers to an empty cell.
func isZero(s string) bool { return s[0] == '0' && strings.Trim(s, "0.,") == "" }

// zeroDates are the day 0 of spreadsheets and databases in the forms that they show it.
var zeroDates = []string{"00.01.1900", "0.1.1900", "00.01.00", "01.01.1900", "1.1.1900", "00/01/1900", "0/1/1900", "01/01/1900", "1/0/1900",
	"1/1/1900", "1900-01-00", "1900-01-01", "1899-12-30", "1899-12-31", "30.12.1899", "31.12.1899", "12/30/1899", "12/31/1899", "01.01.0001",
	"0001-01-01", "jan.00", "jan 00", "jan-00", "jan. 1900", "januar 1900", "1900-01", "1899-12", "00:00:00", "00:00"}

// isZeroDate reports whether a cell is the day 0, which stands for no day: no agreement is so old.
func isZeroDate(s string) bool {
	s = strings.ToLower(s)
	for _, midnight := range []string{" 00:00:00", "t00:00:00", " 00:00", "z", ".000"} {
		if rest := strings.TrimSuffix(s, midnight); rest != "" {
			s = rest
		}
	}
	return slices.Contains(zeroDates, s)
}

// lowVacant are words that say, first in a text or in lower case, that a list is vacant.
// besideLowVacant may stand beside them, first or in lower case; more makes the text unclear: it may
// say that a doctor who is named will leave.
var (
	lowVacant       = WordSet("ubesatt", "ubesett", "vakant", "ledig", "utlyst", "ubemannet", "ubemanna", "vacant", "tom")
	besideLowVacant = WordSet("for", "tiden", "tida", "p", "t", "pt", "pr", "dag", "d", "o", "f", "m", "nå", "no", "fortsatt", "fortsett", "fremdeles", "framleis", "foreløpig",
		"førebels", "stillingen", "stillinga", "hjemmelen", "heimelen", "lista", "listen", "liste", "avtalen", "er", "blir", "står", "midlertidig", "mellombels",
		"hjemmel", "heimel", "stilling", "fra", "frå", "per", "fom", "og", "i", "currently", "position", "list", "is", "the", "post", "fastlege", "lege", "ikke", "ikkje", "ny")
)

// alsoNames are words beside a vacancy that in capitals may be names.
var alsoNames = WordSet("per", "no", "ny", "tom", "dag", "i", "post", "m", "t", "p", "o", "d", "f")

// proseWords stand in sentences and not in names; they count in lower case, beside words that are not.
var proseWords = WordSet("er", "har", "som", "ikke", "ikkje", "blir", "ble", "vart", "skal", "kan", "mangler", "manglar", "gjelder", "gjeld", "inkluderer",
	"omfatter", "omfattar", "foreløpig", "foreløpige", "førebels", "med", "til", "ved", "på", "om", "at", "fra", "frå", "tall", "tal", "starter", "startar", "begynner", "byrjar",
	"slutter", "sluttar")

// A remark is what words in lower case make of a cell that could be a name.
type remark uint8

const (
	noRemark     remark = iota
	remarkVacant        // "For tiden ubesatt"
	remarkOther         // "Kari Berg er i permisjon", "Tallene er foreløpige"
)

// remarkIn looks for words in lower case that no name has, in a text of which other words
// are written as names are. In a text of capitals only those for a vacancy count.
func remarkIn(s string) remark {
	if !mayHaveRemark(s) {
		return noRemark
	}
	if list, ok := strings.CutPrefix(s, "Tom "); ok && isLower(list) && IsListWord(Fold(list)) {
		return remarkVacant
	}
	capitals := strings.ToUpper(s) == s
	vacant, lowly, others, first := false, false, false, true
	for w := range strings.FieldsFuncSeq(s, isNoNameRune) {
		word, low := Fold(w), isLower(w)
		switch {
		case lowVacant[word] && (low || (first || capitals) && word != "tom"):
			vacant, lowly = true, lowly || low
		case besideLowVacant[word] && (low || first || capitals && !alsoNames[word]), MonthNames[word] > 0, IsDigits(word):
		default:
			others = true
		}
		first = false
	}
	switch {
	case vacant && !others:
		return remarkVacant
	case capitals, strings.ToLower(s) == s:
		return noRemark
	case lowly, hasProse(s):
		return remarkOther
	}
	return noRemark
}

// mayHaveRemark reports whether a text has a word in lower case, is in capitals only, or begins
// with the letter of a word for a vacancy. Most names do neither.
func mayHaveRemark(s string) bool {
	if strings.IndexByte("UVLTuvlt", s[0]) >= 0 || hasLowerWord(s) {
		return true
	}
	for i := range len(s) {
		if s[i] >= 'a' && s[i] <= 'z' {
			return false
		}
	}
	return true
}

// hasLowerWord reports whether a word of a text begins with a small letter.
func hasLowerWord(s string) bool {
	inWord := false
	for i, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= utf8.RuneSelf && unicode.IsLower(r):
			if !inWord {
				return true
			}
		case r < utf8.RuneSelf:
			c := s[i] | 0x20
			inWord = c >= 'a' && c <= 'z' || r >= '0' && r <= '9'
		default:
			inWord = IsNameRune(r)
		}
	}
	return false
}

// IsDigits reports whether a text is digits only, and not empty.
func IsDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// hasProse reports whether a text has a word of sentences, in lower case and between blanks:
// the med of "dr.med. Kari Berg" is none.
func hasProse(s string) bool {
	for w := range strings.FieldsSeq(s) {
		if w = strings.TrimFunc(w, isNoNameRune); isLower(w) && proseWords[Fold(w)] {
			return true
		}
	}
	return false
}

func isNoNameRune(r rune) bool { return !IsNameRune(r) }

func isLower(w string) bool {
	return strings.ToLower(w) == w && strings.ContainsFunc(w, unicode.IsLetter)
}

// isTitleAlone reports whether a text names nobody but by a title or a remark, with perhaps a
// word beside it: "Fastlege", "Ny lege", "i permisjon". key is the name that is left of it.
func isTitleAlone(s, key string) bool {
	if len(key)+1 >= len(s) {
		return false // at most a comma is gone
	}
	left := strings.FieldsFunc(key, isNoNameRune)
	if len(left) == len(strings.FieldsFunc(s, isNoNameRune)) {
		return false
	}
	return strings.ContainsFunc(s, unicode.IsLetter) && !slices.ContainsFunc(left, func(w string) bool { return !besideLowVacant[Fold(w)] })
}

// isAboutAList reports whether a text begins with a word for a list and goes on in lower case,
// as no name does: "Hjemmel opprettet 2019".
func isAboutAList(s string) bool {
	if !hasLowerWord(s) {
		return false
	}
	words := strings.FieldsFunc(s, isNoNameRune)
	return len(words) > 1 && IsListWord(Fold(words[0])) && slices.ContainsFunc(words[1:], isLower) && strings.ToLower(s) != s
}
