package main

import (
	"fmt"
	"io"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival/finegray"
)

// finegrayCommand fits the model of how many stop for a cause.
func finegrayCommand() *cli.Command {
	return &cli.Command{
		Name:      "finegray",
		Usage:     "how many will have stopped for a cause, where others compete (Fine and Gray)",
		ArgsUsage: "SPELLS|REGISTER|CSV",
		Description: "One model a cause in --cause. The ratio is that of subdistribution hazards: above 1, more will\n" +
			"have stopped for the cause at every time. For why, see `cox --cause`.",
		Flags: modelFlags(append(causeFlags(), clusterFlag(), weightFlag(),
			&cli.StringFlag{Name: "table", Value: "coefficients", Usage: "with --csv: coefficients or model (all of which there is one number)"})...),
		Action: runFineGray,
	}
}

// finegrayOptions say which models are fitted to which rows.
type finegrayOptions struct {
	*rows.ModelChoices
	table string
}

// parseFineGrayOptions reads the flags.
func parseFineGrayOptions(ctx *cli.Context) (*finegrayOptions, error) {
	m, err := parseModelOptions(ctx)
	if err != nil {
		return nil, err
	}
	if m.Cause == "" {
		return nil, choice.Errorf("finegray needs --cause: the column of why a row stopped, such as stop_reason")
	}
	opt := &finegrayOptions{ModelChoices: m, table: ctx.String("table")}
	return opt, checkTable(opt.table, "coefficients", "model")
}

// The machine contract: varighet.finegray/1.
type (
	finegrayDocument struct {
		modelHead
		Models []finegrayModel `json:"models"`
		ending

		table string
	}
	finegrayModel struct {
		Cause        string            `json:"cause"`
		N            int               `json:"n"`
		Events       int               `json:"events"`
		Competing    int               `json:"competing"`
		Clusters     int               `json:"clusters"`
		LogLikNull   *float64          `json:"log_likelihood_null"`
		LogLik       *float64          `json:"log_likelihood"`
		Coefficients []coefficientJSON `json:"coefficients"`
	}
)

func runFineGray(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return err
	}
	opt, err := parseFineGrayOptions(ctx)
	if err != nil {
		return err
	}
	src, err := sourceOf(ctx, args[0], opt.Time != "")
	if err != nil {
		return err
	}
	defer src.Close()
	doc, err := finegrayOf(src, opt)
	if err != nil {
		return err
	}
	return show(ctx, args[0], doc)
}

// finegrayOf fits a model for each cause.
func finegrayOf(src *rows.Source, opt *finegrayOptions) (*finegrayDocument, error) {
	rows, err := rows.ReadModel(src, opt.ModelChoices)
	if err != nil {
		return nil, err
	}
	doc := &finegrayDocument{modelHead: newHead(rows, "varighet.finegray/1", "finegray", "subdistribution hazards", opt.Conf),
		Models: []finegrayModel{}, table: opt.table}
	if why := rows.Lacking(); why != "" {
		doc.ending = modelEnding(rows, []string{why})
		return doc, nil
	}
	causes, err := rows.CausesOf(opt.Of)
	if err != nil {
		return nil, err
	}
	var warnings []string
	if len(causes) == 0 {
		warnings = append(warnings, "nobody stopped: no model")
	}
	for _, cause := range causes {
		m, err := finegray.Fit(finegray.Data{Tenures: rows.Tenures, Causes: rows.Causes, X: rows.X, Cluster: rows.Cluster,
			Weights: rows.Weights}, finegray.Options{Cause: cause, ConfLevel: opt.Conf})
		if err != nil {
			return nil, err
		}
		for _, w := range m.Warnings {
			warnings = append(warnings, cause+": "+w)
		}
		doc.Models = append(doc.Models, newFineGrayModel(cause, m))
	}
	doc.ending = modelEnding(rows, warnings)
	return doc, nil
}

func newFineGrayModel(cause string, m *finegray.Model) finegrayModel {
	out := finegrayModel{Cause: cause, N: m.N, Events: m.Events, Competing: m.Competing, Clusters: m.Clusters,
		LogLikNull: &m.LogLikNull, LogLik: &m.LogLik, Coefficients: []coefficientJSON{}}
	for _, k := range m.Coefficients {
		out.Coefficients = append(out.Coefficients, newCoefficient(k.Column, k.Estimate, k.StdErr, opt64{}, k.HazardRatio,
			k.Lower, k.Upper, k.Z, k.P, k.Infinite, k.Reason))
	}
	return out
}

func (d *finegrayDocument) writeCSV(w io.Writer) error {
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
func (m *finegrayModel) cells(of *finegrayDocument) (header []string, rows [][]string) {
	if of.table == "model" {
		return factCells(append(of.facts(), fact{"n", m.N}, fact{"events", m.Events}, fact{"competing", m.Competing},
			fact{"clusters", m.Clusters}, fact{"log_likelihood_null", m.LogLikNull}, fact{"log_likelihood", m.LogLik}))
	}
	return coefficientHeader, coefficientCells(m.Coefficients)
}

func (d *finegrayDocument) writeText(w io.Writer) error {
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
