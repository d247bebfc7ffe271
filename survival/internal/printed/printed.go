// Package printed lays out results for the eye, as their String methods give them: numbers to
// four significant digits, a dash for what is not defined. Files take them exactly instead.
package printed

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/varighet/varighet"
)

// Missing stands for a number that is not defined.
const Missing = "–"

// Table lays out rows under a header, two blanks between columns, without a last newline.
func Table(header []string, rows [][]string) string {
	var b strings.Builder
	tw := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, row := range append([][]string{header}, rows...) {
		fmt.Fprintln(tw, strings.Join(row, "\t"))
	}
	tw.Flush() // a strings.Builder takes all
	return strings.TrimSuffix(b.String(), "\n")
}

// Number is v to four significant digits.
func Number(v float64) string { return fmt.Sprintf("%.4g", v) }

// Opt is a number that may be missing, or what stands for it.
func Opt(v varighet.Opt[float64], missing string) string {
	if !v.OK {
		return missing
	}
	return Number(v.V)
}

// Between is two limits: "8 to 34".
func Between(lower, upper varighet.Opt[float64]) string {
	return Opt(lower, Missing) + " to " + Opt(upper, Missing)
}

// P is a p-value; one below the range of numbers is not 0.
func P(p varighet.Opt[float64]) string {
	if p.OK && p.V == 0 {
		return "below 1e-300"
	}
	return Opt(p, Missing)
}

// Chi2 is a χ² test in a line; reason says why it is not defined.
func Chi2(name string, chi2 varighet.Opt[float64], df int, p varighet.Opt[float64], reason string) string {
	if !chi2.OK {
		return name + ": not defined: " + reason
	}
	return fmt.Sprintf("%s: chi2 = %s on %d df, p = %s", name, Number(chi2.V), df, P(p))
}

// Limits is the header of limits at a level: "95 % limits".
func Limits(conf float64) string { return fmt.Sprintf("%.4g %% limits", 100*conf) }

// Warnings are the lines that say them, each after a newline.
func Warnings(list []string) string {
	var b strings.Builder
	for _, w := range list {
		b.WriteString("\nwarning: " + w)
	}
	return b.String()
}

// A Coefficient is a line of a model's table.
type Coefficient struct {
	Name                     string
	Estimate, StdErr, Robust varighet.Opt[float64]
	Ratio, Lower, Upper      varighet.Opt[float64] // exp(Estimate) and its limits
	Z, P                     varighet.Opt[float64]
	Infinite                 int // 1 or −1 if the estimate is
}

// Coefficients is the table of a model, with robust standard errors where there are any.
func Coefficients(list []Coefficient, conf float64) string {
	robust := false
	for _, c := range list {
		robust = robust || c.Robust.OK
	}
	header := []string{"", "coef", "exp(coef)", Limits(conf), "se(coef)", "robust se", "z", "p"}
	rows := [][]string{}
	for _, c := range list {
		rows = append(rows, c.cells())
	}
	if !robust {
		header = without(header, robustColumn)
		for i := range rows {
			rows[i] = without(rows[i], robustColumn)
		}
	}
	return Table(header, rows)
}

// robustColumn is where the robust standard error stands.
const robustColumn = 5

func without(row []string, at int) []string { return append(row[:at:at], row[at+1:]...) }

func (c *Coefficient) cells() []string {
	estimate := Opt(c.Estimate, Missing)
	switch {
	case c.Infinite > 0:
		estimate = "+∞"
	case c.Infinite < 0:
		estimate = "−∞"
	}
	return []string{c.Name, estimate, Opt(c.Ratio, Missing), Between(c.Lower, c.Upper), Opt(c.StdErr, Missing), Opt(c.Robust, Missing),
		Opt(c.Z, Missing), P(c.P)}
}
