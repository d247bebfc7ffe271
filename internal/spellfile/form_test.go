package spellfile

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/varighet/varighet/internal/columnar"
	"github.com/varighet/varighet/internal/dictionary"
	"github.com/varighet/varighet/internal/dictionary/packagetest"
	"github.com/varighet/varighet/survival"
)

// Every form has a package of its own beside it, which describes its columns in order.
func TestEveryFormHasItsPackage(t *testing.T) {
	dir := t.TempDir()
	want := withMore()
	var columns []string
	for _, c := range want.Columns() {
		columns = append(columns, c.Name)
	}
	for _, name := range []string{"s.csv", "s.parquet", "s.xlsx", "s.excel.csv"} {
		path := filepath.Join(dir, name)
		if err := Write(path, want); err != nil {
			t.Fatal(err)
		}
		resources := packagetest.Read(t, path+".datapackage.json")
		r := resources[0]
		if len(resources) != 1 || r.Path != name || !slices.Equal(r.Columns(), columns) {
			t.Errorf("%s: %d resources, path %s, columns %q", name, len(resources), r.Path, r.Columns())
		}
		if r.Format == "csv" {
			if n := r.CheckCSV(t, dir); n != len(want.Spells) {
				t.Errorf("%s has %d rows", name, n)
			}
		}
		for _, f := range r.Schema.Fields {
			if f.Name == "size_group" && (!slices.Equal(f.Categories, []string{">=50000"}) || !*f.CategoriesOrdered) {
				t.Errorf("%s: size groups %q", name, f.Categories)
			}
		}
	}
}

// The dictionary explains every column of spells, and none that there is not.
func TestDictionaryHasTheColumns(t *testing.T) {
	var columns []string
	for _, c := range (&Table{Windows: true}).Columns() {
		columns = append(columns, c.Name)
	}
	got := dictionary.Names(dictionary.Spells)
	if diff := cmp.Diff(slices.Sorted(slices.Values(columns)), slices.Sorted(slices.Values(got))); diff != "" {
		t.Error(diff)
	}
}

// Groups are listed from small to large, whatever the order of the spells, and not as text.
func TestSizeGroupsAreOrdered(t *testing.T) {
	table := &Table{}
	for _, g := range []string{"10000-19999", "", "<2000", ">=50000", "2000-4999", "<2000"} {
		table.Spells = append(table.Spells, survival.Spell{SizeGroup: g})
	}
	want := []string{"<2000", "2000-4999", "10000-19999", ">=50000"}
	if got := table.sizeGroups(); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A Parquet file says what its columns mean within itself.
func TestParquetHasItsSchema(t *testing.T) {
	var b bytes.Buffer
	if err := WriteParquet(&b, withMore()); err != nil {
		t.Fatal(err)
	}
	r, err := columnar.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	text, ok := r.Metadata(dictionary.MetadataKey)
	var s dictionary.TableSchema
	if err := json.Unmarshal([]byte(text), &s); err != nil || !ok {
		t.Fatalf("%v in %q", err, text)
	}
	for i, c := range r.Columns() {
		if f := s.Fields[i]; f.Name != c.Name || f.Title == "" {
			t.Errorf("column %d is %s, and the schema has %s: %q", i+1, c.Name, f.Name, f.Title)
		}
	}
	if len(s.Fields) != len(r.Columns()) {
		t.Errorf("%d fields of %d columns", len(s.Fields), len(r.Columns()))
	}
}

// What is written for Excel reads back as it was: codes with their zeros, decimal commas, SANN.
func TestExcelCSVReadsBack(t *testing.T) {
	want := withMore()
	want.Spells[0].PositionID = "0012"
	var b bytes.Buffer
	if err := WriteExcelCSV(&b, want); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"\ufeffposition_id;ordinal;", `"=""0012""";1;`, `"=""0301"""`, ";0,3333333333333333;", ";SANN;", "\r\n"} {
		if !strings.Contains(b.String(), part) {
			t.Errorf("no %q in\n%s", part, b.String())
		}
	}
	got, err := ReadCSV(&b, "s.excel.csv")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.Spells[0].PositionID+string(want.Spells[0].Municipality), got.Spells[0].PositionID+string(got.Spells[0].Municipality)); diff != "" {
		t.Error(diff)
	}
	if got.Spells[0].ResidentsMean != want.Spells[0].ResidentsMean || !got.Spells[0].Stopped || got.Spells[1].Stopped {
		t.Errorf("read back as %+v", got.Spells[0])
	}
}

