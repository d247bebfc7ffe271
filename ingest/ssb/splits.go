package ssb

import (
	"fmt"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest/sheet"
)

// A SplitChoice says which part of a divided municipality is the main one, as
// somebody decided who looked at it.
type SplitChoice struct {
	File     string
	Line     int
	Old, New varighet.MunicipalityCode
}

var splitColumns = []sheet.Column{
	{Name: "old_code", Words: []string{"old", "gammel kode", "gammal kode", "fra", "frå", "kommunenr"}, Required: true},
	{Name: "new_code", Words: []string{"new", "ny kode", "til", "følger", "hovedetterfølger"}, Required: true},
	{Name: "why"}, {Name: "who"}, {Name: "date"},
}

// ReadSplits reads choices for divided municipalities, as CSV or as a workbook: the
// columns old_code and new_code.
func ReadSplits(name string, content []byte) ([]SplitChoice, error) {
	t, err := sheet.Find(name, content, splitColumns)
	if err != nil {
		return nil, err
	}
	var list []SplitChoice
	var problems varighet.Problems
	for _, r := range t.Rows {
		s := SplitChoice{File: name, Line: r.Line}
		for column, to := range map[string]*varighet.MunicipalityCode{"old_code": &s.Old, "new_code": &s.New} {
			code, err := varighet.ParseMunicipalityCode(zeroed(t.Cell(r, column)))
			if err != nil {
				problems.Add(t.Problem(r, column, "municipality-code", err.Error(), "a code has four digits, such as 1850"))
			}
			*to = code
		}
		list = append(list, s)
	}
	return list, problems.Err()
}

func zeroed(code string) string {
	if len(code) == 3 {
		return "0" + code
	}
	return code
}

// choose makes the chosen ways the main ones. A choice that is no way out of a
// divided municipality is a fault.
func choose(r *data.Reference, splits []SplitChoice) (*data.Reference, error) {
	t := r.Tables()
	t.Changes = slices.Clone(t.Changes)
	var faults varighet.Problems
	for _, s := range splits {
		found := false
		for _, c := range t.Changes {
			found = found || c.Kind == data.Split && c.Old == s.Old && c.New == s.New
		}
		if !found {
			faults.Add(&varighet.Problem{File: s.File, Line: s.Line, Code: "split-unmatched",
				Msg: fmt.Sprintf("%s was not divided with %s as a part", s.Old, s.New), Hint: "the parts are in changes.csv of the reference folder"})
			continue
		}
		for i := range t.Changes {
			if c := &t.Changes[i]; c.Kind == data.Split && c.Old == s.Old {
				c.Primary, c.Basis = c.New == s.New, data.Reviewed
			}
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return data.NewReference(t)
}
