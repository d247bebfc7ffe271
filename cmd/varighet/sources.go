package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/survival"
)

// loadedSpells are spells from a file, or made from a register on the way.
type loadedSpells struct {
	*spellfile.Table
	counts   *survival.SpellCounts // nil for a file
	warnings []string
}

// registerFlags are the choices by which a register becomes spells, and --where.
func registerFlags() []cli.Flag {
	return append(registerOnlyFlags(), &cli.StringFlag{Name: "where",
		Usage: "spells: only those with `COL=VALUE[,COL=VALUE]`; values of one column are alternatives"})
}

// registerOnlyFlags are for a register, and for no file of spells.
func registerOnlyFlags() []cli.Flag {
	d := survival.DefaultSpellOptions()
	return []cli.Flag{
		&cli.IntFlag{Name: "gap", Value: d.Gap, Usage: "register: most vacant `MONTHS` after which the same doctor goes on"},
		&cli.IntFlag{Name: "lookahead", Value: d.Lookahead, Usage: "register: `MONTHS` in which another list is a move"},
		&cli.StringFlag{Name: "unit", Value: string(unitPosition), Usage: "register: a spell is a doctor on one position, or in a municipality, whichever lists"},
		&cli.StringFlag{Name: "scheme-start", Usage: "register: spells under way at the start began in `MONTH`, such as 2001-05"},
		&cli.StringFlag{Name: "first-rows", Usage: "register: lists that first show late, in a new municipality or many at once, have a start that is `known|unknown`; default by rule"},
		&cli.StringFlag{Name: "last-rows", Usage: "register: lists that are all of a municipality in its last month are `stopped|censored` then; default by rule"},
		&cli.StringFlag{Name: "reference", Usage: "register: reference `FOLDER` with municipalities and populations"},
		&cli.StringFlag{Name: "corrections", Usage: "register: `FILE` (CSV, XLSX) with starts and ends to move"},
		&cli.StringFlag{Name: "cohort", Usage: "register: `FILE` (CSV, XLSX) with the positions that count, in which months, and their attributes"},
		&cli.BoolFlag{Name: "cohort-others", Usage: "register: positions that are not of the cohort stay; the column cohort parts them"},
		&cli.StringFlag{Name: "doctors", Usage: "register: `FILE` (CSV, XLSX) with sex, specialist status and attributes of doctors"},
		&cli.StringFlag{Name: "key-file", Usage: "register: `FILE` with the key of its pseudonyms, where a table names doctors; default beside it"},
		&cli.StringFlag{Name: "last-month", Usage: "register: leave out what comes after `MONTH`"},
		&cli.StringFlag{Name: "reference-date", Usage: "register: borders of this `DATE`; default the newest the reference has"},
		&cli.StringFlag{Name: "size-groups", Value: "abelsen", Usage: "register: abelsen, hdir or cut points such as 2000,5000"},
		&cli.IntFlag{Name: "population-year", Usage: "register: size groups by the population of `YEAR`; default the year in which a spell begins"},
	}
}

// loadSpells reads spells from a register folder, or from a file that
// `survival spells` wrote, and leaves those that --where asks for.
func loadSpells(ctx *cli.Context, name string) (*loadedSpells, error) {
	return loadSpellsWith(ctx, name, spellfile.SpellColumns)
}

// loadSpellsWith is loadSpells for a file that another program may have written again,
// with fewer columns: those needed are there.
func loadSpellsWith(ctx *cli.Context, name string, need spellfile.Need) (*loadedSpells, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		loaded, err := spellsOfRegister(ctx, name)
		if err != nil {
			return nil, err
		}
		return loaded.narrowed(ctx.String("where"))
	}
	for _, f := range registerOnlyFlags() {
		if n := f.Names()[0]; ctx.IsSet(n) {
			return nil, choice.Errorf("--%s says how a register is read; %s is a file of spells", n, name)
		}
	}
	table, err := spellfile.Read(name)
	if err != nil {
		return nil, err
	}
	if p := table.Check(need, filepath.Base(name)); p != nil {
		return nil, p
	}
	loaded := &loadedSpells{Table: table}
	if table.Warning != "" {
		loaded.warnings = append(loaded.warnings, filepath.Base(name)+": "+table.Warning)
	}
	return loaded.narrowed(ctx.String("where"))
}

// narrowed leaves the spells that --where asks for, and warns of what these rest on.
func (l *loadedSpells) narrowed(where string) (*loadedSpells, error) {
	if err := rows.Narrow(l.Table, where); err != nil {
		return nil, err
	}
	l.warnings = append(l.warnings, leansShort(l.Spells)...)
	return l, nil
}

