package columnar

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"sync/atomic"

	"github.com/apache/arrow/go/v17/parquet/compress"

	"github.com/varighet/varighet/internal/limit"
)

// Kinds of pages and encodings, as Parquet numbers them ([Encodings]).
//
// [Encodings]: https://github.com/apache/parquet-format/blob/master/Encodings.md
const (
	dataPageV1     = 0
	dictionaryPage = 2
	dataPageV2     = 3

	plainEncoding       = 0
	plainDictEncoding   = 2
	rleEncoding         = 3
	deltaEncoding       = 5
	deltaLengthEncoding = 6
	deltaTextEncoding   = 7
	dictionaryEncoding  = 8
	splitEncoding       = 9
)

// A pageHeader is what matters of Parquet's PageHeader; -1 is not there.
type pageHeader struct {
	kind, unpacked, packed, values, encoding, levels int64

	crc    uint32 // of the packed bytes, if hasCRC
	hasCRC bool

	// Of a data page of version 2: its levels stand before the values, unpacked.
	levelBytes, repeatBytes int64
	unpackedValues          bool
}

// isData reports whether the page holds rows.
func (p pageHeader) isData() bool { return p.kind == dataPageV1 || p.kind == dataPageV2 }

// pageHeader reads a PageHeader: field 1 is the kind of page, 2 and 3 its
// sizes, 4 the checksum, 5 and 7 the headers of data and dictionary pages, which begin with the
// number of values and their encoding, and 8 that of data pages of version 2.
func (t *thriftWalk) pageHeader() pageHeader {
	p := pageHeader{kind: -1, unpacked: -1, packed: -1, values: -1, encoding: -1, levels: -1}
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
		case id == 4 && typ == 5:
			p.crc, p.hasCRC = uint32(t.zigzag()), true
			return true
		case (id == 5 || id == 7) && typ == 12:
			t.fields(1, func(id int64, typ byte) bool {
				return id == 1 && number(&p.values, typ) || id == 2 && number(&p.encoding, typ) ||
					id == 3 && number(&p.levels, typ)
			})
			return true
		case id == 8 && typ == 12:
			t.fields(1, func(id int64, typ byte) bool {
				if id == 7 { // a truth value is in its type: 2 is false
					p.unpackedValues = typ == 2
					return typ == 1 || typ == 2
				}
				return id == 1 && number(&p.values, typ) || id == 4 && number(&p.encoding, typ) ||
					id == 5 && number(&p.levelBytes, typ) || id == 6 && number(&p.repeatBytes, typ)
			})
			return true
		}
		return false
	})
	return p
}

// check holds a page header against the bytes that follow it and the rows that
// are still to come.
func (p pageHeader) check(left int, rows int64, limits limit.Set) error {
	switch {
	case p.packed < 0 || p.packed > int64(left):
		return errors.New("a page is longer than its column")
	case p.unpacked < 0 || p.unpacked > int64(limits.Of(limit.ParquetPage)):
		return fmt.Errorf("a page is larger than %s", limits.Text(limit.ParquetPage))
	case p.unpacked > mostUnpacked+1024*p.packed+64*max(p.values, 0):
		return errors.New("a page is packed more tightly than anybody would")
	case p.isData() && (p.values < 0 || p.values > rows):
		return errors.New("the pages have other rows than the row group")
	case p.kind == dictionaryPage && (p.values < 0 || p.values > p.unpacked): // each takes a byte and more
		return errors.New("a dictionary has more values than fit")
	case p.kind == dataPageV2 && p.repeatBytes != 0:
		return errors.New("a page with values that repeat, which is not supported")
	case p.kind == dataPageV2 && (p.levelBytes < 0 || p.levelBytes > min(p.packed, p.unpacked)):
		return errors.New("levels are longer than their page")
	case !p.isData() && p.kind != dictionaryPage:
		return fmt.Errorf("a page of kind %d, which is not supported", p.kind)
	}
	return nil
}

// mostUnpacked is how many bytes a page may become in any case. Beyond them it may become a
// thousand times what it is, and 64 bytes for each of its values: else a small file could ask
// for all the memory there is.
const mostUnpacked = 4 << 20

// pageSlack is how much memory there is behind an unpacked page, so that a number
// can be read with the eight bytes that it begins in, and the codec has the room
// that makes it fast.
const pageSlack = 32

