package survival

import (
	"cmp"
	"fmt"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/varighet/varighet/survival/internal/clusters"
)

// FewClusters is how many clusters robust tests and limits need to be trusted without a
// word.
const FewClusters = clusters.Few

// A clusteredRow is a tenure of a comparison by clusters.
type clusteredRow struct {
	Tenure
	weight                  float64
	group, stratum, cluster int
}

// clusteredRows are the tenures of a comparison, sorted so that sums do not depend on the
// order given.
func (s Sample) clusteredRows(groups, groupNames, strata, stratumNames []string) []clusteredRow {
	if s.Clusters == nil {
		return nil
	}
	groupAt, stratumAt, clusterAt := indexOf(groupNames), indexOf(stratumNames), indexOf(distinct(s.Clusters))
	rows := make([]clusteredRow, len(s.Tenures))
	for i, t := range s.Tenures {
		r := clusteredRow{Tenure: t, weight: 1, group: groupAt[groups[i]], cluster: clusterAt[s.Clusters[i]]}
		if strata != nil {
			r.stratum = stratumAt[strata[i]]
		}
		if s.Weights != nil {
			r.weight = s.Weights[i]
		}
		rows[i] = r
	}
	slices.SortFunc(rows, func(a, b clusteredRow) int {
		return cmp.Or(cmp.Compare(a.cluster, b.cluster), cmp.Compare(a.stratum, b.stratum), cmp.Compare(a.Exit, b.Exit), cmp.Compare(a.Entry, b.Entry),
			bitOf(a.Stopped)-bitOf(b.Stopped), cmp.Compare(a.group, b.group), cmp.Compare(a.weight, b.weight))
	})
	return rows
}

// A drift is what a stratum's times take from the score of those who are at risk.
type drift struct {
	times   []float64
	weights []float64
	all     []float64   // Σ w d/n over times before number j
	share   [][]float64 // by group: Σ w d/n · n_g/n over times before number j
	groups  [][]float64 // by group: n_g/n at time number j
}

func driftOf(cells []*tally, w Weight) *drift {
	d := &drift{times: eventTimes(cells), all: []float64{0}}
	d.share, d.groups = make([][]float64, len(cells)), make([][]float64, len(cells))
	for g := range cells {
		d.share[g] = []float64{0}
	}
	risk, pooled := newRiskWalk(cells), pooledSurvival{before: 1, shrunk: 1}
	for j, t := range d.times {
		n, stops := risk.to(t)
		pooled.shrink(n, stops)
		x := w.at(n, pooled)
		pooled.step(n, stops)
		step := x * float64(stops) / float64(n)
		d.weights, d.all = append(d.weights, x), append(d.all, d.all[j]+step)
		for g, count := range risk.atRisk {
			share := float64(count) / float64(n)
			d.groups[g] = append(d.groups[g], share)
			d.share[g] = append(d.share[g], d.share[g][j]+step*share)
		}
	}
	return d
}

// add adds a row's part of O − E of each group.
func (d *drift) add(r *clusteredRow, u []float64) {
	from := 0
	if r.Entry > 0 {
		from, _ = slices.BinarySearchFunc(d.times, r.Entry, func(t, entry float64) int {
			if t <= entry {
				return -1
			}
			return 1
		})
	}
	at, found := slices.BinarySearch(d.times, r.Exit)
	to := at + bitOf(found)
	for g := range u {
		x := d.share[g][to] - d.share[g][from]
		if g == r.group {
			x -= d.all[to] - d.all[from]
		}
		if r.Stopped {
			x += d.weights[at] * (float64(bitOf(g == r.group)) - d.groups[g][at])
		}
		u[g] += r.weight * x
	}
}

// robustVariance is the covariance of O − E where whole clusters vary: with u the part of
// a cluster in it, Σ u u' over clusters [1].
//
// [1] Lin DY, Wei LJ (1989). J Am Stat Assoc 84:1074–1078.
func (c *Comparison) robustVariance(w Weight) *mat.SymDense {
	drifts := make([]*drift, len(c.strata))
	for s, cells := range c.strata {
		drifts[s] = driftOf(cells, w)
	}
	variance, u := mat.NewSymDense(len(c.Groups), nil), make([]float64, len(c.Groups))
	for i := range c.rows {
		r := &c.rows[i]
		if drifts[r.stratum].times != nil {
			drifts[r.stratum].add(r, u)
		}
		if i+1 == len(c.rows) || c.rows[i+1].cluster != r.cluster {
			variance.SymRankOne(variance, 1, mat.NewVecDense(len(u), slices.Clone(u)))
			clear(u)
		}
	}
	return variance
}

// countClusters is how many there are among the rows.
func (c *Comparison) countClusters() (n int) {
	for i := range c.rows {
		n += bitOf(i == 0 || c.rows[i].cluster != c.rows[i-1].cluster)
	}
	return n
}

// tooFewClusters says that a test of so many degrees of freedom has too few; "" if not.
func (c *Comparison) tooFewClusters(df int) string {
	if c.rows == nil {
		return ""
	}
	if n := c.countClusters(); n <= df {
		return fmt.Sprintf("%d clusters are too few for a robust test with %d degrees of freedom", n, df)
	}
	return ""
}

// onlyRows are the rows of two of the groups.
func onlyRows(rows []clusteredRow, a, b int) (out []clusteredRow) {
	for _, r := range rows {
		if r.group == a || r.group == b {
			r.group = bitOf(r.group == b)
			out = append(out, r)
		}
	}
	return out
}
