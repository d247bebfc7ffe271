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
	"time"

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

// Every field of an observation comes out of a line that was compared: what mostly lasts
// with the row that is kept of the list, and a number because observeSteady reads it.
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

// Every number of a line that was compared is that of the line: one that is empty, or
// another than before, is not that of the row that is kept. A new column with numbers has
// to be set or cleared in observeSteady, and to be added here.
func TestComparedLinesHaveTheirOwnNumbers(t *testing.T) {
	const head = "position_id;municipality_code;hpr_number;residents;list_limit;agreement_start;amount_basis;amount_floor;amount_equalisation;amount_total\n"
	months := [][7]string{{"900", "1000", "2017-05-01", "1", "2", "3", "4"}, {"900", "1000", "2017-05-01", "1", "2", "3", "4"}, {},
		{"910", "1010", "2018-06-01", "5", "6", "7", "8"}}
	var inputs []Input
	for m, numbers := range months {
		text := head
		for list := range 2 {
			text += fmt.Sprintf("%d;1103;999990%d;%s\n", list, list, strings.Join(numbers[:], ";"))
		}
		inputs = append(inputs, Bytes(fmt.Sprintf("liste_2019_%02d.csv", m+1), []byte(text)))
	}
	got, compared := readingOf(t, inputs, Options{Workers: 1})
	if compared != 3 || len(got.Rows) != 8 {
		t.Fatalf("%d lines compared of %d, want the second of each month but the first of 4", compared, len(got.Rows))
	}
	for i, o := range got.Rows {
		number := func(n varighet.Opt[int32]) string { return optText(n.OK, fmt.Sprint(n.V)) }
		amount := func(a varighet.Opt[varighet.Amount]) string { return optText(a.OK, fmt.Sprint(int64(a.V)/100)) }
		start := ""
		if o.AgreementStart.OK {
			start = time.Unix(int64(o.AgreementStart.V)*24*60*60, 0).UTC().Format(time.DateOnly)
		}
		numbers := [7]string{number(o.Residents), number(o.ListLimit), start,
			amount(o.AmountBasis), amount(o.AmountFloor), amount(o.AmountEqualisation), amount(o.AmountTotal)}
		if want := months[i/2]; numbers != want {
			t.Errorf("month %d, list %d: %q, want %q", i/2+1, i%2, numbers, want)
		}
	}
}

func optText(ok bool, s string) string {
	if !ok {
		return ""
	}
	return s
}

