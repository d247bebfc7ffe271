package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/report/document"
)

// versionCommand says what the program was built from.
func versionCommand() *cli.Command {
	return &cli.Command{
		Name:  "version",
		Usage: "which version this is, and what it was built from",
		Description: "The version is that in every manifest and document. --json also has the modules that are part of the\n" +
			"program, with their checksums.",
		Flags: []cli.Flag{jsonFlag()},
		Action: func(ctx *cli.Context) error {
			if _, err := arguments(ctx, 0, 0); err != nil {
				return err
			}
			return showPlain(ctx, document.Version())
		},
	}
}
