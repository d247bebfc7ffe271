package survival

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
)

// reform makes options for a reform in month 5 (May 2017): 1141 becomes part of
// 1103, which lives on; 1507 is divided between 1508, the main part, and 1580; 4601
// and 4602 become 4610.
func reform() SpellOptions {
	day := first + 4
	opt := DefaultSpellOptions()
	after := map[varighet.MunicipalityCode][]varighet.MunicipalityCode{
		"1141": {"1103"}, "1507": {"1508", "1580"}, "4601": {"4610"}, "4602": {"4610"},
	}
	before := map[varighet.MunicipalityCode][]varighet.MunicipalityCode{
		"1508": {"1507"}, "1580": {"1507"}, "4610": {"4601", "4602"},
	}
	opt.Harmonise = func(code varighet.MunicipalityCode, _ varighet.Month) varighet.MunicipalityCode {
		if next := after[code]; next != nil {
			return next[0]
		}
		return code
	}
	opt.Standing = func(code varighet.MunicipalityCode, in, m varighet.Month) []varighet.MunicipalityCode {
		switch {
		case m >= day && after[code] != nil:
			return after[code]
		case m < day && before[code] != nil:
			return before[code]
		}
		return []varighet.MunicipalityCode{code}
	}
	opt.Follow = func(code varighet.MunicipalityCode, _ varighet.Month, seen []varighet.Sighting) (varighet.MunicipalityCode, Way) {
		if code != "1507" {
			return opt.Harmonise(code, 0), OnlyWay
		}
		for _, s := range seen {
			if s.Month >= day {
				return s.Code, ChosenWay
			}
		}
		return "1508", GuessedWay
	}
	return opt
}

// Each case is worked by hand; the code that a list has in a month is that of its
// line.
func TestACodeThatEndedIsNotMissing(t *testing.T) {
	own := withFiles
	for _, c := range []struct {
		name  string
		lines []string
		want  []string
		files func(SpellOptions) SpellOptions // nil: one series
	}{
		{"who left a municipality in its last month left, if the code it went into reports",
			[]string{"Y 1103 YYYYYYYY", "P 1141 _AAA", "Z 1141 ZZZZ", "Z 1103 ____ZZZZ"},
			[]string{"P/1 A 2-4 (0,3] stopped closed"}, nil},
		{"and is not seen to leave if it does not",
			[]string{"Y 1103 YYYY__YY", "P 1141 _AAA", "Z 1141 ZZZZ", "Z 1103 ______ZZ"},
			[]string{"P/1 A 2-4 (0,3] stopped closed uncertain unconfirmed"}, nil},
		{"a file of its own that ends before the code does is missing",
			[]string{"Y 1103 YYYYYYYY", "P 1141 _A", "Z 1141 ZZ", "Z 1103 ____ZZZZ"},
			[]string{"P/1 A 2-2 (0,1] stopped closed uncertain"}, own},
		{"a list new in a part of a divided municipality may have been there",
			[]string{"Y 1507 YYYY", "Y 1508 ____YYYY", "P 1580 ____AAAA"},
			[]string{"P/1 A 5-8 from unknown, censored"}, nil},
		{"who left a divided municipality is seen to if all parts report",
			[]string{"P 1507 _AAA", "Y 1507 YYYY", "Y 1508 ____YYYY", "Z 1507 ZZZZ", "Z 1580 ____ZZZZ"},
			[]string{"P/1 A 2-4 (0,3] stopped closed"}, nil},
		{"and not if one does not: the list may be there",
			[]string{"P 1507 _AAA", "Y 1507 YYYY", "Y 1508 ____YYYY"},
			[]string{"P/1 A 2-4 (0,2] censored"}, nil},
		{"so may one in a merged municipality, as its code changes",
			[]string{"P 4610 ____AAAA", "Y 4601 YYYY", "Y 4610 ____YYYY", "Z 4602 ZZZZ", "Z 4610 ____ZZZZ"},
			[]string{"P/1 A 5-8 from unknown, censored"}, nil},
		{"but not a month later",
			[]string{"P 4610 _____AAA", "Y 4601 YYYY", "Y 4610 ____YYYY"},
			[]string{"P/1 A 6-8 (0,2] censored"}, nil},
		{"and one that part of the municipality did not report the month before",
			[]string{"P 4610 ____AAAA", "Y 4601 YYYY", "Y 4610 ____YYYY"},
			[]string{"P/1 A 5-8 from unknown, censored"}, nil},
	} {
		opt := reform()
		if c.files != nil {
			opt = c.files(opt)
		}
		if _, got := spellsDrawn(t, opt, c.lines...); !cmp.Equal(c.want, got) {
			t.Errorf("%s\n(-want +got)\n%s", c.name, cmp.Diff(c.want, got))
		}
	}
}

