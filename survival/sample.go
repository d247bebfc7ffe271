package survival

import (
	"cmp"
	"fmt"
	"slices"
	"sort"

	"github.com/varighet/varighet/survival/internal/sum"
)

// A Sample is tenures with what an estimator may need to know beside their
// times: how much each counts, and which belong together.
type Sample struct {
	Tenures []Tenure

	// Weights says how many tenures each stands for; nil is one each. A weight
	// of 2 is the tenure twice, a weight of 0 leaves it out.
	Weights []float64

	// Clusters names what each tenure belongs to, such as its municipality;
	// nil is no clusters. Tenures of one cluster share conditions, so they say
	// less than as many apart.
	Clusters []string

	// Robust asks for robust standard errors without clusters, each tenure on
	// its own: the ones to use when weights are not repetitions.
	Robust bool
}

// KaplanMeier estimates the survival function as [KaplanMeier] does, with
// weights and clusters. Counts of a point are of tenures; its sums of weights
// make the estimate, and Greenwood's standard error counts a weight as so many
// tenures.
//
// With clusters, or if s.Robust is set, standard errors are robust instead: the
// infinitesimal jackknife [1]
//
//	se² = Σ over clusters of (Σ over members of w ∂S/∂w)²
//
// where ∂S/∂w says what a little more weight on a tenure does to S. It needs no
// independence within a cluster, but many clusters: there is a warning below 20.
// At S = 0 it is 0, and there are no limits. Limits, and the standard error of a
// restricted mean, follow from it. It is what survfit(cluster =) of R's survival
// prints.
//
// It returns ErrNoTenures if none has a weight, and a *TenureError for the
// first that is not valid or has no usable weight.
//
// [1] Williams RL (1995). Lifetime Data Anal 1:171–186.
func (s Sample) KaplanMeier(opt Options) (*Curve, error) {
	opt, err := opt.Complete()
	if err != nil {
		return nil, err
	}
	if s.Weights == nil && s.Clusters == nil && !s.Robust {
		return KaplanMeier(s.Tenures, opt)
	}
	if opt.ConfType == BetaProduct {
		return nil, errBetaProductCounts
	}
	if s, err = s.usable(); err != nil {
		return nil, err
	}
	ta := tallyTenures(s.Tenures)
	rows := s.place(ta)
	if s.Weights != nil {
		ta.weigh(rows)
	}
	var inf *influence
	if s.Clusters != nil || s.Robust {
		inf = newInfluence(rows, s.Clusters != nil, len(ta.exits))
	}
	return ta.curveWith(opt, inf), nil
}

// usable returns the tenures that count, with tied times.
func (s Sample) usable() (Sample, error) {
	if err := s.checkWeights(); err != nil {
		return s, err
	}
	tied, collapsed, err := TieTimes(s.Tenures)
	if err != nil {
		return s, err
	}
	if len(collapsed) > 0 {
		return s, collapsedError(s.Tenures, collapsed[0])
	}
	s.Tenures = tied
	if slices.Contains(s.Weights, 0) {
		s = s.without0()
	}
	if len(s.Tenures) == 0 {
		return s, ErrNoTenures
	}
	return s, nil
}

// checkWeights refuses columns of unlike length and weights that cannot be.
func (s Sample) checkWeights() error {
	n := len(s.Tenures)
	if s.Weights != nil && len(s.Weights) != n || s.Clusters != nil && len(s.Clusters) != n {
		return fmt.Errorf("%d tenures with %d weights and %d clusters", n, len(s.Weights), len(s.Clusters))
	}
	for i, w := range s.Weights {
		if !UsableWeight(w) {
			return &TenureError{Index: i, Tenure: s.Tenures[i], Reason: weightFault}
		}
	}
	return nil
}

func (s Sample) without0() Sample {
	out := Sample{Robust: s.Robust, Weights: []float64{}}
	for i, w := range s.Weights {
		if w == 0 {
			continue
		}
		out.Tenures, out.Weights = append(out.Tenures, s.Tenures[i]), append(out.Weights, w)
	}
	out.Clusters = s.labels0(s.Clusters)
	return out
}

// labels0 leaves out the labels of tenures with a weight of 0; nil of nil.
func (s Sample) labels0(labels []string) []string {
	if labels == nil {
		return nil
	}
	kept := []string{}
	for i, w := range s.Weights {
		if w != 0 {
			kept = append(kept, labels[i])
		}
	}
	return kept
}

// A placedRow is a tenure by where in the tally's exits it is at risk: from one
// to another, both included.
type placedRow struct {
	from, to int
	stopped  bool
	weight   float64
	cluster  int
}

// place returns the rows sorted, so that sums do not depend on the order given.
func (s Sample) place(ta *tally) []placedRow {
	clusterAt := indexOf(distinct(s.Clusters))
	rows := make([]placedRow, len(s.Tenures))
	for i, t := range s.Tenures {
		r := placedRow{stopped: t.Stopped, weight: 1}
		r.to = sort.Search(len(ta.exits), func(j int) bool { return ta.exits[j].time >= t.Exit })
		if t.Entry > 0 {
			r.from = sort.Search(len(ta.exits), func(j int) bool { return ta.exits[j].time > t.Entry })
		}
		if s.Weights != nil {
			r.weight = s.Weights[i]
		}
		if s.Clusters != nil {
			r.cluster = clusterAt[s.Clusters[i]]
		}
		rows[i] = r
	}
	slices.SortFunc(rows, func(a, b placedRow) int {
		switch {
		case a.cluster != b.cluster:
			return a.cluster - b.cluster
		case a.to != b.to:
			return a.to - b.to
		case a.from != b.from:
			return a.from - b.from
		case a.stopped != b.stopped:
			return bitOf(b.stopped) - bitOf(a.stopped)
		}
		return cmp.Compare(a.weight, b.weight)
	})
	return rows
}

// A weightCount is the sums of weights at one exit time.
type weightCount struct{ atRisk, events, censored float64 }

// exactIfAll makes the weight at risk the weight that stops, to the last bit,
// where everyone at risk stops: weights are summed in another order for each.
func (w *weightCount) exactIfAll(all bool) {
	if all {
		w.atRisk = w.events
	}
}

// weigh sums the weights at each exit of the tally.
func (ta *tally) weigh(rows []placedRow) {
	entering := make([][]float64, len(ta.exits))
	leaving := make([][]float64, len(ta.exits))
	ta.weights = make([]weightCount, len(ta.exits))
	for _, r := range rows {
		entering[r.from] = append(entering[r.from], r.weight)
		leaving[r.to] = append(leaving[r.to], r.weight)
		if w := &ta.weights[r.to]; r.stopped {
			w.events += r.weight
		} else {
			w.censored += r.weight
		}
	}
	var n sum.Running
	atRisk := 0
	for j := range ta.weights {
		for _, w := range entering[j] {
			n.Add(w)
		}
		atRisk += len(entering[j])
		ta.weights[j].atRisk = n.Value()
		events, _ := ta.at(j)
		ta.weights[j].exactIfAll(events == atRisk)
		atRisk -= len(leaving[j])
		for _, w := range leaving[j] {
			n.Add(-w)
		}
	}
}
