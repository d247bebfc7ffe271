// Package bootstrap says how far a number would move if other clusters, such as
// other municipalities, had been seen: it draws as many clusters as there are,
// with replacement, thousands of times, and looks at the spread.
//
// Agreements of one municipality share its conditions, so it is municipalities
// that are drawn, each with all its agreements, and within size groups, so that
// every resample has the mix of the country. The spread is that of the number
// over countries like this one. It is right only with many clusters; there is a
// warning below 20 in a stratum.
//
// Draws depend on the seed alone: the same seed gives the same numbers on any
// machine and with any number of workers.
package bootstrap

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"gonum.org/v1/gonum/stat/distuv"
)

// A Statistic gives numbers from a resample in which unit i was drawn times[i]
// times: always as many numbers, those that are not defined missing, or NaN or
// infinite, which is taken for missing. It is called from several goroutines at once and must not keep or change times.
type Statistic func(times []int) []varighet.Opt[float64]

// Options say how to resample. The zero value draws 2000 times from seed 0.
type Options struct {
	Replicates int     // 0 is 2000
	Seed       uint64  // the same seed gives the same result
	ConfLevel  float64 // 0 is 0.95
	Workers    int     // 0 is as many as there are processors; it does not change the result
}

// A Result is one number with what resampling says about it. A missing value is
// one that is not defined.
type Result struct {
	Estimate varighet.Opt[float64] // of the data as they are
	StdErr   varighet.Opt[float64] // standard deviation over resamples

	// Percentile limits are quantiles of the resamples [1].
	PercentileLower, PercentileUpper varighet.Opt[float64]
	// BCa limits correct these for bias and for a spread that changes with the
	// number itself [2]. Missing if the number does not move when one unit is left
	// out.
	BCaLower, BCaUpper varighet.Opt[float64]

	Undefined int // resamples in which the number was not defined: they are left out
}

// A Set is the results for all numbers of a statistic, in its order.
type Set struct {
	Results    []Result
	Units      int
	Replicates int
	Seed       uint64
	ConfLevel  float64
	Warnings   []string
}

// fewUnits is how many units a stratum needs to be resampled without a word.
const fewUnits = 20

// Run resamples units within strata and returns the results for each number that
// the statistic gives. strata has the stratum of each unit; nil is one stratum
// of n units. With a single unit in each stratum there is nothing to draw, and only
// the estimates are given.
//
// [1] Efron B, Tibshirani RJ (1993). An Introduction to the Bootstrap, chapter 13.
// [2] Efron B (1987). J Am Stat Assoc 82:171–185.
func Run(n int, strata []string, stat Statistic, opt Options) (*Set, error) {
	if opt.Replicates == 0 {
		opt.Replicates = 2000
	}
	if opt.ConfLevel == 0 {
		opt.ConfLevel = 0.95
	}
	switch {
	case n < 1:
		return nil, survival.ErrNoTenures
	case strata != nil && len(strata) != n:
		return nil, fmt.Errorf("%d units with %d strata", n, len(strata))
	case opt.Replicates < 2 || opt.Replicates > 10_000_000:
		return nil, fmt.Errorf("%d resamples are too few, or too many", opt.Replicates)
	case !(opt.ConfLevel > 0 && opt.ConfLevel < 1):
		return nil, fmt.Errorf("confidence level %v is not between 0 and 1", opt.ConfLevel)
	}
	set := &Set{Units: n, Replicates: opt.Replicates, Seed: opt.Seed, ConfLevel: opt.ConfLevel}
	groups := unitsByStratum(n, strata)
	for _, g := range groups {
		if len(g.units) < fewUnits {
			set.Warnings = append(set.Warnings, fmt.Sprintf("only %d units to draw from%s: limits are too narrow with fewer than %d",
				len(g.units), g.in(), fewUnits))
		}
	}
	whole := stat(slices.Repeat([]int{1}, n))
	if len(groups) == n {
		set.Warnings = []string{"a single unit to draw from in each stratum: every resample is the data, so there are no limits"}
		for _, estimate := range whole {
			set.Results = append(set.Results, Result{Estimate: defined(estimate)})
		}
		return set, nil
	}
	width := len(whole)
	resamples := numbers(opt.Replicates, width, opt.Workers, stat, func(b int, times []int) {
		draw(times, groups, rand.New(rand.NewPCG(opt.Seed, uint64(b))))
	}, n)
	without := numbers(n, width, opt.Workers, stat, func(i int, times []int) {
		for u := range times {
			times[u] = 1
		}
		times[i] = 0
	}, n)
	if resamples == nil || without == nil {
		return nil, errors.New("the statistic did not always give as many numbers")
	}
	for k, estimate := range whole {
		set.Results = append(set.Results, result(defined(estimate), column(resamples, k), column(without, k), opt.ConfLevel))
	}
	return set, nil
}

