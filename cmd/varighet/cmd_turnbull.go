package main

import (
	"errors"
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
			jsonFlag(), csvFlag()),
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
	}
	turnbullGroupJSON struct {
		By        map[string]string      `json:"by"`
		N         int                    `json:"n"`                // of those with a weight above 0
		Weight    *float64               `json:"weight,omitempty"` // what their weights add up to
		LogLik    float64                `json:"log_likelihood"`
		Stretches []stretchJSON          `json:"stretches"`
		Quantiles []turnbullQuantileJSON `json:"quantiles"`
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

func runTurnbull(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return err
	}
	if ctx.String("left") == "" || ctx.String("right") == "" {
		return choice.Errorf("turnbull needs --left and --right")
	}
	quantiles, err := parseNumbers("quantiles", ctx.String("quantiles"))
	if err != nil {
		return err
	}
	by, err := choice.List("by", ctx.String("by"))
	if err != nil {
		return err
	}
	set, tenures, err := readIntervals(ctx, args[0], by)
	if err != nil {
		return err
	}
	doc := &turnbullJSON{Schema: "varighet.turnbull/1", TimeUnit: ctx.String("time-unit"), Groups: []turnbullGroupJSON{},
		ending: newEnding(set.Rejected, set.LeftOut, nil)}
	if err := endIfStrict(ctx, args[0], set.Rejected); err != nil {
		return err
	}
	g := &grid{header: headed(by, "from", "to", "mass", "survival")}
	for _, part := range set.Split(len(by) > 0) {
		e, err := interval.Sample{Tenures: rows.Take(tenures, part.Rows.Row), Weights: part.Rows.Weights}.Turnbull()
		if errors.Is(err, survival.ErrNoTenures) {
			doc.Warnings = append(doc.Warnings, part.Key.Warned("no row has a weight: no curve"))
			continue
		}
		if err != nil {
			return err
		}
		x := turnbullGroupJSON{By: part.Key.Document(by), N: e.N, LogLik: e.LogLik, Stretches: []stretchJSON{}, Quantiles: []turnbullQuantileJSON{}}
		if part.Rows.Weights != nil {
			x.Weight = &e.Weight
		}
		for _, s := range e.Stretches {
			y := stretchJSON{From: s.From, Mass: s.Mass, Survival: s.Survival}
			if !math.IsInf(s.To, 1) {
				y.To = &s.To
			}
			x.Stretches = append(x.Stretches, y)
			g.keyed(part.Key, y.From, y.To, y.Mass, y.Survival)
		}
		for _, p := range quantiles {
			q := turnbullQuantileJSON{P: p}
			if s := e.Quantile(p); s.OK {
				q.From, q.To = &s.V.From, &s.V.To
			}
			x.Quantiles = append(x.Quantiles, q)
		}
		for _, w := range e.Warnings {
			doc.Warnings = append(doc.Warnings, part.Key.Warned(w))
		}
		doc.Groups = append(doc.Groups, x)
	}
	return emit(ctx, doc, g, doc.ending)
}

// readIntervals reads rows that were not seen all the time.
func readIntervals(ctx *cli.Context, name string, by []string) (*rows.Set, []interval.Tenure, error) {
	var roles rows.IntervalRoles
	for flag, into := range map[string]*string{"left": &roles.Left, "right": &roles.Right, "entry": &roles.Entry, "weight": &roles.Weight} {
		var err error
		if *into, err = choice.One(flag, ctx.String(flag)); err != nil {
			return nil, nil, err
		}
	}
	in, err := openInput(ctx, name)
	if err != nil {
		return nil, nil, err
	}
	defer in.Close()
	return rows.ReadIntervals(&rows.Source{Name: name, CSV: in}, roles, by)
}
