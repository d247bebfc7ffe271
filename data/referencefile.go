package data

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"unicode/utf8"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/celltext"
	"github.com/varighet/varighet/internal/limit"
)

// referenceSchema is the version of the folder's format.
const referenceSchema = "varighet.reference/1"

// A Manifest is manifest.json of a reference folder: what the reference was made from, and what
// is in it.
type Manifest struct {
	Schema   string          `json:"schema"`   // varighet.reference/1
	First    string          `json:"first"`    // first month covered, YYYY-MM, for the reader: the tables say it too
	Last     string          `json:"last"`     // last month covered, YYYY-MM
	Inputs   []Input         `json:"inputs"`   // the files that it was made from; null: none
	Totals   []YearTotal     `json:"totals"`   // population of the country, ascending; null: not known
	Findings []Finding       `json:"findings"` // what the import noticed; null: nothing
	Tables   []manifestTable `json:"tables"`   // the other files of the folder
}

// A manifestTable is a table of the folder.
type manifestTable struct {
	Name   string `json:"name"`   // of the file
	Rows   int    `json:"rows"`   // below the header
	SHA256 string `json:"sha256"` // of its bytes, in hexadecimal
}

// WriteFolder writes the reference as a folder, whole or not at all. A
// reference folder of the same name is replaced; any other folder that is not
// empty is left alone, with an error.
func (r *Reference) WriteFolder(dir string) error {
	if err := refuseForeignFolder(dir); err != nil {
		return err
	}
	d, err := atomicfile.CreateDir(dir)
	if err != nil {
		return err
	}
	defer d.Abort()
	files, err := r.encode()
	if err != nil {
		return fmt.Errorf("writing %s: %w", dir, err)
	}
	for _, f := range files {
		if err := d.WriteFile(f.name, f.content); err != nil {
			return fmt.Errorf("writing %s: %w", dir, err)
		}
	}
	return d.Commit()
}

// refuseForeignFolder keeps a mistyped output folder from being replaced.
func refuseForeignFolder(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", dir, err)
	}
	content, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	var m Manifest
	if err != nil || json.Unmarshal(content, &m) != nil || m.Schema != referenceSchema {
		return &varighet.Problem{
			File: dir, Code: "folder-in-the-way", Msg: "the folder is not empty and is not a reference folder",
			Hint: "name a folder that does not exist yet, or an older reference folder",
		}
	}
	return nil
}

type namedFile struct {
	name    string
	content []byte
	rows    int
}

// encode gives the files of the folder, the manifest last.
func (r *Reference) encode() ([]namedFile, error) {
	var files []namedFile
	for _, table := range []struct {
		name string
		rows [][]string
	}{
		{"municipalities.csv", municipalityRows(r.tables.Municipalities)},
		{"changes.csv", changeRows(r.tables.Changes)},
		{"population.csv", populationRows(r.tables.Populations)},
	} {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		if err := w.WriteAll(table.rows); err != nil {
			return nil, err
		}
		files = append(files, namedFile{table.name, b.Bytes(), len(table.rows) - 1})
	}
	m := Manifest{
		Schema: referenceSchema, First: r.First().String(), Last: r.Last().String(), Inputs: r.tables.Inputs,
		Totals: r.tables.Totals, Findings: r.tables.Findings,
	}
	for _, f := range files {
		sum := sha256.Sum256(f.content)
		m.Tables = append(m.Tables, manifestTable{f.name, f.rows, hex.EncodeToString(sum[:])})
	}
	content, err := json.MarshalIndent(m, "", "  ")
	return append(files, namedFile{name: "manifest.json", content: append(content, '\n')}), err
}

func municipalityRows(list []Municipality) [][]string {
	rows := [][]string{{"code", "name", "valid_from", "valid_to"}}
	for _, m := range list {
		to := ""
		if m.To.OK {
			to = m.To.V.Date()
		}
		rows = append(rows, []string{string(m.Code), celltext.Guarded(m.Name), m.From.Date(), to})
	}
	return rows
}

