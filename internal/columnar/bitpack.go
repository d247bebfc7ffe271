package columnar

import (
	"encoding/binary"
	"slices"
)

// appendPacked appends numbers of width bits each, 0 to 64, end to end: the first
// in the lowest bits of the first byte. The numbers have no higher bits, and are a
// multiple of eight, so that they end with a byte.
func appendPacked[T uint32 | uint64](b []byte, numbers []T, width uint) []byte {
	at := len(b)
	end := at + len(numbers)/8*int(width)
	b = slices.Grow(b, end-at+8)[:end+8] // whole words are written, the last one past the end
	word, used := uint64(0), uint(0)
	for _, x := range numbers {
		word |= uint64(x) << used
		if used += width; used >= 64 {
			binary.LittleEndian.PutUint64(b[at:], word)
			at += 8
			used -= 64
			word = uint64(x) >> (width - used) // what did not fit; all of it did if used is 0
		}
	}
	binary.LittleEndian.PutUint64(b[at:], word)
	return b[:end]
}
