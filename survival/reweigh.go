package survival

import (
	"fmt"
	"slices"
)

// A Reweigher makes curves of the same tenures with each cluster taken so many
// times, without sorting again. It is what resampling needs. Its methods may be
// called from several goroutines at once.
type Reweigher struct {
	Clusters []string // names, ascending; without clusters each tenure is its own, and names are missing
	N        int      // how many clusters there are

	times []float64
	rows  []weighedRow // by cluster
}

// A weighedRow is all tenures of a cluster that are alike.
type weighedRow struct {
	placedRow
	count int
}

// Reweigher prepares s for making curves of resamples. Weights are not taken.
func (s Sample) Reweigher() (*Reweigher, error) {
	if s.Weights != nil {
		return nil, fmt.Errorf("resampling does not take weights")
	}
	s, err := s.usable()
	if err != nil {
		return nil, err
	}
	ta := tallyTenures(s.Tenures)
	r := &Reweigher{Clusters: distinct(s.Clusters)}
	for i := range ta.exits {
		r.times = append(r.times, ta.exits[i].time)
	}
	if r.N = len(r.Clusters); s.Clusters == nil {
		r.N = len(s.Tenures)
	}
	for i, row := range s.place(ta) {
		if s.Clusters == nil {
			row.cluster = i
		}
		if k := len(r.rows) - 1; k >= 0 && r.rows[k].placedRow == row {
			r.rows[k].count++
			continue
		}
		r.rows = append(r.rows, weighedRow{placedRow: row, count: 1})
	}
	return r, nil
}

// Curve makes the curve of the sample with cluster i taken times[i] times. Its
// points have estimates and counts but no limits, and the counts of those who
// entered are by exit time only. It returns ErrNoTenures if nothing is taken.
func (r *Reweigher) Curve(times []int) (*Curve, error) {
	if len(times) != r.N || slices.Min(times) < 0 {
		return nil, fmt.Errorf("%d clusters, of which %d are taken so many times", r.N, len(times))
	}
	n := len(r.times)
	entered, events, censored := make([]int, n), make([]int, n), make([]int, n)
	for i := range r.rows {
		row := &r.rows[i]
		count := times[row.cluster] * row.count
		entered[row.from] += count
		if row.stopped {
			events[row.to] += count
		} else {
			censored[row.to] += count
		}
	}
	c := &Curve{Points: make([]Point, 0, n)}
	var e estimate
	e.survival = 1
	atRisk, waiting := 0, 0
	for j := range r.times {
		atRisk += entered[j]
		waiting += entered[j]
		if events[j]+censored[j] == 0 {
			continue
		}
		c.Points = append(c.Points, Point{Time: r.times[j], AtRisk: atRisk, Events: events[j], Censored: censored[j], Entered: waiting,
			AtRiskWeight: float64(atRisk), EventsWeight: float64(events[j]), CensoredWeight: float64(censored[j])})
		p := &c.Points[len(c.Points)-1]
		e.step(p)
		e.fill(p)
		c.N, c.Events, c.Censored = c.N+waiting, c.Events+events[j], c.Censored+censored[j]
		atRisk -= events[j] + censored[j]
		waiting = 0
	}
	if len(c.Points) == 0 {
		return nil, ErrNoTenures
	}
	return c, nil
}
