package columnar

import (
	"bytes"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/compress"
	"github.com/apache/arrow/go/v17/parquet/file"
	"github.com/apache/arrow/go/v17/parquet/schema"
)

// A foreignColumn is a column that Arrow's own writer makes, and what it must be read as.
type foreignColumn struct {
	name      string
	logical   schema.LogicalType
	physical  parquet.Type
	width     int // of FIXED_LEN_BYTE_ARRAY
	encodings []parquet.Encoding
	value     func(i int) any // as Arrow takes it
	want      func(i int) any // as we read it
	typ       Type
}

var (
	plainOnly = []parquet.Encoding{parquet.Encodings.Plain}
	integers  = []parquet.Encoding{parquet.Encodings.Plain, parquet.Encodings.DeltaBinaryPacked}
	allTexts  = []parquet.Encoding{parquet.Encodings.Plain, parquet.Encodings.DeltaLengthByteArray, parquet.Encodings.DeltaByteArray}
)

// aText has beginnings in common with its neighbours, repeats, and is empty now and then.
func aText(i int) string {
	switch {
	case i%17 == 0:
		return ""
	case i%5 == 0:
		return "Vågan"
	}
	return fmt.Sprintf("https://lege.no/fastlege/%06d", i/3*7)
}

// bigEndian is a number in two's complement, of width bytes.
func bigEndian(x int64, width int) []byte {
	n := big.NewInt(x)
	if x < 0 {
		n.Add(n, new(big.Int).Lsh(big.NewInt(1), uint(8*width)))
	}
	return n.FillBytes(make([]byte, width))
}

// signed goes up and down around nought.
func signed(i int) int64 { return int64(i*i) * int64(1-i%2*2) }

// thousandths writes signed(i) thousandths; by hand: 4000 is 4, -1230 is -1.230, -9 is -0.009.
func thousandths(i int) any {
	s := big.NewRat(signed(i), 1000).FloatString(3)
	return strings.TrimSuffix(s, ".000")
}

func instants(unit schema.TimeUnitType, utc bool) schema.LogicalType {
	return schema.NewTimestampLogicalType(utc, unit)
}

// foreignColumns has each type that Arrow's writer can make and we read.
var foreignColumns = []foreignColumn{
	{"int8", schema.NewIntLogicalType(8, true), parquet.Types.Int32, 0, integers,
		func(i int) any { return int32(i%256 - 128) }, func(i int) any { return int32(i%256 - 128) }, Int32},
	{"int32", schema.NoLogicalType{}, parquet.Types.Int32, 0, integers,
		func(i int) any { return int32(signed(i)) }, func(i int) any { return int32(signed(i)) }, Int32},
	{"uint8", schema.NewIntLogicalType(8, false), parquet.Types.Int32, 0, integers,
		func(i int) any { return int32(i % 256) }, func(i int) any { return int32(i % 256) }, Uint32},
	{"uint32", schema.NewIntLogicalType(32, false), parquet.Types.Int32, 0, integers,
		func(i int) any { return int32(-1 - i) }, func(i int) any { return int32(-1 - i) }, Uint32},
	{"uint64", schema.NewIntLogicalType(64, false), parquet.Types.Int64, 0, integers,
		func(i int) any { return int64(-1 - i) }, func(i int) any { return int64(-1 - i) }, Uint64},
	{"float", schema.NoLogicalType{}, parquet.Types.Float, 0, plainOnly,
		func(i int) any { return float32(i) / 8 }, func(i int) any { return float64(i) / 8 }, Float},
	{"double", schema.NoLogicalType{}, parquet.Types.Double, 0, plainOnly,
		func(i int) any { return float64(i) / 10 }, func(i int) any { return float64(i) / 10 }, Double},
	{"bool", schema.NoLogicalType{}, parquet.Types.Boolean, 0, []parquet.Encoding{parquet.Encodings.Plain, parquet.Encodings.RLE},
		func(i int) any { return i/20%3 == 0 }, func(i int) any { return i/20%3 == 0 }, Bool},
	{"text", schema.StringLogicalType{}, parquet.Types.ByteArray, 0, allTexts,
		func(i int) any { return parquet.ByteArray(aText(i)) }, func(i int) any { return aText(i) }, Text},
	{"enum", schema.EnumLogicalType{}, parquet.Types.ByteArray, 0, allTexts,
		func(i int) any { return parquet.ByteArray(aText(i % 7)) }, func(i int) any { return aText(i % 7) }, Text},
	{"bytes", schema.NoLogicalType{}, parquet.Types.ByteArray, 0, allTexts,
		func(i int) any { return parquet.ByteArray("\xc5se" + aText(i)) }, func(i int) any { return "\xc5se" + aText(i) }, Bytes},
	{"uuid", schema.UUIDLogicalType{}, parquet.Types.FixedLenByteArray, 16, plainOnly,
		func(i int) any { return parquet.FixedLenByteArray(bigEndian(int64(i), 16)) },
		func(i int) any { return fmt.Sprintf("00000000-0000-0000-0000-%012x", i) }, Text},
	{"decimal_int32", schema.NewDecimalLogicalType(9, 3), parquet.Types.Int32, 0, integers,
		func(i int) any { return int32(signed(i)) }, thousandths, DecimalText},
	{"decimal_int64", schema.NewDecimalLogicalType(18, 3), parquet.Types.Int64, 0, integers,
		func(i int) any { return signed(i) }, thousandths, DecimalText},
	{"decimal_fixed", schema.NewDecimalLogicalType(38, 3), parquet.Types.FixedLenByteArray, 16, plainOnly,
		func(i int) any { return parquet.FixedLenByteArray(bigEndian(signed(i), 16)) }, thousandths, DecimalText},
	{"decimal_bytes", schema.NewDecimalLogicalType(20, 3), parquet.Types.ByteArray, 0, allTexts,
		func(i int) any { return parquet.ByteArray(bigEndian(signed(i), 4+i%9)) }, thousandths, DecimalText},
	{"decimal_ours", schema.NewDecimalLogicalType(12, 2), parquet.Types.Int64, 0, integers,
		func(i int) any { return signed(i) }, func(i int) any { return signed(i) }, Decimal},
	{"date", schema.DateLogicalType{}, parquet.Types.Int32, 0, integers,
		func(i int) any { return int32(18201 + i) }, func(i int) any { return int32(18201 + i) }, Date},
	{"local_ms", instants(schema.TimeUnitMillis, false), parquet.Types.Int64, 0, integers,
		func(i int) any { return int64(i) }, func(i int) any { return int64(i) }, TimestampMillis},
	{"local_us", instants(schema.TimeUnitMicros, false), parquet.Types.Int64, 0, integers,
		func(i int) any { return int64(i) }, func(i int) any { return int64(i) }, TimestampMicros},
	{"local_ns", instants(schema.TimeUnitNanos, false), parquet.Types.Int64, 0, integers,
		func(i int) any { return int64(i) }, func(i int) any { return int64(i) }, TimestampNanos},
	{"utc_ms", instants(schema.TimeUnitMillis, true), parquet.Types.Int64, 0, integers,
		func(i int) any { return int64(i) }, func(i int) any { return int64(i) }, InstantMillis},
	{"utc_us", instants(schema.TimeUnitMicros, true), parquet.Types.Int64, 0, integers,
		func(i int) any { return int64(i) }, func(i int) any { return int64(i) }, InstantMicros},
	{"utc_ns", instants(schema.TimeUnitNanos, true), parquet.Types.Int64, 0, integers,
		func(i int) any { return int64(i) }, func(i int) any { return int64(i) }, InstantNanos},
	{"time", schema.NewTimeLogicalType(false, schema.TimeUnitMillis), parquet.Types.Int32, 0, plainOnly,
		func(i int) any { return int32(i) }, nil, Unsupported},
}

