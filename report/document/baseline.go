package document

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/internal/version"
	"github.com/varighet/varighet/survival"
)

// A BaselineAnswer is what `baselines show` prints: published numbers to compare with, as they
// were printed. What the source does not say is absent.
type BaselineAnswer struct {
	Schema string `json:"schema"` // varighet.baseline/1
	ID     string `json:"id"`     // what --baseline takes
	Title  string `json:"title"`  // in a few words, in English
	// km_median, stock_median, stopped_share or retained_share: two measures are never compared
	Measure data.Measure `json:"measure"`
	// what the number is of; a number of one's own is compared only where all parts are the same
	Definition survival.Definition `json:"definition"`
	Unit       string              `json:"unit"`       // of values[].value: years, months or percent
	Population string              `json:"population"` // whose durations
	Period     string              `json:"period"`     // 2001-05/2014-05, or a year
	// of a stopped_share, the months within which (months); absent: of other measures
	Within   int             `json:"within_months,omitempty"`
	N        int             `json:"n,omitempty"`    // how many it rests on; absent: the source does not say
	Note     string          `json:"note,omitempty"` // what to know before it is used; absent: nothing
	Citation string          `json:"citation"`       // of the source, in full
	Values   []baselineValue `json:"values"`         // one a group
	Version  string          `json:"version"`        // of the program

	baseline *data.Baseline
}

// A baselineValue is the number of one group.
type baselineValue struct {
	Group string `json:"group"`          // all, a size group, or a municipality code of the time
	Name  string `json:"name,omitempty"` // of the municipality; absent: of other groups
	// the one that the source puts the municipality in; absent: none
	SizeGroup string      `json:"size_group,omitempty"`
	Value     json.Number `json:"value"`     // in unit, with the decimals that were printed
	Qualifier string      `json:"qualifier"` // =, or < or >= where the source gives or implies a bound
}

// Baseline makes the document of a published number.
func Baseline(b *data.Baseline) *BaselineAnswer {
	d := &BaselineAnswer{Schema: "varighet.baseline/1", ID: b.ID, Title: b.Title, Measure: b.Measure, Definition: survival.DefinitionOf(survival.Measure(b.Definition)), Unit: b.Unit,
		Population: b.Population, Period: b.Period, Within: b.WithinMonths, N: b.N, Note: b.Note, Citation: b.Citation,
		Version: version.Of(), baseline: b}
	for _, v := range b.Values {
		d.Values = append(d.Values, baselineValue{v.Group, v.Name, v.SizeGroup, json.Number(v.Text), v.Qualifier})
	}
	return d
}

// Text writes what it is and where from, and a line a value.
func (d *BaselineAnswer) Text(w io.Writer) error {
	fmt.Fprintf(w, "%s\n%s, %s (%s)\ncounts %s, of %s\n%s\n", d.Title, d.Measure, d.Population, d.Period, d.Definition.Counts, d.Definition.Of, d.Citation)
	if d.Note != "" {
		fmt.Fprintln(w, d.Note)
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, v := range d.baseline.Values {
		fmt.Fprintf(tw, "  %s %s\t%s %s\n", v.Group, v.Name, qualified(v), d.Unit)
	}
	return tw.Flush()
}

// ListBaselines writes a line for each published number that there is.
func ListBaselines(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "ID\tMEASURE\tPERIOD\tTITLE")
	for _, b := range data.Baselines() {
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\n", b.ID, b.Measure, b.Period, b.Title)
	}
	return tw.Flush()
}

// qualified is a value with its bound, if it is one.
func qualified(v data.BaselineValue) string {
	if v.Qualifier == "=" {
		return v.Text
	}
	return v.Qualifier + " " + v.Text
}
