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
	first, width := sortTimes(tenures).tally().firstOfRuns()
	if first == nil {
		return tenures, nil, nil
	}
	tied = make([]Tenure, len(tenures))
	for i, t := range tenures {
		t.Exit = lastNotAfter(first, t.Exit)
		if t.Entry > 0 {
			t.Entry = lastNotAfter(first, t.Entry)
		}
		tied[i] = t
	}
	return tied, collapsedBy(first, width, tenures), nil
}

// collapsedBy lists the tenures whose entry and exit become one time. None of them is
// longer than the widest run.
func collapsedBy(first []float64, width float64, tenures []Tenure) (collapsed []int) {
	for i := range tenures {
		t := &tenures[i]
		if t.Exit-t.Entry > width || t.Entry == t.Exit {
			continue
		}
		entry := t.Entry
		if entry > 0 {
			entry = lastNotAfter(first, entry)
		}
		if entry >= lastNotAfter(first, t.Exit) {
			collapsed = append(collapsed, i)
		}
	}
	return collapsed
}

// tieTo moves each time to the first of its run. An entry may become 0.
func (s *sortedTimes) tieTo(first []float64) {
	for _, times := range [][]float64{s.entries, s.events, s.censored} {
		k := 0
		for i, t := range times {
			for k+1 < len(first) && first[k+1] <= t {
				k++
			}
			times[i] = first[k]
		}
	}
	for len(s.entries) > 0 && s.entries[0] == 0 {
		s.entries = s.entries[1:]
	}
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
func (ta *tally) distinct() []float64 {
	times := make([]float64, 0, len(ta.entries)+len(ta.exits)+1)
	if len(ta.entries) > 0 && ta.fromStart > 0 && ta.exits[0].time > 0 {
		times = append(times, 0)
	}
	entries := ta.entries
	for i := range ta.exits {
		t := ta.exits[i].time
		for len(entries) > 0 && entries[0].time <= t {
			if entries[0].time < t {
				times = append(times, entries[0].time)
			}
			entries = entries[1:]
		}
		times = append(times, t)
	}
	return times // nobody enters after the last exit
}

// firstOfRuns returns the times that are not tied to the one before, and the
// greatest distance of a time from the first of its run; nil if none are tied.
func (ta *tally) firstOfRuns() (first []float64, width float64) {
	times := ta.distinct()
	sum := 0.0
	for _, t := range times {
		sum += t
	}
	mean := sum / float64(len(times))
	tied := func(i int) bool {
		gap := times[i] - times[i-1]
		return gap <= tieTolerance || gap/mean <= tieTolerance
	}
	for i := 1; i < len(times); i++ {
		switch {
		case !tied(i) && first != nil:
			first = append(first, times[i])
		case tied(i):
			if first == nil {
				first = slices.Clone(times[:i])
			}
			width = max(width, times[i]-first[len(first)-1])
		}
	}
	return first, width
}

// lastNotAfter returns the greatest of the ascending times that is not after t.
func lastNotAfter(times []float64, t float64) float64 {
	i, found := slices.BinarySearch(times, t)
	if !found && i > 0 {
		i--
	}
	return times[i]
}
