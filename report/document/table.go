package document

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/celltext"
	"github.com/varighet/varighet/internal/rows"
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

// CSV writes the rows with exact numbers; a missing one is an empty cell.
func (g *grid) CSV(w io.Writer) error {
	cw := csv.NewWriter(w)
	if err := cw.Write(mapped(g.header, celltext.InCSV)); err != nil {
		return err
	}
	for _, row := range g.rows {
		if err := cw.Write(cellTexts(row, exact, "", celltext.InCSV)); err != nil {
			return err
		}
	}
	cw.Flush()
	return cw.Error()
}

// Text writes the rows in columns, with four significant digits; a missing number is a dash.
func (g *grid) Text(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, strings.Join(mapped(g.header, celltext.Line), "\t"))
	short := func(v float64) string { return strconv.FormatFloat(v, 'g', 4, 64) }
	for _, row := range g.rows {
		fmt.Fprintln(tw, strings.Join(cellTexts(row, short, "–", celltext.Line), "\t"))
	}
	return tw.Flush()
}

// cellTexts writes each cell, numbers as number does and words as text does.
func cellTexts(row []any, number func(float64) string, missing string, text func(string) string) []string {
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
		case string:
			out[i] = text(v)
		default:
			out[i] = fmt.Sprint(v)
		}
	}
	return out
}

func mapped(list []string, text func(string) string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = text(s)
	}
	return out
}

// headed is a header with the --by columns in front.
func headed(by []string, columns ...string) []string { return append(slices.Clone(by), columns...) }
