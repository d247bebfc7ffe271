package chart

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// By hand, from what the positions of the fixture say, in months from May 2017: 1 opens in month
// 4 and is vacant to 6; 2 ends with its doctor in month 17, and so is closed; 3 was closed while
// vacant; 4 was never filled; of 5 nothing is known after month 12, since its doctor was not seen
// to leave; 6 began before it is first seen, so that the files begin late.
func TestMonthsWithoutAHolderHaveAReason(t *testing.T) {
	tl := statesTimeline("nb", 0)
	type part struct {
		First, Last int
		State       state
	}
	want := [][]part{
		{{0, 3, notOpened}, {4, 6, vacant}},
		{{10, 12, vacant}, {18, 23, closed}},
		{{12, 14, vacant}, {15, 23, closed}},
		{{0, 7, notOpened}, {8, 23, vacant}},
		{{13, 23, withoutData}},
		{{0, 4, withoutData}, {9, 11, withoutData}},
		nil,
	}
	var got [][]part
	for _, position := range tl.rows() {
		var parts []part
		for _, s := range position[0].stretches {
			parts = append(parts, part{int(s.first - tl.First), int(s.last - tl.First), s.state})
		}
		got = append(got, parts)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// A position that counts from month 5 to month 9 only is neither not opened before nor closed or
// vacant after: nothing is drawn there. By hand.
func TestNothingIsSaidOutsideAWindow(t *testing.T) {
	window := survival.Window{From: varighet.Some(may17 + 5), To: varighet.Some(may17 + 9)}
	tl := &Timeline{First: may17, Last: may17 + 23, Spells: []survival.Spell{{PositionID: "1", Ordinal: 1, DoctorID: "a",
		Start: varighet.Some(may17 + 2), First: may17 + 5, Last: may17 + 9, Beside: &survival.Beside{Window: window}}}}
	if s := tl.rows()[0][0].stretches; len(s) != 0 {
		t.Errorf("stretches %v, want none", s)
	}
}

// A doctor who was there since month 2 of a position that counts from month 5 has an arrow back from
// month 5, although the timeline begins in month 0; one who began in month 5 has none. By hand.
func TestASpellThatBeganBeforeItsWindowIsUnderWay(t *testing.T) {
	beside := &survival.Beside{Window: survival.Window{From: varighet.Some(may17 + 5)}}
	tl := &Timeline{Paper: Paper{Locale: locale.Get("en")}, First: may17, Last: may17 + 23, Spells: []survival.Spell{
		{PositionID: "1", Ordinal: 1, DoctorID: "a", Start: varighet.Some(may17 + 2), First: may17 + 5, Last: may17 + 23, Beside: beside},
		{PositionID: "2", Ordinal: 1, DoctorID: "b", Start: varighet.Some(may17 + 5), First: may17 + 5, Last: may17 + 23, Beside: beside}}}
	if !tl.underWay(&tl.Spells[0]) || tl.underWay(&tl.Spells[1]) {
		t.Errorf("under way: %v and %v, want true and false", tl.underWay(&tl.Spells[0]), tl.underWay(&tl.Spells[1]))
	}
	pages, err := tl.Bars()
	if err != nil {
		t.Fatal(err)
	}
	if want := "in the position before the months that count"; !slices.ContainsFunc(pages[0].marks, func(m mark) bool { return m.text == want }) {
		t.Errorf("the legend has no %q", want)
	}
}

// A gap between two doctors for which there is no row of its own is a vacancy: by hand, month 6.
func TestAHoleBetweenDoctorsIsAVacancy(t *testing.T) {
	tl := &Timeline{First: may17, Last: may17 + 9, Spells: []survival.Spell{
		{PositionID: "1", Ordinal: 1, DoctorID: "a", Start: varighet.Some(may17), First: may17, Last: may17 + 5, Stopped: true},
		{PositionID: "1", Ordinal: 2, DoctorID: "b", Start: varighet.Some(may17 + 7), First: may17 + 7, Last: may17 + 9}}}
	got := tl.rows()[0][0].stretches
	if len(got) != 1 || got[0] != (stretch{may17 + 6, may17 + 6, vacant}) {
		t.Errorf("stretches %v, want one vacant month, 6", got)
	}
}

// The legend has an entry for each state that is shown, and none for another.
func TestLegendsExplainWhatIsShown(t *testing.T) {
	tl := statesTimeline("en", 0)
	for name, draw := range map[string]func() ([]*Figure, error){"bars": tl.Bars, "squares": tl.Squares} {
		pages, err := draw()
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, m := range pages[0].marks {
			seen[m.text] = true
		}
		for _, want := range []string{"not opened yet", "vacant: no doctor", "closed", "no data", "start and end months assumed", "start or end month corrected"} {
			if !seen[want] {
				t.Errorf("%s: the legend has no %q", name, want)
			}
		}
	}
	pages, err := alisTimeline("en").Squares()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range pages[0].marks {
		if m.text == "closed" || m.text == "no data" {
			t.Errorf("the legend has %q, which is not shown", m.text)
		}
	}
}
