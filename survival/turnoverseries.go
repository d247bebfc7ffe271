package survival

import (
	"math"
	"sort"

	"gonum.org/v1/gonum/stat/combin"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/varighet/varighet"
)

// A TurnoverSeries is the turnover of a group of agreements, calendar year by calendar year.
type TurnoverSeries struct {
	Group string         // as files name it: "<2000", "all"
	Years []YearTurnover // that the data touch, ascending; see [TurnoverByYear]

	// Gone of Counted, added up over the complete years: agreements of 1 January whose doctor
	// had left by the next, and agreements of 1 January but for those lost from sight.
	Gone, Counted int
}

// NewTurnoverSeries makes the series of a group's spells, with limits at level conf. A group
// without spells has no years.
func NewTurnoverSeries(group string, spells []Spell, conf float64) (*TurnoverSeries, error) {
	years, err := TurnoverByYear(spells, conf)
	s := &TurnoverSeries{Group: group, Years: years}
	for i := range years {
		if y := &years[i]; y.Complete {
			s.Gone += y.LeaversOfOpen
			s.Counted += y.Counted()
		}
	}
	return s, err
}

// Counted is how many agreements Share is of: those of 1 January, but for those lost from sight.
func (y *YearTurnover) Counted() int { return y.Open - y.LostOfOpen }

// Shown reports whether a report gives the year's share: it has one, of [FewAtRisk] agreements
// or more.
func (y *YearTurnover) Shown() bool { return y.Share.OK && y.Counted() >= FewAtRisk }

// TooFew reports whether the year has a share that is not given, since it is of too few.
func (y *YearTurnover) TooFew() bool { return y.Share.OK && !y.Shown() }

// Mean is the share of all complete years together, Gone over Counted; missing if nobody is counted.
func (s *TurnoverSeries) Mean() varighet.Opt[float64] { return shareOf(s.Gone, s.Counted) }

// MeanLimits are limits of the mean, of Clopper and Pearson at level conf; missing where it is.
// An agreement that is counted in several years is a new trial in each: it can leave in one of them
// only if it had not left before.
func (s *TurnoverSeries) MeanLimits(conf float64) (lower, upper varighet.Opt[float64]) {
	lo, hi, err := ClopperPearson(s.Gone, s.Counted, conf)
	if err != nil { // nobody is counted
		return lower, upper
	}
	return varighet.Some(lo), varighet.Some(hi)
}

// An OffMean counts the intervals of a series that do not hold its mean.
type OffMean struct {
	Off, Of  int     // intervals that do not, of all that are shown
	ByChance float64 // mean number of those that would not if all complete years had one share
}

// OffMean holds the interval of each year that is shown against the mean of the series. Given
// how many left in all, the number of a year is hypergeometric if all years have one share
// and agreements leave each on its own [1], so that chance is exact and needs no estimate:
//
//	ByChance = Σ P(the limits of X_y of n_y do not hold Gone/Counted)   over years y shown
//
// The limits are those of [ClopperPearson] at level conf, which is that of the series.
//
// [1] Fisher RA (1935). J R Stat Soc 98:39–82.
func (s *TurnoverSeries) OffMean(conf float64) (o OffMean) {
	mean := s.Mean().V
	for i := range s.Years {
		y := &s.Years[i]
		if !y.Shown() {
			continue
		}
		o.Of++
		if mean < y.ShareLower.V || mean > y.ShareUpper.V {
			o.Off++
		}
		o.ByChance += missesMean(y.Counted(), s.Gone, s.Counted, conf)
	}
	return o
}

// missesMean is the probability that the limits of X of n do not hold gone/of, for X drawn
// without replacement from of agreements of which gone left. Limits leave p out just if x or
// more, or x or fewer, of n have a probability below (1 − conf)/2 at p.
func missesMean(n, gone, of int, conf float64) float64 {
	law := distuv.Binomial{N: float64(n), P: float64(gone) / float64(of)}
	if law.P == 0 || law.P == 1 {
		return 0
	}
	tail := (1 - conf) / 2
	high := sort.Search(n+1, func(x int) bool { return law.Survival(float64(x)-1) < tail }) // the first above
	low := sort.Search(n+1, func(x int) bool { return law.CDF(float64(x)) >= tail })        // the first not below
	missed := 0.0
	for x := max(0, n-(of-gone)); x <= min(n, gone); x++ {
		if x < low || x >= high {
			missed += hypergeometric(x, n, of-n, gone)
		}
	}
	return missed
}

// hypergeometric is the probability that x of the first n are among all drawn from n and m.
func hypergeometric(x, n, m, all int) float64 {
	choose := func(n, k int) float64 { return combin.LogGeneralizedBinomial(float64(n), float64(k)) }
	return math.Exp(choose(n, x) + choose(m, all-x) - choose(n+m, all))
}
