package columnar

import (
	"errors"
	"fmt"
	"io"
	"sync"
)

// A Batch is some rows of the columns that were asked for, in that order. It is
// reused by the next call with it; only strings may be kept.
type Batch struct {
	N       int // rows
	Columns []Vector
}

// A RowGroup reads the rows of one row group in order, a [Batch] at a time. It
// is used by one goroutine.
type RowGroup struct {
	left    int
	columns []chunkReader
	spare   *sync.Pool // for the memory of the columns when all rows have been read
}

// chunkMemory is memory that a column needs while it is read, to be used again.
type chunkMemory struct {
	chunk []byte // the column as it is in the file
	page  []byte // unpacked
	valid []bool
	ids   map[string]int32 // of an interner
}

// RowGroup begins to read the named columns of a row group. The compressed
// columns are read into memory here, and checked. A name that several columns of another
// program's file have means the first, asked for again the second, and so on.
func (r *Reader) RowGroup(group int, names []string) (rg *RowGroup, err error) {
	defer recovered(&err)
	if group < 0 || group >= r.NumRowGroups() {
		return nil, fmt.Errorf("row group %d of %d", group, r.NumRowGroups())
	}
	rg = &RowGroup{left: r.RowGroupRows(group), columns: make([]chunkReader, len(names)), spare: &r.spare}
	taken, room := make([]bool, len(r.columns)), newRoom(r.limits)
	memory := make([]chunkMemory, len(names))
	if spare, ok := r.spare.Get().(*[]chunkMemory); ok {
		copy(memory, *spare)
	}
	for k, name := range names {
		i := r.findNext(name, taken)
		if i < 0 {
			return nil, &SchemaError{Missing: []Column{{Name: name}}}
		}
		if !r.columns[i].Type.Readable() {
			return nil, fmt.Errorf("column %s has a type that is not supported", name)
		}
		m := &memory[k]
		pages, err := r.chunk(group, i, room, m)
		if err != nil {
			return nil, fmt.Errorf("column %s, row group %d: %w", name, group, err)
		}
		values := newValueReader(r.columns[i].Type, r.layouts[i], room)
		if t, ok := values.(*textReader); ok {
			t.ids = m.ids
		}
		rg.columns[k] = chunkReader{column: r.columns[i], pages: pages, values: values, valid: m.valid, memory: m}
	}
	return rg, nil
}

// chunk reads the bytes of a column chunk, and checks them. It takes room for them, and for what is there
// for pages already, of memory that is used again.
func (r *Reader) chunk(group, i int, room *room, m *chunkMemory) (pages pageReader, err error) {
	cc, err := r.footer.RowGroup(group).ColumnChunk(i)
	if err != nil {
		return pages, err
	}
	codec, err := codecOf(cc.Compression(), r.src.foreign)
	if err != nil {
		return pages, err
	}
	start, size := chunkPlace(cc)
	if err := room.take(int(size)); err != nil {
		return pages, err
	}
	m.chunk = resize(m.chunk, int(size))
	if err := r.src.read(m.chunk, start); err != nil {
		return pages, err
	}
	if cap(m.page) > room.left {
		m.page = nil
	}
	room.left -= cap(m.page)
	return pageReader{chunk: thriftWalk{buf: m.chunk}, rows: int64(r.RowGroupRows(group)), codec: codec, buf: m.page, room: room, tally: &r.tally}, nil
}

// Next reads the next rows, at most [BatchRows], into b. After the last it
// returns [io.EOF].
func (g *RowGroup) Next(b *Batch) (err error) {
	defer recovered(&err)
	b.N = min(g.left, BatchRows)
	if b.N == 0 {
		g.release()
		return io.EOF
	}
	b.Columns = resize(b.Columns, len(g.columns))
	for i := range g.columns {
		c := &g.columns[i]
		if err := c.next(b.N, &b.Columns[i]); err != nil {
			return fmt.Errorf("column %s: %w", c.column.Name, err)
		}
	}
	g.left -= b.N
	return nil
}

