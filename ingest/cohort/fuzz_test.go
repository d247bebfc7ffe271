package cohort

import (
	"reflect"
	"testing"
)

// Of a cohort that is accepted each row has its position, its values and a window that no other row
// of the position overlaps.
func FuzzRead(f *testing.F) {
	f.Add([]byte("ALIS-Vest;;;;\nListe;Fra;Til;Type liste;Bølge\nA;2017-02;;delt;1\nB;;mai 2018;nulliste;1\nB;juni 2018;;etablert;2\n"))
	f.Add([]byte("position_id,wave\n'=1,2\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		c, err := Read("c.csv", content)
		if err != nil {
			return
		}
		for id, rows := range c.members {
			for i, m := range rows {
				if id == "" || m.PositionID != id || len(m.Values) != len(c.Attributes) || m.From.OK && m.To.OK && m.From.V > m.To.V {
					t.Fatalf("%q: %+v", id, m)
				}
				for _, o := range rows[:i] {
					if o.Overlaps(m.From, m.To) {
						t.Fatalf("%+v overlaps %+v", o, m)
					}
				}
			}
		}
	})
}

// Doctors that are accepted are the same, but for their lines, in the copy that is kept of them.
func FuzzReadDoctors(f *testing.F) {
	f.Add([]byte("lege;kommunenr;kjønn;spesialist fra;kontor\nKari Aas;4631;K;2019-05;a\nOla Bø;4631;M;;b\n"))
	f.Add([]byte("hpr,doctor,specialist\n1234567,=Kari,ja\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		d, err := ReadDoctors("d.csv", content)
		if err != nil {
			return
		}
		kept, err := SealDoctors("d.csv", content, func(s string) string { return s })
		if err != nil {
			t.Fatal(err)
		}
		back, err := ReadDoctors("d.csv", kept)
		if err != nil {
			t.Fatalf("the copy is refused: %v\n%s", err, kept)
		}
		for _, rows := range [][]Doctor{d.rows, back.rows} {
			for i := range rows {
				rows[i].Line = 0
			}
		}
		if !reflect.DeepEqual(d, back) {
			t.Fatalf("%+v became %+v\n%s", d, back, kept)
		}
	})
}
