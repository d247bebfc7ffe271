package register

import (
	"io"
	"sync"

	"github.com/varighet/varighet/internal/columnar"
)

// A batch is decoded rows, or the error that ended the reading.
type batch struct {
	columnar.Batch
	err error
}

// batches keeps the memory of batches from one part to the next.
var batches sync.Pool

// A prefetcher decodes batches ahead of the loop that uses them. The loop takes
// from full, which is closed after the last, and puts back into free.
type prefetcher struct {
	full, free chan *batch
	quit, done chan struct{}
}

// prefetch begins to read columns of the row groups from to to-1.
func prefetch(file *columnar.Reader, from, to int, columns []string) *prefetcher {
	const ahead = 3
	p := &prefetcher{
		full: make(chan *batch, ahead), free: make(chan *batch, ahead),
		quit: make(chan struct{}), done: make(chan struct{}),
	}
	for range ahead {
		b, _ := batches.Get().(*batch)
		if b == nil {
			b = &batch{}
		}
		p.free <- b
	}
	go func() {
		defer close(p.done)
		defer close(p.full)
		for g := from; g < to; g++ {
			if !p.group(file, g, columns) {
				return
			}
		}
	}()
	return p
}

// group decodes a row group; false if there is no going on.
func (p *prefetcher) group(file *columnar.Reader, g int, columns []string) bool {
	rows, err := file.RowGroup(g, columns)
	for {
		var b *batch
		select {
		case b = <-p.free:
		case <-p.quit:
			return false
		}
		if err == nil {
			err = rows.Next(&b.Batch)
		}
		if err == io.EOF {
			p.free <- b // taken from there just now, so there is room
			return true
		}
		b.err = err
		p.full <- b // as long as free, so there is room
		if err != nil {
			return false
		}
	}
}

// stop ends the goroutine and waits for it.
func (p *prefetcher) stop() {
	close(p.quit)
	<-p.done
	for len(p.free) > 0 {
		b := <-p.free
		b.err = nil
		batches.Put(b)
	}
}
