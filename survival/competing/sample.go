package competing

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/internal/sum"
)

// A Sample is tenures with the reason for which each stopped.
type Sample struct {
	Tenures []survival.Tenure
	Causes  []string  // one a tenure; not read for one that did not stop
	Weights []float64 // one a tenure, not negative; nil counts each once

	// Clusters names what each tenure belongs to, such as its municipality; nil
	// is no clusters. Standard errors then allow for tenures of one cluster being
	// alike; only the infinitesimal jackknife can.
	Clusters []string
}

// CauseTenures returns the tenures as they are for one reason: stops for
// another count as censored at the time they came. Group comparisons on them
// are of cause-specific hazards, and late entry is no obstacle.
func (s Sample) CauseTenures(cause string) []survival.Tenure {
	out := slices.Clone(s.Tenures)
	for i := range out {
		out[i].Stopped = out[i].Stopped && s.Causes[i] == cause
	}
	return out
}

// check refuses what is no sample, and returns tied tenures.
func (s Sample) check() ([]survival.Tenure, error) {
	if len(s.Tenures) == 0 {
		return nil, survival.ErrNoTenures
	}
	n := len(s.Tenures)
	if len(s.Causes) != n || s.Weights != nil && len(s.Weights) != n || s.Clusters != nil && len(s.Clusters) != n {
		return nil, fmt.Errorf("%d tenures with %d causes, %d weights and %d clusters", n, len(s.Causes), len(s.Weights), len(s.Clusters))
	}
	for i, w := range s.Weights {
		if !survival.UsableWeight(w) {
			return nil, &survival.TenureError{Index: i, Tenure: s.Tenures[i], Reason: "the weight is negative or not a usable number"}
		}
	}
	tied, collapsed, err := survival.TieTimes(s.Tenures)
	if err != nil {
		return nil, err
	}
	if len(collapsed) > 0 {
		i := collapsed[0]
		return nil, &survival.TenureError{Index: i, Tenure: s.Tenures[i], Reason: "entry and exit differ by rounding only"}
	}
	return tied, nil
}

// causes returns the reasons for which anyone with a weight stopped, in the
// order of survival.OrderGroups.
func (s Sample) causes() []string {
	seen := map[string]bool{}
	var list []string
	for i, t := range s.Tenures {
		if t.Stopped && !seen[s.Causes[i]] && s.weight(i) > 0 {
			seen[s.Causes[i]] = true
			list = append(list, s.Causes[i])
		}
	}
	return survival.OrderGroups(list)
}

func (s Sample) weight(i int) float64 {
	if s.Weights == nil {
		return 1
	}
	return s.Weights[i]
}

// A table counts by distinct exit time, and keeps rows by where in it they come
// and go. It is all an estimate needs.
type table struct {
	causes []string
	steps  []step
	rows   []row // those with a weight above 0, by step of leaving

	entering [][]float64 // weights, by step
	n, late  int         // tenures, and those with Entry > 0

	clustered bool
	byCluster []row // rows by cluster; nil without
}

// A step is what happened at one time.
type step struct {
	time                      float64
	atRisk, censored, entered int
	events                    []int // by cause
	n                         float64
	d                         []float64 // by cause, weights summed
	all                       bool      // everyone at risk stopped
}

// total is the weight of those who stopped, for any cause.
func (s *step) total() float64 {
	sum := 0.0
	for _, d := range s.d {
		sum += d
	}
	return sum
}

// A row is at risk in steps[from] to steps[to] and leaves there. It is at risk
// nowhere if to < from, which cannot be for a valid tenure.
type row struct {
	from, to int
	cause    int // −1: censored
	weight   float64
	cluster  int
}

func (s Sample) table() (*table, error) {
	tied, err := s.check()
	if err != nil {
		return nil, err
	}
	ta := &table{causes: s.causes()}
	causeAt := map[string]int{}
	for k, c := range ta.causes {
		causeAt[c] = k
	}
	clusterAt := map[string]int{}
	for i, c := range slices.Compact(slices.Sorted(slices.Values(s.Clusters))) {
		clusterAt[c] = i
	}
	var times []float64
	for i, t := range tied {
		if s.weight(i) > 0 {
			times = append(times, t.Exit)
		}
	}
	if len(times) == 0 {
		return nil, survival.ErrNoTenures
	}
	slices.Sort(times)
	times = slices.Compact(times)
	for i, t := range tied {
		w := s.weight(i)
		if w == 0 {
			continue
		}
		r := row{cause: -1, weight: w}
		r.to, _ = slices.BinarySearch(times, t.Exit)
		if t.Entry > 0 {
			ta.late++
			var at bool
			if r.from, at = slices.BinarySearch(times, t.Entry); at {
				r.from++
			}
		}
		if t.Stopped {
			r.cause = causeAt[s.Causes[i]]
		}
		if s.Clusters != nil {
			r.cluster = clusterAt[s.Clusters[i]]
		}
		ta.rows = append(ta.rows, r)
	}
	// Weights are summed in one order whatever the order of rows.
	slices.SortFunc(ta.rows, compareRows)
	ta.n = len(ta.rows)
	if ta.clustered = s.Clusters != nil; ta.clustered {
		ta.byCluster = slices.Clone(ta.rows)
		slices.SortFunc(ta.byCluster, func(a, b row) int { return cmp.Or(a.cluster-b.cluster, compareRows(a, b)) })
	}
	ta.count(times)
	return ta, nil
}

func compareRows(a, b row) int {
	return cmp.Or(a.to-b.to, a.from-b.from, a.cause-b.cause, cmp.Compare(a.weight, b.weight))
}

func (ta *table) count(times []float64) {
	k := len(ta.causes)
	ta.steps = make([]step, len(times))
	for j := range ta.steps {
		ta.steps[j] = step{time: times[j], events: make([]int, k), d: make([]float64, k)}
	}
	ta.entering = make([][]float64, len(times))
	for _, r := range ta.rows {
		ta.entering[r.from] = append(ta.entering[r.from], r.weight)
	}
	atRisk, next := 0, 0
	var n sum.Running
	for j := range ta.steps {
		st := &ta.steps[j]
		for _, w := range ta.entering[j] {
			n.Add(w)
		}
		st.entered = len(ta.entering[j])
		atRisk += st.entered
		st.atRisk, st.n = atRisk, n.Value()
		stopped := 0
		for ; next < len(ta.rows) && ta.rows[next].to == j; next++ {
			r := &ta.rows[next]
			n.Add(-r.weight)
			atRisk--
			if r.cause < 0 {
				st.censored++
				continue
			}
			st.events[r.cause]++
			st.d[r.cause] += r.weight
			stopped++
		}
		st.close(stopped)
	}
}

// close says whether everyone at risk stopped, and then makes their weight the
// weight that stopped, to the last bit.
func (s *step) close(stopped int) {
	if s.all = stopped == s.atRisk || !(s.n-s.total() > 0); s.all {
		s.n = s.total()
	}
}
