// Package oracletest reads the tables of values that R computed, for tests of
// agreement. A failure names the file and the line.
package oracletest

import (
	"embed"
	"encoding/csv"
	"encoding/json"
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

// A Set is one data set with its tables.
type Set struct {
	Name   string
	Entry  string
	Time   string
	Status string
	Cause  string
	Cox    []Model
	FG     string               `json:"finegray_rhs"`
	Scores map[string][]float64 // of an ordered factor's levels, by name
	Rows   []Row

	files fs.FS
}

// A Model is a Cox model that R fitted.
type Model struct {
	ID      string
	RHS     string
	Cluster string
	Weight  string
	NewData []map[string]any
}

// Open reads a set; a large one is skipped if it is not there.
func Open(t *testing.T, name string) *Set {
	t.Helper()
	s := &Set{}
	var err error
	if s.files, err = fs.Sub(small, "testdata/"+name); err != nil {
		t.Fatal(err)
	}
	if _, err := fs.Stat(s.files, "."); err != nil {
		shared := os.Getenv("VARIGHET_SHARED")
		if shared == "" {
			t.Skip("VARIGHET_SHARED is not set; the larger R sets are not compared")
		}
		s.files = os.DirFS(filepath.Join(shared, "oracle", name))
	}
	if js, err := fs.ReadFile(s.files, "dataset.json"); err == nil {
		if err := json.Unmarshal(js, s); err != nil {
			t.Fatal(err)
		}
	}
	s.Name = name
	if s.Has("data.csv") {
		s.Rows = s.Table(t, "data.csv")
	}
	return s
}

// Has reports whether the set has a table.
func (s *Set) Has(table string) bool {
	_, err := fs.Stat(s.files, table)
	return err == nil
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
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, n := range records[0] {
		column[n] = i
	}
	var rows []Row
	for i, rec := range records[1:] {
		rows = append(rows, Row{fmt.Sprintf("%s/%s:%d", s.Name, name, i+2), rec, column})
	}
	if len(rows) == 0 {
		t.Fatalf("%s/%s: got no rows", s.Name, name)
	}
	return rows
}

// Tenure is what a row of the data says of time.
func (s *Set) Tenure(t *testing.T, r Row) survival.Tenure {
	t.Helper()
	x := survival.Tenure{Exit: r.Number(t, s.Time).V, Stopped: r.Text(s.Status) == "1"}
	if s.Entry != "" {
		x.Entry = r.Number(t, s.Entry).V
	}
	return x
}

// A Row is a row of a table.
type Row struct {
	At     string // file:line
	cells  []string
	column map[string]int
}

// Text is a cell as it stands.
func (r Row) Text(column string) string {
	i, ok := r.column[column]
	if !ok {
		panic(r.At + ": no column " + column)
	}
	return r.cells[i]
}

// Number is a cell's number; missing for NA.
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

// Want fails the test unless got agrees with the column, relative to its size.
func (r Row) Want(t *testing.T, column string, got, tolerance float64) {
	t.Helper()
	r.WantOpt(t, column, varighet.Some(got), tolerance)
}

// WantOpt is Want where the value may be missing.
func (r Row) WantOpt(t *testing.T, column string, got varighet.Opt[float64], tolerance float64) {
	t.Helper()
	want := r.Number(t, column)
	if got.OK != want.OK || got.OK && !Near(got.V, want.V, tolerance) {
		t.Errorf("%s: %s: got %s, want %s", r.At, column, show(got), r.Text(column))
	}
}

// Near compares relative to want; a want of nearly 0 absolutely.
func Near(got, want, tolerance float64) bool {
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