// Lines that are alike but for what should not be overlooked, each the second or third
// time: other orders, lists twice, numbers of other forms, a national identity number
// where nothing is read, another separator within a cell, a reform.
func TestComparedLinesOfOddMonths(t *testing.T) {
	const header = "liste;hpr;kommunenr;antall"
	for name, files := range map[string][]string{
		"another order": {
			header + "\nA;1;0301;1\nB;2;0301;2\nC;3;0301;3\nD;4;0301;4\n",
			header + "\nA;1;0301;1\nC;3;0301;3\nB;2;0301;2\nD;4;0301;4\n",
			header + "\nA;1;0301;1\nC;3;0301;5\nB;2;0301;6\nD;4;0301;7\n",
			header + "\nC;3;0301;5\nA;1;0301;1\nD;4;0301;7\nB;2;0301;6\n"},
		"a list twice": {
			header + "\nA;1;0301;1\nA;1;0301;2\nB;2;0301;2\n",
			header + "\nA;1;0301;1\nA;1;0301;2\nB;2;0301;2\n",
			header + "\nA;1;0301;1\nB;2;0301;2\nA;1;0301;2\nB;2;0301;2\n"},
		"an agreement's start emptied": {
			header + ";avtale start\nA;1;0301;1;2017-05-01\nB;2;0301;2;2017-05-01\nC;2;0301;2;2017-05-01\n",
			header + ";avtale start\nA;1;0301;1;\nB;2;0301;2;\nC;2;0301;;\n",
			header + ";avtale start\nA;1;0301;1;\nB;2;0301;2;2018-01-01\nC;2;0301;2;-\n"},
		"an agreement that is over in the second month": {
			header + ";sluttdato\nA;1;0301;1;2019-11-30\nB;2;0301;2;2019-11-30\n",
			header + ";sluttdato\nA;1;0301;1;2020-11-30\nB;2;0301;2;2019-11-30\n",
			header + ";sluttdato\nA;1;0301;1;\nB;2;0301;2;2020-11-30\n"},
		"eleven digits": {
			header + ";merknad\nA;1;0301;1;x\nB;2;0301;2;x\n",
			header + ";merknad\nA;1;0301;1;01019012480\nB;2;0301;2;010190 12480\n",
			header + ";merknad\nA;1;0301;01019012480;5\nB;2;0301;010190.12480;5\n"},
		"commas": {
			"liste,hpr,kommunenr,antall,tilskudd\nA,1,0301,1,1.50\nB,2,0301,2,2.50\n",
			"liste,hpr,kommunenr,antall,tilskudd\nA,1,0301,1,\"1,50\"\nB,2,0301,2,2.50\n",
			"liste,hpr,kommunenr,antall,tilskudd\nA,1,0301,1,1,50\nB,2,0301,2,2.50\n"},
		"decimal commas": {
			header + ";tilskudd\nA;1;0301;1;1,50\nB;2;0301;2;2,50\n",
			header + ";tilskudd\nA;1;0301;1;1,,50\nB;2;0301;2,00;2.500,75\n",
			header + ";tilskudd\nA;1;0301;1.;,\nB;2;0301;.;.5\n"},
		"a reform": {
			"liste;hpr;kommunenr;kommune;antall\nA;1;1201;Bergen;1\nB;2;1201;Bergen;2\nC;3;1241;Fusa;2\n",
			"liste;hpr;kommunenr;kommune;antall\nA;1;1201;Bergen;1\nB;2;1201;Bergen;2\nC;3;1241;Fusa;2\n",
			"liste;hpr;kommunenr;kommune;antall\nA;1;4601;Bergen;1\nB;2;1201;Bergen;2\nC;3;1241;Fusa;2\n"},
	} {
		var inputs []Input
		for i, f := range files {
			inputs = append(inputs, Bytes(fmt.Sprintf("liste_%d_%02d.csv", 2019+(i+10)/12, (i+10)%12+1), []byte(f))) // from November 2019
		}
		compareReadings(t, name, inputs)
	}
}

// So it is with the municipalities' history at hand, and some rows shown.
func TestComparedLinesReadTheSameWithReference(t *testing.T) {
	opt := Options{Reference: norway(t), KeepNames: true}
	compared := 0
	for seed := range uint64(40) {
		opt.Samples = int(seed % 3)
		compared += compareReadingsWith(t, fmt.Sprint("seed ", seed), shiftingMonths(rand.New(rand.NewPCG(seed, 77))), opt)
	}
	if compared < 300 {
		t.Errorf("only %d lines were compared: the test shows little", compared)
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
	return compareReadingsWith(t, name, inputs, Options{Key: make([]byte, 16)})
}

func compareReadingsWith(t *testing.T, name string, inputs []Input, opt Options) int {
	t.Helper()
	compared := 0
	for _, aside := range []bool{false, true} {
		opt.Workers, opt.SetAsideFaults, opt.readAll = 1, aside, false
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
	Files, Offers, Warnings    string
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
	for _, f := range res.Files {
		if f.Offer != nil {
			r.Offers += string(f.Offer.TOML())
		}
		f.Offer = nil
		r.Files += fmt.Sprintf("%+v\n", f)
	}
	r.Warnings, r.Ledger = fmt.Sprint(res.Warnings), fmt.Sprint(res.Ledger)
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
