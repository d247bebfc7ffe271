package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/growth"
	"github.com/varighet/varighet/ingest/keyfile"
	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/report/document"
	"github.com/varighet/varighet/report/study"
	"github.com/varighet/varighet/survival"
)

func checkCommand() *cli.Command {
	return &cli.Command{
		Name:      "check",
		Usage:     "what the files are taken for, and their faults; writes nothing",
		ArgsUsage: "INPUT...",
		Description: "For each table: its layout and the next best, encoding, months, what each column was taken for, three\n" +
			"rows as they were understood (persons and lists masked), and every fault. --save-layout writes what was\n" +
			"understood and guessed as a file to correct and give with --layout.",
		Flags: append(readingFlags("layout", "lists-within", "dates", "last-month", "set-aside-faults"), []cli.Flag{
			referenceFlag(),
			text("save-layout", "write what the columns were taken for to `FILE` (TOML)"),
			tableFlag(document.CheckTables),
			jsonFlag(),
			csvFlag(),
		}...),
		Action: runCheck,
	}
}

// sampleRows is how many rows of each table check shows.
const sampleRows = 3

func runCheck(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, -1)
	if err != nil {
		return err
	}
	if _, err := parseTable(ctx, document.CheckTables); err != nil {
		return err
	}
	if path := ctx.String("save-layout"); path != "" {
		if _, err := os.Stat(path); err == nil {
			return choice.Errorf("%s is there already: choose another name, or take it away", path)
		}
	}
	reading, ref, err := readingFromFlags(ctx)
	if err != nil {
		return err
	}
	inputs, err := ingest.Find(args, ctx.App.Reader)
	if err != nil {
		return err
	}
	outcome, alarms, found := planRegister(ctx.Context, reading, ref, inputs)
	if outcome == nil || outcome.Reading == nil {
		return found
	}
	result := outcome.Reading
	doc := document.Check(result, alarms, found, ctx.String("table"))
	if wantsCSV(ctx) {
		err = doc.CSV(ctx.App.Writer)
	} else {
		err = showSpoken(ctx, doc)
	}
	if path := ctx.String("save-layout"); err == nil && path != "" {
		err = saveLayout(ctx.App.ErrWriter, path, result)
	}
	sayWarnings(ctx.App.ErrWriter, result)
	for _, line := range outcome.Warnings {
		fmt.Fprintf(ctx.App.ErrWriter, "varighet: %s\n", line)
	}
	sayAlarms(ctx.App.ErrWriter, alarms)
	if err != nil {
		return err
	}
	sayComparisons(ctx.App.ErrWriter, outcome)
	return found
}

// planRegister reads files to the point at which ingest would write a register: that a
// list is vacant and held in one month, or stands there twice, shows only where the
// rows of all files meet. What it needs on disk for that is in a folder of its own
// among the system's temporary files until it returns, with pseudonyms by a key that is always
// the same, so that faults come in the same order. The error is what is wrong with the files.
func planRegister(ctx context.Context, reading *study.Reading, ref *data.Reference, inputs []ingest.Input) (outcome *growth.Outcome, alarms []survival.Alarm, err error) {
	tmp, remove, err := atomicfile.Scratch()
	if err != nil {
		return nil, nil, err
	}
	defer remove()
	e, err := reading.Edit(filepath.Join(tmp, "register"), inputs, keyfile.Public(), ref, asGiven)
	if err != nil {
		return nil, nil, err
	}
	e.Plan, e.Reader.Samples = true, sampleRows
	return spellset.Grow(ctx, e, ref)
}

// saveLayout writes one layout for all of the files.
func saveLayout(w io.Writer, path string, result *ingest.Result) error {
	var offers []*ingest.LayoutOffer
	for i := range result.Files {
		if o := result.Files[i].Offer; o != nil {
			offers = append(offers, o)
		}
	}
	if len(offers) == 0 {
		return choice.Errorf("there is no table with a header to make a layout of")
	}
	offer, err := ingest.JoinOffers(offers)
	if err != nil {
		return choice.Errorf("%v", err)
	}
	if err := atomicfile.WriteFile(path, offer.TOML(), 0o600); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "varighet: %s says what the columns of %s are, %s; look it over and give it with --layout\n",
		path, offer.File, english.Count(offer.Guesses(), "of them a guess", "of them guesses"))
	return err
}
