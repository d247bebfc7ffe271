package columnar

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"

	"github.com/apache/arrow/go/v17/parquet/compress"
)

// The library trusts what a page says of itself: levels that end too early, or
// a delta block of no values, make it loop for ever. So each page is looked
// over before the library has it. This costs unpacking the page a second time,
// a few nanoseconds a value.

// Kinds of pages and encodings, as Parquet numbers them.
const (
	dataPageV1     = 0
	dictionaryPage = 2

	plainEncoding      = 0
	plainDictEncoding  = 2
	rleEncoding        = 3
	deltaEncoding      = 5
	dictionaryEncoding = 8
)

// A pageHeader is what matters of Parquet's PageHeader; -1 is not there.
type pageHeader struct {
	kind, unpacked, packed, values, encoding, levels int64
}

// pageHeader reads a PageHeader: field 1 is the kind of page, 2 and 3 its
// sizes, and 5 and 7 the headers of data and dictionary pages, which begin
// with the number of values and their encoding.
func (t *thriftWalk) pageHeader() pageHeader {
	p := pageHeader{-1, -1, -1, -1, -1, -1}
	number := func(to *int64, typ byte) bool {
		if typ != 5 {
			return false
		}
		*to = t.zigzag()
		return true
	}
	t.fields(0, func(id int64, typ byte) bool {
		switch {
		case id == 1:
			return number(&p.kind, typ)
		case id == 2:
			return number(&p.unpacked, typ)
		case id == 3:
			return number(&p.packed, typ)
		case (id == 5 || id == 7) && typ == 12:
			t.fields(1, func(id int64, typ byte) bool {
				return id == 1 && number(&p.values, typ) || id == 2 && number(&p.encoding, typ) ||
					id == 3 && number(&p.levels, typ)
			})
			return true
		}
		return false
	})
	return p
}

// check holds a page header against the bytes that follow it and the rows that
// are still to come.
func (p pageHeader) check(left int, rows int64) error {
	switch {
	case p.packed < 0 || p.packed > int64(left):
		return errors.New("a page is longer than its column")
	case p.unpacked < 0 || p.unpacked > maxPageBytes:
		return errors.New("a page is larger than the limit")
	case p.kind == dataPageV1 && (p.values < 1 || p.values > rows):
		return errors.New("the pages have other rows than the row group")
	case p.kind == dictionaryPage && (p.values < 0 || p.values > p.unpacked/4): // a text takes four bytes and more
		return errors.New("a dictionary has more values than fit")
	case p.kind != dataPageV1 && p.kind != dictionaryPage:
		return fmt.Errorf("a page of kind %d, which is not supported", p.kind)
	}
	return nil
}

// checkPages looks over the pages of a column chunk, which must hold rows
// values, packed with codec. buf is memory for an unpacked page; it is returned to be used again.
func checkPages(chunk []byte, c Column, rows int64, codec compress.Codec, buf []byte) ([]byte, error) {
	t := &thriftWalk{buf: chunk}
	for rows > 0 {
		p := t.pageHeader()
		if t.bad {
			return buf, errThrift
		}
		if err := p.check(len(t.buf), rows); err != nil {
			return buf, err
		}
		packed := t.buf[:p.packed]
		t.buf = t.buf[p.packed:]
		if p.kind != dataPageV1 {
			continue
		}
		rows -= p.values
		buf = resize(buf, int(p.unpacked))
		page := unpackPage(codec, buf, packed)
		if len(page) != len(buf) {
			return buf, errors.New("a page has another size than announced")
		}
		if err := checkPage(page, c, p); err != nil {
			return buf, err
		}
	}
	return buf, nil
}

// checkPage looks over the unpacked bytes of a data page.
func checkPage(page []byte, c Column, p pageHeader) error {
	present := p.values
	if c.Nullable {
		if p.levels != rleEncoding || len(page) < 4 {
			return errors.New("a page without levels")
		}
		n := int64(binary.LittleEndian.Uint32(page))
		if n > int64(len(page)-4) {
			return errors.New("levels are longer than their page")
		}
		var err error
		if present, err = countLevels(page[4:4+n], p.values); err != nil {
			return err
		}
		page = page[4+n:]
	}
	switch p.encoding {
	case deltaEncoding:
		return checkDelta(page, present)
	case plainEncoding, dictionaryEncoding, plainDictEncoding:
		return nil // the library checks lengths
	}
	return fmt.Errorf("encoding %d is not supported", p.encoding)
}

// countLevels counts the ones among n definition levels of 0 and 1: runs, each
// a varint and then, if that is even, a byte repeated half of it times, else
// half of it bytes of eight levels each.
func countLevels(b []byte, n int64) (ones int64, err error) {
	for n > 0 {
		head, k := binary.Uvarint(b)
		if k <= 0 {
			return 0, errors.New("levels end early")
		}
		b = b[k:]
		size := uint64(1)
		if head&1 == 1 {
			size = head >> 1
		}
		if size > uint64(len(b)) || head>>1 == 0 {
			return 0, errors.New("malformed levels")
		}
		if head&1 == 0 {
			k := min(int64(head>>1), n)
			if b[0] > 1 {
				return 0, errors.New("a level above 1")
			}
			ones += k * int64(b[0])
			n -= k
		} else {
			for _, x := range b[:size] {
				if n < 8 {
					x &= 1<<max(n, 0) - 1
				}
				ones += int64(bits.OnesCount8(x))
				n -= 8
			}
		}
		b = b[size:]
	}
	return ones, nil
}

// checkDelta looks over the head of a DELTA_BINARY_PACKED page: block size,
// miniblocks in a block, number of values. All progress of the library depends
// on them; it notices itself when the bytes end early.
func checkDelta(b []byte, present int64) error {
	var head [3]uint64
	for i := range head {
		v, k := binary.Uvarint(b)
		if k <= 0 {
			return errors.New("a delta page ends early")
		}
		head[i], b = v, b[k:]
	}
	block, minis, total := head[0], head[1], head[2]
	if block == 0 || block > 1<<16 || minis == 0 || block%minis != 0 || block/minis%32 != 0 || total != uint64(present) {
		return errors.New("a delta page with an impossible head")
	}
	return nil
}
