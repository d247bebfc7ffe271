package series

import (
	"fmt"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/bootstrap"
)

// FewestPositions is how many positions must be filled at both ends for limits of the change of a
// median: of fewer not even the least and the greatest of all hold the median between them with
// probability 0.95.
const FewestPositions = 6

// medians follow the median of the months since the start of those in post. It is missing where
// unknown starts leave it open.
func medians(spells []survival.Spell, at []varighet.Month, opt Options) (*Series, error) {
	s := &Series{}
	s.Trend.Reason = "no trend of medians: their years are not independent"
	for _, month := range at {
		st, err := survival.StockAt(spells, month, opt.ConfLevel)
		if err != nil {
			return nil, err
		}
		p := Point{Month: month, N: st.N, Value: st.Median, Lower: st.MedianLower, Upper: st.MedianUpper}
		switch {
		case st.N == 0:
			p.Reason = fmt.Sprintf("nobody was there in %s", month)
		case !st.Median.OK:
			p.Reason = fmt.Sprintf("the start of %d of %d in %s is not known", st.UnknownStart, st.N, month)
		}
		s.Points = append(s.Points, p)
	}
	first, last := s.Points[0], s.Points[len(s.Points)-1]
	if s.Change.Reason = first.Reason; s.Change.Reason == "" {
		s.Change.Reason = last.Reason
	}
	if s.Change.Reason == "" {
		s.Change.Value = varighet.Some(last.Value.V - first.Value.V)
		return s, s.Change.resample(spells, first.Month, last.Month, opt)
	}
	return s, nil
}

// A position is the months since the start of its doctors at both ends.
type position struct{ first, last []float64 }

// resample makes limits of the change by drawing positions, each with its doctors at both ends, as
// many as there are, again and again: those between which the middle share of all differences lies
// (percentile limits). Those of BCa are not taken, since a median does not move smoothly as one
// position is left out.
func (c *Change) resample(spells []survival.Spell, first, last varighet.Month, opt Options) error {
	positions, unknown := positionsAt(spells, first, last)
	var filledFirst, filledLast int
	for _, p := range positions {
		filledFirst += min(len(p.first), 1)
		filledLast += min(len(p.last), 1)
	}
	switch {
	case unknown > 0:
		c.Reason = fmt.Sprintf("no limits: the start of %d is not known", unknown)
		return nil
	case min(filledFirst, filledLast) < FewestPositions:
		c.Reason = fmt.Sprintf("no limits: fewer than %d positions are filled", FewestPositions)
		return nil
	}
	set, err := bootstrap.Run(len(positions), nil, func(times []int) []varighet.Opt[float64] {
		return []varighet.Opt[float64]{differenceOf(positions, times)}
	}, bootstrap.Options{Replicates: opt.Replicates, Seed: opt.Seed, ConfLevel: opt.ConfLevel})
	if err != nil {
		return err
	}
	c.Lower, c.Upper = set.Results[0].PercentileLower, set.Results[0].PercentileUpper
	return nil
}

// positionsAt are the positions with a doctor at either end, in the order in which spells name
// them, and how many of these doctors have no known start.
func positionsAt(spells []survival.Spell, first, last varighet.Month) (list []position, unknown int) {
	at := map[string]int{}
	for i := range spells {
		s := &spells[i]
		if s.Kind != survival.Regular {
			continue
		}
		for _, month := range []varighet.Month{first, last} {
			if s.First > month || s.Last < month {
				continue
			}
			if !s.Start.OK {
				unknown++
				continue
			}
			k, ok := at[s.PositionID]
			if !ok {
				k = len(list)
				at[s.PositionID] = k
				list = append(list, position{})
			}
			list[k].add(month == first, float64(month-s.Start.V))
		}
	}
	return list, unknown
}

func (p *position) add(first bool, months float64) {
	if first {
		p.first = append(p.first, months)
	} else {
		p.last = append(p.last, months)
	}
}

// differenceOf is that of the medians of positions drawn so many times each; missing if nobody is
// left at one end.
func differenceOf(positions []position, times []int) (d varighet.Opt[float64]) {
	var first, last []float64
	for i, p := range positions {
		for range times[i] {
			first, last = append(first, p.first...), append(last, p.last...)
		}
	}
	if len(first) == 0 || len(last) == 0 {
		return d
	}
	slices.Sort(first)
	slices.Sort(last)
	return varighet.Some(survival.EmpiricalQuantile(last, 0.5) - survival.EmpiricalQuantile(first, 0.5))
}
