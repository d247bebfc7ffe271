package study

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"path/filepath"
	"reflect"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/limit"
	"github.com/varighet/varighet/internal/sidefile"
	"github.com/varighet/varighet/internal/version"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/locale"
)

// NumbersName is the file with every number of a report, for programs.
const NumbersName = "numbers.json"

const (
	numbersSchema = "varighet.numbers/1"
)

// Numbers are all numbers of a report's tables, of its figures and of its summary, as they were
// printed: what a report withholds is withheld here. Keys do not depend on the language, so that
// reports of two years can be held side by side.
type Numbers struct {
	Schema  string         `json:"schema"`  // varighet.numbers/1
	Version string         `json:"version"` // of the program
	Study   string         `json:"study"`   // its id: the name of its file without .toml
	First   varighet.Month `json:"first"`   // first month of the data, YYYY-MM
	Last    varighet.Month `json:"last"`    // last month of the data, YYYY-MM
	// the summary's first, then figures that have numbers, then tables, in the order of the report
	Tables []NumbersTable `json:"tables"`
}

// A NumbersTable is the numbers of one table.
type NumbersTable struct {
	Of      string          `json:"of"`      // where it stands: summary, figure or table
	Name    string          `json:"name"`    // of its files, without suffix; of the summary's, summary
	Title   Text            `json:"title"`   // by language
	Columns []NumbersColumn `json:"columns"` // of numbers
	Rows    []NumbersRow    `json:"rows"`    // in the order of the table
}

// A NumbersColumn says what the numbers of a column are.
type NumbersColumn struct {
	Key      string `json:"key"`      // as in the table's CSV
	Title    Text   `json:"title"`    // by language; empty: people do not see the column
	Kind     string `json:"kind"`     // count, number or share (0–1)
	Decimals int    `json:"decimals"` // shown to people: of a number, or of a share in per cent
}

// A NumbersRow is a row of a table.
type NumbersRow struct {
	Key   string        `json:"key"`   // what it is about; no two of a table are the same
	Label Text          `json:"label"` // the same in words, by language
	Cells []NumbersCell `json:"cells"` // a number a column
}

// A NumbersCell is a number with its limits.
type NumbersCell struct {
	Value *float64 `json:"value"` // as the column's kind says; null: state says why
	// lower confidence limit at 95 %, in the same unit; absent: there is none, or it was not reached
	Lower *float64 `json:"lower,omitempty"`
	// upper limit, likewise; absent: there is none, or it was not reached
	Upper *float64 `json:"upper,omitempty"`
	// why there is no value: missing, not_reached, withheld or too_few; absent: there is one
	State string `json:"state,omitempty"`
}

// numbers are those of a report, through the gate of a page.
func (r *Result) numbers(p *Page) (*Numbers, error) {
	n := &Numbers{Schema: numbersSchema, Version: version.Of(), Study: r.Study.ID, Tables: []NumbersTable{}}
	n.First, n.Last = r.Months()
	err := n.add("summary", p, func(p *Page) (*report.Table, error) {
		facts, err := r.facts(p)
		if err != nil {
			return nil, err
		}
		return p.summaryTable(facts), nil
	})
	if err != nil {
		return nil, err
	}
	for _, x := range r.numbered(p) {
		if err := n.add(x.of, p, func(p *Page) (*report.Table, error) { return p.Table(x.answer) }); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// A numberSource has a table of its numbers, beside a figure or by itself.
type numberSource struct {
	of     string
	answer *Answer
}

// numbered are the figures that have numbers and the tables that the page carries; of a figure and a table of the same
// numbers, the table.
func (r *Result) numbered(p *Page) (list []numberSource) {
	for _, a := range p.carried(r.Figures) {
		same := func(t *Answer) bool { return t.kind == a.kind && reflect.DeepEqual(t.Value, a.Value) }
		if a.kind.HasTable() && !slices.ContainsFunc(r.Tables, same) {
			list = append(list, numberSource{"figure", a})
		}
	}
	for _, a := range p.carried(r.Tables) {
		list = append(list, numberSource{"table", a})
	}
	return list
}

// add takes the numbers of a table, which is made in each language.
func (n *Numbers) add(of string, p *Page, table func(*Page) (*report.Table, error)) error {
	out := NumbersTable{Of: of}
	for _, tag := range locale.Tags() {
		t, err := table(p.in(tag))
		if err != nil {
			return err
		}
		in, err := t.Numbers()
		if err != nil {
			return err
		}
		if out.Title == nil {
			out = newNumbersTable(of, t.Name, in)
		}
		out.label(tag, t.Title, in)
	}
	n.Tables = append(n.Tables, out)
	return nil
}

func newNumbersTable(of, name string, in *report.Numbers) NumbersTable {
	t := NumbersTable{Of: of, Name: name, Title: Text{}, Columns: []NumbersColumn{}, Rows: []NumbersRow{}}
	for _, c := range in.Columns {
		t.Columns = append(t.Columns, NumbersColumn{c.Key, Text{}, c.Kind.String(), c.Decimals})
	}
	for _, r := range in.Rows {
		row := NumbersRow{r.Key, Text{}, []NumbersCell{}}
		for _, c := range r.Cells {
			row.Cells = append(row.Cells, NumbersCell{pointer(c.Value), pointer(c.Lower), pointer(c.Upper), c.State.String()})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// label puts the words of a language on a table of the same numbers.
func (t *NumbersTable) label(tag, title string, in *report.Numbers) {
	t.Title[tag] = title
	for i := range in.Columns {
		t.Columns[i].Title[tag] = in.Columns[i].Title
	}
	at := map[string]int{}
	for i := range t.Rows {
		at[t.Rows[i].Key] = i
	}
	for _, r := range in.Rows { // names sort by language
		if i, ok := at[r.Key]; ok {
			t.Rows[i].Label[tag] = r.Label
		}
	}
}

func pointer(v varighet.Opt[float64]) *float64 {
	if !v.OK {
		return nil
	}
	return &v.V
}

// file is the numbers as they are written.
func (n *Numbers) file() (File, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(n)
	return File{NumbersName, b.Bytes()}, err
}

// Numbers reads the numbers of the report. A folder without them, as earlier versions wrote it, is a
// [varighet.Problem].
func (f *Folder) Numbers() (*Numbers, error) {
	path := filepath.Join(f.dir, NumbersName)
	problem := func(msg string) error {
		return &varighet.Problem{File: filepath.ToSlash(path), Code: "no-numbers", Msg: msg, Hint: "run the study again"}
	}
	b, err := sidefile.Read(path, "the numbers of a report", limit.Default(limit.Numbers))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, problem("the folder does not have the numbers of its report as a file")
	}
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(b)
	if !slices.ContainsFunc(f.Manifest.Outputs, func(o manifestOutput) bool {
		return o.Name == NumbersName && o.SHA256 == hex.EncodeToString(sum[:])
	}) {
		return nil, problem("the file was changed since the study was run")
	}
	n, ok := decodeNumbers(b)
	if !ok {
		return nil, problem("these are not a report's numbers of the schema " + numbersSchema)
	}
	return n, nil
}

func decodeNumbers(b []byte) (*Numbers, bool) {
	var n Numbers
	err := json.Unmarshal(b, &n)
	return &n, err == nil && n.Schema == numbersSchema
}
