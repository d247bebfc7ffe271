package funnel

import (
	"fmt"
	"slices"
	"sort"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// A Unit is one of those that are compared, with what was seen of it and what was expected.
type Unit struct {
	Name     string
	N        int     // tenures
	Observed int     // stops that are compared
	Expected float64 // stops expected in the same time at risk

	// ReferenceStops is how many stops Expected rests on: its relative variance is one
	// over it. Missing if Expected is taken as known without error.
	ReferenceStops varighet.Opt[float64]

	// NotCompared is stops that are not in Observed, since no other unit of the stratum had
	// anyone at risk at that tenure.
	NotCompared int
}

// AgainstOthers expects of each unit the stops that the hazards of the other units in the same
// stratum, such as a size group, would have given among its own tenures:
//
//	E = Σ n_u(t) · d_others(t)/n_others(t)
//
// over strata and tenures t at which anyone stopped: the unit's number at risk, times the
// others' stops over the others' number at risk. A unit is never held against itself: that
// would draw its ratio towards 1, the more the larger its part of the stratum, and to 1 exactly
// where it is alone. The price is that the others' hazards are the less certain, the fewer they
// are; ReferenceStops carries it on:
//
//	var E = Σ n_u(t)² d_others(t)/n_others(t)²,  ReferenceStops = E²/var E
//
// units and strata have a label for each tenure; nil strata are one. At risk at t are tenures
// with Entry < t <= Exit, at 0 those with Entry 0. Units are in the order of
// survival.OrderGroups. It returns survival.ErrNoTenures for none, and a *survival.TenureError
// for the first that is not valid.
func AgainstOthers(tenures []survival.Tenure, units, strata []string) ([]Unit, error) {
	n := len(tenures)
	switch {
	case n == 0:
		return nil, survival.ErrNoTenures
	case len(units) != n || strata != nil && len(strata) != n:
		return nil, fmt.Errorf("%d tenures with %d units and %d strata", n, len(units), len(strata))
	}
	if err := survival.CheckTenures(tenures); err != nil {
		return nil, err
	}
	out, at := namedUnits(units)
	variance := make([]float64, len(out))
	for _, members := range byStratum(n, strata) {
		s := newStratum(tenures, members)
		byUnit := map[int][]int{}
		for _, i := range members {
			byUnit[at[units[i]]] = append(byUnit[at[units[i]]], i)
		}
		for u, rows := range byUnit {
			variance[u] += s.hold(&out[u], s.count(tenures, rows))
		}
	}
	for u := range out {
		if variance[u] > 0 {
			out[u].ReferenceStops = varighet.Some(out[u].Expected * out[u].Expected / variance[u])
		}
	}
	return out, nil
}

// namedUnits are the units in order, with how many tenures each has, and where each name is.
func namedUnits(labels []string) (out []Unit, at map[string]int) {
	n := map[string]int{}
	var names []string
	for _, l := range labels {
		if n[l]++; n[l] == 1 {
			names = append(names, l)
		}
	}
	at = map[string]int{}
	for _, name := range survival.OrderGroups(names) {
		at[name] = len(out)
		out = append(out, Unit{Name: name, N: n[name]})
	}
	return out, at
}

// byStratum is the rows of each stratum, in the order of their labels: sums are then the same
// from run to run.
func byStratum(n int, strata []string) [][]int {
	members := map[string][]int{}
	for i := range n {
		label := ""
		if strata != nil {
			label = strata[i]
		}
		members[label] = append(members[label], i)
	}
	var labels []string
	for l := range members {
		labels = append(labels, l)
	}
	slices.Sort(labels)
	var out [][]int
	for _, l := range labels {
		out = append(out, members[l])
	}
	return out
}

// A stratum is the tenures at which anyone of it stopped, and what happened there.
type stratum struct {
	times []float64
	all   counts
}

// counts are numbers at risk and stops at each of a stratum's times.
type counts struct{ atRisk, stops []int }

func newStratum(tenures []survival.Tenure, rows []int) *stratum {
	s := &stratum{}
	for _, i := range rows {
		if tenures[i].Stopped {
			s.times = append(s.times, tenures[i].Exit)
		}
	}
	slices.Sort(s.times)
	s.times = slices.Compact(s.times)
	s.all = s.count(tenures, rows)
	return s
}

// count counts some of the stratum's rows.
func (s *stratum) count(tenures []survival.Tenure, rows []int) counts {
	k := len(s.times)
	c := counts{make([]int, k+1), make([]int, k)}
	for _, i := range rows {
		t := tenures[i]
		from := sort.Search(k, func(j int) bool { return s.times[j] > t.Entry || t.Entry == 0 })
		to := sort.Search(k, func(j int) bool { return s.times[j] > t.Exit })
		if from >= to {
			continue
		}
		c.atRisk[from]++
		c.atRisk[to]--
		if t.Stopped {
			c.stops[to-1]++
		}
	}
	for j := 1; j < k; j++ {
		c.atRisk[j] += c.atRisk[j-1]
	}
	return c
}

// hold adds to a unit what was seen of it in the stratum and what the others give, and returns
// the variance of the latter.
func (s *stratum) hold(u *Unit, own counts) (variance float64) {
	for j := range s.times {
		n, stops := float64(own.atRisk[j]), s.all.stops[j]-own.stops[j]
		others := float64(s.all.atRisk[j] - own.atRisk[j])
		if others == 0 {
			u.NotCompared += own.stops[j]
			continue
		}
		u.Observed += own.stops[j]
		u.Expected += n * float64(stops) / others
		variance += n * n * float64(stops) / (others * others)
	}
	return variance
}
