package survival

import (
	"testing"

	"github.com/google/go-cmp/cmp"
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
