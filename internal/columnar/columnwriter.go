package columnar

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"

	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet/metadata"
)

// pageRows is how many rows a page has at most: the widest values then take two
// mebibytes.
const pageRows = 256 << 10

// A columnWriter writes a column: in each row group a dictionary, if it is of text,
// and pages of values.
type columnWriter struct {
	Column
	digest *valueDigest
	stats  metadata.TypedStatistics // of the row group; nil for text
	chunk  *metadata.ColumnChunkMetaDataBuilder
	pages  pageWriter // of the row group
	dict   bool       // the row group has a dictionary
}

// An encodeScratch is what one worker needs, kept from column to column.
type encodeScratch struct {
	vec    Vector
	page   []byte // under way
	packed []byte // that page
	runs   runWriter

	int32 []int32
	int64 []int64
	float []float64
	bool  []bool
}

// begin begins a row group.
func (c *columnWriter) begin(chunk *metadata.ColumnChunkMetaDataBuilder) {
	c.chunk, c.dict = chunk, false
	c.pages.reset()
	if c.stats == nil && c.Type != Text {
		c.stats = metadata.NewStatistics(chunk.Descr(), memory.DefaultAllocator)
	}
}

// encode makes the pages of n rows, and continues the digest.
func (c *columnWriter) encode(v *Vector, n int, s *encodeScratch) error {
	if c.Type == Text {
		return c.encodeText(v, n, s)
	}
	if !c.Nullable && slices.Contains(v.Valid, false) {
		return errNull
	}
	c.stats.Reset()
	for from := 0; from < n; from += pageRows {
		c.encodePage(v, from, min(from+pageRows, n), s)
	}
	if err := c.checkLimits(); err != nil {
		return err
	}
	return c.digest.add(v, n)
}

// encodePage makes a page of the rows from to to-1, of any type but text.
func (c *columnWriter) encodePage(v *Vector, from, to int, s *encodeScratch) {
	s.page = s.page[:0]
	if c.Nullable {
		s.beginLevels()
		s.putLevels(v, from, to)
		s.endLevels()
	}
	nulls := func(present int) int64 { return int64(to - from - present) }
	encoding := deltaEncoding
	switch stats := c.stats.(type) {
	case *metadata.Int32Statistics:
		values := present(v, v.Int32, from, to, &s.int32)
		stats.Update(values, nulls(len(values)))
		s.page = appendDeltas(s.page, values)
	case *metadata.Int64Statistics:
		values := present(v, v.Int64, from, to, &s.int64)
		stats.Update(values, nulls(len(values)))
		s.page = appendDeltas(s.page, values)
	case *metadata.Float64Statistics:
		values := present(v, v.Double, from, to, &s.float)
		stats.Update(values, nulls(len(values)))
		s.page, encoding = appendDoubles(s.page, values), plainEncoding
	case *metadata.BooleanStatistics:
		values := present(v, v.Bool, from, to, &s.bool)
		stats.Update(values, nulls(len(values)))
		s.page, encoding = appendBools(s.page, values), plainEncoding
	}
	c.writePage(to-from, encoding, s)
}

// writePage packs the page under way and keeps it.
func (c *columnWriter) writePage(rows, encoding int, s *encodeScratch) {
	s.packed = pageCodec{}.EncodeLevel(s.packed, s.page, defaultLevel)
	c.pages.writeData(s.packed, len(s.page), rows, encoding)
}

// checkLimits refuses numbers that are larger than the column takes.
func (c *columnWriter) checkLimits() error {
	switch stats := c.stats.(type) {
	case *metadata.Int32Statistics:
		if stats.HasMinMax() && (stats.Max() > maxInt32 || stats.Min() < -maxInt32) {
			return errors.New("a number beyond 30 bits")
		}
	case *metadata.Int64Statistics:
		if c.Type == Decimal && stats.HasMinMax() && (stats.Max() > MaxDecimal || stats.Min() < -MaxDecimal) {
			return errors.New("an amount beyond DECIMAL(12,2)")
		}
	}
	return nil
}

// close ends the row group: its pages go to the file.
func (c *columnWriter) close(sink *checkedWriter) error {
	if c.stats != nil {
		stats, err := c.stats.Encode()
		if err != nil {
			return err
		}
		stats.Signed = true // all our types are ordered by their value
		c.chunk.SetStats(stats)
	}
	return c.pages.close(sink, c.chunk)
}

// beginLevels begins the definition levels of a page, 1 for a value and 0 for none,
// which stand before the values and behind their own length.
func (s *encodeScratch) beginLevels() {
	s.runs.start(append(s.page, 0, 0, 0, 0), 1)
}

func (s *encodeScratch) endLevels() {
	s.page = s.runs.end()
	binary.LittleEndian.PutUint32(s.page, uint32(len(s.page)-4))
}

// putLevels writes the levels of the rows from to to-1.
func (s *encodeScratch) putLevels(v *Vector, from, to int) {
	switch {
	case v.Empty:
		s.runs.put(0, to-from)
	case v.Valid == nil:
		s.runs.put(1, to-from)
	default:
		for i := from; i < to; {
			end := runEnd(v.Valid[:to], nil, i)
			level := uint32(0)
			if v.Valid[i] {
				level = 1
			}
			s.runs.put(level, end-i)
			i = end
		}
	}
}

// present returns the values of the rows from to to-1 that are there, without gaps.
func present[T any](v *Vector, values []T, from, to int, scratch *[]T) []T {
	if v.Empty {
		return nil
	}
	if v.Valid == nil {
		return values[from:to]
	}
	dense := (*scratch)[:0]
	for i := from; i < to; i++ {
		if v.Valid[i] {
			dense = append(dense, values[i])
		}
	}
	*scratch = dense
	return dense
}

// appendDoubles appends plain numbers, as [plainNumbers] reads them.
func appendDoubles(b []byte, values []float64) []byte {
	for _, x := range values {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(x))
	}
	return b
}

// appendBools appends truth values, as a [boolReader] reads plain ones.
func appendBools(b []byte, values []bool) []byte {
	at := len(b)
	b = append(b, make([]byte, (len(values)+7)/8)...)
	for i, x := range values {
		if x {
			b[at+i>>3] |= 1 << (i & 7)
		}
	}
	return b
}