// Excel would run a text that begins so as a formula, and make a number of digits.
func TestExcelTextIsText(t *testing.T) {
	for in, want := range map[string]string{"": "", "0101": `="0101"`, "=1+1": "'=1+1", "+47": "'+47", "-1": "'-1", "@a": "'@a", "Bergen": "Bergen", "1-2": "1-2"} {
		if got := excelText(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// In a workbook a code is text, a month a date, a number a number and a truth a truth. 2017-05-01 is
// day 42856 of Excel (by hand: 42736 is 2017-01-01, and 31+28+31+30 days follow).
func TestWorkbookHasTypedCells(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.xlsx")
	if err := Write(path, withMore()); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	raw := excelize.Options{RawCellValue: true}
	for name, want := range map[string]struct {
		raw   string
		kind  excelize.CellType
		shown string
	}{
		"municipality_code": {"0301", excelize.CellTypeInlineString, "0301"},
		"first_month":       {"42856", excelize.CellTypeUnset, "2017-05-01"},
		"ordinal":           {"1", excelize.CellTypeUnset, "1"},
		"stopped":           {"1", excelize.CellTypeBool, "TRUE"},
		"specialist_from":   {"42401", excelize.CellTypeUnset, "2016-02-01"},
	} {
		at := cellUnder(t, f, name)
		got, _ := f.GetCellValue(spellSheet, at, raw)
		shown, _ := f.GetCellValue(spellSheet, at)
		kind, err := f.GetCellType(spellSheet, at)
		if err != nil || got != want.raw || kind != want.kind || shown != want.shown {
			t.Errorf("%s: %q of type %d, shown as %q, want %+v (%v)", name, got, kind, shown, want, err)
		}
	}
	rows, err := f.GetRows(columnSheet)
	if n := len(withMore().Columns()); err != nil || len(rows) != n+1 || rows[1][0] != "position_id" {
		t.Errorf("the sheet of columns has %d rows, want %d (%v)", len(rows), n+1, err)
	}
}

// cellUnder is the cell of the first spell in a column.
func cellUnder(t *testing.T, f *excelize.File, name string) string {
	header, err := f.GetRows(spellSheet)
	if err != nil {
		t.Fatal(err)
	}
	at, err := excelize.CoordinatesToCellName(slices.Index(header[0], name)+1, 2)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// The same spells give the same bytes.
func TestWorkbookIsTheSameTwice(t *testing.T) {
	var first []byte
	for range 20 { // as the order of a map may be the same by chance
		var b bytes.Buffer
		if err := WriteXLSX(&b, withMore(), t.TempDir()); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = b.Bytes()
		}
		if !bytes.Equal(first, b.Bytes()) {
			t.Fatal("two workbooks of the same spells differ")
		}
	}
}

// A sheet has 1,048,576 rows; more spells are refused with what to do, and nothing is written.
func TestTooManySpellsForASheet(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.xlsx")
	err := Write(path, &Table{Spells: make([]survival.Spell, 1<<20)})
	if err == nil || !strings.Contains(err.Error(), "1048576 spells are more than the 1048575") {
		t.Errorf("got %v", err)
	}
	if files, _ := os.ReadDir(filepath.Dir(path)); len(files) > 0 {
		t.Errorf("left behind: %v", files)
	}
}

// The do-file reads the CSV file beside it, names every variable and labels it, and has the groups in
// their order. Stata is not here to run it.
func TestDoFile(t *testing.T) {
	dir := t.TempDir()
	if err := Write(filepath.Join(dir, "s.do"), withMore()); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(dir, "s.do"))
	if err != nil {
		t.Fatal(err)
	}
	do := string(content)
	for _, part := range []string{
		`import delimited using "s.csv", varnames(nonames) rowrange(2) stringcols(_all)`,
		"rename v1 position_id\n", "rename v32 Type_liste\n",
		"label define kind_l 1 `\"regular\"', add\nlabel define kind_l 2 `\"vacant\"', add\nlabel define kind_l 3 `\"missing\"', add\nencode kind,",
		"generate long varighet_made = daily(first_month, \"YMD\")\nformat varighet_made %td\n",
		"generate byte varighet_made = stopped == \"true\" if stopped != \"\"\n",
		"destring residents_mean, replace\n",
	} {
		if !strings.Contains(do, part) {
			t.Errorf("no %q in\n%s", part, do)
		}
	}
	if n := len(withMore().Columns()); strings.Count(do, "\nrename v") < n || strings.Count(do, "\nlabel variable ") != n {
		t.Errorf("%d columns, %d labels of variables", n, strings.Count(do, "\nlabel variable "))
	}
	for _, code := range []string{"municipality_code", "position_id", "doctor_id"} {
		if strings.Contains(do, "destring "+code) || strings.Contains(do, "encode "+code) {
			t.Errorf("%s does not stay text", code)
		}
	}
	if resources := packagetest.Read(t, filepath.Join(dir, "s.csv.datapackage.json")); resources[0].Path != "s.csv" {
		t.Errorf("the package is of %s", resources[0].Path)
	}
}

// Names in Stata have letters, digits and _, do not begin with a digit, have at most 32 characters,
// and differ.
func TestStataNames(t *testing.T) {
	long := strings.Repeat("å", 40)
	var fields []dictionary.Field
	for _, n := range []string{"exit", "Type liste", "Type-liste", "2019", "", long, long} {
		fields = append(fields, dictionary.Field{Name: n})
	}
	want := []string{"exit", "Type_liste", "Type_liste_2", "_2019", "_", long[:64], long[:60] + "_2"}
	if diff := cmp.Diff(want, stataNames(fields)); diff != "" {
		t.Error(diff)
	}
	if got := stataText("a `b' \"c\" $d", 7); got != "`\"a b' c \"'" {
		t.Errorf("got %s", got)
	}
}

// By hand: 8 Mi cells are free, and one more needs a byte for each 16 of them all.
func TestEqualSpellsWithoutEndAreRefused(t *testing.T) {
	for _, c := range []struct {
		cells, size int64
		ok          bool
	}{{8 << 20, 100, true}, {8<<20 + 16, 8 << 16, false}, {8<<20 + 16, 8<<16 + 1, true}, {4 << 30, 1 << 20, false}} {
		if err := cellsForBytes(c.cells, c.size); (err == nil) != c.ok {
			t.Errorf("%d cells in %d bytes: %v", c.cells, c.size, err)
		}
	}
}
