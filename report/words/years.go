package words

import (
	"strconv"

	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// TurnoverYears are two sentences on turnover a year: the first and the last year of whole, all
// groups together, and how many intervals of the groups miss their group's mean, beside how many would by
// chance.
func TurnoverYears(l *locale.Locale, whole *survival.TurnoverSeries, groups []*survival.TurnoverSeries) []string {
	x := writerIn(l)
	w := &l.YearTurnover
	var shown []*survival.YearTurnover
	for i := range whole.Years {
		if y := &whole.Years[i]; y.Shown() {
			shown = append(shown, y)
		}
	}
	switch {
	case len(shown) == 0 && whole.Counted > 0:
		return []string{locale.Fill(w.FewAll, x.l.InWords(survival.FewAtRisk, locale.Masculine))}
	case len(shown) == 0:
		return []string{w.NoneFull}
	}
	first, last := shown[0], shown[len(shown)-1]
	if len(shown) == 1 {
		return []string{locale.Fill(w.OneYear, x.year(first, true)...), w.OnlyOne}
	}
	return append([]string{locale.Fill(w.Change, append(x.year(first, true), x.year(last, false)...)...)}, x.offMean(groups)...)
}

// year is a year, how many left, of how many, and the share with its limits.
func (x writer) year(y *survival.YearTurnover, named bool) []string {
	n := y.Counted()
	return []string{strconv.Itoa(y.Year), x.orNone(y.LeaversOfOpen), x.l.Int(n), x.percent(y.Share.V, n) + ", " + x.limits(y.ShareLower, y.ShareUpper, n, named)}
}

// chance is a mean number with a decimal; of less than half a tenth that it is under a tenth.
func (x writer) chance(mean float64) string {
	if mean < 0.05 {
		return locale.Fill(x.l.SizeUnder, x.l.Number(0.1, 1))
	}
	return x.l.Number(mean, 1)
}

// offMean says how many intervals miss the mean; nothing of fewer than two.
func (x writer) offMean(groups []*survival.TurnoverSeries) []string {
	var all survival.OffMean
	for _, g := range groups {
		o := g.OffMean(confLevel)
		all.Off += o.Off
		all.Of += o.Of
		all.ByChance += o.ByChance
	}
	if all.Of < 2 {
		return nil
	}
	w := &x.l.YearTurnover
	text := w.Off.Of(all.Off)
	if all.Off == 0 {
		text = w.OffNone
	}
	return []string{locale.Capital(locale.Fill(text, x.l.InWords(all.Off, locale.Neuter), x.l.InWords(all.Of, locale.Neuter), x.chance(all.ByChance)))}
}
