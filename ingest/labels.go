package ingest

import (
	"slices"
	"strings"
)

// The words below are compared folded, word by word, at the start of a cell:
// "Sum Oslo" is a total and "Summer, Ola" is not.

var totalLabels = foldedLabels("sum", "delsum", "totalt", "total", "totalsum", "i alt", "hele landet", "heile landet", "landet",
	"mellomsum", "subtotal", "til sammen", "tilsammen", "til saman", "tilsaman", "sammenlagt", "samanlagt", "samlet", "samla",
	"alle kommuner", "alle kommunar", "alle lister", "hele fylket", "heile fylket", "hele kommunen", "heile kommunen",
	"gjennomsnitt", "gjennomsnittlig", "gjennomsnittleg", "gj snitt", "snitt", "median", "herav", "derav",
	"antall lister", "tal på lister", "antall leger", "tal på legar", "antall fastleger", "tal på fastlegar",
	"antall hjemler", "tal på heimlar", "antall besatte", "tal på besette", "antall ledige", "tal på ledige")

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
		"fastlege mangler", "fastlege manglar", "fast lege mangler", "fast lege manglar")
	vacantWhole = foldedLabels("nn", "n n", "ledig", "ingen")
)

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

// isNote reports whether a cell begins a footnote.
func isNote(s string) bool { return strings.HasPrefix(s, "*") || startsWith(foldWords(s), noteLabels) }

// isVacant reports whether a cell says that the list has no regular doctor.
func isVacant(words []string) bool {
	return startsWith(words, vacantLabels) ||
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
