package columnar

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/apache/arrow/go/v17/parquet/metadata"

	"github.com/varighet/varighet/internal/limit"
)

// BatchRows is how many rows a Batch has, except the last of a row group.
const BatchRows = 32 << 10

// magic begins and ends a file.
const magic = "PAR1"

// A Reader reads a Parquet file that this package wrote, or another program. Its methods, and
// different [RowGroup]s, may be used by several goroutines at once.
type Reader struct {
	src     *checkedReader
	limits  limit.Set
	closer  io.Closer
	footer  *metadata.FileMetaData
	columns []Column
	layouts []layout // of the columns
	meta    map[string]string
	tally   pageTally
	spare   sync.Pool // of *[]chunkMemory, of row groups that have been read
}

// Open opens a file. The error names it.
func Open(path string) (*Reader, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("not a regular file")
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	r, err := NewReader(f, info.Size())
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	r.closer = f
	return r, nil
}

// NewReader reads a file of size bytes. It checks the footer, and that row
// groups and columns lie within the file and agree with each other.
func NewReader(r io.ReaderAt, size int64) (*Reader, error) {
	return NewReaderWithin(limit.Set{}, r, size)
}

// NewReaderWithin is [NewReader] within limits that may be raised.
func NewReaderWithin(limits limit.Set, r io.ReaderAt, size int64) (*Reader, error) {
	return newReader(r, size, limits, false)
}

// NewForeignReader reads a file that another program wrote. Its pages may have checksums,
// which are checked ([Reader.Pages]), but nothing guards its footer: that is held against itself.
// Everything else is checked as ever, so that damage does no harm, but a value that was changed
// may go unnoticed. Flat columns in data pages of either version are read, packed with zstd, snappy,
// gzip, brotli, LZ4_RAW or not at all; other columns are [Unsupported] or [Nested], other pages errors.
func NewForeignReader(r io.ReaderAt, size int64) (*Reader, error) {
	return NewForeignReaderWithin(limit.Set{}, r, size)
}

// NewForeignReaderWithin is [NewForeignReader] within limits that may be raised.
func NewForeignReaderWithin(limits limit.Set, r io.ReaderAt, size int64) (*Reader, error) {
	return newReader(r, size, limits, true)
}

func newReader(r io.ReaderAt, size int64, limits limit.Set, foreign bool) (rd *Reader, err error) {
	defer recovered(&err)
	checked, footer, err := openTail(r, size, limits, foreign)
	if err != nil {
		return nil, err
	}
	md, unknown, err := parseFooter(footer, limits)
	if err != nil {
		return nil, err
	}
	rd = &Reader{src: checked, limits: limits, footer: md, meta: map[string]string{}}
	if err := rd.takeMetadata(); err != nil {
		return nil, err
	}
	if err := rd.checkCounts(); err != nil {
		return nil, err
	}
	for i := range md.Schema.NumColumns() {
		c, l := columnOf(md.Schema.Column(i), md.Schema.ColumnRoot(i))
		if slices.Contains(unknown, i) && c.Type != Nested {
			c.Type = Unsupported
		}
		rd.columns, rd.layouts = append(rd.columns, c), append(rd.layouts, l)
	}
	if err := rd.checkRowGroups(); err != nil || !foreign {
		return rd, err
	}
	return rd, rd.checkAgreement()
}

// checkCounts holds how many columns and row groups there are against the limits.
func (r *Reader) checkCounts() error {
	switch {
	case r.footer.Schema.NumColumns() > r.limits.Of(limit.ParquetColumns):
		return fmt.Errorf("more columns than %s", r.limits.Text(limit.ParquetColumns))
	case r.NumRowGroups() > r.limits.Of(limit.ParquetGroups):
		return fmt.Errorf("more row groups than %s", r.limits.Text(limit.ParquetGroups))
	}
	return nil
}

// takeMetadata takes the key-value metadata, and from it the checksums of the file.
func (r *Reader) takeMetadata() error {
	for _, key := range r.footer.KeyValueMetadata().Keys() {
		if value := r.footer.KeyValueMetadata().FindValue(key); value != nil {
			r.meta[key] = *value
		}
	}
	blocks, ok := r.meta[blocksKey]
	delete(r.meta, blocksKey)
	delete(r.meta, footerKey)
	switch {
	case r.src.foreign && ok && r.footer.GetCreatedBy() == createdBy:
		return fmt.Errorf("the footer: %w", ErrChecksum) // the mark of its checksum has gone
	case r.src.foreign:
		return nil
	case !ok:
		return ErrNoChecksum
	}
	return r.src.setBlocks(blocks)
}

