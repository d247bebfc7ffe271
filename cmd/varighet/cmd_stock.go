package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/report/document"
)

// stockCommand tells how long today's doctors have been there, and how much
// longer half of them will stay.
func stockCommand() *cli.Command {
	return &cli.Command{
		Name:      "stock",
		Usage:     "agreements in force in a month: how long they have lasted so far",
		ArgsUsage: "SPELLS|REGISTER",
		Description: "Months elapsed so far are not how long agreements last: that is `survival km`. The residual median is when half\n" +
			"of those in place will have left, if the Kaplan–Meier curve of their group (all spells, late entry) goes on to hold;\n" +
			"`survival residual` says more of it.",
		Flags: append([]cli.Flag{
			monthFlag(),
			byFlag(),
			confFlag(),
			jsonFlag(), csvFlag(),
		}, registerFlags()...),
		Action: answeringFrom(wholeSpells, parseStockOptions, document.Stock),
	}
}

// parseStockOptions reads the flags.
func parseStockOptions(ctx *cli.Context) (*document.StockChoices, error) {
	conf, err := parseConf(ctx)
	if err != nil {
		return nil, err
	}
	opt := &document.StockChoices{Conf: conf}
	if opt.By, err = choice.List("by", ctx.String("by")); err != nil {
		return nil, err
	}
	at, err := choice.List("month", ctx.String("month"))
	if err != nil {
		return nil, err
	}
	for _, s := range at {
		m, err := monthOfFlag("month", s)
		if err != nil {
			return nil, err
		}
		opt.At = append(opt.At, m)
	}
	return opt, nil
}
