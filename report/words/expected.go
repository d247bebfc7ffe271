package words

import (
	"math"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival/power"
)

// Expected is how many stopped beside how many were expected to.
type Expected struct {
	BySize varighet.Opt[Against] // in municipalities of the same sizes
	Whole  varighet.Opt[Against] // in the country as a whole
	Others bool                  // both are of the others beside a cohort
	File   string                // both are of the curves in it; "" for none
	Mixed  bool                  // sizes of the municipalities are known together only
	// the chances that such a cohort shows half the hazard, and twice it
	Halved, Doubled varighet.Opt[float64]
	Assumed         varighet.Opt[float64] // the shape that was assumed of published medians
}

// Against is a number of stops beside what one population gives.
type Against struct {
	N, Observed         int
	Expected            float64
	Ratio, Lower, Upper varighet.Opt[float64]
	Others              []float64 // ratios by other assumed shapes
}

// LeastExpected is the number expected below which a ratio says nothing.
const LeastExpected = 1

// wideRatio reports whether the interval of a ratio is wide: the upper limit is more than
// three times the lower, or one is missing or nought.
func wideRatio(lower, upper varighet.Opt[float64]) bool {
	return !lower.OK || !upper.OK || lower.V == 0 || upper.V > 3*lower.V
}

// ExpectedStops are the sentences on stops observed and expected: against municipalities of
// the same sizes first, then the country, then what hangs on an assumed form. There are none for
// no comparison.
func ExpectedStops(l *locale.Locale, e *Expected) []string {
	return slices.Concat(writerIn(l).expectedStops(e)...)
}

// expectedStops are the same in two paragraphs: the comparisons, and what they rest on.
func (x writer) expectedStops(e *Expected) (paragraphs [][]string) {
	compared := x.compared(e)
	if len(compared) == 0 {
		return nil
	}
	first, sameSize := e.BySize, true
	if !first.OK {
		first, sameSize = e.Whole, false
	}
	if few(&first.V) {
		return [][]string{compared}
	}
	return [][]string{compared, nonEmpty(x.assumed(e, &first.V, sameSize), x.couldShow(e))}
}

// compared says how many stopped beside each number expected, and what may be said of both.
func (x writer) compared(e *Expected) (sentences []string) {
	size, whole := &e.BySize.V, &e.Whole.V
	both := e.BySize.OK && e.Whole.OK && !few(size) && !few(whole)
	switch {
	case e.BySize.OK:
		sentences = append(sentences, x.against(e, size, x.population(e, true)))
	case e.Whole.OK:
		sentences = append(sentences, x.against(e, whole, x.population(e, false)))
	}
	if both {
		sentences = append(sentences, x.also(e, whole, x.population(e, false)))
	}
	return append(sentences, nonEmpty(x.byChance(e, both), x.partOfSize(size, whole, both), x.mixed(e))...)
}

func (x writer) population(e *Expected, sameSize bool) string {
	return report.Against(x.l, e.Others, e.File, sameSize)
}

// byChance says that differences may be chance, if the interval of each ratio shown includes 1.
func (x writer) byChance(e *Expected, both bool) string {
	includes := func(a varighet.Opt[Against]) bool {
		return a.OK && !few(&a.V) && a.V.Lower.V <= 1 && 1 <= a.V.Upper.V
	}
	switch {
	case both && includes(e.BySize) && includes(e.Whole):
		return x.l.Expected.BothChance
	case !both && (includes(e.BySize) || !e.BySize.OK && includes(e.Whole)):
		return x.l.Expected.MayBeChance
	}
	return ""
}

// partOfSize says that sizes of municipality may be a part of the difference from all, where the
// ratio against the same sizes is nearer to 1, in times as many.
func (x writer) partOfSize(size, whole *Against, both bool) string {
	if !both || size.Observed == 0 || math.Abs(math.Log(size.Ratio.V)) >= math.Abs(math.Log(whole.Ratio.V)) {
		return ""
	}
	return x.l.Expected.BySize
}

// mixed says that which position is in which municipality is not known.
func (x writer) mixed(e *Expected) string {
	if !e.Mixed || !e.BySize.OK || few(&e.BySize.V) {
		return ""
	}
	return x.l.Expected.MixedNote
}

// assumed says between what the ratios lie by other assumed forms; "" where none is assumed.
func (x writer) assumed(e *Expected, first *Against, sameSize bool) string {
	w := &x.l.Expected
	if !e.Assumed.OK || len(first.Others) == 0 {
		return ""
	}
	between := func(text string, a *Against, sameSize bool, more string) string {
		return locale.Fill(text, x.l.Number(slices.Min(a.Others), 2), x.l.Number(slices.Max(a.Others), 2), x.population(e, sameSize), more)
	}
	also := ""
	if whole := &e.Whole.V; sameSize && e.Whole.OK && !few(whole) && len(whole.Others) > 0 {
		also = between(w.AssumedAlso, whole, false, "")
	}
	return between(w.Assumed, first, sameSize, also)
}

