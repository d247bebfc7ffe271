package words

import (
	"slices"

	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// Municipalities say how many municipalities have a median above that of their size group, how
// many below, and for how many there are too few to tell; and how many would be outside by
// chance, where some are. Of none nothing is said.
func Municipalities(l *locale.Locale, list []survival.OwnMedian) []string {
	if len(list) == 0 || list[0].MedianWithheld { // as all are, if any is
		return nil
	}
	var counts [survival.GroupUnknown + 1]int // the last is of all that are not compared
	intervals := 0
	for i := range list {
		m := &list[i]
		counts[min(m.Verdict, survival.GroupUnknown)]++
		if q := m.Given(); m.Verdict.Compared() && (q.Lower.OK || q.Upper.OK) {
			intervals++
		}
	}
	x := writerIn(l)
	sentences := []string{x.standing(counts[:], len(list))}
	if intervals > 1 && counts[survival.AboveGroup]+counts[survival.BelowGroup] > 0 {
		sentences = append(sentences, locale.Fill(l.Municipalities.ByChance, x.l.InWords(intervals, locale.Masculine), l.Number(float64(intervals)*(1-confLevel), 1)))
	}
	return sentences
}

// standing is the sentence on counts by verdict.
func (x writer) standing(counts []int, n int) string {
	w := &x.l.Municipalities
	few, above, below, not := counts[survival.TooFewToTell], counts[survival.AboveGroup], counts[survival.BelowGroup], counts[survival.GroupUnknown]
	switch {
	case not == n:
		return locale.Clauses([]string{w.NoneCompared})
	case n == 1:
		return locale.Clauses([]string{[...]string{w.FewOnly, w.AboveOnly, w.BelowOnly}[slices.Index(counts, 1)]})
	case few == n:
		return locale.Clauses([]string{locale.Fill(w.FewAll, x.l.InWords(n, locale.Masculine))})
	}
	of := func(text locale.Plural, k int) string {
		a, b := x.of(k, n, locale.Masculine)
		return locale.Fill(text.Of(k), a, b)
	}
	var clauses []string
	switch {
	case above > 0 && below > 0:
		clauses = []string{of(w.AboveOf, above), locale.Fill(w.Below.Of(below), x.l.InWords(below, locale.Masculine))}
	case above > 0:
		clauses = []string{of(w.AboveOf, above)}
	case below > 0:
		clauses = []string{of(w.BelowOf, below)}
	}
	if few > 0 {
		clauses = append(clauses, of(w.FewOf, few))
	}
	if not > 0 {
		clauses = append(clauses, locale.Fill(w.NotCompared.Of(not), x.l.InWords(not, locale.Masculine)))
	}
	return locale.Clauses(clauses)
}
