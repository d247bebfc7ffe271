package report

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
)

// must is for made-up values that are never refused.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// held are so many agreements from January 2010 to March 2012, of which some leave after April 2010.
func held(n, leave int) (spells []survival.Spell) {
	from := varighet.MonthOf(2010, time.January)
	for i := range n {
		s := survival.Spell{PositionID: fmt.Sprint(i), DoctorID: fmt.Sprint(i), Ordinal: 1, First: from, Last: from + 26, Start: varighet.Some(from)}
		if i < leave {
			s.Last, s.Stopped = from+3, true
		}
		spells = append(spells, s)
	}
	return spells
}

// turnoverYears has a group, one that is too few in its second year, and all; 2012 is not complete.
func turnoverYears(tag string) *Table {
	group := func(key, label string, n, leave int) chart.YearsGroup {
		return chart.YearsGroup{Label: label, TurnoverSeries: must(survival.NewTurnoverSeries(key, held(n, leave), 0.95))}
	}
	l := locale.Get(tag)
	return YearsTable(l, []chart.YearsGroup{group("<2000", l.SizeGroup("<2000"), 20, 3), group("2000-4999", l.SizeGroup("2000-4999"), 6, 2), group("all", l.All, 26, 5)}, 0.95)
}

// exitCurves are of 60 agreements: six leave for another list after 6 months, twelve without after 12, 42 are
// followed for 20.
func exitCurves(n int) *competing.Shown {
	var s competing.Sample
	for i := range n {
		t, cause := survival.Tenure{Exit: 20}, ""
		switch i % 10 {
		case 0:
			t, cause = survival.Tenure{Exit: 6, Stopped: true}, "moved_away"
		case 1, 2:
			t, cause = survival.Tenure{Exit: 12, Stopped: true}, "left"
		}
		s.Tenures, s.Causes = append(s.Tenures, t), append(s.Causes, cause)
	}
	return must(competing.ShownOf(s, 0.95))
}

var allLists varighet.Opt[int]

func exits(tag string) *Table {
	return ExitsTable(locale.Get(tag), exitCurves(60), allLists, []float64{0, 6, 12, 24})
}

func fewExits(tag string) *Table {
	t := ExitsTable(locale.Get(tag), exitCurves(3), allLists, []float64{0, 6})
	t.Name = "exits_few"
	return t
}

// exitsPart is of data of 16 lists, which tell only whether another list is seen.
func exitsPart(tag string) *Table {
	var s competing.Sample
	for i := range 30 {
		t, cause := survival.Tenure{Exit: 20}, ""
		if i%10 < 3 {
			t = survival.Tenure{Exit: 12, Stopped: true}
			cause = survival.ExitCauseOf([]survival.StopReason{survival.MovedAway, survival.Left, survival.Unknown}[i%10], true).String()
		}
		s.Tenures, s.Causes = append(s.Tenures, t), append(s.Causes, cause)
	}
	t := ExitsTable(locale.Get(tag), must(competing.ShownOf(s, 0.95)), varighet.Some(16), []float64{0, 12, 24})
	t.Name = "exits_part"
	return t
}

// vacancies has a month without data, and vacancyTimes a group with too few and one with nobody.
func vacancies(tag string) *Table {
	month := varighet.MonthOf(2014, time.May)
	return VacanciesTable(locale.Get(tag), []chart.VacancyGroup{{Key: "all", Months: []survival.VacancyMonth{
		{Month: month, Lists: 5329, Vacant: 64, NeverFilled: 5, YearOrMore: 3}, {Month: month + 1, Lists: 40, Vacant: 2, NoData: 5289},
		{Month: month + 2, Lists: 5331, Vacant: 61, NoData: 12}}}})
}

func vacancyTimes(tag string) *Table {
	l := locale.Get(tag)
	group := func(key string, n, leftOut int) VacancyTime {
		var tenures []survival.Tenure
		for i := range n {
			tenures = append(tenures, survival.Tenure{Exit: math.Ceil(math.Pow(float64(i%20+1), 1.4) / 3), Stopped: i%20 < 18})
		}
		return VacancyTime{Key: key, Label: l.SizeGroup(key), Fill: must(survival.NewGroupCurve(key, tenures, 0.95)), LeftOut: leftOut}
	}
	return VacancyTimesTable(l, []VacancyTime{group("<2000", 200, 7), group("2000-4999", 20, 0), group("5000-9999", 3, 1), group(">=50000", 0, 0), group("all", 223, 8)}, 0.95)
}

