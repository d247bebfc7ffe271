package locale

import (
	"reflect"
	"slices"
	"testing"
)

// Every language has every word of the report page, with placeholders of those that bokmål
// has: a plural may leave its number out, as "both" does.
func TestEveryLanguageHasEveryWordOfThePage(t *testing.T) {
	wanted := map[string][]string{}
	walk("", reflect.ValueOf(*Get("nb").Page()), func(path, s string) { wanted[path] = placeholder.FindAllString(s, -1) })
	if len(wanted) < 200 {
		t.Fatalf("only %d words were found: is the walk broken?", len(wanted))
	}
	for _, tag := range Tags() {
		walk("", reflect.ValueOf(*Get(tag).Page()), func(path, s string) {
			if s == "" {
				t.Errorf("%s%s is empty", tag, path)
			}
			got, want := placeholder.FindAllString(s, -1), slices.Clone(wanted[path])
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%s%s has placeholders %v, bokmål %v", tag, path, got, want)
			}
		})
	}
}

func TestInWords(t *testing.T) {
	for _, x := range []struct {
		tag    string
		n      int
		gender Gender
		want   string
	}{
		{"nb", 0, Masculine, "0"}, {"nb", 1, Feminine, "én"}, {"nb", 1, Neuter, "ett"}, {"nb", 2, Masculine, "to"}, {"nb", 12, Masculine, "tolv"},
		{"nb", 13, Masculine, "13"}, {"nn", 1, Masculine, "éin"}, {"nn", 1, Feminine, "éi"}, {"nn", 1, Neuter, "eitt"}, {"en", 1, Neuter, "one"},
		{"en", 1234, Masculine, "1,234"},
	} {
		if got := Get(x.tag).InWords(x.n, x.gender); got != x.want {
			t.Errorf("%s %d: %q, want %q", x.tag, x.n, got, x.want)
		}
	}
}

func TestClausesMakeASentence(t *testing.T) {
	if got := Clauses([]string{"én måned mangler", "ingen er rettet"}); got != "Én måned mangler; ingen er rettet." {
		t.Error(got)
	}
}
