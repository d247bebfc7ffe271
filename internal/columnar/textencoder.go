package columnar

import (
	"errors"
	"math"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet/file"
)

// A textEncoder writes a text column as a Parquet dictionary of the values that
// a row group uses, numbered in the order in which they first appear, so that
// the bytes do not depend on how the caller numbers them.
type textEncoder struct {
	slots   []slot // by place in the caller's Values
	group   uint32 // the row group under way
	bytes   []byte // of the values used, end to end
	offsets []int32
}

// A slot is the number of a value within a row group.
type slot struct {
	group uint32
	n     int32
}

// dictEncoder is the part of the library's encoder used here.
type dictEncoder interface {
	PutDictionary(arrow.Array) error
	NumEntries() int
}

func (t *textEncoder) encode(cw file.ColumnChunkWriter, c Column, v *Vector, s *encodeScratch) error {
	nulls, err := t.renumber(c, v, s)
	if err != nil {
		return err
	}
	enc, ok := cw.CurrentEncoder().(dictEncoder)
	if !ok {
		return errors.New("the library gives no dictionary encoder")
	}
	values := array.NewStringData(array.NewData(arrow.BinaryTypes.String, len(t.offsets)-1, []*memory.Buffer{
		nil, memory.NewBufferBytes(arrow.Int32Traits.CastToBytes(t.offsets)), memory.NewBufferBytes(t.bytes),
	}, nil, 0, 0))
	if err := enc.PutDictionary(values); err != nil {
		return err
	}
	if enc.NumEntries() != values.Len() {
		return errors.New("a value is listed twice")
	}
	var def []int16
	var bitmap *memory.Buffer
	if c.Nullable {
		s.def = resize(s.def, len(s.index))
		for i, k := range v.Index {
			s.def[i] = 1
			if k < 0 {
				s.def[i] = 0
			}
		}
		def = s.def
	}
	if nulls > 0 {
		bitmap = memory.NewBufferBytes(s.valid)
	}
	indices := array.NewInt32Data(array.NewData(arrow.PrimitiveTypes.Int32, len(s.index), []*memory.Buffer{
		bitmap, memory.NewBufferBytes(arrow.Int32Traits.CastToBytes(s.index)),
	}, nil, nulls, 0))
	return cw.WriteDictIndices(indices, def, nil)
}

// renumber fills bytes and offsets, and the index and valid of the scratch, and
// counts the nulls.
func (t *textEncoder) renumber(c Column, v *Vector, s *encodeScratch) (nulls int, err error) {
	if t.group++; len(t.slots) < len(v.Values) || t.group == 0 {
		t.slots, t.group = make([]slot, len(v.Values)), 1
	}
	s.index = resize(s.index, len(v.Index))
	s.valid = resize(s.valid, (len(v.Index)+7)/8)
	clear(s.valid)
	t.bytes, t.offsets = t.bytes[:0], append(t.offsets[:0], 0)
	last, number := int32(-1), int32(0)
	for i, k := range v.Index {
		if k < 0 {
			nulls++
			s.index[i] = 0
			continue
		}
		if k != last {
			if int(k) >= len(v.Values) {
				return 0, errors.New("a value beyond the list")
			}
			last, number = k, t.number(k, v.Values[k])
		}
		s.index[i] = number
		s.valid[i>>3] |= 1 << (i & 7)
	}
	if nulls > 0 && !c.Nullable {
		return 0, errNull
	}
	if len(t.bytes) > math.MaxInt32-1<<20 || len(t.bytes)+4*len(t.offsets) > dictLimit {
		return 0, errors.New("the texts of a row group are larger than the limit")
	}
	return nulls, nil
}

// number returns the number of value k, giving it the next if it has none.
func (t *textEncoder) number(k int32, value string) int32 {
	s := &t.slots[k]
	if s.group != t.group {
		*s = slot{t.group, int32(len(t.offsets) - 1)}
		t.bytes = append(t.bytes, value...)
		t.offsets = append(t.offsets, int32(len(t.bytes)))
	}
	return s.n
}
