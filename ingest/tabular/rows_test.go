package tabular

import (
	"strings"
	"testing"
	"unicode/utf16"
)

// The header says what parts it: outside quotes, and so that the columns asked for are
// found; Excel's first line says it outright.
func TestSeparatorsAndFirstLines(t *testing.T) {
	for _, c := range []struct {
		name, file string
		column     string
	}{
		{"more commas in a quoted name than separators", "\"a, b, c\";t\n1;2\n", "t"},
		{"more commas in names than separators", "a, b, c;t\n1;2\n", "t"},
		{"a name with commas, without quotes", "a, b, c;t\n2;1\n", "a, b, c"},
		{"a semicolon in a name", "\"a;b;c\",t\n1,2\n", "t"},
		{"a first line for Excel", "sep=;\nx;t\n1;2\n", "t"},
		{"the same in quotes, with CRLF", "\"sep=;\"\r\nx;t\r\n1;2\r\n", "t"},
		{"a tab in that line", "sep=\t\nx\tt\n1\t2\n", "t"},
		{"the same after a byte order mark", "\ufeffsep=;\nx;t\n1;2\n", "t"},
		{"a separator that the header does not show", "sep=|\nx|t\n1|2\n", "t"},
		{"names of rows, as R writes them", "\"\",\"t\"\n\"1\",2\n", "t"},
		{"blanks around the name", "x, t \n1,2\n", "t"},
		{"UTF-16 with a byte order mark", inUTF16("x;t\r\n1;2\r\n", false), "t"},
		{"UTF-16 the other way round", inUTF16("x;t\n1;2\n", true), "t"},
	} {
		table, err := Read(strings.NewReader(c.file), "f.csv", []string{c.column})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if v, _, ok := table.Number(c.column, 0); v != 2 || !ok || table.Rows() != 1 {
			t.Errorf("%s: got %v, %t in %d rows; want 2 in 1", c.name, v, ok, table.Rows())
		}
	}
}

func inUTF16(s string, bigEndian bool) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune("\ufeff" + s)) {
		high, low := byte(u>>8), byte(u)
		if !bigEndian {
			high, low = low, high
		}
		b.WriteByte(high)
		b.WriteByte(low)
	}
	return b.String()
}

// The line of a fault is the file's, with the line for Excel counted.
func TestLineOfAFaultBelowTheSeparatorLine(t *testing.T) {
	for file, want := range map[string]string{
		"sep=;\nx;t\n1;2\n1\n":    "f.csv:4:1: wrong number of fields",
		"sep=;\nx;t\n1;\xe5\n":    "f.csv:3:3: the text is not UTF-8",
		"sep=;\nx;y\n1;2\n":       "f.csv:2: there is no column \"t\"\n  hint: the columns are x, y",
		"\"\",\"x\"\n\"1\",\"2\"": "f.csv:1: there is no column \"t\"\n  hint: the columns are x",
	} {
		if _, err := Read(strings.NewReader(file), "f.csv", []string{"t"}); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: got %v, want %s…", file, err, want)
		}
	}
}

// 1,0 is a number where the comma is no separator, and a text with it is left alone.
func TestPlain(t *testing.T) {
	semicolons, err := Read(strings.NewReader("t;e\n1;2\n"), "f.csv", nil)
	if err != nil {
		t.Fatal(err)
	}
	commas, err := Read(strings.NewReader("t,e\n1,2\n"), "f.csv", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		table     *Table
		cell, got string
	}{{semicolons, "1,0", "1.0"}, {semicolons, "a,b", "a,b"}, {semicolons, "1,0,0", "1,0,0"}, {commas, "1,0", "1,0"}} {
		if got := c.table.Plain(c.cell); got != c.got {
			t.Errorf("%s: got %s, want %s", c.cell, got, c.got)
		}
	}
}
