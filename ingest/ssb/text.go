package ssb

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/sheet"
	"github.com/varighet/varighet/internal/limit"
)

// decode gives the text of a file as UTF-8 without a byte order mark: UTF-16 with
// one, or UTF-8, or else Windows-1252, of which ISO-8859-1 text is a part.
func decode(content []byte) string { return sheet.Text(content) }

// refuseOtherFormats names the formats that are often saved by mistake.
func refuseOtherFormats(name string, content []byte) *varighet.Problem {
	head := bytes.TrimSpace(bytes.TrimPrefix(content[:min(len(content), 512)], []byte("\xef\xbb\xbf")))
	p := &varighet.Problem{File: name, Code: "reference-format"}
	switch {
	case len(head) == 0:
		p.Msg, p.Hint = "the file is empty", "save it again; the download may have been cut off"
	case sheet.IsWorkbook(head), bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return nil // workbooks and UTF-16 are read
	case bytes.HasPrefix(head, []byte("<!")) || bytes.HasPrefix(bytes.ToLower(head), []byte("<html")):
		p.Msg, p.Hint = "this is a web page, not a table", "save the answer of the address itself, as CSV or JSON"
	case head[0] == '<':
		p.Msg, p.Hint = "this is XML", "ask for CSV or JSON: curl -H 'Accept: text/csv' …"
	case bytes.IndexByte(content, 0) >= 0:
		p.Msg, p.Hint = "this is not a text file", "save the table as CSV or JSON-stat2"
	default:
		return nil
	}
	return p
}

// A record is a row of a CSV file and the line it begins on.
type record struct {
	line   int
	fields []string
}

// readCSV splits text into records, of which there are at most as many as a classification has. The
// rest is as in eachRecord.
func readCSV(name, text, sample string) (rows []record, problem *varighet.Problem) {
	problem = eachRecord(name, text, sample, func(r record) *varighet.Problem {
		if rows = append(rows, r); len(rows) > mostRecords {
			return &varighet.Problem{File: name, Line: r.line, Code: "file-size", Msg: fmt.Sprintf("there are more than %d rows", mostRecords),
				Hint: "is it the right file?"}
		}
		return nil
	})
	return rows, problem
}

// mostRecords is how many rows a file of KLASS may have: municipalities since 1838 have a few thousand.
const mostRecords = 200_000

// eachRecord goes through the records of a text, up to the first problem. The separator is the one of ; , tab and
// blank that stands most often outside quotes in the sample line. Blank lines
// are left out; rows may have any number of fields.
func eachRecord(name, text, sample string, see func(record) *varighet.Problem) *varighet.Problem {
	if p := longLine(name, text); p != nil {
		return p
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = separator(sample)
	r.FieldsPerRecord = -1
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		var syntax *csv.ParseError
		if errors.As(err, &syntax) {
			return &varighet.Problem{
				File: name, Line: syntax.StartLine, Code: "csv-syntax", Msg: "the quotes of the row that begins here do not match",
				Hint: "save the file again as it came; do not edit it",
			}
		}
		line, _ := r.FieldPos(0)
		if p := see(record{line, fields}); p != nil {
			return p
		}
	}
}

// longLine refuses a text with a line that no table has; nil if there is none.
func longLine(name, text string) *varighet.Problem {
	n, most := 0, limit.Default(limit.SideLine)
	for line := range strings.Lines(text) {
		if n++; len(line) > most {
			return &varighet.Problem{File: name, Line: n, Code: "file-size", Msg: "the line is longer than " + limit.Set{}.Text(limit.SideLine),
				Hint: "look for a line end that is missing"}
		}
	}
	return nil
}

// separator returns the most frequent separator of a line, outside quotes.
func separator(line string) rune {
	best, most := ',', 0
	for _, sep := range ";,\t " {
		n, quoted := 0, false
		for _, c := range line {
			if c == '"' {
				quoted = !quoted
			} else if c == sep && !quoted {
				n++
			}
		}
		if n > most {
			best, most = sep, n
		}
	}
	return best
}

// fold makes a heading or a category comparable: lower case, without the marks
// and blanks around it.
func fold(s string) string {
	return strings.ToLower(strings.Trim(strings.ReplaceAll(s, "\u00a0", " "), " \t\"'.:"))
}
