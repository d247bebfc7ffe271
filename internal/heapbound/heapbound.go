// Package heapbound bounds the memory of a run by what it has in use.
//
// Go's collector runs whenever the heap has grown by a share of what is in use. A run that begins
// with nothing is then collected at 4, 8, 16 and 32 MiB, to no gain, and one that has 200 MiB in use
// takes several hundred more for garbage. With a bound, memory is
//
//	least                  at first, before which nothing is collected
//	5/2 of what is in use  if that is more, but not above most
//	5/4 of what is in use  if that is above most
package heapbound

import (
	"math"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// interval is how often it is looked whether a collection has told more of what is in use.
const interval = 5 * time.Millisecond

// A bound is the limit of memory in force.
type bound struct {
	most  int64
	limit int64 // bytes
}

// Begin bounds memory, in bytes, until end is called, which puts back what was in force before.
// Only one bound can be in force at a time. Whoever has set GOMEMLIMIT or GOGC knows the machine
// better: then nothing is changed.
//
// The limit is Go's soft one ([debug.SetMemoryLimit]) and counts all memory that Go has from the
// system. What is in use shows at collections, so that the limit rises after each; it never falls.
func Begin(least, most int64) (end func()) {
	if os.Getenv("GOMEMLIMIT") != "" || os.Getenv("GOGC") != "" {
		return func() {}
	}
	percent, limit := debug.SetGCPercent(-1), debug.SetMemoryLimit(least)
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		b := &bound{most: most, limit: least}
		ticks := time.NewTicker(interval)
		defer ticks.Stop()
		for {
			select {
			case <-ticks.C:
				b.raise(inUse())
			case <-quit:
				return
			}
		}
	}()
	return func() {
		close(quit)
		<-done
		debug.SetMemoryLimit(limit)
		debug.SetGCPercent(percent)
	}
}

// raise raises the limit for so many bytes that are in use.
func (b *bound) raise(used int64) {
	if limit := max(min(used/2*5, b.most), used/4*5); limit > b.limit {
		b.limit = limit
		debug.SetMemoryLimit(limit)
	}
}

// inUse is how many bytes of the heap the last collection found to be in use.
func inUse() int64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return int64(min(sample[0].Value.Uint64(), math.MaxInt64/4))
}
