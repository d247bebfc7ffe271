package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/growth"
	"github.com/varighet/varighet/ingest/keyfile"
	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/spellset"
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
		Flags: append(layoutFlags(), []cli.Flag{
			referenceFlag(),
			&cli.BoolFlag{Name: "set-aside-faults", Usage: "set rows with a fault aside and count them"},
			&cli.StringFlag{Name: "save-layout", Usage: "write what the columns were taken for to `FILE` (TOML)"},
			&cli.StringFlag{Name: "table", Value: "columns", Usage: "with --csv: " + checkTableNames()},
			jsonFlag(),
			csvFlag(),
		}...),
		Action: runCheck,
	}
}

// layoutFlags say what is in files that the reader does not see by itself.
func layoutFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "layout", Usage: "`FILE` (TOML) that says what the columns are"},
		&cli.StringSliceFlag{Name: "map", Usage: "a column is a field: `HEADER=FIELD`, such as Avtal-ID=position_id; may be repeated"},
		&cli.StringFlag{Name: "lists-within", Usage: "ids of lists are unique within the `municipality` only: 4631-1 is list 1 of 4631"},
		&cli.StringFlag{Name: "dates", Usage: "`ORDER` of dates with slashes or hyphens that do not show it: day/month, month/day or year/month"},
		&cli.StringFlag{Name: "last-month", Usage: "the last `MONTH` of exports and tables with periods, such as 2024-08"},
	}
}

// layoutFromFlags reads the layout file and adds what --map says.
func (o *ingestOptions) layoutFromFlags(ctx *cli.Context) error {
	if path := ctx.String("layout"); path != "" {
		var err error
		if o.layout, err = readLayout(path); err != nil {
			return err
		}
	}
	for _, pair := range ctx.StringSlice("map") {
		if o.layout == nil {
			o.layout = &ingest.Layout{}
		}
		if err := o.layout.Map(pair); err != nil {
			return choice.Errorf("--map: %v", err)
		}
	}
	if s := ctx.String("lists-within"); s != "" {
		if err := o.numberWithin(s); err != nil {
			return choice.Errorf("--lists-within: %v", err)
		}
	}
	if s := ctx.String("dates"); s != "" {
		if err := o.orderDates(s); err != nil {
			return choice.Errorf("--dates: %v", err)
		}
	}
	if s := ctx.String("last-month"); s != "" {
		m, err := monthOfFlag("last-month", s)
		if err != nil {
			return err
		}
		o.lastMonth = varighet.Some(m)
	}
	return nil
}

// numberWithin says that ids of lists are unique within a municipality only.
func (o *ingestOptions) numberWithin(what string) error {
	if o.layout == nil {
		o.layout = &ingest.Layout{}
	}
	return o.layout.NumberWithin(what)
}

// orderDates says in which order dates have day, month and year.
func (o *ingestOptions) orderDates(order string) error {
	if o.layout == nil {
		o.layout = &ingest.Layout{}
	}
	return o.layout.OrderDates(order)
}

func readLayout(path string) (*ingest.Layout, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the layout: %w", err)
	}
	l, err := ingest.ParseLayout(b)
	if err != nil {
		return nil, &varighet.Problem{File: filepath.Base(path), Code: "layout", Msg: err.Error(),
			Hint: "`varighet check --save-layout FILE INPUT` writes one to begin with"}
	}
	return l, nil
}

// noteLayout puts what the layout flags said among the options of a manifest.
func (o *ingestOptions) noteLayout(options map[string]string) {
	if s := o.layout.String(); s != "" {
		options["layout"] = s
	}
	if s := o.layout.ListsWithin(); s != "" {
		options["lists-within"] = s
	}
	if o.lastMonth.OK {
		options["last-month"] = o.lastMonth.V.String()
	}
}

// sampleRows is how many rows of each table check shows.
const sampleRows = 3

func runCheck(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, -1)
	if err != nil {
		return err
	}
	if ctx.Bool("json") && ctx.Bool("csv") {
		return choice.Errorf("--json and --csv exclude each other")
	}
	if err := checkTable(ctx.String("table"), checkTables...); err != nil {
		return err
	}
	if path := ctx.String("save-layout"); path != "" {
		if _, err := os.Stat(path); err == nil {
			return choice.Errorf("%s is there already: choose another name, or take it away", path)
		}
	}
	o, err := ingestOptionsFromFlags(ctx)
	if err != nil {
		return err
	}
	inputs, err := ingest.Find(args, ctx.App.Reader)
	if err != nil {
		return err
	}
	outcome, alarms, found := planRegister(ctx.Context, o, inputs)
	if outcome == nil || outcome.Reading == nil {
		return found
	}
	result := outcome.Reading
	doc := checkOf(result, alarms, found, ctx.String("table"))
	if ctx.Bool("csv") {
		err = doc.writeCSV(ctx.App.Writer)
	} else {
		err = showPlain(ctx, doc)
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
func planRegister(ctx context.Context, o *ingestOptions, inputs []ingest.Input) (outcome *growth.Outcome, alarms []survival.Alarm, err error) {
	tmp, err := os.MkdirTemp("", "varighet-check-")
	if err != nil {
		return nil, nil, err
	}
	defer os.RemoveAll(tmp)
	e := o.edit(filepath.Join(tmp, "register"), inputs)
	e.Plan, e.Reader.Key, e.Reader.Samples = true, keyfile.Public().Secret, sampleRows
	return spellset.Grow(ctx, e, o.reference)
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
