// Package tabular reads chosen columns of any CSV, so that the estimators can be
// used on data that are not a register.
//
// The file is UTF-8, with or without a byte order mark; the separator (comma,
// semicolon or tab) is the one that parts the header best. Numbers have a
// decimal point; in semicolon and tab files a decimal comma will do too.
// Thousands marks are not understood. Empty, NA, NaN and . are missing.
package tabular

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/varighet/varighet"
)

// A Table holds the columns that were asked for, row by row as text.
type Table struct {
	columns map[string][]string
	rows    int
	comma   rune
}

// maxHeader bounds the first line, from which the separator is found.
const maxHeader = 1 << 20

// Read reads the named columns from r; one may be named more than once, as for
// two roles. name is the file's name in problems. A table with national identity
// numbers in any column is refused.
func Read(r io.Reader, name string, want []string) (*Table, error) {
	want = distinct(want)
	br := bufio.NewReaderSize(r, 64<<10)
	if bom, err := br.Peek(3); err == nil && string(bom) == "\ufeff" {
		_, _ = br.Discard(3)
	}
	header, err := firstLine(br)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	if strings.TrimSpace(header) == "" {
		return nil, &varighet.Problem{File: name, Code: "empty-file", Msg: "the file has no header line"}
	}
	comma := separator(header)
	cr := csv.NewReader(io.MultiReader(strings.NewReader(header), br))
	cr.Comma = comma
	cr.ReuseRecord = true
	record, err := cr.Read()
	if err != nil {
		return nil, problem(name, err)
	}
	see := watch{file: name}
	if err := see.header(record, 1); err != nil {
		return nil, err
	}
	at, err := find(record, want, name)
	if err != nil {
		return nil, err
	}
	t := &Table{columns: make(map[string][]string, len(want)), comma: comma}
	for {
		record, err := cr.Read()
		if err == io.EOF {
			return t, see.end()
		}
		if err != nil {
			return nil, problem(name, err)
		}
		if err := see.row(record, cr.FieldPos); err != nil {
			return nil, err
		}
		t.rows++
		for i, w := range want {
			v := record[at[i]]
			if !utf8.ValidString(v) {
				line, column := cr.FieldPos(at[i])
				return nil, &varighet.Problem{File: name, Line: line, Column: column, Code: "encoding",
					Msg: "the text is not UTF-8", Hint: "save the file as UTF-8"}
			}
			t.columns[w] = append(t.columns[w], strings.Clone(v))
		}
	}
}

// distinct returns the names in order, each once.
func distinct(names []string) []string {
	out := make([]string, 0, len(names))
	for _, n := range names {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// Header reads the names of a file's columns.
func Header(r io.Reader) ([]string, error) {
	br := bufio.NewReader(r)
	line, err := firstLine(br)
	if err != nil {
		return nil, err
	}
	cr := csv.NewReader(strings.NewReader(strings.TrimPrefix(line, "\ufeff")))
	cr.Comma = separator(line)
	return cr.Read()
}

// firstLine reads up to and with the first line end.
func firstLine(br *bufio.Reader) (string, error) {
	var b strings.Builder
	for b.Len() < maxHeader {
		part, err := br.ReadSlice('\n')
		b.Write(part)
		if err == nil || err == io.EOF {
			return b.String(), nil
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return "", err
		}
	}
	return "", errors.New("the first line is longer than 1 MiB")
}

// separator is the one of , ; and tab that stands most often in the header.
func separator(header string) rune {
	best, most := ',', strings.Count(header, ",")
	for _, c := range ";\t" {
		if n := strings.Count(header, string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}

// find returns where the wanted columns stand.
func find(header, want []string, name string) ([]int, error) {
	at := make([]int, len(want))
	var problems varighet.Problems
	for i, w := range want {
		at[i] = -1
		n := 0
		for j, h := range header {
			if strings.TrimSpace(h) == w {
				at[i] = j
				n++
			}
		}
		switch {
		case n == 0:
			problems.Add(&varighet.Problem{File: name, Line: 1, Code: "missing-column",
				Msg:  fmt.Sprintf("there is no column %q", w),
				Hint: columnsHint(header)})
		case n > 1:
			problems.Add(&varighet.Problem{File: name, Line: 1, Column: at[i] + 1, Code: "column-twice",
				Msg: fmt.Sprintf("there are %d columns %q", n, w), Hint: "give each its own name"})
		}
	}
	return at, problems.Err()
}

// columnsHint names the columns, unless the first line does not look like names
// of columns: it may be a row about a person, or no text at all.
func columnsHint(header []string) string {
	for _, h := range header {
		if h == "" || !utf8.ValidString(h) || strings.ContainsFunc(h, unicode.IsControl) || h[0] >= '0' && h[0] <= '9' {
			return "the first line does not look like names of columns"
		}
	}
	return "the columns are " + strings.Join(header, ", ")
}

func problem(name string, err error) error {
	var pe *csv.ParseError
	if errors.As(err, &pe) {
		hint := ""
		if errors.Is(pe.Err, csv.ErrFieldCount) {
			hint = "the line has more or fewer fields than the header"
		}
		return &varighet.Problem{File: name, Line: pe.StartLine, Column: pe.Column, Code: "csv", Msg: pe.Err.Error(), Hint: hint}
	}
	return fmt.Errorf("reading %s: %w", name, err)
}

// Rows is the number of rows below the header.
func (t *Table) Rows() int { return t.rows }

// Text returns a value as it stands in the file, without blanks around it, and
// whether it is there at all.
func (t *Table) Text(column string, row int) (string, bool) {
	s := strings.TrimSpace(t.columns[column][row])
	switch s {
	case "", "NA", "NaN", ".":
		return "", false
	}
	return s, true
}

// IsNaN reports whether NaN stands in the file, which [Table.Text] takes for
// missing: where a missing value has a meaning of its own, NaN has not.
func (t *Table) IsNaN(column string, row int) bool {
	return strings.EqualFold(strings.TrimSpace(t.columns[column][row]), "nan")
}

// Number returns a value as a number. present is whether there is a value at
// all; ok is whether it is a finite number.
func (t *Table) Number(column string, row int) (v float64, present, ok bool) {
	s, present := t.Text(column, row)
	if !present {
		return 0, false, false
	}
	if t.comma != ',' && strings.Count(s, ",") == 1 && !strings.Contains(s, ".") {
		s = strings.Replace(s, ",", ".", 1)
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) || strings.ContainsAny(s, "xX_pP") {
		return 0, true, false
	}
	return v, true, true
}
