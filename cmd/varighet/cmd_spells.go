package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/dictionary"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/survival"
)

func spellsCommand() *cli.Command {
	return &cli.Command{
		Name:      "spells",
		Usage:     "who held which position from when to when, one row a spell",
		ArgsUsage: "REGISTER",
		Description: "What the columns mean is written beside, to FILE.datapackage.json; `varighet schema spells` prints it.\n" +
			"  .parquet, .csv  for programs: R, pandas, DuckDB, Go\n" +
			"  .xlsx           for Excel: dates are dates, codes are text; at most 1,048,575 spells\n" +
			"  .excel.csv      for Excel with Norwegian settings: semicolons, decimal commas, SANN\n" +
			"  .do             for Stata 14: the do-file, and the CSV file that it reads",
		Flags: append([]cli.Flag{
			outputFlag("`FILE` to write: .parquet, .csv, .xlsx, .excel.csv or .do"),
			yes("csv-excel", "write a .csv as .excel.csv is"),
			textOr("kind", strings.Join(survival.SpellKinds(), ","), "spells of these `KINDS`, such as regular,vacant"),
		}, registerFlags()...),
		Action: runSpells,
	}
}

func runSpells(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return err
	}
	out, err := needOutput(ctx)
	if err != nil {
		return err
	}
	form, err := spellForm(ctx, out)
	if err != nil {
		return err
	}
	if err := keepsOthers(ctx, out); err != nil {
		return err
	}
	kinds, err := spellKinds(ctx)
	if err != nil {
		return err
	}
	if info, err := os.Stat(args[0]); err == nil && !info.IsDir() {
		return choice.Errorf("%s is not a register: a register is a folder that `varighet ingest` wrote", args[0])
	}
	loaded, err := loadSpells(ctx, args[0])
	if err != nil {
		return err
	}
	loaded.Spells = slices.DeleteFunc(loaded.Spells, func(s survival.Spell) bool { return !slices.Contains(kinds, s.Kind) })
	if err := spellfile.WriteAs(form, out, loaded.Table); err != nil {
		return err
	}
	saySpells(ctx, out, loaded)
	return nil
}

// keepsOthers refuses an output whose files would replace what is read, or lie in a register; and a do-file
// whose rows would replace a CSV file that has no package of spells beside it, and so is of something else.
func keepsOthers(ctx *cli.Context, out string) error {
	for _, name := range spellfile.Files(out) {
		if err := keepsInputs(ctx, "-o", name); err != nil {
			return err
		}
		if name == out || strings.HasSuffix(name, dictionary.Suffix) {
			continue
		}
		_, err := os.Stat(name)
		if _, described := os.Stat(spellfile.PackageFile(name)); err == nil && described != nil {
			return choice.Errorf("-o %s would write its rows in place of %s, which is no file of spells: choose another name", out, name)
		}
	}
	return nil
}

// spellForm is the form in which to write: that of the file's name, or --csv-excel.
func spellForm(ctx *cli.Context, out string) (spellfile.Form, error) {
	if _, err := outputKind(out, spellfile.Suffixes()...); err != nil {
		return 0, err
	}
	form, _ := spellfile.FormOf(out)
	if !ctx.Bool("csv-excel") {
		return form, nil
	}
	if form != spellfile.CSV && form != spellfile.ExcelCSV {
		return 0, choice.Errorf("--csv-excel is a form of .csv, and -o names %s", out)
	}
	return spellfile.ExcelCSV, nil
}

func spellKinds(ctx *cli.Context) (kinds []survival.SpellKind, err error) {
	names, err := choice.List("kind", ctx.String("kind"))
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		k, ok := survival.ParseSpellKind(name)
		if !ok {
			return nil, choice.Errorf("--kind: %q is not one of %s", name, strings.Join(survival.SpellKinds(), ", "))
		}
		kinds = append(kinds, k)
	}
	if len(kinds) == 0 {
		return nil, choice.Errorf("--kind names at least one of %s", strings.Join(survival.SpellKinds(), ", "))
	}
	return kinds, nil
}

// saySpells says what was written, and what there was.
func saySpells(ctx *cli.Context, out string, loaded *rows.Spells) {
	c := loaded.Counts
	fmt.Fprintf(ctx.App.ErrWriter, "%s: %s of doctors (%d without a known start), %s, %s", out,
		english.Count(c.Regular, "spell", "spells"), c.UnknownStart, english.Count(c.Vacant, "vacancy", "vacancies"),
		english.Count(c.Missing, "hole in the data", "holes in the data"))
	if ctx.IsSet("kind") {
		fmt.Fprintf(ctx.App.ErrWriter, "; written: %s of the kinds %s", english.Count(len(loaded.Spells), "row", "rows"), ctx.String("kind"))
	}
	fmt.Fprintln(ctx.App.ErrWriter)
	for _, w := range loaded.Warnings {
		fmt.Fprintf(ctx.App.ErrWriter, "varighet: %s\n", w)
	}
}
