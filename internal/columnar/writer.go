package columnar

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/compress"
	"github.com/apache/arrow/go/v17/parquet/file"
	"github.com/apache/arrow/go/v17/parquet/schema"
)

// createdBy goes into the footer. It names this program rather than the
// library, whose version is no part of what a file means.
const createdBy = "varighet"

const (
	defaultLevel = 1       // zstd; level 3 makes a register a twentieth smaller and takes longer
	dataPage     = 1 << 20 // bytes of encoded values, before compression
	dictLimit    = 32 << 20
	writeBatch   = 128 << 10 // rows handed over at a time: the buffers for text grow by copying at each
)

// maxInt32 bounds the numbers of date and int32 columns. Neighbours farther
// apart than 31 bits are packed by the library in a way that other readers do
// not undo; no day, row or count of people comes near.
const maxInt32 = 1 << 30

// A Writer writes a Parquet file, row group by row group. It is used by one
// goroutine, and itself uses as many as there are cores.
type Writer struct {
	sink    *checkedWriter
	fw      *file.Writer
	columns []Column
	texts   []textEncoder // by column; empty for other types
	digests []*valueDigest
	scratch []encodeScratch // by worker
	rows    int64
	meta    [][2]string
	digest  [sha256.Size]byte
	ended   bool  // no more row groups
	err     error // the first failure; the file is then of no use
}

// An encodeScratch is what one worker needs, kept from column to column.
type encodeScratch struct {
	vec   Vector
	def   []int16
	index []int32 // of texts, as numbered in the row group
	valid []byte  // whether they are there, a bit a row
	int32 []int32
	int64 []int64
	float []float64
	bool  []bool
}

// NewWriter begins a file with these columns on w. The file is whole after
// Close; w is not closed.
func NewWriter(w io.Writer, columns []Column) (wr *Writer, err error) {
	defer recovered(&err)
	if len(columns) == 0 || len(columns) > maxColumns {
		return nil, fmt.Errorf("a file of %d columns", len(columns))
	}
	props := []parquet.WriterProperty{
		parquet.WithCreatedBy(createdBy),
		parquet.WithCompression(compress.Codecs.Zstd),
		parquet.WithCompressionLevel(defaultLevel),
		parquet.WithDataPageSize(dataPage),
		parquet.WithDictionaryPageSizeLimit(dictLimit),
		parquet.WithBatchSize(writeBatch),
		parquet.WithDictionaryDefault(false),
	}
	wr = &Writer{
		sink:    &checkedWriter{w: w},
		columns: columns,
		texts:   make([]textEncoder, len(columns)),
		digests: make([]*valueDigest, len(columns)),
		scratch: make([]encodeScratch, min(runtime.GOMAXPROCS(0), len(columns))),
	}
	var nodes schema.FieldList
	seen := map[string]bool{}
	for i, c := range columns {
		n, err := node(c)
		if err != nil {
			return nil, err
		}
		if seen[c.Name] {
			return nil, fmt.Errorf("two columns named %s", c.Name)
		}
		seen[c.Name] = true
		nodes = append(nodes, n)
		wr.digests[i] = newValueDigest()
		switch c.Type {
		case Text:
			props = append(props, parquet.WithDictionaryFor(c.Name, true), parquet.WithStatsFor(c.Name, false))
		case Date, Int32, Int64, Decimal:
			props = append(props, parquet.WithEncodingFor(c.Name, parquet.Encodings.DeltaBinaryPacked))
		}
	}
	root, err := schema.NewGroupNode("schema", parquet.Repetitions.Required, nodes, -1)
	if err != nil {
		return nil, err
	}
	wr.fw = file.NewParquetWriter(wr.sink, root, file.WithWriterProps(parquet.NewWriterProperties(props...)))
	return wr, wr.sink.err
}

