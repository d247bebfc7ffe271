package columnar

import (
	"encoding/binary"
	"hash/crc32"

	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/metadata"
)

// A pageWriter keeps the pages of a column chunk until its row group is closed: each is a
// header (PageHeader in [parquet.thrift]), with a checksum of the packed bytes that follow it.
//
// [parquet.thrift]: https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
type pageWriter struct {
	pages    []byte
	data     int   // where in them the data pages begin
	values   int64 // of the data pages
	unpacked int64 // bytes of all pages, with their headers

	dictionaries, plain, other int32 // pages: of values, of plain values, of others
	encoding                   int   // of those others
}

// reset makes ready for a column chunk.
func (w *pageWriter) reset() { *w = pageWriter{pages: w.pages[:0]} }

// writeDictionary appends the page of a dictionary of n values, which come before all data.
func (w *pageWriter) writeDictionary(packed []byte, unpacked, n int) {
	w.write(dictionaryPage, packed, unpacked, func(s *thriftStruct) {
		s.int(1, int64(n))
		s.int(2, plainEncoding)
		s.bool(3, false) // the values are not sorted
	})
	w.dictionaries++
	w.data = len(w.pages)
}

// writeData appends a data page of so many rows.
func (w *pageWriter) writeData(packed []byte, unpacked, rows, encoding int) {
	w.write(dataPageV1, packed, unpacked, func(s *thriftStruct) {
		s.int(1, int64(rows))
		s.int(2, int64(encoding))
		s.int(3, rleEncoding) // of definition levels
		s.int(4, rleEncoding) // and of repetition levels, of which there are none
		s.nest(5, nil)        // no statistics: they stand in the footer
	})
	w.values += int64(rows)
	if encoding == plainEncoding {
		w.plain++
		return
	}
	w.other++
	w.encoding = encoding
}

// write appends a page. kindHeader writes what is particular to its kind: the field of a
// header that has the number 5 and more.
func (w *pageWriter) write(kind int, packed []byte, unpacked int, kindHeader func(*thriftStruct)) {
	before := len(w.pages)
	s := thriftStruct{b: w.pages}
	s.int(1, int64(kind))
	s.int(2, int64(unpacked))
	s.int(3, int64(len(packed)))
	s.int(4, int64(int32(crc32.ChecksumIEEE(packed))))
	s.nest(int64(kind)+5, kindHeader)
	s.end()
	w.unpacked += int64(len(s.b) - before + unpacked)
	w.pages = append(s.b, packed...)
}

// close completes what the footer says of the column chunk, and passes the pages on.
func (w *pageWriter) close(sink *checkedWriter, chunk *metadata.ColumnChunkMetaDataBuilder) error {
	at := sink.Tell()
	info := metadata.ChunkMetaInfo{
		NumValues:        w.values,
		IndexPageOffset:  -1,
		DataPageOffset:   at + int64(w.data),
		CompressedSize:   int64(len(w.pages)),
		UncompressedSize: w.unpacked,
	}
	stats := metadata.EncodingStats{DictEncodingStats: map[parquet.Encoding]int32{}, DataEncodingStats: map[parquet.Encoding]int32{}}
	if w.dictionaries > 0 {
		info.DictPageOffset = at
		stats.DictEncodingStats[parquet.Encodings.Plain] = w.dictionaries
	}
	if w.plain > 0 {
		stats.DataEncodingStats[parquet.Encodings.Plain] = w.plain
	}
	if w.other > 0 {
		stats.DataEncodingStats[parquet.Encoding(w.encoding)] = w.other
	}
	if err := chunk.Finish(info, w.dictionaries > 0, false, stats, nil); err != nil {
		return err
	}
	if _, err := sink.Write(w.pages); err != nil {
		return err
	}
	_, err := chunk.WriteTo(sink)
	return err
}

// A thriftStruct writes a struct in Thrift's compact protocol, as a [thriftWalk] reads it:
// fields in ascending order of their numbers, which are at most 15 apart.
type thriftStruct struct {
	b    []byte
	last int64 // number of the field before
}

func (s *thriftStruct) field(id int64, typ byte) {
	s.b = append(s.b, byte(id-s.last)<<4|typ)
	s.last = id
}

// int writes a number of 32 bits.
func (s *thriftStruct) int(id, v int64) {
	s.field(id, 5)
	s.b = binary.AppendVarint(s.b, v)
}

// bool writes a truth value, which is in its type.
func (s *thriftStruct) bool(id int64, v bool) {
	if v {
		s.field(id, 1)
		return
	}
	s.field(id, 2)
}

// nest writes a struct in this one; an empty one if fields is nil.
func (s *thriftStruct) nest(id int64, fields func(*thriftStruct)) {
	s.field(id, 12)
	in := thriftStruct{b: s.b}
	if fields != nil {
		fields(&in)
	}
	in.end()
	s.b = in.b
}

func (s *thriftStruct) end() { s.b = append(s.b, 0) }
