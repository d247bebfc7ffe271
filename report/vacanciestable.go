package report

import (
	"cmp"
	"slices"
	"time"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// mostMonthRows is how many rows of months a page or a document has; of more each January and the last.
const mostMonthRows = 400

// VacanciesTable is the table of lists without a doctor: a row a group and month, with the lists, how
// many have no doctor and their share, how many of them have had none so far, and how many have
// had none for a year or more. A month without data about many lists has no numbers. Files have
// all months; of many a page or a document has January of each year and the last.
func VacanciesTable(l *locale.Locale, groups []chart.VacancyGroup) *Table {
	t := &Table{Name: "vacancies", Locale: l}
	l = t.locale()
	w := &l.Vacancies
	named := len(groups) > 1
	t.Title = w.Title
	t.groupColumns(named)
	t.Columns = append(t.Columns, []Column{
		{Key: "month", Title: w.Month, Kind: MonthKind},
		{Key: "lists", Title: w.Lists, Kind: CountKind, States: true},
		{Key: "vacant", Title: w.VacantColumn, Kind: CountKind, States: true},
		{Key: "share", Title: w.ShareColumn, Kind: ShareKind, Decimals: 1, States: true},
		{Key: "never_filled", Title: w.NeverColumn, Kind: CountKind, States: true},
		{Key: "year_or_more", Title: w.Year, Kind: CountKind, States: true},
		{Key: "no_data", Title: w.NoData, Kind: CountKind, States: true},
	}...)
	all := 0
	for _, g := range groups {
		all += len(g.Months)
	}
	holes := false
	for _, g := range groups {
		for i := range g.Months {
			m := &g.Months[i]
			holes = holes || m.Hole()
			shown := all <= mostMonthRows || m.Month.Calendar() == time.January || i == len(g.Months)-1
			t.Rows = append(t.Rows, Row{Cells: append(groupCells(named, g.Key, g.Label), monthCells(m)...), FileOnly: !shown})
		}
	}
	t.ShortNote = w.MonthsNote
	t.note(holes, w.HolesNote)
	t.note(true, w.Note)
	return t
}

// VacantJanuariesTable is the table of a published report: a row a group and date, with the lists without a doctor on it
// and, where that is told, how many lists there are and the share. What the table of all months has beside is withheld. least is the least count that is shown.
func VacantJanuariesTable(l *locale.Locale, groups []chart.VacancyGroup, least int) *Table {
	t := VacanciesTable(l, nil)
	named := len(groups) > 1
	t.Columns = slices.DeleteFunc(t.Columns, func(c Column) bool { return c.Key == "group" })
	months := t.Columns
	t.Columns = nil
	t.groupColumns(named)
	t.Columns, t.Notes = append(t.Columns, months...), nil
	for _, g := range groups {
		for i := range g.Months {
			withheld := []string{"never_filled", "year_or_more", "no_data"}
			if g.Months[i].Lists == 0 {
				withheld = append(withheld, "lists", "share")
			}
			t.Add(t.withhold(append(groupCells(named, g.Key, g.Label), monthCells(&g.Months[i])...), withheld)...)
		}
	}
	t.note(true, locale.Fill(t.locale().Vacancies.JanuariesNote, t.locale().Int(least)))
	return t
}

func monthCells(m *survival.VacancyMonth) []Cell {
	cells := []Cell{Month(m.Month)}
	if m.Hole() {
		none := Without(CountKind, Absent)
		return append(cells, none, none, Without(ShareKind, Absent), none, none, Count(m.NoData))
	}
	return append(cells, Count(m.Lists), Count(m.Vacant), OptShare(m.Share(), Absent), Count(m.NeverFilled), Count(m.YearOrMore), Count(m.NoData))
}

// groupColumns are the name of a group, for programs and, if there are several, for people.
func (t *Table) groupColumns(named bool) {
	t.Columns = append(t.Columns, Column{Key: "group", For: Programs})
	t.addIf(named, Column{Key: "group_words", Title: t.locale().Vacancies.GroupColumn, For: People})
}

func groupCells(named bool, key, label string) []Cell {
	if named {
		return []Cell{Text(key), Text(label)}
	}
	return []Cell{Text(key)}
}

// A VacancyTime is how long the lists of a group stand without a doctor.
type VacancyTime struct {
	Key, Label string
	Fill       *survival.GroupCurve // of the months until a list is filled
	LeftOut    int                  // vacancies that are not in it
}

// VacancyTimesTable is the table of how long lists stand without a doctor: a row a group, with
// the vacancies that can be followed, how many were filled, the median time until they are, and
// the share still vacant after a year, each with limits at level conf.
func VacancyTimesTable(l *locale.Locale, groups []VacancyTime, conf float64) *Table {
	t := &Table{Name: "vacancy_times", Locale: l}
	l = t.locale()
	w := &l.Vacancies
	named := len(groups) > 1
	level := locale.Fill(w.Interval, l.Percent(conf, 0))
	t.Title = w.DurationTitle
	t.groupColumns(named)
	t.Columns = append(t.Columns, []Column{
		{Key: "vacancies", Title: w.Periods, Kind: CountKind, States: true},
		{Key: "filled", Title: w.Filled, Kind: CountKind, States: true},
		{Key: "median_months", Title: w.Median, Kind: NumberKind, Decimals: 1, States: true},
		{Key: "limit_months", Title: level, Kind: IntervalKind, Decimals: 1, States: true},
		{Key: "vacant_after_12", Title: w.After, Kind: ShareKind, Decimals: 1, States: true},
		{Key: "vacant_after_12_limit", Title: level, Kind: ShareIntervalKind, Decimals: 1, States: true},
	}...)
	stepped := slices.ContainsFunc(groups, func(g VacancyTime) bool { return g.Fill.Median().After.OK })
	if stepped {
		t.before("median_months", Column{Key: "median_later_than_months", Title: w.LaterThan, Kind: NumberKind, Decimals: 1, States: true})
	}
	leftOut, all := 0, 0
	var few []string
	for _, g := range groups {
		beta := false
		counts := []Cell{Count(g.Fill.N), Count(g.Fill.Stops)}
		if g.Fill.Withheld {
			counts = []Cell{Without(CountKind, Withheld), Without(CountKind, Withheld)}
		}
		cells := append(groupCells(named, g.Key, g.Label), counts...)
		if stepped {
			cells = append(cells, OptNumber(g.Fill.Median().After, Absent))
		}
		t.Add(append(append(cells, fillMedian(g.Fill)...), openAfter(g.Fill, 12, &beta)...)...)
		if beta || g.Fill.Median().BetaProduct {
			few = append(few, cmp.Or(g.Label, l.All))
		}
		if g.Key != "all" || !named {
			leftOut, all = leftOut+g.LeftOut, all+g.Fill.N+g.LeftOut
		}
	}
	t.note(true, w.FillNote)
	t.note(stepped, l.PublishedMedian)
	t.fewNote(w.FewNote, few)
	t.note(leftOut > 0, locale.Fill(w.UnknownNote, l.Int(leftOut), l.Int(all)))
	return t
}

// fillMedian is the median time to fill and its limits.
func fillMedian(c *survival.GroupCurve) []Cell {
	m := c.Median()
	switch q := m.Given(); {
	case c.Withheld || m.MedianWithheld:
		return []Cell{Without(NumberKind, Withheld), Without(IntervalKind, Withheld)}
	case c.N == 0:
		return []Cell{Without(NumberKind, Absent), Without(IntervalKind, Absent)}
	case m.TooFew:
		return []Cell{Without(NumberKind, TooFew), Without(IntervalKind, TooFew)}
	case !q.Lower.OK && !q.Upper.OK:
		return []Cell{OptNumber(q.Time, NotReached), Without(IntervalKind, NotReached)}
	default:
		return []Cell{OptNumber(q.Time, NotReached), Interval(q.Lower, q.Upper)}
	}
}

// openAfter is the share still vacant after some months, as far as the curve is shown.
func openAfter(c *survival.GroupCurve, months float64, beta *bool) []Cell {
	switch {
	case !c.KnownAt(months):
		return []Cell{Without(ShareKind, Withheld), Without(ShareIntervalKind, Withheld)}
	case c.N == 0:
		return []Cell{Without(ShareKind, Absent), Without(ShareIntervalKind, Absent)}
	case c.Shown == nil || months < c.Shown.From || c.Shown.At(months).Beyond:
		return []Cell{Without(ShareKind, TooFew), Without(ShareIntervalKind, TooFew)}
	}
	at := c.Shown.At(months)
	return []Cell{Share(at.Survival), limitsAt(c.Shown, at, beta)}
}

// oneLess is 1 less a limit.
func oneLess(v varighet.Opt[float64]) varighet.Opt[float64] {
	v.V = 1 - v.V
	return v
}
