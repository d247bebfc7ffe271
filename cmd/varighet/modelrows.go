package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
)

// modelFlags are the flags that say what a model is fitted to.
func modelFlags(more ...cli.Flag) []cli.Flag {
	flags := []cli.Flag{
		&cli.StringFlag{Name: "covariates", Usage: "`COL[,COL]`; numbers count as numbers unless written factor(COL)"},
		&cli.StringFlag{Name: "base", Usage: "reference levels of factors, as `COL=LEVEL[,COL=LEVEL]`; default the first in order"},
	}
	flags = append(append(flags, csvFlags()...),
		&cli.StringFlag{Name: "kind", Value: "regular", Usage: "spells of this `KIND`: regular or vacant"},
		&cli.Float64Flag{Name: "conf", Value: 0.95, Usage: "confidence level"},
		strictFlag(), jsonFlag(), csvFlag())
	return append(append(flags, more...), registerFlags()...)
}

func clusterFlag() cli.Flag {
	return &cli.StringFlag{Name: "cluster", Usage: "rows with one value of `COL` are alike: robust standard errors"}
}

func weightFlag() cli.Flag {
	return &cli.StringFlag{Name: "weight", Usage: "any CSV: `COL`umn of how many a row stands for; 0 leaves it out"}
}

func causeFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "cause", Usage: "`COL`umn of why a row stopped, such as stop_reason; one model a cause"},
		&cli.StringFlag{Name: "of", Usage: "with --cause: only these `CAUSES`"},
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
