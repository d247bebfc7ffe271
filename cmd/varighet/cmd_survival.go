package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/survival"
)

func survivalCommand() *cli.Command {
	return &cli.Command{
		Name:  "survival",
		Usage: "exact numbers for the analyst: nothing is withheld",
		Subcommands: []*cli.Command{spellsCommand(), kmCommand(), countsCommand(), incidenceCommand(),
			ratesCommand(), turnbullCommand(), turnoverCommand(), turnoverYearCommand(), stockCommand(), residualCommand(),
			compareCommand(), coxCommand(), hazardCommand(), parametricCommand(), frailtyCommand(), finegrayCommand()},
	}
}

func spellsCommand() *cli.Command {
	return &cli.Command{
		Name:      "spells",
		Usage:     "who held which position from when to when, one row a spell",
		ArgsUsage: "REGISTER",
		Flags:     append([]cli.Flag{outputFlag("`FILE` to write, .parquet or .csv")}, registerFlags()...),
		Action:    runSpells,
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
	if _, err := outputKind(out, "parquet", "csv"); err != nil {
		return err
	}
	if info, err := os.Stat(args[0]); err == nil && !info.IsDir() {
		return choice.Errorf("%s is not a register: a register is a folder that `varighet ingest` wrote", args[0])
	}
	loaded, err := loadSpells(ctx, args[0])
	if err != nil {
		return err
	}
	if err := spellfile.Write(out, loaded.Table); err != nil {
		return err
	}
	c := loaded.counts
	fmt.Fprintf(ctx.App.ErrWriter, "%s: %s of doctors (%d without a known start), %s, %s\n", out,
		english.Count(c.Regular, "spell", "spells"), c.UnknownStart, english.Count(c.Vacant, "vacancy", "vacancies"),
		english.Count(c.Missing, "hole in the data", "holes in the data"))
	for _, w := range loaded.warnings {
		fmt.Fprintf(ctx.App.ErrWriter, "varighet: %s\n", w)
	}
	return nil
}

func turnoverCommand() *cli.Command {
	return &cli.Command{
		Name:      "turnover",
		Usage:     "share that left within some months, by each definition in use",
		ArgsUsage: "SPELLS|REGISTER",
		Description: "The definitions give different numbers on the same data; each is named:\n" +
			"  a  of agreements that began in the data and were followed for all the months\n" +
			"  b  of all agreements that began in the data (too low: the latest have not had the time)\n" +
			"  c  1 − S of the Kaplan–Meier curve with late entry (the one to compare with)\n" +
			"  d  of positions filled, those whose first holder left (as published for ALIS-Vest)",
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "within", Value: "12", Usage: "`MONTHS` held, such as 12,13,24"},
			&cli.Float64Flag{Name: "conf", Value: 0.95, Usage: "confidence level"},
			jsonFlag(), csvFlag(),
		}, registerFlags()...),
		Action: runTurnover,
	}
}

// turnoverOptions say after how many months shares are told.
type turnoverOptions struct {
	within []int
	conf   float64
}

// parseTurnoverOptions reads the flags.
func parseTurnoverOptions(ctx *cli.Context) (*turnoverOptions, error) {
	months, err := parseNumbers("within", ctx.String("within"))
	if err != nil {
		return nil, err
	}
	opt := &turnoverOptions{conf: ctx.Float64("conf")}
	if !(opt.conf > 0 && opt.conf < 1) || len(months) == 0 {
		return nil, choice.Errorf("--conf is between 0 and 1, and --within names a number of months")
	}
	for _, m := range months {
		if m != float64(int(m)) || m < 1 || m > survival.MaxMonths {
			return nil, choice.Errorf("--within is a list of whole months from 1, not %v", m)
		}
		opt.within = append(opt.within, int(m))
	}
	return opt, nil
}

func runTurnover(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return err
	}
	opt, err := parseTurnoverOptions(ctx)
	if err != nil {
		return err
	}
	loaded, err := loadSpells(ctx, args[0])
	if err != nil {
		return err
	}
	doc, err := turnoverOf(loaded.source(args[0]), opt)
	if err != nil {
		return err
	}
	return show(ctx, args[0], doc)
}

// turnoverOf tells of spells which shares left, by each definition.
func turnoverOf(src *rows.Source, opt *turnoverOptions) (*turnoverJSON, error) {
	doc := &turnoverJSON{Schema: "varighet.turnover/1", ConfLevel: opt.conf, Shares: []turnoverShareJSON{}, ending: newEnding(nil, nil, src.Notes)}
	for _, m := range opt.within {
		shares, err := survival.Turnover(src.Table.Spells, m, opt.conf)
		if err != nil {
			return nil, err
		}
		for _, s := range shares {
			doc.Shares = append(doc.Shares, turnoverDocument(s))
		}
	}
	return doc, nil
}

// The machine contract: varighet.turnover/1.
type (
	turnoverJSON struct {
		Schema    string              `json:"schema"`
		ConfLevel float64             `json:"conf_level"`
		Shares    []turnoverShareJSON `json:"shares"`
		ending
	}
	turnoverShareJSON struct {
		Definition string   `json:"definition"` // a to d
		Name       string   `json:"name"`
		Within     int      `json:"within_months"`
		Gone       int      `json:"gone"`
		Of         int      `json:"of"`
		Share      *float64 `json:"share"`
		Lower      *float64 `json:"lower"`
		Upper      *float64 `json:"upper"`
		LeftOut    int      `json:"left_out"`
	}
)

func turnoverDocument(s survival.TurnoverShare) turnoverShareJSON {
	return turnoverShareJSON{s.Definition.Letter(), s.Definition.String(), s.Within, s.Gone, s.Of,
		orNull(s.Share), orNull(s.Lower), orNull(s.Upper), s.LeftOut}
}

func (d *turnoverJSON) writeCSV(w io.Writer) error {
	var list [][]string
	for _, s := range d.Shares {
		list = append(list, []string{s.Definition, s.Name, strconv.Itoa(s.Within), strconv.Itoa(s.Gone), strconv.Itoa(s.Of),
			cellOf(s.Share), cellOf(s.Lower), cellOf(s.Upper), strconv.Itoa(s.LeftOut)})
	}
	return writeRows(w, []string{"definition", "name", "within_months", "gone", "of", "share", "lower", "upper", "left_out"}, list)
}

func (d *turnoverJSON) writeText(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tw, "definition\twithin\tgone/of\tshare\t%v %% limits\n", 100*d.ConfLevel)
	for _, s := range d.Shares {
		fmt.Fprintf(tw, "%s %s\t%d months\t%d/%d\t", s.Definition, s.Name, s.Within, s.Gone, s.Of)
		if s.Share == nil {
			fmt.Fprint(tw, "nothing to count\t\n")
			continue
		}
		fmt.Fprintf(tw, "%.1f %%\t", 100**s.Share)
		if s.Lower != nil && s.Upper != nil {
			fmt.Fprintf(tw, "(%.1f to %.1f)", 100**s.Lower, 100**s.Upper)
		}
		fmt.Fprintln(tw)
	}
	return tw.Flush()
}
