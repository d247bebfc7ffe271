package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/report/document"
)

// compareCommand holds the stops seen against those that a baseline would give.
func compareCommand() *cli.Command {
	flags := append(append(readFlags(), weightFlag(), clusterFlag()), yardstickFlags()...)
	return &cli.Command{
		Name:      "compare",
		Usage:     "stops observed against those that a baseline would have given among the same agreements",
		ArgsUsage: "SPELLS|REGISTER|CSV",
		Description: "A ratio above 1 means that more stopped than in the baseline. A baseline of published medians needs an assumed\n" +
			"shape: Weibull with --shape 1 (a constant hazard); the ratios at 0.8 and 1.2 are printed beside. --curve is a\n" +
			"CSV with the columns time and survival, and group if there is one curve a group; or what km --csv writes. A row is held against the\n" +
			"curve of its value in --match, or that of \"all\" if there is none. With --weight, a row is observed and expected\n" +
			"as often as it says; limits and tests are of whole numbers of stops.",
		Flags: append(append(flags,
			tableFlag([]string{"ratios", "sensitivity"}),
			jsonFlag(), csvFlag(),
		), registerFlags()...),
		Action: answering(parseCompareOptions, func(src *rows.Source, asked comparison) (*document.CompareAnswer, error) {
			return document.Compare(src, asked.CompareChoices, asked.against)
		}),
	}
}

// A comparison is what compare is asked for.
type comparison struct {
	*document.CompareChoices
	against *document.Yardstick
}

// parseCompareOptions reads the flags.
func parseCompareOptions(ctx *cli.Context) (c comparison, err error) {
	c.CompareChoices = &document.CompareChoices{Table: ctx.String("table")}
	if c.YardstickChoices, err = parseYardstickChoices(ctx); err != nil {
		return c, err
	}
	if err := c.Check(); err != nil {
		return c, err
	}
	c.against, err = yardstickOf(&c.YardstickChoices)
	return c, err
}
