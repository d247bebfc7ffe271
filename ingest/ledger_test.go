package ingest

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
	"github.com/varighet/varighet/internal/limit"
)

// A file is put together of rows of known kinds; the ledger must have each kind
// as often as it was put in, and every list row gives one observation.
func TestLedgerCountsEveryRow(t *testing.T) {
	kinds := []struct{ row, reason string }{
		{"0301;Oslo;%d;11;500", ""},
		{"0301;Oslo;%d;;", ""},
		{"Sum;;;;5", ReasonTotal},
		{";Sum Oslo;;;5", ReasonTotal},
		{";;;;", ReasonBlank},
		{"", ReasonBlank},
		{"* note", ReasonNote},
		{"Merk: et notat;;;;", ReasonNote},
		{";;;bare her;", ReasonNote},
		{"0301;Oslo;;;", ReasonHeading},
		{"Kommunenr;Kommune;Liste;HPR;Listelengde", ReasonRepeatedHeader},
		{"0301;Oslo;%d;11;mange", "fault: number"},
		{"0301;Oslo;%d;11", "fault: ragged"},
		{"0301;Oslo;;11;5", "fault: position-missing"},
		{"0301;Oslo;%d;\"11", "fault: quote"},
		{"x;Oslo;%d;11;5", "fault: municipality-code"},
	}
	rapid.Check(t, func(t *rapid.T) {
		want := Ledger{Read: 2, SetAside: map[string]int64{ReasonHeader: 1, ReasonTitle: 1}}
		text := "Liste over lister;;;;\nKommunenr;Kommune;Liste;HPR;Listelengde\n"
		for i, k := range rapid.SliceOfN(rapid.IntRange(0, len(kinds)-1), 0, 60).Draw(t, "rows") {
			if strings.Contains(kinds[k].row, "%d") {
				text += fmt.Sprintf(kinds[k].row, i) + "\n"
			} else {
				text += kinds[k].row + "\n"
			}
			want.Read++
			if kinds[k].reason == "" {
				want.Used++
			} else {
				want.SetAside[kinds[k].reason]++
			}
		}
		n := int64(0)
		res, err := Read(context.Background(), []Input{Bytes("liste_2019_11.csv", []byte(text))}, Options{SetAsideFaults: true, Workers: 1},
			toOne(func(obs []varighet.Observation) error { n += int64(len(obs)); return nil }))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, res.Ledger); diff != "" || !res.Ledger.Balanced() {
			t.Fatalf("%s\n%s", text, diff)
		}
		if n != want.Used || res.Observations != n {
			t.Fatalf("%d observations for %d rows; the result says %d\n%s", n, want.Used, res.Observations, text)
		}
	})
}

// What encoding/csv writes, records reads back, field by field, whatever the
// size of the reads.
func TestRecordsReadWhatCSVWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(rapid.SliceOfN(rapid.StringOfN(rapid.SampledFrom([]rune("ab;,\"\n åø'")), 0, 12, -1), 2, 5), 1, 40).Draw(t, "records")
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Comma, w.UseCRLF = ';', false
		if err := w.WriteAll(want); err != nil {
			t.Fatal(err)
		}
		r := records{most: limit.Default(limit.Line)}
		r.reset(&slowReader{b.Bytes(), rapid.IntRange(1, 40).Draw(t, "read size")})
		r.sep = ';'
		var got [][]string
		for {
			fields, _, err := r.read()
			if err != nil {
				break
			}
			var rec []string
			for _, f := range fields {
				rec = append(rec, string(f))
			}
			got = append(got, rec)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

type slowReader struct {
	b []byte
	n int
}

func (r *slowReader) Read(p []byte) (int, error) {
	n := copy(p, r.b[:min(r.n, len(r.b))])
	r.b = r.b[n:]
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// Two words of the table never fold to one unless they are of one field.
func TestSynonymsAreUnambiguous(t *testing.T) {
	seen := map[string]field{}
	for f := fieldNone + 1; f < numFields; f++ {
		if f.String() == "" || len(synonyms[f].words) == 0 {
			t.Errorf("field %d has no name or no words", f)
		}
		for _, w := range slices.Concat(synonyms[f].words, secondWords[f]) {
			if other, ok := seen[cell.Fold(w)]; ok && other != f {
				t.Errorf("%q is both %s and %s", w, other, f)
			}
			seen[cell.Fold(w)] = f
		}
	}
}

func TestFoldIsOneFormForManySpellings(t *testing.T) {
	for _, forms := range [][]string{
		{"måned", "Måned", "maaned", "MÅNED", "ma\u030Aned", "må-\nned", "må_ned."},
		{"løpenr", "Loepe nr.", "LØPENR", "löpe-nr"},
		{"ærlig", "aerlig", "Ær lig"},
		{"k nr", "K.nr.", "knr", "K-NR"},
	} {
		for _, f := range forms {
			if cell.Fold(f) != cell.Fold(forms[0]) {
				t.Errorf("fold(%q) = %q; fold(%q) = %q", f, cell.Fold(f), forms[0], cell.Fold(forms[0]))
			}
		}
	}
}

// Whatever the bytes, reading ends, the ledger balances, what is used is complete,
// and no national identity number comes through.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"Liste;HPR\n1;11\n", "sep=;\nListe;Lege\n1;\"Ola\n2;Kari\"\n", "Liste,Lege\n1,\"a\"\"b\"\n", "\xff\xfeL\x00", "\ufeffListe|HPR\r\n1|11\r\n",
		"november 2019\nKommunenr;Liste;Lege;Sum\n301;1;Vikar for Ola;1 204,-\nSum;;;5\n;2;NN;..\n", "month;position_id;doctor_id;role\n2019-11;1;5;locum\n",
		latin("Liste;Lege\n1;Åse\n2;Øyvind\n"), "Måned;År;Liste;Fornavn;Etternavn;Vikar;Vikar for;Deleliste\n11;2019;1;A;B;C;D;ja\n",
	} {
		f.Add([]byte(s), false)
	}
	f.Fuzz(func(t *testing.T, b []byte, setAside bool) {
		opt := Options{Workers: 1, SetAsideFaults: setAside, Key: make([]byte, 16), KeepNames: true}
		var n int64
		res, err := Read(context.Background(), []Input{Bytes("1865 - Vågan - august 2024.csv", b)}, opt, toOne(func(obs []varighet.Observation) error {
			for _, o := range obs {
				n++
				if o.PositionID == "" && o.PositionBasis != varighet.BasisDerived || !o.Month.Valid() || o.SourceRow < 1 || (o.DoctorID == "") != (o.Role == varighet.RoleVacant) {
					t.Errorf("%q gives %+v", b, o)
				}
				if cell.HasNationalID([]byte(o.PositionID + ";" + o.DoctorName + ";" + o.Office)) {
					t.Errorf("%q lets a national identity number through", b)
				}
			}
			return nil
		}))
		if err != nil || !res.Ledger.Balanced() {
			t.Fatalf("%q: %v, %+v", b, err, res.Ledger)
		}
		if res.Problems.Len() == 0 && (n != res.Observations || n < res.Ledger.Used || n == 0) {
			t.Errorf("%q: %d observations, the result says %d for %d rows", b, n, res.Observations, res.Ledger.Used)
		}
	})
}

