package document

import (
	"fmt"
	"io"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival/finegray"
)

// FineGrayChoices say which models are fitted to which rows. Roles.Cause must be set.
type FineGrayChoices struct {
	*rows.ModelChoices
	Table string // which CSV writes: coefficients or model
}

// Check is wrong use where a choice cannot be had.
func (opt *FineGrayChoices) Check() error {
	if opt.Cause == "" {
		return choice.Errorf("finegray needs --cause: the column of why a row stopped, such as stop_reason")
	}
	return KnownTable(opt.Table, "coefficients", "model", DefinitionsTable)
}

// A FineGrayAnswer is what `survival finegray` prints: models of the cumulative incidence of each
// cause, by its subdistribution hazard.
type FineGrayAnswer struct {
	modelHead
	Models []finegrayModel `json:"models"` // one a cause, without those that have no model, of which warnings say why
	Ending

	table string
}

// A finegrayModel is the model of one cause.
type finegrayModel struct {
	Cause        string        `json:"cause"`               // that is modelled; every other competes
	N            int           `json:"n"`                   // spells or rows with a weight above 0
	Events       int           `json:"events"`              // of n, those that stopped for the cause
	Competing    int           `json:"competing"`           // of n, those that stopped for another
	Clusters     int           `json:"clusters"`            // that standard errors are made from; 0 without --cluster
	LogLikNull   float64       `json:"log_likelihood_null"` // weighted log partial likelihood without covariates
	LogLik       float64       `json:"log_likelihood"`      // weighted log partial likelihood at the estimates
	Coefficients []Coefficient `json:"coefficients"`        // one a column of the design, in the order of --covariates
}

// FineGray fits a model for each cause. Of several causes those that can have no model are named in
// warnings; otherwise that is the error, as it is where no row can be used.
func FineGray(src *rows.Source, opt *FineGrayChoices) (*FineGrayAnswer, error) {
	rows, err := rows.ReadModel(src, opt.ModelChoices)
	if err != nil {
		return nil, err
	}
	doc := &FineGrayAnswer{modelHead: newHead(rows, "varighet.finegray/1", "finegray", "subdistribution hazards", opt.Conf),
		Models: []finegrayModel{}, table: opt.Table}
	if err := rows.Lacking(src); err != nil {
		return nil, err
	}
	causes, err := rows.CausesOf(opt.Of)
	if err != nil {
		return nil, err
	}
	var warnings []string
	for _, cause := range causes {
		m, err := finegray.Fit(finegray.Data{Tenures: rows.Tenures, Causes: rows.Causes, X: rows.X, Cluster: rows.Cluster,
			Weights: rows.Weights}, finegray.Options{Cause: cause, ConfLevel: opt.Conf})
		if why := withoutModel(err, len(causes)); why != "" {
			warnings = append(warnings, cause+": "+why)
			continue
		}
		if err != nil {
			return nil, inFile(err, src)
		}
		for _, w := range m.Warnings {
			warnings = append(warnings, cause+": "+w)
		}
		doc.Models = append(doc.Models, newFineGrayModel(cause, m))
	}
	doc.Ending = modelEnding(rows, warnings)
	return doc, inFile(anyModel(len(doc.Models), warnings), src)
}

func newFineGrayModel(cause string, m *finegray.Model) finegrayModel {
	out := finegrayModel{Cause: cause, N: m.N, Events: m.Events, Competing: m.Competing, Clusters: m.Clusters,
		LogLikNull: m.LogLikNull, LogLik: m.LogLik, Coefficients: []Coefficient{}}
	for _, k := range m.Coefficients {
		out.Coefficients = append(out.Coefficients, newCoefficient(k.Column, k.Estimate, k.StdErr, opt64{}, k.HazardRatio,
			k.Lower, k.Upper, k.Z, k.P, k.Infinite, k.Reason))
	}
	return out
}

// CSV writes the table that was asked for, of each model.
func (d *FineGrayAnswer) CSV(w io.Writer) error {
	header, _ := new(finegrayModel).cells(d)
	var list [][]string
	for i := range d.Models {
		m := &d.Models[i]
		_, more := m.cells(d)
		for _, cells := range more {
			list = append(list, append([]string{m.Cause}, cells...))
		}
	}
	return writeRows(w, append([]string{"cause"}, header...), list)
}

// cells are the table of the model that is asked for, with its header.
func (m *finegrayModel) cells(of *FineGrayAnswer) (header []string, rows [][]string) {
	if of.table == "model" {
		return factCells(append(of.facts(), fact{"n", m.N}, fact{"events", m.Events}, fact{"competing", m.Competing},
			fact{"clusters", m.Clusters}, fact{"log_likelihood_null", m.LogLikNull}, fact{"log_likelihood", m.LogLik}))
	}
	return coefficientHeader, coefficientCells(m.Coefficients)
}

// Text writes a paragraph a model.
func (d *FineGrayAnswer) Text(w io.Writer) error {
	for i, m := range d.Models {
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "%s: %d of %d tenures stopped for it, %d for another cause%s\n", m.Cause, m.Events, m.N, m.Competing, d.weighed())
		if err := writeCoefficients(w, m.Coefficients, "subdistribution hazard ratio", d.ConfLevel); err != nil {
			return err
		}
	}
	return nil
}
