package columnar

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"math"
)

// A valueDigest takes the SHA-256 of the values of a column. The bytes hashed
// are the maximal runs of equal neighbours, over row groups: for each run its
// length as an unsigned varint, then a byte 0 for null, or a byte 1 and the
// value: 4 bytes little-endian for date and int32, 8 for int64, decimal and
// double (its IEEE 754 bits), 1 for bool, and for text its length in bytes as
// an unsigned varint and the bytes.
//
// Runs make it cheap: in a sorted register most columns repeat for pages.
type valueDigest struct {
	h   hash.Hash
	buf []byte

	n    uint64 // length of the run under way
	null bool
	num  uint64 // its value, for the types of a fixed size
	text string
}

func newValueDigest() *valueDigest {
	return &valueDigest{h: sha256.New(), buf: make([]byte, 0, 8<<10)}
}

// add continues the stream with the rows of a vector.
func (d *valueDigest) add(t Type, v *Vector, n int) {
	if v.Empty {
		d.addNulls(t, n)
		return
	}
	switch t {
	case Date, Int32:
		addNumbers(d, v.Int32[:n], v.Valid, 4, func(x int32) uint64 { return uint64(uint32(x)) })
	case Int64, Decimal:
		addNumbers(d, v.Int64[:n], v.Valid, 8, func(x int64) uint64 { return uint64(x) })
	case Double:
		addNumbers(d, v.Double[:n], v.Valid, 8, math.Float64bits)
	case Bool:
		addNumbers(d, v.Bool[:n], v.Valid, 1, func(x bool) uint64 {
			if x {
				return 1
			}
			return 0
		})
	case Text:
		d.addText(v.Index[:n], v.Values)
	}
}

func (d *valueDigest) addNulls(t Type, n int) {
	if d.n == 0 || !d.null {
		d.end(t)
		d.null, d.num, d.text = true, 0, ""
	}
	d.n += uint64(n)
}

func addNumbers[T comparable](d *valueDigest, values []T, valid []bool, size int, bits func(T) uint64) {
	for i, x := range values {
		null := valid != nil && !valid[i]
		num := uint64(0)
		if !null {
			num = bits(x)
		}
		if num == d.num && null == d.null && d.n > 0 {
			d.n++
			continue
		}
		d.endNumber(size)
		d.n, d.num, d.null = 1, num, null
	}
}

func (d *valueDigest) addText(index []int32, values []string) {
	last := int32(math.MinInt32)
	for _, k := range index {
		if k == last {
			d.n++
			continue
		}
		last = k
		null, s := k < 0, ""
		if !null {
			s = values[k]
		}
		if d.n > 0 && s == d.text && null == d.null {
			d.n++
			continue
		}
		d.endText()
		d.n, d.text, d.null = 1, s, null
	}
}

// end writes the run under way, if there is one.
func (d *valueDigest) end(t Type) {
	switch t {
	case Text:
		d.endText()
	case Bool:
		d.endNumber(1)
	case Date, Int32:
		d.endNumber(4)
	default:
		d.endNumber(8)
	}
	d.n = 0
}

func (d *valueDigest) endNumber(size int) {
	if d.n == 0 {
		return
	}
	buf := d.start()
	if !d.null {
		buf = binary.LittleEndian.AppendUint64(buf, d.num)
		buf = buf[:len(buf)-8+size]
	}
	d.buf = buf
}

func (d *valueDigest) endText() {
	if d.n == 0 {
		return
	}
	buf := d.start()
	if !d.null {
		buf = binary.AppendUvarint(buf, uint64(len(d.text)))
		if len(d.text) >= 1<<10 {
			d.buf = buf
			d.flush()
			d.h.Write([]byte(d.text))
			return
		}
		buf = append(buf, d.text...)
	}
	d.buf = buf
}

// start returns buf with the head of a run, and room for a value.
func (d *valueDigest) start() []byte {
	if cap(d.buf)-len(d.buf) < 2<<10 {
		d.flush()
	}
	there := byte(1)
	if d.null {
		there = 0
	}
	if d.n < 0x80 {
		return append(d.buf, byte(d.n), there)
	}
	return append(binary.AppendUvarint(d.buf, d.n), there)
}

func (d *valueDigest) flush() {
	d.h.Write(d.buf)
	d.buf = d.buf[:0]
}

// sum ends the stream.
func (d *valueDigest) sum(t Type) []byte {
	d.end(t)
	d.flush()
	return d.h.Sum(nil)
}

// rowsDigest joins the digests of columns: SHA-256 over the number of rows (8
// bytes little-endian), then for each column its name, a zero byte, its type's
// name, a zero byte, and its digest.
func rowsDigest(rows int64, columns []Column, digests []*valueDigest) [sha256.Size]byte {
	h := sha256.New()
	h.Write(binary.LittleEndian.AppendUint64(nil, uint64(rows)))
	for i, c := range columns {
		h.Write([]byte(c.Name + "\x00" + c.Type.String() + "\x00"))
		h.Write(digests[i].sum(c.Type))
	}
	return [sha256.Size]byte(h.Sum(nil))
}
