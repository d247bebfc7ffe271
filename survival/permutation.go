package survival

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"

	"gonum.org/v1/gonum/mat"

	"github.com/varighet/varighet"
)

// A Permutation says how relabellings are gone through. The zero value takes
// all of them if there are at most a million, else 100 000 at random from seed
// 0.
type Permutation struct {
	Exact  int    // most relabellings that are all gone through; 0 is 1 000 000, below 0 none
	Random int    // how many are drawn otherwise; 0 is 100 000
	Seed   uint64 // of the random ones

	// Clusters names what each tenure belongs to: labels are then dealt among whole
	// clusters. All of one must be in the same group, and the same stratum. nil: labels
	// are dealt among tenures.
	Clusters []string
}

// A PermutationResult is a test whose p-value comes from relabelling the
// tenures. P is missing where it is not defined; Reason then says why.
type PermutationResult struct {
	Weight       Weight
	Chi2         varighet.Opt[float64] // as in Comparison.Test
	P            varighet.Opt[float64]
	Exact        bool
	Permutations int    // relabellings gone through
	Seed         uint64 // that gives the same again; 0 if Exact
	Reason       string
}

// PermutationTest is [Comparison.Test] with a p-value for small groups, where
// the χ² distribution is not to be trusted: the share of all ways to deal out
// the group labels among the tenures (within strata, if any) with a χ² at least
// as great. Drawn at random, it is (1 + hits)/(1 + draws) [1], which never says
// 0. The answer does not depend on how many processors there are.
//
// With clusters whole ones are dealt, so that likeness within them does no harm; χ² is
// the same.
//
// It takes for granted that under the null the groups are alike in entry and
// censoring as well; where they are not, a small p can come from that.
//
// [1] Phipson B, Smyth GK (2010). Stat Appl Genet Mol Biol 9:39.
func PermutationTest(tenures []Tenure, groups, strata []string, w Weight, opt Permutation) (PermutationResult, error) {
	r := PermutationResult{Weight: w}
	c, err := Compare(tenures, groups, strata)
	if err != nil {
		return r, err
	}
	if opt.Exact == 0 {
		opt.Exact = 1_000_000
	}
	if opt.Random == 0 {
		opt.Random = 100_000
	}
	if opt.Random < 0 {
		return r, fmt.Errorf("%d random relabellings are none", opt.Random)
	}
	observed := c.Test(w)
	r.Chi2, r.Reason = observed.Chi2, observed.Reason
	if r.Reason == "" {
		r.Reason = opt.parted(groups, strata)
	}
	if r.Reason != "" {
		return r, nil
	}
	tied, _, _ := TieTimes(tenures) // no error: Compare has tied them too
	d := newDeal(tied, groups, strata, c, w)
	d.byCluster(opt.Clusters)
	threshold := observed.Chi2.V - 1e-9*max(1, observed.Chi2.V) // equal but for rounding
	if n := d.ways(float64(opt.Exact)); n <= float64(opt.Exact) {
		hits, all := d.all(threshold)
		r.Exact, r.Permutations = true, all
		r.P = varighet.Some(float64(hits) / float64(all))
		return r, nil
	}
	hits := d.random(threshold, opt)
	r.Permutations, r.Seed = opt.Random, opt.Seed
	r.P = varighet.Some(float64(1+hits) / float64(1+opt.Random))
	return r, nil
}

// A deal holds what does not change when labels move: who is at risk when, and
// what each time adds to score and variance.
type deal struct {
	groups int
	labels [][]int // by stratum, of rows or of whole clusters
	rows   [][]dealtRow
	units  [][]int     // by stratum and row, the place of its cluster's label; nil if each row has its own
	common [][]float64 // by stratum and time: w² d(n−d)/(n−1)
	atRisk [][]float64
}

// A dealtRow is a tenure: it is at risk from time from up to, not including, time
// to, and adds score to the observed less expected of its group.
type dealtRow struct {
	from, to int
	score    float64
	index    int // of the tenure
	group    int
}

