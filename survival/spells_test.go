package survival

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/varighet/varighet"
)

// first is the month of the first character of a drawn position.
const first = varighet.Month(12*2017 + 0)

// draw turns a drawing into observations. A line is a position: an id, a
// municipality code or "-", and a character a month from January 2017 on:
//
//	A…Z  that doctor holds it    .  a row that says vacant
//	l    a locum only            _  no row
//	2    A and B both hold it
//
// The rows under one code are of one file; all files are one series, unless the options
// have [byFile].
func draw(lines ...string) []varighet.Observation {
	var obs []varighet.Observation
	for _, line := range lines {
		f := strings.Fields(line)
		for i, c := range f[2] {
			o := varighet.Observation{PositionID: f[0], Month: first + varighet.Month(i), SourceFile: f[1]}
			if f[1] != "-" {
				o.MunicipalityCode = varighet.MunicipalityCode(f[1])
			}
			switch c {
			case '_':
				continue
			case '.':
				o.Role = varighet.RoleVacant
			case 'l':
				o.Role, o.DoctorID = varighet.RoleLocum, "L"
			case '2':
				o.DoctorID = "A"
				obs = append(obs, o)
				o.DoctorID = "B"
			default:
				o.DoctorID = string(c)
			}
			obs = append(obs, o)
		}
	}
	return obs
}

// byFile makes each source file a series: in drawings, the rows under one code.
func byFile(file string) string { return file }

// describe gives a spell in one line: position, ordinal, holder, months counted
// from January 2017 = 1, the tenure, and all that is out of the ordinary.
func describe(s *Spell) string {
	var b strings.Builder
	holder := s.DoctorID
	if s.Kind != Regular {
		holder = s.Kind.String()
	}
	fmt.Fprintf(&b, "%s/%d %s %d-%d", s.PositionID, s.Ordinal, holder, s.First-first+1, s.Last-first+1)
	switch {
	case s.Kind == Missing:
	case !s.Start.OK && s.Stopped:
		b.WriteString(" from unknown, stopped")
	case !s.Start.OK:
		b.WriteString(" from unknown, censored")
	case s.Stopped:
		fmt.Fprintf(&b, " (%d,%d] stopped", s.Entry.V, s.Exit.V)
	default:
		fmt.Fprintf(&b, " (%d,%d] censored", s.Entry.V, s.Exit.V)
	}
	if s.StopReason != NotStopped {
		fmt.Fprintf(&b, " %s", s.StopReason)
	}
	if s.MovedToPosition != "" {
		fmt.Fprintf(&b, " to %s", s.MovedToPosition)
	}
	if s.ExitUncertain {
		b.WriteString(" uncertain")
	}
	if s.ExitUnconfirmed {
		b.WriteString(" unconfirmed")
	}
	if s.MonthsBridged > 0 {
		fmt.Fprintf(&b, " bridged %d", s.MonthsBridged)
	}
	return b.String()
}

func describeAll(spells []Spell) []string {
	var list []string
	for i := range spells {
		list = append(list, describe(&spells[i]))
	}
	return list
}

// toOne makes every municipality one by the reference borders.
func toOne(code varighet.MunicipalityCode) func(*SpellOptions) {
	return func(o *SpellOptions) {
		o.Harmonise = func(varighet.MunicipalityCode, varighet.Month) varighet.MunicipalityCode { return code }
	}
}

