package words

import (
	"math"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// Others are the numbers of the positions that stand beside a cohort.
type Others struct {
	survival.Stability
	Curve    *survival.GroupCurve
	Turnover []survival.TurnoverShare
}

// A Side is one measure of a cohort, or of the others beside it.
type Side struct {
	N                   int // that it is made from
	Value, Lower, Upper varighet.Opt[float64]
}

// ShareSide is a share that left, with the limits that reports print.
func ShareSide(s *survival.TurnoverShare) Side {
	l := s.Limits()
	return Side{N: s.Of, Value: s.Share, Lower: l.Lower, Upper: l.Upper}
}

// MedianSide is the median of a curve in months, none where there are too few.
func MedianSide(c *survival.GroupCurve) Side {
	m := c.Median().Given()
	return Side{N: c.N, Value: m.Time, Lower: m.Lower, Upper: m.Upper}
}

// WideShare reports whether the interval of a share is wide.
func (s Side) WideShare() bool { return wideShare(s.Lower, s.Upper) }

// WideMedian reports whether the interval of a median is wide.
func (s Side) WideMedian() bool { return wideMedian(s.Lower, s.Upper) }

// WideRate reports whether the interval of a rate is wide, of which the lower limit may be 0.
func (s Side) WideRate() bool { return wideMedian(s.Lower, s.Upper) || s.Lower.V == 0 }

// CompareSides says what a measure of a cohort and the same of the others carry; wide is
// whether the cohort's interval is. No test is made. The others' value is held against the
// cohort's interval [L, U], whose limits are moved outwards for the uncertainty of the others'
// value, since that is an estimate too [1,2]:
//
//	L' = a − √((a − L)² + (u − b)²)   U' = a + √((U − a)² + (b − l)²)
//
// for the cohort's value a, and the others' value b with limits l and u. A limit that is not
// known leaves the side open. Where the others' value was not reached, the cohort is below it if
// its whole interval is below what theirs is at least.
//
// [1] Newcombe RG (1998). Stat Med 17:873–890.
// [2] Zou GY, Donner A (2008). Stat Med 27:1693–1702.
func CompareSides(cohort, others Side, wide bool) Verdict {
	switch {
	case Few(cohort.N), Few(others.N):
		return TooFew
	case !others.Value.OK && cohort.Upper.OK && others.Lower.OK && cohort.Upper.V < others.Lower.V:
		return Below // the others' is at least so much
	case !others.Value.OK, !cohort.Value.OK && !cohort.Lower.OK:
		return NoNumber
	}
	b := others.Value.V
	lower, upper := widened(cohort, others)
	switch {
	case lower <= b && b <= upper && (wide || math.IsInf(upper-lower, 1)):
		return TooWide
	case b < lower && math.IsInf(upper, 1):
		return Above
	case b > upper && math.IsInf(lower, -1):
		return Below
	}
	return beside(lower, upper, b, wide)
}

// widened are the limits that others' value is held against; infinite where one is open.
func widened(cohort, others Side) (lower, upper float64) {
	lower, upper = math.Inf(-1), math.Inf(1)
	a, b := cohort.Value, others.Value.V
	switch {
	case !cohort.Lower.OK || !others.Upper.OK:
	case a.OK:
		lower = b + survival.LowerOfDifference(a.V, cohort.Lower.V, b, others.Upper.V)
	default: // the median was not reached: √(x² + y²) is at most x + y
		lower = cohort.Lower.V - (others.Upper.V - b)
	}
	if a.OK && cohort.Upper.OK && others.Lower.OK {
		upper = b + survival.UpperOfDifference(a.V, cohort.Upper.V, b, others.Lower.V)
	}
	return lower, upper
}

// scope says what the numbers are of.
func (x writer) scope(f *Facts) []string {
	period := x.l.MonthRange(f.First, f.Last)
	positions := x.count(f.Stability.Positions, x.l.Position, locale.Feminine)
	doctors := x.count(f.Doctors, x.l.Doctor, locale.Masculine)
	if f.Others == nil {
		return []string{locale.Fill(x.w.Facts.Scope, positions, doctors, period)}
	}
	w := &x.l.Beside
	return []string{locale.Fill(w.Scope, positions, doctors, period),
		locale.Fill(w.ScopeOthers, x.count(f.Others.Positions, x.l.Position, locale.Feminine), x.count(f.Others.Doctors, x.l.Doctor, locale.Masculine))}
}

// besideCohort says what the positions beside a cohort came to, and what the two carry.
func (x writer) besideCohort(f *Facts) (sentences []string) {
	o, w := f.Others, &x.l.Beside
	if o == nil {
		return nil
	}
	if !Few(o.Filled) {
		sentences = append(sentences, locale.Sentence(locale.Fill(w.OthersSame, x.l.Int(o.Same), x.l.Int(o.Filled))))
	}
	return append(sentences, nonEmpty(x.othersShare(f), x.othersMedian(f))...)
}

// othersShare sets the share that left by the curve of the others beside the cohort's.
func (x writer) othersShare(f *Facts) string {
	w, within := &x.l.Beside, float64(f.Within)
	if len(f.Turnover) == 0 || len(f.Others.Turnover) == 0 || !fromStart(f.Curve, within) || !fromStart(f.Others.Curve, within) {
		return ""
	}
	here, there := &f.Turnover[survival.TurnoverKaplanMeier], &f.Others.Turnover[survival.TurnoverKaplanMeier]
	a, b := ShareSide(here), ShareSide(there)
	if !a.Value.OK || !b.Value.OK || Few(a.N) || Few(b.N) {
		return ""
	}
	verdict := CompareSides(a, b, a.WideShare())
	return locale.Sentence(locale.Fill(w.OthersShare, x.l.Count(f.Within, x.l.Month), x.percent(b.Value.V, b.N),
		x.limits(b.Lower, b.Upper, b.N, true), x.percent(a.Value.V, a.N), w.Carries[verdict]))
}

// othersMedian sets the median of the others beside the cohort's.
func (x writer) othersMedian(f *Facts) string {
	w := &x.l.Beside
	if f.Curve == nil || f.Others.Curve == nil {
		return ""
	}
	a, b := MedianSide(f.Curve), MedianSide(f.Others.Curve)
	if !b.Value.OK {
		return ""
	}
	limits := strings.Trim(x.l.Interval(years(b.Lower), years(b.Upper), 1), "()")
	return locale.Sentence(locale.Fill(w.OthersMedian, x.l.Years(b.Value.V), x.named(limits, true), w.Carries[CompareSides(a, b, a.WideMedian())]))
}
