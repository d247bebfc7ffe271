package survival

import (
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
