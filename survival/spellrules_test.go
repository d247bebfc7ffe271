package survival

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
)

// spellsDrawn makes spells of a drawing and describes those of positions other
// than Y and Z, which only keep a municipality reporting.
func spellsDrawn(t *testing.T, opt SpellOptions, lines ...string) (*SpellSet, []string) {
	t.Helper()
	set, err := SpellsOf(draw(lines...), opt)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range describeAll(set.Spells) {
		if d[0] != 'Y' && d[0] != 'Z' {
			got = append(got, d)
		}
	}
	return set, got
}

// withFiles makes each municipality's files a series.
func withFiles(opt SpellOptions) SpellOptions { opt.Series = byFile; return opt }

// Each case is worked by hand from the drawing.
func TestRulesOfStartAndEndByHand(t *testing.T) {
	scheme := DefaultSpellOptions()
	scheme.SchemeStart = varighet.Some(first - 1)
	for _, c := range []struct {
		name  string
		opt   SpellOptions
		lines []string
		want  []string
	}{
		{
			name:  "a vacancy under way when the data begin has an unknown start",
			opt:   DefaultSpellOptions(),
			lines: []string{"Z - ZZZZZZZZ", "P - ..AB____"},
			want: []string{
				"P/0 vacant 1-2 from unknown, stopped", "P/1 A 3-3 (0,1] stopped left", "P/2 B 4-4 (0,1] stopped closed",
			},
		},
		{
			name:  "a vacancy first seen right after a missing month has an unknown start",
			opt:   DefaultSpellOptions(),
			lines: []string{"Z - ZZZ_ZZZZ", "P - AAA_..BB"},
			want: []string{
				"P/1 A 1-3 from unknown, stopped left uncertain", "P/0 missing 4-4",
				"P/0 vacant 5-6 from unknown, stopped", "P/2 B 7-8 (0,1] censored",
			},
		},
		{
			name:  "a vacancy goes on through a missing month",
			opt:   DefaultSpellOptions(),
			lines: []string{"Z - ZZZZ_ZZZZZZZ", "P - _A.._..BC___"},
			want: []string{
				"P/1 A 2-2 (0,1] stopped left", "P/0 vacant 3-7 (0,5] stopped", "P/0 missing 5-5",
				"P/2 B 8-8 (0,1] stopped left", "P/3 C 9-9 (0,1] stopped closed",
			},
		},
		{
			name:  "the start of the scheme is no start in a municipality whose data begin later",
			opt:   withFiles(scheme),
			lines: []string{"P 1201 AAAAAAAA", "Q 4601 ___BBBBB"},
			want:  []string{"P/1 A 1-8 (1,8] censored", "Q/1 B 4-8 from unknown, censored"},
		},
		{
			name:  "the start of the scheme is no start right after a missing month",
			opt:   scheme,
			lines: []string{"Z - ZZ_ZZZZZ", "P - AA_BBBBB"},
			want: []string{
				"P/1 A 1-2 (1,3] stopped left uncertain", "P/0 missing 3-3", "P/2 B 4-8 from unknown, censored",
			},
		},
		{
			// The first code reports nothing after month 4; the second does, to month 12.
			name:  "after its last row a list is looked for under the code it last had",
			opt:   DefaultSpellOptions(),
			lines: []string{"Z 1241 ZZZZ", "Z 4624 ____ZZZZZZZZ", "P 1241 _AAA", "P 4624 ____AA"},
			want:  []string{"P/1 A 2-6 (0,5] stopped closed"},
		},
		{
			// The second code reports nothing before month 5; the first does, from month 1.
			name:  "before its first row a list is looked for under the code it first had",
			opt:   DefaultSpellOptions(),
			lines: []string{"Z 1241 ZZZZ", "Z 4624 ____ZZZZ", "P 1241 __AA", "P 4624 ____AAAA"},
			want:  []string{"P/1 A 3-8 (0,5] censored"},
		},
		{
			name:  "another list given up in the same month is no move",
			opt:   DefaultSpellOptions(),
			lines: []string{"Y 4601 YYYYYYYYYYYY", "Z 1201 ZZZZZZZZZZZZ", "P 1201 _AAA", "Q 4601 __AA"},
			want:  []string{"P/1 A 2-4 (0,3] stopped closed", "Q/1 A 3-4 (0,2] stopped closed"},
		},
		{
			name:  "another list given up a month later is a move, in one direction",
			opt:   DefaultSpellOptions(),
			lines: []string{"Y 4601 YYYYYYYYYYYY", "Z 1201 ZZZZZZZZZZZZ", "P 1201 _AAA", "Q 4601 __AAA"},
			want:  []string{"P/1 A 2-4 (0,3] stopped moved_away to Q", "Q/1 A 3-5 (0,3] stopped closed"},
		},
		{
			name:  "of several lists in the municipality the earliest is the one moved to",
			opt:   DefaultSpellOptions(),
			lines: []string{"Z 1201 ZZZZZZZZ", "P 1201 _AA", "Q 1201 _____AAA", "R 1201 ____AAAA"},
			want:  []string{"P/1 A 2-3 (0,2] stopped moved_within to R", "Q/1 A 6-8 (0,2] censored", "R/1 A 5-8 (0,3] censored"},
		},
		{
			name:  "of two lists begun in the same month the first by position is the one moved to",
			opt:   DefaultSpellOptions(),
			lines: []string{"Z 1201 ZZZZZZZZ", "P 1201 _AA", "Q 1201 ____AAAA", "R 1201 ____AAAA"},
			want:  []string{"P/1 A 2-3 (0,2] stopped moved_within to Q", "Q/1 A 5-8 (0,3] censored", "R/1 A 5-8 (0,3] censored"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, got := spellsDrawn(t, c.opt, c.lines...); !slices.Equal(got, c.want) {
				t.Errorf("spells of\n%s\n(-want +got)\n%s", strings.Join(c.lines, "\n"), cmp.Diff(c.want, got))
			}
		})
	}
}

