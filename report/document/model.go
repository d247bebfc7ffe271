package document

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"gonum.org/v1/gonum/floats"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/celltext"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival/design"
)

// A modelHead opens the document of every model.
type modelHead struct {
	Schema string `json:"schema"` // varighet.cox/1, or that of the model
	// cox, gamma_frailty or finegray; of hazard the link, of parametric the distribution
	Model string `json:"model"`
	// what coefficients[].ratio is a ratio of: hazards, subdistribution hazards, odds, rates or times
	RatioOf   string   `json:"ratio_of"`
	ConfLevel float64  `json:"conf_level"`       // level of all limits (share 0–1)
	Weight    *float64 `json:"weight,omitempty"` // what the rows' weights add up to; absent: without weights
}

func newHead(rows *rows.Model, schema, model, ratioOf string, conf float64) modelHead {
	h := modelHead{Schema: schema, Model: model, RatioOf: ratioOf, ConfLevel: conf}
	if rows.Weights != nil {
		total := floats.Sum(rows.Weights)
		h.Weight = &total
	}
	return h
}

// weighed is the end of a line that counts tenures.
func (h *modelHead) weighed() string {
	if h.Weight == nil {
		return ""
	}
	return fmt.Sprintf("; weights add up to %.6g", *h.Weight)
}

// facts are what the document says of all of its models.
func (h *modelHead) facts() []fact {
	return []fact{{"model", h.Model}, {"ratio_of", h.RatioOf}, {"conf_level", h.ConfLevel}, {"weight", h.Weight}}
}

func modelEnding(rows *rows.Model, warnings []string) Ending {
	return newEnding(rows.Rejected, rows.LeftOut, slices.Concat(rows.Warnings, warnings)).defining("model", rows.Row != nil)
}

// inFile puts the name of the source into an error that says that there can be no model.
func inFile(err error, src *rows.Source) error {
	var p *varighet.Problem
	if !errors.As(err, &p) || p.File != "" {
		return err
	}
	named := *p
	named.File = src.Name
	return &named
}

// withoutModel says why one of several causes has no model; "" if it has one, if it is the only one,
// or if something else went wrong.
func withoutModel(err error, causes int) string {
	var p *varighet.Problem
	if causes < 2 || !errors.As(err, &p) || p.Code != design.NoEvents && p.Code != design.FewEvents {
		return ""
	}
	return p.Msg
}

// anyModel is an error if none of several causes has a model, or if there are no causes since
// nobody stopped.
func anyModel(models int, why []string) error {
	switch {
	case models > 0:
		return nil
	case len(why) == 0:
		return design.CheckEvents(0, 0, "")
	}
	return &varighet.Problem{Code: design.FewEvents, Msg: strings.Join(why, "; "), Hint: "choose fewer covariates, or other causes"}
}

// A Coefficient is one column of the design, with its estimate.
type Coefficient struct {
	Term  string `json:"term"`            // the covariate, the intercept, a band of tenure or the calendar
	Level string `json:"level,omitempty"` // of a factor, beside its reference; absent: the term is a number
	// log of ratio, for one unit more or against the reference; null: reason says why
	Estimate *float64 `json:"estimate"`
	StdErr   *float64 `json:"std_err"` // of estimate, not robust but of finegray with clusters; null: not defined
	// of estimate, robust; null: not robust, and always of finegray, frailty and parametric
	RobustStdErr *float64 `json:"robust_std_err"`
	Ratio        *float64 `json:"ratio"` // exp(estimate), a ratio of what ratio_of says; null: not defined
	Lower        *float64 `json:"lower"` // lower limit of ratio; null: not defined
	Upper        *float64 `json:"upper"` // upper limit of ratio; null: not defined
	// estimate over its standard error, the robust one if there is one; null: not defined, and with firth
	Z *float64 `json:"z"`
	P *float64 `json:"p"` // of no effect, two-sided (probability 0–1); null: not defined
	// 1 or −1 if the likelihood rises for ever as the estimate goes up or down; 0 if it is finite
	Infinite int    `json:"infinite"`
	Reason   string `json:"reason,omitempty"` // why something is null; absent: nothing to say

	name string
}

// An opt64 is a number that may be missing.
type opt64 = varighet.Opt[float64]

func newCoefficient(c design.Column, estimate, se, robust, ratio, lower, upper, z, p opt64, infinite int, reason string) Coefficient {
	return Coefficient{c.Term, c.Level, orNull(estimate), orNull(se), orNull(robust), orNull(ratio), orNull(lower),
		orNull(upper), orNull(z), orNull(p), infinite, reason, c.Name()}
}

var coefficientHeader = []string{"term", "level", "estimate", "std_err", "robust_std_err", "ratio", "lower", "upper", "z", "p",
	"infinite", "reason"}

// coefficientCells are a row a coefficient, under coefficientHeader.
func coefficientCells(list []Coefficient) (rows [][]string) {
	for i := range list {
		rows = append(rows, list[i].cells())
	}
	return rows
}

