package survival

import (
	"math"
	"slices"
	"sort"
)

// A tally is what a set of tenures comes to when only counts matter: how many
// came under observation, stopped and were censored at each distinct time. All
// estimators here work from tallies, never from rows, so the order of rows
// cannot matter and counts made elsewhere give the same bits.
type tally struct {
	start     float64      // where observation begins; tenures seen from there are at risk at once
	fromStart int          // tenures seen from start
	entries   []entryCount // the others, by distinct Entry, ascending
	exits     []exitCount  // all, by distinct Exit, ascending

	weights []weightCount // one an exit; nil if each tenure counts once
}

type entryCount struct {
	time float64
	here int // Entry == time
	upTo int // Entry <= time
}

type exitCount struct {
	time             float64
	events, censored int // Exit == time
	eventsUpTo       int // Exit <= time
	censoredUpTo     int
}

func (e *exitCount) upTo() int { return e.eventsUpTo + e.censoredUpTo }

func (ta *tally) n() int { return ta.exits[len(ta.exits)-1].upTo() }

func (ta *tally) addEntry(time float64, n int) {
	upTo := n
	if k := len(ta.entries); k > 0 {
		upTo += ta.entries[k-1].upTo
	}
	ta.entries = append(ta.entries, entryCount{time, n, upTo})
}

func (ta *tally) addExit(time float64, events, censored int) {
	e := exitCount{time, events, censored, events, censored}
	if k := len(ta.exits); k > 0 {
		e.eventsUpTo += ta.exits[k-1].eventsUpTo
		e.censoredUpTo += ta.exits[k-1].censoredUpTo
	}
	ta.exits = append(ta.exits, e)
}

// enteredBefore counts the tenures with Entry < t, those seen from the start
// always among them.
func (ta *tally) enteredBefore(t float64) int {
	i := sort.Search(len(ta.entries), func(i int) bool { return ta.entries[i].time >= t })
	if i == 0 {
		return ta.fromStart
	}
	return ta.fromStart + ta.entries[i-1].upTo
}

// exitedBefore counts the tenures with Exit < t, by how they ended.
func (ta *tally) exitedBefore(t float64) (events, censored int) {
	i := sort.Search(len(ta.exits), func(i int) bool { return ta.exits[i].time >= t })
	if i == 0 {
		return 0, 0
	}
	return ta.exits[i-1].eventsUpTo, ta.exits[i-1].censoredUpTo
}

// atRisk counts the tenures with Entry < t <= Exit.
func (ta *tally) atRisk(t float64) int {
	events, censored := ta.exitedBefore(t)
	return ta.enteredBefore(t) - events - censored
}

// from returns the tally of what happened at t0 and later: tenures that had
// ended before t0 are left out, those at risk at t0 are seen from there.
func (ta *tally) from(t0 float64) *tally {
	out := &tally{start: t0, fromStart: ta.atRisk(t0)}
	for _, e := range ta.entries {
		if e.time >= t0 {
			out.addEntry(e.time, e.here)
		}
	}
	for i, e := range ta.exits {
		if e.time < t0 {
			continue
		}
		out.addExit(e.time, e.events, e.censored)
		if ta.weights != nil {
			out.weights = append(out.weights, ta.weights[i])
		}
	}
	return out
}

// personTime is the sum of Exit − Entry.
func (ta *tally) personTime() float64 {
	out, in := 0.0, ta.start*float64(ta.fromStart)
	for _, e := range ta.exits {
		out += e.time * float64(e.events+e.censored)
	}
	for _, e := range ta.entries {
		in += e.time * float64(e.here)
	}
	return out - in
}

// tallyTenures counts tenures whose times have been tied already. Whole months
// are counted without sorting.
func tallyTenures(tenures []Tenure) (*tally, error) {
	if len(tenures) == 0 {
		return nil, ErrNoTenures
	}
	if ta, whole, err := tallyWhole(tenures); whole || err != nil {
		return ta, err
	}
	if err := checkTenures(tenures); err != nil {
		return nil, err
	}
	return sortTimes(tenures).tally(), nil
}

