package main

import (
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/register"
)

func ingestCommand() *cli.Command {
	return &cli.Command{
		Name:      "ingest",
		Usage:     "read monthly files into a register (Parquet)",
		ArgsUsage: "INPUT...",
		Description: "INPUT is a CSV file, a folder with such files, or - for standard input. Names and HPR numbers\n" +
			"become pseudonyms. Any fault ends the run, and the old register stands.",
		Flags: []cli.Flag{
			outputFlag("`REGISTER`: folder to write"),
			referenceFlag(),
			&cli.StringFlag{Name: "key-file", Usage: "`FILE` with the key for pseudonyms; default REGISTER.key, made if needed"},
			&cli.BoolFlag{Name: "keep-names", Usage: "keep names and HPR numbers as they are"},
			&cli.BoolFlag{Name: "set-aside-faults", Usage: "set rows with a fault aside and count them"},
			jsonFlag(),
		},
		Action: runIngest,
	}
}

func referenceFlag() cli.Flag {
	return &cli.StringFlag{Name: "reference", Usage: "reference `FOLDER`, to check municipality codes by"}
}

func runIngest(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, -1)
	if err != nil {
		return err
	}
	out, err := needOutput(ctx)
	if err != nil {
		return err
	}
	if ctx.Bool("keep-names") && ctx.IsSet("key-file") {
		return usagef("--keep-names makes no pseudonyms, so --key-file has no use")
	}
	o, err := ingestOptionsFromFlags(ctx)
	if err != nil {
		return err
	}
	if !o.keepNames {
		path := ctx.String("key-file")
		if o.key, err = openKey(orDefault(path, keyBeside(out)), path == ""); err != nil {
			return err
		}
	}
	inputs, err := ingest.Find(args, ctx.App.Reader)
	if err != nil {
		return err
	}
	result, manifest, err := buildRegister(ctx.Context, out, inputs, o)
	if err != nil {
		return err
	}
	w := ctx.App.ErrWriter
	if manifest.KeyFingerprint != "" {
		isNew := o.key.isNew
		if err := o.key.save(); err != nil {
			return err
		}
		word := "pseudonyms by the key in"
		if isNew {
			word = "pseudonyms by a new key, kept in"
		}
		fmt.Fprintf(w, "varighet: %s %s\n", word, o.key.path)
	}
	sayWarnings(w, result)
	if ctx.Bool("json") {
		return writeJSON(ctx.App.Writer, manifest)
	}
	return writeRegisterSummary(ctx.App.Writer, out, manifest)
}

func orDefault(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func ingestOptionsFromFlags(ctx *cli.Context) (*ingestOptions, error) {
	o := &ingestOptions{keepNames: ctx.Bool("keep-names"), setAsideFaults: ctx.Bool("set-aside-faults")}
	if dir := ctx.String("reference"); dir != "" {
		ref, err := data.OpenReference(dir)
		if err != nil {
			return nil, err
		}
		o.reference = ref
	}
	return o, nil
}

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
	if result.SetAside != nil {
		for _, p := range result.SetAside.All() {
			fmt.Fprintf(w, "varighet: set aside: %v\n", p)
		}
	}
}

func writeRegisterSummary(w io.Writer, out string, m *register.Manifest) error {
	c := m.Counts
	fmt.Fprintf(w, "%s: %d rows, %d positions, %d doctors, %d municipalities, %s to %s\n", out, c.Rows, c.Positions,
		c.Doctors, c.Municipalities, c.FirstMonth, c.LastMonth)
	for _, missing := range c.MissingMonths {
		fmt.Fprintf(w, "no file has rows for %s\n", missing)
	}
	return writeLedger(w, ingest.Ledger{Read: m.Ledger.Read, Used: m.Ledger.Used, SetAside: m.Ledger.SetAside})
}

// writeLedger accounts for every row.
func writeLedger(w io.Writer, l ingest.Ledger) error {
	_, err := fmt.Fprintf(w, "%10d rows read\n%10d used\n", l.Read, l.Used)
	for _, r := range l.Reasons() {
		_, more := fmt.Fprintf(w, "%10d set aside: %s\n", l.SetAside[r], r)
		err = errors.Join(err, more)
	}
	return err
}

func checkCommand() *cli.Command {
	return &cli.Command{
		Name:      "check",
		Usage:     "what the files are taken for, and their faults; writes nothing",
		ArgsUsage: "INPUT...",
		Flags: []cli.Flag{
			referenceFlag(),
			&cli.BoolFlag{Name: "set-aside-faults", Usage: "set rows with a fault aside and count them"},
		},
		Action: runCheck,
	}
}

func runCheck(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, -1)
	if err != nil {
		return err
	}
	o, err := ingestOptionsFromFlags(ctx)
	if err != nil {
		return err
	}
	inputs, err := ingest.Find(args, ctx.App.Reader)
	if err != nil {
		return err
	}
	result, err := ingest.Read(ctx.Context, inputs, o.reader(), nil)
	if err != nil {
		return err
	}
	w := ctx.App.Writer
	for i := range result.Files {
		if err := writeFileSummary(w, &result.Files[i]); err != nil {
			return err
		}
	}
	if err := writeLedger(w, result.Ledger); err != nil {
		return err
	}
	sayWarnings(ctx.App.ErrWriter, result)
	return result.Problems.Err()
}

// writeFileSummary says what a file was understood to be.
func writeFileSummary(w io.Writer, f *ingest.FileSummary) error {
	if f.SetAside != "" {
		return nil
	}
	fmt.Fprintf(w, "%s\n", f.Name)
	if f.HeaderLine == 0 {
		return nil
	}
	fmt.Fprintf(w, "  %s, %s, header in line %d, doctors by %s\n", f.Encoding, f.Separator, f.HeaderLine, f.DoctorIDs)
	if f.Code != "" {
		fmt.Fprintf(w, "  municipality by the file's name: %s %s\n", f.Code, f.Municipality)
	}
	if n := len(f.Months); n > 0 {
		fmt.Fprintf(w, "  %s, %s to %s\n", plural(n, "month", "months"), f.Months[0].Month, f.Months[n-1].Month)
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, c := range f.Columns {
		field := c.Field
		switch {
		case field == "":
			field = "(not known, not used)"
		case !c.Used:
			field += " (not used)"
		}
		fmt.Fprintf(tw, "    %s\t→ %s\n", c.Header, field)
	}
	return tw.Flush()
}
