package choice

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
)

// A chosen is what the options of these tests fill.
type chosen struct {
	gap   varighet.Opt[int]
	unit  string
	file  string
	quiet bool
	from  varighet.Opt[varighet.Month]
}

var options = []Option[chosen]{
	{Key: "spells.gap", Set: Whole(0, 12, "months", func(c *chosen) *varighet.Opt[int] { return &c.gap })},
	{Key: "spells.unit", Set: Word(func(c *chosen) *string { return &c.unit }, "doctor", "position", "list")},
	{Key: "spells.file", Set: Text(func(c *chosen) *string { return &c.file })},
	{Key: "spells.quiet", Set: YesNo(func(c *chosen) *bool { return &c.quiet })},
	{Key: "spells.from", Set: Month(func(c *chosen) *varighet.Opt[varighet.Month] { return &c.from })},
	{Key: "other.gap", Set: Whole(0, 1, "", func(c *chosen) *varighet.Opt[int] { return &c.gap })},
}

// A section of a study fills what it names, in the forms that TOML has for a value; a date without quotes is one.
func TestFill(t *testing.T) {
	var got chosen
	faults, unknown := Fill(&got, options, "spells", map[string]any{"gap": int64(12), "unit": "list", "file": "a b.csv", "quiet": true,
		"from": time.Date(2019, 11, 1, 0, 0, 0, 0, time.UTC), "lag": int64(1), "Gap": int64(1)})
	want := chosen{gap: varighet.Some(12), unit: "list", file: "a b.csv", quiet: true, from: varighet.Some(varighet.MonthOf(2019, 11))}
	if got != want || faults != nil || !slices.Equal(unknown, []string{"Gap", "lag"}) {
		t.Errorf("got %+v, faults %v, unknown %v, want %+v", got, faults, unknown, want)
	}
}

// What cannot be is told by key, in their order, and leaves what was chosen before.
func TestFillFaults(t *testing.T) {
	got := chosen{gap: varighet.Some(3)}
	faults, _ := Fill(&got, options, "spells", map[string]any{"gap": int64(13), "unit": "person", "quiet": "perhaps", "from": "snart", "file": []any{"a"}})
	want := []Fault{{"file", "is one value"}, {"from", `is a month such as 2024-08 or august 2024, not "snart"`}, {"gap", "is from 0 to 12 months, not 13"},
		{"quiet", `is true or false, not "perhaps"`}, {"unit", `is doctor, position or list, not "person"`}}
	if d := cmp.Diff(want, faults); d != "" || got != (chosen{gap: varighet.Some(3)}) {
		t.Errorf("%+v (-want +got):\n%s", got, d)
	}
	for text, ok := range map[string]bool{"0": true, "1": true, "-1": false, "2": false, "1.5": false, "": false} {
		if err := options[5].Set(&got, text); (err == nil) != ok {
			t.Errorf("from 0 to 1: %q gives %v", text, err)
		}
	}
	if faults, _ := Fill(&got, options, "other", map[string]any{"gap": 0.5}); len(faults) != 1 || faults[0].Text != "is from 0 to 1, not 0.5" {
		t.Errorf("a fraction: %v", faults)
	}
	if err := options[1].Set(&got, ""); err != nil || got.unit != "" {
		t.Errorf("no word: %v", err)
	}
}

func TestAlternatives(t *testing.T) {
	for want, words := range map[string][]string{"": nil, "a": {"a"}, "a or b": {"a", "b"}, "a, b or c": {"a", "b", "c"}} {
		if got := Alternatives(words); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}

// By hand: "gup" is one letter from "gap" and three from "group", within half of its letters and one; "x" is near nothing.
func TestNearest(t *testing.T) {
	for name, want := range map[string]string{"gup": "gap", "groop": "group", "gap": "gap", "x": "", "municipality": ""} {
		if got := Nearest(name, []string{"gap", "group", "y"}); got != want {
			t.Errorf("nearest to %q is %q, want %q", name, got, want)
		}
	}
}

func TestNumbersOfAFlag(t *testing.T) {
	got, err := Numbers("times", "12, 24.5,-1")
	if err != nil || !slices.Equal(got, []float64{12, 24.5, -1}) {
		t.Errorf("%v, %v", got, err)
	}
	for _, s := range []string{"12,x", "NaN", "Inf", "1e400"} {
		var e *Error
		if got, err := Numbers("times", s); !errors.As(err, &e) || e.Error() == "" {
			t.Errorf("%q is %v, %v", s, got, err)
		}
	}
}

// Covariates with the reference levels of some of them; a column twice, and a level of another column, cannot be.
func TestTerms(t *testing.T) {
	got, err := Terms("age,sex", "sex=K")
	if err != nil || len(got) != 2 || got[0].Column != "age" || got[0].Factor || got[1].Column != "sex" || !got[1].Factor || got[1].Base != "K" {
		t.Errorf("%+v, %v", got, err)
	}
	for covariates, base := range map[string]string{"age,age": "", "age": "sex=K", "age,sex": "sex", "\"age": ""} {
		var e *Error
		if got, err := Terms(covariates, base); !errors.As(err, &e) {
			t.Errorf("%q with base %q: %+v, %v", covariates, base, got, err)
		}
	}
	if name, err := One("group", "size, in all"); err != nil || name != "size, in all" {
		t.Errorf("one column: %q, %v", name, err)
	}
}
