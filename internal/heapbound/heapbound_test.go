package heapbound

import (
	"runtime"
	"runtime/debug"
	"testing"
)

const mebibyte = 1 << 20

// limitNow is the limit in force.
func limitNow() int64 { return debug.SetMemoryLimit(-1) }

// unset takes settings of the environment away for a test.
func unset(t *testing.T) {
	t.Setenv("GOMEMLIMIT", "")
	t.Setenv("GOGC", "")
}

// By the rule in the package's documentation, worked by hand for a bound of 100 to 300 MiB.
func TestRaise(t *testing.T) {
	unset(t)
	defer Begin(100*mebibyte, 300*mebibyte)()
	b := &bound{most: 300 * mebibyte, limit: 100 * mebibyte}
	for _, c := range []struct{ used, want int64 }{{20, 100}, {60, 150}, {120, 300}, {200, 300}, {280, 350}, {20, 350}} {
		if b.raise(c.used * mebibyte); b.limit != c.want*mebibyte {
			t.Errorf("with %d MiB in use the limit is %d MiB; want %d", c.used, b.limit/mebibyte, c.want)
		}
	}
	if limitNow() != b.limit {
		t.Errorf("the limit in force is %d; want %d", limitNow(), b.limit)
	}
	b.ended = true
}

// The limit follows what is in use, which collections tell of, and ends with the bound: with 60
// MiB in use it is at least 150.
func TestBound(t *testing.T) {
	unset(t)
	before, percent := limitNow(), debug.SetGCPercent(70)
	defer debug.SetGCPercent(percent)
	end := Begin(80*mebibyte, 300*mebibyte)
	if limitNow() != 80*mebibyte {
		t.Errorf("the limit is %d at first; want 80 MiB", limitNow())
	}
	block := make([]byte, 60*mebibyte)
	for range 1000 {
		if runtime.GC(); limitNow() > 80*mebibyte {
			break
		}
	}
	if got := limitNow(); got < 150*mebibyte || got > 200*mebibyte {
		t.Errorf("with 60 MiB in use the limit is %d MiB; want 150, or somewhat more", got/mebibyte)
	}
	runtime.KeepAlive(block)
	end()
	runtime.GC()
	if got := debug.SetGCPercent(70); limitNow() != before || got != 70 {
		t.Errorf("after the end the limit is %d and the percentage %d; want %d and 70", limitNow(), got, before)
	}
}

// Garbage below the bound is not collected.
func TestNothingIsCollectedBelow(t *testing.T) {
	unset(t)
	defer Begin(256*mebibyte, 300*mebibyte)()
	runtime.GC()
	collections := func() uint32 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.NumGC
	}
	before := collections()
	for range 100 {
		garbage = make([]byte, mebibyte)
	}
	garbage = nil
	if n := collections() - before; n > 0 {
		t.Errorf("%d collections for 100 MiB of garbage below a bound of 256; want none", n)
	}
}

var garbage []byte

// A limit that somebody has set stands.
func TestOthersLimit(t *testing.T) {
	t.Setenv("GOMEMLIMIT", "1GiB")
	before := limitNow()
	end := Begin(mebibyte, mebibyte)
	if limitNow() != before {
		t.Errorf("the limit is %d; want %d as before", limitNow(), before)
	}
	end()
}
