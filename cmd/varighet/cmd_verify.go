package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/ingest/keyfile"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/report/study"
)

func verifyCommand() *cli.Command {
	return &cli.Command{
		Name: "verify", Usage: "are the files of a study's folder what its inputs give?", ArgsUsage: "MANIFEST",
		Description: "MANIFEST is the manifest.json of a folder that `varighet run` wrote. All files are held against it, and the\n" +
			"report is made once more of the rows in the folder internal, if it is there. With --study the study is run\n" +
			"once more in place of that, and inputs, options and outputs are compared: it needs the files, and the key of the\n" +
			"pseudonyms beside the study. It writes nothing, and ends with 1 if anything differs.",
		Flags: []cli.Flag{
			text("study", "`STUDY`.toml to run once more"),
			&cli.StringSliceFlag{Name: "inputs", Usage: "`PATH` of files or a folder in place of those that the study names; again for more"},
			jsonFlag(),
		},
		Action: func(ctx *cli.Context) error {
			args, err := arguments(ctx, 1, 1)
			if err != nil {
				return err
			}
			s, key, err := studyToVerify(ctx)
			if err != nil {
				return err
			}
			dir := args[0]
			if info, err := os.Stat(dir); err != nil {
				return err
			} else if !info.IsDir() {
				dir = filepath.Dir(dir)
			}
			folder, err := study.OpenFolder(dir)
			if err != nil {
				return err
			}
			v, err := folder.Verify(ctx.Context, s, study.Options{Key: key})
			if err != nil {
				return err
			}
			speechIn(ctx).ofStudy(folder.Manifest.Language)
			if err := showSpoken(ctx, v); err != nil {
				return err
			}
			if n := len(v.Differs); n > 0 {
				return fmt.Errorf("%s from what the manifest says", english.Count(n, "difference", "differences"))
			}
			return nil
		},
	}
}

// studyToVerify is the study to run once more, with its key if that is there; nil for none.
func studyToVerify(ctx *cli.Context) (*study.Study, *keyfile.Key, error) {
	file, inputs := ctx.String("study"), ctx.StringSlice("inputs")
	if file == "" {
		if len(inputs) > 0 {
			return nil, nil, choice.Errorf("--inputs are those of a study: name it with --study")
		}
		return nil, nil, nil
	}
	s, dir, _, err := readStudy(ctx, file)
	if err != nil {
		return nil, nil, err
	}
	for i, in := range inputs {
		if inputs[i], err = filepath.Abs(in); err != nil {
			return nil, nil, err
		}
	}
	if len(inputs) > 0 {
		s.Files = inputs
	}
	key, err := studyKey(s, dir)
	if err == nil && key.IsNew {
		key = nil // which would be kept
	}
	return s, key, err
}
