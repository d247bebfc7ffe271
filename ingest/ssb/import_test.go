package ssb

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
)

// A made-up country. 0101 and 0102 merge into 0110 in 2008; 0103 goes on and
// takes in 0104; 0105 gets the code 0111; 0106 is divided between 0112, which
// is new, and 0107, which goes on; 0108 changes its name in 2006.
var (
	codesCSV = `"code","parentCode","level","name","shortName","presentationName","validFrom","validTo","validFromInRequestedRange","validToInRequestedRange","notes"
"0101",,"1","Årvik","","",,,"2001-01-01","2008-01-01",""
"0102",,"1","Bekkøy","","",,,"2001-01-01","2008-01-01",""
"0103",,"1","Dalbygd","","",,,"2001-01-01",,""
"0104",,"1","Eidlia","","",,,"2001-01-01","2008-01-01",""
"0105",,"1","Fossmyr","","",,,"2001-01-01","2008-01-01",""
"0106",,"1","Grønlid","","",,,"2001-01-01","2008-01-01",""
"0107",,"1","Høgvoll","","",,,"2001-01-01",,""
"0108",,"1","Gamlenavn","","",,,"2001-01-01","2006-01-01",""
"0108",,"1","Nynavn","","",,,"2006-01-01",,""
"0110",,"1","Årøy","","",,,"2008-01-01",,""
"0111",,"1","Fossmyr","","",,,"2008-01-01",,""
"0112",,"1","Grønlia","","",,,"2008-01-01",,""
"2111",,"1","Spitsbergen","","",,,"2001-01-01",,""
"9999",,"1","Uoppgitt","","",,,"2001-01-01",,""
`
	changesCSV = `"oldCode","oldName","oldShortName","newCode","newName","newShortName","changeOccurred"
"0108","Gamlenavn","","0108","Nynavn","","2006-01-01"
"0101","Årvik","","0110","Årøy","","2008-01-01"
"0102","Bekkøy","","0110","Årøy","","2008-01-01"
"0104","Eidlia","","0103","Dalbygd","","2008-01-01"
"0105","Fossmyr","","0111","Fossmyr","","2008-01-01"
"0106","Grønlid","","0112","Grønlia","","2008-01-01"
"0106","Grønlid","","0107","Høgvoll","","2008-01-01"
`
	populationCSV = `"07459: Befolkning, etter region, statistikkvariabel og år"

"region";"statistikkvariabel";"2005";"2007";"2008"
"0 Hele landet";"Personer";25000;25600;26000
"0101 Årvik (-2007)";"Personer";1000;1100;.
"0102 Bekkøy (-2007)";"Personer";2000;2100;0
"0103 Dalbygd";"Personer";3000;3100;7200
"0104 Eidlia";"Personer";4000;4100;0
"0105 Fossmyr";"Personer";5000;5100;0
"0106 Grønlid";"Personer";1000;1000;0
"0107 Høgvoll";"Personer";6000;6100;6400
"0108 Nynavn";"Personer";3000;3000;3000
"0110 Årøy";"Personer";0;0;3300
"0111 Fossmyr";"Personer";..;:;5300
"0112 Grønlia";"Personer";0;0;800
"9999 Uoppgitt";"Personer";5;5;5

Kilde: oppdiktet
`
)

// latin1 writes a text as ISO-8859-1.
func latin1(s string) []byte {
	var b []byte
	for _, r := range s {
		b = append(b, byte(r))
	}
	return b
}

func file(name, text string) File { return File{Name: name, Content: []byte(text)} }

