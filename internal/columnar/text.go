package columnar

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math/big"
	"strconv"
	"strings"

	"github.com/apache/arrow/go/v17/parquet"
)

// newTextReader returns the reader of texts, and of numbers that are handed out as texts.
func newTextReader(l layout, room *room) valueReader {
	switch l.physical {
	case parquet.Types.Int32:
		return &decimalReader[int32]{numbers: *int32s(room), scale: l.scale, texts: interner{room: room}}
	case parquet.Types.Int64:
		return &decimalReader[int64]{numbers: *int64s(room), scale: l.scale, texts: interner{room: room}}
	}
	r := &textReader{interner: interner{room: room}, scale: l.scale, of: l.text}
	if l.physical == parquet.Types.FixedLenByteArray {
		r.width = l.width
	}
	return r
}

// A textReader reads texts as numbers into a list of those that there are.
type textReader struct {
	interner
	of      texts            // what the texts are made of; as written, unless
	scale   int              // decimals, of numbers
	width   int              // bytes of a value, if all have as many; 0 if each says how many
	written map[string]int32 // what is not as written: the numbers of the texts, by the bytes in the file

	encoding int64
	plain    []byte
	joined   []byte // split values, put together
	places   runReader
	numbers  []int32 // of the dictionary's texts; nil for no dictionary
	moved    bool    // they are not 0, 1, 2 and so on: a text is listed twice
	deltas   deltaText
}

func (r *textReader) dictionary(page []byte, n int) error {
	least := max(r.width, 1)
	if r.width == 0 {
		least = 4
	}
	if r.numbers != nil || n > len(page)/least {
		return errDictionary
	}
	if err := r.room.take(len(page) + 4*n); err != nil {
		return err
	}
	r.reserve(n)
	r.numbers = make([]int32, n)
	all := string(page) // the texts are parts of it
	for i := range r.numbers {
		raw, rest, err := r.cut(page)
		if err != nil {
			return err
		}
		if at := len(all) - len(rest); r.of == asWritten {
			r.numbers[i] = r.number(all[at-len(raw) : at])
		} else if r.numbers[i], err = r.numberOfRaw(raw); err != nil {
			return err
		}
		if r.err != nil {
			return r.err
		}
		r.moved = r.moved || r.numbers[i] != int32(i)
		page = rest
	}
	return nil
}

// cut takes the first of the plain values that b begins with.
func (r *textReader) cut(b []byte) (raw, rest []byte, err error) {
	size := uint64(r.width)
	if r.width == 0 {
		if len(b) < 4 {
			return nil, nil, errShort
		}
		size, b = uint64(binary.LittleEndian.Uint32(b)), b[4:]
	}
	if size > uint64(len(b)) {
		return nil, nil, errShort
	}
	return b[:size], b[size:], nil
}

// numberOfRaw returns the number of the text that is made of bytes, which are not kept.
func (r *textReader) numberOfRaw(raw []byte) (int32, error) {
	if r.of == asWritten {
		return r.numberOf(raw), r.err
	}
	if id, ok := r.written[string(raw)]; ok {
		return id, nil
	}
	text, err := r.textOf(raw)
	if err != nil {
		return 0, err
	}
	if r.written == nil {
		r.written = map[string]int32{}
	}
	id := r.number(text)
	r.written[string(raw)] = id
	return id, r.err
}

// textOf makes a text of bytes that are none.
func (r *textReader) textOf(raw []byte) (string, error) {
	if r.of == fromUUID {
		s := hex.EncodeToString(raw)
		return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:], nil
	}
	if len(raw) > maxDecimalBytes {
		return "", errors.New("a decimal of more bytes than the limit")
	}
	return bigDecimal(raw, r.scale), nil
}

