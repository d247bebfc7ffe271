package rows

import (
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/survival"
)

// threeOf are spells of two size groups: three of Bømlo's, one of them without a known start,
// one of Oslo's, and a vacancy of Oslo's.
func threeOf() *spellfile.Table {
	spell := func(group string, exit int) survival.Spell {
		return survival.Spell{SizeGroup: group, Start: varighet.Some(varighet.MonthOf(2019, 1)), First: varighet.MonthOf(2019, 1),
			Entry: varighet.Some(0), Exit: varighet.Some(exit), Stopped: true}
	}
	vacant := spell(">=50000", 3)
	vacant.Kind = survival.Vacant
	return &spellfile.Table{Spells: []survival.Spell{spell("<2000", 12), spell("<2000", 7), {SizeGroup: "<2000"}, spell(">=50000", 30), vacant}}
}

// What --where leaves out is counted beside what cannot be used: of doctors' spells, since
// those are asked for, one filtered out and one without a known start. Curves and models
// count alike.
func TestWhatIsFilteredOutIsCountedWithTheRest(t *testing.T) {
	want := []survival.LeftOut{{Reason: survival.Filtered, Spells: 1}, {Reason: survival.StartUnknown, Spells: 1}}
	source := func() *Source {
		table := threeOf()
		filtered, err := Narrow(table, "size_group=<2000")
		if err != nil {
			t.Fatal(err)
		}
		return &Source{Name: "spells.csv", Table: table, Filtered: filtered}
	}
	set, err := Read(source(), &Choices{By: []string{"size_group"}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, set.LeftOut); diff != "" || len(set.Tenures) != 2 {
		t.Errorf("%d tenures, want 2\n%s", len(set.Tenures), diff)
	}
	if diff := cmp.Diff([]string{"1 spell left out: not among those asked for", "1 spell left out: the start is not known"}, set.Warnings); diff != "" {
		t.Error(diff)
	}
	model, err := ReadModel(source(), &ModelChoices{Covariates: []choice.Covariate{{Column: "size_group"}}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, model.LeftOut); diff != "" || len(model.Tenures) != 2 {
		t.Errorf("model: %d tenures, want 2\n%s", len(model.Tenures), diff)
	}
}

// Rows of any CSV are rejected one by one, with their reasons, and are never spells left out.
func TestRowsOfAnyCSVAreRejectedOneByOne(t *testing.T) {
	csv := "t,e,g\n5,1,a\n-1,1,a\n7,0,\n9,maybe,b\n"
	set, err := Read(&Source{Name: "x.csv", CSV: io.NopCloser(strings.NewReader(csv))},
		&Choices{Roles: Roles{Time: "t", Event: "e", Stops: []string{"1"}}, By: []string{"g"}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range set.Rejected {
		got = append(got, r.Error())
	}
	want := []string{"row 2: time-negative: a time is negative", "row 3: group-missing: the group is missing; the row is left out of grouped output only"}
	if diff := cmp.Diff(want, got); diff != "" || set.LeftOut != nil {
		t.Errorf("left out %v\n%s", set.LeftOut, diff)
	}
}
