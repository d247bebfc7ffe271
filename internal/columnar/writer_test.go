package columnar

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"
	"testing"

	"github.com/apache/arrow/go/v17/parquet/metadata"
	"pgregory.net/rapid"

	"github.com/varighet/varighet/internal/limit"
)

// The bytes of a page before it is packed, by hand. Levels are behind their length in
// four bytes; fewer than eight of anything are packed: 3, and a group of eight.
func TestPagesByHand(t *testing.T) {
	for name, c := range map[string]struct {
		typ  Type
		n    int
		v    Vector
		want []byte
	}{
		// Rows 1 1 0 1 have a text. It is the first, the second and the first of the
		// dictionary, in one bit.
		"texts": {Text, 4, Vector{Index: []int32{0, 1, -1, 0}, Values: []string{"a", "b"}},
			[]byte{2, 0, 0, 0, 3, 0b1011, 1, 3, 0b010}},
		"truth values": {Bool, 3, Vector{Bool: []bool{true, false, true}, Valid: []bool{true, false, true}},
			[]byte{2, 0, 0, 0, 3, 0b101, 0b11}},
		// 1.5 is 0x3ff8 and zeros.
		"doubles": {Double, 9, Vector{Double: slices.Repeat([]float64{1.5}, 9)},
			append([]byte{2, 0, 0, 0, 9 << 1, 1}, bytes.Repeat([]byte{0, 0, 0, 0, 0, 0, 0xf8, 0x3f}, 9)...)},
		"no number": {Int32, 300, Vector{Empty: true}, []byte{3, 0, 0, 0, 0xd8, 4, 0, 0x80, 1, 4, 0, 0}},
		"no text":   {Text, 8, Vector{Empty: true}, []byte{2, 0, 0, 0, 8 << 1, 0}},
		"numbers": {Int64, 2, Vector{Int64: []int64{0, 7}, Valid: []bool{false, true}},
			[]byte{2, 0, 0, 0, 3, 0b10, 0x80, 1, 4, 1, 14}},
		"a few alike": {Date, 1, Vector{Int32: []int32{5}}, []byte{2, 0, 0, 0, 3, 1, 0x80, 1, 4, 1, 10}},
	} {
		data := writeColumn(t, Column{"a", c.typ, true}, c.n, c.v)
		r, err := NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		pages, err := r.chunk(0, 0, newRoom(limit.Set{}), new(chunkMemory))
		if err != nil {
			t.Fatal(err)
		}
		p, got, err := pages.next()
		if p.kind == dictionaryPage {
			if want := []byte{1, 0, 0, 0, 'a', 1, 0, 0, 0, 'b'}; !bytes.Equal(got, want) {
				t.Errorf("%s: dictionary % x, want % x", name, got, want)
			}
			p, got, err = pages.next()
		}
		if err != nil || !bytes.Equal(got, c.want) || p.values != int64(c.n) {
			t.Errorf("%s: % x of %d rows, %v; want % x of %d", name, got, p.values, err, c.want, c.n)
		}
	}
}

