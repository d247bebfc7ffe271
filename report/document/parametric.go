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
	WholeMonths bool   // a stop at k months came after more than k − 1, and after k at the latest
	// values of covariates by name, of which times are told; nil: none, but with no covariates the one
	// there is
	Profiles []map[string]string
	Shares   []float64 // of those who have stopped, for the times; between 0 and 1
	Table    string    // which CSV writes: coefficients, quantiles or model
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
	return KnownTable(opt.Table, "coefficients", "quantiles", "model", DefinitionsTable)
}

// A ParametricAnswer is what `survival parametric` prints: a distribution of tenures, whose log
// is linear in the covariates.
type ParametricAnswer struct {
	modelHead
	// times are taken for the ends of months in which stops fell
	WholeMonths bool `json:"whole_months"`
	// spells or rows with a weight above 0; 0 if there is no model
	N      int `json:"n"`
	Events int `json:"events"` // of n, those that stopped
	// log-likelihood without covariates; null: no model, or not defined
	LogLikNull *float64 `json:"log_likelihood_null"`
	// log-likelihood at the estimates; null: no model, or not defined
	LogLik *float64 `json:"log_likelihood"`
	AIC    *float64 `json:"aic"` // Akaike's criterion; null: no model, or not defined
	// log of σ, the scale of log time; null: of exponential, where σ is 1, or no model
	LogSigma   *float64 `json:"log_sigma"`
	LogSigmaSE *float64 `json:"log_sigma_std_err"` // of log_sigma; null: as log_sigma
	// 1/σ of a Weibull: above 1, the chance to stop rises with tenure; null: of others, or no model
	Shape      *float64 `json:"shape"`
	ShapeLower *float64 `json:"shape_lower"` // lower limit of shape; null: as shape
	ShapeUpper *float64 `json:"shape_upper"` // upper limit of shape; null: as shape
	// the intercept and the columns of the design, on the scale of log time; empty if there is no model
	Coefficients []Coefficient `json:"coefficients"`
	// times by which shares have stopped, of each profile; empty with covariates and no --profile
	Quantiles []parametricTime `json:"quantiles"`
	Ending

	table string
}

// A parametricTime is the time by which a share has stopped, by the model.
type parametricTime struct {
	Profile map[string]string `json:"profile"` // value of each covariate; empty without covariates
	P       float64           `json:"p"`       // the share that has stopped; 0.5 is the median (share 0–1)
	// by which it has (months, or what the times of the CSV are counted in); null: not defined
	Time  *float64 `json:"time"`
	Lower *float64 `json:"lower"` // lower limit of time; null: not defined
	Upper *float64 `json:"upper"` // upper limit of time; null: not defined
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
	if err := rows.Lacking(src); err != nil {
		return nil, err
	}
	data := parametric.Data{Rows: parametric.Exact(rows.Tenures), X: rows.X, Weights: rows.Weights}
	if opt.WholeMonths {
		data.Rows = parametric.WholeMonths(rows.Tenures)
	}
	dist, _ := parametric.ParseDistribution(opt.Dist) // Check took none that cannot be
	m, err := parametric.Fit(data, parametric.Options{Distribution: dist, ConfLevel: opt.Conf})
	if err != nil {
		return nil, inFile(err, src)
	}
	doc.describe(m)
	if err := doc.addQuantiles(m, rows, opt); err != nil {
		return nil, err
	}
	doc.Ending = modelEnding(rows, m.Warnings)
	return doc, nil
}

// withoutTime finds a tenure of no length.
func withoutTime(t survival.Tenure) (survival.RejectCode, string) {
	if t.Exit == 0 {
		return rows.TimeZero, "a time of 0 has no chance under any of the distributions"
	}
	return "", ""
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

// CSV writes the table that was asked for.
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

// Text writes the coefficients, the shape and the times.
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
