package main

import (
	"fmt"
	"math"
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/idnumber"
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
	table, err := countsOf(ctx)
	if err != nil {
		return err
	}
	if !ctx.Bool("csv") {
		return table.WriteJSON(ctx.App.Writer)
	}
	var left []leftOutRows
	for _, r := range table.RejectedByReason() {
		left = append(left, leftOutRows{r.Rows, r.Reason})
	}
	sayAside(ctx, table.Warnings, left)
	return table.WriteCSV(ctx.App.Writer)
}

func countsOf(ctx *cli.Context) (*counted.Table, error) {
	opt, err := parseReadOptions(ctx)
	if err != nil {
		return nil, err
	}
	if ctx.Bool("counts") {
		return countsOfTables(ctx, &opt)
	}
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return nil, err
	}
	rows, err := readTenures(ctx, args[0], &opt)
	if err != nil {
		return nil, err
	}
	rows.rejectFractions()
	if err := endIfStrict(ctx, args[0], rows.rejected); err != nil {
		return nil, err
	}
	table, err := countRows(rows, &opt, ctx.String("time-unit"))
	if err != nil {
		return nil, err
	}
	if len(table.Groups()) == 0 && len(rows.rejected) > 0 {
		sayRejected(ctx, args[0], rows.rejected)
		return nil, fmt.Errorf("no row of %s can be counted", args[0])
	}
	return table, nil
}

// countsOfTables adds tables up, over the columns that were asked for.
func countsOfTables(ctx *cli.Context, opt *readOptions) (*counted.Table, error) {
	args, err := arguments(ctx, 1, -1)
	if err != nil {
		return nil, err
	}
	if opt.time != "" || opt.cause != "" || opt.weight != "" {
		return nil, usagef("--counts has no rows: not for --time, --cause or --weight")
	}
	table, err := readCounts(ctx, args)
	if err != nil || len(opt.by) == 0 {
		return table, err
	}
	if table, err = table.Over(opt.by); err != nil {
		return nil, usagef("--by: %v", err)
	}
	return table, nil
}

// countRows counts rows by group. Rows without a group are left out, as they are
// in all grouped output.
func countRows(rows *tenureRows, opt *readOptions, unit string) (*counted.Table, error) {
	table := counted.New(unit, opt.by, opt.cause != "")
	table.Warnings = rows.warnings
	for _, r := range rows.rejected {
		table.Rejected = append(table.Rejected, counted.Rejected{Row: r.Row, Code: r.Code, Reason: r.Message})
	}
	for i, t := range rows.tenures {
		if len(opt.by) > 0 && !rows.groups[i].ok {
			continue
		}
		cause, weight := "", 1.0
		if rows.causes != nil {
			cause = rows.causes[i]
		}
		if rows.weights != nil {
			weight = rows.weights[i]
		}
		var values []string
		if len(opt.by) > 0 {
			values = rows.groups[i].values
		}
		if err := table.Group(values).Add(int(t.Entry), int(t.Exit), t.Stopped, cause, weight); err != nil {
			return nil, err
		}
	}
	return table, nil
}

// rejectFractions leaves out rows that cannot be counted by whole months, but those
// that have no group and are left out for that. Spells are in whole months.
func (rows *tenureRows) rejectFractions() {
	if rows.row == nil {
		return
	}
	var faulty []int
	for i := range rows.tenures {
		if !rows.groups[i].ok {
			continue
		}
		t := &rows.tenures[i]
		t.Entry, t.Exit = nearMonth(t.Entry), nearMonth(t.Exit)
		if t.Entry != float64(int(t.Entry)) || t.Exit != float64(int(t.Exit)) || t.Exit > survival.MaxMonths {
			faulty = append(faulty, i)
		}
	}
	rows.reject(faulty, survival.TimeWhole)
}

// nearMonth is the whole month that a time differs from by rounding only, or the time.
func nearMonth(t float64) float64 {
	if whole := math.Round(t); math.Abs(t-whole) < 1e-8 {
		return whole
	}
	return t
}

// saidOf is what tables of counts have to say beside what is made from them.
func saidOf(table *counted.Table) []string {
	said := slices.Clone(table.Warnings)
	for _, r := range table.RejectedByReason() {
		said = append(said, fmt.Sprintf("%s not counted: %s", plural(r.Rows, "row", "rows"), r.Reason))
	}
	return said
}

// readCounts reads tables of counts and adds them up.
func readCounts(ctx *cli.Context, names []string) (*counted.Table, error) {
	var sum *counted.Table
	for _, name := range names {
		r, err := openInput(ctx, name)
		if err != nil {
			return nil, err
		}
		table, err := counted.Read(r)
		if closed := r.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
		if err := groupsOfNobody(name, table); err != nil {
			return nil, err
		}
		if sum == nil {
			sum = table
			continue
		}
		if err := sum.Merge(table); err != nil {
			return nil, fmt.Errorf("adding %s: %w", name, err)
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
