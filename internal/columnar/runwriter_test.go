package columnar

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"
)

// Worked by hand from the format's description of its runs. A stretch of equal
// numbers is twice its length as a varint and the number in whole bytes; one of
// packed numbers is twice the groups of eight plus 1, and the numbers. The format's
// own example of those is 0 to 7 in three bits: 10001000 11000110 11111010.
func TestRunsByHand(t *testing.T) {
	type put struct {
		value uint32
		n     int
	}
	for name, c := range map[string]struct {
		width uint
		puts  []put
		want  []byte
	}{
		"a thousand ones":    {1, []put{{1, 1000}}, []byte{0xd0, 0x0f, 1}},
		"put twice, one run": {1, []put{{1, 4}, {1, 4}}, []byte{8 << 1, 1}},
		"two bytes a number": {9, []put{{258, 8}}, []byte{8 << 1, 2, 1}},
		"the format's example": {3, []put{{0, 1}, {1, 1}, {2, 1}, {3, 1}, {4, 1}, {5, 1}, {6, 1}, {7, 1}},
			[]byte{1<<1 | 1, 0b10001000, 0b11000110, 0b11111010}},
		"filled up with zeros": {1, []put{{1, 3}}, []byte{1<<1 | 1, 0b111}},
		// The group that the three began takes five of the run; nine are left.
		"a run behind a group begun": {1, []put{{0, 3}, {1, 14}}, []byte{1<<1 | 1, 0b11111000, 9 << 1, 1}},
		// Seven would be left, too few: the fourteen rows are two groups.
		"a run too short behind a group begun": {1, []put{{0, 2}, {1, 12}}, []byte{2<<1 | 1, 0b11111100, 0b00111111}},
		"nothing":                              {1, nil, nil},
	} {
		var w runWriter
		w.start(nil, c.width)
		for _, p := range c.puts {
			w.put(p.value, p.n)
		}
		if got := w.end(); !bytes.Equal(got, c.want) {
			t.Errorf("%s: % x, want % x", name, got, c.want)
		}
	}
}

// Whatever is written is read again, and what is repeated takes little room.
func TestRunsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.UintRange(1, 32).Draw(t, "width")
		lengths := rapid.OneOf(rapid.IntRange(1, 20), rapid.IntRange(1, 2000))
		var w runWriter
		w.start([]byte{9, 9}, width)
		var want []int32
		for range rapid.IntRange(0, 200).Draw(t, "runs") {
			value, n := rapid.Int32Range(0, int32(min(1<<width-1, 1<<31-1))).Draw(t, "value"), lengths.Draw(t, "n")
			w.put(uint32(value), n)
			for range n {
				want = append(want, value)
			}
		}
		b := w.end()
		if b[0] != 9 || b[1] != 9 {
			t.Fatal("what stood before is changed")
		}
		var r runReader
		if err := r.start(page(b[2:]...), width); err != nil {
			t.Fatal(err)
		}
		got := make([]int32, len(want))
		if err := r.read(got, 1<<31); err != nil {
			t.Fatal(err)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("width %d, number %d: %d, want %d", width, i, got[i], want[i])
			}
		}
	})
}

// Numbers of every width, end to end, are found again bit by bit.
func TestAppendPacked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.UintRange(0, 64).Draw(t, "width")
		numbers := make([]uint64, 8*rapid.IntRange(0, 10).Draw(t, "groups"))
		for i := range numbers {
			numbers[i] = rapid.Uint64().Draw(t, "number") & (1<<width - 1)
		}
		b := appendPacked([]byte{7}, numbers, width)
		if len(b) != 1+len(numbers)/8*int(width) || b[0] != 7 {
			t.Fatalf("%d bytes for %d numbers of %d bits", len(b)-1, len(numbers), width)
		}
		for i, want := range numbers {
			got := uint64(0)
			for k := range width {
				bit := uint(i)*width + k
				got |= uint64(b[1+bit>>3]>>(bit&7)&1) << k
			}
			if got != want {
				t.Fatalf("width %d, number %d: %x, want %x", width, i, got, want)
			}
		}
	})
}
