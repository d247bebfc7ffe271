package chart

import (
	"strings"
	"testing"

	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// timeFigures are one of each kind and case of the figures over time, by the name of their golden
// files: one group, several, none, and too few.
var timeFigures = []goldenFigure{
	{"years_groups_nb", true, func() ([]*Figure, error) { return madeYears("nb", 5).Draw() }},
	{"years_groups_en", false, func() ([]*Figure, error) { return madeYears("en", 5).Draw() }},
	{"years_one_nn", false, func() ([]*Figure, error) { return madeYears("nn", 1).Draw() }},
	{"years_few_nb", false, func() ([]*Figure, error) {
		return (&Years{ConfLevel: 0.95, Groups: []YearsGroup{{TurnoverSeries: seriesOf("all", madeRegister(1, 3))}}}).Draw()
	}},
	{"years_empty_en", false, func() ([]*Figure, error) {
		return (&Years{Paper: Paper{Locale: locale.Get("en")}, ConfLevel: 0.95, Groups: []YearsGroup{{TurnoverSeries: seriesOf("all", nil)}}}).Draw()
	}},
	{"exits_nb", true, func() ([]*Figure, error) { return one(madeExits("nb", madeRegister(0, 400)).Draw()) }},
	{"exits_en", false, func() ([]*Figure, error) { return one(madeExits("en", madeRegister(0, 400)).Draw()) }},
	{"exits_narrow_nn", false, func() ([]*Figure, error) {
		e := madeExits("nn", madeRegister(0, 400))
		e.Width = MinWidth
		return one(e.Draw())
	}},
	{"exits_part_nb", false, func() ([]*Figure, error) { return one(partExits("nb", madeRegister(0, 400)).Draw()) }},
	{"exits_part_en", false, func() ([]*Figure, error) { return one(partExits("en", madeRegister(0, 400)).Draw()) }},
	{"exits_alis_nb", false, func() ([]*Figure, error) { return one(madeExits("nb", withReason(alisSpells())).Draw()) }},
	{"exits_few_nb", false, func() ([]*Figure, error) { return one(madeExits("nb", withReason(alisSpells()[:4])).Draw()) }},
	{"exits_empty_en", false, func() ([]*Figure, error) { return one(madeExits("en", nil).Draw()) }},
	{"exits_withheld_nb", false, func() ([]*Figure, error) { return one(withheldExits("nb").Draw()) }},
	{"exits_withheld_en", false, func() ([]*Figure, error) { return one(withheldExits("en").Draw()) }},
	{"years_withheld_nb", false, func() ([]*Figure, error) { return withheldYears("nb").Draw() }},
	{"years_withheld_en", false, func() ([]*Figure, error) { return withheldYears("en").Draw() }},
	{"vacancies_one_nb", true, func() ([]*Figure, error) { return madeVacancies("nb", 1).Draw() }},
	{"vacancies_one_en", false, func() ([]*Figure, error) { return madeVacancies("en", 1).Draw() }},
	{"vacancies_groups_nn", false, func() ([]*Figure, error) { return madeVacancies("nn", 4).Draw() }},
	{"vacancies_none_en", false, func() ([]*Figure, error) {
		return (&Vacancies{Paper: Paper{Locale: locale.Get("en")}, Groups: []VacancyGroup{{Months: monthsOf(alisSpells())}}}).Draw()
	}},
	{"vacancies_empty_nb", false, func() ([]*Figure, error) { return (&Vacancies{}).Draw() }},
	{"stability_alis_nb", true, func() ([]*Figure, error) { return madeStability("nb", alisSpells()).Draw() }},
	{"stability_alis_en", false, func() ([]*Figure, error) { return madeStability("en", alisSpells()).Draw() }},
	{"stability_many_nb", false, func() ([]*Figure, error) { return madeStability("nb", madeRegister(0, 400)).Draw() }},
	{"stability_mixed_nn", false, func() ([]*Figure, error) { return madeStability("nn", mixedSpells()).Draw() }},
	{"stability_empty_en", false, func() ([]*Figure, error) { return madeStability("en", nil).Draw() }},
}

func TestTimeFiguresAreGolden(t *testing.T) { areGolden(t, timeFigures) }

func TestTimeFiguresAreTheSameTwice(t *testing.T) { areTheSameTwice(t, timeFigures) }

// A scale has at most five steps, reaches what it must, and no more than a step above.
func TestValueScales(t *testing.T) {
	for _, c := range []struct {
		greatest, least float64
		want            valueScale
	}{
		{37, 0.1, valueScale{40, 10, 0}}, {71.1, 0.1, valueScale{80, 20, 0}}, {100, 0.1, valueScale{100, 20, 0}}, {3, 1, valueScale{3, 1, 0}}, {271, 1, valueScale{300, 100, 0}},
		{0, 1, valueScale{1, 1, 0}}, {0.3, 0.1, valueScale{0.3, 0.1, 1}}, {2, 1, valueScale{2, 1, 0}}, {10, 1, valueScale{10, 2, 0}}, {1.4, 0.1, valueScale{1.5, 0.5, 1}},
	} {
		got := newValueScale(c.greatest, c.least)
		if diff := got.top - c.want.top; diff > 1e-9 || diff < -1e-9 || got.step != c.want.step || got.decimals != c.want.decimals {
			t.Errorf("up to %v in steps of %v or more: %+v, want %+v", c.greatest, c.least, got, c.want)
		}
	}
}

// Panels that do not fit on a page go on to the next, which says so; too many are refused.
func TestPanelsGoOnToTheNextPage(t *testing.T) {
	years, err := madeYears("nb", 16).Draw()
	if err != nil || len(years) != 2 || !strings.HasSuffix(years[1].Title, "(2 av 2)") {
		t.Errorf("%d pages: %v", len(years), err)
	}
	vacancies, err := madeVacancies("en", 16).Draw()
	if err != nil || len(vacancies) != 2 || !strings.HasSuffix(vacancies[0].Title, "(1 of 2)") {
		t.Errorf("%d pages: %v", len(vacancies), err)
	}
	if _, err := (&Years{Groups: make([]YearsGroup, mostGroups+1)}).Draw(); err == nil {
		t.Error("61 groups are drawn")
	}
	if _, err := (&Vacancies{Groups: make([]VacancyGroup, mostGroups+1)}).Draw(); err == nil {
		t.Error("61 groups are drawn")
	}
	if _, err := (&Stability{Rows: make([]StabilityRow, mostRows+1)}).Draw(); err == nil {
		t.Error("61 rows are drawn")
	}
}

// A line is broken where there are no data, and where lists came into the data: of a series whose
// months 20 to 22 and 40 are holes and that jumps in month 50 there are four stretches, each with an area.
func TestVacanciesAreBroken(t *testing.T) {
	months := madeMonths(0, 60)
	holes, jumps := 0, 0
	for i := range months {
		if months[i].Hole() {
			holes++
		} else if months[i].Jump() {
			jumps++
		}
	}
	if holes != 4 || jumps != 1 {
		t.Fatalf("%d holes and %d jumps, want 4 and 1", holes, jumps)
	}
	s := newSheet(Paper{}, "", "")
	p := s.newPanels(1, 0, newValueScale(100, 1), func(float64) string { return "" }).at(0)
	before := len(s.marks)
	p.series(months, vacantPercent, shareLook)
	lines := 0
	for _, m := range s.marks[before:] {
		if !m.closed {
			lines++
		}
	}
	if lines != 4 {
		t.Errorf("%d stretches, want 4", lines)
	}
}

// The title of stability says of none that it is none.
func TestTitleOfStabilityOfNone(t *testing.T) {
	c := &Stability{All: survival.StabilityCounts{Stability: survival.Stability{Positions: 3, Filled: 3}}}
	if got, want := c.title(), "Ingen av 3 stillinger har hatt samme lege hele tiden"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Areas that lie beside each other differ in lightness, and text in squares can be read.
func TestFillsOfTimeFigures(t *testing.T) {
	order := []survival.ExitCause{survival.ExitLeft, survival.ExitMovedAway, survival.ExitMovedWithin, survival.ExitClosed, survival.ExitUnknown,
		survival.ExitListSeen, survival.ExitNoListSeen}
	for i := 1; i < len(order); i++ {
		a, b := reasonFills[order[i-1]], reasonFills[order[i]]
		if got := contrast(a, b); got < 1.5 {
			t.Errorf("%v beside %v: contrast %.2f", order[i-1], order[i], got)
		}
	}
	for _, reason := range order[:5] { // in data of all lists
		if got := contrast(reasonFills[survival.ExitOther], reasonFills[reason]); got < 1.5 {
			t.Errorf("other reasons beside %v: contrast %.2f", reason, got)
		}
	}
	for k, look := range classFills {
		if got := contrast(look.outline, white); got < 3 {
			t.Errorf("outline of class %d: contrast %.2f", k, got)
		}
		if got := contrast(inkOn(look.fill), look.fill); got < 4.5 {
			t.Errorf("text on class %d: contrast %.2f", k, got)
		}
	}
	for _, l := range []stroke{meanLine, allLine, limitBar, shareLook.line, jumpLine} {
		if got := contrast(l.color, white); got < 3 {
			t.Errorf("line %s: contrast %.2f", hex(l.color), got)
		}
	}
}
