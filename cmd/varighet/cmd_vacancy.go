package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/report/document"
	"github.com/varighet/varighet/survival"
)

// vacancyCommand tells when lists stood without a doctor, and for how long.
func vacancyCommand() *cli.Command {
	return &cli.Command{
		Name:      "vacancy",
		Usage:     "lists without a doctor in each month, and how long until they are filled",
		ArgsUsage: "SPELLS|REGISTER",
		Description: "Time to fill is read off the Kaplan–Meier curve of vacancies: those still open count for as long as they were seen,\n" +
			"and those under way when the data began from then on, if their start is known. Lists that have had no doctor\n" +
			"so far are never_filled; those first seen later are not_yet_opened, and no vacancies.",
		Flags: append([]cli.Flag{
			byFlag(),
			confFlag(),
			tableFlag(document.VacancyTables), jsonFlag(), csvFlag(),
		}, registerFlags()...),
		Action: answeringFrom(wholeSpells, parseVacancyOptions, document.Vacancy),
	}
}

// parseVacancyOptions reads the flags.
func parseVacancyOptions(ctx *cli.Context) (*document.VacancyChoices, error) {
	conf, err := parseConf(ctx)
	if err != nil {
		return nil, err
	}
	opt := &document.VacancyChoices{Curve: survival.Options{ConfLevel: conf}, Table: ctx.String("table")}
	if opt.By, err = choice.List("by", ctx.String("by")); err != nil {
		return nil, err
	}
	return opt, opt.Check()
}
