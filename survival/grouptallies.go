package survival

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
)

// groupedTenures are tenures of n groups. The group of each is a number from 0 to
// n − 1, or below 0 for none; nil is one group.
type groupedTenures struct {
	tenures []Tenure
	groups  []int
	n       int
}

func ungrouped(tenures []Tenure) groupedTenures { return groupedTenures{tenures, nil, 1} }

// of returns the group of a tenure, below 0 for none.
func (r groupedTenures) of(i int) int {
	if r.groups == nil {
		return 0
	}
	return r.groups[i]
}

// check refuses groups that there are not.
func (r groupedTenures) check() error {
	if len(r.groups) != len(r.tenures) || r.n < 0 {
		return fmt.Errorf("%d tenures with the groups of %d, numbered below %d", len(r.tenures), len(r.groups), r.n)
	}
	for i, g := range r.groups {
		if g >= r.n {
			return fmt.Errorf("tenure %d is of group number %d, and there are %d", i, g, r.n)
		}
	}
	return nil
}

// tallies counts the tenures of each group; nil for a group without any. Whole months
// are counted without sorting. If tie is set, times that differ by rounding only are
// tied within each group; see TieTimes. It returns a *TenureError for the first tenure
// that is not valid, or whose entry and exit are tied.
func (r groupedTenures) tallies(tie bool) ([]*tally, error) {
	tallies := make([]*tally, r.n)
	if months, whole := r.wholeMonths(); whole {
		for g := range months {
			if months[g].n > 0 {
				tallies[g] = months[g].tally()
			}
		}
		return tallies, nil
	}
	times, err := r.deal()
	if err != nil {
		return nil, err
	}
	var spare sync.Pool // what one group was sorted with, for the next
	err = eachPart(r.n, func(g int) error {
		if len(times[g].exits) == 0 {
			return nil
		}
		scratch, ok := spare.Get().(*[]timeKey)
		if !ok {
			scratch = new([]timeKey)
		}
		*scratch = slices.Grow(*scratch, len(times[g].exits))
		tallies[g] = times[g].tally((*scratch)[:len(times[g].exits)])
		spare.Put(scratch)
		if tie {
			return r.tie(g, tallies[g], times[g].shortest)
		}
		return nil
	})
	return tallies, err
}

// tie ties the times of a group's tally. shortest is the least length of its tenures:
// if it is more than what times are moved by, no entry can be tied to its exit.
func (r groupedTenures) tie(g int, ta *tally, shortest float64) error {
	ties, width := ta.ties()
	if shortest <= width {
		for i := range r.tenures {
			if r.of(i) == g && ties.collapse(r.tenures[i], width) {
				return collapsedError(r.tenures, i)
			}
		}
	}
	ta.tie(ties)
	return nil
}

// wholeMonths counts tenures in whole months no longer than MaxMonths, by group. It is
// false if there is another tenure among them, or one that is not valid.
func (r groupedTenures) wholeMonths() (counts []MonthCounts, whole bool) {
	parts := r.parts()
	counted := make([][]MonthCounts, len(parts)-1)
	_ = eachPart(len(counted), func(k int) error {
		counted[k] = r.countMonths(parts[k], parts[k+1])
		return nil
	})
	if slices.ContainsFunc(counted, func(part []MonthCounts) bool { return part == nil }) {
		return nil, false
	}
	for _, part := range counted[1:] {
		for g := range part {
			counted[0][g].Merge(&part[g])
		}
	}
	return counted[0], true
}

// countMonths counts the tenures of some rows; nil if they are not all whole months.
func (r groupedTenures) countMonths(from, to int) []MonthCounts {
	counts := make([]MonthCounts, r.n)
	for i := from; i < to; i++ {
		t, g := &r.tenures[i], r.of(i)
		if g < 0 {
			continue
		}
		entry, exit := int(t.Entry), int(t.Exit)
		if float64(entry) != t.Entry || float64(exit) != t.Exit || exit > MaxMonths || entry > MaxMonths ||
			counts[g].add(entry, exit, t.Stopped) != "" {
			return nil
		}
	}
	return counts
}

