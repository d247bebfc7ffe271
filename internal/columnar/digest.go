package columnar

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"io"
	"math"
	"math/bits"
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
	typ Type
	h   hash.Hash
	buf [8 << 10]byte // what is not hashed yet,
	at  int           // up to here

	n      uint64 // length of the run under way
	null   bool
	num    uint64 // its value, or the number of its text
	before uint64 // the value before it
	isNew  bool   // its text appears for the first time,
	text   string // and is this

	appeared uint64   // texts
	runs     textRuns // of the vector under way; a writer makes pages of them too
}

func newValueDigest(t Type) *valueDigest {
	return &valueDigest{typ: t, h: sha256.New()}
}

// add continues the stream with the rows of a vector.
func (d *valueDigest) add(v *Vector, n int) error {
	if v.Empty {
		d.addNulls(n)
		return nil
	}
	switch d.typ {
	case Date, Int32:
		addNumbers(d, v.Int32[:n], v.Valid)
	case Int64, Decimal:
		addNumbers(d, v.Int64[:n], v.Valid)
	case Double:
		for i, x := range v.Double[:n] {
			d.addOne(math.Float64bits(x), v.Valid == nil || v.Valid[i])
		}
	case Bool:
		for i, x := range v.Bool[:n] {
			num := uint64(0)
			if x {
				num = 1
			}
			d.addOne(num, v.Valid == nil || v.Valid[i])
		}
	case Text:
		d.runs.begin(v.Values)
		if err := d.runs.add(v.Index[:n], v.Values); err != nil {
			return err
		}
		d.addText(&d.runs)
	}
	return nil
}

// addOne continues the stream with a row.
func (d *valueDigest) addOne(num uint64, valid bool) {
	if !valid {
		d.addNulls(1)
		return
	}
	if num != d.num || d.null || d.n == 0 {
		d.end()
		d.num, d.null = num, false
	}
	d.n++
}

// addNulls continues the stream with n rows without a value.
func (d *valueDigest) addNulls(n int) {
	if d.n > 0 && !d.null {
		d.end()
	}
	d.null = true
	d.n += uint64(n)
}

// addNumbers continues the stream with whole numbers.
func addNumbers[T int32 | int64](d *valueDigest, values []T, valid []bool) {
	if valid == nil {
		addPresent(d, values)
		return
	}
	for i := 0; i < len(values); {
		from, ok := i, valid[i]
		for i < len(values) && valid[i] == ok {
			i++
		}
		if ok {
			addPresent(d, values[from:i])
		} else {
			d.addNulls(i - from)
		}
	}
}

// addPresent continues the stream with numbers that are all there. In some columns
// nearly every row ends a run, so this is end in a loop.
func addPresent[T int32 | int64](d *valueDigest, values []T) {
	if len(values) == 0 {
		return
	}
	if d.n == 0 || d.null {
		d.end()
		d.num, d.null = uint64(values[0]), false
	}
	at, n, last, before := d.at, d.n, T(d.num), T(d.before)
	for _, x := range values {
		if x == last {
			n++
			continue
		}
		if len(d.buf)-at < digestRoom {
			d.h.Write(d.buf[:at])
			at = 0
		}
		at += putNumberRun(d.buf[at:], n, uint64(last)-uint64(before))
		n, last, before = 1, x, last
	}
	d.at, d.n, d.num, d.before = at, n, uint64(last), uint64(before)
}

// putNumberRun writes a run of n numbers that are more by delta than those before
// them, and returns how many bytes it took. Both varints are made at once, without
// asking for the end of the second, which is seldom as long as that of the row before:
// seven bits go into each byte, and its highest bit says that another follows.
func putNumberRun(b []byte, n, delta uint64) int {
	head, tail := n<<1|1, delta<<1^-(delta>>63)
	if head >= 1<<7 || tail >= 1<<28 {
		k := binary.PutUvarint(b, head)
		return k + binary.PutUvarint(b[k:], tail)
	}
	bytes := (9*bits.Len64(tail|1) + 64) >> 6 // a seventh of the bits, rounded up
	more := uint64(0x80808080) & (1<<(8*bytes-8) - 1)
	spread := tail&0x7f | tail<<1&0x7f00 | tail<<2&0x7f0000 | tail<<3&0x7f000000
	binary.LittleEndian.PutUint64(b, head|(spread|more)<<8)
	return 1 + bytes
}

// room makes room for n bytes.
func (d *valueDigest) room(n int) []byte {
	if len(d.buf)-d.at < n {
		d.flush()
	}
	return d.buf[d.at:]
}

// addText continues the stream with runs of texts.
func (d *valueDigest) addText(t *textRuns) {
	for _, r := range t.runs {
		if r.place < 0 {
			d.addNulls(int(r.n))
			continue
		}
		number := uint64(t.numbers[r.place])
		if number != d.num || d.null || d.n == 0 {
			d.end()
			d.num, d.null = number, false
			if d.isNew = number > d.appeared; d.isNew {
				d.appeared, d.text = number, t.texts[r.place]
			}
		}
		d.n += uint64(r.n)
	}
}

// digestRoom is what a run takes at most, but for the bytes of a text.
const digestRoom = 2*binary.MaxVarintLen64 + 1

// end writes the run under way, if there is one.
func (d *valueDigest) end() {
	if d.n == 0 {
		return
	}
	n, b := d.n, d.room(digestRoom)
	d.n = 0
	if d.null {
		d.at += binary.PutUvarint(b, n<<1)
		return
	}
	if d.typ != Text && d.typ != Double && d.typ != Bool {
		d.at += putNumberRun(b, n, d.num-d.before)
		d.before = d.num
		return
	}
	k := binary.PutUvarint(b, n<<1|1)
	switch {
	case d.typ == Double:
		binary.LittleEndian.PutUint64(b[k:], d.num)
		k += 8
	case d.typ == Bool:
		b[k] = byte(d.num)
		k++
	case d.isNew:
		b[k] = 0
		k += 1 + binary.PutUvarint(b[k+1:], uint64(len(d.text)))
	default:
		k += binary.PutUvarint(b[k:], d.num)
	}
	if d.at += k; d.isNew {
		d.endText()
	}
}

// endText writes the text of the run.
func (d *valueDigest) endText() {
	if len(d.text) > len(d.buf) {
		d.flush()
		io.WriteString(d.h, d.text)
		return
	}
	d.at += copy(d.room(len(d.text)), d.text)
}

func (d *valueDigest) flush() {
	d.h.Write(d.buf[:d.at])
	d.at = 0
}

// sum ends the stream.
func (d *valueDigest) sum() []byte {
	d.end()
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
		h.Write(digests[i].sum())
	}
	return [sha256.Size]byte(h.Sum(nil))
}
