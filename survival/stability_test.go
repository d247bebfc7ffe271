package survival

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/varighet/varighet"
)

// By hand: P and Y have had one doctor all along; Q lost B after 3 months and has C; R lost D
// after 2 and stands empty; S belongs to another municipality, whose data end
// two months earlier, so that E is not known to be there still.
func TestStabilityByHand(t *testing.T) {
	set, err := SpellsOf(draw("P 1201 _AAAAAAA", "Q 1201 _BBBCCCC", "R 1201 _DD.....", "Y 1201 YYYYYYYY",
		"S 4601 _EEEEE__", "Z 4601 ZZZZZZ__"),
		DefaultSpellOptions())
	if err != nil {
		t.Fatal(err)
	}
	want := Stability{Positions: 6, Filled: 6, Doctors: 7, Same: 2, Still: 3, Stopped: 2, ShortestHeld: 2, LongestHeld: 3}
	if diff := cmp.Diff(want, StabilityOf(set.Spells)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(Stability{}, StabilityOf(nil)); diff != "" {
		t.Errorf("no spells: %s", diff)
	}
}

// Of S and Z alone, whose data end two months before the others', both are there in the last
// month of which anything is known; with P beside them the last month stands, and they are
// out of sight.
func TestStabilityWhereDataEndEarly(t *testing.T) {
	for name, c := range map[string]struct {
		lists          []string
		month          varighet.Month
		filled, unseen int
	}{
		"early":             {[]string{"S 4601 _EEEEE__", "Z 4601 ZZZZZZ__"}, first + 5, 2, 0},
		"one list, early":   {[]string{"S 4601 _EEEEE__"}, first + 5, 1, 0},
		"early, and others": {[]string{"S 4601 _EEEEE__", "Z 4601 ZZZZZZ__", "P 1201 _AAAAAAA"}, first + 7, 1, 2},
	} {
		set, err := SpellsOf(draw(c.lists...), DefaultSpellOptions())
		if err != nil {
			t.Fatal(err)
		}
		st := StabilityBy(set.Spells, first+7)
		if st.Month != c.month || st.FilledNow != c.filled || st.UnseenNow != c.unseen {
			t.Errorf("%s: %+v", name, st)
		}
	}
}

// Of P the data have a hole up to the month, of V a vacancy, and of W nothing before a doctor in
// month 5.
func TestStabilityOfPositionsWithoutDoctorsByHand(t *testing.T) {
	spells := []Spell{{PositionID: "P", Kind: Missing, First: first, Last: first + 4}, {PositionID: "V", Kind: Vacant, First: first, Last: first + 4},
		{PositionID: "W", Kind: Regular, Ordinal: 1, DoctorID: "A", First: first + 4, Last: first + 4}}
	st := StabilityAt(spells, spells, first+2)
	want := StabilityCounts{Month: first + 2, Stability: Stability{Positions: 3}, NoData: 1, NeverFilled: 1, NotOpened: 1, UnseenNow: 1, VacantNow: 1}
	if diff := cmp.Diff(want, st); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Who holds a list in January, February and March has held it for three months, and two have elapsed.
func TestMonthsElapsedAreOneLessThanHeld(t *testing.T) {
	if n := (StoppedMonths{Held: 3}).Elapsed(); n != 2 {
		t.Errorf("got %d, want 2", n)
	}
}

// By hand on three dates. On 1 January Y alone has a doctor; P, Q and R are not yet
// opened, which is not to be never filled, as V and W are. On 1 April R has lost D after two
// months; W has got F. In August B and F have been followed by C and G, and V was never
// filled.
func TestStabilityOnADateByHand(t *testing.T) {
	set, err := SpellsOf(draw("P 1201 _AAAAAAA", "Q 1201 _BBBCCCC", "R 1201 _DD.....", "Y 1201 YYYYYYYY", "V 1201 ........",
		"W 1201 ...FFFGG"), DefaultSpellOptions())
	if err != nil {
		t.Fatal(err)
	}
	same := func(n int) []SameYear { return []SameYear{{varighet.Some(2017), n}} }
	unknown := SameYear{varighet.Opt[int]{}, 1} // Y was there from the first month on
	for month, want := range map[varighet.Month]StabilityCounts{
		first: {Stability: Stability{Positions: 6, Filled: 1, Doctors: 1, Same: 1, Still: 1}, FilledNow: 1, VacantNow: 2,
			NotOpened: 3, NeverFilled: 2, SameByYear: []SameYear{unknown}},
		first + 3: {Stability: Stability{Positions: 6, Filled: 5, Doctors: 5, Same: 4, Still: 4, Stopped: 1, ShortestHeld: 2, LongestHeld: 2},
			FilledNow: 4, VacantNow: 2, NeverFilled: 1, NotReplaced: 1, Different: [3]int{1}, SameByYear: append(same(3), unknown), StoppedAfter: []StoppedMonths{{2, 1}}},
		first + 7: {Stability: Stability{Positions: 6, Filled: 5, Doctors: 7, Same: 2, Still: 4, Stopped: 3, ShortestHeld: 2, LongestHeld: 3},
			FilledNow: 4, VacantNow: 2, NeverFilled: 1, NotReplaced: 1, ChangedOnce: 2, Different: [3]int{1, 2}, SameByYear: append(same(1), unknown),
			StoppedAfter: []StoppedMonths{{2, 1}, {3, 2}}},
	} {
		want.Month = month
		if diff := cmp.Diff(want, StabilityAt(set.Spells, set.Spells, month)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", month, diff)
		}
	}
	// Of the spells of B alone, whose position C has taken over.
	var b []Spell
	for _, s := range set.Spells {
		if s.DoctorID == "B" {
			b = append(b, s)
		}
	}
	want := StabilityCounts{Month: first + 7, Stability: Stability{Positions: 1, Filled: 1, Doctors: 1, Stopped: 1, ShortestHeld: 3, LongestHeld: 3},
		FilledNow: 1, ChangedOnce: 1, Different: [3]int{0, 1}, StoppedAfter: []StoppedMonths{{3, 1}}}
	if diff := cmp.Diff(want, StabilityAt(set.Spells, b, first+7)); diff != "" {
		t.Errorf("B (-want +got)\n%s", diff)
	}
}

// By hand: in K doctor A came back after B, so that two doctors have been three holders; L closed
// after the fourth month; the municipality of M and O has no data of the last two months, and N stands
// empty.
func TestPositionsInAMonthByHand(t *testing.T) {
	set, err := SpellsOf(draw("K 1201 AABBBAAA", "L 1201 CCCC____", "N 1201 DDDD....", "Y 1201 YYYYYYYY", "M 4601 EEEEEE__", "O 4601 FFFFFF__"), DefaultSpellOptions())
	if err != nil {
		t.Fatal(err)
	}
	st := StabilityAt(set.Spells, set.Spells, first+7)
	got := []int{st.FilledNow, st.VacantNow, st.ClosedNow, st.UnseenNow, st.Same, st.Different[0], st.Different[1], st.Different[2], st.ChangedTwice}
	if diff := cmp.Diff([]int{2, 1, 1, 2, 1, 4, 1, 0, 1}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	// A month after the data: L is closed still, and of the others nothing is known.
	if st = StabilityAt(set.Spells, set.Spells, first+9); st.FilledNow != 0 || st.ClosedNow != 1 || st.UnseenNow != 5 {
		t.Errorf("after the data: %+v", st)
	}
}

// timelines draws positions as text, a letter a doctor of that position and a month, from
// a month on, and returns their spells. A dot is a month without a doctor. Another
// position has rows in all months and the one before, so that starts are known.
func timelines(t *testing.T, from varighet.Month, lines []string) []Spell {
	t.Helper()
	var obs []varighet.Observation
	for k := range len(lines[0]) + 1 {
		obs = append(obs, varighet.Observation{PositionID: "other", MunicipalityCode: "1201", Month: from - 1 + varighet.Month(k), DoctorID: "other"})
	}
	for i, line := range lines {
		for k, c := range line {
			o := varighet.Observation{PositionID: fmt.Sprint(i + 1), MunicipalityCode: "1201", Month: from + varighet.Month(k)}
			switch c {
			case '_':
				continue
			case '.':
				o.Role = varighet.RoleVacant
			default:
				o.DoctorID = fmt.Sprintf("%d%c", i+1, c)
			}
			obs = append(obs, o)
		}
	}
	opt := DefaultSpellOptions()
	opt.FirstRows = FirstRowsKnown // a project that opens many positions at once
	set, err := SpellsOf(obs, opt)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(set.Spells, func(s Spell) bool { return s.PositionID == "other" })
}

// monthsDrawn is letters, each repeated: "A12 .3 B4".
func monthsDrawn(words string) string {
	var b strings.Builder
	for _, w := range strings.Fields(words) {
		n, _ := strconv.Atoi(w[1:])
		b.WriteString(strings.Repeat(w[:1], n))
	}
	return b.String()
}

func repeated(n int, words string) []string { return slices.Repeat([]string{monthsDrawn(words)}, n) }

// alisVest2022 are made-up months that meet all that the final report of 2023 prints of
// ALIS-Vest part 1 from July 2017 to August 2022 (62 months; section 4.6, figure 2): 16
// positions, 23 doctors, 10 positions with the same doctor all the way of which 9 were filled
// in 2017, 6 that have changed holder once or twice. It also prints that 10 doctors have
// left: with 16 positions and 23 doctors 7 have been replaced, so three stopped with nobody
// after, in positions that have changed.
func alisVest2022(t *testing.T) []Spell {
	return timelines(t, varighet.MonthOf(2017, time.July), slices.Concat(
		repeated(9, "_2 A60"),  // filled in September 2017
		repeated(1, "_17 A45"), // in December 2018
		repeated(2, "_2 A12 B48"),
		repeated(3, "_2 A12 .3 B40 .5"),
		repeated(1, "_2 A9 B20 C31")))
}

func TestStabilityMeetsALISVest2022(t *testing.T) {
	spells := alisVest2022(t)
	got := StabilityAt(spells, spells, varighet.MonthOf(2022, time.August))
	want := StabilityCounts{Month: varighet.MonthOf(2022, time.August),
		Stability: Stability{Positions: 16, Filled: 16, Doctors: 23, Same: 10, Still: 13, Stopped: 10, ShortestHeld: 9, LongestHeld: 40},
		FilledNow: 13, VacantNow: 3, ChangedOnce: 5, ChangedTwice: 1, Different: [3]int{0, 5, 1},
		SameByYear:   []SameYear{{varighet.Some(2017), 9}, {varighet.Some(2018), 1}},
		StoppedAfter: []StoppedMonths{{9, 1}, {12, 5}, {20, 1}, {40, 3}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-published +got)\n%s", diff)
	}
}

// Likewise for ALIS-Nord from January 2019 to March 2022 (39 months; section 4.6, figure
// 3): 32 positions, 29 filled in March 2022, 17 with the same doctor all the way (11 filled
// in 2019, 5 in 2020, 1 in 2021), one never filled, 16 doctors who left.
func TestStabilityMeetsALISNord2022(t *testing.T) {
	lines := slices.Concat(
		repeated(11, "_3 A36"),
		repeated(5, "_14 A25"),
		repeated(1, "_26 A13"),
		repeated(1, "_3 .36"),
		repeated(10, "_3 A10 .2 B24"),
		repeated(2, "_3 A10 B9 C17"),
		repeated(2, "_3 A20 .16"))
	spells := timelines(t, varighet.MonthOf(2019, time.January), lines)
	got := StabilityAt(spells, spells, varighet.MonthOf(2022, time.March))
	want := StabilityCounts{Month: varighet.MonthOf(2022, time.March),
		Stability: Stability{Positions: 32, Filled: 31, Doctors: 45, Same: 17, Still: 29, Stopped: 16, ShortestHeld: 9, LongestHeld: 20},
		FilledNow: 29, VacantNow: 3, NeverFilled: 1, NotReplaced: 2, ChangedOnce: 10, ChangedTwice: 2, Different: [3]int{2, 10, 2},
		SameByYear:   []SameYear{{varighet.Some(2019), 11}, {varighet.Some(2020), 5}, {varighet.Some(2021), 1}},
		StoppedAfter: []StoppedMonths{{9, 2}, {10, 12}, {20, 2}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-published +got)\n%s", diff)
	}
	// In June 2019 those of 2020 and 2021 are not yet opened; they are not never filled.
	early := StabilityAt(spells, spells, varighet.MonthOf(2019, time.June))
	if early.NotOpened != 6 || early.NeverFilled != 1 || early.Same != 25 {
		t.Errorf("in June 2019: %+v", early)
	}
}

// Whatever the months look like and whenever they are looked at, each position is in one
// class, and in the order of months positions are only ever filled and doctors only ever
// stop.
func TestLawEachPositionIsInOneClass(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var lines []string
		for i := range rapid.IntRange(1, 6).Draw(t, "positions") {
			lines = append(lines, fmt.Sprintf("P%d %d %s", i, 1201+rapid.IntRange(0, 1).Draw(t, "municipality"),
				rapid.StringMatching(`[_.AABBC2]{4,20}`).Draw(t, "months")))
		}
		set, err := SpellsOf(draw(lines...), DefaultSpellOptions())
		if err != nil {
			return // a drawing without a row
		}
		var before StabilityCounts
		for month := first; month <= LastKnown(set.Spells); month++ {
			st := StabilityAt(set.Spells, set.Spells, month)
			classes := st.NotOpened + st.NoData + st.NeverFilled + st.Same + st.NotReplaced + st.OutOfSight + st.ChangedOnce +
				st.ChangedTwice + st.ChangedMore
			if classes != st.Positions || st.Filled != st.Positions-st.NotOpened-st.NoData-st.NeverFilled {
				t.Fatalf("%s: %+v", month, st)
			}
			if st.FilledNow+st.VacantNow+st.ClosedNow+st.UnseenNow+st.NotOpened != st.Positions {
				t.Fatalf("%s: what is there in the month: %+v", month, st)
			}
			if d := st.Different; st.Same+d[0]+d[1]+d[2] != st.Filled {
				t.Fatalf("%s: by different doctors: %+v", month, st)
			}
			if st.Filled < before.Filled || st.Stopped < before.Stopped || st.Doctors < before.Doctors || st.NotOpened > before.NotOpened && month > first {
				t.Fatalf("%s: %+v after %+v", month, st, before)
			}
			same := 0
			for _, y := range st.SameByYear {
				same += y.Positions
			}
			if same != st.Same {
				t.Fatalf("%d the same by year, %d in all", same, st.Same)
			}
			before = st
		}
		if StabilityOf(set.Spells) != before.Stability {
			t.Fatalf("at the end %+v, not %+v", before.Stability, StabilityOf(set.Spells))
		}
	})
}
