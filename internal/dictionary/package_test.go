package dictionary

import (
	"encoding/json"
	"strings"
	"testing"
)

// A package by hand, as the two versions of its readers look for it: a CSV file has an encoding, a Parquet file none;
// signs of HTML stay as they are.
func TestAPackageAsJSON(t *testing.T) {
	fields := []Field{{Name: "n", Type: "integer", Title: "a < b"}}
	p := New("spells", "Spells", NewResource("csv", "a.csv", "csv", fields), NewResource("parquet", "a.parquet", "parquet", fields))
	b, err := p.JSON()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(string(b), "}\n") || !strings.Contains(string(b), "a < b") {
		t.Errorf("written as\n%s", b)
	}
	var got struct {
		Schema    string `json:"$schema"`
		Name      string `json:"name"`
		Resources []struct {
			Name, Path, Type, Profile, Format, MediaType, Encoding string
			Schema                                                 struct{ MissingValues []string }
		}
	}
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	if got.Schema != "https://datapackage.org/profiles/2.0/datapackage.json" || got.Name != "spells" || len(got.Resources) != 2 {
		t.Fatalf("%+v", got)
	}
	csv, parquet := got.Resources[0], got.Resources[1]
	if csv.MediaType != "text/csv" || csv.Encoding != "utf-8" || csv.Type != "table" || csv.Profile != "tabular-data-resource" || csv.Path != "a.csv" {
		t.Errorf("CSV: %+v", csv)
	}
	if parquet.MediaType != "application/vnd.apache.parquet" || parquet.Encoding != "" || len(parquet.Schema.MissingValues) != 1 || parquet.Schema.MissingValues[0] != "" {
		t.Errorf("Parquet: %+v", parquet)
	}
	line, err := NewSchema(fields).JSON()
	if err != nil || strings.ContainsAny(string(line), "\n") || !strings.HasPrefix(string(line), `{"fields":[{"name":"n"`) {
		t.Errorf("on a line: %s, %v", line, err)
	}
}
