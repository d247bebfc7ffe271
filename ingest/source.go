package ingest

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"slices"

	"github.com/varighet/varighet/ingest/cell"
)

// A source gives the records of one table, in order: lines of a text file, rows
// of a sheet. Everything from the header on is the same for all of them.
type source interface {
	// read returns the fields of the next record, good until the next call, and
	// the line or row it stands in; io.EOF after the last, and a *quoteError for a
	// record that cannot be cut into fields, after which reading goes on.
	read() (fields [][]byte, line int, err error)
}

// A sampleRow is one of the first records of a table, decoded, to find the
// header in. index counts the records before it.
type sampleRow struct {
	index, line int
	cells       []string
}

// A sampler goes through the first records of a table as they are under a
// separator; it can be asked again, but not while it is going. A sheet has no
// separators, and gives its rows for any.
type sampler func(sep byte) iter.Seq[sampleRow]

// first returns the first n records.
func (s sampler) first(sep byte, n int) []sampleRow {
	var rows []sampleRow
	for r := range s(sep) {
		if rows = append(rows, r); len(rows) == n {
			break
		}
	}
	return rows
}

// sampleText samples the first bytes of a text file.
func sampleText(r *records, head []byte, decode func([]byte) string) sampler {
	return func(sep byte) iter.Seq[sampleRow] {
		return func(yield func(sampleRow) bool) {
			r.within(head)
			r.sep = sep
			for i := 0; ; i++ {
				cells, line, err := r.read()
				if broken := (*quoteError)(nil); errors.As(err, &broken) {
					continue
				}
				if err != nil || !yield(sampleRow{i, line, texts(cells, decode)}) {
					return
				}
			}
		}
	}
}

func texts(cells [][]byte, decode func([]byte) string) []string {
	list := make([]string, len(cells))
	for i, c := range cells {
		list[i] = decode(c)
	}
	return list
}

// sampleSize is how many rows of a sheet are kept to find the header in and to
// see what the columns hold.
const sampleSize = 250

// A gridRow is a row of a sheet, a page or a Parquet file.
type gridRow struct {
	line  int
	cells [][]byte
}

// A grid is a source whose fields need no separators. Its first rows are kept,
// so that the header can be looked for before reading begins.
type grid struct {
	next  func() (gridRow, error, bool)
	stop  func()
	first []gridRow
	taken int
	high  bool // the row just read has bytes outside ASCII
}

// newGrid pulls the first rows. The caller must call stop.
func newGrid(rows iter.Seq2[gridRow, error]) (*grid, error) {
	g := &grid{}
	g.next, g.stop = iter.Pull2(rows)
	for len(g.first) < sampleSize {
		row, err, more := g.next()
		if err != nil {
			return g, err
		}
		if !more {
			break
		}
		kept := make([][]byte, len(row.cells))
		for i, c := range row.cells {
			kept[i] = bytes.Clone(c)
		}
		g.first = append(g.first, gridRow{row.line, kept})
	}
	return g, nil
}

// empty reports whether there is nothing to be seen in the first rows.
func (g *grid) empty() bool {
	return !slices.ContainsFunc(g.first, func(r gridRow) bool {
		return slices.ContainsFunc(r.cells, func(c []byte) bool { return !cell.Blank(c) })
	})
}

func (g *grid) read() ([][]byte, int, error) {
	var row gridRow
	if g.taken < len(g.first) {
		row = g.first[g.taken]
		g.taken++
	} else {
		var err error
		var more bool
		if row, err, more = g.next(); err != nil {
			return nil, 0, err
		} else if !more {
			return nil, 0, io.EOF
		}
	}
	g.high = slices.ContainsFunc(row.cells, func(c []byte) bool { return !cell.IsASCII(c) })
	return row.cells, row.line, nil
}

func (g *grid) sample(decode func([]byte) string) sampler {
	return func(byte) iter.Seq[sampleRow] {
		return func(yield func(sampleRow) bool) {
			for i, r := range g.first {
				if !yield(sampleRow{i, r.line, texts(r.cells, decode)}) {
					return
				}
			}
		}
	}
}
