package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/report/document"
)

// turnbullCommand estimates a curve of times that are known between two others.
func turnbullCommand() *cli.Command {
	return &cli.Command{
		Name:      "turnbull",
		Usage:     "a curve where each time is only known to lie between two others",
		ArgsUsage: "CSV",
		Description: "A row stopped after --left and at --right the latest; a missing --right is one that was not seen to stop.\n" +
			"Whole months do not need this: `survival km` gives the same.",
		Flags: append(readFlags()[:1:1],
			text("left", "`COL` of the time at which it had not stopped; missing is 0"),
			text("right", "`COL` of the time at which it had stopped; missing if it was not seen to"),
			text("entry", "`COL` of the time at which a row comes under observation"),
			weightFlag(),
			timeUnitFlag(),
			quantilesFlag(),
			strictFlag(),
			tableFlag(document.TurnbullTables), jsonFlag(), csvFlag()),
		Action: answeringFrom(anyCSV, parseTurnbullOptions, document.Turnbull),
	}
}

func parseTurnbullOptions(ctx *cli.Context) (*document.TurnbullChoices, error) {
	opt := &document.TurnbullChoices{TimeUnit: ctx.String("time-unit")}
	r := &opt.Roles
	var err error
	for flag, into := range map[string]*string{"left": &r.Left, "right": &r.Right, "entry": &r.Entry, "weight": &r.Weight} {
		if *into, err = choice.One(flag, ctx.String(flag)); err != nil {
			return nil, err
		}
	}
	if r.Left == "" || r.Right == "" {
		return nil, choice.Errorf("turnbull needs --left and --right")
	}
	if opt.Quantiles, err = choice.Numbers("quantiles", ctx.String("quantiles")); err != nil {
		return nil, err
	}
	if opt.By, err = choice.List("by", ctx.String("by")); err != nil {
		return nil, err
	}
	opt.Table, err = parseTable(ctx, document.TurnbullTables)
	return opt, err
}

// anyCSV opens any CSV, whatever the choices.
func anyCSV(ctx *cli.Context, name string, _ *document.TurnbullChoices) (*rows.Source, error) {
	return sourceOf(ctx, name, true)
}
