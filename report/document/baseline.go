package document

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/internal/version"
)

func ListBaselines(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "ID\tMEASURE\tPERIOD\tTITLE")
	for _, b := range data.Baselines() {
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\n", b.ID, b.Measure, b.Period, b.Title)
	}
	return tw.Flush()
}

func qualified(v data.BaselineValue) string {
	if v.Qualifier == "=" {
		return v.Text
	}
	return v.Qualifier + " " + v.Text
}

// The machine contract: varighet.baseline/1.
type BaselineAnswer struct {
	Schema     string              `json:"schema"`
	ID         string              `json:"id"`
	Title      string              `json:"title"`
	Measure    data.Measure        `json:"measure"`
	Unit       string              `json:"unit"`
	Population string              `json:"population"`
	Period     string              `json:"period"`
	Within     int                 `json:"within_months,omitempty"`
	N          int                 `json:"n,omitempty"`
	Note       string              `json:"note,omitempty"`
	Citation   string              `json:"citation"`
	Values     []baselineValueJSON `json:"values"`
	Version    string              `json:"version"`

	baseline *data.Baseline
}

type baselineValueJSON struct {
	Group     string      `json:"group"`
	Name      string      `json:"name,omitempty"`
	SizeGroup string      `json:"size_group,omitempty"`
	Value     json.Number `json:"value"`
	Qualifier string      `json:"qualifier"`
}

func Baseline(b *data.Baseline) *BaselineAnswer {
	d := &BaselineAnswer{Schema: "varighet.baseline/1", ID: b.ID, Title: b.Title, Measure: b.Measure, Unit: b.Unit,
		Population: b.Population, Period: b.Period, Within: b.WithinMonths, N: b.N, Note: b.Note, Citation: b.Citation,
		Version: version.Of(), baseline: b}
	for _, v := range b.Values {
		d.Values = append(d.Values, baselineValueJSON{v.Group, v.Name, v.SizeGroup, json.Number(v.Text), v.Qualifier})
	}
	return d
}

func (d *BaselineAnswer) Text(w io.Writer) error {
	fmt.Fprintf(w, "%s\n%s, %s (%s)\n%s\n", d.Title, d.Measure, d.Population, d.Period, d.Citation)
	if d.Note != "" {
		fmt.Fprintln(w, d.Note)
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, v := range d.baseline.Values {
		fmt.Fprintf(tw, "  %s %s\t%s %s\n", v.Group, v.Name, qualified(v), d.Unit)
	}
	return tw.Flush()
}

// WriteJSON writes a document in one line, with < and > as they are.
func WriteJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
