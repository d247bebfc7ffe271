package cell

import (
	"slices"
	"strings"
	"unicode"
)

// noNameList are words that no name has, wherever they stand.
var noNameList = []string{
	// people and units
	"vikar", "vikarer", "vikarar", "vikarene", "vikaren", "vikarlege", "vikarleger", "vikarlegar", "vikariat", "legevikar", "legevikarer",
	"legevikarar", "fastlegevikar", "locum", "locums", "bemanning", "legene", "legane", "fastleger", "fastlegar", "fastlegene", "fastlegane",
	"turnus", "turnuslege", "turnuslegen", "turnuskandidat", "kandidat", "utdanning", "spesialisering", "specialisation", "klinikk",
	"klinikken", "clinic", "office", "agency", "practice", "municipality", "kommune", "kommunen", "kommunens", "kommunal", "kommunalt",
	"bydelen", "legevakt", "legevakta", "legevakten", "legevaktlege", "helsehus", "helsehuset", "helsestasjon", "helsestasjonen", "legehus",
	"legehuset", "legegruppa", "legegruppen", "legetenesta", "legetjenesten", "sykehus", "sykehuset", "sjukehus", "sjukehuset", "søkere",
	"søkarar", "søkjarar", "applicants", "allmennmedisin", "daglig", "dagleg", "sekretær", "helsesekretær", "administrasjon",
	"administrasjonen", "resepsjon", "resepsjonen", "selvstendig", "sjølvstendig", "næringsdrivende", "næringsdrivande", "fastlønnet",
	"fastlønna", "driftsavtale", "kvinne", "kommentar", "merknad", "lukket", "lukka", "selges", "solgt", "salgs",
	// what has become of the doctor
	"sykmeldt", "sykemeldt", "sjukmeld", "sjukmeldt", "sjukemeld", "sjukemeldt", "sykmelding", "sykemelding", "sjukmelding", "sjukemelding",
	"pensjon", "pensjonert", "pensjonist", "retired", "avdød", "deceased", "avtroppende", "avtroppande", "påtroppende", "påtroppande",
	"tiltredende", "fratrer", "fratrådt", "fratrådte", "fratredende", "fråtrer", "fråtredd", "sluttet", "slutta", "slutter", "sluttar",
	"resigned", "flyttet", "flytta", "flytter", "flyttar", "overført", "overførte", "transferred", "overtatt", "overteke", "overtar",
	"overtek", "oppsagt", "oppsagd", "oppsigelse", "oppseiing", "lagt", "nedlagt", "nedlagd", "opphørt", "opphøyrd", "avsluttet", "avslutta",
	"stengt", "tidligere", "tidlegare", "tidl", "forrige", "førre", "formerly", "previously", "etterfølger", "etterfølgjar", "erstattet",
	"erstatta", "erstattes", "erstattar", "erstatter", "avløser", "avløyser", "engasjement", "engasjert", "tilsatt", "tilsett", "tilsettes",
	"ansatt", "ansettes", "konstituering", "samme", "ditto", "ikke", "ikkje", "inntil", "ukjent", "ukjend", "unknown"}

// noNameEnds end words that no name is. What stands before them has three letters or more.
var noNameEnds = foldedEnds("kontor", "kontoret", "kontorets", "byrå", "byrået", "senter", "senteret", "senterets", "sentret",
	"kommune", "kommunen", "kommunens", "vikaren", "stilling", "stillingen", "stillinga", "hjemmel", "hjemmelen", "heimel", "heimelen", "klinikken")

// maybeNameList are words that are names too. They make a cell unclear if they are all of it, if
// they stand in lower case among words that do not, or, those of beforeName, first and before a name.
var (
	maybeNameList = []string{"alle", "felles", "etter", "før", "død", "same", "senter", "senteret", "kontor", "kontoret", "kontorets", "liste", "lista", "listen",
		"under", "sin", "sitt", "sine", "hos", "mens", "after", "until", "for", "leave", "left", "moved", "closed", "staff", "everybody", "former",
		"student", "all", "leger", "legar", "leder", "kommer", "kjem", "venter", "ventar", "over", "ovenfor", "ovanfor", "above"}
	beforeNameList = []string{"etter", "før", "after", "former"}
)

var (
	noNameWords     = WordSet(noNameList...)
	maybeNameWords  = WordSet(maybeNameList...)
	beforeNameWords = WordSet(beforeNameList...)
	ofHis           = WordSet("sin", "si", "sitt")
)

// companyForms are abbreviations behind the name of a company. Ås, a surname, is As without
// its letter, and AS in capitals.
var companyForms = []string{"AS", "ANS", "NUF", "A/S"}

func foldedEnds(ends ...string) []string {
	out := make([]string, len(ends))
	for i, e := range ends {
		out[i] = Fold(e)
	}
	return out
}

