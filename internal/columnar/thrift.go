package columnar

import (
	"encoding/binary"
	"errors"

	"github.com/varighet/varighet/internal/limit"
)

// Before the library reads a footer, the code below walks over it: Thrift's
// compact protocol, in which every part says how long it is. The library
// allocates what those lengths say, so a few bad bytes could ask for gigabytes;
// after the walk each length is known to fit the bytes there are.

var errThrift = errors.New("malformed metadata")

const maxThriftDepth = 16

// A thriftWalk is a place in a compact-protocol message. After an error it
// stays at the error.
type thriftWalk struct {
	buf []byte
	bad bool
}

func (t *thriftWalk) fail() { t.bad, t.buf = true, nil }

func (t *thriftWalk) byte() byte {
	if len(t.buf) == 0 {
		t.fail()
		return 0
	}
	b := t.buf[0]
	t.buf = t.buf[1:]
	return b
}

func (t *thriftWalk) uvarint() uint64 {
	v, n := binary.Uvarint(t.buf)
	if n <= 0 {
		t.fail()
		return 0
	}
	t.buf = t.buf[n:]
	return v
}

func (t *thriftWalk) zigzag() int64 {
	v := t.uvarint()
	return int64(v>>1) ^ -int64(v&1)
}

func (t *thriftWalk) drop(n uint64) {
	if n > uint64(len(t.buf)) {
		t.fail()
		return
	}
	t.buf = t.buf[n:]
}

// take consumes the next n bytes.
func (t *thriftWalk) take(n int64) []byte {
	if n < 0 || n > int64(len(t.buf)) {
		t.fail()
		return nil
	}
	b := t.buf[:n]
	t.buf = t.buf[n:]
	return b
}

// fields visits the fields of a struct up to its end. visit is given the id and
// the wire type; it either consumes the value and returns true, or returns
// false to have it skipped.
func (t *thriftWalk) fields(depth int, visit func(id int64, typ byte) bool) {
	id := int64(0)
	for !t.bad {
		head := t.byte()
		if head == 0 {
			return
		}
		if delta := head >> 4; delta != 0 {
			id += int64(delta)
		} else {
			id = t.zigzag()
		}
		if t.bad {
			return
		}
		if visit == nil || !visit(id, head&15) {
			t.value(head&15, depth)
		}
	}
}

// value skips a value of a wire type. A truth value in a struct is in its type.
func (t *thriftWalk) value(typ byte, depth int) {
	if depth > maxThriftDepth {
		t.fail()
	}
	switch typ {
	case 1, 2: // true, false
	case 3: // byte
		t.byte()
	case 4, 5, 6: // i16, i32, i64
		t.uvarint()
	case 7: // double
		t.drop(8)
	case 8: // binary
		t.drop(t.uvarint())
	case 9, 10: // list, set
		elem, n := t.list()
		for ; n > 0 && !t.bad; n-- {
			t.element(elem, depth+1)
		}
	case 11: // map
		if n := t.uvarint(); n > 0 {
			kinds := t.byte()
			for n = t.count(n); n > 0 && !t.bad; n-- {
				t.element(kinds>>4, depth+1)
				t.element(kinds&15, depth+1)
			}
		}
	case 12: // struct
		t.fields(depth+1, nil)
	default:
		t.fail()
	}
}

// element skips a value in a list or map, where a truth value takes a byte.
func (t *thriftWalk) element(typ byte, depth int) {
	if typ == 1 || typ == 2 {
		t.byte()
		return
	}
	t.value(typ, depth)
}

// list reads the head of a list and returns the type and number of elements.
func (t *thriftWalk) list() (elem byte, n uint64) {
	head := t.byte()
	n = uint64(head >> 4)
	if n == 15 {
		n = t.uvarint()
	}
	return head & 15, t.count(n)
}

// count accepts n elements if there can be so many: each takes a byte.
func (t *thriftWalk) count(n uint64) uint64 {
	if n > uint64(len(t.buf)) {
		t.fail()
		return 0
	}
	return n
}

// checkFooter walks over a whole footer (FileMetaData). Its second field is the schema. It
// returns which columns, in their order, have a logical type that is younger than the library, which
// would not read any column then: it is hidden from it in the footer.
func checkFooter(footer []byte, limits limit.Set) (unknown []int, err error) {
	t := &thriftWalk{buf: footer}
	w := schemaWalk{footer: footer, limits: limits}
	seen := false
	t.fields(0, func(id int64, typ byte) bool {
		if id != 2 || typ != 9 || seen {
			return false
		}
		seen, err = true, w.walk(t)
		return true
	})
	if err == nil && (t.bad || len(t.buf) != 0 || !seen) {
		err = errThrift
	}
	return w.unknown, err
}