// release gives the memory of the columns back, which have been read.
func (g *RowGroup) release() {
	var memory []chunkMemory
	for i := range g.columns {
		c := &g.columns[i]
		m := chunkMemory{chunk: c.memory.chunk, page: c.pages.buf, valid: c.valid[:0]}
		if t, ok := c.values.(*textReader); ok {
			m.ids = t.ids
			clear(m.ids)
		}
		memory = append(memory, m)
	}
	if g.columns = nil; memory != nil {
		g.spare.Put(&memory)
	}
}

// A chunkReader reads one column of a row group.
type chunkReader struct {
	column Column
	pages  pageReader
	memory *chunkMemory
	left   int // rows of the page under way
	levels runReader
	values valueReader
	valid  []bool // of the rows being read, once one of them is null
}

// next reads n rows into v.
func (c *chunkReader) next(n int, v *Vector) error {
	valid := v.Valid // its memory is used again
	v.Resize(c.column.Type, n)
	c.valid = c.valid[:0]
	for from := 0; from < n; {
		if c.left == 0 {
			if err := c.open(); err != nil {
				return err
			}
		}
		k := min(n-from, c.left)
		if err := c.rows(v, from, from+k); err != nil {
			return err
		}
		if c.left -= k; c.left == 0 {
			if err := c.values.end(); err != nil {
				return err
			}
		}
		from += k
	}
	if len(c.valid) > 0 && c.column.Type.storage() != inIndex {
		v.Valid = append(valid[:0], c.valid...)
	}
	return nil
}

// open begins the next data page.
func (c *chunkReader) open() error {
	for {
		if c.pages.rows == 0 {
			return errShort
		}
		p, page, err := c.pages.next()
		if err != nil {
			return err
		}
		if p.kind == dictionaryPage {
			if err := c.values.dictionary(page, int(p.values)); err != nil {
				return err
			}
			continue
		}
		if p.values == 0 {
			continue
		}
		if c.column.Nullable {
			var levels []byte
			if levels, page, err = splitLevels(p, page); err != nil {
				return err
			}
			if err := c.levels.start(levels, 1); err != nil {
				return err
			}
		} else if p.levelBytes > 0 {
			return errors.New("a page with nulls in a column that has none")
		}
		c.left = int(p.values)
		return c.values.start(p.encoding, page, c.left, !c.column.Nullable)
	}
}

// rows reads the rows from to to-1, which are all of one page.
func (c *chunkReader) rows(v *Vector, from, to int) error {
	if c.column.Nullable {
		one, ok, err := c.levels.same(to - from)
		if err != nil {
			return err
		}
		if !ok || one == 0 {
			return c.someNull(v, from, to, ok)
		}
		if len(c.valid) > 0 {
			c.mark(from, to, true)
		}
	}
	return c.values.read(v, from, to)
}

// someNull reads rows of which some may be null, or all are. The values stand
// together in the page; they are moved to their rows from behind.
func (c *chunkReader) someNull(v *Vector, from, to int, all bool) error {
	if len(c.valid) == 0 {
		c.mark(0, from, true)
	}
	c.mark(from, to, false)
	present := 0
	if !all {
		var err error
		if present, err = c.levels.levels(c.valid[from:to]); err != nil {
			return err
		}
	}
	if err := c.values.read(v, from, from+present); err != nil {
		return err
	}
	valid := c.valid[from:to]
	switch c.column.Type.storage() {
	case inInt32:
		spread(v.Int32[from:to], valid, present, 0)
	case inInt64:
		spread(v.Int64[from:to], valid, present, 0)
	case inDouble:
		spread(v.Double[from:to], valid, present, 0)
	case inBool:
		spread(v.Bool[from:to], valid, present, false)
	case inIndex:
		spread(v.Index[from:to], valid, present, -1)
	}
	return nil
}

// mark says of rows whether they are valid; those before them have been marked.
func (c *chunkReader) mark(from, to int, valid bool) {
	if cap(c.valid) < to {
		c.valid = append(make([]bool, 0, BatchRows), c.valid...)
	}
	c.valid = c.valid[:to]
	for i := from; i < to; i++ {
		c.valid[i] = valid
	}
}

// spread moves the first values, as many as are valid, to the rows that are, and
// sets the others to null.
func spread[T any](values []T, valid []bool, present int, null T) {
	for i := len(values) - 1; i >= 0; i-- {
		if valid[i] {
			present--
			values[i] = values[present]
		} else {
			values[i] = null
		}
	}
}
