package survival

import (
	"math"
	"slices"
)

// tieTolerance is the square root of the double's machine epsilon, R's default
// for "equal but for rounding".
const tieTolerance = 1.4901161193847656e-08

// TieTimes makes equal the times that differ by rounding only, such as 0.3 and
// 0.1 + 0.2, so that ties are ties. Of the distinct times in ascending order,
// one that is within 1.5e−8 of the one before it, or within 1.5e−8 times the
// mean of all, is taken for the same; the first of such a run stands for it.
// Entries count among the distinct times if any tenure enters late. This is
// the rule "timefix" of R's survival, and whole numbers of months are never
// changed by it.
//
// collapsed lists the tenures whose entry and exit became one time; they can
// not be used. tenures is not changed, and is itself returned if no times are
// that close. It returns a *TenureError for an invalid tenure.
func TieTimes(tenures []Tenure) (tied []Tenure, collapsed []int, err error) {
	if wholeMonths(tenures) {
		return tenures, nil, nil
	}
	if err := checkTenures(tenures); err != nil {
		return nil, nil, err
	}
	first := sortTimes(tenures).firstOfRuns()
	if first == nil {
		return tenures, nil, nil
	}
	tied, collapsed = tieTo(first, tenures)
	return tied, collapsed, nil
}

// tieTo moves each time to the first of its run.
func tieTo(first []float64, tenures []Tenure) (tied []Tenure, collapsed []int) {
	tied = make([]Tenure, len(tenures))
	for i, t := range tenures {
		t.Exit = lastNotAfter(first, t.Exit)
		if t.Entry > 0 {
			t.Entry = lastNotAfter(first, t.Entry)
		}
		tied[i] = t
		if t.Entry >= t.Exit && tenures[i].Entry < tenures[i].Exit {
			collapsed = append(collapsed, i)
		}
	}
	return tied, collapsed
}

func wholeMonths(tenures []Tenure) bool {
	for i := range tenures {
		t := &tenures[i]
		if tenureFault(t.Entry, t.Exit) != "" || t.Exit > MaxMonths ||
			t.Entry != math.Trunc(t.Entry) || t.Exit != math.Trunc(t.Exit) {
			return false
		}
	}
	return true
}

// distinct returns the exits and, with late entry, the entries, ascending and
// each once.
func (s *sortedTimes) distinct() []float64 {
	times := make([]float64, 0, s.tenures+len(s.entries)+1)
	if len(s.entries) > 0 && len(s.entries) < s.tenures {
		times = append(times, 0)
	}
	entries, events, censored := runs{times: s.entries}, runs{times: s.events}, runs{times: s.censored}
	for {
		t := min(entries.next(), events.next(), censored.next())
		if t == noTime {
			return slices.Compact(times) // an exit may be 0 too
		}
		times = append(times, t)
		entries.take(t)
		events.take(t)
		censored.take(t)
	}
}

// firstOfRuns returns the times that are not tied to the one before; nil if
// none are tied.
func (s *sortedTimes) firstOfRuns() []float64 {
	times := s.distinct()
	sum := 0.0
	for _, t := range times {
		sum += t
	}
	mean := sum / float64(len(times))
	tied := func(i int) bool {
		gap := times[i] - times[i-1]
		return gap <= tieTolerance || gap/mean <= tieTolerance
	}
	var first []float64
	for i := 1; i < len(times); i++ {
		switch {
		case !tied(i) && first != nil:
			first = append(first, times[i])
		case tied(i) && first == nil:
			first = slices.Clone(times[:i])
		}
	}
	return first
}

// lastNotAfter returns the greatest of the ascending times that is not after t.
func lastNotAfter(times []float64, t float64) float64 {
	i, found := slices.BinarySearch(times, t)
	if !found && i > 0 {
		i--
	}
	return times[i]
}