func (r *textReader) start(encoding int64, page []byte, n int, all bool) error {
	r.encoding = encoding
	switch {
	case encoding == plainEncoding:
		r.plain = page
		return nil
	case encoding == splitEncoding && r.width > 0:
		r.encoding = plainEncoding
		if err := r.room.take(max(0, len(page)-cap(r.joined))); err != nil {
			return err
		}
		r.joined = joinStreams(r.joined, page, r.width)
		r.plain = r.joined
		return nil
	case encoding == dictionaryEncoding || encoding == plainDictEncoding:
		return r.places.startPlaces(page)
	case encoding == deltaLengthEncoding && r.width == 0 || encoding == deltaTextEncoding:
		return r.deltas.start(page, n, all, encoding == deltaTextEncoding)
	}
	return errEncoding(encoding)
}

func (r *textReader) read(v *Vector, from, to int) (err error) {
	index := v.Index[from:to]
	switch r.encoding {
	case plainEncoding:
		err = r.readPlain(index)
	case deltaLengthEncoding, deltaTextEncoding:
		err = r.readDeltas(index)
	default:
		err = r.readPlaces(index)
	}
	v.Values = r.values
	return err
}

func (r *textReader) readPlain(index []int32) (err error) {
	var raw []byte
	for i := range index {
		if raw, r.plain, err = r.cut(r.plain); err != nil {
			return err
		}
		if index[i], err = r.numberOfRaw(raw); err != nil {
			return err
		}
	}
	return nil
}

func (r *textReader) readPlaces(index []int32) error {
	if err := r.places.read(index, len(r.numbers)); err != nil {
		return err
	}
	if r.moved {
		for i, k := range index {
			index[i] = r.numbers[k]
		}
	}
	return nil
}

func (r *textReader) readDeltas(index []int32) error {
	if err := r.deltas.open(len(index)); err != nil {
		return err
	}
	last := int32(-1)
	for i := range index {
		raw, again, err := r.deltas.next(i)
		if err != nil {
			return err
		}
		if r.width > 0 && len(raw) != r.width {
			return errShort
		}
		if last < 0 || !again {
			if last, err = r.numberOfRaw(raw); err != nil {
				return err
			}
		}
		index[i] = last
	}
	return nil
}

func (r *textReader) end() error {
	switch {
	case r.encoding == plainEncoding && len(r.plain) > 0:
		return errLong
	case r.encoding == deltaLengthEncoding, r.encoding == deltaTextEncoding:
		return r.deltas.end()
	}
	return nil
}

// A deltaText reads texts of which the lengths stand before all bytes, as packed differences
// ([DELTA_LENGTH_BYTE_ARRAY]), and which may leave out what they begin with in common with the one
// before; how many bytes that are then stands before the lengths ([DELTA_BYTE_ARRAY]).
//
// [DELTA_LENGTH_BYTE_ARRAY]: https://github.com/apache/parquet-format/blob/master/Encodings.md#DELTALENGTH
// [DELTA_BYTE_ARRAY]: https://github.com/apache/parquet-format/blob/master/Encodings.md#DELTASTRING
type deltaText struct {
	hasPrefixes       bool
	prefixes, lengths deltaReader
	prefix, length    []int32 // of the texts under way
	bytes             []byte
	last              []byte // the text before, if there are prefixes
	spare             int    // how many bytes of texts may still be made of prefixes
}

// What texts made of prefixes may take: so many bytes in a column chunk, and so many times its
// pages. A page of a few bytes could else make millions of long texts.
const (
	mostPrefixed   = 4 << 20
	prefixedFactor = 256
)

// start begins a page of at most n texts, exactly n if all is set. The last text of the page before is
// kept: a page should begin anew, with nothing in common, but old versions of parquet-mr (PARQUET-246) and
// Arrow for Go go on from it.
func (d *deltaText) start(page []byte, n int, all, hasPrefixes bool) (err error) {
	if d.last == nil {
		d.last, d.spare = []byte{}, mostPrefixed
	}
	d.hasPrefixes, d.bytes = hasPrefixes, page
	d.spare += prefixedFactor * len(page)
	if hasPrefixes {
		if err := d.prefixes.start(page, n, all); err != nil {
			return err
		}
		if d.lengths = (deltaReader{}); d.prefixes.left == 0 { // whatever follows: Arrow for Go has odd bytes there
			return nil
		}
		if d.bytes, err = d.prefixes.behind(); err != nil {
			return err
		}
	}
	if err := d.lengths.start(d.bytes, n, all); err != nil {
		return err
	}
	if hasPrefixes && d.prefixes.left != d.lengths.left {
		return errDelta
	}
	d.bytes, err = d.lengths.behind()
	return err
}

