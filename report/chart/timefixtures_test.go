package chart

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
)

var jan2010 = varighet.MonthOf(2010, time.January)

// madeRegister are the spells of n positions from May 2010 to May 2016. Position i has doctors of
// 20 + (7i + 11k) mod 50 months each, with a vacancy of 1 + (i + k) mod 5 months after the k-th; one in
// nine is opened a year and a half later, one in 40 is never filled, and one in 25 closes with its doctor.
func madeRegister(group, n int) (spells []survival.Spell) {
	first, last := jan2010+4, jan2010+76
	for i := range n {
		id := fmt.Sprint(group, "-", i)
		add := func(kind survival.SpellKind, ordinal int, from, to varighet.Month, reason survival.StopReason) {
			s := survival.Spell{PositionID: id, Kind: kind, Ordinal: ordinal, First: from, Last: min(to, last), Start: varighet.Some(from)}
			if s.Stopped = to < last; s.Stopped {
				s.StopReason = reason
			}
			exit := int(s.Last - from)
			if s.Stopped {
				exit++
			}
			s.Entry, s.Exit = varighet.Some(0), varighet.Some(exit)
			if kind == survival.Regular {
				s.DoctorID = id + "/" + strconv.Itoa(ordinal)
			} else {
				s.StopReason = survival.NotStopped
			}
			spells = append(spells, s)
		}
		at := first
		if i%9 == 8 {
			at += 18
		}
		if i%40 == 39 {
			add(survival.Vacant, 0, at, last, survival.NotStopped)
			continue
		}
		for k := 0; at <= last; k++ {
			to := at + varighet.Month(20+(7*i+11*k)%50)
			reason := []survival.StopReason{survival.Left, survival.Left, survival.MovedAway, survival.Left, survival.MovedWithin}[(i+k)%5]
			if i%25 == 24 {
				reason = survival.Closed
			}
			add(survival.Regular, k+1, at, to-1, reason)
			if at = to; i%25 == 24 {
				break
			}
			if empty := varighet.Month(1 + (i+k)%5); at <= last {
				add(survival.Vacant, 0, at, at+empty-1, survival.NotStopped)
				at += empty
			}
		}
	}
	return spells
}

func seriesOf(group string, spells []survival.Spell) *survival.TurnoverSeries {
	s, err := survival.NewTurnoverSeries(group, spells, 0.95)
	if err != nil {
		panic(err)
	}
	return s
}

// madeYears is of n groups of growing size; the second is of three positions, too few to draw.
func madeYears(tag string, n int) *Years {
	y := &Years{Text: Text{Mark: locale.Get(tag).MadeUpData}, Paper: Paper{Locale: locale.Get(tag)}, ConfLevel: 0.95}
	var all []survival.Spell
	for i := range n {
		size := 30 + 40*i
		if i == 1 {
			size = 3
		}
		spells := madeRegister(i, size)
		all = append(all, spells...)
		y.Groups = append(y.Groups, YearsGroup{Label: groupNames[i%len(groupNames)], TurnoverSeries: seriesOf("g", spells)})
	}
	y.All = seriesOf("all", all)
	if n == 1 {
		y.Groups[0].Label, y.All = "", nil
	}
	return y
}

var groupNames = []string{"Ås", "Bø", "Ytre Sør-Varanger og Øksnes legedistrikt med fellesliste", "Ærøy", "Tromsø"}

// madeMonths has, of months counted from 0: no data about most lists in months 20 to 22 and 40, and 20 new lists
// whose files begin with month 50.
func madeMonths(group, n int) []survival.VacancyMonth {
	spells := madeRegister(group, n)
	for i := range n {
		id := fmt.Sprint(group, "-", i)
		for _, hole := range [][2]varighet.Month{{24, 26}, {44, 44}} {
			if i%5 > 0 {
				spells = append(spells, survival.Spell{PositionID: id, Kind: survival.Missing, First: jan2010 + hole[0], Last: jan2010 + hole[1]})
			}
		}
	}
	for i := range 20 {
		spells = append(spells, survival.Spell{PositionID: fmt.Sprint(group, " late ", i), DoctorID: "x", First: jan2010 + 54, Last: jan2010 + 76})
	}
	return monthsOf(spells)
}

func monthsOf(spells []survival.Spell) []survival.VacancyMonth {
	v, err := survival.VacancyOf(spells, spells, survival.Options{})
	if err != nil {
		panic(err)
	}
	return v.Months
}

func madeVacancies(tag string, n int) *Vacancies {
	v := &Vacancies{Paper: Paper{Locale: locale.Get(tag)}}
	for i := range n {
		v.Groups = append(v.Groups, VacancyGroup{Label: groupNames[i%len(groupNames)], Key: "g", Months: madeMonths(i, 60+30*i)})
	}
	v.All = monthsOf(madeRegister(9, 300))
	if n == 1 {
		v.Groups[0].Label, v.All = "", nil
	}
	return v
}

