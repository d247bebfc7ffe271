package columnar

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/compress"
	"github.com/apache/arrow/go/v17/parquet/metadata"
	"github.com/apache/arrow/go/v17/parquet/schema"

	"github.com/varighet/varighet/internal/limit"
)

// createdBy goes into the footer. It names this program rather than the
// library, whose version is no part of what a file means.
const createdBy = "varighet"

const (
	defaultLevel = 1       // zstd; level 3 makes a register a twentieth smaller and takes longer
	zstdWindow   = 1 << 20 // bytes
	dictLimit    = 32 << 20
)

// maxInt32 bounds the numbers of date and int32 columns: no day, row or count of
// people comes near, so that a number beyond it is a fault of who made it.
const maxInt32 = 1 << 30

// A Writer writes a Parquet file, row group by row group. It is used by one
// goroutine, and itself uses as many as there are cores.
type Writer struct {
	sink    *checkedWriter
	footer  *metadata.FileMetaDataBuilder
	columns []columnWriter
	scratch []encodeScratch // by worker
	groups  int
	rows    int64
	meta    [][2]string
	digest  [sha256.Size]byte
	ended   bool  // no more row groups
	err     error // the first failure; the file is then of no use
}

// NewWriter begins a file with these columns on w. The file is whole after
// Close; w is not closed.
func NewWriter(w io.Writer, columns []Column) (wr *Writer, err error) {
	defer recovered(&err)
	if len(columns) == 0 || len(columns) > limit.Default(limit.ParquetColumns) {
		return nil, fmt.Errorf("a file of %d columns", len(columns))
	}
	wr = &Writer{
		sink:    &checkedWriter{w: w},
		columns: make([]columnWriter, len(columns)),
		scratch: make([]encodeScratch, min(runtime.GOMAXPROCS(0), len(columns))),
	}
	props := []parquet.WriterProperty{parquet.WithCreatedBy(createdBy), parquet.WithCompression(compress.Codecs.Zstd)}
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
		wr.columns[i] = columnWriter{Column: c, digest: newValueDigest(c.Type)}
		switch c.Type {
		case Date, Int32, Int64, Decimal: // the footer says so
			props = append(props, parquet.WithEncodingFor(c.Name, parquet.Encodings.DeltaBinaryPacked))
		}
	}
	root, err := schema.NewGroupNode("schema", parquet.Repetitions.Required, nodes, -1)
	if err != nil {
		return nil, err
	}
	wr.footer = metadata.NewFileMetadataBuilder(schema.NewSchema(root), parquet.NewWriterProperties(props...), nil)
	_, err = wr.sink.Write([]byte(magic))
	return wr, err
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
	if most := limit.Default(limit.ParquetRows); n < 0 || n > most {
		return fmt.Errorf("a row group of %d rows; the limit is %d", n, most)
	}
	if most := limit.Default(limit.ParquetGroups); w.groups == most {
		return fmt.Errorf("more than %d row groups", most)
	}
	rg := w.footer.AppendRowGroup()
	for i := range w.columns {
		w.columns[i].begin(rg.NextColumnChunk())
	}
	if err := w.encodeAll(n, fill); err != nil {
		return err
	}
	return w.endRowGroup(rg, n)
}

// endRowGroup passes the pages on, column by column, and completes what the
// footer says of the row group.
func (w *Writer) endRowGroup(rg *metadata.RowGroupMetaDataBuilder, n int) error {
	size := int64(0) // of the unpacked pages
	for i := range w.columns {
		c := &w.columns[i]
		if err := c.close(w.sink); err != nil {
			return err
		}
		size += c.chunk.Contents().MetaData.GetTotalUncompressedSize()
	}
	rg.SetNumRows(n)
	if err := rg.Finish(size, int16(w.groups)); err != nil {
		return err
	}
	w.groups++
	w.rows += int64(n)
	return w.sink.err
}

// encodeAll deals the columns to workers. The error, if any, is that of the
// first column that has one.
func (w *Writer) encodeAll(n int, fill func(int, *Vector) error) error {
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
				errs[i] = w.encode(i, n, &w.scratch[k], fill)
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// encode fills, digests and encodes one column of a row group, up to its
// compressed pages; those go to the file when all columns are encoded.
func (w *Writer) encode(i, n int, s *encodeScratch, fill func(int, *Vector) error) (err error) {
	defer recovered(&err)
	c, v := &w.columns[i], &s.vec
	v.Valid, v.Times, v.Empty = nil, nil, false
	if err := fill(i, v); err != nil {
		return fmt.Errorf("column %s: %w", c.Name, err)
	}
	if err := v.check(c.Column, n); err != nil {
		return err
	}
	if err := c.encode(v, n, s); err != nil {
		return fmt.Errorf("column %s: %w", c.Name, err)
	}
	return nil
}

// SetMetadata puts a key and a value into the file's key-value metadata, in the
// order of the calls. Keys must differ.
func (w *Writer) SetMetadata(key, value string) { w.meta = append(w.meta, [2]string{key, value}) }

// Digest returns the SHA-256 of all values written. It is taken when first
// asked for, after which no row group may follow.
func (w *Writer) Digest() [sha256.Size]byte {
	if !w.ended {
		w.ended = true
		columns, digests := make([]Column, len(w.columns)), make([]*valueDigest, len(w.columns))
		for i := range w.columns {
			columns[i], digests[i] = w.columns[i].Column, w.columns[i].digest
		}
		w.digest = rowsDigest(w.rows, columns, digests)
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
		if err := w.footer.AppendKeyValueMetadata(kv[0], kv[1]); err != nil {
			return err
		}
	}
	footer, err := w.footer.Finish()
	if err != nil {
		return err
	}
	size, err := footer.WriteTo(w.sink, nil)
	if err != nil {
		return err
	}
	if _, err := w.sink.Write(append(binary.LittleEndian.AppendUint32(nil, uint32(size)), magic...)); err != nil {
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
