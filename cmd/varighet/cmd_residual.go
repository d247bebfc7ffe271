package main

import (
	"errors"
	"fmt"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
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

// The machine contract: varighet.residual/1.
type (
	residualJSON struct {
		Schema    string              `json:"schema"`
		TimeUnit  string              `json:"time_unit"`
		ConfLevel float64             `json:"conf_level"`
		ConfType  string              `json:"conf_type"`
		Groups    []residualGroupJSON `json:"groups"`
		ending
	}
	residualGroupJSON struct {
		By       map[string]string     `json:"by"`
		N        int                   `json:"n"`
		Clusters int                   `json:"clusters,omitempty"`
		Stock    *residualStockJSON    `json:"stock"` // null without a calendar
		Reached  []residualReachedJSON `json:"reached"`
	}
	residualStockJSON struct {
		Month    string             `json:"month"`
		Holders  int                `json:"holders"`
		LeftOut  int                `json:"left_out"` // their tenure is beyond the curve
		Residual []residualTimeJSON `json:"residual"`
	}
	residualReachedJSON struct {
		Tenure   float64            `json:"tenure"`
		Survival *float64           `json:"survival"` // to there; null beyond the curve
		Residual []residualTimeJSON `json:"residual"`
	}
	residualTimeJSON struct {
		P     float64  `json:"p"`
		Time  *float64 `json:"time"`
		Lower *float64 `json:"lower"`
		Upper *float64 `json:"upper"`
	}
)

type residualOptions struct {
	rows.Choices
	curve           survival.Options
	reached, shares []float64
	at              varighet.Opt[varighet.Month]
}

func parseResidualOptions(ctx *cli.Context) (*residualOptions, error) {
	read, err := parseReadOptions(ctx)
	if err != nil {
		return nil, err
	}
	opt := &residualOptions{Choices: read}
	if opt.curve, err = parseCurveOptions(ctx); err != nil {
		return nil, err
	}
	if opt.curve.ConfType == survival.BetaProduct {
		return nil, choice.Errorf("--ci is log-log, log, plain, logit or arcsin here")
	}
	if opt.reached, err = parseNumbers("reached", ctx.String("reached")); err != nil {
		return nil, err
	}
	if opt.shares, err = parseNumbers("shares", ctx.String("shares")); err != nil {
		return nil, err
	}
	for _, t := range opt.reached {
		if t < 0 {
			return nil, choice.Errorf("--reached has tenures, which are not negative")
		}
	}
	for _, p := range opt.shares {
		if !(p > 0 && p < 1) {
			return nil, choice.Errorf("--shares are between 0 and 1, not %v", p)
		}
	}
	if s := ctx.String("at"); s != "" {
		m, err := monthOfFlag("at", s)
		if err != nil {
			return nil, err
		}
		if opt.Time != "" || opt.Kind != survival.Regular {
			return nil, choice.Errorf("--at is for agreements: other rows have no stock")
		}
		opt.at = varighet.Some(m)
	}
	return opt, nil
}

func runResidual(ctx *cli.Context) error {
	opt, err := parseResidualOptions(ctx)
	if err != nil {
		return err
	}
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return err
	}
	rows, stocks, err := readWithStock(ctx, args[0], opt)
	if err != nil {
		return err
	}
	doc := &residualJSON{Schema: "varighet.residual/1", TimeUnit: ctx.String("time-unit"), ConfLevel: opt.curve.ConfLevel,
		ConfType: opt.curve.ConfType.String(), Groups: []residualGroupJSON{}, ending: newEnding(rows.Rejected, rows.LeftOut, rows.Warnings)}
	g := &grid{header: headed(opt.By, "month", "tenure", "holders", "left_out", "p", "time", "lower", "upper")}
	if len(rows.Tenures) == 0 {
		doc.warn("no rows can be used: no curve")
		return emit(ctx, doc, g, doc.ending)
	}
	for _, group := range rows.Split(len(opt.By) > 0) {
		curve, err := group.Rows.Sample().KaplanMeier(opt.curve)
		if errors.Is(err, survival.ErrNoTenures) {
			doc.warn(group.Key.Warned("no row has a weight: no curve"))
			continue
		}
		if err != nil {
			return err
		}
		for _, w := range curve.Warnings {
			doc.warn(group.Key.Warned(w))
		}
		if err := doc.add(group.Key, curve, stocks[group.Key.Label()], opt, g); err != nil {
			return err
		}
	}
	return emit(ctx, doc, g, doc.ending)
}

