package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/growth"
	"github.com/varighet/varighet/ingest/keyfile"
	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/survival"
)

func checkCommand() *cli.Command {
	return &cli.Command{
		Name:      "check",
		Usage:     "what the files are taken for, and their faults; writes nothing",
		ArgsUsage: "INPUT...",
		Description: "For each table: its layout and the next best, encoding, months, what each column was taken for, three\n" +
			"rows as they were understood (persons and lists masked), and every fault. --save-layout writes what was\n" +
			"understood and guessed as a file to correct and give with --layout.",
		Flags: append(layoutFlags(), []cli.Flag{
			referenceFlag(),
			&cli.BoolFlag{Name: "set-aside-faults", Usage: "set rows with a fault aside and count them"},
			&cli.StringFlag{Name: "save-layout", Usage: "write what the columns were taken for to `FILE` (TOML)"},
			jsonFlag(),
			csvFlag(),
		}...),
		Action: runCheck,
	}
}

// layoutFlags say what is in files that the reader does not see by itself.
func layoutFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "layout", Usage: "`FILE` (TOML) that says what the columns are"},
		&cli.StringSliceFlag{Name: "map", Usage: "a column is a field: `HEADER=FIELD`, such as Avtal-ID=position_id; may be repeated"},
		&cli.StringFlag{Name: "lists-within", Usage: "ids of lists are unique within the `municipality` only: 4631-1 is list 1 of 4631"},
		&cli.StringFlag{Name: "dates", Usage: "`ORDER` of dates with slashes or hyphens that do not show it: day/month, month/day or year/month"},
		&cli.StringFlag{Name: "last-month", Usage: "the last `MONTH` of exports and tables with periods, such as 2024-08"},
	}
}

// layoutFromFlags reads the layout file and adds what --map says.
func (o *ingestOptions) layoutFromFlags(ctx *cli.Context) error {
	if path := ctx.String("layout"); path != "" {
		var err error
		if o.layout, err = readLayout(path); err != nil {
			return err
		}
	}
	for _, pair := range ctx.StringSlice("map") {
		if o.layout == nil {
			o.layout = &ingest.Layout{}
		}
		if err := o.layout.Map(pair); err != nil {
			return choice.Errorf("--map: %v", err)
		}
	}
	if s := ctx.String("lists-within"); s != "" {
		if err := o.numberWithin(s); err != nil {
			return choice.Errorf("--lists-within: %v", err)
		}
	}
	if s := ctx.String("dates"); s != "" {
		if err := o.orderDates(s); err != nil {
			return choice.Errorf("--dates: %v", err)
		}
	}
	if s := ctx.String("last-month"); s != "" {
		m, err := monthOfFlag("last-month", s)
		if err != nil {
			return err
		}
		o.lastMonth = varighet.Some(m)
	}
	return nil
}

// numberWithin says that ids of lists are unique within a municipality only.
func (o *ingestOptions) numberWithin(what string) error {
	if o.layout == nil {
		o.layout = &ingest.Layout{}
	}
	return o.layout.NumberWithin(what)
}

// orderDates says in which order dates have day, month and year.
func (o *ingestOptions) orderDates(order string) error {
	if o.layout == nil {
		o.layout = &ingest.Layout{}
	}
	return o.layout.OrderDates(order)
}

func readLayout(path string) (*ingest.Layout, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the layout: %w", err)
	}
	l, err := ingest.ParseLayout(b)
	if err != nil {
		return nil, &varighet.Problem{File: filepath.Base(path), Code: "layout", Msg: err.Error(),
			Hint: "`varighet check --save-layout FILE INPUT` writes one to begin with"}
	}
	return l, nil
}

// noteLayout puts what the layout flags said among the options of a manifest.
func (o *ingestOptions) noteLayout(options map[string]string) {
	if s := o.layout.String(); s != "" {
		options["layout"] = s
	}
	if s := o.layout.ListsWithin(); s != "" {
		options["lists-within"] = s
	}
	if o.lastMonth.OK {
		options["last-month"] = o.lastMonth.V.String()
	}
}

// sampleRows is how many rows of each table check shows.
const sampleRows = 3

func runCheck(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, -1)
	if err != nil {
		return err
	}
	if ctx.Bool("json") && ctx.Bool("csv") {
		return choice.Errorf("--json and --csv exclude each other")
	}
	if path := ctx.String("save-layout"); path != "" {
		if _, err := os.Stat(path); err == nil {
			return choice.Errorf("%s is there already: choose another name, or take it away", path)
		}
	}
	o, err := ingestOptionsFromFlags(ctx)
	if err != nil {
		return err
	}
	inputs, err := ingest.Find(args, ctx.App.Reader)
	if err != nil {
		return err
	}
	outcome, alarms, found := planRegister(ctx.Context, o, inputs)
	if outcome == nil || outcome.Reading == nil {
		return found
	}
	result := outcome.Reading
	switch w := ctx.App.Writer; {
	case ctx.Bool("json"):
		err = writeJSON(w, checkDocument(result, alarms, found))
	case ctx.Bool("csv"):
		err = writeColumnsCSV(w, result)
	default:
		err = writeCheck(w, result)
	}
	if path := ctx.String("save-layout"); err == nil && path != "" {
		err = saveLayout(ctx.App.ErrWriter, path, result)
	}
	sayWarnings(ctx.App.ErrWriter, result)
	for _, line := range outcome.Warnings {
		fmt.Fprintf(ctx.App.ErrWriter, "varighet: %s\n", line)
	}
	sayAlarms(ctx.App.ErrWriter, alarms)
	if err != nil {
		return err
	}
	sayComparisons(ctx.App.ErrWriter, outcome)
	return found
}

