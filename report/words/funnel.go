package words

import (
	"math"

	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival/funnel"
)

// Funnel is how many units stand where in a funnel.
type Funnel struct {
	Judged, NotJudged int
	Outside, Far      int  // of the judged, outside the 95 % limits, and of those outside 99.8 %
	Adjusted          int  // of the judged, outside 95 % with room for units that differ anyway
	Spread            bool // units differ by more than chance gives
	Matched           bool // they are compared within size groups
	Without           int  // agreements left out
	Own, OwnOutside   int  // of the judged, those where a cohort has positions too, and of them outside 95 %
}

// fewestUnits is how many units a funnel needs for its counts to be said.
const fewestUnits = 10

// FunnelSentences say how many units lie outside beside how many would by chance.
func FunnelSentences(l *locale.Locale, f *Funnel) []string {
	w := &l.Funnel
	switch {
	case f.Judged == 0:
		return []string{w.Empty}
	case f.Judged < fewestUnits:
		return []string{locale.Fill(w.Few.Of(f.Judged), l.InWords(f.Judged, locale.Masculine))}
	}
	x := writerIn(l)
	a, b := x.of(f.Outside, f.Judged, locale.Masculine)
	if f.Outside == 0 {
		a, b = x.w.None, l.Int(f.Judged)
	}
	list := []string{locale.Capital(locale.Fill(w.OutsideOf, a, b, byChance(l, f.Judged, funnel.InnerLevel)))}
	if f.Far == 0 {
		list = append(list, w.FarNone)
	} else {
		list = append(list, locale.Capital(locale.Fill(w.FarSome.Of(f.Far), l.InWords(f.Far, locale.Masculine), byChance(l, f.Judged, funnel.OuterLevel))))
	}
	if f.Own > 0 {
		list = append(list, x.ownUnits(f))
	}
	if f.Spread {
		adjusted := x.w.None
		if f.Adjusted > 0 {
			adjusted = l.InWords(f.Adjusted, locale.Masculine)
		}
		list = append(list, locale.Fill(w.Spread, adjusted))
	}
	return list
}

// ownUnits says how those lie where a cohort has positions too.
func (x writer) ownUnits(f *Funnel) string {
	w := &x.l.Funnel
	if f.OwnOutside == 0 {
		return locale.Fill(w.OwnInside.Of(f.Own), x.l.Int(f.Own))
	}
	return locale.Fill(w.OwnSome.Of(f.Own), x.l.Int(f.Own), x.l.InWords(f.OwnOutside, locale.Masculine))
}

// byChance is how many of so many units lie outside limits of a level if all are alike: with one
// decimal where they are few, else whole.
func byChance(l *locale.Locale, units int, level float64) string {
	n := float64(units) * (1 - level)
	if n < 5 {
		return l.Number(n, 1)
	}
	return l.Int(int(math.Floor(n + 1e-9)))
}

// FunnelNotes are what stands below the figure and the table: how units are judged, if any is, and
// those that are not.
func FunnelNotes(l *locale.Locale, f *Funnel) (list []string) {
	w := &l.Funnel
	if f.Judged > 0 {
		list = []string{w.OwnAll, w.Method, w.NoRanks}
		if f.Matched {
			list[0] = w.OwnGroup
		}
		if f.Own > 0 {
			list[2] = w.NoRanksOwn
		}
	}
	if f.NotJudged > 0 {
		list = append(list, locale.Fill(w.NotJudged.Of(f.NotJudged), l.Int(f.NotJudged)))
	}
	if f.Without > 0 {
		list = append(list, locale.Fill(w.NoSize.Of(f.Without), l.Int(f.Without)))
	}
	return list
}
