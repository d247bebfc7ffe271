package document

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/growth"
	"github.com/varighet/varighet/internal/celltext"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/version"
	"github.com/varighet/varighet/survival"
)

// A checkTable is a table that a [CheckAnswer] has as CSV.
type checkTable struct {
	name string
	grid func(*CheckAnswer) *grid
}

var checkTables = []checkTable{
	{"columns", (*CheckAnswer).columnsGrid},
	{"files", (*CheckAnswer).filesGrid},
	{"layouts", (*CheckAnswer).layoutsGrid},
	{"months", (*CheckAnswer).monthsGrid},
	{"samples", (*CheckAnswer).samplesGrid},
	{"ledger", (*CheckAnswer).ledgerGrid},
	{"problems", (*CheckAnswer).problemsGrid},
	{"warnings", (*CheckAnswer).warningsGrid},
	{"alarms", (*CheckAnswer).alarmsGrid},
}

// CheckTables are the names of the tables that a [CheckAnswer] has as CSV. The first is the one of no
// name.
var CheckTables = checkTableNames()

func checkTableNames() (names []string) {
	for _, t := range checkTables {
		names = append(names, t.name)
	}
	return names
}

// A CheckAnswer is what `check` prints: what files were taken for, and what is wrong with them.
type CheckAnswer struct {
	Schema   string         `json:"schema"`   // varighet.check/1
	Files    []checkFile    `json:"files"`    // a table each, by name: a workbook has one a sheet
	Ledger   ingest.Ledger  `json:"ledger"`   // the rows of all files
	Problems []checkProblem `json:"problems"` // faults: with any, the files cannot be read
	Warnings []checkWarning `json:"warnings"` // what had to be guessed or left out
	// what is hardly true, or that a rule had to settle; empty if there are faults
	Alarms  []survival.Alarm `json:"alarms"`
	Version string           `json:"version"` // of the program

	reading *ingest.Result
	table   string // of CSV
}

// A checkFile is what a table was taken for. What it has not, or what is not known, is absent.
type checkFile struct {
	Name     string `json:"name"`                // of the file, and the sheet
	SetAside string `json:"set_aside,omitempty"` // why the file was not read at all; absent: it was
	// text, XLSX, HTML, Parquet, XML or JSON; absent: not read
	Format   string `json:"format,omitempty"`
	Sheet    string `json:"sheet,omitempty"`    // of a workbook; absent: of other files
	Encoding string `json:"encoding,omitempty"` // of text and pages; absent: of other files
	// semicolon, tab, comma, pipe or the sign; absent: there is none
	Separator string `json:"separator,omitempty"`
	// line or row of the header, from 1; absent: none found
	HeaderRow int `json:"header_row,omitempty"`
	// by what the file tells doctors apart; absent: it has no doctors
	DoctorIDs string `json:"doctor_ids,omitempty"`
	// from the title or the name of the file; absent: rows have their own, or it is not known
	Code         string `json:"municipality_code,omitempty"`
	Municipality string `json:"municipality_name,omitempty"` // likewise; absent: as municipality_code
	// the layout that fits best, and the next; absent: no table was found
	Layouts []checkLayout `json:"layouts,omitempty"`
	Months  []checkMonth  `json:"months,omitempty"` // that rows are of, ascending; absent: none
	// in the order of the file; absent: no header that is known
	Columns []checkColumn `json:"columns,omitempty"`
	Samples []checkSample `json:"samples,omitempty"` // a few rows as they were read; absent: none
	Ledger  ingest.Ledger `json:"ledger"`            // the rows of the table
	// what columns may be that are not known; absent: none
	Guesses []checkGuess `json:"guesses,omitempty"`
}

// A checkLayout is how well a table fits a known layout.
type checkLayout struct {
	ID    string `json:"id"`    // L1 to L9, L6b or L7b
	Name  string `json:"name"`  // in a few words
	Score int    `json:"score"` // the share of the layout's signs that the table shows, by weight (percent)
}

// A checkMonth counts the rows of a month.
type checkMonth struct {
	Month varighet.Month `json:"month"` // YYYY-MM
	Rows  int64          `json:"rows"`  // used rows of it
}

// A checkColumn is what a column was taken for.
type checkColumn struct {
	Header string `json:"header"`          // as the file has it
	Field  string `json:"field"`           // the register's name of it; "" if it is not known
	Used   bool   `json:"used"`            // something was read from it
	Month  string `json:"month,omitempty"` // that the header names, YYYY-MM; absent: none
}

// A checkSample is a row as it was read.
type checkSample struct {
	Row    int               `json:"row"`    // of the file, from 1
	Values map[string]string `json:"values"` // by field
}

