package survival

import (
	"math"
	"slices"

	"github.com/varighet/varighet"
)

// A Stock is the agreements in force in one month, and how long their doctors
// have been there so far. That is not how long agreements last: it leans on past
// recruitment, and the doctors of a growing municipality look new. Missing values
// are not defined, or left open by unknown starts.
//
// A doctor whose start is not known has been there at least since the first month in
// which the doctor was seen. So each statistic lies between what it is if all of them
// began then, and what it is if they began long before. Where the two are the same it is
// known; else AtLeast and AtMost are the two, as far as there is a bound.
type Stock struct {
	Month        varighet.Month
	N            int // agreements of doctors
	UnknownStart int // of those, without a known start
	Vacant       int // positions without a doctor

	// Elapsed is the months from the start to Month of each with a known start,
	// ascending.
	Elapsed []float64

	StockStatistics
	MedianLower, MedianUpper varighet.Opt[float64] // exact limits: values of two ranks; missing if there are too few, or not bounded

	AtLeast, AtMost StockStatistics // of what unknown starts leave open; else missing
}

// StockStatistics describe how long doctors have been there.
type StockStatistics struct {
	Mean, Q25, Median, Q75 varighet.Opt[float64] // months elapsed; quartiles between neighbours (R's type 7)
	Under12, From60        varighet.Opt[float64] // shares with less than 12, and with 60 or more
}

// StockAt returns the stock in a month. conf is the level of the limits of the
// median, which hold at least that level whatever the distribution. Case weights
// are not defined: a stock is all agreements there are, each counted once.
func StockAt(spells []Spell, month varighet.Month, conf float64) (Stock, error) {
	st := Stock{Month: month}
	if err := checkConfLevel(conf); err != nil {
		return st, err
	}
	var least, most []float64 // months elapsed, if unknown starts were when first seen, and if they were long before
	for i := range spells {
		s := &spells[i]
		if s.First > month || s.Last < month {
			continue
		}
		switch {
		case s.Kind == Vacant:
			st.Vacant++
		case s.Kind == Regular && !s.Start.OK:
			st.UnknownStart++
			least, most = append(least, float64(month-s.First)), append(most, math.Inf(1))
		case s.Kind == Regular:
			e := float64(month - s.Start.V)
			st.Elapsed = append(st.Elapsed, e)
			least, most = append(least, e), append(most, e)
		}
	}
	slices.Sort(st.Elapsed)
	if st.N = len(least); st.N == 0 {
		return st, nil
	}
	slices.Sort(least)
	slices.Sort(most)
	st.between(least, most)
	if k := medianRank(st.N, conf); k > 0 {
		st.MedianLower = finite(least[k-1])
		st.MedianUpper = finite(most[st.N-k])
	}
	return st, nil
}

// between fills in the statistics that are the same for both, and the bounds of the others.
func (st *Stock) between(least, most []float64) {
	a, b := statisticsOf(least), statisticsOf(most)
	for i, to := range st.StockStatistics.all() {
		low, high := min(*a[i], *b[i]), max(*a[i], *b[i])
		if low == high {
			*to = varighet.Some(low)
			continue
		}
		*st.AtLeast.all()[i], *st.AtMost.all()[i] = finite(low), finite(high)
	}
}

func (s *StockStatistics) all() [6]*varighet.Opt[float64] {
	return [...]*varighet.Opt[float64]{&s.Mean, &s.Q25, &s.Median, &s.Q75, &s.Under12, &s.From60}
}

// statisticsOf are those of ascending values, in the order of all.
func statisticsOf(x []float64) (of [6]*float64) {
	n := float64(len(x))
	sum, under, from := 0.0, 0.0, 0.0
	for _, v := range x {
		sum += v
		if v < 12 {
			under++
		}
		if v >= 60 {
			from++
		}
	}
	for i, v := range [...]float64{sum / n, EmpiricalQuantile(x, 0.25), EmpiricalQuantile(x, 0.5), EmpiricalQuantile(x, 0.75), under / n, from / n} {
		of[i] = &v
	}
	return of
}

// EmpiricalQuantile is the quantile of ascending values, one at least, at place p(n−1) counted
// from 0, between neighbours in proportion: R's type 7.
func EmpiricalQuantile(x []float64, p float64) float64 {
	place := p * float64(len(x)-1)
	i := int(place)
	if part := place - float64(i); part > 0 && !math.IsInf(x[i], 1) {
		return x[i] + part*(x[i+1]-x[i])
	}
	return x[i]
}

// medianRank is the greatest k such that the k-th smallest and the k-th greatest
// of n values hold the median between them with probability conf; 0 if none do.
func medianRank(n int, conf float64) int {
	// P(fewer than k of n below the median) = P(Bin(n, ½) <= k − 1) <= tail: the
	// Clopper–Pearson upper limit of k − 1 of n is ½ or below just then.
	k := 0
	for k+1 <= n/2 {
		_, upper, err := ClopperPearson(k, n, conf)
		if err != nil || upper > 0.5 {
			break
		}
		k++
	}
	return k
}
