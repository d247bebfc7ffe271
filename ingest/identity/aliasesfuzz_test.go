package identity

import (
	"bytes"
	"testing"
)

// Aliases that are accepted name two doctors each, and no doctor twice.
func FuzzReadAliases(f *testing.F) {
	f.Add([]byte("kommunenr;navn;samme som;avgjørelse\n4631;Kari Aas;Kari Aas Bø;ja\n;Ola;Ola B;nei\n"))
	f.Add([]byte("name,same_as,position_id,same_as_position_id\n'=a,b,1,2\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		aliases, open, err := ReadAliases("a.csv", content)
		if err != nil {
			return
		}
		if open < 0 {
			t.Fatalf("%d are open", open)
		}
		for i, a := range aliases {
			if a.Name == "" || a.SameAs == "" || a.Line < 2 {
				t.Fatalf("%+v", a)
			}
			for _, b := range aliases[:i] {
				if a.isAbout(b) {
					t.Fatalf("%+v and %+v are about one doctor", a, b)
				}
			}
		}
	})
}

// A suggestion of any names is one open row when it is read, and no more.
func FuzzSuggestions(f *testing.F) {
	f.Add("Kari Aas", "=1+1")
	f.Add("a\nb", "\"; ja")
	f.Fuzz(func(t *testing.T, name, same string) {
		var b bytes.Buffer
		if err := WriteSuggestions(&b, []Suggestion{{Name: name, SameAs: same, Month: 2019 * 12}}); err != nil {
			t.Fatal(err)
		}
		if aliases, open, err := ReadAliases("a.csv", b.Bytes()); err == nil && (len(aliases) != 0 || open != 1) {
			t.Fatalf("%d aliases, %d open\n%s", len(aliases), open, b.Bytes())
		}
	})
}