// P goes to the smaller part and Q to the larger; R, which ended before, may belong to
// either and is put to the larger, as is its doctor's next list. A move from P to Q is
// then one to another municipality, though both had the same code.
func TestListsOfADividedMunicipalityGoWhereTheyWent(t *testing.T) {
	set, err := SpellsOf(draw("P 1507 _ABB", "P 1580 ____BBBB", "Q 1507 _DDA", "Q 1508 ____AAAA", "R 1507 EEF_", "S 4601 SSSS",
		"S 4610 ____SSSS"), reform())
	if err != nil {
		t.Fatal(err)
	}
	now, moved := map[string]varighet.MunicipalityCode{}, ""
	for i := range set.Spells {
		s := &set.Spells[i]
		if old, ok := now[s.PositionID]; ok && old != s.MunicipalityNow {
			t.Errorf("%s is in %s and in %s", s.PositionID, old, s.MunicipalityNow)
		}
		now[s.PositionID] = s.MunicipalityNow
		if s.StopReason == MovedAway {
			moved += s.PositionID + " to " + s.MovedToPosition + " in " + string(s.MovedToMunicipality)
		}
	}
	want := map[string]varighet.MunicipalityCode{"P": "1580", "Q": "1508", "R": "1508", "S": "4610"}
	if diff := cmp.Diff(want, now); diff != "" {
		t.Errorf("municipality now (-want +got)\n%s", diff)
	}
	if moved != "P to Q in 1508" {
		t.Errorf("moved away: %q, want P to Q in 1508", moved)
	}
	if set.Counts.SplitGuessed != 1 {
		t.Errorf("%d positions were put to the main part unseen, want 1: R", set.Counts.SplitGuessed)
	}
}