func (c *Coefficient) cells() []string {
	return []string{c.Term, c.Level, cellOf(c.Estimate), cellOf(c.StdErr), cellOf(c.RobustStdErr), cellOf(c.Ratio), cellOf(c.Lower),
		cellOf(c.Upper), cellOf(c.Z), cellOf(c.P), fmt.Sprint(c.Infinite), c.Reason}
}

// KnownTable is wrong use unless the table that is to be written as CSV is one of these.
func KnownTable(table string, of ...string) error {
	if slices.Contains(of, table) {
		return nil
	}
	return choice.Errorf("--table is %s, not %q", choice.Alternatives(of), table)
}

// A fact is what there is one of in a model: its name and its value, of the kinds that a
// grid takes.
type fact struct {
	name  string
	value any
}

// factCells are a row of facts under their names.
func factCells(facts []fact) (header []string, rows [][]string) {
	var values []any
	for _, f := range facts {
		header, values = append(header, f.name), append(values, f.value)
	}
	return header, [][]string{cellTexts(values, exact, "", celltext.Visible)}
}

// profileText is a profile as --profile has it, in the order of its columns' names.
func profileText(profile map[string]string) string {
	var parts []string
	for _, column := range slices.Sorted(maps.Keys(profile)) {
		parts = append(parts, choice.Quote(column)+"="+choice.Quote(profile[column]))
	}
	return strings.Join(parts, ",")
}

// cellOf is a number in CSV, empty for a missing one.
func cellOf(v *float64) string {
	if v == nil {
		return ""
	}
	return exact(*v)
}

func writeRows(w io.Writer, header []string, rows [][]string) error {
	cw := csv.NewWriter(w)
	if err := cw.Write(mapped(header, celltext.InCSV)); err != nil {
		return err
	}
	for _, row := range rows {
		if err := cw.Write(mapped(row, celltext.InCSV)); err != nil {
			return err
		}
	}
	cw.Flush()
	return cw.Error()
}

// writeCoefficients writes a table for the eye.
func writeCoefficients(w io.Writer, list []Coefficient, ratio string, conf float64) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tw, "coefficient\testimate\tstd. error\t%s\t%v %% limits\tp\n", ratio, 100*conf)
	for _, c := range list {
		se := c.StdErr
		if c.RobustStdErr != nil {
			se = c.RobustStdErr
		}
		estimate := shownEstimate(c.Estimate, se)
		switch {
		case c.Infinite > 0:
			estimate = "+∞"
		case c.Infinite < 0:
			estimate = "−∞"
		}
		decimals := ratioDecimals(c.Lower, c.Upper)
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t(%s to %s)\t%s\n", c.name, estimate, shownCoefficient(se), shownRatio(c.Ratio, decimals),
			shownRatio(c.Lower, decimals), shownRatio(c.Upper, decimals), shownP(c.P))
	}
	return tw.Flush()
}

// shownCoefficient shows an estimate or its standard error with four decimals, or with as
// many as give two significant digits: the effect of a krone is small in any model.
func shownCoefficient(v *float64) string {
	if v == nil {
		return shownNumber(v, "")
	}
	switch size := math.Abs(*v); {
	case size >= 1e7:
		return shownNumber(v, "%.5g")
	case size >= 0.001 || size == 0:
		return shownNumber(v, "%.4f")
	case size >= 0.0001:
		return shownNumber(v, "%.2g")
	}
	return shownNumber(v, "%.1e")
}

// shownEstimate shows an estimate; one that is nothing beside its standard error is what
// rounding left of 0.
func shownEstimate(v, se *float64) string {
	if v != nil && se != nil && math.Abs(*v) < 1e-9**se {
		return "0.0000"
	}
	return shownCoefficient(v)
}

// mostDecimals bounds the decimals of a ratio: there are no more in a double near 1.
const mostDecimals = 15

// ratioDecimals is how many decimals a ratio and its limits are shown with: three, or as
// many as give the width between the limits two digits.
func ratioDecimals(lower, upper *float64) int {
	decimals := 3
	if lower == nil || upper == nil || !(*upper > *lower) {
		return decimals
	}
	for decimals < mostDecimals && (*upper-*lower)*math.Pow10(decimals) < 10 {
		decimals++
	}
	return decimals
}

// shownRatio shows a ratio with so many decimals, or one that would then have less than
// two digits, or very many, with significant digits.
func shownRatio(v *float64, decimals int) string {
	switch {
	case v == nil:
		return shownNumber(v, "")
	case *v >= 1e7:
		return shownNumber(v, "%.4g")
	case *v != 0 && *v*math.Pow10(decimals) < 10:
		return shownNumber(v, "%.2g")
	}
	return strconv.FormatFloat(*v, 'f', decimals, 64)
}

// shownP shows a p-value; one below the range of numbers is not 0.
func shownP(p *float64) string {
	if p != nil && *p == 0 {
		return "below 1e-300"
	}
	return shownNumber(p, "%.3g")
}

func shownNumber(v *float64, format string) string {
	if v == nil {
		return "–"
	}
	return fmt.Sprintf(format, *v)
}
