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
		Description: "Any CSV needs --time and --event, and may have --entry; a person with covariates that change is\n" +
			"several rows. With --cause there is one model a cause; --cluster makes standard errors robust. Labels are factors; the ratio is that of hazards, against the first level.",
		Flags: modelFlags(append(causeFlags(), clusterFlag(),
			strataFlag(),
			weightFlag(),
			tiesFlag("efron, breslow or exact"),
			yes("firth", "penalise, so that every estimate is finite"),
			textOr("zph", "km", "check proportional hazards over `TIME`: km, rank, identity, log or none"),
			profileFlag(),
			ciFlag("log-log or log"),
			tableFlag([]string{"coefficients", "covariance", "tests", "curves", "residuals", "model", document.DefinitionsTable}))...),
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