// slack is b with the memory behind it.
func slack(b []byte) []byte { return b[:len(b)+pageSlack] }

// A PageCount says how many pages were read whose bytes could be held against a checksum of
// theirs, and how many had none.
type PageCount struct{ Checked, Unchecked int64 }

// Warning says that damage would not show in pages that have no checksums; "" if all have.
func (p PageCount) Warning() string {
	switch {
	case p.Unchecked == 0:
		return ""
	case p.Checked > 0:
		return "another program wrote the file: some of its pages have no checksums that would show damage"
	}
	return "another program wrote the file: it has no checksums that would show damage"
}

// A pageTally counts pages, for all goroutines that read a file.
type pageTally struct{ checked, unchecked atomic.Int64 }

// pageReader goes through the pages of a column chunk.
type pageReader struct {
	chunk thriftWalk // the pages that are not read yet
	rows  int64      // of them
	codec compress.Codec
	buf   []byte // the page under way
	room  *room  // for the pages
	tally *pageTally
}

// reserve makes room for an unpacked page.
func (r *pageReader) reserve(size int) error {
	if more := size - cap(r.buf); more > 0 {
		if err := r.room.take(more); err != nil {
			return err
		}
	}
	r.buf = resize(r.buf, size)
	return nil
}

// next unpacks the next page. The bytes are good until the next call.
func (r *pageReader) next() (p pageHeader, page []byte, err error) {
	p = r.chunk.pageHeader()
	if r.chunk.bad {
		return p, nil, errThrift
	}
	if err := p.check(len(r.chunk.buf), r.rows, r.room.limits); err != nil {
		return p, nil, err
	}
	packed := r.chunk.buf[:p.packed]
	r.chunk.buf = r.chunk.buf[p.packed:]
	if err := r.verify(p, packed); err != nil {
		return p, nil, err
	}
	if p.isData() {
		r.rows -= p.values
	}
	page, err = r.unpack(p, packed)
	return p, page, err
}

// verify holds the bytes of a page against its checksum, where it has one: the CRC-32 of gzip, of
// the page as it stands in the file, with its levels and without its header ([Checksumming]).
//
// [Checksumming]: https://parquet.apache.org/docs/file-format/data-pages/checksumming/
func (r *pageReader) verify(p pageHeader, packed []byte) error {
	if !p.hasCRC {
		r.tally.unchecked.Add(1)
		return nil
	}
	r.tally.checked.Add(1)
	if crc32.ChecksumIEEE(packed) != p.crc {
		return fmt.Errorf("a page: %w", ErrChecksum)
	}
	return nil
}

// unpack unpacks a page.
func (r *pageReader) unpack(p pageHeader, packed []byte) (page []byte, err error) {
	if err := r.reserve(int(p.unpacked) + pageSlack); err != nil {
		return nil, err
	}
	plain := copy(r.buf, packed[:p.levelBytes]) // the levels of version 2 are not packed
	codec := r.codec
	if p.unpackedValues {
		codec = nil
	}
	values := r.buf[plain:p.unpacked]
	if page = values[:0]; len(values) > 0 || plain == 0 { // a page of nulls only packs nothing
		page = unpackPage(codec, values, packed[plain:])
	}
	if len(page) != len(values) || codec == nil && len(packed) != int(p.unpacked) {
		return nil, errors.New("a page has another size than announced")
	}
	if len(page) > 0 && &page[0] != &values[0] { // the codec chose other memory
		copy(values, page)
	}
	return r.buf[:p.unpacked], nil
}

var errNoLevels = errors.New("a page without levels")

// splitLevels takes the definition levels off a data page ([Data Pages]): in version 1 they stand
// behind their own length, in version 2 their length is in the header.
//
// [Data Pages]: https://github.com/apache/parquet-format/blob/master/README.md#data-pages
func splitLevels(p pageHeader, page []byte) (levels, values []byte, err error) {
	if p.kind == dataPageV2 {
		return page[:p.levelBytes], page[p.levelBytes:], nil
	}
	if p.levels != rleEncoding || len(page) < 4 {
		return nil, nil, errNoLevels
	}
	n := int64(binary.LittleEndian.Uint32(page))
	if n > int64(len(page)-4) {
		return nil, nil, errors.New("levels are longer than their page")
	}
	return page[4 : 4+n], page[4+n:], nil
}
