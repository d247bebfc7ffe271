package study

import (
	"slices"
	"strconv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/words"
	"github.com/varighet/varighet/survival"
)

// summaryName is that of the table of the summary's numbers among a report's.
const summaryName = "summary"

// yearsShown are the months at which the summary says how many still hold the position.
var yearsShown = []int{12, 60}

// summaryTable has the numbers that the sentences of the summary are written from, as the gate lets
// them through: a row a number, with what was counted and of how many. It is not printed; reports of
// two years are compared by it. Modes that withhold single counts have none.
func (p *Page) summaryTable(f *words.Facts) *report.Table {
	w := &p.locale.Page().Key
	t := &report.Table{Name: summaryName, Locale: p.locale, Title: w.Title, Columns: []report.Column{
		{Key: "measure", For: report.Programs}, {Key: "measure_words", Title: w.Measure, For: report.People},
		{Key: "count", Title: w.Count, Kind: report.CountKind, States: true}, {Key: "of", Title: w.Of, Kind: report.CountKind, States: true},
		{Key: "share", Title: w.Share, Kind: report.ShareKind, Decimals: 1, States: true},
		{Key: "share_limit", Title: w.Share, Kind: report.ShareIntervalKind, Decimals: 1, States: true},
		{Key: "months", Title: w.Months, Kind: report.NumberKind, Decimals: 1, States: true},
		{Key: "months_limit", Title: w.Months, Kind: report.IntervalKind, Decimals: 1, States: true},
		{Key: "ratio", Title: w.Ratio, Kind: report.NumberKind, Decimals: 2, States: true},
		{Key: "ratio_limit", Title: w.Ratio, Kind: report.IntervalKind, Decimals: 2, States: true}}}
	if !slices.Contains([]report.Disclosure{report.Public, report.MadeUp, report.Internal}, p.Disclosure) {
		return t
	}
	s := summaryRows{t, w, p.locale}
	s.counts(f)
	s.shares(f)
	s.curve(f.Curve)
	if f.Expected != nil {
		s.expected("expected_same_size", w.ExpectedSize, f.Expected.BySize)
		s.expected("expected_country", w.ExpectedAll, f.Expected.Whole)
	}
	return t
}

// summaryRows adds rows to the table of the summary's numbers.
type summaryRows struct {
	*report.Table
	w *locale.KeyWords
	l *locale.Locale
}

func (s summaryRows) counts(f *words.Facts) {
	st := &f.Stability
	s.count("positions", s.w.Positions, st.Positions)
	s.count("doctors", s.w.Doctors, st.Doctors)
	s.count("agreements", s.w.Agreements, f.Agreements)
	s.part("same_doctor", s.w.Same, st.Same, st.Filled)
	s.part("filled", s.w.Filled, f.Positions.Filled, st.Positions)
	s.part("vacant", s.w.Vacant, f.Positions.Vacant, st.Positions)
	s.part("never_filled", s.w.Never, f.Positions.Never, st.Positions)
	s.part("stopped", s.w.Stopped, st.Stopped, f.Agreements)
}

// row adds a row: cells that it does not have are empty.
func (s summaryRows) row(key, label string, cells ...report.Cell) {
	all := append([]report.Cell{report.Text(key), report.Text(label)}, cells...)
	for i := len(all); i < len(s.Columns); i++ {
		all = append(all, report.Without(s.Columns[i].Kind, report.Absent))
	}
	s.Add(all...)
}

func (s summaryRows) count(key, label string, n int) { s.row(key, label, report.Count(n)) }

func (s summaryRows) part(key, label string, n, of int) {
	s.row(key, label, report.Count(n), report.Count(of))
}

// shares are those that left within the study's months, by each definition.
func (s summaryRows) shares(f *words.Facts) {
	for _, x := range f.Turnover {
		limits := x.Limits()
		label := locale.Fill(s.w.Left, s.l.Count(x.Within, s.l.Month), x.Definition.Letter())
		s.row("left_within_"+strconv.Itoa(x.Within)+"_"+x.Definition.Letter(), label, report.Count(x.Gone), report.Count(x.Of),
			report.OptShare(x.Share, report.Absent), report.ShareInterval(limits.Lower, limits.Upper))
	}
}

// curve has how many still hold the position after some years, where that may be said, and the
// median in months.
func (s summaryRows) curve(c *survival.GroupCurve) {
	none := report.Without(report.CountKind, report.Absent)
	for _, months := range yearsShown {
		share, limits := report.Without(report.ShareKind, report.TooFew), report.Without(report.ShareIntervalKind, report.Absent)
		if at, ok := words.Shown(c, float64(months)); ok {
			share, limits = report.Share(at.Survival), report.ShareInterval(at.Lower, at.Upper)
		}
		s.row("still_after_"+strconv.Itoa(months), locale.Fill(s.w.Still, s.l.Count(months, s.l.Month)), none, none, share, limits)
	}
	m := c.Median()
	median := report.OptNumber(m.Given().Time, report.NotReached)
	if m.TooFew || m.N == 0 {
		median = report.Without(report.NumberKind, report.TooFew)
	}
	s.row("median", s.w.Median, report.Count(m.Stopped), report.Count(m.N), report.Without(report.ShareKind, report.Absent),
		report.Without(report.ShareIntervalKind, report.Absent), median, report.Interval(m.Given().Lower, m.Given().Upper))
}

// expected is how many left, of how many, and the ratio to those expected.
func (s summaryRows) expected(key, label string, a varighet.Opt[words.Against]) {
	if !a.OK {
		return
	}
	s.row(key, label, report.Count(a.V.Observed), report.Count(a.V.N), report.Without(report.ShareKind, report.Absent),
		report.Without(report.ShareIntervalKind, report.Absent), report.Without(report.NumberKind, report.Absent),
		report.Without(report.IntervalKind, report.Absent), report.OptNumber(a.V.Ratio, report.Absent), report.Interval(a.V.Lower, a.V.Upper))
}