// saysNoName reports whether a text has words, figures or marks that no name has. key is the
// name that is left of it without titles and remarks.
func saysNoName(s, key string) bool {
	if _, _, number := NumberOfHPR(s); number {
		return false // which is judged with the others of its column
	}
	if strings.ContainsAny(key, figures) && slices.ContainsFunc(strings.Fields(key), isFigures) {
		return true
	}
	mixed := strings.ToLower(s) != s // an alle in lower case is no name then
	if onlyMaybeNames(key, !mixed) {
		return true
	}
	words := strings.FieldsFunc(s, isNoNameRune)
	for i, w := range words {
		word := Fold(w)
		switch {
		case noNameWords[word], hasNoNameEnd(word):
			return true
		case maybeNameWords[word] && mixed && isLower(w):
			return true
		case i > 1 && i == len(words)-1 && word == "dod", i > 1 && IsListWord(word) && ofHis[Fold(words[i-1])]: // "OLA NES SIN LISTE"
			return true
		case i == 0 && len(words) > 1 && beforeNameWords[word] && !strings.Contains(s, ","):
			return true
		}
	}
	return isCompany(s) || hasAbbreviation(s) || hasLetterMark(s)
}

const figures = "0123456789"

// isFigures reports whether a word is a date or a number; the 2 of "Berg2" is a footnote's.
func isFigures(w string) bool {
	return strings.ContainsAny(w, figures) && strings.Trim(w, figures+"./:;") == ""
}

// onlyMaybeNames reports whether all that is left of a text is one word that may be a name, or, of
// a text in lower case, several and words that stand beside a vacancy: "Felles", "ny lege kommer".
func onlyMaybeNames(key string, lower bool) bool {
	words, found := 0, false
	for w := range strings.FieldsFuncSeq(key, isNoNameRune) {
		words++
		if w = Fold(w); maybeNameWords[w] {
			found = true
		} else if !besideLowVacant[w] {
			return false
		}
	}
	return found && (lower || words == 1)
}

func hasNoNameEnd(word string) bool {
	return slices.ContainsFunc(noNameEnds, func(end string) bool { return strings.HasSuffix(word, end) && len(word) >= len(end)+3 })
}

// isCompany reports whether a text is the name of a company: "Dedicare AS". "AS, Ola" is not,
// and of a text in capitals only the last word tells.
func isCompany(s string) bool {
	words := strings.Fields(s)
	for i, w := range words {
		if i == 0 || strings.HasSuffix(words[i-1], ",") {
			continue
		}
		last := i == len(words)-1
		if slices.Contains(companyForms, strings.TrimRight(w, ",.")) && (last || strings.ToUpper(s) != s) || last && (w == "as" || w == "a/s") {
			return true
		}
	}
	return false
}

// hasAbbreviation reports whether a text says until or from when: "t.o.m.".
func hasAbbreviation(s string) bool {
	return strings.Contains(s, "t.o.m") || strings.Contains(s, "f.o.m") || strings.Contains(s, " fom. ") || strings.Contains(s, " tom. ")
}

// hasLetterMark reports whether a v stands for ved or vikar, by the mark behind it, in
// "Kari Berg v/ Ola Nes", or vik. for vikar, in "Kari Berg, vik. Ola Nes".
func hasLetterMark(s string) bool {
	for w := range strings.FieldsSeq(s) {
		w = strings.TrimLeft(w, brackets)
		if strings.HasPrefix(w, "v/") || strings.HasPrefix(w, "V/") || w == "v:" || w == "V:" || strings.HasPrefix(w, "vik.") {
			return true
		}
	}
	return strings.HasPrefix(s, "Vik. ") || strings.HasPrefix(s, "VIK. ")
}

// beginsAsLocum reports whether a text begins with a short form of "vikar": "v/ NAME", "V: NAME",
// "vik. NAME". Vik is a surname and V. an initial.
func beginsAsLocum(s string) bool {
	if len(s) < 3 || s[0]|0x20 != 'v' {
		return false
	}
	if rest := strings.TrimLeft(s[1:], " "); rest != "" && rest[0] == ':' {
		return strings.ContainsFunc(rest, unicode.IsLetter)
	}
	return beginsWithVSlash(s) || strings.HasPrefix(s, "vik. ") || strings.HasPrefix(s, "vik.: ") || strings.HasPrefix(s, "vik: ") || strings.HasPrefix(s, "Vik: ")
}

// beginsWithVSlash reports whether a text begins with v/, whose slash parts no names.
func beginsWithVSlash(s string) bool {
	return len(s) > 2 && s[0]|0x20 == 'v' && strings.HasPrefix(strings.TrimLeft(s[1:], " "), "/") && strings.ContainsFunc(s[1:], unicode.IsLetter)
}

// endsAsLocum reports whether a text ends with "(vik.)" or "(vik)".
func endsAsLocum(s string) bool {
	return strings.HasSuffix(s, "(vik.)") || strings.HasSuffix(s, "(vik)")
}

// isNoNameButID reports whether a text that is no name is an id all the same, as "Lege 17" is
// in a column for ids: it has figures, and no word that no name has, or beside titles no two words.
func isNoNameButID(s string) bool {
	if !strings.ContainsAny(s, "0123456789") {
		return false
	}
	if !saysNoName(s, "") { // an address
		return true
	}
	words := strings.FieldsFunc(FoldCase(s), func(r rune) bool { return !unicode.IsLetter(r) })
	words = slices.DeleteFunc(words, func(w string) bool { return len(w) < 2 || slices.Contains(titles, w) })
	return len(words) < 2
}
