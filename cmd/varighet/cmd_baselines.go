package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/report/document"
)

// baselinesCommand lists the published numbers that are built in.
func baselinesCommand() *cli.Command {
	list := func(ctx *cli.Context) error {
		if _, err := arguments(ctx, 0, 0); err != nil {
			return err
		}
		return document.ListBaselines(ctx.App.Writer)
	}
	return &cli.Command{
		Name:  "baselines",
		Usage: "published numbers to compare with",
		Subcommands: []*cli.Command{
			{Name: "list", Usage: "what there is", Action: list},
			{Name: "show", Usage: "one, with its source", ArgsUsage: "ID", Flags: []cli.Flag{jsonFlag()}, Action: showBaseline},
		},
		Action: func(ctx *cli.Context) error {
			if ctx.Args().Present() {
				return choice.Errorf("baselines has no command %q; it has list, show", ctx.Args().First())
			}
			return list(ctx)
		},
	}
}

func showBaseline(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return err
	}
	b, err := data.FindBaseline(args[0])
	if err != nil {
		return choice.Errorf("%v", err)
	}
	return showPlain(ctx, document.Baseline(b))
}