// The ledger says on which lines the rows stand that were set aside, in runs of neighbours.
func TestLedgerTellsTheLines(t *testing.T) {
	text := "Lister;;\nListe;Lege;Listelengde\n1;Kari Berg;700\nSum;;700\n;;\n\n2;Ola Dahl;800\n* note\nMerk: ja\n;;\n3;Eva Lie;\"x\n4;Per Vik;900\n"
	res, _ := readAll(t, Options{SetAsideFaults: true}, Bytes("liste_2019_11.csv", []byte(text)))
	want := map[string]Lines{
		ReasonTitle:           {First: 1, Last: 1, Rows: 1, Ranges: [][2]int{{1, 1}}},
		ReasonHeader:          {First: 2, Last: 2, Rows: 1, Ranges: [][2]int{{2, 2}}},
		ReasonTotal:           {First: 4, Last: 4, Rows: 1, Ranges: [][2]int{{4, 4}}},
		ReasonBlank:           {First: 5, Last: 10, Rows: 3, Ranges: [][2]int{{5, 6}, {10, 10}}},
		ReasonNote:            {First: 8, Last: 9, Rows: 2, Ranges: [][2]int{{8, 9}}},
		reasonFault + "quote": {First: 11, Last: 11, Rows: 1, Ranges: [][2]int{{11, 11}}},
	}
	if diff := cmp.Diff(want, res.Files[0].Ledger.Lines); diff != "" {
		t.Error(diff)
	}
	if res.Ledger.Lines != nil {
		t.Errorf("the ledger of all files has lines: %v", res.Ledger.Lines)
	}
	if got := want[ReasonBlank].String(); got != "5-6, 10" {
		t.Errorf("the blank lines are written %q", got)
	}
}

// Whatever the order of lines, they are counted, and a bounded number of runs holds them.
func TestLinesAreBounded(t *testing.T) {
	var l Lines
	for i := range 3 * maxRanges {
		l.add(2 * (3*maxRanges - i)) // from the last to the first
	}
	if len(l.Ranges) != maxRanges || l.Beyond != 2*maxRanges || l.Rows != 3*maxRanges || l.First != 2 || l.Last != 6*maxRanges {
		t.Errorf("%d ranges, %d beyond, %d rows, %d to %d", len(l.Ranges), l.Beyond, l.Rows, l.First, l.Last)
	}
	if !slices.IsSortedFunc(l.Ranges, func(a, b [2]int) int { return a[0] - b[0] }) {
		t.Error("the ranges are not in order")
	}
	var all Lines
	for _, line := range []int{4, 9, 10, 12, 14, 16, 18, 19} {
		all.add(line)
	}
	if got, want := all.String(), "4, 9-10, 12, 14, 16 and 2 more, the last 19"; got != want {
		t.Errorf("%q; want %q", got, want)
	}
}
