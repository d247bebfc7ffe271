// Package tabular reads chosen columns of any CSV, so that the estimators can be
// used on data that are not a register.
//
// The file is UTF-8, with or without a byte order mark, or UTF-16 with one. A first line
// sep=; says the separator; else it is the one of comma, semicolon and tab that parts the
// header into the columns asked for, or that parts it best. Numbers have a decimal point;
// in semicolon and tab files a decimal comma will do too. Thousands marks are not
// understood. Empty, NA, NaN and . are missing.
package tabular

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/celltext"
)

// A Table holds the columns that were asked for, row by row as text.
type Table struct {
	columns map[string][]string
	rows    int
	comma   rune
}

// Read reads the named columns from r; one may be named more than once, as for
// two roles. name is the file's name in problems. A table with national identity
// numbers in any column is refused.
func Read(r io.Reader, name string, want []string) (*Table, error) {
	want = distinct(want)
	rows, err := Open(r, name, want)
	if err != nil {
		return nil, err
	}
	see := watch{file: name}
	if err := see.header(rows.Header, rows.skip+1); err != nil {
		return nil, err
	}
	at, err := find(rows.Header, want, name, rows.skip+1)
	if err != nil {
		return nil, err
	}
	t := &Table{columns: make(map[string][]string, len(want)), comma: rows.comma}
	for {
		record, err := rows.Next()
		if err == io.EOF {
			return t, see.end()
		}
		if err != nil {
			return nil, err
		}
		if err := see.row(record, rows.Place); err != nil {
			return nil, err
		}
		t.rows++
		for i, w := range want {
			v := record[at[i]]
			if !utf8.ValidString(v) {
				line, column := rows.Place(at[i])
				return nil, &varighet.Problem{File: name, Line: line, Column: column, Code: "encoding",
					Msg: "the text is not UTF-8", Hint: "save the file as UTF-8"}
			}
			t.columns[w] = append(t.columns[w], strings.Clone(celltext.OfCSV(v)))
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

// find returns where the wanted columns stand.
func find(header, want []string, name string, line int) ([]int, error) {
	at := make([]int, len(want))
	var problems varighet.Problems
	for i, w := range want {
		at[i] = -1
		n := 0
		for j, h := range header {
			if celltext.OfCSV(strings.TrimSpace(h)) == strings.TrimSpace(w) {
				at[i] = j
				n++
			}
		}
		switch {
		case n == 0:
			problems.Add(&varighet.Problem{File: name, Line: line, Code: "missing-column",
				Msg:  fmt.Sprintf("there is no column %q", w),
				Hint: columnsHint(header)})
		case n > 1:
			problems.Add(&varighet.Problem{File: name, Line: line, Column: at[i] + 1, Code: "column-twice",
				Msg: fmt.Sprintf("there are %d columns %q", n, w), Hint: "give each its own name"})
		}
	}
	return at, problems.Err()
}

// columnsHint names the columns, unless the first line does not look like names
// of columns: it may be a row about a person, or no text at all.
func columnsHint(header []string) string {
	if slices.Equal(header, []string{""}) {
		return "the first line does not look like names of columns"
	}
	for i, h := range header {
		if h == "" && i == 0 {
			continue // names of rows, as R and pandas write them
		}
		if h == "" || strings.ContainsFunc(h, unicode.IsControl) || h[0] >= '0' && h[0] <= '9' {
			return "the first line does not look like names of columns"
		}
	}
	if whole := strings.Join(header, ""); !utf8.ValidString(whole) {
		return "the first line is not UTF-8: save the file as UTF-8 (in Excel: CSV UTF-8)"
	}
	return "the columns are " + strings.TrimPrefix(strings.Join(header, ", "), ", ")
}

// Rows is the number of rows below the header.
func (t *Table) Rows() int { return t.rows }

// Text returns a value as it stands in the file, without blanks around it, and
// whether it is there at all.
func (t *Table) Text(column string, row int) (string, bool) {
	s := strings.TrimSpace(t.columns[column][row])
	if Missing(s) {
		return "", false
	}
	return s, true
}

// Missing reports whether a text without blanks around it stands for no value.
func Missing(s string) bool {
	switch s {
	case "", "NA", "NaN", ".":
		return true
	}
	return false
}

// MissingOf reports whether a text that should be a number, a month or true or false
// stands for no value, as other programs write it: such words are missing in cells that
// cannot be text.
func MissingOf(s string) bool {
	switch strings.ToLower(s) {
	case "nan", "nat", "null", "none", "<na>", "#n/a", "na", "n/a":
		return true
	}
	return Missing(s)
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
	v, ok = ParseNumber(s, t.comma)
	return v, true, ok
}

// Plain is a text with a decimal point in the place of a decimal comma, if the file may
// have such and the text is a number with one.
func (t *Table) Plain(s string) string {
	point := pointed(s, t.comma)
	if _, err := strconv.ParseFloat(point, 64); err != nil {
		return s
	}
	return point
}

// pointed puts a decimal point in the place of a decimal comma, in a file with another
// separator than that.
func pointed(s string, separator rune) string {
	if separator != ',' && strings.Count(s, ",") == 1 && !strings.Contains(s, ".") {
		return strings.Replace(s, ",", ".", 1)
	}
	return s
}

// ParseNumber reads a finite decimal number of a file with that separator; ok is false
// for anything else.
func ParseNumber(s string, separator rune) (v float64, ok bool) {
	v, err := strconv.ParseFloat(pointed(s, separator), 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) || strings.ContainsAny(s, "xX_pP") {
		return 0, false
	}
	return v, true
}
