package document

import (
	"fmt"
	"io"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/idnumber"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/counted"
)

// CountsChoices say what is counted, by what.
type CountsChoices struct {
	rows.Choices
	Counts   bool   // the sources are tables of counts; see [CountsOfTables]
	TimeUnit string // what times are counted in, for the document: "months"
}

// Check is wrong use where choices do not go together.
func (opt *CountsChoices) Check() error {
	if opt.Counts && (opt.Time != "" || opt.Cause != "" || opt.Weight != "") {
		return choice.Errorf("--counts has no rows: not for --time, --cause or --weight")
	}
	return nil
}

// A CountsAnswer is a table of counts by month; its contract is varighet.counts/1, and it is
// read back by what takes --counts.
type CountsAnswer struct {
	table    *counted.Table
	rejected []*survival.Rejected
}

// Counts counts rows by group and whole month.
func Counts(src *rows.Source, opt *CountsChoices) (*CountsAnswer, error) {
	set, err := rows.Read(src, &opt.Choices)
	if err != nil {
		return nil, err
	}
	set.RejectFractions()
	table, err := countRows(set, &opt.Choices, opt.TimeUnit)
	return &CountsAnswer{table, set.Rejected}, err
}

// CountsOfTables adds tables up, over the columns that were asked for.
func CountsOfTables(files []*rows.Source, opt *CountsChoices) (*CountsAnswer, error) {
	table, err := readCounts(files)
	if err != nil {
		return nil, err
	}
	if len(opt.By) > 0 {
		if table, err = table.Over(opt.By); err != nil {
			return nil, choice.Errorf("--by: %v", err)
		}
	}
	return &CountsAnswer{table: table}, nil
}

// JSON writes the table for programs.
func (d *CountsAnswer) JSON(w io.Writer) error { return d.table.WriteJSON(w) }

// CSV writes it as rows.
func (d *CountsAnswer) CSV(w io.Writer) error { return d.table.WriteCSV(w) }

// Warnings are what was met when rows were counted.
func (d *CountsAnswer) Warnings() []string { return d.table.Warnings }

// Rejected are the rows that cannot be counted.
func (d *CountsAnswer) Rejected() []*survival.Rejected { return d.rejected }

// Nothing reports whether none of the rows could be counted.
func (d *CountsAnswer) Nothing() bool { return len(d.table.Groups()) == 0 && len(d.rejected) > 0 }

// Reasons count the rows that are not in the table, also those of tables that were added up.
func (d *CountsAnswer) Reasons() (list []rows.ReasonCount) {
	for _, r := range d.table.RejectedByReason() {
		list = append(list, rows.ReasonCount{Rows: r.Rows, Why: r.Reason})
	}
	return list
}

// countRows counts rows by group. Rows without a group are left out, as they are
// in all grouped output.
func countRows(rows *rows.Set, opt *rows.Choices, unit string) (*counted.Table, error) {
	table := counted.New(unit, opt.By, opt.Cause != "")
	table.Warnings = rows.Warnings
	for _, r := range rows.Rejected {
		table.Rejected = append(table.Rejected, counted.Rejected{Row: r.Row, Code: r.Code, Reason: r.Message})
	}
	for i, t := range rows.Tenures {
		if len(opt.By) > 0 && !rows.Groups[i].OK {
			continue
		}
		cause, weight := "", 1.0
		if rows.Causes != nil {
			cause = rows.Causes[i]
		}
		if rows.Weights != nil {
			weight = rows.Weights[i]
		}
		var values []string
		if len(opt.By) > 0 {
			values = rows.Groups[i].Values
		}
		if err := table.Group(values).Add(int(t.Entry), int(t.Exit), t.Stopped, cause, weight); err != nil {
			return nil, err
		}
	}
	return table, nil
}

// warningsOf is what tables of counts have to say beside what is made from them.
func warningsOf(table *counted.Table) []string {
	said := slices.Clone(table.Warnings)
	for _, r := range table.RejectedByReason() {
		said = append(said, fmt.Sprintf("%s not counted: %s", english.Count(r.Rows, "row", "rows"), r.Reason))
	}
	return said
}

// readCounts reads tables of counts and adds them up.
func readCounts(files []*rows.Source) (*counted.Table, error) {
	var sum *counted.Table
	for _, src := range files {
		table, err := counted.Read(src.CSV)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", src.Name, err)
		}
		if err := groupsOfNobody(src.Name, table); err != nil {
			return nil, err
		}
		if sum == nil {
			sum = table
			continue
		}
		if err := sum.Merge(table); err != nil {
			return nil, fmt.Errorf("adding %s: %w", src.Name, err)
		}
	}
	return sum, nil
}

// groupsOfNobody refuses a table of counts in which a group, or what groups it, is
// called by a national identity number.
func groupsOfNobody(name string, table *counted.Table) error {
	isNumber := func(s string) bool { return idnumber.National([]byte(s)) == idnumber.Sure }
	found := slices.ContainsFunc(append(slices.Clone(table.By), table.Warnings...), isNumber)
	for _, g := range table.Groups() {
		found = found || slices.ContainsFunc(g.Values, isNumber)
	}
	if !found {
		return nil
	}
	return &varighet.Problem{File: name, Code: "national-id", Msg: "a group is called by what looks like a national identity number; the table is refused",
		Hint: "count by something that is no person"}
}
