package main

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/report/study"
	"github.com/varighet/varighet/report/study/difference"
)

// diffForms are those in which a difference can be written to a file.
var diffForms = []string{"html", "md", "tex", "excel.csv"}

// diffCommand holds a study's report beside an earlier one.
func diffCommand() *cli.Command {
	return &cli.Command{
		Name: "diff", Usage: "which numbers of a report are others than in an earlier one, and why", ArgsUsage: "OLD NEW",
		Description: "OLD and NEW are folders that `varighet run` wrote. Each number of the summary, of figures and of tables\n" +
			"is compared as it was printed. Where both have their folder internal, each change is parted by reason:\n" +
			"another version, other rows for the same months, another method, who may see it, other tables beside the\n" +
			"rows, new months. The parts are computed, in that order, and add up to the change. Nothing is tested:\n" +
			"two years of one study are mostly the same doctors.",
		Flags: []cli.Flag{outputFlag("`FILE` to write: .html, .md, .tex or .excel.csv by its name"), jsonFlag(), csvFlag(), langFlag("")},
		Action: func(ctx *cli.Context) error {
			args, err := arguments(ctx, 2, 2)
			if err != nil {
				return err
			}
			if out := ctx.String("o"); out != "" {
				if _, err := outputKind(out, diffForms...); err != nil {
					return err
				}
				if err := outside(out, args...); err != nil {
					return err
				}
			}
			lang, err := language(ctx, "")
			if err != nil {
				return err
			}
			answer, err := differenceOf(ctx, args[0], args[1], lang)
			if err != nil {
				return err
			}
			return showDifference(ctx, answer)
		},
	}
}

// differenceOf holds two folders side by side. If no language is given, what is written has that of
// the new report, and what is shown on the terminal that of the user.
func differenceOf(ctx *cli.Context, before, after, lang string) (*difference.Answer, error) {
	was, err := study.OpenFolder(before)
	if err != nil {
		return nil, err
	}
	is, err := study.OpenFolder(after)
	if err != nil {
		return nil, err
	}
	speechIn(ctx).ofStudy(is.Manifest.Language)
	switch written := ctx.String("o") != "" || ctx.Bool("json") || wantsCSV(ctx); {
	case lang != "":
	case written:
		lang = is.Manifest.Language
	default:
		lang = string(speechIn(ctx).language())
	}
	return difference.Of(ctx.Context, was, is, lang)
}

// showDifference prints a difference, or writes it to the file that -o names.
func showDifference(ctx *cli.Context, a *difference.Answer) error {
	if a.Together != "" && !ctx.Bool("json") {
		fmt.Fprintf(ctx.App.ErrWriter, "varighet: reasons are taken together: %s\n", a.Together)
	}
	if a.Old.Study != a.New.Study {
		fmt.Fprintf(ctx.App.ErrWriter, "varighet: the reports are of two studies, %s and %s\n", a.Old.Study, a.New.Study)
	}
	if out := ctx.String("o"); out != "" {
		form, err := outputKind(out, diffForms...)
		if err != nil {
			return err
		}
		b, err := study.RenderTable(a.Table(), form)
		if err != nil {
			return err
		}
		return atomicfile.WriteFile(out, b, 0o644)
	}
	if wantsCSV(ctx) {
		return a.CSV(ctx.App.Writer)
	}
	return showPlain(ctx, a)
}
