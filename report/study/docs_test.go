package study

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// docs/studies.md has a row for each key that a study may have, and none that it has not;
// each kind of figure and table stands there by its name.
func TestStudyKeysAreDocumented(t *testing.T) {
	b, err := os.ReadFile("../../docs/studies.md")
	if err != nil {
		t.Fatal(err)
	}
	table, _, _ := strings.Cut(string(b), "\n## ")
	var documented []string
	for line := range strings.Lines(table) {
		if cells := strings.Split(line, "|"); len(cells) > 2 {
			for i, s := range strings.Split(cells[1], "`") {
				if i%2 == 1 { // between backquotes
					documented = append(documented, strings.Trim(s, "[]"))
				}
			}
		}
	}
	for _, key := range keys() {
		if !slices.Contains(documented, key) && !slices.Contains(documented, "turnover."+key) {
			t.Errorf("%s is a key, and docs/studies.md has no row for it", key)
		}
	}
	for _, key := range documented {
		if key = key[strings.LastIndex(key, ".")+1:]; !slices.Contains(keys(), key) {
			t.Errorf("docs/studies.md has a row for %s, and it is no key", key)
		}
	}
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
