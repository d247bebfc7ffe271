package words

import (
	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// Bars are two sentences on a timeline of bars.
func Bars(l *locale.Locale, spells []survival.Spell) []string {
	x := writerIn(l)
	w := &x.w.Shown
	agreements, ended, known, early := 0, 0, 0, 0
	for i := range spells {
		s := &spells[i]
		if s.Kind != survival.Regular {
			continue
		}
		agreements++
		if s.Stopped {
			ended++
			if s.Start.OK {
				known++
				if s.MonthsHeld() <= 12 {
					early++
				}
			}
		}
	}
	if ended == 0 {
		return []string{w.Bars, w.BarsNobody}
	}
	a, b := x.of(ended, agreements, locale.Masculine)
	within := x.l.InWords(early, locale.Masculine)
	switch {
	case early == 0:
		within = x.w.None
	case early == known && known == 2:
		within = x.w.Both
	case early == known:
		within = x.w.Every
	}
	text := w.BarsLeft
	if ended == agreements {
		text = w.BarsAll
		b = x.l.InWords(agreements, locale.Masculine)
	}
	if known == ended || ended == 1 {
		return []string{w.Bars, locale.Capital(locale.Fill(text.Of(ended), a, b, within))}
	}
	said := locale.Fill(w.BarsSome, a, b)
	if ended == agreements {
		said = locale.Fill(w.BarsEvery, b)
	}
	if known > 1 { // of one, the bar says it
		said += locale.Fill(w.BarsKnown, x.l.InWords(known, locale.Masculine), within)
	}
	return []string{w.Bars, locale.Sentence(locale.Capital(said))}
}

// Squares are two sentences on a timeline with a square a month.
func Squares(l *locale.Locale, spells []survival.Spell) []string {
	x := writerIn(l)
	w := &x.w.Shown
	st := survival.StabilityAt(spells, spells, survival.LastKnown(spells))
	p := positionsOf(&st)
	if p.Turns == 0 {
		return []string{w.Months, w.MonthsNone}
	}
	a, b := x.of(p.Turns, st.Positions, locale.Feminine)
	return []string{w.Months, locale.Capital(locale.Fill(w.MonthsMore.Of(p.Turns), a, b))}
}

// Curves are two sentences on Kaplan–Meier curves.
func Curves(l *locale.Locale, groups []*survival.GroupCurve) []string {
	x := writerIn(l)
	w := &x.w.Shown
	var withheld []string
	for _, c := range groups {
		if c.Withheld {
			withheld = append(withheld, x.groupName(c.Group))
		}
	}
	if withheld != nil { // one of them may have the fewest, or the most
		return []string{locale.Fill(l.Curve.WithheldGroups, l.List(withheld))}
	}
	if len(groups) == 1 {
		second := x.still(groups[0])
		if second == "" {
			second = x.median(groups[0])
		}
		return []string{locale.Fill(w.Curve, l.Percent(confLevel, 0)), second}
	}
	lowest, highest, months, ok := extremes(groups)
	if !ok {
		return []string{w.GroupsFew, w.NotTested}
	}
	long := x.w.OneYear
	if months == 60 {
		long = x.w.FiveYears
	}
	share := func(c *survival.GroupCurve, named bool) string {
		at, _ := Shown(c, months)
		if at.Survival == 1 { // where nobody has left, no limits are known
			return x.percent(1, c.N)
		}
		return x.percent(at.Survival, c.N) + " (" + x.limits(at.Lower, at.Upper, c.N, named) + ")"
	}
	return []string{locale.Fill(w.Groups, long, l.SizeGroup(lowest.Group), share(lowest, true), l.SizeGroup(highest.Group), share(highest, false)),
		w.NotTested}
}

// groupName is the name of a group in running text.
func (x writer) groupName(group string) string {
	if group == "all" {
		return x.l.All
	}
	return x.l.SizeGroup(group)
}

// extremes finds the groups of which the fewest and the most still hold the position after
// five years, else after one: the latest at which every curve that is drawn may be shown.
func extremes(groups []*survival.GroupCurve) (lowest, highest *survival.GroupCurve, months float64, ok bool) {
	for _, months = range []float64{60, 12} {
		lowest, highest, ok = nil, nil, true
		var low, high float64
		for _, c := range groups {
			if c.Shown == nil {
				continue
			}
			at, shown := Shown(c, months)
			if !shown {
				ok = false
				break
			}
			if lowest == nil || at.Survival < low {
				lowest, low = c, at.Survival
			}
			if highest == nil || at.Survival > high {
				highest, high = c, at.Survival
			}
		}
		if ok && lowest != highest && low < high {
			return lowest, highest, months, true
		}
	}
	return nil, nil, 0, false
}

// ordered reports whether no other group can have a shorter median than one, or a longer than another, within the
// steps of published curves.
func ordered(groups []survival.GroupMedian, shortest, longest *survival.GroupMedian) bool {
	for i := range groups {
		g := &groups[i]
		m := g.Given().Time
		if g.Group == "all" || !m.OK {
			continue
		}
		from := g.After.Or(m.V)
		if g != shortest && g.After.OK && from < shortest.Given().Time.V || g != longest && longest.After.OK && m.V > longest.After.V {
			return false
		}
	}
	return true
}

// Medians are two sentences or three on medians by group; comparable is whether published
// ones are of the same unit and period, and period that of theirs ("" for none beside).
func Medians(l *locale.Locale, groups []survival.GroupMedian, comparable bool, period string) []string {
	x := writerIn(l)
	w := &x.w.Shown
	var shortest, longest *survival.GroupMedian
	for i := range groups {
		g := &groups[i]
		if m := g.Given().Time; !m.OK || g.Group == "all" {
			continue
		} else if shortest == nil || m.V < shortest.Given().Time.V {
			shortest = g
		}
		if longest == nil || g.Given().Time.V > longest.Given().Time.V {
			longest = g
		}
	}
	var withheld []string
	for i := range groups {
		if g := &groups[i]; g.Group != "all" && (g.Withheld || g.MedianWithheld) {
			withheld = append(withheld, l.SizeGroup(g.Group))
		}
	}
	name := func(g *survival.GroupMedian) string { return l.SizeGroup(g.Group) }
	long := func(g *survival.GroupMedian) string { return medianYears(l, g) }
	var list []string
	switch {
	case withheld != nil: // one of them may have the shortest, or the longest
		list = append(list, locale.Fill(l.Curve.WithheldGroups, l.List(withheld)))
	case shortest == nil:
		list = append(list, w.MediansNone)
	case !ordered(groups, shortest, longest): // which is the shortest, or the longest, is not known
	case shortest == longest:
		list = append(list, locale.Fill(w.MedianOne, name(shortest), long(shortest)))
	default:
		list = append(list, locale.Fill(w.Medians, name(shortest), long(shortest), name(longest), long(longest)))
	}
	inside, of := countInside(groups, func(g *survival.GroupMedian) varighet.Opt[float64] { return g.Published })
	switch {
	case period == "":
	case !comparable:
		list = append(list, locale.Fill(w.OtherPeriod, period))
	case of == 0:
		list = append(list, w.NoInterval)
	default:
		list = append(list, x.within(w.Within, inside, of))
	}
	if inside, of := countInside(groups, func(g *survival.GroupMedian) varighet.Opt[float64] { return g.Truth }); of > 0 {
		list = append(list, x.within(w.TruthWithin, inside, of))
	}
	return list
}

func (x writer) within(text string, inside, of int) string {
	return locale.Fill(text, x.l.InWords(inside, locale.Feminine), x.l.InWords(of, locale.Feminine))
}

// countInside counts the groups whose median has limits and something to compare it with, and
// those of them where that lies within. A limit that was not reached is no bound. Numbers
// are compared as they are printed, in years with one decimal.
func countInside(groups []survival.GroupMedian, other func(*survival.GroupMedian) varighet.Opt[float64]) (inside, of int) {
	for i := range groups {
		g := &groups[i]
		m, o := g.Given(), other(g)
		if g.Group == "all" || !m.Time.OK || !m.Lower.OK || !o.OK {
			continue
		}
		of++
		if survival.TenthsOfYear(m.Lower.V) <= survival.TenthsOfYear(o.V) && (!m.Upper.OK || survival.TenthsOfYear(o.V) <= survival.TenthsOfYear(m.Upper.V)) {
			inside++
		}
	}
	return inside, of
}
