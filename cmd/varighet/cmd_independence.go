package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/report/document"
)

// independenceCommand tests what late entry rests on.
func independenceCommand() *cli.Command {
	return &cli.Command{
		Name:      "independence",
		Usage:     "whether those in place when the data began stop as others do, on which late entry rests",
		ArgsUsage: "SPELLS|REGISTER|CSV",
		Description: "Of all pairs that were at risk together, whether who entered first stopped first (conditional Kendall's tau), and\n" +
			"the ratio of hazards for a year more at entry. If p is small, numbers with late entry are of no one time:\n" +
			"take --period, or only those seen from their start. Where few entered late it says that it cannot be told.",
		Flags: append(append(readFlags(),
			strataFlag(),
			clusterFlag(),
			perFlag(),
			timeUnitFlag(),
			confFlag(),
			jsonFlag(), csvFlag(),
		), registerFlags()...),
		Action: answering(parseIndependenceOptions, document.Independence),
	}
}

// parseIndependenceOptions reads the flags.
func parseIndependenceOptions(ctx *cli.Context) (*document.IndependenceChoices, error) {
	read, err := parseReadOptions(ctx)
	if err != nil {
		return nil, err
	}
	opt := &document.IndependenceChoices{Choices: read, Per: ctx.Float64("per"), TimeUnit: ctx.String("time-unit")}
	if opt.Conf, err = parseConf(ctx); err != nil {
		return nil, err
	}
	return opt, opt.Check()
}
