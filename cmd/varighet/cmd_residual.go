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
			"and registers the stock of --month is taken too: all of its agreements with a known start. Limits are the curve's,\n" +
			"robust with --cluster.\n" +
			"With --period the curve is that of the latest years, and the stock is not cut.",
		Flags: append(append(readFlags(),
			weightFlag(),
			clusterFlag(),
			monthFlag(),
			textOr("reached", "0,12,24,60", "the `TENURES` that have been reached"),
			textOr("shares", "0.5", "the `SHARES` that will have left"),
			timeUnitFlag(),
			ciFlag("log-log, log, plain, logit or arcsin"),
			confFlag(),
			jsonFlag(), csvFlag(),
		), registerFlags()...),
		Action: answeringFrom(residualSource, parseResidualOptions, document.Residual),
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
	if s := ctx.String("month"); s != "" {
		m, err := monthOfFlag("month", s)
		if err != nil {
			return nil, err
		}
		opt.At = varighet.Some(m)
	}
	if opt.At.OK && !opt.OfAgreements() {
		return nil, choice.Errorf("--month is for agreements: other rows have no stock")
	}
	return opt, opt.Check()
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
	return loaded.Source(name), nil
}
