package columnar

import (
	"bytes"
	"testing"

	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/file"
)

// arrowFile opens a file with the library's own reader.
func arrowFile(t testing.TB, data []byte) *file.Reader {
	t.Helper()
	r, err := file.NewParquetReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// readByArrow reads a column with the library's own reader of pages, which package
// columnar does not use: one value a row, nil for null.
func readByArrow(t testing.TB, data []byte, column int) (values []any) {
	t.Helper()
	r := arrowFile(t, data)
	for g := range r.NumRowGroups() {
		rg := r.RowGroup(g)
		chunk, err := rg.Column(column)
		if err != nil {
			t.Fatal(err)
		}
		for n := int(rg.NumRows()); n > 0; {
			rows, err := arrowBatch(chunk, n, &values)
			if err != nil || rows == 0 {
				t.Fatalf("column %d, row group %d, %d rows before its end: %d rows, %v", column, g, n, rows, err)
			}
			n -= rows
		}
	}
	return values
}

// arrowBatch reads at most n rows.
func arrowBatch(chunk file.ColumnChunkReader, n int, to *[]any) (rows int, err error) {
	top := chunk.Descriptor().MaxDefinitionLevel()
	switch chunk := chunk.(type) {
	case *file.Int32ColumnChunkReader:
		return spreadBatch(chunk.ReadBatch, top, n, to, func(x int32) any { return x })
	case *file.Int64ColumnChunkReader:
		return spreadBatch(chunk.ReadBatch, top, n, to, func(x int64) any { return x })
	case *file.Float64ColumnChunkReader:
		return spreadBatch(chunk.ReadBatch, top, n, to, func(x float64) any { return x })
	case *file.BooleanColumnChunkReader:
		return spreadBatch(chunk.ReadBatch, top, n, to, func(x bool) any { return x })
	case *file.ByteArrayColumnChunkReader:
		return spreadBatch(chunk.ReadBatch, top, n, to, func(x parquet.ByteArray) any { return string(x) })
	}
	return 0, nil
}

func spreadBatch[T any](read func(int64, []T, []int16, []int16) (int64, int, error), top int16, n int, to *[]any,
	value func(T) any) (rows int, err error) {
	values, levels := make([]T, n), make([]int16, n)
	total, _, err := read(int64(n), values, levels, nil)
	at := 0
	for i := range int(total) {
		if levels[i] < top {
			*to = append(*to, nil)
			continue
		}
		*to = append(*to, value(values[at]))
		at++
	}
	return int(total), err
}
