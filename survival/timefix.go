package survival

import (
	"math"
	"sort"
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
	if len(tenures) == 0 {
		return tenures, nil, nil
	}
	tallies, err := ungrouped(tenures).tallies(false)
	if err != nil {
		return nil, nil, err
	}
	ties, width := tallies[0].ties()
	if len(ties) == 0 {
		return tenures, nil, nil
	}
	tied = make([]Tenure, len(tenures))
	for i, t := range tenures {
		tied[i] = Tenure{Entry: ties.of(t.Entry), Exit: ties.of(t.Exit), Stopped: t.Stopped}
		if ties.collapse(t, width) {
			collapsed = append(collapsed, i)
		}
	}
	return tied, collapsed, nil
}

// ties say, of each time that is taken for an earlier one, for which; ascending.
type ties []struct{ time, first float64 }

// of returns what t is taken for: itself, unless it is tied.
func (ts ties) of(t float64) float64 {
	i := sort.Search(len(ts), func(i int) bool { return ts[i].time >= t })
	if i < len(ts) && ts[i].time == t {
		return ts[i].first
	}
	return t
}

// collapse reports whether a tenure's entry and exit become one time. width is the
// greatest distance that a time is moved by: none that is longer does.
func (ts ties) collapse(t Tenure, width float64) bool {
	return t.Exit-t.Entry <= width && t.Entry < t.Exit && ts.of(t.Entry) >= ts.of(t.Exit)
}

// distinct goes through the exits and, with late entry, the entries, ascending and
// each once.
func (ta *tally) distinct(yield func(t float64)) {
	if len(ta.entries) > 0 && ta.fromStart > 0 && ta.exits[0].time > 0 {
		yield(0)
	}
	k := 0
	for i := range ta.exits {
		t := ta.exits[i].time
		for k < len(ta.entries) && ta.entries[k].time < t {
			yield(ta.entries[k].time)
			k++
		}
		if k < len(ta.entries) && ta.entries[k].time == t {
			k++
		}
		yield(t)
	}
	// Nobody enters after the last exit.
}

// ties returns the times that are tied to the one before, and the greatest distance
// of a time from the first of its run.
func (ta *tally) ties() (ts ties, width float64) {
	sum, n, last, closest := 0.0, 0, math.Inf(-1), math.Inf(1)
	ta.distinct(func(t float64) {
		sum += t
		n++
		closest = min(closest, t-last)
		last = t
	})
	mean := sum / float64(n)
	tied := func(gap float64) bool { return gap <= tieTolerance || gap/mean <= tieTolerance }
	if !tied(closest) {
		return nil, 0
	}
	first := math.Inf(-1)
	last = first
	ta.distinct(func(t float64) {
		if tied(t - last) {
			ts = append(ts, struct{ time, first float64 }{t, first})
			width = max(width, t-first)
		} else {
			first = t
		}
		last = t
	})
	return ts, width
}

// tie takes the times that are tied for those they are tied to. An entry may become
// 0, and is then seen from the start.
func (ta *tally) tie(ts ties) {
	if len(ts) == 0 {
		return
	}
	early, entries, next := 0, ta.entries[:0], ts.walk()
	for _, e := range ta.entries {
		if e.time = next(e.time); e.time == 0 {
			early = e.upTo
			continue
		}
		e.upTo -= early
		if k := len(entries) - 1; k >= 0 && entries[k].time == e.time {
			entries = entries[:k]
		}
		entries = append(entries, e)
	}
	exits, next := ta.exits[:0], ts.walk()
	for _, x := range ta.exits {
		x.time = next(x.time)
		if k := len(exits) - 1; k >= 0 && exits[k].time == x.time {
			exits = exits[:k]
		}
		exits = append(exits, x)
	}
	ta.fromStart, ta.entries, ta.exits = ta.fromStart+early, entries, exits
}

// walk returns what of does, for ascending times.
func (ts ties) walk() func(t float64) float64 {
	k := 0
	return func(t float64) float64 {
		for k < len(ts) && ts[k].time < t {
			k++
		}
		if k < len(ts) && ts[k].time == t {
			return ts[k].first
		}
		return t
	}
}
