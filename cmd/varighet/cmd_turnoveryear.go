package main

import (
	"fmt"
	"io"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
)

// turnoverYearCommand counts who left in each calendar year.
func turnoverYearCommand() *cli.Command {
	return &cli.Command{
		Name:      "turnover-year",
		Usage:     "who left in each calendar year, by each measure in use",
		ArgsUsage: "SPELLS|REGISTER",
		Description: "From 1 January to 1 January. share: of those there on the first day, gone by the last; rate: leavers per\n" +
			"agreement-year, the one to compare with; per_open_close: leavers over the mean of the two days.",
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "by", Usage: "one answer a value of `COL[,COL]`, such as size_group"},
			&cli.Float64Flag{Name: "conf", Value: 0.95, Usage: "confidence level"},
			jsonFlag(), csvFlag(),
		}, registerFlags()...),
		Action: runTurnoverYear,
	}
}

// The machine contract: varighet.turnover-year/1.
type (
	turnoverYearJSON struct {
		Schema    string                  `json:"schema"`
		ConfLevel float64                 `json:"conf_level"`
		Groups    []turnoverYearGroupJSON `json:"groups"`
		ending

		grid *grid
	}
	turnoverYearGroupJSON struct {
		By            map[string]string `json:"by"`
		Year          int               `json:"year"`
		Complete      bool              `json:"complete"`
		Open          int               `json:"open"`
		Close         int               `json:"close"`
		Starters      int               `json:"starters"`
		Leavers       int               `json:"leavers"`
		LeaversOfOpen int               `json:"leavers_of_open"`
		LostOfOpen    int               `json:"lost_of_open"`
		MeanStock     float64           `json:"mean_stock"`
		Years         float64           `json:"agreement_years"`
		Share         *float64          `json:"share"`
		ShareLower    *float64          `json:"share_lower"`
		ShareUpper    *float64          `json:"share_upper"`
		WilsonLower   *float64          `json:"share_lower_wilson"`
		WilsonUpper   *float64          `json:"share_upper_wilson"`
		PerOpenClose  *float64          `json:"per_open_close"`
		PerMeanStock  *float64          `json:"per_mean_stock"`
		Rate          *float64          `json:"rate"`
		RateLower     *float64          `json:"rate_lower"`
		RateUpper     *float64          `json:"rate_upper"`
	}
)

// turnoverYearOptions say of whom it is told who left in each year.
type turnoverYearOptions struct {
	conf float64
	by   []string
}

// parseTurnoverYearOptions reads the flags.
func parseTurnoverYearOptions(ctx *cli.Context) (*turnoverYearOptions, error) {
	conf, err := parseConf(ctx)
	if err != nil {
		return nil, err
	}
	by, err := choice.List("by", ctx.String("by"))
	return &turnoverYearOptions{conf: conf, by: by}, err
}

func runTurnoverYear(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return err
	}
	opt, err := parseTurnoverYearOptions(ctx)
	if err != nil {
		return err
	}
	loaded, err := loadSpells(ctx, args[0])
	if err != nil {
		return err
	}
	doc, err := turnoverYearOf(loaded.source(args[0]), opt)
	if err != nil {
		return err
	}
	return show(ctx, args[0], doc)
}

// turnoverYearOf counts who left in each calendar year, by groups of spells.
func turnoverYearOf(src *rows.Source, opt *turnoverYearOptions) (*turnoverYearJSON, error) {
	groups, ungrouped, err := rows.SpellGroups(src.Table, opt.by)
	if err != nil {
		return nil, err
	}
	doc := &turnoverYearJSON{Schema: "varighet.turnover-year/1", ConfLevel: opt.conf, Groups: []turnoverYearGroupJSON{},
		ending: newEnding(nil, nil, src.Notes)}
	doc.grid = &grid{header: headed(opt.by, "year", "complete", "open", "close", "starters", "leavers", "leavers_of_open", "lost_of_open",
		"mean_stock", "agreement_years", "share", "share_lower", "share_upper", "share_lower_wilson", "share_upper_wilson",
		"per_open_close", "per_mean_stock", "rate", "rate_lower", "rate_upper")}
	doc.warnUngrouped(ungrouped, opt.by)
	partial := map[int]bool{}
	for _, group := range groups {
		years, err := survival.TurnoverByYear(group.Spells, opt.conf)
		if err != nil {
			return nil, err
		}
		for _, y := range years {
			doc.add(group.Key, opt.by, y)
			if !y.Complete && !partial[y.Year] {
				partial[y.Year] = true
				doc.warn(fmt.Sprintf("the data do not cover all of %d: no share, and a rate of the part there is", y.Year))
			}
		}
	}
	return doc, nil
}

// add puts a year of a group into the document and the grid.
func (d *turnoverYearJSON) add(key rows.Key, by []string, y survival.YearTurnover) {
	x := turnoverYearGroupJSON{key.Document(by), y.Year, y.Complete, y.Open, y.Close, y.Starters, y.Leavers,
		y.LeaversOfOpen, y.LostOfOpen, y.MeanStock, y.Years, orNull(y.Share), orNull(y.ShareLower), orNull(y.ShareUpper),
		orNull(y.WilsonLower), orNull(y.WilsonUpper), orNull(y.PerOpenClose), orNull(y.PerMeanStock), orNull(y.Rate),
		orNull(y.RateLower), orNull(y.RateUpper)}
	d.Groups = append(d.Groups, x)
	d.grid.keyed(key, x.Year, x.Complete, x.Open, x.Close, x.Starters, x.Leavers, x.LeaversOfOpen, x.LostOfOpen, x.MeanStock,
		x.Years, x.Share, x.ShareLower, x.ShareUpper, x.WilsonLower, x.WilsonUpper, x.PerOpenClose, x.PerMeanStock,
		x.Rate, x.RateLower, x.RateUpper)
}

func (d *turnoverYearJSON) writeCSV(w io.Writer) error  { return d.grid.writeCSV(w) }
func (d *turnoverYearJSON) writeText(w io.Writer) error { return d.grid.writeText(w) }
