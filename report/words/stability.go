package words

import "github.com/varighet/varighet/report/locale"

// Stability are sentences on the counts of stability: how many positions have had the same doctor
// throughout, how many have one now, and how many doctors have left; none of which a number is withheld.
func Stability(l *locale.Locale, f *Facts) []string {
	x := writerIn(l)
	if f.Stability.Positions == 0 {
		return []string{x.w.Facts.Nothing}
	}
	var same, filled, left string
	if !f.Held.Same {
		same = x.same(f)
	}
	if !f.Held.Filled {
		filled = x.filled(f)
	}
	if f.Agreements > 0 && !f.Held.Left {
		left = x.left(f)
	}
	return nonEmpty(same, filled, left)
}
