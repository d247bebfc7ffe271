package main

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/report/document"
)

// countsCommand writes tables of counts by month, which add up across registers.
func countsCommand() *cli.Command {
	return &cli.Command{
		Name:      "counts",
		Usage:     "how many came, stopped and were censored after each month: a table without persons",
		ArgsUsage: "SPELLS|REGISTER|CSV, or with --counts TABLE...",
		Description: "The table (varighet.counts/1) is all that `survival km --counts`, `survival incidence\n" +
			"--counts` and `survival rates --counts` need, and tables of several registers add up. Times are whole months.\n" +
			"It is JSON unless --csv is given. Numbers are exact: look at small counts before a table leaves the house. Rows that cannot be counted, as those with\n" +
			"a time that is not a whole number, are listed under rejected, and added tables say how many for each reason.",
		Flags: append(append(readFlags(),
			countsFlag(),
			causeFlag(""),
			weightFlag(),
			timeUnitFlag(),
			jsonFlag(), csvFlag(),
		), registerFlags()...),
		Action: runCounts,
	}
}

func runCounts(ctx *cli.Context) error {
	opt, err := parseCountsOptions(ctx)
	if err != nil {
		return err
	}
	from, err := inputsOf(ctx, opt.Counts, opt.Time != "")
	if err != nil {
		return err
	}
	defer from.Close()
	var doc *document.CountsAnswer
	if opt.Counts {
		doc, err = document.CountsOfTables(from, opt)
	} else {
		doc, err = document.Counts(from[0], opt)
	}
	if err != nil {
		return err
	}
	if err := endIfStrict(ctx, from[0].Name, doc.Rejected()); err != nil {
		return err
	}
	if doc.Nothing() {
		sayRejected(ctx, from[0].Name, doc.Rejected())
		return fmt.Errorf("no row of %s can be counted", from[0].Name)
	}
	if !wantsCSV(ctx) {
		return doc.JSON(ctx.App.Writer)
	}
	sayAside(ctx, doc.Warnings(), doc.Reasons())
	return doc.CSV(ctx.App.Writer)
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

func parseCountsOptions(ctx *cli.Context) (*document.CountsChoices, error) {
	read, err := parseReadOptions(ctx)
	if err != nil {
		return nil, err
	}
	opt := &document.CountsChoices{Choices: read, Counts: ctx.Bool("counts"), TimeUnit: ctx.String("time-unit")}
	return opt, opt.Check()
}
