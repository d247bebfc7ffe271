package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/heapbound"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/survival"
)

// registerFlags are the choices by which a register becomes spells, and --where.
func registerFlags() []cli.Flag {
	return append(optionFlags(spellset.Options()),
		text("where", "only spells with `COL=VALUE,…`; values of one column are alternatives"),
		text("stops", "only `REASONS`, as left,moved_away, are stops; others are censored"))
}

// loadSpells reads spells from a register folder, or from a file that
// `survival spells` wrote, and leaves those that --where asks for.
func loadSpells(ctx *cli.Context, name string) (*rows.Spells, error) {
	return loadSpellsWith(ctx, name, spellfile.SpellColumns)
}

// loadSpellsWith is loadSpells for a file that another program may have written again,
// with fewer columns: those needed are there.
func loadSpellsWith(ctx *cli.Context, name string, need spellfile.Need) (*rows.Spells, error) {
	loaded, err := loadAllSpells(ctx, name, need)
	if err != nil {
		return nil, err
	}
	return narrowed(ctx, loaded)
}

// loadAllSpells is loadSpellsWith whatever --where asks for.
func loadAllSpells(ctx *cli.Context, name string, need spellfile.Need) (*rows.Spells, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return spellsOfRegister(ctx, name)
	}
	for _, o := range spellset.Options() {
		if o.Flag != "" && ctx.IsSet(o.Flag) {
			return nil, choice.Errorf("--%s says how a register is read; %s is a file of spells", o.Flag, name)
		}
	}
	return rows.SpellsOfFile(name, need)
}

// narrowed leaves the spells that --where asks for, and censors stops that are none by --stops.
func narrowed(ctx *cli.Context, loaded *rows.Spells) (*rows.Spells, error) {
	stops, err := survival.ParseStops(ctx.String("stops"))
	if err != nil {
		return nil, choice.Errorf("--stops: %v", err)
	}
	return loaded, loaded.Narrow(ctx.String("where"), stops)
}

// What spells may take of memory, in bytes, while they are made of a register. What is made for a moment
// is less than what is kept: with the least, nothing need be collected for ten times the lists of
// Norway in 25 years, which take 177 MiB, of which 115 are in use in the end. Norway itself takes 70.
const (
	leastForSpells = 208 << 20
	mostForSpells  = 320 << 20
)

func spellsOfRegister(ctx *cli.Context, dir string) (*rows.Spells, error) {
	defer heapbound.Begin(leastForSpells, mostForSpells)()
	var c spellset.Choices
	if err := choose(ctx, spellset.Options(), &c); err != nil {
		return nil, err
	}
	if err := c.Check(false, dashed); err != nil {
		return nil, err
	}
	return rows.SpellsOfRegister(dir, &c)
}

// outputKind is the suffix of an output file, lower case and without the dot, if it is one of
// those allowed; the longest, since .excel.csv is one too.
func outputKind(name string, allowed ...string) (kind string, err error) {
	for _, a := range allowed {
		if strings.HasSuffix(strings.ToLower(name), "."+a) && len(a) > len(kind) {
			kind = a
		}
	}
	if kind == "" {
		err = choice.Errorf("-o names a file that ends in .%s, not %q", strings.Join(allowed, ", ."), filepath.Base(name))
	}
	return kind, err
}

func needOutput(ctx *cli.Context) (string, error) {
	if o := ctx.String("o"); o != "" {
		return o, keepsInputs(ctx, "-o", o)
	}
	return "", choice.Errorf("%s needs -o: %s", ctx.Command.HelpName, "where to write")
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
		return loaded.Source(name), nil
	}
	if err := spellsOnly(ctx, name); err != nil {
		return nil, err
	}
	r, err := openInput(ctx, name)
	return &rows.Source{Name: name, CSV: r}, err
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
