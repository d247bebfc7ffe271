package words

import (
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// A writer writes sentences in a language.
type writer struct {
	l *locale.Locale
	w *locale.PageWords
}

func writerIn(l *locale.Locale) writer { return writer{l, l.Page()} }

// confLevel is that of every interval.
const confLevel = 0.95

// Summary writes a study in about ten sentences, those that its numbers carry.
func Summary(l *locale.Locale, f *Facts) []string {
	x := writerIn(l)
	w := &x.w.Facts
	if f.Stability.Positions == 0 {
		return []string{w.Nothing}
	}
	var list []string
	if !f.Held.Scope {
		list = x.scope(f)
	}
	add := func(sentences ...string) {
		for _, s := range sentences {
			if s != "" {
				list = append(list, s)
			}
		}
	}
	if !f.Held.Same {
		add(x.same(f))
	}
	if !f.Held.Filled {
		add(x.filled(f))
	}
	if f.Agreements > 0 {
		if !f.Held.Left {
			add(x.left(f))
		}
		add(x.still(f.Curve), x.median(f.Curve), x.turnover(f))
		for _, p := range f.Shares {
			add(x.compare(f, p))
		}
		if f.Expected != nil {
			for _, paragraph := range x.expectedStops(f.Expected) {
				add(strings.Join(paragraph, " "))
			}
		}
	}
	add(x.besideCohort(f)...)
	if !f.Held.Account {
		add(x.account(f))
	}
	if f.Held.Any() {
		add(locale.Sentence(locale.Fill(w.SomeWithheld, l.Int(f.Held.Most))))
	}
	if f.Held.Lean {
		add(l.LeansShortWithheld)
	}
	if f.Lean.OK {
		add(locale.Fill(l.LeansShort, l.Int(f.Lean.V[0]), l.Int(f.Lean.V[1])))
	}
	return list
}

// count writes a number and its noun in running text: "én stilling", "22 leger".
func (x writer) count(n int, noun locale.Plural, g locale.Gender) string {
	if n == 0 {
		return x.w.No + " " + noun.Other
	}
	return x.l.InWords(n, g) + " " + noun.Of(n)
}

// of writes both numbers of "x of y", as words if the first is small: "seks av 22", "én av
// tre", "7 av 12".
func (x writer) of(n, of int, g locale.Gender) (string, string) {
	if n > 6 {
		return x.l.Int(n), x.l.Int(of)
	}
	return x.l.InWords(n, g), x.l.InWords(of, g)
}

// same says how many positions have had the same doctor throughout, and what the others had.
func (x writer) same(f *Facts) string {
	w, p := &x.w.Facts, f.Positions
	n := f.Filled // ever
	if n == 0 {
		return locale.Sentence(w.NobodyEver)
	}
	var first string
	some, of := x.of(p.Same, n, locale.Feminine)
	switch {
	case n == 1 && p.Same == 1:
		first = w.SameOnly
	case n == 1:
		first = w.SameOnlyNot
	case p.Same == 0:
		first = locale.Fill(w.SameNone, x.l.InWords(n, locale.Feminine))
	case p.Same == 2 && n == 2 && p.Never == 0:
		first = w.SameBoth
	case p.Same == n && p.Never == 0:
		first = locale.Fill(w.SameAll, x.l.InWords(n, locale.Feminine))
	default:
		text := w.SameSome
		if p.Never > 0 {
			text = w.SameSomeEver
		}
		first = locale.Fill(text.Of(p.Same), some, of)
	}
	return locale.Clauses(nonEmpty(first, x.others(p, n)))
}

// others says how many doctors the other positions have had.
func (x writer) others(p Positions, n int) string {
	w := &x.w.Facts
	rest := n - p.Same
	if rest == 0 || p.Same == 0 && n > 1 || n == 1 {
		return "" // there are no "others"
	}
	var clauses []string
	var only locale.Holding
	for _, g := range []struct {
		n int
		h locale.Holding
	}{{p.Two, w.HadTwo}, {p.More, w.HadMore}, {p.One, w.HadOne}} {
		if g.n > 0 {
			only = g.h
			clauses = append(clauses, locale.Fill(g.h.Count.Of(g.n), x.l.InWords(g.n, locale.Feminine)))
		}
	}
	switch {
	case rest == 1:
		return locale.Fill(w.RestOne, only.What)
	case len(clauses) == 1:
		return locale.Fill(w.RestAll, x.l.InWords(rest, locale.Feminine), only.What)
	}
	return locale.Fill(w.RestMixed, x.l.InWords(rest, locale.Feminine), x.l.List(clauses))
}

// filled says how many positions had a doctor in the last month.
func (x writer) filled(f *Facts) string {
	w, p := &x.w.Facts, f.Positions
	if p.Windows || f.Filled == 0 {
		return ""
	}
	month := x.l.MonthYear(f.Seen)
	n := f.Stability.Positions
	switch {
	case n == 1 && p.Filled == 1:
		return locale.Sentence(locale.Fill(w.FilledOnly, month)) + x.between(f)
	case n == 1 && p.Vacant == 1:
		return locale.Sentence(locale.Fill(w.VacantOnly, month))
	case n == 1:
		return ""
	case p.Filled == n:
		return locale.Sentence(locale.Fill(w.FilledAll, month)) + x.between(f)
	}
	first := locale.Fill(w.FilledNone, month)
	if p.NoData > 0 {
		first = locale.Fill(w.FilledUnseen, month)
	}
	if p.Filled > 0 {
		some, of := x.of(p.Filled, n, locale.Feminine)
		first = locale.Fill(w.FilledSome, some, of, month)
	}
	return locale.Clauses(nonEmpty(first, x.some(w.ThenVacant, p.Vacant), x.some(w.ThenGone, p.Gone), x.some(w.ThenNoData, p.NoData), x.some(w.NeverFilled, p.Never))) + x.between(f)
}

// some fills a clause on so many positions; "" for none.
func (x writer) some(clause locale.Plural, n int) string {
	if n == 0 {
		return ""
	}
	return locale.Fill(clause.Of(n), x.l.InWords(n, locale.Feminine))
}

// left says how many doctors have left; or, where a doctor has several, how many agreements
// have ended.
func (x writer) left(f *Facts) string {
	w, n := &x.w.Facts, f.Agreements
	only, onlyNot, none, some, both, all := w.LeftOnly, w.LeftOnlyNot, w.LeftNone, w.LeftSome, w.LeftBoth, w.LeftAll
	if n != f.Doctors {
		only, onlyNot, none, some, both, all = w.EndedOnly, w.EndedOnlyNot, w.EndedNone, w.EndedSome, w.EndedBoth, w.EndedAll
	}
	switch {
	case f.Stopped == 0 && n == 1:
		return locale.Sentence(onlyNot)
	case f.Stopped == 0:
		return locale.Sentence(locale.Fill(none, x.l.InWords(n, locale.Masculine)))
	}
	a, b := x.of(f.Stopped, n, locale.Masculine)
	first := locale.Fill(some.Of(f.Stopped), a, b)
	switch {
	case n == 1:
		first = only
	case f.Stopped == 2 && n == 2:
		first = both
	case f.Stopped == n:
		first = locale.Fill(all, x.l.InWords(n, locale.Masculine))
	}
	if f.LongestHeld == 0 {
		return locale.Sentence(locale.Capital(first))
	}
	later := ""
	if !Few(f.NoneLater) {
		later = locale.Fill(w.NoneLater, x.l.InWords(f.NoneLater, locale.Masculine), x.months(f.LongestHeld))
	}
	return locale.Clauses(nonEmpty(first+locale.Fill(w.Held, x.span(f.ShortestHeld, f.LongestHeld)), later))
}

// months writes a number of months: "én måned", "13 måneder".
func (x writer) months(n int) string {
	if n == 1 {
		return x.count(1, x.l.Month, locale.Masculine)
	}
	return x.l.Count(n, x.l.Month)
}

// still says how many still hold the position after a year and, if the data reach so far,
// after five.
func (x writer) still(c *survival.GroupCurve) string {
	w := &x.w.Facts
	if c == nil || c.N == 0 || c.Stops == 0 || !c.KnownAt(12) {
		return "" // the median says so, or nothing is known at a year
	}
	at, ok := Shown(c, 12)
	switch {
	case !ok && c.Shown != nil && (at.AtRisk >= survival.FewAtRisk || c.Shown.From >= 12):
		return "" // there are enough, but no limits; or only of those who had been there longer
	case !ok:
		return locale.Fill(w.StillFew, x.l.InWords(survival.FewAtRisk, locale.Masculine))
	}
	s := locale.Fill(w.Still, x.w.OneYear, x.percent(at.Survival, c.N)+x.given(c), x.limits(at.Lower, at.Upper, c.N, true))
	wide, named := wideShare(at.Lower, at.Upper), false
	if at.Survival == 1 {
		s, wide, named = locale.Fill(w.StillAll, x.w.OneYear), false, true
	}
	if at, ok = Shown(c, 60); ok && at.Survival < 1 {
		s += locale.Fill(w.StillAlso, x.w.FiveYears, x.percent(at.Survival, c.N), x.limits(at.Lower, at.Upper, c.N, named))
		wide = wide || wideShare(at.Lower, at.Upper)
	}
	if wide {
		s += w.Wide
	}
	return locale.Sentence(s)
}

// fromStart reports whether a curve may be shown at a time, and has enough at risk all the way
// from the start.
func fromStart(c *survival.GroupCurve, months float64) bool {
	_, ok := Shown(c, months)
	return ok && c.Shown.From == 0
}

// given says of whom a curve is that begins late, since few are at risk before.
func (x writer) given(c *survival.GroupCurve) string {
	if c.Full == nil || c.Full.From == 0 {
		return ""
	}
	return locale.Fill(x.w.Facts.Given, x.l.Count(int(c.Full.From), x.l.Month))
}

// Shown reads a curve at a time at which it may be shown: enough are at risk, and its limits
// are known, as they are but where nobody has left.
func Shown(c *survival.GroupCurve, months float64) (at survival.SurvivalAt, ok bool) {
	if c == nil || c.Shown == nil {
		return at, false
	}
	at = heldAt(c.Shown, months)
	return at, c.KnownAt(months) && months > c.Shown.From && !at.Beyond && !Few(at.AtRisk) && (at.Survival == 1 || at.Lower.OK && at.Upper.OK)
}

// decimals are those of a share of so many.
func decimals(n int) int {
	if n < 1000 {
		return 0
	}
	return 1
}

func (x writer) percent(share float64, n int) string { return x.l.Percent(share, decimals(n)) }

// limits writes those of a share, without brackets; the first of a sentence say what they are.
func (x writer) limits(lower, upper varighet.Opt[float64], n int, named bool) string {
	s := strings.Trim(x.l.PercentInterval(lower, upper, decimals(n)), "()")
	return x.named(s, named)
}

func (x writer) named(s string, named bool) string {
	if !named || s == "" {
		return s
	}
	return locale.Fill(x.w.CI, x.l.Percent(confLevel, 0)) + " " + s
}

// median says when half have left, or that it cannot be said.
func (x writer) median(c *survival.GroupCurve) string {
	w := &x.w.Facts
	switch {
	case c != nil && c.Withheld:
		return ""
	case c == nil || c.N == 0:
		return w.MedianNobody
	case c.Stops == 0:
		return w.MedianNoStops
	case c.TooFew():
		return w.MedianFew
	}
	given := c.Median()
	if given.MedianWithheld {
		return ""
	}
	m := given.Given()
	if !m.Time.OK {
		s := w.MedianNone
		if m.Lower.OK {
			s += locale.Fill(w.MedianAtLeast, x.l.Years(m.Lower.V), x.l.Percent(confLevel, 0))
		}
		return locale.Sentence(late(s, x.given(c)))
	}
	s := late(locale.Fill(w.Median, medianYears(x.l, &given), x.named(strings.Trim(x.l.Interval(years(m.Lower), years(m.Upper), 1), "()"), true)), x.given(c))
	if wideMedian(m.Lower, m.Upper) {
		s += w.Wide
	}
	return locale.Sentence(s)
}

// medianYears is a median in years, or the step of a published curve that it lies in.
func medianYears(l *locale.Locale, g *survival.GroupMedian) string {
	if m := g.Given().Time; g.After.OK {
		return l.YearsBetween(g.After.V, m.V)
	}
	return l.Years(g.Given().Time.V)
}

// late puts a clause with a comma after a sentence; "" is none.
func late(s, clause string) string {
	if clause == "" {
		return s
	}
	return s + "," + clause
}

func years(months varighet.Opt[float64]) varighet.Opt[float64] {
	months.V /= 12
	return months
}

// turnover says how many left within some months, by each definition.
func (x writer) turnover(f *Facts) string {
	w := &x.w.Facts
	var items []string
	var least, greatest string
	low, high := 2.0, -1.0
	intervals, wide, pick := 0, 0, false
	for _, s := range f.Turnover {
		letter, what := s.Definition.Letter(), w.TurnoverShorts[s.Definition]
		if s.Withheld {
			items = append(items, locale.Fill(w.TurnoverWithheld, letter, what))
			continue
		}
		if !s.Share.OK && !Few(s.Of) { // a curve that ends before
			items = append(items, locale.Fill(w.TurnoverShort, letter, what))
			continue
		}
		if Few(s.Of) {
			items = append(items, locale.Fill(w.TurnoverFew, letter, what, x.l.Int(s.Of)))
			continue
		}
		curve := s.Definition == survival.TurnoverKaplanMeier
		if curve && !fromStart(f.Curve, float64(s.Within)) {
			items = append(items, locale.Fill(w.TurnoverUncertain, letter, what))
			continue
		}
		share := x.percent(s.Share.V, s.Of)
		if s.Share.V < low {
			low, least = s.Share.V, share
		}
		if s.Share.V > high {
			high, greatest = s.Share.V, share
		}
		if curve && s.Gone == 0 { // no limits are known
			items = append(items, locale.Fill(w.TurnoverCurveZero, letter, what))
			continue
		}
		held := s.Limits()
		limits := x.limits(held.Lower, held.Upper, s.Of, intervals == 0)
		intervals++
		if wideShare(held.Lower, held.Upper) {
			wide++
		}
		switch {
		case curve:
			pick = true
			items = append(items, locale.Fill(w.TurnoverCurve, letter, what, share, limits))
		case s.Gone == 0:
			items = append(items, locale.Fill(w.TurnoverZero, letter, what, x.l.Int(s.Of), limits))
		default:
			items = append(items, locale.Fill(w.TurnoverItem, letter, what, x.l.Int(s.Gone), x.l.Int(s.Of), share, limits))
		}
	}
	months := x.l.Count(f.Within, x.l.Month)
	if high < 0 && len(f.Turnover) > 0 && !slices.ContainsFunc(f.Turnover, func(s survival.TurnoverShare) bool { return !s.Withheld }) {
		return "" // SomeWithheld says so
	}
	if high < 0 {
		return locale.Fill(w.TurnoverNobody, months)
	}
	s := locale.Fill(w.TurnoverRange, months, least, greatest, strings.Join(items, ", "))
	switch {
	case high == 0:
		s = locale.Fill(w.TurnoverNone, months, strings.Join(items, ", "))
	case least == greatest:
		s = locale.Fill(w.TurnoverSame, months, least, strings.Join(items, ", "))
	}
	switch {
	case wide > 1 && wide == intervals:
		s += "; " + w.TurnoverAllWide
	case wide > 0:
		s += "; " + w.TurnoverWide
	}
	if s = locale.Sentence(s); pick && intervals > 1 {
		s += " " + w.TurnoverPick
	}
	return s
}

// compare sets a published share beside the one here that is counted in the same way.
func (x writer) compare(f *Facts, p Published) string {
	h := &x.w.Hedges
	published := x.l.Percent(p.Share, 0)
	var here survival.TurnoverShare
	for _, s := range f.Turnover {
		if p.Definition.OK && s.Definition == p.Definition.V {
			here = s
		}
	}
	if here.Withheld {
		return locale.Fill(h.Withheld, published, p.What)
	}
	text := [...]string{h.NotSame, h.Few, h.AsPublished, h.TooWide, h.NoClear, h.BarelyAbove, h.BarelyBelow, h.Above, h.Below}
	verdict := compareShares(here, p.Share, p.Definition, p.Within)
	if verdict != NotSame && here.Definition == survival.TurnoverKaplanMeier && !fromStart(f.Curve, float64(here.Within)) {
		verdict = TooFew
	}
	sentence := text[verdict]
	if of := survival.DefinitionOf(p.Measure).Of; verdict == NotSame && of == survival.NotKnown {
		sentence = h.OfNotSaid
	}
	letter := ""
	if p.Definition.OK {
		letter = p.Definition.V.Letter()
	}
	limit := func(v varighet.Opt[float64]) string { return x.percent(v.V, here.Of) }
	held := here.Limits()
	return locale.Fill(sentence, published, p.What, letter, limit(held.Lower), limit(held.Upper))
}

// account says what is missing, left out, assumed and corrected.
func (x writer) account(f *Facts) string {
	w := &x.w.Facts
	var list []string
	if f.Missing.OK {
		list = append(list, x.missing(f.Missing.V))
	}
	of := func(clause locale.Plural, n int) {
		if n > 0 {
			a, b := x.of(n, f.Agreements, locale.Masculine)
			list = append(list, locale.Fill(clause.Of(n), a, b))
		}
	}
	for _, o := range f.LeftOut {
		switch o.Reason {
		case survival.StartUnknown:
			of(w.UnknownStart, o.Spells)
		case survival.FirstSeenInLast:
			of(w.FirstInLast, o.Spells)
		}
	}
	if len(f.LeftOut) == 0 && f.Agreements > 0 {
		list = append(list, w.LeftOutNone)
	}
	of(w.LateEntry, f.LateEntry)
	of(w.Assumed, f.Assumed)
	of(w.Corrected, f.Corrected)
	if len(list) == 0 {
		return ""
	}
	return locale.Clauses(list)
}

// mostMonths is how many missing months a sentence names.
const mostMonths = 6

func (x writer) missing(months []varighet.Month) string {
	w, n := &x.w.Facts, len(months)
	switch {
	case n == 0:
		return w.MissingNone
	case n > mostMonths:
		return locale.Fill(w.MissingMany, x.l.InWords(n, locale.Masculine), x.l.MonthYear(months[0]), x.l.MonthYear(months[n-1]))
	}
	var names []string
	for _, m := range months {
		names = append(names, x.l.MonthYear(m))
	}
	return locale.Fill(w.MissingMonths.Of(n), x.l.InWords(n, locale.Masculine), x.l.List(names))
}

func nonEmpty(list ...string) (kept []string) {
	for _, s := range list {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}
