package competing

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/internal/sum"
)

// ErrNeedsRows is returned where an answer cannot be had from counts: the
// infinitesimal jackknife needs to know when each tenure that stopped had come
// under observation.
var ErrNeedsRows = errors.New("the infinitesimal jackknife needs rows, not counts; Greenwood's and Aalen's errors do not")

// A MonthCounts holds how many tenures came under observation, were censored,
// and stopped for each cause, after each whole number of months. It is all that
// an incidence with Greenwood's errors needs, and counts of several registers
// add. The zero value is ready to use.
type MonthCounts struct {
	all    survival.MonthCounts
	causes map[string]*CauseCounts
}

// CauseCounts are stops for one cause by month, as a number and as a sum of
// weights.
type CauseCounts struct {
	Stopped []int
	Weights []float64
}

// Add counts a tenure at risk in (entry, exit] months. cause is not read unless
// it stopped. A weight of 0 leaves it out; other weights stand for so many.
func (m *MonthCounts) Add(entry, exit int, stopped bool, cause string, weight float64) error {
	var err error
	if weight == 1 {
		err = m.all.Add(entry, exit, stopped)
	} else {
		err = m.all.AddWeighted(entry, exit, stopped, weight)
	}
	if err != nil || !stopped || weight == 0 {
		return err
	}
	m.addCause(cause, exit, 1, weight)
	return nil
}

func (m *MonthCounts) addCause(cause string, month, n int, weight float64) {
	if m.causes == nil {
		m.causes = map[string]*CauseCounts{}
	}
	c := m.causes[cause]
	if c == nil {
		c = &CauseCounts{}
		m.causes[cause] = c
	}
	if more := month + 1 - len(c.Stopped); more > 0 {
		c.Stopped = append(c.Stopped, make([]int, more)...)
		c.Weights = append(c.Weights, make([]float64, more)...)
	}
	c.Stopped[month] += n
	c.Weights[month] += weight
}

// MonthCountsOf makes counts of those for any cause and those by cause, which
// must add up to them in every month.
func MonthCountsOf(all *survival.MonthCounts, causes map[string]CauseCounts) (*MonthCounts, error) {
	m := &MonthCounts{}
	m.all.Merge(all)
	for _, cause := range slices.Sorted(maps.Keys(causes)) {
		c := causes[cause]
		if c.Weights != nil && len(c.Weights) != len(c.Stopped) {
			return nil, fmt.Errorf("cause %q has %d counts with %d weights", cause, len(c.Stopped), len(c.Weights))
		}
		for month, n := range c.Stopped {
			w := float64(n)
			if c.Weights != nil {
				w = c.Weights[month]
			}
			if n < 0 || !(w >= 0) || n == 0 && w != 0 {
				return nil, fmt.Errorf("cause %q has a count that cannot be in month %d", cause, month)
			}
			if n > 0 {
				m.addCause(cause, month, n, w)
			}
		}
	}
	for c := range m.all.All() {
		n, w := 0, 0.0
		for _, k := range m.causes {
			if c.Month < len(k.Stopped) {
				n, w = n+k.Stopped[c.Month], w+k.Weights[c.Month]
			}
		}
		if n != c.Stopped || math.Abs(w-c.StoppedWeight) > 1e-9*c.StoppedWeight {
			return nil, fmt.Errorf("in month %d %d stop, but the causes add up to %d", c.Month, c.Stopped, n)
		}
	}
	total := 0
	for _, k := range m.causes {
		for _, n := range k.Stopped {
			total += n
		}
	}
	for c := range m.all.All() {
		total -= c.Stopped
	}
	if total != 0 {
		return nil, fmt.Errorf("the causes have %d stops in months that have none", total)
	}
	return m, nil
}

// Merge adds what other has counted. other is not changed.
func (m *MonthCounts) Merge(other *MonthCounts) {
	m.all.Merge(&other.all)
	for _, cause := range slices.Sorted(maps.Keys(other.causes)) {
		c := other.causes[cause]
		for month, n := range c.Stopped {
			if n > 0 {
				m.addCause(cause, month, n, c.Weights[month])
			}
		}
	}
}

// All is the counts whatever the cause. It must not be changed.
func (m *MonthCounts) All() *survival.MonthCounts { return &m.all }

// Causes returns the causes counted, in the order of survival.OrderGroups.
func (m *MonthCounts) Causes() []string {
	return survival.OrderGroups(slices.Sorted(maps.Keys(m.causes)))
}

// Stops returns the stops for a cause in a month.
func (m *MonthCounts) Stops(cause string, month int) (n int, weight float64) {
	c := m.causes[cause]
	if c == nil || month >= len(c.Stopped) {
		return 0, 0
	}
	return c.Stopped[month], c.Weights[month]
}

// ForCause returns the counts as they are for one cause, stops for another
// being censored: what a test of cause-specific hazards compares.
func (m *MonthCounts) ForCause(cause string) (*survival.MonthCounts, error) {
	var months []survival.MonthCount
	for c := range m.all.All() {
		n, w := m.Stops(cause, c.Month)
		c.Censored += c.Stopped - n
		c.CensoredWeight = max(0, c.CensoredWeight+c.StoppedWeight-w)
		c.Stopped, c.StoppedWeight = n, w
		if c.Censored == 0 {
			c.CensoredWeight = 0
		}
		months = append(months, c)
	}
	return survival.MonthCountsOf(months, m.all.Weighted())
}

// Incidence estimates the cumulative incidence of each cause as [AalenJohansen]
// does. It returns ErrNeedsRows for the infinitesimal jackknife.
func (m *MonthCounts) Incidence(opt Options) (*Incidence, error) {
	var err error
	if opt.Options, err = opt.Options.Complete(); err != nil {
		return nil, err
	}
	switch {
	case m.all.N() == 0:
		return nil, survival.ErrNoTenures
	case opt.Variance != Greenwood && opt.Variance != Aalen:
		return nil, ErrNeedsRows
	}
	ta := &table{causes: m.Causes(), n: m.all.N()}
	var n sum.Running
	entered := 0 // since the step before
	for c := range m.all.All() {
		if c.Month == 0 {
			n.Add(c.EnteredWeight)
			entered = c.Entered
		}
		if c.Stopped+c.Censored > 0 {
			st := step{time: float64(c.Month), atRisk: c.AtRisk, censored: c.Censored, entered: entered,
				events: make([]int, len(ta.causes)), d: make([]float64, len(ta.causes)),
				n: max(n.Value(), c.StoppedWeight+c.CensoredWeight)}
			for k, cause := range ta.causes {
				st.events[k], st.d[k] = m.Stops(cause, c.Month)
			}
			st.close(c.Stopped)
			ta.steps = append(ta.steps, st)
			entered = 0
		}
		n.Add(-c.StoppedWeight)
		n.Add(-c.CensoredWeight)
		if c.Month > 0 {
			n.Add(c.EnteredWeight)
			entered += c.Entered
			ta.late += c.Entered
		}
	}
	return ta.incidence(opt), nil
}
