package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/report/document"
)

// hazardCommand fits models of the hazard month by month.
func hazardCommand() *cli.Command {
	return &cli.Command{
		Name:      "hazard",
		Usage:     "the chance to stop month by month: cloglog, logit, or Poisson rates with a calendar trend",
		ArgsUsage: "SPELLS|REGISTER|CSV",
		Description: "Tenures in whole months are counted as agreement-months at risk, by band of tenure, year and\n" +
			"covariates. The ratio is that of hazards (cloglog), of odds (logit) or of rates per agreement-year\n" +
			"(poisson). Any CSV needs --time and --event, and for a calendar --start.\n" +
			"--cluster makes standard errors robust.",
		Flags: modelFlags(clusterFlag(), weightFlag(),
			textOr("link", "cloglog", "`LINK`: cloglog, logit or poisson"),
			bandsFlag("6,12,24,36,60,96,144"),
			textOr("calendar", "none", "`TIME` in the world: none, trend (by a factor a year) or each-year"),
			text("start", "`COL` of the month in which a tenure starts, for --calendar"),
			tableFlag([]string{"coefficients", "cells", "model", document.DefinitionsTable})),
		Action: answering(parseHazardOptions, document.Hazard),
	}
}

// parseHazardOptions reads the flags.
func parseHazardOptions(ctx *cli.Context) (*document.HazardChoices, error) {
	m, err := parseModelOptions(ctx)
	if err != nil {
		return nil, err
	}
	opt := &document.HazardChoices{ModelChoices: m, Link: ctx.String("link"), Calendar: ctx.String("calendar"), Table: ctx.String("table")}
	if m.Start, err = choice.One("start", ctx.String("start")); err != nil {
		return nil, err
	}
	if opt.Bands, err = parseBands(ctx); err != nil {
		return nil, err
	}
	return opt, opt.Check()
}
