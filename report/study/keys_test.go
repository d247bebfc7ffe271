package study

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/spellset"
)

// The table of keys has every key that the decoder and the options know, in its section, and no other.
func TestEveryKeyIsInTheTable(t *testing.T) {
	known := map[string]bool{"input.files": true}
	for _, full := range append(append(fullKeys(readingOptions), fullKeys(spellset.Options())...), fullKeys(simulationOptions)...) {
		known[full] = true
	}
	for _, section := range []string{"", "turnover", "turnover.baseline", "expected", "matrix", "matrix.cohort", "figure", "table"} {
		for _, name := range structKeys(section) {
			known[strings.TrimPrefix(section+"."+name, ".")] = true
		}
	}
	for _, k := range keyTable {
		if k.Name == "" {
			continue
		}
		if k.Meaning == "" || !known[k.Full()] {
			t.Errorf("%s has no meaning, or is no key", k.Full())
		}
		delete(known, k.Full())
	}
	for full := range known {
		t.Errorf("%s is a key, and not in the table", full)
	}
}

// structKeys are the keys of the struct that a section fills.
func structKeys(section string) (list []string) {
	t := map[string]reflect.Type{"": reflect.TypeFor[Study](), "turnover": reflect.TypeFor[Turnover](), "turnover.baseline": reflect.TypeFor[Baseline](),
		"expected": reflect.TypeFor[Expectation](), "matrix": reflect.TypeFor[Matrix](), "matrix.cohort": reflect.TypeFor[MatrixCohort](), "figure": reflect.TypeFor[Figure](), "table": reflect.TypeFor[Table]()}[section]
	sections := []string{"turnover", "expected", "matrix", "cohort", "figure", "table", "baseline", "-", ""}
	for i := range t.NumField() {
		if tag := t.Field(i).Tag.Get("toml"); !slices.Contains(sections, tag) || tag == "baseline" && section != "turnover" || tag == "expected" && section == "figure" {
			list = append(list, tag)
		}
	}
	return list
}

// fullKeys are the keys of options with their sections.
func fullKeys[T any](options []choice.Option[T]) (list []string) {
	for _, o := range options {
		if o.Key != "" {
			list = append(list, o.Key)
		}
	}
	return list
}

// A key that is not one is answered with the nearest of its section, else with that of another.
func TestNearestKey(t *testing.T) {
	for key, want := range map[string]string{
		"input.cohrt": "cohort", "spells.cohort": "cohort of [input]", "figure.widht_mm": "width_mm", "titel": "title", "figures": "figure",
		"turnover.Within": "within", "Spells": "spells", "spels.gap": "gap of [spells]", "qqqqqqqqqqqqqqq": "", "table.bands": "bands of [[figure]]",
	} {
		if got := nearestKey(key); got != want {
			t.Errorf("%s: got %q, want %q", key, got, want)
		}
	}
}

// Defaults of options are those that the table names, where both are values and not words.
func TestDefaultsAreThoseOfTheOptions(t *testing.T) {
	seen := 0
	check := func(key, value string) {
		for _, k := range keyTable {
			if d := strings.Trim(k.Default, "`"); k.Full() == key && value != "" && !strings.Contains(value, " ") {
				seen++
				if d != value {
					t.Errorf("%s: the table says %q, the option %q", key, d, value)
				}
			}
		}
	}
	eachOption(check, readingOptions)
	eachOption(check, spellset.Options())
	eachOption(check, simulationOptions)
	if seen < 8 {
		t.Errorf("only %d defaults were compared", seen)
	}
}

func eachOption[T any](do func(key, value string), options []choice.Option[T]) {
	for _, o := range options {
		do(o.Key, o.Default)
	}
}

// Each value that a key is said to have is taken by some study, and another one by none.
func TestValuesOfKeysAreTaken(t *testing.T) {
	const none = `"no such value"`
	for _, k := range documentedKeys() {
		if k.Values == nil || k.Section == "figure" || k.Section == "table" || k.Full() == "disclosure" {
			continue // those of figures depend on the kind, made-up needs a simulation: check_test.go
		}
		if k.Full() == "expected.others" {
			continue // needs others beside a cohort: expected_test.go
		}
		base := "disclosure = \"internal\"\n[input]\nfiles = [\"a\"]\ncohort = \"c\"\n"
		switch {
		case k.Section == "simulate":
			base = "disclosure = \"internal\"\n"
		case k.Section == "turnover.baseline":
			base += "[turnover]\nwithin = 13\n[[turnover.baseline]]\nid = \"nsdm2020-within-13-months\"\n"
		}
		for _, v := range append(k.Values, none) {
			if v != none && v != "true" && v != "false" {
				v = `"` + v + `"`
			}
			text := base
			switch k.Section {
			case "":
				text = k.Name + " = " + v + "\n" + base
			case "input", "turnover.baseline":
				if k.Name == "cohort_others" || k.Name != "cohort" {
					text += k.Name + " = " + v + "\n"
				}
			default:
				text += "[" + k.Section + "]\n" + k.Name + " = " + v + "\n"
			}
			_, err := Read(fstest.MapFS{"s.toml": {Data: []byte(text)}}, "s.toml", "")
			if said := err != nil && strings.Contains(err.Error(), k.Name); said != (v == none) {
				t.Errorf("%s = %s: %v", k.Full(), v, err)
			}
		}
	}
}

// What a text says without its links still reads as one.
func TestUnlinked(t *testing.T) {
	for text, want := range map[string]string{
		"(anybody: [small counts are withheld](#a-report)), `internal`": "(anybody: small counts are withheld), `internal`",
		"with it, see [below](#x); the column":                          "with it; the column",
		"never filled) (see [below](#x)), `turnover`":                   "never filled), `turnover`",
	} {
		if got := unlinked(text); got != want {
			t.Errorf("%q: got %q", text, got)
		}
	}
}
