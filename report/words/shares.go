package words

import "github.com/varighet/varighet/report/locale"

// Shares say between what the definitions of turnover lie, and set each published share beside
// that of the same definition.
func Shares(l *locale.Locale, f *Facts) []string {
	x := writerIn(l)
	w := &l.Shares
	low, high, least, greatest := 2.0, -1.0, "", ""
	for _, s := range f.Turnover {
		if !s.Share.OK || Few(s.Of) {
			continue
		}
		if s.Share.V < low {
			low, least = s.Share.V, x.percent(s.Share.V, s.Of)
		}
		if s.Share.V > high {
			high, greatest = s.Share.V, x.percent(s.Share.V, s.Of)
		}
	}
	var list []string
	switch {
	case high < 0:
		return []string{w.NoShare}
	case least == greatest:
		list = append(list, locale.Fill(w.OneShare, least))
	default:
		list = append(list, locale.Fill(w.Range, least, greatest))
	}
	for _, p := range f.Shares {
		list = append(list, x.compare(f, p))
	}
	return list
}