// stability is ALIS-Vest's, with a row of each class and one for positions that were never filled.
func stability(tag string) *Table {
	alis := survival.StabilityCounts{Month: varighet.MonthOf(2019, time.November), FilledNow: 16, ChangedOnce: 6, StoppedAfter: []survival.StoppedMonths{{Held: 5, Spells: 2}},
		Stability: survival.Stability{Positions: 16, Filled: 16, Doctors: 22, Same: 10, Still: 16, Stopped: 6, ShortestHeld: 5, LongestHeld: 13}}
	mixed := survival.StabilityCounts{Month: alis.Month, ChangedTwice: 1, ChangedMore: 2, NotReplaced: 3, OutOfSight: 4, NoData: 5, NotOpened: 6, Shared: 1,
		Stability: survival.Stability{Positions: 22, Filled: 11, Same: 1, Doctors: 40, Stopped: 1, ShortestHeld: 7, LongestHeld: 7}}
	l := locale.Get(tag)
	return StabilityTable(l, []chart.StabilityRow{{Key: "2017", Label: "2017", StabilityCounts: alis}, {Key: "2018", Label: "2018", StabilityCounts: mixed},
		{Key: "never", Label: l.Stability.Never, StabilityCounts: survival.StabilityCounts{NeverFilled: 2, Stability: survival.Stability{Positions: 2}}}}, chart.StabilityRow{StabilityCounts: mixed}, 0.95)
}

// Of 41 years of two groups, 984 months, a page has each January and the last, 84 rows, and says so;
// files have all. Of 400 months or fewer a page has all.
func TestAPageShortensMonthsAndFilesDoNot(t *testing.T) {
	var months []survival.VacancyMonth
	for m := varighet.MonthOf(1980, time.January); m <= varighet.MonthOf(2020, time.December); m++ {
		months = append(months, survival.VacancyMonth{Month: m, Lists: 10})
	}
	long := VacanciesTable(locale.Get("nb"), []chart.VacancyGroup{{Key: "a", Label: "a", Months: months}, {Key: "b", Label: "b", Months: months}})
	short := long.Short()
	if len(long.Rows) != 984 || len(short.Rows) != 84 || short.Notes[0] != locale.Get("nb").Vacancies.MonthsNote || slices.Contains(long.Notes, short.Notes[0]) {
		t.Errorf("%d rows in files, %d on a page, notes %q and %q", len(long.Rows), len(short.Rows), long.Notes, short.Notes)
	}
	if lines := strings.Count(string(written(t, long, (*Table).CSV)), "\n"); lines != 985 {
		t.Errorf("the CSV has %d lines", lines)
	}
	few := VacanciesTable(locale.Get("nb"), []chart.VacancyGroup{{Key: "all", Months: months[:400]}})
	if got := few.Short(); got != few || len(got.Rows) != 400 {
		t.Errorf("a page has %d of 400 months", len(got.Rows))
	}
}

// withheldYears has a year that is withheld, and a group of which both are.
func withheldYears(tag string) *Table {
	l := locale.Get(tag)
	years := func(list ...survival.YearTurnover) *survival.TurnoverSeries {
		return &survival.TurnoverSeries{Group: "<2000", Years: list, Gone: 3, Counted: 20}
	}
	withheld := func(year int) survival.YearTurnover {
		return survival.YearTurnover{Year: year, Complete: true, Withheld: true}
	}
	t := YearsTable(l, []chart.YearsGroup{{Label: l.SizeGroup("<2000"), TurnoverSeries: years(must(survival.CountedYear(2010, 20, 3, 0.95)), withheld(2011))},
		{Label: l.SizeGroup("2000-4999"), TurnoverSeries: &survival.TurnoverSeries{Group: "2000-4999", Years: []survival.YearTurnover{withheld(2010), withheld(2011)}}}}, 0.95)
	t.Name = "withheld_turnover_years"
	return t
}

// withheldExits are in steps of six months, with one reason told apart.
func withheldExits(tag string) *Table {
	shown := exitCurves(60)
	shown.Any.Steps = []float64{6, 12}
	for k := range shown.Incidence.Curves {
		if c := &shown.Incidence.Curves[k]; c.Cause == "moved_away" {
			c.Cause = competing.Other
		}
	}
	t := ExitsTable(locale.Get(tag), shown, allLists, []float64{0, 3, 6, 12})
	t.Name = "withheld_exits"
	return t
}

// withheldVacancyTimes has a group with its counts and no median, since a step is wide, and one
// that is withheld.
func withheldVacancyTimes(tag string) *Table {
	l := locale.Get(tag)
	curve := must(survival.NewGroupCurve("<2000", append(slices.Repeat([]survival.Tenure{{Exit: 9, Stopped: true}}, 20), slices.Repeat([]survival.Tenure{{Exit: 10}}, 9)...), 0.95))
	curve.Steps = []float64{9}
	t := VacancyTimesTable(l, []VacancyTime{{Key: "<2000", Label: l.SizeGroup("<2000"), Fill: curve},
		{Key: "2000-4999", Label: l.SizeGroup("2000-4999"), Fill: &survival.GroupCurve{Group: "2000-4999", Withheld: true}}}, 0.95)
	t.Name = "withheld_vacancy_times"
	return t
}