// A pageForm is how Arrow is asked to write pages.
type pageForm struct {
	version    parquet.DataPageVersion
	codec      compress.Compression
	dictionary bool
	nth        int // of the encodings of each column, the last one where there are fewer
	nullable   bool
}

// isNull makes every third value null, and the last hundred of a thousand.
func (f pageForm) isNull(i int) bool { return f.nullable && (i%3 == 0 || i >= 900) }

// foreignFile has n rows of columns in pages of about 400 bytes.
func foreignFile(t testing.TB, columns []foreignColumn, n int, form pageForm) []byte {
	t.Helper()
	repetition := parquet.Repetitions.Required
	if form.nullable {
		repetition = parquet.Repetitions.Optional
	}
	props := []parquet.WriterProperty{parquet.WithDataPageVersion(form.version), parquet.WithCompression(form.codec),
		parquet.WithDictionaryDefault(form.dictionary), parquet.WithDataPageSize(400), parquet.WithVersion(parquet.V2_LATEST)}
	var nodes schema.FieldList
	for _, c := range columns {
		nodes = append(nodes, schema.MustPrimitive(schema.NewPrimitiveNodeLogical(c.name, repetition, c.logical, c.physical, c.width, -1)))
		if !form.dictionary {
			props = append(props, parquet.WithEncodingFor(c.name, c.encodings[min(form.nth, len(c.encodings)-1)]))
		}
	}
	var b bytes.Buffer
	w := file.NewParquetWriter(&b, schema.MustGroup(schema.NewGroupNode("schema", parquet.Repetitions.Required, nodes, -1)),
		file.WithWriterProps(parquet.NewWriterProperties(props...)))
	rg := w.AppendRowGroup()
	for _, c := range columns {
		cw, err := rg.NextColumn()
		if err == nil {
			err = writeForeign(cw, c, n, form)
		}
		if err == nil {
			err = cw.Close()
		}
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// writeForeign writes the values of a column, fifty at a time so that there are several pages.
func writeForeign(cw file.ColumnChunkWriter, c foreignColumn, n int, form pageForm) (err error) {
	for from := 0; from < n && err == nil; from += 50 {
		var levels []int16
		var values []any
		for i := from; i < min(from+50, n); i++ {
			if form.isNull(i) {
				levels = append(levels, 0)
				continue
			}
			levels, values = append(levels, 1), append(values, c.value(i))
		}
		if !form.nullable {
			levels = nil
		}
		switch cw := cw.(type) {
		case *file.Int32ColumnChunkWriter:
			_, err = cw.WriteBatch(asOne[int32](values), levels, nil)
		case *file.Int64ColumnChunkWriter:
			_, err = cw.WriteBatch(asOne[int64](values), levels, nil)
		case *file.Float32ColumnChunkWriter:
			_, err = cw.WriteBatch(asOne[float32](values), levels, nil)
		case *file.Float64ColumnChunkWriter:
			_, err = cw.WriteBatch(asOne[float64](values), levels, nil)
		case *file.BooleanColumnChunkWriter:
			_, err = cw.WriteBatch(asOne[bool](values), levels, nil)
		case *file.ByteArrayColumnChunkWriter:
			_, err = cw.WriteBatch(asOne[parquet.ByteArray](values), levels, nil)
		case *file.FixedLenByteArrayColumnChunkWriter:
			_, err = cw.WriteBatch(asOne[parquet.FixedLenByteArray](values), levels, nil)
		}
	}
	return err
}

func asOne[T any](values []any) []T {
	out := make([]T, len(values))
	for i, v := range values {
		out[i] = v.(T)
	}
	return out
}

// Every type, encoding and form of page that Arrow's own writer has is read value for value.
func TestWhatArrowWritesIsReadValueForValue(t *testing.T) {
	const n = 1000
	for _, form := range []pageForm{
		{parquet.DataPageV1, compress.Codecs.Uncompressed, false, 0, false},
		{parquet.DataPageV1, compress.Codecs.Snappy, false, 0, true},
		{parquet.DataPageV1, compress.Codecs.Zstd, true, 0, true},
		{parquet.DataPageV1, compress.Codecs.Uncompressed, false, 1, true},
		{parquet.DataPageV1, compress.Codecs.Gzip, false, 2, false},
		{parquet.DataPageV2, compress.Codecs.Brotli, true, 0, false},
		{parquet.DataPageV2, compress.Codecs.Snappy, false, 1, false},
		{parquet.DataPageV2, compress.Codecs.Uncompressed, false, 2, true},
		{parquet.DataPageV2, compress.Codecs.Zstd, false, 1, true},
	} {
		data := foreignFile(t, foreignColumns, n, form)
		r, err := NewForeignReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatalf("%+v: %v", form, err)
		}
		for k, c := range r.Columns() {
			if want := (Column{foreignColumns[k].name, foreignColumns[k].typ, form.nullable}); c != want {
				t.Errorf("%+v: %s; want %s", form, c, want)
			}
		}
		for _, c := range foreignColumns {
			if c.typ.Readable() {
				checkForeign(t, r, c, n, form)
			}
		}
		if pages := r.Pages(); pages.Checked != 0 || pages.Unchecked < 20 {
			t.Errorf("%+v: %+v; Arrow writes no checksums", form, pages)
		}
	}
}

// checkForeign reads a column and compares it with what was written.
func checkForeign(t *testing.T, r *Reader, c foreignColumn, n int, form pageForm) {
	t.Helper()
	rg, err := r.RowGroup(0, []string{c.name})
	var b Batch
	if err == nil {
		err = rg.Next(&b)
	}
	if err != nil || b.N != n {
		t.Fatalf("%+v: %s: %d rows, %v", form, c.name, b.N, err)
	}
	v := &b.Columns[0]
	for i := range n {
		var want any
		if !form.isNull(i) {
			want = c.want(i)
		}
		if got := at(Column{Type: c.typ}, v, i); got != want {
			t.Fatalf("%+v: %s, row %d: %v; want %v", form, c.name, i, got, want)
		}
	}
}

// By hand, digits moved behind a point.
func TestDecimalPoints(t *testing.T) {
	for _, c := range []struct {
		number string
		scale  int
		want   string
	}{
		{"120000", 2, "1200"}, {"1234", 3, "1.234"}, {"-1230", 3, "-1.230"}, {"201910", 2, "2019.10"}, {"-9", 3, "-0.009"}, {"0", 5, "0"},
		{"9000001", 0, "9000001"}, {"1200", 0, "1200"}, {"5", 1, "0.5"}, {"-10", 1, "-1"},
	} {
		if got := withPoint(c.number, c.scale); got != c.want {
			t.Errorf("%s with %d decimals: %s; want %s", c.number, c.scale, got, c.want)
		}
	}
	// 2^127 - 1, the largest of sixteen bytes, and -2^127, the smallest.
	largest, smallest := bytes.Repeat([]byte{0xff}, 16), make([]byte, 16)
	largest[0], smallest[0] = 0x7f, 0x80
	for got, want := range map[string]string{
		bigDecimal(largest, 0):      "170141183460469231731687303715884105727",
		bigDecimal(smallest, 38):    "-1.70141183460469231731687303715884105728",
		bigDecimal(nil, 2):          "0",
		bigDecimal([]byte{0xff}, 0): "-1",
	} {
		if got != want {
			t.Errorf("%s; want %s", got, want)
		}
	}
}
