package tabular

import (
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/idnumber"
)

// A watch looks for national identity numbers in every column of a table, whether it was
// asked for or not: groups of a result are called what the cells say. One number is
// enough. Of those that may be others by chance (without its zero, as a float) it takes
// more than a tenth of a column; numbers with a power of ten are left alone, as which
// programs write any large number.
type watch struct {
	file             string
	doubtful, filled []int
	line             []int // of the first doubtful cell of a column
}

// header looks at the names of the columns, which begin on a line.
func (w *watch) header(names []string, line int) error {
	if idnumber.National([]byte(w.file)) == idnumber.Sure {
		w.file = idnumber.Mask(w.file)
		return w.refuse(0, 0, "the name of the file holds")
	}
	for i, name := range names {
		if idnumber.National([]byte(name)) == idnumber.Sure {
			return w.refuse(line, i+1, "the name of the column holds")
		}
	}
	w.doubtful, w.filled, w.line = make([]int, len(names)), make([]int, len(names)), make([]int, len(names))
	return nil
}

// row looks at a record; place says where a field of it stands.
func (w *watch) row(record []string, place func(field int) (line, column int)) error {
	for i, cell := range record {
		if i >= len(w.filled) || strings.TrimSpace(cell) == "" {
			continue
		}
		w.filled[i]++
		switch idnumber.National([]byte(cell)) {
		case idnumber.Sure:
			line, _ := place(i)
			return w.refuse(line, i+1, "the field holds")
		case idnumber.ByChance:
			if strings.ContainsAny(cell, "eE") {
				continue
			}
			if w.doubtful[i]++; w.doubtful[i] == 1 {
				w.line[i], _ = place(i)
			}
		}
	}
	return nil
}

// end judges the columns with doubtful numbers.
func (w *watch) end() error {
	for i, n := range w.doubtful {
		if idnumber.TooMany(n, w.filled[i]) {
			return w.refuse(w.line[i], i+1, "the column holds")
		}
	}
	return nil
}

func (w *watch) refuse(line, column int, where string) error {
	return &varighet.Problem{File: w.file, Line: line, Column: column, Code: "national-id",
		Msg: where + " what looks like a national identity number; the file is refused", Hint: "take the column away, or replace the numbers by ids of your own"}
}
