package words

import (
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// wideR is the width above which the interval of a correlation is wide.
const wideR = 0.6

// correlationVerdict judges r beside 0: too few without limits or of fewer than five, else by
// its interval.
func correlationVerdict(c survival.Correlation) Verdict {
	if Few(c.N) || !c.Lower.OK || !c.Upper.OK {
		return TooFew
	}
	return beside(c.Lower.V, c.Upper.V, 0, c.Upper.V-c.Lower.V > wideR)
}

// ListLengths are two sentences or three on list lengths and how they go with the months held.
func ListLengths(l *locale.Locale, residents []float64, c survival.Correlation) []string {
	x := writerIn(l)
	w := &l.ListLength
	switch len(residents) {
	case 0:
		return nil
	case 1:
		return []string{locale.Fill(w.One, l.Number(residents[0], 0)), locale.Fill(w.FewR, x.lists(1))}
	}
	list := []string{locale.Fill(w.Range, l.Number(slices.Min(residents), 0), l.Number(slices.Max(residents), 0))}
	verdict := correlationVerdict(c)
	text := map[Verdict]string{TooFew: w.FewR, TooWide: w.Wide, NoClear: w.None, BarelyAbove: w.Longer, Above: w.Longer, BarelyBelow: w.Short, Below: w.Short}[verdict]
	if verdict == TooFew {
		return append(list, locale.Fill(text, x.lists(c.N)))
	}
	list = append(list, locale.Fill(text, l.Number(c.R.V, 2), x.named(bareLimits(l, c.Lower, c.Upper, 2), true)))
	if verdict >= BarelyAbove {
		list = append(list, w.Cause)
	}
	return list
}

// lists is a number of lists in running text.
func (x writer) lists(n int) string { return x.count(n, x.l.ListLength.Noun, locale.Feminine) }

// bareLimits are limits without brackets.
func bareLimits(l *locale.Locale, lower, upper varighet.Opt[float64], decimals int) string {
	return strings.Trim(l.Interval(lower, upper, decimals), "()")
}

// ListLengthNote is what stands below the figure: r with its limits, and what is left out.
func ListLengthNote(l *locale.Locale, c survival.Correlation, noStart, noResidents, noGroup int) string {
	w := &l.ListLength
	note := w.NoR
	if c.R.OK && c.Lower.OK && !Few(c.N) {
		x := writerIn(l)
		note = locale.Fill(w.R, l.Number(c.R.V, 2), x.named(bareLimits(l, c.Lower, c.Upper, 2), true), l.Count(c.N, w.Noun))
	}
	if c.N == 0 {
		note = ""
	}
	return strings.TrimSpace(note + " " + strings.Join(ListLengthLeftOut(l, noStart, noResidents, noGroup), " "))
}

// ListLengthLeftOut says how many lists are left out, and why.
func ListLengthLeftOut(l *locale.Locale, noStart, noResidents, noGroup int) (list []string) {
	w := &l.ListLength
	for _, x := range []struct {
		n    int
		text locale.Plural
	}{{noStart, w.NoStart}, {noResidents, w.NoResidents}, {noGroup, w.NoGroup}} {
		if x.n > 0 {
			list = append(list, locale.Fill(x.text.Of(x.n), l.Int(x.n)))
		}
	}
	return list
}