// tallyWhole counts tenures in whole months no longer than MaxMonths. It is
// false if there is another time among them.
func tallyWhole(tenures []Tenure) (ta *tally, whole bool, err error) {
	var m MonthCounts
	for i := range tenures {
		t := &tenures[i]
		entry, exit := int(t.Entry), int(t.Exit)
		if float64(entry) != t.Entry || float64(exit) != t.Exit || exit > MaxMonths || entry > MaxMonths {
			return nil, false, nil
		}
		if reason := m.add(entry, exit, t.Stopped); reason != "" {
			return nil, false, &TenureError{Index: i, Tenure: *t, Reason: reason}
		}
	}
	return m.tally(), true, nil
}

// sortedTimes holds the times of tenures, each kind ascending.
type sortedTimes struct {
	tenures          int
	entries          []float64 // after 0
	events, censored []float64
}

func sortTimes(tenures []Tenure) *sortedTimes {
	late, stopped := 0, 0
	for i := range tenures {
		if tenures[i].Entry > 0 {
			late++
		}
		if tenures[i].Stopped {
			stopped++
		}
	}
	s := &sortedTimes{
		tenures: len(tenures),
		entries: make([]float64, 0, late),
		events:  make([]float64, 0, stopped), censored: make([]float64, 0, len(tenures)-stopped),
	}
	for i := range tenures {
		t := &tenures[i]
		if t.Entry > 0 {
			s.entries = append(s.entries, t.Entry)
		}
		if t.Stopped {
			s.events = append(s.events, t.Exit)
		} else {
			s.censored = append(s.censored, t.Exit)
		}
	}
	scratch := make([]float64, max(len(s.entries), len(s.events), len(s.censored)))
	sortTimesUp(s.entries, scratch)
	sortTimesUp(s.events, scratch)
	sortTimesUp(s.censored, scratch)
	return s
}

func (s *sortedTimes) tally() *tally {
	ta := &tally{fromStart: s.tenures - len(s.entries)}
	ta.entries = slices.Grow(ta.entries, countRuns(s.entries))
	ta.exits = slices.Grow(ta.exits, countRuns(s.events)+countRuns(s.censored))
	entries := runs{times: s.entries}
	for t := entries.next(); t < noTime; t = entries.next() {
		ta.addEntry(t, entries.take(t))
	}
	events, censored := runs{times: s.events}, runs{times: s.censored}
	for t := min(events.next(), censored.next()); t < noTime; t = min(events.next(), censored.next()) {
		ta.addExit(t, events.take(t), censored.take(t))
	}
	return ta
}

// countRuns counts the distinct ones of ascending times.
func countRuns(times []float64) int {
	n := 0
	for i, t := range times {
		if i == 0 || t != times[i-1] {
			n++
		}
	}
	return n
}

// runs goes through ascending times, one run of equal ones after another.
type runs struct {
	times []float64
	i     int
}

const noTime = math.MaxFloat64

// next is the time of the next run, or noTime.
func (r *runs) next() float64 {
	if r.i == len(r.times) {
		return noTime
	}
	return r.times[r.i]
}

// take passes the run of time t, if it is next, and returns its length.
func (r *runs) take(t float64) int {
	from := r.i
	for r.i < len(r.times) && r.times[r.i] == t {
		r.i++
	}
	return r.i - from
}

// CheckTenures returns a *TenureError for the first tenure that is not valid.
func CheckTenures(tenures []Tenure) error { return checkTenures(tenures) }

func checkTenures(tenures []Tenure) error {
	for i, t := range tenures {
		if reason := tenureFault(t.Entry, t.Exit); reason != "" {
			return &TenureError{Index: i, Tenure: t, Reason: reason}
		}
	}
	return nil
}

// maxTime is the greatest time taken: sums of squares stay finite.
const maxTime = 1e100

// tenureFault says what is wrong with a tenure's times, or "".
func tenureFault(entry, exit float64) string {
	switch {
	case !(entry <= maxTime && exit <= maxTime) || math.IsInf(entry, 0) || math.IsInf(exit, 0):
		return "a time is not a finite number, or greater than 1e100"
	case entry < 0 || exit < 0:
		return "a time is negative"
	case exit <= entry && !(entry == 0 && exit == 0):
		return "the exit is not after the entry"
	}
	return ""
}