type stratum struct {
	name  string
	units []int
}

func (s stratum) in() string {
	if s.name == "" {
		return ""
	}
	return " in " + s.name
}

func unitsByStratum(n int, strata []string) []stratum {
	at := map[string]int{}
	var list []stratum
	for i := range n {
		name := ""
		if strata != nil {
			name = strata[i]
		}
		k, ok := at[name]
		if !ok {
			k = len(list)
			at[name] = k
			list = append(list, stratum{name: name})
		}
		list[k].units = append(list[k].units, i)
	}
	return list
}

// draw makes times a resample: of each stratum, as many units as it has.
func draw(times []int, groups []stratum, r *rand.Rand) {
	clear(times)
	for _, g := range groups {
		for range g.units {
			times[g.units[r.IntN(len(g.units))]]++
		}
	}
}

// numbers calls the statistic for jobs 0 to n − 1, each with the times that set
// makes for it. It is nil if a call gave another number of numbers.
func numbers(jobs, width, workers int, stat Statistic, set func(job int, times []int), units int) [][]varighet.Opt[float64] {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	out := make([][]varighet.Opt[float64], jobs)
	next := make(chan int)
	var wait sync.WaitGroup
	for range min(workers, jobs) {
		wait.Go(func() {
			times := make([]int, units)
			for j := range next {
				set(j, times)
				out[j] = stat(times)
			}
		})
	}
	for j := range jobs {
		next <- j
	}
	close(next)
	wait.Wait()
	for _, row := range out {
		if len(row) != width {
			return nil
		}
	}
	return out
}

// column returns the defined values of one number.
func column(rows [][]varighet.Opt[float64], k int) []float64 {
	out := make([]float64, 0, len(rows))
	for _, row := range rows {
		if v := defined(row[k]); v.OK {
			out = append(out, v.V)
		}
	}
	return out
}

// defined is a number of a statistic, missing if it is none.
func defined(v varighet.Opt[float64]) varighet.Opt[float64] {
	if math.IsNaN(v.V) || math.IsInf(v.V, 0) {
		return varighet.Opt[float64]{}
	}
	return v
}

func result(estimate varighet.Opt[float64], resamples, without []float64, conf float64) Result {
	r := Result{Estimate: estimate}
	total := cap(resamples)
	r.Undefined = total - len(resamples)
	if len(resamples) < 2 {
		return r
	}
	r.StdErr = varighet.Some(deviation(resamples))
	slices.Sort(resamples)
	tail := (1 - conf) / 2
	r.PercentileLower = varighet.Some(quantile(resamples, tail))
	r.PercentileUpper = varighet.Some(quantile(resamples, 1-tail))
	if lo, hi, ok := bca(estimate, resamples, without, tail); ok {
		r.BCaLower, r.BCaUpper = varighet.Some(quantile(resamples, lo)), varighet.Some(quantile(resamples, hi))
	}
	return r
}

func deviation(x []float64) float64 {
	mean := x[0] // plus what the others differ from it, so that equal numbers have no spread
	for _, v := range x {
		mean += (v - x[0]) / float64(len(x))
	}
	sum := 0.0
	for _, v := range x {
		sum += (v - mean) * (v - mean)
	}
	return math.Sqrt(sum / float64(len(x)-1))
}

// quantile of sorted values: of n, the one at place p(n+1), between neighbours
// in proportion (type 6 in R).
func quantile(x []float64, p float64) float64 {
	place := p*float64(len(x)+1) - 1
	i := int(math.Floor(place))
	switch {
	case i < 0:
		return x[0]
	case i >= len(x)-1:
		return x[len(x)-1]
	}
	return x[i] + (place-float64(i))*(x[i+1]-x[i])
}

