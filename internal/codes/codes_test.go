package codes

import (
	"slices"
	"strings"
	"testing"
)

// Each code that the program can give has a meaning and a way out, and the tables have no other code.
func TestTablesHaveTheCodesOfTheProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("asks go list for the types of all packages")
	}
	used := usedCodes(t)
	if len(used) < 200 {
		t.Fatalf("only %d codes are found in the program: is the search right?", len(used))
	}
	described := map[string]bool{}
	for _, g := range Groups() {
		for _, c := range g.Codes {
			described[c.Name] = true
			if used[c.Name] == "" {
				t.Errorf("%s: the code %s is used nowhere", g.Heading, c.Name)
			}
		}
	}
	for name, where := range used {
		if !described[name] {
			t.Errorf("the code %s (%s) has no meaning in the tables", name, where)
		}
	}
}

// Codes stand in order, once a group, with sentences.
func TestTablesAreInOrder(t *testing.T) {
	for _, g := range Groups() {
		if !slices.IsSortedFunc(g.Codes, func(a, b Code) int { return strings.Compare(a.Name, b.Name) }) {
			t.Errorf("%s: the codes are not in order", g.Heading)
		}
		for i, c := range g.Codes {
			if i > 0 && g.Codes[i-1].Name == c.Name {
				t.Errorf("%s: %s stands twice", g.Heading, c.Name)
			}
			for _, s := range []string{c.Meaning, c.WayOut} {
				if len(s) < 8 || !strings.HasSuffix(s, ".") {
					t.Errorf("%s: %q is no sentence", c.Name, s)
				}
			}
		}
	}
}
