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
}

var (
	errShort      = errors.New("the column has fewer values than the row group has rows")
	errDictionary = errors.New("a dictionary where there can be none, or with fewer values than it says")
)

func errEncoding(encoding int64) error { return fmt.Errorf("encoding %d is not supported", encoding) }

// newValueReader returns the reader of a type; nil for Unsupported.
func newValueReader(t Type) valueReader {
	switch t {
	case Date, Int32:
		return &numberReader[int32]{of: func(v *Vector) []int32 { return v.Int32 }, size: 4}
	case Int64, Decimal, TimestampMillis, TimestampMicros, TimestampNanos:
		return &numberReader[int64]{of: func(v *Vector) []int64 { return v.Int64 }, size: 8}
	case TimestampInt96:
		return &int96Reader{numberReader[int64]{of: func(v *Vector) []int64 { return v.Int64 }, size: 8}}
	case Double:
		return &numberReader[float64]{of: func(v *Vector) []float64 { return v.Double }, size: 8}
	case Bool:
		return &boolReader{}
	case Text:
		return &textReader{}
	}
	return nil
}

// A numberReader reads plain numbers, those in a dictionary and, of whole ones,
// packed differences.
type numberReader[T int32 | int64 | float64] struct {
	of       func(*Vector) []T
	size     int // bytes of a plain number
	encoding int64
	plain    []byte
	deltas   deltaReader
	values   []T // of the dictionary; nil for none
	places   runReader
	place    []int32
}

func (r *numberReader[T]) dictionary(page []byte, n int) error {
	if r.values != nil || n*r.size > len(page) {
		return errDictionary
	}
	r.values = make([]T, n)
	plainNumbers(r.values, page)
	return nil
}

func (r *numberReader[T]) start(encoding int64, page []byte, n int, all bool) error {
	r.encoding = encoding
	switch encoding {
	case plainEncoding:
		r.plain = page
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
		plainNumbers(values, r.plain)
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

// plainNumbers reads len(to) numbers from b, which has as many.
func plainNumbers[T int32 | int64 | float64](to []T, b []byte) {
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
			to[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:]))
		}
	}
}

// A boolReader reads truth values, eight to a byte, the first in the lowest bit, or in stretches
// of one value, as programs write them in data pages of version 2.
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

// A textReader reads texts as numbers into a list of those that there are.
type textReader struct {
	interner
	encoding int64
	plain    []byte
	places   runReader
	numbers  []int32 // of the dictionary's texts; nil for no dictionary
	moved    bool    // they are not 0, 1, 2 and so on: a text is listed twice
}

func (r *textReader) dictionary(page []byte, n int) error {
	if r.numbers != nil {
		return errDictionary
	}
	r.reserve(n)
	r.numbers = make([]int32, n)
	all := string(page) // the texts are parts of it
	for i, at := 0, 0; i < n; i++ {
		size, err := textSize(page[at:])
		if err != nil {
			return err
		}
		r.numbers[i] = r.number(all[at+4 : at+4+size])
		r.moved = r.moved || r.numbers[i] != int32(i)
		at += 4 + size
	}
	return nil
}

// textSize is the length of the text that b begins with, after its four bytes.
func textSize(b []byte) (int, error) {
	if len(b) < 4 {
		return 0, errShort
	}
	n := binary.LittleEndian.Uint32(b)
	if uint64(n) > uint64(len(b)-4) {
		return 0, errShort
	}
	return int(n), nil
}

func (r *textReader) start(encoding int64, page []byte, _ int, _ bool) error {
	r.encoding = encoding
	switch encoding {
	case plainEncoding:
		r.plain = page
		return nil
	case dictionaryEncoding, plainDictEncoding:
		return r.places.startPlaces(page)
	}
	return errEncoding(encoding)
}

func (r *textReader) read(v *Vector, from, to int) error {
	index := v.Index[from:to]
	if r.encoding == plainEncoding {
		for i := range index {
			size, err := textSize(r.plain)
			if err != nil {
				return err
			}
			index[i] = r.numberOf(r.plain[4 : 4+size])
			r.plain = r.plain[4+size:]
		}
	} else if err := r.places.read(index, len(r.numbers)); err != nil {
		return err
	} else if r.moved {
		for i, k := range index {
			index[i] = r.numbers[k]
		}
	}
	v.Values = r.values
	return nil
}