// leansShort warns of spells of which too many stops may have come later.
func leansShort(spells []survival.Spell) []string {
	n, of, short := survival.UncertainStops(spells)
	if !short {
		return nil
	}
	return []string{fmt.Sprintf("%d of %s may have come later, since the months after are missing: tenures lean short, shares that left high",
		n, english.Count(of, "stop", "stops"))}
}

func spellsOfRegister(ctx *cli.Context, dir string) (*loadedSpells, error) {
	ref, err := openReference(ctx)
	if err != nil {
		return nil, err
	}
	opt, err := spellOptionsFromFlags(ctx, ref)
	if err != nil {
		return nil, err
	}
	b, err := besideFromFlags(ctx, dir, ref)
	if err != nil {
		return nil, err
	}
	u, err := parseUnit(ctx.String("unit"))
	if err != nil {
		return nil, choice.Errorf("--unit: %v", err)
	}
	made, err := spellsOf(dir, opt, u, b)
	if err != nil {
		return nil, err
	}
	warnings := slices.Concat(countWarnings(made.counts, opt), alarmLines(made.alarms), b.told(made.Spells))
	return &loadedSpells{Table: made.Table, counts: made.counts, warnings: warnings}, nil
}

// madeSpells are spells made of a register, and what was met on the way.
type madeSpells struct {
	*spellfile.Table
	counts *survival.SpellCounts
	alarms []survival.Alarm
}

// spellsOf makes the spells of a register, in two passes over its rows, with what
// stands beside it, each row of which must have bitten.
func spellsOf(dir string, opt survival.SpellOptions, u unit, b *beside) (*madeSpells, error) {
	// The collector would run a dozen times in the tenth of a second that this takes for
	// a register of Norway. It counts the block, and waits until as much has been thrown
	// away; nobody touches it, so it takes no memory.
	room := make([]byte, 64<<20)
	defer runtime.KeepAlive(room)
	reg, err := register.Open(dir)
	if err != nil {
		return nil, err
	}
	defer reg.Close()
	if err := mergeFaults(b.checkLastMonth(reg.Manifest), b.matchDoctors(reg)); err != nil {
		return nil, err
	}
	opt.Series = seriesOf(reg.Manifest)
	cov, err := coverageOf(reg, opt, b)
	if err != nil {
		return nil, err
	}
	rows, err := b.rows(reg, cov)
	if err != nil {
		return nil, err
	}
	set, err := survival.SpellsOfParts(rows, cov, b.options(opt))
	if err != nil {
		return nil, err
	}
	if err := b.unmatched(reg, set.Spells); err != nil {
		return nil, err
	}
	if u == unitMunicipality {
		if !slices.ContainsFunc(set.Spells, func(s survival.Spell) bool { return s.MunicipalityNow != "" }) {
			return nil, &varighet.Problem{Code: "unit", Msg: "the register has no municipalities in which to join a doctor's lists",
				Hint: "leave the unit at position"}
		}
		set.ByMunicipality(opt.Gap)
	}
	return &madeSpells{b.table(set.Spells), &set.Counts, cov.Alarms()}, nil
}

// A unit is what a doctor stays in: one list, or a municipality.
type unit string

// The units.
const (
	unitPosition     unit = "position"
	unitMunicipality unit = "municipality"
)

// parseUnit reads a unit; "" is position.
func parseUnit(s string) (unit, error) {
	switch u := unit(s); u {
	case unitPosition, unitMunicipality:
		return u, nil
	case "":
		return unitPosition, nil
	}
	return "", fmt.Errorf("the unit is position or municipality, not %q", s)
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
		list = append(list, fmt.Sprintf("%d of %s left out of curves, medians and turnover: the start is not known", n, english.Count(c.Regular, "spell", "spells")))
	}
	if n := c.FirstSeenInLast; n > 0 {
		list = append(list, fmt.Sprintf("%d of %s left out of curves and medians: first seen in the last month of the data", n, english.Count(c.Regular, "spell", "spells")))
	}
	return list
}

