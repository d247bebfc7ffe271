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
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// A bound is the limit of memory in force.
type bound struct {
	mu    sync.Mutex
	most  int64
	limit int64 // bytes
	ended bool
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
	b := &bound{most: most, limit: least}
	percent, limit := debug.SetGCPercent(-1), debug.SetMemoryLimit(least)
	b.watch()
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.ended = true
		debug.SetMemoryLimit(limit)
		debug.SetGCPercent(percent)
	}
}

// watch raises the limit after the next collection: that is when an object is found which nobody
// has any more.
func (b *bound) watch() {
	runtime.AddCleanup(new(*bound), func(b *bound) { b.raise(inUse()) }, b)
}

// raise raises the limit for so many bytes that are in use, and waits for the next collection.
func (b *bound) raise(used int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ended {
		return
	}
	if limit := max(min(used/2*5, b.most), used/4*5); limit > b.limit {
		b.limit = limit
		debug.SetMemoryLimit(limit)
	}
	b.watch()
}

// inUse is how many bytes of the heap the last collection found to be in use.
func inUse() int64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return int64(min(sample[0].Value.Uint64(), math.MaxInt64/4))
}
