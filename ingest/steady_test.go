package ingest

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/varighet/varighet"
)

// Reading a line by comparing it with the last one of its list gives what reading it
// whole gives: the same observations, ledger, warnings and faults.
func TestComparedLinesReadTheSame(t *testing.T) {
	compared := 0
	for seed := range uint64(150) {
		months := shiftingMonths(rand.New(rand.NewPCG(seed, 2)))
		compared += compareReadings(t, fmt.Sprint("seed ", seed), months)
	}
	if compared < 5000 {
		t.Errorf("only %d lines were compared: the test shows little", compared)
	}
}

// A month or a municipality that a row leaves to the rows above is read anew, whatever
// the line said a month ago.
func TestComparedLinesHeedTheRowsAbove(t *testing.T) {
	for name, files := range map[string][]string{
		"a month that stood twice is not carried on": {
			"måned;liste;hpr;kommunenr\n2019-01;1;9999901;0301\n2019-01;2;9999902;0301\n2019-01;3;9999903;0301\n",
			"måned;liste;hpr;kommunenr\n2019-02;1;9999901;0301\n2019-02;2;9999902;0301\n;3;9999903;0301\n",
		},
		"lines with months between rows whose month is empty": {
			"måned;liste;hpr;kommunenr\nJanuar 2019;;;\n;1;9999901;0301\n;2;9999902;0301\n" +
				"Februar 2019;;;\n;1;9999901;0301\n;2;9999902;0301\nMars 2019;;;\n;1;9999901;0301\n;2;9999902;0301\n",
		},
		"a name whose code stands above it in one month": {
			"kommune;liste;hpr\n0301 Oslo;1;9999901\nOslo;2;9999902\n",
			"kommune;liste;hpr\nBø;1;9999901\nOslo;2;9999902\n",
			"kommune;liste;hpr\n0301 Oslo;1;9999901\nOslo;2;9999902\n",
		},
		"a code whose name stands above it in another month": {
			"kommunenr;kommune;liste;hpr\n0301;;1;9999901\n0301;;2;9999902\n",
			"kommunenr;kommune;liste;hpr\n0301;Oslo;1;9999901\n0301;;2;9999902\n",
		},
		"a dash for the code":  {"kommunenr;liste;hpr\n0301;1;9999901\n-;2;9999902\n", "kommunenr;liste;hpr\n1103;1;9999901\n-;2;9999902\n"},
		"a dash for the name":  {"kommune;liste;hpr\n0301 Oslo;1;9999901\n-;2;9999902\n", "kommune;liste;hpr\n1103 Stavanger;1;9999901\n-;2;9999902\n"},
		"a dash for the month": {"måned;liste;hpr;kommunenr\n2019-01;1;9999901;0301\n-;2;9999902;0301\n", "måned;liste;hpr;kommunenr\n2019-02;1;9999901;0301\n-;2;9999902;0301\n"},
	} {
		var inputs []Input
		for i, f := range files {
			inputs = append(inputs, Bytes(fmt.Sprintf("liste_2019_%02d.csv", i+1), []byte(f)))
		}
		compareReadings(t, name, inputs)
	}
}

// Every field of an observation comes out of a line that was compared: a new one
// has to be kept in steadyRow, or be read in every line.
func TestComparedLinesHaveEveryField(t *testing.T) {
	const lines = "position_id;position_basis;municipality_code;municipality_name;hpr_number;doctor_name;role;residents;list_limit;status;office;salaried;" +
		"common_list;agreement_start;amount_basis;amount_floor;amount_equalisation;amount_total;evidence\n" +
		"1;linked;1103;Stavanger;9999901;Kari Dahl;part_list;900;1000;closed;A;yes;yes;2017-05-01;1;2;3;4;assumed\n" +
		"2;linked;1103;Stavanger;9999902;Ola Dahl;part_list;901;1001;closed;B;yes;yes;2017-05-01;1;2;3;4;assumed\n"
	inputs := []Input{Bytes("liste_2019_01.csv", []byte(lines)), Bytes("liste_2019_02.csv", []byte(strings.ReplaceAll(lines, ";90", ";80")))}
	got, compared := readingOf(t, inputs, Options{Workers: 1, KeepNames: true})
	if compared != 1 || len(got.Rows) != 4 {
		t.Fatalf("%d lines compared of %d, want the last of 4", compared, len(got.Rows))
	}
	row := reflect.ValueOf(got.Rows[3])
	for i := range row.NumField() {
		if row.Field(i).IsZero() {
			t.Errorf("%s is missing", row.Type().Field(i).Name)
		}
	}
}

func FuzzComparedLines(f *testing.F) {
	f.Add([]byte("liste;lege;kommunenr;antall\n1;Ola;0301;100\n2;Kari;0301;200\n"), []byte("liste;lege;kommunenr;antall\n1;Ola;0301;101\n2;Per;;200\n"))
	f.Add([]byte("måned;liste;hpr;kommune\n2019-01;1;\"9999901\";Bø\n"), []byte("måned;liste;hpr;kommune\n2019-02;1;\"9999901\";Bø\n"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		compareReadings(t, "fuzzed", []Input{Bytes("liste_2019_01.csv", a), Bytes("liste_2019_02.csv", b), Bytes("liste_2019_03.csv", b)})
	})
}

