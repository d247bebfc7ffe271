package ingest

import (
	"slices"
	"strings"
	"unicode"

	"github.com/varighet/varighet"
)

// A codeCell is what a cell for a municipality's code says.
type codeCell struct {
	code     varighet.MunicipalityCode
	name     string // where code and name share the cell
	text     string // where there is no digit: perhaps the name
	restored bool   // the leading zero had been lost
	bad      bool   // neither empty nor a code
	district bool   // a city district: the code is that of its city
	label    bool   // the label of a total
}

// cities have districts, whose codes are the city's and two digits more.
var cities = []string{"0301", "1103", "1201", "4601", "1601", "5001"}

// readCode reads a municipality code: 1266; 301 for 0301, whose zero a
// spreadsheet dropped; 1266.0 from a float; "1266 Masfjorden", "1266-Masfjorden"
// and "0301 Oslo (bydel 03)" for code and name in one cell; 030103 for a district of Oslo.
func readCode(cell []byte) codeCell {
	s := clean(cell)
	if s == "" || s == "-" || s == "." || s == ".." || s == ":" {
		return codeCell{}
	}
	for _, word := range []string{"K-", "K", "k"} { // as in the KLASS and KOSTRA files of Statistics Norway
		if in, ok := strings.CutPrefix(s, word); ok && len(in) >= 4 && strings.Trim(in[:4], "0123456789") == "" {
			s = in
			break
		}
	}
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if n == 0 {
		return codeCell{bad: true, text: s, label: isTotal(s)}
	}
	digits, rest := s[:n], s[n:]
	if rest == ".0" || rest == ",0" {
		rest = ""
	}
	c := codeCell{restored: n == 3 || n == 5 && strings.HasPrefix(digits, "301"), district: n == 6 || n == 5}
	if c.restored {
		digits = "0" + digits
	}
	if c.district && slices.Contains(cities, digits[:4]) {
		digits = digits[:4]
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
		c.name, c.district = withoutDistrict(name)
	}
	return c
}

// withoutDistrict takes "(bydel 03)" off a city's name.
func withoutDistrict(name string) (city string, district bool) {
	i := strings.IndexByte(name, '(')
	if i > 0 && strings.HasPrefix(fold(name[i:]), "bydel") {
		return strings.TrimSpace(name[:i]), true
	}
	return name, false
}

// readMunicipalityName reads a cell for a municipality's name, which may hold
// the code as well, or only the code.
func readMunicipalityName(cell []byte) codeCell {
	if c := readCode(cell); !c.bad && c.code != "" {
		return c
	}
	s := clean(cell)
	switch p := placeholderOf(s); {
	case p == placeholderUnclear, isSheetError(cell):
		return codeCell{bad: true}
	case p == placeholderEmpty:
		return codeCell{}
	}
	name, district := withoutDistrict(s)
	return codeCell{name: name, district: district, label: isTotal(s)}
}
