package columnar

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"math"
)

// A valueDigest takes the SHA-256 of the values of a column. The bytes hashed
// are the maximal runs of equal neighbours, over row groups: for each run an
// unsigned varint of twice its length, plus 1 if it has a value. A value follows:
//
//   - of date, int32, int64 and decimal, the difference to the value before it in
//     the column (0 at first), as a signed varint;
//   - of double, its IEEE 754 bits in 8 bytes, little-endian; of bool, a byte;
//   - of text, as an unsigned varint, the number of the text: texts are numbered from
//     1 in the order in which they first appear in the column. A text that appears for
//     the first time is 0, its length in bytes as an unsigned varint, and the bytes.
//
// In a sorted register most columns repeat for pages, and those that do not move
// in small steps.
type valueDigest struct {
	h   hash.Hash
	buf []byte

	n      uint64 // length of the run under way
	null   bool
	num    uint64 // its value, or the number of its text
	before uint64 // the value before it
	isNew  bool   // its text appears for the first time,
	text   string // and is this

	numbers textNumbers
}

func newValueDigest() *valueDigest {
	return &valueDigest{h: sha256.New(), buf: make([]byte, 0, 8<<10), numbers: textNumbers{known: map[string]uint64{}}}
}

// textNumbers numbers texts in the order in which they come.
type textNumbers struct {
	known  map[string]uint64
	values []string // of the vector under way
	places []uint64 // by place in values: the number, 0 if it has not been looked up
}

func (t *textNumbers) begin(values []string) {
	t.values, t.places = values, resize(t.places, len(values))
	clear(t.places)
}

// of returns the number of values[k]; isNew says that it has just got it.
func (t *textNumbers) of(k int32) (number uint64, isNew bool) {
	if number := t.places[k]; number > 0 {
		return number, false
	}
	number, known := t.known[t.values[k]]
	if !known {
		number = uint64(len(t.known) + 1)
		t.known[t.values[k]] = number
	}
	t.places[k] = number
	return number, !known
}

// add continues the stream with the rows of a vector.
func (d *valueDigest) add(t Type, v *Vector, n int) {
	if v.Empty {
		d.addNulls(t, n)
		return
	}
	switch t {
	case Date, Int32:
		addNumbers(d, t, v.Int32[:n], v.Valid, func(x int32) uint64 { return uint64(x) })
	case Int64, Decimal:
		addNumbers(d, t, v.Int64[:n], v.Valid, func(x int64) uint64 { return uint64(x) })
	case Double:
		addNumbers(d, t, v.Double[:n], v.Valid, math.Float64bits)
	case Bool:
		addNumbers(d, t, v.Bool[:n], v.Valid, func(x bool) uint64 {
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
		d.null = true
	}
	d.n += uint64(n)
}

func addNumbers[T comparable](d *valueDigest, t Type, values []T, valid []bool, bits func(T) uint64) {
	for i, x := range values {
		null := valid != nil && !valid[i]
		num := d.num
		if !null {
			num = bits(x)
		}
		if num == d.num && null == d.null && d.n > 0 {
			d.n++
			continue
		}
		d.end(t)
		d.n, d.num, d.null = 1, num, null
	}
}

func (d *valueDigest) addText(index []int32, values []string) {
	d.numbers.begin(values)
	last := int32(math.MinInt32)
	for _, k := range index {
		if k == last {
			d.n++
			continue
		}
		last = k
		if k < 0 {
			d.addNulls(Text, 1)
			continue
		}
		number, isNew := d.numbers.of(k)
		if d.n > 0 && !d.null && number == d.num {
			d.n++
			continue
		}
		d.end(Text)
		d.n, d.num, d.null, d.isNew, d.text = 1, number, false, isNew, values[k]
	}
}

// end writes the run under way, if there is one.
func (d *valueDigest) end(t Type) {
	if d.n == 0 {
		return
	}
	if cap(d.buf)-len(d.buf) < 32 {
		d.flush()
	}
	n := d.n
	d.n = 0
	if d.null {
		d.buf = binary.AppendUvarint(d.buf, n<<1)
		return
	}
	buf := binary.AppendUvarint(d.buf, n<<1|1)
	switch t {
	case Text:
		if d.isNew {
			d.buf = buf
			d.endNewText()
			return
		}
		buf = binary.AppendUvarint(buf, d.num)
	case Double:
		buf = binary.LittleEndian.AppendUint64(buf, d.num)
	case Bool:
		buf = append(buf, byte(d.num))
	default:
		buf = binary.AppendVarint(buf, int64(d.num-d.before))
		d.before = d.num
	}
	d.buf = buf
}

func (d *valueDigest) endNewText() {
	d.buf = binary.AppendUvarint(append(d.buf, 0), uint64(len(d.text)))
	if cap(d.buf)-len(d.buf) < len(d.text) {
		d.flush()
		d.h.Write([]byte(d.text))
		return
	}
	d.buf = append(d.buf, d.text...)
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
