package columnar

import (
	"bytes"
	"fmt"
	"io"
	"sync"

	"github.com/apache/arrow/go/v17/parquet/compress"
	"github.com/klauspost/compress/zstd"

	"github.com/varighet/varighet/internal/limit"
)

// pageCodec replaces the library's zstd codec, which makes a new encoder for
// every page and would unpack a page of 60 bytes to a gigabyte.
type pageCodec struct{}

func init() { compress.RegisterCodec(compress.Codecs.Zstd, pageCodec{}) }

// encoders holds one encoder for each level in use at a time, decoders one
// decoder; both are costly to make, cheap to use again, and give the same bytes
// each time.
var encoders [zstd.SpeedBestCompression + 1]sync.Pool

var decoders = sync.Pool{New: func() any {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxMemory(uint64(limit.Most(limit.ParquetPage))), zstd.WithDecodeAllCapLimit(true))
	if err != nil {
		panic(err) // the options are constants
	}
	return d
}}

func (pageCodec) EncodeLevel(dst, src []byte, level int) []byte {
	speed := zstd.EncoderLevelFromZstd(level)
	enc, _ := encoders[speed].Get().(*zstd.Encoder)
	if enc == nil {
		var err error
		enc, err = zstd.NewWriter(nil, zstd.WithZeroFrames(true), zstd.WithEncoderConcurrency(1),
			zstd.WithEncoderLevel(speed), zstd.WithWindowSize(zstdWindow), zstd.WithLowerEncoderMem(true))
		if err != nil {
			panic(err) // the options are constants
		}
	}
	defer encoders[speed].Put(enc)
	return enc.EncodeAll(src, dst[:0])
}

func (c pageCodec) Encode(dst, src []byte) []byte {
	return c.EncodeLevel(dst, src, defaultLevel)
}

// Decode panics for what is not a zstd frame of at most len(dst) bytes; the
// library has no other way to say so, and the reader recovers it.
func (pageCodec) Decode(dst, src []byte) []byte {
	var head zstd.Header
	if err := head.Decode(src); err != nil {
		panic(err)
	}
	if head.HasFCS && head.FrameContentSize > uint64(len(dst)) {
		panic(fmt.Errorf("page of %d bytes where %d were announced", head.FrameContentSize, len(dst)))
	}
	dec := decoders.Get().(*zstd.Decoder)
	defer decoders.Put(dec)
	out, err := dec.DecodeAll(src, dst[:0])
	if err != nil {
		panic(err)
	}
	return out
}

func (pageCodec) CompressBound(n int64) int64 { return n + n>>8 + 64 }

func (pageCodec) NewReader(r io.Reader) io.ReadCloser {
	d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(uint64(limit.Most(limit.ParquetPage))))
	if err != nil {
		return io.NopCloser(bytes.NewReader(nil))
	}
	return d.IOReadCloser()
}

func (c pageCodec) NewWriter(w io.Writer) io.WriteCloser {
	enc, err := c.NewWriterLevel(w, defaultLevel)
	if err != nil {
		panic(err) // the options are constants
	}
	return enc
}

func (pageCodec) NewWriterLevel(w io.Writer, level int) (io.WriteCloser, error) {
	return zstd.NewWriter(w, zstd.WithEncoderLevel(zstd.EncoderLevelFromZstd(level)))
}
