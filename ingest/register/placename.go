package register

import (
	"slices"
	"strings"

	"github.com/varighet/varighet/ingest/sheet"
)

// samePlaceName reports whether two names may be of one municipality: they are the same words in
// some language of theirs, or one has more to say ("Oslo", "OSLO kommune", "Oslo bydel 3").
func samePlaceName(a, b string) bool {
	for _, x := range placeNames(a) {
		for _, y := range placeNames(b) {
			n := min(len(x), len(y))
			if n > 0 && slices.Equal(x[:n], y[:n]) {
				return true
			}
		}
	}
	return false
}

// placeNames returns the words of a municipality's name, folded, in each of its languages.
func placeNames(name string) (all [][]string) {
	for _, one := range strings.Split(strings.NewReplacer(" - ", "/", " – ", "/").Replace(name), "/") {
		var words []string
		for w := range strings.FieldsSeq(one) {
			if w = sheet.Fold(w); w != "" {
				words = append(words, w)
			}
		}
		all = append(all, words)
	}
	return all
}
