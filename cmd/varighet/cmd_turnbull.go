package main

import (
	"errors"
	"io"
	"math"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/interval"
)

// turnbullCommand estimates a curve of times that are known between two others.
func turnbullCommand() *cli.Command {
	return &cli.Command{
		Name:      "turnbull",
		Usage:     "a curve where each time is only known to lie between two others",
		ArgsUsage: "CSV",
		Description: "A row stopped after --left and at --right the latest; a missing --right is one that was not seen to stop.\n" +
			"Whole months do not need this: `survival km` gives the same.",
		Flags: append(readFlags()[:1:1],
			&cli.StringFlag{Name: "left", Usage: "`COL`umn of the time at which it had not stopped; missing is 0"},
			&cli.StringFlag{Name: "right", Usage: "`COL`umn of the time at which it had stopped; missing if it was not seen to"},
			&cli.StringFlag{Name: "entry", Usage: "`COL`umn of the time at which a row comes under observation"},
			weightFlag(),
			&cli.StringFlag{Name: "time-unit", Value: "months", Usage: "what times are counted in"},
			&cli.StringFlag{Name: "quantiles", Value: "0.5", Usage: "stretches in which these `SHARES` have stopped"},
			strictFlag(),
			tableFlag(turnbullTables), jsonFlag(), csvFlag()),
		Action: runTurnbull,
	}
}

// The machine contract: varighet.turnbull/1.
type (
	turnbullJSON struct {
		Schema   string              `json:"schema"`
		TimeUnit string              `json:"time_unit"`
		Groups   []turnbullGroupJSON `json:"groups"`
		ending

		opt *turnbullOptions
	}
	turnbullGroupJSON struct {
		By        map[string]string      `json:"by"`
		N         int                    `json:"n"`                // of those with a weight above 0
		Weight    *float64               `json:"weight,omitempty"` // what their weights add up to
		LogLik    float64                `json:"log_likelihood"`
		Stretches []stretchJSON          `json:"stretches"`
		Quantiles []turnbullQuantileJSON `json:"quantiles"`

		key rows.Key
	}
	stretchJSON struct {
		From     float64  `json:"from"`
		To       *float64 `json:"to"` // null: no end
		Mass     float64  `json:"mass"`
		Survival float64  `json:"survival"` // after it
	}
	turnbullQuantileJSON struct {
		P    float64  `json:"p"`
		From *float64 `json:"from"`
		To   *float64 `json:"to"`
	}
)

// turnbullTables are the tables of turnbull: together they have every number of its document.
var turnbullTables = []string{"stretches", "quantiles", "groups"}

// turnbullOptions are what is asked of turnbull.
type turnbullOptions struct {
	roles     rows.IntervalRoles
	by        []string
	quantiles []float64
	timeUnit  string
	table     string // one of turnbullTables
}

func parseTurnbullOptions(ctx *cli.Context) (*turnbullOptions, error) {
	opt := &turnbullOptions{timeUnit: ctx.String("time-unit")}
	r := &opt.roles
	var err error
	for flag, into := range map[string]*string{"left": &r.Left, "right": &r.Right, "entry": &r.Entry, "weight": &r.Weight} {
		if *into, err = choice.One(flag, ctx.String(flag)); err != nil {
			return nil, err
		}
	}
	if r.Left == "" || r.Right == "" {
		return nil, choice.Errorf("turnbull needs --left and --right")
	}
	if opt.quantiles, err = parseNumbers("quantiles", ctx.String("quantiles")); err != nil {
		return nil, err
	}
	if opt.by, err = choice.List("by", ctx.String("by")); err != nil {
		return nil, err
	}
	opt.table, err = parseTable(ctx, turnbullTables)
	return opt, err
}

func runTurnbull(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return err
	}
	opt, err := parseTurnbullOptions(ctx)
	if err != nil {
		return err
	}
	src, err := sourceOf(ctx, args[0], true)
	if err != nil {
		return err
	}
	defer src.Close()
	doc, err := turnbullOf(src, opt)
	if err != nil {
		return err
	}
	return show(ctx, args[0], doc)
}

