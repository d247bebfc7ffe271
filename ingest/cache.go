package ingest

import "cmp"

// Bounds of caches; a full one starts again. Of doctors, who come and go, ten times those of Norway
// are remembered; of lists, what is kept of each spares most of its lines.
const (
	maxCached = 1 << 16
	maxLists  = 1 << 19
)

// A cache remembers what a cell was read as, so that a value that comes back is
// neither parsed nor allocated again. It is for one goroutine.
//
// Rows of one municipality stand together, and a month's lists stand in the
// order of the month before. So the value of the row above is tried first, and
// then the one that followed it last time; only then the map, whose look-up
// misses the processor's cache and was the largest cost of a row.
type cache[T any] struct {
	most   int // values; 0: maxCached
	last   *cached[T]
	values map[string]*cached[T]
}

type cached[T any] struct {
	key   shortText
	value T
	after *cached[T] // what came after this one last time
}

// A shortText holds up to 31 bytes in place, where they are compared without
// another miss of the processor's cache, and longer texts elsewhere.
type shortText struct {
	length uint8 // of short, or more than that if long holds the text
	short  [31]byte
	long   string
}

func shorten(s string) (t shortText) {
	if len(s) <= len(t.short) {
		t.length = uint8(copy(t.short[:], s))
		return t
	}
	t.length, t.long = uint8(len(t.short)+1), s
	return t
}

func (t *shortText) is(b []byte) bool {
	if len(b) <= len(t.short) {
		return int(t.length) == len(b) && string(t.short[:len(b)]) == string(b)
	}
	return t.long == string(b)
}

// get returns the value of a cell, from read if it has not been seen. It must not be changed.
func (c *cache[T]) get(raw []byte, read func([]byte) T) *T {
	if last := c.last; last != nil {
		if last.key.is(raw) {
			return &last.value
		}
		if next := last.after; next != nil && next.key.is(raw) {
			c.last = next
			return &next.value
		}
	}
	return c.find(raw, read)
}

// find looks a cell up in the map, or reads it.
func (c *cache[T]) find(raw []byte, read func([]byte) T) *T {
	e := c.values[string(raw)]
	if e == nil {
		key := string(raw)
		e = &cached[T]{key: shorten(key), value: read(raw)}
		if c.values == nil {
			c.values = make(map[string]*cached[T])
		} else if len(c.values) >= cmp.Or(c.most, maxCached) {
			clear(c.values)
			c.last = nil
		}
		c.values[key] = e
	}
	if c.last != nil {
		c.last.after = e
	}
	c.last = e
	return &e.value
}
