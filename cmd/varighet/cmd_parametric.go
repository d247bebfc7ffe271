package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/report/document"
)

// parametricCommand fits a named distribution of tenure.
func parametricCommand() *cli.Command {
	return &cli.Command{
		Name:      "parametric",
		Usage:     "a Weibull or another distribution of tenure, with late entry: shape, medians, ratios of times",
		ArgsUsage: "SPELLS|REGISTER|CSV",
		Description: "log T = x'β + σW. The ratio is that of times: by how much a covariate stretches tenure.\n" +
			"Any CSV needs --time and --event, and may have --entry; times are above 0.",
		Flags: modelFlags(weightFlag(),
			&cli.StringFlag{Name: "dist", Value: "weibull", Usage: "weibull, exponential, loglogistic or lognormal"},
			&cli.BoolFlag{Name: "whole-months", Usage: "a stop at d months came at some time after d − 1 and not after d"},
			&cli.StringFlag{Name: "profile", Usage: "quantiles for `COL=VALUE,…[;COL=VALUE,…]`, every covariate named"},
			&cli.StringFlag{Name: "quantiles", Value: "0.5", Usage: "times by which these `SHARES` have stopped"},
			&cli.StringFlag{Name: "table", Value: "coefficients", Usage: "with --csv: coefficients, quantiles or model (all of which there is one number)"}),
		Action: answering(parseParametricOptions, document.Parametric),
	}
}

// parseParametricOptions reads the flags.
func parseParametricOptions(ctx *cli.Context) (*document.ParametricChoices, error) {
	m, err := parseModelOptions(ctx)
	if err != nil {
		return nil, err
	}
	opt := &document.ParametricChoices{ModelChoices: m, Dist: ctx.String("dist"), WholeMonths: ctx.Bool("whole-months"), Table: ctx.String("table")}
	if opt.Shares, err = choice.Numbers("quantiles", ctx.String("quantiles")); err != nil {
		return nil, err
	}
	if opt.Profiles, err = choice.Profiles(ctx.String("profile")); err != nil {
		return nil, err
	}
	return opt, opt.Check()
}
