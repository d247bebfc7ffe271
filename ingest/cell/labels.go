package cell

import (
	"slices"
	"strings"
)

var totalList = []string{"sum", "delsum", "totalt", "total", "totalsum", "i alt", "hele landet", "heile landet", "landet",
	"mellomsum", "subtotal", "til sammen", "tilsammen", "til saman", "tilsaman", "sammenlagt", "samanlagt", "samlet", "samla",
	"alle kommuner", "alle kommunar", "alle lister", "hele fylket", "heile fylket", "hele kommunen", "heile kommunen",
	"gjennomsnitt", "gjennomsnittlig", "gjennomsnittleg", "gj snitt", "snitt", "median", "herav", "derav",
	"antall lister", "tal på lister", "antall leger", "tal på legar", "antall fastleger", "tal på fastlegar",
	"antall hjemler", "tal på heimlar", "antall besatte", "tal på besette", "antall ledige", "tal på ledige"}

var (
	totalLabels = FoldedLabels(totalList...)
	totalFirst  = firstWords(totalList)
)

// totalEnds make a total of a cell that ends in them: "Oslo totalt". A name does not.
var totalEnds = FoldedLabels("totalt", "total", "totalsum", "delsum", "i alt", "til sammen", "tilsammen", "til saman", "tilsaman")

var noteLabels = FoldedLabels("note", "noter", "kilde", "kjelde", "merk", "merknad", "merknader", "source")

// vacantLabels may be followed by anything ("Ubesatt fra 1. mars");
// vacantWhole must be all there is, since a name can begin with them.
var (
	vacantLabels = FoldedLabels("liste uten fast lege", "liste uten fastlege", "uten fast lege", "uten fastlege",
		"liste utan fast lege", "liste utan fastlege", "utan fast lege", "utan fastlege", "ubesatt", "ubesett",
		"lufl", "ledig hjemmel", "ledig heimel", "ledig liste", "vakant", "vacant", "ingen lege", "ingen fast lege",
		"ingen fastlege", "ledig stilling", "ledig fastlegehjemmel", "ledig fastlegeheimel", "ledig legehjemmel",
		"ledig legeheimel", "liste u fast lege", "liste u fastlege", "uten lege", "utan lege", "ikke besatt", "ikkje besett",
		"ikke tilsatt", "ikke ansatt", "ikkje tilsett", "ikkje tilsatt", "under utlysning", "under utlysing", "under tilsetting",
		"under tilsetjing", "utlyst", "lyst ut", "vikariat", "vikarer", "vikarar", "vikarleger", "vikarlegar",
		"mangler lege", "manglar lege", "mangler fastlege", "manglar fastlege", "mangler fast lege", "manglar fast lege",
		"fastlege mangler", "fastlege manglar", "fast lege mangler", "fast lege manglar", "liste uten lege", "liste utan lege",
		"ledig fra", "ledig frå", "ledig per", "ledig fom", "ubemannet", "ubemanna", "vakanse", "står ledig", "står vakant", "står ubesatt",
		"står ubesett", "står tom", "kommunalt drevet", "kommunalt driven", "kommunal drift", "drives av kommunen", "drives av vikarer",
		"rekruttering pågår", "tilsetting pågår", "ansettelse pågår", "under rekruttering", "under ansettelse", "under tilsettelse",
		"utlyses", "lyses ut", "vert lyst ut", "ikke tildelt", "ikkje tildelt", "ikke bemannet", "ikkje bemanna", "ledig nå", "ledig no",
		"ingen hjemmelshaver", "ingen heimelshavar", "no gp", "no regular gp", "no doctor", "without gp", "without doctor", "unfilled", "not filled",
		"vacancy")
	vacantWhole = FoldedLabels("nn", "n n", "ledig", "ingen", "kommunen", "nulliste", "null liste", "0 liste", "mangler", "manglar",
		"tom liste", "tom hjemmel", "tom heimel", "ingen doktor", "ubesatte", "ubesette", "vikariater")
)

