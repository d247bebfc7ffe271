// Package boundedtoml reads TOML, and refuses TOML that would take far more memory than it is long: the
// decoder keeps the whole name of each key that it meets, and a.a.a… of 32 kB has 16,000 of
// them, as deep, for which it takes gigabytes.
package boundedtoml

import (
	"bytes"
	"fmt"

	"github.com/BurntSushi/toml"
)

// The limits. The built-in studies have 2.4 kB and fewer than 30 keys.
const (
	MaxBytes = 1 << 20
	MaxDepth = 16     // parts of a name, and arrays and inline tables in each other
	MaxKeys  = 10_000 // and headers of tables
)

// A LimitError says which limit a text is over, and where.
type LimitError struct {
	Line int // from 1; 0 for the text as a whole
	Msg  string
}

func (e *LimitError) Error() string { return e.Msg }

// Decode is [toml.Decode] of a text within the limits, and a *LimitError of any other.
func Decode(text []byte, v any) (toml.MetaData, error) {
	if err := check(text); err != nil {
		return toml.MetaData{}, err
	}
	return toml.Decode(string(text), v)
}

// check looks at a text as far as it must to count its keys and how deep it goes. A text that
// is no TOML may pass.
func check(text []byte) error {
	if len(text) > MaxBytes {
		return &LimitError{Msg: fmt.Sprintf("the file has more than %d bytes, which is the limit", MaxBytes)}
	}
	line, keys := 1, 0
	parts, named := 1, 1 // of the name that is being read; of the one before the last =
	depth := 0           // of all that the place is in
	var outer []int      // what each bracket added to it
	for i := 0; i < len(text); {
		n := 1
		switch c := text[i]; c {
		case '#':
			if n = bytes.IndexByte(text[i:], '\n'); n < 0 {
				n = len(text) - i
			}
		case '"', '\'':
			n = quoted(text[i:])
		case '.':
			parts++
		case '[', '{':
			outer = append(outer, named)
			depth += named
			parts, named = 1, 1
		case ']', '}':
			if last := len(outer) - 1; last >= 0 {
				depth -= outer[last]
				outer = outer[:last]
			}
			parts, named = 1, 1
		case '=':
			parts, named = 1, parts
		case '\n', ',':
			parts, named = 1, 1
		}
		switch text[i] {
		case '=', '[': // a key or, in a line of its own, a header; or an array, which is as much
			keys++
		}
		switch {
		case depth+parts-1 > MaxDepth || parts > MaxDepth:
			return &LimitError{line, fmt.Sprintf("keys or values are nested more than %d deep", MaxDepth)}
		case keys > MaxKeys:
			return &LimitError{line, fmt.Sprintf("there are more than %d keys and arrays", MaxKeys)}
		}
		line += bytes.Count(text[i:i+n], []byte("\n"))
		i += n
	}
	return nil
}

// quoted is how long the string is that a text begins with, to the end of the text if it has
// no end.
func quoted(text []byte) int {
	mark := text[:1]
	if bytes.HasPrefix(text, bytes.Repeat(mark, 3)) {
		mark = text[:3]
	}
	for i := len(mark); i < len(text); i++ {
		switch {
		case mark[0] == '"' && text[i] == '\\':
			i++
		case bytes.HasPrefix(text[i:], mark):
			return i + len(mark)
		case len(mark) == 1 && text[i] == '\n': // no string goes over it: the decoder will say so
			return i
		}
	}
	return len(text)
}