// countWarnings puts into words what was decided on the way, by these options.
func countWarnings(c *survival.SpellCounts, opt survival.SpellOptions) []string {
	var list []string
	say := func(n int, one, many string) {
		if n > 0 {
			list = append(list, english.Count(n, one, many))
		}
	}
	say(c.Bridged, "absence of a doctor who came back was bridged", "absences of doctors who came back were bridged")
	say(c.ExitUncertain, "stop is followed by missing months: put at the first in which it can have happened",
		"stops are followed by missing months: put at the first in which they can have happened")
	say(c.ExitUnconfirmed, "stop lies so late that the doctor may be back", "stops lie so late that the doctor may be back")
	list = append(list, lateAndCut(c, opt)...)
	say(c.SharedMonths, "month of a position has two or more regular holders", "months of positions have two or more regular holders")
	say(c.StartContradicted, "date of an agreement contradicts the rows: not used", "dates of agreements contradict the rows: not used")
	say(c.Joined, "spell was joined with another of its doctor in the same municipality", "spells were joined with others of their doctors in the same municipality")
	say(c.SplitGuessed, "position does not show to which part of a divided municipality it belongs: put to the main one",
		"positions do not show to which part of a divided municipality they belong: put to the main one")
	return list
}

// lateAndCut says what became of spells that begin or end with their lists because files
// began late or ended early, or seem to have: by the rules, or as the options chose.
func lateAndCut(c *survival.SpellCounts, opt survival.SpellOptions) []string {
	var list []string
	say := func(n int, one, many string, chosen, ruleOne, ruleMany string) {
		switch {
		case n == 0:
		case chosen != "":
			list = append(list, english.Count(n, one, many)+": "+chosen)
		case n == 1:
			list = append(list, english.Count(n, one, many)+": "+ruleOne)
		default:
			list = append(list, english.Count(n, one, many)+": "+ruleMany)
		}
	}
	var starts, stops string
	if opt.FirstRows != survival.FirstRowsByRule {
		starts = fmt.Sprintf("start %s by --first-rows %[1]s", opt.FirstRows)
	}
	if opt.LastRows != survival.LastRowsByRule {
		stops = fmt.Sprintf("%s by --last-rows %[1]s", opt.LastRows)
	}
	say(c.Openings, "spell begins with a list in a municipality not seen before", "spells begin with lists in municipalities not seen before",
		starts, "its start is taken for known unless --first-rows unknown", "their starts are taken for known unless --first-rows unknown")
	say(c.BeganLate, "spell begins on a list that first shows with many others, or as the municipality's code changes",
		"spells begin on lists that first show with many others, or as the municipality's code changes",
		starts, "its start is unknown unless --first-rows known", "their starts are unknown unless --first-rows known")
	say(c.EndedEarly, "spell lasts until all of its municipality's lists end", "spells last until all of their municipality's lists end",
		stops, "it is censored unless --last-rows stopped", "they are censored unless --last-rows stopped")
	return list
}

// openReference opens the reference folder that a command was given; nil for none.
func openReference(ctx *cli.Context) (*data.Reference, error) {
	dir := ctx.String("reference")
	if dir == "" {
		return nil, nil
	}
	return data.OpenReference(dir)
}

func spellOptionsFromFlags(ctx *cli.Context, ref *data.Reference) (survival.SpellOptions, error) {
	opt := survival.DefaultSpellOptions()
	opt.Gap, opt.Lookahead = ctx.Int("gap"), ctx.Int("lookahead")
	if min(opt.Gap, opt.Lookahead) < 0 || max(opt.Gap, opt.Lookahead) > survival.MaxGap {
		return opt, choice.Errorf("--gap and --lookahead are from 0 to %d months", survival.MaxGap)
	}
	if s := ctx.String("scheme-start"); s != "" {
		m, err := monthOfFlag("scheme-start", s)
		if err != nil {
			return opt, err
		}
		opt.SchemeStart = varighet.Some(m)
	}
	var ok bool
	if opt.FirstRows, ok = survival.ParseFirstRows(ctx.String("first-rows")); !ok {
		return opt, choice.Errorf("--first-rows is known or unknown, not %q", ctx.String("first-rows"))
	}
	if opt.LastRows, ok = survival.ParseLastRows(ctx.String("last-rows")); !ok {
		return opt, choice.Errorf("--last-rows is stopped or censored, not %q", ctx.String("last-rows"))
	}
	groups, err := data.ParseSizeGroups(ctx.String("size-groups"))
	if err != nil {
		return opt, choice.Errorf("--size-groups: %v", err)
	}
	borders := borderChoice{date: ctx.String("reference-date"), groups: groups, populationYear: ctx.Int("population-year")}
	if ref == nil {
		if ctx.IsSet("reference-date") || ctx.IsSet("size-groups") || ctx.IsSet("population-year") {
			return opt, choice.Errorf("--reference-date, --size-groups and --population-year need --reference")
		}
		return opt, nil
	}
	if ctx.IsSet("population-year") && !plausibleYear(borders.populationYear) {
		return opt, choice.Errorf("--population-year is a year such as 2020, not %d", borders.populationYear)
	}
	return borders.with(opt, ref)
}

