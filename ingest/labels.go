package ingest

import (
	"slices"
	"strings"
)

// The words below are compared folded, word by word, at the start of a cell:
// "Sum Oslo" is a total and "Summer, Ola" is not.

var totalList = []string{"sum", "delsum", "totalt", "total", "totalsum", "i alt", "hele landet", "heile landet", "landet",
	"mellomsum", "subtotal", "til sammen", "tilsammen", "til saman", "tilsaman", "sammenlagt", "samanlagt", "samlet", "samla",
	"alle kommuner", "alle kommunar", "alle lister", "hele fylket", "heile fylket", "hele kommunen", "heile kommunen",
	"gjennomsnitt", "gjennomsnittlig", "gjennomsnittleg", "gj snitt", "snitt", "median", "herav", "derav",
	"antall lister", "tal på lister", "antall leger", "tal på legar", "antall fastleger", "tal på fastlegar",
	"antall hjemler", "tal på heimlar", "antall besatte", "tal på besette", "antall ledige", "tal på ledige"}

var (
	totalLabels = foldedLabels(totalList...)
	totalFirst  = firstWords(totalList)
)

// totalEnds make a total of a cell that ends in them: "Oslo totalt". A name does not.
var totalEnds = foldedLabels("totalt", "total", "totalsum", "delsum", "i alt", "til sammen", "tilsammen", "til saman", "tilsaman")

var noteLabels = foldedLabels("note", "noter", "kilde", "kjelde", "merk", "merknad", "merknader", "source")

// vacantLabels may be followed by anything ("Ubesatt fra 1. mars");
// vacantWhole must be all there is, since a name can begin with them.
var (
	vacantLabels = foldedLabels("liste uten fast lege", "liste uten fastlege", "uten fast lege", "uten fastlege",
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
	vacantWhole = foldedLabels("nn", "n n", "ledig", "ingen", "kommunen", "nulliste", "null liste", "0 liste", "mangler", "manglar",
		"tom liste", "tom hjemmel", "tom heimel", "ingen doktor", "ubesatte", "ubesette", "vikariater")
)

// A cell of nothing but these words and words for a list names no doctor: "Kommunal
// legehjemmel", "Heimel 3 (ledig)", "Midlertidig vakant". A name has a word that is none
// of them. Words that are also names (Tom, Ny, Stilling) say so only beside one that is not.
var (
	vacantWords = wordSet("ledig", "ledige", "vakant", "vakante", "ubesatt", "ubesett", "kommunal", "kommunalt", "kommunale",
		"nyopprettet", "nyoppretta", "midlertidig", "mellombels")
	besideVacantWords = wordSet("nr", "nummer", "no", "fra", "frå", "per", "pr", "fom", "tom", "og", "i", "på", "er", "står", "med", "ny", "den")
)

func wordSet(words ...string) map[string]bool {
	set := map[string]bool{}
	for _, w := range words {
		set[fold(w)] = true
	}
	return set
}

// namesOnlyAList reports whether words say which list it is, and perhaps that it is
// vacant, and nothing of a doctor.
func namesOnlyAList(words []string) bool {
	lists, vacant, sure := 0, 0, false
	for _, w := range words {
		switch {
		case vacantWords[w]:
			vacant++
		case isListWord(w):
			if lists++; strings.HasSuffix(w, "hjemmel") || strings.HasSuffix(w, "heimel") {
				sure = true
			}
		case besideVacantWords[w], monthNames[w] > 0, w != "" && strings.Trim(w, "0123456789") == "":
		default:
			return false
		}
	}
	return sure || vacant > 0 && lists+vacant > 1
}

// isListWord reports whether a folded word is one for a list or a position, such as
// hjemmel, fastlegeheimel, liste.
func isListWord(word string) bool {
	return listWords[word] || strings.HasSuffix(word, "hjemmel") || strings.HasSuffix(word, "heimel")
}

var listWords = map[string]bool{"liste": true, "lista": true, "listen": true, "legeliste": true, "fastlegeliste": true, "stilling": true,
	"legestilling": true, "fastlegestilling": true, "avtale": true, "fastlegeavtale": true, "list": true, "position": true}

func foldedLabels(labels ...string) [][]string {
	out := make([][]string, len(labels))
	for i, l := range labels {
		out[i] = foldWords(l)
	}
	return out
}

// startsWith reports whether words begin with one of the labels.
func startsWith(words []string, labels [][]string) bool {
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

// isTotal reports whether a cell labels a row of totals.
func isTotal(s string) bool {
	words := foldWords(s)
	return startsWith(words, totalLabels) || endsWith(words, totalEnds)
}

// withoutTotal returns what words say beside the label of a total at their beginning or end.
func withoutTotal(words []string) []string {
	longest := 0
	for _, l := range totalLabels {
		if len(l) > longest && startsWith(words, [][]string{l}) {
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

// isTotalPhrase reports whether words begin or end with a label of several words, which no
// name does.
func isTotalPhrase(words []string) bool {
	phrase := func(labels [][]string, has func([]string, [][]string) bool) bool {
		return slices.ContainsFunc(labels, func(l []string) bool { return len(l) > 1 && has(words, [][]string{l}) })
	}
	return phrase(totalLabels, startsWith) || phrase(totalEnds, endsWith)
}

// isTotalAlone reports whether a cell is the label of a total, and says not of what.
func isTotalAlone(s string) bool {
	if !beginsAs(s, totalFirst) {
		return false
	}
	words := foldWords(s)
	return slices.ContainsFunc(totalLabels, func(l []string) bool { return slices.Equal(words, l) })
}

// isNote reports whether a cell begins a footnote.
func isNote(s string) bool { return strings.HasPrefix(s, "*") || startsWith(foldWords(s), noteLabels) }

// isNoteSurely reports whether a cell begins a footnote and no name: "Merk: ...", "Note 1".
func isNoteSurely(s string) bool {
	words := strings.FieldsFunc(s, isNoNameRune)
	if len(words) == 0 || strings.HasPrefix(s, "*") {
		return false
	}
	after := strings.TrimPrefix(s, words[0])
	return strings.HasPrefix(after, ":") || len(words) > 1 && (isDigits(words[1]) || words[1] == "at" || isLower(words[1]) && words[0] != strings.ToLower(words[0]))
}

// isProse reports whether a text is a sentence and no id: "Tallene er foreløpige".
func isProse(s string) bool {
	words := strings.Fields(s)
	if len(words) < 3 {
		return false
	}
	return len(words) > 4 || strings.HasSuffix(s, ".") || !strings.ContainsAny(s, "0123456789") && hasProse(s)
}

// isVacant reports whether a cell says that the list has no regular doctor.
func isVacant(words []string) bool {
	for len(words) > 2 && besideLowVacant[words[0]] && !startsWith(words, vacantLabels) && !namesOnlyAList(words) {
		words = words[1:] // "For tiden uten fast lege"
	}
	return startsWith(words, vacantLabels) || namesOnlyAList(words) ||
		slices.ContainsFunc(vacantWhole, func(l []string) bool { return slices.Equal(words, l) })
}

// isTrue reads a yes or a no in the forms of Norwegian lists; ok is false for
// anything else, the empty cell included.
func isTrue(s string) (yes, ok bool) {
	switch fold(s) {
	case "ja", "j", "x", "1", "true", "sann", "yes", "y":
		return true, true
	case "nei", "n", "0", "false", "usann", "no":
		return false, true
	}
	return false, false
}
