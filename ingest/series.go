package ingest

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

// Series names the series of files that this one belongs to by its name: files whose names
// differ in the month or the year only have the same. It is the folded words of the name,
// of the folders and the archive it lies in, and of the sheet, without what says when and
// without the municipality; then, for a file that is about one municipality by its name or
// title and not by its rows, that municipality. A name that says nothing more than a
// month gives ".".
//
// It depends on the file alone, so that files that come one by one are told to belong
// together like those that come at once.
func (s *FileSummary) Series() string {
	var parts []string
	for _, component := range strings.Split(s.Name, "/") {
		if words := s.seriesWords(component); len(words) > 0 {
			parts = append(parts, strings.Join(words, " "))
		}
	}
	key := strings.Join(parts, "/")
	if key == "" {
		key = "."
	}
	switch {
	case s.Code != "":
		key += fmt.Sprintf(" [%s]", s.Code)
	case s.Municipality != "":
		key += fmt.Sprintf(" [%s]", cell.Fold(s.Municipality))
	}
	return key
}

// Layout names what the rows of the file are about, of municipality, position and doctor:
// words that other columns, or other headers for the same, do not change.
func (s *FileSummary) Layout() string {
	about := map[string]bool{}
	for _, c := range s.Columns {
		if what := rowsAbout[c.Field]; what != "" && c.Used {
			about[what] = true
		}
	}
	if s.DoctorIDs != DoctorIDNone {
		about["doctor"] = true
	}
	var words []string
	for _, w := range []string{"doctor", "municipality", "position"} {
		if about[w] {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}

// rowsAbout is what a field says a row is about.
var rowsAbout = map[string]string{"municipality_code": "municipality", "municipality_name": "municipality", "position_id": "position"}

// timeWords are words of a file's name that say when, or only join others.
var timeWords = map[string]bool{"per": true, "pr": true, "for": true, "i": true, "fra": true, "fram": true, "til": true, "tom": true,
	"og": true, "av": true, "m": true, "mnd": true, "maned": true, "manad": true, "ar": true, "kvartal": true, "halvar": true, "of": true, "to": true,
	"from": true, "in": true, "and": true, "month": true, "year": true, "kopi": true, "copy": true}

// bokmal gives the bokmål of words in names of files: Helfo's lists were in bokmål until
// 2020 or so, and in nynorsk since.
var bokmal = map[string]string{"basistilskot": "basistilskudd", "basistilskotsrapport": "basistilskuddsrapport", "tilskot": "tilskudd",
	"fastlegeordninga": "fastlegeordningen", "kommunane": "kommunene", "kommunar": "kommuner", "fastlegar": "fastleger",
	"fastlegane": "fastlegene", "legar": "leger", "legane": "legene", "heimel": "hjemmel", "heimlar": "hjemler", "oversyn": "oversikt",
	"rapportar": "rapporter", "innbyggarar": "innbyggere", "listeinnbyggarar": "listeinnbyggere"}

// sheetWords are what spreadsheets call a sheet that nobody has named.
var sheetWords = map[string]bool{"ark": true, "sheet": true, "tabelle": true, "feuil": true}

// seriesWords are the words of one part of a path that do not say when.
func (s *FileSummary) seriesWords(component string) (words []string) {
	if text, err := url.PathUnescape(component); err == nil {
		component = text
	}
	for ext := path.Ext(component); isSuffix(ext); ext = path.Ext(component) {
		component = strings.TrimSuffix(component, ext)
	}
	ts := cell.Tokens(component)
	if len(ts) <= 2 && len(ts) > 0 && sheetWords[ts[0].Word] {
		return nil
	}
	when := s.timeTokens(ts)
	place := s.placeWords()
	for i, t := range ts {
		word := t.Word
		if is, nynorsk := bokmal[word]; nynorsk {
			word = is
		}
		if t.Digits > 0 {
			word = fmt.Sprintf("%0*d", t.Digits, t.Num)
		}
		if !when[i] && !timeWords[word] && !slices.Contains(place, word) {
			words = append(words, word)
		}
	}
	return words
}

// isSuffix reports whether what follows the last dot of a name says what kind of file it
// is, and is not part of a date.
func isSuffix(ext string) bool {
	return len(ext) > 1 && len(ext) <= 8 && cell.MonthNames[cell.Fold(ext)] == 0 &&
		!strings.ContainsFunc(ext[1:], func(r rune) bool { return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') })
}

// placeWords are the words of a name that are the municipality's.
func (s *FileSummary) placeWords() []string {
	if s.Code == "" && s.Municipality == "" {
		return nil
	}
	words := []string{string(s.Code), "kommune"}
	for _, t := range cell.Tokens(s.Municipality) {
		words = append(words, t.Word)
	}
	return words
}

// timeTokens finds the parts of a name that are months, years and days, and the marks of
// copies: "(2)".
func (s *FileSummary) timeTokens(ts []cell.Token) []bool {
	when := make([]bool, len(ts))
	for i, t := range ts {
		when[i] = t.Name() > 0 || (t.IsYear() && !s.isCode(t)) || t.Digits == 6 || t.Digits == 8 ||
			t.Digits > 0 && strings.HasSuffix(t.Gap, "(") || t.IsMonth() && (len(ts) == 1 || s.isMonth(t))
	}
	short := func(i int) bool { return ts[i].Digits == 1 || ts[i].Digits == 2 }
	for i := 1; i < len(ts); i++ { // 2019-05-01, mai 19, 2019M05
		after := when[i-1] || ts[i-1].Word == "m" && i > 1 && when[i-2]
		when[i] = when[i] || after && short(i) && (ts[i].Joined() || ts[i].Gap == "" || ts[i-1].Name() > 0)
	}
	for i := len(ts) - 2; i >= 0; i-- { // 01.05.2019
		near := strings.HasPrefix(ts[i+1].Gap, ".") || len(ts[i+1].Gap) == 1 && (ts[i+1].Gap != " " || ts[i].Digits == 2)
		when[i] = when[i] || when[i+1] && short(i) && near
	}
	return when
}

func (s *FileSummary) isCode(t cell.Token) bool {
	return s.Code != "" && varighet.MunicipalityCode(fmt.Sprintf("%04d", t.Num)) == s.Code
}

// isMonth reports whether a figure is the month of a file that has one.
func (s *FileSummary) isMonth(t cell.Token) bool {
	return len(s.Months) == 1 && int(s.Months[0].Month.Calendar()) == t.Num
}
