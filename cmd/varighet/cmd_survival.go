package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/report/document"
	"github.com/varighet/varighet/survival"
)

func survivalCommand() *cli.Command {
	return &cli.Command{
		Name:  "survival",
		Usage: "exact numbers for the analyst: nothing is withheld",
		Subcommands: []*cli.Command{spellsCommand(), kmCommand(), countsCommand(), incidenceCommand(),
			ratesCommand(), turnbullCommand(), turnoverCommand(), turnoverYearCommand(), seriesCommand(), stockCommand(), stabilityCommand(), movesCommand(), vacancyCommand(), residualCommand(), independenceCommand(),
			compareCommand(), baselineCommand(), powerCommand(), funnelCommand(), coxCommand(), hazardCommand(), parametricCommand(), frailtyCommand(), finegrayCommand()},
	}
}

func turnoverCommand() *cli.Command {
	return &cli.Command{
		Name:      "turnover",
		Usage:     "share that left within some months, by each definition in use",
		ArgsUsage: "SPELLS|REGISTER",
		Description: "The definitions give different numbers on the same data; each is named:\n" +
			"  a  of agreements that began in the data and were followed for all the months\n" +
			"  b  of all agreements that began in the data (too low: the latest have not had the time)\n" +
			"  c  1 − S of the Kaplan–Meier curve with late entry (the one to compare with); where it\n" +
			"     rests on few, limits of the beta product, which hold there, stand beside\n" +
			"  d  of positions filled, those whose first holder left (as published for ALIS-Vest)",
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "within", Value: "12", DefaultText: "12, or those of --baseline", Usage: "left within `MONTHS`"},
			byFlag(),
			baselineFlag(""),
			clusterFlag(),
			confFlag(),
			jsonFlag(), csvFlag(),
		}, registerFlags()...),
		Action: answeringFrom(wholeSpells, parseTurnoverOptions, document.Turnover),
	}
}

// parseTurnoverOptions reads the flags.
func parseTurnoverOptions(ctx *cli.Context) (*document.TurnoverChoices, error) {
	months, err := choice.Numbers("within", ctx.String("within"))
	if err != nil {
		return nil, err
	}
	opt := &document.TurnoverChoices{Conf: ctx.Float64("conf"), Cluster: ctx.String("cluster"), Baseline: ctx.String("baseline")}
	if opt.By, err = choice.List("by", ctx.String("by")); err != nil {
		return nil, err
	}
	if !(opt.Conf > 0 && opt.Conf < 1) || len(months) == 0 {
		return nil, choice.Errorf("--conf is between 0 and 1, and --within names a number of months")
	}
	if b, err := data.FindBaseline(opt.Baseline); err == nil && b.WithinMonths > 0 && !ctx.IsSet("within") {
		months = []float64{float64(b.WithinMonths)}
	}
	for _, m := range months {
		if m != float64(int(m)) || m < 1 || m > survival.MaxMonths {
			return nil, choice.Errorf("--within is a list of whole months from 1 to %d, not %v", survival.MaxMonths, m)
		}
		opt.Within = append(opt.Within, int(m))
	}
	return opt, nil
}
