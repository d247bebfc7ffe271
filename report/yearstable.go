package report

import (
	"slices"
	"strconv"

	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// YearsTable is the table of turnover in each calendar year: a row a group and year, with the
// agreements of 1 January, how many of their doctors left, and the share with exact limits at
// level conf; then one of all complete years of the group. Years that the data cover a part of
// have no share.
func YearsTable(l *locale.Locale, groups []chart.YearsGroup, conf float64) *Table {
	t := &Table{Name: "turnover_years", Locale: l}
	l = t.locale()
	w := &l.YearTurnover
	named := len(groups) > 1
	t.Title = w.Title
	t.Columns = []Column{{Key: "group", For: Programs}}
	t.addIf(named, Column{Key: "group_words", Title: w.GroupColumn, For: People})
	t.Columns = append(t.Columns, []Column{
		{Key: "year", For: Programs},
		{Key: "year_words", Title: w.Year, For: People},
		{Key: "agreements", Title: w.Open, Kind: CountKind, States: true},
		{Key: "left", Title: w.Gone, Kind: CountKind, States: true},
		{Key: "share", Title: w.Share, Kind: ShareKind, Decimals: 1, States: true},
		{Key: "share_limit", Title: locale.Fill(w.Interval, l.Percent(conf, 0)), Kind: ShareIntervalKind, Decimals: 1, States: true},
	}...)
	for _, g := range groups {
		lead := []Cell{Text(g.Group)}
		if named {
			lead = append(lead, Text(g.Label))
		}
		t.yearRows(lead, g.TurnoverSeries, conf)
	}
	t.note(true, w.ShareNote)
	t.note(true, w.MeanNote)
	drawing := &chart.Years{Groups: groups, Paper: chart.Paper{Locale: l}}
	t.note(drawing.Withheld() != "", drawing.Withheld())
	return t
}

// yearRows adds the years of a series, and all of them together.
func (t *Table) yearRows(lead []Cell, s *survival.TurnoverSeries, conf float64) {
	for i := range s.Years {
		y := &s.Years[i]
		cells := append(lead[:len(lead):len(lead)], Text(strconv.Itoa(y.Year)), Text(strconv.Itoa(y.Year)))
		switch {
		case y.Withheld:
			cells = append(cells, yearWithheld()...)
		case !y.Complete:
			cells = append(cells, Without(CountKind, Absent), Without(CountKind, Absent), Without(ShareKind, Absent), Without(ShareIntervalKind, Absent))
		case y.TooFew():
			cells = append(cells, Count(y.Counted()), Count(y.LeaversOfOpen), Without(ShareKind, TooFew), Without(ShareIntervalKind, TooFew))
		default:
			cells = append(cells, Count(y.Counted()), Count(y.LeaversOfOpen), OptShare(y.Share, Absent), ShareInterval(y.ShareLower, y.ShareUpper))
		}
		t.Add(cells...)
	}
	cells := append(lead[:len(lead):len(lead)], Text("all"), Text(t.locale().YearTurnover.MeanRow))
	t.Rows = append(t.Rows, Row{Cells: append(cells, meanCells(s, conf)...), Total: true})
}

// meanCells are those of all years together: withheld where every year is.
func meanCells(s *survival.TurnoverSeries, conf float64) []Cell {
	if s.Counted == 0 && slices.ContainsFunc(s.Years, func(y survival.YearTurnover) bool { return y.Withheld }) {
		return yearWithheld()
	}
	lower, upper := s.MeanLimits(conf)
	return []Cell{Count(s.Counted), Count(s.Gone), OptShare(s.Mean(), Absent), ShareInterval(lower, upper)}
}

func yearWithheld() []Cell {
	return []Cell{Without(CountKind, Withheld), Without(CountKind, Withheld), Without(ShareKind, Withheld), Without(ShareIntervalKind, Withheld)}
}
