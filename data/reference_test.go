package data

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet"
)

func month(t *testing.T, s string) varighet.Month {
	t.Helper()
	m, err := varighet.ParseMonth(s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// madeUp is a country in which each thing happens once. From 2001: 0101 and
// 0102 become 0110 in 2008, which gets the code 1110 in 2020. 0103 is divided
// between 0104, the main part, and 0105 in 2008. 0106 gets a new name in 2005.
// 0107 takes in 0108 in 2008 and keeps code and name.
func madeUp(t *testing.T) Tables {
	a, b, c := month(t, "2001-01"), month(t, "2008-01"), month(t, "2020-01")
	name := month(t, "2005-01")
	until := varighet.Some[varighet.Month]
	open := varighet.Opt[varighet.Month]{}
	one := varighet.Some(1.0)
	return Tables{
		Municipalities: []Municipality{
			{"0101", "Avik", a, until(b)}, {"0102", "Bvik", a, until(b)}, {"0103", "Cvik", a, until(b)}, {"0104", "Dvik", b, open},
			{"0105", "Evik", b, open}, {"0106", "Fvik", a, until(name)}, {"0106", "Fvika", name, open}, {"0107", "Gvik", a, open},
			{"0108", "Hvik", a, until(b)}, {"0110", "Abvik", b, until(c)}, {"1110", "Abvik", c, open},
		},
		Changes: []Change{
			{"0101", "0110", "Avik", "Abvik", b, Merge, one, true, OnlyWay},
			{"0102", "0110", "Bvik", "Abvik", b, Merge, one, true, OnlyWay},
			{"0103", "0104", "Cvik", "Dvik", b, Split, varighet.Some(0.7), true, ByPopulation},
			{"0103", "0105", "Cvik", "Evik", b, Split, varighet.Some(0.3), false, ByPopulation},
			{"0106", "0106", "Fvik", "Fvika", name, Rename, one, true, OnlyWay},
			{"0107", "0107", "Gvik", "Gvik", b, Merge, one, true, OnlyWay},
			{"0108", "0107", "Hvik", "Gvik", b, Merge, one, true, OnlyWay},
			{"0110", "1110", "Abvik", "Abvik", c, Recode, one, true, OnlyWay},
		},
		Populations: []Population{
			{"0101", 2005, 1000, OfficialPopulation}, {"0102", 2005, 3000, OfficialPopulation},
			{"0107", 2005, 900, OfficialPopulation}, {"0107", 2009, 1800, OfficialPopulation},
			{"0110", 2018, 4100, OfficialPopulation}, {"1110", 2021, 4200, OfficialPopulation},
		},
		Inputs: []Input{{"codes.csv", "klass-codes", "00"}},
	}
}

func madeUpReference(t *testing.T) *Reference {
	t.Helper()
	r, err := NewReference(madeUp(t))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Forward through a merger and a new code; through a division to its main
// part; back to the larger of two; and nowhere when nothing happened.
// Borders gives what Harmonise does, and leaves a code that is not known alone.
func TestBorders(t *testing.T) {
	r, err := NewReference(madeUp(t))
	if err != nil {
		t.Fatal(err)
	}
	now := r.Borders(month(t, "2021-01"))
	for code, want := range map[varighet.MunicipalityCode]varighet.MunicipalityCode{"0101": "1110", "0108": "0107", "9998": "9998"} {
		if got := now(code, month(t, "2003-05")); got != want {
			t.Errorf("%s in 2003 is %s by the borders of 2021, want %s", code, got, want)
		}
	}
}

func TestHarmonise(t *testing.T) {
	r := madeUpReference(t)
	for _, c := range []struct {
		code     varighet.MunicipalityCode
		from, to string
		want     string
	}{
		{"0101", "2003-05", "2021-01", "{1110 Abvik false false}"},
		{"0101", "2003-05", "2008-01", "{0110 Abvik false false}"},
		{"0101", "2003-05", "2007-12", "{0101 Avik false false}"},
		{"0103", "2003-05", "2009-01", "{0104 Dvik true false}"},
		{"0106", "2003-05", "2009-01", "{0106 Fvika false false}"},
		{"0106", "2006-05", "2004-01", "{0106 Fvik false false}"},
		{"0108", "2003-05", "2009-01", "{0107 Gvik false false}"},
		{"0107", "2009-01", "2003-05", "{0107 Gvik false true}"},
		{"1110", "2021-01", "2003-05", "{0102 Bvik false true}"}, // 3000 people, against 1000
		{"0105", "2009-01", "2003-05", "{0103 Cvik true false}"},
		{"0104", "2009-01", "2009-01", "{0104 Dvik false false}"},
	} {
		h, ok := r.Harmonise(c.code, month(t, c.from), month(t, c.to))
		if got := fmt.Sprint(h); !ok || got != c.want {
			t.Errorf("%s from %s to %s: got %s, %v; want %s", c.code, c.from, c.to, got, ok, c.want)
		}
	}
	if h, ok := r.Harmonise("0110", month(t, "2003-05"), month(t, "2021-01")); ok {
		t.Errorf("a code that had not begun was followed to %+v", h)
	}
}

func TestKnownGivesAWayOut(t *testing.T) {
	r := madeUpReference(t)
	for _, c := range []struct{ code, month, want string }{
		{"0101", "2008-01", "Avik became part of 0110 Abvik on 2008-01-01; use the code of the month"},
		{"0103", "2010-01", "Cvik was divided between 0104 Dvik, 0105 Evik on 2008-01-01; use the code of the month"},
		{"0110", "2020-01", "Abvik has had the code 1110 Abvik since 2020-01-01; use the code of the month"},
		{"0110", "2007-12", "Abvik begins on 2008-01-01, from 0101 Avik, 0102 Bvik; use the code of the month"},
		{"0999", "2007-12", "no municipality has had this code since 2001-01; is a digit wrong?"},
	} {
		if ok, hint := r.Known(varighet.MunicipalityCode(c.code), month(t, c.month)); ok || hint != c.want {
			t.Errorf("%s in %s: got %v, %q; want %q", c.code, c.month, ok, hint, c.want)
		}
	}
	for _, code := range []varighet.MunicipalityCode{"0110", "0106"} {
		if ok, hint := r.Known(code, month(t, "2008-01")); !ok || hint != "" {
			t.Errorf("%s: got %v, %q", code, ok, hint)
		}
	}
	if name, ok := r.Name("0106", month(t, "2004-12")); !ok || name != "Fvik" {
		t.Errorf("name in 2004: %q, %v", name, ok)
	}
}

// The nearest year of the same area first, whatever its code then; the same code
// with other borders only if there is nothing else.
func TestPopulationOfTheNearestYear(t *testing.T) {
	r := madeUpReference(t)
	for _, c := range []struct {
		code varighet.MunicipalityCode
		year int
		want string
	}{
		{"0101", 2005, "{1000 2005 false false} true"},
		{"0101", 2002, "{1000 2005 true false} true"},
		{"1110", 2020, "{4200 2021 true false} true"}, // 2021 is nearer than 2018
		{"0110", 2019, "{4100 2018 true false} true"},
		{"1110", 2018, "{4100 2018 false false} true"}, // of 0110, the same area
		{"0107", 2007, "{900 2005 true false} true"},   // not 1800, with 0108
		{"0107", 2008, "{1800 2009 true false} true"},
		{"0103", 2005, "{0 0 true false} false"},
	} {
		p, ok := r.Population(c.code, c.year)
		if got := fmt.Sprint(p, ok); ok && got != c.want || !ok && !strings.HasSuffix(c.want, "false") {
			t.Errorf("%s in %d: got %s, want %s", c.code, c.year, got, c.want)
		}
	}
	tables := madeUp(t)
	tables.Populations = tables.Populations[3:4] // 0107 in 2009 only
	r, err := NewReference(tables)
	if err != nil {
		t.Fatal(err)
	}
	if p, ok := r.Population("0107", 2005); !ok || !p.Nearest || !p.OtherArea || p.Inhabitants != 1800 {
		t.Errorf("0107 in 2005, from other borders: %+v, %v", p, ok)
	}
}

func TestCheckOfTheReference(t *testing.T) {
	tables := madeUp(t)
	tables.Changes = tables.Changes[2:] // 0101 and 0102 go nowhere, 0110 comes from nowhere
	tables.Totals = []YearTotal{{2005, 4900}, {2009, 1799}}
	r, err := NewReference(tables)
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, f := range r.Check() {
		if f.Code != "population-missing" {
			codes = append(codes, f.Code)
		}
	}
	want := []string{"successor-missing", "successor-missing", "origin-missing", "split-main-successor", "population-total"}
	if !slices.Equal(codes, want) {
		t.Errorf("got %v, want %v", codes, want)
	}
	if n := r.Counts()[0]; n != (YearCount{2001, 6}) {
		t.Errorf("2001: %+v, want 6", n)
	}
}

func TestTablesThatContradictThemselves(t *testing.T) {
	for name, spoil := range map[string]func(*Tables){
		"none":             func(t *Tables) { t.Municipalities = nil },
		"two names":        func(t *Tables) { t.Municipalities[5].To.OK = false },
		"ends before":      func(t *Tables) { t.Municipalities[0].To.V = t.Municipalities[0].From },
		"two main ways":    func(t *Tables) { t.Changes[3].Primary = true },
		"no main way":      func(t *Tables) { t.Changes[2].Primary = false },
		"population twice": func(t *Tables) { t.Populations[1] = t.Populations[0] },
	} {
		tables := madeUp(t)
		spoil(&tables)
		if _, err := NewReference(tables); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// A folder that is written and opened gives the same tables; a spoilt one gives
// a fault that names the file.
func TestReferenceFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "reference")
	r := madeUpReference(t)
	if err := r.WriteFolder(dir); err != nil {
		t.Fatal(err)
	}
	back, err := OpenReference(dir)
	if err != nil || fmt.Sprint(back.Tables()) != fmt.Sprint(r.Tables()) {
		t.Fatalf("got %v, %v\nwant %v", back.Tables(), err, r.Tables())
	}
	for name, spoil := range map[string]struct {
		file, old, new, code string
		line                 int
	}{
		"edited by hand":     {"population.csv", "3000", "3001", "reference-changed", 0},
		"not a manifest":     {"manifest.json", "varighet.reference/1", "other/1", "reference-schema", 0},
		"a bad code":         {"municipalities.csv", "\n0105", "\n105", "reference-table", 6},
		"a bad date":         {"changes.csv", "2005-01-01", "2005-01-02", "reference-table", 2},
		"a bad number":       {"population.csv", "3000", "many", "reference-table", 3},
		"a bad kind":         {"changes.csv", "recode", "recoded", "reference-table", 9},
		"a field too many":   {"population.csv", "3000", "3,000", "reference-table", 3},
		"two names in force": {"municipalities.csv", "0106,Fvik,2001-01-01,2005-01-01", "0106,Fvik,2001-01-01,", "reference-tables", 0},
	} {
		t.Run(name, func(t *testing.T) {
			copied := filepath.Join(t.TempDir(), "reference")
			if err := r.WriteFolder(copied); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(copied, spoil.file)
			content, _ := os.ReadFile(path)
			changed := strings.Replace(string(content), spoil.old, spoil.new, 1)
			if err := os.WriteFile(path, []byte(changed), 0o644); err != nil {
				t.Fatal(err)
			}
			if spoil.code != "reference-changed" && spoil.code != "reference-schema" { // past the checksum
				manifest := filepath.Join(copied, "manifest.json")
				content, _ := os.ReadFile(manifest)
				os.WriteFile(manifest, []byte(strings.Replace(string(content), `"tables"`, `"other"`, 1)), 0o644)
			}
			_, err := OpenReference(copied)
			var p *varighet.Problem
			var ps *varighet.Problems
			if errors.As(err, &ps) {
				p = ps.All()[0]
			} else if !errors.As(err, &p) {
				t.Fatalf("got %v, want a problem", err)
			}
			if p.Code != spoil.code || p.Line != spoil.line || p.Hint == "" {
				t.Errorf("got %s at line %d: %v", p.Code, p.Line, p)
			}
		})
	}
	if _, err := OpenReference(t.TempDir()); err == nil || !strings.Contains(err.Error(), "not a reference folder") {
		t.Errorf("an empty folder: %v", err)
	}
}

// A name that a spreadsheet would run stands after an apostrophe in the files, and is read as it was. By hand:
// changes have it twice, as an old and as a new name.
func TestANameThatIsAFormulaIsTextInAReferenceFolder(t *testing.T) {
	tables := madeUp(t)
	const name = "=HYPERLINK(A1)"
	for i := range tables.Municipalities {
		if tables.Municipalities[i].Code == "0107" {
			tables.Municipalities[i].Name = name
		}
	}
	tables.Changes[5].OldName, tables.Changes[5].NewName, tables.Changes[6].NewName = name, name, name
	r, err := NewReference(tables)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "ref")
	if err := r.WriteFolder(dir); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]int{"municipalities.csv": 1, "changes.csv": 3} {
		b, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		if guarded, bare := strings.Count(string(b), ",'"+name), strings.Count(string(b), ","+name); guarded != want || bare != 0 {
			t.Errorf("%s has the name %d times after an apostrophe, %d times without", file, guarded, bare)
		}
	}
	back, err := OpenReference(dir)
	if err != nil || fmt.Sprint(back.Tables()) != fmt.Sprint(r.Tables()) {
		t.Errorf("got %v, %v\nwant %v", back.Tables(), err, r.Tables())
	}
}

// WriteFolder does not replace a folder that holds something else.
func TestWriteFolderLeavesOtherFoldersAlone(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "mine.txt"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	var p *varighet.Problem
	if err := madeUpReference(t).WriteFolder(dir); !errors.As(err, &p) || p.Code != "folder-in-the-way" {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "mine.txt")); err != nil {
		t.Error(err)
	}
}