// Each case is worked by hand from the drawing. Position Z only keeps its
// municipality reporting where a case needs that; its spell is left out of want.
func TestSpellsByHand(t *testing.T) {
	keep := "Z - ZZZZZZZZZZZZ"
	for _, c := range []struct {
		name    string
		lines   []string
		opt     func(*SpellOptions)
		want    []string
		unsaid  bool // Z is part of the answer
		counted func(SpellCounts) bool
	}{
		{
			name:  "a start and a stop that were seen",
			lines: []string{keep, "P - __AAAB______"},
			want:  []string{"P/1 A 3-5 (0,3] stopped left", "P/2 B 6-6 (0,1] stopped closed"},
		},
		{
			name:  "a spell still running has lasted one month less than it has been held",
			lines: []string{keep, "P - ___AAAAAAAAA"},
			want:  []string{"P/1 A 4-12 (0,8] censored"},
		},
		{
			name:    "a spell first seen in the last month says nothing",
			lines:   []string{keep, "P - ___________A"},
			want:    []string{"P/1 A 12-12 (0,0] censored"},
			counted: func(c SpellCounts) bool { return c.FirstSeenInLast == 1 && c.UnknownStart == 1 },
		},
		{
			name:    "a spell under way when the data begin has an unknown start",
			lines:   []string{keep, "P - AAAB________"},
			want:    []string{"P/1 A 1-3 from unknown, stopped left", "P/2 B 4-4 (0,1] stopped closed"},
			counted: func(c SpellCounts) bool { return c.UnknownStart == 2 && c.Regular == 3 },
		},
		{
			name:    "the same doctor back after two vacant months goes on",
			lines:   []string{keep, "P - _AA.lAAB____"},
			want:    []string{"P/1 A 2-7 (0,6] stopped left bridged 2", "P/2 B 8-8 (0,1] stopped closed"},
			counted: func(c SpellCounts) bool { return c.Bridged == 1 && c.BridgedMonths == 2 && c.Vacant == 0 },
		},
		{
			name:  "the same doctor back after three vacant months begins anew",
			lines: []string{keep, "P - _AA._.AAB___"},
			want: []string{
				"P/1 A 2-3 (0,2] stopped left", "P/0 vacant 4-6 (0,3] stopped",
				"P/2 A 7-8 (0,2] stopped left", "P/3 B 9-9 (0,1] stopped closed",
			},
		},
		{
			name:  "with a gap of 0 one vacant month parts two spells",
			lines: []string{keep, "P - _AA_AAB_____"},
			opt:   func(o *SpellOptions) { o.Gap = 0 },
			want: []string{
				"P/1 A 2-3 (0,2] stopped left", "P/0 vacant 4-4 (0,1] stopped",
				"P/2 A 5-6 (0,2] stopped left", "P/3 B 7-7 (0,1] stopped closed",
			},
			counted: func(c SpellCounts) bool { return c.Vacant == 1 && c.Bridged == 0 && c.Regular == 4 },
		},
		{
			name:  "the same doctor back after another has held the list begins anew",
			lines: []string{keep, "P - _AABAAC_____"},
			want: []string{
				"P/1 A 2-3 (0,2] stopped left", "P/2 B 4-4 (0,1] stopped left",
				"P/3 A 5-6 (0,2] stopped left", "P/4 C 7-7 (0,1] stopped closed",
			},
		},
		{
			name:  "a vacancy is a spell, filled or still open",
			lines: []string{keep, "P - _A_.l_B....."},
			want: []string{
				"P/1 A 2-2 (0,1] stopped left", "P/0 vacant 3-6 (0,4] stopped",
				"P/2 B 7-7 (0,1] stopped left", "P/0 vacant 8-12 (0,4] censored",
			},
		},
		{
			name:  "a vacancy that ends with the position was not filled",
			lines: []string{keep, "P - _AA....._____"},
			want:  []string{"P/1 A 2-3 (0,2] stopped left", "P/0 vacant 4-8 (0,5] censored closed"},
		},
		{
			name:   "a month without any rows is no exit",
			lines:  []string{"P - _AA_AA", "Q - BBB_CC"},
			unsaid: true,
			want: []string{
				"P/1 A 2-6 (0,4] censored", "P/0 missing 4-4",
				"Q/1 B 1-3 from unknown, stopped left uncertain", "Q/0 missing 4-4", "Q/2 C 5-6 from unknown, censored",
			},
			counted: func(c SpellCounts) bool { return c.ExitUncertain == 1 && c.Missing == 2 && c.Bridged == 0 },
		},
		{
			name:  "a missing month does not count towards the gap",
			lines: []string{"P - _AA.__A", "Q - BBBB_BB"},
			want: []string{
				"P/1 A 2-7 (0,5] censored bridged 2", "P/0 missing 5-5",
				"Q/1 B 1-7 from unknown, censored", "Q/0 missing 5-5",
			},
			unsaid: true,
		},
		{
			name:   "the data of a municipality end when its own do",
			lines:  []string{"P 1201 _AAAA___", "Q 1201 BBBBB___", "R 4601 CCCCCCCC"},
			unsaid: true,
			want: []string{
				"P/1 A 2-5 (0,3] censored", "Q/1 B 1-5 from unknown, censored", "R/1 C 1-8 from unknown, censored",
			},
		},
		{
			name:  "an absence that reaches the end within the gap is an exit to be confirmed",
			lines: []string{keep, "P - _AAAAAAAAA__", "Q - _BBBBBBBB.__", "R - _CCCCCCCCCD_"},
			want: []string{
				"P/1 A 2-10 (0,9] stopped unknown unconfirmed",
				"Q/1 B 2-9 (0,8] stopped left", "Q/0 vacant 10-10 (0,1] censored closed",
				"R/1 C 2-10 (0,9] stopped unknown", "R/2 D 11-11 (0,1] stopped unknown unconfirmed",
			},
			counted: func(c SpellCounts) bool { return c.ExitUnconfirmed == 2 },
		},
		{
			name:  "another list soon after is a move, within the municipality first",
			lines: []string{"Z 1201 ZZZZZZZZZZZZ", "P 1201 _AAA________", "Q 4601 ____AAAAAAAA", "R 1201 ______AAAAAA", "Y 4601 YYYYYYYYYYYY"},
			want: []string{
				"P/1 A 2-4 (0,3] stopped moved_within to R",
				"Q/1 A 5-12 (0,7] censored", "R/1 A 7-12 (0,5] censored", "Y/1 Y 1-12 from unknown, censored",
			},
		},
		{
			name:  "a list held already is a move too, one four months on is not",
			lines: []string{"Z 1201 ZZZZZZZZZZZZ", "P 1201 _AAA____B___", "Q 4601 AAAAA_______", "R 1201 _B_____CCCCC", "Y 4601 YYYYYYYYYYYY"},
			want: []string{
				"P/1 A 2-4 (0,3] stopped moved_away to Q", "P/0 vacant 5-8 (0,4] stopped", "P/2 B 9-9 (0,1] stopped closed",
				"Q/1 A 1-5 from unknown, stopped closed",
				"R/1 B 2-2 (0,1] stopped left", "R/0 vacant 3-7 (0,5] stopped", "R/2 C 8-12 (0,4] censored",
				"Y/1 Y 1-12 from unknown, censored",
			},
		},
		{
			name:  "two holders of one list have overlapping spells and it is vacant only without both",
			lines: []string{keep, "P - _AA22B._____"},
			want: []string{
				"P/1 A 2-5 (0,4] stopped left", "P/2 B 4-6 (0,3] stopped left", "P/0 vacant 7-7 (0,1] censored closed",
			},
			counted: func(c SpellCounts) bool { return c.SharedMonths == 2 },
		},
		{
			name:  "a new municipality code is not an exit, mapped or not",
			lines: []string{"P 1241 _AAA", "P 4624 ____AAB_", "Q 1241 CCCC", "Q 4624 ____CCCC"},
			opt: func(o *SpellOptions) {
				o.Harmonise = func(c varighet.MunicipalityCode, _ varighet.Month) varighet.MunicipalityCode { return "4624" }
			},
			unsaid: true,
			want: []string{
				"P/1 A 2-6 (0,5] stopped unknown", "P/2 B 7-7 (0,1] stopped unknown unconfirmed", "Q/1 C 1-8 from unknown, censored",
			},
		},
		{
			name:   "without a reference the list itself carries the spell over a new code",
			lines:  []string{"P 1241 _AAA", "P 4624 ____AABB", "Q 1241 CCCC", "Q 4624 ____CCCC"},
			unsaid: true,
			want: []string{
				"P/1 A 2-6 (0,5] stopped unknown", "P/2 B 7-8 (0,1] censored", "Q/1 C 1-8 from unknown, censored",
			},
		},
		{
			name:   "a missing file of a municipality that merged later is no exit, though its neighbour reports",
			lines:  []string{"P 1241 _AA__AAB", "Z 1241 ZZZ__ZZZ", "Q 1243 CCCCCCCC"},
			opt:    toOne("4624"),
			unsaid: true,
			want: []string{
				"P/1 A 2-7 (0,6] stopped unknown", "P/0 missing 4-5", "P/2 B 8-8 (0,0] censored",
				"Q/1 C 1-8 from unknown, censored", "Z/1 Z 1-8 from unknown, censored", "Z/0 missing 4-5",
			},
		},
		{
			name:   "the data of a municipality that merged later begin and end with its own",
			lines:  []string{"P 1241 __AAAA__", "Q 1243 CCCCCCCC"},
			opt:    func(o *SpellOptions) { toOne("4624")(o); o.Series = byFile },
			unsaid: true,
			want:   []string{"P/1 A 3-6 from unknown, censored", "Q/1 C 1-8 from unknown, censored"},
		},
		{
			name:   "a list that ends with an old code is seen to; one that first shows with the new may have been there",
			lines:  []string{"P 1241 CCCC", "P 4624 ____CCCC", "Q 1241 _AAA", "R 4624 ____BBBB"},
			opt:    toOne("4624"),
			unsaid: true,
			want:   []string{"P/1 C 1-8 from unknown, censored", "Q/1 A 2-4 (0,3] stopped closed", "R/1 B 5-8 from unknown, censored"},
		},
		{
			name:   "the start of the scheme gives a start to what was under way",
			lines:  []string{"P - AAAB____", "Q - CCCCCCCC"},
			opt:    func(o *SpellOptions) { o.SchemeStart = varighet.Some(first - 1) },
			unsaid: true,
			want: []string{
				"P/1 A 1-3 (1,4] stopped left", "P/2 B 4-4 (0,1] stopped closed", "Q/1 C 1-8 (1,8] censored",
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			opt := DefaultSpellOptions()
			if c.opt != nil {
				c.opt(&opt)
			}
			set, err := SpellsOf(draw(c.lines...), opt)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, d := range describeAll(set.Spells) {
				if c.unsaid || !strings.HasPrefix(d, "Z/") {
					got = append(got, d)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("spells of\n%s\n(-want +got)\n%s", strings.Join(c.lines, "\n"), diff)
			}
			if c.counted != nil && !c.counted(set.Counts) {
				t.Errorf("counts are %+v", set.Counts)
			}
		})
	}
}

// An agreement dated 2015-08-15 first holds on 1 September 2015. Data from
// January 2017 see it after 16 months: entry 16. Held to March 2017, it stops
// with 12·1 + 7 = 19 months held.
func TestAgreementStartGivesLateEntry(t *testing.T) {
	obs := draw("P - AAAB", "Q - CCCC")
	for i := range obs {
		if obs[i].DoctorID == "A" {
			obs[i].AgreementStart = varighet.Some(int32(16662)) // 2015-08-15
		}
	}
	set, err := SpellsOf(obs, DefaultSpellOptions())
	if err != nil {
		t.Fatal(err)
	}
	s := set.Spells[0]
	if got, want := describe(&s), "P/1 A 1-3 (16,19] stopped unknown"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if s.Start.V.String() != "2015-09" || s.MonthsHeld() != 19 || s.MonthsElapsed() != 18 {
		t.Errorf("start %s, held %d, elapsed %d; want 2015-09, 19, 18", s.Start.V, s.MonthsHeld(), s.MonthsElapsed())
	}
}

// An agreement dated after the first month seen contradicts it: the start stays
// unknown and is counted.
func TestAgreementDatedAfterFirstMonthIsNotUsed(t *testing.T) {
	obs := draw("P - AAAB")
	obs[0].AgreementStart = varighet.Some((first + 2).Days())
	set, err := SpellsOf(obs, DefaultSpellOptions())
	if err != nil {
		t.Fatal(err)
	}
	if set.Spells[0].Start.OK || set.Counts.StartContradicted != 1 {
		t.Errorf("start known: %t, counted %d; want unknown, 1", set.Spells[0].Start.OK, set.Counts.StartContradicted)
	}
}

// An agreement dated before a month in which the position was seen without its
// doctor is another agreement: after the hole B's start stays unknown.
func TestAgreementDatedBeforeTheDoctorWasSeenIsNotUsed(t *testing.T) {
	obs := draw("P - AA_BBB", "Q - CC_CCC")
	for i := range obs {
		if obs[i].DoctorID == "B" {
			obs[i].AgreementStart = varighet.Some((first - 84).Days())
		}
	}
	set, err := SpellsOf(obs, DefaultSpellOptions())
	if err != nil {
		t.Fatal(err)
	}
	got := describeAll(set.Spells)[2]
	if want := "P/2 B 4-6 from unknown, censored"; got != want || set.Counts.StartContradicted != 1 {
		t.Errorf("got %s, counted %d; want %s, 1", got, set.Counts.StartContradicted, want)
	}
}

// Choices that no data can mean are refused, and a lookahead of 0 sees no move.
func TestGapAndLookaheadHaveBounds(t *testing.T) {
	for _, c := range []struct{ gap, lookahead int }{{-1, 3}, {2, -1}, {MaxGap + 1, 3}, {2, 1 << 31}} {
		opt := SpellOptions{Gap: c.gap, Lookahead: c.lookahead}
		if _, err := SpellsOf(draw("P - AB"), opt); err == nil {
			t.Errorf("gap %d, lookahead %d: no error", c.gap, c.lookahead)
		}
	}
	set, err := SpellsOf(draw("P - _AAB", "Q - AAAA"), SpellOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if got := set.Spells[0].StopReason; got != Left {
		t.Errorf("with a lookahead of 0 the stop is %q, want left", got)
	}
}

func TestSchemeStartTooFarFromTheDataIsRefused(t *testing.T) {
	for _, start := range []varighet.Month{first - 2, first + 1} {
		opt := DefaultSpellOptions()
		opt.SchemeStart = varighet.Some(start)
		if _, err := SpellsOf(draw("P - AAAA"), opt); err == nil {
			t.Errorf("scheme start %s with data from %s: no error", start, first)
		}
	}
}

func TestSizeGroupIsThatOfTheFirstMonthsYear(t *testing.T) {
	opt := DefaultSpellOptions()
	opt.Population = func(code varighet.MunicipalityCode, year int) varighet.Opt[int32] {
		if code != "1241" {
			return varighet.Opt[int32]{}
		}
		return varighet.Some(int32(year))
	}
	opt.SizeGroup = func(p int) string { return fmt.Sprint("group of ", p) }
	set, err := SpellsOf(draw("P 1241 AAAAAAAAAAAAAB", "Q 9998 CCCCCCCCCCCCCC"), opt)
	if err != nil {
		t.Fatal(err)
	}
	got := []string{set.Spells[0].SizeGroup, set.Spells[1].SizeGroup, set.Spells[2].SizeGroup}
	if diff := cmp.Diff([]string{"group of 2017", "group of 2018", ""}, got); diff != "" {
		t.Error(diff)
	}
}

func TestStreamsThatAreNotARegister(t *testing.T) {
	sorted := draw("P - AB", "Q - A")
	for name, obs := range map[string][]varighet.Observation{
		"positions out of order": {sorted[2], sorted[0]},
		"months out of order":    {sorted[1], sorted[0]},
		"the same row twice":     {sorted[0], sorted[0]},
		"a holder without an id": {{PositionID: "P", Month: first}},
		"a row without a month":  {{PositionID: "P", DoctorID: "A"}},
	} {
		stream := func(yield func(*varighet.Observation, error) bool) {
			for i := range obs {
				if !yield(&obs[i], nil) {
					return
				}
			}
		}
		cov, err := Cover(stream, SpellOptions{})
		if err == nil {
			_, err = Spells(stream, cov, DefaultSpellOptions())
		}
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := SpellsOf(nil, DefaultSpellOptions()); err != ErrNoObservations {
		t.Errorf("no rows: got %v, want %v", err, ErrNoObservations)
	}
}

// Laws that hold for any register: every position-month between first and last
// lies in exactly one of held (by bridged or real months), vacant or missing;
// tenures are ordered; shifting the calendar by whole years changes nothing.
func TestSpellLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(t, "positions")
		var lines []string
		for p := range n {
			months := rapid.StringMatching(`[ABC2.l_]{1,24}`).Draw(t, "months")
			if strings.Trim(months, "_") == "" {
				months = "A"
			}
			code := rapid.SampledFrom([]string{"-", "1201", "4601"}).Draw(t, "code")
			lines = append(lines, fmt.Sprintf("%c %s %s", 'P'+p, code, months))
		}
		opt := DefaultSpellOptions()
		opt.Gap = rapid.IntRange(0, 4).Draw(t, "gap")
		obs := draw(lines...)
		set, err := SpellsOf(obs, opt)
		if err != nil {
			t.Fatal(err)
		}
		covered := map[string]int{}
		for i := range set.Spells {
			s := &set.Spells[i]
			if s.Entry.OK != s.Exit.OK || s.Entry.OK != s.Start.OK && s.Kind != Missing {
				t.Fatalf("%s: entry, exit and start are not known together", describe(s))
			}
			if s.Entry.OK && (s.Entry.V < 0 || s.Exit.V < s.Entry.V) {
				t.Fatalf("%s: exit before entry", describe(s))
			}
			if s.Stopped && s.Entry.OK && s.Exit.V != s.MonthsHeld() {
				t.Fatalf("%s: stopped after %d months, held %d", describe(s), s.Exit.V, s.MonthsHeld())
			}
			for m := s.First; m <= s.Last; m++ {
				if s.Kind == Regular {
					covered[fmt.Sprint(s.PositionID, m)] |= 1
				} else if s.Kind == Vacant {
					covered[fmt.Sprint(s.PositionID, m)] |= 2
				}
			}
		}
		for i := range obs {
			key := fmt.Sprint(obs[i].PositionID, obs[i].Month)
			switch state := covered[key]; {
			case state == 0:
				t.Fatalf("%s in %s lies in no spell\n%s", obs[i].PositionID, obs[i].Month, strings.Join(lines, "\n"))
			case state == 3:
				t.Fatalf("%s in %s is both held and vacant\n%s", obs[i].PositionID, obs[i].Month, strings.Join(lines, "\n"))
			}
		}
		shifted := draw(lines...)
		for i := range shifted {
			shifted[i].Month += 120
		}
		later, err := SpellsOf(shifted, opt)
		if err != nil {
			t.Fatal(err)
		}
		for i := range later.Spells {
			later.Spells[i].First -= 120
			later.Spells[i].Last -= 120
		}
		if diff := cmp.Diff(describeAll(set.Spells), describeAll(later.Spells)); diff != "" {
			t.Fatalf("ten years later: %s", diff)
		}
	})
}
