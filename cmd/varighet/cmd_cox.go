package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/report/document"
	"github.com/varighet/varighet/survival"
)

// coxCommand fits Cox models to spells, to a register, or to any CSV.
func coxCommand() *cli.Command {
	return &cli.Command{
		Name:      "cox",
		Usage:     "Cox's proportional hazards: by how much covariates raise the rate of stopping",
		ArgsUsage: "SPELLS|REGISTER|CSV",
		Description: "SPELLS is a file that `survival spells` wrote; REGISTER a folder that `ingest` wrote.\n" +
			"Any other CSV needs --time and --event, and may have --entry; a person with covariates that\n" +
			"change is several rows. Labels are factors; the ratio is that of hazards, against the first level.",
		Flags: modelFlags(append(causeFlags(), clusterFlag(),
			&cli.StringFlag{Name: "strata", Usage: "a baseline hazard of its own for each value of `COL[,COL]`"},
			weightFlag(),
			&cli.StringFlag{Name: "ties", Value: "efron", Usage: "efron, breslow or exact"},
			&cli.BoolFlag{Name: "firth", Usage: "penalise, so that every estimate is finite"},
			&cli.StringFlag{Name: "zph", Value: "km", Usage: "check proportional hazards over km, rank, identity or log time; or none"},
			&cli.StringFlag{Name: "profile", Usage: "curves for `COL=VALUE,…[;COL=VALUE,…]`, every covariate named"},
			&cli.StringFlag{Name: "ci", Value: "log-log", Usage: "limits of curves on the scale log-log or log"},
			&cli.StringFlag{Name: "table", Value: "coefficients", Usage: "with --csv: coefficients, covariance, tests, curves, residuals or model (all of which there is one number)"})...),
		Action: answering(parseCoxOptions, document.Cox),
	}
}

// parseCoxOptions reads the flags.
func parseCoxOptions(ctx *cli.Context) (*document.CoxChoices, error) {
	m, err := parseModelOptions(ctx)
	if err != nil {
		return nil, err
	}
	opt := &document.CoxChoices{ModelChoices: m, Ties: ctx.String("ties"), Firth: ctx.Bool("firth"), Zph: ctx.String("zph"),
		Table: ctx.String("table")}
	var ok bool
	if opt.Limits, ok = survival.ParseConfType(ctx.String("ci")); !ok || opt.Limits != survival.LogLog && opt.Limits != survival.Log {
		return nil, choice.Errorf("--ci is log-log or log, not %q", ctx.String("ci"))
	}
	if opt.Profiles, err = choice.Profiles(ctx.String("profile")); err != nil {
		return nil, err
	}
	return opt, opt.Check()
}
