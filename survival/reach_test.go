package survival

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
)

// reachSpells are of two municipalities: 1201 is known to month 20, and 4601 to 9, since a
// stop in 8 is seen in 9.
func reachSpells() []Spell {
	moved := began("P4", 1, "1201", 3, 6, false)
	moved.Exit, moved.StopReason = varighet.Some(4), MovedAway // taken for no stop
	window := began("P5", 1, "1201", 2, 9, false)
	window.Beside = &Beside{Window: Window{To: varighet.Some(first + 8)}}
	return []Spell{
		began("P1", 1, "1201", 1, 4, true),       // stopped after 4: followed to 20 − 1
		began("P1", 2, "1201", 5, 20, false),     // runs: its exit, 15
		entered("P2", 1, "1201", 1, 3, 24, true), // its 25th month is month 1: to 24 + 19
		began("P3", 1, "4601", 5, 8, true),       // to 9 − 5
		moved,                                    // ended for no stop: its exit, 4, and over
		window,                                   // its exit, 7, and over
	}
}

// Months from January 2017 = 1, by hand.
func TestReachOfSpells(t *testing.T) {
	spells := reachSpells()
	chosen := Select(spells, Query{})
	got := chosen.Reach(spells, Query{}, false)
	want := []Reach{{Until: 19}, {Until: 15, New: true}, {Until: 43}, {Until: 4, New: true}, {Until: 4, Over: true, New: true},
		{Until: 7, Over: true, New: true}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("agreements (-want +got):\n%s", d)
	}
	// As positions, that of the doctor who moved goes on to month 20.
	want[4] = Reach{Until: 17, New: true}
	if d := cmp.Diff(want, chosen.Reach(spells, Query{}, true)); d != "" {
		t.Errorf("positions (-want +got):\n%s", d)
	}
}

// After month 3 and up to month 12. Who stopped in 4 is followed from 3 − 1 to 12 − 1, and the
// doctor of P2, who was last there in 3 and so left after it, to 24 + 12 − 1. The data about
// P3 end in 9, within the period, and no spell that was under way in 3 is new.
func TestReachInAPeriod(t *testing.T) {
	spells := reachSpells()[:4]
	q := Query{Period: varighet.Some([2]varighet.Month{first + 2, first + 11})}
	want := []Reach{{Until: 11}, {Until: 7, New: true}, {Until: 35}, {Until: 4, New: true}}
	if d := cmp.Diff(want, Select(spells, q).Reach(spells, q, false)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// Six tenures by time under observation: 2+, 3 stopped, 4+, 6+, 8 stopped, 8+. Followed are 2, 4,
// 6 and 8 of 6, 4, 3 and 2 at risk, the stop at 8 after the end of the others there: G falls to
// 5/6, 5/8, 5/12 and 5/24. The stop at 3 is at G = 5/6: half of it, 5/12, is reached at 6. The
// stop at 8 is at 5/24, and half of that is never reached: the longest time is its own.
func TestAssumedReachByHand(t *testing.T) {
	tenures := []Tenure{{Exit: 2}, {Entry: 10, Exit: 13, Stopped: true}, {Exit: 4}, {Entry: 1, Exit: 7}, {Exit: 8, Stopped: true}, {Exit: 8}}
	got, err := AssumedReach(tenures)
	if err != nil {
		t.Fatal(err)
	}
	want := []Reach{{Until: 2}, {Until: 16}, {Until: 4}, {Until: 7}, {Until: 8}, {Until: 8}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if _, err := AssumedReach(nil); err == nil {
		t.Error("nothing has a reach")
	}
}

func TestAssumedReachRefuses(t *testing.T) {
	var fault *TenureError
	if r, err := AssumedReach([]Tenure{{Exit: 1}, {Exit: -1}}); r != nil || !errors.As(err, &fault) || fault.Index != 1 {
		t.Errorf("a negative time: %v, %v, want tenure 1 refused", r, err)
	}
	if r, err := AssumedReach(nil); r != nil || !errors.Is(err, ErrNoTenures) {
		t.Errorf("no tenures: %v, %v", r, err)
	}
}
