package main

import (
	"fmt"
	"io"
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/report/study"
)

func ingestCommand() *cli.Command {
	return &cli.Command{
		Name:      "ingest",
		Usage:     "read monthly files into a register (Parquet)",
		ArgsUsage: "INPUT...",
		Description: "INPUT is a file, a folder with files, or - for standard input: CSV and its kin, XLSX, HTML tables, exports of\n" +
			"the register of GPs (XML, JSON), Parquet, and these packed as .zip or .gz. Names and HPR numbers become\n" +
			"pseudonyms, by the key in REGISTER.key unless --key-file names another. Any fault ends the run, and the old register stands.\n\n" +
			"If REGISTER is there already, the files are added to it: those it has with the same content are left\n" +
			"alone, and a month that it has from another file is a fault, unless --replace.",
		Flags: append(append(growthFlags(), readingFlags("aliases", "no-link", "layout", "lists-within", "dates", "last-month", "keep-names", "set-aside-faults")...), []cli.Flag{
			outputFlag("`REGISTER`: folder to write"),
			referenceFlag(),
			text("key-file", "`FILE`: the key of the register's pseudonyms; default beside the register"),
			jsonFlag(),
		}...),
		Action: runIngest,
	}
}

func orDefault(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// readingFlags are the flags of how files are read: those of these names, and --map.
func readingFlags(names ...string) []cli.Flag {
	var own []choice.Option[study.Reading]
	for _, o := range study.ReadingOptions() {
		if slices.Contains(names, o.Flag) {
			own = append(own, o)
		}
	}
	return append(optionFlags(own),
		&cli.StringSliceFlag{Name: "map", Usage: "a column is a field: `HEADER=FIELD`, as Avtal-ID=position_id; may be repeated"},
		limitFlag())
}

// readingFromFlags is how files are read, and the reference to check codes by; nil for none.
func readingFromFlags(ctx *cli.Context) (*study.Reading, *data.Reference, error) {
	r := &study.Reading{Columns: ctx.StringSlice("map")}
	if err := choose(ctx, study.ReadingOptions(), r); err != nil {
		return nil, nil, err
	}
	if err := raiseLimits(ctx, &r.Limits); err != nil {
		return nil, nil, err
	}
	dir := ctx.String("reference")
	if dir == "" {
		return r, nil, nil
	}
	ref, err := data.OpenReference(dir)
	return r, ref, err
}

// asGiven is a path as it was given: from where the program runs.
func asGiven(path string) string { return path }

// sayWarnings prints what the reader had to guess, and what was set aside.
func sayWarnings(w io.Writer, result *ingest.Result) {
	for _, f := range result.Files {
		if f.SetAside != "" {
			fmt.Fprintf(w, "varighet: %s: not read: %s\n", f.Name, f.SetAside)
		}
	}
	for _, x := range result.Warnings {
		fmt.Fprintf(w, "varighet: %s\n", x)
	}
	saySetAside(w, result)
}

// saySetAside prints the rows that were set aside.
func saySetAside(w io.Writer, result *ingest.Result) {
	if result.SetAside != nil {
		for _, p := range result.SetAside.All() {
			fmt.Fprintf(w, "varighet: set aside: %v\n", p)
		}
	}
}
