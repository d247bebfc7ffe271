package ingest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/varighet/varighet/ingest/cell"
)

// A LayoutScore says how well a table fits one of the layouts in which such
// lists are known to come.
type LayoutScore struct {
	ID    string // "L1" to "L9", "L6b" and "L7b"
	Name  string
	Score int // 0 to 100: the share of the layout's signs that the table shows, by weight
}

// facts are what is known of a table once its header is.
type facts struct {
	municipality, oneMunicipality  bool // in the rows; in the title or the file's name only
	month, position, name, split   bool
	number, residents, amounts     bool
	panel                          bool
	only                           string // the one layout that can have been read so; "" if several can
	bokmal, nynorsk, search, canon int    // how many headers speak for it
	columns                        int
}

// A sign is something that speaks for a layout.
type sign struct {
	weight int
	shown  func(f *facts) bool
}

// layouts are the shapes in which monthly lists of the GP scheme come. Reading
// goes by the columns whatever the layout; it tells a person whether the file was
// taken for what it is.
var layouts = []struct {
	id, name string
	signs    []sign
}{
	{"L1", "national list, bokmål", append(nationalSigns, sign{4, func(f *facts) bool { return f.bokmal > f.nynorsk }})},
	{"L2", "national list, nynorsk", append(nationalSigns, sign{4, func(f *facts) bool { return f.nynorsk > f.bokmal }})},
	{"L3", "list of one municipality, named in the title or the file's name", []sign{
		{4, func(f *facts) bool { return f.oneMunicipality }}, {4, func(f *facts) bool { return !f.municipality }},
		{1, func(f *facts) bool { return f.residents }}, {1, func(f *facts) bool { return f.amounts }},
		{1, func(f *facts) bool { return f.number || f.name }}, {2, func(f *facts) bool { return !f.month && !f.panel }}}},
	{"L4", "list with names in two or three columns", []sign{
		{8, func(f *facts) bool { return f.split }}, {1, func(f *facts) bool { return f.municipality }},
		{1, func(f *facts) bool { return f.residents }}, {1, func(f *facts) bool { return !f.month && !f.panel }}}},
	{"L5", "panel with a month in each row", []sign{
		{6, func(f *facts) bool { return f.month }}, {2, func(f *facts) bool { return f.position }},
		{1, func(f *facts) bool { return f.number || f.name }}, {2, func(f *facts) bool { return f.canon*2 < f.columns }},
		{1, func(f *facts) bool { return !f.panel }}}},
	{"L6", "wide panel with a column a month", []sign{
		{8, func(f *facts) bool { return f.panel }}, {1, func(f *facts) bool { return f.position }}, {1, func(f *facts) bool { return !f.month }}}},
	{"L6b", "panel on its side, with a row a month and a column a list", []sign{{1, func(f *facts) bool { return f.only == "L6b" }}}},
	{"L7", "export of the national register of GPs, with periods", []sign{{1, func(f *facts) bool { return f.only == "L7" }}}},
	{"L7b", "table with a row for each period", []sign{{1, func(f *facts) bool { return f.only == "L7b" }}}},
	{"L8", "table of the old search page for patients", searchSigns()},
	{"L9", "the register's own columns", []sign{
		{4, func(f *facts) bool { return f.canon >= 3 }}, {4, func(f *facts) bool { return f.canon*3 >= f.columns*2 }},
		{2, func(f *facts) bool { return f.month && f.position }}}},
}

var nationalSigns = []sign{
	{4, func(f *facts) bool { return f.municipality }}, {1, func(f *facts) bool { return f.name && !f.split }},
	{1, func(f *facts) bool { return f.residents }}, {2, func(f *facts) bool { return f.amounts }},
	{3, func(f *facts) bool { return !f.month && !f.panel }}, {5, func(f *facts) bool { return !f.split }},
	{2, func(f *facts) bool { return f.search < 6 && f.canon < 3 }},
}

func searchSigns() []sign {
	var signs []sign
	for n := range len(searchPage) {
		signs = append(signs, sign{1, func(f *facts) bool { return f.search > n }})
	}
	return signs
}

// searchPage are the columns of the search page that showed patients which lists were open.
var searchPage = []string{"Fastlege", "Kjønn", "Praksisnavn", "Tilgj.", "Adresse", "Poststed", "GP", "FL", "Antall innbyggere på listen", "Ledig"}

var (
	nynorskWords = []string{"tilskot", "namn", "heimel", "innbyggarar", "tal på", "plassar", "månad", "listelengd", "løna", "frå"}
	bokmalWords  = []string{"tilskudd", "navn", "hjemmel", "innbyggere", "antall", "plasser", "måned", "listelengde", "lønn"}
)

// recognise scores the layouts, the best first. only names the one by which the table
// was read, where its rows are read in a way of their own.
func recognise(h *header, oneMunicipality bool, only string) []LayoutScore {
	f := factsOf(h)
	f.oneMunicipality, f.only = oneMunicipality, only
	var out []LayoutScore
	for _, l := range layouts {
		shown, all := 0, 0
		for _, s := range l.signs {
			all += s.weight
			if (only == "" || l.id == only) && s.shown(f) {
				shown += s.weight
			}
		}
		out = append(out, LayoutScore{l.id, l.name, 100 * shown / all})
	}
	slices.SortStableFunc(out, func(a, b LayoutScore) int { return cmp.Compare(b.Score, a.Score) })
	return out
}

func factsOf(h *header) *facts {
	f := &facts{
		municipality: h.gives(fieldMunicipalityCode, fieldMunicipalityName),
		month:        h.has(fieldMonth), position: h.gives(fieldPositionID),
		name: h.gives(fieldDoctorName), split: h.gives(fieldLastName) && h.gives(fieldFirstName),
		number: h.gives(fieldHPR, fieldDoctorID), residents: h.gives(fieldResidents),
		amounts: h.gives(fieldAmountBasis, fieldAmountTotal), panel: len(h.panel) > 0,
	}
	for i, n := range h.names {
		if n == "" {
			continue
		}
		f.columns++
		lower := strings.ToLower(n)
		switch {
		case h.fields[i] != fieldNone && n == h.fields[i].String():
			f.canon++
		case containsAny(lower, nynorskWords) && !strings.Contains(lower, "listelengde"):
			f.nynorsk++
		case containsAny(lower, bokmalWords):
			f.bokmal++
		}
		if slices.ContainsFunc(searchPage, func(s string) bool { return cell.Fold(s) == cell.Fold(n) }) {
			f.search++
		}
	}
	return f
}

func containsAny(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}
