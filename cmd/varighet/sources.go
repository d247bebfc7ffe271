package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/survival"
)

// loadedSpells are spells from a file, or made from a register on the way.
type loadedSpells struct {
	spells   []survival.Spell
	counts   *survival.SpellCounts // nil for a file
	warnings []string
}

// registerFlags are the choices by which a register becomes spells.
func registerFlags() []cli.Flag {
	d := survival.DefaultSpellOptions()
	return []cli.Flag{
		&cli.IntFlag{Name: "gap", Value: d.Gap, Usage: "register: most vacant `MONTHS` after which the same doctor goes on"},
		&cli.IntFlag{Name: "lookahead", Value: d.Lookahead, Usage: "register: `MONTHS` in which another list is a move"},
		&cli.StringFlag{Name: "scheme-start", Usage: "register: spells under way at the start began in `MONTH`, such as 2001-05"},
		&cli.StringFlag{Name: "reference", Usage: "register: reference `FOLDER` with municipalities and populations"},
		&cli.StringFlag{Name: "corrections", Usage: "register: `FILE` (CSV, XLSX) with starts and ends to move"},
		&cli.StringFlag{Name: "reference-date", Usage: "register: borders of this `DATE`; default the newest the reference has"},
		&cli.StringFlag{Name: "size-groups", Value: "abelsen", Usage: "register: abelsen, hdir or cut points such as 2000,5000"},
	}
}

// loadSpells reads spells from a register folder, or from a file that
// `survival spells` wrote.
func loadSpells(ctx *cli.Context, name string) (*loadedSpells, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		opt, err := spellOptionsFromFlags(ctx)
		if err != nil {
			return nil, err
		}
		return spellsOfRegister(name, opt, ctx)
	}
	for _, f := range registerFlags() {
		if n := f.Names()[0]; ctx.IsSet(n) {
			return nil, usagef("--%s says how a register is read; %s is a file of spells", n, name)
		}
	}
	spells, err := spellfile.Read(name)
	if err != nil {
		return nil, err
	}
	return &loadedSpells{spells: spells}, nil
}

func spellsOfRegister(dir string, opt survival.SpellOptions, ctx *cli.Context) (*loadedSpells, error) {
	c, err := correctionsFromFlags(ctx, dir)
	if err != nil {
		return nil, err
	}
	set, err := spellSetOf(dir, opt, c)
	if err != nil {
		return nil, err
	}
	loaded := &loadedSpells{spells: set.Spells, counts: &set.Counts}
	loaded.warnings = append(countWarnings(&set.Counts), c.told()...)
	return loaded, nil
}

// spellSetOf makes the spells of a register, in two passes over its rows, with
// corrections, which must all have bitten; nil for none.
func spellSetOf(dir string, opt survival.SpellOptions, c *corrections) (*survival.SpellSet, error) {
	reg, err := register.Open(dir)
	if err != nil {
		return nil, err
	}
	defer reg.Close()
	cov, err := survival.CoverParts(parts(reg, "month", "municipality_code"), opt.Harmonise)
	if err != nil {
		return nil, err
	}
	rows, err := c.apply(reg, cov, opt.Harmonise)
	if err != nil {
		return nil, err
	}
	set, err := survival.SpellsOfParts(rows, cov, opt)
	if err != nil {
		return nil, err
	}
	return set, c.unmatched()
}

// parts are the parts of a register that can be read at the same time.
func parts(reg *register.Register, columns ...string) []survival.Observations {
	list := make([]survival.Observations, reg.NumParts())
	for i := range list {
		list[i] = reg.Part(i, columns...)
	}
	return list
}

// leftOut says which doctors' spells cannot say how long doctors stay.
func leftOut(c *survival.SpellCounts) []string {
	var list []string
	if n := c.UnknownStart; n > 0 {
		list = append(list, fmt.Sprintf("%d of %s left out of curves, medians and turnover: the start is not known", n, plural(c.Regular, "spell", "spells")))
	}
	if n := c.FirstSeenInLast; n > 0 {
		list = append(list, fmt.Sprintf("%d of %s left out of curves and medians: first seen in the last month of the data", n, plural(c.Regular, "spell", "spells")))
	}
	return list
}

