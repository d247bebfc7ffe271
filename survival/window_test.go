package survival

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/varighet/varighet"
)

// months makes windows of months counted from January 2017 = 1; 0 is no bound.
func windows(bounds ...int) (list []Window) {
	bound := func(n int) varighet.Opt[varighet.Month] {
		return varighet.Opt[varighet.Month]{V: first + varighet.Month(n-1), OK: n > 0}
	}
	for i := 0; i < len(bounds); i += 2 {
		list = append(list, Window{From: bound(bounds[i]), To: bound(bounds[i+1])})
	}
	return list
}

// A window without bounds leaves out no month that there can be.
func TestAnOpenWindowHoldsEveryMonth(t *testing.T) {
	s := Spell{First: varighet.MinMonth, Last: varighet.MaxMonth}
	for _, w := range []Window{{}, {From: varighet.Some(varighet.MinMonth)}, {To: varighet.Some(varighet.MaxMonth)}} {
		if part, ok := s.during(w, varighet.MaxMonth); !ok || part.First != s.First || part.Last != s.Last {
			t.Errorf("%+v: from %v to %v", w, part.First, part.Last)
		}
	}
}

// Each case is worked by hand: the data have 12 months, and only months of the
// window are at risk.
func TestWindowsByHand(t *testing.T) {
	keep := "Z - ZZZZZZZZZZZZ"
	for _, c := range []struct {
		name, line string
		windows    []Window
		want       []string
	}{
		{"without bounds all is as ever", "P - _AAAABBBBBBB", windows(0, 0),
			[]string{"P/1 A 2-5 (0,4] stopped left", "P/2 B 6-12 (0,6] censored"}},
		{"a spell under way enters late, and the first holder in the window is 1", "P - _AAB__CCCCCC", windows(8, 0),
			[]string{"P/1 C 8-12 (1,5] censored"}},
		{"one that goes on is censored a month short of what it has been held", "P - _AAAAAAAABBB", windows(0, 6),
			[]string{"P/1 A 2-6 (0,4] censored"}},
		{"one that ends in the last month is censored too: the stop shows outside", "P - _AAAAABBBBBB", windows(0, 6),
			[]string{"P/1 A 2-6 (0,4] censored"}},
		{"one that ends a month before is seen to stop", "P - _AAAABBBBBBB", windows(0, 6),
			[]string{"P/1 A 2-5 (0,4] stopped left", "P/2 B 6-6 (0,0] censored"}},
		{"one that ended the month before the window is not there", "P - _AAAABBBBBBB", windows(6, 9),
			[]string{"P/1 B 6-9 (0,3] censored"}},
		{"a start that is not known stays so", "P - AAAAABBBBBBB", windows(3, 6),
			[]string{"P/1 A 3-5 from unknown, stopped left", "P/2 B 6-6 (0,0] censored"}},
		{"both ends", "P - _AAAAAAAAAAA", windows(4, 8), []string{"P/1 A 4-8 (2,6] censored"}},
		{"the data end within the window", "P - _AAAAAAAAAAA", windows(4, 20), []string{"P/1 A 4-12 (2,10] censored"}},
		{"windows next to each other are one: the stop on the border is seen", "P - _AAAABBBBBBB", windows(0, 5, 6, 9),
			[]string{"P/1 A 2-5 (0,4] stopped left", "P/2 B 6-9 (0,3] censored"}},
		{"a hole between two windows is not at risk", "P - _AAAAAAAAABB", windows(8, 0, 0, 4),
			[]string{"P/1 A 2-4 (0,2] censored", "P/1 A 8-10 (6,9] stopped unknown", "P/2 B 11-12 (0,1] censored"}},
		{"vacancies run on the same clock", "P - _A......B.._", windows(4, 10),
			[]string{"P/0 vacant 4-8 (1,6] stopped", "P/1 B 9-9 (0,1] stopped left", "P/0 vacant 10-10 (0,0] censored"}},
		{"a vacancy cut by the window is not closed", "P - _A......____", windows(0, 6),
			[]string{"P/1 A 2-2 (0,1] stopped left", "P/0 vacant 3-6 (0,3] censored"}},
		{"one that ended with the position is", "P - _A......____", windows(0, 11),
			[]string{"P/1 A 2-2 (0,1] stopped left", "P/0 vacant 3-8 (0,6] censored closed"}},
		{"no window, no spells", "P - _AAAABBBBBBB", nil, nil},
	} {
		opt := DefaultSpellOptions()
		opt.Windows = func(position string) []Window {
			if position == "P" {
				return c.windows
			}
			return nil
		}
		set, got := spellsDrawn(t, opt, keep, c.line)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s (-want +got)\n%s", c.name, c.line, diff)
		}
		if n := set.Counts.Regular + set.Counts.Vacant; n != len(c.want) {
			t.Errorf("%s: %+v", c.name, set.Counts)
		}
	}
}

