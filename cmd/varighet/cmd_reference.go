package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest/ssb"
)

func referenceCommand() *cli.Command {
	return &cli.Command{
		Name:  "reference",
		Usage: "municipalities, their changes and populations",
		Subcommands: []*cli.Command{{
			Name:  "import",
			Usage: "make a reference folder of Statistics Norway's tables, as saved from its pages",
			Description: "Give the codes and the changes of KLASS 131 (CSV or JSON) and table 07459 or 06913\n" +
				"(CSV or JSON-stat2); each flag may be given several times. The program fetches nothing itself.",
			Flags: []cli.Flag{
				&cli.StringSliceFlag{Name: "klass", Usage: "KLASS `FILE`: codes or changes"},
				&cli.StringSliceFlag{Name: "population", Usage: "population `FILE`"},
				outputFlag("`FOLDER` to write"),
			},
			Action: runReferenceImport,
		}},
	}
}

func runReferenceImport(ctx *cli.Context) error {
	if _, err := arguments(ctx, 0, 0); err != nil {
		return err
	}
	out, err := needOutput(ctx)
	if err != nil {
		return err
	}
	if len(ctx.StringSlice("klass")) == 0 {
		return usagef("%s needs --klass, with the codes and the changes", ctx.Command.HelpName)
	}
	ref, err := importReference(ctx.StringSlice("klass"), ctx.StringSlice("population"))
	if err != nil {
		return err
	}
	if err := ref.WriteFolder(out); err != nil {
		return err
	}
	w := ctx.App.ErrWriter
	fmt.Fprintf(w, "%s: municipalities from %s\n", out, ref.First())
	for _, f := range ref.Check() {
		fmt.Fprintf(w, "varighet: %s\n", f.Msg)
	}
	return nil
}

func importReference(klass, population []string) (*data.Reference, error) {
	k, err := readTables(klass)
	if err != nil {
		return nil, err
	}
	p, err := readTables(population)
	if err != nil {
		return nil, err
	}
	return ssb.Import(k, p)
}

func readTables(paths []string) ([]ssb.File, error) {
	var files []ssb.File
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return nil, err
		}
		file, err := ssb.Read(filepath.Base(p), f)
		f.Close()
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}
