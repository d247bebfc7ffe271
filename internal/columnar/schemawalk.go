package columnar

import (
	"errors"
	"fmt"

	"github.com/varighet/varighet/internal/limit"
)

// The limits of a schema: how deep columns may be nested, and how many elements there may be for each
// column that there may be.
const (
	maxSchemaDepth    = 32
	elementsForColumn = 8
)

// A schemaWalk goes through the elements of a schema: a tree, of which each element says how many
// children follow it. The library makes room for as many as an element says that it has, goes down
// as deep as they are nested, and joins the names on the way to each; after the walk all of this is
// known to be bounded.
type schemaWalk struct {
	footer  []byte
	limits  limit.Set
	open    []schemaGroup // the elements under way, from the root
	paths   int64         // bytes of the names down to each element, together
	leaves  int
	unknown []int // leaves with a logical type that the library does not know
}

// A schemaGroup is an element with children.
type schemaGroup struct {
	children int64 // to come
	path     int64 // bytes of the names down to it
}

// A schemaElement is what matters here of Parquet's SchemaElement.
type schemaElement struct {
	children, name  int64 // how many; bytes
	scaled, decimal bool  // it has a scale or precision; it may be a DECIMAL
	converted       bool  // it has a converted type, as only those of old have
	unknown         bool  // it has a logical type that the library does not know
}

// walk goes through the list of elements.
func (w *schemaWalk) walk(t *thriftWalk) error {
	elem, n := t.list()
	if elem != 12 || n == 0 {
		t.fail()
	}
	if n > elementsForColumn*uint64(w.limits.Of(limit.ParquetColumns)) {
		return fmt.Errorf("more columns than %s", w.limits.Text(limit.ParquetColumns))
	}
	for left := int64(n) - 1; left >= 0 && !t.bad; left-- {
		root := left == int64(n)-1
		if root != (len(w.open) == 0) { // the root has ended, or has not begun
			return errThrift
		}
		if err := w.add(w.element(t), left); err != nil {
			return err
		}
	}
	if len(w.open) > 0 {
		return errThrift
	}
	return nil
}

// add takes an element, behind which there are so many more.
func (w *schemaWalk) add(e schemaElement, left int64) error {
	if e.children < 0 || e.children > left || e.scaled && !e.decimal || e.converted && e.unknown {
		return errThrift
	}
	path := e.name
	if k := len(w.open) - 1; k >= 0 {
		path += w.open[k].path
		w.open[k].children--
	}
	if w.paths += path; w.paths > int64(w.limits.Of(limit.ParquetFooter)) {
		return errors.New("the names of columns are longer than the limit")
	}
	if e.children > 0 {
		w.open = append(w.open, schemaGroup{e.children, path})
	} else {
		if e.unknown {
			w.unknown = append(w.unknown, w.leaves)
		}
		w.leaves++
	}
	for k := len(w.open) - 1; k >= 0 && w.open[k].children == 0; k-- {
		w.open = w.open[:k]
	}
	if len(w.open) > maxSchemaDepth {
		return errors.New("columns are nested deeper than the limit")
	}
	return nil
}

// schemaTypes are the wire types of the fields of a schema element, by their numbers; of the
// format as it has been since 2018.
var schemaTypes = [...]byte{1: 5, 2: 5, 3: 5, 4: 8, 5: 5, 6: 5, 7: 5, 8: 5, 9: 5, 10: 12}

// decimalConverted is DECIMAL among the converted types.
const decimalConverted = 5

// element reads an element. A field that is not known is an error: one changed bit makes one of
// the field that tells a date from a number.
func (w *schemaWalk) element(t *thriftWalk) (e schemaElement) {
	t.fields(1, func(id int64, typ byte) bool {
		if id < 1 || id >= int64(len(schemaTypes)) || schemaTypes[id] != typ {
			t.fail()
			return true
		}
		switch id {
		case 4:
			n := t.uvarint()
			t.drop(n)
			e.name = int64(n)
			return true
		case 5:
			e.children = t.zigzag()
			return true
		case 6:
			e.converted, e.decimal = true, t.zigzag() == decimalConverted
			return true
		case 7, 8:
			e.scaled = true
		case 10:
			e.decimal = true // or something else, which the library reads
			e.unknown = w.hideUnknown(t)
		}
		return false
	})
	return e
}

// lastLogical is the highest number of a logical type that the library knows.
const lastLogical = 15

// hideUnknown hides a logical type, which t is about to read, from the library if its number is
// beyond those that it knows: the field that holds it gets a number that is passed over.
func (w *schemaWalk) hideUnknown(t *thriftWalk) bool {
	head := len(w.footer) - len(t.buf) - 1
	if len(t.buf) < 2 || t.buf[0]>>4 != 0 || t.buf[0] == 0 || t.buf[1]&1 != 0 || t.buf[1]>>1 <= lastLogical {
		return false
	}
	if delta := w.footer[head] >> 4; delta == 0 || delta == 15 {
		return false
	}
	w.footer[head] += 1 << 4
	return true
}