// 1241 and 1244 are both 4624 by the reference borders, so the later list in
// 1244 is in the same municipality and comes before the earlier one in 4601.
func TestMoveIsWithinByTheReferenceBorders(t *testing.T) {
	opt := DefaultSpellOptions()
	opt.Harmonise = func(c varighet.MunicipalityCode, _ varighet.Month) varighet.MunicipalityCode {
		if c == "1241" || c == "1244" {
			return "4624"
		}
		return c
	}
	set, got := spellsDrawn(t, opt,
		"P 1241 _AA", "Q 1244 _____AAA", "R 4601 ____AAAA",
		"Y 1241 YYYYYYYY", "Ya 1244 YYYYYYYY", "Z 4601 ZZZZZZZZ")
	want := []string{
		"P/1 A 2-3 (0,2] stopped moved_within to Q", "Q/1 A 6-8 (0,2] censored", "R/1 A 5-8 (0,3] censored",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if m := set.Spells[0].MovedToMunicipality; m != "4624" {
		t.Errorf("moved to municipality %s, want 4624", m)
	}
}

// Lists change hands on the 1st: an agreement of 1 November 2016 first holds in
// November, two months before the data; one of 2 November in December, one
// month before. The stop after March 2017 is then after 5 and 4 months held.
func TestAgreementOfTheSecondFirstHoldsTheMonthAfter(t *testing.T) {
	november := varighet.MonthOf(2016, 11).Days()
	for day, want := range map[int32]string{
		november:     "P/1 A 1-3 (2,5] stopped unknown",
		november + 1: "P/1 A 1-3 (1,4] stopped unknown",
	} {
		obs := draw("P - AAAB", "Q - CCCC")
		for i := range obs {
			if obs[i].DoctorID == "A" {
				obs[i].AgreementStart = varighet.Some(day)
			}
		}
		set, err := SpellsOf(obs, DefaultSpellOptions())
		if err != nil {
			t.Fatal(err)
		}
		if got := describe(&set.Spells[0]); got != want {
			t.Errorf("agreement of %d November 2016: got %s, want %s", day-november+1, got, want)
		}
	}
}

// A is dated before the data and enters late; C is dated 1 January 2017, the
// first month of the data, and D was seen to start: neither is late.
func TestLateEntryCountsStartsBeforeTheData(t *testing.T) {
	obs := draw("P - AAAD", "Q - CCCC")
	for i := range obs {
		switch obs[i].DoctorID {
		case "A":
			obs[i].AgreementStart = varighet.Some(varighet.MonthOf(2016, 6).Days())
		case "C":
			obs[i].AgreementStart = varighet.Some(first.Days())
		}
	}
	set, err := SpellsOf(obs, DefaultSpellOptions())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"P/1 A 1-3 (7,10] stopped unknown", "P/2 D 4-4 (0,0] censored", "Q/1 C 1-4 (0,3] censored",
	}
	if diff := cmp.Diff(want, describeAll(set.Spells)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if c := set.Counts; c.LateEntry != 1 || c.UnknownStart != 0 {
		t.Errorf("late entries %d, unknown starts %d; want 1, 0", c.LateEntry, c.UnknownStart)
	}
}

// Every row of the one spell carries the same contradicting date: one spell,
// one count.
func TestAgreementDatedAfterFirstMonthCountsOncePerSpell(t *testing.T) {
	obs := draw("P - AAAAAAAB")
	for i := range obs[:7] {
		obs[i].AgreementStart = varighet.Some((first + 4).Days())
	}
	set, err := SpellsOf(obs, DefaultSpellOptions())
	if err != nil {
		t.Fatal(err)
	}
	if set.Spells[0].Start.OK || set.Counts.StartContradicted != 1 {
		t.Errorf("start known: %t, counted %d; want unknown, 1", set.Spells[0].Start.OK, set.Counts.StartContradicted)
	}
}

// Twenty-six doctors share a list. They begin in one of five months, taken in
// turn out of order, and are numbered by month, then by doctor.
func TestOrdinalOfHoldersOfOneMonthIsByDoctor(t *testing.T) {
	var lines []string
	begins := make([]string, 5) // the doctors of each month, in order
	for k := range 26 {
		month, doctor := k*3%5, string(rune('A'+k))
		begins[month] += doctor
		lines = append(lines, "P - _"+strings.Repeat("_", month)+strings.Repeat(doctor, 8-month))
	}
	want := map[string]int{}
	for n, doctor := range strings.Join(begins, "") {
		want[string(doctor)] = n + 1
	}
	set, _ := spellsDrawn(t, DefaultSpellOptions(), append(lines, "Z - ZZZZZZZZZ")...)
	got := map[string]int{}
	for i := range set.Spells {
		if s := &set.Spells[i]; s.PositionID == "P" {
			got[s.DoctorID] = s.Ordinal
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ordinals (-want +got)\n%s", diff)
	}
}

// 1201 has rows in months 1, 3, 4 and 7, 4601 in 3 and 9, and 5001 in 5 alone;
// together they have 1, 3, 4, 5, 7 and 9.
func TestMissingMonthsLieBetweenFirstAndLast(t *testing.T) {
	obs := draw("P 1201 A_AA__A", "Q 4601 __B_____B", "R 5001 ____C")
	cov, err := Cover(func(yield func(*varighet.Observation, error) bool) {
		for i := range obs {
			if !yield(&obs[i], nil) {
				return
			}
		}
	}, SpellOptions{Series: byFile})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		of   string
		got  []varighet.Month
		want string
	}{
		{"all", cov.MissingMonths(), "[2 6 8]"},
		{"1201", cov.MissingMonthsOf("1201"), "[2 5 6]"},
		{"4601", cov.MissingMonthsOf("4601"), "[4 5 6 7 8]"},
		{"5001", cov.MissingMonthsOf("5001"), "[]"},
		{"9998", cov.MissingMonthsOf("9998"), "[]"},
	} {
		var months []int
		for _, m := range c.got {
			months = append(months, int(m-first)+1)
		}
		if got := fmt.Sprint(months); got != c.want {
			t.Errorf("missing months of %s: got %s, want %s", c.of, got, c.want)
		}
	}
}
