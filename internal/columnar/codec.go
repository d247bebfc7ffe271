package columnar

import (
	"fmt"

	"github.com/apache/arrow/go/v17/parquet/compress"
	"github.com/klauspost/compress/snappy"
)

// codecOf returns how a column chunk is packed; nil for not at all. This package
// writes zstd only, so that anything else in its own files is damage.
func codecOf(c compress.Compression, foreign bool) (compress.Codec, error) {
	switch {
	case c == compress.Codecs.Zstd:
		return pageCodec{}, nil
	case foreign && c == compress.Codecs.Uncompressed:
		return nil, nil
	case foreign && c == lz4Raw:
		return lz4Codec{}, nil
	case foreign && (c == compress.Codecs.Snappy || c == compress.Codecs.Gzip || c == compress.Codecs.Brotli):
		return compress.GetCodec(c)
	}
	return nil, fmt.Errorf("compression %s is not supported", c)
}

// lz4Raw is LZ4_RAW, which the library does not know; LZ4, number 5, is deprecated and was written in
// three different ways ([Compression]).
//
// [Compression]: https://parquet.apache.org/docs/file-format/data-pages/compression/
const lz4Raw compress.Compression = 7

// unpackPage unpacks a page into buf, which has the length that the page is said
// to have. It panics for what cannot be unpacked, as codecs do.
func unpackPage(codec compress.Codec, buf, packed []byte) []byte {
	if codec == nil {
		return buf[:copy(buf, packed)]
	}
	return codec.Decode(buf, packed)
}

// snappyCodec replaces the library's, which takes a page's word for how much
// memory it needs.
type snappyCodec struct{ compress.Codec }

func init() {
	if old, err := compress.GetCodec(compress.Codecs.Snappy); err == nil {
		compress.RegisterCodec(compress.Codecs.Snappy, snappyCodec{old})
	}
}

func (snappyCodec) Decode(dst, src []byte) []byte {
	n, err := snappy.DecodedLen(src)
	if err == nil && n > len(dst) {
		err = fmt.Errorf("page of %d bytes where %d were announced", n, len(dst))
	}
	if err != nil {
		panic(err)
	}
	out, err := snappy.Decode(dst, src)
	if err != nil {
		panic(err)
	}
	return out
}
