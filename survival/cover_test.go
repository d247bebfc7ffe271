package survival

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/varighet/varighet"
)

// many draws n lists, P1 to Pn after a prefix, each with a doctor of its own.
func many(n int, prefix, code, months string) (lines []string) {
	for i := range n {
		lines = append(lines, fmt.Sprintf("%s%d %s %s", prefix, i+1, code, strings.ReplaceAll(months, "*", string(rune('A'+i%24)))))
	}
	return lines
}

// knownStarts counts the spells of doctors on lists with a prefix whose start is known.
func knownStarts(set *SpellSet, prefix string) (known, all int) {
	for i := range set.Spells {
		if s := &set.Spells[i]; s.Kind == Regular && strings.HasPrefix(s.PositionID, prefix) {
			all++
			if s.Start.OK {
				known++
			}
		}
	}
	return known, all
}

// alarmsOf describes the alarms of a set: code, municipality, month from January 2017 =
// 1, count.
func alarmsOf(set *SpellSet) (list []string) {
	for _, a := range set.Coverage.Alarms() {
		list = append(list, strings.Join(strings.Fields(fmt.Sprintf("%s %s %d: %d", a.Code, a.Municipality, a.Month-first+1, a.Count)), " "))
	}
	return list
}

// Each case is worked by hand from the drawing and the rules in the comment of Coverage.
func TestWhatFilesCoverByHand(t *testing.T) {
	choose := func(f FirstRows, l LastRows) SpellOptions {
		opt := DefaultSpellOptions()
		opt.FirstRows, opt.LastRows = f, l
		return opt
	}
	for _, c := range []struct {
		name   string
		opt    SpellOptions
		lines  []string
		want   []string
		alarms []string
	}{
		{
			name:   "a list that first shows in a municipality not seen before is an opening",
			opt:    DefaultSpellOptions(),
			lines:  []string{"Z 1804 ZZZZZZZZ", "P 1833 ___AAAAA"},
			want:   []string{"P/1 A 4-8 (0,4] censored"},
			alarms: []string{"opening 1833 4: 1"},
		},
		{
			name:   "unless first rows are no starts",
			opt:    choose(FirstRowsUnknown, 0),
			lines:  []string{"Z 1804 ZZZZZZZZ", "P 1833 ___AAAAA"},
			want:   []string{"P/1 A 4-8 from unknown, censored"},
			alarms: []string{"opening 1833 4: 1"},
		},
		{
			name:  "or its files are its own: then its data begin with it",
			opt:   withFiles(DefaultSpellOptions()),
			lines: []string{"Z 1804 ZZZZZZZZ", "P 1833 ___AAAAA"},
			want:  []string{"P/1 A 4-8 from unknown, censored"},
		},
		{
			name:  "a list that shows later in a municipality that was seen begins",
			opt:   choose(FirstRowsUnknown, 0),
			lines: []string{"Z 1833 ZZZZZZZZ", "P 1833 ___AAAAA"},
			want:  []string{"P/1 A 4-8 (0,4] censored"},
		},
		{
			name:   "lists that first show as the code changes by the rows may have been under another",
			opt:    DefaultSpellOptions(),
			lines:  []string{"Z 1241 ZZZZ", "Z 4624 ____ZZZZ", "P 4624 ____AAAA", "Q 4624 ____BBBB", "R 4624 _____CCC"},
			want:   []string{"P/1 A 5-8 from unknown, censored", "Q/1 B 5-8 from unknown, censored", "R/1 C 6-8 (0,2] censored"},
			alarms: []string{"code-change 4624 5: 2"},
		},
		{
			name:  "but who was seen the month before under whatever code goes on, and a new doctor begins",
			opt:   DefaultSpellOptions(),
			lines: []string{"P 1241 _AAA", "P 4624 ____AABB", "Q 1243 _CCC", "Q 4624 ____DDDD", "Z 1241 ZZZZ", "Z 4624 ____ZZZZ"},
			want: []string{"P/1 A 2-6 (0,5] stopped unknown", "P/2 B 7-8 (0,1] censored",
				"Q/1 C 2-4 (0,3] stopped left", "Q/2 D 5-8 (0,3] censored"},
			alarms: []string{"opening 1243 2: 1", "file-short 1: 1"},
		},
		{
			name:   "two lists that are all of a municipality in its last month have not ended",
			opt:    DefaultSpellOptions(),
			lines:  []string{"Z 1804 ZZZZZZZZ", "P 1833 BAAAA", "Q 1833 CC..."},
			want:   []string{"P/1 B 1-1 from unknown, stopped left", "P/2 A 2-5 (0,3] censored", "Q/1 C 1-2 from unknown, stopped left", "Q/0 vacant 3-5 (0,2] censored"},
			alarms: []string{"ended-early 1833 5: 1"},
		},
		{
			name:   "unless last rows are stops",
			opt:    choose(0, LastRowsStopped),
			lines:  []string{"Z 1804 ZZZZZZZZ", "P 1833 BAAAA", "Q 1833 CCCCC"},
			want:   []string{"P/1 B 1-1 from unknown, stopped left", "P/2 A 2-5 (0,4] stopped closed", "Q/1 C 1-5 from unknown, stopped closed"},
			alarms: []string{"ended-early 1833 5: 2"},
		},
		{
			name:  "one list that was all there was has",
			opt:   DefaultSpellOptions(),
			lines: []string{"Z 1804 ZZZZZZZZ", "P 1833 BAAAA"},
			want:  []string{"P/1 B 1-1 from unknown, stopped left", "P/2 A 2-5 (0,4] stopped closed"},
		},
		{
			name:  "unless last rows are censored",
			opt:   choose(0, LastRowsCensored),
			lines: []string{"Z 1804 ZZZZZZZZ", "P 1833 BAAAA"},
			want:  []string{"P/1 B 1-1 from unknown, stopped left", "P/2 A 2-5 (0,3] censored"},
		},
		{
			name:  "where one is back under another code, the other ended",
			opt:   DefaultSpellOptions(),
			lines: []string{"Z 1804 ZZZZZZZZ", "P 1833 BAAAA", "Q 1833 CCCCC", "Q 1804 _____CCC"},
			want: []string{"P/1 B 1-1 from unknown, stopped left", "P/2 A 2-5 (0,4] stopped closed",
				"Q/1 C 1-8 from unknown, censored"},
		},
		{
			name:   "a municipality without a row is missing if two of its lists come back as they were",
			opt:    DefaultSpellOptions(),
			lines:  []string{"Z 1804 ZZZZZZZZ", "P 1833 AAA_AAAA", "Q 1833 BBB_BBBB", "R 1833 CCC_DDDD"},
			want:   []string{"P/1 A 1-8 from unknown, censored", "P/0 missing 4-4", "Q/1 B 1-8 from unknown, censored", "Q/0 missing 4-4", "R/1 C 1-3 from unknown, stopped left uncertain", "R/0 missing 4-4", "R/2 D 5-8 from unknown, censored"},
			alarms: []string{"month-missing 1833 4: 3", "file-short 4: 1"},
		},
		{
			name:  "and not if one does",
			opt:   DefaultSpellOptions(),
			lines: []string{"Z 1804 ZZZZZZZZ", "P 1833 AAA_AAAA", "R 1833 CCC_DDDD"},
			want: []string{"P/1 A 1-8 from unknown, censored bridged 1", "R/1 C 1-3 from unknown, stopped left", "R/0 vacant 4-4 (0,1] stopped",
				"R/2 D 5-8 (0,3] censored"},
			alarms: []string{"file-short 4: 1"},
		},
		{
			name:   "lists without a row are missing if five of them, and a tenth, come back as they were",
			opt:    DefaultSpellOptions(),
			lines:  append(many(5, "Y", "1833", "***_****"), "Z 1833 ZZZZZZZZ", "R 1833 VVV_WWWW", "S 1833 SSS_____", "T 1833 ____TTTT"),
			want:   []string{"R/1 V 1-3 from unknown, stopped left uncertain", "R/0 missing 4-4", "R/2 W 5-8 from unknown, censored", "S/1 S 1-3 from unknown, stopped closed uncertain", "T/1 T 5-8 from unknown, censored"},
			alarms: []string{"lists-missing 1833 4: 6", "file-short 1833 4: 1"},
		},
		{
			name:  "and vacant if four do",
			opt:   DefaultSpellOptions(),
			lines: append(many(4, "Y", "1833", "***_****"), "Z 1833 ZZZZZZZZ", "R 1833 VVV_WWWW", "S 1833 SSS_____", "T 1833 ____TTTT"),
			want: []string{"R/1 V 1-3 from unknown, stopped left", "R/0 vacant 4-4 (0,1] stopped", "R/2 W 5-8 (0,3] censored",
				"S/1 S 1-3 from unknown, stopped closed", "T/1 T 5-8 (0,3] censored"},
			alarms: []string{"file-short 1833 4: 1"},
		},
		{
			name:  "rows without a municipality are of none: many at once begin",
			opt:   DefaultSpellOptions(),
			lines: append(many(6, "Y", "-", "__******"), "Z - ZZZZZZZZ", "P - __AAAAAA"),
			want:  []string{"P/1 A 3-8 (0,5] censored"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			set, got := spellsDrawn(t, c.opt, c.lines...)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("spells of\n%s\n(-want +got)\n%s", strings.Join(c.lines, "\n"), diff)
			}
			if diff := cmp.Diff(c.alarms, alarmsOf(set)); diff != "" {
				t.Errorf("alarms of\n%s\n(-want +got)\n%s", strings.Join(c.lines, "\n"), diff)
			}
		})
	}
}