func newDeal(tenures []Tenure, groups, strata []string, c *Comparison, w Weight) *deal {
	d := &deal{groups: len(c.Groups)}
	groupAt, names := indexOf(c.Groups), distinct(strata)
	stratumAt := indexOf(names)
	n := max(len(names), 1)
	d.labels, d.rows = make([][]int, n), make([][]dealtRow, n)
	d.common, d.atRisk = make([][]float64, n), make([][]float64, n)
	members := make([][]int, n)
	for i := range tenures {
		s := 0
		if strata != nil {
			s = stratumAt[strata[i]]
		}
		members[s] = append(members[s], i)
	}
	for s, cells := range c.strata {
		times := eventTimes(cells)
		risk, pooled := newRiskWalk(cells), pooledSurvival{before: 1, shrunk: 1}
		weights, drift := make([]float64, len(times)), make([]float64, len(times)+1)
		for j, t := range times {
			n, stops := risk.to(t)
			pooled.shrink(n, stops)
			x := w.at(n, pooled)
			pooled.step(n, stops)
			common := 0.0
			if n > 1 {
				common = x * x * float64(stops) * float64(n-stops) / float64(n-1)
			}
			weights[j] = x
			drift[j+1] = drift[j] + x*float64(stops)/float64(n)
			d.common[s], d.atRisk[s] = append(d.common[s], common), append(d.atRisk[s], float64(n))
		}
		for _, i := range members[s] {
			t := tenures[i]
			r := dealtRow{index: i, group: groupAt[groups[i]]}
			if t.Entry > 0 {
				r.from, _ = slices.BinarySearch(times, math.Nextafter(t.Entry, math.Inf(1)))
			}
			at, stops := slices.BinarySearch(times, t.Exit)
			if r.to = at; stops {
				r.to = at + 1
			}
			r.score = -(drift[r.to] - drift[r.from])
			if t.Stopped {
				r.score += weights[at]
			}
			d.rows[s] = append(d.rows[s], r)
			d.labels[s] = append(d.labels[s], groupAt[groups[i]])
		}
		slices.Sort(d.labels[s])
	}
	return d
}

// parted says which clusters cannot be moved as a whole; "" if all can.
func (opt *Permutation) parted(groups, strata []string) string {
	at := map[string]int{}
	for i, c := range opt.Clusters {
		k, seen := at[c]
		switch {
		case !seen:
			at[c] = i
		case groups[k] != groups[i]:
			return "some clusters are in several groups, so labels cannot be dealt among whole clusters"
		case strata != nil && strata[k] != strata[i]:
			return "some clusters are in several strata, so labels cannot be dealt among whole clusters"
		}
	}
	return ""
}

// byCluster deals labels among clusters in place of rows. clusters has that of each
// tenure; nil changes nothing.
func (d *deal) byCluster(clusters []string) {
	if clusters == nil {
		return
	}
	d.units = make([][]int, len(d.rows))
	for s, rows := range d.rows {
		at := map[string]int{}
		d.labels[s] = d.labels[s][:0]
		for _, r := range rows {
			unit, seen := at[clusters[r.index]]
			if !seen {
				unit = len(at)
				at[clusters[r.index]] = unit
				d.labels[s] = append(d.labels[s], r.group)
			}
			d.units[s] = append(d.units[s], unit)
		}
		slices.Sort(d.labels[s])
	}
}

// ways is how many different ways there are to deal out the labels, or a number
// above most.
func (d *deal) ways(most float64) float64 {
	ways := 1.0
	for _, labels := range d.labels {
		run := 0
		for i := range labels {
			if i > 0 && labels[i] != labels[i-1] {
				run = 0
			}
			run++
			ways *= float64(i+1) / float64(run)
			if ways > 2*most+1e9 {
				return ways
			}
		}
	}
	return math.Round(ways)
}

// all goes through every way.
func (d *deal) all(threshold float64) (hits, all int) {
	st := newDealStat(d)
	labels := make([][]int, len(d.labels))
	for s := range labels {
		labels[s] = slices.Clone(d.labels[s])
	}
	for {
		all++
		if st.chi2(labels) >= threshold {
			hits++
		}
		s := 0
		for s < len(labels) && !nextPermutation(labels[s]) { // back to sorted: carry to the next stratum
			s++
		}
		if s == len(labels) {
			return hits, all
		}
	}
}

