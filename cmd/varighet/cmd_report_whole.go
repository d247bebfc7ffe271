package main

import (
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/report/study"
)

// A wholeReport is a form in which the whole report of a study can be written again.
type wholeReport struct {
	name, suffix string
	file         string // in the folder of a study
	what         string
}

// wholeReports are all of them; a new one is a line here.
var wholeReports = []wholeReport{
	{"page", "html", study.ReportName, "page"},
	{"word", "docx", study.WordName, "Word document"},
	{"workbook", "xlsx", study.WorkbookName, "workbook"},
}

// command writes a report again from the folder of a study.
func (w wholeReport) command() *cli.Command {
	return &cli.Command{
		Name: w.name, Usage: "the whole report of a study's folder again, as a " + w.what, ArgsUsage: "DIR",
		Description: "DIR is a folder that `varighet run` wrote, with " + w.file + " and the folder internal. The report is made\n" +
			"of the rows in internal; the files that they came from are not needed. In the language of the\n" +
			"study the file is byte for byte the one in DIR, if the version of the program is the same.",
		Flags: []cli.Flag{
			outputFlag("`FILE` to write: ." + w.suffix + " by its name, outside DIR"),
			langFlag(""),
		},
		Action: w.write,
	}
}

func (w wholeReport) write(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return err
	}
	out, err := needOutput(ctx)
	if err != nil {
		return err
	}
	if _, err := outputKind(out, w.suffix); err != nil {
		return err
	}
	if err := outside(out, args[0]); err != nil {
		return err
	}
	lang, err := language(ctx, "")
	if err != nil {
		return err
	}
	folder, err := study.OpenFolder(args[0])
	if err != nil {
		return err
	}
	result, err := folder.Again(ctx.Context)
	if err != nil {
		return err
	}
	b, err := result.InLanguage(lang).ReportFile(w.file)
	if err != nil {
		return err
	}
	return atomicfile.WriteFile(out, b, 0o644)
}

// outside refuses an output in the folder of a study, which holds what its manifest lists.
func outside(out string, folders ...string) error {
	for _, f := range folders {
		if within(f, out) {
			return choice.Errorf("-o %s lies in the folder of a study, which holds what its manifest lists: write it elsewhere", describePath(out))
		}
	}
	return nil
}

// within reports whether a path lies in a folder.
func within(folder, path string) bool {
	a, err1 := filepath.Abs(folder)
	b, err2 := filepath.Abs(path)
	rel, err3 := filepath.Rel(a, b)
	return err1 == nil && err2 == nil && err3 == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}
