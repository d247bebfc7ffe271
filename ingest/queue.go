package ingest

import (
	"slices"
	"sync"
)

// A queue deals inputs to workers. Each begins with a stretch of its own, since
// neighbours in the order of names are mostly neighbours in time, and what a worker
// has read helps it with the next month; one that is done takes over half of what the
// slowest has left, unless that is too little to be worth it. An archive gives more inputs while it is read, so the queue is
// done when it is empty and nobody is reading.
type queue struct {
	mu      sync.Mutex
	changed sync.Cond
	left    [][]Input // by worker
	busy    int
	steady  bool // the last file was compared with the month before, for the most part
	stopped bool
}

func newQueue(inputs []Input, workers int) *queue {
	q := &queue{left: make([][]Input, workers)}
	q.changed.L = &q.mu
	for k := range q.left {
		q.left[k] = slices.Clone(inputs[k*len(inputs)/workers : (k+1)*len(inputs)/workers])
	}
	return q
}

// next returns an input for a worker, or false when there will be none.
func (q *queue) next(worker int) (Input, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for !q.stopped && !q.share(worker) && q.busy > 0 {
		q.changed.Wait()
	}
	own := q.left[worker]
	if len(own) == 0 || q.stopped {
		return Input{}, false
	}
	q.left[worker] = own[1:]
	q.busy++
	return own[0], true
}

// fewFiles is how many files are not worth sharing if most of their lines need not be read again:
// another worker would read the first of them in full, which takes as long as some ten.
const fewFiles = 24

// share sees to it that a worker has something left; false if nobody has enough.
func (q *queue) share(worker int) bool {
	if len(q.left[worker]) > 0 {
		return true
	}
	most := 0
	for k := range q.left {
		if len(q.left[k]) > len(q.left[most]) {
			most = k
		}
	}
	list := q.left[most]
	if q.steady && len(list) < fewFiles {
		return false
	}
	q.left[most], q.left[worker] = list[:len(list)/2], list[len(list)/2:]
	return len(list) > 0
}

// done ends an input, which held others; steady says that it was compared, for the most part.
func (q *queue) done(worker int, members []Input, steady bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.left[worker] = append(slices.Clip(q.left[worker]), members...)
	q.busy--
	q.steady = steady
	q.changed.Broadcast()
}

// stop ends the run early.
func (q *queue) stop() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.stopped = true
	q.busy--
	q.changed.Broadcast()
}