// writeColumn makes a file of a column and a row group.
func writeColumn(t rapid.TB, c Column, n int, v Vector) []byte {
	t.Helper()
	var buf bytes.Buffer
	w, err := NewWriter(&buf, []Column{c})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.WriteRowGroup(n, []Vector{v}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// A column of nulls has the same bytes however it is given.
func TestNullsAreEmpty(t *testing.T) {
	const n = 100
	for _, c := range everyColumn {
		if !c.Nullable {
			continue
		}
		var v Vector
		v.Resize(c.Type, n)
		v.Valid = make([]bool, n)
		for i := range v.Index {
			v.Index[i] = -1
		}
		if !bytes.Equal(writeColumn(t, c, n, v), writeColumn(t, c, n, Vector{Empty: true})) {
			t.Errorf("%s: other bytes for nulls one by one", c)
		}
	}
}

// anyVector draws n rows of a column: stretches of equal values, and such as
// change with each row; steps of every width; nulls here and there, in stretches, all
// or none.
func anyVector(t *rapid.T, c Column, n int) (v Vector) {
	v.Resize(c.Type, n)
	if c.Nullable && rapid.IntRange(0, 5).Draw(t, "empty") == 0 {
		return Vector{Empty: true}
	}
	if c.Type == Text {
		for i := range rapid.SampledFrom([]int{1, 2, 3, 9, 300}).Draw(t, "texts") {
			v.Values = append(v.Values, fmt.Sprint("tekst ", i))
		}
	}
	if c.Nullable && c.Type != Text && rapid.Bool().Draw(t, "nulls") {
		v.Valid = make([]bool, n)
	}
	longest := rapid.SampledFrom([]int{1, 3, 20, 700}).Draw(t, "longest run")
	for from := 0; from < n; {
		to := min(n, from+rapid.IntRange(1, longest).Draw(t, "run"))
		null := c.Nullable && rapid.IntRange(0, 3).Draw(t, "null") == 0
		setRun(t, c, &v, from, to, null)
		from = to
	}
	return v
}

// setRun sets the rows from to to-1 to one value, or to null if they may be.
func setRun(t *rapid.T, c Column, v *Vector, from, to int, null bool) {
	var one Vector
	one.Resize(c.Type, 1)
	switch {
	case c.Type == Text && null:
		one.Index[0] = -1
	case c.Type == Text:
		one.Index[0] = rapid.Int32Range(0, int32(len(v.Values)-1)).Draw(t, "text")
	case null && v.Valid != nil: // zero
	case c.Type == Date || c.Type == Int32:
		one.Int32[0] = rapid.Int32Range(-maxInt32, maxInt32).Draw(t, "int32")
	case c.Type == Int64:
		one.Int64[0] = rapid.Int64().Draw(t, "int64")
	case c.Type == Decimal:
		one.Int64[0] = rapid.Int64Range(-MaxDecimal, MaxDecimal).Draw(t, "amount")
	case c.Type == Bool:
		one.Bool[0] = rapid.Bool().Draw(t, "bool")
	default:
		one.Double[0] = rapid.Float64().Draw(t, "double")
	}
	for i := from; i < to; i++ {
		if v.Valid != nil {
			v.Valid[i] = !null
		}
		switch c.Type {
		case Date, Int32:
			v.Int32[i] = one.Int32[0]
		case Int64, Decimal:
			v.Int64[i] = one.Int64[0]
		case Text:
			v.Index[i] = one.Index[0]
		case Bool:
			v.Bool[i] = one.Bool[0]
		default:
			v.Double[i] = one.Double[0]
		}
	}
}

// Whatever is written is read again, by our reader and by the library's, and has
// the digest that its definition gives.
func TestAnythingReadsBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := rapid.SampledFrom(everyColumn).Draw(rt, "column")
		sizes := rapid.SliceOfN(rapid.SampledFrom([]int{1, 7, 8, 33, 129, 1000}), 1, 3).Draw(rt, "row groups")
		var buf bytes.Buffer
		w, err := NewWriter(&buf, []Column{c})
		if err != nil {
			t.Fatal(err)
		}
		var want []any
		for _, n := range sizes {
			v := anyVector(rt, c, n)
			if err := w.WriteRowGroup(n, []Vector{v}); err != nil {
				t.Fatal(err)
			}
			for i := range n {
				want = append(want, at(c, &v, i))
			}
		}
		digest := w.Digest()
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		_, got, err := readAll(buf.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		compare(t, "our reader", c, got[0], want)
		compare(t, "Arrow", c, readByArrow(t, buf.Bytes(), 0), want)
		if plain := digestAsDefined(c, want); digest != plain {
			t.Fatalf("%s: digest %x, as defined %x, of %v", c, digest, plain, want)
		}
		r, err := NewReader(bytes.NewReader(buf.Bytes()), int64(buf.Len()))
		if err != nil {
			t.Fatal(err)
		}
		if again, err := r.Digest(); err != nil || again != digest {
			t.Fatalf("%s: digest %x of what is read, %v; want %x", c, again, err, digest)
		}
	})
}

