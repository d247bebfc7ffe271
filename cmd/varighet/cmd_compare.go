package main

import (
	"os"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/yardstick"
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
			"\"all\" if there is none; with --mix all against the mean of the groups' curves. A published share is compared as\n" +
			"`survival turnover --baseline` does. With --weight, a row is observed and expected\n" +
			"as often as it says; limits and tests are of whole numbers of stops.",
		Flags: append(append(append(readFlags(), heldAgainstFlags()...),
			weightFlag(),
			clusterFlag(),
			confFlag(),
			tableFlag([]string{"ratios", "sensitivity", document.DefinitionsTable}),
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
		&cli.Float64Flag{Name: "shape", Value: 1, DefaultText: "that of two published numbers, else 1", Usage: "assumed `SHAPE` of a baseline known by its median"},
		text("mix", "weights of those groups, as `GROUP=WEIGHT,…`"),
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
	if opt.Mix, err = parseMix(ctx.String("mix")); err != nil {
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
	if b, err := data.FindBaseline(opt.Baseline); err == nil && b.Measure == data.StoppedShare {
		return compareShares(ctx, b, opt)
	}
	against, err := heldAgainst(opt)
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

// heldAgainst makes what rows are held against, with the file of a curve if there is one.
func heldAgainst(opt *document.CompareChoices) (*yardstick.Yardstick, error) {
	var curve []byte
	if opt.Curve != "" {
		var err error
		if curve, err = os.ReadFile(opt.Curve); err != nil {
			return nil, err
		}
	}
	return document.YardstickOf(opt, curve)
}

// compareShares answers as `survival turnover` does, where the baseline is a published share:
// within as many months.
func compareShares(ctx *cli.Context, b *data.Baseline, opt *document.CompareChoices) error {
	if opt.AnyCSV() || len(opt.By) > 0 || opt.Mix != nil || opt.Shape.OK || opt.Weight != "" {
		return choice.Errorf("%s is a share within %d months: it is compared with those of spells, without groups, weights and shapes", b.ID, b.WithinMonths)
	}
	shares := &document.TurnoverChoices{Within: []int{b.WithinMonths}, Conf: opt.Conf, Cluster: opt.Cluster, Baseline: b.ID}
	return answeringFrom(wholeSpells, func(*cli.Context) (*document.TurnoverChoices, error) { return shares, nil }, document.Turnover)(ctx)
}
