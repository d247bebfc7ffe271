package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/data"
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
			"\"all\" if there is none; with --mix all against the mean of the groups' curves. A published share is compared as\n" +
			"`survival turnover --baseline` does. With --weight, a row is observed and expected\n" +
			"as often as it says; limits and tests are of whole numbers of stops.",
		Flags: append(append(append(readFlags(), yardstickFlags()...),
			weightFlag(),
			clusterFlag(),
			tableFlag([]string{"ratios", "sensitivity", document.DefinitionsTable}),
			jsonFlag(), csvFlag(),
		), registerFlags()...),
		Action: runCompare,
	}
}

// parseCompareOptions reads the flags.
func parseCompareOptions(ctx *cli.Context) (*document.CompareChoices, error) {
	read, err := parseYardstickChoices(ctx)
	if err != nil {
		return nil, err
	}
	opt := &document.CompareChoices{YardstickChoices: read, Table: ctx.String("table")}
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
	if b, err := data.FindBaseline(opt.Baseline); err == nil && b.Measure == data.StoppedShare {
		return compareShares(ctx, b, opt)
	}
	against, err := yardstickOf(&opt.YardstickChoices)
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

// notOfShares are the flags that say nothing of shares.
var notOfShares = []string{"time", "event", "entry", "strict", "kind", "period", "match", "mix", "shape", "whole-months", "weight", "table", "curve"}

// compareShares answers as `survival turnover` does, where the baseline is a published share:
// within as many months.
func compareShares(ctx *cli.Context, b *data.Baseline, opt *document.CompareChoices) error {
	for _, flag := range notOfShares {
		if ctx.IsSet(flag) {
			return choice.Errorf("%s is a share within %d months, compared as `survival turnover --baseline` does: --%s has no meaning there",
				b.ID, b.WithinMonths, flag)
		}
	}
	shares := &document.TurnoverChoices{Within: []int{b.WithinMonths}, Conf: opt.Conf, By: opt.By, Cluster: opt.Cluster, Baseline: b.ID}
	return answeringFrom(wholeSpells, func(*cli.Context) (*document.TurnoverChoices, error) { return shares, nil }, document.Turnover)(ctx)
}