// madeExits are those of spells, by reason, in the order of a report.
func madeExits(tag string, spells []survival.Spell) *Exits {
	chosen := survival.Select(spells, survival.Query{})
	sample := competing.Sample{Tenures: chosen.Tenures}
	for _, i := range chosen.Index {
		sample.Causes = append(sample.Causes, spells[i].StopReason.String())
	}
	shown, err := competing.ShownOf(sample, 0.95)
	if err != nil {
		panic(err)
	}
	if shown.Incidence != nil { // as in a report
		order := []string{"left", "moved_away", "moved_within", "closed", "unknown"}
		slices.SortFunc(shown.Incidence.Curves, func(a, b competing.CauseCurve) int {
			return slices.Index(order, a.Cause) - slices.Index(order, b.Cause)
		})
	}
	return &Exits{Paper: Paper{Locale: locale.Get(tag)}, Shown: shown}
}

// partExits are those of a part of the country's lists, of which only new lists in the data are seen.
func partExits(tag string, spells []survival.Spell) *Exits {
	chosen := survival.Select(spells, survival.Query{})
	sample := competing.Sample{Tenures: chosen.Tenures}
	for _, i := range chosen.Index {
		sample.Causes = append(sample.Causes, survival.ExitCauseOf(spells[i].StopReason, true).String())
	}
	shown, err := competing.ShownOf(sample, 0.95)
	if err != nil {
		panic(err)
	}
	if shown.Incidence != nil {
		slices.SortFunc(shown.Incidence.Curves, func(a, b competing.CauseCurve) int { return strings.Compare(b.Cause, a.Cause) })
	}
	return &Exits{Paper: Paper{Locale: locale.Get(tag)}, Shown: shown, Part: varighet.Some(400)}
}

// withReason gives the stops of spells a reason.
func withReason(spells []survival.Spell) []survival.Spell {
	for i := range spells {
		if spells[i].Stopped {
			spells[i].StopReason = survival.Left
		}
	}
	return spells
}

// madeStability is by year first filled.
func madeStability(tag string, spells []survival.Spell) *Stability {
	l := locale.Get(tag)
	last := survival.LastKnown(spells)
	s := &Stability{Paper: Paper{Locale: l}, All: survival.StabilityBy(spells, last), Heading: l.Stability.FirstYear, ConfLevel: 0.95}
	share, lower, upper := s.All.SameShare(0.95)
	s.Share, s.Lower, s.Upper = share.V, lower.V, upper.V
	years, never := survival.StabilityByFirstYear(spells, last)
	for _, y := range years {
		label := l.Stability.NotKnown
		if y.Year.OK {
			label = strconv.Itoa(y.Year.V)
		}
		s.Rows = append(s.Rows, StabilityRow{Label: label, StabilityCounts: y.StabilityCounts})
	}
	if never.Positions > 0 {
		s.Rows = append(s.Rows, StabilityRow{Label: l.Stability.Never, StabilityCounts: never})
	}
	return s
}

// withheldExits are those of a published report: in steps of three months, with two reasons told
// together.
func withheldExits(tag string) *Exits {
	spells := madeRegister(0, 400)
	chosen := survival.Select(spells, survival.Query{})
	var sample competing.Sample
	for k, i := range chosen.Index {
		t, cause := chosen.Tenures[k], spells[i].StopReason.String()
		t.Exit = 3 * math.Ceil(t.Exit/3)
		if cause == survival.Closed.String() || cause == survival.Unknown.String() {
			cause = competing.Other
		}
		sample.Tenures, sample.Causes = append(sample.Tenures, t), append(sample.Causes, cause)
	}
	shown, err := competing.ShownOf(sample, 0.95)
	if err != nil {
		panic(err)
	}
	for m := 3.0; m <= survival.MaxMonths; m += 3 {
		shown.Any.Steps = append(shown.Any.Steps, m)
	}
	order := []string{"left", "moved_away", "moved_within", competing.Other}
	slices.SortFunc(shown.Incidence.Curves, func(a, b competing.CauseCurve) int {
		return slices.Index(order, a.Cause) - slices.Index(order, b.Cause)
	})
	return &Exits{Paper: Paper{Locale: locale.Get(tag)}, Shown: shown}
}

// withheldYears has two years that are withheld, and a group of which all are.
func withheldYears(tag string) *Years {
	y := madeYears(tag, 3)
	for g, group := range y.Groups {
		group.Gone, group.Counted = 0, 0
		for i := range group.Years {
			if x := &group.Years[i]; x.Complete && (g == 1 || i == 2 || i == 3) {
				*x = survival.YearTurnover{Year: x.Year, Complete: true, Withheld: true}
			} else if x.Complete {
				group.Gone, group.Counted = group.Gone+x.LeaversOfOpen, group.Counted+x.Counted()
			}
		}
	}
	return y
}
