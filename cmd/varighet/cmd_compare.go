package main

import (
	"os"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/report/document"
)

// compareCommand holds the stops seen against those that a baseline would give.
func compareCommand() *cli.Command {
	return &cli.Command{
		Name:      "compare",
		Usage:     "stops observed against those that a baseline would have given among the same agreements",
		ArgsUsage: "SPELLS|REGISTER|CSV",
		Description: "A ratio above 1 means that more stopped than in the baseline. A baseline of published medians needs an assumed\n" +
			"shape: Weibull with --shape 1 (a constant hazard); the ratios at 0.8 and 1.2 are printed beside. --curve is a\n" +
			"CSV with the columns time and survival, and group if there is one curve a group; or what km --csv writes. A row is held against the\n" +
			"curve of its value in --match, or that of \"all\" if there is none. With --weight, a row is observed and expected\n" +
			"as often as it says; limits and tests are of whole numbers of stops.",
		Flags: append(append(append(readFlags(), heldAgainstFlags()...),
			weightFlag(),
			clusterFlag(),
			confFlag(),
			tableFlag([]string{"ratios", "sensitivity"}),
			jsonFlag(), csvFlag(),
		), registerFlags()...),
		Action: runCompare,
	}
}

// heldAgainstFlags are the flags that say what rows are held against.
func heldAgainstFlags() []cli.Flag {
	return []cli.Flag{
		baselineFlag(""),
		text("curve", "`FILE` of a reference curve"),
		text("match", "`COL` that chooses what a row is held against; default size_group for spells"),
		&cli.Float64Flag{Name: "shape", Value: 1, Usage: "assumed `SHAPE` of a baseline known by its median"},
		yes("whole-months", "a stop at d months came at some time after d − 1 and not after d; so spells are read"),
	}
}

// parseCompareOptions reads the flags.
func parseCompareOptions(ctx *cli.Context) (*document.CompareChoices, error) {
	opt, err := parseHeldAgainst(ctx)
	if err != nil {
		return nil, err
	}
	if opt.Match == "" && opt.Time == "" {
		opt.Match = "size_group"
	}
	return opt, opt.Check()
}

// parseHeldAgainst reads the flags that say which rows are held against what.
func parseHeldAgainst(ctx *cli.Context) (*document.CompareChoices, error) {
	read, err := parseReadOptions(ctx)
	if err != nil {
		return nil, err
	}
	opt := &document.CompareChoices{Choices: read, Baseline: ctx.String("baseline"), Curve: ctx.String("curve"), Table: ctx.String("table"),
		WholeMonths: ctx.Bool("whole-months")}
	if opt.Conf, err = parseConf(ctx); err != nil {
		return nil, err
	}
	if opt.Match, err = choice.One("match", ctx.String("match")); err != nil {
		return nil, err
	}
	if ctx.IsSet("shape") {
		opt.Shape = varighet.Some(ctx.Float64("shape"))
	}
	return opt, nil
}

func runCompare(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return err
	}
	opt, err := parseCompareOptions(ctx)
	if err != nil {
		return err
	}
	against, err := yardstick(opt)
	if err != nil {
		return err
	}
	src, err := sourceOf(ctx, args[0], opt.Time != "")
	if err != nil {
		return err
	}
	defer src.Close()
	doc, err := document.Compare(src, opt, against)
	if err != nil {
		return err
	}
	return show(ctx, args[0], doc)
}

// yardstick makes what rows are held against, with the file of a curve if there is one.
func yardstick(opt *document.CompareChoices) (*document.Yardstick, error) {
	var curve []byte
	if opt.Curve != "" {
		var err error
		if curve, err = os.ReadFile(opt.Curve); err != nil {
			return nil, err
		}
	}
	return document.YardstickOf(opt, curve)
}
