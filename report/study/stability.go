package study

import (
	"cmp"

	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/words"
	"github.com/varighet/varighet/survival"
)

// Stabilities are the counts of stability of all positions, and of those of each group; where
// they are not parted by a column, of each year in which they were first filled.
type Stabilities struct {
	parting
	All    survival.StabilityCounts
	Groups []survival.StabilityCounts // by Names, of a column
	Names  []string
	Years  []survival.FilledYear    // without a column
	Never  survival.StabilityCounts // likewise: positions that have had no doctor
	Facts  words.Facts              // for the sentences

	withheld map[string][]string // in a published report: columns of the table, by the key of a row
	never    bool                // likewise: some positions have had no doctor
}

// undrawn reports whether a count is withheld that a figure needs.
func (v *Stabilities) undrawn() bool {
	for _, columns := range v.withheld {
		for _, c := range columns {
			if c != "held" && c != "doctors" && c != "stopped" {
				return true
			}
		}
	}
	return false
}

func stabilitiesOf(r *Result, f *Figure) (Value, error) {
	of, parts, err := r.parted(f.By)
	if err != nil {
		return nil, err
	}
	first, last := r.Months()
	all := together(parts)
	v := &Stabilities{parting: of, All: survival.StabilityBy(all, last)}
	v.Facts.Count(all, first, last)
	if f.By == "" {
		v.Years, v.Never = survival.StabilityByFirstYear(all, v.All.Month)
		return v, nil
	}
	for _, p := range parts {
		v.Names = append(v.Names, p.group)
		v.Groups = append(v.Groups, survival.StabilityAt(all, p.spells, v.All.Month))
	}
	return v, nil
}

// stabilityRows are the counts with the names that they have in a language.
func (p *Page) stabilityRows(v *Stabilities) (rows []chart.StabilityRow) {
	for i := range v.Groups {
		rows = append(rows, chart.StabilityRow{Key: v.Names[i], Label: p.partLabel(&v.parting, v.Names[i]), StabilityCounts: v.Groups[i]})
	}
	for i := range v.Years {
		key := yearKey(v.Years[i].Year)
		rows = append(rows, chart.StabilityRow{Key: key, Label: cmp.Or(key, p.locale.Stability.NotKnown), StabilityCounts: v.Years[i].StabilityCounts})
	}
	if v.Never.Positions > 0 || v.never {
		rows = append(rows, chart.StabilityRow{Key: neverKey, Label: p.locale.Stability.Never, StabilityCounts: v.Never})
	}
	for i := range rows {
		rows[i].Withheld = v.withheld[rows[i].Key]
	}
	return rows
}

func drawStability(p *Page, value Value, f *Figure) ([]*chart.Figure, error) {
	v := value.(*Stabilities)
	share, lower, upper := v.All.SameShare(ConfLevel)
	drawing := &chart.Stability{Text: p.text(f, p.unparted(&v.parting), ""), Paper: p.paper(f), All: v.All, Rows: p.stabilityRows(v),
		ConfLevel: ConfLevel, Share: share.V, Lower: lower.V, Upper: upper.V}
	switch {
	case v.By == "":
		drawing.Heading = p.locale.Stability.FirstYear
	case !v.cohort:
		drawing.Heading = locale.Lower(p.heading(v.By))
	}
	return tooMany(drawing.Draw())
}

func tableOfStability(p *Page, value Value) (*report.Table, error) {
	v := value.(*Stabilities)
	t := report.StabilityTable(p.locale, p.stabilityRows(v), chart.StabilityRow{StabilityCounts: v.All, Withheld: v.withheld["all"]}, ConfLevel)
	t.Source = p.Source
	p.headGroups(t, v.By)
	if v.By != "" && !v.cohort {
		p.note(t, p.locale.Stability.GroupNote)
	}
	p.note(t, p.unparted(&v.parting))
	return t, nil
}

func sayStability(_ *Result, p *Page, value Value, _ *Figure) ([]string, error) {
	return words.Stability(p.locale, &value.(*Stabilities).Facts), nil
}
