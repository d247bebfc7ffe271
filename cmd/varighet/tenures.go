package main

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
)

// readFlags are the flags that fill readOptions; a command adds those for
// columns that it uses.
func readFlags() []cli.Flag {
	flags := []cli.Flag{&cli.StringFlag{Name: "by", Usage: "one answer a value of `COL[,COL]`, such as size_group"}}
	return append(append(flags, csvFlags()...),
		&cli.StringFlag{Name: "kind", Value: "regular", Usage: "spells of this `KIND`: regular or vacant"},
		&cli.StringFlag{Name: "period", Usage: "spells: only what was seen after month `FROM/TO` and up to TO, such as 2019-01/2022-01"},
		strictFlag(),
	)
}

func strictFlag() cli.Flag {
	return &cli.BoolFlag{Name: "strict", Usage: "any row that cannot be used ends the run"}
}

func parseReadOptions(ctx *cli.Context) (rows.Choices, error) {
	var opt rows.Choices
	var err error
	if opt.Roles, err = parseCSVRoles(ctx); err != nil {
		return opt, err
	}
	if opt.By, err = choice.List("by", ctx.String("by")); err != nil {
		return opt, err
	}
	if opt.Strata, err = choice.List("strata", ctx.String("strata")); err != nil {
		return opt, err
	}
	if opt.Kind, err = parseKind(ctx); err != nil {
		return opt, err
	}
	opt.Period, err = rows.ParsePeriod(ctx.String("period"))
	return opt, err
}

func parseKind(ctx *cli.Context) (survival.SpellKind, error) {
	kind, ok := survival.ParseSpellKind(ctx.String("kind"))
	if !ok || kind == survival.Missing {
		return kind, choice.Errorf("--kind is regular or vacant, not %q", ctx.String("kind"))
	}
	return kind, nil
}

// manyRejected is how many rows are named before it is only said how many more there are.
const manyRejected = 20

// sayRejected names the rows that cannot be used on standard error.
func sayRejected(ctx *cli.Context, name string, rejected []*survival.Rejected) {
	for i, r := range rejected {
		if i == manyRejected {
			fmt.Fprintf(ctx.App.ErrWriter, "varighet: and %d more\n", len(rejected)-i)
			return
		}
		fmt.Fprintf(ctx.App.ErrWriter, "varighet: %s: %v\n", name, r)
	}
}
