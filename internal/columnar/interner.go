package columnar

import (
	"unsafe"

	"github.com/apache/arrow/go/v17/parquet"
)

// An interner gives the texts of a column chunk numbers, so that equal texts
// are one string. The library returns each row's text as a piece of the
// chunk's dictionary, so most are recognised by where they lie: the one before,
// or one in a small table by address; only the rest are looked up by content.
type interner struct {
	values []string
	ids    map[string]int32
	near   [512]place
}

// A place is a text by address. The pointer keeps what it points to, so no
// other text can come to lie there.
type place struct {
	at  *byte
	len int
	id  int32
}

// place sets index to the number of each row's text, -1 where def is 0. def is
// nil if no row is null.
func (in *interner) place(index []int32, texts []parquet.ByteArray, def []int16) {
	var last place
	k := 0
	for i := range index {
		if def != nil && def[i] == 0 {
			index[i] = -1
			continue
		}
		b := texts[k]
		k++
		if at := unsafe.SliceData(b); at != last.at || len(b) != last.len || at == nil {
			last = place{at, len(b), in.id(at, b)}
		}
		index[i] = last.id
	}
}

func (in *interner) id(at *byte, b []byte) int32 {
	// Fibonacci hashing of the address; the low bits of neighbours are alike.
	p := &in.near[uint64(uintptr(unsafe.Pointer(at)))*0x9E3779B97F4A7C15>>(64-9)]
	if at != nil && p.at == at && p.len == len(b) {
		return p.id
	}
	id, ok := in.ids[string(b)]
	if !ok {
		if in.ids == nil {
			in.ids = map[string]int32{}
		}
		id = int32(len(in.values))
		s := string(b)
		in.values = append(in.values, s)
		in.ids[s] = id
	}
	*p = place{at, len(b), id}
	return id
}