// digestAsDefined is the digest of a column, taken row by row as the comment on
// valueDigest has it.
func digestAsDefined(c Column, rows []any) [32]byte {
	var stream []byte
	known := map[string]uint64{}
	before := int64(0)
	for i := 0; i < len(rows); {
		n := uint64(1)
		for i+int(n) < len(rows) && sameBits(rows[i], rows[i+int(n)]) {
			n++
		}
		if rows[i] == nil {
			stream = binary.AppendUvarint(stream, 2*n)
		} else {
			stream = binary.AppendUvarint(stream, 2*n+1)
		}
		switch x := rows[i].(type) {
		case int32:
			stream = binary.AppendVarint(stream, int64(x)-before)
			before = int64(x)
		case int64:
			stream = binary.AppendVarint(stream, x-before)
			before = x
		case float64:
			stream = binary.LittleEndian.AppendUint64(stream, math.Float64bits(x))
		case bool:
			stream = append(stream, map[bool]byte{true: 1}[x])
		case string:
			if known[x] > 0 {
				stream = binary.AppendUvarint(stream, known[x])
				break
			}
			known[x] = uint64(len(known) + 1)
			stream = append(binary.AppendUvarint(append(stream, 0), uint64(len(x))), x...)
		}
		i += int(n)
	}
	all := binary.LittleEndian.AppendUint64(nil, uint64(len(rows)))
	all = append(all, c.Name+"\x00"+c.Type.String()+"\x00"...)
	return [32]byte(sha(append(all, sha(stream)...)))
}

// sameBits is equality, but for doubles that of their bits.
func sameBits(a, b any) bool {
	x, ok := a.(float64)
	y, too := b.(float64)
	if ok && too {
		return math.Float64bits(x) == math.Float64bits(y)
	}
	return a == b
}

// A run in the digest is written in one go where it is short: with every length of
// both its numbers.
func TestRunOfNumbersInTheDigest(t *testing.T) {
	for shift := range 64 {
		for _, delta := range []int64{1 << shift, 1<<shift - 1, -1 << shift, 1<<shift + 1, 0} {
			for _, n := range []uint64{1, 63, 64, 1 << 20, 1 << 40} {
				var b [digestRoom]byte
				got := b[:putNumberRun(b[:], n, uint64(delta))]
				if want := binary.AppendVarint(binary.AppendUvarint(nil, 2*n+1), delta); !bytes.Equal(got, want) {
					t.Fatalf("%d numbers more by %d: % x, want % x", n, delta, got, want)
				}
			}
		}
	}
}

// Row groups of more rows than a page has are several pages, none of them larger
// than the limit.
func TestLargeRowGroups(t *testing.T) {
	const n = 2*pageRows + 1000
	columns := []Column{{"int64", Int64, true}, {"text", Text, true}, {"bool", Bool, false}, {"none", Text, true}}
	vs := make([]Vector, len(columns))
	for k, c := range columns[:3] {
		vs[k].Resize(c.Type, n)
	}
	vs[0].Valid, vs[1].Values, vs[3].Empty = make([]bool, n), []string{"x", "y", "z"}, true
	for i := range n {
		if vs[0].Valid[i] = i%10 != 0; vs[0].Valid[i] {
			vs[0].Int64[i] = int64(uint64(i) * 0x9e3779b97f4a7c15) // of 64 bits, and so are the differences
		}
		if vs[1].Index[i] = int32(i/1000%4) - 1; i/pageRows == 1 { // a page of nulls beside others
			vs[1].Index[i] = -1
		}
		vs[2].Bool[i] = i%3 == 0
	}
	data := write(t, columns, vs)
	_, got, err := readAll(data)
	if err != nil {
		t.Fatal(err)
	}
	r, err := NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for k, c := range columns {
		want := make([]any, n)
		for i := range want {
			want[i] = at(c, &vs[k], i)
		}
		compare(t, "our reader", c, got[k], want)
		compare(t, "Arrow", c, readByArrow(t, data, k), want)
		if sizes := pageSizes(t, r, k); len(sizes) != 3 || slices.Max(sizes) > 9*pageRows {
			t.Errorf("%s: pages of %d bytes, want three of at most %d", c, sizes, 9*pageRows)
		}
	}
}

