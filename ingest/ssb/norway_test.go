package ssb

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
)

// norway imports the real tables, put into KLASS's form from the reference data
// that the environment variable names.
func norway(t *testing.T) *data.Reference {
	t.Helper()
	dir := os.Getenv("VARIGHET_SHARED")
	if dir == "" {
		t.Skip("VARIGHET_SHARED is not set: no reference data to test against")
	}
	read := func(name string) [][]string {
		f, err := os.Open(filepath.Join(dir, "data", name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		rows, err := csv.NewReader(f).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return rows[1:]
	}
	codes := `"code","parentCode","level","name","shortName","presentationName","validFrom","validTo","validFromInRequestedRange","validToInRequestedRange","notes"` + "\n"
	for _, m := range read("municipalities.csv") {
		codes += fmt.Sprintf("%q,,\"1\",%q,\"\",\"\",,,%q,%s,\"\"\n", m[0], m[1], max(m[3], "2001-01-01"), quoted(m[4]))
	}
	changes := `{"codeChanges":[`
	for i, c := range read("municipality_changes.csv") {
		if c[0] == c[2] && c[5] != "rename" && c[1] == c[3] {
			continue // not in KLASS: a code that goes on under its name
		}
		if i > 0 {
			changes += ","
		}
		changes += fmt.Sprintf(`{"oldCode":%q,"oldName":%q,"newCode":%q,"newName":%q,"changeOccurred":%q}`, c[0], c[1], c[2], c[3], c[4])
	}
	population := "\"07459: Befolkning\"\n\n\"region\";\"år\";\"Personer\"\n"
	for _, p := range read("population.csv") {
		population += fmt.Sprintf("%q;%q;%s\n", p[0], p[1], p[2])
	}
	r, err := Import([]File{file("codes.csv", codes), file("changes.json", changes+"]}")}, []File{file("p.csv", population)})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func quoted(s string) string {
	if s == "" {
		return ""
	}
	return `"` + s + `"`
}

// The number of municipalities on 1 January, as Statistics Norway has them.
func TestNorwayCounts(t *testing.T) {
	want := map[int]int{
		2001: 435, 2002: 434, 2003: 434, 2004: 434, 2005: 433, 2006: 431, 2007: 431, 2008: 430, 2011: 430, 2012: 429,
		2013: 428, 2016: 428, 2017: 426, 2018: 422, 2019: 422, 2020: 356, 2023: 356, 2024: 357, 2026: 357,
	}
	for _, c := range norway(t).Counts() {
		if n, ok := want[c.Year]; ok && n != c.Municipalities {
			t.Errorf("%d: got %d, want %d", c.Year, c.Municipalities, n)
		}
		delete(want, c.Year)
	}
	if len(want) > 0 {
		t.Errorf("years without a count: %v", want)
	}
}

// Where well-known municipalities went.
func TestNorwayHarmonise(t *testing.T) {
	r := norway(t)
	for _, c := range []struct {
		code     varighet.MunicipalityCode
		from, to string
		want     varighet.MunicipalityCode
		name     string
		flags    string // s split, m merged
	}{
		{"1241", "2017-05", "2020-01", "4624", "Bjørnafjorden", ""},
		{"1228", "2017-05", "2024-01", "4618", "Ullensvang", ""},
		{"1201", "2001-05", "2024-01", "4601", "Bergen", ""},
		{"1241", "2017-05", "2019-12", "1241", "Fusa", ""},
		{"0716", "2001-05", "2024-01", "3905", "Tønsberg", ""}, // Våle joined Re in 2002, Re joined Tønsberg in 2020
		{"1613", "2015-01", "2020-01", "5059", "Orkland", "s"},
		{"1850", "2015-01", "2020-01", "1875", "Hábmer - Hamarøy", "s"},
		{"1534", "2015-01", "2024-01", "1508", "Ålesund", "s"},
		{"4624", "2021-01", "2019-12", "1243", "Os", "m"}, // Os was larger than Fusa
		{"4601", "2021-01", "2001-05", "1201", "Bergen", ""},
		{"0301", "2001-05", "2024-01", "0301", "Oslo", ""},
	} {
		h, ok := r.Harmonise(c.code, month(c.from), month(c.to))
		flags := ""
		if h.Split {
			flags += "s"
		}
		if h.Merged {
			flags += "m"
		}
		if !ok || h.Code != c.want || !strings.HasPrefix(h.Name, c.name) || flags != c.flags {
			t.Errorf("%s from %s to %s: got %+v, %v; want %s %s, flags %q", c.code, c.from, c.to, h, ok, c.want, c.name, c.flags)
		}
	}
}

// Every code of every year reaches the newest borders, and the main successor
// of each divided municipality is the one that a person chose.
func TestNorwayEveryCodeHasASuccessor(t *testing.T) {
	r := norway(t)
	for _, m := range r.Tables().Municipalities {
		if h, ok := r.Harmonise(m.Code, m.From, r.Last()); !ok {
			t.Errorf("%s %s of %s reaches %s, which is not in force", m.Code, m.Name, m.From, h.Code)
		}
	}
	want := map[varighet.MunicipalityCode]varighet.MunicipalityCode{"1850": "1875", "5012": "5059", "1507": "1508", "0720": "0710"}
	for _, c := range r.Tables().Changes {
		if c.Kind == data.Split && c.Primary {
			if want[c.Old] != c.New {
				t.Errorf("%s was divided, main part to %s (%s); want %q", c.Old, c.New, c.Basis, want[c.Old])
			}
			delete(want, c.Old)
		}
	}
	if len(want) > 0 {
		t.Errorf("no main part for %v", want)
	}
	for _, f := range r.Check() {
		if f.Code != "population-missing" && f.Code != "split-main-successor" {
			t.Errorf("self check: %s: %s", f.Code, f.Msg)
		}
	}
}

// The hint of the reference for a code that is used too late.
func TestNorwayKnown(t *testing.T) {
	r := norway(t)
	for _, c := range []struct{ code, month, want string }{
		{"1241", "2021-03", "Fusa became part of 4624 Bjørnafjorden on 2020-01-01; use the code of the month"},
		{"1201", "2020-01", "Bergen has had the code 4601 Bergen since 2020-01-01; use the code of the month"},
		{"4624", "2019-12", "Bjørnafjorden begins on 2020-01-01, from 1241 Fusa, 1243 Os (Hordaland); use the code of the month"},
		{"1850", "2020-01", "Tysfjord - Divtasvuodna was divided between 1806 Narvik, 1875 Hábmer - Hamarøy on 2020-01-01; use the code of the month"},
		{"4999", "2020-01", "no municipality has had this code since 2001-01; is a digit wrong?"},
		{"1241", "2000-12", "the reference folder begins in 2001-01"},
	} {
		ok, hint := r.Known(varighet.MunicipalityCode(c.code), month(c.month))
		if ok || hint != c.want {
			t.Errorf("%s in %s: got %v, %q; want %q", c.code, c.month, ok, hint, c.want)
		}
	}
	if ok, hint := r.Known("1241", month("2019-12")); !ok || hint != "" {
		t.Errorf("Fusa in 2019-12: got %v, %q", ok, hint)
	}
}

// 2001–2004 lack the municipalities that were merged later: the nearest year
// stands in, and says so. 435 − 303 with numbers = 132 in 2001.
func TestNorwayPopulation(t *testing.T) {
	r := norway(t)
	p, ok := r.Population("1241", 2003)
	if !ok || !p.Nearest || p.Year != 2005 || p.OtherArea {
		t.Errorf("Fusa 2003: got %+v, %v; want that of 2005, flagged", p, ok)
	}
	if p, ok := r.Population("0301", 2024); !ok || p.Nearest || p.Inhabitants < 700000 {
		t.Errorf("Oslo 2024: got %+v, %v", p, ok)
	}
	if p, ok := r.Population("1804", 2004); !ok || !p.Nearest || !p.OtherArea {
		t.Errorf("Bodø 2004, before it took in Skjerstad: got %+v, %v; want another year and area, flagged", p, ok)
	}
	missing := r.YearsMissing()
	if len(missing) != 4 || missing[0] != (data.MissingYear{Year: 2001, Municipalities: 435, Without: 132}) {
		t.Errorf("years missing: %v", missing)
	}
}

func BenchmarkHarmonise(b *testing.B) {
	r, err := Import([]File{file("c", codesCSV), file("d", changesCSV)}, nil)
	if err != nil {
		b.Fatal(err)
	}
	from, to := month("2005-05"), month("2010-01")
	for b.Loop() {
		r.Harmonise("0105", from, to)
	}
}
