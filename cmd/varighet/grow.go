package main

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/growth"
	"github.com/varighet/varighet/ingest/identity"
	"github.com/varighet/varighet/ingest/keyfile"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/heapbound"
	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/report/document"
	"github.com/varighet/varighet/report/study"
	"github.com/varighet/varighet/survival"
)

// growthFlags say what becomes of a register that is there already.
func growthFlags() []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "plan", Usage: "say what would happen, and write nothing"},
		&cli.BoolFlag{Name: "replace", Usage: "the files take the place of what the register has of their months"},
		&cli.StringSliceFlag{Name: "remove", Usage: "take a `MONTH`, such as 2019-11, or a file's rows out of the register"},
		&cli.BoolFlag{Name: "anew", Usage: "make the register from the files alone, whatever is there"},
		&cli.StringFlag{Name: "suggest", Usage: "write names that may be of one doctor to `FILE` (CSV), to be reviewed"},
	}
}

// What reading may take of memory, in bytes. What it makes for a moment is many times what it
// keeps, which is 60 MiB for Norway in 25 years, and 240 for ten times as many lists.
const (
	leastForIngest = 128 << 20
	mostForIngest  = 320 << 20
)

// runIngest makes a register, or adds to one.
func runIngest(ctx *cli.Context) error {
	removing := len(ctx.StringSlice("remove")) > 0
	least := 1
	if removing {
		least = 0
	}
	args, err := arguments(ctx, least, -1)
	if err != nil {
		return err
	}
	out, err := needOutput(ctx)
	if err != nil {
		return err
	}
	switch {
	case ctx.Bool("keep-names") && ctx.IsSet("key-file"):
		return choice.Errorf("--keep-names makes no pseudonyms, so --key-file has no use")
	case ctx.Bool("anew") && (removing || ctx.Bool("replace")):
		return choice.Errorf("--anew leaves nothing of the old register, so --replace and --remove have no use")
	}
	reading, ref, err := readingFromFlags(ctx)
	if err != nil {
		return err
	}
	asBefore(reading, ctx, append([]string{out}, args...))
	var key *keyfile.Key
	if !reading.KeepNames {
		path := ctx.String("key-file")
		if key, err = keyfile.Open(orDefault(path, keyfile.Beside(out)), path == ""); err != nil {
			return err
		}
	}
	e, err := reading.Edit(out, nil, key, ref, asGiven)
	if err != nil {
		return err
	}
	e.Join, args = registersAmong(args)
	if len(args) > 0 {
		if e.Inputs, err = ingest.Find(args, ctx.App.Reader); err != nil {
			return err
		}
	}
	e.Anew, e.Replace, e.Plan = ctx.Bool("anew"), ctx.Bool("replace"), ctx.Bool("plan")
	for _, s := range ctx.StringSlice("remove") {
		if m, ok := ingest.ParseMonth(s); ok {
			e.Months = append(e.Months, m)
		} else {
			e.Files = append(e.Files, s)
		}
	}
	if err := doctorFiles(ctx, &e); err != nil {
		return err
	}
	isNew := key != nil && key.IsNew
	e.Put = key.PutFirst
	w := ctx.App.ErrWriter
	e.Waiting = func() { fmt.Fprintf(noted(w), "varighet: waiting for another run that changes %s\n", out) }
	defer heapbound.Begin(leastForIngest, mostForIngest)()
	outcome, alarms, err := spellset.Grow(ctx.Context, e, ref)
	if err != nil {
		sayComparisons(w, outcome)
		return err
	}
	return tellOutcome(ctx, out, key, isNew, outcome, alarms)
}

// registersAmong parts arguments that are folders of registers from files to read.
func registersAmong(args []string) (registers, others []string) {
	for _, a := range args {
		dir := a
		if filepath.Base(a) == register.PositionsFile { // the folder is meant
			dir = filepath.Dir(a)
		}
		if _, err := register.ReadManifest(dir); err == nil {
			registers = append(registers, dir)
		} else {
			others = append(others, a)
		}
	}
	return registers, others
}

