package main

import (
	"regexp"
	"strconv"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/report/document"
)

// seriesCommand follows a measure over years.
func seriesCommand() *cli.Command {
	return &cli.Command{
		Name:      "series",
		Usage:     "a measure in some years, and which municipalities changed by more than chance",
		ArgsUsage: "SPELLS|REGISTER",
		Description: "rate: stops per agreement-year. share: of those there on 1 January, gone by the next. stability: 1 less that.\n" +
			"median: of the months since the start of those in post, on 1 December of the years, or on the months that --years\n" +
			"names. The change from the first year to the last has limits, and is up or down only where these leave out that\n" +
			"nothing changed. trend: of the rate of stops over all years between.",
		Flags: append([]cli.Flag{
			text("years", "`YEARS` that are compared, such as 2017,2021; of a median also months"),
			textOr("measure", "rate", "`MEASURE`: rate, share, stability or median"),
			byFlag(),
			confFlag(),
			seedFlag(),
			tableFlag(document.SeriesTables),
			jsonFlag(), csvFlag(),
		}, registerFlags()...),
		Action: answeringFrom(wholeSpells, parseSeriesOptions, document.Series),
	}
}

// parseSeriesOptions reads the flags.
func parseSeriesOptions(ctx *cli.Context) (*document.SeriesChoices, error) {
	conf, err := parseConf(ctx)
	if err != nil {
		return nil, err
	}
	opt := &document.SeriesChoices{Conf: conf, Measure: ctx.String("measure"), Seed: ctx.Uint64("seed"), Table: ctx.String("table")}
	if opt.By, err = choice.List("by", ctx.String("by")); err != nil {
		return nil, err
	}
	if opt.At, err = parseYears(ctx, opt.Measure); err != nil {
		return nil, err
	}
	return opt, opt.Check()
}

var yearShape = regexp.MustCompile(`^[12][0-9]{3}$`)

// parseYears reads years and months. A year is its January; of a median, which published tables
// have at the end of the year, its December.
func parseYears(ctx *cli.Context, measure string) (at []varighet.Month, err error) {
	list, err := choice.List("years", ctx.String("years"))
	if err != nil {
		return nil, err
	}
	for _, s := range list {
		var m varighet.Month
		switch year, _ := strconv.Atoi(s); {
		case !yearShape.MatchString(s):
			if m, err = monthOfFlag("years", s); err != nil {
				return nil, err
			}
		case measure == "median":
			m = varighet.MonthOf(year, time.December)
		default:
			m = varighet.MonthOf(year, time.January)
		}
		at = append(at, m)
	}
	return at, nil
}
