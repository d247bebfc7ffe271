// Package packagetest holds data packages against the files that they describe, in tests.
//
// It asks for what versions 1 and 2 of Data Package require, by the specification's own words
// (datapackage.org, Data Package, Data Resource and Table Schema), and reads the values of CSV files
// by the types of their fields.
package packagetest

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A Resource is what is read of a resource: of any package, not of this program's types.
type Resource struct {
	Name, Path, Type, Profile, Format, Encoding string
	Dialect                                     *struct {
		Delimiter   string
		DoubleQuote *bool
	}
	Schema struct {
		Fields        []Field
		MissingValues []string
	}
}

// A Field is what is read of a field.
type Field struct {
	Name, Type, Title       string
	DecimalChar             string
	TrueValues, FalseValues []string
	Categories              []string
	CategoriesOrdered       *bool
	Constraints             struct {
		Required bool
		Enum     []string
	}
}

// Columns are the names of the fields, in order.
func (r *Resource) Columns() (list []string) {
	for _, f := range r.Schema.Fields {
		list = append(list, f.Name)
	}
	return list
}

var nameShape = regexp.MustCompile(`^[-a-z0-9._/]+$`)

// Read reads a package and fails the test unless it has the shape of one, and each resource a file.
func Read(t *testing.T, path string) []Resource {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var p struct {
		Schema, Name string
		Resources    []Resource
	}
	// $schema is no name of a Go field
	if err := json.Unmarshal([]byte(strings.Replace(string(content), `"$schema"`, `"schema"`, 1)), &p); err != nil {
		t.Fatal(err)
	}
	if p.Schema != "https://datapackage.org/profiles/2.0/datapackage.json" || !nameShape.MatchString(p.Name) || len(p.Resources) == 0 {
		t.Fatalf("%s: profile %q, name %q, %d resources", path, p.Schema, p.Name, len(p.Resources))
	}
	names := map[string]bool{}
	for i := range p.Resources {
		r := &p.Resources[i]
		if names[r.Name] {
			t.Errorf("%s: two resources are called %s", path, r.Name)
		}
		names[r.Name] = true
		r.check(t)
		if info, err := os.Stat(filepath.Join(filepath.Dir(path), r.Path)); err != nil || info.IsDir() {
			t.Errorf("%s: the resource %s is no file: %v", path, r.Path, err)
		}
	}
	return p.Resources
}

// check holds a resource against what the specification asks for.
func (r *Resource) check(t *testing.T) {
	t.Helper()
	if !nameShape.MatchString(r.Name) || r.Path == "" || filepath.IsAbs(r.Path) || strings.Contains(r.Path, "..") {
		t.Errorf("a resource of the name %q and path %q", r.Name, r.Path)
	}
	if r.Type != "table" || r.Profile != "tabular-data-resource" || r.Format == "" || len(r.Schema.Fields) == 0 {
		t.Errorf("%s: type %q, profile %q, format %q, %d fields", r.Name, r.Type, r.Profile, r.Format, len(r.Schema.Fields))
	}
	if d := r.Dialect; d != nil && (len(d.Delimiter) != 1 || d.DoubleQuote == nil) { // version 1 asks for both
		t.Errorf("%s: a dialect without a delimiter or doubleQuote", r.Name)
	}
	for _, f := range r.Schema.Fields {
		if f.Name == "" || !slices.Contains([]string{"string", "date", "integer", "number", "boolean"}, f.Type) {
			t.Errorf("%s: a field %q of type %q", r.Name, f.Name, f.Type)
		}
		if (len(f.Categories) > 0) != (f.CategoriesOrdered != nil) || !slices.Equal(f.Categories, f.Constraints.Enum) {
			t.Errorf("%s: categories %q of %s, and an enum %q", r.Name, f.Categories, f.Name, f.Constraints.Enum)
		}
	}
}

// CheckCSV fails the test unless the columns of the resource's CSV file are the fields, in order, and
// every value is one of its field. It returns how many rows there are.
func (r *Resource) CheckCSV(t *testing.T, folder string) (rows int) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(folder, r.Path))
	if err != nil {
		t.Fatal(err)
	}
	c := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(content), "\ufeff")))
	if r.Dialect != nil {
		c.Comma = rune(r.Dialect.Delimiter[0])
	}
	records, err := c.ReadAll()
	if err != nil || len(records) == 0 {
		t.Fatalf("%s: %d records, %v", r.Path, len(records), err)
	}
	if !slices.Equal(records[0], r.Columns()) {
		t.Fatalf("%s has the columns\n%q\nand its package\n%q", r.Path, records[0], r.Columns())
	}
	for i, record := range records[1:] {
		for k, v := range record {
			if err := r.Schema.Fields[k].takes(v, r.Schema.MissingValues); err != nil {
				t.Errorf("%s, row %d: %v", r.Path, i+1, err)
			}
		}
	}
	return len(records) - 1
}

// takes says why a value is none of the field.
func (f *Field) takes(v string, missing []string) (err error) {
	if slices.Contains(missing, v) {
		if f.Constraints.Required {
			return fmt.Errorf("%s is missing", f.Name)
		}
		return nil
	}
	switch f.Type {
	case "date":
		_, err = time.Parse("2006-01-02", v)
	case "integer":
		_, err = strconv.ParseInt(v, 10, 64)
	case "number":
		if f.DecimalChar != "" {
			v = strings.Replace(v, f.DecimalChar, ".", 1)
		}
		_, err = strconv.ParseFloat(v, 64)
	case "boolean":
		yes, no := f.TrueValues, f.FalseValues
		if yes == nil {
			yes, no = []string{"true", "True", "TRUE", "1"}, []string{"false", "False", "FALSE", "0"}
		}
		if !slices.Contains(yes, v) && !slices.Contains(no, v) {
			err = fmt.Errorf("%q is no boolean", v)
		}
	}
	if err == nil && len(f.Categories) > 0 && !slices.Contains(f.Categories, v) {
		err = fmt.Errorf("%q is not one of %q", v, f.Categories)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	return nil
}
