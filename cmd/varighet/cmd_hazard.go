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
			"(poisson). Any CSV needs --time and --event, and for a calendar --start.",
		Flags: modelFlags(clusterFlag(), weightFlag(),
			&cli.StringFlag{Name: "link", Value: "cloglog", Usage: "cloglog, logit or poisson"},
			&cli.StringFlag{Name: "bands", Value: "6,12,24,36,60,96,144", Usage: "`MONTHS` of tenure after which the hazard may change"},
			&cli.StringFlag{Name: "calendar", Value: "none", Usage: "none, trend (by a factor a year) or each-year"},
			&cli.StringFlag{Name: "start", Usage: "any CSV: `COL`umn of the month in which a tenure starts"},
			&cli.StringFlag{Name: "table", Value: "coefficients", Usage: "with --csv: coefficients, cells or model (all of which there is one number)"}),
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
	if opt.Bands, err = choice.Numbers("bands", ctx.String("bands")); err != nil {
		return nil, err
	}
	return opt, opt.Check()
}
