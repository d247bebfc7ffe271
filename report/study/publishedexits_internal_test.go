package study

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/disclosure"
	"github.com/varighet/varighet/survival"
)

// By hand: in the step up to 3 five stop, two of them as a list closed, in months 1 and 3, and the
// others for reasons that are not told; in that up to 4 one, as a list closed. One does not stop.
func TestCausesOfByHand(t *testing.T) {
	stop := func(m float64) survival.Tenure { return survival.Tenure{Exit: m, Stopped: true} }
	closed := disclosure.RowOf([]survival.Tenure{stop(1), stop(3), stop(4)})
	tenures := append(slices.Repeat([]survival.Tenure{stop(3)}, 5), stop(4), survival.Tenure{Exit: 4})
	got := causesOf(tenures, map[string]disclosure.Row{"closed": closed}, []int{3, 4})
	if want := []string{"closed", "closed", "other", "other", "other", "closed", ""}; !cmp.Equal(got, want) {
		t.Errorf("causes are %v, want %v", got, want)
	}
}

// Of 100 stops 90 are for one reason, 6, 3 and 1 for others: the last two are rare. Of 96 and 4 none is
// told together with others, since it would be alone.
func TestRareByHand(t *testing.T) {
	rows := func(n ...int) (list []disclosure.Row) {
		for _, x := range n {
			list = append(list, disclosure.RowOf(slices.Repeat([]survival.Tenure{{Exit: 1, Stopped: true}}, x)))
		}
		return list
	}
	if got, want := rare(rows(90, 6, 3, 1)), []bool{false, false, true, true}; !cmp.Equal(got, want) {
		t.Errorf("of 90, 6, 3 and 1 rare are %v, want %v", got, want)
	}
	if got, want := rare(rows(96, 4)), []bool{false, false}; !cmp.Equal(got, want) {
		t.Errorf("of 96 and 4 rare are %v, want %v", got, want)
	}
}

// Two complete years, 2010 and 2011. By hand: a doctor of 2009 to May 2010 is there on the first 1
// January alone; one who begins in February 2010 first on the second; one of March to June 2010 on none;
// one who is there in January 2012 on all three.
func TestCalendarByHand(t *testing.T) {
	jan := varighet.MonthOf(2010, time.January)
	c := calendar{jan, 2}
	for _, x := range []struct {
		first, last varighet.Month
		from, to    int
		ok          bool
	}{{jan - 8, jan + 4, 0, 0, true}, {jan + 1, jan + 30, 1, 2, true}, {jan + 2, jan + 5, 0, 0, false}, {jan - 8, jan + 24, 0, 2, true}, {jan, jan + 11, 0, 0, true}, {jan - 9, jan - 1, 0, 0, false}} {
		from, to, ok := c.at(&survival.Spell{First: x.first, Last: x.last})
		if ok != x.ok || ok && (from != x.from || to != x.to) {
			t.Errorf("%v to %v: from %d to %d, %v", x.first, x.last, from, to, ok)
		}
	}
}
