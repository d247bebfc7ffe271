package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"time"

	"github.com/varighet/varighet/ingest/idnumber"
	"github.com/varighet/varighet/internal/columnar"
)

// parquet reads a Parquet file as a table: its columns are the header, which is
// row 1. A file of this program is checked for damage as it is read; another
// program's has no checksums to check, and a warning says so.
func (r *reading) parquet(src io.ReaderAt, size int64) error {
	f := r.file()
	f.format = "Parquet"
	file, err := columnar.NewReader(src, size)
	if errors.Is(err, columnar.ErrNoChecksum) {
		file, err = columnar.NewForeignReader(src, size)
		if err == nil {
			f.warnings.add(Warning{Code: "parquet-unchecked", Msg: "another program wrote the file: it has no checksums that would show damage",
				File: f.name, Count: 1, Files: 1})
		}
	}
	if err != nil {
		f.refuse(0, 0, "not-a-table", "the Parquet file cannot be read: "+err.Error(), parquetHint)
		return nil
	}
	read, unread := r.parquetColumns(file)
	if len(unread) > 0 {
		f.warnings.add(Warning{Code: "column-unread", Msg: "more columns with names that say nothing here were not read",
			File: f.name, Count: int64(len(unread)), Files: 1})
	}
	var stop *stopError
	if err := r.scanUnread(f, file, unread); errors.As(err, &stop) {
		return err
	} else if err != nil {
		f.refuse(0, 0, "not-a-table", "the Parquet file cannot be read: "+err.Error(), parquetHint)
		return nil
	}
	g, err := newGrid(parquetRows(file, read))
	defer g.stop()
	if err == nil {
		err = r.grid(f, g)
	}
	if err != nil && !errors.As(err, &stop) {
		f.refuse(0, 0, "not-a-table", "the Parquet file cannot be read: "+err.Error(), parquetHint)
		return nil
	}
	return err
}

const parquetHint = "write it again with plain columns and zstd, snappy, gzip, brotli or no compression, or give the rows as CSV"

// maxUnknown is how many columns with names that are not known are read, so that check
// can say what they look like. A table of thousands of columns may have the lists' in
// some of them; what nobody needs takes no memory.
const maxUnknown = 32

// parquetColumns chooses the columns to read, and says which others there are. Columns
// of kinds that cannot be read are in neither.
func (r *reading) parquetColumns(file *columnar.Reader) (read, unread []columnar.Column) {
	unknown := 0
	for _, c := range file.Columns() {
		_, said := r.opt.Layout.fieldOf(c.Name)
		known := said || r.columnNames.of(c.Name).known()
		switch {
		case c.Type == columnar.Unsupported:
		case known || unknown < maxUnknown:
			if read = append(read, c); !known {
				unknown++
			}
		default:
			unread = append(unread, c)
		}
	}
	return read, unread
}

// scanUnread looks for national identity numbers in columns that are not read, one
// after another: one is enough to refuse the file.
func (r *reading) scanUnread(f *fileResult, file *columnar.Reader, columns []columnar.Column) error {
	for _, c := range columns {
		if c.Type != columnar.Text && c.Type != columnar.Int64 && c.Type != columnar.Int32 && c.Type != columnar.Double {
			continue // no room for ten digits
		}
		s := unreadScan{column: c}
		if err := s.read(r.ctx, file); err != nil {
			return err
		}
		switch {
		case s.sure > 0:
			f.nationalIDs++
			f.refuse(s.sure, 0, "national-id",
				"column "+quoteHeader(c.Name)+" holds what looks like a national identity number; the file is refused", nationalIDHint)
			return nil
		case idnumber.TooMany(s.n, s.filled):
			f.nationalIDs++
			f.refuse(s.line, 0, "national-id",
				"column "+quoteHeader(c.Name)+" holds what looks like national identity numbers; the file is refused", nationalIDHint)
			return nil
		case s.n > 0:
			f.warnings.add(doubtWarning(f.name, "column "+quoteHeader(c.Name), s.line, s.n))
		}
	}
	return nil
}

// An unreadScan looks for national identity numbers in a column that is not read.
type unreadScan struct {
	column    columnar.Column
	sure      int // row of the first beyond doubt; 0 for none
	line      int // row of the first that may be one
	n, filled int64
}

// read goes through the column, up to the first number beyond doubt.
func (s *unreadScan) read(ctx context.Context, file *columnar.Reader) error {
	var b columnar.Batch
	line := 1
	for g := range file.NumRowGroups() {
		rows, err := file.RowGroup(g, []string{s.column.Name})
		for err == nil {
			if ctx.Err() != nil {
				return &stopError{context.Cause(ctx)}
			}
			if err = rows.Next(&b); err != nil {
				break
			}
			if s.batch(&b.Columns[0], b.N, line); s.sure > 0 {
				return nil
			}
			line += b.N
		}
		if err != io.EOF {
			return fmt.Errorf("row group %d: %w", g, err)
		}
	}
	return nil
}

// batch looks at n rows, the first of which is the one after line. A text that many rows have is looked at once.
func (s *unreadScan) batch(v *columnar.Vector, n, line int) {
	is := func(text string) bool { return idnumber.National([]byte(text)) != idnumber.None }
	none := s.column.Type == columnar.Text && len(v.Values) < n && !slices.ContainsFunc(v.Values, is)
	var cell []byte
	for i := range n {
		if v.Null(i) {
			continue
		}
		s.filled++
		if none {
			continue
		}
		cell = appendValue(cell[:0], s.column.Type, v, i)
		switch idnumber.National(cell) {
		case idnumber.Sure:
			s.sure = line + i + 1
			return
		case idnumber.ByChance:
			if s.n++; s.n == 1 {
				s.line = line + i + 1
			}
		}
	}
}

// parquetRows yields the header and then all rows of some columns as text, in the forms
// that CSV has them.
func parquetRows(file *columnar.Reader, columns []columnar.Column) iter.Seq2[gridRow, error] {
	return func(yield func(gridRow, error) bool) {
		var names []string
		var cells [][]byte
		for _, c := range columns {
			names, cells = append(names, c.Name), append(cells, []byte(c.Name))
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
	case columnar.TimestampMicros, columnar.TimestampInt96:
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
