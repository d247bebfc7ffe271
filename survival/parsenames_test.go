package survival

import "testing"

// What a choice is called is read as that choice, and another name as none.
func TestNamesAreReadAsTheyAreWritten(t *testing.T) {
	for _, c := range []FirstRows{FirstRowsByRule, FirstRowsKnown, FirstRowsUnknown} {
		if got, ok := ParseFirstRows(c.String()); !ok || got != c {
			t.Errorf("first rows %q: got %v, %t", c, got, ok)
		}
	}
	for _, c := range []LastRows{LastRowsByRule, LastRowsStopped, LastRowsCensored} {
		if got, ok := ParseLastRows(c.String()); !ok || got != c {
			t.Errorf("last rows %q: got %v, %t", c, got, ok)
		}
	}
	for _, c := range []SpellKind{Regular, Vacant, Missing} {
		if got, ok := ParseSpellKind(c.String()); !ok || got != c {
			t.Errorf("kind %q: got %v, %t", c, got, ok)
		}
	}
	_, first := ParseFirstRows("stopped")
	_, last := ParseLastRows("known")
	_, kind := ParseSpellKind("Regular")
	if first || last || kind {
		t.Errorf("names of others are read: %t, %t, %t", first, last, kind)
	}
}
