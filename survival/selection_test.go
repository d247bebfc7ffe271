package survival_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// By hand: of six agreements, one has no known start, one is first seen in the last month,
// one ended before the period, one has no group; the vacancy is of another kind. Each of the
// four counts once, for the first reason that it meets.
func TestEachSpellLeftOutCountsOnceForItsFirstReason(t *testing.T) {
	month := func(y int, m varighet.Month) varighet.Month { return varighet.MonthOf(y, 1) + m - 1 }
	spell := func(start varighet.Month, exit int, stopped bool, group string) survival.Spell {
		return survival.Spell{Start: varighet.Some(start), First: start, Last: start + varighet.Month(exit-1),
			Entry: varighet.Some(0), Exit: varighet.Some(exit), Stopped: stopped, SizeGroup: group}
	}
	spells := []survival.Spell{
		spell(month(2018, 1), 30, true, "<2000"),
		{First: month(2018, 1), Last: month(2019, 1)}, // the start is not known, and no group either
		spell(month(2021, 1), 0, false, "<2000"),      // first seen in the last month
		spell(month(2015, 1), 12, true, ""),           // before the period, and without a group
		spell(month(2019, 6), 12, true, ""),           // no group
		spell(month(2020, 1), 12, false, ">=50000"),
		{Kind: survival.Vacant, First: month(2018, 1)}, // of another kind
	}
	got := survival.Select(spells, survival.Query{
		Period: varighet.Some([2]varighet.Month{month(2019, 1), month(2020, 6)}),
		Needs:  []survival.Need{{What: "size_group", Has: func(i int) bool { return spells[i].SizeGroup != "" }}},
	})
	want := &survival.Selection{
		Index:   []int{0, 5},
		Tenures: []survival.Tenure{{Entry: 12, Exit: 29}, {Entry: 0, Exit: 5}}, // neither stop lies in the period
		LeftOut: []survival.LeftOut{{Reason: survival.StartUnknown, Spells: 1}, {Reason: survival.FirstSeenInLast, Spells: 1},
			{Reason: survival.OutsidePeriod, Spells: 1}, {Reason: survival.ValueMissing, What: "size_group", Spells: 1}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if s := got.LeftOut[3].String(); s != "1 spell left out: no size_group" {
		t.Error(s)
	}
}

// A cause is asked of those that stopped only.
func TestWhatOnlyStopsNeedIsNotAskedOfTheOthers(t *testing.T) {
	held := survival.Spell{Start: varighet.Some(varighet.MonthOf(2018, 1)), Entry: varighet.Some(0), Exit: varighet.Some(5)}
	gone := held
	gone.Stopped = true
	got := survival.Select([]survival.Spell{held, gone}, survival.Query{
		Needs: []survival.Need{{What: "stop_reason", OfStopped: true, Has: func(int) bool { return false }}}})
	if len(got.Index) != 1 || got.Index[0] != 0 || len(got.LeftOut) != 1 || got.LeftOut[0].Spells != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestWhySpellsAreLeftOut(t *testing.T) {
	for want, l := range map[string]survival.LeftOut{
		"2 spells left out: not among those asked for":                {Reason: survival.Filtered, Spells: 2},
		"1 spell left out: the start is not known":                    {Reason: survival.StartUnknown, Spells: 1},
		"3 spells left out: first seen in the last month of the data": {Reason: survival.FirstSeenInLast, Spells: 3},
		"1 spell left out: not seen in the period":                    {Reason: survival.OutsidePeriod, Spells: 1},
	} {
		if got := l.String(); got != want {
			t.Errorf("%s: got %q, want %q", l.Reason, got, want)
		}
	}
}
