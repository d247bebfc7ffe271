package choice

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
)

// An Option is one thing that may be chosen in a T, by a flag of a command or by a key of a
// study. Both give their text to the same Set: they have the same bounds, the same default
// and the same words, and take a value in the same forms.
type Option[T any] struct {
	Flag    string // of commands: "gap"; "" for none
	Key     string // of a study, with its section: "spells.gap"; "" for none
	Arg     string // what a value is called: "MONTHS"; "" for yes or no
	Default string // what holds if nothing is chosen; "" for nothing to be said of it
	Help    string // one line, for help and documentation

	// Set chooses. Its error goes on after the name of the flag or key: "is …, not …".
	Set func(*T, string) error
}

// Fault is what is wrong with the value of a key.
type Fault struct{ Key, Text string }

// Fill chooses what a section of a study says, and returns the values that cannot be and the
// keys that no option has, both in the order of their names.
func Fill[T any](into *T, options []Option[T], section string, values map[string]any) (faults []Fault, unknown []string) {
	for _, key := range slices.Sorted(maps.Keys(values)) {
		i := slices.IndexFunc(options, func(o Option[T]) bool { return o.Key == section+"."+key })
		if i < 0 {
			unknown = append(unknown, key)
			continue
		}
		text, ok := asText(values[key])
		if !ok {
			faults = append(faults, Fault{key, "is one value"})
		} else if err := options[i].Set(into, text); err != nil {
			faults = append(faults, Fault{key, err.Error()})
		}
	}
	return faults, unknown
}

// asText is a value of a study as a flag would have it.
func asText(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case int64, bool:
		return fmt.Sprint(v), true
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64), true
	case interface{ Format(string) string }: // a date without quotes
		return v.Format("2006-01-02"), true
	}
	return "", false
}

// Whole sets a whole number from least to most. what they count is "months", say, or "".
func Whole[T any](least, most int, what string, at func(*T) *varighet.Opt[int]) func(*T, string) error {
	return func(into *T, s string) error {
		n, err := strconv.Atoi(s)
		if err != nil || n < least || n > most {
			return Errorf("is %s, not %s", strings.TrimSpace(fmt.Sprintf("from %d to %d %s", least, most, what)), s)
		}
		*at(into) = varighet.Some(n)
		return nil
	}
}

// Word sets one of some words; "" is none of them.
func Word[T any](at func(*T) *string, words ...string) func(*T, string) error {
	return func(into *T, s string) error {
		if s != "" && !slices.Contains(words, s) {
			return Errorf("is %s, not %q", Alternatives(words), s)
		}
		*at(into) = s
		return nil
	}
}

// Alternatives writes words as "a, b or c".
func Alternatives(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// Text sets a text as it is, such as the name of a file.
func Text[T any](at func(*T) *string) func(*T, string) error {
	return func(into *T, s string) error { *at(into) = s; return nil }
}

// YesNo sets true or false.
func YesNo[T any](at func(*T) *bool) func(*T, string) error {
	return func(into *T, s string) error {
		v, err := strconv.ParseBool(s)
		if err != nil {
			return Errorf("is true or false, not %q", s)
		}
		*at(into) = v
		return nil
	}
}

// Month sets a month, in any of the forms that files may have.
func Month[T any](at func(*T) *varighet.Opt[varighet.Month]) func(*T, string) error {
	return func(into *T, s string) error {
		m, ok := ingest.ParseMonth(s)
		if !ok {
			return Errorf("is a month such as 2024-08 or august 2024, not %q", s)
		}
		*at(into) = varighet.Some(m)
		return nil
	}
}