// Five lists, and at least a tenth of the municipality's, are files that began late: 5 of 50
// are a tenth, 5 of 51 are not, and 4 of 4 are an opening.
func TestManyListsAtOnceBeganLate(t *testing.T) {
	for _, c := range []struct{ before, at, known int }{{45, 5, 0}, {46, 5, 5}, {0, 5, 0}, {0, 4, 4}, {1, 4, 4}} {
		lines := append(many(c.before, "O", "4601", "********"), many(c.at, "N", "4601", "__******")...)
		set, err := SpellsOf(draw(append(lines, "Z 1103 ZZZZZZZZ")...), DefaultSpellOptions())
		if err != nil {
			t.Fatal(err)
		}
		if known, _ := knownStarts(set, "N"); known != c.known {
			t.Errorf("%d lists, then %d more: %d known starts, want %d", c.before, c.at, known, c.known)
		}
		opt := DefaultSpellOptions()
		opt.FirstRows = FirstRowsKnown
		if set, err = SpellsOf(draw(append(lines, "Z 1103 ZZZZZZZZ")...), opt); err != nil {
			t.Fatal(err)
		}
		if known, _ := knownStarts(set, "N"); known != c.at {
			t.Errorf("%d lists, then %d more, taken for starts: %d are", c.before, c.at, known)
		}
	}
}

// A vacant list does not make a file late, and is taken to be as late as the others.
func TestListsWithDoctorsMakeFilesLate(t *testing.T) {
	lines := append(many(4, "N", "4601", "__******"), "V 4601 __..AAAA", "Z 1103 ZZZZZZZZ")
	set, _ := spellsDrawn(t, DefaultSpellOptions(), lines...)
	if known, _ := knownStarts(set, "N"); known != 4 || set.Counts.Openings != 4 {
		t.Errorf("four lists with doctors and one without: %d known starts, %d openings, want 4", known, set.Counts.Openings)
	}
	set, _ = spellsDrawn(t, DefaultSpellOptions(), append(lines, "N5 4601 __BBBBBB")...)
	for i := range set.Spells {
		if s := &set.Spells[i]; s.Kind == Vacant && s.Start.OK {
			t.Errorf("five lists with doctors and one without: the vacancy began in %s", s.Start.V)
		}
	}
	if c := set.Counts; c.BeganLate != 5 || c.Openings != 0 {
		t.Errorf("%d began late, %d openings; want 5, 0", c.BeganLate, c.Openings)
	}
}

