package study

import (
	"slices"

	"github.com/varighet/varighet/report/disclosure"
	"github.com/varighet/varighet/survival"
)

// published has how long lists stand vacant, as steps tell it, or how many do so on 1 January, of all, and of the
// size groups that are shown.
func (v *Vacancies) published(p *publication) (Value, error) {
	kind := "vacancies"
	if v.times {
		kind = "vacancy-times"
	}
	if v.By != "" && v.By != sizeGroupColumn || p.publishedBefore(kind) {
		return nil, errWithheld
	}
	if !v.times {
		return v.publishedMonths(p)
	}
	out, chosen, ends, err := v.publishedTimes(p)
	if err != nil || v.By == "" {
		return out, err
	}
	return out, p.own.vacancyGroups(v, out, chosen, ends)
}

// publishedTimes has how long lists stand vacant, of all. Vacancies that go on when the data end are held to the rule
// apart from others, since a report may say how many lists are vacant then, and so are those whose beginning is
// not known.
func (v *Vacancies) publishedTimes(p *publication) (out *Vacancies, chosen *survival.Selection, ends []int, err error) {
	s := p.own
	chosen = survival.Select(s.spells, survival.Query{Kind: survival.Vacant})
	parts, leftOut := s.goingOn(chosen)
	ends = s.rule.Steps(parts, s.preferred, nil)
	if !s.rule.Safe(leftOut[0]) || !s.rule.Safe(leftOut[1]) || len(ends) < leastSteps {
		return nil, nil, nil, errWithheld
	}
	out = &Vacancies{parting: parting{By: v.By}, times: true}
	out.All.Group, out.All.Spells = "all", len(chosen.Index)+leftOut[0]+leftOut[1]
	if out.All.Fill, _, err = coarseCurve("all", disclosure.RowOf(chosen.Tenures), ends); err != nil {
		return nil, nil, nil, err
	}
	if v.By == "" {
		out.Groups = []VacancyGroup{out.All}
	}
	return out, chosen, ends, nil
}

// goingOn parts the vacancies chosen into those that go on when the data end and others, and counts
// those that are not chosen likewise.
func (s *publishedSide) goingOn(chosen *survival.Selection) (parts []disclosure.Row, leftOut [2]int) {
	var tenures [2][]survival.Tenure
	part := func(i int) int {
		if s.spells[i].Censoring() == "data_end" {
			return 0
		}
		return 1
	}
	for k, i := range chosen.Index {
		tenures[part(i)] = append(tenures[part(i)], chosen.Tenures[k])
	}
	for i := range s.spells {
		if _, is := slices.BinarySearch(chosen.Index, i); !is && s.spells[i].Kind == survival.Vacant {
			leftOut[part(i)]++
		}
	}
	return []disclosure.Row{disclosure.RowOf(tenures[0]), disclosure.RowOf(tenures[1])}, leftOut
}

// vacancyGroups adds the size groups; nothing of one that is not shown.
func (s *publishedSide) vacancyGroups(v, out *Vacancies, chosen *survival.Selection, ends []int) error {
	by := map[string][]survival.Tenure{}
	for k, i := range chosen.Index {
		by[s.spells[i].SizeGroup] = append(by[s.spells[i].SizeGroup], chosen.Tenures[k])
	}
	list, hidden := []disclosure.Row{disclosure.RowOf(by[""])}, []bool{true}
	for i := range v.Groups {
		list, hidden = append(list, disclosure.RowOf(by[v.Groups[i].Group])), append(hidden, false)
	}
	shown, steps := s.rule.Rows(list, hidden, s.preferred, func(m int) bool { return slices.Contains(ends, m) })
	for i := range v.Groups {
		g := VacancyGroup{Group: v.Groups[i].Group, Fill: &survival.GroupCurve{Group: v.Groups[i].Group, Withheld: true}}
		if shown[i+1] {
			var err error
			if g.Fill, _, err = coarseCurve(g.Group, list[i+1], steps); err != nil {
				return err
			}
			g.Spells = g.Fill.N // those left out are told of all alone
		}
		out.Groups = append(out.Groups, g)
	}
	return nil
}
