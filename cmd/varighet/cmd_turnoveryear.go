package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/report/document"
)

// turnoverYearCommand counts who left in each calendar year.
func turnoverYearCommand() *cli.Command {
	return &cli.Command{
		Name:      "turnover-year",
		Usage:     "who left in each calendar year, by each measure in use",
		ArgsUsage: "SPELLS|REGISTER",
		Description: "From 1 January to 1 January. share: of those there on the first day, gone by the last; rate: leavers per\n" +
			"agreement-year, the one to compare with; per_open_close: leavers over the mean of the two days.\n" +
			"close is open + starters + appeared (their start was not seen) − leavers − lost (out of sight without a stop).",
		Flags: append([]cli.Flag{
			byFlag(),
			confFlag(),
			jsonFlag(), csvFlag(),
		}, registerFlags()...),
		Action: answeringFrom(wholeSpells, parseTurnoverYearOptions, document.TurnoverYear),
	}
}

// parseTurnoverYearOptions reads the flags.
func parseTurnoverYearOptions(ctx *cli.Context) (*document.TurnoverYearChoices, error) {
	conf, err := parseConf(ctx)
	if err != nil {
		return nil, err
	}
	by, err := choice.List("by", ctx.String("by"))
	return &document.TurnoverYearChoices{Conf: conf, By: by}, err
}