// Four lists each in 13 new municipalities are 52, too many to open in one month; in 12 they
// are 48.
func TestFiftyListsOverNewMunicipalitiesBeganLate(t *testing.T) {
	for municipalities, want := range map[int]int{13: 0, 12: 48} {
		lines := []string{"Z 1103 ZZZZZZZZ"}
		for i := range municipalities {
			lines = append(lines, many(4, fmt.Sprintf("N%d-", i), fmt.Sprint(4601+i), "__******")...)
		}
		set, err := SpellsOf(draw(lines...), DefaultSpellOptions())
		if err != nil {
			t.Fatal(err)
		}
		if known, _ := knownStarts(set, "N"); known != want {
			t.Errorf("%d municipalities: %d known starts, want %d", municipalities, known, want)
		}
	}
}

// Series one reports 1101 only, months 1 to 4; series two reports 1101 and 1102, months 3
// to 8. So 1101 is covered from 1 to 8, and 1102 from 3: list P, in 1101 from month 1 on,
// stops when two does not have it, Q under way in 3 has no known start, and R opens 1103
// in 5.
func TestSeveralSeries(t *testing.T) {
	obs := draw("P 1101 ABBBB___", "Q 1102 __CCCCCC", "R 1103 ____DDDD", "S 1101 SSSSSSSS", "V - VVVVVVVV", "W - __WWWWWW")
	for i := range obs {
		o := &obs[i]
		o.SourceFile = "two"
		if o.Month < first+2 {
			o.SourceFile = "one"
		}
		switch o.PositionID {
		case "V":
			o.SourceFile = "three"
		case "W":
			o.SourceFile = "four"
		}
	}
	opt := withFiles(DefaultSpellOptions())
	set, err := SpellsOf(obs, opt)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"P/1 A 1-1 from unknown, stopped left", "P/2 B 2-5 (0,4] stopped closed",
		"Q/1 C 3-8 from unknown, censored", "R/1 D 5-8 (0,3] censored", "S/1 S 1-8 from unknown, censored",
		"V/1 V 1-8 from unknown, censored", "W/1 W 3-8 from unknown, censored",
	}
	if diff := cmp.Diff(want, describeAll(set.Spells)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if !set.Coverage.NeedsFiles() {
		t.Error("rows without a municipality are of two sources, and the files are not needed")
	}
}

// Halden is 0101 to month 4 and 3001 from 5 on, when list N first shows beside P and Q that
// went on. Whether one file has all of it or each municipality has its own, N may have been
// there under the old code: by the rules its start is unknown, and one says so.
func TestAListThatFirstShowsAtANewCodeIsTheSameInOneFileOrMany(t *testing.T) {
	for _, file := range []func(*varighet.Observation) string{
		func(*varighet.Observation) string { return "all" },
		func(o *varighet.Observation) string { return string(o.MunicipalityCode) },
	} {
		obs := draw("P 0101 AAAA", "P 3001 ____AAAA", "Q 0101 BBCC", "Q 3001 ____CCCC", "N 3001 ____DDDD", "Z 1804 ZZZZZZZZ")
		for i := range obs {
			obs[i].SourceFile = file(&obs[i])
		}
		set, err := SpellsOf(obs, withFiles(DefaultSpellOptions()))
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"N/1 D 5-8 from unknown, censored", "P/1 A 1-8 from unknown, censored",
			"Q/1 B 1-2 from unknown, stopped left", "Q/2 C 3-8 (0,5] censored", "Z/1 Z 1-8 from unknown, censored"}
		if diff := cmp.Diff(want, describeAll(set.Spells)); diff != "" || set.Counts.BeganLate != 1 {
			t.Errorf("file %s: %d began late\n%s", obs[0].SourceFile, set.Counts.BeganLate, diff)
		}
	}
}

