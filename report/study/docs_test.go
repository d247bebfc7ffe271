package study

import (
	"os"
	"strings"
	"testing"
)

// Each kind of figure and table stands by its name in docs/studies.md, whose table of keys is
// made of keyTable.
func TestKindsAreDocumented(t *testing.T) {
	b, err := os.ReadFile("../../docs/studies.md")
	if err != nil {
		t.Fatal(err)
	}
	table, _, _ := strings.Cut(string(b), "\n## ")
	for _, k := range Kinds() {
		if !strings.Contains(table, "`"+k.Name+"`") {
			t.Errorf("the kind %s is not in docs/studies.md", k.Name)
		}
	}
}

// Every kind makes a value, and a figure or a table of it.
func TestEveryKindHasSomethingToShow(t *testing.T) {
	for _, k := range Kinds() {
		if k.value == nil || !k.HasFigure() && !k.HasTable() || k.Help == "" || k.withTable && !k.HasTable() {
			t.Errorf("%s is not whole", k.Name)
		}
	}
}
