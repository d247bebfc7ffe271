package document

import (
	"errors"
	"io"
	"math"

	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/interval"
)

// TurnbullTables are the names of the tables of turnbull: together they have every number of its
// document. The first is the one of no name.
var TurnbullTables = []string{"stretches", "quantiles", "groups", DefinitionsTable}

// TurnbullChoices are what is asked of [Turnbull].
type TurnbullChoices struct {
	Roles     rows.IntervalRoles // which columns do what
	By        []string           // columns that group rows; nil: all together
	Quantiles []float64          // times by which these shares have stopped, 0 to 1
	TimeUnit  string             // what times are counted in, for the document: "months"
	Table     string             // which of [TurnbullTables] CSV writes; "" is the first
}

// A TurnbullAnswer is what `survival turnbull` prints: curves of rows that were seen now and then,
// so that a stop is known to have come between two times. Without --by there is one group.
type TurnbullAnswer struct {
	Schema   string `json:"schema"`    // varighet.turnbull/1
	TimeUnit string `json:"time_unit"` // what all times are counted in
	// ordered by size or number where their names are such; empty if no row has a weight
	Groups []turnbullGroup `json:"groups"`
	Ending

	opt *TurnbullChoices
}

// A turnbullGroup is the curve of one group.
type turnbullGroup struct {
	By        map[string]string  `json:"by"`               // the group: its value of each column of --by; empty without
	N         int                `json:"n"`                // rows with a weight above 0
	Weight    *float64           `json:"weight,omitempty"` // what their weights add up to; absent: without weights
	LogLik    float64            `json:"log_likelihood"`   // log-likelihood of the curve
	Stretches []turnbullStretch  `json:"stretches"`        // where the curve falls, ascending; between them it is flat
	Quantiles []turnbullQuantile `json:"quantiles"`        // one for each of --quantiles

	key rows.Key
}

// A turnbullStretch is a stretch of time in which the curve falls; how it does within is not known.
type turnbullStretch struct {
	From float64 `json:"from"` // where it begins (time_unit)
	// where it ends; from, if the stop was at an exact time (time_unit); null: no end
	To       *float64 `json:"to"`
	Mass     float64  `json:"mass"`     // by how much the curve falls (share 0–1)
	Survival float64  `json:"survival"` // still there after it (share 0–1)
}

// A turnbullQuantile is the stretch in which a share comes to have stopped.
type turnbullQuantile struct {
	P    float64  `json:"p"`    // the share that has stopped (share 0–1)
	From *float64 `json:"from"` // it has at this time at the earliest (time_unit); null: not reached
	To   *float64 `json:"to"`   // and at this at the latest (time_unit); null: not reached
}

// Turnbull makes curves of rows that were not seen all the time.
func Turnbull(src *rows.Source, opt *TurnbullChoices) (*TurnbullAnswer, error) {
	set, tenures, err := rows.ReadIntervals(src, opt.Roles, opt.By)
	if err != nil {
		return nil, err
	}
	d := &TurnbullAnswer{Schema: "varighet.turnbull/1", TimeUnit: opt.TimeUnit, Groups: []turnbullGroup{},
		Ending: newEnding(set.Rejected, set.LeftOut, nil).defining("turnbull", true), opt: opt}
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
	x := turnbullGroup{By: part.Key.Document(d.opt.By), N: e.N, LogLik: e.LogLik, Stretches: []turnbullStretch{},
		Quantiles: []turnbullQuantile{}, key: part.Key}
	if part.Rows.Weights != nil {
		x.Weight = &e.Weight
	}
	for _, s := range e.Stretches {
		x.Stretches = append(x.Stretches, stretchDocument(s))
	}
	for _, p := range d.opt.Quantiles {
		q := turnbullQuantile{P: p}
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

func stretchDocument(s interval.Stretch) turnbullStretch {
	x := turnbullStretch{From: s.From, Mass: s.Mass, Survival: s.Survival}
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

// Text writes a line a stretch.
func (d *TurnbullAnswer) Text(w io.Writer) error { return d.stretchTable().Text(w) }
