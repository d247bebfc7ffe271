package boundedtoml

import (
	"bytes"
	"fmt"
	"strings"
)

// Lines says in which line each key of a text stands, and each header of a table. A key has
// its path, as "spells.gap"; in lists of tables the path has the place from 0, as
// "figure[0].name". A key that stands twice has its first line. Of a text that is no TOML it
// gives what can be found.
func Lines(text []byte) map[string]int {
	s := &lineScanner{rest: bytes.TrimPrefix(text, []byte("\ufeff")), line: 1, lines: map[string]int{}, tables: map[string]int{}}
	section := ""
	for s.skip(" \t\r\n"); len(s.rest) > 0; s.skip(" \t\r\n") {
		if s.rest[0] == '[' {
			section = s.header()
			continue
		}
		s.pair(section)
	}
	return s.lines
}

// A lineScanner goes through a text from key to key.
type lineScanner struct {
	rest   []byte
	line   int
	lines  map[string]int
	tables map[string]int // how many tables a list of them has so far
}

// take goes n bytes on.
func (s *lineScanner) take(n int) {
	n = min(n, len(s.rest))
	s.line += bytes.Count(s.rest[:n], []byte("\n"))
	s.rest = s.rest[n:]
}

// skip goes over blanks and comments; blanks has the line break where they may go over lines.
func (s *lineScanner) skip(blanks string) {
	for len(s.rest) > 0 {
		switch {
		case strings.IndexByte(blanks, s.rest[0]) >= 0:
			s.take(1)
		case s.rest[0] == '#':
			s.take(len(s.rest) - len(bytes.TrimLeftFunc(s.rest, func(r rune) bool { return r != '\n' })))
		default:
			return
		}
	}
}

// next takes a sign, if it is the next.
func (s *lineScanner) next(sign byte) bool {
	if len(s.rest) == 0 || s.rest[0] != sign {
		return false
	}
	s.take(1)
	return true
}

// header reads the header of a table, and gives the path of what stands below it.
func (s *lineScanner) header() string {
	line := s.line
	s.take(1)
	listed := s.next('[')
	parts := s.name()
	path := ""
	for i, part := range parts {
		path = below(path, part)
		if listed && i == len(parts)-1 {
			s.tables[path]++
		}
		if n := s.tables[path]; n > 0 {
			path += fmt.Sprintf("[%d]", n-1)
		}
		s.found(path, line)
	}
	s.restOfLine()
	return path
}

// pair reads a key with its value.
func (s *lineScanner) pair(section string) {
	line, before := s.line, len(s.rest)
	path := section
	for _, part := range s.name() {
		path = below(path, part)
		s.found(path, line)
	}
	if s.skip(" \t"); s.next('=') {
		s.value(path)
	}
	if len(s.rest) == before { // no key at all
		s.restOfLine()
	}
}

func (s *lineScanner) found(path string, line int) {
	if s.lines[path] == 0 {
		s.lines[path] = line
	}
}

func (s *lineScanner) restOfLine() {
	if n := bytes.IndexByte(s.rest, '\n'); n >= 0 {
		s.take(n)
		return
	}
	s.take(len(s.rest))
}

// below is the path of a key in a table.
func below(table, key string) string {
	if table == "" {
		return key
	}
	return table + "." + key
}

// name reads a name with its dots; parts in quotes are without them.
func (s *lineScanner) name() (parts []string) {
	for {
		s.skip(" \t")
		if len(s.rest) == 0 {
			return parts
		}
		n := bytes.IndexAny(s.rest, " \t\r\n.=[]{},#\"'")
		switch {
		case s.rest[0] == '"' || s.rest[0] == '\'':
			n = quoted(s.rest)
			parts = append(parts, strings.Trim(string(s.rest[:n]), `"'`))
		case n == 0:
			return parts
		default:
			if n < 0 {
				n = len(s.rest)
			}
			parts = append(parts, string(s.rest[:n]))
		}
		s.take(n)
		if s.skip(" \t"); !s.next('.') {
			return parts
		}
	}
}

// value goes over a value, and finds the keys in it.
func (s *lineScanner) value(path string) {
	s.skip(" \t")
	switch {
	case len(s.rest) == 0:
	case s.rest[0] == '"' || s.rest[0] == '\'':
		s.take(quoted(s.rest))
	case s.next('['):
		s.list(path)
	case s.next('{'):
		s.table(path)
	default:
		if n := bytes.IndexAny(s.rest, ",]}\n#"); n >= 0 {
			s.take(n)
			return
		}
		s.take(len(s.rest))
	}
}

// list goes over the values of a list.
func (s *lineScanner) list(path string) {
	for i := 0; ; i++ {
		if s.skip(" \t\r\n,"); len(s.rest) == 0 || s.next(']') {
			return
		}
		before := len(s.rest)
		s.value(fmt.Sprintf("%s[%d]", path, i))
		if len(s.rest) == before {
			return
		}
	}
}

// table goes over the pairs of an inline table.
func (s *lineScanner) table(path string) {
	for {
		if s.skip(" \t\r\n,"); len(s.rest) == 0 || s.next('}') {
			return
		}
		before := len(s.rest)
		s.pair(path)
		if len(s.rest) == before {
			return
		}
	}
}
