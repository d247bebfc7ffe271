package survival

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/varighet/varighet"
)

// By hand, 16 months from January 2017. P is vacant in months 5 to 7 and then filled; Q is
// vacant from the first month on, so that its start is not known, and never filled; R
// opens vacant in month 3 and is filled in month 5; S closes after two vacant months; T is
// vacant from month 3, 13 months elapsed in the last; U opens in month 15 and is vacant.
func TestVacancyByHand(t *testing.T) {
	set, err := SpellsOf(draw(
		"P 1201 AAAA...BBBBBBBBB",
		"Q 1201 ................",
		"R 1201 __..CCCCCCCCCCCC",
		"S 1201 DDD..___________",
		"T 1201 EE..............",
		"U 1201 ______________.."), DefaultSpellOptions())
	if err != nil {
		t.Fatal(err)
	}
	for i := range set.Spells {
		if s := &set.Spells[i]; s.Kind == Vacant && s.PositionID <= "Q" {
			s.ResidentsMean = varighet.Some(100.5)
		}
	}
	v, err := VacancyOf(set.Spells, set.Spells, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for month, want := range map[int]VacancyMonth{
		1: {Lists: 4, Vacant: 1, NeverFilled: 1, NotOpened: 2, YearUnknown: 1, Residents: 100.5, ResidentsKnown: 1},
		// P, Q, S and T are vacant, and R has just been filled.
		5: {Lists: 5, Vacant: 4, NeverFilled: 1, NotOpened: 1, YearUnknown: 1, Residents: 201, ResidentsKnown: 2},
		// Two years are not needed for Q: since month 1 it was vacant for 12 months at least.
		13: {Lists: 4, Vacant: 2, NeverFilled: 1, NotOpened: 1, YearOrMore: 1, Residents: 100.5, ResidentsKnown: 1},
		16: {Lists: 5, Vacant: 3, NeverFilled: 2, YearOrMore: 2, Residents: 100.5, ResidentsKnown: 1},
	} {
		want.Month = first + varighet.Month(month-1)
		if diff := cmp.Diff(want, v.Months[month-1]); diff != "" {
			t.Errorf("month %d (-want +got)\n%s", month, diff)
		}
	}
	if v.Spells != 6 || v.Filled != 2 || v.Closed != 1 || v.Open != 3 || v.OutOfSight != 0 || v.NeverFilled != 2 {
		t.Errorf("%+v", v)
	}
	// U has been vacant for 1 month, T for 13, Q for 15 at least, which may be 24.
	if v.Ages != [5]int{1, 0, 0, 1, 0} || v.AgeUnknown != 1 {
		t.Errorf("ages %v, %d unknown", v.Ages, v.AgeUnknown)
	}
	if least, most := v.Months[15].YearShare(); least.V != 2./3 || most.V != 2./3 {
		t.Errorf("share of a year or more: %v to %v", least, most)
	}
	if share := v.Months[15].Share(); share.V != 3./5 {
		t.Errorf("share vacant: %v", share)
	}
	// R is filled at 2, P at 3; S is censored at 2, U at 1, T at 13; Q has no tenure. At 2 are R, S, P and T at risk:
	// S(2) = 3/4, and S(3) = 3/4 · 1/2.
	if c := v.TimeToFill; c.N != 5 || c.Events != 2 || c.At(2).Survival != 0.75 || c.At(3).Survival != 0.375 || c.Median().Time != varighet.Some(3.0) {
		t.Errorf("%+v", c)
	}
	if diff := cmp.Diff([]LeftOut{{Reason: StartUnknown, Spells: 1}}, v.LeftOut); diff != "" {
		t.Error(diff)
	}
	none, err := VacancyOf(nil, nil, Options{})
	if diff := cmp.Diff(Vacancies{}, none); diff != "" || err != nil {
		t.Errorf("no spells: %v\n%s", err, diff)
	}
}

// By hand, 31 lists over 12 months, of one doctor each but for one. Two come into sight in month 4 without
// a start, two in month 6 with one; one goes out of sight after month 8, two stop then, as does one of
// the two doctors of a list, and one closes vacant. In month 10 there are no data of three, in month 11 of one.
func TestBreaksInCountsOfVacancies(t *testing.T) {
	var spells []Spell
	add := func(id string, from, to int, change func(*Spell)) {
		s := Spell{PositionID: id, DoctorID: id, First: first + varighet.Month(from-1), Last: first + varighet.Month(to-1)}
		s.Start = varighet.Some(s.First)
		if change != nil {
			change(&s)
		}
		spells = append(spells, s)
	}
	for i := range 22 {
		add(fmt.Sprint("stays ", i), 1, 12, nil)
	}
	unknown := func(s *Spell) { s.Start = varighet.Opt[varighet.Month]{} }
	add("late 1", 4, 12, unknown)
	add("late 2", 4, 12, unknown)
	add("new 1", 6, 12, nil)
	add("new 2", 6, 12, nil)
	add("lost", 1, 8, nil)
	add("left 1", 1, 8, func(s *Spell) { s.Stopped = true })
	add("left 2", 1, 8, func(s *Spell) { s.Stopped = true })
	add("two, one of whom left", 1, 8, nil)
	add("two, one of whom left", 3, 8, func(s *Spell) { s.Stopped = true })
	add("closed", 1, 8, func(s *Spell) { s.Kind, s.DoctorID, s.StopReason = Vacant, "", Closed })
	missing := func(s *Spell) { s.Kind, s.DoctorID, s.Start = Missing, "", varighet.Opt[varighet.Month]{} }
	for i := range 3 {
		add(fmt.Sprint("stays ", i), 10, 11-min(i, 1), missing)
	}
	add("window", 5, 8, func(s *Spell) {
		s.Start = varighet.Opt[varighet.Month]{}
		s.Beside = &Beside{Window: Window{From: varighet.Some(s.First), To: varighet.Some(s.Last)}}
	})
	v, err := VacancyOf(spells, spells, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range v.Months {
		if m := &v.Months[i]; m.CameLate+m.GoneEarly+m.NoData > 0 {
			got = append(got, fmt.Sprintf("%d: %d late %d early %d missing of %d, jump %v hole %v", i+1, m.CameLate, m.GoneEarly, m.NoData, m.Lists, m.Jump(), m.Hole()))
		}
	}
	want := []string{
		"4: 2 late 0 early 0 missing of 29, jump true hole false",
		"9: 0 late 1 early 0 missing of 26, jump false hole false",
		"10: 0 late 0 early 3 missing of 26, jump false hole true",
		"11: 0 late 0 early 1 missing of 26, jump false hole false",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// Month 10 is a hole.
	if m := LastCounted(v.Months[:10]); m == nil || m.Month != first+8 {
		t.Errorf("last counted of ten: %+v", m)
	}
	if m := LastCounted(nil); m != nil {
		t.Errorf("last counted of none: %+v", m)
	}
}

// In each month the vacant lists are those of the stock, months of vacancies are vacant
// months, and nothing is in two classes.
func TestLawVacanciesAreTheStocks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var lines []string
		for i := range rapid.IntRange(1, 6).Draw(t, "positions") {
			lines = append(lines, fmt.Sprintf("P%d %d %s", i, 1201+rapid.IntRange(0, 1).Draw(t, "municipality"),
				rapid.StringMatching(`[_..AB2]{4,30}`).Draw(t, "months")))
		}
		set, err := SpellsOf(draw(lines...), DefaultSpellOptions())
		if err != nil {
			return
		}
		v, err := VacancyOf(set.Spells, set.Spells, Options{})
		if err != nil {
			t.Fatal(err)
		}
		vacant := 0
		for _, m := range v.Months {
			st, err := StockAt(set.Spells, m.Month, 0.95)
			if err != nil || st.Vacant != m.Vacant || m.Lists < m.Vacant || m.Lists > st.N+st.Vacant {
				t.Fatalf("%v: stock %+v, vacancies %+v", err, st, m)
			}
			if m.NeverFilled > m.Vacant || m.YearOrMore+m.YearUnknown > m.Vacant {
				t.Fatalf("%+v", m)
			}
			vacant += m.Vacant
		}
		months, open := 0, v.AgeUnknown
		for i := range set.Spells {
			if s := &set.Spells[i]; s.Kind == Vacant {
				months += int(s.Last-s.First) + 1
			}
		}
		for _, n := range v.Ages {
			open += n
		}
		if months != vacant || open != v.Open || v.Filled+v.Closed+v.Open+v.OutOfSight != v.Spells {
			t.Fatalf("%d months of vacancies, %d vacant lists; %+v", months, vacant, v)
		}
	})
}

// By hand: of P, which is held, and Q, which nobody ever holds, P alone is asked about.
func TestListsThatAreNotAskedAboutAreNotCounted(t *testing.T) {
	p, q := began("P", 1, "1201", 1, 3, false), began("Q", 0, "1201", 1, 3, false)
	q.Kind = Vacant
	v, err := VacancyOf([]Spell{p, q}, []Spell{p}, Options{})
	if err != nil || len(v.Months) != 3 || v.NeverFilled != 0 {
		t.Fatalf("%+v, %v, want 3 months and no list that was never filled", v, err)
	}
	for _, m := range v.Months {
		if m.Lists != 1 || m.NotOpened != 0 {
			t.Errorf("%s: %+v, want one list", m.Month, m)
		}
	}
}
