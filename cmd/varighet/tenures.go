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
	flags := []cli.Flag{byFlag()}
	return append(append(flags, csvFlags()...),
		kindFlag(),
		text("period", "`FROM/TO`: only what was seen after FROM, up to TO, as 2019-01/2022-01"),
		strictFlag(),
	)
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
