package fresh

import (
	"reflect"
	"testing"
)

// A record that is accepted says the same when it is written and read again.
func FuzzRecord(f *testing.F) {
	r := Record{Steps: []Step{{Name: "figure", Parts: map[string]string{"rows": Sum(nil)}, Files: []File{{Name: "figures/a.svg", SHA256: Sum(nil)}}}}}
	b, err := r.JSON()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte(`{"schema":"varighet.steps/1","steps":[null,{}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, ok := decode(b)
		if !ok {
			return
		}
		again, err := r.JSON()
		if err != nil {
			t.Fatal(err)
		}
		if back, ok := decode(again); !ok || !reflect.DeepEqual(r, back) {
			t.Fatalf("%s is read as %+v, was %+v", again, back, r)
		}
	})
}