// parseFooter reads a footer, once it is known to be sound. It returns the columns whose
// logical type is not known.
func parseFooter(footer []byte, limits limit.Set) (md *metadata.FileMetaData, unknown []int, err error) {
	if unknown, err = checkFooter(footer, limits); err != nil {
		return nil, nil, err
	}
	defer func() {
		if r := recover(); r != nil { // the library's only way to say what is wrong with a schema
			err = errors.New("the schema is damaged, or has a type that is not supported")
		}
	}()
	md, err = metadata.NewFileMetaData(footer, nil)
	if err == nil && md.IsSetEncryptionAlgorithm() {
		err = errors.New("encrypted columns are not supported")
	}
	return md, unknown, err
}

// openTail reads and checks the last bytes of a file: footer, its length, and
// the magic number.
func openTail(r io.ReaderAt, size int64, limits limit.Set, foreign bool) (checked *checkedReader, footer []byte, err error) {
	var end [8]byte
	if size < 12 {
		return nil, nil, errors.New("not a Parquet file: too short")
	}
	if n, err := r.ReadAt(end[:], size-8); n < len(end) {
		return nil, nil, err
	}
	if string(end[4:]) != magic {
		return nil, nil, errors.New("not a Parquet file, or its end is missing")
	}
	n := int64(binary.LittleEndian.Uint32(end[:]))
	if n > size-12 || n > int64(limits.Of(limit.ParquetFooter)) {
		return nil, nil, fmt.Errorf("the footer is larger than the file, or than %s", limits.Text(limit.ParquetFooter))
	}
	tail := make([]byte, n+8)
	if n, err := r.ReadAt(tail, size-int64(len(tail))); n < len(tail) {
		return nil, nil, err
	}
	if !foreign {
		if err := verifyTail(tail); errors.Is(err, ErrChecksum) && writtenByAnother(tail[:n], limits) {
			return nil, nil, ErrNoChecksum
		} else if err != nil {
			return nil, nil, err
		}
	}
	return &checkedReader{foreign: foreign, r: r, data: size - int64(len(tail))}, tail[:n], nil
}

// writtenByAnother reports whether a footer, of which the checksum does not fit, can be read and says that
// another program wrote it: some pass on the metadata of what they read, and our checksums with it.
func writtenByAnother(footer []byte, limits limit.Set) bool {
	md, _, err := parseFooter(slices.Clone(footer), limits)
	return err == nil && md.GetCreatedBy() != createdBy
}

// checkRowGroups holds the numbers of the footer against each other and the
// size of the file.
func (r *Reader) checkRowGroups() error {
	total, bytes := int64(0), int64(0)
	for g := range r.NumRowGroups() {
		rg := r.footer.RowGroup(g)
		rows := rg.NumRows()
		if rows < 0 || rows > int64(r.limits.Of(limit.ParquetRows)) || rg.NumColumns() != len(r.columns) {
			return fmt.Errorf("row group %d has an impossible number of rows or columns; the limit of rows is %s", g, r.limits.Text(limit.ParquetRows))
		}
		total += rows
		for i := range r.columns {
			cc, err := rg.ColumnChunk(i)
			if err != nil {
				return err
			}
			start, size := chunkPlace(cc)
			if start < 4 || size < 0 || size > r.src.data || start > r.src.data-size || !r.layouts[i].repeated && cc.NumValues() != rows {
				return fmt.Errorf("column %s of row group %d lies outside the file or has other rows",
					r.columns[i].Name, g)
			}
			if bytes += size; bytes > r.src.data { // else a small file could be read a thousand times over
				return errors.New("the columns are longer than the file")
			}
		}
	}
	if total != r.NumRows() {
		return errors.New("the row groups do not add up to the rows of the file")
	}
	return nil
}

// chunkPlace returns where the pages of a column chunk lie.
func chunkPlace(cc *metadata.ColumnChunkMetaData) (start, size int64) {
	start = cc.DataPageOffset()
	if d := cc.DictionaryPageOffset(); cc.HasDictionaryPage() && d > 0 && d < start {
		start = d
	}
	return start, cc.TotalCompressedSize()
}

