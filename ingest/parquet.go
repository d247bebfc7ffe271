package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/varighet/varighet/ingest/idnumber"
	"github.com/varighet/varighet/internal/columnar"
	"github.com/varighet/varighet/internal/limit"
)

// parquet reads a Parquet file as a table: its columns are the header, which is
// row 1. A file of this program is checked for damage as it is read; another
// program's as far as its pages have checksums, and a warning says where they have none.
func (r *reading) parquet(src io.ReaderAt, size int64) error {
	f := r.file()
	f.format = "Parquet"
	file, err := columnar.NewReaderWithin(r.limits, src, size)
	foreign := errors.Is(err, columnar.ErrNoChecksum)
	if foreign {
		file, err = columnar.NewForeignReaderWithin(r.limits, src, size)
	}
	if err == nil {
		err = r.rowsForBytes(file.NumRows(), size)
	}
	if err == nil {
		err = r.parquetTable(f, file)
	}
	var stop *stopError
	if err != nil && !errors.As(err, &stop) {
		refuseParquet(f, err)
		return nil
	}
	if foreign && err == nil {
		f.warnUnchecked(file.Pages())
	}
	return err
}

// freeRows is how many rows a Parquet file may have however small it is.
const freeRows = 1 << 20

// rowsForBytes refuses a file with far more rows than any list would have in so many bytes: a column of
// equal values takes none, so that a small file could have rows for days of reading.
func (r *reading) rowsForBytes(rows, size int64) error {
	if rows > freeRows && rows/int64(r.limits.Of(limit.Ratio)) > size {
		return fmt.Errorf("it has more rows than %s", r.limits.Text(limit.Ratio))
	}
	return nil
}

// refuseParquet refuses a file that cannot be read.
func refuseParquet(f *fileResult, err error) {
	hint := "write it again with plain columns and zstd, snappy, gzip, brotli, lz4_raw or no compression, or give the rows as CSV"
	if errors.Is(err, columnar.ErrChecksum) {
		hint = "the file was changed after it was written: get it again from where it came from"
	}
	f.refuse(0, 0, "not-a-table", "the Parquet file cannot be read: "+err.Error(), hint)
}

// warnUnchecked warns that damage would not show in the pages that have no checksums.
func (f *fileResult) warnUnchecked(pages columnar.PageCount) {
	msg := pages.Warning()
	if msg == "" {
		return
	}
	f.warnings.add(Warning{Code: "parquet-unchecked", Msg: msg, File: f.name, Count: 1, Files: 1})
}

// parquetTable reads the columns that are of use, and says which are not.
func (r *reading) parquetTable(f *fileResult, file *columnar.Reader) error {
	read, unread := r.parquetColumns(f, file.Columns())
	if err := r.scanUnread(f, file, unread); err != nil {
		return err
	}
	if slices.ContainsFunc(read, func(c columnar.Column) bool { return c.Type.IsInstant() && r.columnNames.of(c.Name).known() }) {
		f.warnUTC()
	}
	g, err := newGrid(parquetRows(file, read, r.limits))
	defer g.stop()
	if errors.Is(err, errRecordTooLong) {
		err = fmt.Errorf("a row is longer than %s", r.limits.Text(limit.Line))
	}
	if err != nil {
		return err
	}
	return r.grid(f, g)
}

// warnUTC says that instants were read as days in Norway.
func (f *fileResult) warnUTC() {
	f.warnings.add(Warning{Code: "utc-instants", File: f.name, Count: 1, Files: 1,
		Msg: "instants in UTC were read as Oslo time: 2019-10-31T23:00:00Z is 1 November"})
}

// unusedParquet warns of columns that are not used for what they hold. One that holds others
// is named once.
func (f *fileResult) unusedParquet(columns []columnar.Column) {
	named := map[string]bool{}
	for _, c := range columns {
		if named[c.Name] {
			continue
		}
		named[c.Name] = true
		why := "values of its type are not read"
		switch c.Type {
		case columnar.Nested:
			why = "it holds lists or records"
		case columnar.Bytes:
			why = "it holds bytes, and its name says nothing here"
		}
		if len(named) <= maxUnused {
			f.warnings.add(Warning{Code: "column-unused", Msg: "column " + quoteHeader(c.Name) + " not used: " + why,
				File: f.name, Line: 1, Count: 1, Files: 1})
		}
	}
	if more := len(named) - maxUnused; more > 0 {
		f.warnings.add(Warning{Code: "column-unused", Msg: "more columns not used for what they hold",
			File: f.name, Line: 1, Count: int64(more), Files: 1})
	}
}