// Fusa's file comes first and Bjørnafjorden's from month 5 on, before the code is in force by
// the reference. With and without it, and by the borders of before or after, F goes on, and
// the others may have been there: unknown.
func TestAMergerInPartIsTheSameWithAndWithoutReference(t *testing.T) {
	day := first + 6
	with := DefaultSpellOptions()
	with.Harmonise = func(c varighet.MunicipalityCode, _ varighet.Month) varighet.MunicipalityCode {
		if c == "1241" || c == "1243" {
			return "4624"
		}
		return c
	}
	with.Standing = func(code varighet.MunicipalityCode, in, m varighet.Month) []varighet.MunicipalityCode {
		switch {
		case code == "4624" && m < day:
			return []varighet.MunicipalityCode{"1241", "1243"}
		case code != "4624" && m >= day:
			return []varighet.MunicipalityCode{"4624"}
		}
		return []varighet.MunicipalityCode{code}
	}
	for name, opt := range map[string]SpellOptions{"without": DefaultSpellOptions(), "with": with} {
		_, got := spellsDrawn(t, opt, "F 1241 AAAA", "F 4624 ____AAAA", "O 4624 ____BBBB", "P 4624 ____CCCC")
		want := []string{"F/1 A 1-8 from unknown, censored", "O/1 B 5-8 from unknown, censored", "P/1 C 5-8 from unknown, censored"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// Askøy's files of months 4 to 6 are missing, and its code changed in month 4: with the reference
// the new code is covered then, and yet nobody can have been seen there. Without and with it all
// go on. The same where the files of three months are cut: of twelve lists six have rows.
func TestAMissingOrCutFileAtANewCodeIsNoExit(t *testing.T) {
	with := DefaultSpellOptions()
	with.Harmonise = func(c varighet.MunicipalityCode, _ varighet.Month) varighet.MunicipalityCode {
		if c == "1247" {
			return "4627"
		}
		return c
	}
	with.Standing = func(code varighet.MunicipalityCode, in, m varighet.Month) []varighet.MunicipalityCode {
		switch {
		case code == "4627" && m < first+3:
			return []varighet.MunicipalityCode{"1247"}
		case code == "1247" && m >= first+3:
			return []varighet.MunicipalityCode{"4627"}
		}
		return []varighet.MunicipalityCode{code}
	}
	missing := append(many(3, "A", "1247", "***"), many(3, "A", "4627", "______***")...)
	cut := append(append(many(12, "A", "1247", "***"), many(6, "A", "4627", "___******")...), many(12, "A", "4627", "______***")[6:]...)
	for name, opt := range map[string]SpellOptions{"without": DefaultSpellOptions(), "with": with} {
		for _, lines := range [][]string{missing, cut} {
			set, _ := spellsDrawn(t, opt, append(lines, "O 0301 OOOOOOOOO", "P 0301 PPPPPPPPP")...)
			for i := range set.Spells {
				if s := &set.Spells[i]; s.Kind != Missing && (s.Kind != Regular || s.First != first || s.Last != first+8 || s.Stopped) {
					t.Errorf("%s the reference: %s", name, describe(s))
				}
			}
		}
	}
}

// Without codes, from Oslo to Bergen is away, and from Oslo to "OSLO" within.
func TestMovesGoByNamesWhereThereAreNoCodes(t *testing.T) {
	obs := draw("O1 - AAAA____", "O2 - BBBB____", "P1 - ____AAAA", "P2 - ____BBBB", "Q - QQQQQQQQ", "R - RRRRRRRR")
	for i := range obs {
		obs[i].MunicipalityName = map[string]string{"P1": "Bergen", "Q": "Bergen", "P2": "OSLO"}[obs[i].PositionID]
		if obs[i].MunicipalityName == "" {
			obs[i].MunicipalityName = "Oslo"
		}
	}
	set, err := SpellsOf(obs, DefaultSpellOptions())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range set.Spells {
		if s := &set.Spells[i]; s.Stopped && s.Kind == Regular {
			got = append(got, fmt.Sprint(s.PositionID, " ", s.StopReason))
		}
	}
	if diff := cmp.Diff([]string{"O1 moved_away", "O2 moved_within"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A municipality written in two ways is one: Bergen, with BERGEN on two of its lists, which end in
// month 6, and "Bergen kommune" from month 5, when one more list opens. Two stops, a known start,
// and nothing that looks like a new code or a file that ended early; as with the code 4601.
func TestTwoSpellingsOfAMunicipalityAreOne(t *testing.T) {
	lines := append(many(6, "P", "4601", "********"), "Q1 4601 QQQQQQ", "Q2 4601 RRRRRR", "R 4601 ____SSSS")
	coded := draw(lines...)
	named := draw(lines...)
	for i := range named {
		o := &named[i]
		o.MunicipalityName = "Bergen"
		switch {
		case strings.HasPrefix(o.PositionID, "Q"):
			o.MunicipalityName = "BERGEN"
		case o.Month >= first+4:
			o.MunicipalityName = "Bergen kommune"
		}
		o.MunicipalityCode = ""
	}
	want, err := SpellsOf(coded, DefaultSpellOptions())
	if err != nil {
		t.Fatal(err)
	}
	got, err := SpellsOf(named, DefaultSpellOptions())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(describeAll(want.Spells), describeAll(got.Spells)); diff != "" {
		t.Errorf("(-codes +names)\n%s", diff)
	}
	for _, a := range got.Coverage.Alarms() {
		if a.Code == AlarmEndedEarly || a.Code == AlarmBeganLate || a.Name != "BERGEN" && a.Name != "" {
			t.Errorf("%+v", a)
		}
	}
}

// Ten lists of one municipality, of which five change doctor in month 5: more than over the
// other months together. Of three lists in another two change, which are over half; of one
// list, one.
func TestManyLeaveIsAnAlarm(t *testing.T) {
	lines := append(many(5, "P", "4601", "********"), many(5, "Q", "4601", "XXXX****")...)
	lines = append(lines, "R1 4602 AAABBBBB", "R2 4602 CCCDDDDD", "R3 4602 EEEEEEEE", "S 4603 FFFFFFGG")
	set, err := SpellsOf(draw(lines...), DefaultSpellOptions())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"many-leave 5: 5", "many-leave 4601 5: 5", "many-leave 4602 4: 2"}, alarmsOf(set)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A month without rows is one alarm, with the lists of the month before; so is each month of
// which the file is short, also the first.
func TestMissingMonthsAndShortFilesAreAlarms(t *testing.T) {
	set, _ := spellsDrawn(t, DefaultSpellOptions(), "Pa 4601 AAA__AA", "Pb 4601 _BB__BB", "Pc 4601 CCC__CC")
	if diff := cmp.Diff([]string{"month-missing 4: 3", "file-short 4601 1: 2"}, alarmsOf(set)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// The files of 1833 have no rows in months 4 and 5, and none of its two lists comes back.
func TestAMissingMonthHasTheListsOfTheMonthBefore(t *testing.T) {
	set, _ := spellsDrawn(t, withFiles(DefaultSpellOptions()), "P 1833 AAA_____", "Q 1833 BBB_____", "R 1833 _____CCC", "Z 1804 ZZZZZZZZ")
	if diff := cmp.Diff([]string{"month-missing 1833 4: 2"}, alarmsOf(set)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A locum's row is nobody's spell, be it before the holder's row or after it.
func TestALocumBesideAHolderInAnyOrder(t *testing.T) {
	rows := draw("P 1833 AAAA", "P 1833 _l__", "Z 1833 ZZZZ")
	for _, obs := range [][]varighet.Observation{slices.Clone(rows), append(draw("P 1833 _l__"), draw("P 1833 AAAA", "Z 1833 ZZZZ")...)} {
		set, err := SpellsOf(obs, DefaultSpellOptions())
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"P/1 A 1-4 from unknown, censored", "Z/1 Z 1-4 from unknown, censored"}
		if diff := cmp.Diff(want, describeAll(set.Spells)); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
}

// An alarm says both answers, and its line the way out.
func TestAlarmsGiveTheAnswerBothWays(t *testing.T) {
	set, _ := spellsDrawn(t, DefaultSpellOptions(), append(many(5, "N", "4601", "__******"), "Z 1103 ZZZZZZZZ", "Pa 1104 AAAA", "Pb 1104 BB..")...)
	alarms := set.Coverage.Alarms()
	if len(alarms) < 2 {
		t.Fatalf("alarms: %v", alarms)
	}
	for i, want := range []struct {
		code         AlarmCode
		count        int
		taken, other string
		line, hint   string
	}{
		{AlarmBeganLate, 5, "unknown", "known", "0 starts known, 5 with the other choice",
			"first_rows = \"known\") takes them for starts; or add the files from before"},
		{AlarmEndedEarly, 1, "censored", "stopped", "0 stops, 1 with the other choice",
			"last_rows = \"stopped\") takes them for stops; or add the files from after"},
	} {
		a := &alarms[i]
		if !strings.HasSuffix(a.Hint, want.hint) {
			t.Errorf("alarm %d: hint %q, want %q at its end", i, a.Hint, want.hint)
		}
		if a.Code != want.code || a.Count != want.count || a.Taken != want.taken || a.Other != want.other || !strings.Contains(a.String(), want.line) {
			t.Errorf("alarm %d: %+v, want %+v", i, *a, want)
		}
	}
}

// Once it is decided, an alarm says by what, and what the rules would have given.
func TestAlarmsSayWhatWasDecided(t *testing.T) {
	lines := append(many(5, "N", "4601", "__******"), "Z 1103 ZZZZZZZZ", "Pa 1104 AAAA", "Pb 1104 BB..", "O 1833 ___AAAAA")
	for _, c := range []struct {
		first                     FirstRows
		last                      LastRows
		opening, began, ended     string
		openTaken, beganTaken, at string
	}{
		{FirstRowsKnown, LastRowsStopped, "1 start known by --first-rows known, as by the rules", "5 starts known by --first-rows known, 0 by the rules",
			"1 stop by --last-rows stopped, 0 by the rules", "known unknown", "known unknown", "stopped censored"},
		{FirstRowsUnknown, LastRowsCensored, "0 starts known by --first-rows unknown, 1 by the rules", "0 starts known by --first-rows unknown, as by the rules",
			"0 stops by --last-rows censored, as by the rules", "unknown known", "unknown known", "censored stopped"},
	} {
		opt := DefaultSpellOptions()
		opt.FirstRows, opt.LastRows = c.first, c.last
		set, _ := spellsDrawn(t, opt, lines...)
		got := map[AlarmCode][2]string{}
		for _, a := range set.Coverage.Alarms() {
			got[a.Code] = [2]string{a.Msg, a.Taken + " " + a.Other}
			if !strings.HasSuffix(a.Hint, "the rules decide") {
				t.Errorf("%s: hint %q, want who decides without the option", a.Code, a.Hint)
			}
		}
		for code, want := range map[AlarmCode][2]string{AlarmOpening: {c.opening, c.openTaken}, AlarmBeganLate: {c.began, c.beganTaken}, AlarmEndedEarly: {c.ended, c.at}} {
			if is := got[code]; !strings.HasSuffix(is[0], ": "+want[0]) || is[1] != want[1] {
				t.Errorf("%s, %v and %v: %q, want %q", code, c.first, c.last, is, want)
			}
		}
	}
}

// Of 20 lists five change doctor in each month from the second on, which is then the usual.
func TestLeavingThatIsUsualIsNoAlarm(t *testing.T) {
	var lines []string
	for prefix, months := range map[string]string{"P": "XYYYYZZZ", "Q": "XXYYYYZZ", "R": "XXXYYYYZ", "S": "XXXXYYYY"} {
		lines = append(lines, many(5, prefix, "4601", months)...)
	}
	set, _ := spellsDrawn(t, DefaultSpellOptions(), lines...)
	if got := alarmsOf(set); got != nil {
		t.Errorf("got %v, want no alarm", got)
	}
}

// Of the 20 lists of 1141 five change doctor in month 2, three in month 3, three in month 4 and none as they
// go into 1103 in month 5: 5 is not three times the mean of 2 of the other three months.
func TestMonthsOfACodeThatEndedAreItsOwn(t *testing.T) {
	var lines []string
	for prefix, x := range map[string]struct {
		n             int
		before, after string
	}{"P": {5, "XYYY", "____YYYY"}, "Q": {3, "XXYY", "____YYYY"}, "R": {3, "XXXY", "____YYYY"}, "S": {9, "XXXX", "____XXXX"}} {
		lines = append(append(lines, many(x.n, prefix, "1141", x.before)...), many(x.n, prefix, "1103", x.after)...)
	}
	set, _ := spellsDrawn(t, reform(), append(lines, "Z 1103 ZZZZZZZZ")...)
	for _, a := range set.Coverage.Alarms() {
		if a.Code == AlarmManyLeave && a.Municipality == "1141" {
			t.Errorf("%+v", a)
		}
	}
}

// Seven lists of 1141 show last in April, before it becomes part of 1103, where one is seen again and the
// others have other ids: the doctors of six leave with the month after the last, and the alarm says why that may be.
func TestDoctorsWhoLeaveWithTheirCodeAreAnAlarm(t *testing.T) {
	set, _ := spellsDrawn(t, reform(), append(many(6, "P", "1141", "****____"), append(many(6, "N", "1103", "____****"), "Y 1103 YYYYYYYY", "Z 1141 ZZZZ", "Z 1103 ____ZZZZ")...)...)
	i := slices.IndexFunc(set.Coverage.Alarms(), func(a Alarm) bool { return a.Code == AlarmManyLeave && a.Municipality == "1141" })
	if i < 0 {
		t.Fatalf("no alarm: %v", alarmsOf(set))
	}
	a := set.Coverage.Alarms()[i]
	if a.Month != first+4 || a.Count != 6 || a.Msg != "6 doctors leave its 7 lists in one month, as its code changes or ends" ||
		!strings.HasPrefix(a.Hint, "give the tables of municipalities") {
		t.Errorf("%+v", a)
	}
}

// A month with fewer than nine tenths of the rows of those around it is short: 17 of 20 are, 18 are not.
func TestAFileIsShortBelowNineTenths(t *testing.T) {
	for missing, want := range map[int]int{2: 0, 3: 1} {
		lines := append(many(20-missing, "P", "1833", "****"), many(missing, "Q", "1833", "**_*")...)
		set, _ := spellsDrawn(t, DefaultSpellOptions(), lines...)
		short := 0
		for _, a := range set.Coverage.Alarms() {
			short += bitOf(a.Code == AlarmFileShort)
		}
		if short != want {
			t.Errorf("%d of 20 without a row: %d alarms of short files, want %d", missing, short, want)
		}
	}
}

// Fewer rows may be a cut file, or lists without a doctor: the alarm says what they are taken for
// where that is the same for all, and claims nothing.
func TestFewerRowsAreSaidToBeVacant(t *testing.T) {
	for _, c := range []struct {
		lines []string
		want  string
	}{
		{[]string{"P 1833 AAAA", "Q 1833 BB_B", "R 1833 CCCC"}, "2 rows, where the months around have 3 or more: lists without a row are taken for vacant"},
		{[]string{"P 1833 AAAA", "Q 1833 _BBB", "R 1833 CCCC"}, "2 rows, where the months around have 3 or more"},
		{[]string{"Z 1804 ZZZZ", "P 1833 AA_A", "Q 1833 BB_B"}, "1 row, where the months around have 3 or more"},
	} {
		set, _ := spellsDrawn(t, DefaultSpellOptions(), c.lines...)
		for _, a := range set.Coverage.Alarms() {
			if a.Code == AlarmFileShort && (a.Msg != c.want || a.Hint != "ask for the file again if it is cut") {
				t.Errorf("%q: %q (%s), want %q", c.lines, a.Msg, a.Hint, c.want)
			}
		}
		if !slices.ContainsFunc(set.Coverage.Alarms(), func(a Alarm) bool { return a.Code == AlarmFileShort }) {
			t.Errorf("%q: no alarm", c.lines)
		}
	}
}

// A nineteenth of the stops is more than a twentieth; a twentieth is not.
func TestUncertainStopsLeanShort(t *testing.T) {
	for n, want := range map[int]bool{19: true, 20: false} {
		spells := make([]Spell, n, n+2)
		for i := range spells {
			spells[i].Stopped = true
		}
		spells[0].ExitUncertain = true
		spells = append(spells, Spell{}, Spell{Kind: Vacant, Stopped: true, ExitUncertain: true})
		if uncertain, of, short := UncertainStops(spells); short != want || uncertain != 1 || of != n {
			t.Errorf("1 of %d: %d of %d, leans short %t, want %t", n, uncertain, of, short, want)
		}
	}
	if _, _, short := UncertainStops(nil); short {
		t.Error("no stops lean short")
	}
}

// wholeRegister draws a register of lists that all have a row in each month, 12 in each of
// two to four municipalities, whose doctors now and then change or are away.
func wholeRegister(t *rapid.T) (obs []varighet.Observation, municipalities, months int) {
	municipalities, months = rapid.IntRange(2, 4).Draw(t, "municipalities"), rapid.IntRange(6, 14).Draw(t, "months")
	for k := range municipalities {
		for l := range 12 {
			doctor := 0
			for m := range months {
				o := varighet.Observation{PositionID: fmt.Sprintf("%d-%02d", k, l), Month: first + varighet.Month(m),
					MunicipalityCode: varighet.MunicipalityCode(fmt.Sprint(4601 + k))}
				switch rapid.IntRange(0, 29).Draw(t, "event") {
				case 0:
					doctor++
					fallthrough
				default:
					o.DoctorID = fmt.Sprintf("%s/%d", o.PositionID, doctor)
				case 1:
					o.Role = varighet.RoleVacant
				}
				obs = append(obs, o)
			}
		}
	}
	return obs, municipalities, months
}

// shown are the known starts and the stops of a set, and the last month of each stop.
func shown(set *SpellSet) (starts map[string]bool, stops map[string][]Spell) {
	starts, stops = map[string]bool{}, map[string][]Spell{}
	for _, s := range set.Spells {
		if s.Kind == Regular && s.Start.OK {
			starts[fmt.Sprint(s.PositionID, s.DoctorID, s.Start.V)] = true
		}
		if s.Kind == Regular && s.Stopped {
			stops[s.PositionID+s.DoctorID] = append(stops[s.PositionID+s.DoctorID], s)
		}
	}
	return starts, stops
}

// comeBack reports whether in each municipality five of the lists whose rows of a month are
// gone have the same doctor before and after.
func comeBack(obs []varighet.Observation, m varighet.Month, gone func(*varighet.Observation) bool) bool {
	holder, absent := map[string]string{}, map[string]bool{}
	for i := range obs {
		o := &obs[i]
		holder[fmt.Sprint(o.PositionID, o.Month)] = o.DoctorID
		absent[o.PositionID] = absent[o.PositionID] || o.Month == m && gone(o)
	}
	same := map[string]int{}
	for id, is := range absent {
		doctor := holder[fmt.Sprint(id, m-1)]
		same[id[:1]] += 0
		if is && doctor != "" && doctor == holder[fmt.Sprint(id, m+1)] {
			same[id[:1]]++
		}
	}
	for _, n := range same {
		if n < 5 {
			return false
		}
	}
	return true
}

// A month's file that is not there, half a file, and a municipality that comes late make no
// start known that was not, and no doctor leave who did not: the stop may only be put at
// an earlier month, and is uncertain then.
func TestMissingLateAndCutFilesMakeNoStartsAndStops(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		obs, municipalities, months := wholeRegister(t)
		m := rapid.IntRange(0, months-1).Draw(t, "month")
		of := rapid.IntRange(0, municipalities-1).Draw(t, "municipality")
		inside := m > 0 && m < months-1
		how := rapid.SampledFrom([]string{"month", "municipality", "half", "late", "early"}).Draw(t, "how")
		gone := func(o *varighet.Observation) bool {
			at, own := int(o.Month-first), o.MunicipalityCode == varighet.MunicipalityCode(fmt.Sprint(4601+of))
			switch how {
			case "month":
				return at == m
			case "municipality": // half of the municipalities, or so
				return at == m && own
			case "half":
				return inside && at == m && !strings.HasSuffix(o.PositionID, "1") && o.PositionID[2:] < "10"
			case "late":
				return own && at < m
			}
			return own && at > m
		}
		if how == "half" && !comeBack(obs, first+varighet.Month(m), gone) {
			t.Skip("fewer than five lists of a municipality come back as they were")
		}
		cut := slices.DeleteFunc(slices.Clone(obs), func(o varighet.Observation) bool { return gone(&o) })
		opt := DefaultSpellOptions()
		opt.Gap = 0 // an absence that was bridged is a start where the months before it are gone
		whole, err := SpellsOf(obs, opt)
		if err != nil {
			t.Fatal(err)
		}
		damaged, err := SpellsOf(cut, opt)
		if err != nil {
			t.Fatal(err)
		}
		starts, stops := shown(whole)
		newStarts, newStops := shown(damaged)
		for s := range newStarts {
			if !starts[s] {
				t.Fatalf("%s, month %d: the start %s is new", how, m+1, s)
			}
		}
		for key, list := range newStops {
			for _, s := range list {
				ok := slices.ContainsFunc(stops[key], func(was Spell) bool { return was.Last == s.Last || s.ExitUncertain && was.Last > s.Last })
				if !ok {
					t.Fatalf("%s, month %d: the stop %s is new; was %v", how, m+1, describe(&s), stops[key])
				}
			}
		}
	})
}

// Rows that come in parts, in whatever order they are covered, give the same.
func TestCoverageDoesNotDependOnParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		obs, _, _ := wholeRegister(t)
		obs = slices.DeleteFunc(obs, func(varighet.Observation) bool { return rapid.IntRange(0, 9).Draw(t, "gone") == 0 })
		slices.SortStableFunc(obs, compareObservations)
		var parts []MonthRuns
		for from := 0; from < len(obs); {
			to := min(len(obs), from+rapid.IntRange(1, len(obs)).Draw(t, "part"))
			for to < len(obs) && obs[to].PositionID == obs[to-1].PositionID {
				to++
			}
			rows := obs[from:to]
			parts = append(parts, RowByRow(func(yield func(*varighet.Observation, error) bool) {
				for i := range rows {
					if !yield(&rows[i], nil) {
						return
					}
				}
			}))
			from = to
		}
		cov, err := CoverParts(parts, DefaultSpellOptions())
		if err != nil {
			t.Fatal(err)
		}
		got, err := SpellsOfParts(parts, cov, DefaultSpellOptions())
		if err != nil {
			t.Fatal(err)
		}
		want, err := SpellsOf(obs, DefaultSpellOptions())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(describeAll(want.Spells), describeAll(got.Spells)); diff != "" {
			t.Fatalf("spells (-one part +several)\n%s", diff)
		}
		if diff := cmp.Diff(want.Counts, got.Counts); diff != "" {
			t.Fatalf("counts (-one part +several)\n%s", diff)
		}
		if diff := cmp.Diff(want.Coverage.Alarms(), got.Coverage.Alarms()); diff != "" {
			t.Fatalf("alarms (-one part +several)\n%s", diff)
		}
	})
}

// What was corrected is known: the start of a spell under way when the data begin, or on
// lists that first show late; the end of one on lists that end early, or before a month
// that is missing; but not an end in the last month.
func TestCorrectedStartsAndEndsAreKnown(t *testing.T) {
	lines := append(many(5, "N", "4601", "__***___"), "Z 1103 ZZZZZZZZ", "P 1104 AAAAAAAA", "M 1104 DDDDDDDD", "Q 1103 BBB_____")
	obs := draw(lines...)
	for i := range obs {
		o := &obs[i]
		at := int(o.Month-first) + 1
		switch {
		case o.PositionID == "N1" && at == 3, o.PositionID == "P" && at == 1, o.PositionID == "M" && at == 1:
			o.Evidence, o.AgreementStart = varighet.EvidenceCorrected, varighet.Some(o.Month.Days())
			if o.PositionID == "P" {
				o.AgreementStart = varighet.Some((first - 6).Days())
			}
		case o.PositionID == "N2" && at == 5, o.PositionID == "P" && at == 8:
			o.Evidence = varighet.EvidenceCorrected
		}
	}
	opt := DefaultSpellOptions()
	opt.SchemeStart = varighet.Some(first - 1)
	set, err := SpellsOf(obs, opt)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"N1": "N1/1 A 3-5 (0,2] censored", "N2": "N2/1 B 3-5 from unknown, stopped closed", "N3": "N3/1 C 3-5 from unknown, censored",
		"P": "P/1 A 1-8 (6,13] censored", "M": "M/1 D 1-8 (0,7] censored"}
	for i := range set.Spells {
		s := &set.Spells[i]
		if w, asked := want[s.PositionID]; asked && describe(s) != w {
			t.Errorf("got %s, want %s", describe(s), w)
		}
	}
}

// P is in 4601 from month 3 on, of which month 4 is missing: so is P's, whether the row that says where P
// is was corrected or not. If it was, A is known to have left.
func TestACorrectedRowIsCoveredWhereItSays(t *testing.T) {
	for corrected, want := range map[bool][]string{
		false: {"P/1 A 1-8 from unknown, censored", "P/0 missing 4-4"},
		true:  {"P/1 A 1-3 from unknown, stopped left", "P/0 missing 4-4", "P/2 A 5-8 from unknown, censored"},
	} {
		obs := draw("P 1201 AA", "P 4601 __A_AAAA", "Z 4601 ZZZ_ZZZZ", "W 4601 WWW_WWWW", "Y 1201 YYYYYYYY")
		for i := range obs {
			if o := &obs[i]; corrected && o.PositionID == "P" && o.Month == first+2 {
				o.Evidence = varighet.EvidenceCorrected
			}
		}
		set, err := SpellsOf(obs, DefaultSpellOptions())
		if err != nil {
			t.Fatal(err)
		}
		got := slices.DeleteFunc(describeAll(set.Spells), func(s string) bool { return !strings.HasPrefix(s, "P") })
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("corrected %v (-want +got)\n%s", corrected, diff)
		}
	}
}

// A, back after two vacant months, goes on in the same spell; not if somebody has said that
// the first time ended, or that the second began. An end so late that A could be back is
// confirmed by being corrected.
func TestWhatWasCorrectedIsNotBridged(t *testing.T) {
	for _, c := range []struct {
		line      string
		corrected int // month; 0 for none
		start     bool
		want      []string
	}{
		{"P - AAA..AAAA", 0, false, []string{"P/1 A 1-9 from unknown, censored bridged 2"}},
		{"P - AAA..AAAA", 3, false, []string{"P/1 A 1-3 from unknown, stopped left", "P/0 vacant 4-5 (0,2] stopped", "P/2 A 6-9 (0,3] censored"}},
		{"P - AAA..AAAA", 6, true, []string{"P/1 A 1-3 from unknown, stopped left", "P/0 vacant 4-5 (0,2] stopped", "P/2 A 6-9 (0,3] censored"}},
		{"P - AAAAAAA..", 0, false, []string{"P/1 A 1-7 from unknown, stopped unknown unconfirmed", "P/0 vacant 8-9 (0,1] censored"}},
		{"P - AAAAAAA..", 7, false, []string{"P/1 A 1-7 from unknown, stopped unknown", "P/0 vacant 8-9 (0,1] censored"}},
	} {
		obs := draw(c.line, "Z - ZZZZZZZZZ")
		for i := range obs {
			if o := &obs[i]; o.PositionID == "P" && int(o.Month-first)+1 == c.corrected {
				o.Evidence = varighet.EvidenceCorrected
				if c.start {
					o.AgreementStart = varighet.Some(o.Month.Days())
				}
			}
		}
		set, err := SpellsOf(obs, DefaultSpellOptions())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, describeAll(set.Spells)[:len(c.want)]); diff != "" {
			t.Errorf("%s, month %d corrected (-want +got)\n%s", c.line, c.corrected, diff)
		}
	}
}

// Municipalities that have names only are told apart by them: Rana's and Vågan's lists are
// not in the last file, Bodø's are. A list without either is of no municipality.
func TestMunicipalitiesByNameAlone(t *testing.T) {
	obs := draw("P - AAAAA___", "Q - BBBBB___", "R - CCCCCCCC", "S - DDDDD___", "T - ____EEEE")
	for i, name := range map[string]string{"P": "Rana", "Q": "Rana", "R": "Bodø", "T": "Vågan"} {
		for k := range obs {
			if obs[k].PositionID == i {
				obs[k].MunicipalityName = name
			}
		}
	}
	set, err := SpellsOf(obs, DefaultSpellOptions())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"P/1 A 1-5 from unknown, censored", "Q/1 B 1-5 from unknown, censored", "R/1 C 1-8 from unknown, censored",
		"S/1 D 1-5 from unknown, stopped closed", "T/1 E 5-8 (0,3] censored"}
	if diff := cmp.Diff(want, describeAll(set.Spells)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if a := set.Coverage.Alarms()[0]; a.Name != "Vågan" || a.Code != AlarmOpening || !strings.HasPrefix(a.String(), "Vågan 2017-05: ") {
		t.Errorf("first alarm %+v", a)
	}
}

// A span of months is what its months are one by one (law), within a word and over several.
func TestAddSpan(t *testing.T) {
	for _, from := range []varighet.Month{varighet.MinMonth, varighet.MinMonth + 1, varighet.MinMonth + 63, varighet.MinMonth + 64, varighet.MaxMonth} {
		for to := from; to <= min(from+200, varighet.MaxMonth); to++ {
			var span, single months
			span.addSpan(from, to)
			for m := from; m <= to; m++ {
				single.add(m)
			}
			if span != single {
				t.Fatalf("%s to %s: months %x; want %x", from, to, span, single)
			}
		}
	}
}

// Rows of months 1, 2 and 3, and then the stream cannot go on. Until month 2 there are two runs and the
// error, and nothing more is asked for once the reader has stopped.
func TestUntilHandsTheErrorOn(t *testing.T) {
	broken := errors.New("cannot go on")
	rows, asked := draw("P 4601 AAA"), 0
	stream := RowByRow(func(yield func(*varighet.Observation, error) bool) {
		for i := range rows {
			if asked++; !yield(&rows[i], nil) {
				return
			}
		}
		yield(nil, broken)
	})
	var got []string
	for run, err := range Until(stream, first+1) {
		if err != nil {
			got = append(got, fmt.Sprint(run == nil, " ", err))
			continue
		}
		got = append(got, run.Month.String())
	}
	if diff := cmp.Diff([]string{"2017-01", "2017-02", "true cannot go on"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	asked = 0
	for range Until(stream, first+1) {
		break
	}
	if asked != 1 {
		t.Errorf("%d rows were asked for by a reader that stopped at the first", asked)
	}
}

// Data cover no month that is outside the calendar.
func TestMonthsOutsideTheCalendarAreNotCovered(t *testing.T) {
	set, _ := spellsDrawn(t, DefaultSpellOptions(), "P 4601 AAAA")
	for m, want := range map[varighet.Month]bool{first: true, first + 4: false, varighet.MinMonth - 1: false, varighet.MaxMonth + 1: false} {
		if got := set.Coverage.Has("4601", m); got != want {
			t.Errorf("%d: got %t, want %t", m, got, want)
		}
	}
}
