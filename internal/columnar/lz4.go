package columnar

import (
	"errors"

	"github.com/apache/arrow/go/v17/parquet/compress"
)

// An lz4Codec unpacks a block of LZ4 without a frame ([block format]), in Go that cannot
// leave its slices. Nothing is packed with it here.
//
// [block format]: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
type lz4Codec struct{ compress.Codec }

var errLZ4 = errors.New("a page is no block of LZ4, or of another size than announced")

// Decode panics for what is not a block of at most len(dst) bytes, as codecs do.
func (lz4Codec) Decode(dst, src []byte) []byte {
	out := dst[:0]
	for {
		if len(src) == 0 {
			panic(errLZ4)
		}
		token := src[0]
		literals, rest := lz4Length(int(token>>4), src[1:])
		if literals > len(rest) || literals > len(dst)-len(out) {
			panic(errLZ4)
		}
		out, src = append(out, rest[:literals]...), rest[literals:]
		if len(src) == 0 { // the last sequence is literals only
			return out
		}
		if len(src) < 2 {
			panic(errLZ4)
		}
		back := int(src[0]) | int(src[1])<<8
		match, rest := lz4Length(int(token&15), src[2:])
		match += 4
		if back == 0 || back > len(out) || match > len(dst)-len(out) {
			panic(errLZ4)
		}
		out, src = appendMatch(out, back, match), rest
	}
}

// lz4Length reads a length: 15 goes on in the bytes that follow, up to one that is not 255.
func lz4Length(n int, src []byte) (length int, rest []byte) {
	if n < 15 {
		return n, src
	}
	for i, b := range src {
		if n += int(b); b < 255 {
			return n, src[i+1:]
		}
	}
	panic(errLZ4)
}

// appendMatch repeats n bytes that begin so far back; they may reach into those being written.
func appendMatch(out []byte, back, n int) []byte {
	for n > 0 {
		k := min(n, back)
		from := len(out) - back
		out = append(out, out[from:from+k]...)
		n -= k
		back += k // the same bytes stand there twice now, so that more can be taken at once
	}
	return out
}