// Close closes the file that [Open] opened.
func (r *Reader) Close() error {
	if r.closer == nil {
		return nil
	}
	return r.closer.Close()
}

// Columns returns the columns of the file, in its order.
func (r *Reader) Columns() []Column { return slices.Clone(r.columns) }

// Metadata returns a value of the key-value metadata and whether there is one.
func (r *Reader) Metadata(key string) (string, bool) {
	v, ok := r.meta[key]
	return v, ok
}

// NumRows returns the number of rows of the file.
func (r *Reader) NumRows() int64 { return r.footer.GetNumRows() }

// NumRowGroups returns the number of row groups of the file.
func (r *Reader) NumRowGroups() int { return len(r.footer.GetRowGroups()) }

// RowGroupRows returns the number of rows of a row group.
func (r *Reader) RowGroupRows(group int) int { return int(r.footer.RowGroup(group).NumRows()) }

// A SchemaError says how the columns of a file differ from those wanted.
type SchemaError struct {
	Missing []Column    // wanted, not in the file
	Unknown []Column    // in the file, not wanted
	Changed [][2]Column // wanted, and what the file has under the name
}

func (e *SchemaError) Error() string {
	var parts []string
	for _, c := range e.Missing {
		parts = append(parts, "column "+c.Name+" is missing")
	}
	for _, c := range e.Changed {
		parts = append(parts, fmt.Sprintf("column %s is %s where %s is expected", c[0].Name, kind(c[1]), kind(c[0])))
	}
	for _, c := range e.Unknown {
		parts = append(parts, "column "+c.Name+" is unknown")
	}
	return strings.Join(parts, "; ")
}

func kind(c Column) string { return strings.TrimPrefix(c.String(), c.Name+" ") }

// Check compares the columns of the file with those wanted, in any order, and
// returns a *[SchemaError] unless they are the same.
func (r *Reader) Check(want []Column) error {
	e := &SchemaError{}
	for _, w := range want {
		i := r.find(w.Name)
		if i < 0 {
			e.Missing = append(e.Missing, w)
		} else if r.columns[i] != w {
			e.Changed = append(e.Changed, [2]Column{w, r.columns[i]})
		}
	}
	for _, c := range r.columns {
		if !slices.ContainsFunc(want, func(w Column) bool { return w.Name == c.Name }) {
			e.Unknown = append(e.Unknown, c)
		}
	}
	if len(e.Missing)+len(e.Changed)+len(e.Unknown) > 0 {
		return e
	}
	return nil
}

func (r *Reader) find(name string) int {
	return slices.IndexFunc(r.columns, func(c Column) bool { return c.Name == name })
}

// findNext finds the first column of a name that is not taken yet, and takes it; one that can
// be read, if there is one. It returns -1 for none.
func (r *Reader) findNext(name string, taken []bool) int {
	found := -1
	for i, c := range r.columns {
		if c.Name == name && !taken[i] && (found < 0 || c.Type.Readable()) {
			if found = i; c.Type.Readable() {
				break
			}
		}
	}
	if found >= 0 {
		taken[found] = true
	}
	return found
}

// Pages returns how many pages were read so far with checksums and without.
func (r *Reader) Pages() PageCount {
	return PageCount{r.tally.checked.Load(), r.tally.unchecked.Load()}
}

// Digest reads all columns and returns the SHA-256 of their values, the same as
// [Writer.Digest] of the rows that were written.
func (r *Reader) Digest() (sum [sha256.Size]byte, err error) {
	var names []string
	var digests []*valueDigest
	for _, c := range r.columns {
		names = append(names, c.Name)
		digests = append(digests, newValueDigest(c.Type))
	}
	var b Batch
	for g := range r.NumRowGroups() {
		rows, err := r.RowGroup(g, names)
		if err != nil {
			return sum, err
		}
		for {
			err := rows.Next(&b)
			if err == io.EOF {
				break
			}
			if err != nil {
				return sum, err
			}
			for i, c := range r.columns {
				if err := digests[i].add(&b.Columns[i], b.N); err != nil {
					return sum, fmt.Errorf("column %s: %w", c.Name, err)
				}
			}
		}
	}
	return rowsDigest(r.NumRows(), r.columns, digests), nil
}
