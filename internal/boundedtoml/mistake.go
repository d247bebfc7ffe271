package boundedtoml

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/BurntSushi/toml"
)

// A Mistake is what is wrong with a text as TOML, in plain words.
type Mistake struct {
	Line int    // from 1; 0 for the text as a whole
	Msg  string // what is wrong
	Hint string // how it is written; "" where the message says it
}

// Explain says in plain words why [Decode] did not take a text. Of an error that is not about
// how the text is written it has the words of the error, and no line.
func Explain(text []byte, err error) Mistake {
	var limit *LimitError
	if errors.As(err, &limit) {
		return Mistake{Line: limit.Line, Msg: limit.Msg}
	}
	var pe toml.ParseError
	if !errors.As(err, &pe) {
		return Mistake{Msg: err.Error()}
	}
	m := Mistake{Line: pe.Position.Line, Msg: pe.Message}
	if strings.HasSuffix(pe.Message, `got '\n' instead`) {
		m.Line-- // the decoder is in the line after
	}
	line := lineOf(text, m.Line)
	for _, e := range explanations {
		if e.decoder.MatchString(pe.Message) && (e.line == nil || e.line.Match(line)) {
			m.Msg, m.Hint = e.msg, e.hint
			return m.withFirst(text, pe)
		}
	}
	return m
}

// withFirst says where a key that stands twice stands first.
func (m Mistake) withFirst(text []byte, pe toml.ParseError) Mistake {
	if m.Msg != twice {
		return m
	}
	if _, key, ok := strings.Cut(pe.Message, "Key '"); ok {
		key, _, _ = strings.Cut(key, "'")
		if first := Lines(text)[key]; first > 0 && first < m.Line {
			m.Msg = fmt.Sprintf("%s stands twice: first in line %d, and again here", key, first)
		}
	}
	return m
}

func lineOf(text []byte, n int) []byte {
	lines := bytes.Split(text, []byte("\n"))
	if n < 1 || n > len(lines) {
		return nil
	}
	return lines[n-1]
}

const (
	twice     = "a key or a section stands twice"
	textForm  = `a text stands in quotes: title = "…"`
	wholeList = `a list is written files = ["one.csv", "two.csv"]`
)

// explanations are what the decoder's messages mean for who wrote the text. The first of which
// the message, and the line if there is a pattern for it, match is the one that holds.
var explanations = []struct {
	decoder, line *regexp.Regexp
	msg, hint     string
}{
	{re(`^expected \w+ hexadecimal digits|^invalid escape`), re(`[A-Za-z]:\\|\\\\|\\[A-Za-z0-9_]+\\`),
		`a \ in double quotes begins a special sign, so this path cannot be read`, `write it in single quotes, 'C:\Users\kari', or with slashes, "C:/Users/kari"`},
	{re(`^expected \w+ hexadecimal digits|^invalid escape`), nil,
		`a \ in double quotes begins a special sign, and this is none`, `write the text in single quotes, or \ as \\`},
	{re(`UTF-16|NULL`), nil, "the file is not plain text in UTF-8", "save it as UTF-8 in the editor (in Notepad: Save as, Encoding)"},
	{re(`^invalid UTF-8`), nil, "a letter is not in UTF-8", "save the file as UTF-8 in the editor (in Notepad: Save as, Encoding)"},
	{re(`control characters`), nil, "the line holds a sign that cannot be seen", "delete it, or write the line again"},
	{re(`already`), re(`^\s*\[\[`), "[[ ]] is one of a list, and the name is taken by what is none", "write [[figure]] or [[table]] above each figure and table, never [figure] or figure ="},
	{re(`already|is not a table`), nil, twice, "keep one of them"},
	{re(`^strings cannot contain newlines|^unexpected EOF; expected ['"]["']?["']`), nil, "a quote is not closed", "end the text with the same quote that it begins with"},
	{re(`^unexpected EOF; expected value|expected value but found '\\n'`), nil, "there is nothing after =", "write a value, or take the key away"},
	{re(`but found '[“”«»‘’„]'|but got '[“”«»‘’„]'`), nil, "these quotes are not those that TOML has", `use straight quotes: "…"`},
	{re(`expected value but found "(True|TRUE|False|FALSE|ja|Ja|nei|Nei|yes|no|Yes|No|sann|usann)"`), nil, "yes and no are written true and false", "write true or false, without quotes"},
	{re(`(?i)^invalid datetime`), re(`=\s*\d{4}-\d{1,2}\s*(#|$)`), "a month stands in quotes", `write it as "2019-11"`},
	{re(`(?i)^invalid datetime`), nil, "this looks like a date, and is none", `write a date as "2020-01-01" and a month as "2019-11", in quotes`},
	{re(`leading zero`), nil, "a number does not begin with 0", `write a code such as "0301" in quotes`},
	{re(`^expected a top-level item`), re(`=\s*[+-]?\d+,\d+\s*(#|$)`), "a number has a point for decimals, not a comma", "write 1.5"},
	{re(`^expected a top-level item`), re(`=\s*["'][^"']*["']\s*,?\s*["']`), "two texts stand where there is room for one", wholeList},
	{re(`^expected a top-level item`), re(`=\s*["']`), "something stands after the end of the text", `a quote within a text needs the other kind around: "it's", 'the "best"'`},
	{re(`^expected a top-level item|^expected a digit|[Ii]nvalid (float|integer)|start with a digit|number`), re(`=\s*[+-.\d]`), "this is not a number", "write only the number, such as 12 or 1.5, or put a text in quotes"},
	{re(`^expected a top-level item`), nil, "something stands after the end of the value", "write one key a line"},
	{re(`out of range`), nil, "the number is too large", ""},
	{re(`array terminator`), nil, "a list has no end, or no comma between two values", wholeList},
	{re(`inline table terminator`), nil, "a { has no }, or no comma between two values", `write { nb = "…", en = "…" }`},
	{re(`unexpected comma`), nil, "there is a comma too many", ""},
	{re(`table name|table array name|table separator`), nil, "the name of a section stands in brackets", "write [input] for a section, and [[figure]] for each figure"},
	{re(`expected '\.' or '=', but got ':'`), nil, "after a key comes =, not :", `write title = "…"`},
	{re(`expected '\.' or '=', but got|key separator|keys cannot start|key name appears blank`), nil, "the line is no key with a value", `write key = value, or begin the line with # if it is a comment; a name with blanks, æ, ø or å stands in quotes`},
	{re(`^expected value but found`), re(`\[`), "a value in a list has no quotes", wholeList},
	{re(`^expected value but found`), nil, "a text has no quotes", textForm},
}

func re(pattern string) *regexp.Regexp { return regexp.MustCompile(pattern) }
