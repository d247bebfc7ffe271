package words

import (
	"strings"

	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// Vacancies are sentences on lists without a doctor: how many in the last month that can be
// counted, and how long until they are filled, by the curve of that; nil for no vacancies.
func Vacancies(l *locale.Locale, months []survival.VacancyMonth, fill *survival.GroupCurve) (sentences []string) {
	x := writerIn(l)
	m := survival.LastCounted(months)
	if m == nil {
		return []string{l.Vacancies.Empty}
	}
	sentences = append(sentences, x.vacant(m))
	if s := TimeToFill(l, fill); s != "" {
		sentences = append(sentences, s)
	}
	return sentences
}

// vacant says how many lists are vacant in a month.
func (x writer) vacant(m *survival.VacancyMonth) string {
	w := &x.l.Vacancies
	month := x.l.MonthYear(m.Month)
	if m.Vacant == 0 {
		return locale.Fill(w.None.Of(m.Lists), x.l.Int(m.Lists), month)
	}
	s := locale.Fill(w.Some.Of(m.Vacant), x.l.Int(m.Vacant), x.l.Int(m.Lists), month, x.l.Percent(m.Share().V, 1))
	if m.Lists == 1 {
		s = locale.Fill(w.Only, "", "", month)
	}
	switch {
	case m.YearOrMore == 0:
	case m.YearOrMore == m.Vacant:
		s += w.YearAll.Of(m.Vacant)
	default:
		s += locale.Fill(w.YearOrMore.Of(m.YearOrMore), x.l.InWords(m.YearOrMore, locale.Feminine))
	}
	return locale.Sentence(s)
}

// TimeToFill says by when half of the vacancies were filled and how many stand open after a year.
func TimeToFill(l *locale.Locale, c *survival.GroupCurve) string {
	x := writerIn(l)
	w := &l.Vacancies
	switch {
	case c == nil || c.N == 0:
		return w.FillNone
	case c.TooFew() || Few(c.N):
		return locale.Fill(w.FillFew, x.l.Int(c.N))
	}
	given := c.Median()
	median := given.Given()
	if !median.Time.OK {
		return locale.Fill(w.FillOpen, l.Int(c.N), x.orNone(c.Stops))
	}
	limits := x.named(strings.Trim(l.Interval(median.Lower, median.Upper, 0), "()"), true)
	months := x.shortMonths(median.Time.V)
	if given.After.OK {
		months = l.Range(l.Short(given.After.V, 1), months)
	}
	s := locale.Fill(w.Fill, l.Int(c.N), months, limits)
	at, ok := Shown(c, 12)
	if ok && at.Survival < 1 {
		s += locale.Fill(w.StillOpen, x.share(at.Survival, c.N), x.limits(at.Lower, at.Upper, c.N, false))
	}
	if wideMedian(median.Lower, median.Upper) && !(ok && at.Survival < 1) { // said of the number before
		s += x.w.Facts.Wide
	}
	return locale.Sentence(s)
}

// orNone is a number, or "ingen".
func (x writer) orNone(n int) string {
	if n == 0 {
		return x.w.None
	}
	return x.l.Int(n)
}

// shortMonths writes months that may be half ones.
func (x writer) shortMonths(months float64) string {
	if months == 1 {
		return x.months(1)
	}
	return x.l.Short(months, 1) + "\u00a0" + x.l.Month.Other
}
