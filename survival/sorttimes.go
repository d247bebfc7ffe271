package survival

import (
	"math"
	"slices"
)

// A timeKey is a time that is not negative, and one bit beside it, as a number that
// sorts by the time first: the bits of such doubles, taken as whole numbers, are in
// the order of the doubles, and leave their sign free. −0 becomes 0.
type timeKey uint64

// What the bit of an exit says; that of an entry is 0.
const (
	keyStopped = iota
	keyCensored
)

func keyOf(t float64, bit int) timeKey { return timeKey(math.Float64bits(t)<<1) | timeKey(bit) }

func (k timeKey) time() float64 { return math.Float64frombits(uint64(k >> 1)) }

func (k timeKey) bit() int { return int(k & 1) }

// unlike counts 1 if two keys are not of one time, whatever their bit.
func (k timeKey) unlike(other timeKey) int { return bitOf(k>>1 != other>>1) }

// bitOf is 1 if b is true, else 0. Adding it is quicker than a branch that cannot be
// foreseen.
func bitOf(b bool) int {
	if b {
		return 1
	}
	return 0
}

// sortThreshold is the number of keys from which counting digits is faster than
// comparing.
const sortThreshold = 1 << 10

// sortKeys sorts keys in which those of bit 0 come before those of bit 1: that order
// is kept, and the times are dealt out by 11 bits at a time, the lowest first. Digits
// that all have in common are passed over. scratch is as long as keys.
func sortKeys(keys, scratch []timeKey) {
	if len(keys) < sortThreshold {
		slices.Sort(keys)
		return
	}
	const bits, digits = 11, 6
	var counts [digits][1 << bits]int
	for _, k := range keys {
		for d := range counts {
			counts[d][k>>(1+bits*d)&(1<<bits-1)]++
		}
	}
	from, to := keys, scratch[:len(keys)]
	for d := range counts {
		count, shift := &counts[d], 1+bits*d
		if count[from[0]>>shift&(1<<bits-1)] == len(from) {
			continue
		}
		at := 0
		for v, n := range count {
			count[v] = at
			at += n
		}
		for _, k := range from {
			v := k >> shift & (1<<bits - 1)
			to[count[v]] = k
			count[v]++
		}
		from, to = to, from
	}
	if &from[0] != &keys[0] {
		copy(keys, from)
	}
}

// countTimes counts the distinct times of sorted keys, of which there are some.
func countTimes(keys []timeKey) int {
	n, last := 1, keys[0]
	for _, k := range keys {
		n += k.unlike(last)
		last = k
	}
	return n
}

// groupTimes holds the times of a group's tenures.
type groupTimes struct {
	entries  []timeKey // after 0
	exits    []timeKey // all; before they are sorted, those that stopped come first
	shortest float64   // the least Exit − Entry above 0, or +Inf
}

// tally sorts the times and counts them. scratch is as long as exits.
func (g *groupTimes) tally(scratch []timeKey) *tally {
	sortKeys(g.entries, scratch)
	sortKeys(g.exits, scratch)
	return &tally{fromStart: len(g.exits) - len(g.entries), entries: countEntries(g.entries), exits: countExits(g.exits)}
}

// countEntries counts sorted entries; nil of none. A count is written over until the
// last key of its time.
func countEntries(keys []timeKey) []entryCount {
	if len(keys) == 0 {
		return nil
	}
	counts := make([]entryCount, countTimes(keys))
	at, last := 0, keys[0]
	for i, k := range keys {
		at += k.unlike(last)
		last = k
		counts[at] = entryCount{k.time(), i + 1}
	}
	return counts
}

// countExits counts sorted exits, of which there are some.
func countExits(keys []timeKey) []exitCount {
	counts := make([]exitCount, countTimes(keys))
	at, last, censored := 0, keys[0], 0
	for i, k := range keys {
		at += k.unlike(last)
		last = k
		censored += k.bit()
		counts[at] = exitCount{k.time(), i + 1 - censored, censored}
	}
	return counts
}
