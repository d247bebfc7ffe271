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
			textOr("dist", "weibull", "`DISTRIBUTION`: weibull, exponential, loglogistic or lognormal"),
			yes("whole-months", "a stop at d months came at some time after d − 1 and not after d; so spells are read"),
			yes("exact-times", "a stop came at its time; so any CSV is read"),
			profileFlag(),
			quantilesFlag(),
			tableFlag([]string{"coefficients", "quantiles", "model", document.DefinitionsTable})),
		Action: answering(parseParametricOptions, document.Parametric),
	}
}

// parseParametricOptions reads the flags.
func parseParametricOptions(ctx *cli.Context) (*document.ParametricChoices, error) {
	m, err := parseModelOptions(ctx)
	if err != nil {
		return nil, err
	}
	whole, exact := ctx.Bool("whole-months"), ctx.Bool("exact-times")
	if whole && exact {
		return nil, choice.Errorf("--whole-months and --exact-times are two readings of the same times")
	}
	opt := &document.ParametricChoices{ModelChoices: m, Dist: ctx.String("dist"), WholeMonths: whole || !exact && !m.AnyCSV(), Table: ctx.String("table")}
	if opt.Shares, err = choice.Numbers("quantiles", ctx.String("quantiles")); err != nil {
		return nil, err
	}
	if opt.Profiles, err = choice.Profiles(ctx.String("profile")); err != nil {
		return nil, err
	}
	return opt, opt.Check()
}
