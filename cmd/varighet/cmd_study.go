package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/study/draft"
)

func studyCommand() *cli.Command {
	return &cli.Command{
		Name:  "study",
		Usage: "a study file to begin with, its keys, and what one says",
		Subcommands: []*cli.Command{{
			Name:      "new",
			Usage:     "look at files, and write a study that runs as it is",
			ArgsUsage: "INPUT...",
			Description: "Reads the files as `varighet check` does, and writes a study with comments: what was found, what to look at\n" +
				"first, and which figures and tables to make. Beside it come workbooks with the positions and the doctors\n" +
				"found, to fill in, and a table of names that may be of one doctor, if there are any.",
			Flags: []cli.Flag{
				outputFlag("`STUDY.toml` to write; default the name of the first INPUT, beside it"),
				langFlag("nb"),
			},
			Action: runStudyNew,
		}, studyShowCommand(), studyKeysCommand()},
	}
}

func runStudyNew(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, -1)
	if err != nil {
		return err
	}
	if _, err := locale.Parse(ctx.String("lang")); err != nil {
		return choice.Errorf("--lang: %v", err)
	}
	out, err := studyName(ctx.String("o"), args[0])
	if err != nil {
		return err
	}
	d, err := draft.Make(ctx.Context, args)
	if err != nil {
		return err
	}
	if d.Files, err = pathsFrom(filepath.Dir(out), args); err != nil {
		return err
	}
	return writeDraft(ctx, d, out)
}

// studyName is the name of the study file: that asked for, or that of the first input.
func studyName(asked, input string) (string, error) {
	out := asked
	if out == "" {
		name := filepath.Clean(input)
		if info, err := os.Stat(name); err != nil {
			return "", err
		} else if !info.IsDir() {
			name = strings.TrimSuffix(name, filepath.Ext(name))
		}
		if base := filepath.Base(name); base == "." || base == ".." || base == string(filepath.Separator) {
			return "", choice.Errorf("say with -o what the study is called, such as -o alis.toml")
		}
		out = name + ".toml"
	}
	if !strings.HasSuffix(out, ".toml") {
		return "", choice.Errorf("-o names a file that ends in .toml, not %q", filepath.Base(out))
	}
	return out, nil
}

// pathsFrom are the inputs as a study in dir names them.
func pathsFrom(dir string, inputs []string) (paths []string, err error) {
	from, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	for _, in := range inputs {
		full, err := filepath.Abs(in)
		if err != nil {
			return nil, err
		}
		rel, err := filepath.Rel(from, full)
		if err != nil { // on another drive
			rel = full
		}
		paths = append(paths, filepath.ToSlash(rel))
	}
	return paths, nil
}

// writeDraft writes the study and what stands beside it. None of them replaces a file: it may
// be filled in.
func writeDraft(ctx *cli.Context, d *draft.Draft, out string) error {
	base := strings.TrimSuffix(out, ".toml")
	names := draft.NamesOf(ctx.String("lang"), filepath.Base(base))
	cohort, err := d.CohortTable()
	if err != nil {
		return err
	}
	doctors, err := d.DoctorsTable()
	if err != nil {
		return err
	}
	aliases, err := d.AliasTable()
	if err != nil {
		return err
	}
	files := []struct {
		name    string
		content []byte
	}{{names.Cohort, cohort}, {names.Doctors, doctors}, {names.Aliases, aliases}, {names.Study, d.Study(ctx.String("lang"), names)}}
	dir := filepath.Dir(out)
	for _, f := range files {
		if _, err := os.Lstat(filepath.Join(dir, f.name)); err == nil && f.content != nil {
			return choice.Errorf("%s is there already: give the study another name with -o, or move the file", filepath.ToSlash(filepath.Join(dir, f.name)))
		}
	}
	for _, f := range files {
		if f.content == nil {
			continue
		}
		if err := atomicfile.WriteFile(filepath.Join(dir, f.name), f.content, 0o600); err != nil {
			return err
		}
	}
	w := spoken(ctx)
	fmt.Fprintf(w, "%s: %s, %s, %s to %s; %s to look at, %s that may be of one doctor\n", filepath.ToSlash(out),
		english.Count(len(d.Positions), "position", "positions"), english.Count(len(d.Doctors), "doctor", "doctors"), d.First, d.Last,
		english.Count(len(d.Alarms), "thing", "things"), english.Count(len(d.Suggestions), "pair of names", "pairs of names"))
	fmt.Fprintf(w, "%s and %s can be filled in and named in it\n", filepath.ToSlash(filepath.Join(dir, names.Cohort)),
		filepath.ToSlash(filepath.Join(dir, names.Doctors)))
	_, err = fmt.Fprintf(w, "next: read it, and `varighet run %s`\n", filepath.ToSlash(out))
	return err
}
