package register

import (
	"encoding/binary"
	"math/bits"
)

// Records are kept, and spilled, as bytes: of each only what differs from the record
// before it of the same position, or from the run's first record if there is none.
// Seven bytes do for most, which take eighty in memory.
//
// A packed record begins with the set of the fields that differ. It is a byte if they
// are all of those that change from month to month; else the byte's highest bit is set,
// and two more bytes have the others. Then comes the difference of each field in the
// set, as a signed varint: of the rare fields first, from the lowest bit of each. Of
// month and file there is none where both are one more, as nearly always: a bit says so.

// The fields that change from month to month, bits of the first byte.
const (
	monthDiffers byte = 1 << iota
	fileDiffers
	rowDiffers
	residentsDiffer
	basisDiffers // the amount
	totalDiffers
	nextMonth // month and file are one more
	rareDiffer
)

// rareFields are the others, in the order of their bits in the second and third byte.
const rareFields = 11

// maxPacked is more than any packed record takes: the set, and four amounts and thirteen
// other numbers that all differ as far as they can.
const maxPacked = 3 + 4*binary.MaxVarintLen64 + 13*binary.MaxVarintLen32

// pack packs a record as what differs from the one before it, but for the position,
// and returns how many bytes it took.
func (r *record) pack(buf *[maxPacked]byte, before *record) int {
	set, n := byte(0), 1
	if !r.sameRare(before) {
		set, n = rareDiffer, r.packRare(buf, before)
	}
	if month, file := r.month-before.month, int32(r.file-before.file); month == 1 && file == 1 {
		set |= nextMonth
	} else {
		if month != 0 {
			set |= monthDiffers
			n = putVarint(buf, n, int64(month))
		}
		if file != 0 {
			set |= fileDiffers
			n = putVarint(buf, n, int64(file))
		}
	}
	if d := r.row - before.row; d != 0 {
		set |= rowDiffers
		n = putVarint(buf, n, int64(d))
	}
	if d := r.residents - before.residents; d != 0 {
		set |= residentsDiffer
		n = putVarint(buf, n, int64(d))
	}
	if d := r.amounts[0] - before.amounts[0]; d != 0 {
		set |= basisDiffers
		n = putVarint(buf, n, d)
	}
	if d := r.amounts[3] - before.amounts[3]; d != 0 {
		set |= totalDiffers
		n = putVarint(buf, n, d)
	}
	buf[0] = set
	return n
}

// putVarint puts d at buf[n] and returns where it ends. Most differences are small.
func putVarint(buf *[maxPacked]byte, n int, d int64) int {
	if z := uint64(d)<<1 ^ uint64(d>>63); z < 0x80 {
		buf[n] = byte(z)
		return n + 1
	}
	return n + binary.PutVarint(buf[n:], d)
}

// sameRare reports whether the rare fields of two records are the same.
func (r *record) sameRare(o *record) bool {
	return r.doctor == o.doctor && r.nameID == o.nameID && r.doctorName == o.doctorName && r.code == o.code && r.name == o.name && r.office == o.office &&
		r.flags == o.flags && r.limit == o.limit && r.start == o.start && r.amounts[1] == o.amounts[1] && r.amounts[2] == o.amounts[2]
}

func (r *record) packRare(buf *[maxPacked]byte, before *record) int {
	set, n := uint16(0), 3
	for i, d := range [rareFields]int64{
		int64(int32(r.doctor - before.doctor)), int64(int32(r.doctorName - before.doctorName)), int64(int32(r.code - before.code)),
		int64(int32(r.name - before.name)), int64(int32(r.office - before.office)), int64(int16(r.flags - before.flags)),
		int64(r.limit - before.limit), int64(r.start - before.start),
		r.amounts[1] - before.amounts[1], r.amounts[2] - before.amounts[2], int64(int32(r.nameID - before.nameID)),
	} {
		if d != 0 {
			set |= 1 << i
			n = putVarint(buf, n, d)
		}
	}
	binary.LittleEndian.PutUint16(buf[1:], set)
	return n
}

// unpack makes the record that follows out of r. rare says that more has changed than
// month, file and numbers.
func (r *record) unpack(u *unpacker) (rare bool) {
	set := u.byte()
	if rare = set&rareDiffer != 0; rare {
		r.unpackRare(u)
	}
	if set&nextMonth != 0 {
		r.month++
		r.file++
	}
	if set&monthDiffers != 0 {
		r.month += int16(u.varint())
	}
	if set&fileDiffers != 0 {
		r.file += uint32(u.varint())
	}
	if set&rowDiffers != 0 {
		r.row += int32(u.varint())
	}
	if set&residentsDiffer != 0 {
		r.residents += int32(u.varint())
	}
	if set&basisDiffers != 0 {
		r.amounts[0] += u.varint()
	}
	if set&totalDiffers != 0 {
		r.amounts[3] += u.varint()
	}
	return rare
}

func (r *record) unpackRare(u *unpacker) {
	set := uint16(u.byte()) | uint16(u.byte())<<8
	for ; set != 0; set &= set - 1 {
		switch d := u.varint(); bits.TrailingZeros16(set) {
		case 0:
			r.doctor += uint32(d)
		case 1:
			r.doctorName += uint32(d)
		case 2:
			r.code += uint32(d)
		case 3:
			r.name += uint32(d)
		case 4:
			r.office += uint32(d)
		case 5:
			r.flags += flags(d)
		case 6:
			r.limit += int32(d)
		case 7:
			r.start += int32(d)
		case 8:
			r.amounts[1] += d
		case 9:
			r.amounts[2] += d
		case 10:
			r.nameID += uint32(d)
		}
	}
}

// An unpacker is what is left of packed bytes. Of bytes that end too soon it makes
// zeros, and remembers that.
type unpacker struct {
	left  []byte
	short bool
}

func (u *unpacker) byte() byte {
	if len(u.left) == 0 {
		u.short = true
		return 0
	}
	b := u.left[0]
	u.left = u.left[1:]
	return b
}

func (u *unpacker) varint() int64 {
	if len(u.left) > 0 && u.left[0] < 0x80 {
		z := u.left[0]
		u.left = u.left[1:]
		return int64(z>>1) ^ -int64(z&1)
	}
	z := u.uvarint()
	return int64(z>>1) ^ -int64(z&1)
}

func (u *unpacker) uvarint() uint64 {
	z, n := binary.Uvarint(u.left)
	if n <= 0 {
		u.left, u.short = nil, true
		return 0
	}
	u.left = u.left[n:]
	return z
}
