package columnar

import (
	"encoding/binary"
	"errors"

	"github.com/varighet/varighet/internal/limit"
)

// A runReader reads small numbers as Parquet packs levels, truth values and the places of texts
// in a dictionary ([RLE]): stretches, each a varint and then, if that is even, one number
// repeated half of it times, else half of it groups of eight numbers of width
// bits each, the first in the lowest bits.
//
// What it reads lies in a page, which has pageSlack bytes of memory behind it.
//
// [RLE]: https://github.com/apache/parquet-format/blob/master/Encodings.md#RLE
type runReader struct {
	rest   []byte // behind the stretch under way
	width  uint   // bits of a number, 0 to 32
	left   int    // numbers of the stretch that are not read yet
	packed []byte // the stretch if its numbers are packed; nil if one is repeated
	bit    uint   // of packed, where the next number begins
	value  uint32 // that is repeated
}

var errRuns = errors.New("levels or places in a dictionary end early or are malformed")

// start begins to read b.
func (r *runReader) start(b []byte, width uint) error {
	if width > 32 {
		return errRuns
	}
	*r = runReader{rest: b, width: width}
	return nil
}

// startPlaces begins to read a page of places in a dictionary, of which the first
// byte is the width.
func (r *runReader) startPlaces(page []byte) error {
	if len(page) == 0 { // nothing but nulls
		return r.start(nil, 0)
	}
	return r.start(page[1:], uint(page[0]))
}

// open begins the next stretch.
func (r *runReader) open() error {
	head, k := binary.Uvarint(r.rest)
	// A row group never has more rows, and so has a stretch, but for filling up to eight.
	if k <= 0 || head>>1 == 0 || head>>1 > uint64(limit.Most(limit.ParquetRows)) {
		return errRuns
	}
	r.rest, r.left = r.rest[k:], int(head>>1)
	size := int(r.width+7) / 8
	if head&1 == 1 {
		size = r.left * int(r.width)
		r.left *= 8
	}
	if size > len(r.rest) {
		return errRuns
	}
	stretch := r.rest[:size]
	r.rest = r.rest[size:]
	if r.packed, r.bit = nil, 0; head&1 == 1 {
		r.packed = slack(stretch)
		return nil
	}
	var four [4]byte
	copy(four[:], stretch)
	r.value = binary.LittleEndian.Uint32(four[:])
	if uint64(r.value) >= 1<<r.width {
		return errRuns
	}
	return nil
}

// same takes n numbers if the stretch under way repeats one so often, and
// returns it.
func (r *runReader) same(n int) (value uint32, ok bool, err error) {
	if r.left == 0 {
		if err := r.open(); err != nil {
			return 0, false, err
		}
	}
	if r.packed != nil || r.left < n {
		return 0, false, nil
	}
	r.left -= n
	return r.value, true, nil
}

// read reads len(to) numbers, each of which must be below limit.
func (r *runReader) read(to []int32, limit int) error {
	for len(to) > 0 {
		if r.left == 0 {
			if err := r.open(); err != nil {
				return err
			}
		}
		k := min(r.left, len(to))
		top := r.value
		if r.packed == nil {
			for i := range to[:k] {
				to[i] = int32(r.value)
			}
		} else {
			top = r.unpack(to[:k])
		}
		if uint64(top) >= uint64(limit) {
			return errors.New("a place beyond the dictionary")
		}
		r.left -= k
		to = to[k:]
	}
	return nil
}

// unpack reads packed numbers and returns the largest.
func (r *runReader) unpack(to []int32) (top uint32) {
	b, bit, width := r.packed, r.bit, r.width
	mask := uint64(1)<<width - 1
	for i := range to {
		v := uint32(binary.LittleEndian.Uint64(b[bit>>3:]) >> (bit & 7) & mask)
		to[i] = int32(v)
		top = max(top, v)
		bit += width
	}
	r.bit = bit
	return top
}

// levels reads definition levels of 0 and 1 and returns how many are 1.
func (r *runReader) levels(to []bool) (ones int, err error) {
	for len(to) > 0 {
		if r.left == 0 {
			if err := r.open(); err != nil {
				return 0, err
			}
		}
		k := min(r.left, len(to))
		if r.packed == nil {
			for i := range to[:k] {
				to[i] = r.value == 1
			}
			ones += k * int(r.value)
		} else {
			for i := range to[:k] {
				one := r.packed[r.bit>>3] >> (r.bit & 7) & 1
				to[i] = one == 1
				ones += int(one)
				r.bit++
			}
		}
		r.left -= k
		to = to[k:]
	}
	return ones, nil
}
