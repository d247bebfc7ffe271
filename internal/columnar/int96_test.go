package columnar

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/compress"
	"github.com/apache/arrow/go/v17/parquet/file"
	"github.com/apache/arrow/go/v17/parquet/schema"
)

// instant is a time in INT96: nanoseconds since midnight and the Julian day.
func instant(julian uint32, sinceMidnight time.Duration) (v parquet.Int96) {
	binary.LittleEndian.PutUint64(v[:], uint64(sinceMidnight))
	binary.LittleEndian.PutUint32(v[8:], julian)
	return v
}

// instantFile has a column of such times, of which every third is missing, written by
// Arrow's own writer.
func instantFile(t *testing.T, times []parquet.Int96, dictionary bool, codec compress.Compression) []byte {
	t.Helper()
	node, err := schema.NewGroupNode("schema", parquet.Repetitions.Required, schema.FieldList{schema.NewInt96Node("t", parquet.Repetitions.Optional, -1)}, -1)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := file.NewParquetWriter(&b, node, file.WithWriterProps(parquet.NewWriterProperties(parquet.WithDictionaryDefault(dictionary), parquet.WithCompression(codec))))
	rg := w.AppendRowGroup()
	cw, err := rg.NextColumn()
	if err != nil {
		t.Fatal(err)
	}
	levels := make([]int16, 0, len(times))
	var present []parquet.Int96
	for i, v := range times {
		if i%3 == 2 {
			levels = append(levels, 0)
			continue
		}
		levels, present = append(levels, 1), append(present, v)
	}
	if _, err := cw.(*file.Int96ColumnChunkWriter).WriteBatch(present, levels, nil); err != nil {
		t.Fatal(err)
	}
	for _, c := range []interface{ Close() error }{cw, rg, w} {
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// The Julian day of 1970-01-01 is 2440588 (U.S. Naval Observatory), so that of
// 2019-11-01, 18201 days later, is 2458789.
func TestInstantsOfTwelveBytes(t *testing.T) {
	times := []parquet.Int96{instant(2440588, 0), instant(2458789, 0), instant(0, 0), instant(2440587, 24*time.Hour-time.Second), instant(2458789, 1500*time.Nanosecond)}
	want := []any{int64(0), int64(18201 * 86400_000_000), nil, int64(-1_000_000), int64(18201*86400_000_000 + 1)}
	for _, codec := range []compress.Compression{compress.Codecs.Uncompressed, compress.Codecs.Snappy, compress.Codecs.Brotli} {
		for _, dictionary := range []bool{false, true} {
			data := instantFile(t, times, dictionary, codec)
			r, err := NewForeignReader(bytes.NewReader(data), int64(len(data)))
			if err != nil {
				t.Fatal(err)
			}
			if c := r.Columns()[0]; c.Type != InstantInt96 || !c.Nullable {
				t.Errorf("%s", c)
			}
			rg, err := r.RowGroup(0, []string{"t"})
			if err != nil {
				t.Fatal(err)
			}
			var b Batch
			if err := rg.Next(&b); err != nil {
				t.Fatal(err)
			}
			for i, w := range want {
				var got any
				if v := &b.Columns[0]; !v.Null(i) {
					got = v.Int64[i]
				}
				if fmt.Sprint(got) != fmt.Sprint(w) {
					t.Errorf("%s, dictionary %v: value %d is %v; want %v", codec, dictionary, i, got, w)
				}
			}
			for at := range data { // damage gives an error or values, no panic
				bad := bytes.Clone(data)
				bad[at] ^= 0x10
				if r, err := NewForeignReader(bytes.NewReader(bad), int64(len(bad))); err == nil && r.NumRowGroups() > 0 && r.Columns()[0].Name == "t" {
					if rg, err := r.RowGroup(0, []string{"t"}); err == nil {
						_ = rg.Next(&b)
					}
				}
			}
		}
	}
}
