package cell

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/varighet/varighet"
)

// A CodeCell is what a cell for a municipality's code says.
type CodeCell struct {
	Code     varighet.MunicipalityCode
	Name     string // where code and name share the cell
	Text     string // where there is no digit: perhaps the name
	Restored bool   // the leading zero had been lost
	Bad      bool   // neither empty nor a code
	District bool   // a city district: the code is that of its city
	Label    bool   // the label of a total
}

// cities have districts, whose codes are the city's and two digits more.
var cities = []string{"0301", "1103", "1201", "4601", "1601", "5001"}

// ReadCode reads a municipality code: 1266; 301 for 0301, whose zero a
// spreadsheet dropped; 1266.0 from a float; "1266 Masfjorden", "1266-Masfjorden"
// and "0301 Oslo (bydel 03)" for code and name in one cell; 030103 for a district of Oslo.
func ReadCode(raw []byte) CodeCell {
	s := Clean(raw)
	if s == "" || s == "-" || s == "." || s == ".." || s == ":" {
		return CodeCell{}
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
		return CodeCell{Bad: true, Text: s, Label: IsTotal(s)}
	}
	digits, rest := s[:n], s[n:]
	if rest == ".0" || rest == ",0" {
		rest = ""
	}
	c := CodeCell{Restored: n == 3 || n == 5 && strings.HasPrefix(digits, "301"), District: n == 6 || n == 5}
	if c.Restored {
		digits = "0" + digits
	}
	if c.District && slices.Contains(cities, digits[:4]) {
		digits = digits[:4]
	}
	code, err := varighet.ParseMunicipalityCode(digits)
	if err != nil {
		return CodeCell{Bad: true, District: c.District}
	}
	c.Code = code
	if rest != "" {
		name := strings.TrimLeft(rest, " -–.,:")
		if name == rest || !strings.ContainsFunc(name, unicode.IsLetter) {
			return CodeCell{Bad: true}
		}
		c.Name, c.District = withoutDistrict(name)
	}
	return c
}

// withoutDistrict takes "(bydel 03)" off a city's name.
func withoutDistrict(name string) (city string, district bool) {
	i := strings.IndexByte(name, '(')
	if i > 0 && strings.HasPrefix(Fold(name[i:]), "bydel") {
		return strings.TrimSpace(name[:i]), true
	}
	return name, false
}

// ReadMunicipalityName reads a cell for a municipality's name, which may hold
// the code as well, or only the code.
func ReadMunicipalityName(raw []byte) CodeCell {
	if c := ReadCode(raw); !c.Bad && c.Code != "" {
		return c
	}
	s := Clean(raw)
	switch p := PlaceholderOf(s); {
	case p == PlaceholderUnclear, IsSheetError(raw):
		return CodeCell{Bad: true}
	case p == PlaceholderEmpty:
		return CodeCell{}
	}
	name, district := withoutDistrict(s)
	return CodeCell{Name: name, District: district, Label: IsTotal(s)}
}

// PlaceKey is the name of a municipality in a list's id: "Bodø" and "BODØ kommune" are one.
func PlaceKey(name []byte) string {
	forms := NameForms(string(name), nil)
	if len(forms) == 0 {
		return strings.ToLower(string(name))
	}
	return strings.TrimPrefix(forms[0], "=")
}

// What stands between the languages of a name. A bare hyphen is part of many
// official names (Nord-Aurdal), but a source may write one between languages.
var (
	OfficialMarks = []string{" - ", " – ", "/"}
	AllMarks      = append(OfficialMarks, "-")
)

// NameForms returns the forms under which a municipality's name is found, in lower
// case and folded: whole, without what stands in parentheses, and each part of a name in several languages.
func NameForms(name string, marks []string) []string {
	name = norm.NFC.String(name)
	forms := []string{name}
	if i := strings.IndexByte(name, '('); i > 0 {
		forms = append(forms, name[:i])
	}
	for _, sep := range marks {
		if parts := strings.Split(forms[len(forms)-1], sep); len(parts) > 1 {
			forms = append(forms, parts...)
			break
		}
	}
	var out []string
	for _, f := range forms {
		f = strings.TrimSpace(f)
		lower := strings.ToLower(f)
		for _, word := range []string{" kommune", " herad", " suohkan", " kommuna"} {
			if strings.HasSuffix(lower, word) && len(lower) == len(f) {
				f = f[:len(f)-len(word)]
			}
		}
		// Lardal and Lærdal are one word when folded: as written goes first.
		for _, k := range []string{"=" + strings.ToLower(f), Fold(f)} {
			if len(k) > 1 && !slices.Contains(out, k) {
				out = append(out, k)
			}
		}
	}
	return out
}
