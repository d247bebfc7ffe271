package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/celltext"
	"github.com/varighet/varighet/internal/limit"
)

// Text gives the text of a file as UTF-8: UTF-8 or UTF-16 with a byte order
// mark, UTF-8 without, or else Windows-1252, of which ISO-8859-1 text is a part.
func Text(content []byte) string {
	switch {
	case bytes.HasPrefix(content, []byte("\xff\xfe")), bytes.HasPrefix(content, []byte("\xfe\xff")):
		text, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(content)
		if err == nil {
			return string(text)
		}
	case utf8.Valid(content):
		return string(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf")))
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(content)
	if err != nil { // it has a character for every byte
		return string(content)
	}
	return string(text)
}

// longLine refuses a text with a line that no table has; nil if there is none.
func longLine(name, text string) error {
	n, most := 0, limit.Default(limit.SideLine)
	for line := range strings.Lines(text) {
		if n++; len(line) > most {
			return &varighet.Problem{File: name, Line: n, Code: "csv", Msg: "the line is longer than " + limit.Set{}.Text(limit.SideLine) + ", which is the limit",
				Hint: "look for a line end that is missing"}
		}
	}
	return nil
}

// csvRows reads a text with one of the usual separators.
func csvRows(name string, content []byte) ([]Row, error) {
	text := Text(content)
	if p := notAText(name, text); p != nil {
		return nil, p
	}
	if p := longLine(name, text); p != nil {
		return nil, p
	}
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	skip := 0
	if line, rest, _ := strings.Cut(text, "\n"); strings.HasPrefix(strings.ToLower(line), "sep=") && len(strings.TrimSpace(line)) == 5 {
		r = csv.NewReader(strings.NewReader(rest))
		r.FieldsPerRecord, r.LazyQuotes = -1, true
		r.Comma, skip = rune(line[4]), 1
	} else {
		r.Comma = separator(text)
	}
	var rows []Row
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			var syntax *csv.ParseError
			line := 0
			if errors.As(err, &syntax) {
				line = syntax.StartLine + skip
			}
			return nil, &varighet.Problem{File: name, Line: line, Code: "csv-syntax", Msg: "the quotes of the row that begins here do not match"}
		}
		line, _ := r.FieldPos(0)
		rows = appendRow(rows, line+skip, cells)
	}
}

func appendRow(rows []Row, line int, cells []string) []Row {
	filled := false
	for i, c := range cells {
		cells[i] = clean(c)
		filled = filled || cells[i] != ""
	}
	if !filled {
		return rows
	}
	return append(rows, Row{line, cells})
}

func notAText(name, text string) *varighet.Problem {
	head := strings.ToLower(strings.TrimSpace(text[:min(len(text), 256)]))
	p := &varighet.Problem{File: name, Code: "not-a-table"}
	switch {
	case head == "":
		p.Msg, p.Hint = "the file is empty", ""
	case strings.HasPrefix(head, "<!doctype"), strings.HasPrefix(head, "<html"):
		p.Msg, p.Hint = "this is a web page, not a table", "save the table as CSV or as a workbook (.xlsx)"
	case strings.HasPrefix(head, "\u00d0\u00cf\u0011"), strings.HasPrefix(text, "\xd0\xcf\x11\xe0"):
		p.Msg, p.Hint = "this is an old workbook (.xls)", "open it and save it as .xlsx or CSV"
	case strings.IndexByte(text[:min(len(text), 4096)], 0) >= 0:
		p.Msg, p.Hint = "this is not a table", "save it as CSV or as a workbook (.xlsx)"
	default:
		return nil
	}
	return p
}

// separator is the first of ; tab and | that stands once a line or more outside
// quotes, in the first lines; else the comma, which is in many texts too.
func separator(text string) rune {
	for _, sep := range ";\t|" {
		n, quoted, lines := 0, false, 0
		for _, c := range text {
			switch {
			case c == '"':
				quoted = !quoted
			case c == '\n' && !quoted:
				lines++
			case c == sep && !quoted:
				n++
			}
			if lines == 20 {
				break
			}
		}
		if n > 0 && n >= lines/2 {
			return sep
		}
	}
	return ','
}

// Sealed writes the table as CSV with seal's text in place of each cell that says who somebody
// is. All other cells, and the headers, stay as they are, but for an
// apostrophe before what a spreadsheet would run; what stands above the header is left out.
func (t *Table) Sealed(columns []Column, seal func(string) string) []byte {
	persons := map[int]bool{}
	for _, c := range columns {
		if i, ok := t.at[c.Name]; ok && c.Person {
			persons[i] = true
		}
	}
	var b bytes.Buffer
	b.WriteString("sep=;\n") // else a table of one column could be parted wrongly
	w := csv.NewWriter(&b)
	w.Comma = ';'
	w.Write(t.Header.Cells)
	for _, r := range t.Rows {
		cells := slices.Clone(r.Cells)
		for i := range cells {
			if persons[i] && cells[i] != "" {
				cells[i] = seal(cells[i])
			}
			cells[i] = celltext.Guarded(cells[i])
		}
		w.Write(cells)
	}
	w.Flush()
	return b.Bytes()
}
