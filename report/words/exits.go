package words

import (
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
)

// Exits are two sentences on cumulative exits: how many have left after five years, else after
// one, else where the curves end, and for which reasons; and what having no new list does not say.
func Exits(l *locale.Locale, c *competing.Shown) []string {
	x := writerIn(l)
	w := &l.Exits
	switch {
	case c.Any.N == 0:
		return []string{x.w.Facts.MedianNobody}
	case c.Incidence == nil:
		return []string{locale.Fill(w.TooFew, l.Count(c.Any.N, l.Agreement), l.Int(survival.FewAtRisk))}
	case c.Any.Stops == 0:
		return []string{locale.Fill(w.NobodyYet, l.Int(c.Any.N))}
	}
	months, after := x.readAt(c)
	at := heldAt(c.Any.Shown, months)
	if at.Survival == 1 { // those who left did so where too few are followed
		return []string{locale.Fill(w.NobodyShown, l.Int(c.Any.N), x.l.InWords(survival.FewAtRisk, locale.Masculine))}
	}
	all := x.percent(1-at.Survival, c.Any.N) + " (" + x.limits(less(at.Upper), less(at.Lower), c.Any.N, true) + ")"
	var sentences []string
	if reasons, only := x.reasons(c, months); only != "" {
		sentences = append(sentences, locale.Fill(w.AfterOne, after, all+x.given(c.Any), only))
	} else {
		sentences = append(sentences, locale.Fill(w.After, after, all+x.given(c.Any), l.List(reasons)))
	}
	if wideShare(at.Lower, at.Upper) {
		sentences = append(sentences, locale.Sentence(locale.Capital(strings.TrimLeft(x.w.Facts.Wide, ": "))))
	}
	if curve, ok := c.Incidence.Curve(survival.Left.String()); ok && curve.Stopped() > 0 {
		sentences = append(sentences, w.NotMedic)
	}
	return append(sentences, Rough(l, c)...)
}

// Rough is a sentence where limits of incidences rest on few, as those of a curve do that are
// from the beta product; none elsewhere.
func Rough(l *locale.Locale, c *competing.Shown) []string {
	if c.Incidence == nil || len(c.Incidence.Curves) == 0 {
		return nil
	}
	points := c.Any.Shown.Points
	if !c.Any.Shown.Few(points[len(points)-1].Time) {
		return nil
	}
	return []string{locale.Fill(l.Exits.Rough, l.Int(survival.FewTenures), l.Int(survival.FewAtStop))}
}

// readAt is the time at which shares are read, and how long that is in words.
func (x writer) readAt(c *competing.Shown) (months float64, words string) {
	for _, at := range []struct {
		months float64
		words  string
	}{{60, x.w.FiveYears}, {12, x.w.OneYear}} {
		if _, ok := Shown(c.Any, at.months); ok {
			return at.months, at.words
		}
	}
	points := c.Any.Shown.Points
	end := points[len(points)-1].Time
	return end, x.months(int(end))
}

// reasons are the shares of the reasons at a time, those of nobody left out. Of a single one only
// says what it is.
func (x writer) reasons(c *competing.Shown, months float64) (list []string, only string) {
	w := &x.l.Exits
	for k := range c.Incidence.Curves {
		curve := &c.Incidence.Curves[k]
		p, _ := curve.At(months)
		if p.Incidence == 0 {
			continue
		}
		only = clauseOf(w, curve.Cause)
		list = append(list, locale.Fill(w.ReasonOf, x.share(p.Incidence, c.Any.N), x.limits(p.Lower, p.Upper, c.Any.N, false), only))
	}
	if len(list) != 1 {
		only = ""
	}
	return list, only
}

// share is percent, with a decimal where it would else be nought.
func (x writer) share(share float64, n int) string {
	if share < 0.01 {
		return x.l.Percent(share, 1)
	}
	return x.percent(share, n)
}

// clauseOf is a reason as a clause.
func clauseOf(w *locale.ExitsWords, cause string) string {
	if cause == competing.Other {
		return w.Clauses[len(w.Clauses)-1]
	}
	r, ok := survival.ParseStopReason(cause)
	if !ok || r == survival.NotStopped {
		r = survival.Unknown
	}
	return w.Clauses[r-survival.MovedWithin]
}

// less is 1 less a limit.
func less(v varighet.Opt[float64]) varighet.Opt[float64] {
	v.V = 1 - v.V
	return v
}
