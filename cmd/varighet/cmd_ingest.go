package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/internal/english"
)

func ingestCommand() *cli.Command {
	return &cli.Command{
		Name:      "ingest",
		Usage:     "read monthly files into a register (Parquet)",
		ArgsUsage: "INPUT...",
		Description: "INPUT is a file, a folder with files, or - for standard input: CSV and its kin, XLSX, HTML tables, exports of\n" +
			"the register of GPs (XML, JSON), Parquet, and these packed as .zip or .gz. Names and HPR numbers become\n" +
			"pseudonyms. Any fault ends the run, and the old register stands.\n\n" +
			"If REGISTER is there already, the files are added to it: those it has with the same content are left\n" +
			"alone, and a month that it has from another file is a fault, unless --replace.",
		Flags: append(append(growthFlags(), layoutFlags()...), []cli.Flag{
			outputFlag("`REGISTER`: folder to write"),
			referenceFlag(),
			&cli.StringFlag{Name: "key-file", Usage: "`FILE` with the key for pseudonyms; default REGISTER.key, made if needed"},
			&cli.BoolFlag{Name: "keep-names", Usage: "keep names and HPR numbers as they are"},
			&cli.BoolFlag{Name: "set-aside-faults", Usage: "set rows with a fault aside and count them"},
			jsonFlag(),
		}...),
		Action: runIngest,
	}
}

func referenceFlag() cli.Flag {
	return &cli.StringFlag{Name: "reference", Usage: "reference `FOLDER`, to check municipality codes by"}
}

func orDefault(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func ingestOptionsFromFlags(ctx *cli.Context) (*ingestOptions, error) {
	o := &ingestOptions{keepNames: ctx.Bool("keep-names"), setAsideFaults: ctx.Bool("set-aside-faults"), noLink: ctx.Bool("no-link")}
	if dir := ctx.String("reference"); dir != "" {
		ref, err := data.OpenReference(dir)
		if err != nil {
			return nil, err
		}
		o.reference = ref
	}
	return o, o.layoutFromFlags(ctx)
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
	fmt.Fprintf(w, "%s: %s, %s, %s, %s, %s to %s\n", out, english.Count(int(c.Rows), "row", "rows"), english.Count(int(c.Positions), "position", "positions"),
		english.Count(int(c.Doctors), "doctor", "doctors"), english.Count(int(c.Municipalities), "municipality", "municipalities"), c.FirstMonth, c.LastMonth)
	for _, missing := range c.MissingMonths {
		fmt.Fprintf(w, "no file has rows for %s\n", missing)
	}
	if c.Links > 0 {
		fmt.Fprintf(w, "%s where a list goes on under another id or doctor; see %s\n", english.Count(int(c.Links), "link", "links"), register.LinksFile)
	}
	return writeLedger(w, ingest.Ledger{Read: m.Ledger.Read, Used: m.Ledger.Used, SetAside: m.Ledger.SetAside}, m.Inputs)
}

// writeLedger accounts for every row, and says on which lines of the inputs those stand that were set aside.
func writeLedger(w io.Writer, l ingest.Ledger, inputs []register.Input) error {
	rows := "rows"
	if l.Read == 1 {
		rows = "row"
	}
	_, err := fmt.Fprintf(w, "%10d %s read\n%10d used\n", l.Read, rows, l.Used)
	for _, r := range l.Reasons() {
		_, more := fmt.Fprintf(w, "%10d set aside: %s%s\n", l.SetAside[r], r, placesOf(r, inputs))
		err = errors.Join(err, more)
	}
	return err
}

// shownFiles is how many files are named that have rows set aside for a reason; of more than
// that the first is.
const shownFiles = 3

// placesOf writes where the rows stand that were set aside for a reason: " (lines 4, 9-12)", with the
// names of the files where there are several; "" if it is not known.
func placesOf(reason string, inputs []register.Input) string {
	var places []string
	for _, in := range inputs {
		lines := in.Lines[reason]
		if lines == "" {
			continue
		}
		word := "lines "
		if strings.Trim(lines, "0123456789") == "" {
			word = "line "
		}
		if len(inputs) > 1 {
			word = in.Name + " " + word
		}
		places = append(places, word+lines)
	}
	if more := len(places) - 1; more >= shownFiles {
		places = []string{places[0], fmt.Sprintf("%d more files", more)}
	}
	if len(places) == 0 {
		return ""
	}
	return " (" + strings.Join(places, "; ") + ")"
}
