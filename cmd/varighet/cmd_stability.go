package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/report/document"
)

// stabilityCommand counts what has become of positions.
func stabilityCommand() *cli.Command {
	return &cli.Command{
		Name:      "stability",
		Usage:     "positions with the same doctor all the way, changed, or never filled",
		ArgsUsage: "SPELLS|REGISTER",
		Description: "Each position is in one class: not yet opened on the date, no data, never filled, same doctor, left and not\n" +
			"replaced, out of sight, changed once, twice or more. same_doctor is split by the year first filled. Those who stopped\n" +
			"stand with their months by both conventions: held counts the first and the last month, elapsed is one less.",
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "month", Usage: "`MONTH` that is counted on, such as 2019-11; default the last of the data"},
			&cli.StringFlag{Name: "by", Usage: "one answer a value of `COL[,COL]`, of spells, the cohort or the doctors"},
			tableFlag(document.StabilityTables), jsonFlag(), csvFlag(),
		}, registerFlags()...),
		Action: runStability,
	}
}

// parseStabilityOptions reads the flags.
func parseStabilityOptions(ctx *cli.Context) (*document.StabilityChoices, error) {
	opt := &document.StabilityChoices{Table: ctx.String("table")}
	var err error
	if opt.By, err = choice.List("by", ctx.String("by")); err != nil {
		return nil, err
	}
	if opt.Month, err = optionalMonth(ctx, "month"); err != nil {
		return nil, err
	}
	return opt, opt.Check()
}

// optionalMonth reads a flag that names a month; missing if it was not given.
func optionalMonth(ctx *cli.Context, flag string) (m varighet.Opt[varighet.Month], err error) {
	if !ctx.IsSet(flag) {
		return m, nil
	}
	v, err := monthOfFlag(flag, ctx.String(flag))
	return varighet.Some(v), err
}

func runStability(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return err
	}
	opt, err := parseStabilityOptions(ctx)
	if err != nil {
		return err
	}
	loaded, err := loadSpells(ctx, args[0])
	if err != nil {
		return err
	}
	doc, err := document.Stability(loaded.source(args[0]), opt)
	if err != nil {
		return err
	}
	return show(ctx, args[0], doc)
}
