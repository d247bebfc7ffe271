package series

import (
	"cmp"
	"fmt"
	"math"
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

// resample makes limits of the change by drawing positions, each with its doctors at both ends, as
// many as there are, again and again: those between which the middle share of all differences lies
// (percentile limits). Those of BCa are not taken, since a median does not move smoothly as one
// position is left out. Where starts are not known, the lower limit is of the least differences
// that they leave open, and the upper one of the greatest; one that they leave without a bound is
// missing.
func (c *Change) resample(spells []survival.Spell, first, last varighet.Month, opt Options) error {
	at := map[string]int{}
	a, b := newPosts(spells, first, at), newPosts(spells, last, at)
	if min(a.filled, b.filled) < FewestPositions {
		c.Reason = fmt.Sprintf("no limits: fewer than %d positions are filled", FewestPositions)
		return nil
	}
	set, err := bootstrap.Run(len(at), nil, func(times []int) []varighet.Opt[float64] {
		return []varighet.Opt[float64]{difference(b.least, a.most, times), difference(b.most, a.least, times)}
	}, bootstrap.Options{Replicates: opt.Replicates, Seed: opt.Seed, ConfLevel: opt.ConfLevel})
	if err != nil {
		return err
	}
	c.Lower, c.Upper = bounded(set.Results[0].PercentileLower), bounded(set.Results[1].PercentileUpper)
	if !c.Lower.OK || !c.Upper.OK {
		c.Reason = fmt.Sprintf("no limit on a side that unknown starts leave open: %d in %s and %d in %s", a.unknown, first, b.unknown, last)
	}
	return nil
}

// longer is months for a start that is not known, longer than any; and farthest a difference that
// no two known medians have.
const (
	longer   = 1e15
	farthest = 1e6
)

// bounded is missing for a limit that unknown starts leave without a bound.
func bounded(v varighet.Opt[float64]) varighet.Opt[float64] {
	if math.Abs(v.V) > farthest {
		return varighet.Opt[float64]{}
	}
	return v
}

// A post is a doctor in a position on a day.
type post struct {
	months   float64 // since the start
	position int
}

// posts are those of a day, by months: the least that unknown starts leave open, and the most.
type posts struct {
	least, most     []post
	filled, unknown int // positions, and doctors whose start is not known
}

// newPosts finds the posts of a day. at numbers the positions; those that are new are added.
func newPosts(spells []survival.Spell, day varighet.Month, at map[string]int) *posts {
	d := &posts{}
	seen := map[int]bool{}
	for i := range spells {
		s := &spells[i]
		if s.Kind != survival.Regular || s.First > day || s.Last < day {
			continue
		}
		k, ok := at[s.PositionID]
		if !ok {
			k = len(at)
			at[s.PositionID] = k
		}
		seen[k] = true
		months := float64(day - s.Start.Or(s.First))
		d.least = append(d.least, post{months, k})
		if !s.Start.OK {
			d.unknown++
			months = longer
		}
		d.most = append(d.most, post{months, k})
	}
	d.filled = len(seen)
	for _, list := range [][]post{d.least, d.most} {
		slices.SortFunc(list, func(a, b post) int { return cmp.Or(cmp.Compare(a.months, b.months), a.position-b.position) })
	}
	return d
}

// difference is that of the medians of positions drawn so many times each; missing if nobody is
// left on one day.
func difference(last, first []post, times []int) (d varighet.Opt[float64]) {
	a, okA := median(first, times)
	b, okB := median(last, times)
	if !okA || !okB {
		return d
	}
	return varighet.Some(b - a)
}

// median is that of ascending posts, each there as often as its position was drawn: the mean of the
// two in the middle, as survival.EmpiricalQuantile has it.
func median(list []post, times []int) (m float64, ok bool) {
	n := 0
	for _, p := range list {
		n += times[p.position]
	}
	if n == 0 {
		return 0, false
	}
	return (ranked(list, times, (n-1)/2) + ranked(list, times, n/2)) / 2, true
}

// ranked is the months at a place, from 0.
func ranked(list []post, times []int, place int) float64 {
	for _, p := range list {
		if place -= times[p.position]; place < 0 {
			return p.months
		}
	}
	return longer
}
