package main

import (
	"math"
	"strconv"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/report/document"
)

// ratesCommand counts stops over time at risk.
func ratesCommand() *cli.Command {
	return &cli.Command{
		Name:      "rates",
		Usage:     "stops per agreement-year with exact limits, by tenure, standardised",
		ArgsUsage: "SPELLS|REGISTER|CSV, or with --counts TABLE...",
		Description: "The rate is per 12 of the time unit, a year of months, unless --per says otherwise. --standardise weighs the\n" +
			"rates of a column's groups to one mix: that of the time at risk of all rows, or that of --mix. With --weight,\n" +
			"stops and time count as often as it says; exact limits are of whole numbers of stops.",
		Flags: append(append(readFlags(),
			weightFlag(),
			clusterFlag(),
			countsFlag(),
			timeUnitFlag(),
			perFlag(),
			bandsFlag(""),
			text("standardise", "to a common mix of the groups of `COL`, such as size_group"),
			text("mix", "weights of those groups, as `GROUP=WEIGHT,…`"),
			confFlag(),
			tableFlag(document.RatesTables), jsonFlag(), csvFlag(),
		), registerFlags()...),
		Action: answeringCounts(parseRatesOptions, func(c *document.RatesChoices) bool { return c.Counts }, document.Rates, document.RatesOfCounts),
	}
}

func parseRatesOptions(ctx *cli.Context) (*document.RatesChoices, error) {
	read, err := parseReadOptions(ctx)
	if err != nil {
		return nil, err
	}
	opt := &document.RatesChoices{Choices: read, Counts: ctx.Bool("counts"), TimeUnit: ctx.String("time-unit"), Per: ctx.Float64("per")}
	if opt.Standardise, err = choice.One("standardise", ctx.String("standardise")); err != nil {
		return nil, err
	}
	if opt.Conf, err = parseConf(ctx); err != nil {
		return nil, err
	}
	edges, err := parseBands(ctx)
	if err != nil {
		return nil, err
	}
	if len(edges) > 0 {
		opt.Breaks = append([]float64{0}, edges...)
	}
	if opt.Standardise == "" && ctx.IsSet("mix") {
		return nil, choice.Errorf("--mix needs --standardise")
	}
	if opt.Mix, err = parseMix(ctx.String("mix")); err != nil {
		return nil, err
	}
	if opt.Table, err = parseTable(ctx, document.RatesTables); err != nil {
		return nil, err
	}
	opt.Match = opt.Standardise
	return opt, opt.Check()
}

// parseMix reads the weights of groups; nil of nothing.
func parseMix(s string) (map[string]float64, error) {
	pairs, err := choice.Weights("mix", s)
	if err != nil || len(pairs) == 0 {
		return nil, err
	}
	mix := map[string]float64{}
	for _, p := range pairs {
		w, err := strconv.ParseFloat(p.Value, 64)
		if err != nil || !(w >= 0) || math.IsInf(w, 0) {
			return nil, choice.Errorf("--mix: %q is not a weight", p.Value)
		}
		mix[p.Name] = w
	}
	return mix, nil
}