func changeRows(list []Change) [][]string {
	rows := [][]string{{"old_code", "old_name", "new_code", "new_name", "date", "kind", "share", "primary", "primary_basis"}}
	for _, c := range list {
		share := ""
		if c.Share.OK {
			share = strconv.FormatFloat(c.Share.V, 'g', -1, 64)
		}
		rows = append(rows, []string{string(c.Old), celltext.Guarded(c.OldName), string(c.New), celltext.Guarded(c.NewName), c.Month.Date(), string(c.Kind),
			share, strconv.FormatBool(c.Primary), string(c.Basis)})
	}
	return rows
}

func populationRows(list []Population) [][]string {
	rows := [][]string{{"code", "year", "population", "basis"}}
	for _, p := range list {
		rows = append(rows, []string{string(p.Code), strconv.Itoa(p.Year), strconv.Itoa(int(p.Inhabitants)), string(p.Basis)})
	}
	return rows
}

// OpenReference reads a reference folder. A file that is missing, was changed
// since it was written, or does not hold what it should is a
// [varighet.Problem]; all faults of the tables come in one
// [varighet.Problems].
func OpenReference(dir string) (*Reference, error) {
	content, err := readReferenceFile(dir, "manifest.json")
	if err != nil {
		return nil, err
	}
	var m Manifest
	name := filepath.Join(dir, "manifest.json")
	if err := json.Unmarshal(content, &m); err != nil || m.Schema != referenceSchema {
		return nil, &varighet.Problem{
			File: name, Code: "reference-schema", Msg: "this is not the manifest of a reference folder of this version",
			Hint: "make the folder again with: varighet reference import",
		}
	}
	t := Tables{Inputs: m.Inputs, Totals: m.Totals, Findings: m.Findings}
	var faults varighet.Problems
	for _, table := range []struct {
		name   string
		header int
		row    func(p *rowParser)
	}{
		{"municipalities.csv", 4, t.parseMunicipality},
		{"changes.csv", 9, t.parseChange},
		{"population.csv", 4, t.parsePopulation},
	} {
		if err := readTable(dir, table.name, m.Tables, table.header, &faults, table.row); err != nil {
			return nil, err
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	r, err := NewReference(t)
	if err != nil {
		return nil, &varighet.Problem{File: dir, Code: "reference-tables", Msg: err.Error(),
			Hint: "make the folder again with: varighet reference import"}
	}
	return r, nil
}

func readReferenceFile(dir, name string) ([]byte, error) {
	path := filepath.Join(dir, name)
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &varighet.Problem{
			File: dir, Code: "reference-missing", Msg: "this is not a reference folder: it has no " + name,
			Hint: "make one with: varighet reference import --klass FILE --population FILE -o DIR",
		}
	}
	if err == nil && info.Size() > int64(limit.Default(limit.ReferenceFile)) {
		return nil, &varighet.Problem{File: path, Code: "reference-size", Msg: "the file is far too large for a reference table"}
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", dir, err)
	}
	return os.ReadFile(path)
}

// readTable reads one CSV table and hands each data row to row.
func readTable(dir, name string, tables []manifestTable, fields int, faults *varighet.Problems, row func(*rowParser)) error {
	content, err := readReferenceFile(dir, name)
	if err != nil {
		return err
	}
	path := filepath.Join(dir, name)
	sum := sha256.Sum256(content)
	for _, t := range tables {
		if t.Name == name && t.SHA256 != hex.EncodeToString(sum[:]) {
			return &varighet.Problem{
				File: path, Code: "reference-changed", Msg: "the table was changed after the folder was written",
				Hint: "make the folder again with: varighet reference import",
			}
		}
	}
	p := rowParser{file: path, faults: faults}
	if !utf8.Valid(content) {
		p.fault(0, "the table is not UTF-8")
		return nil
	}
	rd := csv.NewReader(bytes.NewReader(content))
	rd.FieldsPerRecord = fields
	rd.ReuseRecord = true
	records := 0
	for {
		p.fields, err = rd.Read()
		if err != nil {
			break
		}
		p.line, _ = rd.FieldPos(0)
		if records++; records > 1 {
			row(&p)
		}
	}
	var syntax *csv.ParseError
	if errors.As(err, &syntax) {
		p.line = syntax.Line
		p.fault(0, "the row is not of this table")
	} else if records == 0 {
		p.fault(0, "the table is empty")
	}
	return nil
}

// A rowParser reads the fields of one row and remembers where it is.
type rowParser struct {
	file   string
	line   int
	fields []string
	faults *varighet.Problems
}

func (p *rowParser) fault(column int, msg string) {
	p.faults.Add(&varighet.Problem{
		File: p.file, Line: p.line, Column: column, Code: "reference-table", Msg: msg,
		Hint: "make the folder again with: varighet reference import",
	})
}

func (p *rowParser) code(i int, mayBeEmpty bool) varighet.MunicipalityCode {
	if mayBeEmpty && p.fields[i] == "" {
		return ""
	}
	code, err := varighet.ParseMunicipalityCode(p.fields[i])
	if err != nil {
		p.fault(i+1, err.Error())
	}
	return code
}

func (p *rowParser) month(i int) varighet.Month {
	m, ok := ParseDate(p.fields[i])
	if !ok {
		p.fault(i+1, "not the first day of a month, such as 2020-01-01")
	}
	return m
}

func (p *rowParser) number(i int, low, high int64) int64 {
	n, err := strconv.ParseInt(p.fields[i], 10, 64)
	if err != nil || n < low || n > high {
		p.fault(i+1, fmt.Sprintf("not a whole number from %d to %d", low, high))
	}
	return n
}

// ParseDate reads the first day of a month as 2020-01-01. Unlike
// [varighet.ParseMonth] it takes any year from 1000 on: some municipalities
// have had their code since 1838.
func ParseDate(s string) (varighet.Month, bool) {
	if len(s) != 10 || s[4] != '-' || s[7:] != "-01" {
		return 0, false
	}
	year, err1 := strconv.ParseUint(s[:4], 10, 32)
	month, err2 := strconv.ParseUint(s[5:7], 10, 32)
	if err1 != nil || err2 != nil || year < 1000 || month < 1 || month > 12 {
		return 0, false
	}
	return varighet.Month(12*int(year) + int(month) - 1), true
}

func (t *Tables) parseMunicipality(p *rowParser) {
	m := Municipality{Code: p.code(0, false), Name: celltext.OfCSV(p.fields[1]), From: p.month(2)}
	if p.fields[3] != "" {
		m.To = varighet.Some(p.month(3))
	}
	t.Municipalities = append(t.Municipalities, m)
}

func (t *Tables) parseChange(p *rowParser) {
	c := Change{
		Old: p.code(0, true), OldName: celltext.OfCSV(p.fields[1]), New: p.code(2, true), NewName: celltext.OfCSV(p.fields[3]), Month: p.month(4),
		Kind: ChangeKind(p.fields[5]), Primary: p.fields[7] == "true", Basis: PrimaryBasis(p.fields[8]),
	}
	switch c.Kind {
	case Rename, Recode, Merge, Split, Begin, End:
	default:
		p.fault(6, "not a kind of change")
	}
	if p.fields[6] != "" {
		share, err := strconv.ParseFloat(p.fields[6], 64)
		if err != nil || !(share >= 0 && share <= 1) {
			p.fault(7, "not a share from 0 to 1")
		}
		c.Share = varighet.Some(share)
	}
	t.Changes = append(t.Changes, c)
}

func (t *Tables) parsePopulation(p *rowParser) {
	t.Populations = append(t.Populations, Population{
		Code: p.code(0, false), Year: int(p.number(1, 1000, 9999)), Inhabitants: int32(p.number(2, 1, 1<<31-1)),
		Basis: PopulationBasis(p.fields[3]),
	})
}
