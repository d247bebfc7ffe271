package ingest

import (
	"slices"
	"testing"
)

// Two workers have two halves. One that is done takes over half of what the other has left, of
// files that are read in full down to the last, and of files that are compared only while there
// are 24 and more; then it waits for the other to be done with them.
func TestQueueShares(t *testing.T) {
	for _, c := range []struct {
		files, reads int // reads of the second worker, while the first has one file open
		steady       bool
	}{{100, 99, false}, {100, 50 + 25 + 12, true}} {
		q := newQueue(make([]Input, c.files), 2)
		if _, more := q.next(0); !more {
			t.Fatal("no file for the first worker")
		}
		reads := 0
		for q.share(1) {
			if _, more := q.next(1); !more {
				t.Fatal("no file for the second worker")
			}
			q.done(1, nil, c.steady)
			reads++
		}
		left := c.files - 1 - reads
		if reads != c.reads || len(slices.Concat(q.left...)) != left {
			t.Errorf("steady %t: %d files read, %d left; want %d and %d", c.steady, reads, len(slices.Concat(q.left...)), c.reads, left)
		}
		for range left {
			if _, more := q.next(0); !more {
				t.Fatal("the first worker does not get what it has left")
			}
			q.done(0, nil, c.steady)
		}
		q.done(0, nil, c.steady)
		for k := range 2 {
			if _, more := q.next(k); more {
				t.Errorf("worker %d gets a file when all are read", k)
			}
		}
	}
}