// nextPermutation makes x the next different order of its elements, or, after
// the last, sorts it and returns false.
func nextPermutation(x []int) bool {
	i := len(x) - 2
	for i >= 0 && x[i] >= x[i+1] {
		i--
	}
	if i < 0 {
		slices.Reverse(x)
		return false
	}
	j := len(x) - 1
	for x[j] <= x[i] {
		j--
	}
	x[i], x[j] = x[j], x[i]
	slices.Reverse(x[i+1:])
	return true
}

// dealBatch is how many draws share a generator: the batch's number and the seed
// give its draws, whoever makes them.
const dealBatch = 1000

func (d *deal) random(threshold float64, opt Permutation) int {
	batches := (opt.Random + dealBatch - 1) / dealBatch
	hits := make([]int, batches)
	next := make(chan int)
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), batches) {
		wait.Go(func() {
			st := newDealStat(d)
			for b := range next {
				hits[b] = d.batch(st, threshold, rand.New(rand.NewPCG(opt.Seed, uint64(b))), min(dealBatch, opt.Random-b*dealBatch))
			}
		})
	}
	for b := range batches {
		next <- b
	}
	close(next)
	wait.Wait()
	sum := 0
	for _, h := range hits {
		sum += h
	}
	return sum
}

func (d *deal) batch(st *dealStat, threshold float64, r *rand.Rand, draws int) int {
	labels := make([][]int, len(d.labels))
	for s := range labels {
		labels[s] = slices.Clone(d.labels[s])
	}
	hits := 0
	for range draws {
		for _, l := range labels {
			r.Shuffle(len(l), func(i, j int) { l[i], l[j] = l[j], l[i] })
		}
		if st.chi2(labels) >= threshold {
			hits++
		}
	}
	return hits
}

// A dealStat makes χ² of one dealing, with room of its own.
type dealStat struct {
	d     *deal
	delta [][]float64 // changes of the number at risk, by group
	u     []float64
	v     [][]float64
}

func newDealStat(d *deal) *dealStat {
	st := &dealStat{d: d, u: make([]float64, d.groups)}
	longest := 0
	for s := range d.common {
		longest = max(longest, len(d.common[s]))
	}
	for range d.groups {
		st.delta = append(st.delta, make([]float64, longest+1))
		st.v = append(st.v, make([]float64, d.groups))
	}
	return st
}

func (st *dealStat) chi2(labels [][]int) float64 {
	for g := range st.u {
		st.u[g] = 0
		clear(st.v[g])
	}
	for s := range labels {
		st.stratum(s, labels[s])
	}
	if st.d.groups == 2 {
		if !(st.v[0][0] > 0) {
			return 0
		}
		return st.u[0] * st.u[0] / st.v[0][0]
	}
	return st.quadratic()
}

func (st *dealStat) stratum(s int, labels []int) {
	common, atRisk := st.d.common[s], st.d.atRisk[s]
	for g := range st.delta {
		clear(st.delta[g][:len(common)+1])
	}
	for i, r := range st.d.rows[s] {
		if st.d.units != nil {
			i = st.d.units[s][i]
		}
		g := labels[i]
		st.u[g] += r.score
		st.delta[g][r.from]++
		st.delta[g][r.to]--
	}
	for j, c := range common {
		for g := range st.delta {
			if j > 0 {
				st.delta[g][j] += st.delta[g][j-1]
			}
		}
		if c == 0 {
			continue
		}
		for g := range st.delta {
			share := st.delta[g][j] / atRisk[j]
			st.v[g][g] += c * share
			for h := range g + 1 {
				st.v[g][h] -= c * share * st.delta[h][j] / atRisk[j]
			}
		}
	}
}

// quadratic is u'V⁻u over the groups with a variance, one left out; 0 where it
// is not defined, so that such a dealing is no hit.
func (st *dealStat) quadratic() float64 {
	sc := &score{u0(len(st.u)), u0(len(st.u)), mat.NewSymDense(len(st.u), nil)}
	var part []int
	for g := range st.u {
		sc.observed[g] = st.u[g]
		for h := range g + 1 {
			sc.variance.SetSym(g, h, st.v[g][h])
		}
		if st.v[g][g] > 0 {
			part = append(part, g)
		}
	}
	chi2, ok := sc.chi2(part)
	if !ok {
		return 0
	}
	return chi2
}

func u0(n int) []float64 { return make([]float64, n) }
