package main

import (
	"fmt"
	"math"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/ingest/tabular"
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
			&cli.StringFlag{Name: "time-unit", Value: "months", Usage: "what times are counted in"},
			&cli.StringFlag{Name: "quantiles", Value: "0.5", Usage: "stretches in which these `SHARES` have stopped"},
			&cli.BoolFlag{Name: "strict", Usage: "any row that cannot be used ends the run"},
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
		N         int                    `json:"n"`
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
		return usagef("turnbull needs --left and --right")
	}
	quantiles, err := parseNumbers("quantiles", ctx.String("quantiles"))
	if err != nil {
		return err
	}
	by := splitList(ctx.String("by"))
	rows, tenures, err := readIntervals(ctx, args[0], by)
	if err != nil {
		return err
	}
	doc := &turnbullJSON{Schema: "varighet.turnbull/1", TimeUnit: ctx.String("time-unit"), Groups: []turnbullGroupJSON{},
		ending: newEnding(rows.rejected, nil)}
	if ctx.Bool("strict") && len(rows.rejected) > 0 {
		for _, r := range rows.rejected {
			fmt.Fprintf(ctx.App.ErrWriter, "varighet: %s: %v\n", args[0], r)
		}
		return fmt.Errorf("%s cannot be used, and --strict was asked for", plural(len(rows.rejected), "row", "rows"))
	}
	g := &grid{header: headed(by, "from", "to", "mass", "survival")}
	if len(tenures) == 0 {
		doc.Warnings = append(doc.Warnings, "no rows can be used: no curve")
		return emit(ctx, doc, g, doc.ending)
	}
	for _, part := range splitRows(rows, len(by) > 0) {
		e, err := interval.Turnbull(take(tenures, part.rows.row))
		if err != nil {
			return err
		}
		x := turnbullGroupJSON{By: part.key.document(by), N: e.N, LogLik: e.LogLik, Stretches: []stretchJSON{}, Quantiles: []turnbullQuantileJSON{}}
		for _, s := range e.Stretches {
			y := stretchJSON{From: s.From, Mass: s.Mass, Survival: s.Survival}
			if !math.IsInf(s.To, 1) {
				y.To = &s.To
			}
			x.Stretches = append(x.Stretches, y)
			g.keyed(part.key, y.From, y.To, y.Mass, y.Survival)
		}
		for _, p := range quantiles {
			q := turnbullQuantileJSON{P: p}
			if s := e.Quantile(p); s.OK {
				q.From, q.To = &s.V.From, &s.V.To
			}
			x.Quantiles = append(x.Quantiles, q)
		}
		for _, w := range e.Warnings {
			doc.Warnings = append(doc.Warnings, part.key.warned(w))
		}
		doc.Groups = append(doc.Groups, x)
	}
	return emit(ctx, doc, g, doc.ending)
}

// readIntervals reads the rows; the row of each in rows is its place among the
// tenures.
func readIntervals(ctx *cli.Context, name string, by []string) (*tenureRows, []interval.Tenure, error) {
	left, right, entry := ctx.String("left"), ctx.String("right"), ctx.String("entry")
	want := append([]string{left, right}, by...)
	if entry != "" {
		want = append(want, entry)
	}
	r, err := openInput(ctx, name)
	if err != nil {
		return nil, nil, err
	}
	defer r.Close()
	table, err := tabular.Read(r, name, want)
	if err != nil {
		return nil, nil, err
	}
	rows := &tenureRows{}
	var tenures []interval.Tenure
	for i := range table.Rows() {
		x, code := intervalRow(table, i, left, right, entry)
		key := cellsOf(table, i, by)
		if code == "" && len(by) > 0 && !key.ok {
			code = survival.GroupMissing
		}
		if code != "" {
			rows.rejected = append(rows.rejected, survival.Reject(i+1, code))
			continue
		}
		rows.groups = append(rows.groups, key)
		rows.row = append(rows.row, len(tenures))
		tenures = append(tenures, x)
	}
	return rows, tenures, nil
}

func intervalRow(table *tabular.Table, i int, left, right, entry string) (interval.Tenure, survival.RejectCode) {
	x := interval.Tenure{Right: math.Inf(1)}
	for _, c := range []struct {
		column string
		into   *float64
	}{{left, &x.Left}, {right, &x.Right}, {entry, &x.Entry}} {
		if c.column == "" {
			continue
		}
		v, present, ok := table.Number(c.column, i)
		switch {
		case present && (!ok || v > 1e100):
			return x, survival.TimeMissing
		case present && v < 0:
			return x, survival.TimeNegative
		case present:
			*c.into = v
		case c.column == entry:
			return x, survival.EntryMissing
		}
	}
	if x.Left > x.Right || x.Entry > x.Left || x.Entry > 0 && x.Entry >= x.Right {
		return x, survival.TimeOrder
	}
	return x, ""
}