// WriteRowGroup writes n rows, one vector a column, as a row group. Vectors are
// not kept. No rows, no row group.
func (w *Writer) WriteRowGroup(n int, vectors []Vector) error {
	if len(vectors) != len(w.columns) {
		return fmt.Errorf("%d vectors for %d columns", len(vectors), len(w.columns))
	}
	err := w.WriteColumns(n, func(col int, v *Vector) error {
		*v = vectors[col]
		return nil
	})
	for i := range w.scratch {
		w.scratch[i].vec = Vector{} // lest a later Resize write into the caller's slices
	}
	return err
}

// WriteColumns is [Writer.WriteRowGroup] for rows that lie elsewhere: fill is
// called once a column, on several goroutines at once, to put its n values into
// v. v comes with slices left from other columns: [Vector.Resize] them, or set
// others.
//
// Values of a text column may be given anew with each row group, or be the same
// slice throughout; only what a row group uses is written.
func (w *Writer) WriteColumns(n int, fill func(col int, v *Vector) error) (err error) {
	if w.err != nil {
		return w.err
	}
	if w.ended {
		return errors.New("a row group after the digest was taken")
	}
	if n == 0 {
		return nil
	}
	defer func() {
		if w.err == nil {
			w.err = err
		}
	}()
	defer recovered(&err)
	if n < 0 || n > MaxRowGroupRows {
		return fmt.Errorf("a row group of %d rows; the limit is %d", n, MaxRowGroupRows)
	}
	rg := w.fw.AppendBufferedRowGroup()
	if err := w.encodeAll(rg, n, fill); err != nil {
		return err
	}
	if err := rg.Close(); err != nil {
		return err
	}
	w.rows += int64(n)
	return w.sink.err
}

