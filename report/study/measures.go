package study

import (
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/survival"
)

// Measures are the numbers that a study gives of some of its spells.
type Measures struct {
	Spells  []survival.Spell
	LeftOut []survival.LeftOut // of curves and medians
	Lean    *Lean              // nil unless too many stops may have come later

	Stability survival.Stability
	Turnover  []survival.TurnoverShare // within the study's months
	Curve     *survival.GroupCurve     // of all their tenures
}

// measure takes the measures of spells among all of a study, whose data go to the month last.
func measure(all, spells []survival.Spell, last varighet.Month, within int) (m Measures, err error) {
	m = Measures{Spells: spells, LeftOut: survival.Select(spells, survival.Query{}).LeftOut}
	if n, of, short := survival.UncertainStops(spells); short {
		m.Lean = &Lean{n, of}
	}
	m.Stability = survival.StabilityBy(spells, last).Stability
	if m.Turnover, err = survival.TurnoverAmong(all, spells, within, ConfLevel); err != nil {
		return m, err
	}
	tenures, _ := survival.Tenures(spells)
	m.Curve, err = survival.NewGroupCurve("all", tenures, ConfLevel)
	return m, err
}

// cohortColumn says of spells whether their position is of the cohort.
const cohortColumn = "cohort"

// memberOf is the place of the column among the attributes of spells; −1 if there is none.
func memberOf(t *spellfile.Table) int {
	return slices.IndexFunc(t.Attributes, func(a spellfile.Attribute) bool { return a.Name == cohortColumn })
}

// ofCohort reports whether a value is of the cohort only where others stand beside it.
func ofCohort(v Value) bool {
	switch v := v.(type) {
	case *Medians, *Municipalities, *Beside: // they say themselves what they are of
		return false
	case *Curves:
		return !v.cohort
	case *TurnoverYears:
		return !v.cohort
	case *Vacancies:
		return !v.cohort
	case *Stabilities:
		return !v.cohort
	case *Expected: // the others are what is expected from
		return !v.Others
	case *Observed: // likewise
		return !v.Others
	case *FunnelPlot: // it says itself that it is of the others
		return !v.OfOthers
	case *Hazards:
		return !v.OfAll
	}
	return true
}

// partCohort parts spells by the column cohort into those of the cohort and the others. Where
// the column is not there, or does not say true of some and false of all others, all spells
// are the first part and others is nil.
func partCohort(t *spellfile.Table) (cohort, others []survival.Spell) {
	member := memberOf(t)
	if member < 0 {
		return t.Spells, nil
	}
	for i := range t.Spells {
		s := &t.Spells[i]
		said := ""
		if s.Beside != nil && member < len(s.Beside.Attributes) {
			said = strings.ToLower(s.Beside.Attributes[member])
		}
		switch said {
		case "true":
			cohort = append(cohort, *s)
		case "false":
			others = append(others, *s)
		default:
			return t.Spells, nil
		}
	}
	if len(cohort) == 0 || len(others) == 0 {
		return t.Spells, nil
	}
	return cohort, others
}
