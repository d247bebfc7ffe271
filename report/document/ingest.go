package document

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/growth"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/version"
	"github.com/varighet/varighet/survival"
)

// An IngestAnswer is what `ingest` prints: the manifest of the register, with the alarms of the
// rows that were read in place of its own.
type IngestAnswer struct {
	*register.Manifest
	// what is hardly true of the rows, or that a rule had to settle; empty if there is nothing
	Alarms  []survival.Alarm `json:"alarms"`
	Version string           `json:"version"` // of the program

	dir     string
	outcome *growth.Outcome
}

// Ingest says what an edit of the register in dir came to.
func Ingest(dir string, outcome *growth.Outcome, alarms []survival.Alarm) *IngestAnswer {
	return &IngestAnswer{outcome.After, append([]survival.Alarm{}, alarms...), version.Of(), dir, outcome}
}

// Text says what has changed in a register that was there, and what is in it.
func (d *IngestAnswer) Text(w io.Writer) error {
	if d.outcome.Before != nil {
		if err := writeChanges(w, d.outcome); err != nil {
			return err
		}
	}
	return writeRegisterSummary(w, d.dir, d.Manifest)
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

// A PlanAnswer is what `ingest --plan` prints: what an ingest would do.
type PlanAnswer struct {
	Schema string              `json:"schema"` // varighet.plan/1
	Writes bool                `json:"writes"` // the register would change
	Files  []growth.FileChange `json:"files"`  // of the register and of the inputs, by name; null: none
	Before *register.Counts    `json:"before"` // what is in the register; null: there is none
	After  *register.Counts    `json:"after"`  // what would be in it; null: never
	Ledger register.Ledger     `json:"ledger"` // the rows of all files that it would be made from
	// what is hardly true of the rows, or that a rule had to settle; empty if there is nothing
	Alarms  []survival.Alarm `json:"alarms"`
	Version string           `json:"version"` // of the program

	dir string
}

// Plan says what an edit of the register in dir would come to.
func Plan(dir string, outcome *growth.Outcome, alarms []survival.Alarm) *PlanAnswer {
	p := &PlanAnswer{Schema: "varighet.plan/1", Writes: outcome.Changed, Files: outcome.Files, After: &outcome.After.Counts,
		Ledger: outcome.After.Ledger, Alarms: append([]survival.Alarm{}, alarms...), Version: version.Of(), dir: dir}
	if outcome.Before != nil {
		p.Before = &outcome.Before.Counts
	}
	return p
}

// Text writes what would become of each file, and the counts before and after.
func (p *PlanAnswer) Text(w io.Writer) error {
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

// writeRegisterSummary says what is in the register in out.
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
