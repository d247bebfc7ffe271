package survival

import (
	"maps"
	"slices"

	"github.com/varighet/varighet"
)

// A FilledYear counts the positions that were first filled in a year.
type FilledYear struct {
	Year varighet.Opt[int] // in which the first doctor began; missing where that start is not known
	StabilityCounts
}

// StabilityByFirstYear counts as [StabilityAt] does in a month, apart for the positions of each
// year in which they were first filled, ascending; those whose first start is not known stand
// last. never counts the positions without a doctor up to the month. Together they are all positions.
func StabilityByFirstYear(spells []Spell, month varighet.Month) (years []FilledYear, never StabilityCounts) {
	positions := map[string]*positionHistory{}
	for i := range spells {
		s := &spells[i]
		if positions[s.PositionID] == nil {
			positions[s.PositionID] = &positionHistory{}
		}
		positions[s.PositionID].add(s, month)
	}
	of := map[varighet.Opt[int]][]Spell{}
	var without []Spell
	for i := range spells {
		if p := positions[spells[i].PositionID]; len(p.held) > 0 {
			year := p.firstFilled()
			of[year] = append(of[year], spells[i])
		} else {
			without = append(without, spells[i])
		}
	}
	for _, year := range slices.SortedFunc(maps.Keys(of), missingLast) {
		years = append(years, FilledYear{year, StabilityAt(of[year], of[year], month)})
	}
	return years, StabilityAt(without, without, month)
}

// SameShare is the share of the positions that have been filled which have had one doctor all
// along, with limits of Clopper and Pearson at level conf; missing where none has been filled.
func (s *Stability) SameShare(conf float64) (share, lower, upper varighet.Opt[float64]) {
	if s.Filled == 0 {
		return share, lower, upper
	}
	lo, hi, err := ClopperPearson(s.Same, s.Filled, conf)
	if err != nil {
		return share, lower, upper
	}
	return shareOf(s.Same, s.Filled), varighet.Some(lo), varighet.Some(hi)
}
