package survival

import (
	"math"
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

// An entryCount says how many there are up to a time. How many there are at it is
// the difference from the one before: a tally of many times is large.
type entryCount struct {
	time float64
	upTo int // Entry <= time
}

type exitCount struct {
	time         float64
	eventsUpTo   int // Exit <= time
	censoredUpTo int
}

func (e *exitCount) upTo() int { return e.eventsUpTo + e.censoredUpTo }

func (ta *tally) n() int { return ta.exits[len(ta.exits)-1].upTo() }

func (ta *tally) addEntry(time float64, n int) {
	ta.entries = append(ta.entries, entryCount{time, n + ta.late(len(ta.entries))})
}

func (ta *tally) addExit(time float64, events, censored int) {
	left := ta.left(len(ta.exits))
	ta.exits = append(ta.exits, exitCount{time, events + left.eventsUpTo, censored + left.censoredUpTo})
}

// late counts the tenures of the first i entries.
func (ta *tally) late(i int) int {
	if i == 0 {
		return 0
	}
	return ta.entries[i-1].upTo
}

// left is the last of the first i exits: a count of all that left by then.
func (ta *tally) left(i int) exitCount {
	if i == 0 {
		return exitCount{}
	}
	return ta.exits[i-1]
}

// at counts the tenures with the Exit of number i, by how they ended.
func (ta *tally) at(i int) (events, censored int) {
	x, before := ta.exits[i], ta.left(i)
	return x.eventsUpTo - before.eventsUpTo, x.censoredUpTo - before.censoredUpTo
}

// enteredBefore counts the tenures with Entry < t, those seen from the start
// always among them.
func (ta *tally) enteredBefore(t float64) int {
	i := sort.Search(len(ta.entries), func(i int) bool { return ta.entries[i].time >= t })
	return ta.fromStart + ta.late(i)
}

// exitedBefore counts the tenures with Exit < t, by how they ended.
func (ta *tally) exitedBefore(t float64) (events, censored int) {
	i := sort.Search(len(ta.exits), func(i int) bool { return ta.exits[i].time >= t })
	left := ta.left(i)
	return left.eventsUpTo, left.censoredUpTo
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
	for i, e := range ta.entries {
		if e.time >= t0 {
			out.addEntry(e.time, e.upTo-ta.late(i))
		}
	}
	for i, e := range ta.exits {
		if e.time < t0 {
			continue
		}
		events, censored := ta.at(i)
		out.addExit(e.time, events, censored)
		if ta.weights != nil {
			out.weights = append(out.weights, ta.weights[i])
		}
	}
	return out
}

// personTime is the sum of Exit − Entry.
func (ta *tally) personTime() float64 {
	out, in := 0.0, ta.start*float64(ta.fromStart)
	before := 0
	for i := range ta.exits {
		e := &ta.exits[i]
		out += e.time * float64(e.upTo()-before)
		before = e.upTo()
	}
	before = 0
	for _, e := range ta.entries {
		in += e.time * float64(e.upTo-before)
		before = e.upTo
	}
	return out - in
}

// tallyTenures counts valid tenures, of which there are some, whose times have been tied
// already: those of [Sample.usable].
func tallyTenures(tenures []Tenure) *tally {
	tallies, _ := ungrouped(tenures).tallies(false) // only tenures that are not valid give an error
	return tallies[0]
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
