package ingest

import (
	"net/url"
	"path"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

// A fileName is what the name of a file says about its rows.
type fileName struct {
	months []varighet.Month // each month the name speaks of
	code   varighet.MunicipalityCode
	name   string // of the municipality
	base   string // of the file, without what its name ends in
}

// readFileName reads a name such as "Basistilskudd for fastlegeordningen i
// kommunene - mai 2001.csv", "liste_2004_07.csv", or, for the files that one
// municipality gets, "1865 - Vågan - august 2024.csv". Blanks may be written as
// underscores or %20. Folders in front of the name are looked at only for the year of a
// name that has none: "2019/november.csv".
func readFileName(name string, order varighet.Opt[cell.DateOrder]) fileName {
	base := path.Base(name)
	if s, err := url.PathUnescape(base); err == nil {
		base = s
	}
	base = strings.TrimSuffix(base, path.Ext(base))
	base = norm.NFC.String(strings.ToValidUTF8(base, " "))
	fn := fileName{months: cell.FindMonths(base, order), base: base}
	if m, ok := monthInFolder(base, path.Dir(name)); ok && len(fn.months) == 0 {
		fn.months = []varighet.Month{m}
	}
	fn.code, fn.name = municipalityInName(strings.ReplaceAll(base, "_", " "))
	return fn
}

// nameFacts is what the names around a table say: of the sheet, of the file, of
// the archive it lies in. The nearest that names a month is believed.
func (f *fileResult) nameFacts(order varighet.Opt[cell.DateOrder]) fileName {
	fn := readFileName(f.file, order)
	if f.outer != "" {
		outer := readFileName(f.outer, order)
		if len(fn.months) == 0 {
			fn.months = outer.months
		}
		if fn.code == "" {
			fn.code, fn.name = outer.code, outer.name
		}
	}
	if f.sheet == "" {
		return fn
	}
	sheet := norm.NFC.String(f.sheet)
	if ms := cell.FindMonths(sheet, order); len(ms) > 0 {
		fn.months = ms
	} else if m, ok := monthInYear(sheet, path.Base(f.file)); ok {
		fn.months = []varighet.Month{m}
	}
	if c := cell.ReadCode([]byte(sheet)); !c.Bad && c.Code != "" && c.Name != "" && !c.Restored {
		fn.code, fn.name = c.Code, c.Name
	}
	return fn
}

// monthInYear reads a sheet that is named after a month of the year that the
// file's name speaks of.
func monthInYear(sheet, file string) (varighet.Month, bool) {
	ts := cell.Tokens(sheet)
	if len(ts) != 1 || ts[0].Name() == 0 {
		return 0, false
	}
	year := 0
	for _, t := range cell.Tokens(file) {
		if t.IsYear() {
			if year != 0 && year != t.Num {
				return 0, false
			}
			year = t.Num
		}
	}
	return cell.Date{Year: year, Month: ts[0].Name()}.MonthOf(), year != 0
}

// monthInFolder reads a name with a month and no year, such as "11 november", in
// a folder of a year: "2019", "Helfo 2019". The nearest folder that ends in a year counts.
func monthInFolder(base, dir string) (varighet.Month, bool) {
	name := 0
	for _, t := range cell.Tokens(base) {
		switch {
		case t.Name() > 0 && name > 0, t.Digits > 2:
			return 0, false
		case t.Name() > 0:
			name = t.Name()
		}
	}
	if name == 0 {
		return 0, false
	}
	for ; dir != "." && dir != "/"; dir = path.Dir(dir) {
		ts := cell.Tokens(strings.TrimSuffix(path.Base(dir), path.Ext(dir)))
		if n := len(ts); n > 0 && ts[n-1].IsYear() {
			return cell.Date{Year: ts[n-1].Num, Month: name}.MonthOf(), true
		}
	}
	return 0, false
}

// municipalityInName reads code and name from "1865 - Vågan - august 2024". All
// three parts must be there, so that a year in front is not taken for a code.
func municipalityInName(base string) (varighet.MunicipalityCode, string) {
	parts := strings.Split(strings.ReplaceAll(base, "–", "-"), " - ")
	if len(parts) < 3 || len(cell.FindMonths(parts[len(parts)-1], cell.NoOrder)) != 1 {
		return "", ""
	}
	code, err := varighet.ParseMunicipalityCode(strings.TrimSpace(parts[0]))
	name := cell.Clean([]byte(strings.Join(parts[1:len(parts)-1], " - ")))
	if err != nil || !strings.ContainsFunc(name, unicode.IsLetter) {
		return "", ""
	}
	return code, name
}
