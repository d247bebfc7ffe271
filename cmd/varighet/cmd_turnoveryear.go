package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/report/document"
	"github.com/varighet/varighet/survival"
)

// turnoverYearCommand counts who left in each calendar year.
func turnoverYearCommand() *cli.Command {
	return &cli.Command{
		Name:      "turnover-year",
		Usage:     "who left in each calendar year, by each measure in use",
		ArgsUsage: "SPELLS|REGISTER",
		Description: "From 1 January to 1 January. share: of those there on the first day, gone by the last; rate: leavers per\n" +
			"agreement-year, the one to compare with; per_open_close: leavers over the mean of the two days.\n" +
			"close is open + starters + appeared (their start was not seen) − leavers − lost (out of sight without a stop).\n" +
			"With --by, as municipality_now: the quartiles of per_open_close over groups, and which have a persistent high\n" +
			"turnover, above 10 % in three years in a row as in Parisi et al. (BMJ Open 2021;11:e049827), beside how many\n" +
			"would by chance if all had the same rate.",
		Flags: append([]cli.Flag{
			byFlag(),
			&cli.Float64Flag{Name: "above", Value: survival.Parisi.Above, Usage: "turnover above this `SHARE` is high"},
			&cli.IntFlag{Name: "in-a-row", Value: survival.Parisi.InARow, Usage: "and in so many `YEARS` in a row persistent"},
			confFlag(),
			tableFlag(document.TurnoverYearTables),
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
	opt := &document.TurnoverYearChoices{Conf: conf, Table: ctx.String("table"),
		High: survival.HighTurnover{Above: ctx.Float64("above"), InARow: ctx.Int("in-a-row")}}
	if opt.By, err = choice.List("by", ctx.String("by")); err != nil {
		return nil, err
	}
	return opt, opt.Check()
}
