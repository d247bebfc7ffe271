package ingest

import "sync"

// A queue deals inputs to workers. An archive gives more of them while it is
// read, so the queue is done when it is empty and nobody is reading.
type queue struct {
	mu      sync.Mutex
	changed sync.Cond
	list    []Input
	busy    int
	stopped bool
}

func newQueue(inputs []Input) *queue {
	q := &queue{list: inputs}
	q.changed.L = &q.mu
	return q
}

// next returns an input, or false when there will be none.
func (q *queue) next() (Input, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.list) == 0 && q.busy > 0 && !q.stopped {
		q.changed.Wait()
	}
	if len(q.list) == 0 || q.stopped {
		return Input{}, false
	}
	in := q.list[0]
	q.list = q.list[1:]
	q.busy++
	return in, true
}

// done ends an input, which held others.
func (q *queue) done(members []Input) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.list = append(q.list, members...)
	q.busy--
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
