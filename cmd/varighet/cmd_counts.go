package main

import (
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/idnumber"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/counted"
)

// countsCommand writes tables of counts by month, which add up across registers.
func countsCommand() *cli.Command {
	return &cli.Command{
		Name:      "counts",
		Usage:     "how many came, stopped and were censored after each month: a table without persons",
		ArgsUsage: "SPELLS|REGISTER|CSV, or with --counts TABLE...",
		Description: "The table (varighet.counts/1; JSON, or CSV with --csv) is all that `survival km --counts`, `survival incidence\n" +
			"--counts` and `survival rates --counts` need, and tables of several registers add up. Times are whole months.\n" +
			"Numbers are exact: look at small counts before a table leaves the house. Rows that cannot be counted, as those with\n" +
			"a time that is not a whole number, are listed under rejected, and added tables say how many for each reason.",
		Flags: append(append(readFlags(),
			&cli.BoolFlag{Name: "counts", Usage: "the arguments are such tables: add them up"},
			&cli.StringFlag{Name: "cause", Usage: "count stops by `COL`, such as stop_reason"},
			weightFlag(),
			&cli.StringFlag{Name: "time-unit", Value: "months", Usage: "what times are counted in"},
			csvFlag(),
			&cli.BoolFlag{Name: "json", Usage: "print JSON (as is done without a flag)"},
		), registerFlags()...),
		Action: runCounts,
	}
}

func runCounts(ctx *cli.Context) error {
	opt, err := parseCountsOptions(ctx)
	if err != nil {
		return err
	}
	from, err := inputsOf(ctx, opt.counts, opt.Time != "")
	if err != nil {
		return err
	}
	defer from.Close()
	if opt.counts {
		table, err := countsOfTables(from, opt)
		if err != nil {
			return err
		}
		return showCounts(ctx, table)
	}
	table, rejected, err := countsOf(from[0], opt)
	if err != nil {
		return err
	}
	if err := endIfStrict(ctx, from[0].Name, rejected); err != nil {
		return err
	}
	if len(table.Groups()) == 0 && len(rejected) > 0 {
		sayRejected(ctx, from[0].Name, rejected)
		return fmt.Errorf("no row of %s can be counted", from[0].Name)
	}
	return showCounts(ctx, table)
}

// showCounts prints a table of counts: as JSON, unless CSV was asked for.
func showCounts(ctx *cli.Context, table *counted.Table) error {
	if !ctx.Bool("csv") {
		return table.WriteJSON(ctx.App.Writer)
	}
	var left []rows.ReasonCount
	for _, r := range table.RejectedByReason() {
		left = append(left, rows.ReasonCount{Rows: r.Rows, Why: r.Reason})
	}
	sayAside(ctx, table.Warnings, left)
	return table.WriteCSV(ctx.App.Writer)
}

// inputs are what a command is given: one file of rows, or tables of counts.
type inputs []*rows.Source

// inputsOf opens the arguments.
func inputsOf(ctx *cli.Context, counts, anyCSV bool) (inputs, error) {
	if counts {
		return tablesOf(ctx)
	}
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return nil, err
	}
	src, err := sourceOf(ctx, args[0], anyCSV)
	if err != nil {
		return nil, err
	}
	return inputs{src}, nil
}

// tablesOf opens the arguments, which are tables of counts.
func tablesOf(ctx *cli.Context) (inputs, error) {
	args, err := arguments(ctx, 1, -1)
	if err != nil {
		return nil, err
	}
	var list inputs
	for _, name := range args {
		r, err := openInput(ctx, name)
		if err != nil {
			list.Close()
			return nil, err
		}
		list = append(list, &rows.Source{Name: name, CSV: r})
	}
	return list, nil
}

// Close closes the files, from which was only read.
func (list inputs) Close() {
	for _, src := range list {
		src.Close()
	}
}

// countsOptions say what is counted, by what.
type countsOptions struct {
	rows.Choices
	counts   bool // tables are added up
	timeUnit string
}

func parseCountsOptions(ctx *cli.Context) (*countsOptions, error) {
	read, err := parseReadOptions(ctx)
	if err != nil {
		return nil, err
	}
	opt := &countsOptions{Choices: read, counts: ctx.Bool("counts"), timeUnit: ctx.String("time-unit")}
	return opt, opt.check()
}

func (opt *countsOptions) check() error {
	if opt.counts && (opt.Time != "" || opt.Cause != "" || opt.Weight != "") {
		return choice.Errorf("--counts has no rows: not for --time, --cause or --weight")
	}
	return nil
}

// countsOf counts rows. Those that cannot be counted are returned too.
func countsOf(src *rows.Source, opt *countsOptions) (*counted.Table, []*survival.Rejected, error) {
	set, err := rows.Read(src, &opt.Choices)
	if err != nil {
		return nil, nil, err
	}
	set.RejectFractions()
	table, err := countRows(set, &opt.Choices, opt.timeUnit)
	return table, set.Rejected, err
}

// countsOfTables adds tables up, over the columns that were asked for.
func countsOfTables(files []*rows.Source, opt *countsOptions) (*counted.Table, error) {
	table, err := readCounts(files)
	if err != nil || len(opt.By) == 0 {
		return table, err
	}
	if table, err = table.Over(opt.By); err != nil {
		return nil, choice.Errorf("--by: %v", err)
	}
	return table, nil
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

// saidOf is what tables of counts have to say beside what is made from them.
func saidOf(table *counted.Table) []string {
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
