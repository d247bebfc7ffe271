package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
)

// modelFlags are the flags that say what a model is fitted to.
func modelFlags(more ...cli.Flag) []cli.Flag {
	flags := []cli.Flag{
		text("covariates", "`COL[,COL]`: numbers count as numbers unless written factor(COL)"),
		text("base", "`COL=LEVEL,…`: what other levels are held against; default the first"),
	}
	flags = append(append(flags, csvFlags()...),
		kindFlag(),
		confFlag(),
		strictFlag(), jsonFlag(), csvFlag())
	return append(append(flags, more...), registerFlags()...)
}

func causeFlags() []cli.Flag {
	return []cli.Flag{
		causeFlag(""),
		text("of", "of the values of --cause, only these `CAUSES`"),
	}
}

func parseModelOptions(ctx *cli.Context) (*rows.ModelChoices, error) {
	opt := &rows.ModelChoices{Conf: ctx.Float64("conf")}
	var err error
	if opt.Roles, err = parseCSVRoles(ctx); err != nil {
		return nil, err
	}
	if opt.Strata, err = choice.List("strata", ctx.String("strata")); err != nil {
		return nil, err
	}
	if opt.Of, err = choice.List("of", ctx.String("of")); err != nil {
		return nil, err
	}
	if opt.Kind, err = parseKind(ctx); err != nil {
		return nil, err
	}
	if !(opt.Conf > 0 && opt.Conf < 1) {
		return nil, choice.Errorf("--conf is between 0 and 1, not %v", opt.Conf)
	}
	if len(opt.Of) > 0 && opt.Cause == "" {
		return nil, choice.Errorf("--of picks among the causes in --cause")
	}
	opt.Covariates, err = choice.Terms(ctx.String("covariates"), ctx.String("base"))
	return opt, err
}