// encodeAll deals the columns to workers. The error, if any, is that of the
// first column that has one.
func (w *Writer) encodeAll(rg file.BufferedRowGroupWriter, n int, fill func(int, *Vector) error) error {
	var next atomic.Int64
	var wg sync.WaitGroup
	errs := make([]error, len(w.columns))
	for k := range w.scratch {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(w.columns) {
					return
				}
				errs[i] = w.encode(rg, i, n, &w.scratch[k], fill)
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// encode fills, digests and encodes one column of a row group, up to its
// compressed pages; those go to the file when the row group is closed.
func (w *Writer) encode(rg file.BufferedRowGroupWriter, i, n int, s *encodeScratch,
	fill func(int, *Vector) error) (err error) {
	defer recovered(&err)
	c, v := w.columns[i], &s.vec
	v.Valid, v.Empty = nil, false
	if err := fill(i, v); err != nil {
		return fmt.Errorf("column %s: %w", c.Name, err)
	}
	if err := v.check(c, n); err != nil {
		return err
	}
	cw, err := rg.Column(i)
	if err != nil {
		return err
	}
	switch {
	case v.Empty:
		err = encodeEmpty(cw, n, s)
	case c.Type == Text:
		err = w.texts[i].encode(cw, c, v, s)
	default:
		err = encodeNumbers(cw, c, v, n, s)
	}
	if err != nil {
		return fmt.Errorf("column %s: %w", c.Name, err)
	}
	w.digests[i].add(c.Type, v, n)
	if f, ok := cw.(interface{ FlushCurrentPage() error }); ok {
		return f.FlushCurrentPage() // compresses here, in parallel, rather than when the row group is closed
	}
	return nil
}

func encodeNumbers(cw file.ColumnChunkWriter, c Column, v *Vector, n int, s *encodeScratch) error {
	def, err := levels(c, v, n, s)
	if err != nil {
		return err
	}
	switch cw := cw.(type) {
	case *file.Int32ColumnChunkWriter:
		values := present(v.Int32, v.Valid, &s.int32)
		for _, x := range values {
			if x > maxInt32 || x < -maxInt32 {
				return errors.New("a number beyond 30 bits")
			}
		}
		_, err = cw.WriteBatch(values, def, nil)
	case *file.Int64ColumnChunkWriter:
		values := present(v.Int64, v.Valid, &s.int64)
		if c.Type == Decimal {
			for _, x := range values {
				if x > MaxDecimal || x < -MaxDecimal {
					return errors.New("an amount beyond DECIMAL(12,2)")
				}
			}
		}
		_, err = cw.WriteBatch(values, def, nil)
	case *file.Float64ColumnChunkWriter:
		_, err = cw.WriteBatch(present(v.Double, v.Valid, &s.float), def, nil)
	case *file.BooleanColumnChunkWriter:
		_, err = cw.WriteBatch(present(v.Bool, v.Valid, &s.bool), def, nil)
	default:
		err = fmt.Errorf("unexpected writer %T", cw)
	}
	return err
}

// encodeEmpty writes n rows without a value.
func encodeEmpty(cw file.ColumnChunkWriter, n int, s *encodeScratch) (err error) {
	s.def = resize(s.def, n)
	clear(s.def)
	switch cw := cw.(type) {
	case *file.Int32ColumnChunkWriter:
		_, err = cw.WriteBatch(nil, s.def, nil)
	case *file.Int64ColumnChunkWriter:
		_, err = cw.WriteBatch(nil, s.def, nil)
	case *file.Float64ColumnChunkWriter:
		_, err = cw.WriteBatch(nil, s.def, nil)
	case *file.BooleanColumnChunkWriter:
		_, err = cw.WriteBatch(nil, s.def, nil)
	case *file.ByteArrayColumnChunkWriter:
		_, err = cw.WriteBatch(nil, s.def, nil)
	default:
		err = fmt.Errorf("unexpected writer %T", cw)
	}
	return err
}

// levels returns the definition levels of a column: nil if it cannot be null,
// else 1 for a value and 0 for none.
func levels(c Column, v *Vector, n int, s *encodeScratch) ([]int16, error) {
	if !c.Nullable {
		for _, ok := range v.Valid {
			if !ok {
				return nil, errNull
			}
		}
		return nil, nil
	}
	s.def = resize(s.def, n)
	for i := range s.def {
		s.def[i] = 1
		if v.Valid != nil && !v.Valid[i] {
			s.def[i] = 0
		}
	}
	return s.def, nil
}

// present returns the values that are there, without gaps.
func present[T any](values []T, valid []bool, scratch *[]T) []T {
	if valid == nil {
		return values
	}
	dense := (*scratch)[:0]
	for i, ok := range valid {
		if ok {
			dense = append(dense, values[i])
		}
	}
	*scratch = dense
	return dense
}

// SetMetadata puts a key and a value into the file's key-value metadata, in the
// order of the calls. Keys must differ.
func (w *Writer) SetMetadata(key, value string) { w.meta = append(w.meta, [2]string{key, value}) }

// Rows returns how many rows were written.
func (w *Writer) Rows() int64 { return w.rows }

// Digest returns the SHA-256 of all values written. It is taken when first
// asked for, after which no row group may follow.
func (w *Writer) Digest() [sha256.Size]byte {
	if !w.ended {
		w.ended = true
		w.digest = rowsDigest(w.rows, w.columns, w.digests)
	}
	return w.digest
}

// Close writes the footer. A Writer that failed, or is closed, gives an error.
func (w *Writer) Close() (err error) {
	if w.err != nil {
		return w.err
	}
	defer recovered(&err)
	w.ended, w.err = true, errors.New("the file is closed")
	for _, kv := range append(w.meta, w.sink.metadata()...) {
		if err := w.fw.AppendKeyValueMetadata(kv[0], kv[1]); err != nil {
			return err
		}
	}
	if err := w.fw.Close(); err != nil {
		return err
	}
	return w.sink.finish()
}

// recovered turns a panic of the library into an error.
func recovered(err *error) {
	if r := recover(); r != nil {
		if e, ok := r.(error); ok {
			*err = fmt.Errorf("parquet: %w", e)
			return
		}
		*err = fmt.Errorf("parquet: %v", r)
	}
}
