package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/varighet/varighet/internal/version"
)

// columns are the head of every table.
var columns = []string{"measure", "size group", "limits", "intervals", "registers without, or without an end", "truth", "covered", "±",
	"too low", "too high", "width", "verdict"}

// writeHead says how the tables are made and what their columns are.
func writeHead(w io.Writer, registers int) {
	fmt.Fprintf(w, `# Whether the intervals cover

Limits of 95 %% should hold the truth in 95 of 100 registers. Here is in how many they do, where the truth is known.

    make coverage REGISTERS=%d

makes this page, the same each time, with version %s; 'go test ./internal/coverage' makes a few of the registers, and fails
where the limits are far off or the page has other rows. Each register is made by package data/simulate from a seed of its
own, 1, 2 and so on. Its rows of months become spells by survival.Spells, and the limits are those of report/document, which
the commands print. Tenures follow a Weibull law by size group, exact at whole months. But for the last section, a
country is run from 1975, and its register begins in 2009-06 and ends in 2014-05: spells under way in the first month enter
late, with a known start.

| column | what it is |
|---|---|
| limits | how they are made. *exact*: Clopper and Pearson's, Garwood's, or of ranks; *robust*: with --cluster municipality_now |
| intervals | registers in which there is an interval |
| truth | what should be covered, the mean over registers where it differs between them |
| covered, ± | share of the intervals that hold the truth, and its Monte Carlo standard error if that share should be 95 %% (percent) |
| too low, too high | share of the intervals that lie below the truth, and above it (percent) |
| width | mean of those with two ends |

Verdicts, each with two standard errors to spare: approximate limits *cover* from 93 %%, exact ones from 95 %%, those advised for a
cohort of 16 lists from 94 %%; any are *conservative* above 97 %%, which is said, not tuned. Less is *short*. Limits that the
program warns of, or that stand beside better ones, are *not advised*, and shown for what they are.

What should be covered:

- median, S(t), the mean of some months, and turnover a and c: what follows from the law.
- turnover d counts first holders seen for less than 12 months too: the chance that those there are have left.
- share and rate of a year, and rate: the chances of a stop, by the law, added up over those who were there. O/E against the
  true curve: 1.
- half of today's doctors left: when half of those in place have left by the law, for the tenures that they have. Where a limit
  hangs on tenures that were never seen its bound is taken: lower_at_least, upper_at_most.
- median months elapsed of the stock: the median of the stocks of all registers together.
`, registers, version.Of())
}

// write writes what a scenario comes to.
func (s *scenario) write(w io.Writer, done *section) {
	fmt.Fprintf(w, "\n## %s\n\n%s\n", s.title, s.text)
	if done.laws != nil {
		writeTableHead(w, "size group", "S(12) of agreements", "by the law over municipalities", "median of agreements", "by the law over municipalities")
		for _, l := range done.laws {
			fmt.Fprintf(w, "| %s | %.3f | %.3f | %v | %v |\n", groupName(l.group), l.agreements.at(12), l.overMunicipality.at(12),
				l.agreements.median(), l.overMunicipality.median())
		}
	}
	writeTableHead(w, columns...)
	for i := range done.rows {
		fmt.Fprintf(w, "| %s |\n", strings.Join(done.rows[i].cells(), " | "))
	}
}

func writeTableHead(w io.Writer, columns ...string) {
	fmt.Fprintf(w, "\n| %s |\n|%s\n", strings.Join(columns, " | "), strings.Repeat("---|", len(columns)))
}

// groupName is a size group as the page has it.
func groupName(group string) string { return strings.Replace(group, ">=", "≥ ", 1) }

// cells are the row as the page has it.
func (r *row) cells() []string {
	percent := func(of int) string { return fmt.Sprintf("%.1f", 100*float64(of)/float64(max(r.registers, 1))) }
	cells := append(r.label(), fmt.Sprint(r.registers), r.reasons())
	if r.registers == 0 {
		return append(cells, "", "", "", "", "", "", r.verdict())
	}
	return append(cells, fmt.Sprintf("%.4g", r.truth), percent(r.covered), fmt.Sprintf("%.1f", 100*r.stdErr()),
		percent(r.low), percent(r.high), fmt.Sprintf("%.3g", r.width), r.verdict())
}

// label is what the row is of.
func (r *row) label() []string {
	return []string{r.name, groupName(r.group), r.limits}
}