// planRegister reads files to the point at which ingest would write a register: that a
// list is vacant and held in one month, or stands there twice, shows only where the
// rows of all files meet. What it needs on disk for that is in a folder of its own
// among the system's temporary files until it returns, with pseudonyms by a key that is always
// the same, so that faults come in the same order. The error is what is wrong with the files.
func planRegister(ctx context.Context, o *ingestOptions, inputs []ingest.Input) (outcome *growth.Outcome, alarms []survival.Alarm, err error) {
	tmp, err := os.MkdirTemp("", "varighet-check-")
	if err != nil {
		return nil, nil, err
	}
	defer os.RemoveAll(tmp)
	e := o.edit(filepath.Join(tmp, "register"), inputs)
	e.Plan, e.Reader.Key, e.Reader.Samples = true, keyfile.Public().Secret, sampleRows
	return spellset.Grow(ctx, e, o.reference)
}

// saveLayout writes one layout for all of the files.
func saveLayout(w io.Writer, path string, result *ingest.Result) error {
	var offers []*ingest.LayoutOffer
	for i := range result.Files {
		if o := result.Files[i].Offer; o != nil {
			offers = append(offers, o)
		}
	}
	if len(offers) == 0 {
		return choice.Errorf("there is no table with a header to make a layout of")
	}
	offer, err := ingest.JoinOffers(offers)
	if err != nil {
		return choice.Errorf("%v", err)
	}
	if err := atomicfile.WriteFile(path, offer.TOML(), 0o600); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "varighet: %s says what the columns of %s are, %s; look it over and give it with --layout\n",
		path, offer.File, english.Count(offer.Guesses(), "of them a guess", "of them guesses"))
	return err
}

func writeCheck(w io.Writer, result *ingest.Result) error {
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
	fmt.Fprintf(w, "%s\n  %s\n", f.Name, strings.Join(formatWords(f), ", "))
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

// writeColumnsCSV lists the columns of all tables.
func writeColumnsCSV(w io.Writer, result *ingest.Result) error {
	cw := csv.NewWriter(w)
	cw.Write([]string{"file", "sheet", "column", "header", "field", "used", "month"})
	for i := range result.Files {
		f := &result.Files[i]
		for k, c := range f.Columns {
			month := ""
			if c.Month.OK {
				month = c.Month.V.String()
			}
			cw.Write([]string{f.Name, f.Sheet, strconv.Itoa(k + 1), c.Header, c.Field, strconv.FormatBool(c.Used), month})
		}
	}
	cw.Flush()
	return cw.Error()
}

// The document that `check --json` prints.
type checkResult struct {
	Schema   string           `json:"schema"`
	Files    []checkedFile    `json:"files"`
	Ledger   ingest.Ledger    `json:"ledger"`
	Problems []checkProblem   `json:"problems"`
	Warnings []checkWarning   `json:"warnings"`
	Alarms   []survival.Alarm `json:"alarms"`
}

type checkedFile struct {
	Name         string          `json:"name"`
	SetAside     string          `json:"set_aside,omitempty"`
	Format       string          `json:"format,omitempty"`
	Sheet        string          `json:"sheet,omitempty"`
	Encoding     string          `json:"encoding,omitempty"`
	Separator    string          `json:"separator,omitempty"`
	HeaderRow    int             `json:"header_row,omitempty"`
	DoctorIDs    string          `json:"doctor_ids,omitempty"`
	Code         string          `json:"municipality_code,omitempty"`
	Municipality string          `json:"municipality_name,omitempty"`
	Layouts      []checkLayout   `json:"layouts,omitempty"` // the best and the next
	Months       []checkMonth    `json:"months,omitempty"`
	Columns      []checkColumn   `json:"columns,omitempty"`
	Samples      []checkSample   `json:"samples,omitempty"`
	Ledger       ingest.Ledger   `json:"ledger"`
	Guesses      []guessedColumn `json:"guesses,omitempty"`
}

type checkLayout struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Score int    `json:"score"`
}

type checkMonth struct {
	Month varighet.Month `json:"month"`
	Rows  int64          `json:"rows"`
}

type checkColumn struct {
	Header string `json:"header"`
	Field  string `json:"field"`
	Used   bool   `json:"used"`
	Month  string `json:"month,omitempty"`
}

type checkSample struct {
	Row    int               `json:"row"`
	Values map[string]string `json:"values"`
}

type guessedColumn struct {
	Header string `json:"header"`
	Field  string `json:"field"`
	Why    string `json:"why"`
}

type checkProblem struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Place   string `json:"place,omitempty"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

type checkWarning struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Count   int64  `json:"count"`
}

func checkDocument(result *ingest.Result, alarms []survival.Alarm, found error) checkResult {
	doc := checkResult{Schema: "varighet.check/1", Ledger: result.Ledger, Files: []checkedFile{}, Problems: []checkProblem{}, Warnings: []checkWarning{},
		Alarms: append([]survival.Alarm{}, alarms...)}
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

func checkedFileOf(f *ingest.FileSummary) checkedFile {
	c := checkedFile{Name: f.Name, SetAside: f.SetAside, Format: f.Format, Sheet: f.Sheet, Encoding: f.Encoding, Separator: f.Separator,
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
				c.Guesses = append(c.Guesses, guessedColumn{g.Header, g.Field, strings.TrimPrefix(g.Why, "a guess: ")})
			}
		}
	}
	return c
}
