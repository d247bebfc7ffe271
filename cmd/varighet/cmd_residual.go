package main

import (
	"errors"
	"fmt"
	"io"

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

		grid *grid
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

// residualOptions say of whom and of which tenures it is told how much longer they stay.
type residualOptions struct {
	rows.Choices
	curve           survival.Options
	reached, shares []float64
	at              varighet.Opt[varighet.Month] // of the stock; missing: the last of the data
	timeUnit        string
}

// parseResidualOptions reads the flags.
func parseResidualOptions(ctx *cli.Context) (*residualOptions, error) {
	read, err := parseReadOptions(ctx)
	if err != nil {
		return nil, err
	}
	opt := &residualOptions{Choices: read, timeUnit: ctx.String("time-unit")}
	if opt.curve, err = parseCurveOptions(ctx); err != nil {
		return nil, err
	}
	if opt.reached, err = parseNumbers("reached", ctx.String("reached")); err != nil {
		return nil, err
	}
	if opt.shares, err = parseNumbers("shares", ctx.String("shares")); err != nil {
		return nil, err
	}
	if s := ctx.String("at"); s != "" {
		m, err := monthOfFlag("at", s)
		if err != nil {
			return nil, err
		}
		opt.at = varighet.Some(m)
	}
	return opt, opt.check()
}

// check is wrong use where a choice cannot be had.
func (opt *residualOptions) check() error {
	if opt.curve.ConfType == survival.BetaProduct {
		return choice.Errorf("--ci is log-log, log, plain, logit or arcsin here")
	}
	for _, t := range opt.reached {
		if t < 0 {
			return choice.Errorf("--reached has tenures, which are not negative")
		}
	}
	for _, p := range opt.shares {
		if !(p > 0 && p < 1) {
			return choice.Errorf("--shares are between 0 and 1, not %v", p)
		}
	}
	if opt.at.OK && !opt.ofAgreements() {
		return choice.Errorf("--at is for agreements: other rows have no stock")
	}
	return nil
}

// ofAgreements reports whether the rows are agreements, which have a stock.
func (opt *residualOptions) ofAgreements() bool {
	return opt.Time == "" && opt.Kind == survival.Regular
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
	doc, err := residualOf(src, opt)
	if err != nil {
		return err
	}
	return show(ctx, args[0], doc)
}

// residualSource opens the rows: of agreements, with all that a stock needs.
func residualSource(ctx *cli.Context, name string, opt *residualOptions) (*rows.Source, error) {
	if !opt.ofAgreements() {
		return sourceOf(ctx, name, opt.Time != "")
	}
	loaded, err := loadSpells(ctx, name)
	if err != nil {
		return nil, err
	}
	return loaded.source(name), nil
}

// residualOf tells, by groups of rows, how much longer those stay who have come so far.
func residualOf(src *rows.Source, opt *residualOptions) (*residualJSON, error) {
	set, err := rows.Read(src, &opt.Choices)
	if err != nil {
		return nil, err
	}
	stocks, err := stocksOf(src, opt)
	if err != nil {
		return nil, err
	}
	doc := &residualJSON{Schema: "varighet.residual/1", TimeUnit: opt.timeUnit, ConfLevel: opt.curve.ConfLevel,
		ConfType: opt.curve.ConfType.String(), Groups: []residualGroupJSON{}, ending: newEnding(set.Rejected, set.LeftOut, set.Warnings)}
	doc.grid = &grid{header: headed(opt.By, "month", "tenure", "holders", "left_out", "p", "time", "lower", "upper", "n", "survival")}
	if opt.Cluster != "" {
		doc.grid.header = append(doc.grid.header, "clusters")
	}
	if len(set.Tenures) == 0 {
		doc.warn("no rows can be used: no curve")
		return doc, nil
	}
	for _, group := range set.Split(len(opt.By) > 0) {
		curve, err := group.Rows.Sample().KaplanMeier(opt.curve)
		if errors.Is(err, survival.ErrNoTenures) {
			doc.warn(group.Key.Warned("no row has a weight: no curve"))
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, w := range curve.Warnings {
			doc.warn(group.Key.Warned(w))
		}
		if err := doc.add(group.Key, curve, stocks[group.Key.Label()], opt); err != nil {
			return nil, err
		}
	}
	return doc, nil
}

// stocksOf are the stocks of the groups of agreements; none of other rows.
func stocksOf(src *rows.Source, opt *residualOptions) (map[string]*survival.Stock, error) {
	if !opt.ofAgreements() {
		return nil, nil
	}
	groups, _, err := rows.SpellGroups(src.Table, opt.By)
	if err != nil {
		return nil, err
	}
	month := opt.at
	if !month.OK {
		month = lastMonth(src.Table.Spells)
	}
	stocks := map[string]*survival.Stock{}
	for _, group := range groups {
		if !month.OK {
			break
		}
		st, err := survival.StockAt(group.Spells, month.V, opt.curve.ConfLevel)
		if err != nil {
			return nil, err
		}
		stocks[group.Key.Label()] = &st
	}
	return stocks, nil
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
func (d *residualJSON) add(key rows.Key, curve *survival.Curve, stock *survival.Stock, opt *residualOptions) error {
	x := residualGroupJSON{By: key.Document(opt.By), N: curve.N, Clusters: curve.Clusters, Reached: []residualReachedJSON{}}
	if stock != nil {
		y, err := d.ofStock(key, curve, stock, opt)
		if err != nil {
			return err
		}
		x.Stock = y
	}
	for _, t := range opt.reached {
		y, err := d.ofReached(key, curve, t, opt)
		if err != nil {
			return err
		}
		x.Reached = append(x.Reached, y)
	}
	d.Groups = append(d.Groups, x)
	return nil
}

// ofStock tells when shares of the stock will have left.
func (d *residualJSON) ofStock(key rows.Key, curve *survival.Curve, stock *survival.Stock, opt *residualOptions) (*residualStockJSON, error) {
	x := &residualStockJSON{Month: stock.Month.Date(), Residual: []residualTimeJSON{}}
	for _, p := range opt.shares {
		r, err := curve.Residual(stock.Elapsed, p)
		if err != nil {
			return nil, err
		}
		x.Holders, x.LeftOut = r.N, r.LeftOut
		y := residualDocument(r)
		x.Residual = append(x.Residual, y)
		d.row(key, curve, opt, y, x.Month, "", r.N, r.LeftOut, "")
		if r.Reason != "" {
			d.warn(key.Warned(fmt.Sprintf("when %s of the stock has left is not known: %s", exact(p), r.Reason)))
		}
	}
	return x, nil
}

// ofReached tells when shares of those who reached a tenure have left.
func (d *residualJSON) ofReached(key rows.Key, curve *survival.Curve, tenure float64, opt *residualOptions) (residualReachedJSON, error) {
	x := residualReachedJSON{Tenure: tenure, Residual: []residualTimeJSON{}}
	if at := curve.At(tenure); !at.Beyond {
		x.Survival = &at.Survival
	}
	for _, p := range opt.shares {
		r, err := curve.Residual([]float64{tenure}, p)
		if err != nil {
			return x, err
		}
		y := residualDocument(r)
		x.Residual = append(x.Residual, y)
		d.row(key, curve, opt, y, "", tenure, "", "", x.Survival)
		if r.Reason != "" {
			d.warn(key.Warned(fmt.Sprintf("when %s of those who reached %s has left is not known: %s", exact(p), exact(tenure), r.Reason)))
		}
	}
	return x, nil
}

// row adds a line to the grid; "" is what it does not tell of.
func (d *residualJSON) row(key rows.Key, curve *survival.Curve, opt *residualOptions, x residualTimeJSON, month string, tenure, holders, leftOut, reached any) {
	cells := []any{month, tenure, holders, leftOut, x.P, x.Time, x.Lower, x.Upper, curve.N, reached}
	if opt.Cluster != "" {
		cells = append(cells, curve.Clusters)
	}
	d.grid.keyed(key, cells...)
}

func (d *residualJSON) writeCSV(w io.Writer) error  { return d.grid.writeCSV(w) }
func (d *residualJSON) writeText(w io.Writer) error { return d.grid.writeText(w) }

func residualDocument(r survival.Residual) residualTimeJSON {
	return residualTimeJSON{r.P, orNull(r.Time), orNull(r.Lower), orNull(r.Upper)}
}
