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

func (g *grid) CSV(w io.Writer) error {
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

func (g *grid) Text(w io.Writer) error {
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

// An Answer is what an analysis came to. As JSON it is itself.
type Answer interface {
	CSV(w io.Writer) error  // exact numbers
	Text(w io.Writer) error // for the eye
	Asides() *Ending
}

// An Ending closes every document of numbers: what stands beside them.
type Ending struct {
	Rejected   []kmRejectedJSON   `json:"rejected"` // rows of any CSV that cannot be used
	Warnings   []string           `json:"warnings"`
	Disclosure string             `json:"disclosure"`
	LeftOut    []survival.LeftOut `json:"left_out"` // spells that cannot be used, by reason
	Version    string             `json:"version"`

	Unusable []*survival.Rejected `json:"-"` // the rejected rows as they came
}

func (e *Ending) Asides() *Ending { return e }

func (e *Ending) warn(text string) { e.Warnings = append(e.Warnings, text) }

// warnUngrouped warns of spells that have no value to group them by.
func (e *Ending) warnUngrouped(n int, by []string) {
	if n > 0 {
		e.warn(fmt.Sprintf("%s left out: no %s", english.Count(n, "spell", "spells"), strings.Join(by, ",")))
	}
}

func newEnding(rejected []*survival.Rejected, leftOut []survival.LeftOut, warnings []string) Ending {
	e := Ending{Rejected: []kmRejectedJSON{}, LeftOut: append([]survival.LeftOut{}, leftOut...), Warnings: append([]string{}, warnings...),
		Disclosure: "unprotected", Version: version.Of(), Unusable: rejected}
	for _, r := range rejected {
		e.Rejected = append(e.Rejected, kmRejectedJSON{r.Row, r.Code, r.Message})
	}
	return e
}

func (e *Ending) Reasons() []rows.ReasonCount {
	var list []string
	for _, r := range e.Rejected {
		list = append(list, r.Reason)
	}
	return rows.CountReasons(list)
}

// headed is a header with the --by columns in front.
func headed(by []string, columns ...string) []string { return append(slices.Clone(by), columns...) }
