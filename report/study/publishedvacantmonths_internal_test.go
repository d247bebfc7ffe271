package study

import (
	"slices"
	"testing"
	"time"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/disclosure"
)

// Three dates, 1 January of 2010, 2011 and 2012. By hand: of five lists one is vacant from May 2009 to June 2010, there on the first date alone; one from
// March to September 2010, on none; one from June 2010 to March 2012, on the second and the third; one in January 2011 alone, on the
// second; one all the time. So 2 are there on the first; up to the second 1 leaves and 2 come; up to the third 1 leaves and
// none comes; 2 are there on the last.
func TestFlowByHand(t *testing.T) {
	month := varighet.MonthOf
	dates := []varighet.Month{month(2010, time.January), month(2011, time.January), month(2012, time.January)}
	row := flow([]stay{{month(2009, time.May), month(2010, time.June)}, {month(2010, time.March), month(2010, time.September)},
		{month(2010, time.June), month(2012, time.March)}, {month(2011, time.January), month(2011, time.January)}, {month(2009, time.May), month(2013, time.May)}}, dates)
	got := [6]int{row.FromStart(), row.StopsIn(0, 1), row.LateIn(0, 1), row.StopsIn(1, 2), row.LateIn(1, 2), row.CensoredIn(2, 3)}
	if want := [6]int{2, 1, 2, 1, 0, 2}; got != want {
		t.Errorf("counts are %v, want %v", got, want)
	}
}

// With k = 5: 10 lists are vacant all the time. Up to the second date 6 leave and 6 come, up to the third 3 come, up to the fourth 2 come and 5 leave, and
// up to the fifth 6 leave. By hand: steps end at the second date, at the fourth, since 3 and 2 are 5, and at the fifth.
func TestFlowStepsByHand(t *testing.T) {
	var dates []varighet.Month
	for year := 2010; year < 2016; year++ {
		dates = append(dates, varighet.MonthOf(year, time.January))
	}
	var stays []stay
	add := func(n, from, to int) {
		for range n {
			stays = append(stays, stay{dates[from], dates[to]})
		}
	}
	add(10, 0, 5)
	add(6, 0, 0)
	add(5, 0, 2)
	add(6, 1, 3)
	add(3, 2, 5)
	add(2, 3, 5)
	ends := (disclosure.Rule{K: 5}).Steps([]disclosure.Row{flow(stays, dates)}, nil, nil)
	if want := []int{1, 3, 4}; !slices.Equal(ends, want) {
		t.Errorf("steps end at %v, want %v", ends, want)
	}
}
