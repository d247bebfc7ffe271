package ingest

import (
	"net/url"
	"path"
	"strings"
	"unicode"

	"github.com/varighet/varighet"
	"golang.org/x/text/unicode/norm"
)

// A fileName is what the name of a file says about its rows.
type fileName struct {
	months []varighet.Month // each month the name speaks of
	code   varighet.MunicipalityCode
	name   string // of the municipality
}

// readFileName reads a name such as "Basistilskudd for fastlegeordningen i
// kommunene - mai 2001.csv", "liste_2004_07.csv", or, for the files that one
// municipality gets, "1865 - Vågan - august 2024.csv". Blanks may be written as
// underscores or %20. Folders in front of the name are not looked at.
func readFileName(name string) fileName {
	base := path.Base(name)
	if s, err := url.PathUnescape(base); err == nil {
		base = s
	}
	base = strings.TrimSuffix(base, path.Ext(base))
	base = norm.NFC.String(strings.ToValidUTF8(base, " "))
	fn := fileName{months: findMonths(base)}
	fn.code, fn.name = municipalityInName(strings.ReplaceAll(base, "_", " "))
	return fn
}

// municipalityInName reads code and name from "1865 - Vågan - august 2024". All
// three parts must be there, so that a year in front is not taken for a code.
func municipalityInName(base string) (varighet.MunicipalityCode, string) {
	parts := strings.Split(strings.ReplaceAll(base, "–", "-"), " - ")
	if len(parts) < 3 || len(findMonths(parts[len(parts)-1])) != 1 {
		return "", ""
	}
	code, err := varighet.ParseMunicipalityCode(strings.TrimSpace(parts[0]))
	name := clean([]byte(strings.Join(parts[1:len(parts)-1], " - ")))
	if err != nil || !strings.ContainsFunc(name, unicode.IsLetter) {
		return "", ""
	}
	return code, name
}
