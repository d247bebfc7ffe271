// Package oracle reads the tables of expected values that R computed, for tests.
// A failure names the file and the line.
//
// A set is a folder with data.csv, dataset.json, which says what each column is,
// and one CSV a kind of table; a set without dataset.json has tables only. Every
// kind of table is in testdata for at least one small set; its README says how the
// numbers were made. Larger sets, and further tables of the small ones, are also
// read from the folder oracle under the one that the environment variable
// VARIGHET_SHARED names, where it is set.
package oracle

import (
	"embed"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

//go:embed testdata
var small embed.FS

// Tolerances: relative, absolute 1e−12 for numbers below 1e−10.
const (
	Tolerance  = 1e-9 // of estimates
	PTolerance = 1e-7 // of p-values
)

// subjects are the sets of persons or positions, those of testdata first.
var subjects = []string{"aml", "tiny16", "moves", "heart", "lung", "gp_few", "gp_few_started", "mgus2", "gp_sim", "gp_started"}

// Each runs f on each of the sets that has the table. It is a failure if no set of
// testdata has it.
func Each(t *testing.T, table string, f func(t *testing.T, set *Set)) {
	t.Helper()
	if here, err := fs.Glob(small, "testdata/*/"+table); err != nil || len(here) == 0 {
		t.Fatalf("no set in testdata has %s: %v", table, err)
	}
	for _, name := range subjects {
		if set := (&Set{files: folders(name)}); set.Has(table) {
			t.Run(name, func(t *testing.T) { f(t, Open(t, name)) })
		}
	}
}

// A Set is one data set with the roles of its columns.
type Set struct {
	Name    string
	Entry   string
	Time    string
	Status  string
	Groups  OneOrMore
	Strata  OneOrMore
	Ordered string
	Scores  map[string][]float64 // of an ordered factor's levels, by name
	Cluster string
	Weight  string
	Cause   string
	Bands   []float64
	RefBy   string `json:"ref_by"`
	Cox     []Model
	FG      string `json:"finegray_rhs"`
	Rows    []Row  `json:"-"`

	files layers
}

// A Model is a Cox model that R fitted.
type Model struct {
	ID      string
	RHS     string
	Cluster string
	Weight  string
	NewData []map[string]any
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

// Open reads the data and the roles of a set.
func Open(t *testing.T, name string) *Set {
	t.Helper()
	set := &Set{files: folders(name)}
	if len(set.files) == 0 {
		t.Fatalf("there is no set %s", name)
	}
	if set.Has("dataset.json") {
		if err := json.Unmarshal(set.File(t, "dataset.json"), set); err != nil {
			t.Fatalf("%s/dataset.json: %v", name, err)
		}
	}
	set.Name = name
	if set.Time != "" || set.Has("data.csv") {
		set.Rows = set.Table(t, "data.csv")
	}
	return set
}

// layers are folders of one set: a file is read from the first that has it.
type layers []fs.FS

// Open opens a file of the first folder that has it.
func (l layers) Open(name string) (fs.File, error) {
	for _, folder := range l {
		f, err := folder.Open(name)
		if !errors.Is(err, fs.ErrNotExist) {
			return f, err
		}
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// folders are those that a set has, none if there is no such set.
func folders(name string) layers {
	var out layers
	if _, err := fs.Stat(small, "testdata/"+name); err == nil {
		here, _ := fs.Sub(small, "testdata/"+name) // fails for names that Stat refuses
		out = append(out, here)
	}
	if shared := os.Getenv("VARIGHET_SHARED"); shared != "" {
		dir := filepath.Join(shared, "oracle", name)
		if _, err := os.Stat(dir); err == nil {
			out = append(out, os.DirFS(dir))
		}
	}
	return out
}

// Has reports whether the set has a file.
func (s *Set) Has(file string) bool {
	_, err := fs.Stat(s.files, file)
	return !errors.Is(err, fs.ErrNotExist)
}

// File reads a file that is no table.
func (s *Set) File(t *testing.T, name string) []byte {
	t.Helper()
	b, err := fs.ReadFile(s.files, name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Table reads a table.
func (s *Set) Table(t *testing.T, name string) []Row {
	t.Helper()
	f, err := s.files.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatalf("%s/%s: %v", s.Name, name, err)
	}
	if len(records) < 2 {
		t.Fatalf("%s/%s: got no rows", s.Name, name)
	}
	column := map[string]int{}
	for i, c := range records[0] {
		column[c] = i
	}
	rows := make([]Row, 0, len(records)-1)
	for i, rec := range records[1:] {
		rows = append(rows, Row{fmt.Sprintf("%s/%s:%d", s.Name, name, i+2), rec, column})
	}
	return rows
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
	t.Helper()
	out := make([]survival.Tenure, len(rows))
	for i, r := range rows {
		out[i] = s.Tenure(t, r)
	}
	return out
}

// Tenure returns a row as a tenure.
func (s *Set) Tenure(t *testing.T, r Row) survival.Tenure {
	t.Helper()
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
	t.Helper()
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

// WantWithin holds a number against a cell, to a tolerance of its own.
func (r Row) WantWithin(t *testing.T, column string, got, tolerance float64) {
	t.Helper()
	r.WantOpt(t, column, varighet.Some(got), tolerance)
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
