package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/report/document"
)

// residualCommand tells how much longer those stay who have come so far.
func residualCommand() *cli.Command {
	return &cli.Command{
		Name:      "residual",
		Usage:     "how much longer those in place will stay: of today's stock, and by the tenure reached",
		ArgsUsage: "SPELLS|REGISTER|CSV",
		Description: "The time from now by which a share will have left, if the Kaplan–Meier curve (late entry) goes on to hold. Of spells\n" +
			"and registers the stock of --at is taken too: all of its agreements with a known start. Limits are the curve's.\n" +
			"With --period the curve is that of the latest years, and the stock is not cut.",
		Flags: append(append(readFlags(),
			weightFlag(),
			&cli.StringFlag{Name: "cluster", Usage: "robust limits, rows of one value of `COL` being alike, such as municipality_now"},
			&cli.StringFlag{Name: "at", Usage: "spells: the stock of `MONTH`, such as 2019-12; default the last of the data"},
			&cli.StringFlag{Name: "reached", Value: "0,12,24,60", Usage: "the `TENURES` that have been reached"},
			&cli.StringFlag{Name: "shares", Value: "0.5", Usage: "the `SHARES` that will have left"},
			&cli.StringFlag{Name: "time-unit", Value: "months", Usage: "what times are counted in"},
			&cli.StringFlag{Name: "ci", Value: "log-log", Usage: "limits on the scale log-log, log, plain, logit or arcsin"},
			&cli.Float64Flag{Name: "conf", Value: 0.95, Usage: "confidence level"},
			jsonFlag(), csvFlag(),
		), registerFlags()...),
		Action: runResidual,
	}
}

// parseResidualOptions reads the flags.
func parseResidualOptions(ctx *cli.Context) (*document.ResidualChoices, error) {
	read, err := parseReadOptions(ctx)
	if err != nil {
		return nil, err
	}
	opt := &document.ResidualChoices{Choices: read, TimeUnit: ctx.String("time-unit")}
	if opt.Curve, err = parseCurveOptions(ctx); err != nil {
		return nil, err
	}
	if opt.Reached, err = choice.Numbers("reached", ctx.String("reached")); err != nil {
		return nil, err
	}
	if opt.Shares, err = choice.Numbers("shares", ctx.String("shares")); err != nil {
		return nil, err
	}
	if s := ctx.String("at"); s != "" {
		m, err := monthOfFlag("at", s)
		if err != nil {
			return nil, err
		}
		opt.At = varighet.Some(m)
	}
	return opt, opt.Check()
}

func runResidual(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return err
	}
	opt, err := parseResidualOptions(ctx)
	if err != nil {
		return err
	}
	src, err := residualSource(ctx, args[0], opt)
	if err != nil {
		return err
	}
	defer src.Close()
	doc, err := document.Residual(src, opt)
	if err != nil {
		return err
	}
	return show(ctx, args[0], doc)
}

// residualSource opens the rows: of agreements, with all that a stock needs.
func residualSource(ctx *cli.Context, name string, opt *document.ResidualChoices) (*rows.Source, error) {
	if !opt.OfAgreements() {
		return sourceOf(ctx, name, opt.Time != "")
	}
	loaded, err := loadSpells(ctx, name)
	if err != nil {
		return nil, err
	}
	return loaded.source(name), nil
}
