// Package oracle reads the tables of expected values that R computed, for tests.
//
// A set is a folder with data.csv, dataset.json, which says what each column is,
// and one CSV a kind of table. Small sets are in testdata/oracle of package
// survival; its README says how the numbers were made. Larger ones are looked
// for under the folder that the environment variable VARIGHET_SHARED names, and
// tests that need them are skipped without it.
package oracle

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// Tolerances: relative, absolute 1e−12 for numbers below 1e−10.
const (
	Tolerance  = 1e-9 // of estimates
	PTolerance = 1e-7 // of p-values
)

// Small are the sets in testdata, Big those elsewhere.
var (
	Small = []string{"aml", "tiny16"}
	Big   = []string{"heart", "lung", "mgus2", "gp_sim", "gp_started"}
)

// Dir returns the folder of a set. It skips the test if the set is not there.
func Dir(t *testing.T, name string) string {
	t.Helper()
	for up := "."; len(up) < 12; up = filepath.Join(up, "..") {
		dir := filepath.Join(up, "testdata", "oracle", name)
		if _, err := os.Stat(filepath.Join(dir, "..", "README.md")); err == nil {
			if _, err := os.Stat(dir); err == nil {
				return dir
			}
		}
	}
	shared := os.Getenv("VARIGHET_SHARED")
	if shared == "" {
		t.Skip("VARIGHET_SHARED is not set; the larger R sets are not compared")
	}
	return filepath.Join(shared, "oracle", name)
}

// Each runs f on each of the sets that has the table.
func Each(t *testing.T, table string, f func(t *testing.T, set *Set)) {
	for _, name := range append(append([]string{}, Small...), Big...) {
		t.Run(name, func(t *testing.T) {
			dir := Dir(t, name)
			if _, err := os.Stat(filepath.Join(dir, table)); os.IsNotExist(err) {
				t.Skipf("the set has no %s", table)
			}
			f(t, Read(t, dir))
		})
	}
}

// A Set is one data set with the roles of its columns.
type Set struct {
	Dir     string `json:"-"`
	Entry   string
	Time    string
	Status  string
	Groups  OneOrMore
	Strata  OneOrMore
	Ordered string
	Scores  map[string][]float64
	Cluster string
	Weight  string
	Cause   string
	Bands   []float64
	RefBy   string `json:"ref_by"`
	Rows    []Row  `json:"-"`
}

// OneOrMore is a list that is written as a single value when it has one.
type OneOrMore []string

// UnmarshalJSON reads a string or a list of them.
func (o *OneOrMore) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*o = OneOrMore{one}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(o))
}

// Read reads the data and the roles of a set.
func Read(t *testing.T, dir string) *Set {
	t.Helper()
	set := &Set{Dir: dir}
	js, err := os.ReadFile(filepath.Join(dir, "dataset.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(js, set); err != nil {
		t.Fatal(err)
	}
	set.Rows = ReadTable(t, filepath.Join(dir, "data.csv"))
	return set
}

// Table reads a table of expected values.
func (s *Set) Table(t *testing.T, name string) []Row {
	t.Helper()
	return ReadTable(t, filepath.Join(s.Dir, name))
}

// In returns the rows in which the column has the value, all for "(all)".
func (s *Set) In(column, value string) []Row {
	if column == "(all)" {
		return s.Rows
	}
	var out []Row
	for _, r := range s.Rows {
		if r.Text(column) == value {
			out = append(out, r)
		}
	}
	return out
}

// Tenures returns the rows as tenures.
func (s *Set) Tenures(t *testing.T, rows []Row) []survival.Tenure {
	out := make([]survival.Tenure, len(rows))
	for i, r := range rows {
		out[i] = s.Tenure(t, r)
	}
	return out
}

// Tenure returns a row as a tenure.
func (s *Set) Tenure(t *testing.T, r Row) survival.Tenure {
	x := survival.Tenure{Exit: r.Number(t, s.Time).V, Stopped: r.Text(s.Status) == "1"}
	if s.Entry != "" {
		x.Entry = r.Number(t, s.Entry).V
	}
	return x
}

// Column returns the texts of a column.
func Column(rows []Row, name string) []string {
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = r.Text(name)
	}
	return out
}

// Numbers returns the numbers of a column; NA is not allowed.
func Numbers(t *testing.T, rows []Row, name string) []float64 {
	out := make([]float64, len(rows))
	for i, r := range rows {
		out[i] = r.Number(t, name).V
	}
	return out
}

// A Row is one row of a table. At is its file and line, for messages.
type Row struct {
	At     string
	cells  []string
	column map[string]int
}

// ReadTable reads a CSV file.
func ReadTable(t *testing.T, path string) []Row {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range records[0] {
		column[name] = i
	}
	name := filepath.Join(filepath.Base(filepath.Dir(path)), filepath.Base(path))
	if len(records) < 2 {
		t.Fatalf("%s: got no rows", path)
	}
	rows := make([]Row, 0, len(records)-1)
	for i, rec := range records[1:] {
		rows = append(rows, Row{fmt.Sprintf("%s:%d", name, i+2), rec, column})
	}
	return rows
}

// Text returns a cell.
func (r Row) Text(column string) string {
	i, ok := r.column[column]
	if !ok {
		panic(r.At + ": no column " + column)
	}
	return r.cells[i]
}

// Number returns a cell as a number, missing for NA.
func (r Row) Number(t *testing.T, column string) varighet.Opt[float64] {
	t.Helper()
	s := r.Text(column)
	if s == "NA" {
		return varighet.Opt[float64]{}
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatalf("%s: %s: %v", r.At, column, err)
	}
	return varighet.Some(v)
}

// WantInt holds a whole number against a cell.
func (r Row) WantInt(t *testing.T, column string, got int) {
	t.Helper()
	if want := r.Text(column); strconv.Itoa(got) != want {
		t.Errorf("%s: %s: got %d, want %s", r.At, column, got, want)
	}
}

// Want holds a number against a cell, to Tolerance.
func (r Row) Want(t *testing.T, column string, got float64) {
	t.Helper()
	r.WantOpt(t, column, varighet.Some(got), Tolerance)
}

// WantOpt holds a number that may be missing against a cell.
func (r Row) WantOpt(t *testing.T, column string, got varighet.Opt[float64], tolerance float64) {
	t.Helper()
	want := r.Number(t, column)
	if got.OK != want.OK || got.OK && !Near(got.V, want.V, tolerance) {
		t.Errorf("%s: %s: got %s, want %s", r.At, column, show(got), r.Text(column))
	}
}

// Near reports whether got is within the relative tolerance of want, or within
// 1e−12 of a want below 1e−10.
func Near(got, want, tolerance float64) bool {
	if got == want {
		return true
	}
	if math.Abs(want) < 1e-10 {
		return math.Abs(got-want) <= 1e-12
	}
	return math.Abs(got-want) <= tolerance*math.Abs(want)
}

func show(o varighet.Opt[float64]) string {
	if !o.OK {
		return "missing"
	}
	return strconv.FormatFloat(o.V, 'g', -1, 64)
}