// A checkGuess is what a column that is not known may be.
type checkGuess struct {
	Header string `json:"header"` // as the file has it
	Field  string `json:"field"`  // what it may be
	Why    string `json:"why"`    // what speaks for it
}

// A checkProblem is one fault in the input, its place, and a way out.
type checkProblem struct {
	File    string `json:"file"`             // as the user gave it; - is standard input
	Line    int    `json:"line,omitempty"`   // from 1, the header counted; absent: the whole file
	Column  int    `json:"column,omitempty"` // field, from 1; absent: not one field
	Place   string `json:"place,omitempty"`  // sheet and cell, such as Ark1!C5; absent: the file has lines
	Code    string `json:"code"`             // stable, for scripts: municipality-code
	Message string `json:"message"`          // what is wrong, with no value that may identify a person
	Hint    string `json:"hint,omitempty"`   // what to do; absent: nothing to say
}

// A checkWarning is something that had to be guessed or left out, and how often.
type checkWarning struct {
	File    string `json:"file"`           // where it was first seen
	Line    int    `json:"line,omitempty"` // there, from 1; absent: it is about the whole file
	Code    string `json:"code"`           // stable, for scripts: column-unused
	Message string `json:"message"`        // with no value that may identify a person
	Count   int64  `json:"count"`          // rows; for a column or a file, 1 each time
}

// Check says what files were taken for, with what was found wrong with them; table is
// the one of CSV.
func Check(result *ingest.Result, alarms []survival.Alarm, found error, table string) *CheckAnswer {
	doc := &CheckAnswer{Schema: "varighet.check/1", Ledger: result.Ledger, Files: []checkFile{}, Problems: []checkProblem{},
		Warnings: []checkWarning{}, Alarms: append([]survival.Alarm{}, alarms...), Version: version.Of(), reading: result, table: table}
	for i := range result.Files {
		doc.Files = append(doc.Files, checkedFileOf(&result.Files[i]))
	}
	for _, p := range problemsOf(found) {
		doc.Problems = append(doc.Problems, checkProblem{p.File, p.Line, p.Column, p.Place, p.Code, p.Msg, p.Hint})
	}
	for _, x := range result.Warnings {
		doc.Warnings = append(doc.Warnings, checkWarning{x.File, x.Line, x.Code, x.Msg, x.Count})
	}
	return doc
}

func checkedFileOf(f *ingest.FileSummary) checkFile {
	c := checkFile{Name: f.Name, SetAside: f.SetAside, Format: f.Format, Sheet: f.Sheet, Encoding: f.Encoding, Separator: f.Separator,
		HeaderRow: f.HeaderLine, Code: string(f.Code), Municipality: f.Municipality, Ledger: f.Ledger}
	if f.DoctorIDs != ingest.DoctorIDNone {
		c.DoctorIDs = f.DoctorIDs.String()
	}
	for _, l := range f.Layouts[:min(len(f.Layouts), 2)] {
		c.Layouts = append(c.Layouts, checkLayout(l))
	}
	for _, m := range f.Months {
		c.Months = append(c.Months, checkMonth(m))
	}
	for _, col := range f.Columns {
		month := ""
		if col.Month.OK {
			month = col.Month.V.String()
		}
		c.Columns = append(c.Columns, checkColumn{col.Header, col.Field, col.Used, month})
	}
	for _, s := range f.Samples {
		values := map[string]string{}
		for _, v := range s.Values {
			values[v.Field] = v.Value
		}
		c.Samples = append(c.Samples, checkSample{s.Row, values})
	}
	if f.Offer != nil {
		for _, g := range f.Offer.Columns {
			if g.Why != "" && g.Field != "" {
				c.Guesses = append(c.Guesses, checkGuess{g.Header, g.Field, strings.TrimPrefix(g.Why, "a guess: ")})
			}
		}
	}
	return c
}

// problemsOf returns the faults that an error tells of.
func problemsOf(err error) []*varighet.Problem {
	var many *varighet.Problems
	var one *varighet.Problem
	switch {
	case errors.As(err, &many):
		return many.All()
	case errors.As(err, &one):
		return []*varighet.Problem{one}
	}
	return nil
}

// CSV writes the table that was asked for.
func (d *CheckAnswer) CSV(w io.Writer) error {
	i := slices.IndexFunc(checkTables, func(t checkTable) bool { return t.name == d.table })
	return checkTables[max(i, 0)].grid(d).CSV(w)
}

