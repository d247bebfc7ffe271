package survival

import (
	"errors"
	"fmt"
	"iter"
	"math"

	"github.com/varighet/varighet/survival/internal/sum"
)

// MaxMonths is the longest tenure in whole months that a [MonthCounts] takes:
// over a thousand years.
const MaxMonths = 1<<14 - 1

// A MonthCounts holds how many tenures came under observation, stopped and
// were censored after each whole number of months. That is all a curve or a
// test needs, and counts add: those of several files, workers or registers
// merge into what one pass over all rows would have given, bit for bit. The
// zero value is ready to use. One group needs one MonthCounts.
type MonthCounts struct {
	n       int
	entered []int // by Entry
	stopped []int // by Exit
	others  []int // censored, by Exit

	weights *monthWeights // nil if each tenure counts once
}

// monthWeights are the same counts as sums of weights, each of the length of
// the counts.
type monthWeights struct{ entered, stopped, others []float64 }

// Add counts a tenure that was at risk in (entry, exit] months, and whether it
// stopped at exit. It returns a *TenureError, with the number of tenures
// counted before as its Index, for one that [Tenure] does not allow or that is
// longer than MaxMonths.
func (m *MonthCounts) Add(entry, exit int, stopped bool) error {
	if err := m.count(entry, exit, stopped); err != nil || m.weights == nil {
		return err
	}
	m.weigh(entry, exit, stopped, 1)
	return nil
}

func (m *MonthCounts) count(entry, exit int, stopped bool) error {
	reason := ""
	if exit > MaxMonths {
		reason = "the exit is after the longest tenure that can be counted"
	} else {
		reason = m.add(entry, exit, stopped)
	}
	if reason != "" {
		t := Tenure{Entry: float64(entry), Exit: float64(exit), Stopped: stopped}
		return &TenureError{Index: m.n, Tenure: t, Reason: reason}
	}
	return nil
}

// add counts a tenure with exit <= MaxMonths, or says why it is none.
func (m *MonthCounts) add(entry, exit int, stopped bool) (fault string) {
	if entry < 0 || exit <= entry {
		if reason := tenureFault(float64(entry), float64(exit)); reason != "" {
			return reason
		}
	}
	if exit >= len(m.entered) {
		m.grow(exit + 1)
	}
	m.n++
	m.entered[entry]++
	if stopped {
		m.stopped[exit]++
	} else {
		m.others[exit]++
	}
	return ""
}

// AddWeighted counts a tenure that stands for so many; a weight of 0 leaves it
// out. Once one has a weight, sums of weights are kept for all.
func (m *MonthCounts) AddWeighted(entry, exit int, stopped bool, weight float64) error {
	if !UsableWeight(weight) {
		t := Tenure{Entry: float64(entry), Exit: float64(exit), Stopped: stopped}
		return &TenureError{Index: m.n, Tenure: t, Reason: weightFault}
	}
	if weight == 0 {
		return nil
	}
	m.needWeights()
	if err := m.count(entry, exit, stopped); err != nil {
		return err
	}
	m.weigh(entry, exit, stopped, weight)
	return nil
}

func (m *MonthCounts) weigh(entry, exit int, stopped bool, weight float64) {
	m.weights.entered[entry] += weight
	if stopped {
		m.weights.stopped[exit] += weight
	} else {
		m.weights.others[exit] += weight
	}
}

// needWeights begins to keep sums of weights, each tenure so far counting 1.
func (m *MonthCounts) needWeights() {
	if m.weights != nil {
		return
	}
	same := func(counts []int) []float64 {
		sums := make([]float64, len(counts))
		for i, c := range counts {
			sums[i] = float64(c)
		}
		return sums
	}
	m.weights = &monthWeights{same(m.entered), same(m.stopped), same(m.others)}
}

// Weighted reports whether sums of weights are kept.
func (m *MonthCounts) Weighted() bool { return m.weights != nil }

