package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/version"
	"github.com/varighet/varighet/survival"
)

// A grid is a result as rows and columns, for CSV (exact) and for the eye.
type grid struct {
	header []string
	rows   [][]any // string, int, bool, float64, *float64 or Opt[float64]
}

// add adds a row.
func (g *grid) add(values ...any) { g.rows = append(g.rows, values) }

// keyed adds a row with a group's values in front.
func (g *grid) keyed(key rows.Key, values ...any) {
	row := make([]any, 0, len(key.Values)+len(values))
	for _, v := range key.Values {
		row = append(row, v)
	}
	g.rows = append(g.rows, append(row, values...))
}

func (g *grid) writeCSV(w io.Writer) error {
	cw := csv.NewWriter(w)
	if err := cw.Write(g.header); err != nil {
		return err
	}
	for _, row := range g.rows {
		if err := cw.Write(cellTexts(row, exact, "")); err != nil {
			return err
		}
	}
	cw.Flush()
	return cw.Error()
}

func (g *grid) writeText(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, strings.Join(g.header, "\t"))
	short := func(v float64) string { return strconv.FormatFloat(v, 'g', 4, 64) }
	for _, row := range g.rows {
		fmt.Fprintln(tw, strings.Join(cellTexts(row, short, "–"), "\t"))
	}
	return tw.Flush()
}

func cellTexts(row []any, number func(float64) string, missing string) []string {
	out := make([]string, len(row))
	for i, v := range row {
		out[i] = missing
		switch v := v.(type) {
		case float64:
			out[i] = number(v)
		case *float64:
			if v != nil {
				out[i] = number(*v)
			}
		case varighet.Opt[float64]:
			if v.OK {
				out[i] = number(v.V)
			}
		default:
			out[i] = fmt.Sprint(v)
		}
	}
	return out
}

// An answer is what an analysis came to. As JSON it is itself.
type answer interface {
	writeCSV(w io.Writer) error  // exact numbers
	writeText(w io.Writer) error // for the eye
	asides() *ending
}

// An ending closes every document of numbers: what stands beside them.
type ending struct {
	Rejected   []kmRejectedJSON   `json:"rejected"` // rows of any CSV that cannot be used
	Warnings   []string           `json:"warnings"`
	Disclosure string             `json:"disclosure"`
	LeftOut    []survival.LeftOut `json:"left_out"` // spells that cannot be used, by reason
	Version    string             `json:"version"`

	unusable []*survival.Rejected // the same, for --strict
}

func (e *ending) asides() *ending { return e }

func (e *ending) warn(text string) { e.Warnings = append(e.Warnings, text) }

// warnUngrouped warns of spells that have no value to group them by.
func (e *ending) warnUngrouped(n int, by []string) {
	if n > 0 {
		e.warn(fmt.Sprintf("%s left out: no %s", english.Count(n, "spell", "spells"), strings.Join(by, ",")))
	}
}

func newEnding(rejected []*survival.Rejected, leftOut []survival.LeftOut, warnings []string) ending {
	e := ending{Rejected: []kmRejectedJSON{}, LeftOut: append([]survival.LeftOut{}, leftOut...), Warnings: append([]string{}, warnings...),
		Disclosure: "unprotected", Version: version.Of(), unusable: rejected}
	for _, r := range rejected {
		e.Rejected = append(e.Rejected, kmRejectedJSON{r.Row, r.Code, r.Message})
	}
	return e
}

// emit prints a result in the form that was asked for. Warnings are part of the
// JSON and go to standard error otherwise.
func emit(ctx *cli.Context, document any, g *grid, end ending) error {
	if ctx.Bool("json") {
		return writeJSON(ctx.App.Writer, document)
	}
	sayAside(ctx, end.Warnings, end.reasons())
	if ctx.Bool("csv") {
		return g.writeCSV(ctx.App.Writer)
	}
	return g.writeText(ctx.App.Writer)
}

// show prints an answer in the form that was asked for. Its warnings are part of the JSON
// and go to standard error otherwise. Where --strict was asked for, a row of the file name
// that cannot be used is an error.
func show(ctx *cli.Context, name string, a answer) error {
	end := a.asides()
	if err := endIfStrict(ctx, name, end.unusable); err != nil {
		return err
	}
	if ctx.Bool("json") {
		return writeJSON(ctx.App.Writer, a)
	}
	sayAside(ctx, end.Warnings, end.reasons())
	if ctx.Bool("csv") {
		return a.writeCSV(ctx.App.Writer)
	}
	return a.writeText(ctx.App.Writer)
}

// showPlain prints a document that is no table of numbers: for programs, or for the eye.
func showPlain(ctx *cli.Context, document interface{ writeText(w io.Writer) error }) error {
	if ctx.Bool("json") {
		return writeJSON(ctx.App.Writer, document)
	}
	return document.writeText(ctx.App.Writer)
}

// sayAside prints warnings and why how many rows are left out to standard error, for
// output that has no place for them.
func sayAside(ctx *cli.Context, warnings []string, rejected []rows.ReasonCount) {
	for _, w := range warnings {
		fmt.Fprintf(ctx.App.ErrWriter, "varighet: %s\n", w)
	}
	const listed = "--json lists them"
	for i := range rejected {
		if event := ctx.String("event"); event != "" && rejected[i].Why == survival.Reject(0, survival.EventValue).Message {
			rejected[i].Why += fmt.Sprintf("; --event %s=VALUE, such as %[1]s=1, makes that value the stop and every other none", event)
		}
	}
	if len(rejected) == 1 {
		r := rejected[0]
		fmt.Fprintf(ctx.App.ErrWriter, "varighet: %s left out: %s (%s)\n", english.Count(r.Rows, "row", "rows"), r.Why, listed)
		return
	}
	total := 0
	for _, r := range rejected {
		fmt.Fprintf(ctx.App.ErrWriter, "varighet: %s left out: %s\n", english.Count(r.Rows, "row", "rows"), r.Why)
		total += r.Rows
	}
	if total > 0 {
		fmt.Fprintf(ctx.App.ErrWriter, "varighet: %s left out in all; %s\n", english.Count(total, "row", "rows"), listed)
	}
}

func (e *ending) reasons() []rows.ReasonCount {
	var list []string
	for _, r := range e.Rejected {
		list = append(list, r.Reason)
	}
	return rows.CountReasons(list)
}

// headed is a header with the --by columns in front.
func headed(by []string, columns ...string) []string { return append(slices.Clone(by), columns...) }