// A cell of nothing but these words and words for a list names no doctor: "Kommunal
// legehjemmel", "Heimel 3 (ledig)", "Midlertidig vakant". A name has a word that is none
// of them. Words that are also names (Tom, Ny, Stilling) say so only beside one that is not.
var (
	VacantWords = WordSet("ledig", "ledige", "vakant", "vakante", "ubesatt", "ubesett", "kommunal", "kommunalt", "kommunale",
		"nyopprettet", "nyoppretta", "midlertidig", "mellombels")
	besideVacantWords = WordSet("nr", "nummer", "no", "fra", "frå", "per", "pr", "fom", "tom", "og", "i", "på", "er", "står", "med", "ny", "den")
)

// WordSet is the words as they are looked up.
func WordSet(words ...string) map[string]bool {
	set := map[string]bool{}
	for _, w := range words {
		set[Fold(w)] = true
	}
	return set
}

// namesOnlyAList reports whether words say which list it is, and perhaps that it is
// vacant, and nothing of a doctor.
func namesOnlyAList(words []string) bool {
	lists, vacant, sure := 0, 0, false
	for _, w := range words {
		switch {
		case VacantWords[w]:
			vacant++
		case IsListWord(w):
			if lists++; strings.HasSuffix(w, "hjemmel") || strings.HasSuffix(w, "heimel") {
				sure = true
			}
		case besideVacantWords[w], MonthNames[w] > 0, w != "" && strings.Trim(w, "0123456789") == "":
		default:
			return false
		}
	}
	return sure || vacant > 0 && lists+vacant > 1
}

// IsListWord reports whether a folded word is one for a list or a position, such as
// hjemmel, fastlegeheimel, liste.
func IsListWord(word string) bool {
	return listWords[word] || strings.HasSuffix(word, "hjemmel") || strings.HasSuffix(word, "heimel")
}

var listWords = map[string]bool{"liste": true, "lista": true, "listen": true, "legeliste": true, "fastlegeliste": true, "stilling": true,
	"legestilling": true, "fastlegestilling": true, "avtale": true, "fastlegeavtale": true, "list": true, "position": true}

// FoldedLabels are labels of one or several words as they are looked up.
func FoldedLabels(labels ...string) [][]string {
	out := make([][]string, len(labels))
	for i, l := range labels {
		out[i] = FoldWords(l)
	}
	return out
}

// StartsWith reports whether words begin with one of the labels.
func StartsWith(words []string, labels [][]string) bool {
	return slices.ContainsFunc(labels, func(l []string) bool {
		return len(words) >= len(l) && slices.Equal(words[:len(l)], l)
	})
}

// endsWith reports whether words end with one of the labels, after others.
func endsWith(words []string, labels [][]string) bool {
	return slices.ContainsFunc(labels, func(l []string) bool {
		return len(words) > len(l) && slices.Equal(words[len(words)-len(l):], l)
	})
}

// IsTotal reports whether a cell labels a row of totals.
func IsTotal(s string) bool {
	words := FoldWords(s)
	return StartsWith(words, totalLabels) || endsWith(words, totalEnds)
}

// WithoutTotal returns what words say beside the label of a total at their beginning or end.
func WithoutTotal(words []string) []string {
	longest := 0
	for _, l := range totalLabels {
		if len(l) > longest && StartsWith(words, [][]string{l}) {
			longest = len(l)
		}
	}
	words = words[longest:]
	if longest > 0 {
		return slices.Clone(words)
	}
	for _, l := range totalEnds {
		if endsWith(words, [][]string{l}) {
			return slices.Clone(words[:len(words)-len(l)])
		}
	}
	return slices.Clone(words)
}

// IsTotalPhrase reports whether words begin or end with a label of several words, which no
// name does.
func IsTotalPhrase(words []string) bool {
	phrase := func(labels [][]string, has func([]string, [][]string) bool) bool {
		return slices.ContainsFunc(labels, func(l []string) bool { return len(l) > 1 && has(words, [][]string{l}) })
	}
	return phrase(totalLabels, StartsWith) || phrase(totalEnds, endsWith)
}

