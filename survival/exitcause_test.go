package survival

import "testing"

// Data of all lists keep each reason under its own name. Data of a part see a new list or none:
// whoever left, whose list closed, or of whom it is not known yet may hold one elsewhere.
func TestExitCauses(t *testing.T) {
	seen := map[StopReason]ExitCause{MovedWithin: ExitListSeen, MovedAway: ExitListSeen, Unknown: ExitNoListSeen, Closed: ExitNoListSeen, Left: ExitNoListSeen}
	for _, name := range StopReasons() {
		r, _ := ParseStopReason(name)
		if c := ExitCauseOf(r, false); c.String() != name {
			t.Errorf("of all lists %s is %s", name, c)
		}
		if c := ExitCauseOf(r, true); c != seen[r] {
			t.Errorf("of a part %s is %s, want %s", name, c, seen[r])
		}
	}
	for c := ExitMovedWithin; c <= ExitNoListSeen; c++ {
		if got := ParseExitCause(c.String()); got != c {
			t.Errorf("%s reads back as %s", c, got)
		}
	}
	if ParseExitCause("") != ExitUnknown || ParseExitCause("retired") != ExitUnknown || ExitCauseOf(NotStopped, false) != ExitUnknown {
		t.Error("what is no cause is not unknown")
	}
}
