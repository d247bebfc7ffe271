package columnar

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// A valueReader reads the values of a column chunk that are not null, page by
// page. A chunk may have a dictionary, before its other pages.
type valueReader interface {
	// dictionary takes the n values of a dictionary page.
	dictionary(page []byte, n int) error

	// start begins a data page of at most n values, exactly n if all is set.
	start(encoding int64, page []byte, n int, all bool) error

	// read reads values into the rows from to to-1 of v.
	read(v *Vector, from, to int) error

	// end says what is wrong if the page has more values than were read.
	end() error
}

var (
	errLong       = errors.New("a page has more values than rows")
	errShort      = errors.New("the column has fewer values than the row group has rows")
	errDictionary = errors.New("a dictionary where there can be none, or with fewer values than it says")
)

func errEncoding(encoding int64) error { return fmt.Errorf("encoding %d is not supported", encoding) }

// newValueReader returns the reader of a type, which takes its memory of a room; nil for Unsupported.
func newValueReader(t Type, l layout, room *room) valueReader {
	switch t {
	case Date, Int32, Uint32:
		return int32s(room)
	case Int64, Uint64, Decimal, TimestampMillis, TimestampMicros, TimestampNanos, InstantMillis, InstantMicros, InstantNanos:
		return int64s(room)
	case InstantInt96:
		return &int96Reader{*int64s(room)}
	case Float:
		return &numberReader[float64]{of: func(v *Vector) []float64 { return v.Double }, size: 4, room: room}
	case Double:
		return &numberReader[float64]{of: func(v *Vector) []float64 { return v.Double }, size: 8, room: room}
	case Bool:
		return &boolReader{}
	case Text, Bytes, DecimalText:
		return newTextReader(l, room)
	}
	return nil
}

func int32s(room *room) *numberReader[int32] {
	return &numberReader[int32]{of: func(v *Vector) []int32 { return v.Int32 }, size: 4, room: room}
}

func int64s(room *room) *numberReader[int64] {
	return &numberReader[int64]{of: func(v *Vector) []int64 { return v.Int64 }, size: 8, room: room}
}

// A numberReader reads plain numbers ([PLAIN]), those in a [dictionary], split ones and, of whole
// ones, packed differences.
//
// [PLAIN]: https://github.com/apache/parquet-format/blob/master/Encodings.md#PLAIN
// [dictionary]: https://github.com/apache/parquet-format/blob/master/Encodings.md#DICTIONARY
type numberReader[T int32 | int64 | float64] struct {
	of       func(*Vector) []T
	size     int // bytes of a plain number
	encoding int64
	plain    []byte
	joined   []byte // split numbers, put together
	deltas   deltaReader
	values   []T // of the dictionary; nil for none
	places   runReader
	place    []int32
	room     *room
}

func (r *numberReader[T]) dictionary(page []byte, n int) error {
	if r.values != nil || n*r.size > len(page) {
		return errDictionary
	}
	if err := r.room.take(8 * n); err != nil {
		return err
	}
	r.values = make([]T, n)
	plainNumbers(r.values, page, r.size)
	return nil
}

func (r *numberReader[T]) start(encoding int64, page []byte, n int, all bool) error {
	r.encoding = encoding
	switch encoding {
	case plainEncoding:
		r.plain = page
		return nil
	case splitEncoding:
		r.encoding = plainEncoding
		if err := r.room.take(max(0, len(page)-cap(r.joined))); err != nil {
			return err
		}
		r.joined = joinStreams(r.joined, page, r.size)
		r.plain = r.joined
		return nil
	case deltaEncoding:
		return r.deltas.start(page, n, all)
	case dictionaryEncoding, plainDictEncoding:
		return r.places.startPlaces(page)
	}
	return errEncoding(encoding)
}

func (r *numberReader[T]) read(v *Vector, from, to int) error {
	values := r.of(v)[from:to]
	switch r.encoding {
	case plainEncoding:
		if len(values)*r.size > len(r.plain) {
			return errShort
		}
		plainNumbers(values, r.plain, r.size)
		r.plain = r.plain[len(values)*r.size:]
		return nil
	case deltaEncoding:
		switch values := any(values).(type) {
		case []int32:
			return readDeltas(&r.deltas, values)
		case []int64:
			return readDeltas(&r.deltas, values)
		}
		return errEncoding(r.encoding)
	}
	r.place = resize(r.place, len(values))
	if err := r.places.read(r.place, len(r.values)); err != nil {
		return err
	}
	for i, k := range r.place {
		values[i] = r.values[k]
	}
	return nil
}

func (r *numberReader[T]) end() error {
	if r.encoding == plainEncoding && len(r.plain) > 0 || r.encoding == deltaEncoding && r.deltas.left > 0 {
		return errLong
	}
	return nil
}

// plainNumbers reads len(to) numbers of size bytes each from b, which has as many.
func plainNumbers[T int32 | int64 | float64](to []T, b []byte, size int) {
	switch to := any(to).(type) {
	case []int32:
		for i := range to {
			to[i] = int32(binary.LittleEndian.Uint32(b[4*i:]))
		}
	case []int64:
		for i := range to {
			to[i] = int64(binary.LittleEndian.Uint64(b[8*i:]))
		}
	case []float64:
		for i := range to {
			if size == 4 {
				to[i] = float64(math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:])))
			} else {
				to[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:]))
			}
		}
	}
}

// joinStreams undoes [BYTE_STREAM_SPLIT]: the first bytes of all values stand before the second
// ones of all, and so on. What is no whole value at the end stays.
//
// [BYTE_STREAM_SPLIT]: https://github.com/apache/parquet-format/blob/master/Encodings.md#BYTESTREAMSPLIT
func joinStreams(to, page []byte, size int) []byte {
	to = resize(to, len(page))
	n := len(page) / size
	for i := range n {
		for k := range size {
			to[i*size+k] = page[k*n+i]
		}
	}
	copy(to[n*size:], page[n*size:])
	return to
}

// A boolReader reads truth values, eight to a byte, the first in the lowest bit ([PLAIN]), or in
// stretches as a [runReader] does, behind their length in four bytes.
//
// [PLAIN]: https://github.com/apache/parquet-format/blob/master/Encodings.md#PLAIN
type boolReader struct {
	page   []byte
	bit    int
	runs   runReader
	inRuns bool
}

func (r *boolReader) dictionary([]byte, int) error { return errDictionary }

func (r *boolReader) start(encoding int64, page []byte, _ int, all bool) error {
	if r.inRuns = encoding == rleEncoding; r.inRuns {
		if len(page) == 0 && !all { // nothing but nulls
			return r.runs.start(nil, 1)
		}
		if len(page) < 4 || int64(binary.LittleEndian.Uint32(page)) > int64(len(page)-4) {
			return errShort
		}
		return r.runs.start(page[4:4+binary.LittleEndian.Uint32(page)], 1)
	}
	if encoding != plainEncoding {
		return errEncoding(encoding)
	}
	r.page, r.bit = page, 0
	return nil
}

// end accepts what fills the last byte.
func (r *boolReader) end() error {
	if !r.inRuns && 8*len(r.page)-r.bit >= 8 {
		return errLong
	}
	return nil
}

func (r *boolReader) read(v *Vector, from, to int) error {
	if r.inRuns {
		_, err := r.runs.levels(v.Bool[from:to])
		return err
	}
	if r.bit+to-from > 8*len(r.page) {
		return errShort
	}
	for i := from; i < to; i++ {
		v.Bool[i] = r.page[r.bit>>3]>>(r.bit&7)&1 == 1
		r.bit++
	}
	return nil
}
