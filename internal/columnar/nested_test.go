package columnar

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/file"
	"github.com/apache/arrow/go/v17/parquet/schema"

	"github.com/varighet/varighet/internal/limit"
)

// nestedFile has a number, a list of numbers, a record of two texts, and a repeated number as
// protobuf's writer makes them; three rows, written by Arrow.
func nestedFile(t testing.TB, version parquet.DataPageVersion) []byte {
	t.Helper()
	list := schema.MustGroup(schema.NewGroupNodeLogical("lists", parquet.Repetitions.Optional, schema.FieldList{
		schema.MustGroup(schema.NewGroupNode("list", parquet.Repetitions.Repeated, schema.FieldList{
			schema.NewInt32Node("element", parquet.Repetitions.Optional, -1)}, -1))}, schema.ListLogicalType{}, -1))
	record := schema.MustGroup(schema.NewGroupNode("address", parquet.Repetitions.Required, schema.FieldList{
		schema.NewByteArrayNode("street", parquet.Repetitions.Required, -1), schema.NewByteArrayNode("place", parquet.Repetitions.Required, -1)}, -1))
	root := schema.MustGroup(schema.NewGroupNode("schema", parquet.Repetitions.Required, schema.FieldList{
		schema.NewInt64Node("n", parquet.Repetitions.Required, -1), list, record, schema.NewInt64Node("old", parquet.Repetitions.Repeated, -1)}, -1))
	var b bytes.Buffer
	w := file.NewParquetWriter(&b, root, file.WithWriterProps(parquet.NewWriterProperties(parquet.WithDataPageVersion(version), parquet.WithDictionaryDefault(false))))
	rg := w.AppendRowGroup()
	column := func(write func(file.ColumnChunkWriter) error) {
		cw, err := rg.NextColumn()
		if err == nil {
			err = write(cw)
		}
		if err == nil {
			err = cw.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	column(func(cw file.ColumnChunkWriter) error {
		_, err := cw.(*file.Int64ColumnChunkWriter).WriteBatch([]int64{1, 2, 3}, nil, nil)
		return err
	})
	column(func(cw file.ColumnChunkWriter) error { // [4, null, 5], null, []
		_, err := cw.(*file.Int32ColumnChunkWriter).WriteBatch([]int32{4, 5}, []int16{3, 2, 3, 0, 1}, []int16{0, 1, 1, 0, 0})
		return err
	})
	for range 2 {
		column(func(cw file.ColumnChunkWriter) error {
			_, err := cw.(*file.ByteArrayColumnChunkWriter).WriteBatch([]parquet.ByteArray{[]byte("a"), []byte("b"), []byte("c")}, nil, nil)
			return err
		})
	}
	column(func(cw file.ColumnChunkWriter) error { // [6, 7], [], [8]
		_, err := cw.(*file.Int64ColumnChunkWriter).WriteBatch([]int64{6, 7, 8}, []int16{1, 1, 0, 1}, []int16{0, 1, 0, 0})
		return err
	})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Columns in others are named after those, and are no reason not to read the flat ones.
func TestFlatColumnsBesideNestedOnesAreRead(t *testing.T) {
	for _, version := range []parquet.DataPageVersion{parquet.DataPageV1, parquet.DataPageV2} {
		data := nestedFile(t, version)
		r, err := NewForeignReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		want := []Column{{"n", Int64, false}, {"lists", Nested, true}, {"address", Nested, false}, {"address", Nested, false}, {"old", Nested, true}}
		if got := r.Columns(); !slices.Equal(got, want) {
			t.Errorf("%v; want %v", got, want)
		}
		rows, err := foreignValues(r)
		if err != nil || len(rows) != 3 || rows[2][0] != int64(3) {
			t.Errorf("%v, %v", rows, err)
		}
		if _, err := r.RowGroup(0, []string{"address"}); err == nil {
			t.Error("a record was read")
		}
	}
}

// A column whose logical type is younger than the library is not read, and the others are.
func TestColumnsOfTypesToComeAreNoReasonToRefuseAFile(t *testing.T) {
	columns := []foreignColumn{foreignColumns[1], {"json", schema.JSONLogicalType{}, parquet.Types.ByteArray, 0, allTexts,
		func(int) any { return parquet.ByteArray("{}") }, func(int) any { return "{}" }, Text}}
	data := foreignFile(t, columns, 10, pageForm{version: parquet.DataPageV1})
	// Converted type 19, then field 10, and in it 12 for JSON; it becomes field 10 alone with 16, a number of two bytes.
	odd := bytes.Replace(data, []byte{0x25, 38, 0x4c, 0xcc, 0}, []byte{0x6c, 0x0c, 32, 0}, 1)
	binary.LittleEndian.PutUint32(odd[len(odd)-8:], binary.LittleEndian.Uint32(odd[len(odd)-8:])-1)
	r, err := NewForeignReader(bytes.NewReader(odd), int64(len(odd)))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := r.Columns(), []Column{{"int32", Int32, false}, {"json", Unsupported, false}}; !slices.Equal(got, want) {
		t.Errorf("%v; want %v", got, want)
	}
	if rows, err := foreignValues(r); err != nil || len(rows) != 10 || rows[3][0] != foreignColumns[1].want(3) {
		t.Errorf("%v, %v", rows, err)
	}
}

// element writes a schema element.
func element(name string, children int64) []byte {
	var s thriftStruct
	s.field(4, 8)
	s.b = append(binary.AppendUvarint(s.b, uint64(len(name))), name...)
	if children != 0 {
		s.int(5, children)
	}
	s.end()
	return s.b
}

// footerOf is a footer with nothing but a schema.
func footerOf(elements ...[]byte) []byte {
	b := []byte{0x29, 0xfc} // field 2, a list of structs
	b = binary.AppendUvarint(b, uint64(len(elements)))
	return append(append(b, bytes.Join(elements, nil)...), 0)
}

// What the library would make room for, and how deep it would go, is bounded before it reads a schema.
func TestImpossibleSchemasAreRefused(t *testing.T) {
	leaf := element("x", 0)
	deep := func(n int) (out [][]byte) {
		for range n {
			out = append(out, element("g", 1))
		}
		return append(out, leaf)
	}
	many := append([][]byte{element("root", 8*1024)}, slices.Repeat([][]byte{leaf}, 8*1024)...)
	long := append([][]byte{element("root", 1), element(strings.Repeat("x", 1<<20), 100)}, slices.Repeat([][]byte{leaf}, 100)...)
	scaled := thriftStruct{b: nil}
	scaled.field(4, 8)
	scaled.b = append(scaled.b, 1, 'x')
	scaled.int(7, 2)
	scaled.end()
	for name, elements := range map[string][][]byte{
		"more children than elements":   {element("root", 1<<30), leaf},
		"fewer children than elements":  {element("root", 1), leaf, leaf},
		"one child too few":             {element("root", 2), leaf},
		"children below nought":         {element("root", -1), leaf},
		"a group that is not filled":    {element("root", 1), element("g", 2), leaf},
		"deeper than anybody nests":     deep(1000),
		"more columns than the limit":   many,
		"names of a hundred megabytes":  long,
		"no elements":                   {},
		"a field that nobody knows":     {element("root", 1), {0xb5, 0, 0}},
		"a name that is a number":       {element("root", 1), {0x45, 0, 0}},
		"decimals of what has none":     {element("root", 1), scaled.b},
		"a name longer than the footer": {element("root", 1), {0x48, 0xff, 0xff, 3, 'x', 0}},
	} {
		if _, err := checkFooter(footerOf(elements...), limit.Set{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for name, elements := range map[string][][]byte{
		"flat":   {element("root", 2), leaf, leaf},
		"nested": deep(10),
		"mixed":  {element("root", 3), leaf, element("g", 2), leaf, leaf, leaf},
	} {
		if _, err := checkFooter(footerOf(elements...), limit.Set{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzForeign reads any bytes as another program's file.
func FuzzForeign(f *testing.F) {
	f.Add(nestedFile(f, parquet.DataPageV1))
	f.Add(nestedFile(f, parquet.DataPageV2))
	for _, name := range []string{"parquet/pq-default.parquet", "parquet/pq-lz4raw.parquet", "parquet/pq-plain-pagecrc.parquet",
		"evidence/decimal-10-2.parquet", "evidence/decimal-38-0.parquet", "evidence/tz.parquet"} {
		f.Add(foundFile(f, name))
	}
	for nth := range 3 {
		f.Add(foreignFile(f, foreignColumns, 60, pageForm{version: parquet.DataPageV2, nth: nth, nullable: true}))
	}
	f.Fuzz(func(_ *testing.T, data []byte) {
		if r, err := NewForeignReader(bytes.NewReader(data), int64(len(data))); err == nil && r.NumRows() < 1<<20 {
			_, _ = foreignValues(r)
		}
	})
}
