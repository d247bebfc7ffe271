package ingest

import "testing"

// Lists A, B, C and D come in this order; a month later B is left out, and then C and B change
// places for good. By hand: B stays behind A while it is only left out, so that it is found
// again where it was; C stands behind A when it has come there the second time.
func TestOrderOfKeptLines(t *testing.T) {
	const a, b, c, d = 1, 2, 3, 4
	k := newKeptLines()
	for range 4 {
		k.number(nil)
	}
	for _, month := range []struct {
		came, behindA []uint32
	}{{[]uint32{a, b, c, d}, []uint32{b, c, d}}, {[]uint32{a, c, d}, []uint32{b, c, d}}, {[]uint32{a, c, b, d}, []uint32{b, d, a}}, {[]uint32{a, c, b, d}, []uint32{c, b, d}}} {
		for _, n := range month.came {
			k.came(n)
		}
		at := uint32(a)
		for _, want := range month.behindA {
			if at = k.lines[at].next; at != want {
				t.Errorf("after %v: %d stands there, want %d", month.came, at, want)
			}
		}
	}
}

// Bytes that are longer than those before get a place of their own, and shorter ones do not.
func TestBytesOfKeptLines(t *testing.T) {
	k := newKeptLines()
	lines := []uint32{k.number(nil), k.number(nil)}
	set := func(n uint32, s string) {
		var b comparedBytes
		b.lengths[0] = uint8(copy(b.bytes[:], s))
		k.setBytes(&k.lines[n], &b)
	}
	for _, step := range []struct {
		texts [2]string
		room  int // multiples of 8, with what is no longer used
	}{{[2]string{"0301;1", "0301;22"}, 16}, {[2]string{"4601", "0301;2"}, 16}, {[2]string{"0301;1;Lege", "0301;2"}, 32}, {[2]string{"0301;1;L", "0301;2"}, 32}} {
		for i, s := range step.texts {
			set(lines[i], s)
		}
		for i, s := range step.texts {
			if l := &k.lines[lines[i]]; string(k.bytes(l)[:l.lengths[0]]) != s || len(k.text) != step.room {
				t.Errorf("%q of list %d in %d bytes, want %q in %d", k.bytes(l)[:l.lengths[0]], i, len(k.text), s, step.room)
			}
		}
	}
}