// columnsGrid lists the columns of all tables, and what those may be that are not known. What
// has no header row that is known has guesses only.
func (d *CheckAnswer) columnsGrid() *grid {
	g := &grid{header: []string{"file", "sheet", "column", "header", "field", "used", "month", "guess", "why"}}
	for i := range d.Files {
		f := &d.Files[i]
		guesses := map[string]checkGuess{}
		for _, x := range f.Guesses {
			guesses[x.Header] = x
			if len(f.Columns) == 0 {
				g.add(f.Name, f.Sheet, "", x.Header, "", false, "", x.Field, x.Why)
			}
		}
		for k, c := range f.Columns {
			x := guesses[c.Header]
			g.add(f.Name, f.Sheet, k+1, c.Header, c.Field, c.Used, c.Month, x.Field, x.Why)
		}
	}
	return g
}

func (d *CheckAnswer) filesGrid() *grid {
	g := &grid{header: []string{"file", "sheet", "set_aside", "format", "encoding", "separator", "header_row", "doctor_ids",
		"municipality_code", "municipality_name"}}
	for i := range d.Files {
		f := &d.Files[i]
		g.add(f.Name, f.Sheet, f.SetAside, f.Format, f.Encoding, f.Separator, numberOrNone(f.HeaderRow), f.DoctorIDs, f.Code, f.Municipality)
	}
	return g
}

func (d *CheckAnswer) layoutsGrid() *grid {
	g := &grid{header: []string{"file", "sheet", "layout", "name", "score"}}
	for i := range d.Files {
		for _, l := range d.Files[i].Layouts {
			g.add(d.Files[i].Name, d.Files[i].Sheet, l.ID, l.Name, l.Score)
		}
	}
	return g
}

func (d *CheckAnswer) monthsGrid() *grid {
	g := &grid{header: []string{"file", "sheet", "month", "rows"}}
	for i := range d.Files {
		for _, m := range d.Files[i].Months {
			g.add(d.Files[i].Name, d.Files[i].Sheet, m.Month, m.Rows)
		}
	}
	return g
}

func (d *CheckAnswer) samplesGrid() *grid {
	g := &grid{header: []string{"file", "sheet", "row", "field", "value"}}
	for i := range d.Files {
		for _, s := range d.Files[i].Samples {
			for _, field := range slices.Sorted(maps.Keys(s.Values)) {
				g.add(d.Files[i].Name, d.Files[i].Sheet, s.Row, field, s.Values[field])
			}
		}
	}
	return g
}

// ledgerGrid accounts for the rows of each file: those used, and those set aside by reason,
// with a line for each run of neighbours.
func (d *CheckAnswer) ledgerGrid() *grid {
	g := &grid{header: []string{"file", "sheet", "what", "reason", "rows", "first", "last"}}
	for i := range d.Files {
		f := &d.Files[i]
		g.add(f.Name, f.Sheet, "used", "", f.Ledger.Used, "", "")
		for _, reason := range f.Ledger.Reasons() {
			rest := f.Ledger.SetAside[reason]
			for _, r := range f.Ledger.Lines[reason].Ranges {
				n := int64(r[1] - r[0] + 1)
				rest -= n
				g.add(f.Name, f.Sheet, "set_aside", reason, n, r[0], r[1])
			}
			if rest > 0 {
				g.add(f.Name, f.Sheet, "set_aside", reason, rest, "", "")
			}
		}
	}
	return g
}

func (d *CheckAnswer) problemsGrid() *grid {
	g := &grid{header: []string{"file", "line", "column", "place", "code", "message", "hint"}}
	for _, p := range d.Problems {
		g.add(p.File, numberOrNone(p.Line), numberOrNone(p.Column), p.Place, p.Code, p.Message, p.Hint)
	}
	return g
}

func (d *CheckAnswer) warningsGrid() *grid {
	g := &grid{header: []string{"file", "line", "code", "message", "count"}}
	for _, x := range d.Warnings {
		g.add(x.File, numberOrNone(x.Line), x.Code, x.Message, x.Count)
	}
	return g
}

func (d *CheckAnswer) alarmsGrid() *grid {
	g := &grid{header: []string{"code", "municipality_code", "municipality_name", "month", "count", "message", "hint", "taken", "other"}}
	for _, a := range d.Alarms {
		g.add(a.Code, a.Municipality, a.Name, a.Month, a.Count, a.Msg, a.Hint, a.Taken, a.Other)
	}
	return g
}

// numberOrNone is the number of a line or a column, empty if there is none.
func numberOrNone(n int) any {
	if n == 0 {
		return ""
	}
	return n
}

// Text writes a paragraph a table, and the ledger of all.
func (d *CheckAnswer) Text(w io.Writer) error {
	result := d.reading
	tables := columnTables(result.Files)
	for i := range result.Files {
		if result.Files[i].SetAside == "" {
			writeFileSummary(w, &result.Files[i], tables[i])
		}
	}
	return writeLedger(w, result.Ledger, growth.InputsOf(result))
}