// readWithStock reads the rows, and of agreements the stock of each group.
func readWithStock(ctx *cli.Context, name string, opt *residualOptions) (*rows.Set, map[string]*survival.Stock, error) {
	if opt.Time != "" || opt.Kind != survival.Regular {
		rows, err := readRows(ctx, name, &opt.Choices)
		return rows, nil, err
	}
	loaded, err := loadSpells(ctx, name)
	if err != nil {
		return nil, nil, err
	}
	set, err := rows.Read(loaded.source(name), &opt.Choices)
	if err != nil {
		return nil, nil, err
	}
	groups, _, err := rows.SpellGroups(loaded.Table, opt.By)
	if err != nil {
		return nil, nil, err
	}
	month := opt.at
	if !month.OK {
		month = lastMonth(loaded.Spells)
	}
	stocks := map[string]*survival.Stock{}
	for _, group := range groups {
		if !month.OK {
			break
		}
		st, err := survival.StockAt(group.Spells, month.V, opt.curve.ConfLevel)
		if err != nil {
			return nil, nil, err
		}
		stocks[group.Key.Label()] = &st
	}
	return set, stocks, nil
}

// lastMonth is the last in which any of the spells was seen.
func lastMonth(spells []survival.Spell) (last varighet.Opt[varighet.Month]) {
	for i := range spells {
		if s := &spells[i]; !last.OK || s.Last > last.V {
			last = varighet.Some(s.Last)
		}
	}
	return last
}

// add puts what a group's curve says into the document and the grid.
func (d *residualJSON) add(key rows.Key, curve *survival.Curve, stock *survival.Stock, opt *residualOptions, g *grid) error {
	x := residualGroupJSON{By: key.Document(opt.By), N: curve.N, Clusters: curve.Clusters, Reached: []residualReachedJSON{}}
	if stock != nil {
		y := residualStockJSON{Month: stock.Month.Date(), Residual: []residualTimeJSON{}}
		for _, p := range opt.shares {
			r, err := curve.Residual(stock.Elapsed, p)
			if err != nil {
				return err
			}
			y.Holders, y.LeftOut = r.N, r.LeftOut
			z := residualDocument(r)
			y.Residual = append(y.Residual, z)
			g.keyed(key, y.Month, "", r.N, r.LeftOut, p, z.Time, z.Lower, z.Upper)
			if r.Reason != "" {
				d.warn(key.Warned(fmt.Sprintf("when %s of the stock has left is not known: %s", exact(p), r.Reason)))
			}
		}
		x.Stock = &y
	}
	for _, t := range opt.reached {
		y := residualReachedJSON{Tenure: t, Residual: []residualTimeJSON{}}
		if at := curve.At(t); !at.Beyond {
			y.Survival = &at.Survival
		}
		for _, p := range opt.shares {
			r, err := curve.Residual([]float64{t}, p)
			if err != nil {
				return err
			}
			z := residualDocument(r)
			y.Residual = append(y.Residual, z)
			g.keyed(key, "", t, "", "", p, z.Time, z.Lower, z.Upper)
			if r.Reason != "" {
				d.warn(key.Warned(fmt.Sprintf("when %s of those who reached %s has left is not known: %s", exact(p), exact(t), r.Reason)))
			}
		}
		x.Reached = append(x.Reached, y)
	}
	d.Groups = append(d.Groups, x)
	return nil
}

func residualDocument(r survival.Residual) residualTimeJSON {
	return residualTimeJSON{r.P, orNull(r.Time), orNull(r.Lower), orNull(r.Upper)}
}
