package main

import (
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/internal/choice"
)

// inputFlags name files that commands read.
var inputFlags = []string{"aliases", "key-file", "layout", "corrections", "cohort", "doctors", "counts", "splits"}

// keepsInputs refuses an output that would replace a file that the command reads, or one of
// a register.
func keepsInputs(ctx *cli.Context, flag, out string) error {
	info, err := os.Stat(out)
	inputs := ctx.Args().Slice()
	for _, f := range inputFlags {
		if path := ctx.String(f); path != "" {
			inputs = append(inputs, path)
		}
	}
	for _, in := range inputs {
		if is, inErr := os.Stat(in); err == nil && inErr == nil && !info.IsDir() && os.SameFile(info, is) {
			return choice.Errorf("%s would take the place of %s, which is read: give the output another name", flag, in)
		}
	}
	if _, err := register.ReadManifest(filepath.Dir(out)); err == nil {
		return choice.Errorf("%s %s lies in a register, which holds its own files only: write it elsewhere", flag, describePath(out))
	}
	return nil
}
