package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// A page is what is said of a run.
type page struct {
	*order
	possible int
	tried    []trial
	reasons  reasons
}

// save writes the page where it is to be.
func (p *page) save() error {
	var b bytes.Buffer
	p.write(&b)
	out := p.out
	switch {
	case out == "-" || out == "" && p.only != "":
		_, err := os.Stdout.Write(b.Bytes())
		return err
	case out == "":
		out = filepath.Join(p.root, "docs", "mutants.md")
	}
	return os.WriteFile(out, b.Bytes(), 0o644)
}

// write writes what was drawn, what was killed, and why the others survive.
func (p *page) write(w io.Writer) {
	c := p.count(func(*trial) bool { return true })
	fmt.Fprintf(w, `# Faults that the tests find

A mutant is the program with one small fault in it: a comparison turned, a term dropped, a statement left out. It is killed when a
test fails. Of those that can be made of `+"`survival`"+` and the packages below it, of who is who, of the register and of what may be
published, a draw is tried:

    make mutants MUTANTS=%d SEED=%d%s

%d of %d possible mutants that compile were drawn. **%d are killed (%s %%)**: %d by tests of their own package, %d by tests of
packages that use it, on a plain checkout. %d survive. At least %.0f %% must be killed, and each survivor has a reason, in
`+"`%s`"+`. Those that no test can tell from the program count as not killed.
`, p.n, p.seed, p.onlyArgument(), len(p.tried), p.possible, c.home+c.users, c.percent(), c.home, c.users, c.survived, 100*leastKilled, reasonsFile)
	var folders, names []string
	for _, t := range targets {
		folders = append(folders, t.folder)
	}
	for _, k := range kinds {
		names = append(names, string(k))
	}
	p.table(w, "package", folders, func(t *trial) string { return path.Dir(t.file) })
	p.table(w, "fault", names, func(t *trial) string { return string(t.kind) })
	p.writeSurvivors(w)
}

func (p *page) onlyArgument() string {
	if p.only == "" {
		return ""
	}
	return " ONLY='" + p.only + "'"
}

// A count is of the fates of some mutants.
type count struct{ home, users, survived int }

func (p *page) count(is func(*trial) bool) (c count) {
	for i := range p.tried {
		if t := &p.tried[i]; is(t) {
			switch t.fate {
			case killedAtHome:
				c.home++
			case killedByUsers:
				c.users++
			case survived:
				c.survived++
			}
		}
	}
	return c
}

func (c count) all() int { return c.home + c.users + c.survived }

// percent is the share that is killed; nothing of none.
func (c count) percent() string {
	if c.all() == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f", 100*float64(c.home+c.users)/float64(c.all()))
}

// table counts by package or by kind.
func (p *page) table(w io.Writer, head string, values []string, of func(*trial) string) {
	fmt.Fprintf(w, "\n| %s | drawn | killed by its own tests | by tests of users | survive | killed, %% |\n|---|---|---|---|---|---|\n", head)
	for _, v := range values {
		if c := p.count(func(t *trial) bool { return of(t) == v }); c.all() > 0 {
			fmt.Fprintf(w, "| %s | %d | %d | %d | %d | %s |\n", v, c.all(), c.home, c.users, c.survived, c.percent())
		}
	}
}

// writeSurvivors lists those that survive. Lines are not told: they move.
func (p *page) writeSurvivors(w io.Writer) {
	fmt.Fprint(w, "\n## Survivors\n\n| file | function | from | to | why |\n|---|---|---|---|---|\n")
	for i := range p.tried {
		if t := &p.tried[i]; t.fate == survived {
			to := t.to
			if to == "" {
				to = " "
			}
			fmt.Fprintf(w, "| %s | %s | %s | %s | %s |\n", t.file, t.function, code(t.from), code(to), cell(p.reasons[t.name]))
		}
	}
}

func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

// code is source in a cell of Markdown.
func code(s string) string { return "`` " + cell(s) + " ``" }

// verdict is an error that names what is wrong: too few are killed, survivors have no reason, or
// what is listed as a survivor is killed.
func (p *page) verdict() error {
	var errs []error
	c := p.count(func(*trial) bool { return true })
	if float64(c.home+c.users) < leastKilled*float64(c.all()) {
		errs = append(errs, fmt.Errorf("%s %% are killed, fewer than %.0f %%", c.percent(), 100*leastKilled))
	}
	for i := range p.tried {
		switch t, why := &p.tried[i], p.reasons[p.tried[i].name]; {
		case t.fate == survived && why == "":
			errs = append(errs, fmt.Errorf("survives without a reason (line %d):\n%s", t.line, t.row()))
		case t.fate != survived && why != "":
			errs = append(errs, fmt.Errorf("%s lists what is killed by %s:\n%s", reasonsFile, t.by, t.row()))
		}
	}
	return errors.Join(errs...)
}