// countWarnings puts into words what was decided on the way.
func countWarnings(c *survival.SpellCounts) []string {
	var list []string
	say := func(n int, one, many string) {
		if n > 0 {
			list = append(list, plural(n, one, many))
		}
	}
	say(c.Bridged, "absence of a doctor who came back was bridged", "absences of doctors who came back were bridged")
	say(c.ExitUncertain, "stop is followed by missing months: put at the first in which it can have happened",
		"stops are followed by missing months: put at the first in which they can have happened")
	say(c.ExitUnconfirmed, "stop lies so late that the doctor may be back", "stops lie so late that the doctor may be back")
	say(c.SharedMonths, "month of a position has two or more regular holders", "months of positions have two or more regular holders")
	say(c.StartContradicted, "date of an agreement contradicts the rows: not used", "dates of agreements contradict the rows: not used")
	return list
}

func spellOptionsFromFlags(ctx *cli.Context) (survival.SpellOptions, error) {
	opt := survival.DefaultSpellOptions()
	opt.Gap, opt.Lookahead = ctx.Int("gap"), ctx.Int("lookahead")
	if min(opt.Gap, opt.Lookahead) < 0 || max(opt.Gap, opt.Lookahead) > survival.MaxGap {
		return opt, usagef("--gap and --lookahead are from 0 to %d months", survival.MaxGap)
	}
	if s := ctx.String("scheme-start"); s != "" {
		m, err := varighet.ParseMonth(s)
		if err != nil {
			return opt, usagef("--scheme-start: %v", err)
		}
		opt.SchemeStart = varighet.Some(m)
	}
	groups, err := data.ParseSizeGroups(ctx.String("size-groups"))
	if err != nil {
		return opt, usagef("--size-groups: %v", err)
	}
	dir := ctx.String("reference")
	if dir == "" {
		if ctx.IsSet("reference-date") || ctx.IsSet("size-groups") {
			return opt, usagef("--reference-date and --size-groups need --reference")
		}
		return opt, nil
	}
	ref, err := data.OpenReference(dir)
	if err != nil {
		return opt, err
	}
	return withReference(opt, ref, groups, ctx.String("reference-date"))
}

// withReference makes the options harmonise codes to the borders of a date (""
// for the newest the reference knows) and find size groups.
func withReference(opt survival.SpellOptions, ref *data.Reference, groups data.SizeGroups, date string) (survival.SpellOptions, error) {
	to := ref.Last()
	if date != "" {
		m, ok := data.ParseDate(date)
		if !ok {
			return opt, usagef("the reference date is the first of a month such as 2020-01-01, not %q", date)
		}
		to = m
	}
	opt.Harmonise = ref.Borders(to)
	opt.Population = func(code varighet.MunicipalityCode, year int) varighet.Opt[int32] {
		p, ok := ref.Population(code, year)
		return varighet.Opt[int32]{V: p.Inhabitants, OK: ok}
	}
	opt.SizeGroup = func(population int) string { return groups.Of(int32(population)) }
	return opt, nil
}

// outputKind is the suffix of an output file, lower case and without the dot,
// if it is one of those allowed.
func outputKind(name string, allowed ...string) (string, error) {
	kind := strings.ToLower(strings.TrimPrefix(filepath.Ext(name), "."))
	for _, a := range allowed {
		if kind == a {
			return kind, nil
		}
	}
	return "", usagef("-o names a file that ends in .%s, not %q", strings.Join(allowed, ", ."), filepath.Base(name))
}

func needOutput(ctx *cli.Context) (string, error) {
	if o := ctx.String("o"); o != "" {
		return o, nil
	}
	return "", usagef("%s needs -o: %s", ctx.Command.HelpName, "where to write")
}

func outputFlag(usage string) cli.Flag {
	return &cli.StringFlag{Name: "o", Aliases: []string{"output"}, Usage: usage}
}

// describePath names a path in messages as the user gave it.
func describePath(p string) string { return fmt.Sprintf("%q", filepath.ToSlash(p)) }
