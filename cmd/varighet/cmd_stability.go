package main

import (
	"github.com/urfave/cli/v2"

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
			monthFlag(),
			byFlag(),
			tableFlag(document.StabilityTables), jsonFlag(), csvFlag(),
		}, registerFlags()...),
		Action: answeringFrom(wholeSpells, parseStabilityOptions, document.Stability),
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