// maxUnknown is how many columns with names that are not known are read, so that check
// can say what they look like. A table of thousands of columns may have the lists' in
// some of them; what nobody needs takes no memory.
const maxUnknown = 32

// parquetColumns chooses the columns to read, and says which others there are that may hold
// numbers of persons. It warns of those that are not used for what they hold.
func (r *reading) parquetColumns(f *fileResult, columns []columnar.Column) (read, unread []columnar.Column) {
	var unused []columnar.Column
	unknown, more := 0, 0
	for _, c := range columns {
		_, said := r.opt.Layout.fieldOf(c.Name)
		known := said || r.columnNames.of(c.Name).known()
		switch {
		case !c.Type.Readable():
			unused = append(unused, c)
		case c.Type == columnar.Bytes && !known:
			unused, unread = append(unused, c), append(unread, c)
		case known || unknown < maxUnknown:
			if read = append(read, c); !known {
				unknown++
			}
		default:
			unread = append(unread, c)
			more++
		}
	}
	f.unusedParquet(unused)
	if more > 0 {
		f.warnings.add(Warning{Code: "column-unread", Msg: "more columns with names that say nothing here were not read",
			File: f.name, Count: int64(more), Files: 1})
	}
	return read, unread
}

// scanUnread looks for national identity numbers in columns that are not read, one
// after another: one is enough to refuse the file.
func (r *reading) scanUnread(f *fileResult, file *columnar.Reader, columns []columnar.Column) error {
	for _, c := range columns {
		if !mayHoldNationalID(c.Type) {
			continue
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

// mayHoldNationalID reports whether a value of a type can have as many digits as a national
// identity number.
func mayHoldNationalID(t columnar.Type) bool {
	switch t {
	case columnar.Text, columnar.Bytes, columnar.DecimalText, columnar.Int64, columnar.Uint64, columnar.Int32, columnar.Uint32, columnar.Decimal, columnar.Double:
		return true
	}
	return false
}

// batch looks at n rows, the first of which is the one after line. A text that many rows have is looked at once.
func (s *unreadScan) batch(v *columnar.Vector, n, line int) {
	is := func(text string) bool { return idnumber.National([]byte(text)) != idnumber.None }
	none := (s.column.Type == columnar.Text || s.column.Type == columnar.DecimalText) && len(v.Values) < n && !slices.ContainsFunc(v.Values, is)
	var raw []byte
	for i := range n {
		if v.Null(i) {
			continue
		}
		s.filled++
		if none {
			continue
		}
		raw = v.AppendText(raw[:0], s.column.Type, i)
		switch idnumber.National(raw) {
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
// that CSV has them, up to one that is longer than a line may be.
func parquetRows(file *columnar.Reader, columns []columnar.Column, limits limit.Set) iter.Seq2[gridRow, error] {
	return func(yield func(gridRow, error) bool) {
		var names []string
		var cells [][]byte
		for _, c := range columns {
			names, cells = append(names, c.Name), append(cells, []byte(c.Name))
		}
		if !yield(gridRow{1, cells}, nil) {
			return
		}
		line, most := 1, limits.Of(limit.Line)
		var b columnar.Batch
		for g := range file.NumRowGroups() {
			rows, err := file.RowGroup(g, names)
			for err == nil {
				if err = rows.Next(&b); err != nil {
					break
				}
				for i := range b.N {
					line++
					length := 0
					for k, c := range columns {
						if length > most {
							break
						}
						cells[k] = b.Columns[k].AppendText(cells[k][:0:cap(cells[k])], c.Type, i)
						length += len(cells[k])
					}
					if length > most {
						yield(gridRow{line: line}, errRecordTooLong)
						return
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
