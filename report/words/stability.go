package words

import "github.com/varighet/varighet/report/locale"

// Stability are sentences on the counts of stability: how many positions have had the same doctor
// throughout, how many have one now, and how many doctors have left.
func Stability(l *locale.Locale, f *Facts) []string {
	x := writerIn(l)
	if f.Stability.Positions == 0 {
		return []string{x.w.Facts.Nothing}
	}
	left := ""
	if f.Agreements > 0 {
		left = x.left(f)
	}
	return nonEmpty(x.same(f), x.filled(f), left)
}
