package sample

import (
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/cox"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/finegray"
	"github.com/varighet/varighet/survival/hazard"
	"github.com/varighet/varighet/survival/parametric"
)

// A Covariate is a column as a model takes it.
type Covariate struct {
	Column string
	Factor bool   // a column of numbers is a factor, as texts always are
	Base   string // the level that others are held against, of a factor; "" is the first
}

// ModelChoices say which rows and columns a model is fitted to, by the names of columns.
type ModelChoices struct {
	Covariates     []Covariate
	Strata         []string           // columns each of whose values has a baseline hazard of its own
	Cluster, Cause string             // column of what belongs together; of why a tenure stopped; "" is none
	Kind           survival.SpellKind // of spells: doctors' (Regular), or vacancies
}

// A Model is the rows that have a value of each column, and the design made of them: one
// element a row in each slice, nil if nobody asked. [Model.Cox] and the like hand them on.
type Model struct {
	Tenures  []survival.Tenure
	X        *design.Matrix
	Strata   []string
	Clusters []string
	Causes   []string
	Weights  []float64

	// Why rows are not here: of spells by reason, of any CSV row by row.
	LeftOut  []survival.LeftOut
	Rejected []*survival.Rejected

	Warnings []string // what to show beside the numbers, what is left out among it
}

// Model chooses the rows that a model can be fitted to. Rows that lack a value are left out. Of
// spells there may be none; of any CSV that is an error. It returns an error for a column that
// is not there, and for a factor with more than 200 levels.
func (s *Source) Model(c ModelChoices) (*Model, error) {
	src, err := s.source()
	if err != nil {
		return nil, err
	}
	defer src.Close()
	opt := rows.ModelChoices{Roles: s.roles, Strata: c.Strata, Kind: c.Kind}
	opt.Cluster, opt.Cause = c.Cluster, c.Cause
	for _, v := range c.Covariates {
		opt.Covariates = append(opt.Covariates, choice.Covariate{Column: v.Column, Factor: v.Factor || v.Base != "", Base: v.Base})
	}
	m, err := rows.ReadModel(src, &opt)
	if err != nil {
		return nil, plain(err)
	}
	return &Model{Tenures: m.Tenures, X: m.X, Strata: m.Strata, Clusters: m.Cluster, Causes: m.Causes, Weights: m.Weights,
		LeftOut: m.LeftOut, Rejected: m.Rejected, Warnings: plainTexts(append(m.Warnings, saidOf(m.Rejected)...))}, nil
}

// Cox is the rows as [cox.Fit] and, with Cluster, [cox.FitFrailty] take them. All stops count,
// whatever their cause.
func (m *Model) Cox() cox.Data {
	return cox.Data{Tenures: m.Tenures, X: m.X, Strata: m.Strata, Cluster: m.Clusters, Weights: m.Weights}
}

// Hazard is the rows as [hazard.Tabulate] takes them, without a calendar: times must be whole
// months.
func (m *Model) Hazard() hazard.Data {
	return hazard.Data{Tenures: m.Tenures, X: m.X, Cluster: m.Clusters, Weights: m.Weights}
}

// FineGray is the rows as [finegray.Fit] takes them. The choices must name a Cause.
func (m *Model) FineGray() finegray.Data {
	return finegray.Data{Tenures: m.Tenures, Causes: m.Causes, X: m.X, Cluster: m.Clusters, Weights: m.Weights}
}

// Parametric is the rows as [parametric.Fit] takes them, with times known to the point; see
// [parametric.WholeMonths] for times counted in whole months.
func (m *Model) Parametric() parametric.Data {
	return parametric.Data{Rows: parametric.Exact(m.Tenures), X: m.X, Weights: m.Weights}
}
