package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/growth"
	"github.com/varighet/varighet/ingest/identity"
	"github.com/varighet/varighet/ingest/keyfile"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/internal/version"
	"github.com/varighet/varighet/survival"
)

// growthFlags say what becomes of a register that is there already.
func growthFlags() []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "plan", Usage: "say what would happen, and write nothing"},
		&cli.BoolFlag{Name: "replace", Usage: "the files take the place of what the register has of their months"},
		&cli.StringSliceFlag{Name: "remove", Usage: "take a `MONTH`, such as 2019-11, or a file's rows out of the register"},
		&cli.BoolFlag{Name: "anew", Usage: "make the register from the files alone, whatever is there"},
		&cli.StringFlag{Name: "aliases", Usage: "`FILE` (CSV, XLSX) with names that were found to be of one doctor"},
		&cli.StringFlag{Name: "suggest", Usage: "write names that may be of one doctor to `FILE` (CSV), to be reviewed"},
		&cli.BoolFlag{Name: "no-link", Usage: "a list with a new id, or without ids a new doctor, is another list"},
	}
}

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
	o, err := ingestOptionsFromFlags(ctx)
	if err != nil {
		return err
	}
	o.asBefore(ctx, append([]string{out}, args...))
	if !o.keepNames {
		path := ctx.String("key-file")
		if o.key, err = keyfile.Open(orDefault(path, keyfile.Beside(out)), path == ""); err != nil {
			return err
		}
	}
	e := o.edit(out, nil)
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
	w := ctx.App.ErrWriter
	e.Waiting = func() { fmt.Fprintf(w, "varighet: waiting for another run that changes %s\n", out) }
	// What reading makes for a moment is many times what it keeps: collecting less often costs
	// some 10 MiB.
	defer debug.SetGCPercent(debug.SetGCPercent(150))
	outcome, alarms, err := spellset.Grow(ctx.Context, e, o.reference)
	if err != nil {
		sayComparisons(w, outcome)
		return err
	}
	return tellOutcome(ctx, out, o, outcome, alarms)
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
		if err := useAliases(w, e, path); err != nil {
			return err
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
			fmt.Fprintf(w, "varighet: no names look like those of one doctor: %s is empty\n", path)
			return nil
		}
		fmt.Fprintf(w, "varighet: %s may be of one doctor: write ja or nei under decision in %s and give it with --aliases\n",
			english.Count(len(list), "pair of names", "pairs of names"), path)
		return nil
	}
	return nil
}

// useAliases makes an edit apply a reviewed table of names of one doctor, and
// says how many of its rows nobody has decided.
func useAliases(w io.Writer, e *growth.Edit, path string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("reading aliases: %w", err)
	}
	open := 0
	e.AliasFile = filepath.Base(path)
	if e.Aliases, open, err = identity.ReadAliases(e.AliasFile, content); err != nil {
		return err
	}
	if open > 0 {
		fmt.Fprintf(w, "varighet: %s: %s not decided yet\n", e.AliasFile, english.Count(open, "row", "rows"))
	}
	return nil
}

// asBefore takes choices that were not made on the command line from the
// register that is there, or that is joined.
func (o *ingestOptions) asBefore(ctx *cli.Context, dirs []string) {
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
		o.keepNames = m.Options["keep-names"] == "true"
	}
	if !ctx.IsSet("no-link") {
		o.noLink = m.Options["link"] == "false"
	}
	if within := m.Options["lists-within"]; within != "" && !ctx.IsSet("lists-within") {
		_ = o.numberWithin(within) // what no reader takes is refused when it begins
	}
}