// columnTables lists the columns of each table. Where several have the same, the first
// says so, and the others have none: "" for them.
func columnTables(files []ingest.FileSummary) []string {
	tables := make([]string, len(files))
	first := map[string]int{}
	others := map[int][]int{}
	for i := range files {
		if files[i].SetAside != "" {
			continue
		}
		table := columnTable(&files[i])
		k, seen := first[table]
		if !seen || table == "" {
			first[table], tables[i] = i, table
			continue
		}
		others[k] = append(others[k], i)
	}
	for k, same := range others {
		what := []string{"other sheet", "other sheets"}
		if slices.ContainsFunc(same, func(i int) bool { return !isOtherSheet(&files[k], &files[i]) }) {
			what = []string{"other table", "other tables"}
		}
		tables[k] += fmt.Sprintf("    the same in %s\n", english.Count(len(same), what[0], what[1]))
	}
	return tables
}

// isOtherSheet reports whether two tables are sheets of one workbook.
func isOtherSheet(a, b *ingest.FileSummary) bool {
	return a.Sheet != "" && b.Sheet != "" && strings.TrimSuffix(a.Name, a.Sheet) == strings.TrimSuffix(b.Name, b.Sheet)
}

// writeFileSummary says what a table was understood to be; columns lists its columns.
func writeFileSummary(w io.Writer, f *ingest.FileSummary, columns string) {
	fmt.Fprintf(w, "%s\n  %s\n", celltext.Line(f.Name), strings.Join(formatWords(f), ", "))
	if len(f.Layouts) > 1 {
		first, next := f.Layouts[0], f.Layouts[1]
		fmt.Fprintf(w, "  layout %s: %s (%d of 100)", first.ID, first.Name, first.Score)
		if next.Score > 0 {
			fmt.Fprintf(w, "; next %s: %s (%d)", next.ID, next.Name, next.Score)
		}
		fmt.Fprintln(w)
	}
	if f.Code != "" || f.Municipality != "" {
		fmt.Fprintf(w, "  municipality by title or file name: %s\n", strings.TrimSpace(string(f.Code)+" "+f.Municipality))
	}
	if n := len(f.Months); n == 1 {
		fmt.Fprintf(w, "  month %s\n", f.Months[0].Month)
	} else if n > 1 {
		fmt.Fprintf(w, "  %d months, %s to %s\n", n, f.Months[0].Month, f.Months[n-1].Month)
	}
	io.WriteString(w, columns)
	for _, s := range f.Samples {
		var parts []string
		for _, v := range s.Values {
			parts = append(parts, v.Field+" "+v.Value)
		}
		fmt.Fprintf(w, "  row %d: %s\n", s.Row, strings.Join(parts, ", "))
	}
	if f.Offer != nil && f.Offer.Guesses() > 0 {
		fmt.Fprintf(w, "  %s guessed at: --save-layout FILE writes a layout to look over and give with --layout\n",
			english.Count(f.Offer.Guesses(), "column is", "columns are"))
	}
}

func formatWords(f *ingest.FileSummary) []string {
	words := []string{f.Format}
	if f.Format == "" {
		words[0] = "not read"
	}
	if f.Sheet != "" {
		words = append(words, "sheet "+f.Sheet)
	}
	for _, s := range []string{f.Encoding, f.Separator} {
		if s != "" {
			words = append(words, s)
		}
	}
	if f.HeaderLine > 0 {
		words = append(words, fmt.Sprintf("header in row %d", f.HeaderLine))
	}
	if f.DoctorIDs != ingest.DoctorIDNone {
		words = append(words, "doctors by "+f.DoctorIDs.String())
	}
	return words
}

// columnTable lists what each column was taken for.
func columnTable(f *ingest.FileSummary) string {
	guesses := map[string]ingest.OfferedColumn{}
	columns := f.Columns
	if f.Offer != nil {
		for _, c := range f.Offer.Columns {
			guesses[c.Header] = c
			if len(f.Columns) == 0 {
				columns = append(columns, ingest.Column{Header: c.Header})
			}
		}
	}
	var b strings.Builder
	tw := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, c := range columns {
		field := c.Field
		switch g := guesses[c.Header]; {
		case field == "" && g.Field != "":
			field = fmt.Sprintf("(not known: %s? %s)", g.Field, strings.TrimPrefix(g.Why, "a guess: "))
		case field == "":
			field = "(not known, not used)"
		case !c.Used:
			field += " (not used)"
		}
		if c.Month.OK {
			field += " in " + c.Month.V.String()
		}
		fmt.Fprintf(tw, "    %s\t→ %s\n", strings.ReplaceAll(c.Header, "\t", " "), field)
	}
	tw.Flush()
	return b.String()
}
