package columnar

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Worked by hand; the first two are the format's own examples. Every page begins
// with 128 numbers a block, 4 miniblocks, how many numbers, and twice the first.
func TestPackedDifferencesByHand(t *testing.T) {
	head := []byte{0x80, 1, 4}
	for name, c := range map[string]struct {
		numbers []int32
		want    []byte
	}{
		"1 to 5, all 1 apart": {[]int32{1, 2, 3, 4, 5}, []byte{5, 1 << 1, 1 << 1, 0, 0, 0, 0}},
		// Differences -2 -2 -2 1 1 1 1: the least is -2 (3 as a signed varint), the others
		// more by 0 0 0 3 3 3 3, two bits each, filled up to 32 of them: 8 bytes.
		"7 5 3 1 2 3 4 5": {[]int32{7, 5, 3, 1, 2, 3, 4, 5},
			[]byte{8, 7 << 1, 3, 2, 0, 0, 0, 0b11000000, 0b00111111, 0, 0, 0, 0, 0, 0}},
		"one number":  {[]int32{-3}, []byte{1, 5}},
		"no number":   {nil, []byte{0, 0}},
		"three alike": {[]int32{0, 0, 0}, []byte{3, 0, 0, 0, 0, 0, 0}},
		// From the least to the largest is -1 in 32 bits.
		"around": {[]int32{math.MinInt32, math.MaxInt32}, []byte{2, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 0, 0, 0, 0}},
	} {
		if got := appendDeltas(nil, c.numbers); !bytes.Equal(got, append(slices.Clone(head), c.want...)) {
			t.Errorf("%s: % x, want % x % x", name, got, head, c.want)
		}
	}
}

// Numbers of which the differences fill every width, those that wrap around
// included, are read again; and none takes more room than a plain number and the heads
// of its block.
func TestPackedDifferencesReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { readBackDeltas(t, rapid.Int32()) })
	rapid.Check(t, func(t *rapid.T) { readBackDeltas(t, rapid.Int64()) })
}

func readBackDeltas[T int32 | int64](t *rapid.T, whole *rapid.Generator[T]) {
	n := rapid.SampledFrom([]int{0, 1, 2, 31, 32, 33, 128, 129, 130, 257, 1000}).Draw(t, "n")
	few := rapid.SampledFrom([]T{0, 1, -1, 7})
	numbers := make([]T, n)
	for i := range numbers {
		if numbers[i] = few.Draw(t, "step"); rapid.IntRange(0, 40).Draw(t, "jump") == 0 {
			numbers[i] = whole.Draw(t, "number")
		} else if i > 0 {
			numbers[i] += numbers[i-1]
		}
	}
	b := appendDeltas(nil, numbers)
	size := 8
	if T(1)<<31 < 0 {
		size = 4
	}
	if blocks := n/deltaBlock + 1; len(b) > 20+blocks*(14+deltaBlock*size) {
		t.Fatalf("%d bytes for %d numbers", len(b), n)
	}
	var d deltaReader
	if err := d.start(page(b...), n, true); err != nil {
		t.Fatal(err)
	}
	got := make([]T, n)
	if err := readDeltas(&d, got); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, numbers) {
		t.Fatalf("read %v, want %v", got, numbers)
	}
}