// doctorFiles reads the aliases, and sees to it that suggestions are written. They
// hold names: only their owner can read the file.
func doctorFiles(ctx *cli.Context, e *growth.Edit) error {
	w := ctx.App.ErrWriter
	if path := ctx.String("aliases"); path != "" {
		undecided, err := study.UseAliases(e, path)
		if err != nil {
			return err
		}
		if undecided > 0 {
			fmt.Fprintf(w, "varighet: %s: %s not decided yet\n", e.AliasFile, english.Count(undecided, "row", "rows"))
		}
	}
	path := ctx.String("suggest")
	if path == "" {
		return nil
	}
	if err := keepsInputs(ctx, "--suggest", path); err != nil {
		return err
	}
	e.Suggest = func(list []identity.Suggestion) error {
		var b bytes.Buffer
		if err := identity.WriteSuggestions(&b, list); err != nil {
			return err
		}
		if err := atomicfile.WriteFile(path, b.Bytes(), 0o600); err != nil {
			return err
		}
		if len(list) == 0 {
			fmt.Fprintf(noted(w), "varighet: no names look like those of one doctor: %s is empty\n", path)
			return nil
		}
		fmt.Fprintf(noted(w), "varighet: %s may be of one doctor: write ja or nei under decision in %s and give it with --aliases\n",
			english.Count(len(list), "pair of names", "pairs of names"), path)
		return nil
	}
	return nil
}

// asBefore takes choices that were not made on the command line from the
// register that is there, or that is joined.
func asBefore(r *study.Reading, ctx *cli.Context, dirs []string) {
	if ctx.Bool("anew") {
		dirs = dirs[1:]
	}
	var m *register.Manifest
	for _, dir := range dirs {
		if is, err := register.ReadManifest(dir); err == nil && m == nil {
			m = is
		}
	}
	if m == nil {
		return
	}
	if !ctx.IsSet("keep-names") && !ctx.IsSet("key-file") {
		r.KeepNames = m.Options["keep-names"] == "true"
	}
	if !ctx.IsSet("no-link") {
		r.NoLink = m.Options["link"] == "false"
	}
	if within := m.Options["lists-within"]; within != "" && !ctx.IsSet("lists-within") {
		r.ListsWithin = within
	}
}

// tellOutcome says what was done, or would be.
func tellOutcome(ctx *cli.Context, out string, key *keyfile.Key, isNew bool, outcome *growth.Outcome, alarms []survival.Alarm) error {
	w := ctx.App.ErrWriter
	if m := outcome.After; key != nil && m.KeyFingerprint == ingest.KeyFingerprint(key.Secret) && outcome.Changed && !ctx.Bool("plan") {
		word := "pseudonyms by the key in"
		if isNew {
			word = "pseudonyms by a new key, kept in"
		}
		fmt.Fprintf(noted(w), "varighet: %s %s\n", word, key.Path)
		if key.OthersCanRead() {
			fmt.Fprintf(w, "varighet: others than its owner can read %s, and with it find doctors by their names: chmod 600\n", key.Path)
		}
	}
	if outcome.Reading != nil {
		sayWarnings(w, outcome.Reading)
	}
	for _, s := range outcome.Warnings {
		fmt.Fprintf(w, "varighet: %s\n", s)
	}
	sayAlarms(w, alarms)
	if ctx.Bool("plan") {
		return showSpoken(ctx, document.Plan(out, outcome, alarms))
	}
	return showSpoken(ctx, document.Ingest(out, outcome, alarms))
}

// maxDifferences is how many differences of two files are shown one by one.
const maxDifferences = 20

// sayComparisons shows how files of one month differ, list by list.
func sayComparisons(w io.Writer, outcome *growth.Outcome) {
	if outcome == nil {
		return
	}
	for i := range outcome.Compared {
		c := &outcome.Compared[i]
		fmt.Fprintf(w, "varighet: %s and %s, %s: %s\n", c.First, c.Second, c.Months[0], c)
		for k, d := range c.Differences {
			if k == maxDifferences {
				fmt.Fprintf(w, "  and %d more\n", len(c.Differences)-k)
				break
			}
			fmt.Fprintf(w, "  %s  %s: %s%s\n", d.Month, d.PositionID, d.What, values(d))
		}
	}
}

func values(d register.Difference) string {
	if d.First == "" {
		return ""
	}
	return fmt.Sprintf(" (%s, %s)", d.First, d.Second)
}