// couldShow says what so many could have shown; "" where that is not known.
func (x writer) couldShow(e *Expected) string {
	if !e.Halved.OK || !e.Doubled.OK {
		return ""
	}
	w, small := &x.l.Expected, ""
	if power.TooFewToTell(e.Halved.V, e.Doubled.V) {
		small = w.NotShown
	}
	return locale.Fill(w.CouldShow, x.l.Percent(e.Halved.V, 0), x.l.Percent(e.Doubled.V, 0), small)
}

// few reports whether too few were expected for a ratio to say anything.
func few(a *Against) bool { return a.Expected < LeastExpected || !a.Ratio.OK || !a.Upper.OK }

// against says how many stopped, beside how many were expected by a population.
func (x writer) against(e *Expected, a *Against, population string) string {
	w := &x.l.Expected
	if few(a) {
		return locale.Fill(w.Little, x.l.Number(a.Expected, 1), population)
	}
	who := w.Nobody
	if a.Observed > 0 {
		who = locale.Capital(locale.Fill(w.Some, x.l.InWords(a.Observed, locale.Masculine)))
	}
	return locale.Fill(w.Sentence, who, x.l.Number(a.Expected, 1), population, x.l.Number(a.Ratio.V, 2), x.ratioLimits(a, true), x.verdict(e, a))
}

// also says the same of all, after those of the same sizes.
func (x writer) also(e *Expected, a *Against, all string) string {
	return locale.Fill(x.l.Expected.Also, x.l.Number(a.Expected, 1), x.l.Number(a.Ratio.V, 2), x.ratioLimits(a, false), x.verdict(e, a), all)
}

func (x writer) ratioLimits(a *Against, named bool) string {
	return x.named(strings.Trim(x.l.Interval(a.Lower, a.Upper, 2), "()"), named)
}

// tooFew reports whether the cohort is too few to tell: by what it could show, where that is
// known, else by how wide the interval is.
func (e *Expected) tooFew(a *Against) bool {
	wide := wideRatio(a.Lower, a.Upper)
	switch {
	case !e.Halved.OK || !e.Doubled.OK:
		return wide
	case e.Assumed.OK: // what is expected is taken as known, as the chances take it
		return power.TooFewToTell(e.Halved.V, e.Doubled.V)
	}
	return wide || power.TooFewToTell(e.Halved.V, e.Doubled.V)
}

// verdict says what may be said of a ratio beside 1.
func (x writer) verdict(e *Expected, a *Against) string {
	w := &x.l.Expected
	switch beside(a.Lower.V, a.Upper.V, 1, e.tooFew(a)) {
	case TooWide:
		if a.Lower.V < 0.5 && a.Upper.V > 2 {
			return w.HalfToDouble
		}
		return w.TooWide
	case NoClear:
		return w.NoClear
	case BarelyAbove:
		return w.BarelyAbove
	case BarelyBelow:
		return w.BarelyBelow
	case Above:
		return w.Above
	}
	return w.Below
}

// FewExpected reports whether too few were expected for a ratio to be shown.
func FewExpected(a *Against) bool { return few(a) }

// RatioVerdict judges a ratio beside 1: too few where less than LeastExpected was expected, else by
// its interval, which is wide where the upper limit is over three times the lower.
func RatioVerdict(a *Against) Verdict {
	if few(a) {
		return TooFew
	}
	return beside(a.Lower.V, a.Upper.V, 1, wideRatio(a.Lower, a.Upper))
}

// ObservedGroups say of how many groups there are too few to tell, and how many intervals do
// not hold 1 beside how many would not by chance. Of none or one nothing is said.
func ObservedGroups(l *locale.Locale, groups []Against) (sentences []string) {
	if len(groups) < 2 {
		return nil
	}
	x := writerIn(l)
	fewGroups, outside, judged := 0, 0, 0
	for i := range groups {
		v := RatioVerdict(&groups[i])
		switch {
		case v == TooFew || v == TooWide:
			fewGroups++
		case v >= BarelyAbove:
			outside++
		}
		if v != TooFew {
			judged++
		}
	}
	w := &l.Observed
	if fewGroups > 0 {
		a, b := x.of(fewGroups, len(groups), locale.Feminine)
		sentences = append(sentences, locale.Fill(w.FewOf.Of(fewGroups), a, b))
	}
	switch {
	case outside > 0:
		a, b := x.of(outside, judged, locale.Neuter)
		sentences = append(sentences, locale.Capital(locale.Fill(w.OutsideOf.Of(outside), a, b, l.Number(float64(judged)*(1-confLevel), 1))))
	case judged > 1:
		sentences = append(sentences, locale.Fill(w.InsideAll, l.InWords(judged, locale.Neuter)))
	}
	return sentences
}
