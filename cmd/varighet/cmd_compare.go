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
		Description: "A ratio above 1 means that more stopped than in the baseline. Published medians need an assumed form: Weibull\n" +
			"with a shape that two published numbers give, else 1 (a constant hazard); ratios at other shapes are printed\n" +
			"beside. --curve is what `survival baseline --json` or `km --csv` wrote, or a CSV with the columns time and\n" +
			"survival, and group if there are several. A row is held against the curve of its value in --match, or that of\n" +
			"\"all\" if there is none; with --mix all against the mean of the groups' curves. With --weight, a row is observed and expected\n" +
			"as often as it says; limits and tests are of whole numbers of stops.",
		Flags: append(append(readFlags(),
			weightFlag(),
			clusterFlag(),
			yes("whole-months", "a stop at d months came at some time after d − 1 and not after d; so spells are read"),
			baselineFlag(""),
			text("curve", "`FILE` of a reference curve"),
			text("match", "`COL` that chooses the curve; default size_group for spells"),
			&cli.Float64Flag{Name: "shape", Value: 1, DefaultText: "that of two published numbers, else 1", Usage: "assumed `SHAPE` of a baseline known by its median"},
			text("mix", "weights of those groups, as `GROUP=WEIGHT,…`"),
			confFlag(),
			tableFlag([]string{"ratios", "sensitivity", document.DefinitionsTable}),
			jsonFlag(), csvFlag(),
		), registerFlags()...),
		Action: runCompare,
	}
}

// parseCompareOptions reads the flags.
func parseCompareOptions(ctx *cli.Context) (*document.CompareChoices, error) {
	read, err := parseReadOptions(ctx)
	if err != nil {
		return nil, err
	}
	opt := &document.CompareChoices{Choices: read, Baseline: ctx.String("baseline"), Curve: ctx.String("curve"), Table: ctx.String("table"),
		WholeMonths: ctx.Bool("whole-months")}
	if opt.Conf, err = parseConf(ctx); err != nil {
		return nil, err
	}
	if opt.Mix, err = parseMix(ctx.String("mix")); err != nil {
		return nil, err
	}
	if opt.Match, err = choice.One("match", ctx.String("match")); err != nil {
		return nil, err
	}
	if opt.Match == "" && opt.Time == "" {
		opt.Match = "size_group"
	}
	if ctx.IsSet("shape") {
		opt.Shape = varighet.Some(ctx.Float64("shape"))
	}
	return opt, opt.Check()
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
	var curve []byte
	if opt.Curve != "" {
		if curve, err = os.ReadFile(opt.Curve); err != nil {
			return err
		}
	}
	against, err := document.YardstickOf(opt, curve)
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
