package survival

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/varighet/varighet"
)

// Each case is worked by hand. Y and Z keep their municipalities reporting.
func TestListsOfAMunicipalityAreOneSpell(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []string
		gap   int
		want  []string
	}{
		{"from one list to the next", []string{"P 1201 _AAABBBBBBBB", "Q 1201 ____AAACCCCC"}, 2,
			[]string{"P/1 A 2-7 (0,6] stopped left", "P/2 B 5-12 (0,7] censored", "Q/2 C 8-12 (0,4] censored"}},
		{"two lists at once, and the longer tells the end", []string{"P 1201 _AAABBBBBBBB", "Q 1201 _AAAAACCCCCC"}, 2,
			[]string{"P/1 A 2-6 (0,5] stopped left", "P/2 B 5-12 (0,7] censored", "Q/2 C 7-12 (0,5] censored"}},
		{"one list given up is no stop while another is kept", []string{"P 1201 _AAABBBBBBBB", "Q 1201 ___AAAAAAAAA"}, 2,
			[]string{"P/1 A 2-12 (0,10] censored", "P/2 B 5-12 (0,7] censored"}},
		{"a month without any list is bridged, as on one list", []string{"P 1201 _AABBBBBBBBB", "Q 1201 _____AACCCCC"}, 2,
			[]string{"P/1 A 2-7 (0,6] stopped left bridged 2", "P/2 B 4-12 (0,8] censored", "Q/2 C 8-12 (0,4] censored"}},
		{"too many are not", []string{"P 1201 _AABBBBBBBBB", "Q 1201 _____AACCCCC"}, 1,
			[]string{"P/1 A 2-3 (0,2] stopped moved_within to Q", "P/2 B 4-12 (0,8] censored",
				"Q/1 A 6-7 (0,2] stopped left", "Q/2 C 8-12 (0,4] censored"}},
		{"another municipality is another spell", []string{"P 1201 _AAABBBBBBBB", "Q 4601 ____AAACCCCC"}, 2,
			[]string{"P/1 A 2-4 (0,3] stopped moved_away to Q", "P/2 B 5-12 (0,7] censored",
				"Q/1 A 5-7 (0,3] stopped left", "Q/2 C 8-12 (0,4] censored"}},
		{"a start that is not known makes that of the whole unknown", []string{"P 1201 AAABBBBBBBBB", "Q 1201 ___AAACCCCCC"}, 2,
			[]string{"P/1 A 1-6 from unknown, stopped left", "P/2 B 4-12 (0,8] censored", "Q/2 C 7-12 (0,5] censored"}},
	} {
		opt := DefaultSpellOptions()
		opt.Gap = c.gap
		set, err := SpellsOf(draw(append(c.lines, "Y 4601 YYYYYYYYYYYY", "Z 1201 ZZZZZZZZZZZZ")...), opt)
		if err != nil {
			t.Fatal(err)
		}
		set.ByMunicipality(opt.Gap)
		got := slices.DeleteFunc(describeAll(set.Spells), func(d string) bool { return d[0] == 'Y' || d[0] == 'Z' || d[4] == 'v' })
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

// For any register: the months in which a doctor is in a municipality stay the same but
// for those bridged, no two spells of one are nearer than the gap allows, and counts
// are those of the spells.
func TestLawsOfJoinedLists(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := []string{"Z 1201 ZZZZZZZZZZZZZZZZZZZZ"}
		for _, p := range []string{"P", "Q", "R"} {
			lines = append(lines, p+" 1201 "+rapid.StringMatching(`[AB2.]{20}`).Draw(t, p))
		}
		opt := SpellOptions{Gap: rapid.IntRange(0, 3).Draw(t, "gap")}
		set, err := SpellsOf(draw(lines...), opt)
		if err != nil {
			t.Fatal(err)
		}
		before := monthsOf(set.Spells)
		set.ByMunicipality(opt.Gap)
		after := monthsOf(set.Spells)
		for doctor, months := range before {
			for m := range months {
				if after[doctor][m] != 1 {
					t.Fatalf("%s is in %d spells in %s, want 1", doctor, after[doctor][m], m)
				}
			}
		}
		for doctor, months := range after {
			run := 0
			for m := first; m < first+20; m++ {
				if run++; before[doctor][m] > 0 {
					run = 0
				}
				if months[m] > 0 && run > opt.Gap {
					t.Fatalf("%s is in a spell in %s, %d months after the last list", doctor, m, run)
				}
			}
		}
		counts := set.Counts
		counts.recount(set.Spells)
		if counts != set.Counts {
			t.Fatalf("counts %+v, of the spells %+v", set.Counts, counts)
		}
	})
}

// monthsOf counts the doctors' spells that each month lies in.
func monthsOf(spells []Spell) map[string]map[varighet.Month]int {
	months := map[string]map[varighet.Month]int{}
	for i := range spells {
		s := &spells[i]
		if s.Kind != Regular {
			continue
		}
		if months[s.DoctorID] == nil {
			months[s.DoctorID] = map[varighet.Month]int{}
		}
		for m := s.First; m <= s.Last; m++ {
			months[s.DoctorID][m]++
		}
	}
	return months
}

// Both lists are A's from month 1; of Q it is not known from when, which may be before.
func TestAStartThatMayBeOlderIsThatOfTheWhole(t *testing.T) {
	p, q := began("P", 1, "1201", 1, 6, false), began("Q", 1, "1201", 1, 8, false)
	q.Start = varighet.Opt[varighet.Month]{}
	set := &SpellSet{Spells: []Spell{p, q}}
	set.ByMunicipality(2)
	if len(set.Spells) != 1 {
		t.Fatalf("%d spells, want 1", len(set.Spells))
	}
	s := &set.Spells[0]
	if s.Start.OK || s.Entry.OK || s.Exit.OK || s.Last != first+7 || set.Counts.UnknownStart != 1 {
		t.Errorf("got %s, %+v, want one to month 8 from a start that is not known", describe(s), set.Counts)
	}
}

// P counts to month 4 and Q to 6, so that the whole does to 6, where it is cut: 4 months after 2.
func TestTheWindowOfJoinedListsEndsWithTheLast(t *testing.T) {
	opt := DefaultSpellOptions()
	opt.Windows = func(position string) []Window {
		return map[string][]Window{"P": windows(0, 4), "Q": windows(0, 6), "Z": windows(0, 0)}[position]
	}
	set, err := SpellsOf(draw("P 1201 _AAABBBBBBBB", "Q 1201 ____AAACCCCC", "Z 1201 ZZZZZZZZZZZZ"), opt)
	if err != nil {
		t.Fatal(err)
	}
	set.ByMunicipality(2)
	s := &set.Spells[0]
	if got, want := describe(s)+": "+s.Censoring(), "P/1 A 2-6 (0,4] censored: window_end"; got != want || s.Window() != windows(0, 6)[0] {
		t.Errorf("got %s in %+v, want %s to month 6", got, s.Window(), want)
	}
}
