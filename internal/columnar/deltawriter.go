package columnar

import (
	"encoding/binary"
	"math/bits"
)

// How differences are packed here: a [deltaReader] reads other sizes as well.
const (
	deltaBlock = 128 // numbers of a block
	deltaMinis = 4   // miniblocks of a block
	deltaMini  = deltaBlock / deltaMinis
)

// appendDeltas appends numbers as DELTA_BINARY_PACKED, as a [deltaReader] reads
// them. Differences wrap around in the width of the type, as the format has it, so
// that none takes more bits than a number.
func appendDeltas[T int32 | int64](b []byte, numbers []T) []byte {
	b = append(b, deltaBlock&127|128, deltaBlock>>7, deltaMinis)
	b = binary.AppendUvarint(b, uint64(len(numbers)))
	if len(numbers) == 0 {
		return append(b, 0)
	}
	b = binary.AppendVarint(b, int64(numbers[0]))
	for len(numbers) > 1 {
		k := min(deltaBlock, len(numbers)-1)
		b = appendDeltaBlock(b, numbers[:k+1])
		numbers = numbers[k:]
	}
	return b
}

// appendDeltaBlock appends the differences of neighbours: the least, the widths of the
// miniblocks, 0 for those that there are not, and in each miniblock by how much
// more the differences are.
func appendDeltaBlock[T int32 | int64](b []byte, numbers []T) []byte {
	var deltas [deltaBlock]T
	before, numbers := numbers[0], numbers[1:]
	least := numbers[0] - before
	for i, x := range numbers {
		deltas[i] = x - before
		least = min(least, deltas[i])
		before = x
	}
	b = binary.AppendVarint(b, int64(least))
	widths := len(b)
	b = append(b, make([]byte, deltaMinis)...)
	for mini := 0; mini*deltaMini < len(numbers); mini++ {
		var more [deltaMini]uint64
		of := deltas[mini*deltaMini : min((mini+1)*deltaMini, len(numbers))]
		if width := excess(&more, of, least); width > 0 {
			b[widths+mini] = byte(width)
			b = appendPacked(b, more[:], width)
		}
	}
	return b
}

// excess puts into more by how much deltas are more than the least, and returns the
// width in bits of the largest.
func excess[T int32 | int64](more *[deltaMini]uint64, deltas []T, least T) (width uint) {
	mask := ^uint64(0)
	if one := T(1); one<<31 < 0 { // of 32 bits, which a difference that wrapped must not leave
		mask >>= 32
	}
	all := uint64(0)
	for i, d := range deltas {
		more[i] = uint64(d-least) & mask
		all |= more[i]
	}
	return uint(bits.Len64(all))
}
