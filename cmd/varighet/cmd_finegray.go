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
		Flags:  modelFlags(append(causeFlags(), clusterFlag(), weightFlag())...),
		Action: runFineGray,
	}
}

// The machine contract: varighet.finegray/1.
type (
	finegrayDocument struct {
		modelHead
		Models []finegrayModel `json:"models"`
		ending
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
	opt, err := parseModelOptions(ctx)
	if err != nil {
		return err
	}
	if opt.Cause == "" {
		return choice.Errorf("finegray needs --cause: the column of why a row stopped, such as stop_reason")
	}
	rows, err := readModelRows(ctx, args[0], opt)
	if err != nil {
		return err
	}
	doc, err := fitFineGray(rows, opt)
	if err != nil {
		return err
	}
	return emitModel(ctx, doc, doc.ending)
}

func fitFineGray(rows *rows.Model, opt *rows.ModelChoices) (*finegrayDocument, error) {
	doc := &finegrayDocument{modelHead: newHead(rows, "varighet.finegray/1", "finegray", "subdistribution hazards", opt.Conf),
		Models: []finegrayModel{}}
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
		out := finegrayModel{Cause: cause, N: m.N, Events: m.Events, Competing: m.Competing, Clusters: m.Clusters,
			LogLikNull: &m.LogLikNull, LogLik: &m.LogLik, Coefficients: []coefficientJSON{}}
		for _, k := range m.Coefficients {
			out.Coefficients = append(out.Coefficients, newCoefficient(k.Column, k.Estimate, k.StdErr, opt64{}, k.HazardRatio,
				k.Lower, k.Upper, k.Z, k.P, k.Infinite, k.Reason))
		}
		doc.Models = append(doc.Models, out)
	}
	doc.ending = modelEnding(rows, warnings)
	return doc, nil
}

func (d *finegrayDocument) writeCSV(w io.Writer, _ string) error {
	var list [][]string
	for _, m := range d.Models {
		for i := range m.Coefficients {
			list = append(list, append([]string{m.Cause}, m.Coefficients[i].cells()...))
		}
	}
	return writeRows(w, append([]string{"cause"}, coefficientHeader...), list)
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