func importMadeUp(t *testing.T, population string) *data.Reference {
	t.Helper()
	r, err := Import([]File{{Name: "codes.csv", Content: latin1(codesCSV)}, file("changes.csv", changesCSV)}, []File{file("pop.csv", population)})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func month(s string) varighet.Month {
	m, err := varighet.ParseMonth(s)
	if err != nil {
		panic(err)
	}
	return m
}

func TestKindsAndMainSuccessors(t *testing.T) {
	r := importMadeUp(t, populationCSV)
	want := map[string]string{ // by the description of the country above
		"0101>0110": "merge true only 1",
		"0102>0110": "merge true only 1",
		"0103>0103": "merge true only 1", // KLASS leaves this row out
		"0104>0103": "merge true only 1",
		"0105>0111": "recode true only 1",
		"0106>0107": "split false population 0.273", // 6400 − 6100 = 300 of 1100
		"0106>0112": "split true population 0.727",  // 800 of 1100
		"0107>0107": "merge true only 1",            // takes in a part
		"0108>0108": "rename true only 1",
	}
	for _, c := range r.Tables().Changes {
		key := fmt.Sprintf("%s>%s", c.Old, c.New)
		if got := fmt.Sprintf("%s %v %s %v", c.Kind, c.Primary, c.Basis, c.Share.V); got != want[key] {
			t.Errorf("%s: got %q, want %q", key, got, want[key])
		}
		delete(want, key)
	}
	for key := range want {
		t.Errorf("%s is missing", key)
	}
}

// Without populations the lowest code is the main part, and the check says so.
func TestLowestCodeWithoutPopulations(t *testing.T) {
	r, err := Import([]File{{Name: "codes.csv", Content: latin1(codesCSV)}, file("changes.csv", changesCSV)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if h, ok := r.Harmonise("0106", month("2007-12"), month("2008-01")); !ok || h.Code != "0107" || !h.Split {
		t.Errorf("0106 goes to %+v, %v; want 0107 with Split", h, ok)
	}
	for _, f := range r.Check() {
		if f.Code == "split-main-successor" && strings.Contains(f.Msg, "for want of populations") {
			return
		}
	}
	t.Errorf("the check does not mention the guess: %v", r.Check())
}

// The total row is 25 000 in 2005 and the parts sum to it; in 2008 too.
func TestCheckFindsWrongTotal(t *testing.T) {
	for _, f := range importMadeUp(t, populationCSV).Check() {
		if f.Code == "population-total" {
			t.Errorf("unexpected: %s", f.Msg)
		}
	}
	wrong := strings.Replace(populationCSV, "25600", "25601", 1)
	found := false
	for _, f := range importMadeUp(t, wrong).Check() {
		found = found || f.Code == "population-total" && strings.HasPrefix(f.Msg, "2007")
	}
	if !found {
		t.Error("a total that does not add up was not found")
	}
}

// The same numbers in every form give the same populations.
func TestPopulationForms(t *testing.T) {
	want := importMadeUp(t, populationCSV).Tables().Populations
	long := "region,kjønn,alder,år,Personer\n"
	json := `{"version":"2.0","class":"dataset","id":["Region","Kjonn","Alder","ContentsCode","Tid"],"size":[%d,2,1,1,3],"dimension":{
"Region":{"category":{"index":{%s}}},"Kjonn":{"category":{"index":["1","2"],"label":{"1":"Menn","2":"Kvinner"}}},
"Alder":{"category":{"index":{"999A":0}}},"ContentsCode":{"category":{"label":{"Personer1":"Personer"}}},
"Tid":{"category":{"index":["2005","2007","2008"]}}},"value":[%s]}`
	var index, values []string
	for _, line := range strings.Split(populationCSV, "\n") {
		f := strings.Split(line, ";")
		if len(f) != 5 || f[0] == `"region"` {
			continue
		}
		region := strings.Trim(f[0], `"`)
		index = append(index, fmt.Sprintf("%q:%d", strings.Fields(region)[0], len(index)))
		for i := range 2 { // men three tenths, women the rest
			for j, year := range []string{"2005", "2007", "2008"} {
				n, state := count(f[2+j])
				text := "null"
				if state == aNumber {
					part := n * 3 / 10
					if i == 1 {
						part = n - n*3/10
					}
					text = fmt.Sprint(part)
				}
				values = append(values, text)
				long += fmt.Sprintf("%q,%q,\"Alle aldre\",%s,%s\n", region, []string{"Menn", "Kvinner"}[i], year, strings.Replace(text, "null", "..", 1))
			}
		}
	}
	stat := fmt.Sprintf(json, len(index), strings.Join(index, ","), strings.Join(values, ","))
	withTotals := strings.ReplaceAll(populationCSV, `"statistikkvariabel"`, `"kjønn"`)
	withTotals = strings.ReplaceAll(withTotals, `"Personer"`, `"Begge kjønn"`) + `"0101 Årvik";"Menn";500;550;.` + "\n"
	for name, text := range map[string]string{
		"long CSV by sex": long, "JSON-stat2 by sex": stat, "both sexes beside men": withTotals,
		"ISO-8859-1": string(latin1(populationCSV)), "with BOM and CRLF": "\ufeff" + strings.ReplaceAll(populationCSV, "\n", "\r\n"),
		"tabs": strings.ReplaceAll(populationCSV, ";", "\t"), "blanks between fields": strings.ReplaceAll(populationCSV, ";", " "),
	} {
		got := importMadeUp(t, text).Tables()
		if fmt.Sprint(got.Populations) != fmt.Sprint(want) {
			t.Errorf("%s: got %v, want %v", name, got.Populations, want)
		}
		if len(got.Totals) != 3 || got.Totals[0].Population != 25000 {
			t.Errorf("%s: totals %v", name, got.Totals)
		}
	}
}

// A table in the borders of 2008: 0111 stood as 0105 before, for the same
// area; 0110 and 0103 had other borders, so their earlier numbers are not of
// any municipality of the year.
func TestPresentBorders(t *testing.T) {
	r := importMadeUp(t, "region;2005;2008\nK-0103;7000;7200\nK-0108;3000;3000\nK-0110;3000;3300\nK-0111;5000;5300\n")
	got := ""
	for _, p := range r.Tables().Populations {
		got += fmt.Sprintf("%s %d %d %s\n", p.Code, p.Year, p.Inhabitants, p.Basis)
	}
	want := `0103 2008 7200 present_borders
0105 2005 5000 present_borders
0108 2005 3000 present_borders
0108 2008 3000 present_borders
0110 2008 3300 present_borders
0111 2008 5300 present_borders
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if f := r.Tables().Findings; len(f) != 1 || f[0].Code != "population-present-borders" || !strings.HasPrefix(f[0].Msg, "2 numbers") {
		t.Errorf("findings: %v", f)
	}
}

// KLASS cuts periods at the end of the range asked for; that is not an end of
// the municipality, unless a change says so.
func TestEndOfRangeIsNotAnEnd(t *testing.T) {
	cut := strings.ReplaceAll(codesCSV, `"2001-01-01",,""`, `"2001-01-01","2008-01-01",""`)
	cut = strings.ReplaceAll(cut, `"2006-01-01",,""`, `"2006-01-01","2008-01-01",""`)
	var rows []string
	for _, line := range strings.Split(cut, "\n") {
		if !strings.Contains(line, `"2008-01-01",,""`) { // not in a range that ends there
			rows = append(rows, line)
		}
	}
	r, err := Import([]File{file("codes.csv", strings.Join(rows, "\n")), file("changes.csv", changesCSV)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[varighet.MunicipalityCode]bool{"0108": true, "0101": false, "0105": false} {
		if ok, _ := r.Known(code, month("2009-01")); ok != want {
			t.Errorf("%s in force in 2009: got %v, want %v", code, ok, want)
		}
	}
}

func TestKLASSAsJSON(t *testing.T) {
	codes := `{"codes":[{"code":"0101","parentCode":null,"level":"1","name":"Årvik ","validFrom":null,"validFromInRequestedRange":"2001-01-01","validToInRequestedRange":"2003-01-01"},
{"code":"0102","name":"Nyvik","validFromInRequestedRange":"2003-01-01","validToInRequestedRange":null}]}`
	changes := `{"codeChanges":[{"oldCode":"0101","oldName":"Årvik","newCode":"0102","newName":"Nyvik","changeOccurred":"2003-01-01"}]}`
	r, err := Import([]File{file("a.json", changes), file("b.json", codes)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if h, ok := r.Harmonise("0101", month("2002-05"), month("2004-01")); !ok || h.Code != "0102" || h.Name != "Nyvik" {
		t.Errorf("got %+v, %v", h, ok)
	}
	if in := r.Tables().Inputs; len(in) != 2 || in[0].Kind != "klass-changes" || in[0].Name != "a.json" {
		t.Errorf("inputs: %v", in)
	}
}

func TestFaults(t *testing.T) {
	good := []File{file("codes.csv", codesCSV), file("changes.csv", changesCSV)}
	for name, c := range map[string]struct {
		klass      []File
		population string
		code       string
		line       int
	}{
		"no changes":           {good[:1], "", "klass-missing", 0},
		"no codes":             {good[1:], "", "klass-missing", 0},
		"empty":                {[]File{file("e", ""), good[1]}, "", "reference-format", 0},
		"XML":                  {[]File{file("x", "<?xml version='1.0'?><codes/>"), good[1]}, "", "reference-format", 0},
		"web page":             {[]File{file("x", "<!DOCTYPE html>"), good[1]}, "", "reference-format", 0},
		"spreadsheet":          {[]File{file("x", "PK\x03\x04..."), good[1]}, "", "reference-format", 0},
		"cut-off JSON":         {[]File{file("x", `{"codes":[{"code":"01`), good[1]}, "", "json-syntax", 0},
		"some other CSV":       {[]File{file("x", "a,b\n1,2\n"), good[1]}, "", "klass-format", 0},
		"codes of one day":     {[]File{file("x", "\"code\";\"parentCode\";\"level\";\"name\";\"validFrom\";\"validTo\"\n\"0101\";;\"1\";\"A\";;\n"), good[1]}, "", "klass-one-version", 1},
		"codes without dates":  {[]File{file("x", strings.Replace(codesCSV, `"2001-01-01"`, "", 1)), good[1]}, "", "klass-no-dates", 2},
		"a code of five":       {[]File{file("x", strings.Replace(codesCSV, "0102", "01021", 1)), good[1]}, "", "municipality-code", 3},
		"a date in mid-month":  {[]File{good[0], file("x", strings.Replace(changesCSV, "2006-01-01", "2006-01-15", 1))}, "", "date", 2},
		"open quotes":          {[]File{file("x", strings.Replace(codesCSV, `"Bekkøy"`, `"Bekkøy`, 1)), good[1]}, "", "csv-syntax", 3},
		"no table":             {good, "just words\n", "population-format", 0},
		"no years":             {good, "region;kjønn\n0101;Menn\n", "population-format", 1},
		"a word for a number":  {good, "title\n\nregion;2005\n0101;mange\n", "number", 4},
		"names without codes":  {good, "region;2005\nÅrvik;5\n", "region-code", 2},
		"a quote over columns": {good, "\"region;\"\"variabel\";2007;2008\n\"0101 A\";5;6;7\n", "population-format", 1},
		"two measures":         {good, "region;år;Fødte;Døde\n0101;2005;5;6\n", "population-contents", 0},
		"another JSON":         {good, `{"a":1}`, "json-stat", 0},
		"too few values":       {good, `{"class":"dataset","id":["Region","Tid"],"size":[1,2],"dimension":{"Region":{"category":{"index":["0101"]}},"Tid":{"category":{"index":["2005","2006"]}}},"value":[1]}`, "json-stat", 0},
		"sizes past all sense": {good, `{"class":"dataset","id":["Region","Tid"],"size":[3000000000,3000000000],"dimension":{},"value":[1]}`, "json-stat", 0},
	} {
		var population []File
		if c.population != "" {
			population = []File{file("p", c.population)}
		}
		_, err := Import(c.klass, population)
		var all *varighet.Problems
		if !errors.As(err, &all) {
			t.Errorf("%s: got %v, want problems", name, err)
			continue
		}
		if p := all.All()[0]; p.Code != c.code || p.Line != c.line || p.Hint == "" {
			t.Errorf("%s: got %s at line %d (%v), want %s at line %d with a hint", name, p.Code, p.Line, p, c.code, c.line)
		}
	}
}

// Two tables that disagree on a number are a fault.
func TestTwoTablesThatDisagree(t *testing.T) {
	klass := []File{file("codes.csv", codesCSV), file("changes.csv", changesCSV)}
	_, err := Import(klass, []File{file("a", "region;2005\n0101;5\n"), file("b", "region;2005\n0101;6\n")})
	if err == nil || !strings.Contains(err.Error(), "earlier file") {
		t.Errorf("got %v", err)
	}
}

// What is imported, written and opened again is the same, and writing it twice
// gives the same bytes.
func TestWriteAndOpen(t *testing.T) {
	r := importMadeUp(t, populationCSV)
	dir := filepath.Join(t.TempDir(), "reference")
	for range 2 {
		if err := r.WriteFolder(dir); err != nil {
			t.Fatal(err)
		}
	}
	back, err := data.OpenReference(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprintf("%v", back.Tables()), fmt.Sprintf("%v", r.Tables()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Any bytes give a reference or problems, never a panic.
func FuzzImport(f *testing.F) {
	f.Add(codesCSV, changesCSV, populationCSV)
	f.Add(codesCSV, `{"codeChanges":[{}]}`, `{"class":"dataset","id":["Region","Tid"],"size":[1,1]}`)
	f.Fuzz(func(t *testing.T, codes, changes, population string) {
		r, err := Import([]File{file("a", codes), file("b", changes)}, []File{file("c", population)})
		if err == nil {
			r.Check()
			for _, m := range r.Tables().Municipalities {
				r.Harmonise(m.Code, m.From, r.Last())
				r.Harmonise(m.Code, r.Last(), r.First())
			}
		}
	})
}
