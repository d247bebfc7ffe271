package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"time"

	"github.com/varighet/varighet/internal/columnar"
)

// parquet reads a Parquet file as a table: its columns are the header, which is
// row 1. A file of this program is checked for damage as it is read; another
// program's has no checksums to check, and a warning says so.
func (r *reading) parquet(data []byte) error {
	f := r.file()
	f.format = "Parquet"
	file, err := columnar.NewReader(bytes.NewReader(data), int64(len(data)))
	if errors.Is(err, columnar.ErrNoChecksum) {
		file, err = columnar.NewForeignReader(bytes.NewReader(data), int64(len(data)))
		if err == nil {
			f.warnings.add(Warning{Code: "parquet-unchecked", Msg: "another program wrote the file: it has no checksums that would show damage",
				File: f.name, Count: 1, Files: 1})
		}
	}
	if err != nil {
		f.refuse(0, 0, "not-a-table", "the Parquet file cannot be read: "+err.Error(), parquetHint)
		return nil
	}
	g, err := newGrid(parquetRows(file))
	defer g.stop()
	if err == nil {
		err = r.grid(f, g)
	}
	var stop *stopError
	if err != nil && !errors.As(err, &stop) {
		f.refuse(0, 0, "not-a-table", "the Parquet file cannot be read: "+err.Error(), parquetHint)
		return nil
	}
	return err
}

const parquetHint = "write it again with plain columns and zstd, snappy, gzip or no compression, or give the rows as CSV"

// parquetRows yields the header and then all rows as text, in the forms that
// CSV has them. Columns of kinds that are not read stay empty, and unnamed.
func parquetRows(file *columnar.Reader) iter.Seq2[gridRow, error] {
	return func(yield func(gridRow, error) bool) {
		var columns []columnar.Column
		var names []string
		var cells [][]byte
		for _, c := range file.Columns() {
			if c.Type != columnar.Unsupported {
				columns, names, cells = append(columns, c), append(names, c.Name), append(cells, []byte(c.Name))
			}
		}
		if !yield(gridRow{1, cells}, nil) {
			return
		}
		line := 1
		var b columnar.Batch
		for g := range file.NumRowGroups() {
			rows, err := file.RowGroup(g, names)
			for err == nil {
				if err = rows.Next(&b); err != nil {
					break
				}
				for i := range b.N {
					line++
					for k, c := range columns {
						cells[k] = appendValue(cells[k][:0:cap(cells[k])], c.Type, &b.Columns[k], i)
					}
					if !yield(gridRow{line, cells}, nil) {
						return
					}
				}
			}
			if err != io.EOF {
				yield(gridRow{}, fmt.Errorf("row group %d: %w", g, err))
				return
			}
		}
	}
}

// appendValue writes a value as text; nothing for null.
func appendValue(b []byte, t columnar.Type, v *columnar.Vector, i int) []byte {
	if v.Null(i) {
		return b
	}
	switch t {
	case columnar.Date:
		return time.Unix(int64(v.Int32[i])*86400, 0).UTC().AppendFormat(b, "2006-01-02")
	case columnar.Int32:
		return strconv.AppendInt(b, int64(v.Int32[i]), 10)
	case columnar.Int64:
		return strconv.AppendInt(b, v.Int64[i], 10)
	case columnar.Decimal:
		n := v.Int64[i]
		if n < 0 {
			b, n = append(b, '-'), -n
		}
		return fmt.Appendf(b, "%d.%02d", n/100, n%100)
	case columnar.Text:
		return append(b, v.Text(i)...)
	case columnar.TimestampMillis:
		return time.UnixMilli(v.Int64[i]).UTC().AppendFormat(b, "2006-01-02")
	case columnar.TimestampMicros:
		return time.UnixMicro(v.Int64[i]).UTC().AppendFormat(b, "2006-01-02")
	case columnar.TimestampNanos:
		return time.Unix(0, v.Int64[i]).UTC().AppendFormat(b, "2006-01-02")
	case columnar.Bool:
		return strconv.AppendBool(b, v.Bool[i])
	case columnar.Double:
		return strconv.AppendFloat(b, v.Double[i], 'f', -1, 64)
	}
	return b
}
