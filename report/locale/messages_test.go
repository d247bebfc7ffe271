package locale

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"testing"
)

var placeholder = regexp.MustCompile(`%\[\d\]s`)

// walk calls visit for each string of a struct, with the path to it.
func walk(path string, v reflect.Value, visit func(path, s string)) {
	switch v.Kind() {
	case reflect.String:
		visit(path, v.String())
	case reflect.Struct:
		for i := range v.NumField() {
			walk(path+"."+v.Type().Field(i).Name, v.Field(i), visit)
		}
	case reflect.Array:
		for i := range v.Len() {
			walk(fmt.Sprintf("%s[%d]", path, i), v.Index(i), visit)
		}
	default:
		panic("a message is neither a string, a struct nor an array: " + path)
	}
}

// Every language has every word, with the placeholders that bokmål has.
func TestEveryLanguageHasEveryWord(t *testing.T) {
	wanted := map[string][]string{}
	walk("", reflect.ValueOf(Get("nb").Messages), func(path, s string) {
		p := placeholder.FindAllString(s, -1)
		slices.Sort(p)
		wanted[path] = p
	})
	if len(wanted) < 100 {
		t.Fatalf("only %d words were found: is the walk broken?", len(wanted))
	}
	for _, tag := range Tags() {
		walk("", reflect.ValueOf(Get(tag).Messages), func(path, s string) {
			if s == "" {
				t.Errorf("%s%s is empty", tag, path)
			}
			p := placeholder.FindAllString(s, -1)
			slices.Sort(p)
			if !slices.Equal(p, wanted[path]) {
				t.Errorf("%s%s has placeholders %v, bokmål %v", tag, path, p, wanted[path])
			}
		})
	}
}

func TestFormatsAreComplete(t *testing.T) {
	for _, tag := range Tags() {
		if f := Get(tag).Format; f.Decimal == "" || f.Thousand == "" || f.Percent == "" {
			t.Errorf("%s: a number format is missing: %+v", tag, f)
		}
	}
}

func TestParseRefusesAnUnknownLanguage(t *testing.T) {
	_, err := Parse("sv")
	if want := `language "sv" is not one of nb, nn, en`; err == nil || err.Error() != want {
		t.Errorf("Parse(sv) = %v, want %s", err, want)
	}
}