// Any bytes in a reference folder give a reference or an error, never a panic.
func FuzzOpenReference(f *testing.F) {
	f.Add("0101,Avik,2001-01-01,\n", "0101,Avik,0102,Bvik,2008-01-01,merge,1,true,only\n", "0101,2005,1000,official\n")
	f.Add("0101,Avik,1838-01-01,2005-01-01\n0101,Bvik,2005-01-01,\n", "0101,A,0101,B,2005-01-01,rename,,true,only\n", "")
	f.Fuzz(func(t *testing.T, municipalities, changes, population string) {
		dir := t.TempDir()
		for name, content := range map[string]string{
			"manifest.json":      `{"schema":"varighet.reference/1"}`,
			"municipalities.csv": "code,name,valid_from,valid_to\n" + municipalities,
			"changes.csv":        "old_code,old_name,new_code,new_name,date,kind,share,primary,primary_basis\n" + changes,
			"population.csv":     "code,year,population,basis\n" + population,
		} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		r, err := OpenReference(dir)
		if err != nil {
			return
		}
		for _, m := range r.Tables().Municipalities {
			r.Harmonise(m.Code, m.From, r.Last())
			r.Harmonise(m.Code, m.From, r.First())
			r.Known(m.Code, m.From-1)
			r.Known(m.Code, r.Last())
			r.Population(m.Code, m.From.Year())
		}
	})
}
