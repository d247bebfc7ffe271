package ssb

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
)

// versionCSV is a version as the web page of KLASS downloads it.
func versionCSV(name string, codes ...string) File {
	var b strings.Builder
	b.WriteString("\"code\";\"parentCode\";\"level\";\"name\";\"shortName\";\"notes\";\"validFrom\";\"validTo\"\n")
	for _, c := range codes {
		code, name, _ := strings.Cut(c, " ")
		fmt.Fprintf(&b, "%q;;\"1\";%q;\"\";\"\";;\n", code, name)
	}
	b.WriteString("\"9999\";;\"1\";\"Uoppgitt\";\"\";\"\";;\n")
	return File{Name: name, Content: latin1(b.String())}
}

var in2005 = []string{"0101 Årvik", "0102 Bekkøy", "0103 Dalbygd", "0104 Eidlia", "0105 Fossmyr", "0106 Grønlid", "0107 Høgvoll", "0108 Gamlenavn"}
var in2010 = []string{"0103 Dalbygd", "0107 Høgvoll", "0108 Nynavn", "0110 Årøy", "0111 Fossmyr", "0112 Grønlia"}

// One day and the changes are enough to know all days: the made-up municipalities
// of the other tests come out the same from the list of 2005, of 2010, or of both.
func TestVersionsOfTheWebPage(t *testing.T) {
	want := importMadeUp(t, populationCSV)
	dated := versionCSV("kommuner.csv", in2005...)
	dated.Date = varighet.Some(varighet.MonthOf(2005, 1))
	for name, files := range map[string][]File{
		"2005":                   {versionCSV("Kommuneinndeling 2005.csv", in2005...)},
		"both":                   {versionCSV("2010.csv", in2010...), versionCSV("2005.csv", in2005...)},
		"the day from the user":  {dated},
		"codesAt, JSON, by name": {codesAt("codes_2005.json", in2005)},
	} {
		got, err := Import(append(files, file("changes.csv", changesCSV)), []File{file("pop.csv", populationCSV)})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, month := range []varighet.Month{varighet.MonthOf(2005, 6), varighet.MonthOf(2006, 1), varighet.MonthOf(2008, 1), varighet.MonthOf(2015, 1)} {
			if d := cmp.Diff(want.Codes(month), got.Codes(month)); d != "" {
				t.Errorf("%s: codes in %s (-want +got):\n%s", name, month, d)
			}
			for _, c := range want.Codes(month) {
				a, _ := want.Name(c, month)
				if b, _ := got.Name(c, month); a != b {
					t.Errorf("%s: %s in %s is %q, want %q", name, c, month, b, a)
				}
			}
		}
		if d := cmp.Diff(want.Tables().Changes, got.Tables().Changes); d != "" {
			t.Errorf("%s: changes (-want +got):\n%s", name, d)
		}
	}
}

func codesAt(name string, codes []string) File {
	var list []string
	for _, c := range codes {
		code, name, _ := strings.Cut(c, " ")
		list = append(list, fmt.Sprintf(`{"code":%q,"level":"1","name":%q,"validFrom":null}`, code, name))
	}
	return file(name, `{"codes":[`+strings.Join(list, ",")+`]}`)
}