// bca returns the shares of the resamples at which the limits lie. With z₀ from
// the share below the estimate (bias) and a from leaving out one unit at a time
// (acceleration), they are Φ(z₀ + (z₀ ± z)/(1 − a(z₀ ± z))).
func bca(estimate varighet.Opt[float64], sorted, without []float64, tail float64) (lower, upper float64, ok bool) {
	if !estimate.OK || len(without) < 2 {
		return 0, 0, false
	}
	below, equal := 0, 0
	for _, v := range sorted {
		switch {
		case v < estimate.V:
			below++
		case v == estimate.V:
			equal++
		}
	}
	share := (float64(below) + float64(equal)/2) / float64(len(sorted))
	mean := 0.0
	for _, v := range without {
		mean += v / float64(len(without))
	}
	squares, cubes := 0.0, 0.0
	for _, v := range without {
		d := mean - v
		squares += d * d
		cubes += d * d * d
	}
	if !(share > 0 && share < 1) || !(squares > 0) {
		return 0, 0, false
	}
	z0, a := distuv.UnitNormal.Quantile(share), cubes/(6*math.Pow(squares, 1.5))
	z := distuv.UnitNormal.Quantile(1 - tail)
	at := func(z float64) float64 {
		x := z0 + z
		return distuv.UnitNormal.CDF(z0 + x/(1-a*x))
	}
	lower, upper = at(-z), at(z)
	return lower, upper, !math.IsNaN(lower) && !math.IsNaN(upper) && lower < upper
}

// Ask says which numbers of a curve are wanted.
type Ask struct {
	At        []float64 // S at these times; not defined where a resample's curve does not reach
	Quantiles []float64 // times by which these shares have stopped
	Tau       float64   // restricted mean up to here, if above 0
}

// Curve resamples the clusters of a sample and returns the results for what is
// asked of its Kaplan–Meier curve: S at the times, then the quantiles, then the
// restricted mean. strata has the stratum of each tenure, the same for all of a
// cluster (its first counts); nil is one stratum. Without clusters tenures are
// drawn.
func Curve(s survival.Sample, strata []string, ask Ask, opt Options) (*Set, error) {
	if s.Weights != nil {
		return nil, errors.New("resampling does not take weights")
	}
	if strata != nil && len(strata) != len(s.Tenures) {
		return nil, fmt.Errorf("%d tenures with %d strata", len(s.Tenures), len(strata))
	}
	if strata != nil && s.Clusters == nil {
		s.Clusters = ranks(s.Tenures) // a name for each row, by which it keeps its stratum
	}
	r, err := s.Reweigher()
	if err != nil {
		return nil, err
	}
	var ofUnit []string
	if strata != nil {
		first := map[string]string{}
		for i, c := range s.Clusters {
			if old, ok := first[c]; !ok || strata[i] < old {
				first[c] = strata[i]
			}
		}
		for _, c := range r.Clusters {
			ofUnit = append(ofUnit, first[c])
		}
	}
	return Run(r.N, ofUnit, func(times []int) []varighet.Opt[float64] { return ask.of(r, times) }, opt)
}

// ranks names each tenure by its rank, so that the order of rows does not decide which are drawn.
func ranks(tenures []survival.Tenure) []string {
	order := make([]int, len(tenures))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := tenures[i], tenures[j]
		switch c := cmp.Or(cmp.Compare(a.Exit, b.Exit), cmp.Compare(a.Entry, b.Entry)); {
		case c != 0 || a.Stopped == b.Stopped:
			return c
		case a.Stopped:
			return -1
		}
		return 1
	})
	names := make([]string, len(tenures))
	for rank, i := range order {
		names[i] = fmt.Sprintf("%010d", rank)
	}
	return names
}

func (a Ask) of(r *survival.Reweigher, times []int) []varighet.Opt[float64] {
	width := len(a.At) + len(a.Quantiles)
	if a.Tau > 0 {
		width++
	}
	out := make([]varighet.Opt[float64], 0, width)
	c, err := r.Curve(times)
	if err != nil {
		return out[:width] // nothing is defined
	}
	for _, t := range a.At {
		at := c.At(t)
		out = append(out, varighet.Opt[float64]{V: at.Survival, OK: !at.Beyond})
	}
	for _, p := range a.Quantiles {
		out = append(out, c.Quantile(p).Time)
	}
	if a.Tau > 0 {
		out = append(out, c.RMST(a.Tau).Estimate)
	}
	return out
}
