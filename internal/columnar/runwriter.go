package columnar

import "encoding/binary"

// packedStretch is how many numbers a stretch of packed ones has at most: the
// head of such a stretch is one byte.
const packedStretch = 63 * 8

// A runWriter writes small numbers as a [runReader] reads them: those that come
// eight times and more in a row repeated, what lies between packed.
type runWriter struct {
	b     []byte
	width uint // bits of a number, 1 to 32

	value  uint32 // the run under way
	n      int    // how often, so far
	packed []uint32
}

// start begins to append to b.
func (w *runWriter) start(b []byte, width uint) {
	w.b, w.width, w.n, w.packed = b, width, 0, w.packed[:0]
}

// put writes a number n times.
func (w *runWriter) put(value uint32, n int) {
	if value != w.value && w.n > 0 {
		w.endRun()
	}
	w.value = value
	w.n += n
}

// endRun ends the run under way. Packed numbers before it must be a multiple of eight.
func (w *runWriter) endRun() {
	n := w.n
	w.n = 0
	if fill := -len(w.packed) & 7; n-fill >= 8 {
		w.pack(fill)
		w.endPacked()
		w.b = binary.AppendUvarint(w.b, uint64(n-fill)<<1)
		for bit := uint(0); bit < w.width; bit += 8 {
			w.b = append(w.b, byte(w.value>>bit))
		}
		return
	}
	w.pack(n)
}

// pack takes the value n times to be packed, n < 16.
func (w *runWriter) pack(n int) {
	for range n {
		w.packed = append(w.packed, w.value)
		if len(w.packed) == packedStretch {
			w.endPacked()
		}
	}
}

// endPacked writes the packed numbers, if there are any, filling up to eight
// with zeros.
func (w *runWriter) endPacked() {
	if len(w.packed) == 0 {
		return
	}
	for len(w.packed)%8 != 0 {
		w.packed = append(w.packed, 0)
	}
	w.b = binary.AppendUvarint(w.b, uint64(len(w.packed)/8)<<1|1)
	w.b = appendPacked(w.b, w.packed, w.width)
	w.packed = w.packed[:0]
}

// end ends what is under way and returns the bytes.
func (w *runWriter) end() []byte {
	if w.n > 0 {
		w.endRun()
	}
	w.endPacked()
	return w.b
}
