package survival

import (
	"math"
	"slices"
)

// sortThreshold is the number of times from which counting digits is faster than
// comparing.
const sortThreshold = 1 << 10

// sortTimesUp sorts times that are not negative. The bits of such doubles, taken as
// whole numbers, are in the order of the doubles, so they are dealt out by 11 bits at
// a time, the lowest first; digits that all have in common are passed over. scratch
// is as long as times.
func sortTimesUp(times, scratch []float64) {
	if len(times) < sortThreshold {
		slices.Sort(times)
		return
	}
	const bits, digits = 11, 6
	var counts [digits][1 << bits]int
	for i, t := range times {
		if t == 0 {
			times[i] = 0 // not −0, whose bits are those of the greatest
			t = 0
		}
		u := math.Float64bits(t)
		for d := range counts {
			counts[d][u>>(bits*d)&(1<<bits-1)]++
		}
	}
	from, to := times, scratch[:len(times)]
	for d := range counts {
		count, shift := &counts[d], bits*d
		if count[math.Float64bits(from[0])>>shift&(1<<bits-1)] == len(from) {
			continue
		}
		at := 0
		for v, n := range count {
			count[v] = at
			at += n
		}
		for _, t := range from {
			v := math.Float64bits(t) >> shift & (1<<bits - 1)
			to[count[v]] = t
			count[v]++
		}
		from, to = to, from
	}
	if &from[0] != &times[0] {
		copy(times, from)
	}
}
