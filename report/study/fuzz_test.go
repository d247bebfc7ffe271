package study

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/varighet/varighet"
)

// A study file is accepted, and then again as the same study, or refused with faults that name it.
func FuzzStudy(f *testing.F) {
	files, err := filepath.Glob("../../data/studies/*.toml")
	if err != nil || len(files) == 0 {
		f.Fatal("no built-in studies", err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte("title = \"a\"\ndisclosure = \"public\"\n[simulate]\nlists = 20\n[[table]]\nname = \"m\"\nkind = \"medians\"\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := Read(fstest.MapFS{"s.toml": {Data: text}}, "s.toml", "")
		if err != nil {
			var one *varighet.Problem
			var all *varighet.Problems
			if !errors.As(err, &one) && !errors.As(err, &all) || err.Error() == "" {
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		again, err := Read(fstest.MapFS{"s.toml": {Data: text}}, "s.toml", "")
		if err != nil || !reflect.DeepEqual(s.Figures, again.Figures) || !reflect.DeepEqual(s.Tables, again.Tables) || s.Disclosure == "" || s.ID != "s" {
			t.Fatalf("%v, %+v", err, again)
		}
	})
}

// A manifest that is accepted says the same when it is written and read again.
func FuzzManifest(f *testing.F) {
	f.Add([]byte(`{"schema":"` + manifestSchema + `"}`))
	f.Add([]byte(`{"schema":"` + manifestSchema + `","outputs":[{"name":"a","sha256":"b"}],"register":{"counts":{"first_month":"2019-01","last_month":"2019-02"}},"study":"s"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, ok := decodeManifest(b); ok {
			sameAgain(t, m, func(b []byte) (any, bool) { m, ok := decodeManifest(b); return m, ok })
		}
	})
}

// Numbers that are accepted say the same when they are written and read again.
func FuzzNumbers(f *testing.F) {
	f.Add([]byte(`{"schema":"` + numbersSchema + `"}`))
	f.Add([]byte(`{"schema":"` + numbersSchema + `","first":"2019-01","last":"2019-02","tables":[{"name":"a","rows":[{"cells":[{"value":1e300}]}]}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if n, ok := decodeNumbers(b); ok {
			sameAgain(t, n, func(b []byte) (any, bool) { n, ok := decodeNumbers(b); return n, ok })
		}
	})
}

// sameAgain holds that a document is written as the same bytes when it has been read from them.
func sameAgain(t *testing.T, v any, decode func([]byte) (any, bool)) {
	t.Helper()
	first, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(first), `"0000-01"`) {
		return // a month that the document did not have, which is none
	}
	back, ok := decode(first)
	second, err := json.Marshal(back)
	if !ok || err != nil || string(first) != string(second) {
		t.Fatalf("%s became %s: %v %v", first, second, ok, err)
	}
}
