package columnar

import (
	"encoding/binary"
	"errors"
)

// A deltaReader reads whole numbers packed as [DELTA_BINARY_PACKED]: the first
// one, and then blocks of differences. A block has its least difference, the
// widths in bits of its miniblocks, and in each miniblock by how much more the
// differences are.
//
// What it reads lies in a page, which has pageSlack bytes of memory behind it.
//
// [DELTA_BINARY_PACKED]: https://github.com/apache/parquet-format/blob/master/Encodings.md#DELTAENC
type deltaReader struct {
	rest   []byte
	left   int    // numbers that are not read yet
	last   uint64 // the number before; numbers wrap around
	begun  bool   // the first number has been read
	inMini int    // numbers of a miniblock
	minis  int    // miniblocks of a block
	widths []byte // of the block's miniblocks to come
	least  uint64 // of the block's differences

	mini  []byte // the miniblock under way
	mleft int    // its numbers that are not read yet
	bit   uint   // of mini, where the next one begins
	width uint
}

var errDelta = errors.New("packed numbers end early or are malformed")

// start begins to read b, which must hold at most n numbers, n if all is set.
func (d *deltaReader) start(b []byte, n int, all bool) error {
	if *d = (deltaReader{}); len(b) == 0 && !all { // nothing but nulls
		return nil
	}
	var head [4]uint64 // numbers in a block, miniblocks in a block, numbers, the first one
	for i := range head {
		v, k := binary.Uvarint(b)
		if k <= 0 {
			return errDelta
		}
		head[i], b = v, b[k:]
	}
	block, minis, total := head[0], head[1], head[2]
	if block == 0 || block > 1<<16 || minis == 0 || block%minis != 0 || block/minis%32 != 0 ||
		total > uint64(n) || all && total < uint64(n) {
		return errDelta
	}
	*d = deltaReader{rest: b, left: int(total), last: unzigzag(head[3]), inMini: int(block / minis), minis: int(minis)}
	return nil
}

func unzigzag(v uint64) uint64 { return v>>1 ^ -(v & 1) }

// readDeltas reads len(to) numbers.
func readDeltas[T int32 | int64](d *deltaReader, to []T) error {
	if len(to) > d.left {
		return errDelta
	}
	d.left -= len(to)
	if !d.begun && len(to) > 0 {
		d.begun = true
		to[0], to = T(d.last), to[1:]
	}
	for len(to) > 0 {
		if d.mleft == 0 {
			if err := d.open(); err != nil {
				return err
			}
		}
		k := min(d.mleft, len(to))
		sumDeltas(d, to[:k])
		d.mleft -= k
		to = to[k:]
	}
	return nil
}

// behind returns what follows the numbers. d, which has read none of them, stays as it is.
func (d deltaReader) behind() ([]byte, error) {
	for left := d.left - 1; left > 0; left -= d.inMini {
		if err := d.open(); err != nil {
			return nil, err
		}
	}
	return d.rest, nil
}

// open begins the next miniblock.
func (d *deltaReader) open() error {
	if len(d.widths) == 0 {
		least, k := binary.Uvarint(d.rest)
		if k <= 0 || len(d.rest)-k < d.minis {
			return errDelta
		}
		d.least = unzigzag(least)
		d.widths, d.rest = d.rest[k:k+d.minis], d.rest[k+d.minis:]
	}
	d.width, d.widths = uint(d.widths[0]), d.widths[1:]
	size := d.inMini / 8 * int(d.width)
	if d.width > 64 || size > len(d.rest) {
		return errDelta
	}
	d.mini, d.rest = slack(d.rest[:size]), d.rest[size:]
	d.mleft, d.bit = d.inMini, 0
	return nil
}

// sumDeltas reads numbers of the miniblock under way.
func sumDeltas[T int32 | int64](d *deltaReader, to []T) {
	last, least, b, bit, width := d.last, d.least, d.mini, d.bit, d.width
	switch {
	case width == 0:
		for i := range to {
			last += least
			to[i] = T(last)
		}
	case width <= 56: // with up to 7 bits before it, such a number lies in eight bytes
		mask := uint64(1)<<width - 1
		for i := range to {
			last += least + binary.LittleEndian.Uint64(b[bit>>3:])>>(bit&7)&mask
			to[i] = T(last)
			bit += width
		}
	default:
		mask := ^uint64(0) >> (64 - width)
		for i := range to {
			v := binary.LittleEndian.Uint64(b[bit>>3:]) >> (bit & 7)
			v |= uint64(b[bit>>3+8]) << (64 - bit&7) // shifted out if the number is whole already
			last += least + v&mask
			to[i] = T(last)
			bit += width
		}
	}
	d.last, d.bit = last, bit
}