func (m *MonthCounts) grow(months int) {
	size := min(max(months, 2*len(m.entered), 64), MaxMonths+1)
	for _, counts := range []*[]int{&m.entered, &m.stopped, &m.others} {
		*counts = append(*counts, make([]int, size-len(*counts))...)
	}
	if m.weights == nil {
		return
	}
	for _, sums := range []*[]float64{&m.weights.entered, &m.weights.stopped, &m.weights.others} {
		*sums = append(*sums, make([]float64, size-len(*sums))...)
	}
}

// Merge adds what other has counted. other is not changed.
func (m *MonthCounts) Merge(other *MonthCounts) {
	if len(other.entered) > len(m.entered) {
		m.grow(len(other.entered))
	}
	if other.weights != nil {
		m.needWeights()
	}
	m.n += other.n
	for i := range other.entered {
		m.entered[i] += other.entered[i]
		m.stopped[i] += other.stopped[i]
		m.others[i] += other.others[i]
		if m.weights != nil {
			x := other.at(i)
			m.weights.entered[i] += x.EnteredWeight
			m.weights.stopped[i] += x.StoppedWeight
			m.weights.others[i] += x.CensoredWeight
		}
	}
}

// at is the count of a month, but for the number at risk.
func (m *MonthCounts) at(month int) MonthCount {
	c := MonthCount{Month: month, Entered: m.entered[month], Stopped: m.stopped[month], Censored: m.others[month]}
	if m.weights == nil {
		c.EnteredWeight, c.StoppedWeight, c.CensoredWeight = float64(c.Entered), float64(c.Stopped), float64(c.Censored)
	} else {
		w := m.weights
		c.EnteredWeight, c.StoppedWeight, c.CensoredWeight = w.entered[month], w.stopped[month], w.others[month]
	}
	return c
}

// A MonthCount is what happened after one whole number of months of tenure:
// Entered came under observation then (0 for those seen from their start),
// Stopped and Censored left it. AtRisk is how many were at risk: Entered before
// less Stopped and Censored before; in month 0, those seen from their start.
type MonthCount struct {
	Month                              int
	AtRisk, Entered, Stopped, Censored int

	// The same as sums of weights; equal to the counts where each counts once.
	EnteredWeight, StoppedWeight, CensoredWeight float64
}

// All goes through the months in which anything happened, ascending.
func (m *MonthCounts) All() iter.Seq[MonthCount] {
	return func(yield func(MonthCount) bool) {
		atRisk := 0
		for month := range m.entered {
			c := m.at(month)
			c.AtRisk = atRisk
			if month == 0 {
				c.AtRisk = c.Entered
			}
			atRisk += c.Entered - c.Stopped - c.Censored
			if c.Entered+c.Stopped+c.Censored > 0 && !yield(c) {
				return
			}
		}
	}
}

// MonthCountsOf makes counts of months in any order, such as All gives, each
// month once. What comes in must go out: the sums of Entered and of Stopped and
// Censored are equal, never more leave than are at risk, and AtRisk is what the
// others come to. weighted says whether the sums of weights are to be used; they
// must balance too. It returns an error that names the first month that does
// not hold.
func MonthCountsOf(months []MonthCount, weighted bool) (*MonthCounts, error) {
	var m MonthCounts
	seen := map[int]bool{}
	for _, c := range months {
		switch {
		case c.Month < 0 || c.Month > MaxMonths:
			return nil, fmt.Errorf("month %d is not from 0 to %d", c.Month, MaxMonths)
		case seen[c.Month]:
			return nil, fmt.Errorf("month %d comes twice", c.Month)
		case min(c.Entered, c.Stopped, c.Censored) < 0 || max(c.Entered, c.Stopped, c.Censored) > maxCount:
			return nil, fmt.Errorf("month %d has a count that is negative or above %d", c.Month, maxCount)
		}
		seen[c.Month] = true
		if c.Month >= len(m.entered) {
			m.grow(c.Month + 1)
		}
		m.n += c.Entered
		m.entered[c.Month], m.stopped[c.Month], m.others[c.Month] = c.Entered, c.Stopped, c.Censored
	}
	if weighted {
		if err := m.takeWeights(months); err != nil {
			return nil, err
		}
	}
	atRisk, at := 0, map[int]int{}
	for month := range m.entered {
		leave := m.stopped[month] + m.others[month]
		at[month] = atRisk
		if month == 0 {
			at[0] = m.entered[0]
		}
		if leave > at[month] {
			return nil, fmt.Errorf("in month %d %d leave, and %d are at risk", month, leave, at[month])
		}
		atRisk += m.entered[month] - leave
	}
	if atRisk != 0 {
		return nil, fmt.Errorf("%d come in and never go out", atRisk)
	}
	for _, c := range months {
		if c.AtRisk != at[c.Month] {
			return nil, fmt.Errorf("month %d says %d at risk, but its months come to %d", c.Month, c.AtRisk, at[c.Month])
		}
	}
	return &m, nil
}

