package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/report/document"
)

// frailtyCommand fits a Cox model in which each cluster has a factor of its own.
func frailtyCommand() *cli.Command {
	return &cli.Command{
		Name:      "frailty",
		Usage:     "how much municipalities differ beyond chance, and by how much each does",
		ArgsUsage: "SPELLS|REGISTER|CSV",
		Description: "A Cox model in which the rows of a --cluster share a factor on their hazard, gamma distributed with\n" +
			"mean 1. Each cluster's factor is drawn toward 1 the more, the less its rows have to say.",
		Flags: modelFlags(weightFlag(),
			clusterFlag(),
			strataFlag(),
			tiesFlag("efron or breslow"),
			tableFlag([]string{"clusters", "coefficients", "model", document.DefinitionsTable})),
		Action: answering(parseFrailtyOptions, document.Frailty),
	}
}

// parseFrailtyOptions reads the flags.
func parseFrailtyOptions(ctx *cli.Context) (*document.FrailtyChoices, error) {
	m, err := parseModelOptions(ctx)
	if err != nil {
		return nil, err
	}
	opt := &document.FrailtyChoices{ModelChoices: m, Ties: ctx.String("ties"), Table: ctx.String("table")}
	return opt, opt.Check()
}
