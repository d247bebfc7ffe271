package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/report/document"
)

// incidenceCommand estimates how many have stopped for each reason.
func incidenceCommand() *cli.Command {
	return &cli.Command{
		Name:      "incidence",
		Usage:     "how many have stopped for each cause: competing exits",
		ArgsUsage: "SPELLS|REGISTER|CSV, or with --counts TABLE...",
		Description: "The shares that have stopped for each cause and the share still there add up to 1 (Aalen–Johansen).\n" +
			"--tau is for the mean time lost to each cause; --cluster makes limits robust.\n" +
			"With --by there are a log-rank test of each cause's hazard, with late entry, and, where nobody enters late and\n" +
			"nothing is weighted, Gray's test of its cumulative incidence. They ask different things.",
		Flags: append(append(readFlags(),
			causeFlag("stop_reason"),
			weightFlag(),
			clusterFlag(),
			countsFlag(),
			timeUnitFlag(),
			text("variance", "by `METHOD`: jackknife (default), greenwood (with --counts) or aalen"),
			ciFlag("log-log, log, plain, logit or arcsin"),
			confFlag(),
			atFlag(),
			tauFlag(),
			contrastsFlag(),
			tableFlag(document.IncidenceTables), jsonFlag(), csvFlag(),
		), registerFlags()...),
		Action: answeringCounts(parseIncidenceOptions, func(c *document.IncidenceChoices) bool { return c.Counts }, document.Incidence, document.IncidenceOfCounts),
	}
}

func parseIncidenceOptions(ctx *cli.Context) (*document.IncidenceChoices, error) {
	read, err := parseReadOptions(ctx)
	if err != nil {
		return nil, err
	}
	opt := &document.IncidenceChoices{Choices: read, Counts: ctx.Bool("counts"), TimeUnit: ctx.String("time-unit"), Variance: ctx.String("variance"), Tau: ctx.Float64("tau"),
		Contrasts: ctx.Bool("contrasts")}
	if opt.Curve, err = parseCurveOptions(ctx); err != nil {
		return nil, err
	}
	if opt.At, err = parseTenures(ctx); err != nil {
		return nil, err
	}
	if ctx.IsSet("tau") && !(opt.Tau > 0) {
		return nil, choice.Errorf("--tau is above 0")
	}
	if opt.Time != "" && !ctx.IsSet("cause") {
		return nil, choice.Errorf("any CSV needs --cause: the column of why a row stopped")
	}
	if opt.Table, err = parseTable(ctx, document.IncidenceTables); err != nil {
		return nil, err
	}
	return opt, opt.Check()
}
