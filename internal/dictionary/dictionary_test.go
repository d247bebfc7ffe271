package dictionary

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// A column has one meaning in a file, and a title that is there and fits where it goes.
func TestMeaningsAreWhole(t *testing.T) {
	for _, f := range Files {
		names := Names(f)
		if len(names) == 0 {
			t.Fatalf("%s has no columns", f)
		}
		slices.Sort(names)
		if n := len(names); len(slices.Compact(names)) != n {
			t.Errorf("%s has a column twice", f)
		}
	}
	for _, m := range meanings {
		if m.Title == "" || m.Source == "" || len(m.Title) > 80 {
			t.Errorf("%s: the title %q is missing or longer than 80 bytes, or there is no source", m.name, m.Title)
		}
		for _, f := range strings.Fields(m.files) {
			if !slices.Contains(Files, File(f)) {
				t.Errorf("%s is of %s, which is no kind of file", m.name, f)
			}
		}
	}
}

// A column that nobody has explained is refused; one from another table says so itself.
func TestFieldsNeedAMeaning(t *testing.T) {
	if _, err := Fields(Spells, []Column{{Name: "shoe_size", Type: Integer}}); err == nil {
		t.Error("a column without a meaning was accepted")
	}
	got, err := Fields(Spells, []Column{{Name: "kind", Type: String, Required: true, Values: []string{"a", "b"}},
		{Name: "shoe_size", Type: Integer, Other: OfTable("shoe_size")}})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"categories":["a","b"],"categoriesOrdered":false`, `"constraints":{"required":true,"enum":["a","b"]}`, `"name":"shoe_size","type":"integer"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
}
