package study

import (
	"errors"
	"slices"

	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/survival"
)

// Gaps are the medians that a study comes to when absences of other lengths are bridged.
type Gaps struct {
	Results []report.GapResult

	lean *Lean
}

// Note is "": nothing is left out that the medians do not leave out.
func (*Gaps) Note() string { return "" }

// gapChoices are the gaps that a study is tried with beside its own.
var gapChoices = []int{0, 2, 6, 12}

// gapsOf makes the spells anew with other gaps.
func gapsOf(r *Result, _ *Figure) (Value, error) {
	if r.remake == nil {
		return nil, errors.New("other gaps need the rows: they are answered while a study runs, as one of its tables")
	}
	g := &Gaps{lean: r.Lean}
	choices := slices.Clone(gapChoices)
	if !slices.Contains(choices, r.gap) {
		choices = append(choices, r.gap)
		slices.Sort(choices)
	}
	for _, gap := range choices {
		spells, bridged := r.Spells, r.Counts.Bridged
		if gap != r.gap || r.Others != nil {
			var err error
			if spells, bridged, err = r.remake(gap); err != nil {
				return nil, err
			}
		}
		tenures, _ := survival.Tenures(spells)
		c, err := survival.NewGroupCurve("all", tenures, ConfLevel)
		if err != nil {
			return nil, err
		}
		g.Results = append(g.Results, report.GapResult{Gap: gap, Used: gap == r.gap, Bridged: bridged, Median: c.Median()})
	}
	return g, nil
}

func tableOfGaps(p *Page, v Value) (*report.Table, error) {
	g := v.(*Gaps)
	t := report.GapTable(p.locale, g.Results, ConfLevel)
	p.note(t, p.leansShort(g.lean))
	return t, nil
}