// pageSizes are the sizes of the unpacked data pages of a column.
func pageSizes(t *testing.T, r *Reader, column int) (sizes []int) {
	t.Helper()
	pages, err := r.chunk(0, column, newRoom(limit.Set{}), new(chunkMemory))
	if err != nil {
		t.Fatal(err)
	}
	for pages.rows > 0 {
		p, page, err := pages.next()
		if err != nil {
			t.Fatal(err)
		}
		if p.isData() {
			sizes = append(sizes, len(page))
		}
	}
	return sizes
}

// The footer says of each row group what other programs skip it by: the least and the
// largest number, how many are null, which encodings there are and how large they
// are; nothing of text.
func TestFooterAsArrowReadsIt(t *testing.T) {
	columns := []Column{{"number", Int32, true}, {"amount", Decimal, false}, {"double", Double, true},
		{"open", Bool, true}, {"text", Text, true}, {"none", Date, true}}
	data := write(t, columns, []Vector{
		{Int32: []int32{7, 0, -2}, Valid: []bool{true, false, true}}, {Int64: []int64{5, 9, -1}},
		{Double: []float64{2.5, 0, math.Inf(-1)}, Valid: []bool{true, false, true}}, {Bool: []bool{true, true, true}},
		{Index: []int32{0, -1, 0}, Values: []string{"x"}}, {Empty: true},
	})
	rg := arrowFile(t, data).MetaData().RowGroup(0)
	want := []string{"-2 to 7, 1 null", "-1 to 9, 0 null", "-Inf to 2.5, 1 null", "true to true, 0 null", "nothing",
		"3 null"}
	encodings := []string{"[DELTA_BINARY_PACKED RLE]", "[DELTA_BINARY_PACKED RLE]", "[PLAIN RLE]", "[PLAIN RLE]",
		"[RLE_DICTIONARY PLAIN RLE]", "[DELTA_BINARY_PACKED RLE]"}
	unpacked := int64(0)
	for k, c := range columns {
		chunk, err := rg.ColumnChunk(k)
		if err != nil {
			t.Fatal(err)
		}
		stats, err := chunk.Statistics()
		if err != nil {
			t.Fatal(err)
		}
		if got := statsInWords(stats); got != want[k] {
			t.Errorf("%s: %s, want %s", c, got, want[k])
		}
		if got := fmt.Sprint(chunk.Encodings()); got != encodings[k] {
			t.Errorf("%s: %s, want %s", c, got, encodings[k])
		}
		unpacked += chunk.TotalUncompressedSize()
	}
	if rg.TotalByteSize() != unpacked {
		t.Errorf("the row group has %d bytes, its columns %d", rg.TotalByteSize(), unpacked)
	}
}

func statsInWords(stats metadata.TypedStatistics) string {
	if stats == nil {
		return "nothing"
	}
	nulls := fmt.Sprintf("%d null", stats.NullCount())
	if !stats.HasMinMax() {
		return nulls
	}
	switch s := stats.(type) {
	case *metadata.Int32Statistics:
		return fmt.Sprintf("%d to %d, %s", s.Min(), s.Max(), nulls)
	case *metadata.Int64Statistics:
		return fmt.Sprintf("%d to %d, %s", s.Min(), s.Max(), nulls)
	case *metadata.Float64Statistics:
		return fmt.Sprintf("%g to %g, %s", s.Min(), s.Max(), nulls)
	case *metadata.BooleanStatistics:
		return fmt.Sprintf("%t to %t, %s", s.Min(), s.Max(), nulls)
	}
	return fmt.Sprintf("%T", stats)
}

// Texts beyond the limit of a dictionary are refused.
func TestTextsBeyondTheLimit(t *testing.T) {
	w, err := NewWriter(io.Discard, []Column{{"a", Text, false}})
	if err != nil {
		t.Fatal(err)
	}
	long := string(bytes.Repeat([]byte("x"), dictLimit/2))
	if err := w.WriteRowGroup(1, []Vector{{Index: []int32{0}, Values: []string{long}}}); err != nil {
		t.Fatal(err)
	}
	if err := w.WriteRowGroup(2, []Vector{{Index: []int32{0, 1}, Values: []string{long, long + "y"}}}); err == nil {
		t.Error("no error")
	}
}