// compareReadings reads inputs both ways, with and without setting faults aside.
// It returns how many lines were compared.
func compareReadings(t *testing.T, name string, inputs []Input) int {
	t.Helper()
	compared := 0
	for _, aside := range []bool{false, true} {
		opt := Options{Workers: 1, SetAsideFaults: aside, Key: make([]byte, 16)}
		got, n := readingOf(t, inputs, opt)
		opt.readAll = true
		want, _ := readingOf(t, inputs, opt)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s, faults set aside %t: read whole (-), compared (+)\n%s", name, aside, diff)
		}
		compared += n
	}
	return compared
}

// A readingResult is all that a reading says, as text.
type readingResult struct {
	Rows                       []varighet.Observation
	Files, Warnings            string
	Problems, SetAside, Ledger string
}

// readingOf reads with one worker, whose count of compared lines it returns.
func readingOf(t *testing.T, inputs []Input, opt Options) (readingResult, int) {
	var r readingResult
	res, err := Read(context.Background(), inputs, opt, toOne(func(obs []varighet.Observation) error {
		r.Rows = append(r.Rows, slices.Clone(obs)...)
		return nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	if res.Problems.Len() > 0 {
		r.Rows = nil // how many were given before the first fault does not matter
	}
	r.Files, r.Warnings, r.Ledger = fmt.Sprintf("%+v", res.Files), fmt.Sprint(res.Warnings), fmt.Sprint(res.Ledger)
	r.Problems, r.SetAside = fmt.Sprint(res.Problems.All()), fmt.Sprint(res.SetAside.All())
	return r, int(res.compared)
}

// shiftingMonths writes a year of a small district, in which doctors come and go
// and lines have all that must not be overlooked.
func shiftingMonths(r *rand.Rand) []Input {
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	sep := pick(";", ",", "\t")
	columns := []string{"maaned", "kommunenr", "kommune", "liste", "legenavn", "hpr", "listelengde", "merknad", "tilskudd", "avtale start", ""}
	if r.IntN(6) == 0 {
		columns = slices.DeleteFunc(columns, func(c string) bool { return c == "maaned" || c == "hpr" })
	}
	r.Shuffle(len(columns), func(i, j int) { columns[i], columns[j] = columns[j], columns[i] })
	lists := make([]map[string]string, 12)
	for i := range lists {
		lists[i] = map[string]string{"liste": fmt.Sprint(100 + i), "kommunenr": fmt.Sprintf("%04d", 1101+i/4), "kommune": pick("Bø", "Å", "Vågan", "Sola")}
	}
	var files []Input
	for m := range 12 {
		var b bytes.Buffer
		b.WriteString(strings.Join(columns, sep) + "\n")
		for _, l := range lists {
			if l["legenavn"] == "" || r.IntN(40) == 0 {
				l["legenavn"], l["hpr"] = pick("Kari Dahl", "Ola Øy", "Liste uten fast lege", "Vikar", "A. Berg / B. Dahl", "Dr. Å. Ås"), fmt.Sprint(9999900+r.IntN(9))
			}
			l["maaned"] = fmt.Sprintf("2019-%02d", m+1)
			l["listelengde"], l["tilskudd"] = fmt.Sprint(r.IntN(2000)), fmt.Sprintf("%d.50", r.IntN(90000))
			l["avtale start"] = pick("2017-05-01", "2019-06-01", "")
			l["merknad"], l[""] = pick("", "", "", "", "", "", "sett", "ærlig"), ""
			row := make(map[string]string, len(l))
			for k, v := range l {
				row[k] = v
			}
			switch r.IntN(150) { // now and then something that needs looking at
			case 0:
				row["listelengde"] = pick("<5", "mange", "..", "1 204", "12345678901")
			case 1:
				row["kommunenr"] = pick("", "-", "301", "030115", "abc")
			case 2:
				row["tilskudd"] = pick("1.234", "x", "50267.005")
			case 3:
				row[""] = "?"
			case 4:
				row["maaned"] = pick("", "mai", "2019-13")
			case 5:
				row["liste"] = pick("Sum", "", "999")
			case 6:
				row["merknad"] = "Ã¥"
			}
			cells := make([]string, len(columns))
			for i, c := range columns {
				if cells[i] = row[c]; r.IntN(700) == 0 || strings.Contains(cells[i], sep) {
					cells[i] = `"` + cells[i] + `"`
				}
			}
			b.WriteString(strings.Join(cells, sep) + pick("\n", "\n", "\r\n"))
		}
		content := b.Bytes()
		if r.IntN(4) == 0 {
			content = toWindows1252(content)
		}
		files = append(files, Bytes(fmt.Sprintf("liste_2019_%02d.csv", m+1), content))
	}
	return files
}

func toWindows1252(utf8 []byte) []byte {
	var b []byte
	for _, r := range string(utf8) {
		b = append(b, byte(r))
	}
	return b
}
