package columnar

import (
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/file"
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
}

// A chunkReader reads one column of a row group.
type chunkReader struct {
	column Column
	rd     file.ColumnChunkReader
	def    []int16
	bytes  []parquet.ByteArray
	intern interner
}

// RowGroup begins to read the named columns of a row group. The compressed
// columns are read into memory here, and checked.
func (r *Reader) RowGroup(group int, names []string) (rg *RowGroup, err error) {
	defer recovered(&err)
	if group < 0 || group >= r.NumRowGroups() {
		return nil, fmt.Errorf("row group %d of %d", group, r.NumRowGroups())
	}
	rg = &RowGroup{left: r.RowGroupRows(group), columns: make([]chunkReader, len(names))}
	var buf []byte
	for k, name := range names {
		i := r.find(name)
		if i < 0 {
			return nil, &SchemaError{Missing: []Column{{Name: name}}}
		}
		if r.columns[i].Type == Unsupported {
			return nil, fmt.Errorf("column %s has a type that is not supported", name)
		}
		rd, err := r.chunk(group, i, int64(rg.left), &buf)
		if err != nil {
			return nil, fmt.Errorf("column %s, row group %d: %w", name, group, err)
		}
		rg.columns[k] = chunkReader{column: r.columns[i], rd: rd}
	}
	return rg, nil
}

// chunk reads and checks the bytes of a column chunk and hands them to the
// library.
func (r *Reader) chunk(group, i int, rows int64, buf *[]byte) (rd file.ColumnChunkReader, err error) {
	g := r.fr.RowGroup(group)
	cc, err := g.MetaData().ColumnChunk(i)
	if err != nil {
		return nil, err
	}
	codec, err := codecOf(cc.Compression(), r.src.foreign)
	if err != nil {
		return nil, err
	}
	start, size := chunkPlace(cc)
	chunk := make([]byte, size)
	if _, err := r.src.checkedReader.ReadAt(chunk, start); err != nil {
		return nil, err
	}
	if *buf, err = checkPages(chunk, r.columns[i], rows, codec, *buf); err != nil {
		return nil, err
	}
	r.src.mu.Lock()
	defer r.src.mu.Unlock()
	r.src.chunk, r.src.start = chunk, start
	defer func() { r.src.chunk = nil }()
	return g.Column(i)
}

// Next reads the next rows, at most [BatchRows], into b. After the last it
// returns [io.EOF].
func (g *RowGroup) Next(b *Batch) (err error) {
	defer recovered(&err)
	b.N = min(g.left, BatchRows)
	if b.N == 0 {
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

var errShort = errors.New("the column has fewer values than the row group has rows")

func (c *chunkReader) next(n int, v *Vector) error {
	v.Resize(c.column.Type, n)
	if c.column.Nullable {
		c.def = resize(c.def, n)
	}
	switch rd := c.rd.(type) {
	case *file.Int32ColumnChunkReader:
		return numbers(c, v.Int32, v, rd.ReadBatch)
	case *file.Int64ColumnChunkReader:
		return numbers(c, v.Int64, v, rd.ReadBatch)
	case *file.Float64ColumnChunkReader:
		return numbers(c, v.Double, v, rd.ReadBatch)
	case *file.BooleanColumnChunkReader:
		return numbers(c, v.Bool, v, rd.ReadBatch)
	case *file.ByteArrayColumnChunkReader:
		return c.text(n, v, rd)
	}
	return fmt.Errorf("unexpected reader %T", c.rd)
}

// numbers reads len(values) rows and moves the values to their rows.
func numbers[T any](c *chunkReader, values []T, v *Vector,
	read func(int64, []T, []int16, []int16) (int64, int, error)) error {
	var def []int16
	if c.column.Nullable {
		def = c.def
	}
	rows, present, err := read(int64(len(values)), values, def, nil)
	if err != nil {
		return err
	}
	if rows != int64(len(values)) {
		return errShort
	}
	if present == len(values) {
		return nil
	}
	v.Valid = make([]bool, len(values))
	var zero T
	for i := len(values) - 1; i >= 0; i-- {
		if def[i] == 0 {
			values[i] = zero
			continue
		}
		present--
		values[i], v.Valid[i] = values[present], true
	}
	if present != 0 {
		return errShort
	}
	return nil
}

func (c *chunkReader) text(n int, v *Vector, rd *file.ByteArrayColumnChunkReader) error {
	c.bytes = resize(c.bytes, n)
	var def []int16
	if c.column.Nullable {
		def = c.def
	}
	rows, present, err := rd.ReadBatch(int64(n), c.bytes, def, nil)
	if err != nil {
		return err
	}
	if rows != int64(n) || (def == nil && present != n) {
		return errShort
	}
	c.intern.place(v.Index, c.bytes[:present], def)
	v.Values = c.intern.values
	return nil
}
