package main

import (
	"errors"
	"math"
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
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
		return usagef("turnbull needs --left and --right")
	}
	quantiles, err := parseNumbers("quantiles", ctx.String("quantiles"))
	if err != nil {
		return err
	}
	by, err := splitList("by", ctx.String("by"))
	if err != nil {
		return err
	}
	rows, tenures, err := readIntervals(ctx, args[0], by)
	if err != nil {
		return err
	}
	doc := &turnbullJSON{Schema: "varighet.turnbull/1", TimeUnit: ctx.String("time-unit"), Groups: []turnbullGroupJSON{},
		ending: newEnding(rows.rejected, nil)}
	if err := endIfStrict(ctx, args[0], rows.rejected); err != nil {
		return err
	}
	g := &grid{header: headed(by, "from", "to", "mass", "survival")}
	for _, part := range splitRows(rows, len(by) > 0) {
		e, err := interval.Sample{Tenures: take(tenures, part.rows.row), Weights: part.rows.weights}.Turnbull()
		if errors.Is(err, survival.ErrNoTenures) {
			doc.Warnings = append(doc.Warnings, part.key.warned("no row has a weight: no curve"))
			continue
		}
		if err != nil {
			return err
		}
		x := turnbullGroupJSON{By: part.key.document(by), N: e.N, LogLik: e.LogLik, Stretches: []stretchJSON{}, Quantiles: []turnbullQuantileJSON{}}
		if part.rows.weights != nil {
			x.Weight = &e.Weight
		}
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

// intervalColumns are the columns of a row that was not seen all the time.
type intervalColumns struct{ left, right, entry, weight string }

func (c intervalColumns) names() []string {
	names := []string{c.left, c.right, c.entry, c.weight}
	return slices.DeleteFunc(names, func(n string) bool { return n == "" })
}

// readIntervals reads the rows; the row of each in rows is its place among the
// tenures.
func readIntervals(ctx *cli.Context, name string, by []string) (*tenureRows, []interval.Tenure, error) {
	var columns intervalColumns
	for flag, into := range map[string]*string{"left": &columns.left, "right": &columns.right, "entry": &columns.entry, "weight": &columns.weight} {
		var err error
		if *into, err = oneName(flag, ctx.String(flag)); err != nil {
			return nil, nil, err
		}
	}
	table, err := readCSV(ctx, name, append(columns.names(), by...))
	if err != nil {
		return nil, nil, err
	}
	rows := &tenureRows{}
	var tenures []interval.Tenure
	for i := range table.Rows() {
		x, rejected := columns.tenure(table, i)
		key := cellsOf(table, i, by)
		weight := varighet.Some(1.0)
		if columns.weight != "" {
			weight = number(table, columns.weight, i)
		}
		switch {
		case rejected != nil:
		case !(weight.OK && survival.UsableWeight(weight.V)):
			rejected = survival.Reject(i+1, survival.BadWeight)
		case len(by) > 0 && !key.ok:
			rejected = survival.Reject(i+1, survival.GroupMissing)
		}
		if rejected != nil {
			rows.rejected = append(rows.rejected, rejected)
			continue
		}
		rows.groups = append(rows.groups, key)
		rows.row = append(rows.row, len(tenures))
		if columns.weight != "" {
			rows.weights = append(rows.weights, weight.V)
		}
		tenures = append(tenures, x)
	}
	if len(tenures) == 0 {
		return nil, nil, noRows(name, rows.rejected)
	}
	return rows, tenures, nil
}

// tenure reads one row, or says what is wrong with it. A missing left end is 0, a
// missing right end a stop that was not seen; NaN is neither.
func (c intervalColumns) tenure(table *tabular.Table, i int) (interval.Tenure, *survival.Rejected) {
	x := interval.Tenure{Right: math.Inf(1)}
	reject := func(code survival.RejectCode, message string) (interval.Tenure, *survival.Rejected) {
		return x, &survival.Rejected{Row: i + 1, Code: code, Message: message}
	}
	for _, end := range []struct {
		column, name, hint string
		into               *float64
	}{{c.left, "left end", "; empty is 0", &x.Left}, {c.right, "right end", "; empty is a stop that was not seen", &x.Right}} {
		v, present, ok := table.Number(end.column, i)
		switch {
		case present && (!ok || v > 1e100) || table.IsNaN(end.column, i):
			return reject(survival.TimeMissing, "the "+end.name+" is not a usable number"+end.hint)
		case present && v < 0:
			return reject(survival.TimeNegative, "the "+end.name+" is negative")
		case present:
			*end.into = v
		}
	}
	if c.entry != "" {
		v, _, ok := table.Number(c.entry, i)
		switch {
		case !ok || v > 1e100:
			return reject(survival.EntryMissing, "the entry is missing or not a usable number")
		case v < 0:
			return reject(survival.TimeNegative, "the entry is negative")
		}
		x.Entry = v
	}
	switch {
	case x.Left > x.Right:
		return reject(survival.TimeOrder, "the right end is before the left end")
	case x.Entry > x.Left:
		return reject(survival.TimeOrder, "the entry is after the left end")
	case x.Entry > 0 && x.Entry >= x.Right:
		return reject(survival.TimeOrder, "the entry is not before the right end")
	}
	return x, nil
}