// A spell cut by its window says so, and one that the data cut says that.
func TestCensoringSaysWhy(t *testing.T) {
	opt := DefaultSpellOptions()
	opt.Windows = func(position string) []Window {
		return map[string][]Window{"P": windows(0, 6), "Q": windows(0, 8), "R": windows(0, 0), "S": windows(0, 0)}[position]
	}
	set, err := SpellsOf(draw("P - _AAAAAAA", "Q - _BBBBBBB", "R - _C..____", "S - _DE_____", "Z - ZZZZZZZZ"), opt)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range set.Spells {
		got = append(got, describe(&set.Spells[i])+": "+set.Spells[i].Censoring())
	}
	want := []string{
		"P/1 A 2-6 (0,4] censored: window_end", "Q/1 B 2-8 (0,6] censored: data_end",
		"R/1 C 2-2 (0,1] stopped left: ", "R/0 vacant 3-4 (0,2] censored closed: closed",
		"S/1 D 2-2 (0,1] stopped left: ", "S/2 E 3-3 (0,1] stopped closed: ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Where the doctor went is seen in the whole register; what was bridged, shared and
// contradicted is counted for positions of the cohort only.
func TestWindowsLookBeyondThemselves(t *testing.T) {
	opt := DefaultSpellOptions()
	opt.Windows = func(position string) []Window {
		if position == "P" {
			return windows(0, 0)
		}
		return nil
	}
	set, got := spellsDrawn(t, opt, "P - _AAA.ABBBBBBBB", "Q - ______AAA.A2AA", "Z - ZZZZZZZZZZZZZZ")
	want := []string{"P/1 A 2-6 (0,5] stopped moved_within to Q bridged 1", "P/2 B 7-14 (0,7] censored"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if c := set.Counts; c != (SpellCounts{Regular: 2, Bridged: 1, BridgedMonths: 1}) {
		t.Errorf("counts: %+v", c)
	}
}

// A window is as if the data had only its months, but for the starts that are known
// from before: the same months, the same stops, the same end of each tenure.
func TestWindowIsAsIfTheDataHadItsMonthsOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := []string{"Z - " + strings.Repeat("Z", 24)}
		for p := range rapid.IntRange(1, 3).Draw(t, "positions") {
			lines = append(lines, fmt.Sprintf("%c - %s", 'P'+p, rapid.StringMatching(`[ABC2.]{24}`).Draw(t, "months")))
		}
		from := rapid.IntRange(1, 24).Draw(t, "from")
		to := rapid.IntRange(from, 24).Draw(t, "to")
		opt := SpellOptions{}
		var part []varighet.Observation
		for _, o := range draw(lines...) {
			if n := int(o.Month-first) + 1; n >= from && n <= to {
				part = append(part, o)
			}
		}
		want, err := SpellsOf(part, opt)
		if err != nil {
			t.Fatal(err)
		}
		opt.Windows = func(string) []Window { return windows(from, to) }
		got, err := SpellsOf(draw(lines...), opt)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Spells) != len(want.Spells) {
			t.Fatalf("%d spells, want %d", len(got.Spells), len(want.Spells))
		}
		for i := range got.Spells {
			g, w := &got.Spells[i], &want.Spells[i]
			if g.PositionID != w.PositionID || g.DoctorID != w.DoctorID || g.Ordinal != w.Ordinal || g.Kind != w.Kind ||
				g.First != w.First || g.Last != w.Last || g.Stopped != w.Stopped {
				t.Fatalf("window %d to %d: got %s, want %s", from, to, describe(g), describe(w))
			}
			if g.Start.OK && g.Exit.V-g.Entry.V != int(w.Last-w.First)+boolInt(w.Stopped) {
				t.Fatalf("window %d to %d: at risk (%d,%d], want %s", from, to, g.Entry.V, g.Exit.V, describe(w))
			}
			if w.Start.OK && g.Entry.V != 0 {
				t.Fatalf("%s was seen to start, and enters late: %s", describe(w), describe(g))
			}
		}
	})
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Two positions of a cohort until month 6; the data go on to month 12. Within 3
// months A left (2 held) and B stayed (5 held, censored at 4 by the window). D began
// in month 5 and left after 1, but 3 months from then are outside: not counted by a.
func TestWindowsEndWhatTurnoverCanFollow(t *testing.T) {
	opt := DefaultSpellOptions()
	opt.Windows = func(position string) []Window {
		if position == "Z" {
			return windows(0, 0)
		}
		return windows(0, 6)
	}
	set, _ := spellsDrawn(t, opt, "P - _AA_DEEEEEEE", "Q - _BBBBBBBBBBB", "Z - ZZZZZZZZZZZZ")
	shares, err := Turnover(set.Spells, 3, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	if a := shares[TurnoverFollowed]; a.Gone != 1 || a.Of != 2 {
		t.Errorf("followed: %d of %d, want 1 of 2", a.Gone, a.Of)
	}
	st := StabilityOf(set.Spells)
	if st.Positions != 3 || st.Same != 2 || st.Still != 3 {
		t.Errorf("%+v; want 3 positions, Q and Z with the same doctor, E still there", st)
	}
}

// There are no data of month 5, in which the window of P begins. A, on P from month 2, is under way
// then; the window of Z has all months.
func TestMonthsWithoutDataInAWindow(t *testing.T) {
	opt := DefaultSpellOptions()
	opt.Windows = func(position string) []Window {
		return map[string][]Window{"P": windows(5, 9), "Z": windows(0, 0)}[position]
	}
	set, got := spellsDrawn(t, opt, "P - _AAA_AAAAAAA", "Z - ZZZZ_ZZZZZZZ")
	want := []string{"P/1 A 5-9 (3,7] censored", "P/0 missing 5-5"}
	if diff := cmp.Diff(want, got); diff != "" || set.Counts.Missing != 2 || set.Counts.Regular != 2 {
		t.Errorf("%+v (-want +got)\n%s", set.Counts, diff)
	}
}
