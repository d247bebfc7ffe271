package document

import (
	"errors"
	"io"
	"math"

	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/interval"
)

// The machine contract: varighet.turnbull/1.
type (
	TurnbullAnswer struct {
		Schema   string              `json:"schema"`
		TimeUnit string              `json:"time_unit"`
		Groups   []turnbullGroupJSON `json:"groups"`
		Ending

		opt *TurnbullChoices
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

// TurnbullTables are the tables of turnbull: together they have every number of its document.
var TurnbullTables = []string{"stretches", "quantiles", "groups"}

// TurnbullChoices are what is asked of turnbull.
type TurnbullChoices struct {
	Roles     rows.IntervalRoles
	By        []string
	Quantiles []float64
	TimeUnit  string
	Table     string // one of turnbullTables
}

// Turnbull makes curves of rows that were not seen all the time.
func Turnbull(src *rows.Source, opt *TurnbullChoices) (*TurnbullAnswer, error) {
	set, tenures, err := rows.ReadIntervals(src, opt.Roles, opt.By)
	if err != nil {
		return nil, err
	}
	d := &TurnbullAnswer{Schema: "varighet.turnbull/1", TimeUnit: opt.TimeUnit, Groups: []turnbullGroupJSON{},
		Ending: newEnding(set.Rejected, set.LeftOut, nil), opt: opt}
	for _, part := range set.Split(len(opt.By) > 0) {
		if err := d.add(part, rows.Take(tenures, part.Rows.Row)); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// add adds the curve of a group.
func (d *TurnbullAnswer) add(part rows.Group, tenures []interval.Tenure) error {
	e, err := interval.Sample{Tenures: tenures, Weights: part.Rows.Weights}.Turnbull()
	if errors.Is(err, survival.ErrNoTenures) {
		d.warn(part.Key.Warned("no row has a weight: no curve"))
		return nil
	}
	if err != nil {
		return err
	}
	x := turnbullGroupJSON{By: part.Key.Document(d.opt.By), N: e.N, LogLik: e.LogLik, Stretches: []stretchJSON{},
		Quantiles: []turnbullQuantileJSON{}, key: part.Key}
	if part.Rows.Weights != nil {
		x.Weight = &e.Weight
	}
	for _, s := range e.Stretches {
		x.Stretches = append(x.Stretches, stretchDocument(s))
	}
	for _, p := range d.opt.Quantiles {
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

// CSV writes the table that was asked for.
func (d *TurnbullAnswer) CSV(w io.Writer) error {
	switch d.opt.Table {
	case "quantiles":
		return d.quantileTable().CSV(w)
	case "groups":
		return d.groupTable().CSV(w)
	}
	return d.stretchTable().CSV(w)
}

func (d *TurnbullAnswer) Text(w io.Writer) error { return d.stretchTable().Text(w) }

func (d *TurnbullAnswer) stretchTable() *grid {
	g := &grid{header: headed(d.opt.By, "from", "to", "mass", "survival")}
	for _, x := range d.Groups {
		for _, s := range x.Stretches {
			g.keyed(x.key, s.From, s.To, s.Mass, s.Survival)
		}
	}
	return g
}

func (d *TurnbullAnswer) quantileTable() *grid {
	g := &grid{header: headed(d.opt.By, "p", "from", "to")}
	for _, x := range d.Groups {
		for _, q := range x.Quantiles {
			g.keyed(x.key, q.P, q.From, q.To)
		}
	}
	return g
}

// groupTable has a row a group: how many there are, and how likely the curve makes them.
func (d *TurnbullAnswer) groupTable() *grid {
	columns := []string{"n", "log_likelihood"}
	if d.opt.Roles.Weight != "" {
		columns = append(columns, "weight")
	}
	g := &grid{header: headed(d.opt.By, columns...)}
	for _, x := range d.Groups {
		cells := []any{x.N, x.LogLik}
		if x.Weight != nil {
			cells = append(cells, x.Weight)
		}
		g.keyed(x.key, cells...)
	}
	return g
}
