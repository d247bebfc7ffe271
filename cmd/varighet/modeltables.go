package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
)

// The parts that the documents of all models share.
type (
	// modelHead opens a document; ratio_of says what the coefficients' ratio is of.
	modelHead struct {
		Schema    string  `json:"schema"`
		Model     string  `json:"model"`
		RatioOf   string  `json:"ratio_of"`
		ConfLevel float64 `json:"conf_level"`
	}
	modelTail struct {
		Rejected   []kmRejectedJSON `json:"rejected"`
		Warnings   []string         `json:"warnings"`
		Disclosure string           `json:"disclosure"`
	}
	coefficientJSON struct {
		Term         string   `json:"term"`
		Level        string   `json:"level,omitempty"`
		Estimate     *float64 `json:"estimate"`
		StdErr       *float64 `json:"std_err"`
		RobustStdErr *float64 `json:"robust_std_err"`
		Ratio        *float64 `json:"ratio"`
		Lower        *float64 `json:"lower"`
		Upper        *float64 `json:"upper"`
		Z            *float64 `json:"z"`
		P            *float64 `json:"p"`
		Infinite     int      `json:"infinite"`
		Reason       string   `json:"reason,omitempty"`

		name string
	}
)

type opt64 = varighet.Opt[float64]

func newCoefficient(c design.Column, estimate, se, robust, ratio, lower, upper, z, p opt64, infinite int, reason string) coefficientJSON {
	return coefficientJSON{c.Term, c.Level, orNull(estimate), orNull(se), orNull(robust), orNull(ratio), orNull(lower),
		orNull(upper), orNull(z), orNull(p), infinite, reason, c.Name()}
}

func (rows *modelRows) tail(warnings []string) modelTail {
	t := modelTail{Rejected: []kmRejectedJSON{}, Warnings: append([]string{}, rows.warnings...), Disclosure: "unprotected"}
	t.Warnings = append(t.Warnings, warnings...)
	for _, r := range rows.rejected {
		t.Rejected = append(t.Rejected, kmRejectedJSON{Row: r.Row, Code: r.Code, Reason: r.Message})
	}
	return t
}

// say tells what the text of a model has no place for.
func (t *modelTail) say(ctx *cli.Context) { sayAside(ctx, t.Warnings, len(t.Rejected)) }

// reject takes out the rows for which why gives a code.
func (rows *modelRows) reject(why func(survival.Tenure) (survival.RejectCode, string)) (kept []int) {
	for i, t := range rows.tenures {
		code, message := why(t)
		if code == "" {
			kept = append(kept, i)
			continue
		}
		if rows.row != nil {
			rows.rejected = append(rows.rejected, &survival.Rejected{Row: rows.row[i], Code: code, Message: message})
		}
	}
	if len(kept) == len(rows.tenures) {
		return kept
	}
	slices.SortStableFunc(rows.rejected, func(a, b *survival.Rejected) int { return a.Row - b.Row })
	rows.tenures = pickRows(rows.tenures, kept)
	rows.strata, rows.cluster, rows.causes = pickRows(rows.strata, kept), pickRows(rows.cluster, kept), pickRows(rows.causes, kept)
	rows.weights, rows.start, rows.row = pickRows(rows.weights, kept), pickRows(rows.start, kept), pickRows(rows.row, kept)
	rows.x = rows.x.Select(kept)
	return kept
}

func pickRows[T any](from []T, at []int) []T {
	if from == nil {
		return nil
	}
	out := make([]T, 0, len(at))
	for _, i := range at {
		out = append(out, from[i])
	}
	return out
}

var coefficientHeader = []string{"term", "level", "estimate", "std_err", "robust_std_err", "ratio", "lower", "upper", "z", "p",
	"infinite", "reason"}

func (c *coefficientJSON) cells() []string {
	return []string{c.Term, c.Level, cellOf(c.Estimate), cellOf(c.StdErr), cellOf(c.RobustStdErr), cellOf(c.Ratio), cellOf(c.Lower),
		cellOf(c.Upper), cellOf(c.Z), cellOf(c.P), fmt.Sprint(c.Infinite), c.Reason}
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
	if err := cw.Write(header); err != nil {
		return err
	}
	return cw.WriteAll(rows)
}

// writeCoefficients writes a table for the eye.
func writeCoefficients(w io.Writer, list []coefficientJSON, ratio string, conf float64) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tw, "coefficient\testimate\tstd. error\t%s\t%v %% limits\tp\n", ratio, 100*conf)
	for _, c := range list {
		se := c.StdErr
		if c.RobustStdErr != nil {
			se = c.RobustStdErr
		}
		estimate := shownNumber(c.Estimate, "%.4f")
		switch {
		case c.Infinite > 0:
			estimate = "+∞"
		case c.Infinite < 0:
			estimate = "−∞"
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t(%s to %s)\t%s\n", c.name, estimate, shownNumber(se, "%.4f"), shownNumber(c.Ratio, "%.3f"),
			shownNumber(c.Lower, "%.3f"), shownNumber(c.Upper, "%.3f"), shownP(c.P))
	}
	return tw.Flush()
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
