package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/report/document"
)

// baselineCommand makes curves of a register to compare others with.
func baselineCommand() *cli.Command {
	by := byFlag().(*cli.StringFlag)
	by.Value = "size_group"
	return &cli.Command{
		Name:      "baseline",
		Usage:     "curves of a register, to compare a cohort with",
		ArgsUsage: "SPELLS|REGISTER",
		Description: "What --json prints is a file for `survival compare --curve`, which then allows for the register's own number of\n" +
			"stops too. A curve ends where fewer than five are at risk. For all but a cohort, give it with --cohort and\n" +
			"--cohort-others, and choose the others with --where cohort=false.",
		Flags:  append([]cli.Flag{by, confFlag(), jsonFlag(), csvFlag()}, registerFlags()...),
		Action: answeringFrom(wholeSpells, parseBaselineOptions, document.RegisterBaseline),
	}
}

// parseBaselineOptions reads the flags.
func parseBaselineOptions(ctx *cli.Context) (*document.RegisterBaselineChoices, error) {
	conf, err := parseConf(ctx)
	if err != nil {
		return nil, err
	}
	by, err := choice.List("by", ctx.String("by"))
	return &document.RegisterBaselineChoices{Conf: conf, By: by}, err
}
