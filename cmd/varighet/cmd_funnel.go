package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/yardstick"
	"github.com/varighet/varighet/report/document"
)

// funnelCommand compares municipalities of unlike size.
func funnelCommand() *cli.Command {
	return &cli.Command{
		Name:      "funnel",
		Usage:     "which municipalities differ from others of their size by more than chance",
		ArgsUsage: "SPELLS|REGISTER|CSV",
		Description: "Units are the values of --by: of municipality_now for spells, unless another column is named. Each one's stops are\n" +
			"held against those that the other units of its size group give in its own time at risk; or, with --baseline or\n" +
			"--curve, against published medians or a curve, as in `survival compare`. place: inside the funnel of chance, or\n" +
			"outside its 95 % or 99.8 % limits; adjusted: with room for units that differ anyway (--adjust). shrunken: the\n" +
			"ratio drawn towards the mean of all. There are no ranks. --match '' holds each unit against all others.",
		Flags: append(append(append(readFlags(), yardstickFlags()...),
			textOr("adjust", "additive", "room for over-dispersion, by `METHOD`: additive or multiplicative"),
			&cli.Float64Flag{Name: "winsorise", Value: 0.1, Usage: "`SHARE` of units at each end whose z are drawn in"},
			tableFlag(document.FunnelTables),
			jsonFlag(), csvFlag(),
		), registerFlags()...),
		Action: runFunnel,
	}
}

// parseFunnelOptions reads the flags.
func parseFunnelOptions(ctx *cli.Context) (*document.FunnelChoices, error) {
	held, err := parseYardstickChoices(ctx)
	if err != nil {
		return nil, err
	}
	opt := &document.FunnelChoices{CompareChoices: document.CompareChoices{YardstickChoices: held, Table: ctx.String("table")}, Adjust: ctx.String("adjust"), Winsorise: ctx.Float64("winsorise")}
	if ctx.IsSet("match") && ctx.String("match") == "" {
		opt.Match = "" // all others
	}
	if !opt.AnyCSV() && !ctx.IsSet("by") {
		opt.By = []string{"municipality_now"}
	}
	return opt, opt.Check()
}

func runFunnel(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return err
	}
	opt, err := parseFunnelOptions(ctx)
	if err != nil {
		return err
	}
	var against *yardstick.Yardstick
	if opt.Baseline != "" || opt.Curve != "" {
		if against, err = yardstickOf(&opt.YardstickChoices); err != nil {
			return err
		}
	}
	src, err := sourceOf(ctx, args[0], opt.AnyCSV())
	if err != nil {
		return err
	}
	defer src.Close()
	doc, err := document.Funnel(src, opt, against)
	if err != nil {
		return err
	}
	return show(ctx, args[0], doc)
}
