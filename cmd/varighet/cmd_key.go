package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/ingest/keyfile"
	"github.com/varighet/varighet/report/document"
)

func keyCommand() *cli.Command {
	return &cli.Command{
		Name:  "key",
		Usage: "the secret under which doctors get pseudonyms",
		Subcommands: []*cli.Command{
			{
				Name:      "new",
				Usage:     "make a key file, readable by you only",
				ArgsUsage: "FILE",
				Description: "Registers made with one key can be joined: a doctor has the same pseudonym in all of them. Whoever has\n" +
					"the key can find a doctor by trying names and numbers, so keep it apart from the registers; without\n" +
					"it a register cannot be added to. A file that exists is never overwritten.",
				Action: runKeyNew,
			},
			{
				Name:      "show",
				Usage:     "the fingerprint of a key, as it stands in the manifests of registers",
				ArgsUsage: "FILE",
				Flags:     []cli.Flag{jsonFlag()},
				Action:    runKeyShow,
			},
		},
	}
}

func runKeyNew(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return err
	}
	if _, err := os.Lstat(args[0]); !errors.Is(err, fs.ErrNotExist) {
		if err == nil {
			err = fmt.Errorf("%s exists; a key that is in use must not be lost, so it is left alone", describePath(args[0]))
		}
		return err
	}
	key, err := keyfile.New(args[0])
	if err != nil {
		return err
	}
	if err := key.Save(); err != nil {
		return err
	}
	fmt.Fprintf(noted(ctx.App.ErrWriter), "varighet: %s: keep it apart from the registers, and where it is not lost\n", args[0])
	return showPlain(ctx, document.Key(key.Secret))
}

func runKeyShow(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return err
	}
	key, err := keyfile.Open(args[0], false)
	if err != nil {
		return err
	}
	return showPlain(ctx, document.Key(key.Secret))
}
