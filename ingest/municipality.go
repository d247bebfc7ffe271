package ingest

import (
	"strings"
	"unicode"

	"github.com/varighet/varighet"
)

// A codeCell is what a cell for a municipality's code says.
type codeCell struct {
	code     varighet.MunicipalityCode
	name     string // where code and name share the cell
	restored bool   // the leading zero had been lost
	bad      bool   // neither empty nor a code
	district bool   // six digits: a city district
}

// readCode reads a municipality code: 1266; 301 for 0301, whose zero a
// spreadsheet dropped; 1266.0 from a float; and "1266 Masfjorden" or
// "1266-Masfjorden" for code and name in one cell.
func readCode(cell []byte) codeCell {
	s := clean(cell)
	if s == "" || s == "-" || s == "." || s == ".." || s == ":" {
		return codeCell{}
	}
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	digits, rest := s[:n], s[n:]
	if rest == ".0" || rest == ",0" {
		rest = ""
	}
	c := codeCell{restored: n == 3, district: n == 6}
	if c.restored {
		digits = "0" + digits
	}
	code, err := varighet.ParseMunicipalityCode(digits)
	if err != nil {
		return codeCell{bad: true, district: c.district}
	}
	c.code = code
	if rest != "" {
		name := strings.TrimLeft(rest, " -–.,:")
		if name == rest || !strings.ContainsFunc(name, unicode.IsLetter) {
			return codeCell{bad: true}
		}
		c.name = name
	}
	return c
}

// readMunicipalityName reads a cell for a municipality's name, which may hold
// the code as well.
func readMunicipalityName(cell []byte) codeCell {
	if c := readCode(cell); !c.bad && c.name != "" && !c.restored {
		return c
	}
	return codeCell{name: clean(cell)}
}
