package main

import (
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/parametric"
)

// parametricCommand fits a named distribution of tenure.
func parametricCommand() *cli.Command {
	return &cli.Command{
		Name:      "parametric",
		Usage:     "a Weibull or another distribution of tenure, with late entry: shape, medians, ratios of times",
		ArgsUsage: "SPELLS|REGISTER|CSV",
		Description: "log T = x'β + σW. The ratio is that of times: by how much a covariate stretches tenure.\n" +
			"Any CSV needs --time and --event, and may have --entry; times are above 0.",
		Flags: modelFlags(weightFlag(),
			&cli.StringFlag{Name: "dist", Value: "weibull", Usage: "weibull, exponential, loglogistic or lognormal"},
			&cli.BoolFlag{Name: "whole-months", Usage: "a stop at d months came at some time after d − 1 and not after d"},
			&cli.StringFlag{Name: "profile", Usage: "quantiles for `COL=VALUE,…[;COL=VALUE,…]`, every covariate named"},
			&cli.StringFlag{Name: "quantiles", Value: "0.5", Usage: "times by which these `SHARES` have stopped"}),
		Action: runParametric,
	}
}

// The machine contract: varighet.parametric/1.
type (
	parametricDocument struct {
		modelHead
		WholeMonths  bool              `json:"whole_months"`
		N            int               `json:"n"`
		Events       int               `json:"events"`
		LogLikNull   *float64          `json:"log_likelihood_null"`
		LogLik       *float64          `json:"log_likelihood"`
		AIC          *float64          `json:"aic"`
		LogSigma     *float64          `json:"log_sigma"`
		LogSigmaSE   *float64          `json:"log_sigma_std_err"`
		Shape        *float64          `json:"shape"` // of a Weibull
		ShapeLower   *float64          `json:"shape_lower"`
		ShapeUpper   *float64          `json:"shape_upper"`
		Coefficients []coefficientJSON `json:"coefficients"`
		Quantiles    []parametricTime  `json:"quantiles"`
		ending
	}
	parametricTime struct {
		Profile map[string]string `json:"profile"`
		P       float64           `json:"p"`
		Time    *float64          `json:"time"`
		Lower   *float64          `json:"lower"`
		Upper   *float64          `json:"upper"`
	}
)

func runParametric(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return err
	}
	opt, err := parseModelOptions(ctx)
	if err != nil {
		return err
	}
	dist, ok := parametric.ParseDistribution(ctx.String("dist"))
	if !ok {
		return choice.Errorf("--dist is weibull, exponential, loglogistic or lognormal, not %q", ctx.String("dist"))
	}
	shares, err := parseNumbers("quantiles", ctx.String("quantiles"))
	if err != nil {
		return err
	}
	for _, p := range shares {
		if !(p > 0 && p < 1) {
			return choice.Errorf("--quantiles are shares between 0 and 1, not %v", p)
		}
	}
	profiles, err := choice.Profiles(ctx.String("profile"))
	if err != nil {
		return err
	}
	if profiles == nil && len(opt.Covariates) == 0 {
		profiles = []map[string]string{{}}
	}
	opt.Unfit = withoutTime
	rows, err := readModelRows(ctx, args[0], opt)
	if err != nil {
		return err
	}
	doc, err := fitParametric(rows, opt, dist, ctx.Bool("whole-months"), profiles, shares)
	if err != nil {
		return err
	}
	return emitModel(ctx, doc, doc.ending)
}

// withoutTime finds a tenure of no length.
func withoutTime(t survival.Tenure) (survival.RejectCode, string) {
	if t.Exit == 0 {
		return rows.TimeZero, "a time of 0 has no chance under any of the distributions"
	}
	return "", ""
}

func fitParametric(rows *rows.Model, opt *rows.ModelChoices, dist parametric.Distribution, whole bool, profiles []map[string]string,
	shares []float64) (*parametricDocument, error) {
	doc := &parametricDocument{modelHead: newHead(rows, "varighet.parametric/1", dist.String(), "times", opt.Conf), WholeMonths: whole,
		Coefficients: []coefficientJSON{}, Quantiles: []parametricTime{}}
	if why := rows.Lacking(); why != "" {
		doc.ending = modelEnding(rows, []string{why})
		return doc, nil
	}
	data := parametric.Data{Rows: parametric.Exact(rows.Tenures), X: rows.X, Weights: rows.Weights}
	if whole {
		data.Rows = parametric.WholeMonths(rows.Tenures)
	}
	m, err := parametric.Fit(data, parametric.Options{Distribution: dist, ConfLevel: opt.Conf})
	if err != nil {
		return nil, err
	}
	doc.N, doc.Events, doc.LogLikNull, doc.AIC = m.N, m.Stopped, orNull(m.LogLikNull), orNull(m.AIC)
	if m.AIC.OK {
		doc.LogLik = &m.LogLik
	}
	doc.LogSigma, doc.LogSigmaSE = orNull(m.LogSigma), orNull(m.LogSigmaStdErr)
	shape, lower, upper := m.Shape()
	doc.Shape, doc.ShapeLower, doc.ShapeUpper = orNull(shape), orNull(lower), orNull(upper)
	for _, k := range m.Coefficients {
		doc.Coefficients = append(doc.Coefficients, newCoefficient(k.Column, k.Estimate, k.StdErr, opt64{}, k.TimeRatio, k.Lower,
			k.Upper, k.Z, k.P, k.Infinite, k.Reason))
	}
	for _, profile := range profiles {
		x, err := rows.X.Profile(profile)
		if err != nil {
			return nil, choice.Errorf("--profile: %v", err)
		}
		for _, p := range shares {
			q, err := m.Quantile(p, x)
			if err != nil {
				return nil, err
			}
			doc.Quantiles = append(doc.Quantiles, parametricTime{profile, p, orNull(q.Time), orNull(q.Lower), orNull(q.Upper)})
		}
	}
	doc.ending = modelEnding(rows, m.Warnings)
	return doc, nil
}

func (d *parametricDocument) writeCSV(w io.Writer, _ string) error {
	var list [][]string
	for i := range d.Coefficients {
		list = append(list, d.Coefficients[i].cells())
	}
	return writeRows(w, coefficientHeader, list)
}

func (d *parametricDocument) writeText(w io.Writer) error {
	fmt.Fprintf(w, "%d tenures, %d stopped; %s%s\n", d.N, d.Events, d.Model, d.weighed())
	if err := writeCoefficients(w, d.Coefficients, "time ratio", d.ConfLevel); err != nil {
		return err
	}
	if d.Shape != nil {
		fmt.Fprintf(w, "shape %s (%s to %s)\n", shownCoefficient(d.Shape), shownCoefficient(d.ShapeLower), shownCoefficient(d.ShapeUpper))
	}
	for _, q := range d.Quantiles {
		name := ""
		for _, column := range slices.Sorted(maps.Keys(q.Profile)) {
			name += ", " + column + " " + q.Profile[column]
		}
		fmt.Fprintf(w, "%v gone by %s (%s to %s)%s\n", q.P, shownNumber(q.Time, "%.4g"), shownNumber(q.Lower, "%.4g"), shownNumber(q.Upper, "%.4g"), name)
	}
	return nil
}
