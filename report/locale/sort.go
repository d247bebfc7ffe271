package locale

import (
	"cmp"
	"slices"

	"golang.org/x/text/collate"
)

// Sort sorts names as a Norwegian reader expects: Æ, Ø and Å (and Aa) last,
// and numbers inside them by value, so that "2" comes before "10". Names that
// sort alike keep the order of their bytes, so that the result does not depend
// on the order they came in.
func (l *Locale) Sort(names []string) {
	// A Collator keeps buffers, so each call has its own.
	c := collate.New(l.Format.sorting, collate.Numeric)
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(c.CompareString(a, b), cmp.Compare(a, b))
	})
}