// open reads the lengths of the next n texts.
func (d *deltaText) open(n int) error {
	d.length = resize(d.length, n)
	if err := readDeltas(&d.lengths, d.length); err != nil || !d.hasPrefixes {
		return err
	}
	d.prefix = resize(d.prefix, n)
	return readDeltas(&d.prefixes, d.prefix)
}

// next returns text i of those opened, good until the next call, and whether it is the one
// before again.
func (d *deltaText) next(i int) (text []byte, again bool, err error) {
	n := int(d.length[i])
	if n < 0 || n > len(d.bytes) {
		return nil, false, errDelta
	}
	own := d.bytes[:n]
	d.bytes = d.bytes[n:]
	if !d.hasPrefixes {
		return own, false, nil
	}
	common := int(d.prefix[i])
	if common < 0 || common > len(d.last) {
		return nil, false, errDelta
	}
	if n == 0 && common == len(d.last) {
		return d.last, true, nil
	}
	if d.spare -= common; d.spare < 0 {
		return nil, false, errors.New("texts far longer than their pages")
	}
	d.last = append(d.last[:common], own...)
	return d.last, false, nil
}

// end accepts bytes behind the texts, which some writers leave there.
func (d *deltaText) end() error {
	if d.lengths.left > 0 {
		return errLong
	}
	return nil
}

// A decimalReader reads decimals that are kept as whole numbers.
type decimalReader[T int32 | int64] struct {
	numbers numberReader[T]
	scale   int
	texts   interner
	known   map[T]int32 // the numbers of texts
	batch   Vector
}

func (r *decimalReader[T]) dictionary(page []byte, n int) error { return r.numbers.dictionary(page, n) }

func (r *decimalReader[T]) start(encoding int64, page []byte, n int, all bool) error {
	return r.numbers.start(encoding, page, n, all)
}

func (r *decimalReader[T]) end() error { return r.numbers.end() }

func (r *decimalReader[T]) read(v *Vector, from, to int) error {
	r.batch.Int32, r.batch.Int64 = resize(r.batch.Int32, to-from), resize(r.batch.Int64, to-from)
	if err := r.numbers.read(&r.batch, 0, to-from); err != nil {
		return err
	}
	if r.known == nil {
		r.known = map[T]int32{}
	}
	for i, x := range r.numbers.of(&r.batch)[:to-from] {
		id, ok := r.known[x]
		if !ok {
			id = r.texts.number(withPoint(strconv.FormatInt(int64(x), 10), r.scale))
			if r.texts.err != nil {
				return r.texts.err
			}
			r.known[x] = id
		}
		v.Index[from+i] = id
	}
	v.Values = r.texts.values
	return nil
}

// bigDecimal writes a number of any width, in two's complement with the highest byte first ([DECIMAL]).
//
// [DECIMAL]: https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#decimal
func bigDecimal(raw []byte, scale int) string {
	x := new(big.Int).SetBytes(raw)
	if len(raw) > 0 && raw[0]&0x80 != 0 {
		x.Sub(x, new(big.Int).Lsh(big.NewInt(1), uint(8*len(raw))))
	}
	return withPoint(x.String(), scale)
}

// withPoint puts a decimal point before the last digits; a whole number, which may be an id, has none.
// Zeros at the end else stay: 2019.10 may be a month, and 2019.1 another.
func withPoint(number string, scale int) string {
	if scale == 0 {
		return number
	}
	digits, negative := strings.CutPrefix(number, "-")
	if missing := scale + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	at := len(digits) - scale
	if fraction := digits[at:]; strings.Trim(fraction, "0") == "" {
		digits = digits[:at]
	} else {
		digits = digits[:at] + "." + fraction
	}
	if negative {
		return "-" + digits
	}
	return digits
}
