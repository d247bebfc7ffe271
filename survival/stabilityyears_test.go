package survival

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
)

// By hand, January 2017 to February 2018: P has had one doctor from March 2017, Q two from then
// on, R one from January 2018; of S, filled from the first month on, the start is not known; T
// stands vacant, and U is opened and filled after the month that is counted.
func TestStabilityByFirstYearByHand(t *testing.T) {
	set, err := SpellsOf(draw(
		"P 1201 __AAAAAAAAAAAA_",
		"Q 1201 __BBBBCCCCCCCC_",
		"R 1201 ____________DD_",
		"S 1201 EEEEEEEEEEEEEE_",
		"T 1201 ............._.",
		"U 1201 ______________F"), DefaultSpellOptions())
	if err != nil {
		t.Fatal(err)
	}
	years, never := StabilityByFirstYear(set.Spells, first+13)
	var got []string
	for _, y := range years {
		got = append(got, fmt.Sprintf("%d %v: %d positions, %d same, %d changed", y.Year.V, y.Year.OK, y.Positions, y.Same, y.ChangedOnce))
	}
	want := []string{"2017 true: 2 positions, 1 same, 1 changed", "2018 true: 1 positions, 1 same, 0 changed", "0 false: 1 positions, 1 same, 0 changed"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if never.Positions != 2 || never.NeverFilled != 1 || never.NotOpened != 1 {
		t.Errorf("never: %+v", never)
	}
	if years, never := StabilityByFirstYear(nil, first); years != nil || never.Positions != 0 {
		t.Errorf("of nothing: %v, %+v", years, never)
	}
}

// binom.test(10, 16)$conf.int in R 4.2.2: 0.3543461 to 0.8480163.
func TestSameShare(t *testing.T) {
	share, lower, upper := (&Stability{Filled: 16, Same: 10}).SameShare(0.95)
	if share != varighet.Some(0.625) || math.Abs(lower.V-0.3543461) > 1e-7 || math.Abs(upper.V-0.8480163) > 1e-7 {
		t.Errorf("%v (%v to %v)", share, lower, upper)
	}
	if share, lower, _ := new(Stability).SameShare(0.95); share.OK || lower.OK {
		t.Errorf("of none: %v", share)
	}
	if share, lower, upper := (&Stability{Filled: 16, Same: 10}).SameShare(2); share.OK || lower.OK || upper.OK {
		t.Errorf("at a level of 2: %v (%v to %v)", share, lower, upper)
	}
}