// turnbullOf makes curves of rows that were not seen all the time.
func turnbullOf(src *rows.Source, opt *turnbullOptions) (*turnbullJSON, error) {
	set, tenures, err := rows.ReadIntervals(src, opt.roles, opt.by)
	if err != nil {
		return nil, err
	}
	d := &turnbullJSON{Schema: "varighet.turnbull/1", TimeUnit: opt.timeUnit, Groups: []turnbullGroupJSON{},
		ending: newEnding(set.Rejected, set.LeftOut, nil), opt: opt}
	for _, part := range set.Split(len(opt.by) > 0) {
		if err := d.add(part, rows.Take(tenures, part.Rows.Row)); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// add adds the curve of a group.
func (d *turnbullJSON) add(part rows.Group, tenures []interval.Tenure) error {
	e, err := interval.Sample{Tenures: tenures, Weights: part.Rows.Weights}.Turnbull()
	if errors.Is(err, survival.ErrNoTenures) {
		d.warn(part.Key.Warned("no row has a weight: no curve"))
		return nil
	}
	if err != nil {
		return err
	}
	x := turnbullGroupJSON{By: part.Key.Document(d.opt.by), N: e.N, LogLik: e.LogLik, Stretches: []stretchJSON{},
		Quantiles: []turnbullQuantileJSON{}, key: part.Key}
	if part.Rows.Weights != nil {
		x.Weight = &e.Weight
	}
	for _, s := range e.Stretches {
		x.Stretches = append(x.Stretches, stretchDocument(s))
	}
	for _, p := range d.opt.quantiles {
		q := turnbullQuantileJSON{P: p}
		if s := e.Quantile(p); s.OK {
			q.From, q.To = &s.V.From, &s.V.To
		}
		x.Quantiles = append(x.Quantiles, q)
	}
	for _, w := range e.Warnings {
		d.warn(part.Key.Warned(w))
	}
	d.Groups = append(d.Groups, x)
	return nil
}

func stretchDocument(s interval.Stretch) stretchJSON {
	x := stretchJSON{From: s.From, Mass: s.Mass, Survival: s.Survival}
	if !math.IsInf(s.To, 1) {
		x.To = &s.To
	}
	return x
}

// writeCSV writes the table that was asked for.
func (d *turnbullJSON) writeCSV(w io.Writer) error {
	switch d.opt.table {
	case "quantiles":
		return d.quantileTable().writeCSV(w)
	case "groups":
		return d.groupTable().writeCSV(w)
	}
	return d.stretchTable().writeCSV(w)
}

func (d *turnbullJSON) writeText(w io.Writer) error { return d.stretchTable().writeText(w) }

func (d *turnbullJSON) stretchTable() *grid {
	g := &grid{header: headed(d.opt.by, "from", "to", "mass", "survival")}
	for _, x := range d.Groups {
		for _, s := range x.Stretches {
			g.keyed(x.key, s.From, s.To, s.Mass, s.Survival)
		}
	}
	return g
}

func (d *turnbullJSON) quantileTable() *grid {
	g := &grid{header: headed(d.opt.by, "p", "from", "to")}
	for _, x := range d.Groups {
		for _, q := range x.Quantiles {
			g.keyed(x.key, q.P, q.From, q.To)
		}
	}
	return g
}

// groupTable has a row a group: how many there are, and how likely the curve makes them.
func (d *turnbullJSON) groupTable() *grid {
	columns := []string{"n", "log_likelihood"}
	if d.opt.roles.Weight != "" {
		columns = append(columns, "weight")
	}
	g := &grid{header: headed(d.opt.by, columns...)}
	for _, x := range d.Groups {
		cells := []any{x.N, x.LogLik}
		if x.Weight != nil {
			cells = append(cells, x.Weight)
		}
		g.keyed(x.key, cells...)
	}
	return g
}
