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

// Two positions, the first with two doctors and a second window: three are followed, each from
// its first agreement, and to the last month, 30, or the end of its window, 10. In rows of any
// CSV each is its own.
func TestPositionsAreFollowedFromTheirFirstAgreement(t *testing.T) {
	month := func(m int) varighet.Month { return varighet.MonthOf(2019, 1) + varighet.Month(m-1) }
	spell := func(id string, from, to int, stopped bool) survival.Spell {
		s := survival.Spell{PositionID: id, Start: varighet.Some(month(from)), First: month(from), Last: month(to), Stopped: stopped,
			Entry: varighet.Some(0), Exit: varighet.Some(to - from)}
		if stopped {
			s.Exit.V++
		}
		return s
	}
	windowed := spell("a", 4, 10, false)
	windowed.Beside = &survival.Beside{Window: survival.Window{To: varighet.Some(month(10))}}
	table := &spellfile.Table{Spells: []survival.Spell{spell("a", 20, 30, false), spell("a", 12, 18, true), windowed, spell("b", 1, 6, true)}}
	set, err := Read(&Source{Table: table}, &Choices{Reach: true, Positions: true})
	if err != nil {
		t.Fatal(err)
	}
	want := []survival.Reach{{Until: 18, New: true}, {Until: 6, Over: true, New: true}, {Until: 29}}
	if d := cmp.Diff(want, set.FirstOfPositions().Reach); d != "" || set.Months != 29 {
		t.Errorf("%d months (-want +got):\n%s", set.Months, d)
	}
	csv := "t,e,u\n3,1,9\n4,0,4\n5,0,4\n6,0,\n"
	any, err := Read(&Source{CSV: io.NopCloser(strings.NewReader(csv))}, &Choices{Roles: Roles{Time: "t", Event: "e", Until: "u"}, Reach: true})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]survival.Reach{{Until: 9}, {Until: 4}}, any.FirstOfPositions().Reach); d != "" || len(any.Rejected) != 2 || any.Rejected[0].Code != survival.BadUntil {
		t.Errorf("rejected %v (-want +got):\n%s", any.Rejected, d)
	}
}
