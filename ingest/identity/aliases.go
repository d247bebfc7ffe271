package identity

import (
	"fmt"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/sheet"
)

// An Alias says who a doctor is: somebody has looked. Two names, or a name and a number,
// are of one doctor; or one name on two lists is of one doctor or of two.
type Alias struct {
	Scope  string // the municipality's code, or its name; "" for any
	Name   string // a name, a number or an id, as it is written
	SameAs string // the name, number or id that the doctor is to go by
	Line   int    // in the file

	Position, Other string // two lists of one name; "" if it is not about lists
	Apart           bool   // the name is of two people on them
}

// AboutLists reports whether the row is about one name on two lists.
func (a *Alias) AboutLists() bool { return a.Position != "" && a.Other != "" }

var aliasColumns = []sheet.Column{
	{Name: "municipality_code", Words: []string{"kommunenr", "kommunenummer", "knr", "kommune"}},
	{Name: "name", Words: []string{"navn", "namn", "alias", "doctor", "lege"}, Required: true, Person: true},
	{Name: "same_as", Words: []string{"same as", "samme som", "same som", "er", "egentlig", "canonical"}, Required: true, Person: true},
	{Name: "decision", Words: []string{"avgjørelse", "beslutning", "vedtak", "samme person", "same person"}},
	{Name: "score"}, {Name: "reasons"}, {Name: "month"}, {Name: "position_id"},
	{Name: "same_as_position_id", Words: []string{"other position id"}},
}

// ReadAliases reads a table of names that are of one doctor, as CSV or as a
// workbook: the columns municipality_code, name and same_as, and decision where the
// table began as suggestions. With that column only rows that say yes count, and those
// about one name on two lists that say no; open is how many have not been decided.
//
// A doctor cannot be two others, nor one who goes back to the first: such rows
// are varighet.Problems.
func ReadAliases(name string, content []byte) (aliases []Alias, open int, err error) {
	t, err := sheet.Find(name, content, aliasColumns)
	if err != nil {
		return nil, 0, err
	}
	var problems varighet.Problems
	for _, r := range t.Rows {
		yes, decided := sheet.Yes(t.Cell(r, "decision"))
		switch {
		case t.Has("decision") && t.Cell(r, "decision") == "":
			open++
			continue
		case t.Has("decision") && !decided:
			problems.Add(t.Problem(r, "decision", "alias-decision", "the decision is neither yes nor no", "write ja or nei"))
			continue
		}
		a := Alias{Scope: scopeCode(t.Cell(r, "municipality_code")), Name: t.Cell(r, "name"), SameAs: t.Cell(r, "same_as"), Line: r.Line,
			Position: t.Cell(r, "position_id"), Other: t.Cell(r, "same_as_position_id"), Apart: t.Has("decision") && !yes}
		if a.Name == "" || a.SameAs == "" {
			problems.Add(t.Problem(r, "name", "alias-empty", "the row does not name two doctors", "fill in name and same_as"))
			continue
		}
		if i := slices.IndexFunc(aliases, a.isAbout); i >= 0 {
			if !a.agrees(&aliases[i]) {
				problems.Add(t.Problem(r, "name", "alias-twice", fmt.Sprintf("line %d says otherwise of this doctor", aliases[i].Line), "keep one of the two"))
			}
			continue
		}
		aliases = append(aliases, a)
	}
	return aliases, open, problems.Err()
}

// isAbout reports whether another row answers the same question: who a name is, or whether
// it is one doctor on two lists, or whether two names are of two.
func (a Alias) isAbout(o Alias) bool {
	switch {
	case a.AboutLists() != o.AboutLists() || !strings.EqualFold(a.Name, o.Name):
		return false
	case a.AboutLists():
		return a.Position == o.Position && a.Other == o.Other || a.Position == o.Other && a.Other == o.Position
	case a.Apart || o.Apart:
		return a.Scope == o.Scope && strings.EqualFold(a.SameAs, o.SameAs)
	}
	return a.Scope == o.Scope
}

// agrees reports whether another row gives the same answer.
func (a Alias) agrees(o *Alias) bool {
	return a.Apart == o.Apart && (a.AboutLists() || strings.EqualFold(a.SameAs, o.SameAs))
}

// scopeCode takes the code of "4631 Alver", and gives one back the zero that a
// spreadsheet took. A name stays a name.
func scopeCode(s string) string {
	if s == "" || s[0] < '0' || s[0] > '9' {
		return s
	}
	s, _, _ = strings.Cut(strings.TrimSuffix(s, ".0"), " ")
	if len(s) == 3 {
		return "0" + s
	}
	return s
}
