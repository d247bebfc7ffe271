package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/report/document"
)

func schemaCommand() *cli.Command {
	return &cli.Command{
		Name:      "schema",
		Usage:     "what the columns of registers and spells mean",
		ArgsUsage: "[" + strings.Join(document.ColumnKinds(), "|") + "]",
		Description: "Printed as JSON it is a Data Package (datapackage.org), as it stands beside the files.\n" +
			"docs/columns.md has the same to read.",
		Flags:  []cli.Flag{jsonFlag()},
		Action: runSchema,
	}
}

func runSchema(ctx *cli.Context) error {
	args, err := arguments(ctx, 0, len(document.ColumnKinds()))
	if err != nil {
		return err
	}
	for _, a := range args {
		if !slices.Contains(document.ColumnKinds(), a) {
			return choice.Errorf("schema of %q: there is one of %s", a, choice.Alternatives(document.ColumnKinds()))
		}
	}
	columns, err := document.Columns(args)
	if err != nil {
		return err
	}
	return showPlain(ctx, columns)
}
