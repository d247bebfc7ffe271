package study

import (
	"slices"
	"time"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/disclosure"
	"github.com/varighet/varighet/survival"
)

// januaries are the firsts of January that months have, ascending, and the last month: the dates on which vacant
// lists are counted in a published report, and the one on which other counts are.
func januaries(months []survival.VacancyMonth) (dates []varighet.Month) {
	for i := range months {
		m := &months[i]
		if m.Month.Calendar() == time.January && m.Lists > 0 && !m.Hole() {
			dates = append(dates, m.Month)
		}
	}
	if n := len(months); n > 0 && (len(dates) == 0 || dates[len(dates)-1] < months[n-1].Month) {
		dates = append(dates, months[n-1].Month)
	}
	return dates
}

// A stay is the months in which a list is vacant, or open at all.
type stay struct{ first, last varighet.Month }

// flow counts stays as tenures over dates: they leave after the last date on which they are there, and those that are not there on the
// first enter after the date before that on which they are first there. So what came, and what left, after one date and up to another are the late
// entries and the exits of a step from one to the other. Those that are there on no date are not in it.
func flow(stays []stay, dates []varighet.Month) disclosure.Row {
	var tenures []survival.Tenure
	late := make([]int, len(dates))
	for _, x := range stays {
		from, _ := slices.BinarySearch(dates, x.first)
		to, _ := slices.BinarySearch(dates, x.last+1) // the number of dates up to the last month
		if from >= to {
			continue
		}
		tenures = append(tenures, survival.Tenure{Exit: float64(to), Stopped: to < len(dates)})
		if from > 0 {
			late[from-1]++
		}
	}
	row := disclosure.RowOf(tenures)
	row.Late = late
	return row
}

// vacantStays are the times in which lists of a group stand vacant, and those in which they are there at all.
func (s *publishedSide) vacantStays(in func(*survival.Spell) bool) (vacant, open []stay) {
	lists := map[string]*stay{}
	for i := range s.spells {
		x := &s.spells[i]
		if !in(x) || x.Kind == survival.Missing {
			continue
		}
		if x.Kind == survival.Vacant {
			vacant = append(vacant, stay{x.First, x.Last})
		}
		l := lists[x.PositionID]
		if l == nil {
			l = &stay{x.First, x.Last}
			lists[x.PositionID] = l
		}
		l.first, l.last = min(l.first, x.First), max(l.last, x.Last)
	}
	for _, l := range lists {
		open = append(open, *l)
	}
	return vacant, open
}

// publishedMonths has how many lists are vacant on 1 January of the years where, from one such date shown to the
// next, 0 or k or more came to be vacant, and were filled or went out of sight. How many lists there are, which the share is
// of, is told where likewise 0 or k or more were opened and closed. Of the months between there is nothing: from one
// month to the next it shows when a single list was filled.
func (v *Vacancies) publishedMonths(p *publication) (Value, error) {
	s := p.own
	dates := januaries(v.All.Months)
	vacant, open := s.vacantStays(func(*survival.Spell) bool { return true })
	rows := []disclosure.Row{flow(vacant, dates)}
	ends := s.rule.Steps(rows, nil, nil)
	lists := s.rule.Steps([]disclosure.Row{rows[0], flow(open, dates)}, nil, nil)
	out := &Vacancies{parting: parting{By: v.By}, januaries: true}
	out.All = s.datedGroup(&v.All, dates, ends, lists, func(*survival.Spell) bool { return true })
	if len(out.All.Months) == 0 {
		return nil, errWithheld
	}
	if times, _, _, err := v.publishedTimes(p); err == nil && !p.publishedBefore("vacancy-times") {
		out.All.Fill = times.All.Fill
	}
	if v.By == "" {
		out.Groups = []VacancyGroup{out.All}
		return out, nil
	}
	s.datedGroups(v, out, dates, ends)
	return out, nil
}

// datedGroup is a group on the dates at which steps of the vacant lists end and begin, with the number of lists where those of
// the lists do.
func (s *publishedSide) datedGroup(exact *VacancyGroup, dates []varighet.Month, ends, lists []int, in func(*survival.Spell) bool) VacancyGroup {
	g := VacancyGroup{Group: exact.Group}
	for i, date := range dates {
		at, _ := slices.BinarySearchFunc(exact.Months, date, func(m survival.VacancyMonth, d varighet.Month) int { return int(m.Month - d) })
		if !slices.Contains(ends, i) && i > 0 || ends == nil || at == len(exact.Months) || exact.Months[at].Month != date {
			continue
		}
		if i == len(dates)-1 && date.Calendar() != time.January { // it is there for what comes after the last January
			continue
		}
		old := &exact.Months[at]
		m := survival.VacancyMonth{Month: date, Vacant: old.Vacant}
		if (i == 0 && lists != nil || slices.Contains(lists, i)) && s.apartFromAgreements(date, old.Lists-old.Vacant, in) {
			m.Lists = old.Lists
		}
		if s.rule.Safe(old.Vacant) && (m.Lists == 0 || s.rule.Safe(old.Lists-old.Vacant)) {
			g.Months = append(g.Months, m)
		}
	}
	return g
}

// apartFromAgreements reports whether so many lists with a doctor may be told beside the agreements of the same date, which turnover by
// year tells: all, and without those that are lost from sight within a year. What is between them is lists with two doctors.
func (s *publishedSide) apartFromAgreements(date varighet.Month, filled int, in func(*survival.Spell) bool) bool {
	there, lost := 0, 0
	for i := range s.spells {
		x := &s.spells[i]
		if x.Kind != survival.Regular || !in(x) || x.First > date || x.Last < date {
			continue
		}
		there++
		if !x.Stopped && x.Last < date+12 {
			lost++
		}
	}
	return s.rule.Apart(there, filled) && s.rule.Apart(there-lost, filled)
}

// datedGroups adds the size groups; nothing of one that is not shown.
func (s *publishedSide) datedGroups(v, out *Vacancies, dates []varighet.Month, ends []int) {
	rows, open := []disclosure.Row{{}}, []disclosure.Row{{}}
	hidden := []bool{true}
	for i := range v.Groups {
		vacant, lists := s.vacantStays(func(x *survival.Spell) bool { return x.SizeGroup == v.Groups[i].Group })
		rows, open, hidden = append(rows, flow(vacant, dates)), append(open, flow(lists, dates)), append(hidden, false)
	}
	known := map[string]bool{}
	for i := range v.Groups {
		known[v.Groups[i].Group] = true
	}
	vacant, lists := s.vacantStays(func(x *survival.Spell) bool { return !known[x.SizeGroup] })
	rows[0], open[0] = flow(vacant, dates), flow(lists, dates)
	may := func(m int) bool { return slices.Contains(ends, m) }
	shown, steps := s.rule.Rows(rows, hidden, nil, may)
	both, listSteps := s.rule.Rows(rows, hidden, nil, may, open)
	for i := range v.Groups {
		g := VacancyGroup{Group: v.Groups[i].Group}
		if shown[i+1] {
			at := listSteps
			if !slices.Equal(both, shown) || !slices.Equal(listSteps, steps) {
				at = nil
			}
			g = s.datedGroup(&v.Groups[i], dates, steps, at, func(x *survival.Spell) bool { return x.SizeGroup == v.Groups[i].Group })
		}
		out.Groups = append(out.Groups, g)
	}
}

// undrawn is true of a published report's dates: a figure is of all months.
func (v *Vacancies) undrawn() bool { return v.januaries }
