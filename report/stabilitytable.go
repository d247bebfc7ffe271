package report

import (
	"slices"

	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// StabilityTable is the table of the counts of stability: a row for the positions of a group, or of
// a year in which they were first filled, and one of all. A position is in one of the classes from
// same doctor to never filled. The share with the same doctor is of the positions that have been
// filled, with exact limits at level conf.
func StabilityTable(l *locale.Locale, rows []chart.StabilityRow, all chart.StabilityRow, conf float64) *Table {
	t := &Table{Name: "stability", Locale: l}
	l = t.locale()
	w := &l.Stability
	t.Title = w.TableTitle
	count := func(key, title string) Column { return Column{Key: key, Title: title, Kind: CountKind, States: true} }
	seenBy := func(a Audience, c Column) Column { c.For = a; return c }
	t.Columns = []Column{
		{Key: "group", For: Programs}, {Key: "group_words", Title: w.Group, For: People},
		count("positions", w.Positions), count("filled_now", w.FilledNow), count("vacant_now", w.VacantNow),
		count("same_doctor", w.SameColumn),
		{Key: "same_share", Title: w.SameShare, Kind: ShareKind, Decimals: 1, States: true},
		{Key: "same_share_limit", Title: locale.Fill(w.Interval, l.Percent(conf, 0)), Kind: ShareIntervalKind, Decimals: 1, States: true},
		count("changed_once", w.ChangedOnce), count("changed_twice", w.ChangedTwice), count("changed_more", w.ChangedMore),
		seenBy(Programs, count("left_not_replaced", "")), seenBy(Programs, count("out_of_sight", "")), seenBy(Programs, count("no_data", "")),
		seenBy(Programs, count("not_yet_opened", "")), seenBy(People, count("other", w.Other)),
		count("never_filled", w.NeverColumn), count("doctors", w.DoctorsColumn), count("stopped", w.StoppedColumn),
		seenBy(Programs, count("shortest_held", "")), seenBy(Programs, count("longest_held", "")), {Key: "held", Title: w.HeldColumn, For: People},
	}
	for i := range rows {
		t.Add(t.withhold(stabilityCells(l, rows[i].Key, rows[i].Label, &rows[i].StabilityCounts, conf), stabilityWithheld(rows[i].Withheld))...)
	}
	t.Rows = append(t.Rows, Row{Cells: t.withhold(stabilityCells(l, "all", l.All, &all.StabilityCounts, conf), stabilityWithheld(all.Withheld)), Total: true})
	t.note(all.Positions > 0, locale.Fill(w.MonthNote, l.MonthYear(all.Month)))
	t.note(true, w.OtherNote)
	t.note(true, w.ClassNote)
	t.note(all.Shared > 0, locale.Fill(w.Shared.Of(all.Shared), l.Int(all.Shared)))
	return t
}

// stabilityWithheld adds the columns that rest on those withheld.
func stabilityWithheld(columns []string) []string {
	list := slices.Clone(columns)
	for _, c := range columns {
		switch c {
		case "same_doctor", "same_share":
			list = append(list, "same_share", "same_share_limit")
		case "left_not_replaced", "out_of_sight", "no_data", "not_yet_opened":
			list = append(list, "other")
		case "held":
			list = append(list, "shortest_held", "longest_held")
		}
	}
	return list
}

func stabilityCells(l *locale.Locale, key, label string, c *survival.StabilityCounts, conf float64) []Cell {
	share, lower, upper := c.SameShare(conf)
	held, shortest, longest := l.Absent, Without(CountKind, Absent), Without(CountKind, Absent)
	if c.LongestHeld > 0 {
		shortest, longest = Count(c.ShortestHeld), Count(c.LongestHeld)
		held = l.Int(c.LongestHeld)
		if c.ShortestHeld < c.LongestHeld {
			held = l.Range(l.Int(c.ShortestHeld), held)
		}
	}
	return []Cell{Text(key), Text(label), Count(c.Positions), Count(c.FilledNow), Count(c.VacantNow),
		Count(c.Same), OptShare(share, Absent), ShareInterval(lower, upper),
		Count(c.ChangedOnce), Count(c.ChangedTwice), Count(c.ChangedMore),
		Count(c.NotReplaced), Count(c.OutOfSight), Count(c.NoData), Count(c.NotOpened), Count(c.NotReplaced + c.OutOfSight + c.NoData + c.NotOpened),
		Count(c.NeverFilled), Count(c.Doctors), Count(c.Stopped), shortest, longest, Text(held)}
}
