package ingest

// maxCached bounds a cache; a full one starts again.
const maxCached = 1 << 19

// A cache remembers what a cell was read as, so that a value that comes back is
// neither parsed nor allocated again. It is for one goroutine.
//
// Rows of one municipality stand together, and a month's lists stand in the
// order of the month before. So the value of the row above is tried first, and
// then the one that followed it last time; only then the map, whose look-up
// misses the processor's cache and was the largest cost of a row.
type cache[T any] struct {
	last   *cached[T]
	values map[string]*cached[T]
}

type cached[T any] struct {
	key   string
	value T
	after *cached[T] // what came after this one last time
}

// get returns the value of a cell, from read if it has not been seen. It must not be changed.
func (c *cache[T]) get(cell []byte, read func([]byte) T) *T {
	if last := c.last; last != nil {
		if last.key == string(cell) {
			return &last.value
		}
		if next := last.after; next != nil && next.key == string(cell) {
			c.last = next
			return &next.value
		}
	}
	return c.find(cell, read)
}

// find looks a cell up in the map, or reads it.
func (c *cache[T]) find(cell []byte, read func([]byte) T) *T {
	e := c.values[string(cell)]
	if e == nil {
		e = &cached[T]{key: string(cell), value: read(cell)}
		if c.values == nil {
			c.values = make(map[string]*cached[T])
		} else if len(c.values) >= maxCached {
			clear(c.values)
			c.last = nil
		}
		c.values[e.key] = e
	}
	if c.last != nil {
		c.last.after = e
	}
	c.last = e
	return &e.value
}
