package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest/ssb"
	"github.com/varighet/varighet/internal/choice"
)

func referenceCommand() *cli.Command {
	return &cli.Command{
		Name:  "reference",
		Usage: "municipalities, their changes and populations",
		Subcommands: []*cli.Command{{
			Name:  "import",
			Usage: "make a reference folder of Statistics Norway's tables, as saved from its pages",
			Description: "Give the codes and the changes of KLASS 131 (CSV or JSON) and table 07459 or 06913\n" +
				"(CSV, XLSX or JSON-stat2); each flag may be given several times. Codes may also be the download of\n" +
				"KLASS's web page, which has the municipalities of one day: the year is taken from the file's name, or\n" +
				"from --klass-date. The program fetches nothing itself.",
			Flags: []cli.Flag{
				&cli.StringSliceFlag{Name: "klass", Usage: "KLASS `FILE`: codes or changes"},
				&cli.StringSliceFlag{Name: "population", Usage: "population `FILE`"},
				&cli.StringSliceFlag{Name: "klass-date", Usage: "`DATE` of a --klass file with the municipalities of one day, in the order of such files"},
				&cli.StringFlag{Name: "splits", Usage: "`FILE` (CSV, XLSX) with the main part of divided municipalities: old_code, new_code"},
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
		return choice.Errorf("%s needs --klass, with the codes and the changes", ctx.Command.HelpName)
	}
	in, err := referenceInputs(ctx)
	if err != nil {
		return err
	}
	ref, err := ssb.Import(in.klass, in.population, in.splits...)
	if err != nil {
		return err
	}
	if err := ref.WriteFolder(out); err != nil {
		return err
	}
	w := ctx.App.ErrWriter
	fmt.Fprintf(w, "%s: municipalities from %s\n", out, ref.First())
	fmt.Fprintf(w, "municipalities on 1 January: %s\n", strings.Join(yearlyCounts(ref), ", "))
	for _, f := range ref.Check() {
		fmt.Fprintf(w, "varighet: %s\n", f.Msg)
	}
	return nil
}

// yearlyCounts says how many municipalities there were in each year, for a reader who knows
// some of the numbers: "435 in 2001", "434 in 2002–2005".
func yearlyCounts(ref *data.Reference) []string {
	first, last := ref.First().Year(), ref.Last().Year()
	if ref.First() > varighet.MonthOf(first, time.January) {
		first++
	}
	var out []string
	for year := first; year <= last; {
		n, from := len(ref.Codes(varighet.MonthOf(year, time.January))), year
		for year++; year <= last && len(ref.Codes(varighet.MonthOf(year, time.January))) == n; year++ {
		}
		if years := strconv.Itoa(from); year-1 > from {
			out = append(out, fmt.Sprintf("%d in %s–%d", n, years, year-1))
		} else {
			out = append(out, fmt.Sprintf("%d in %s", n, years))
		}
	}
	return out
}

// A referenceInput is what a reference is made of.
type referenceInput struct {
	klass, population []ssb.File
	splits            []ssb.SplitChoice
}

func referenceInputs(ctx *cli.Context) (in referenceInput, err error) {
	if in.klass, err = ssb.ReadFiles(ctx.StringSlice("klass")); err != nil {
		return in, err
	}
	if in.population, err = ssb.ReadFiles(ctx.StringSlice("population")); err != nil {
		return in, err
	}
	dates := ctx.StringSlice("klass-date")
	for i := range in.klass {
		if len(dates) == 0 || !ssb.IsVersion(in.klass[i]) {
			continue
		}
		month, ok := data.ParseDate(dates[0])
		if !ok {
			return in, choice.Errorf("--klass-date is the first of a month such as 2020-01-01, not %q", dates[0])
		}
		in.klass[i].Date, dates = varighet.Some(month), dates[1:]
	}
	if len(dates) > 0 {
		return in, choice.Errorf("there are more --klass-date than files with the municipalities of one day")
	}
	if path := ctx.String("splits"); path != "" {
		content, err := os.ReadFile(path)
		if err != nil {
			return in, err
		}
		if in.splits, err = ssb.ReadSplits(filepath.Base(path), content); err != nil {
			return in, err
		}
	}
	return in, nil
}
