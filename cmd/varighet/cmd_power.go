package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/yardstick"
	"github.com/varighet/varighet/report/document"
	"github.com/varighet/varighet/survival"
)

// powerCommand says what a cohort could show against a baseline.
func powerCommand() *cli.Command {
	flags := append(append(readFlags(),
		text("until", "`COL` of the time to which a row of any CSV would be followed if it did not stop"),
	), yardstickFlags()...)
	return &cli.Command{
		Name:      "power",
		Usage:     "what a cohort could show against a baseline, before a number is read",
		ArgsUsage: "SPELLS|REGISTER|CSV",
		Description: "The chance that the exact limits of compare leave out 1 at each hazard ratio, how wide they are, and whether the\n" +
			"cohort is too few to tell. A position is followed from its first agreement on, with one doctor after another.",
		Flags: append(append(flags,
			textOr("ratio", "0.5,0.67,1.5,2", "the chance at these hazard `RATIOS` against the baseline"),
			textOr("longer", "0,1,2,3,4,5", "if all are followed so many `YEARS` longer"),
			text("follow", "`WHAT`: positions, whoever holds them, or agreements; default positions for spells"),
			&cli.IntFlag{Name: "vacant-months", Usage: "a position is vacant for `N` months between doctors"},
			text("entering", "`N` new ones a year in each group while followed longer; or seen: as many as so far"),
			tableFlag(document.PowerTables),
			jsonFlag(), csvFlag(),
		), registerFlags()...),
		Action: answeringFrom(openWhole, parsePowerOptions, func(src *rows.Source, asked foresight) (*document.PowerAnswer, error) {
			return document.Power(src, asked.PowerChoices, asked.against)
		}),
	}
}

// A foresight is what power is asked for.
type foresight struct {
	*document.PowerChoices
	against *yardstick.Yardstick
}

// openWhole opens spells with all their columns, or any CSV.
func openWhole(ctx *cli.Context, name string, asked foresight) (*rows.Source, error) {
	if asked.AnyCSV() {
		return sourceOf(ctx, name, true)
	}
	return wholeSpells(ctx, name, asked)
}

// parsePowerOptions reads the flags.
func parsePowerOptions(ctx *cli.Context) (f foresight, err error) {
	opt := &document.PowerChoices{Follow: ctx.String("follow"), Vacant: ctx.Int("vacant-months"), Table: ctx.String("table")}
	f.PowerChoices = opt
	if opt.YardstickChoices, err = parseYardstickChoices(ctx); err != nil {
		return f, err
	}
	if opt.Ratios, err = choice.Numbers("ratio", ctx.String("ratio")); err != nil {
		return f, err
	}
	if opt.Years, err = parseWhole(ctx, "longer"); err != nil {
		return f, err
	}
	if opt.Entering, opt.EnteringSeen, err = parseEntering(ctx.String("entering")); err != nil {
		return f, err
	}
	if err := opt.Check(); err != nil {
		return f, err
	}
	f.against, err = yardstickOf(&opt.YardstickChoices)
	return f, err
}

// parseWhole reads a list of whole numbers.
func parseWhole(ctx *cli.Context, flag string) (whole []int, err error) {
	list, err := choice.Numbers(flag, ctx.String(flag))
	if err != nil {
		return nil, err
	}
	for _, v := range list {
		if v != float64(int(v)) || v > survival.MaxMonths || v < 0 {
			return nil, choice.Errorf("--%s is a list of whole numbers from 0, not %v", flag, v)
		}
		whole = append(whole, int(v))
	}
	return whole, nil
}

// parseEntering reads how many come in each year: a number, or seen.
func parseEntering(s string) (perYear float64, seen bool, err error) {
	if s == "" || s == "seen" {
		return 0, s == "seen", nil
	}
	list, err := choice.Numbers("entering", s)
	if err != nil || len(list) != 1 {
		return 0, false, choice.Errorf("--entering is seen, or a number a year, not %q", s)
	}
	return list[0], false, nil
}
