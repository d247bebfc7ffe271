package tabular

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/limit"
)

// Rows are the rows of a table of text, read one by one.
type Rows struct {
	Header []string // the names of the columns; shared by nobody

	name  string
	comma rune
	skip  int // lines before the header
	csv   *csv.Reader
	bound *recordBound
	line  int // where the last row begins; 0 before the first
}

// Open reads the header of r. Of the separators that it may have, the one is taken by
// which all columns in want are found. name is the file's name in problems.
func Open(r io.Reader, name string, want []string) (*Rows, error) {
	rows := &Rows{name: name}
	br := bufio.NewReaderSize(decoded(r), 64<<10)
	header, err := firstLine(br)
	if comma, ok := separatorLine(header); ok && err == nil {
		rows.comma, rows.skip = comma, 1
		header, err = firstLine(br)
	}
	if err != nil {
		return nil, rows.problem(err)
	}
	if strings.TrimSpace(header) == "" {
		return nil, &varighet.Problem{File: name, Code: "empty-file", Msg: "the file has no header line"}
	}
	if rows.comma == 0 {
		rows.comma = separator(header, want)
	}
	rows.bound = &recordBound{src: io.MultiReader(strings.NewReader(header), br)}
	rows.csv = csv.NewReader(rows.bound)
	rows.csv.Comma, rows.csv.ReuseRecord = rows.comma, true
	record, err := rows.csv.Read()
	if err != nil {
		return nil, rows.problem(err)
	}
	if len(record) > limit.Default(limit.TableColumns) {
		return nil, rows.refuse(1, 0, "the file has more columns than "+limit.Set{}.Text(limit.TableColumns)+", which is the limit")
	}
	rows.Header = slices.Clone(record)
	return rows, nil
}

// Header reads the names of a file's columns.
func Header(r io.Reader) ([]string, error) {
	rows, err := Open(r, "", nil)
	if err != nil {
		return nil, err
	}
	return rows.Header, nil
}

// Next reads a row; the slice is good until the next call. It returns io.EOF after the
// last, and a *varighet.Problem for a line that is no row.
func (r *Rows) Next() ([]string, error) {
	r.bound.begin = r.csv.InputOffset()
	record, err := r.csv.Read()
	if err != nil && err != io.EOF {
		return record, r.problem(err)
	}
	if err == nil {
		r.line, _ = r.Place(0)
	}
	most := limit.Default(limit.TableField)
	for i, field := range record {
		if len(field) > most {
			line, column := r.Place(i)
			return nil, r.refuse(line, column, "the field is longer than "+limit.Set{}.Text(limit.TableField)+", which is the limit")
		}
	}
	return record, err
}

func (r *Rows) refuse(line, column int, msg string) error {
	return &varighet.Problem{File: r.name, Line: line, Column: column, Code: "csv", Msg: msg, Hint: tooLongHint}
}

// Place is where a field of the last row stands.
func (r *Rows) Place(field int) (line, column int) {
	line, column = r.csv.FieldPos(field)
	return line + r.skip, column
}

// Separator is what stands between the fields.
func (r *Rows) Separator() rune { return r.comma }

func (r *Rows) problem(err error) error {
	var pe *csv.ParseError
	if errors.Is(err, errRecordTooLong) {
		return r.refuse(r.line+1, 0, err.Error())
	}
	if !errors.As(err, &pe) {
		return fmt.Errorf("reading %s: %w", r.name, err)
	}
	hint := ""
	if errors.Is(pe.Err, csv.ErrFieldCount) {
		hint = "the line has more or fewer fields than the header"
	}
	return &varighet.Problem{File: r.name, Line: pe.StartLine + r.skip, Column: pe.Column, Code: "csv", Msg: pe.Err.Error(), Hint: hint}
}

// decoded gives the text behind a byte order mark of UTF-8 or UTF-16; without one it is
// taken to be UTF-8.
func decoded(r io.Reader) io.Reader {
	br := bufio.NewReader(r)
	head, _ := br.Peek(3)
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, _ = br.Discard(3)
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return transform.NewReader(br, unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder())
	}
	return br
}

// firstLine reads up to and with the first line end.
func firstLine(br *bufio.Reader) (string, error) {
	var b strings.Builder
	for b.Len() < limit.Default(limit.TableRow) {
		part, err := br.ReadSlice('\n')
		b.Write(part)
		if err == nil || err == io.EOF {
			return b.String(), nil
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return "", err
		}
	}
	return "", errRecordTooLong
}

// separatorLine reads a line sep=; as Excel takes it, quoted or not.
func separatorLine(line string) (comma rune, ok bool) {
	s := strings.Trim(strings.TrimRight(line, "\r\n"), `"`)
	if len(s) != 5 || !strings.EqualFold(s[:4], "sep=") || !strings.ContainsRune(",;\t|", rune(s[4])) {
		return 0, false
	}
	return rune(s[4]), true
}

// separator is the one of , ; and tab that stands most often in the header outside
// quotes, of those by which all wanted columns are found, if there are such: a name of a
// column may have a comma in it, with or without quotes.
func separator(header string, want []string) rune {
	count := countUnquoted(header)
	order := []rune{',', ';', '\t'}
	slices.SortStableFunc(order, func(a, b rune) int { return count[b] - count[a] })
	for _, comma := range order {
		if parts(header, comma, want) {
			return comma
		}
	}
	return order[0]
}

func countUnquoted(header string) map[rune]int {
	count, quoted := map[rune]int{}, false
	for _, c := range header {
		if c == '"' {
			quoted = !quoted
		}
		if !quoted {
			count[c]++
		}
	}
	return count
}

// parts reports whether the separator parts the header into columns with all those
// wanted among them.
func parts(header string, comma rune, want []string) bool {
	r := csv.NewReader(strings.NewReader(header))
	r.Comma = comma
	record, err := r.Read()
	if err != nil {
		return false
	}
	for i := range record {
		record[i] = strings.TrimSpace(record[i])
	}
	return !slices.ContainsFunc(want, func(w string) bool { return !slices.Contains(record, strings.TrimSpace(w)) })
}
