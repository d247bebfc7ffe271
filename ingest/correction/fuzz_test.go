package correction

import (
	"reflect"
	"testing"
)

// Corrections that are accepted are the same, but for their lines, in the copy that is kept of them.
func FuzzRead(f *testing.F) {
	f.Add([]byte("what;from;to;position_id;doctor;why\nstart;2019-01;2018-11;7;;brev\nslutt;mai 2019;juni 2019;;Kari Aas;\n"))
	f.Add([]byte("sep=,\nwhat,from,to,doctor,municipality_code\nend,2019-01,2019-03,'=Kari,301\n"))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, content []byte) {
		c, err := Read("c.csv", content)
		if err != nil {
			return
		}
		kept, err := Seal("c.csv", content, func(s string) string { return s })
		if err != nil {
			t.Fatal(err)
		}
		back, err := Read("c.csv", kept)
		if err != nil {
			t.Fatalf("the copy is refused: %v\n%s", err, kept)
		}
		for _, list := range [][]Correction{c.List, back.List} {
			for i := range list {
				list[i].Line = 0
			}
		}
		if !reflect.DeepEqual(c.List, back.List) {
			t.Fatalf("%+v became %+v\n%s", c.List, back.List, kept)
		}
	})
}
