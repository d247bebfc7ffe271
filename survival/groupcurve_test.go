package survival

import (
	"slices"
	"testing"

	"github.com/varighet/varighet"
)

// By hand: of 20 tenures 8 stop up to month 12 and 8 more up to month 60, the ends of two steps of a published curve: S = 0.6 and 0.2. Half have
// left after 12 months and no later than 60. The lower limit of the median is in the first step, of 12 months, and is given as its
// beginning. In steps of six months and fewer the end is the median: S(3) = 0.6 and S(6) = 0.2 give 6.
func TestMedianOfAWideStepByHand(t *testing.T) {
	curve := func(a, b float64) *GroupCurve {
		var tenures []Tenure
		for i := range 20 {
			switch {
			case i < 8:
				tenures = append(tenures, Tenure{Exit: a, Stopped: true})
			case i < 16:
				tenures = append(tenures, Tenure{Exit: b, Stopped: true})
			default:
				tenures = append(tenures, Tenure{Exit: b + 0.9})
			}
		}
		c, err := NewGroupCurve("all", tenures, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		c.Steps = []float64{a, b}
		return c
	}
	wide := curve(12, 60).Median()
	if wide.After != varighet.Some(12.0) || wide.Given().Time != varighet.Some(60.0) || wide.Given().Lower != varighet.Some(0.0) {
		t.Errorf("the median is after %v and up to %v, its lower limit %v; want 12, 60 and 0", wide.After, wide.Given().Time, wide.Given().Lower)
	}
	if narrow := curve(3, 6).Median(); narrow.After.OK || narrow.Given().Time != varighet.Some(6.0) {
		t.Errorf("in narrow steps the median is after %v and up to %v; want 6 alone", narrow.After, narrow.Given().Time)
	}
}

func TestWhereAPublishedCurveIsKnown(t *testing.T) {
	for _, x := range []struct {
		name string
		c    GroupCurve
		t    float64
		want bool
	}{
		{"own data", GroupCurve{}, 5, true},
		{"withheld", GroupCurve{Withheld: true, Steps: []float64{12}}, 12, false},
		{"the start", GroupCurve{Steps: []float64{12, 60}}, 0, true},
		{"the end of a step", GroupCurve{Steps: []float64{12, 60}}, 60, true},
		{"within a step", GroupCurve{Steps: []float64{12, 60}}, 24, false},
	} {
		if got := x.c.KnownAt(x.t); got != x.want {
			t.Errorf("%s: got %t, want %t", x.name, got, x.want)
		}
	}
}

// Three doctors leave after 12, 24 and 36 months, two of them from a list with a size; or none.
func TestCurvesByGroupByHand(t *testing.T) {
	var spells []Spell
	for i := range 3 {
		spells = append(spells, Spell{Kind: Regular, Start: varighet.Some(first), First: first, Last: first + varighet.Month(12*i+11),
			Entry: varighet.Some(0), Exit: varighet.Some(12*i + 12), Stopped: true})
	}
	sized := func(n int) func(int) (string, bool) { return func(i int) (string, bool) { return "large", i < n } }
	g, err := CurvesByGroup(spells, "size", sized(2), 0.95)
	if err != nil {
		t.Fatal(err)
	}
	if len(g.Groups) != 1 || g.Groups[0].Group != "large" || g.Groups[0].N != 2 || g.All.N != 2 || g.All.Stops != 2 {
		t.Errorf("two with a size: got %+v and %+v, want two in both", g.Groups, g.All)
	}
	if want := []LeftOut{{Reason: ValueMissing, What: "size", Spells: 1}}; g.Without != 1 || !slices.Equal(g.LeftOut, want) {
		t.Errorf("got %d without, %+v, want %+v", g.Without, g.LeftOut, want)
	}
	if g, err = CurvesByGroup(spells, "size", sized(0), 0.95); err != nil || len(g.Groups) != 0 || g.All.N != 3 || g.Without != 0 || len(g.LeftOut) != 0 {
		t.Errorf("none with a size: got %+v, %v, want the curve of all three", g, err)
	}
	if g, err = CurvesByGroup(spells, "size", sized(2), 2); g != nil || err == nil {
		t.Errorf("a level of 2: got %+v, %v, want an error", g, err)
	}
}