// partRows is how many tenures make a part worth a processor of its own.
const partRows = 1 << 16

// parts are the bounds of as many parts as there are processors for; one if there are
// few tenures.
func (r groupedTenures) parts() []int {
	n := max(1, min(runtime.GOMAXPROCS(0), len(r.tenures)/partRows))
	bounds := make([]int, n+1)
	for k := range bounds {
		bounds[k] = k * len(r.tenures) / n
	}
	return bounds
}

// A dealCount says how many keys of a group come from a part, and then where its next
// one goes.
type dealCount struct {
	exits    [2]int // stopped, censored
	entries  int
	shortest float64
}

// deal takes the times of each group out of the tenures, in two steps that all
// processors share: what each part has of each group says where its keys go.
func (r groupedTenures) deal() ([]groupTimes, error) {
	parts := r.parts()
	counts := make([][]dealCount, len(parts)-1)
	err := eachPart(len(counts), func(k int) (err error) {
		counts[k], err = r.survey(parts[k], parts[k+1])
		return err
	})
	if err != nil {
		return nil, err
	}
	exits, entries, times := r.lay(counts)
	return times, eachPart(len(counts), func(k int) error {
		r.fill(parts[k], parts[k+1], counts[k], exits, entries)
		return nil
	})
}

// survey counts by group, and finds the first tenure that is not valid.
func (r groupedTenures) survey(from, to int) ([]dealCount, error) {
	counts := make([]dealCount, r.n)
	for g := range counts {
		counts[g].shortest = math.Inf(1)
	}
	for i := from; i < to; i++ {
		g := r.of(i)
		if g < 0 {
			continue
		}
		t, c := &r.tenures[i], &counts[g]
		if reason := tenureFault(t.Entry, t.Exit); reason != "" {
			return nil, &TenureError{Index: i, Tenure: *t, Reason: reason}
		}
		c.exits[bitOf(!t.Stopped)]++
		c.entries += bitOf(t.Entry > 0)
		if length := t.Exit - t.Entry; length < c.shortest && length > 0 {
			c.shortest = length
		}
	}
	return counts, nil
}

// lay gives each group its place in two columns for all, and turns the counts of the
// parts into the places where their keys go.
func (r groupedTenures) lay(counts [][]dealCount) (exits, entries []timeKey, times []groupTimes) {
	left, late := 0, 0
	place := func(n, next *int) { *n, *next = *next, *next+*n }
	times = make([]groupTimes, r.n)
	for g := range times {
		for bit := range counts[0][g].exits {
			for k := range counts {
				place(&counts[k][g].exits[bit], &left)
			}
		}
		times[g].shortest = math.Inf(1)
		for k := range counts {
			place(&counts[k][g].entries, &late)
			times[g].shortest = min(times[g].shortest, counts[k][g].shortest)
		}
	}
	exits, entries = make([]timeKey, left), make([]timeKey, late)
	for g := r.n - 1; g >= 0; g-- {
		first := &counts[0][g]
		times[g].exits, times[g].entries = exits[first.exits[keyStopped]:left], entries[first.entries:late]
		left, late = first.exits[keyStopped], first.entries
	}
	return exits, entries, times
}

// fill puts the keys of a part where they go.
func (r groupedTenures) fill(from, to int, next []dealCount, exits, entries []timeKey) {
	for i := from; i < to; i++ {
		g := r.of(i)
		if g < 0 {
			continue
		}
		t, c := &r.tenures[i], &next[g]
		bit := bitOf(!t.Stopped)
		exits[c.exits[bit]] = keyOf(t.Exit, bit)
		c.exits[bit]++
		if t.Entry > 0 {
			entries[c.entries] = keyOf(t.Entry, 0)
			c.entries++
		}
	}
}
