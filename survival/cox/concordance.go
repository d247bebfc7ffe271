package cox

import (
	"math"
	"slices"

	"github.com/varighet/varighet"
)

// A Concordance says how well the model orders who stops first: of the pairs in
// which one stopped while the other was at risk and stayed on, the share in
// which the one who stopped had the higher x'β, pairs equal in x'β counting a
// half [1]. 0.5 is no better than chance.
type Concordance struct {
	Value  varighet.Opt[float64]
	StdErr varighet.Opt[float64] // infinitesimal jackknife, over clusters if there are any

	Concordant, Discordant float64 // pairs, weighted
	TiedX                  float64 // pairs equal in x'β
	TiedY                  float64 // pairs that stopped at the same time; they take no part
	TiedXY                 float64 // of those with equal times, equal in x'β too; not in TiedY

	Reason string // why there is no value, or no standard error
}

// Concordance compares within strata, with late entry: a pair counts if one
// stopped at t and the other has Entry < t < Exit, or was censored at t.
//
// Those at risk stand in a tree by x'β, so n rows take n·log n steps [2]; where
// few values of x'β and times of stops occur, they are counted in a table.
//
// [1] Harrell FE, Califf RM, Pryor DB, Lee KL, Rosati RA (1982). JAMA 247:2543–2546.
// [2] Fenwick PM (1994). Softw Pract Exp 24:327–336.
func (m *Model) Concordance() Concordance {
	if m.conc == nil {
		c := m.concordance()
		m.conc = &c
	}
	return *m.conc
}

func (m *Model) concordance() Concordance {
	if why := m.defined(); why != "" && m.result.Infinite == nil {
		return Concordance{Reason: why}
	}
	k := countPairs(m)
	out := Concordance{Concordant: k.total.above, Discordant: k.total.below, TiedX: k.total.equal,
		TiedY: k.tiedY - k.tiedXY, TiedXY: k.tiedXY}
	pairs := out.Concordant + out.Discordant + out.TiedX
	if !(pairs > 0) {
		out.Reason = "no pair can be compared"
		return out
	}
	somers := (out.Concordant - out.Discordant) / pairs
	out.Value = varighet.Some((somers + 1) / 2)
	cluster, n := m.clusters()
	if m.data.Cluster != nil && n == 1 { // its parts add up to 0
		out.Reason = "no standard error: there is one cluster"
		return out
	}
	sum := make([]float64, n)
	for i := range m.cohort.rows {
		x := &k.influence[i]
		sum[cluster[i]] += m.cohort.rows[i].weight * ((x.above - x.below) - (x.above+x.below+x.equal)*somers) / (2 * pairs)
	}
	variance := 0.0
	for _, v := range sum {
		variance += v * v
	}
	out.StdErr = varighet.Some(math.Sqrt(variance))
	return out
}

// compared are weights of pairs by how the one who stopped compares in x'β.
type compared struct{ above, below, equal float64 }

func (c *compared) plus(d compared, by float64) {
	c.above += by * d.above
	c.below += by * d.below
	c.equal += by * d.equal
}

// pairs counts pairs, and for each row the weight of those it is in.
type pairs struct {
	c             *cohort
	rank          []int32 // of a pattern's x'β among the distinct ones, from 1
	controls      tree    // at risk and not stopping now
	stopped       tree    // stops so far, going back in time
	total         compared
	influence     []compared
	tiedY, tiedXY float64
	tied          map[int32]float64
	ends, starts  rowsBy
}

// rowsBy are row numbers by event: those of event e are rows[start[e]:start[e+1]].
type rowsBy struct{ start, rows []int32 }

func (r *rowsBy) at(e int) []int32 { return r.rows[r.start[e]:r.start[e+1]] }

func sortRows(n int, event []int32) rowsBy {
	r := rowsBy{start: make([]int32, n+1)}
	for _, e := range event {
		if e >= 0 {
			r.start[e+1]++
		}
	}
	for e := range n {
		r.start[e+1] += r.start[e]
	}
	r.rows = make([]int32, r.start[n])
	next := slices.Clone(r.start)
	for i, e := range event {
		if e >= 0 {
			r.rows[next[e]] = int32(i)
			next[e]++
		}
	}
	return r
}

// countPairs counts in the way that suits the data.
func countPairs(m *Model) *pairs {
	c := m.cohort
	ps := c.newPass(false)
	ps.setRisks(m.result.Beta)
	used := make([]bool, c.patterns)
	for i := range c.rows {
		if r := &c.rows[i]; r.hi > r.lo && r.weight > 0 {
			used[r.pattern] = true
		}
	}
	k := &pairs{c: c, rank: ranks(ps.lp, used), influence: make([]compared, len(c.rows))}
	top := slices.Max(append([]int32{0}, k.rank...))
	if c.events()*int(top) <= len(c.rows) {
		k.table(int(top))
		return k
	}
	k.prepareTrees(top)
	for s := range c.strata {
		k.stratum(s)
	}
	return k
}

