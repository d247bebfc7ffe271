package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/report/document"
)

// finegrayCommand fits the model of how many stop for a cause.
func finegrayCommand() *cli.Command {
	return &cli.Command{
		Name:      "finegray",
		Usage:     "how many will have stopped for a cause, where others compete (Fine and Gray)",
		ArgsUsage: "SPELLS|REGISTER|CSV",
		Description: "One model a cause in --cause. The ratio is that of subdistribution hazards: above 1, more will\n" +
			"have stopped for the cause at every time. For why, see `cox --cause`.",
		Flags: modelFlags(append(causeFlags(), clusterFlag(), weightFlag(),
			tableFlag([]string{"coefficients", "model", document.DefinitionsTable}))...),
		Action: answering(parseFineGrayOptions, document.FineGray),
	}
}

// parseFineGrayOptions reads the flags.
func parseFineGrayOptions(ctx *cli.Context) (*document.FineGrayChoices, error) {
	m, err := parseModelOptions(ctx)
	if err != nil {
		return nil, err
	}
	opt := &document.FineGrayChoices{ModelChoices: m, Table: ctx.String("table")}
	return opt, opt.Check()
}
