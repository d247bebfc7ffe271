package study_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/study"
)

// Each fault of a study has the line of its key, or of its section where the key is missing.
// The lines are counted by hand.
func TestFaultsOfAStudyHaveTheirLine(t *testing.T) {
	text := `disclosure = "internal"
language = "no"

[input]
files = ["rows.csv"]
cohrt = "c.xlsx"

[spells]
gap = 2000

[turnover]
within = 0

[[turnover.baseline]]
id = "none"

[[figure]]
name = "one"
kind = "km"

[[figure]]
name = "one"
kind = "histogram"
width_mm = 10
dpi = 72

[[table]]
kind = "medians"
by = "sex"
`
	want := []string{"2 study-language", "6 study-key", "9 study-spells", "12 study-turnover", "15 study-baseline", "22 study-name",
		"23 study-kind", "24 study-width", "25 study-dpi", "27 study-name", "29 study-key", "29 study-by"}
	_, err := study.Read(fstest.MapFS{"s.toml": {Data: []byte(text)}}, "s.toml", "")
	var problems *varighet.Problems
	if !errors.As(err, &problems) {
		t.Fatal(err)
	}
	var got []string
	for _, p := range problems.All() {
		got = append(got, fmt.Sprint(p.Line, " ", p.Code))
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s\n%v", strings.Join(got, "\n"), strings.Join(want, "\n"), err)
	}
}

// A value of another kind than its key takes is said in plain words, all of them at once.
func TestValuesOfTheWrongKindInPlainWords(t *testing.T) {
	text := `title = 3
disclosure = true
least_count = "5"
turnover = 12
names = "x"

[input]
files = ["C:\temp\rows.csv"]
[expected]
mix = { "<2000" = "2" }
[[figure]]
name = "f"
width_mm = "160"
bands = "true"
formats = "png"
`
	faults := faultsOf("s.toml", text)
	for _, want := range []string{
		"s.toml:1: title is a text, or one for each language, and not a number",
		"s.toml:2: disclosure is a text, and not true or false", "s.toml:3: least_count is a whole number, and not a text in quotes",
		"s.toml:4: turnover is a section, and not a number", "s.toml:5: names is a table, and not a text in quotes",
		"s.toml:8: input.files[0]: a \\ in double quotes", "s.toml:10: expected.mix.<2000 is a number, and not a text in quotes",
		"s.toml:13: figure[0].width_mm is a number, and not a text in quotes", "s.toml:14: figure[0].bands is true or false, and not a text in quotes",
		"s.toml:15: figure[0].formats is a list, and not a text in quotes", `put it in brackets: ["…", "…"]`,
	} {
		if !strings.Contains(faults, want) {
			t.Errorf("no %q in\n%s", want, faults)
		}
	}
	for text, want := range map[string]string{
		soundStudy + "figure = 3\n":                        "no key", // it is one of [input]
		"figure = 3\n" + soundStudy:                        "s.toml:1: figure is a section for each, and not a number",
		"title = Norge\n" + soundStudy:                     "s.toml:1: a text has no quotes",
		soundStudy + "cohort = \"C:\\Users\\kari\\c.csv\"": "s.toml:4: a \\ in double quotes",
	} {
		if faults := faultsOf("s.toml", text); !strings.Contains(faults, want) {
			t.Errorf("%q: no %q in\n%s", text, want, faults)
		}
	}
}
