package main

import (
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival/cox"
)

// frailtyCommand fits a Cox model in which each cluster has a factor of its own.
func frailtyCommand() *cli.Command {
	return &cli.Command{
		Name:      "frailty",
		Usage:     "how much municipalities differ beyond chance, and by how much each does",
		ArgsUsage: "SPELLS|REGISTER|CSV",
		Description: "A Cox model in which the rows of a cluster share a factor on their hazard, gamma distributed with\n" +
			"mean 1. Each cluster's factor is drawn toward 1 the more, the less its rows have to say.",
		Flags: modelFlags(weightFlag(),
			&cli.StringFlag{Name: "cluster", Usage: "`COL`umn of what shares a factor, such as municipality_now"},
			&cli.StringFlag{Name: "strata", Usage: "a baseline hazard of its own for each value of `COL[,COL]`"},
			&cli.StringFlag{Name: "ties", Value: "efron", Usage: "efron or breslow"},
			&cli.StringFlag{Name: "table", Value: "clusters", Usage: "with --csv: clusters or coefficients"}),
		Action: runFrailty,
	}
}

// The machine contract: varighet.frailty/1.
type (
	frailtyDocument struct {
		modelHead
		Cluster       string            `json:"cluster"`
		Ties          string            `json:"ties"`
		N             int               `json:"n"`
		Events        int               `json:"events"`
		Variance      *float64          `json:"variance"`
		VarianceLower *float64          `json:"variance_lower"`
		VarianceUpper *float64          `json:"variance_upper"`
		P             *float64          `json:"p"` // of no variance
		LogLikNull    *float64          `json:"log_likelihood_null"`
		LogLik        *float64          `json:"log_likelihood"`
		Coefficients  []coefficientJSON `json:"coefficients"`
		Clusters      []frailtyCluster  `json:"clusters"`
		ending
	}
	frailtyCluster struct {
		Cluster        string   `json:"cluster"`
		N              int      `json:"n"`
		Observed       int      `json:"observed"`
		ObservedWeight *float64 `json:"observed_weight,omitempty"` // the same as a sum of weights
		Expected       float64  `json:"expected"`
		Factor         float64  `json:"factor"`
		Lower          float64  `json:"lower"`
		Upper          float64  `json:"upper"`
	}
)

func runFrailty(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return err
	}
	opt, err := parseModelOptions(ctx)
	if err != nil {
		return err
	}
	if opt.Cluster == "" {
		return choice.Errorf("frailty needs --cluster: the column of what shares a factor, such as municipality_now")
	}
	ties, ok := cox.ParseTies(ctx.String("ties"))
	if !ok || ties == cox.Exact {
		return choice.Errorf("--ties is efron or breslow, not %q", ctx.String("ties"))
	}
	if table := ctx.String("table"); table != "clusters" && table != "coefficients" {
		return choice.Errorf("--table is clusters or coefficients, not %q", table)
	}
	rows, err := readModelRows(ctx, args[0], opt)
	if err != nil {
		return err
	}
	doc := fitFrailty(rows, opt, ties)
	return emitModel(ctx, doc, doc.ending)
}

// fitFrailty puts what stands in the way of a model into the warnings.
func fitFrailty(rows *rows.Model, opt *rows.ModelChoices, ties cox.Ties) *frailtyDocument {
	doc := &frailtyDocument{modelHead: newHead(rows, "varighet.frailty/1", "gamma_frailty", "hazards", opt.Conf), Cluster: opt.Cluster,
		Ties: ties.String(), Coefficients: []coefficientJSON{}, Clusters: []frailtyCluster{}}
	for i, t := range rows.Tenures {
		if rows.Weights != nil && rows.Weights[i] == 0 {
			continue
		}
		doc.N++
		if t.Stopped {
			doc.Events++
		}
	}
	if why := rows.Lacking(); why != "" {
		doc.ending = modelEnding(rows, []string{why})
		return doc
	}
	m, err := cox.FitFrailty(cox.Data{Tenures: rows.Tenures, X: rows.X, Strata: rows.Strata, Cluster: rows.Cluster,
		Weights: rows.Weights}, cox.Options{Ties: ties, ConfLevel: opt.Conf})
	if err != nil {
		doc.ending = modelEnding(rows, []string{err.Error()})
		return doc
	}
	doc.Variance, doc.VarianceLower, doc.VarianceUpper = &m.Variance, &m.VarianceLower, orNull(m.VarianceUpper)
	doc.P, doc.LogLikNull, doc.LogLik = orNull(m.P), &m.LogLikNull, &m.LogLik
	for _, k := range m.Coefficients {
		doc.Coefficients = append(doc.Coefficients, newCoefficient(k.Column, k.Estimate, k.StdErr, opt64{}, k.HazardRatio, k.Lower,
			k.Upper, k.Z, k.P, k.Infinite, k.Reason))
	}
	for _, c := range m.Clusters {
		x := frailtyCluster{Cluster: c.Cluster, N: c.N, Observed: c.Observed, Expected: c.Expected, Factor: c.Factor,
			Lower: c.Lower, Upper: c.Upper}
		if rows.Weights != nil {
			x.ObservedWeight = &c.ObservedWeight
		}
		doc.Clusters = append(doc.Clusters, x)
	}
	doc.ending = modelEnding(rows, m.Warnings)
	return doc
}

func (d *frailtyDocument) writeCSV(w io.Writer, table string) error {
	var rows [][]string
	if table == "coefficients" {
		for i := range d.Coefficients {
			rows = append(rows, d.Coefficients[i].cells())
		}
		return writeRows(w, coefficientHeader, rows)
	}
	header := []string{d.Cluster, "n", "observed", "expected", "factor", "lower", "upper"}
	if d.Weight != nil {
		header = append(header, "observed_weight")
	}
	for _, c := range d.Clusters {
		cells := []string{c.Cluster, strconv.Itoa(c.N), strconv.Itoa(c.Observed), exact(c.Expected), exact(c.Factor), exact(c.Lower),
			exact(c.Upper)}
		if d.Weight != nil {
			cells = append(cells, cellOf(c.ObservedWeight))
		}
		rows = append(rows, cells)
	}
	return writeRows(w, header, rows)
}

func (d *frailtyDocument) writeText(w io.Writer) error {
	fmt.Fprintf(w, "%d tenures, %d stopped, %d clusters; %s ties%s\n", d.N, d.Events, len(d.Clusters), d.Ties, d.weighed())
	fmt.Fprintf(w, "variance between clusters %s (%s to %s), p = %s\n", shownCoefficient(d.Variance), shownCoefficient(d.VarianceLower),
		shownCoefficient(d.VarianceUpper), shownP(d.P))
	if len(d.Coefficients) > 0 {
		if err := writeCoefficients(w, d.Coefficients, "hazard ratio", d.ConfLevel); err != nil {
			return err
		}
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tw, "%s\tn\tstopped\texpected\tfactor\t%v %% limits\n", d.Cluster, 100*d.ConfLevel)
	for _, c := range d.Clusters {
		observed := strconv.Itoa(c.Observed)
		if c.ObservedWeight != nil { // what is expected is a sum of weights too
			observed = fmt.Sprintf("%.1f", *c.ObservedWeight)
		}
		fmt.Fprintf(tw, "%s\t%d\t%s\t%.1f\t%.3f\t(%.3f to %.3f)\n", c.Cluster, c.N, observed, c.Expected, c.Factor, c.Lower, c.Upper)
	}
	return tw.Flush()
}
