package columnar

import (
	"bytes"
	"testing"

	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/compress"
	"github.com/apache/arrow/go/v17/parquet/file"
	"github.com/apache/arrow/go/v17/parquet/schema"
)

// pagesOfVersion2 is a file as Arrow writes it when it is asked for data pages of
// version 2: three columns of n rows, every third null in the first two, and in the first all of the last hundred.
func pagesOfVersion2(t *testing.T, n int, codec compress.Compression, dictionary bool) []byte {
	t.Helper()
	root, err := schema.NewGroupNode("schema", parquet.Repetitions.Required, schema.FieldList{
		schema.NewInt32Node("residents", parquet.Repetitions.Optional, -1),
		schema.MustPrimitive(schema.NewPrimitiveNodeLogical("doctor_id", parquet.Repetitions.Optional, schema.StringLogicalType{}, parquet.Types.ByteArray, -1, -1)),
		schema.NewBooleanNode("open", parquet.Repetitions.Required, -1),
	}, -1)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := file.NewParquetWriter(&b, root, file.WithWriterProps(parquet.NewWriterProperties(parquet.WithDataPageVersion(parquet.DataPageV2),
		parquet.WithCompression(codec), parquet.WithDictionaryDefault(dictionary), parquet.WithDataPageSize(400), parquet.WithVersion(parquet.V2_6))))
	var numbers []int32
	var texts []parquet.ByteArray
	var open []bool
	defNumber, defText := make([]int16, n), make([]int16, n)
	for i := range n {
		if i%3 != 0 {
			texts, defText[i] = append(texts, parquet.ByteArray([]string{"a", "b", "Vågan"}[i%3])), 1
			if i < n-100 {
				numbers, defNumber[i] = append(numbers, int32(i)), 1
			}
		}
		open = append(open, i%7 == 0)
	}
	rg := w.AppendRowGroup()
	next := func() file.ColumnChunkWriter {
		c, err := rg.NextColumn()
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	c := next()
	if _, err := c.(*file.Int32ColumnChunkWriter).WriteBatch(numbers, defNumber, nil); err != nil {
		t.Fatal(err)
	}
	c.Close()
	c = next()
	if _, err := c.(*file.ByteArrayColumnChunkWriter).WriteBatch(texts, defText, nil); err != nil {
		t.Fatal(err)
	}
	c.Close()
	c = next()
	if _, err := c.(*file.BooleanColumnChunkWriter).WriteBatch(open, nil, nil); err != nil {
		t.Fatal(err)
	}
	c.Close()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Data pages of version 2, whose levels stand before the packed values, are read like those of version 1.
func TestPagesOfVersion2(t *testing.T) {
	const n = 1000
	for _, codec := range []compress.Compression{compress.Codecs.Uncompressed, compress.Codecs.Snappy, compress.Codecs.Gzip, compress.Codecs.Zstd} {
		for _, dictionary := range []bool{true, false} {
			data := pagesOfVersion2(t, n, codec, dictionary)
			r, err := NewForeignReader(bytes.NewReader(data), int64(len(data)))
			if err != nil {
				t.Fatal(err)
			}
			rows, err := foreignValues(r)
			if err != nil || len(rows) != n {
				t.Fatalf("%s, dictionary %t: %d rows, %v", codec, dictionary, len(rows), err)
			}
			for i, got := range rows {
				want := []any{nil, nil, i%7 == 0}
				if i%3 != 0 {
					want[1] = []string{"a", "b", "Vågan"}[i%3]
					if i < n-100 {
						want[0] = int32(i)
					}
				}
				for k := range want {
					if got[k] != want[k] {
						t.Fatalf("%s, dictionary %t, row %d: %v; want %v", codec, dictionary, i, got, want)
					}
				}
			}
			for at := 4; at < len(data)-8; at += 13 { // damage is an error or another value, and no panic
				bad := bytes.Clone(data)
				bad[at] ^= 0x41
				if r, err := NewForeignReader(bytes.NewReader(bad), int64(len(bad))); err == nil {
					_, _ = foreignValues(r)
				}
			}
		}
	}
}
