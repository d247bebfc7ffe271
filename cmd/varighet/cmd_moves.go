package main

import (
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/report/document"
	"github.com/varighet/varighet/survival"
)

// movesCommand says what became of doctors who stopped.
func movesCommand() *cli.Command {
	return &cli.Command{
		Name:      "moves",
		Usage:     "of the doctors who stopped, who has a list again, and where",
		ArgsUsage: "SPELLS|REGISTER",
		Description: "The doctors are those of the spells that --where and --cohort ask for; their lists are looked for among all\n" +
			"spells, so give --cohort-others with --cohort. On the first of --month, or within --after months of the last one.\n" +
			"The tables doctors and paths have a row a doctor: they are internal.",
		Flags: append([]cli.Flag{
			monthFlag(),
			&cli.IntFlag{Name: "after", Value: survival.DefaultSpellOptions().Lookahead, Usage: "in one of the `MONTHS` after the last one, unless --month is given"},
			byFlag(),
			tableFlag(document.MovesTables), jsonFlag(), csvFlag(),
		}, registerFlags()...),
		Action: runMoves,
	}
}

// parseMovesOptions reads the flags.
func parseMovesOptions(ctx *cli.Context) (*document.MovesChoices, error) {
	if ctx.IsSet("month") && ctx.IsSet("after") {
		return nil, choice.Errorf("--month looks on one date, --after for some months from each doctor's last: give one of them")
	}
	opt := &document.MovesChoices{After: ctx.Int("after"), Table: ctx.String("table")}
	var err error
	if opt.By, err = choice.List("by", ctx.String("by")); err != nil {
		return nil, err
	}
	if opt.Month, err = optionalMonth(ctx, "month"); err != nil {
		return nil, err
	}
	return opt, opt.Check()
}

func runMoves(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return err
	}
	opt, err := parseMovesOptions(ctx)
	if err != nil {
		return err
	}
	loaded, err := loadAllSpells(ctx, args[0], spellfile.SpellColumns)
	if err != nil {
		return err
	}
	if ctx.IsSet("cohort") && !ctx.IsSet("cohort-others") {
		loaded.Warnings = append(loaded.Warnings, "lists outside the cohort are not seen: --cohort-others looks there too")
	}
	all := loaded.Spells
	if loaded, err = askedAbout(ctx, loaded); err != nil {
		return err
	}
	doc, err := document.Moves(loaded.Source(args[0]), all, opt)
	if err != nil {
		return err
	}
	return show(ctx, args[0], doc)
}

// askedAbout leaves the spells that --where asks for and, where there is a cohort with
// others beside it and --where does not say which, those of the cohort. l is not changed.
func askedAbout(ctx *cli.Context, l *rows.Spells) (*rows.Spells, error) {
	asked := *l
	table := *l.Table
	table.Spells = slices.Clone(l.Spells)
	asked.Table = &table
	pairs, err := choice.Pairs("where", ctx.String("where"), "COL=VALUE[,COL=VALUE]")
	if err != nil {
		return nil, err
	}
	named := slices.ContainsFunc(pairs, func(p choice.Pair) bool { return p.Name == "cohort" })
	if !named && slices.Contains(valuesOf(&table, "cohort"), "true") {
		if _, err := rows.Narrow(&table, "cohort=true"); err != nil {
			return nil, err
		}
	}
	return narrowed(ctx, &asked)
}

// valuesOf are the different values of a column, as text; none if there is no such column.
func valuesOf(t *spellfile.Table, column string) (values []string) {
	columns := t.Columns()
	i := slices.IndexFunc(columns, func(c spellfile.Column) bool { return c.Name == column })
	if i < 0 {
		return nil
	}
	seen := map[string]bool{}
	for k := range t.Spells {
		if v := columns[i].Type.Format(columns[i].Get(&t.Spells[k])); !seen[v] {
			seen[v] = true
			values = append(values, v)
		}
	}
	return values
}