func (k *pairs) prepareTrees(top int32) {
	c := k.c
	end, start := make([]int32, len(c.rows)), make([]int32, len(c.rows))
	for i := range c.rows {
		r := &c.rows[i]
		end[i], start[i] = -1, -1
		if r.hi == r.lo || r.weight == 0 {
			continue
		}
		end[i] = int32(c.first[r.stratum]) + r.hi - 1
		if r.lo > 0 {
			start[i] = int32(c.first[r.stratum]) + r.lo - 1
		}
	}
	k.tied = map[int32]float64{}
	k.ends, k.starts = sortRows(c.events(), end), sortRows(c.events(), start)
	k.controls, k.stopped = newTree(top), newTree(top)
}

func ranks(lp []float64, used []bool) []int32 {
	var values []float64
	for g, v := range lp {
		if used[g] {
			values = append(values, v)
		}
	}
	slices.Sort(values)
	values = slices.Compact(values)
	rank := make([]int32, len(lp))
	for g, v := range lp {
		if used[g] {
			at, _ := slices.BinarySearch(values, v)
			rank[g] = int32(at) + 1
		}
	}
	return rank
}

// stratum goes back in time. What a row adds as the one who stayed on is what
// the stops weighed when it left the risk set less what they did when it came in.
func (k *pairs) stratum(s int) {
	c := k.c
	k.controls.clear()
	k.stopped.clear()
	for e := c.first[s+1] - 1; e >= c.first[s]; e-- {
		for _, i := range k.starts.at(e) { // at risk only after this event
			g := k.rank[c.rows[i].pattern]
			k.controls.add(g, -c.rows[i].weight)
			k.influence[i].plus(k.stopped.around(g), 1)
		}
		for _, i := range k.ends.at(e) {
			if r := &c.rows[i]; !r.stopped {
				k.stay(i, r)
			}
		}
		k.stops(e)
	}
	for e := c.first[s]; e < c.first[s+1]; e++ {
		for _, i := range k.ends.at(e) {
			if c.rows[i].lo == 0 {
				k.influence[i].plus(k.stopped.around(k.rank[c.rows[i].pattern]), 1)
			}
		}
	}
}

// stay takes a row in as one to compare with.
func (k *pairs) stay(i int32, r *row) {
	g := k.rank[r.pattern]
	k.influence[i].plus(k.stopped.around(g), -1)
	k.controls.add(g, r.weight)
}

// stops compares those who stop at event e with those who stay on.
func (k *pairs) stops(e int) {
	var all, squares float64
	clear(k.tied)
	for _, i := range k.ends.at(e) {
		r := &k.c.rows[i]
		if !r.stopped {
			continue
		}
		g := k.rank[r.pattern]
		x := k.controls.around(g)
		stay := compared{above: x.below, below: x.above, equal: x.equal} // seen from the one who stops
		k.total.plus(stay, r.weight)
		k.influence[i].plus(stay, 1)
		k.tiedXY += r.weight * k.tied[g]
		k.tied[g] += r.weight
		all += r.weight
		squares += r.weight * r.weight
	}
	k.tiedY += (all*all - squares) / 2
	for _, i := range k.ends.at(e) {
		if r := &k.c.rows[i]; r.stopped {
			k.stopped.add(k.rank[r.pattern], r.weight)
		}
	}
	for _, i := range k.ends.at(e) {
		if r := &k.c.rows[i]; r.stopped {
			k.stay(i, r)
		}
	}
}

// A tree holds weights by rank, and sums of them over all ranks up to one.
type tree struct {
	part  []float64
	total float64
}

func newTree(ranks int32) tree { return tree{part: make([]float64, ranks+1)} }

func (t *tree) clear() {
	clear(t.part)
	t.total = 0
}

func (t *tree) add(rank int32, w float64) {
	t.total += w
	for ; int(rank) < len(t.part); rank += rank & -rank {
		t.part[rank] += w
	}
}

func (t *tree) upTo(rank int32) float64 {
	sum := 0.0
	for ; rank > 0; rank &= rank - 1 {
		sum += t.part[rank]
	}
	return sum
}

// around is the weight above, below and at a rank.
func (t *tree) around(rank int32) compared {
	to := t.upTo(rank)
	below := t.upTo(rank - 1)
	return compared{above: t.total - to, below: below, equal: to - below}
}
