package document

import (
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/parametric"
)

// ParametricChoices say which distribution is fitted to which rows.
type ParametricChoices struct {
	*rows.ModelChoices
	Dist        string // weibull, exponential, loglogistic or lognormal
	WholeMonths bool
	Profiles    []map[string]string
	Shares      []float64 // of those who have stopped, for the times
	Table       string
}

// Check is wrong use where a choice cannot be had.
func (opt *ParametricChoices) Check() error {
	if _, ok := parametric.ParseDistribution(opt.Dist); !ok {
		return choice.Errorf("--dist is weibull, exponential, loglogistic or lognormal, not %q", opt.Dist)
	}
	for _, p := range opt.Shares {
		if !(p > 0 && p < 1) {
			return choice.Errorf("--quantiles are shares between 0 and 1, not %v", p)
		}
	}
	return checkTable(opt.Table, "coefficients", "quantiles", "model")
}

// The machine contract: varighet.parametric/1.
type (
	ParametricAnswer struct {
		modelHead
		WholeMonths  bool             `json:"whole_months"`
		N            int              `json:"n"`
		Events       int              `json:"events"`
		LogLikNull   *float64         `json:"log_likelihood_null"`
		LogLik       *float64         `json:"log_likelihood"`
		AIC          *float64         `json:"aic"`
		LogSigma     *float64         `json:"log_sigma"`
		LogSigmaSE   *float64         `json:"log_sigma_std_err"`
		Shape        *float64         `json:"shape"` // of a Weibull
		ShapeLower   *float64         `json:"shape_lower"`
		ShapeUpper   *float64         `json:"shape_upper"`
		Coefficients []Coefficient    `json:"coefficients"`
		Quantiles    []parametricTime `json:"quantiles"`
		Ending

		table string
	}
	parametricTime struct {
		Profile map[string]string `json:"profile"`
		P       float64           `json:"p"`
		Time    *float64          `json:"time"`
		Lower   *float64          `json:"lower"`
		Upper   *float64          `json:"upper"`
	}
)

// withoutTime finds a tenure of no length.
func withoutTime(t survival.Tenure) (survival.RejectCode, string) {
	if t.Exit == 0 {
		return rows.TimeZero, "a time of 0 has no chance under any of the distributions"
	}
	return "", ""
}

// Parametric fits the distribution.
func Parametric(src *rows.Source, opt *ParametricChoices) (*ParametricAnswer, error) {
	choices := *opt.ModelChoices
	choices.Unfit = withoutTime
	rows, err := rows.ReadModel(src, &choices)
	if err != nil {
		return nil, err
	}
	doc := &ParametricAnswer{modelHead: newHead(rows, "varighet.parametric/1", opt.Dist, "times", opt.Conf),
		WholeMonths: opt.WholeMonths, Coefficients: []Coefficient{}, Quantiles: []parametricTime{}, table: opt.Table}
	if why := rows.Lacking(); why != "" {
		doc.Ending = modelEnding(rows, []string{why})
		return doc, nil
	}
	data := parametric.Data{Rows: parametric.Exact(rows.Tenures), X: rows.X, Weights: rows.Weights}
	if opt.WholeMonths {
		data.Rows = parametric.WholeMonths(rows.Tenures)
	}
	dist, _ := parametric.ParseDistribution(opt.Dist) // Check took none that cannot be
	m, err := parametric.Fit(data, parametric.Options{Distribution: dist, ConfLevel: opt.Conf})
	if err != nil {
		return nil, err
	}
	doc.describe(m)
	if err := doc.addQuantiles(m, rows, opt); err != nil {
		return nil, err
	}
	doc.Ending = modelEnding(rows, m.Warnings)
	return doc, nil
}

// describe fills the document with the model that was fitted.
func (d *ParametricAnswer) describe(m *parametric.Model) {
	d.N, d.Events, d.LogLikNull, d.AIC = m.N, m.Stopped, orNull(m.LogLikNull), orNull(m.AIC)
	if m.AIC.OK {
		d.LogLik = &m.LogLik
	}
	d.LogSigma, d.LogSigmaSE = orNull(m.LogSigma), orNull(m.LogSigmaStdErr)
	shape, lower, upper := m.Shape()
	d.Shape, d.ShapeLower, d.ShapeUpper = orNull(shape), orNull(lower), orNull(upper)
	for _, k := range m.Coefficients {
		d.Coefficients = append(d.Coefficients, newCoefficient(k.Column, k.Estimate, k.StdErr, opt64{}, k.TimeRatio, k.Lower,
			k.Upper, k.Z, k.P, k.Infinite, k.Reason))
	}
}

// addQuantiles adds the times by which shares have stopped, for each profile; without
// covariates there is the one.
func (d *ParametricAnswer) addQuantiles(m *parametric.Model, rows *rows.Model, opt *ParametricChoices) error {
	profiles := opt.Profiles
	if profiles == nil && len(opt.Covariates) == 0 {
		profiles = []map[string]string{{}}
	}
	for _, profile := range profiles {
		x, err := rows.X.Profile(profile)
		if err != nil {
			return choice.Errorf("--profile: %v", err)
		}
		for _, p := range opt.Shares {
			q, err := m.Quantile(p, x)
			if err != nil {
				return err
			}
			d.Quantiles = append(d.Quantiles, parametricTime{profile, p, orNull(q.Time), orNull(q.Lower), orNull(q.Upper)})
		}
	}
	return nil
}

func (d *ParametricAnswer) CSV(w io.Writer) error {
	switch d.table {
	case "quantiles":
		return d.writeQuantiles(w)
	case "model":
		header, list := factCells(append(d.modelHead.facts(), d.facts()...))
		return writeRows(w, header, list)
	}
	return writeRows(w, coefficientHeader, coefficientCells(d.Coefficients))
}

func (d *ParametricAnswer) writeQuantiles(w io.Writer) error {
	var list [][]string
	for _, q := range d.Quantiles {
		list = append(list, []string{profileText(q.Profile), exact(q.P), cellOf(q.Time), cellOf(q.Lower), cellOf(q.Upper)})
	}
	return writeRows(w, []string{"profile", "p", "time", "lower", "upper"}, list)
}

// facts are what there is one of in the model.
func (d *ParametricAnswer) facts() []fact {
	return []fact{{"whole_months", d.WholeMonths}, {"n", d.N}, {"events", d.Events}, {"log_likelihood_null", d.LogLikNull},
		{"log_likelihood", d.LogLik}, {"aic", d.AIC}, {"log_sigma", d.LogSigma}, {"log_sigma_std_err", d.LogSigmaSE},
		{"shape", d.Shape}, {"shape_lower", d.ShapeLower}, {"shape_upper", d.ShapeUpper}}
}

func (d *ParametricAnswer) Text(w io.Writer) error {
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