// maxCount bounds a count, so that sums cannot overflow.
const maxCount = 1 << 40

func (m *MonthCounts) takeWeights(months []MonthCount) error {
	m.needWeights()
	in, out, size := 0.0, 0.0, 0.0
	for _, c := range months {
		for _, x := range []struct {
			sum   float64
			count int
		}{{c.EnteredWeight, c.Entered}, {c.StoppedWeight, c.Stopped}, {c.CensoredWeight, c.Censored}} {
			n := float64(x.count)
			if !(x.sum >= 0.999*n*MinWeight && x.sum <= 1.001*n*MaxWeight) {
				return fmt.Errorf("month %d has a sum of weights that its count of tenures cannot have", c.Month)
			}
		}
		m.weights.entered[c.Month] = c.EnteredWeight
		m.weights.stopped[c.Month] = c.StoppedWeight
		m.weights.others[c.Month] = c.CensoredWeight
		in, out, size = in+c.EnteredWeight, out+c.StoppedWeight+c.CensoredWeight, size+c.EnteredWeight
	}
	if math.Abs(in-out) > 1e-9*size {
		return fmt.Errorf("weights of %v come in and %v go out", in, out)
	}
	return nil
}

// N is the number of tenures counted.
func (m *MonthCounts) N() int { return m.n }

// Curve estimates the survival function of the tenures counted, as
// [KaplanMeier] does.
func (m *MonthCounts) Curve(opt Options) (*Curve, error) {
	opt, err := opt.Complete()
	if err != nil {
		return nil, err
	}
	if m.n == 0 {
		return nil, ErrNoTenures
	}
	if opt.ConfType == BetaProduct && m.weights != nil {
		return nil, errBetaProductCounts
	}
	return m.tally().curve(opt), nil
}

func (m *MonthCounts) tally() *tally {
	ta := &tally{fromStart: m.entered[0]}
	var n sum.Running // weight at risk
	atRisk := m.entered[0]
	for month := range m.entered {
		entered := m.entered[month]
		if month > 0 && entered > 0 {
			ta.addEntry(float64(month), entered)
		}
		leave := m.stopped[month] + m.others[month]
		if leave > 0 {
			ta.addExit(float64(month), m.stopped[month], m.others[month])
		}
		if m.weights == nil {
			continue
		}
		// Who enters in month 0 is at risk in it; later ones only afterwards.
		if month == 0 {
			n.Add(m.weights.entered[0])
		}
		if w := m.weights; leave > 0 {
			left := w.stopped[month] + w.others[month]
			ta.weights = append(ta.weights, weightCount{max(n.Value(), left), w.stopped[month], w.others[month]})
			ta.weights[len(ta.weights)-1].exactIfAll(m.stopped[month] == atRisk)
			n.Add(-w.stopped[month])
			n.Add(-w.others[month])
		}
		if atRisk -= leave; month > 0 {
			n.Add(m.weights.entered[month])
			atRisk += entered
		}
	}
	return ta
}

var errMonthCountsShape = errors.New("each stratum needs one MonthCounts a group, nil for a group that is not in it")
