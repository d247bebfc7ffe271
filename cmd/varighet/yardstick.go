package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/limit"
	"github.com/varighet/varighet/internal/sidefile"
	"github.com/varighet/varighet/internal/yardstick"
	"github.com/varighet/varighet/report/document"
)

// yardstickFlags say what rows are held against, in commands that have a baseline.
func yardstickFlags() []cli.Flag {
	return []cli.Flag{
		yes("whole-months", "a stop at d months came at some time after d − 1 and not after d; so spells are read"),
		baselineFlag(""),
		text("curve", "`FILE` of a reference curve"),
		text("match", "`COL` that chooses what a row is held against; default size_group for spells"),
		text("mix", "weights of those groups, as `GROUP=WEIGHT,…`"),
		&cli.Float64Flag{Name: "shape", Value: 1, DefaultText: "as published, else 1", Usage: "assumed `SHAPE` of a baseline known by its median"},
		confFlag(),
	}
}

// parseYardstickChoices reads the flags.
func parseYardstickChoices(ctx *cli.Context) (opt document.YardstickChoices, err error) {
	if opt.Choices, err = parseReadOptions(ctx); err != nil {
		return opt, err
	}
	opt.Baseline, opt.Curve, opt.WholeMonths = ctx.String("baseline"), ctx.String("curve"), ctx.Bool("whole-months")
	if opt.Conf, err = parseConf(ctx); err != nil {
		return opt, err
	}
	if opt.Mix, err = parseMix(ctx.String("mix")); err != nil {
		return opt, err
	}
	if opt.Match, err = choice.One("match", ctx.String("match")); err != nil {
		return opt, err
	}
	if opt.Match == "" && !opt.AnyCSV() {
		opt.Match = "size_group"
	}
	if ctx.IsSet("shape") {
		opt.Shape = varighet.Some(ctx.Float64("shape"))
	}
	return opt, nil
}

// yardstickOf makes what the choices ask for, and reads the file of a curve.
func yardstickOf(opt *document.YardstickChoices) (*yardstick.Yardstick, error) {
	var curve []byte
	if opt.Curve != "" {
		var err error
		if curve, err = sidefile.Read(opt.Curve, "a file of curves", limit.Default(limit.Document)); err != nil {
			return nil, err
		}
	}
	return document.YardstickOf(opt, curve)
}
