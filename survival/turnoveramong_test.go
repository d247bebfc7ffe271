package survival

import (
	"slices"
	"strings"
	"testing"
)

// A position that closed in month 5, in a municipality whose data go on to month 20: alone it
// seems to end the data, so that its doctor was not followed for six months; among all spells
// the doctor is one who left within them.
func TestTurnoverAmongKnowsThatTheDataGoOn(t *testing.T) {
	chosen := []Spell{began("P1", 1, "1201", 2, 5, true)}
	all := append(slices.Clone(chosen), began("P2", 1, "1201", 1, 20, false))
	for _, c := range []struct {
		among    []Spell
		gone, of int
	}{{chosen, 0, 0}, {all, 1, 1}} {
		shares, err := TurnoverAmong(c.among, chosen, 6, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		if a := shares[TurnoverFollowed]; a.Gone != c.gone || a.Of != c.of {
			t.Errorf("among %d spells: %d of %d, want %d of %d", len(c.among), a.Gone, a.Of, c.gone, c.of)
		}
		if b := shares[TurnoverSoFar]; b.Gone != 1 || b.Of != 1 {
			t.Errorf("among %d spells: b is %d of %d, want 1 of 1", len(c.among), b.Gone, b.Of)
		}
	}
}

// A spell that entered late is counted by the curve alone, which refuses the level.
func TestTurnoverRefusesALevelWhereOnlyTheCurveCounts(t *testing.T) {
	spells := []Spell{entered("P", 1, "1201", 1, 3, 2, true)}
	if shares, err := TurnoverAmong(spells, spells, 6, 2); shares != nil || err == nil || !strings.Contains(err.Error(), "confidence level") {
		t.Errorf("got %+v, %v, want an error", shares, err)
	}
}