// tellOutcome says what was done, or would be.
func tellOutcome(ctx *cli.Context, out string, o *ingestOptions, outcome *growth.Outcome, alarms []survival.Alarm) error {
	w := ctx.App.ErrWriter
	if m := outcome.After; o.key != nil && m.KeyFingerprint == ingest.KeyFingerprint(o.key.Secret) && outcome.Changed && !ctx.Bool("plan") {
		word := "pseudonyms by the key in"
		if o.key.IsNew {
			word = "pseudonyms by a new key, kept in"
		}
		if err := o.key.Save(); err != nil {
			return err
		}
		fmt.Fprintf(w, "varighet: %s %s\n", word, o.key.Path)
		if o.key.OthersCanRead() {
			fmt.Fprintf(w, "varighet: others than its owner can read %s, and with it find doctors by their names: chmod 600\n", o.key.Path)
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
		return showPlain(ctx, planOf(out, outcome, alarms))
	}
	return showPlain(ctx, ingestedOf(out, outcome, alarms))
}

// ingested is what ingest prints: the manifest of the register, and the alarms of the rows.
type ingested struct {
	*register.Manifest
	Alarms  []survival.Alarm `json:"alarms"`
	Version string           `json:"version"`

	dir     string
	outcome *growth.Outcome
}

func ingestedOf(dir string, outcome *growth.Outcome, alarms []survival.Alarm) *ingested {
	return &ingested{outcome.After, append([]survival.Alarm{}, alarms...), version.Of(), dir, outcome}
}

// writeText says what has changed in a register that was there, and what is in it.
func (d *ingested) writeText(w io.Writer) error {
	if d.outcome.Before != nil {
		if err := writeChanges(w, d.outcome); err != nil {
			return err
		}
	}
	return writeRegisterSummary(w, d.dir, d.Manifest)
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

// writeChanges counts what became of the files of a register that was there.
func writeChanges(w io.Writer, outcome *growth.Outcome) error {
	count := map[growth.What]int{}
	for _, f := range outcome.Files {
		count[f.What]++
	}
	if !outcome.Changed {
		_, err := fmt.Fprintln(w, "nothing to do: the register has these files")
		return err
	}
	for _, what := range []growth.What{growth.Added, growth.Replaced, growth.Reduced, growth.Removed} {
		if n := count[what]; n > 0 {
			if _, err := fmt.Fprintf(w, "%s %s\n", english.Count(n, "file", "files"), what); err != nil {
				return err
			}
		}
	}
	return nil
}

// A plan says what an ingest would do; it is printed as JSON.
type plan struct {
	Schema  string              `json:"schema"`
	Writes  bool                `json:"writes"`
	Files   []growth.FileChange `json:"files"`
	Before  *register.Counts    `json:"before"` // null if there is no register
	After   *register.Counts    `json:"after"`
	Ledger  register.Ledger     `json:"ledger"`
	Alarms  []survival.Alarm    `json:"alarms"`
	Version string              `json:"version"`

	dir string
}

func planOf(dir string, outcome *growth.Outcome, alarms []survival.Alarm) *plan {
	p := &plan{Schema: "varighet.plan/1", Writes: outcome.Changed, Files: outcome.Files, After: &outcome.After.Counts,
		Ledger: outcome.After.Ledger, Alarms: append([]survival.Alarm{}, alarms...), Version: version.Of(), dir: dir}
	if outcome.Before != nil {
		p.Before = &outcome.Before.Counts
	}
	return p
}

func (p *plan) writeText(w io.Writer) error {
	var all error
	say := func(format string, args ...any) {
		_, err := fmt.Fprintf(w, format, args...)
		all = errors.Join(all, err)
	}
	unchanged := 0
	for _, f := range p.Files {
		if f.What == growth.Unchanged {
			unchanged++
			continue
		}
		say("%-9s  %s\n", f.What, f.Name)
	}
	if unchanged > 0 {
		say("%s unchanged\n", english.Count(unchanged, "file", "files"))
	}
	if p.Before == nil {
		say("%s would be made\n", p.dir)
	} else if !p.Writes {
		say("%s would not change\n", p.dir)
	}
	for _, c := range []struct {
		what string
		of   func(*register.Counts) any
	}{
		{"rows", func(c *register.Counts) any { return c.Rows }},
		{"positions", func(c *register.Counts) any { return c.Positions }},
		{"doctors", func(c *register.Counts) any { return c.Doctors }},
		{"first month", func(c *register.Counts) any { return c.FirstMonth }},
		{"last month", func(c *register.Counts) any { return c.LastMonth }},
		{"missing months", func(c *register.Counts) any { return len(c.MissingMonths) }},
	} {
		if before := p.Before; before != nil {
			say("%-15s %12v → %v\n", c.what, c.of(before), c.of(p.After))
		} else {
			say("%-15s %12v\n", c.what, c.of(p.After))
		}
	}
	for _, reason := range slices.Sorted(maps.Keys(p.Ledger.SetAside)) {
		say("%-15s %12d set aside: %s\n", "", p.Ledger.SetAside[reason], reason)
	}
	return all
}
