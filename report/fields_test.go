package report

import (
	"slices"
	"testing"

	"github.com/varighet/varighet/internal/dictionary"
)

// The fields are the columns of the CSV file for programs, in order: two of an interval, one more where cells
// have states, none for people only, and last what each row says of a table that not anybody may see.
func TestFieldsAreTheColumnsOfCSV(t *testing.T) {
	table := &Table{Name: "t", Disclosure: Internal, Columns: []Column{
		{Key: "group", Title: "Gruppe"},
		{Key: "n", Title: "Antall", Kind: CountKind, States: true},
		{Key: "shown", Title: "Vist", For: People},
		{Key: "share", Title: "Andel", Kind: ShareKind, For: Programs},
		{Key: "limits", Title: "Grenser", Kind: ShareIntervalKind, States: true},
		{Key: "median", Title: "Median", Kind: NumberKind},
		{Key: "month", Title: "Måned", Kind: MonthKind},
	}}
	want := []dictionary.Field{
		{Name: "group", Type: dictionary.String}, {Name: "n", Type: dictionary.Integer}, {Name: "n_state", Type: dictionary.String},
		{Name: "share", Type: dictionary.Number, Unit: "share 0–1"},
		{Name: "limits_lower", Type: dictionary.Number, Unit: "share 0–1"}, {Name: "limits_upper", Type: dictionary.Number, Unit: "share 0–1"},
		{Name: "limits_state", Type: dictionary.String}, {Name: "median", Type: dictionary.Number}, {Name: "month", Type: dictionary.Date},
		{Name: "table_disclosure", Type: dictionary.String}, {Name: "table_source", Type: dictionary.String}, {Name: "table_definition", Type: dictionary.String},
	}
	got := table.Fields()
	var names []string
	for i, f := range got {
		names = append(names, f.Name)
		if i < len(want) && (f.Name != want[i].Name || f.Type != want[i].Type || f.Unit != want[i].Unit || f.Title == "") {
			t.Errorf("field %d is %s, a %s in %q called %q, want %+v", i+1, f.Name, f.Type, f.Unit, f.Title, want[i])
		}
	}
	if !slices.Equal(names, table.programHeader()) || len(got) != len(want) {
		t.Errorf("fields %q, columns %q", names, table.programHeader())
	}
	if states := got[2].Categories; !slices.Equal(states, []string{"missing", "not_reached", "withheld", "too_few"}) {
		t.Errorf("states %q", states)
	}
}
