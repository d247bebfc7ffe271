package dictionary

import (
	"bytes"
	"encoding/json"
)

// FileName is the name that readers of data packages look for in a folder.
const FileName = "datapackage.json"

// Suffix is put after the name of a single file, as spells.csv, to name its package: two files of
// spells in one folder, also spells.csv and spells.parquet, then have one each.
const Suffix = "." + FileName

// MetadataKey is the key in the metadata of a Parquet file of the Table Schema of its columns.
const MetadataKey = "varighet.table_schema"

// profile is version 2 of Data Package.
const profile = "https://datapackage.org/profiles/2.0/datapackage.json"

// A Package is a Data Package, version 2, that readers of version 1 take too. It has nothing of
// rows in it: no count, no hash, no value but names of groups.
type Package struct {
	Profile     string     `json:"$schema"`
	Name        string     `json:"name"`
	Title       string     `json:"title"`
	Description string     `json:"description,omitempty"`
	Sources     []Source   `json:"sources,omitempty"`
	Resources   []Resource `json:"resources"`
}

// A Source is where the data come from.
type Source struct {
	Title string `json:"title"`
	Path  string `json:"path,omitempty"`
}

// A Resource is one file. Kind and Profile say the same to readers of version 2 and of version 1.
type Resource struct {
	Name        string      `json:"name"`
	Path        string      `json:"path"`
	Kind        string      `json:"type"`
	Profile     string      `json:"profile"`
	Title       string      `json:"title,omitempty"`
	Description string      `json:"description,omitempty"`
	Format      string      `json:"format"`
	MediaType   string      `json:"mediatype"`
	Encoding    string      `json:"encoding,omitempty"`
	Dialect     *Dialect    `json:"dialect,omitempty"`
	Schema      TableSchema `json:"schema"`
}

// A Dialect is how a CSV file is written, if not with commas. Version 1 asks for both.
type Dialect struct {
	Delimiter   string `json:"delimiter"`
	DoubleQuote bool   `json:"doubleQuote"`
}

// A TableSchema is the columns of a file, and what stands for a value that is missing.
type TableSchema struct {
	Fields        []Field  `json:"fields"`
	MissingValues []string `json:"missingValues"`
}

// NewSchema is the schema of a file whose missing values are empty.
func NewSchema(fields []Field) TableSchema { return TableSchema{fields, []string{""}} }

// New is a package of some files.
func New(name, title string, resources ...Resource) *Package {
	return &Package{Profile: profile, Name: name, Title: title, Resources: resources}
}

// The formats of files, as a resource names them.
var mediaTypes = map[string]string{
	"csv":     "text/csv",
	"parquet": "application/vnd.apache.parquet",
	"xlsx":    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// NewResource is a file of a format: csv, parquet or xlsx.
func NewResource(name, path, format string, fields []Field) Resource {
	r := Resource{Name: name, Path: path, Kind: "table", Profile: "tabular-data-resource", Format: format,
		MediaType: mediaTypes[format], Schema: NewSchema(fields)}
	if format == "csv" {
		r.Encoding = "utf-8"
	}
	return r
}

// JSON is the file, ending in a line feed.
func (p *Package) JSON() ([]byte, error) { return indented(p, "  ") }

// JSON is the schema on one line.
func (s TableSchema) JSON() ([]byte, error) {
	b, err := indented(s, "")
	return bytes.TrimSpace(b), err
}

func indented(v any, indent string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	err := e.Encode(v)
	return b.Bytes(), err
}
