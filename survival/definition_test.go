package survival

import (
	"slices"
	"testing"
)

// Every measure has a definition with all its parts, and no two have the same name.
func TestDefinitionsAreWhole(t *testing.T) {
	seen := map[Measure]bool{}
	for _, d := range definitions {
		if d.Counts == "" || d.Of == "" || d.Window == "" || d.Clock == "" || seen[d.Measure] {
			t.Errorf("%+v lacks a part, or stands twice", d)
		}
		seen[d.Measure] = true
	}
	for d := TurnoverFollowed; d <= TurnoverByPosition; d++ {
		if back, ok := TurnoverOf(d.Measure()); !ok || back != d {
			t.Errorf("%v is not the definition of its own measure", d)
		}
	}
	for _, m := range []Measure{KMMedian, TurnoverPublished, "no such measure"} {
		if d, ok := TurnoverOf(m); ok {
			t.Errorf("%s is taken for turnover as %v counts it", m, d)
		}
	}
	if d := DefinitionOf("no such measure"); d != (Definition{Measure: "no such measure"}) {
		t.Errorf("a measure that there is not is %+v", d)
	}
}

// What the cases of ALIS-Vest need: 38 % counts positions, 14 % counts agreements, and is
// not said of which; no two of the four definitions are the same.
func TestNumbersThatAreNotTheSame(t *testing.T) {
	for _, c := range []struct {
		a, b Measure
		want []Difference
	}{
		{TurnoverD, TurnoverD, nil},
		{KMSurvival, KMMedian, nil},
		{TurnoverD, TurnoverC, []Difference{DifferInCounts, DifferInOf}},
		{TurnoverA, TurnoverC, []Difference{DifferInOf}},
		{TurnoverPublished, TurnoverC, []Difference{OfNotKnown}},
		{TurnoverPublished, TurnoverD, []Difference{DifferInCounts, OfNotKnown}},
		{YearShare, TurnoverC, []Difference{DifferInWindow, DifferInClock, DifferInOf}},
		{StockElapsed, KMMedian, []Difference{DifferInWindow, DifferInClock, DifferInOf}},
	} {
		if got := Differ(DefinitionOf(c.a), DefinitionOf(c.b)); !slices.Equal(got, c.want) {
			t.Errorf("%s beside %s: %v, want %v", c.a, c.b, got, c.want)
		}
	}
}
