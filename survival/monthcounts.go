package survival

import "errors"

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
}

// Add counts a tenure that was at risk in (entry, exit] months, and whether it
// stopped at exit. It returns a *TenureError, with the number of tenures
// counted before as its Index, for one that [Tenure] does not allow or that is
// longer than MaxMonths.
func (m *MonthCounts) Add(entry, exit int, stopped bool) error {
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

func (m *MonthCounts) grow(months int) {
	size := min(max(months, 2*len(m.entered), 64), MaxMonths+1)
	for _, counts := range []*[]int{&m.entered, &m.stopped, &m.others} {
		*counts = append(*counts, make([]int, size-len(*counts))...)
	}
}

// Merge adds what other has counted. other is not changed.
func (m *MonthCounts) Merge(other *MonthCounts) {
	if len(other.entered) > len(m.entered) {
		m.grow(len(other.entered))
	}
	m.n += other.n
	for i := range other.entered {
		m.entered[i] += other.entered[i]
		m.stopped[i] += other.stopped[i]
		m.others[i] += other.others[i]
	}
}

// N is the number of tenures counted.
func (m *MonthCounts) N() int { return m.n }

// Curve estimates the survival function of the tenures counted, as
// [KaplanMeier] does.
func (m *MonthCounts) Curve(opt Options) (*Curve, error) {
	opt, err := opt.complete()
	if err != nil {
		return nil, err
	}
	if m.n == 0 {
		return nil, ErrNoTenures
	}
	return m.tally().curve(opt), nil
}

func (m *MonthCounts) tally() *tally {
	ta := &tally{fromStart: m.entered[0]}
	for month := range m.entered {
		if month > 0 && m.entered[month] > 0 {
			ta.addEntry(float64(month), m.entered[month])
		}
		if m.stopped[month]+m.others[month] > 0 {
			ta.addExit(float64(month), m.stopped[month], m.others[month])
		}
	}
	return ta
}

var errMonthCountsShape = errors.New("each stratum needs one MonthCounts a group, nil for a group that is not in it")