func TestAVersionThatTheChangesDoNotLeadToIsBelievedAndTold(t *testing.T) {
	r, err := Import([]File{versionCSV("2005.csv", in2005...), versionCSV("2010.csv", append(in2010, "0199 Nyby")...), file("c.csv", changesCSV)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := r.Name("0199", varighet.MonthOf(2012, 1)); !ok {
		t.Error("the code of the version is not there")
	}
	if found := fmt.Sprint(r.Check()); !strings.Contains(found, "2010-01-01 are not those that the changes lead to: 1 more (0199), 0 fewer") {
		t.Errorf("not told: %s", found)
	}
	_, err = Import([]File{versionCSV("kommuner.csv", in2005...), file("c.csv", changesCSV)}, nil)
	var ps *varighet.Problems
	if !errors.As(err, &ps) || ps.All()[0].Code != "klass-one-version" || !strings.Contains(ps.All()[0].Hint, "--klass-date") {
		t.Errorf("%v", err)
	}
}

// A list from after the changes leaves open which codes took in others and went
// on: that is told.
func TestALateVersionAloneIsToldToBeAGuess(t *testing.T) {
	r, err := Import([]File{versionCSV("2010.csv", in2010...), file("changes.csv", changesCSV)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]varighet.MunicipalityCode{"0103", "0107", "0108", "0110", "0111", "0112"}, r.Codes(varighet.MonthOf(2008, 1))); d != "" {
		t.Error(d)
	}
	if found := fmt.Sprint(r.Check()); !strings.Contains(found, "is a guess by their names (0103, 0107, 0110, 0112): give the municipalities of 2005 too") {
		t.Errorf("not told: %s", found)
	}
}

// Norway from its list of 1 January 2001 alone, or from several lists, has the same
// municipalities each year as from the periods of each code; from that of 2020 at
// most five others, since it has to guess.
func TestNorwayFromVersions(t *testing.T) {
	want := norway(t)
	var changes []string
	for _, c := range want.Tables().Changes {
		if c.Old != c.New || c.OldName != c.NewName {
			changes = append(changes, fmt.Sprintf(`{"oldCode":%q,"oldName":%q,"newCode":%q,"newName":%q,"changeOccurred":%q}`,
				c.Old, c.OldName, c.New, c.NewName, c.Month.Date()))
		}
	}
	version := func(year int) File {
		var list []string
		for _, c := range want.Codes(varighet.MonthOf(year, 1)) {
			name, _ := want.Name(c, varighet.MonthOf(year, 1))
			list = append(list, string(c)+" "+name)
		}
		return codesAt(fmt.Sprintf("kommuner %d.json", year), list)
	}
	for _, years := range [][]int{{2020}, {2001}, {2001, 2018, 2024}} {
		files := []File{file("changes.json", `{"codeChanges":[`+strings.Join(changes, ",")+`]}`)}
		for _, y := range years {
			files = append(files, version(y))
		}
		got, err := Import(files, nil)
		if err != nil {
			t.Fatal(err)
		}
		for year := 2001; year <= 2026; year++ {
			m := varighet.MonthOf(year, 1)
			if a, b := len(want.Codes(m)), len(got.Codes(m)); years[0] == 2020 {
				if a-b > 5 || b-a > 5 || year >= 2020 && a != b {
					t.Errorf("from %v: %d municipalities in %d, want %d", years, b, year, a)
				}
				continue
			}
			if d := cmp.Diff(want.Codes(m), got.Codes(m)); d != "" {
				t.Errorf("from %v: municipalities of %d (-want +got):\n%s", years, year, d)
			}
		}
	}
}

// book makes a workbook of rows; nil cells are left empty.
func book(t *testing.T, rows ...[]any) File {
	t.Helper()
	f := excelize.NewFile()
	for i, r := range rows {
		for k, v := range r {
			if v != nil {
				at, _ := excelize.CoordinatesToCellName(k+1, i+1)
				if err := f.SetCellValue("Sheet1", at, v); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return File{Name: "folk.xlsx", Content: b.Bytes()}
}

// Årvik had 1,000 and Bekkøy 2,000 people in 2005, 1,100 and 2,100 in 2007, in every
// form in which a table can be saved.
func TestMoreFormsOfPopulation(t *testing.T) {
	for name, f := range map[string]File{
		"workbook, headings in one row": book(t, []any{"07459: Befolkning"}, nil, []any{"region", "statistikkvariabel", "2005", "2007"},
			[]any{"0101 Årvik (-2007)", "Personer", 1000, 1100}, []any{"0102 Bekkøy (-2007)", "Personer", 2000, 2100}, nil, []any{"Kilde: oppdiktet"}),
		"workbook, years alone, measure above": book(t, []any{"07459: Befolkning"}, nil, []any{nil, "Personer", nil}, []any{nil, 2005, 2007},
			[]any{"0101 Årvik (-2007)", 1000, 1100}, []any{"0102 Bekkøy (-2007)", 2000, 2100}, nil, []any{"."}, []any{"Kilde: oppdiktet"}),
		"workbook, sex and age, region once": book(t, []any{"07459"}, nil, []any{nil, nil, nil, "Personer", nil}, []any{nil, nil, nil, "2005", "2007"},
			[]any{"0101 Årvik", "Menn", "0 år", 100, 100}, []any{nil, nil, "1 år", 300, 400}, []any{nil, "Kvinner", "0 år", 500, 500}, []any{nil, nil, "1 år", 100, 100},
			[]any{"0102 Bekkøy", "Menn", "0 år", 1000, 1100}, []any{nil, nil, "1 år", ".", ".."}, []any{nil, "Kvinner", "0 år", 1000, 1000}),
		"workbook, 06913 with measures as rows": book(t, []any{"06913: Befolkning og endringer"}, nil, []any{nil, nil, "2005", "2007"},
			[]any{"0101 Årvik", "Befolkning 1. januar", 1000, 1100}, []any{nil, "Fødte", 12, 13}, []any{nil, "Døde", 9, 9},
			[]any{"0102 Bekkøy", "Befolkning 1. januar", 2000, 2100}, []any{nil, "Fødte", 20, 21}, []any{nil, "Døde", 19, 19}),
		"workbook, 06913 with measures as columns": book(t, []any{"06913"}, nil, []any{nil, "Folkemengde 1. januar", nil, "Fødte", nil}, []any{nil, 2005, 2007, 2005, 2007},
			[]any{"0101 Årvik", 1000, 1100, 12, 13}, []any{"0102 Bekkøy", 2000, 2100, 20, 21}),
		"UTF-16": {Name: "p.csv", Content: utf16le("\"region\";\"år\";\"Personer\"\r\n\"0101\";\"2005\";1000\r\n\"0102\";\"2005\";2000\r\n\"0101\";\"2007\";1100\r\n\"0102\";\"2007\";2100\r\n")},
		"06913 as CSV": file("p.csv", "\"06913\"\n\n\"region\";\"Befolkning 1. januar 2005\";\"Befolkning 1. januar 2007\";\"Folketilvekst 2005\";\"Folketilvekst 2007\"\n"+
			"\"0101 Årvik\";1000;1100;3;4\n\"0102 Bekkøy\";2000;2100;1;1\n"),
		"tab and texts with codes": file("p.csv", "region\tår\tPersoner\n0101 Årvik\t2005\t1000\n0102 Bekkøy\t2005\t2000\n0101 Årvik\t2007\t1100\n0102 Bekkøy\t2007\t2100\n"),
	} {
		r, err := Import([]File{file("codes.csv", codesCSV), file("changes.csv", changesCSV)}, []File{f})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, want := range []data.Population{{Code: "0101", Year: 2005, Inhabitants: 1000}, {Code: "0102", Year: 2005, Inhabitants: 2000},
			{Code: "0101", Year: 2007, Inhabitants: 1100}, {Code: "0102", Year: 2007, Inhabitants: 2100}} {
			if p, ok := r.Population(want.Code, want.Year); !ok || p.Nearest || p.Inhabitants != want.Inhabitants {
				t.Errorf("%s: %s in %d: %+v, want %d", name, want.Code, want.Year, p, want.Inhabitants)
			}
		}
	}
	_, err := Import([]File{file("codes.csv", codesCSV), file("changes.csv", changesCSV)}, []File{{Name: "x.xlsx", Content: []byte("PK\x03\x04 damaged")}})
	if err == nil {
		t.Error("a damaged workbook gives no fault")
	}
}

func utf16le(s string) []byte {
	b := []byte{0xff, 0xfe}
	for _, r := range s {
		b = append(b, byte(r), byte(r>>8))
	}
	return b
}

// Grønlid was divided: by population the main part went to Høgvoll or Grønlia;
// whoever knows better says so.
func TestReviewedSplits(t *testing.T) {
	files := []File{file("codes.csv", codesCSV), file("changes.csv", changesCSV)}
	for _, to := range []varighet.MunicipalityCode{"0107", "0112"} {
		splits, err := ReadSplits("delinger.csv", []byte("Gammel kode;Ny kode;Hvem\n106;"+string(to)+";KN\n"))
		if err != nil {
			t.Fatal(err)
		}
		r, err := Import(files, nil, splits...)
		if err != nil {
			t.Fatal(err)
		}
		h, ok := r.Harmonise("0106", varighet.MonthOf(2005, 1), varighet.MonthOf(2010, 1))
		if !ok || h.Code != to || !h.Split {
			t.Errorf("%+v, want %s", h, to)
		}
	}
	for _, bad := range []SplitChoice{{Old: "0106", New: "0110"}, {Old: "0101", New: "0110"}} {
		if _, err := Import(files, nil, bad); err == nil {
			t.Errorf("%+v: no fault", bad)
		}
	}
}
