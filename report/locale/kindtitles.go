package locale

import "github.com/varighet/varighet"

// ListLengthTitle is the title of list lengths in a month; 0 where there are no data.
func (l *Locale) ListLengthTitle(m varighet.Month) string {
	if m == 0 {
		return l.ListLength.TitleNone
	}
	return Fill(l.ListLength.Title, l.MonthYear(m))
}
