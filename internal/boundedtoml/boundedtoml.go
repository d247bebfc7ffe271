// Package boundedtoml reads TOML, and refuses TOML that would take far more memory than it is long: the
// decoder keeps the whole name of each key that it meets, and a.a.a… of 32 kB has 16,000 of
// them, as deep, for which it takes gigabytes.
package boundedtoml

import (
	"bytes"
	"fmt"

	"github.com/BurntSushi/toml"

	"github.com/varighet/varighet/internal/limit"
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

// check looks at a text as far as it must to count its keys and the elements of its arrays, and how
// deep it goes. A text that is no TOML may pass.
func check(text []byte) error {
	if most := limit.Default(limit.TOML); len(text) > most {
		return &LimitError{Msg: fmt.Sprintf("the file has more than %d bytes, which is the limit", most)}
	}
	c := counter{parts: 1, named: 1}
	line := 1
	for i := 0; i < len(text); {
		n := c.token(text[i:])
		if msg := c.over(); msg != "" {
			return &LimitError{line, msg}
		}
		line += bytes.Count(text[i:i+n], []byte("\n"))
		i += n
	}
	return nil
}

// A counter goes through a text, sign by sign.
type counter struct {
	keys     int // and headers of tables
	elements int // of arrays

	parts, named int       // of the name that is being read; of the one before the last =
	depth        int       // of all that the place is in
	outer        []bracket // that are open
	inValue      bool      // behind the = of a key, up to the end of its value
}

// A bracket is one that is open.
type bracket struct {
	added int  // what it added to the depth
	array bool // it is that of an array, and not of a header or a table
}

// token takes the sign, comment or string that a text begins with, and returns how long it is.
func (c *counter) token(text []byte) int {
	switch text[0] {
	case '#':
		if n := bytes.IndexByte(text, '\n'); n >= 0 {
			return n
		}
		return len(text)
	case '"', '\'':
		return quoted(text)
	case '.':
		c.parts++
	case '[', '{':
		c.open(text[0] == '[')
	case ']', '}':
		c.close()
	case '=':
		c.keys++
		c.parts, c.named, c.inValue = 1, c.parts, true
	case '\n', ',':
		if text[0] == ',' && len(c.outer) > 0 && c.outer[len(c.outer)-1].array {
			c.elements++
		}
		c.parts, c.named, c.inValue = 1, 1, c.inValue && len(c.outer) > 0
	}
	return 1
}

// open begins an array or a table, which is behind a key or in another array; else it is a header, of
// which the second bracket of two is no other.
func (c *counter) open(square bool) {
	array := square && c.inValue
	switch {
	case array:
		c.elements++
	case square && len(c.outer) == 0:
		c.keys++
	}
	c.outer = append(c.outer, bracket{c.named, array})
	c.depth += c.named
	c.parts, c.named = 1, 1
}

// close ends what the last bracket began.
func (c *counter) close() {
	if last := len(c.outer) - 1; last >= 0 {
		c.depth -= c.outer[last].added
		c.outer = c.outer[:last]
	}
	c.parts, c.named = 1, 1
}

// over says which limit the text is over; "" for none.
func (c *counter) over() string {
	depth, keys, elements := limit.Default(limit.TOMLDepth), limit.Default(limit.TOMLKeys), limit.Default(limit.TOMLElements)
	switch {
	case c.depth+c.parts-1 > depth || c.parts > depth:
		return fmt.Sprintf("keys or values are nested more than %d deep", depth)
	case c.keys > keys:
		return fmt.Sprintf("there are more than %d keys and headers, which is the limit", keys)
	case c.elements > elements:
		return fmt.Sprintf("the arrays have more than %d elements, which is the limit", elements)
	}
	return ""
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
