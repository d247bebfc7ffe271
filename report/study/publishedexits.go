package study

import (
	"maps"
	"slices"

	"github.com/varighet/varighet/report/disclosure"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
)

// published has the reasons of which the stops may be told in steps; the others, and those that are rare,
// are told together, as [competing.Other]. It is withheld where no reason can be told, or some have none, and of
// a part of the country's lists, since it would have to say of how many.
func (v *Exits) published(p *publication) (Value, error) {
	s := p.own
	if v.NoReason > 0 || v.Narrow || s.curve.Withheld || p.publishedBefore("exits") {
		return nil, errWithheld
	}
	reasons, rows := s.byReason()
	shown, ends := s.rule.Rows(rows, rare(rows), s.preferred, s.isEnd)
	all := disclosure.RowOf(s.chosen.Tenures)
	tenures, ok := disclosure.Coarse(all, ends)
	if !ok || len(ends) < leastSteps || !slices.Contains(shown, true) {
		return nil, errWithheld
	}
	told := map[string]disclosure.Row{}
	for i, reason := range reasons {
		if shown[i] {
			told[reason] = rows[i]
		}
	}
	out := &Exits{Horizon: v.Horizon, lean: s.lean(v.lean)}
	var err error
	out.Shown, err = competing.ShownOf(competing.Sample{Tenures: tenures, Causes: causesOf(tenures, told, ends)}, ConfLevel)
	if err != nil {
		return nil, err
	}
	if out.Incidence == nil {
		return nil, errWithheld
	}
	stepped(out.Any, all, ends)
	out.Incidence.Cut(len(out.Any.Shown.Points))
	out.order()
	return out, nil
}

// rareShare is the share of the stops below which a reason is told together with others: a rare one
// told apart makes all areas go in wide steps.
const rareShare = 0.05

// rare says which reasons are rare, if two or more are.
func rare(rows []disclosure.Row) []bool {
	all, n := 0, 0
	for i := range rows {
		all += rows[i].N()
	}
	list := make([]bool, len(rows))
	for i := range rows {
		if float64(rows[i].N()) < rareShare*float64(all) {
			list[i], n = true, n+1
		}
	}
	if n < 2 {
		return make([]bool, len(rows))
	}
	return list
}

// byReason are the stops of a side's tenures by their reason.
func (s *publishedSide) byReason() (reasons []string, rows []disclosure.Row) {
	by := map[string][]survival.Tenure{}
	for k, t := range s.chosen.Tenures {
		if t.Stopped {
			reason := s.spells[s.chosen.Index[k]].StopReason.String()
			by[reason] = append(by[reason], t)
		}
	}
	reasons = slices.Sorted(maps.Keys(by))
	for _, reason := range reasons {
		rows = append(rows, disclosure.RowOf(by[reason]))
	}
	return reasons, rows
}

// causesOf deals the reasons that are told out to the stops of each step; those left have
// [competing.Other], and who did not stop in a step has none.
func causesOf(tenures []survival.Tenure, told map[string]disclosure.Row, ends []int) []string {
	causes := make([]string, len(tenures))
	a := 0
	for _, b := range ends {
		var at []int // the stops at the end of the step
		for i, t := range tenures {
			if t.Stopped && t.Exit == float64(b) {
				at, causes[i] = append(at, i), competing.Other
			}
		}
		for _, reason := range slices.Sorted(maps.Keys(told)) {
			row := told[reason]
			for range row.StopsIn(a, b) {
				causes[at[0]], at = reason, at[1:]
			}
		}
		a = b
	}
	return causes
}