// A borderChoice says to which borders codes are put, and how municipalities are
// grouped by size.
type borderChoice struct {
	date           string // as 2020-01-01; "" for the newest that the reference knows
	groups         data.SizeGroups
	populationYear int // 0: the year in which a spell begins
}

// plausibleYear bounds a year of populations by what references can have.
func plausibleYear(year int) bool { return year >= 1951 && year <= 2100 }

// with makes the options put codes to the borders and find size groups.
func (c *borderChoice) with(opt survival.SpellOptions, ref *data.Reference) (survival.SpellOptions, error) {
	to := ref.Last()
	if c.date != "" {
		m, ok := data.ParseDate(c.date)
		if !ok {
			return opt, choice.Errorf("the reference date is the first of a month such as 2020-01-01, not %q", c.date)
		}
		to = m
	}
	opt.Harmonise, opt.Standing = ref.Borders(to), ref.Standing
	opt.Follow = followTo(ref, to)
	opt.Population = populationIn(ref, c.populationYear)
	opt.SizeGroup = func(population int) string { return c.groups.Of(int32(population)) }
	return opt, nil
}

// populationIn finds populations of the year asked for; or, with a fixed year, those
// that the municipality's area had in it, under the code that it had then.
func populationIn(ref *data.Reference, fixed int) func(varighet.MunicipalityCode, int) varighet.Opt[int32] {
	return func(code varighet.MunicipalityCode, year int) varighet.Opt[int32] {
		if fixed != 0 {
			if h, ok := ref.Harmonise(code, varighet.MonthOf(year, time.January), varighet.MonthOf(fixed, time.January)); ok {
				code = h.Code
			}
			year = fixed
		}
		p, ok := ref.Population(code, year)
		return varighet.Opt[int32]{V: p.Inhabitants, OK: ok}
	}
}

// followTo finds where a list is by the borders of a month.
func followTo(ref *data.Reference, to varighet.Month) survival.Follow {
	return func(code varighet.MunicipalityCode, month varighet.Month, seen []varighet.Sighting) (varighet.MunicipalityCode, survival.Way) {
		plain, ok := ref.Harmonise(code, month, to)
		switch {
		case !ok:
			return code, survival.OnlyWay
		case !plain.Split && !plain.Merged:
			return plain.Code, survival.OnlyWay
		}
		h, _ := ref.Follow(code, month, to, seen)
		if h.Split || h.Merged {
			return h.Code, survival.GuessedWay
		}
		return h.Code, survival.ChosenWay
	}
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
	return "", choice.Errorf("-o names a file that ends in .%s, not %q", strings.Join(allowed, ", ."), filepath.Base(name))
}

func needOutput(ctx *cli.Context) (string, error) {
	if o := ctx.String("o"); o != "" {
		return o, keepsInputs(ctx, "-o", o)
	}
	return "", choice.Errorf("%s needs -o: %s", ctx.Command.HelpName, "where to write")
}

func outputFlag(usage string) cli.Flag {
	return &cli.StringFlag{Name: "o", Aliases: []string{"output"}, Usage: usage}
}

// describePath names a path in messages as the user gave it.
func describePath(p string) string { return fmt.Sprintf("%q", filepath.ToSlash(p)) }

// sourceOf opens what an estimate is made from: spells, or any CSV; "-" is standard input.
func sourceOf(ctx *cli.Context, name string, anyCSV bool) (*rows.Source, error) {
	if !anyCSV {
		loaded, err := loadSpellsWith(ctx, name, spellfile.TenureColumns)
		if err != nil {
			return nil, err
		}
		return loaded.source(name), nil
	}
	if err := spellsOnly(ctx, name); err != nil {
		return nil, err
	}
	r, err := openInput(ctx, name)
	return &rows.Source{Name: name, CSV: r}, err
}

// source is the spells as an estimate takes them.
func (l *loadedSpells) source(name string) *rows.Source {
	return &rows.Source{Name: name, Table: l.Table, Notes: l.warnings}
}

// openInput opens a file, or standard input for "-".
func openInput(ctx *cli.Context, name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(ctx.App.Reader), nil
	}
	return os.Open(name)
}

// spellsOnly refuses flags about spells where the rows are of another kind.
func spellsOnly(ctx *cli.Context, name string) error {
	for _, f := range registerFlags() {
		if n := f.Names()[0]; ctx.IsSet(n) {
			return choice.Errorf("--%s is for spells; %s is read as any other CSV, for --time and --event", n, name)
		}
	}
	return nil
}