// isTotalAlone reports whether a cell is the label of a total, and says not of what.
func isTotalAlone(s string) bool {
	if !beginsAs(s, totalFirst) {
		return false
	}
	words := FoldWords(s)
	return slices.ContainsFunc(totalLabels, func(l []string) bool { return slices.Equal(words, l) })
}

// IsNote reports whether a cell begins a footnote.
func IsNote(s string) bool { return strings.HasPrefix(s, "*") || StartsWith(FoldWords(s), noteLabels) }

// IsNoteSurely reports whether a cell begins a footnote and no name: "Merk: ...", "Note 1".
func IsNoteSurely(s string) bool {
	words := strings.FieldsFunc(s, isNoNameRune)
	if len(words) == 0 || strings.HasPrefix(s, "*") {
		return false
	}
	after := strings.TrimPrefix(s, words[0])
	return strings.HasPrefix(after, ":") || len(words) > 1 && (IsDigits(words[1]) || words[1] == "at" || isLower(words[1]) && words[0] != strings.ToLower(words[0]))
}

// IsProse reports whether a text is a sentence and no id: "Tallene er foreløpige".
func IsProse(s string) bool {
	words := strings.Fields(s)
	if len(words) < 3 {
		return false
	}
	return len(words) > 4 || strings.HasSuffix(s, ".") || !strings.ContainsAny(s, "0123456789") && hasProse(s)
}

// IsVacant reports whether a cell says that the list has no regular doctor.
func IsVacant(words []string) bool {
	for len(words) > 2 && besideLowVacant[words[0]] && !StartsWith(words, vacantLabels) && !namesOnlyAList(words) {
		words = words[1:] // "For tiden uten fast lege"
	}
	return StartsWith(words, vacantLabels) || namesOnlyAList(words) ||
		slices.ContainsFunc(vacantWhole, func(l []string) bool { return slices.Equal(words, l) })
}

// YesOrNo reads a yes or a no in the forms of Norwegian lists; ok is false for
// anything else, the empty cell included.
func YesOrNo(s string) (yes, ok bool) {
	switch Fold(s) {
	case "ja", "j", "x", "1", "true", "sann", "yes", "y":
		return true, true
	case "nei", "n", "0", "false", "usann", "no":
		return false, true
	}
	return false, false
}

// OfWords stand between a word for a sum and what it is of.
var OfWords = WordSet("for", "i", "av", "per", "pr", "of", "in")

// PlaceWords say what a total is of.
var PlaceWords = WordSet("kommune", "kommunen", "kommuner", "kommunar", "fylke", "fylket", "fylker", "region", "regionen", "bydel", "bydelen", "sone", "legesenter",
	"legekontor", "kontor", "landet", "norge", "noreg", "alle", "lister", "leger", "legar", "fastleger", "fastlegar", "hjemler", "heimlar", "innbyggere", "innbyggarar",
	"listeinnbyggere", "listeinnbyggarar", "tilskudd", "tilskot", "basistilskudd", "basistilskot", "beløp", "kr", "antall", "tal", "hele", "heile",
	"month", "all", "norway", "county", "municipality")

// IsCapitalisedName reports whether a text is written as a person's name: two to five words, each with a
// capital, no digits.
func IsCapitalisedName(s string) bool {
	n := ReadName([]byte(s))
	words := strings.FieldsFunc(s, isNoNameRune)
	return n.Kind == NameHolder && len(words) >= 2 && len(words) <= 5 && !strings.ContainsAny(s, "0123456789:") && !strings.HasSuffix(s, ".") &&
		!slices.ContainsFunc(words, func(w string) bool { return isLower(w) && len(w) > 3 })
}

// IsValue reports whether a field is a number, a code, a date or an id, and no part of a sentence.
func IsValue(s string) bool {
	return strings.ContainsAny(s, "0123456789") && !strings.Contains(strings.Trim(s, " "), " ") && len(s) <= 12
}

// IsWordsAndDigits reports whether a text begins a sentence with a number in it.
func IsWordsAndDigits(s string) bool {
	return strings.Contains(s, " ") && strings.ContainsAny(s, "0123456789")
}