// By the borders of before the reform 4610 is 4601, the larger, but for list P, which was
// in 4602. The data about 4602 go on with P, so its window ends before them.
func TestWindowOfAListThatHasItsOwnWay(t *testing.T) {
	opt := reform()
	opt.Harmonise = func(code varighet.MunicipalityCode, _ varighet.Month) varighet.MunicipalityCode {
		if code == "4610" {
			return "4601"
		}
		return code
	}
	opt.Follow = func(code varighet.MunicipalityCode, _ varighet.Month, seen []varighet.Sighting) (varighet.MunicipalityCode, Way) {
		if code == "4610" {
			return firstOf(seen, "4601"), ChosenWay
		}
		return code, OnlyWay
	}
	opt.Windows = func(string) []Window { return windows(0, 6) }
	_, got := spellsDrawn(t, opt, "P 4602 _AAA", "P 4610 ____AAAA", "Y 4602 YYYY", "Z 4601 ZZZZ", "Z 4610 ____ZZZZ")
	if diff := cmp.Diff([]string{"P/1 A 2-6 (0,4] censored"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Two series report 1103, one after the other. The code is X up to month 4 and Y from month 5 on: each has the
// months of its own.
func TestACodeOfSeveralSeriesIsWhatItIsInEachMonth(t *testing.T) {
	obs := draw("P 1103 AAAA____", "Q 1103 ____BBBB")
	for i := range obs {
		obs[i].SourceFile = obs[i].PositionID
	}
	opt := DefaultSpellOptions()
	opt.Series = byFile
	opt.Harmonise = func(_ varighet.MunicipalityCode, m varighet.Month) varighet.MunicipalityCode {
		if m < first+4 {
			return "X"
		}
		return "Y"
	}
	set, err := SpellsOf(obs, opt)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]varighet.MunicipalityCode{"X", "Y"}, set.Coverage.Units()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// firstOf is the first code of sightings, or another.
func firstOf(seen []varighet.Sighting, otherwise varighet.MunicipalityCode) varighet.MunicipalityCode {
	if len(seen) > 0 {
		return seen[0].Code
	}
	return otherwise
}

// P and Q go to the smaller part, 1580. Between A's months on P and on Q lie four
// without a list, one of them before 1580 has rows of its own.
func TestGapBetweenListsOfADividedMunicipality(t *testing.T) {
	for gap, want := range map[int]string{3: "P/1 A 2-3 (0,2] stopped left", 4: "P/1 A 2-10 (0,8] censored bridged 4"} {
		opt := reform()
		opt.Gap = gap
		set, err := SpellsOf(draw("P 1507 _AAB", "P 1580 ____BBBBBB", "Q 1507 _CCC", "Q 1580 ____CCCAAA", "Z 1507 ZZZZ", "Z 1508 ____ZZZZZZ"), opt)
		if err != nil {
			t.Fatal(err)
		}
		set.ByMunicipality(gap)
		if got := describe(&set.Spells[0]); got != want {
			t.Errorf("gap %d: %s, want %s", gap, got, want)
		}
	}
}

// With --first-rows known, a list that first shows with its municipality's code has a seen start if
// every code that stood before reported the month before, and else none.
func TestFirstRowsKnownNeedTheCodesBefore(t *testing.T) {
	for want, more := range map[string][]string{
		"P/1 A 5-8 (0,3] censored":         {"Z 4602 ZZZZ", "Z 4610 ____ZZZZ"},
		"P/1 A 5-8 from unknown, censored": nil,
	} {
		opt := reform()
		opt.FirstRows = FirstRowsKnown
		_, got := spellsDrawn(t, opt, append([]string{"P 4610 ____AAAA", "Y 4601 YYYY", "Y 4610 ____YYYY"}, more...)...)
		if diff := cmp.Diff([]string{want}, got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", more, diff)
		}
	}
}

// 1101 becomes 1150 in month 5, and is from then on the code of a new municipality, now 1199: a list of
// before is in 1150 and goes on there, and one that begins after it is in 1199.
func TestACodeThatIsUsedAgain(t *testing.T) {
	opt := DefaultSpellOptions()
	opt.Harmonise = func(code varighet.MunicipalityCode, m varighet.Month) varighet.MunicipalityCode {
		switch {
		case code == "1101" && m >= first+4:
			return "1199"
		case code == "1101":
			return "1150"
		}
		return code
	}
	set, _ := spellsDrawn(t, opt, "P 1101 _AAA", "P 1150 ____AAAA", "Q 1101 _____BBB", "Z 1150 ____ZZZZ", "Y 1101 YYYYYYYY")
	got := map[string]varighet.MunicipalityCode{}
	for _, s := range set.Spells {
		got[s.PositionID+" "+s.DoctorID] = s.MunicipalityNow
	}
	for spell, want := range map[string]varighet.MunicipalityCode{"P A": "1150", "Q B": "1199", "Z Z": "1150"} {
		if got[spell] != want {
			t.Errorf("%s: got %q, want %q", spell, got[spell], want)
		}
	}
}

// A list that is reported without a municipality is in none by the reference borders, and nobody is asked
// which part of one it went to.
func TestAListWithoutAMunicipalityIsInNoPart(t *testing.T) {
	opt := reform()
	follow := opt.Follow
	opt.Follow = func(code varighet.MunicipalityCode, m varighet.Month, seen []varighet.Sighting) (varighet.MunicipalityCode, Way) {
		if code == "" {
			t.Error("asked where no municipality went")
		}
		return follow(code, m, seen)
	}
	set, _ := spellsDrawn(t, opt, "P - AAAA", "Q 1507 BBBB")
	got := map[string]varighet.MunicipalityCode{}
	for _, s := range set.Spells {
		got[s.PositionID] = s.MunicipalityNow
	}
	if want := map[string]varighet.MunicipalityCode{"P": "", "Q": "1508"}; !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// What the coverage knows of a code is taken from it, until the end of its span; of any other month the
// reference is asked, for that month alone.
func TestUnitOfMonthsThatTheCoverageDoesNotKnow(t *testing.T) {
	cov := &Coverage{spans: map[varighet.MunicipalityCode][]unitSpan{"1141": {{first, first + 5, "1103"}}}}
	b := newBorders(reform().Harmonise, cov)
	for _, x := range []struct {
		code, want varighet.MunicipalityCode
		m, until   varighet.Month
	}{
		{"1141", "1103", first + 2, first + 5},
		{"1141", "1103", first + 6, first + 6},
		{"4601", "4610", first + 2, first + 2},
		{"", "", first, varighet.MaxMonth},
	} {
		if unit, until := b.unit(x.code, x.m); unit != x.want || until != x.until {
			t.Errorf("%q in %s: got %s until %s, want %s until %s", x.code, x.m, unit, until, x.want, x.until)
		}
	}
}

// A list without a municipality until month 4 is in 4601 from month 5: that is no municipality that 4601 follows, so
// 4601 is not covered before by what covered the list.
func TestRowsWithoutAMunicipalityAreNotFollowed(t *testing.T) {
	set, _ := spellsDrawn(t, withFiles(DefaultSpellOptions()), "P - AAAA", "P 4601 ____AAAA", "Q 4601 ____BBBB")
	if m, ok := set.Coverage.FirstOfCode("4601"); !ok || m != first+4 {
		t.Errorf("4601 is covered from %s, %t, want %s", m, ok, first+4)
	}
	for at, p := range set.Coverage.places {
		if len(p.before)+len(p.after) > 0 || p.changed {
			t.Errorf("%+v follows or is followed: %+v", at, p)
		}
	}
	if m, ok := set.Coverage.FirstOfCode("0301"); ok || m != 0 {
		t.Errorf("a code that nobody reported is covered from %s, %t", m, ok)
	}
}
